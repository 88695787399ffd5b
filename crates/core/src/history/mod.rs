//! Who did what, when, in sentences; and taking back the last thing.
//!
//! Invariant: amounts are told only to whoever may see payments, and what things cost us only to
//! whoever may know that.
//! Invariant: the history is read from the journal; nothing writes it but the engine.
//! Invariant: whoever hears a sentence may see every record that it names (`hearing.rs`), in
//! whichever record's history it is read.

mod hearing;
pub use hearing::ids_in;
mod news;
#[cfg(test)]
mod tests;

pub use news::HistoryNews;

use crate::{language, permissions, visible};
use netra_kernel::journal::{Op, RowChange};
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{
    Command, Done, Error, Facts, Id, Kind, Permission, Query, Reader, Result, Timestamp, Tx, done,
    errors,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Texts of the history that no command has.
pub const LABELS: &[&str] = &["history.imported"];

errors! {
    pub enum HistoryError {
        NotFound "history.nothing_there" NothingThere,
        NotNow "history.project_over" ProjectOver { project: String },
    }
}

/// One thing that somebody did.
#[derive(Serialize, JsonSchema)]
pub struct Entry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Id,
    pub actor_name: String,
    pub command: Id,
    /// The command's name (`lead.assign`).
    pub name: String,
    /// "Meera Iyer assigned Ananya Deshpande to Rohit."
    pub sentence: String,
    /// Values that changed in the asked-for row itself.
    pub changes: Vec<Change>,
    /// True when it was taken back later.
    pub is_undone: bool,
}

/// One value, before and after.
#[derive(Serialize, JsonSchema)]
pub struct Change {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

#[derive(Serialize, JsonSchema)]
pub struct Entries {
    pub rows: Vec<Entry>,
}

/// The history of one row (a lead, a quote, a project, a person), newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryOf {
    pub id: Id,
    /// Only entries before this sequence number (the next page).
    #[serde(default)]
    pub before: Option<i64>,
    /// At most this many (200 when not given).
    #[serde(default)]
    pub limit: Option<u32>,
}

impl Query for HistoryOf {
    const NAME: &'static str = "history.of";
    const TITLE: &'static str = "History of one record";
    const NEEDS: Permission = permissions::HISTORY_READ;
    const READS: &'static [&'static str] = &["journal"];
    type View = Entries;

    fn ask(&self, reader: &Reader<'_>) -> Result<Entries> {
        visible::need(reader, self.id)?;
        let limit = self.limit.unwrap_or(200).min(1_000);
        let sql = format!(
            "SELECT {COLUMNS} FROM journal_index i JOIN journal j ON j.seq = i.seq
             LEFT JOIN people p ON p.id = j.actor
             WHERE i.id = ?1 AND i.seq < ?2 AND (?4 OR {NOT_OF_MONEY})
             ORDER BY i.seq DESC LIMIT ?3"
        );
        let sees_money = reader.actor.may(permissions::PAYMENT_READ);
        let (rows, is_last_page) = heard(reader, Some(self.id), self.before, limit, |before| {
            reader.all(&sql, params![self.id, before, limit, sees_money], stored)
        })?;
        let mut told = entries(reader, rows, Some(self.id))?;
        if is_last_page && let Some(begin) = self.came_by_import(reader)? {
            told.rows.extend(imported(reader, begin)?);
        }
        Ok(told)
    }
}

/// Entries that are not about payments, invoices and reminders of them, which only those who may
/// see payments are told.
const NOT_OF_MONEY: &str = "(j.name NOT GLOB 'payment.*' AND j.name NOT GLOB 'invoice.*'
    AND j.name NOT GLOB 'reminder.*')";

impl HistoryOf {
    /// The start of the import that a lead came with: rows of a list are taken in by the thousand,
    /// and the journal does not tell each of them.
    fn came_by_import(&self, reader: &Reader<'_>) -> Result<Option<i64>> {
        reader.value(
            "SELECT j.seq FROM leads l JOIN journal_index i ON i.id = l.import_id
             JOIN journal j ON j.seq = i.seq
             WHERE l.id = ?1 AND j.name = 'import.start' AND j.seq < ?2
               AND NOT EXISTS (SELECT 1 FROM journal_index f JOIN journal g ON g.seq = f.seq
                               WHERE f.id = l.id AND g.name = 'import.fix_row')
             ORDER BY j.seq LIMIT 1",
            params![self.id, self.before.unwrap_or(i64::MAX)],
        )
    }
}

