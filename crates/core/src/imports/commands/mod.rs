//! One file per verb.

mod import_cancel;
mod import_finish;
mod import_fix_row;
mod import_rows;
mod import_start;
mod import_undo;

pub use import_cancel::ImportCancel;
pub use import_finish::{Finished, ImportFinish};
pub use import_fix_row::{ImportFixRow, RowFixed};
pub use import_rows::{Flaws, ImportRows, RowsTaken, examine};
pub use import_start::{ImportStart, Started};
pub(in crate::imports) use import_undo::WHY_KEPT;
pub use import_undo::{ImportUndo, Kept, Undone};
