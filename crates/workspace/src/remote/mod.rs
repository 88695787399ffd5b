//! The server that a workspace is connected to: signing in, handing in what waits, taking in what
//! is new. The protocol is `netra_sync`; here it gets a network, a clock and a place for its
//! tokens.
//!
//! Invariant: no lock on the database is held while the network is waited for.
//! Invariant: one program at a time speaks for a workspace (`sync.lock` in its folder), so that a
//! renewal token is never shown twice by accident.
//!
//! `http.rs` carries messages, `connect.rs` makes a copy a replica, `talk.rs` keeps it up to date,
//! `live.rs` hears of news, `beside.rs` does so beside the window, `bytes.rs` carries files,
//! `recover.rs` makes a damaged copy anew, `attention.rs` is what was not applied, `news.rs` what
//! others did, `past.rs` the history, `asked.rs` what only the server can decide, `wipe.rs` is how a
//! server has this copy removed, `give_up.rs` how its person does.

mod asked;
pub mod attention;
mod beside;
mod bytes;
mod connect;
mod give_up;
mod http;
mod live;
mod news;
pub(crate) mod past;
#[cfg(fuzzing)]
pub mod readers;
mod recover;
mod talk;
mod tokens;
mod wipe;

pub(crate) use asked::asked;
pub use beside::Beside;
pub use bytes::fetch;
pub use connect::{ConnectOrder, connect, connect_open, forgot, has_mail};
pub(crate) use give_up::{give_up, must_be_empty};
pub use live::{Watcher, keep_up};
pub use news::news;
pub use recover::{RecoverOrder, Recovered, recover};
pub use talk::{
    Synced, begin_second_factor, check, confirm_second_factor, devices, end_second_factor, invite,
    invite_by_mail, renew_recovery_codes, revoke, second_factor, sign_out, sync, wipe_device,
};
pub(crate) use tokens::name as tokens_name;
pub use wipe::report_wiped;

use crate::folder::Workspace;
use crate::lease;
use crate::waiting::Head;
use netra_kernel::{Error, Id, Result, Timestamp, errors, versions};
use netra_sync::replica::{self, fact, identity, standing as replica_standing};
use rusqlite::Connection;
use serde_json::{Value, json};

pub(crate) const SERVER: &str = "sync.server";
pub(crate) const WORKSPACE: &str = "sync.workspace";
pub(crate) const PERSON: &str = "sync.person";
/// What this device is called in the list of devices.
pub(crate) const LABEL: &str = "sync.label";
/// The address by which its person signed in here. Whoever manages people may change the one that
/// is kept with the person, so that one is never put into a form for them.
pub(crate) const EMAIL: &str = "sync.email";
pub(crate) const CERTIFICATES: &str = "sync.certificates";
/// What was uploaded to be handed over, and where: the address and the head of its journal.
const UPLOADED: &str = "sync.uploaded";
/// When the sums were last asked for, in ms since 1970.
pub(crate) const CHECKED: &str = "sync.checked";
/// Why the server did not hear this copy when it spoke last; none when it did.
pub(crate) const ENDED: &str = "sync.ended";
/// When a pull was last complete, in ms since 1970.
pub(crate) const LAST: &str = "sync.last";

errors! {
    /// What can go wrong between a workspace and its server.
    pub enum RemoteError {
        Offline "sync.unreachable" Unreachable { server: String },
        Offline "sync.untrusted" Untrusted { server: String },
        Offline "sync.no_server" NoServer { server: String, status: u16 },
        Invalid "sync.address" Address { address: String },
        Invalid "sync.certificates" Certificates,
        NotNow "sync.not_connected" NotConnected,
        Conflict "sync.connected" Connected { workspace: String },
        Conflict "sync.needs_code" NeedsCode,
        Conflict "sync.moved_on" MovedOn,
        NotNow "sync.handing_over" HandingOver,
        Invalid "sync.owner_only" OwnerOnly { email: String },
        Forbidden "sync.not_yours" NotYours,
        Forbidden "sync.wipe_forged" WipeForged,
        Incompatible "sync.protocol" Protocol { theirs: u32, ours: u32 },
        NotNow "sync.lease_over" LeaseOver { days: i64, since: Timestamp },
        NotNow "sync.clock_behind" ClockBehind { seen: Timestamp },
        NotNow "sync.another_program" AnotherProgram,
        Internal "sync.no_rest" NoRest { rounds: usize },
        NotFound "sync.no_attention" NoAttention,
        NotNow "sync.filling" Filling,
        Offline "sync.undo_away" UndoAway,
        Offline "sync.take_away" TakeAway,
    }
}

