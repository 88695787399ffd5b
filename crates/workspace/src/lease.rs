//! How long a device may keep its copy open without contact with its server (the setting
//! `sync.offline_days`). Beyond that nothing is shown and nothing is taken until it has contact;
//! what waits to be handed in stays and is handed in then.
//!
//! Invariant: a copy that is its own authority has no lease.
//! Invariant: a lease that is over never stands between a copy and its server, nor between a person
//! and signing in: how the copy stands is read without asking for the lease, its records never are.
//! Invariant: time does not go back. The highest time seen is kept with the data, grows while the
//! program runs, and a clock that is far behind it opens nothing. Contact settles what time it is.

use crate::folder::Workspace;
use crate::remote::{LAST, RemoteError};
use netra_core::settings::OFFLINE_DAYS;
use netra_kernel::{Result, Timestamp};
use netra_sync::replica::{fact, identity, set_fact};
use rusqlite::{Connection, OptionalExtension};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The highest time seen, in ms since 1970.
pub(crate) const HIGHEST: &str = "sync.highest_time";
const DAY: i64 = 24 * 3_600 * 1_000;
/// A clock may be set right by so much without anybody asking.
const BEHIND: i64 = DAY;
/// How much time passes before the highest is written again.
const NOTE: i64 = 10 * 60 * 1_000;
/// How long an answer holds, so that not every question asks.
const HOLDS: Duration = Duration::from_secs(5);
/// Where the setting has no row, or one that is none.
const USUAL_DAYS: i64 = 30;

/// What this process remembers of it.
#[derive(Default)]
pub(crate) struct Lease {
    seen: Mutex<Option<Seen>>,
}

#[derive(Clone, Copy)]
struct Seen {
    at: Instant,
    /// What the clock said.
    clock: i64,
    /// The highest time then.
    highest: i64,
    is_good: bool,
}

/// What a copy knows about its time.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// The last contact.
    last: i64,
    /// The highest time seen.
    highest: i64,
    days: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Good,
    Over,
    ClockBehind,
}

fn verdict(known: Known, clock: i64) -> Verdict {
    if clock < known.highest - BEHIND {
        return Verdict::ClockBehind;
    }
    match known.highest.max(clock) - known.last > known.days * DAY {
        true => Verdict::Over,
        false => Verdict::Good,
    }
}

fn number(conn: &Connection, name: &str) -> Result<Option<i64>> {
    Ok(fact(conn, name)?.and_then(|text| text.parse().ok()))
}

/// None for a copy that has no server, or that has nothing yet.
fn known(conn: &Connection) -> Result<Option<Known>> {
    let (true, Some(last)) = (identity(conn)?.is_some(), number(conn, LAST)?) else {
        return Ok(None);
    };
    let days: Option<String> = conn
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([OFFLINE_DAYS], |r| r.get(0))
        .optional()?;
    let days = days.and_then(|text| text.parse().ok()).unwrap_or(USUAL_DAYS);
    let highest = number(conn, HIGHEST)?.unwrap_or(last).max(last);
    Ok(Some(Known { last, highest, days }))
}

