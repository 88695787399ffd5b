//! The import of one file: match the columns, take the rows in batch by batch, report.
//!
//! Invariant: the file is named by its hash; taking up an interrupted import of the same file goes
//! on where that one stopped, with its mapping; other columns or another policy are refused then.
//! Invariant: a dry run is the same import on a copy that goes.

use super::aside::Aside;
use super::batch::Batch;
use super::rehearsal::Rehearsal;
use super::turn::Turn;
use super::{ReadError, Row, Rows, Scan, open, rejects, scan};
use crate::folder::{Session, Workspace};
use crate::jobs::Ticket;
use netra_core::imports::dates::{DateOrder, OrderSeen};
use netra_core::imports::mapping::{Field, Mapping, is_header};
use netra_core::imports::queries::Matched;
use netra_kernel::{Error, Id, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Rows that are looked at to match columns by content.
const SAMPLE: usize = 50;
/// Invalid rows that a dry run shows.
const EXAMPLES: u32 = 20;

/// What to import.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportOrder {
    #[serde(default)]
    pub file: PathBuf,
    /// A file of the workspace's own store, in place of a path: how a browser hands one over.
    #[serde(default)]
    pub stored: Option<Id>,
    #[serde(default)]
    pub source: String,
    /// Field → the headers of its columns, over what was matched.
    #[serde(default)]
    pub map: BTreeMap<String, Headers>,
    /// The sheet of a workbook; the first that has rows when not given.
    #[serde(default)]
    pub sheet: Option<String>,
    /// How 03/04/2026 is read; what the column itself proves when not given.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    /// `skip`, `update_empty`, `update_all`, `keep_both`; the source's last one when not given.
    #[serde(default)]
    pub policy: Option<String>,
    #[serde(default)]
    pub dry_run: bool,
    /// From the first row, also when an import of the same file was cut off.
    #[serde(default)]
    pub anew: bool,
    /// Where the invalid rows are written to.
    #[serde(default)]
    pub rejects: Option<PathBuf>,
}

/// One header, or several whose cells are taken together.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Headers {
    One(String),
    Several(Vec<String>),
}

impl Headers {
    fn list(&self) -> &[String] {
        match self {
            Headers::One(header) => std::slice::from_ref(header),
            Headers::Several(headers) => headers,
        }
    }
    /// One more of them.
    pub fn push(&mut self, header: String) {
        let mut all = self.list().to_vec();
        all.push(header);
        *self = Headers::Several(all);
    }
}

impl From<&str> for Headers {
    fn from(header: &str) -> Headers {
        Headers::One(header.to_owned())
    }
}

/// How an import ended. Counts are of the whole file, also when it was taken up again.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// None for a dry run.
    pub import: Option<Id>,
    pub total: i64,
    pub new: i64,
    pub duplicate: i64,
    pub invalid: i64,
    pub updated: i64,
    pub seconds: f64,
    pub is_resumed: bool,
    pub is_dry_run: bool,
    /// How days such as 03/04/2026 were read where neither the column nor anybody said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_assumed: Option<DateOrder>,
    /// The sheet of a workbook that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The first invalid rows of a dry run, as `import.rejects` gives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub examples: Option<Value>,
}

/// Where commands of an import go: the workspace, or a copy of it.
pub trait Desk {
    /// # Errors
    /// What the command refuses.
    fn run(&self, name: &str, args: Value) -> Result<Value>;
    /// # Errors
    /// What the query refuses.
    fn ask(&self, name: &str, args: Value) -> Result<Value>;
    /// Whoever imports the file with this hash, until it is dropped.
    /// # Errors
    /// `import.elsewhere`, storage errors.
    fn turn(&self, _sha256: &str, _file_name: &str) -> Result<Option<Turn>> {
        Ok(None)
    }
}

/// The workspace itself.
pub struct Live<'a>(pub &'a Workspace, pub &'a Session);