/// The person who is signed in on a replica; None when it is no replica.
/// # Errors
/// Storage errors.
pub fn person(conn: &Connection) -> Result<Option<Id>> {
    if identity(conn)?.is_none() {
        return Ok(None);
    }
    Ok(fact(conn, PERSON)?.and_then(|text| Id::parse(&text)))
}

/// Where a replica belongs, as it is written down beside the database; None when it is no replica.
/// # Errors
/// Storage errors.
pub(crate) fn belongs(conn: &Connection, copy: &str) -> Result<Option<Head>> {
    let (Some(device), Some(person)) = (identity(conn)?, person(conn)?) else { return Ok(None) };
    let said = |name| Ok::<_, Error>(fact(conn, name)?.unwrap_or_default());
    Ok(Some(Head {
        copy: copy.to_owned(),
        server: said(SERVER)?,
        workspace: said(WORKSPACE)?,
        email: said(EMAIL)?,
        person,
        device,
        label: fact(conn, LABEL)?,
        certificates: fact(conn, CERTIFICATES)?,
        wipe_promise: fact(conn, wipe::PROMISE)?,
    }))
}

/// What this copy is, in words.
pub(crate) fn role(conn: &Connection) -> Result<&'static str> {
    Ok(match (identity(conn)?, versions::log(conn)?) {
        (Some(_), _) => "replica: the server has the last word",
        (None, Some(_)) => "server: this copy is the authority of its devices",
        (None, None) => "stand-alone: this copy is the authority",
    })
}

/// How a replica stands with its server; null when it has none.
pub(crate) fn standing(conn: &Connection, now: Timestamp) -> Result<Value> {
    if identity(conn)?.is_none() {
        return Ok(Value::Null);
    }
    let mut told = serde_json::to_value(replica_standing(conn)?)?;
    told["server"] = json!(fact(conn, SERVER)?);
    told["workspace"] = json!(fact(conn, WORKSPACE)?);
    told["email"] = json!(fact(conn, EMAIL)?);
    let last = fact(conn, LAST)?.and_then(|ms| ms.parse().ok()).map(Timestamp);
    told["last_complete_at"] = json!(last);
    told["lease"] = lease::standing(conn, now)?;
    let (waiting, attention) = (told["waiting"].as_i64(), told["attention"].as_i64());
    let ended = fact(conn, ENDED)?;
    told["state"] = json!(match (ended.as_deref().and_then(unheard), last, waiting, attention) {
        (Some(unheard), ..) => unheard,
        (_, None, ..) => "filling",
        (.., Some(1..)) => "needs_attention",
        (_, _, Some(1..), _) => "waiting",
        _ => "up_to_date",
    });
    Ok(told)
}

/// How a copy stands that its server does not hear, by what it said: only a person can change that.
/// None when it said something else.
fn unheard(code: &str) -> Option<&'static str> {
    match code {
        "sync.revoked" => Some("revoked"),
        code if code.starts_with("account.") => Some("signed_out"),
        _ => None,
    }
}

/// Whether there is anything to see: of a new copy what everything else is read with; one that was
/// handed over has what it had.
pub(crate) fn is_usable(conn: &Connection) -> Result<bool> {
    Ok(identity(conn)?.is_none() || replica::is_usable(conn)?)
}

/// Whether a copy was joined and never filled, and nobody did anything in it.
pub(crate) fn is_empty_copy(conn: &Connection) -> Result<bool> {
    let standing = replica_standing(conn)?;
    Ok(identity(conn)?.is_some()
        && !replica::has_base(conn)?
        && standing.waiting + standing.attention == 0)
}

/// The certificates that this copy trusts beside those of the system.
pub(crate) fn certificates(workspace: &Workspace) -> Result<Option<String>> {
    workspace.reading_standing(|conn| fact(conn, CERTIFICATES))
}

/// What this device is called in the list of devices when nobody says another name.
pub fn label() -> String {
    let named = |name: &str| std::env::var(name).ok();
    let host = named("COMPUTERNAME")
        .or_else(|| named("HOSTNAME"))
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok())
        .map(|name| name.trim().chars().take(64).collect::<String>())
        .filter(|name| !name.is_empty());
    host.map_or_else(|| "Netra".to_owned(), |host| format!("Netra, {host}"))
}