impl Lease {
    /// Whether the data may be opened; and the highest time, when it is worth writing down.
    fn ask(&self, conn: &Connection, clock: i64) -> Result<(Result<()>, Option<i64>)> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = *seen
            && seen.is_good
            && seen.at.elapsed() < HOLDS
            && u128::from(clock.abs_diff(seen.clock)) < HOLDS.as_millis()
        {
            return Ok((Ok(()), None));
        }
        let Some(mut known) = known(conn)? else { return Ok((Ok(()), None)) };
        let written = known.highest;
        if let Some(seen) = *seen {
            // A clock that stands still while the program runs does not stop time. What another
            // program wrote since, after contact, counts more than what is remembered here.
            let ran = i64::try_from(seen.at.elapsed().as_millis()).unwrap_or(i64::MAX);
            let remembered = seen.highest.min(written.saturating_add(NOTE));
            known.highest = known.highest.max(remembered.saturating_add(ran));
        }
        let verdict = verdict(known, clock);
        let highest = known.highest.max(clock);
        let is_good = verdict == Verdict::Good;
        *seen = Some(Seen { at: Instant::now(), clock, highest, is_good });
        let answer = match verdict {
            Verdict::Good => Ok(()),
            Verdict::Over => {
                Err(RemoteError::LeaseOver { days: known.days, since: Timestamp(known.last) }
                    .into())
            }
            Verdict::ClockBehind => {
                Err(RemoteError::ClockBehind { seen: Timestamp(known.highest) }.into())
            }
        };
        let is_news = highest - written >= NOTE || (!is_good && highest > written);
        Ok((answer, is_news.then_some(highest)))
    }

    /// There was contact, so what the clock says now counts.
    fn renew(&self) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Workspace {
    /// Before anything is shown or taken, on whatever connection is at hand.
    /// # Errors
    /// `workspace.wiped`, `sync.lease_over`, `sync.clock_behind`.
    pub(crate) fn may_open(&self, conn: &Connection) -> Result<()> {
        self.is_still_here()?;
        let (answer, highest) = self.lease.ask(conn, self.host().now().0)?;
        if let Some(highest) = highest {
            let highest = highest.to_string();
            if !is_query_only(conn)? {
                set_fact(conn, HIGHEST, Some(&highest))?;
            } else if let Some(writer) = self.try_writer() {
                // If somebody writes at the moment, the next one notes it.
                set_fact(&writer, HIGHEST, Some(&highest))?;
            }
        }
        answer
    }

    /// Reads how this copy stands with its server, also when the data may not be opened: nothing
    /// but contact opens it again, so what leads to contact must not ask for that first.
    /// # Errors
    /// `workspace.wiped`; what `read` says; storage errors.
    pub(crate) fn reading_standing<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        let conn = self.unasked_reader()?;
        let answer = read(&conn);
        self.rest(conn);
        answer
    }

    /// Notes that the server has been heard, at this moment.
    pub(crate) fn had_contact(&self, conn: &Connection, now: Timestamp) -> Result<()> {
        set_fact(conn, LAST, Some(&now.0.to_string()))?;
        set_fact(conn, HIGHEST, Some(&now.0.to_string()))?;
        self.lease.renew();
        Ok(())
    }
}

fn is_query_only(conn: &Connection) -> Result<bool> {
    Ok(conn.pragma_query_value(None, "query_only", |r| r.get(0))?)
}

/// How the lease of a copy stands, for `netra status`; null without one.
/// # Errors
/// Storage errors.
pub(crate) fn standing(conn: &Connection, clock: Timestamp) -> Result<serde_json::Value> {
    Ok(match known(conn)? {
        None => serde_json::Value::Null,
        Some(known) => serde_json::json!({
            "days": known.days,
            "until": Timestamp(known.last + known.days * DAY),
            "is_open": verdict(known, clock.0) == Verdict::Good,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_a_copy_is_open() {
        let known =
            |last: i64, highest: i64| Known { last: last * DAY, highest: highest * DAY, days: 30 };
        for (known, clock, expected) in [
            (known(100, 100), 100 * DAY, Verdict::Good),
            (known(100, 100), 130 * DAY, Verdict::Good),
            (known(100, 100), 130 * DAY + 1, Verdict::Over),
            // The clock goes back: the highest time counts, or nothing opens at all.
            (known(100, 131), 131 * DAY - 1, Verdict::Over),
            (known(100, 131), 130 * DAY, Verdict::Over),
            (known(100, 131), 101 * DAY, Verdict::ClockBehind),
            (known(100, 120), 119 * DAY, Verdict::Good),
            (known(100, 120), 119 * DAY - 1, Verdict::ClockBehind),
            // It was ahead when there was contact: nothing is won by that.
            (known(9_000, 9_000), 131 * DAY, Verdict::ClockBehind),
            // A battery that died.
            (known(100, 120), 0, Verdict::ClockBehind),
        ] {
            assert_eq!(verdict(known, clock), expected, "{known:?} at {clock}");
        }
    }
}
