//! The replica's side: what it hands in, what it asks for, and what it does with the answers.
//!
//! Invariant: only a complete pull takes a command out of the queue, together with the rows that
//! it made. A push's answer alone changes nothing but the device's identity or the queue's front.
//! Invariant: an answer that comes late, twice or out of order does no harm: it is taken only if
//! it answers what would be asked now.

use crate::account::PROTOCOL;
use crate::intake;
use crate::mutation::{self, Mutation};
use crate::wire::{
    Cookie, Handed, MAX_COMMANDS, Outcome, Page, Pull, PullReply, Push, PushReply, Stop,
};
use netra_core::schema;
use netra_kernel::rebase::{self, ACKED, Waiting};
use netra_kernel::{Engine, Envelope, Error, Held, Id, Refusal, Result};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::Serialize;

const DEVICE: &str = "sync.device";
const COOKIE: &str = "sync.cookie";
/// The head of the last page of a pull that is not complete.
const INCOMING: &str = "sync.incoming";
/// The place in the journal on which that pull builds.
const SINCE: &str = "sync.since";
/// The schema of which the base was fetched.
const SCHEMA: &str = "sync.schema";
/// What is here is to be replaced as a whole by what comes: a base, or what came of a first copy.
const RESET: &str = "sync.reset";
const OF_BASE: &str = "1";
const OF_FIRST: &str = "first";
/// A first copy is not complete, but what everything else is read with is there.
const OPENS: &str = "sync.opens";
/// A gap could not be filled, or somebody else uses this identity.
pub(crate) const WANTS_IDENTITY: &str = "sync.wants_identity";

/// The sums are to be compared with the next pull.
const WANTS_SUMS: &str = "sync.wants_sums";
/// How often the base was found to be another than the authority's.
const DRIFTS: &str = "sync.drifts";

/// Bytes of envelopes in one push; at least one is always handed in.
const PUSH_BYTES: usize = 4 << 20;

/// A fact about this copy alone.
/// # Errors
/// Storage errors.
pub fn fact(conn: &Connection, name: &str) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT value FROM local_facts WHERE name = ?1")?
        .query_row([name], |r| r.get(0))
        .optional()?)
}

/// Sets or forgets a fact about this copy.
/// # Errors
/// Storage errors.
pub fn set_fact(conn: &Connection, name: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => conn
            .prepare_cached(
                "INSERT INTO local_facts (name, value) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name, value])?,
        None => conn.prepare_cached("DELETE FROM local_facts WHERE name = ?1")?.execute([name])?,
    };
    Ok(())
}

/// Makes an empty database a replica under this identity.
/// # Errors
/// Storage errors.
pub fn begin(conn: &Connection, device: Id) -> Result<()> {
    set_fact(conn, DEVICE, Some(&device.to_string()))?;
    set_fact(conn, ACKED, Some("0"))
}

/// Makes a stand-alone database, which its server now has, a replica under this identity. Its rows
/// are replaced by what the first pull brings: until then they count as in a scope that nobody
/// holds. Its journal is on the server.
/// # Errors
/// Storage errors.
pub fn hand_over(conn: &Connection, engine: &Engine, device: Id) -> Result<()> {
    for table in engine.catalogue.tables {
        conn.execute(
            &format!(
                "INSERT INTO base_versions (tbl, id, version, family, holder)
                 SELECT '{}', id, 0, 'handed over', x'' FROM {}",
                table.name, table.name
            ),
            [],
        )?;
    }
    conn.execute_batch("DELETE FROM journal_index; DELETE FROM journal;")?;
    set_fact(conn, RESET, Some(OF_BASE))?;
    begin(conn, device)
}

/// The identity that this copy issues commands under; None when it is no replica.
/// # Errors
/// Storage errors.
pub fn identity(conn: &Connection) -> Result<Option<Id>> {
    Ok(fact(conn, DEVICE)?.and_then(|text| Id::parse(&text)))
}

/// The same of a copy that is a replica.
/// # Errors
/// `internal` when this is no replica.
pub fn device(conn: &Connection) -> Result<Id> {
    identity(conn)?.ok_or_else(|| Error::internal("this copy is no replica"))
}

