//! Files of leads: columns matched to fields, rows checked, duplicates dealt with by policy, and
//! the whole taken back if need be. Reading the file itself is the shell's work.
//!
//! Invariant: a row of the file is counted once, as new, duplicate or invalid; every row that is
//! not new is kept as it was in the file, with its reasons.
//! Invariant: `imports.next_row` moves in the transaction that takes the rows in, so an import that
//! was cut off goes on where it stopped and does no row twice.
//!
//! A valid row is a duplicate when its E.164 number is there already, in the workspace or in a
//! valid row above it; when it has no number, its lower-cased e-mail counts likewise.
//!
//! Look next at `mapping.rs` (columns → fields), `dates.rs` (days), `commands/import_rows.rs` (a batch of rows).

mod acts;
pub mod commands;
pub mod dates;
pub mod mapping;
pub mod queries;
pub mod store;
#[cfg(test)]
mod tests;

use crate::permissions;
use netra_kernel::{Id, Reader, Result, errors, typed_id};

typed_id!(ImportId);

/// Columns of one file.
pub const MAX_COLUMNS: usize = 16_384;
/// Rows that one command may carry.
pub const MAX_ROWS: usize = 2_000;

errors! {
    pub enum ImportError {
        NotFound "import.not_found" Missing { import: String },
        Conflict "import.not_running" NotRunning { state: String },
        Conflict "import.gap" Gap { expected: i64, found: i64 },
        Invalid "import.too_many_rows" TooManyRows { limit: usize },
        Invalid "import.too_many_columns" TooManyColumns { limit: usize },
        Invalid "import.no_name" NoName { columns: String },
        Invalid "import.no_contact" NoContact { columns: String },
        Invalid "import.field_unknown" FieldUnknown { field: String, known: String },
        Invalid "import.column_unknown" ColumnUnknown { column: String, columns: String },
        Invalid "import.column_twice" ColumnTwice { column: String },
        Invalid "import.column_out_of_range" ColumnOutOfRange { column: usize, columns: usize },
        Conflict "import.begun_otherwise" BegunOtherwise { file: String, rows: i64 },
        NotFound "import.row_not_found" RowMissing { row: i64 },
        Conflict "import.row_fixed" RowFixed { line: i64 },
        Conflict "import.undone" Undone,
    }
}

/// Fixed texts that views show.
pub const LABELS: &[&str] = &["import.duplicate"];

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &[
    "row.too_long",
    "row.quote_open",
    "row.too_many_cells",
    "date.unreadable",
    "date.impossible",
    "date.other_order",
    "sha256.not_valid",
];

/// Whether an import may be seen; None when the id is none.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let known = reader.exists("SELECT 1 FROM imports WHERE id = ?1", [id])?;
    Ok(known.then(|| reader.actor.may(permissions::LEAD_IMPORT)))
}
