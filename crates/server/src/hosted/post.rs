//! `/api/v1/forgot` and `/api/v1/invitations/mail`: one-time codes that come by mail, and the queue
//! of what is to be sent.
//!
//! Invariant: whoever asks for a new password hears the same, after the same work, whether there is
//! such a person or not.
//! Invariant: the queue holds whom a letter is for and why; no address, no text and no code. The code
//! is made when the letter goes out, and no letter goes out twice with the same code.
//! Invariant: a code for a new password goes only to the address that its person is known by, and
//! only two things make an address known: signing in by it where no copy was before, and a code that
//! was read there. A sign-in that names its device changes nothing, not even where no address is
//! known: its form may have put in what somebody else wrote into the workspace. So whoever may
//! change the addresses of others, and end their sign-ins, gets into no account by it.
//! Invariant: a letter that was begun is counted before it goes out, so that one that brings the
//! program down holds up nobody else's.

use super::accounts::{Accounts, Caller};
use super::api::{
    Address, Answer, Json, Raw, SMALL, Served, Shared, TRIES_OF_ACCOUNT, TRIES_OF_ADDRESS,
    blocking, may_invite, read,
};
use super::password;
use super::second::Whose;
use super::tenants::Tenants;
use axum::Extension;
use axum::extract::State;
use netra_core::people::addressee;
use netra_core::{language, permissions};
use netra_gateways::mail::{Letter, Mailer};
use netra_kernel::{Id, Result};
use netra_sync::account::{AccountError, Forgot, Invite};
use netra_workspace::Workspace;
use netra_workspace::key::purpose;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS mails (
    id BLOB PRIMARY KEY NOT NULL,
    -- NULL: nobody; it is written all the same, so that the time it takes tells nothing
    workspace TEXT, person BLOB,
    -- the address that it was ordered for, as a hash; NULL: the one that they are known by
    mark BLOB,
    kind TEXT NOT NULL CHECK (kind IN ('reset', 'invitation')),
    queued_at INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL,
    -- NULL while it waits; else sent, refused, too_late, nobody, moved, unknown_address
    ended TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mails_due ON mails (ended, next_at);
-- The address that somebody is known by, as a hash.
CREATE TABLE IF NOT EXISTS known_addresses (
    workspace TEXT NOT NULL, person BLOB NOT NULL, mark BLOB NOT NULL,
    PRIMARY KEY (workspace, person)
) STRICT, WITHOUT ROWID;
-- To which address the code of an invitation went, both as hashes.
CREATE TABLE IF NOT EXISTS mailed_codes (
    hash BLOB PRIMARY KEY NOT NULL, mark BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;
/// Letters of one kind that one person gets in an hour. Counted apart, so that a stranger who asks
/// for new passwords holds up nobody's invitation.
const LETTERS_AN_HOUR: i64 = 3;
/// A letter that is being sent is not begun again within this.
const BEGUN: i64 = 5 * 60 * SECOND;
/// What was sent or given up is remembered so long.
const REMEMBERED: i64 = 30 * 24 * HOUR;
/// How often it looks without being told.
const LOOK: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Kind {
    Reset,
    Invitation,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Reset => "reset",
            Kind::Invitation => "invitation",
        }
    }
    /// How long its code may be used.
    fn code_lasts(self) -> i64 {
        match self {
            Kind::Reset => HOUR,
            Kind::Invitation => 7 * 24 * HOUR,
        }
    }
    /// How long it is worth sending.
    fn is_worth(self) -> i64 {
        match self {
            Kind::Reset => HOUR,
            Kind::Invitation => 3 * 24 * HOUR,
        }
    }
}

/// Who sends, and the address that letters name.
pub(crate) struct Post {
    pub mailer: Box<dyn Mailer>,
    /// `https://netra.example`.
    pub public_url: String,
    pub wake: Notify,
}

/// An address as a hash by the workspace's key: it can be recognised, not read.
pub(super) fn mark(workspace: &Workspace, email: &str) -> Result<[u8; 32]> {
    let said = format!("address {}", email.trim().to_lowercase());
    if let Some(key) = workspace.key() {
        return Ok(*purpose(key, &said)?);
    }
    // One that is not encrypted has no key. Its id lies in its folder, where the addresses lie too:
    // who has `server.db` alone cannot tell by trying which address a hash is of.
    Ok(*purpose(&password::hash_of(&workspace.manifest().id), &said)?)
}

