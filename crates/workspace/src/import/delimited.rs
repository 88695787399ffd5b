//! CSV and its kin: any of `, ; tab |`, UTF-8, UTF-16 or Windows-1252, quoted newlines.

use super::{MAX_COLUMNS, MAX_ROW_BYTES, ReadError, Row, Rows, Scan};
use crate::files::io_error;
use csv_core::{ReadRecordResult, Reader};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use netra_kernel::Result;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const BUFFER: usize = 64 * 1024;

/// Counts the bytes that go through.
struct Counted(File, Arc<AtomicU64>);

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

pub struct Delimited {
    source: DecodeReaderBytes<Counted, Vec<u8>>,
    read: Arc<AtomicU64>,
    parser: Reader,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    is_end: bool,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl Delimited {
    pub fn open(path: &Path, scan: &Scan) -> Result<Delimited> {
        let encoding = encoding_of(scan);
        let read = Arc::<AtomicU64>::default();
        let file = Counted(File::open(path).map_err(io_error)?, read.clone());
        let source = DecodeReaderBytesBuilder::new()
            .encoding(Some(encoding))
            .bom_override(true)
            .strip_bom(true)
            .build(file);
        let (head, _, _) = encoding.decode(&scan.head);
        let said = said_delimiter(&head);
        let delimiter = said.unwrap_or_else(|| delimiter_of(&head));
        let parser = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        let mut file = Delimited {
            source,
            read,
            parser,
            buffer: vec![0; BUFFER],
            at: 0,
            filled: 0,
            is_end: false,
            output: vec![0; BUFFER],
            ends: vec![0; 256],
        };
        if said.is_some() {
            file.record()?;
        }
        Ok(file)
    }

    /// One record, however long: what does not fit is passed over and the row marked.
    fn record(&mut self) -> Result<Option<Row>> {
        let (mut written, mut fields) = (0, 0);
        let mut is_cut = false;
        loop {
            if self.at == self.filled && !self.is_end {
                self.filled = self.source.read(&mut self.buffer).map_err(io_error)?;
                self.at = 0;
                self.is_end = self.filled == 0;
            }
            let (result, taken, put, ended) = self.parser.read_record(
                &self.buffer[self.at..self.filled],
                &mut self.output[written..],
                &mut self.ends[fields..],
            );
            self.at += taken;
            written += put;
            fields += ended;
            match result {
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
                    return Err(ReadError::TooManyColumns { limit: MAX_COLUMNS }.into());
                }
                ReadRecordResult::Record => return Ok(Some(self.row(fields, is_cut))),
                ReadRecordResult::End => return Ok(None),
            }
        }
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
        Row { cells, is_cut }
    }
}

impl Rows for Delimited {
    fn next_row(&mut self) -> Result<Option<Row>> {
        self.record()
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
    if scan.is_utf8 { UTF_8 } else { WINDOWS_1252 }
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
        let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
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
