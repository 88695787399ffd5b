//! CSV and its kin: any of `, ; tab |`, UTF-8, UTF-16 or Windows-1252, quoted newlines.
//!
//! Invariant: a quotation mark that nothing closes costs its own line only: the row is read again
//! as that line, marked, and the lines below it are rows again.

use super::{MAX_ROW_BYTES, Row, Rows, Scan};
use crate::files::io_error;
use csv_core::{ReadRecordResult, Reader};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use netra_core::imports::{ImportError, MAX_COLUMNS};
use netra_kernel::Result;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const BUFFER: usize = 64 * 1024;
/// Bytes of a quoted cell that are waited for once a mark was found that nothing closes, so that a
/// file full of them is not read again and again.
const WARY: usize = 64 * 1024;

/// What stood at the place that was read.
enum Parsed {
    Row(Row),
    /// A quotation mark opens a cell and the file ends before another closes it.
    Unclosed,
    End,
}

/// Counts the bytes that go through.
struct Counted(File, Arc<AtomicU64>);

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

pub struct Delimited {
    path: PathBuf,
    encoding: &'static Encoding,
    delimiter: u8,
    source: DecodeReaderBytes<Counted, Vec<u8>>,
    read: Arc<AtomicU64>,
    parser: Reader,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    is_end: bool,
    is_last_fed: bool,
    output: Vec<u8>,
    ends: Vec<usize>,
    /// Bytes of text before the row that is being read.
    before: u64,
    /// The text of the row that is being read, as far as it is kept.
    raw: Vec<u8>,
    raw_len: u64,
    /// Bytes that an unclosed cell may have before it is given up.
    patience: usize,
    /// The line of the row that is being read, as a spreadsheet counts them.
    line: i64,
    /// The byte that was read last: a line feed behind a carriage return ends no line of its own.
    last: u8,
}

fn parser(delimiter: u8) -> Reader {
    csv_core::ReaderBuilder::new().delimiter(delimiter).build()
}

fn decoded(
    path: &Path,
    encoding: &'static Encoding,
    read: Arc<AtomicU64>,
) -> Result<DecodeReaderBytes<Counted, Vec<u8>>> {
    let file = Counted(File::open(path).map_err(io_error)?, read);
    let mut builder = DecodeReaderBytesBuilder::new();
    Ok(builder.encoding(Some(encoding)).bom_override(true).strip_bom(true).build(file))
}

impl Delimited {
    pub fn open(path: &Path, scan: &Scan) -> Result<Delimited> {
        let encoding = encoding_of(scan);
        let read = Arc::<AtomicU64>::default();
        let source = decoded(path, encoding, read.clone())?;
        let (head, _, _) = encoding.decode(&scan.head);
        let said = said_delimiter(&head);
        let delimiter = said.unwrap_or_else(|| delimiter_of(&head));
        let mut file = Delimited {
            path: path.to_owned(),
            encoding,
            delimiter,
            source,
            read,
            parser: parser(delimiter),
            buffer: vec![0; BUFFER],
            at: 0,
            filled: 0,
            is_end: false,
            is_last_fed: false,
            output: vec![0; BUFFER],
            ends: vec![0; 256],
            before: 0,
            raw: Vec::new(),
            raw_len: 0,
            patience: usize::MAX,
            line: 1,
            last: 0,
        };
        if said.is_some() {
            file.record()?;
            // A spreadsheet does not show it.
            file.line = 1;
        }
        Ok(file)
    }

    /// The next row; what a mark without its fellow had swallowed is given back first.
    fn record(&mut self) -> Result<Option<Row>> {
        self.before += self.raw_len;
        self.raw.clear();
        self.raw_len = 0;
        let found = self.parsed()?;
        let is_open = match &found {
            Parsed::Unclosed => true,
            Parsed::Row(row) => {
                let is_tall = row.cells.iter().any(|c| c.contains(['\n', '\r']));
                let is_whole = self.raw.len() as u64 == self.raw_len;
                is_tall && is_whole && !is_well_quoted(&self.raw, self.delimiter)
            }
            Parsed::End => false,
        };
        match found {
            _ if is_open => self.first_line().map(Some),
            Parsed::Row(row) => {
                self.line += 1;
                Ok(Some(row))
            }
            _ => Ok(None),
        }
    }

