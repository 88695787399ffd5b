//! What a replica forgets: commands that got their outcome long ago.
//!
//! Invariant: the newest one stays, by which the authority knows that nobody else uses this
//! identity.
//! Invariant: what is forgotten was handed in before all that is kept, so what is kept has no gap.
//! An authority that forgot more than is kept here is answered as in a fork (`replica.rs`).
//!
//! Days are counted, not measured, as in [`crate::prune`]: a day without a complete pull counts as
//! none, and a clock that is years ahead for a moment forgets nothing.

use crate::replica::{fact, set_fact};
use netra_kernel::Result;
use rusqlite::{Connection, TransactionBehavior};

/// For how many days acknowledged commands are kept.
pub const KEEP_DAYS: i64 = 30;

/// The day on which this was done last, and how many such days there have been.
const DAY: &str = "sync.forget_day";
const DAYS: &str = "sync.forget_days";

/// Notes what there is on this day, and forgets what was there `keep` days ago; gives how many
/// commands that were. Does nothing where it was done on this day already.
/// # Errors
/// Storage errors.
pub fn forget(conn: &mut Connection, day: &str, keep: i64) -> Result<usize> {
    if fact(conn, DAY)?.as_deref() == Some(day) {
        return Ok(0);
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let days: i64 = fact(&tx, DAYS)?.and_then(|n| n.parse().ok()).unwrap_or(0) + 1;
    set_fact(&tx, DAY, Some(day))?;
    set_fact(&tx, DAYS, Some(&days.to_string()))?;
    tx.execute("UPDATE acknowledged SET noted_on = ?1 WHERE noted_on IS NULL", [days])?;
    let forgotten = tx.execute(
        "DELETE FROM acknowledged
         WHERE device_seq <= (SELECT max(device_seq) FROM acknowledged WHERE noted_on <= ?1)
           AND device_seq < (SELECT max(device_seq) FROM acknowledged)",
        [days - keep.max(1)],
    )?;
    tx.commit()?;
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replica::{self, Pushed};
    use crate::wire::{PushReply, Stop};
    use netra_core::{catalogue::catalogue, schema};
    use netra_kernel::rebase::ACKED;
    use netra_kernel::{Engine, Envelope, Id, Timestamp};
    use rusqlite::params;
    use serde_json::json;

    fn copy() -> Connection {
        let conn = schema::made(schema::newest()).unwrap();
        replica::begin(&conn, Id::named("test", "device")).unwrap();
        conn
    }

    fn acknowledge(conn: &Connection, seq: i64) {
        let envelope = Envelope {
            id: Id::named("command", &seq.to_string()),
            name: "lead.create".into(),
            version: 1,
            actor: Id::named("test", "person"),
            device: Id::named("test", "device"),
            device_seq: Some(seq),
            at: Timestamp(0),
            args: json!({}),
        };
        let text = serde_json::to_string(&envelope).unwrap();
        let sql = "INSERT INTO acknowledged (device_seq, command, envelope, outcome)
                   VALUES (?1, ?2, ?3, '{\"status\":\"applied\",\"result\":null}')";
        conn.execute(sql, params![seq, envelope.id, text]).unwrap();
        set_fact(conn, ACKED, Some(&seq.to_string())).unwrap();
    }

    fn left(conn: &Connection) -> Vec<i64> {
        let mut stmt = conn.prepare("SELECT device_seq FROM acknowledged ORDER BY 1").unwrap();
        stmt.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    fn days(conn: &mut Connection, range: std::ops::Range<i64>) -> usize {
        range.map(|day| forget(conn, &day.to_string(), KEEP_DAYS).unwrap()).sum()
    }

    #[test]
    fn what_was_there_for_thirty_days_goes_and_never_the_newest() {
        let mut conn = copy();
        (1..=3).for_each(|seq| acknowledge(&conn, seq));
        assert_eq!(days(&mut conn, 0..1), 0);
        acknowledge(&conn, 4);
        assert_eq!(forget(&mut conn, "0", KEEP_DAYS).unwrap(), 0, "once a day");
        assert_eq!(days(&mut conn, 1..KEEP_DAYS), 0);
        assert_eq!((days(&mut conn, KEEP_DAYS..KEEP_DAYS + 1), left(&conn)), (3, vec![4]));
        assert_eq!((days(&mut conn, 31..200), left(&conn)), (0, vec![4]), "the newest stays");
        acknowledge(&conn, 5);
        assert_eq!((days(&mut conn, 200..201), left(&conn)), (1, vec![5]));
    }

    #[test]
    fn a_clock_that_jumps_forgets_nothing() {
        let mut conn = copy();
        (1..=3).for_each(|seq| acknowledge(&conn, seq));
        for day in ["20000", "90000", "-5", "20001", "20000"] {
            assert_eq!(forget(&mut conn, day, KEEP_DAYS).unwrap(), 0, "{day}");
        }
        assert_eq!(left(&conn), [1, 2, 3]);
    }

    #[test]
    fn an_authority_that_forgot_more_than_is_kept_gets_it_as_from_another() {
        let engine = Engine::open(&copy(), catalogue()).unwrap();
        for (expected, is_kept) in [(4, true), (2, false)] {
            let mut conn = copy();
            (1..=3).for_each(|seq| acknowledge(&conn, seq));
            days(&mut conn, 0..1);
            (4..=5).for_each(|seq| acknowledge(&conn, seq));
            assert_eq!(days(&mut conn, 1..31), 3);
            let stop = Some(Stop::Gap { expected });
            let device = Id::named("test", "device");
            let reply = PushReply { device, told: Vec::new(), stop };
            let done = replica::pushed(&mut conn, &engine, &reply).unwrap();
            let next = replica::push(&conn).unwrap().unwrap();
            assert_eq!((done, next.wants_identity), (Pushed::Again, !is_kept), "{expected}");
            assert_eq!(next.commands.len(), if is_kept { 2 } else { 0 });
        }
    }
}
