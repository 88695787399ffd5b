//! XLSX: one sheet, cell by cell; the first that has rows when none is asked for. Formulas count
//! with the value that was stored with them.

use super::cells::Growing;
use super::{ReadError, Row, Rows};
use crate::files::io_error;
use calamine::{DataRef, Reader, Xlsx, XlsxCellReader, open_workbook};
use netra_core::imports::{ImportError, MAX_COLUMNS};
use netra_kernel::{Error, Result};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Bytes that a workbook may unpack to.
const MAX_UNPACKED: u64 = 1 << 30;
/// Bytes that any part of it but a sheet may unpack to.
const MAX_HELD: u64 = 256 << 20;
/// Entries that its archive may have.
const MAX_ENTRIES: usize = 10_000;

const SUDDEN_END: &str = "its reader came to a sudden end";
/// Rows that wait for whoever takes them in.
const AHEAD: usize = 32;
/// Bytes between two marks of a sheet or of its texts; a spreadsheet writes at most 32,767
/// characters into one cell.
const MAX_TEXT: usize = 4 << 20;

/// Reads on a thread of its own, because the library's reader borrows its workbook.
/// Invariant: the end is said: a reader that stops without a word is a file that cannot be read.
pub struct Workbook {
    /// None after the last row.
    rows: Receiver<Result<Option<Row>>>,
    read: u64,
    sheet: String,
    sheets: Vec<String>,
    is_over: bool,
}

fn unreadable(e: impl std::fmt::Display) -> Error {
    ReadError::WorkbookUnreadable { problem: e.to_string() }.into()
}

impl Workbook {
    pub fn open(path: &Path, wanted: Option<&str>) -> Result<Workbook> {
        check_size(path)?;
        let opened = AssertUnwindSafe(|| {
            let mut book: Xlsx<BufReader<File>> = open_workbook(path).map_err(unreadable)?;
            let sheets = book.sheet_names();
            let sheet = match wanted {
                Some(wanted) => named(&sheets, wanted)?,
                None => first_with_rows(&mut book, &sheets)?,
            };
            Ok((book, sheet, sheets))
        });
        let sudden = |_| Err(unreadable(SUDDEN_END));
        let (mut book, sheet, sheets) = catch_unwind(opened).unwrap_or_else(sudden)?;
        let name = sheet.clone();
        let reading = Workbook::reading(move |sender| {
            let cells = book.worksheet_cells_reader(&sheet).map_err(unreadable)?;
            all_rows(cells, sender)
        });
        Ok(Workbook { sheet: name, sheets, ..reading })
    }

    /// Rows that this work sends, on a thread of its own.
    fn reading(work: impl FnOnce(&Sender) -> Result<()> + Send + 'static) -> Workbook {
        let (sender, rows) = sync_channel(AHEAD);
        std::thread::spawn(move || {
            let end = work(&sender).map(|()| None);
            // The taker has gone when nobody listens any more.
            let _ = sender.send(end);
        });
        Workbook { rows, read: 0, is_over: false, sheet: String::new(), sheets: Vec::new() }
    }
}

type Sender = SyncSender<Result<Option<Row>>>;

/// Sends every row; ends early when nobody listens.
fn all_rows(mut cells: XlsxCellReader<'_, BufReader<File>>, sender: &Sender) -> Result<()> {
    let mut current: Option<(u32, Growing)> = None;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (line, column) = (cell.get_position().0, cell.get_position().1 as usize);
        let text = text_of(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if column >= MAX_COLUMNS {
            return Err(ImportError::TooManyColumns { limit: MAX_COLUMNS }.into());
        }
        if current.as_ref().is_none_or(|c| c.0 != line)
            && let Some((above, row)) = current.replace((line, Growing::default()))
            && sender.send(Ok(Some(row.done(above)))).is_err()
        {
            return Ok(());
        }
        if let Some((_, row)) = &mut current {
            row.put(column, &text);
        }
    }
    if let Some((line, row)) = current {
        let _ = sender.send(Ok(Some(row.done(line))));
    }
    Ok(())
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
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            if !text_of(cell.get_value()).is_empty() {
                return Ok(sheet.clone());
            }
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
        let is_picture =
            ["xl/media/", "xl/embeddings/"].iter().any(|f| entry.name().starts_with(f));
        let said = entry.size();
        let mut texts = Texts::default();
        let found = io::copy(&mut entry.take(said + 1), &mut texts).map_err(unreadable)?;
        if found > said {
            return Err(unreadable("its archive holds more than it says"));
        }
        if !is_picture && texts.longest > MAX_TEXT {
            return Err(unreadable("one of its cells is longer than a cell can be"));
        }
    }
    Ok(())
}

/// Measures what stands between the marks of a text, and keeps nothing of it.
#[derive(Default)]
struct Texts {
    current: usize,
    longest: usize,
}

impl io::Write for Texts {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        for (i, text) in part.split(|b| *b == b'<').enumerate() {
            self.current = text.len() + if i == 0 { self.current } else { 0 };
            self.longest = self.longest.max(self.current);
        }
        Ok(part.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn text_of<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::Empty | DataRef::Error(_) => Cow::Borrowed(""),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.as_str().into(),
        // Many cells may name one text; it is copied no further than a row may be long.
        DataRef::SharedString(s) => Cow::Borrowed(s),
        DataRef::Bool(b) => b.to_string().into(),
        DataRef::Int(n) => n.to_string().into(),
        // A telephone number kept as a number: no exponent, no decimal point.
        DataRef::Float(x) if x.fract() == 0.0 && x.abs() < 1e15 => format!("{x:.0}").into(),
        DataRef::Float(x) => x.to_string().into(),
        DataRef::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}").into()
        }
    }
}

impl Rows for Workbook {
    fn next_row(&mut self) -> Result<Option<Row>> {
        if self.is_over {
            return Ok(None);
        }
        let found = self.rows.recv().unwrap_or_else(|_| Err(unreadable(SUDDEN_END)));
        self.is_over = !matches!(found, Ok(Some(_)));
        self.read += u64::from(!self.is_over);
        found
    }
    fn progress(&self) -> u64 {
        self.read
    }
    fn sheets(&self) -> Option<(&str, &[String])> {
        Some((&self.sheet, &self.sheets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_stops_is_not_the_end_of_the_file() {
        let row = || Row { cells: vec!["Asha".into()], ..Row::default() };
        let mut whole = Workbook::reading(move |sender| {
            sender.send(Ok(Some(row()))).map_err(unreadable)?;
            Ok(())
        });
        assert_eq!(whole.next_row().unwrap(), Some(row()));
        assert_eq!(whole.next_row().unwrap(), None);
        assert_eq!(whole.next_row().unwrap(), None);
        let mut broken = Workbook::reading(move |sender| {
            sender.send(Ok(Some(row()))).map_err(unreadable)?;
            panic!("a sheet that the library does not understand");
        });
        assert_eq!(broken.next_row().unwrap(), Some(row()));
        assert_eq!(broken.next_row().unwrap_err().code(), "import.workbook_unreadable");
    }

    #[test]
    fn texts_are_measured_across_the_pieces_in_which_they_come() {
        for piece in [1, 3, 7, 100] {
            let mut texts = Texts::default();
            for part in b"<t>abcdefghij</t><t/><t>abc</t>".chunks(piece) {
                io::Write::write_all(&mut texts, part).unwrap();
            }
            assert_eq!(texts.longest, "t>abcdefghij".len());
        }
    }
}