impl Desk for Live<'_> {
    fn run(&self, name: &str, args: Value) -> Result<Value> {
        self.0.run(self.1, name, args).map(|g| g.outcome)
    }
    fn ask(&self, name: &str, args: Value) -> Result<Value> {
        self.0.ask(self.1, name, &args)
    }
    fn turn(&self, sha256: &str, file_name: &str) -> Result<Option<Turn>> {
        Turn::take(self.0.root(), sha256, file_name).map(Some)
    }
}

/// The job `import.leads`; its arguments are an [`ImportOrder`].
/// # Errors
/// As [`run`].
pub fn import_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    let (order, _kept) = order(workspace, session, args)?;
    let report = run(workspace, session, &order, ticket)?;
    Ok(serde_json::to_value(report)?)
}

/// The job `import.preview`: the columns as they were matched, and the first ten rows.
/// # Errors
/// As [`run`].
pub fn preview_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    _: &Ticket<'_>,
) -> Result<Value> {
    let (order, _kept) = order(workspace, session, args)?;
    let scan = scan(&order.file)?;
    let begun = Opened::new(&Live(workspace, session), &order, &scan)?;
    let rows: Vec<&Vec<String>> = begun.waiting.iter().take(10).map(|r| &r.cells).collect();
    let sheets = begun.rows.sheets().map_or(&[][..], |s| s.1);
    Ok(json!({"mapping": begun.mapping, "policy": begun.policy, "rows": rows, "sheets": sheets,
              "is_remembered": begun.is_remembered, "is_resumed": begun.is_resumed,
              "days_assumed": begun.days_assumed,
              "size_bytes": scan.size}))
}

/// The order, and what keeps the bytes of a stored file readable until the job ends.
fn order(
    workspace: &Workspace,
    session: &Session,
    args: Value,
) -> Result<(ImportOrder, Option<Aside>)> {
    let mut order: ImportOrder = serde_json::from_value(args).map_err(not_right)?;
    let Some(id) = order.stored else { return Ok((order, None)) };
    let aside = Aside::of(workspace, session, id)?;
    order.file = aside.file.clone();
    Ok((order, Some(aside)))
}

fn not_right(e: serde_json::Error) -> Error {
    Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", e.to_string())
}

/// Imports a file.
/// # Errors
/// The file's (`import.no_file`, `import.empty`, `import.only_header`, …), the mapping's (`import.no_name` …),
/// `import.begun_otherwise`, `import.elsewhere`, `import.disk_full`, `job.cancelled` (taking the same file again goes on), storage errors.
pub fn run(
    workspace: &Workspace,
    session: &Session,
    order: &ImportOrder,
    ticket: &Ticket<'_>,
) -> Result<Report> {
    if let Some(rejects) = &order.rejects {
        rejects::may_write(rejects, &order.file)?;
    }
    if !order.dry_run {
        return import(&Live(workspace, session), order, ticket);
    }
    let rehearsal = Rehearsal::new(workspace, session, ticket)
        .map_err(|e| if e.code() == "job.cancelled" { e.arg("of", "rehearsal") } else { e })?;
    import(&rehearsal, order, ticket)
}

/// A file with its columns matched and the rows that were read for that.
struct Opened {
    rows: Box<dyn Rows>,
    waiting: Vec<Row>,
    mapping: Mapping,
    policy: Value,
    source: String,
    is_remembered: bool,
    /// An import of the same file was cut off and would go on.
    is_resumed: bool,
    days_assumed: Option<DateOrder>,
}

