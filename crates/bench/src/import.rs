//! Taking in a large list: a CSV file through the import job that every shell starts (read, decoded,
//! matched, parsed, validated, compared, searchable, resumable) against a bare prepared INSERT of
//! the very same leads.
//!
//! The bare side is told the cleaned values, ids and numbers of the rows that the import made, and
//! writes them into an equal, empty, encrypted database with the same indexes and search index:
//! once with the search index kept row by row (its triggers), once with it built at the end, which
//! is the cheapest that SQLite can do. Reading them back for it is not counted.

use crate::machine::{Watch, peak_mib, reset_peak};
use crate::office::{CITY, Dice, FIRST, LAST, Office, TRADE};
use crate::{Options, folder, note};
use netra_kernel::{Error, Result};
use netra_workspace::files::io_error;
use netra_workspace::import::{ImportOrder, Report, run};
use netra_workspace::jobs::Ticket;
use rusqlite::types::Value as Sql;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Rows that the bare side writes in one transaction, as many as one command of the import takes.
const BATCH: u64 = 2_000;

pub fn measure(options: &Options) -> Result<String> {
    let dir = folder(options)?;
    let office = Office::new(&dir.path().join("office"))?;
    let empty = dir.path().join("empty");
    copy_empty(&office, &empty)?;
    let file = dir.path().join("leads.csv");
    note(&format!("import: writing a file of {} rows", options.rows));
    let bytes = write_file(&file, options.rows).map_err(io_error)?;
    note("import: taking it in");
    reset_peak();
    let before = peak_mib();
    let watch = Watch::start();
    let report = by_job(&office, &file)?;
    let (cpu, wall, peak) = (watch.cpu(), watch.wall(), peak_mib());
    let Counts { new, duplicate, invalid } = report;
    searchable(&office, new)?;

    let mut text = format!(
        "\n### Import of {} rows\n\nA CSV file of {} MiB: {new} new, {duplicate} duplicates, {invalid} \
         invalid.\n\n| | CPU s | wall s | rows/s (CPU) | peak memory MiB | import ÷ bare (CPU) |\n\
         |---|---|---|---|---|---|\n| import of the file | {:.1} | {:.1} | {:.0} | {peak} (before: \
         {before}) | |\n",
        options.rows,
        bytes >> 20,
        cpu.as_secs_f64(),
        wall.as_secs_f64(),
        options.rows as f64 / cpu.as_secs_f64(),
    );
    for (title, at_end) in [
        ("bare INSERT, search index by triggers", false),
        ("bare INSERT, search index built at the end", true),
    ] {
        note(&format!("import: {title}"));
        let target = dir.path().join(format!("bare{at_end}.db"));
        std::fs::copy(&empty, &target).map_err(io_error)?;
        let (bare_cpu, bare_wall, peak) = bare(&office, &target, at_end)?;
        text += &format!(
            "| {title} | {bare_cpu:.1} | {bare_wall:.1} | {:.0} | {peak} | **{:.2}** |\n",
            options.rows as f64 / bare_cpu,
            cpu.as_secs_f64() / bare_cpu,
        );
    }
    Ok(text)
}

/// Loads so many leads into a workspace, through a file of this name.
pub fn load(office: &Office, file: &Path, rows: u64) -> Result<()> {
    write_file(file, rows).map_err(io_error)?;
    by_job(office, file).map(|_| ())
}

fn copy_empty(office: &Office, to: &Path) -> Result<()> {
    drop(office.copy(to)?);
    Ok(())
}

const COLUMNS: [&str; 6] = ["Name", "Company", "Phone", "Email", "City", "Language"];

/// One row as a list from outside has it: as people type it, now and then wrong.
fn row(dice: &mut Dice, n: u64) -> Vec<String> {
    let (first, last) = (dice.pick(FIRST), dice.pick(LAST));
    let number = 9_700_000_000 + n;
    let phone = match n % 3 {
        0 => format!("+91 {} {:05}", number / 100_000, number % 100_000),
        1 => format!("0{number}"),
        _ => number.to_string(),
    };
    vec![
        format!("{first} {last}"),
        format!("{last} {}", dice.pick(TRADE)),
        if n % 200 == 199 { "not a number".into() } else { phone },
        format!("{}.{}{n}@example.com", first.to_lowercase(), last.to_lowercase()),
        dice.pick(CITY).to_owned(),
        dice.pick(&["Hindi", "en", "Marathi"]).to_owned(),
    ]
}