/// The last sequence whose outcome is known.
pub(crate) fn acked(conn: &Connection) -> Result<i64> {
    Ok(fact(conn, ACKED)?.and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// The same with its command; None when that is no longer kept.
fn known(conn: &Connection) -> Result<Option<(i64, Id)>> {
    let acked = acked(conn)?;
    let command: Option<Id> = conn
        .prepare_cached("SELECT command FROM acknowledged WHERE device_seq = ?1")?
        .query_row([acked], |r| r.get(0))
        .optional()?;
    Ok(command.map(|command| (acked, command)))
}

/// How a replica stands, for whoever shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Commands that wait for the authority.
    pub waiting: i64,
    /// Of these, those that do not pass here at present.
    pub held_up: i64,
    /// Commands that were not applied.
    pub attention: i64,
    /// True once a first pull was complete.
    pub is_filled: bool,
    /// How often this copy had to start over because it was not what the authority has.
    pub drifts: i64,
}

/// The place in the authority's journal that this copy has reached; none before a first pull.
/// # Errors
/// Storage errors.
pub fn reached(conn: &Connection) -> Result<Option<i64>> {
    let cookie: Option<Cookie> =
        fact(conn, COOKIE)?.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(cookie.map(|cookie| cookie.seq))
}

fn drifts(conn: &Connection) -> Result<i64> {
    Ok(fact(conn, DRIFTS)?.and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// # Errors
/// Storage errors.
pub fn standing(conn: &Connection) -> Result<Standing> {
    let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0));
    Ok(Standing {
        waiting: count("SELECT count(*) FROM pending")?,
        held_up: count("SELECT count(*) FROM pending WHERE refusal IS NOT NULL")?,
        attention: count("SELECT count(*) FROM attention")?,
        is_filled: fact(conn, COOKIE)?.is_some(),
        drifts: drifts(conn)?,
    })
}

/// Whether there is anything to see: of a first copy, what everything else is read with.
/// # Errors
/// Storage errors.
pub fn is_usable(conn: &Connection) -> Result<bool> {
    Ok(has_base(conn)? || fact(conn, OPENS)?.is_some())
}

/// Whether a pull was complete once, or the copy stood alone before it was handed over.
/// # Errors
/// Storage errors.
pub fn has_base(conn: &Connection) -> Result<bool> {
    Ok(fact(conn, COOKIE)?.is_some() || fact(conn, RESET)?.as_deref() == Some(OF_BASE))
}

/// Whether rows that come have nothing beside them that is to be replaced.
fn is_first(conn: &Connection) -> Result<bool> {
    Ok(fact(conn, COOKIE)?.is_none() && fact(conn, RESET)?.is_none())
}

/// Has the base compared with the authority's sums when a pull is next complete.
/// # Errors
/// Storage errors.
pub fn ask_for_sums(conn: &Connection) -> Result<()> {
    set_fact(conn, WANTS_SUMS, Some("1"))
}

/// What is to be handed in, if anything.
/// # Errors
/// Storage errors.
pub fn push(conn: &Connection) -> Result<Option<Push>> {
    push_after(conn, 0)
}

/// What is to be handed in beyond a sequence that was handed in a moment ago.
/// # Errors
/// Storage errors.
pub fn push_after(conn: &Connection, last: i64) -> Result<Option<Push>> {
    let schema = schema::version(conn)?;
    if fact(conn, WANTS_IDENTITY)?.is_some() {
        return Ok(Some(Push { schema, commands: Vec::new(), known: None, wants_identity: true }));
    }
    let mut commands = Vec::new();
    let mut bytes = 0;
    let ours = device(conn)?;
    for mut waiting in rebase::pending_after(conn, last, MAX_COMMANDS)? {
        // It may have been given at the very moment when this copy took another identity on.
        waiting.envelope.device = ours;
        bytes += serde_json::to_vec(&waiting.envelope)?.len();
        if bytes > PUSH_BYTES && !commands.is_empty() {
            break;
        }
        let before: Option<Outcome> =
            waiting.settled.as_deref().map(serde_json::from_str).transpose()?;
        commands.push(Handed {
            envelope: waiting.envelope,
            refused_before: before.filter(|o| !o.is_applied()),
            is_without_content: false,
        });
    }
    if commands.is_empty() {
        return Ok(None);
    }
    Ok(Some(Push { schema, commands, known: known(conn)?, wants_identity: false }))
}

/// What a push's answer asks of the caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Pushed {
    /// Nothing: pull, and push again if there is more.
    Fine,
    /// The queue or the identity changed, or a file is to be sent first: push again.
    Again,
    /// The authority cannot at present: wait.
    Later(Refusal),
}