/// The start of an import, told as how a lead came.
fn imported(reader: &Reader<'_>, seq: i64) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal j LEFT JOIN people p ON p.id = j.actor WHERE j.seq = ?1"
    );
    let mut told = entries(reader, reader.all(&sql, [seq], stored)?, None)?.rows;
    for entry in &mut told {
        let file: Option<String> = reader.value(
            "SELECT m.file_name FROM journal_index i JOIN imports m ON m.id = i.id
             WHERE i.seq = ?1 LIMIT 1",
            [seq],
        )?;
        let args = serde_json::json!({"actor": entry.actor_name, "file": file.unwrap_or_default()});
        entry.sentence = language::phrase(reader.locale, "history.imported", &args);
    }
    Ok(told)
}

/// What happened lately in the whole workspace, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryRecent {
    #[serde(default)]
    pub before: Option<i64>,
    #[serde(default)]
    pub limit: Option<u32>,
}

impl Query for HistoryRecent {
    const NAME: &'static str = "history.recent";
    const TITLE: &'static str = "What happened lately";
    const NEEDS: Permission = permissions::UNDO_ANY;
    const READS: &'static [&'static str] = &["journal"];
    type View = Entries;

    fn ask(&self, reader: &Reader<'_>) -> Result<Entries> {
        let limit = self.limit.unwrap_or(100).min(1_000);
        let sql = format!(
            "SELECT {COLUMNS} FROM journal j LEFT JOIN people p ON p.id = j.actor
             WHERE j.seq < ?1 AND (?3 OR {NOT_OF_MONEY}) ORDER BY j.seq DESC LIMIT ?2"
        );
        let sees_money = reader.actor.may(permissions::PAYMENT_READ);
        let (rows, _) = heard(reader, None, self.before, limit, |before| {
            reader.all(&sql, params![before, limit, sees_money], stored)
        })?;
        entries(reader, rows, None)
    }
}

/// Entries that are looked at for one page, told or not.
const MOST_LOOKED_AT: usize = 20_000;

/// Up to so many entries that the reader may hear, and whether there are none before them. `page`
/// gives those before a place in the journal, the newest first.
fn heard(
    reader: &Reader<'_>,
    of: Option<Id>,
    before: Option<i64>,
    limit: u32,
    page: impl Fn(i64) -> Result<Vec<Stored>>,
) -> Result<(Vec<Stored>, bool)> {
    let mut ears = hearing::Ears::of(reader);
    let (mut rows, mut looked, mut before) = (Vec::new(), 0, before.unwrap_or(i64::MAX));
    while rows.len() < limit as usize && looked < MOST_LOOKED_AT {
        let found = page(before)?;
        if found.is_empty() {
            return Ok((rows, true));
        }
        looked += found.len();
        for mut one in found {
            before = one.seq;
            if ears.hear(&mut one, of)? {
                rows.push(one);
            }
            if rows.len() == limit as usize {
                break;
            }
        }
    }
    Ok((rows, false))
}

const COLUMNS: &str = "j.seq, j.at, j.actor, ifnull(p.name, '?'), j.command, j.name, j.facts,
    j.rows, EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.command),
    (SELECT o.name FROM journal o WHERE o.command = j.undoes)";

struct Stored {
    seq: i64,
    at: Timestamp,
    actor: Id,
    actor_name: String,
    command: Id,
    name: String,
    facts: String,
    rows: String,
    is_undone: bool,
    /// The command that this one took back.
    undone: Option<String>,
}

fn stored(r: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: r.get(0)?,
        at: r.get(1)?,
        actor: r.get(2)?,
        actor_name: r.get(3)?,
        command: r.get(4)?,
        name: r.get(5)?,
        facts: r.get(6)?,
        rows: r.get(7)?,
        is_undone: r.get(8)?,
        undone: r.get(9)?,
    })
}

/// Columns that hold amounts, or text with amounts in it.
fn speaks_of_money(field: &str) -> bool {
    field.ends_with("_minor") || matches!(field, "lines" | "plan_before")
}

/// The entries from one sequence number on that are told in the history of these rows, the newest
/// first; each once.
pub(crate) fn since(
    reader: &Reader<'_>,
    ids: &[Id],
    from: Timestamp,
    limit: usize,
) -> Result<Vec<(Id, Entry)>> {
    let before: i64 = reader
        .value("SELECT seq FROM journal WHERE +at < ?1 ORDER BY seq DESC LIMIT 1", [from])?
        .unwrap_or(0);
    let mut found: Vec<(i64, Id)> = Vec::new();
    for id in ids {
        found.extend(reader.all(
            &format!(
                "SELECT i.seq FROM journal_index i JOIN journal j ON j.seq = i.seq
                 WHERE i.id = ?1 AND i.seq > ?2 AND (?4 OR {NOT_OF_MONEY})
                 ORDER BY i.seq DESC LIMIT ?3"
            ),
            params![id, before, limit as i64, reader.actor.may(permissions::PAYMENT_READ)],
            |r| Ok((r.get::<_, i64>(0)?, *id)),
        )?);
    }
    found.sort_unstable_by_key(|f| std::cmp::Reverse(*f));
    found.dedup_by_key(|f| f.0);
    let mut ears = hearing::Ears::of(reader);
    let mut told = Vec::with_capacity(limit.min(found.len()));
    let sql = format!(
        "SELECT {COLUMNS} FROM journal j LEFT JOIN people p ON p.id = j.actor WHERE j.seq = ?1"
    );
    for (seq, id) in found {
        if told.len() == limit {
            break;
        }
        let Some(mut one) = reader.maybe(&sql, [seq], stored)? else { continue };
        if ears.hear(&mut one, Some(id))? {
            told.extend(entries(reader, vec![one], None)?.rows.into_iter().map(|e| (id, e)));
        }
    }
    Ok(told)
}