impl Opened {
    fn new(desk: &dyn Desk, order: &ImportOrder, scan: &Scan) -> Result<Opened> {
        let mut rows = open(&order.file, scan, order.sheet.as_deref())?;
        let sheet = rows.sheets().map(|s| s.0.to_owned());
        let name = || order.file.display().to_string();
        let first = rows.next_row()?.ok_or_else(|| ReadError::Empty { file: name() })?;
        let region = setting(desk, "firm.phone_region")?;
        let mut waiting = Vec::new();
        let columns = if is_header(&first.cells, &region) {
            first.cells
        } else {
            let named = (1..=first.cells.len()).map(|n| format!("Column {n}")).collect();
            waiting.push(first);
            named
        };
        while waiting.len() < SAMPLE
            && let Some(row) = rows.next_row()?
        {
            waiting.push(row);
        }
        if waiting.is_empty() {
            return Err(ReadError::OnlyHeader { file: name() }.into());
        }
        let short = |c: &String| c.chars().take(200).collect::<String>();
        let sample: Vec<Vec<String>> =
            waiting.iter().map(|r| r.cells.iter().map(short).collect()).collect();
        let hash = (!order.anew).then_some(&scan.sha256);
        let matched = desk.ask(
            "import.match",
            json!({"columns": columns, "sample": sample, "source": order.source,
                   "file_sha256": hash, "sheet": sheet}),
        )?;
        let Matched { mut mapping, policy, is_remembered, begun } =
            serde_json::from_value(matched)?;
        mapping.set(order.map.iter().map(|(field, headers)| (field.as_str(), headers.list())))?;
        let mut days_assumed = None;
        if let Some(given) = order.date_order {
            mapping.date_order = given;
        } else if begun.is_none() && mapping.fields.contains_key(&Field::CreatedOn) {
            let seen = order_of_column(order, scan, &mapping)?;
            match seen.order() {
                Some(proven) => mapping.date_order = proven,
                None if seen.matters() => days_assumed = Some(mapping.date_order),
                None => {}
            }
        }
        let policy = order.policy.as_ref().map_or_else(|| json!(policy), |p| json!(p));
        let (is_resumed, source) = match begun {
            Some(begun) if order.source.trim().is_empty() => (true, begun.source),
            begun => (begun.is_some(), order.source.clone()),
        };
        Ok(Opened {
            rows,
            waiting,
            mapping,
            policy,
            source,
            is_remembered,
            is_resumed,
            days_assumed,
        })
    }
}

/// What the whole column of days says of the order of day and month; the sample is only its top.
fn order_of_column(order: &ImportOrder, scan: &Scan, mapping: &Mapping) -> Result<OrderSeen> {
    let mut rows = open(&order.file, scan, mapping.sheet.as_deref())?;
    let mut seen = OrderSeen::default();
    while let Some(row) = rows.next_row()? {
        mapping.day_cells(&row.cells).for_each(|cell| seen.see(cell));
    }
    Ok(seen)
}

fn setting(desk: &dyn Desk, key: &str) -> Result<String> {
    let settings = desk.ask("setting.list", Value::Null)?;
    let rows = settings["rows"].as_array().map_or(&[][..], Vec::as_slice);
    let found = rows.iter().find(|r| r["key"] == key).and_then(|r| r["value"].as_str());
    Ok(found.unwrap_or("IN").to_owned())
}

