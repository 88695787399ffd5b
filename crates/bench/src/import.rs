//! Taking in a large list: the import's own commands (parsed, validated, compared, searchable,
//! resumable) against a bare prepared INSERT of the very same rows.
//!
//! The bare side is told the cleaned values, ids and numbers of the rows that the import made, and
//! writes them into an equal, empty, encrypted database with the same indexes and search index:
//! once with the search index kept row by row (its triggers), once with it built at the end, which
//! is the cheapest that SQLite can do. Reading them back for it is not counted.

use crate::machine::{Watch, peak_mib, reset_peak};
use crate::office::{CITY, Dice, FIRST, LAST, Office, TRADE};
use crate::{Options, folder, note};
use netra_kernel::{Error, Result};
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};
use std::path::Path;

/// Rows that one command takes, and that the bare side writes in one transaction.
const BATCH: u64 = 2_000;

pub fn measure(options: &Options) -> Result<String> {
    let dir = folder(options)?;
    let office = Office::new(&dir.path().join("office"))?;
    let empty = dir.path().join("empty");
    copy_empty(&office, &empty)?;
    note(&format!("import: {} rows by commands", options.rows));
    reset_peak();
    let before = peak_mib();
    let watch = Watch::start();
    let counts = by_commands(&office, options.rows)?;
    let (cpu, wall, peak) = (watch.cpu(), watch.wall(), peak_mib());
    let making = making(options.rows);
    let cpu = cpu.saturating_sub(making);

    let mut text = format!(
        "\n### Import of {} rows\n\nThe import counted {counts}. Making the rows ({:.1} s CPU) is not \
         counted.\n\n| | CPU s | wall s | rows/s (CPU) | peak memory MiB | import ÷ bare (CPU) |\n\
         |---|---|---|---|---|---|\n| import (`import.start`, `import.rows` × {BATCH}, `import.finish`) \
         | {:.1} | {:.1} | {:.0} | {peak} (before: {before}) | |\n",
        options.rows,
        making.as_secs_f64(),
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
        std::fs::copy(&empty, &target).map_err(netra_workspace::files::io_error)?;
        let (bare_cpu, bare_wall, peak) = bare(&office, &target, at_end)?;
        text += &format!(
            "| {title} | {bare_cpu:.1} | {bare_wall:.1} | {:.0} | {peak} | **{:.2}** |\n",
            options.rows as f64 / bare_cpu,
            cpu.as_secs_f64() / bare_cpu,
        );
    }
    Ok(text)
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

/// What making the rows and their JSON costs by itself.
fn making(rows: u64) -> std::time::Duration {
    let watch = Watch::start();
    let mut dice = Dice(5);
    let mut first = 0;
    while first < rows {
        let last = (first + BATCH).min(rows);
        let batch: Vec<Vec<String>> = (first..last).map(|n| row(&mut dice, n)).collect();
        std::hint::black_box(json!({ "rows": batch }));
        first = last;
    }
    watch.cpu()
}

fn by_commands(office: &Office, rows: u64) -> Result<Value> {
    let (w, s) = (&office.workspace, &office.session);
    let fields = json!({"name": [0], "company_name": [1], "phone": [2], "email": [3], "city": [4],
                        "language": [5]});
    let started = w.run(
        s,
        "import.start",
        json!({"file_name": "bench.csv", "file_sha256": "ab".repeat(32), "source": "bench",
               "mapping": {"columns": COLUMNS, "fields": fields}}),
    )?;
    let import = started.outcome["import"].clone();
    let mut dice = Dice(5);
    let (mut first, mut counts) = (0, Value::Null);
    while first < rows {
        let last = (first + BATCH).min(rows);
        let batch: Vec<Vec<String>> = (first..last).map(|n| row(&mut dice, n)).collect();
        let args = json!({"import": import, "first_row": first + 1, "rows": batch});
        counts = w.run(s, "import.rows", args)?.outcome["counts"].clone();
        first = last;
    }
    w.run(s, "import.finish", json!({ "import": import }))?;
    Ok(counts)
}

/// Writes the imported leads bare: (CPU s, wall s, peak MiB).
fn bare(office: &Office, target: &Path, at_end: bool) -> Result<(f64, f64, u64)> {
    let source = office.connect(true)?;
    std::fs::File::create_new(target).map_err(netra_workspace::files::io_error)?;
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
