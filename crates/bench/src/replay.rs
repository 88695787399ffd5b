//! The bare side of each comparison: the statements that the engine ran, noted while it ran them,
//! and run again by themselves, prepared once and with the same values.
//!
//! Invariant: what a trigger or the full-text index runs by itself is not noted: it happens again
//! by itself.

use netra_kernel::{Error, Result};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::types::Value;
use std::sync::{Arc, Mutex, PoisonError};

/// One statement with its values.
#[derive(Clone, Debug)]
pub struct Noted {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Noted {
    /// Whether it is the engine's own: the journal, and reading who acts and may do what.
    pub fn is_of_engine(&self) -> bool {
        const READ: &[&str] = &["role_permissions", "person_roles", "settings", "FROM people"];
        let is_read = self.sql.trim_start().starts_with("SELECT");
        self.sql.contains("journal") || is_read && READ.iter().any(|t| self.sql.contains(t))
    }
}

type Log = Arc<Mutex<Vec<(String, String)>>>;

/// Runs something and notes the statements that it ran on this connection.
pub fn noted<T>(
    conn: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<(T, Vec<Noted>)> {
    let log: Log = Arc::default();
    let hear = log.clone();
    let listen = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(statement, text) = event
            && !text.starts_with("--")
            && let Some(expanded) = statement.expanded_sql()
        {
            let sql = statement.sql().into_owned();
            hear.lock().unwrap_or_else(PoisonError::into_inner).push((sql, expanded));
        }
    };
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen))?;
    let result = work(conn);
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, None::<fn(TraceEvent<'_>)>)?;
    let result = result?;
    let heard = std::mem::take(&mut *log.lock().unwrap_or_else(PoisonError::into_inner));
    let mut all = Vec::new();
    for (sql, expanded) in heard {
        let first = sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let is_boundary = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"]
            .contains(&first.as_str());
        if is_boundary || sql.contains("'main'.'") {
            continue;
        }
        let values = values(&sql, &expanded)
            .ok_or_else(|| Error::internal(format!("cannot read the values of {sql}")))?;
        all.push(Noted { sql, values });
    }
    Ok((result, all))
}

/// Runs noted statements, reading every column of every row; gives how many rows there were.
pub fn replay(conn: &Connection, statements: &[Noted]) -> Result<u64> {
    let mut n = 0;
    for s in statements {
        let mut stmt = conn.prepare_cached(&s.sql)?;
        let columns = stmt.column_count();
        let mut rows = stmt.query(rusqlite::params_from_iter(&s.values))?;
        while let Some(row) = rows.next()? {
            for i in 0..columns {
                std::hint::black_box(row.get_ref(i)?);
            }
            n += 1;
        }
    }
    Ok(n)
}

/// The values that stand in the expanded text where the statement has its parameters.
fn values(sql: &str, expanded: &str) -> Option<Vec<Value>> {
    let (s, e) = (sql.as_bytes(), expanded.as_bytes());
    let (mut i, mut j, mut next) = (0, 0, 1usize);
    let mut found: Vec<Value> = Vec::new();
    while i < s.len() {
        match s[i] {
            b'\'' => {
                // A text of the statement itself, the same on both sides.
                let end = i + 1 + s[i + 1..].iter().position(|c| *c == b'\'')?;
                (i, j) = (end + 1, j + end + 1 - i);
            }
            b'?' => {
                let digits = s[i + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
                let number = sql.get(i + 1..i + 1 + digits)?.parse().unwrap_or(next);
                next = number + 1;
                let (value, length) = literal(&e[j..])?;
                if found.len() < number {
                    found.resize(number, Value::Null);
                }
                found[number - 1] = value;
                (i, j) = (i + 1 + digits, j + length);
            }
            c => {
                if e.get(j) != Some(&c) {
                    return None;
                }
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    Some(found)
}

/// A literal at the beginning of the text: its value and its length.
fn literal(text: &[u8]) -> Option<(Value, usize)> {
    match text.first()? {
        b'N' => Some((Value::Null, 4)),
        b'x' => {
            let end = 2 + text[2..].iter().position(|c| *c == b'\'')?;
            Some((Value::Blob(hex::decode(&text[2..end]).ok()?), end + 1))
        }
        b'\'' => {
            let mut out = Vec::new();
            let mut i = 1;
            loop {
                match (text.get(i)?, text.get(i + 1)) {
                    (b'\'', Some(b'\'')) => {
                        out.push(b'\'');
                        i += 2;
                    }
                    (b'\'', _) => return Some((Value::Text(String::from_utf8(out).ok()?), i + 1)),
                    (c, _) => {
                        out.push(*c);
                        i += 1;
                    }
                }
            }
        }
        _ => {
            let is_number = |c: &&u8| c.is_ascii_digit() || b"+-.e".contains(c);
            let length = text.iter().take_while(is_number).count();
            let number = std::str::from_utf8(&text[..length]).ok()?;
            match number.parse::<i64>() {
                Ok(n) => Some((Value::Integer(n), length)),
                Err(_) => Some((Value::Real(number.parse().ok()?), length)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_noted_with_their_values() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE t (a, b, c, d)").unwrap();
        let ((), all) = noted(&mut conn, |c| {
            c.execute(
                "INSERT INTO t (a, b, c, d) VALUES (?2, ?1, ?3, 'what? it''s')",
                rusqlite::params![-5, "O'Hara's ?1", vec![1u8, 255]],
            )?;
            let sql = "SELECT * FROM t WHERE a = ? AND c IS NOT ?";
            c.query_row(sql, rusqlite::params!["O'Hara's ?1", None::<i64>], |_| Ok(()))?;
            Ok(())
        })
        .unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(
            all[0].values,
            [Value::Integer(-5), Value::Text("O'Hara's ?1".into()), Value::Blob(vec![1, 255])]
        );
        assert_eq!(all[1].values[1], Value::Null);
        assert_eq!(replay(&conn, &all).unwrap(), 2, "the row once more, then both are found");
    }
}