/// When something was last told in the history of a row.
pub(crate) fn last_at(reader: &Reader<'_>, id: Id) -> Result<Option<Timestamp>> {
    reader.value(
        "SELECT j.at FROM journal_index i JOIN journal j ON j.seq = i.seq
         WHERE i.id = ?1 ORDER BY i.seq DESC LIMIT 1",
        [id],
    )
}

fn entries(reader: &Reader<'_>, rows: Vec<Stored>, of: Option<Id>) -> Result<Entries> {
    let sees_money = reader.actor.may(permissions::PAYMENT_READ);
    let sees_costs = reader.actor.may(permissions::QUOTE_COST);
    let rows = rows
        .into_iter()
        .map(|s| {
            let mut facts: Facts = serde_json::from_str(&s.facts)?;
            facts.insert("actor".into(), Value::String(s.actor_name.clone()));
            // The journal has its title in English; whoever reads has it in their own language.
            if let (Some(undone), Some(Value::String(what))) = (&s.undone, facts.get_mut("what")) {
                *what = language::title(reader.locale, undone, what);
            }
            if !sees_money {
                let amounts = facts.values_mut().filter(|v| v.get("minor").is_some());
                amounts.for_each(|v| *v = Value::Null);
            }
            let changed: Vec<RowChange> = serde_json::from_str(&s.rows)?;
            let changes = changed
                .into_iter()
                .filter(|c| Some(c.id) == of && c.op == Op::Update)
                // A line's costs have the line's own id.
                .filter(|c| sees_costs || !crate::tables::holds_costs(&c.table))
                .flat_map(|c| {
                    let after = c.after;
                    c.before.into_iter().map(move |(field, before)| {
                        let after = after.get(&field).cloned().unwrap_or(Value::Null);
                        Change { field, before, after }
                    })
                })
                .filter(|c| sees_money || !speaks_of_money(&c.field))
                .collect();
            Ok(Entry {
                sentence: language::history_sentence(reader.locale, &s.name, &facts),
                seq: s.seq,
                at: s.at,
                actor: s.actor,
                actor_name: s.actor_name,
                command: s.command,
                name: s.name,
                changes,
                is_undone: s.is_undone,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Entries { rows })
}

/// What is completed, cancelled or archived stays as it is: undo is no way around that.
fn need_project_open(reader: &Reader<'_>, command: Id) -> Result<()> {
    let over: Option<String> = reader.value(
        "SELECT p.name FROM journal j JOIN journal_index i ON i.seq = j.seq
         JOIN projects p ON p.id = i.id
         WHERE j.command = ?1 AND p.stage IN ('completed', 'archived', 'cancelled')
         ORDER BY p.id LIMIT 1",
        [command],
    )?;
    match over {
        Some(project) => Err(HistoryError::ProjectOver { project }.into()),
        None => Ok(()),
    }
}

/// Takes back a command (an assignment, an edit, a disposition …) when nothing was built on it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// The id of the command, as `run` gave it.
    pub command: Id,
}

#[derive(Serialize, JsonSchema)]
pub struct Undone {
    /// The name of the command that was taken back.
    pub name: String,
}

impl Command for Undo {
    const NAME: &'static str = "undo";
    const TITLE: &'static str = "Undo";
    const NEEDS: Permission = Permission::MEMBER;
    type Outcome = Undone;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(()) // The kernel asks for the permission of the command itself, and whose it was.
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Undone>> {
        need_project_open(tx, self.command)?;
        // What refers to the row by now would be left without it.
        let name = tx.undo(self.command).map_err(|e| match e.code() {
            "storage.constraint" => Error::new(Kind::NotNow, "undo.moved_on").because(e),
            _ => e,
        })?;
        let english = crate::catalogue::catalogue().command(&name).map_or("", |c| c.title);
        Ok(done(Undone { name: name.clone() }).fact("what", english))
    }
}
