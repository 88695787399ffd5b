//! What an authority forgets: outcomes that their devices have long had, and lines of rows that left
//! a scope long ago.
//!
//! Invariant: no command gets a second outcome by it: only outcomes of applied commands go, which the
//! journal remembers, and never the newest of a device.
//! Invariant: a device that missed a line that is forgotten is told to start over.
//! Invariant: a version is given once: the newest line stays.
//!
//! Days are counted, not measured: what was there on one day is forgotten so many days later, and a
//! day on which nobody looked counts as none. A clock that jumps forgets nothing.

use crate::replica::{fact, set_fact};
use netra_kernel::{Error, Result, journal, versions};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::Serialize;

/// For how many days outcomes and gone lines are kept.
pub const KEEP_DAYS: i64 = 90;

/// The place in the journal up to which gone lines are forgotten.
const FORGOTTEN: &str = "serves.forgotten";

/// What was forgotten.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Pruned {
    pub outcomes: usize,
    pub gone: usize,
}

/// Notes what there is on this day, and forgets what was there `keep` days ago. Does nothing where
/// nobody is served, or when it was done on this day already.
/// # Errors
/// Storage errors.
pub fn prune(conn: &mut Connection, day: &str, keep: i64) -> Result<Option<Pruned>> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let last: Option<(i64, String)> = tx
        .query_row("SELECT n, day FROM prune_days ORDER BY n DESC LIMIT 1", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .optional()?;
    if versions::log(&tx)?.is_none() || last.as_ref().is_some_and(|(_, last)| last == day) {
        return Ok(None);
    }
    let n = last.map_or(1, |(n, _)| n + 1);
    let ((seq, _), version) = (journal::head(&tx)?, versions::newest(&tx)?);
    tx.execute("INSERT INTO prune_days VALUES (?1, ?2, ?3, ?4)", params![n, day, seq, version])?;
    tx.execute("UPDATE outcomes SET noted_on = ?1 WHERE noted_on IS NULL", [n])?;
    let mut pruned = Pruned::default();
    let until = n.checked_sub(keep.max(1)).ok_or_else(|| Error::internal("too many days"))?;
    let old: Option<(i64, i64)> = tx
        .query_row(
            "SELECT seq, version FROM prune_days WHERE n <= ?1 ORDER BY n DESC LIMIT 1",
            [until],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?;
    if let Some((seq, version)) = old {
        // Of rows that other rules moved no entry of the journal tells: they wait for a later one.
        let version = match versions::rescoped(&tx)? {
            Some((at, before)) if seq <= at => version.min(before),
            _ => version,
        };
        pruned.outcomes = tx.execute(
            "DELETE FROM outcomes AS o WHERE noted_on <= ?1
               AND json_extract(outcome, '$.status') = 'applied'
               AND device_seq < (SELECT max(n.device_seq) FROM outcomes n WHERE n.device = o.device)
               AND EXISTS (SELECT 1 FROM journal j WHERE j.command = o.command)",
            [until],
        )?;
        let newest = versions::newest(&tx)?;
        pruned.gone = tx.execute(
            "DELETE FROM row_versions WHERE is_gone = 1 AND version <= ?1 AND version < ?2",
            [version, newest],
        )?;
        if pruned.gone > 0 {
            set_fact(&tx, FORGOTTEN, Some(&seq.to_string()))?;
        }
        tx.execute("DELETE FROM prune_days WHERE n <= ?1", [until])?;
    }
    tx.commit()?;
    Ok(Some(pruned))
}

/// The place in the journal that a device must have reached to have missed nothing.
pub(crate) fn forgotten_to(conn: &Connection) -> Result<Option<i64>> {
    Ok(fact(conn, FORGOTTEN)?.and_then(|seq| seq.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_core::catalogue::catalogue;
    use netra_core::schema;
    use netra_kernel::{Engine, Id};

    fn authority() -> Connection {
        let conn = schema::made(schema::newest()).unwrap();
        let engine = Engine::open(&conn, catalogue()).unwrap();
        versions::begin(&conn, &engine, Id::named("test", "log")).unwrap();
        conn
    }

    fn line(conn: &Connection, version: i64, is_gone: bool) {
        let sql = "INSERT INTO row_versions (version, tbl, id, family, holder, is_gone)
                   VALUES (?1, 'leads', ?2, 'leads', x'', ?3)";
        conn.execute(sql, params![version, Id::named("lead", &version.to_string()), is_gone])
            .unwrap();
    }

    fn gone(conn: &mut Connection, day: &str) -> usize {
        prune(conn, day, 2).unwrap().unwrap().gone
    }

    fn left(conn: &Connection) -> Vec<i64> {
        let mut stmt = conn.prepare("SELECT version FROM row_versions ORDER BY 1").unwrap();
        stmt.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn the_newest_version_is_never_given_again() {
        let mut conn = authority();
        line(&conn, 1, false);
        line(&conn, 2, true);
        line(&conn, 3, true);
        assert_eq!([1, 2, 3, 4].map(|d| gone(&mut conn, &d.to_string())), [0, 0, 1, 0]);
        assert_eq!((left(&conn), versions::newest(&conn).unwrap()), (vec![1, 3], 3));
        line(&conn, 4, false);
        assert_eq!([5, 6].map(|d| gone(&mut conn, &d.to_string())), [1, 0]);
        assert_eq!(left(&conn), [1, 4]);
    }

    #[test]
    fn what_is_younger_stays_and_a_clock_that_jumps_is_one_day() {
        let mut conn = authority();
        line(&conn, 1, true);
        assert_eq!(gone(&mut conn, "2026-11-21"), 0);
        line(&conn, 2, true);
        line(&conn, 3, false);
        assert_eq!(prune(&mut conn, "2026-11-21", 2).unwrap(), None, "once a day");
        assert_eq!(gone(&mut conn, "2099-01-01"), 0, "the clock was wrong");
        assert_eq!(gone(&mut conn, "2026-11-22"), 1);
        assert_eq!(left(&conn), [2, 3]);
        let days: i64 =
            conn.query_row("SELECT count(*) FROM prune_days", [], |r| r.get(0)).unwrap();
        assert_eq!(days, 2);
    }

    #[test]
    fn what_only_the_rules_moved_waits_for_a_later_entry() {
        let mut conn = authority();
        let head = journal::head(&conn).unwrap().0;
        line(&conn, 1, true);
        set_fact(&conn, "serves.rescoped", Some(&format!("{head} 1"))).unwrap();
        line(&conn, 2, true);
        line(&conn, 3, false);
        assert_eq!(["1", "2", "3", "4"].map(|d| gone(&mut conn, d)), [0, 0, 1, 0]);
        assert_eq!(left(&conn), [2, 3], "a device at this head has not heard of the second");
        set_fact(&conn, "serves.rescoped", Some(&format!("{} 1", head - 1))).unwrap();
        assert_eq!(gone(&mut conn, "5"), 1);
        assert_eq!(left(&conn), [3]);
    }

    #[test]
    fn who_serves_nobody_forgets_nothing() {
        let mut conn = schema::made(schema::newest()).unwrap();
        assert_eq!(prune(&mut conn, "2026-11-21", 2).unwrap(), None);
        assert_eq!(forgotten_to(&conn).unwrap(), None);
    }

    #[test]
    fn outcomes_go_that_the_journal_remembers_and_not_the_newest() {
        let mut conn = authority();
        let applied = r#"{"status":"applied","result":1}"#;
        let rejected = r#"{"status":"rejected","refusal":{}}"#;
        let device = Id::named("test", "device");
        for (seq, outcome, is_kept) in
            [(1, applied, true), (2, rejected, false), (3, applied, false), (4, applied, true)]
        {
            let command = Id::named("command", &seq.to_string());
            let sql = "INSERT INTO outcomes (device, device_seq, command, hash, outcome)
                       VALUES (?1, ?2, ?3, x'00', ?4)";
            conn.execute(sql, params![device, seq, command, outcome]).unwrap();
            if is_kept {
                let sql =
                    "INSERT INTO journal VALUES (?1, ?2, '', 1, zeroblob(16), zeroblob(16), ?1,
                           0, '', '', '', '', NULL, zeroblob(32))";
                conn.execute(sql, params![seq, command]).unwrap();
            }
        }
        let pruned: Vec<usize> = ["1", "2", "3", "4"]
            .iter()
            .map(|day| prune(&mut conn, day, 2).unwrap().unwrap().outcomes)
            .collect();
        assert_eq!(pruned, [0, 0, 1, 0]);
        let mut stmt = conn.prepare("SELECT device_seq FROM outcomes ORDER BY 1").unwrap();
        let left: Vec<i64> =
            stmt.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        assert_eq!(
            left,
            [2, 3, 4],
            "not what was refused, nor what no journal knows, nor the newest"
        );
    }
}