/// A code that came by mail shows that its person reads what is sent to the address it went to. To
/// be asked before the code is used up.
pub(super) fn know_by_code(tx: &Transaction<'_>, code: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO known_addresses (workspace, person, mark)
         SELECT c.workspace, c.person, m.mark FROM mailed_codes m JOIN codes c ON c.hash = m.hash
         WHERE m.hash = ?1
         ON CONFLICT DO UPDATE SET mark = excluded.mark",
        [password::hash_of(code)],
    )?;
    Ok(())
}

/// A letter that is due.
pub(crate) struct Due {
    id: Id,
    whose: Option<(String, Id)>,
    mark: Option<[u8; 32]>,
    kind: Kind,
    queued_at: i64,
    tries: i64,
}

/// Ms until the next try after so many.
fn pause(tries: i64) -> i64 {
    let minutes = [1, 2, 5, 15, 60];
    let at = usize::try_from(tries - 1).unwrap_or(0).min(minutes.len() - 1);
    minutes[at] * 60 * SECOND
}

impl Accounts {
    /// Remembers the address by which somebody has just signed in where no copy was before.
    pub(super) fn know_address(&self, whose: Whose<'_>, mark: &[u8; 32]) -> Result<()> {
        self.conn()
            .prepare_cached(
                "INSERT INTO known_addresses (workspace, person, mark) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET mark = excluded.mark",
            )?
            .execute(params![whose.workspace, whose.person, mark])?;
        Ok(())
    }

    fn known_address(&self, workspace: &str, person: Id) -> Result<Option<[u8; 32]>> {
        Ok(self
            .conn()
            .prepare_cached(
                "SELECT mark FROM known_addresses WHERE workspace = ?1 AND person = ?2",
            )?
            .query_row(params![workspace, person], |r| r.get(0))
            .optional()?)
    }

    /// Notes to which address a code goes.
    fn note_mailed(&self, code: &str, mark: &[u8; 32]) -> Result<()> {
        self.conn().execute(
            "INSERT INTO mailed_codes (hash, mark) VALUES (?1, ?2)",
            params![password::hash_of(code), mark],
        )?;
        Ok(())
    }