    /// One record, however long: what does not fit is passed over and the row marked.
    fn parsed(&mut self) -> Result<Parsed> {
        let (mut written, mut fields) = (0, 0);
        let mut is_cut = false;
        loop {
            if self.at == self.filled && !self.is_end {
                self.buffer.resize(self.buffer.len().max(BUFFER), 0);
                self.filled = self.source.read(&mut self.buffer).map_err(io_error)?;
                self.at = 0;
                if self.filled == 0 && !self.is_last_fed {
                    // A line break of our own ends every row but one whose cell is still open.
                    (self.buffer[0], self.filled, self.is_last_fed) = (b'\n', 1, true);
                } else if self.filled == 0 {
                    self.is_end = true;
                    if written > 0 || fields > 0 {
                        return Ok(Parsed::Unclosed);
                    }
                }
            }
            let (result, taken, put, ended) = self.parser.read_record(
                &self.buffer[self.at..self.filled],
                &mut self.output[written..],
                &mut self.ends[fields..],
            );
            self.keep(taken);
            self.at += taken;
            written += put;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty if self.raw_len as usize > self.patience => {
                    if self.raw.contains(&b'\n') {
                        return Ok(Parsed::Unclosed);
                    }
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.output.len() < MAX_ROW_BYTES => {
                    self.output.resize(self.output.len() * 2, 0);
                }
                ReadRecordResult::OutputFull => {
                    // Keep the beginning, write the rest over the last half again and again.
                    is_cut = true;
                    written = MAX_ROW_BYTES / 2;
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() <= MAX_COLUMNS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    return Err(ImportError::TooManyColumns { limit: MAX_COLUMNS }.into());
                }
                ReadRecordResult::Record => return Ok(Parsed::Row(self.row(fields, is_cut))),
                ReadRecordResult::End => return Ok(Parsed::End),
            }
        }
    }

    /// Keeps the text of a row, without the line breaks before it.
    fn keep(&mut self, taken: usize) {
        let mut text = &self.buffer[self.at..self.at + taken];
        if self.raw.is_empty() {
            let breaks = text.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            for b in &text[..breaks] {
                // The line feed of a pair was counted with its carriage return.
                self.line += i64::from(*b == b'\r' || self.last != b'\r');
                self.last = *b;
            }
            text = &text[breaks..];
            self.before += breaks as u64;
        }
        self.last = text.last().copied().unwrap_or(self.last);
        let room = MAX_ROW_BYTES.saturating_sub(self.raw.len()).min(text.len());
        self.raw.extend_from_slice(&text[..room]);
        self.raw_len += text.len() as u64;
    }

    /// The first line of what was read, as a row that is marked; reading goes on behind it.
    fn first_line(&mut self) -> Result<Row> {
        let is_whole = self.raw.len() as u64 == self.raw_len;
        let found = self.raw.iter().position(|b| matches!(b, b'\n' | b'\r'));
        let end = found.unwrap_or(self.raw.len());
        if is_whole {
            let mut rest = self.raw[end..].to_vec();
            rest.extend_from_slice(&self.buffer[self.at..self.filled]);
            (self.at, self.filled, self.buffer) = (0, rest.len(), rest);
            self.raw_len = end as u64;
        } else {
            self.raw_len = self.read_from(self.before + end as u64, found.is_none())? - self.before;
        }
        self.is_end = false;
        // Its line break is still to be read, and counted.
        self.last = 0;
        self.patience = WARY;
        self.parser = parser(self.delimiter);
        let cells = cells_of(&self.raw[..end], self.delimiter);
        let is_cut = found.is_none() && !is_whole;
        Ok(Row { cells, line: self.line, is_cut, is_open: true })
    }

    /// Reads on from a place in the text, or from the next line break behind it; gives the place.
    fn read_from(&mut self, place: u64, at_line: bool) -> Result<u64> {
        self.source = decoded(&self.path, self.encoding, self.read.clone())?;
        self.read.store(0, Ordering::Relaxed);
        (self.at, self.filled, self.is_last_fed) = (0, 0, false);
        self.buffer.resize(BUFFER, 0);
        let skipped = io::copy(&mut self.source.by_ref().take(place), &mut io::sink());
        let mut place = skipped.map_err(io_error)?;
        while at_line && self.at == self.filled {
            self.filled = self.source.read(&mut self.buffer).map_err(io_error)?;
            let text = &self.buffer[..self.filled];
            let found = text.iter().position(|b| matches!(b, b'\n' | b'\r'));
            self.at = found.unwrap_or(self.filled);
            place += self.at as u64;
            if self.filled == 0 {
                break;
            }
        }
        Ok(place)
    }

    fn row(&self, fields: usize, is_cut: bool) -> Row {
        let mut cells = Vec::with_capacity(fields);
        let mut from = 0;
        for end in &self.ends[..fields] {
            // Ends of a cut row may lie behind what was kept.
            let end = (*end).min(self.output.len()).max(from);
            let end = if is_cut { end.min(MAX_ROW_BYTES / 2).max(from) } else { end };
            cells.push(String::from_utf8_lossy(&self.output[from..end]).into_owned());
            from = end;
        }
        if is_cut {
            // Enough to be recognised; the whole of it is in the file.
            for cell in &mut cells {
                if cell.len() > 2_000 {
                    *cell = cell.chars().take(1_000).collect();
                }
            }
        }
        Row { cells, line: self.line, is_cut, is_open: false }
    }
}