pub(super) fn import(desk: &dyn Desk, order: &ImportOrder, ticket: &Ticket<'_>) -> Result<Report> {
    let began = Instant::now();
    let scan = scan(&order.file)?;
    let Opened { mut rows, waiting, mapping, policy, source, days_assumed, .. } =
        Opened::new(desk, order, &scan)?;
    let file_name = order.file.file_name().and_then(|n| n.to_str()).unwrap_or("file");
    let _turn = desk.turn(&scan.sha256, file_name)?;
    let started = desk.run(
        "import.start",
        json!({"file_name": file_name, "file_sha256": scan.sha256, "source": source,
               "mapping": mapping, "policy": policy, "anew": order.anew}),
    )?;
    let import: Id = serde_json::from_value(started["import"].clone())?;
    let is_resumed = started["is_resumed"].as_bool().unwrap_or(false);
    let next = started["next_row"].as_i64().unwrap_or(1);
    // What is in stays in when the disk fills up; of a dry run nothing is.
    let told = |e: Error, rows: i64| match e.code() {
        "storage.full" if !order.dry_run => {
            ReadError::DiskFull { file: file_name.to_owned(), rows }.into()
        }
        _ => e,
    };
    let mut batch = Batch::new(import, 1);
    let mut waiting = waiting.into_iter();
    let mut number = 0i64;
    loop {
        let row = match waiting.next() {
            Some(row) => Some(row),
            None => rows.next_row()?,
        };
        let Some(mut row) = row else { break };
        number += 1;
        if number < next {
            continue;
        }
        row.bound();
        if batch.is_full(&row) {
            batch.give(desk).map_err(|e| told(e, batch.before()))?;
            let done = number - 1;
            let rate = (done - next + 1) as f64 / began.elapsed().as_secs_f64().max(0.001);
            let so_far = json!({"rows": done, "rows_per_s": rate.round()});
            let read = rows.progress().min(scan.size);
            let said = ticket.go_on_with(read, scan.size, "bytes", &so_far);
            if said.is_err() {
                desk.run("import.cancel", json!({ "import": import }))?;
            }
            // What to do next is another thing where nothing was written.
            said.map_err(|e| e.arg("of", if order.dry_run { "rehearsal" } else { "import" }))?;
        }
        batch.add(number, row);
    }
    batch.give(desk).map_err(|e| told(e, batch.before()))?;
    let finished =
        desk.run("import.finish", json!({ "import": import })).map_err(|e| told(e, number))?;
    if let Some(path) = &order.rejects {
        rejects::write_rejects(desk, import, path)?;
    }
    let examples = match order.dry_run {
        true => Some(desk.ask("import.rejects", json!({"import": import, "limit": EXAMPLES}))?),
        false => None,
    };
    let count = |name: &str| finished["counts"][name].as_i64().unwrap_or(0);
    Ok(Report {
        import: (!order.dry_run).then_some(import),
        total: count("total"),
        new: count("new"),
        duplicate: count("duplicate"),
        invalid: count("invalid"),
        updated: count("updated"),
        seconds: (began.elapsed().as_secs_f64() * 1_000.0).round() / 1_000.0,
        is_resumed,
        is_dry_run: order.dry_run,
        days_assumed,
        sheet: rows.sheets().map(|s| s.0.to_owned()),
        examples,
    })
}

/// The job `import.undo`; its argument is `{"import": id}`.
/// # Errors
/// As [`undo`].
pub fn undo_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    undo(workspace, session, args["import"].as_str().unwrap_or_default(), ticket)
}

/// The job `import.rejects`: `{"import": id, "to"?: path}`; the invalid rows as a CSV file, or as
/// its text when no path is given.
/// # Errors
/// `import.not_found`, storage errors.
pub fn rejects_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    _: &Ticket<'_>,
) -> Result<Value> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        import: Id,
        #[serde(default)]
        to: Option<PathBuf>,
    }
    let wanted: Wanted = serde_json::from_value(args).map_err(not_right)?;
    let desk = Live(workspace, session);
    let Some(to) = &wanted.to else {
        let mut text = Vec::new();
        let rows = rejects::write_lines(&desk, wanted.import, &mut text)?;
        return Ok(json!({ "rows": rows, "text": String::from_utf8_lossy(&text) }));
    };
    let rows = rejects::write_rejects(&desk, wanted.import, to)?;
    Ok(json!({ "rows": rows }))
}

/// Takes a whole import back, step by step; the last step's outcome with the sums of all.
/// # Errors
/// `import.not_found`, what `import.undo` refuses.
pub fn undo(
    workspace: &Workspace,
    session: &Session,
    import: &str,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    loop {
        let step = workspace.run(session, "import.undo", json!({ "import": import }))?.outcome;
        if step["is_complete"].as_bool().unwrap_or(true) {
            return Ok(step);
        }
        ticket.go_on(step["removed"].as_u64().unwrap_or(0), 0, "leads")?;
    }
}
