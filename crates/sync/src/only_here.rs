//! What a replica has that is nowhere else: the commands that wait for the authority, and those
//! that were not applied and wait for their author. A device writes them down beside its database,
//! and puts them into another one when that is lost.
//!
//! Invariant: what is put back keeps its command id, so that whatever had arrived has its one
//! outcome and is not applied twice.
//! Invariant: nothing is left out because it does not pass here: only the authority decides.

use crate::replica::{self, acked, begin, device, set_fact};
use netra_kernel::rebase::{self, Waiting};
use netra_kernel::{Engine, Envelope, Id, Result};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlyHere {
    /// It waits; `settled` as in [`Waiting`].
    Waiting { envelope: Envelope, settled: Option<String> },
    /// It was not applied, with what is kept for its author: JSON, as it is stored.
    Attention { envelope: Envelope, outcome: String, facts: Option<String>, made: Option<String> },
}

impl OnlyHere {
    /// Who gave it.
    #[must_use]
    pub fn actor(&self) -> Id {
        match self {
            OnlyHere::Waiting { envelope, .. } | OnlyHere::Attention { envelope, .. } => {
                envelope.actor
            }
        }
    }
}

/// By which a change of all of them is noticed without reading them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    device: Id,
    acked: i64,
    /// The newest command that waits.
    last: i64,
    attention: i64,
}

impl Mark {
    /// Whether nothing happened in between but that one more command waits.
    #[must_use]
    pub fn is_followed_by(self, later: Mark) -> bool {
        Mark { last: self.last + 1, ..self } == later
    }
}

/// None for a copy that is no replica.
/// # Errors
/// Storage errors.
pub fn mark(conn: &Connection) -> Result<Option<Mark>> {
    let Some(device) = replica::identity(conn)? else { return Ok(None) };
    let acked = acked(conn)?;
    let attention = conn
        .prepare_cached("SELECT count(*) FROM attention")?
        .query_row([], |r| r.get::<_, i64>(0))?;
    Ok(Some(Mark { device, acked, last: last(conn, acked)?, attention }))
}

fn last(conn: &Connection, acked: i64) -> Result<i64> {
    let waiting: Option<i64> =
        conn.prepare_cached("SELECT max(device_seq) FROM pending")?.query_row([], |r| r.get(0))?;
    Ok(waiting.unwrap_or(acked).max(acked))
}

/// All of them: first what waits, in its order.
/// # Errors
/// Storage errors.
pub fn all(conn: &Connection) -> Result<Vec<OnlyHere>> {
    let waiting = rebase::pending(conn)?.into_iter();
    let mut all: Vec<OnlyHere> = waiting.map(waits).collect();
    let mut stmt = conn
        .prepare_cached("SELECT envelope, outcome, facts, made FROM attention ORDER BY command")?;
    let mut rows = stmt.query([])?;
    while let Some(r) = rows.next()? {
        all.push(OnlyHere::Attention {
            envelope: serde_json::from_str(&r.get::<_, String>(0)?)?,
            outcome: r.get(1)?,
            facts: r.get(2)?,
            made: r.get(3)?,
        });
    }
    Ok(all)
}

fn waits(waiting: Waiting) -> OnlyHere {
    OnlyHere::Waiting { envelope: waiting.envelope, settled: waiting.settled }
}

/// The command that was given last, if it waits.
/// # Errors
/// Storage errors.
pub fn newest(conn: &Connection) -> Result<Option<OnlyHere>> {
    let last = last(conn, acked(conn)?)?;
    Ok(rebase::pending_after(conn, last - 1, 1)?.pop().map(waits))
}

/// Makes an empty database a replica that has these. They run once there is something to run on;
/// how far this identity had come nobody knows any more, so another one is asked for.
/// # Errors
/// Storage errors.
pub fn begin_again(
    conn: &Connection,
    engine: &Engine,
    (device, person): (Id, Id),
    kept: &[OnlyHere],
) -> Result<()> {
    begin(conn, device)?;
    set_fact(conn, replica::WANTS_IDENTITY, Some("1"))?;
    let mut attention = conn.prepare_cached(
        "INSERT INTO attention (command, envelope, outcome, facts, made)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
    )?;
    for one in kept {
        if let OnlyHere::Attention { envelope, outcome, facts, made } = one {
            let text = serde_json::to_string(envelope)?;
            attention.execute(params![envelope.id, text, outcome, facts, made])?;
        }
    }
    take_back(conn, engine, person, kept).map(drop)
}

/// Puts this person's commands that the copy has never heard of into the queue, behind what waits;
/// gives how many those are.
/// # Errors
/// Storage errors.
pub fn take_back(
    conn: &Connection,
    engine: &Engine,
    person: Id,
    kept: &[OnlyHere],
) -> Result<usize> {
    let device = device(conn)?;
    let mut seq = last(conn, acked(conn)?)?;
    let mut heard = heard(conn)?;
    let mut unheard = Vec::new();
    for one in kept {
        let OnlyHere::Waiting { envelope, settled } = one else { continue };
        if envelope.actor != person || !heard.insert(envelope.id) {
            continue;
        }
        seq += 1;
        let envelope = Envelope { device, device_seq: Some(seq), ..envelope.clone() };
        unheard.push(Waiting { device_seq: seq, envelope, settled: settled.clone() });
    }
    rebase::replay(conn, engine, &unheard)?;
    Ok(unheard.len())
}

/// The commands that wait here, or had their outcome.
fn heard(conn: &Connection) -> Result<BTreeSet<Id>> {
    let waiting = rebase::pending(conn)?.into_iter().map(|w| w.envelope.id);
    let mut heard: BTreeSet<Id> = waiting.collect();
    let mut stmt = conn
        .prepare_cached("SELECT command FROM acknowledged UNION SELECT command FROM attention")?;
    let mut rows = stmt.query([])?;
    while let Some(r) = rows.next()? {
        heard.insert(r.get(0)?);
    }
    Ok(heard)
}