/// Writes the list as a spreadsheet saves it; gives its size.
fn write_file(path: &Path, rows: u64) -> std::io::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{}", COLUMNS.join(","))?;
    let mut dice = Dice(5);
    for n in 0..rows {
        let cells = row(&mut dice, n);
        // Every third row has its name in quotes, as a name with a comma would.
        match n % 3 {
            0 => writeln!(out, "\"{}\",{}", cells[0], cells[1..].join(","))?,
            _ => writeln!(out, "{}", cells.join(","))?,
        }
    }
    out.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

struct Counts {
    new: i64,
    duplicate: i64,
    invalid: i64,
}

fn by_job(office: &Office, file: &Path) -> Result<Counts> {
    let order = ImportOrder {
        file: file.to_owned(),
        source: "bench".into(),
        map: BTreeMap::new(),
        policy: None,
        dry_run: false,
        rejects: None,
        stored: None,
        sheet: None,
        date_order: None,
        anew: false,
    };
    let ticket = Ticket::new("bench".into(), Arc::default(), &|_| ());
    let Report { new, duplicate, invalid, .. } =
        run(&office.workspace, &office.session, &order, &ticket)?;
    Ok(Counts { new, duplicate, invalid })
}

/// Every lead that came in must be found by its city, or the import did not do its work.
fn searchable(office: &Office, new: i64) -> Result<()> {
    let conn = office.connect(true)?;
    let found: i64 = conn.query_row(
        "SELECT count(*) FROM lead_search WHERE lead_search MATCH 'p* OR m* OR n* OR d* OR b* OR c* OR h* OR s*'",
        [],
        |r| r.get(0),
    )?;
    match found == new {
        true => Ok(()),
        false => Err(Error::internal(format!("only {found} of {new} leads can be searched"))),
    }
}

/// Writes the imported leads bare: (CPU s, wall s, peak MiB).
fn bare(office: &Office, target: &Path, at_end: bool) -> Result<(f64, f64, u64)> {
    let source = office.connect(true)?;
    let conn = netra_workspace::folder::connect(target, office.workspace.key(), false)?;
    let columns: Vec<String> = {
        let mut stmt =
            source.prepare("SELECT name FROM pragma_table_xinfo('leads') WHERE hidden = 0")?;
        stmt.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?
    };
    // The rows name their import; foreign keys are checked on both sides.
    let import: Vec<Vec<Sql>> = rows_of(&source, "SELECT * FROM imports")?;
    let marks = |n: usize| (1..=n).map(|i| format!("?{i}")).collect::<Vec<_>>().join(",");
    for row in &import {
        let sql = format!("INSERT INTO imports VALUES ({})", marks(row.len()));
        conn.execute(&sql, rusqlite::params_from_iter(row))?;
    }
    let list = columns.join(", ");
    let sql = format!("INSERT INTO leads ({list}) VALUES ({})", marks(columns.len()));
    if at_end {
        conn.execute("UPDATE lead_search_pause SET is_paused = 1", [])?;
    }
    reset_peak();
    let (mut cpu, mut wall, mut after) = (0.0, 0.0, 0i64);
    loop {
        let read = format!(
            "SELECT rowid, {list} FROM leads WHERE rowid > {after} ORDER BY rowid LIMIT {BATCH}"
        );
        let batch = rows_of(&source, &read)?;
        match batch.last().and_then(|r| r.first()) {
            Some(Sql::Integer(n)) => after = *n,
            Some(_) => return Err(Error::internal("a rowid is a number")),
            None => break,
        }
        let watch = Watch::start();
        conn.execute_batch("BEGIN IMMEDIATE")?;
        {
            let mut insert = conn.prepare_cached(&sql)?;
            for row in &batch {
                insert.execute(rusqlite::params_from_iter(row.iter().skip(1)))?;
            }
        }
        conn.execute_batch("COMMIT")?;
        cpu += watch.cpu().as_secs_f64();
        wall += watch.wall().as_secs_f64();
    }
    if at_end {
        let watch = Watch::start();
        conn.execute_batch(
            "BEGIN; INSERT INTO lead_search (lead_search) VALUES ('rebuild');
             UPDATE lead_search_pause SET is_paused = 0; COMMIT;",
        )?;
        cpu += watch.cpu().as_secs_f64();
        wall += watch.wall().as_secs_f64();
    }
    Ok((cpu, wall, peak_mib()))
}

fn rows_of(conn: &rusqlite::Connection, sql: &str) -> Result<Vec<Vec<Sql>>> {
    let mut stmt = conn.prepare(sql)?;
    let n = stmt.column_count();
    let rows = stmt.query_map([], |r| (0..n).map(|i| r.get::<_, Sql>(i)).collect())?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
