//! Rows of a file on their way into one command.

use super::Row;
use super::job::Desk;
use netra_core::imports::MAX_ROWS;
use netra_kernel::{Id, Result};
use serde_json::{Value, json};

/// Bytes of JSON that one batch may have, well under what a bulk command takes.
const MAX_BATCH_BYTES: usize = 2 << 20;

/// Rows on their way into one command.
pub(super) struct Batch {
    import: Id,
    first: i64,
    rows: Vec<Vec<String>>,
    lines: Vec<i64>,
    cut: Vec<i64>,
    open: Vec<i64>,
    bytes: usize,
}

impl Batch {
    pub fn new(import: Id, first: i64) -> Batch {
        Batch {
            import,
            first,
            rows: Vec::with_capacity(MAX_ROWS),
            lines: Vec::with_capacity(MAX_ROWS),
            cut: Vec::new(),
            open: Vec::new(),
            bytes: 0,
        }
    }

    pub fn is_full(&self, next: &Row) -> bool {
        !self.rows.is_empty()
            && (self.rows.len() >= MAX_ROWS || self.bytes + next.cost() > MAX_BATCH_BYTES)
    }

    pub fn add(&mut self, number: i64, row: Row) {
        if self.rows.is_empty() {
            self.first = number;
        }
        self.bytes += row.cost();
        if row.is_cut {
            self.cut.push(number);
        }
        if row.is_open {
            self.open.push(number);
        }
        self.lines.push(row.line);
        self.rows.push(row.cells);
    }

    /// Rows of the file before the first of this batch: they are in.
    pub fn before(&self) -> i64 {
        self.first - 1
    }

    pub fn give(&mut self, desk: &dyn Desk) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(MAX_ROWS));
        let cells = rows
            .into_iter()
            .map(|r| Value::Array(r.into_iter().map(Value::String).collect()))
            .collect();
        let mut args = json!({"import": self.import, "first_row": self.first});
        args["rows"] = Value::Array(cells);
        args["lines"] = json!(std::mem::take(&mut self.lines));
        if !self.cut.is_empty() {
            args["cut_rows"] = json!(std::mem::take(&mut self.cut));
        }
        if !self.open.is_empty() {
            args["open_rows"] = json!(std::mem::take(&mut self.open));
        }
        self.bytes = 0;
        desk.run("import.rows", args).map(|_| ())
    }
}
