//! Records every change to a synced table while a command runs, through SQLite's preupdate hook.
//! The one place where `unsafe` is allowed: the hook has no safe binding without bindgen.
//!
//! Invariant: the hook is installed only while a [`Recorder`] lives, and the recorder outlives it;
//! the callback never panics across the C boundary and never touches the connection otherwise.
//! Invariant: `before` is the row as it was when the command began (None: it did not exist),
//! `after` as it is now (None: it is gone).
#![allow(unsafe_code)]

use crate::error::{Error, Result};
use crate::ids::Id;
use crate::table::Tables;
use libsqlite3_sys as ffi;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};

type Hook = unsafe extern "C" fn(
    *mut c_void,
    *mut ffi::sqlite3,
    c_int,
    *const c_char,
    *const c_char,
    i64,
    i64,
);

unsafe extern "C" {
    fn sqlite3_preupdate_hook(
        db: *mut ffi::sqlite3,
        hook: Option<Hook>,
        context: *mut c_void,
    ) -> *mut c_void;
    fn sqlite3_preupdate_old(
        db: *mut ffi::sqlite3,
        column: c_int,
        value: *mut *mut ffi::sqlite3_value,
    ) -> c_int;
    fn sqlite3_preupdate_new(
        db: *mut ffi::sqlite3,
        column: c_int,
        value: *mut *mut ffi::sqlite3_value,
    ) -> c_int;
}

/// A row that the command touched.
#[derive(Debug)]
pub struct Touched {
    /// Index of the table in [`Tables`].
    pub table: usize,
    pub id: Id,
    pub before: Option<Vec<Value>>,
    pub after: Option<Vec<Value>>,
}

struct State {
    tables: *const Tables,
    rows: Vec<Touched>,
    index: HashMap<(usize, Id), usize>,
    fault: Option<&'static str>,
}

/// Listens on a connection until dropped.
pub struct Recorder<'a> {
    conn: &'a Connection,
    state: Box<State>,
    _tables: &'a Tables,
}

impl<'a> Recorder<'a> {
    pub fn start(conn: &'a Connection, tables: &'a Tables) -> Recorder<'a> {
        let mut state =
            Box::new(State { tables, rows: Vec::new(), index: HashMap::new(), fault: None });
        // SAFETY: the box does not move while the hook is installed, and Drop removes the hook
        // before the box goes away. The handle is valid for as long as `conn` is borrowed.
        unsafe {
            sqlite3_preupdate_hook(
                conn.handle(),
                Some(on_change),
                (&raw mut *state).cast::<c_void>(),
            );
        }
        Recorder { conn, state, _tables: tables }
    }

    /// The touched rows, in the order of first touch; rows that came and went are left out.
    /// # Errors
    /// `internal` when the hook saw something it must not see (a row without a 16-byte id).
    pub fn finish(mut self) -> Result<Vec<Touched>> {
        if let Some(fault) = self.state.fault {
            return Err(Error::internal(fault));
        }
        let mut rows = std::mem::take(&mut self.state.rows);
        rows.retain(|r| r.before != r.after);
        Ok(rows)
    }
}

impl Drop for Recorder<'_> {
    fn drop(&mut self) {
        // SAFETY: the connection is still borrowed, so its handle is valid.
        unsafe {
            sqlite3_preupdate_hook(self.conn.handle(), None, std::ptr::null_mut());
        }
    }
}

unsafe extern "C" fn on_change(
    context: *mut c_void,
    db: *mut ffi::sqlite3,
    op: c_int,
    _schema: *const c_char,
    table: *const c_char,
    _old_rowid: i64,
    _new_rowid: i64,
) {
    // SAFETY: `context` is the box of a living Recorder (see `start`), `table` is a C string that
    // SQLite owns for the length of this call.
    let (state, name) = unsafe { (&mut *context.cast::<State>(), CStr::from_ptr(table)) };
    // SAFETY: the tables are borrowed for the recorder's whole life.
    let tables = unsafe { &*state.tables };
    let Some(&table) = tables.by_name.get(name.to_bytes()) else { return };
    let columns = &tables.list[table].columns;
    let read = |new: bool| -> Option<Vec<Value>> {
        columns
            .iter()
            .map(|(position, _)| {
                let mut value = std::ptr::null_mut();
                // SAFETY: we are inside the preupdate callback of `db`; the position is a column
                // of this table; the value is copied before we return.
                unsafe {
                    let rc = if new {
                        sqlite3_preupdate_new(db, *position, &raw mut value)
                    } else {
                        sqlite3_preupdate_old(db, *position, &raw mut value)
                    };
                    if rc == ffi::SQLITE_OK && !value.is_null() { copy(value) } else { None }
                }
            })
            .collect()
    };
    let old = if op == ffi::SQLITE_INSERT { None } else { read(false) };
    let new = if op == ffi::SQLITE_DELETE { None } else { read(true) };
    let id = match (old.as_ref().or(new.as_ref())).and_then(|row| row.first()) {
        Some(Value::Blob(b)) => b.as_slice().try_into().ok().map(Id),
        _ => None,
    };
    let same_id = match (&old, &new) {
        (Some(o), Some(n)) => o.first() == n.first(),
        _ => true,
    };
    let (Some(id), true) = (id, same_id) else {
        state.fault = Some("a synced row without a fixed 16-byte id was touched");
        return;
    };
    match state.index.get(&(table, id)) {
        Some(&at) => state.rows[at].after = new,
        None => {
            state.index.insert((table, id), state.rows.len());
            state.rows.push(Touched { table, id, before: old, after: new });
        }
    }
}

/// # Safety
/// `value` is a valid protected value for the length of the call.
unsafe fn copy(value: *mut ffi::sqlite3_value) -> Option<Value> {
    // SAFETY: the caller's promise; text and blob are read with their own lengths.
    unsafe {
        Some(match ffi::sqlite3_value_type(value) {
            ffi::SQLITE_NULL => Value::Null,
            ffi::SQLITE_INTEGER => Value::Integer(ffi::sqlite3_value_int64(value)),
            ffi::SQLITE_FLOAT => Value::Real(ffi::sqlite3_value_double(value)),
            ffi::SQLITE_TEXT => {
                let text = ffi::sqlite3_value_text(value);
                let bytes = bytes_of(text.cast(), ffi::sqlite3_value_bytes(value));
                Value::Text(String::from_utf8_lossy(bytes).into_owned())
            }
            ffi::SQLITE_BLOB => {
                let blob = ffi::sqlite3_value_blob(value);
                Value::Blob(bytes_of(blob.cast(), ffi::sqlite3_value_bytes(value)).to_vec())
            }
            _ => return None,
        })
    }
}

/// # Safety
/// `start` points to `length` readable bytes, or is null.
unsafe fn bytes_of<'a>(start: *const u8, length: c_int) -> &'a [u8] {
    match (start.is_null(), usize::try_from(length)) {
        // SAFETY: the caller's promise.
        (false, Ok(n)) if n > 0 => unsafe { std::slice::from_raw_parts(start, n) },
        _ => &[],
    }
}