/// Takes in the answer to a push.
/// # Errors
/// Storage errors.
pub fn pushed(conn: &mut Connection, engine: &Engine, reply: &PushReply) -> Result<Pushed> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if reply.device != device(&tx)? {
        return Ok(Pushed::Fine);
    }
    if mutation::is(Mutation::DropsTold) {
        for told in &reply.told {
            tx.execute("DELETE FROM pending WHERE device_seq = ?1", [told.device_seq])?;
        }
    }
    let done = match &reply.stop {
        None => Pushed::Fine,
        Some(Stop::RetryLater { refusal }) => Pushed::Later(refusal.clone()),
        Some(Stop::AbsentFile { .. }) => Pushed::Again,
        Some(Stop::Gap { expected }) => fill_gap(&tx, engine, *expected)?,
        Some(Stop::Fork { device }) => {
            become_another(&tx, engine, *device)?;
            Pushed::Again
        }
    };
    tx.commit()?;
    Ok(done)
}

/// Puts what was acknowledged from this sequence on back in front of the queue.
fn fill_gap(conn: &Connection, engine: &Engine, expected: i64) -> Result<Pushed> {
    let known = acked(conn)?;
    if expected > known || mutation::is(Mutation::LeavesGap) {
        return Ok(Pushed::Fine);
    }
    let again = kept(conn, expected)?;
    if expected < 1 || again.len() as i64 != known - expected + 1 {
        set_fact(conn, WANTS_IDENTITY, Some("1"))?;
        return Ok(Pushed::Again);
    }
    hand_in_again(conn, engine, again)?;
    Ok(Pushed::Again)
}

/// Puts acknowledged commands, the newest ones of those kept, back in front of the queue.
fn hand_in_again(conn: &Connection, engine: &Engine, again: Vec<Waiting>) -> Result<()> {
    let Some(first) = again.first().map(|w| w.device_seq) else { return Ok(()) };
    conn.execute("DELETE FROM acknowledged WHERE device_seq >= ?1", [first])?;
    set_fact(conn, ACKED, Some(&(first - 1).to_string()))?;
    let mut queue = again;
    queue.extend(rebase::pending(conn)?);
    rebase::restore(conn)?;
    rebase::replay(conn, engine, &queue)?;
    Ok(())
}

/// Acknowledged commands as ones that wait again. All of them are this identity's own.
fn kept(conn: &Connection, from: i64) -> Result<Vec<Waiting>> {
    let mut stmt = conn.prepare_cached(
        "SELECT device_seq, envelope, outcome FROM acknowledged WHERE device_seq >= ?1
         ORDER BY device_seq",
    )?;
    let rows = stmt.query_map([from], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?))
    })?;
    rows.map(|row| {
        let (device_seq, envelope, outcome) = row?;
        let envelope: Envelope = serde_json::from_str(&envelope)?;
        Ok(Waiting { device_seq, envelope, settled: Some(outcome) })
    })
    .collect()
}

/// Takes on the identity that a sign-in gave, if it is another one.
/// # Errors
/// Storage errors.
pub fn take_identity(conn: &mut Connection, engine: &Engine, given: Id) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if device(&tx)? != given {
        become_another(&tx, engine, given)?;
    }
    tx.commit()?;
    Ok(())
}

