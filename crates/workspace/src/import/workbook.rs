//! XLSX: one sheet, cell by cell; the first that has rows when none is asked for. Formulas count with the value that was stored with them.

use super::{MAX_COLUMNS, ReadError, Row, Rows};
use crate::files::io_error;
use calamine::{DataRef, Reader, Xlsx, XlsxCellReader, open_workbook};
use netra_kernel::{Error, Result};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

/// Bytes that a workbook may unpack to.
const MAX_UNPACKED: u64 = 1 << 30;
/// Bytes that any part of it but a sheet may unpack to.
const MAX_HELD: u64 = 256 << 20;
/// Entries that its archive may have.
const MAX_ENTRIES: usize = 10_000;

/// Reads on a thread of its own, because the library's reader borrows its workbook; the channel
/// holds a few hundred rows at most.
pub struct Workbook {
    rows: Receiver<Result<Row>>,
    read: u64,
    sheet: String,
    sheets: Vec<String>,
}

fn unreadable(e: impl std::fmt::Display) -> Error {
    ReadError::WorkbookUnreadable { problem: e.to_string() }.into()
}

impl Workbook {
    pub fn open(path: &Path, wanted: Option<&str>) -> Result<Workbook> {
        check_size(path)?;
        let mut book: Xlsx<BufReader<File>> = open_workbook(path).map_err(unreadable)?;
        let sheets = book.sheet_names();
        let sheet = match wanted {
            Some(wanted) => named(&sheets, wanted)?,
            None => first_with_rows(&mut book, &sheets)?,
        };
        let name = sheet.clone();
        let (sender, rows) = sync_channel(256);
        std::thread::spawn(move || {
            let mut cells = match book.worksheet_cells_reader(&sheet) {
                Ok(cells) => cells,
                Err(e) => {
                    // The reader has gone when nobody listens any more.
                    let _ = sender.send(Err(unreadable(e)));
                    return;
                }
            };
            let mut current: Option<(u32, Row)> = None;
            loop {
                match next(&mut cells) {
                    Ok(Some((line, column, text))) => {
                        if current.as_ref().is_none_or(|c| c.0 != line)
                            && let Some((_, row)) = current.replace((line, Row::default()))
                            && sender.send(Ok(row)).is_err()
                        {
                            return;
                        }
                        if let Some((_, row)) = &mut current {
                            if column >= MAX_COLUMNS {
                                let e = ReadError::TooManyColumns { limit: MAX_COLUMNS };
                                let _ = sender.send(Err(e.into()));
                                return;
                            }
                            row.cells.resize(row.cells.len().max(column + 1), String::new());
                            row.cells[column] = text;
                        }
                    }
                    Ok(None) => {
                        if let Some((_, row)) = current {
                            let _ = sender.send(Ok(row));
                        }
                        return;
                    }
                    Err(e) => {
                        let _ = sender.send(Err(e));
                        return;
                    }
                }
            }
        });
        Ok(Workbook { rows, read: 0, sheet: name, sheets })
    }
}

/// The sheet of that name, in whatever case.
fn named(sheets: &[String], wanted: &str) -> Result<String> {
    let plain = |s: &str| s.trim().to_lowercase();
    let found = sheets.iter().find(|s| *s == wanted);
    found.or_else(|| sheets.iter().find(|s| plain(s) == plain(wanted))).cloned().ok_or_else(|| {
        ReadError::NoSheet { sheet: wanted.to_owned(), sheets: sheets.to_vec() }.into()
    })
}

/// The first sheet in which something stands; the first of all when none has anything.
fn first_with_rows(book: &mut Xlsx<BufReader<File>>, sheets: &[String]) -> Result<String> {
    for sheet in sheets {
        // A sheet that holds a chart has no cells to read.
        let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { continue };
        if next(&mut cells)?.is_some() {
            return Ok(sheet.clone());
        }
    }
    sheets.first().cloned().ok_or_else(|| unreadable("it has no sheet"))
}

/// An archive that would unpack to more than a workbook may be is refused before it is unpacked.
fn check_size(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(io_error)?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
    if archive.len() > MAX_ENTRIES {
        return Err(unreadable("its archive has too many entries"));
    }
    let too_large = |limit: u64| Err(ReadError::WorkbookTooLarge { limit_mb: limit >> 20 }.into());
    let mut total = 0u64;
    for i in 0..archive.len() {
        let entry = archive.by_index_raw(i).map_err(unreadable)?;
        total = total.saturating_add(entry.size());
        // Everything but the sheets themselves is held in memory.
        if !entry.name().starts_with("xl/worksheets/") && entry.size() > MAX_HELD {
            return too_large(MAX_HELD);
        }
    }
    if total > MAX_UNPACKED {
        return too_large(MAX_UNPACKED);
    }
    // What the archive says of its sizes may be a lie: unpack it once, keeping nothing.
    for i in 0..archive.len() {
        let entry = archive.by_index(i).map_err(unreadable)?;
        let said = entry.size();
        let found = io::copy(&mut entry.take(said + 1), &mut io::sink()).map_err(unreadable)?;
        if found > said {
            return Err(unreadable("its archive holds more than it says"));
        }
    }
    Ok(())
}

type Place = (u32, usize, String);

fn next(cells: &mut XlsxCellReader<'_, BufReader<File>>) -> Result<Option<Place>> {
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (line, column) = cell.get_position();
        let text = text_of(cell.get_value());
        if !text.is_empty() {
            return Ok(Some((line, column as usize, text)));
        }
    }
    Ok(None)
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::Int(n) => n.to_string(),
        // A telephone number kept as a number: no exponent, no decimal point.
        DataRef::Float(x) if x.fract() == 0.0 && x.abs() < 1e15 => format!("{x:.0}"),
        DataRef::Float(x) => x.to_string(),
        DataRef::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}

impl Rows for Workbook {
    fn next_row(&mut self) -> Result<Option<Row>> {
        match self.rows.recv() {
            Ok(row) => {
                self.read += 1;
                row.map(Some)
            }
            Err(_) => Ok(None),
        }
    }
    fn progress(&self) -> u64 {
        self.read
    }
    fn sheets(&self) -> Option<(&str, &[String])> {
        Some((&self.sheet, &self.sheets))
    }
}