    /// Puts a letter into the queue. When somebody had too many of them a new password is queued
    /// for nobody, since whoever asks must not notice; an invitation is refused.
    /// # Errors
    /// `account.too_many`.
    fn queue(
        &self,
        id: Id,
        whose: Option<(&str, Id)>,
        kind: Kind,
        mark: Option<[u8; 32]>,
    ) -> Result<()> {
        let now = self.now();
        let conn = self.conn();
        let (recent, oldest): (i64, Option<i64>) = conn
            .prepare_cached(
                "SELECT count(*), min(queued_at) FROM mails
                 WHERE workspace = ?1 AND person = ?2 AND kind = ?3 AND queued_at > ?4",
            )?
            .query_row(
                params![whose.map(|w| w.0), whose.map(|w| w.1), kind.word(), now - HOUR],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
        let is_too_many = recent >= LETTERS_AN_HOUR;
        if is_too_many && kind == Kind::Invitation {
            let left = oldest.unwrap_or(now) + HOUR - now;
            let seconds = u64::try_from(left / SECOND + 1).unwrap_or(0);
            return Err(AccountError::TooMany { seconds }.into());
        }
        let whose = whose.filter(|_| !is_too_many);
        conn.execute(
            "INSERT INTO mails (id, workspace, person, mark, kind, queued_at, tries, next_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?6)",
            params![id, whose.map(|w| w.0), whose.map(|w| w.1), mark, kind.word(), now],
        )?;
        Ok(())
    }

    /// The next letter that is due, counted as begun.
    fn begin_mail(&self) -> Result<Option<Due>> {
        let now = self.now();
        let conn = self.conn();
        conn.execute(
            "DELETE FROM mails WHERE ended IS NOT NULL
             AND (queued_at < ?1 OR ended = 'nobody' AND workspace IS NULL)",
            [now - REMEMBERED],
        )?;
        // Of codes that were used, or could be no more.
        conn.execute("DELETE FROM mailed_codes WHERE hash NOT IN (SELECT hash FROM codes)", [])?;
        let due = conn
            .query_row(
                "SELECT id, workspace, person, kind, queued_at, tries, mark FROM mails
                 WHERE ended IS NULL AND next_at <= ?1 ORDER BY next_at, id LIMIT 1",
                [now],
                |r| {
                    let (workspace, person): (Option<String>, Option<Id>) = (r.get(1)?, r.get(2)?);
                    let kind = match r.get::<_, String>(3)?.as_str() {
                        "reset" => Kind::Reset,
                        _ => Kind::Invitation,
                    };
                    let tries: i64 = r.get(5)?;
                    Ok(Due {
                        id: r.get(0)?,
                        whose: workspace.zip(person),
                        kind,
                        queued_at: r.get(4)?,
                        tries: tries + 1,
                        mark: r.get(6)?,
                    })
                },
            )
            .optional()?;
        if let Some(due) = &due {
            conn.execute(
                "UPDATE mails SET tries = ?2, next_at = ?3 WHERE id = ?1",
                params![due.id, due.tries, now + BEGUN],
            )?;
        }
        Ok(due)
    }

    fn end_mail(&self, id: Id, how: &str) -> Result<()> {
        self.conn().execute("UPDATE mails SET ended = ?2 WHERE id = ?1", params![id, how])?;
        Ok(())
    }

    fn put_off(&self, due: &Due) -> Result<()> {
        let next = self.now() + pause(due.tries);
        self.conn()
            .execute("UPDATE mails SET next_at = ?2 WHERE id = ?1", params![due.id, next])?;
        Ok(())
    }

    fn forget_code(&self, code: &str) -> Result<()> {
        self.conn().execute("DELETE FROM codes WHERE hash = ?1", [password::hash_of(code)])?;
        Ok(())
    }
}

/// Sends what is due; how many went out.
pub(crate) fn send_due(shared: &Shared) -> Result<usize> {
    let Some(post) = &shared.post else { return Ok(0) };
    let (tenants, mut sent) = (shared.tenants(), 0);
    let accounts = &tenants.accounts;
    while let Some(due) = accounts.begin_mail()? {
        // One workspace that cannot be opened holds up nobody else's letters.
        let outcome =
            send(tenants, post, &due).unwrap_or_else(|e| Sent::Later(e.code().to_owned()));
        let (how, why) = match outcome {
            Sent::Yes => ("sent", String::new()),
            Sent::Later(why) => {
                shared.watch.count("mails_put_off", 1);
                tell(shared, &due, "put_off", &why);
                accounts.put_off(&due)?;
                continue;
            }
            Sent::Refused(why) => ("refused", why),
            Sent::Never(how) => (how, how.to_owned()),
        };
        accounts.end_mail(due.id, how)?;
        match how {
            "sent" => {
                sent += 1;
                shared.watch.count("mails_sent", 1);
            }
            "nobody" => {}
            _ => {
                shared.watch.count("mails_given_up", 1);
                tell(shared, &due, "given_up", &why);
            }
        }
    }
    Ok(sent)
}

/// A line of the log about a letter that did not go out: a word or a status, nobody's address and
/// nothing of the letter.
fn tell(shared: &Shared, due: &Due, outcome: &str, why: &str) {
    let kind = due.kind.word();
    let detail = json!({ "kind": kind, "outcome": outcome, "why": why, "tries": due.tries });
    shared.watch.say(shared.tenants().host().now(), "warn", "mail", detail);
}

enum Sent {
    Yes,
    Later(String),
    /// For good, by the server of mail or because no letter can be made; why.
    Refused(String),
    /// For good, before anybody was asked; the word that its row ends with.
    Never(&'static str),
}

fn send(tenants: &Tenants, post: &Post, due: &Due) -> Result<Sent> {
    let Some((name, id)) = &due.whose else { return Ok(Sent::Never("nobody")) };
    if tenants.host().now().0 - due.queued_at > due.kind.is_worth() {
        return Ok(Sent::Never("too_late"));
    }
    let workspace = tenants.workspace(name)?;
    let Some(person) = workspace.reading(|conn| addressee(conn, *id))? else {
        return Ok(Sent::Never("nobody"));
    };
    let mark_now = mark(&workspace, &person.email)?;
    let expected = match due.kind {
        Kind::Reset => tenants.accounts.known_address(name, *id)?,
        Kind::Invitation => due.mark,
    };
    match expected {
        None => return Ok(Sent::Never("unknown_address")),
        Some(expected) if expected != mark_now => return Ok(Sent::Never("moved")),
        Some(_) => {}
    }
    let lasts = due.kind.code_lasts();
    let code = tenants.accounts.code_lasting(name, Some(*id), lasts)?.code.0;
    if due.kind == Kind::Invitation {
        tenants.accounts.note_mailed(&code, &mark_now)?;
    }
    let address = format!("{}/{name}", post.public_url);
    let firm = if person.firm.is_empty() { name.as_str() } else { &person.firm };
    let values = [
        ("firm", firm),
        ("person", &person.name),
        ("email", &person.email),
        ("address", &address),
        ("code", &code),
    ];
    let (subject, text) = language::letter(person.language, due.kind.word(), &values);
    // Each try is another text: who drops repetitions must not drop the code that is good.
    let number = format!("{}.{}", due.id, due.tries);
    let letter = Letter { to: person.email, subject, text, id: number };
    match post.mailer.send(&letter) {
        Ok(()) => Ok(Sent::Yes),
        Err(unsent) => {
            // Who may have the letter may use it.
            if unsent.is_sure {
                tenants.accounts.forget_code(&code)?;
            }
            match unsent.is_for_good {
                true => Ok(Sent::Refused(unsent.why)),
                false => Ok(Sent::Later(unsent.why)),
            }
        }
    }
}

/// Sends, for as long as the server runs.
pub(crate) async fn keep_sending(shared: Arc<Shared>) {
    loop {
        let ours = Arc::clone(&shared);
        if let Err(e) = blocking(move || send_due(&ours)).await {
            shared.watch.count("mails_put_off", 1);
            let now = shared.tenants().host().now();
            shared.watch.say(now, "error", "mail", json!({ "code": e.code() }));
        }
        if let Some(post) = &shared.post {
            let _ = tokio::time::timeout(LOOK, post.wake.notified()).await;
        }
    }
}

/// The active person with this address.
fn of_address(tenants: &Tenants, asked: &Forgot) -> Result<Option<Id>> {
    match tenants.any_workspace(&asked.workspace) {
        Ok(workspace) => Ok(workspace.session(Some(&asked.email), "en").ok().map(|s| s.actor)),
        Err(e) if e.code() == "serve.no_workspace" => Ok(None),
        Err(e) => Err(e),
    }
}

pub(super) async fn forgot(
    State(shared): Served,
    Extension(Address(address)): Extension<Address>,
    body: Raw,
) -> Answer<serde_json::Value> {
    let asked: Forgot = read(body, SMALL)?;
    shared.pace(&format!("sign-in from {address}"), TRIES_OF_ADDRESS)?;
    let account = format!("forgot {} {}", asked.workspace, asked.email.trim().to_lowercase());
    shared.pace(&account, TRIES_OF_ACCOUNT)?;
    let Some(post) = &shared.post else {
        // Said to whoever can do something about it, not to whoever asks.
        shared.watch.count("mails_without_server", 1);
        let now = shared.tenants().host().now();
        shared.watch.say(now, "warn", "mail", json!({ "why": "no server of mail is set up" }));
        return Ok(Json(json!({})));
    };
    let ours = Arc::clone(&shared);
    blocking(move || {
        let person = of_address(ours.tenants(), &asked)?;
        let whose = person.map(|person| (asked.workspace.as_str(), person));
        let id = ours.tenants().host().new_id()?;
        ours.tenants().accounts.queue(id, whose, Kind::Reset, None)
    })
    .await?;
    post.wake.notify_one();
    Ok(Json(json!({})))
}

pub(super) async fn invite(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    body: Raw,
) -> Answer<serde_json::Value> {
    let asked: Invite = read(body, SMALL)?;
    let ours = Arc::clone(&shared);
    blocking(move || {
        let workspace = ours.tenants().workspace(&caller.workspace)?;
        may_invite(ours.tenants(), &workspace, &caller, asked.person)?;
        if ours.post.is_none() {
            return Err(AccountError::NoMail.into());
        }
        let Some(to) = workspace.reading(|conn| addressee(conn, asked.person))? else {
            return Err(netra_kernel::access::forbidden(permissions::PERSON_MANAGE));
        };
        let mark = mark(&workspace, &to.email)?;
        let whose = Some((caller.workspace.as_str(), asked.person));
        let id = ours.tenants().host().new_id()?;
        ours.tenants().accounts.queue(id, whose, Kind::Invitation, Some(mark))
    })
    .await?;
    if let Some(post) = &shared.post {
        post.wake.notify_one();
    }
    Ok(Json(json!({})))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow() {
        let pauses: Vec<i64> = (1..8).map(|tries| pause(tries) / 60_000).collect();
        assert_eq!(pauses, [1, 2, 5, 15, 60, 60, 60]);
    }
}