impl Rows for Delimited {
    fn next_row(&mut self) -> Result<Option<Row>> {
        loop {
            let found = self.record()?;
            // Spreadsheets save a row that was cleared as its separators alone.
            let is_blank = |row: &Row| row.cells.iter().all(|cell| cell.trim().is_empty());
            if !found.as_ref().is_some_and(|row| !row.is_cut && !row.is_open && is_blank(row)) {
                return Ok(found);
            }
        }
    }
    fn progress(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

fn encoding_of(scan: &Scan) -> &'static Encoding {
    let head = &scan.head;
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    // UTF-16 without a mark: every other byte of plain text is zero.
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let half = (head.len() / 2).max(1);
    if zeros(1) * 10 > half * 4 && zeros(0) * 10 < half {
        return UTF_16LE;
    }
    if zeros(0) * 10 > half * 4 && zeros(1) * 10 < half {
        return UTF_16BE;
    }
    if scan.letters.are_utf8() { UTF_8 } else { WINDOWS_1252 }
}

/// Whether behind every closing mark the cell ends, as it does where the marks are in pairs.
fn is_well_quoted(raw: &[u8], delimiter: u8) -> bool {
    #[derive(Clone, Copy)]
    enum At {
        Start,
        Plain,
        Quoted,
        Mark,
        Behind,
    }
    let mut at = At::Start;
    for b in raw {
        let ends = *b == delimiter || matches!(b, b'\n' | b'\r');
        at = match at {
            At::Start if *b == b'"' => At::Quoted,
            At::Mark if *b == b'"' => At::Quoted,
            At::Quoted if *b == b'"' => At::Mark,
            At::Quoted => At::Quoted,
            _ if ends => At::Start,
            At::Start | At::Plain => At::Plain,
            At::Mark | At::Behind if matches!(b, b' ' | b'\t') => At::Behind,
            At::Mark | At::Behind => return false,
        };
    }
    true
}

/// The cells of one line, a mark that is not closed passed over.
fn cells_of(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = parser(delimiter);
    let (mut output, mut ends) = (vec![0u8; line.len() + 1], vec![0usize; MAX_COLUMNS]);
    let (mut input, mut written, mut fields) = (line, 0, 0);
    loop {
        let (result, taken, put, ended) =
            reader.read_record(input, &mut output[written..], &mut ends[fields..]);
        (input, written, fields) = (&input[taken..], written + put, fields + ended);
        if !matches!(result, ReadRecordResult::InputEmpty) {
            break;
        }
    }
    let mut from = 0;
    let cell = |end: &usize| {
        let text = String::from_utf8_lossy(&output[from..*end]).into_owned();
        from = *end;
        text
    };
    ends[..fields].iter().map(cell).collect()
}

/// Whether a file may be text at all: few control characters, none of a page's or a picture's
/// beginnings. What is not UTF-8 passes as Windows-1252 only when it has next to none.
pub(super) fn is_text(scan: &Scan) -> bool {
    let (head, _, _) = encoding_of(scan).decode(&scan.head);
    let odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}');
    let (all, odd) = (head.chars().count(), head.chars().filter(odd).count());
    let most = if encoding_of(scan) == WINDOWS_1252 { all / 50 } else { all * 3 / 10 };
    odd <= most && !scan.head.starts_with(b"%PDF-") && !scan.head.starts_with(b"{\\rtf")
}

/// What a spreadsheet wrote into a first line of its own: `sep=;`.
fn said_delimiter(head: &str) -> Option<u8> {
    let line = head.trim_start_matches('\u{feff}').lines().next()?;
    match line.strip_prefix("sep=")?.as_bytes() {
        [c] => Some(*c),
        _ => None,
    }
}

/// The character that splits the first lines into the most columns, the same number in each.
fn delimiter_of(head: &str) -> u8 {
    let mut best = (0usize, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut reader = parser(delimiter);
        let mut input = head.as_bytes();
        let (mut output, mut ends) = (vec![0u8; BUFFER], vec![0usize; MAX_COLUMNS]);
        let mut counts = Vec::new();
        while counts.len() < 20 {
            let (result, taken, _, fields) = reader.read_record(input, &mut output, &mut ends);
            input = &input[taken..];
            match result {
                ReadRecordResult::Record => counts.push(fields),
                _ => break,
            }
        }
        let first = counts.first().copied().unwrap_or(0);
        let same = counts.iter().filter(|c| **c == first).count();
        let score = if first > 1 { same * 1_000 / counts.len().max(1) + first.min(100) } else { 0 };
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}