/// Takes on a new identity. All that is kept is handed in again, counted from 1, with its command
/// ids, which keep it from being applied twice: nobody knows how much of it arrived.
fn become_another(conn: &Connection, engine: &Engine, fresh: Id) -> Result<()> {
    let mut queue = kept(conn, 1)?;
    queue.extend(rebase::pending(conn)?);
    rebase::restore(conn)?;
    conn.execute("DELETE FROM acknowledged", [])?;
    set_fact(conn, WANTS_IDENTITY, None)?;
    begin(conn, fresh)?;
    for (n, waiting) in (1..).zip(&mut queue) {
        waiting.device_seq = n;
        waiting.envelope.device = fresh;
        waiting.envelope.device_seq = Some(n);
    }
    rebase::replay(conn, engine, &queue)?;
    Ok(())
}

/// What is to be asked for: the next page of a pull that is not complete, or a new pull.
/// # Errors
/// Storage errors.
pub fn pull(conn: &Connection) -> Result<Pull> {
    let schema = schema::version(conn)?;
    let has_grown = has_grown(conn, schema)?;
    let incoming = if has_grown { None } else { fact(conn, INCOMING)? };
    let since = match incoming {
        Some(_) => fact(conn, SINCE)?.and_then(|seq| seq.parse().ok()),
        None => None,
    };
    let (cookie, table) = match incoming {
        Some(text) => (Some(text), "incoming_scopes"),
        None => (fact(conn, COOKIE)?, "held_scopes"),
    };
    let cookie: Option<Cookie> = cookie.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(Pull {
        protocol: PROTOCOL,
        schema,
        cookie,
        acked: acked(conn)?,
        known: known(conn)?,
        scopes: if has_grown { Vec::new() } else { scopes(conn, table)? },
        since,
        want_sums: fact(conn, WANTS_SUMS)?.is_some(),
    })
}

/// What is asked for once this page, the answer to that question, has been taken in; None when it is
/// the last one.
#[must_use]
pub fn pull_after(asked: &Pull, page: &Page) -> Option<Pull> {
    let mut scopes = page.scopes.clone();
    scopes.sort_by_cached_key(|(held, _)| held.to_string());
    let cookie = Some(page.cookie.clone());
    let since = Some(began_at(asked, page));
    page.end.is_none().then(|| Pull { cookie, scopes, since, ..asked.clone() })
}

/// The place in the journal on which a pull builds: where the base is, or of one that is fetched from
/// nothing, what its first page was read from. The later questions of a pull say it.
fn began_at(asked: &Pull, page: &Page) -> i64 {
    let base = asked.cookie.as_ref().filter(|_| !asked.scopes.is_empty());
    asked.since.unwrap_or(base.unwrap_or(&page.cookie).seq)
}

pub(crate) fn scopes(conn: &Connection, table: &str) -> Result<Vec<(Held, i64)>> {
    let mut stmt =
        conn.prepare_cached(&format!("SELECT scope, version FROM {table} ORDER BY scope"))?;
    let rows = stmt.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))?;
    rows.map(|row| {
        let (text, version) = row?;
        let held = Held::parse(&text).ok_or_else(|| Error::internal("a stored scope"))?;
        Ok((held, version))
    })
    .collect()
}

/// What a pull's answer asks of the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pulled {
    /// The base is up to date with the authority's head of a moment ago.
    Complete,
    /// There is more to fetch: pull again.
    More,
    /// It starts over: pull again.
    Diverged,
    /// What is here is not what the authority has; it starts over: pull again.
    Drifted,
    /// The answer to something else than what would be asked now; nothing was done.
    Stale,
}

