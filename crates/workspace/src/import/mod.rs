//! Reading a file of leads: CSV in any usual encoding and delimiter, or XLSX, row by row with flat
//! memory, into the core's import commands.
//!
//! Invariant: no rule about leads in here; matching, checking and duplicates are the core's.
//! Invariant: a hostile file costs bounded memory: rows are cut at [`MAX_ROW_BYTES`], columns
//! counted against [`MAX_COLUMNS`], workbooks checked before they are unpacked.
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

use crate::files::io_error;
use netra_kernel::{Error, Result, errors};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of one row; what is longer is cut, and the row is invalid.
pub const MAX_ROW_BYTES: usize = 1 << 20;
/// Columns of one file.
pub const MAX_COLUMNS: usize = 16_384;

errors! {
    pub enum ReadError {
        Invalid "import.empty" Empty { file: String },
        Invalid "import.too_many_columns" TooManyColumns { limit: usize },
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
    is_utf8: bool,
    head: Vec<u8>,
}

/// Reads the whole file once: its hash, its size, whether it is UTF-8.
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
    let mut is_utf8 = true;
    let mut left: Vec<u8> = Vec::new();
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
        if is_utf8 {
            left.extend_from_slice(part);
            match std::str::from_utf8(&left) {
                Ok(_) => left.clear(),
                // A character that the buffer cut in two.
                Err(e) if e.error_len().is_none() => {
                    left.drain(..e.valid_up_to());
                }
                Err(_) => is_utf8 = false,
            }
        }
    }
    is_utf8 &= left.is_empty();
    Ok(Scan { sha256: hex::encode(hash.finalize()), size, is_utf8, head })
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
