//! The rows that were not valid, as a CSV file with a `reason` column.

use super::job::Desk;
use super::{MAX_ROW_BYTES, ReadError};
use crate::backup::create_private;
use crate::files::io_error;
use crate::host::random_hex;
use netra_kernel::{Id, Result};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// How the header of such a file ends.
const LAST_COLUMNS: &str = "row,reason";

/// Refuses, before the first row, a place where the rejects cannot go or must not.
/// # Errors
/// `import.rejects_is_input`, `import.rejects_nowhere`, `import.rejects_taken`.
pub(super) fn may_write(rejects: &Path, input: &Path) -> Result<()> {
    let same = |a: &Path, b: &Path| {
        a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a))
    };
    if same(rejects, input) {
        return Err(ReadError::RejectsIsInput { file: rejects.display().to_string() }.into());
    }
    is_free(rejects)
}

/// A place in a folder, where nothing is but rejects that were written before.
fn is_free(rejects: &Path) -> Result<()> {
    let file = rejects.display().to_string();
    let folder = rejects.parent().filter(|p| !p.as_os_str().is_empty());
    if rejects.is_dir() || folder.is_some_and(|f| !f.is_dir()) {
        return Err(ReadError::RejectsNowhere { file }.into());
    }
    let Ok(old) = File::open(rejects) else { return Ok(()) };
    let mut first = Vec::new();
    let mut beginning = BufReader::new(old).take(MAX_ROW_BYTES as u64);
    beginning.read_until(b'\n', &mut first).map_err(io_error)?;
    match first.is_empty() || first.trim_ascii_end().ends_with(LAST_COLUMNS.as_bytes()) {
        true => Ok(()),
        false => Err(ReadError::RejectsTaken { file }.into()),
    }
}

/// Writes every invalid row of an import, for its writer's eyes alone; gives their number.
/// # Errors
/// `import.not_found`, `import.rejects_nowhere`, `import.rejects_taken`, storage errors.
pub fn write_rejects(desk: &dyn Desk, import: Id, path: &Path) -> Result<u64> {
    is_free(path)?;
    let tag = random_hex(6)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let aside = path.with_file_name(format!(".{name}.partial-{tag}"));
    let written = write_aside(desk, import, &aside)
        .and_then(|n| std::fs::rename(&aside, path).map_err(io_error).map(|()| n));
    if written.is_err() {
        // Best effort: the error that matters is the one we return.
        let _ = std::fs::remove_file(&aside);
    }
    written
}

fn write_aside(desk: &dyn Desk, import: Id, aside: &Path) -> Result<u64> {
    let mut out = BufWriter::new(create_private(aside).map_err(io_error)?);
    let n = write_lines(desk, import, &mut out)?;
    out.into_inner().map_err(|e| io_error(e.into_error()))?.sync_all().map_err(io_error)?;
    Ok(n)
}

/// The same to any writer.
/// # Errors
/// As [`write_rejects`].
pub(super) fn write_lines(desk: &dyn Desk, import: Id, out: &mut impl Write) -> Result<u64> {
    // Spreadsheets take a file with this mark as UTF-8.
    out.write_all("\u{feff}".as_bytes()).map_err(io_error)?;
    let (mut after, mut n) = (0i64, 0u64);
    loop {
        let page = desk.ask(
            "import.rejects",
            json!({"import": import, "kind": "invalid", "after": after, "limit": 1_000}),
        )?;
        let columns = page["columns"].as_array().map_or(&[][..], Vec::as_slice);
        // A file of rejects that was taken in again: its own two columns are written anew.
        let is_again = matches!(columns, [.., a, b] if a == "row" && b == "reason");
        let columns = &columns[..columns.len() - if is_again { 2 } else { 0 }];
        if after == 0 {
            let header = columns.iter().map(text).chain(["row".into(), "reason".into()]);
            write_line(out, header)?;
        }
        let rows = page["rows"].as_array().map_or(&[][..], Vec::as_slice);
        for row in rows {
            let cells = row["cells"].as_array().map_or(&[][..], Vec::as_slice);
            let cells = if is_again { &cells[..cells.len().min(columns.len())] } else { cells };
            // A ragged row keeps every cell; a short one is filled up.
            let width = columns.len().max(cells.len());
            let filled = (0..width).map(|i| cells.get(i).map(text).unwrap_or_default());
            write_line(out, filled.chain([row["line"].to_string(), text(&row["reason"])]))?;
            after = row["row"].as_i64().unwrap_or(i64::MAX);
            n += 1;
        }
        if rows.len() < 1_000 {
            break;
        }
    }
    Ok(n)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn write_line(out: &mut impl Write, cells: impl Iterator<Item = String>) -> Result<()> {
    let line: Vec<String> = cells.map(|c| quoted(&c)).collect();
    out.write_all(line.join(",").as_bytes()).and_then(|()| out.write_all(b"\r\n")).map_err(io_error)
}

/// Quoted where CSV asks for it; what a spreadsheet would run as a formula is made text.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let needs = cell.contains([',', '"', '\n', '\r']) || !guard.is_empty();
    match needs {
        true => format!("\"{guard}{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn formulas_become_text() {
        for (cell, out) in [
            ("=1+1", "\"'=1+1\""),
            ("+91 98", "\"'+91 98\""),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("plain", "plain"),
        ] {
            assert_eq!(super::quoted(cell), out);
        }
    }
}