/// Takes in the answer to a pull.
/// # Errors
/// `sync.form` when the answer breaks the protocol; storage errors. Then nothing was taken.
pub fn pulled(
    conn: &mut Connection,
    engine: &Engine,
    request: &Pull,
    reply: &PullReply,
) -> Result<Pulled> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if pull(&tx)? != *request {
        return Ok(Pulled::Stale);
    }
    let done = match reply {
        PullReply::Diverged => {
            start_over(&tx, engine)?;
            Pulled::Diverged
        }
        PullReply::Page(page) => {
            if has_grown(&tx, request.schema)? {
                forget_versions(&tx)?;
            }
            set_fact(&tx, SCHEMA, Some(&request.schema.to_string()))?;
            intake::take(&tx, engine, page, is_first(&tx)?)?;
            match &page.end {
                None => {
                    keep_place(&tx, request, page)?;
                    // That comes first, so with anything else all of it is there.
                    if page.rows.iter().any(|row| row.scope.family != "workspace") {
                        set_fact(&tx, OPENS, Some("1"))?;
                    }
                    Pulled::More
                }
                Some(end) => {
                    let is_reset = fact(&tx, RESET)?.is_some();
                    let is_drifted = intake::complete(&tx, engine, page, end, is_reset)?;
                    set_fact(&tx, COOKIE, Some(&serde_json::to_string(&page.cookie)?))?;
                    set_fact(&tx, INCOMING, None)?;
                    set_fact(&tx, SINCE, None)?;
                    set_fact(&tx, RESET, None)?;
                    set_fact(&tx, OPENS, None)?;
                    if is_drifted {
                        set_fact(&tx, DRIFTS, Some(&(drifts(&tx)? + 1).to_string()))?;
                    }
                    if end.sums.is_some() {
                        set_fact(&tx, WANTS_SUMS, None)?;
                    }
                    if end.device == device(&tx)? {
                        if end.is_forked {
                            set_fact(&tx, WANTS_IDENTITY, Some("1"))?;
                        } else if end.last_seq < acked(&tx)? {
                            fill_gap(&tx, engine, end.last_seq + 1)?;
                        }
                    }
                    // Once is enough: what differs after that is no damage that fetching mends.
                    if is_drifted && !is_reset {
                        forget_base(&tx)?;
                        ask_for_sums(&tx)?;
                        Pulled::Drifted
                    } else {
                        Pulled::Complete
                    }
                }
            }
        }
    };
    tx.commit()?;
    Ok(done)
}

/// Whether the base was fetched by an older program, which was not sent all that this one knows.
fn has_grown(conn: &Connection, schema: i32) -> Result<bool> {
    let of: Option<i32> = fact(conn, SCHEMA)?.and_then(|n| n.parse().ok());
    if of == Some(schema) || mutation::is(Mutation::KeepsOldColumns) {
        return Ok(false);
    }
    let Some(of) = of else {
        let has_any = fact(conn, COOKIE)?.is_some() || fact(conn, INCOMING)?.is_some();
        return Ok(has_any);
    };
    let (was, is) = (schema::shape(of)?, schema::shape(schema)?);
    Ok(was.is_none() || was != is)
}

fn keep_place(conn: &Connection, asked: &Pull, page: &Page) -> Result<()> {
    set_fact(conn, SINCE, Some(&began_at(asked, page).to_string()))?;
    set_fact(conn, INCOMING, Some(&serde_json::to_string(&page.cookie)?))?;
    intake::set_scopes(conn, "incoming_scopes", &page.scopes)
}

/// The authority's past is another one: everything is fetched anew, and all that is kept is handed
/// in again, since none of the outcomes that this copy knows need be true any more.
fn start_over(conn: &Connection, engine: &Engine) -> Result<()> {
    forget_base(conn)?;
    hand_in_again(conn, engine, kept(conn, 1)?)
}

/// The base stays until all of it has been fetched anew, and is then replaced as a whole.
fn forget_base(conn: &Connection) -> Result<()> {
    forget_versions(conn)?;
    set_fact(conn, COOKIE, None)
}

/// All rows are fetched anew, by the past that is known.
fn forget_versions(conn: &Connection) -> Result<()> {
    let reset = if has_base(conn)? { OF_BASE } else { OF_FIRST };
    set_fact(conn, INCOMING, None)?;
    set_fact(conn, SINCE, None)?;
    set_fact(conn, RESET, Some(reset))?;
    conn.execute_batch(
        "DELETE FROM held_scopes; DELETE FROM incoming; DELETE FROM incoming_scopes;",
    )?;
    Ok(())
}
