//! The authority's side: takes commands and gives each its one outcome; answers what a person may
//! have, as rows.
//!
//! Invariant: an outcome commits together with its effects and the device's last sequence; what is
//! answered was committed before.
//! Invariant: a page is read in one snapshot, with the rights of that snapshot, and holds no row
//! outside them.

use crate::SyncError;
use crate::account::PROTOCOL;
use crate::content::{self, Ready, Shown};
use crate::given::{self, Before};
use crate::mutation::{self, Mutation};
use crate::prune;
use crate::sums::{self, Sum};
use crate::wire::{
    Cookie, End, Handed, MAX_COMMANDS, Outcome, Page, Pull, PullReply, Push, PushReply, Row,
    Session, Stop, Told, content_hash,
};
use netra_core::files::FileAdd;
use netra_core::schema::{self, Shape};
use netra_core::scopes;
use netra_kernel::engine::execute_as_of;
use netra_kernel::{
    Engine, Error, Held, Id, Kind, Mode, Refusal, Result, Scope, Timestamp, journal, rows, versions,
};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the authority allows. The defaults are those of `docs/sync.md`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of row images in a page; at least one row is always sent.
    pub page_bytes: usize,
    /// Thousands of steps of SQLite's machine that one command may take.
    pub command_kilosteps: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { page_bytes: 4 << 20, command_kilosteps: 100_000 }
    }
}

/// What only the authority's own machine can say.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    /// Its time: who may do what is decided as of it, whatever the clock of a device says.
    pub now: Timestamp,
    /// A new random id, used only if a device must become another one.
    pub fresh: Id,
}

/// Binds a device to a person (sign-in). Again is fine.
/// # Errors
/// `sync.device` when it is another person's.
pub fn register(conn: &Connection, session: Session) -> Result<()> {
    conn.execute(
        "INSERT INTO sync_devices (id, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![session.device, session.person],
    )?;
    last_seq(conn, session).map(|_| ())
}

/// The device's last sequence that has an outcome.
fn last_seq(conn: &Connection, session: Session) -> Result<i64> {
    let found: Option<(Id, i64)> = conn
        .prepare_cached("SELECT person, last_seq FROM sync_devices WHERE id = ?1")?
        .query_row([session.device], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match found {
        Some((person, last)) if person == session.person => Ok(last),
        _ => Err(SyncError::Device.into()),
    }
}

/// Takes commands, in order.
/// # Errors
/// `sync.device`, `forbidden` for an envelope that names somebody else, `sync.server_older`,
/// `sync.form`; storage errors. Then nothing of this push was taken.
pub fn push(
    conn: &mut Connection,
    engine: &Engine,
    session: Session,
    push: &Push,
    here: Here,
    shown: Shown<'_>,
    limits: Limits,
) -> Result<PushReply> {
    if push.commands.len() > MAX_COMMANDS {
        return Err(SyncError::Form { detail: "too_many_commands" }.into());
    }
    let ours = schema::newest();
    if push.schema > ours {
        return Err(SyncError::ServerOlder { theirs: push.schema, ours }.into());
    }
    within(conn, limits, |conn, work| Taker { engine, session, here, shown, work }.push(conn, push))
}

/// Counts the steps of SQLite's machine while something runs; beyond the limit it is interrupted.
pub(crate) fn within<T>(
    conn: &mut Connection,
    limits: Limits,
    run: impl FnOnce(&mut Connection, &AtomicU64) -> Result<T>,
) -> Result<T> {
    let work = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&work);
    let most = limits.command_kilosteps;
    conn.progress_handler(1000, Some(move || counted.fetch_add(1, Ordering::Relaxed) >= most))?;
    let done = run(conn, &work);
    conn.progress_handler(0, None::<fn() -> bool>)?;
    done
}

/// What is the same for all commands of a push.
struct Taker<'a> {
    engine: &'a Engine,
    session: Session,
    here: Here,
    shown: Shown<'a>,
    /// Counts the steps since it was last set to 0; beyond the limit SQLite is interrupted.
    work: &'a AtomicU64,
}

