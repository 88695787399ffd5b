//! Reading a file of leads: CSV in any usual encoding and delimiter, or XLSX, row by row with flat
//! memory, into the core's import commands.
//!
//! Invariant: no rule about leads in here; matching, checking and duplicates are the core's.
//! Invariant: a hostile file costs bounded memory: rows are cut at [`MAX_ROW_BYTES`], columns
//! counted against the core's `MAX_COLUMNS`, workbooks checked before they are unpacked.
//!
//! Look next at `job.rs` (the import itself), `delimited.rs` and `workbook.rs` (the two formats).

mod aside;
mod batch;
mod cells;
mod delimited;
mod job;
mod rehearsal;
mod rejects;
mod turn;
mod workbook;

pub use job::{
    Desk, Headers, ImportOrder, Live, Report, import_job, preview_job, rejects_job, run, undo,
    undo_job,
};
pub use rejects::write_rejects;
pub(crate) use turn::left_behind;

use crate::files::io_error;
use netra_kernel::{Error, Result, errors};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of one row; what is longer is cut, and the row is invalid.
pub const MAX_ROW_BYTES: usize = 1 << 20;

errors! {
    pub enum ReadError {
        Invalid "import.empty" Empty { file: String },
        Invalid "import.only_header" OnlyHeader { file: String },
        Invalid "import.workbook_unreadable" WorkbookUnreadable { problem: String },
        Invalid "import.workbook_too_large" WorkbookTooLarge { limit_mb: u64 },
        Invalid "import.old_workbook" OldWorkbook,
        NotFound "import.no_file" NoFile { file: String },
        Invalid "import.folder" Folder { file: String },
        Invalid "import.not_a_list" NotAList { file: String },
        NotFound "import.no_sheet" NoSheet { sheet: String, sheets: Vec<String> },
        Invalid "import.no_workbook" NoWorkbook { file: String },
        NotNow "import.disk_full" DiskFull { file: String, rows: i64 },
        Conflict "import.elsewhere" Elsewhere { file: String },
        Conflict "import.rejects_is_input" RejectsIsInput { file: String },
        NotFound "import.rejects_nowhere" RejectsNowhere { file: String },
        Conflict "import.rejects_taken" RejectsTaken { file: String },
    }
}

/// One row of a file.
#[derive(Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<String>,
    /// Where it stands in the file as a spreadsheet counts: from 1, with the header and empty lines,
    /// and a row whose cells have lines of their own as one.
    pub line: i64,
    /// True when it was longer than a row may be.
    pub is_cut: bool,
    /// True when a quotation mark opens a cell and none closes it; the row is its first line alone.
    pub is_open: bool,
}

/// Rows of a file, one after another.
pub trait Rows {
    /// The next row that is not empty; None at the end.
    /// # Errors
    /// What the disk or the format says.
    fn next_row(&mut self) -> Result<Option<Row>>;
    /// How much of the file was read.
    fn progress(&self) -> u64;
    /// The sheet of a workbook that is read, and all that it has.
    fn sheets(&self) -> Option<(&str, &[String])> {
        None
    }
}

/// What a first pass over the file tells.
pub struct Scan {
    pub sha256: String,
    pub size: u64,
    letters: Letters,
    head: Vec<u8>,
}

/// How the bytes of a file read as UTF-8.
#[derive(Default)]
struct Letters {
    /// Characters beyond ASCII.
    good: u64,
    /// Places that are no UTF-8.
    odd: u64,
    /// The beginning of a character that a buffer cut in two.
    left: Vec<u8>,
}

impl Letters {
    fn add(&mut self, part: &[u8]) {
        self.left.extend_from_slice(part);
        let lead = self.left.iter().rposition(|b| b & 0xc0 != 0x80).unwrap_or(0);
        let due = match self.left.get(lead) {
            Some(0xc2..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(0xf0..=0xf4) => 4,
            _ => 1,
        };
        let is_cut = lead + due > self.left.len();
        let end = if is_cut { lead } else { self.left.len() };
        self.count(end);
        self.left.drain(..end);
    }

    fn end(&mut self) {
        self.count(self.left.len());
        self.left.clear();
    }

    fn count(&mut self, end: usize) {
        for chunk in self.left[..end].utf8_chunks() {
            self.good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count() as u64;
            self.odd += u64::from(!chunk.invalid().is_empty());
        }
    }

    /// Text of another encoding hardly ever has what reads as a letter of UTF-8; a broken letter
    /// among many whole ones is one that somebody cut.
    fn are_utf8(&self) -> bool {
        self.odd == 0 || self.good > 10 * self.odd
    }
}

/// Reads the whole file once: its hash, its size, whether it reads as UTF-8.
/// # Errors
/// `import.no_file`, `import.folder`, storage errors.
pub fn scan(path: &Path) -> Result<Scan> {
    if path.is_dir() {
        return Err(ReadError::Folder { file: path.display().to_string() }.into());
    }
    let mut file = File::open(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => {
            Error::from(ReadError::NoFile { file: path.display().to_string() })
        }
        _ => io_error(e),
    })?;
    let mut hash = Sha256::new();
    let mut size = 0u64;
    let mut head = Vec::new();
    let mut letters = Letters::default();
    let mut buffer = vec![0u8; 256 * 1024];
    loop {
        let n = file.read(&mut buffer).map_err(io_error)?;
        if n == 0 {
            break;
        }
        let part = &buffer[..n];
        hash.update(part);
        size += n as u64;
        if head.len() < 64 * 1024 {
            head.extend_from_slice(&part[..n.min(64 * 1024 - head.len())]);
        }
        letters.add(part);
    }
    letters.end();
    Ok(Scan { sha256: hex::encode(hash.finalize()), size, letters, head })
}

/// Opens a file by what it holds, not by its name; of a workbook the sheet that is asked for, else
/// the first that has rows.
/// # Errors
/// `import.old_workbook`, `import.workbook_unreadable`, `import.workbook_too_large`,
/// `import.no_sheet`, `import.no_workbook`, `import.not_a_list`.
pub fn open(path: &Path, scan: &Scan, sheet: Option<&str>) -> Result<Box<dyn Rows>> {
    if scan.head.starts_with(b"PK\x03\x04") {
        return Ok(Box::new(workbook::Workbook::open(path, sheet)?));
    }
    if scan.head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(ReadError::OldWorkbook.into());
    }
    let file = || {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        name.chars().filter(|c| !c.is_control()).collect::<String>()
    };
    if !delimited::is_text(scan) {
        return Err(ReadError::NotAList { file: file() }.into());
    }
    if sheet.is_some() {
        return Err(ReadError::NoWorkbook { file: file() }.into());
    }
    Ok(Box::new(delimited::Delimited::open(path, scan)?))
}

#[cfg(test)]
mod tests;