enum Taken {
    Reply(PushReply),
    TransactionLost(Id),
}

impl Taker<'_> {
    fn push(&self, conn: &mut Connection, push: &Push) -> Result<PushReply> {
        let mut broke = BTreeSet::new();
        loop {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            match self.take_all(&tx, push, &broke)? {
                Taken::Reply(reply) => {
                    tx.commit()?;
                    return Ok(reply);
                }
                // SQLite gave the whole transaction up: the others are taken again, without this
                // one.
                Taken::TransactionLost(command) => {
                    drop(tx);
                    if !broke.insert(command) {
                        return Err(Error::internal("a command broke the transaction twice"));
                    }
                }
            }
        }
    }

    fn take_all(&self, conn: &Connection, push: &Push, broke: &BTreeSet<Id>) -> Result<Taken> {
        let mut last = last_seq(conn, self.session)?;
        let mut reply = PushReply { device: self.session.device, told: Vec::new(), stop: None };
        if push.wants_identity || is_forked(conn, self.session, push.known)? {
            reply.stop = Some(fork(conn, self.session, self.here.fresh)?);
            return Ok(Taken::Reply(reply));
        }
        for handed in &push.commands {
            let envelope = &handed.envelope;
            let Some(device_seq) = envelope.device_seq else {
                return Err(SyncError::Form { detail: "no_sequence" }.into());
            };
            if envelope.actor != self.session.person || envelope.device != self.session.device {
                return Err(Error::new(Kind::Forbidden, "forbidden").arg("permission", "member"));
            }
            let hash = content_hash(envelope)?;
            let outcome = if device_seq <= last {
                match stored(conn, self.session.device, device_seq)? {
                    Some((known, outcome))
                        if known == hash || mutation::is(Mutation::IgnoresFork) =>
                    {
                        outcome
                    }
                    _ => {
                        reply.stop = Some(fork(conn, self.session, self.here.fresh)?);
                        break;
                    }
                }
            } else if device_seq > last + 1 && !mutation::is(Mutation::TakesBeyondGap) {
                reply.stop = Some(Stop::Gap { expected: last + 1 });
                break;
            } else {
                match self.decide(conn, handed, hash, broke)? {
                    Decided::Outcome(outcome) => {
                        store(conn, device_seq, handed, hash, &outcome)?;
                        last = device_seq;
                        outcome
                    }
                    Decided::Later(refusal) => {
                        reply.stop = Some(Stop::RetryLater { refusal });
                        break;
                    }
                    Decided::Absent(file) => {
                        let (sha256, size_bytes) = (file.sha256, file.size_bytes);
                        reply.stop = Some(Stop::AbsentFile { sha256, size_bytes });
                        break;
                    }
                    Decided::TransactionLost => return Ok(Taken::TransactionLost(envelope.id)),
                }
            };
            reply.told.push(Told { device_seq, command: envelope.id, outcome });
        }
        Ok(Taken::Reply(reply))
    }

    /// The outcome of a command that comes for the first time under this sequence.
    fn decide(
        &self,
        conn: &Connection,
        handed: &Handed,
        hash: [u8; 32],
        broke: &BTreeSet<Id>,
    ) -> Result<Decided> {
        let envelope = &handed.envelope;
        let known: Option<([u8; 32], String)> = conn
            .prepare_cached(
                "SELECT hash, outcome FROM outcomes WHERE command = ?1
                 ORDER BY device, device_seq LIMIT 1",
            )?
            .query_row([envelope.id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        if let Some((known, text)) = known.filter(|_| !mutation::is(Mutation::RunsKnownAgain)) {
            return Ok(Decided::Outcome(if known == hash {
                serde_json::from_str(&text)?
            } else {
                Outcome::Rejected { refusal: Error::from(SyncError::IdReused).to_refusal() }
            }));
        }
        // Its outcome is forgotten, what it did is not. Who may do it now, and whether it still passes,
        // does not count.
        match given::before(conn, self.engine, envelope)? {
            Before::Never => {}
            Before::This(result) => return Ok(Decided::Outcome(Outcome::Applied { result })),
            Before::Another => {
                let refusal = Error::from(SyncError::IdReused).to_refusal();
                return Ok(Decided::Outcome(Outcome::Rejected { refusal }));
            }
        }
        if broke.contains(&envelope.id) {
            let refusal = Error::internal("it broke off").to_refusal();
            return Ok(Decided::Outcome(Outcome::Quarantined { refusal }));
        }
        if let Some(before @ (Outcome::Rejected { .. } | Outcome::Quarantined { .. })) =
            &handed.refused_before
        {
            return Ok(Decided::Outcome(before.clone()));
        }
        if !mutation::is(Mutation::TakesAbsentFile) {
            match content::ready(conn, self.engine, handed, self.shown)? {
                Ready::Yes => {}
                Ready::Ask(file) => return Ok(Decided::Absent(file)),
                Ready::Never(file) => {
                    let refusal = Error::from(SyncError::MissingContent { file: file.name });
                    return Ok(Decided::Outcome(Outcome::Rejected {
                        refusal: refusal.to_refusal(),
                    }));
                }
            }
        }
        conn.execute_batch("SAVEPOINT command")?;
        self.work.store(0, Ordering::Relaxed);
        let ran = catch_unwind(AssertUnwindSafe(|| {
            execute_as_of(conn, self.engine, envelope, Mode::Authority, self.here.now)
        }));
        self.work.store(0, Ordering::Relaxed);
        if conn.is_autocommit() {
            return match ran {
                // Want of room takes the whole transaction along; the command is not to blame.
                Ok(Err(e)) if may_pass(&e) => Err(e),
                _ => Ok(Decided::TransactionLost),
            };
        }
        let failed = match ran {
            Ok(Ok(ran)) => {
                if mutation::is(Mutation::LosesEffects) {
                    conn.execute_batch("ROLLBACK TO command")?;
                }
                conn.execute_batch("RELEASE command")?;
                return Ok(Decided::Outcome(Outcome::Applied { result: ran.outcome }));
            }
            Ok(Err(e)) => e,
            Err(_) => Error::internal("the command panicked"),
        };
        conn.execute_batch("ROLLBACK TO command; RELEASE command")?;
        let refusal = failed.to_refusal();
        Ok(match failed.kind() {
            _ if may_pass(&failed) => Decided::Later(refusal),
            Kind::Internal => Decided::Outcome(Outcome::Quarantined { refusal }),
            _ => Decided::Outcome(Outcome::Rejected { refusal }),
        })
    }
}

/// Whether it is the machine that fails, and not the command.
fn may_pass(e: &Error) -> bool {
    ["storage.full", "storage.busy", "storage.failed", "storage.read_only", "storage.corrupt"]
        .contains(&e.code())
}

/// True when the command that the replica knows under a sequence is not the one known here.
fn is_forked(conn: &Connection, session: Session, known: Option<(i64, Id)>) -> Result<bool> {
    let Some((seq, command)) = known else { return Ok(false) };
    let ours: Option<Id> = conn
        .prepare_cached("SELECT command FROM outcomes WHERE device = ?1 AND device_seq = ?2")?
        .query_row(params![session.device, seq], |r| r.get(0))
        .optional()?;
    Ok(ours.is_some_and(|ours| ours != command))
}

fn fork(conn: &Connection, session: Session, fresh: Id) -> Result<Stop> {
    register(conn, Session { person: session.person, device: fresh })?;
    Ok(Stop::Fork { device: fresh })
}

fn stored(conn: &Connection, device: Id, seq: i64) -> Result<Option<([u8; 32], Outcome)>> {
    let row: Option<([u8; 32], String)> = conn
        .prepare_cached("SELECT hash, outcome FROM outcomes WHERE device = ?1 AND device_seq = ?2")?
        .query_row(params![device, seq], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    row.map(|(hash, text)| Ok((hash, serde_json::from_str(&text)?))).transpose()
}

fn store(
    conn: &Connection,
    device_seq: i64,
    handed: &Handed,
    hash: [u8; 32],
    outcome: &Outcome,
) -> Result<()> {
    let e = &handed.envelope;
    conn.prepare_cached(
        "INSERT INTO outcomes (device, device_seq, command, hash, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![e.device, device_seq, e.id, hash, serde_json::to_string(outcome)?])?;
    conn.prepare_cached("UPDATE sync_devices SET last_seq = ?2 WHERE id = ?1")?
        .execute(params![e.device, device_seq])?;
    Ok(())
}

enum Decided {
    Outcome(Outcome),
    Absent(FileAdd),
    Later(Refusal),
    TransactionLost,
}

/// Answers what this person may have at this moment of the authority's and has not yet.
/// # Errors
/// `sync.device`, `sync.schema`, `sync.server_older`, `sync.not_served`; storage errors.
pub fn pull(
    conn: &mut Connection,
    engine: &Engine,
    session: Session,
    pull: &Pull,
    now: Timestamp,
    limits: Limits,
) -> Result<PullReply> {
    let tx = conn.transaction()?;
    let last_seq = last_seq(&tx, session)?;
    let known = known_to(pull)?;
    let known = known.as_deref().filter(|_| !mutation::is(Mutation::SendsAllColumns));
    let log = versions::log(&tx)?.and_then(|l| Id::parse(&l)).ok_or(SyncError::NotServed)?;
    if let Some(cookie) = &pull.cookie
        && (cookie.log != log || Some(&cookie.hash) != hash_at(&tx, cookie.seq)?.as_ref())
        && !mutation::is(Mutation::TrustsCookie)
    {
        return Ok(PullReply::Diverged);
    }
    // What went since then may be forgotten here.
    let since = pull.since.or(pull.cookie.as_ref().map(|cookie| cookie.seq));
    if let (Some(since), Some(forgotten)) = (since, prune::forgotten_to(&tx)?)
        && since < forgotten
        && !mutation::is(Mutation::IgnoresPruning)
    {
        return Ok(PullReply::Diverged);
    }
    let held = match (engine.catalogue.actor)(&tx, session.person)? {
        Some(actor) => scopes::held(&tx, &actor, now)?,
        None => BTreeSet::new(),
    };
    let (seq, hash) = journal::head(&tx)?;
    let mut page = Page {
        cookie: Cookie { log, seq, hash: hex::encode(hash) },
        scopes: Vec::new(),
        rows: Vec::new(),
        end: None,
    };
    let asked: BTreeMap<&Held, i64> = pull.scopes.iter().map(|(h, v)| (h, *v)).collect();
    let newest = versions::newest(&tx)?;
    let mut left = limits.page_bytes;
    let mut is_full = false;
    let mut held: Vec<Held> = held.into_iter().collect();
    // What everything else is read with comes first; leads, of which there may be a million, last.
    held.sort_by_key(|held| match held {
        Held::One(Scope { family, .. }) | Held::Family(family) => match family.as_str() {
            "workspace" => 0,
            "leads" => 2,
            _ => 1,
        },
    });
    for scope in held {
        let from = asked.get(&scope).copied().unwrap_or(0);
        let reached = if is_full { from } else { newest };
        let cut = if is_full {
            None
        } else {
            rows_since(&tx, (engine, known), &scope, from, &mut left, &mut page.rows)?
        };
        is_full |= cut.is_some();
        let cut = cut.filter(|_| !mutation::is(Mutation::CursorPastPage));
        page.scopes.push((scope, cut.unwrap_or(reached)));
    }
    if !is_full {
        let mut told = told_since(&tx, session.device, pull.acked)?;
        told.retain(|t| t.outcome.is_applied() || !mutation::is(Mutation::TellsAppliedOnly));
        let is_forked = is_forked(&tx, session, pull.known)?;
        let sums = match pull.want_sums {
            false => None,
            true => Some(sums_of(&tx, (engine, known), &page)?),
        };
        page.end = Some(End { device: session.device, told, last_seq, is_forked, sums });
    }
    Ok(PullReply::Page(page))
}

/// The tables and columns that the asking program knows; None where it knows them all.
fn known_to(pull: &Pull) -> Result<Option<Arc<Shape>>> {
    let (theirs, ours) = (pull.schema, schema::newest());
    if theirs > ours || pull.protocol > PROTOCOL {
        return Err(SyncError::ServerOlder { theirs, ours }.into());
    }
    let is_served = pull.protocol == PROTOCOL && theirs >= schema::OLDEST_SERVED;
    if is_served && theirs == ours {
        return Ok(None);
    }
    let known = if is_served { schema::shape(theirs)? } else { None };
    known.map(Some).ok_or_else(|| SyncError::Schema { theirs, ours }.into())
}

type Sight<'a> = (&'a Engine, Option<&'a Shape>);

fn sums_of(conn: &Connection, (engine, known): Sight<'_>, page: &Page) -> Result<Vec<Sum>> {
    let held = page.scopes.iter().map(|(held, _)| held);
    held.map(|h| Ok((h.clone(), sums::of_authority(conn, engine, h, known)?))).collect()
}

/// The chain hash of a journal entry; zeros before the first.
fn hash_at(conn: &Connection, seq: i64) -> Result<Option<String>> {
    if seq == 0 {
        return Ok(Some(hex::encode([0; 32])));
    }
    let hash: Option<[u8; 32]> = conn
        .prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?
        .query_row([seq], |r| r.get(0))
        .optional()?;
    Ok(hash.map(hex::encode))
}

/// Adds a scope's lines after `from`; gives the version where the page was cut, if it was.
fn rows_since(
    conn: &Connection,
    (engine, known): Sight<'_>,
    held: &Held,
    from: i64,
    left: &mut usize,
    out: &mut Vec<Row>,
) -> Result<Option<i64>> {
    let (condition, mut values) = match held {
        Held::Family(family) => {
            ("family = ?2", vec![Sql::Integer(from), Sql::Text(family.clone())])
        }
        Held::One(scope) => (
            "family = ?2 AND holder = ?3",
            vec![Sql::Integer(from), Sql::Text(scope.family.clone())],
        ),
    };
    if let Held::One(scope) = held {
        values.push(Sql::Blob(scope.holder_bytes().to_vec()));
    }
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT version, tbl, id, family, holder, is_gone FROM row_versions
         WHERE version > ?1 AND {condition} ORDER BY version"
    ))?;
    let mut lines = stmt.query(params_from_iter(values))?;
    let mut reached = from;
    let mut is_first = out.is_empty();
    while let Some(line) = lines.next()? {
        let (version, table, id) = (line.get(0)?, line.get::<_, String>(1)?, line.get(2)?);
        let scope = Scope::stored(line.get(3)?, &line.get::<_, Vec<u8>>(4)?);
        let is_gone: bool = line.get(5)?;
        if known.is_some_and(|known| !known.has_table(&table)) {
            reached = version;
            continue;
        }
        let image = if is_gone {
            None
        } else {
            let image = rows::read(conn, engine, &table, id)?;
            let mut image =
                image.ok_or_else(|| Error::internal("a row version without its row"))?;
            if let Some(known) = known {
                known.narrow(&table, &mut image);
            }
            Some(image)
        };
        let size = 30 + image.as_ref().map_or(40, rows::Image::weight);
        if size > *left && !is_first {
            return Ok(Some(reached));
        }
        *left = left.saturating_sub(size);
        is_first = false;
        reached = version;
        out.push(Row { version, table, id, scope, image });
    }
    Ok(None)
}

fn told_since(conn: &Connection, device: Id, acked: i64) -> Result<Vec<Told>> {
    let mut stmt = conn.prepare_cached(
        "SELECT device_seq, command, outcome FROM outcomes
         WHERE device = ?1 AND device_seq > ?2 ORDER BY device_seq",
    )?;
    let rows = stmt.query_map(params![device, acked], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, Id>(1)?, r.get::<_, String>(2)?))
    })?;
    rows.map(|row| {
        let (device_seq, command, text) = row?;
        Ok(Told { device_seq, command, outcome: serde_json::from_str(&text)? })
    })
    .collect()
}
