//! Keeping a replica up to date: what waits is handed in, what is new is taken in, until neither
//! side has more to say.
//!
//! Invariant: the renewed tokens are kept before they are used.

use super::http::{As, Server};
use super::live::passes_by_itself;
use super::{CERTIFICATES, CHECKED, ENDED, RemoteError, SERVER, news, tokens, unheard, wipe};
use crate::files::io_error;
use crate::folder::Workspace;
use netra_kernel::{Changes, Error, Id, Result};
use netra_sync::account::{
    Confirm, Devices, Invite, Invited, NewFactor, Proof, RecoveryCodes, Renew, SecondFactor,
    Secret, Tokens,
};
use netra_sync::forget::{KEEP_DAYS, forget};
use netra_sync::indexes;
use netra_sync::replica::{self, Pulled, Pushed, fact, set_fact};
use netra_sync::wire::{Pull, PullReply, PushReply};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// Exchanges after which both sides must have come to rest; a page is one of them, so this is some
/// hundred gigabytes.
const ROUNDS: usize = 50_000;
/// How often a server may say "later" before this program gives up for now.
const LATER: usize = 20;
/// How long a press of a button waits until the conversation that is under way has come to its end.
const PATIENCE: Duration = Duration::from_secs(20);

const SECOND_FACTOR: &str = "/second-factor";
/// So long what comes last of a new copy is built before the server is asked again.
const SLICE: Duration = Duration::from_millis(250);
/// While a first copy is filled the pages hear of what came no more often.
const GROWS: Duration = Duration::from_secs(2);
/// Ms between two comparisons of everything with the server.
const A_DAY: u64 = 24 * 3600 * 1_000;

/// What came of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Synced {
    /// Commands that were handed in.
    pub handed_in: usize,
    /// Rows that came, the gone ones too.
    pub rows: usize,
    pub pages: usize,
    /// Commands that wait still: the server said later.
    pub waiting: i64,
    /// Commands that were not applied and wait for their author.
    pub attention: i64,
    /// Files whose bytes went up, and those bytes.
    pub files_sent: usize,
    pub bytes_sent: u64,
    /// Files whose bytes came, and those bytes.
    pub files_fetched: usize,
    pub bytes_fetched: u64,
    /// Files that the server has not, or does not give.
    pub files_absent: usize,
    /// What was here was not what the server has, so everything was fetched anew.
    pub started_over: bool,
    /// Why commands wait because of a file that the server does not take at present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_back: Option<String>,
}

impl Synced {
    /// Whether anything went either way.
    #[must_use]
    pub fn is_news(&self) -> bool {
        self.handed_in + self.rows + self.files_sent + self.files_fetched > 0
    }
}

/// Held by the one program that speaks for a workspace.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits a while for whoever speaks at this moment, as somebody does who pressed a button.
    /// # Errors
    /// As [`Lock::take`].
    pub(super) fn take_patiently(workspace: &Workspace) -> Result<Lock> {
        let until = Instant::now() + PATIENCE;
        loop {
            match Lock::take(workspace) {
                Err(e) if e.code() == "sync.another_program" && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                other => return other,
            }
        }
    }

    /// # Errors
    /// `sync.another_program`, `workspace.wiped`; storage errors.
    pub(super) fn take(workspace: &Workspace) -> Result<Lock> {
        workspace.is_still_here()?;
        Lock::in_folder(workspace.root())
    }

    /// The same for a folder whose copy is not open.
    /// # Errors
    /// `sync.another_program`; storage errors.
    pub(super) fn in_folder(root: &Path) -> Result<Lock> {
        let path = root.join("sync.lock");
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(io_error)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(RemoteError::AnotherProgram.into()),
            Err(TryLockError::Error(e)) => Err(io_error(e)),
        }
    }
}

/// Hears how far it is: commands that wait, rows that came.
pub type Step<'a> = &'a dyn Fn(i64, usize) -> Result<()>;

/// Talks until both sides have nothing more to say.
/// # Errors
/// `sync.not_connected`, `sync.another_program`, `sync.unreachable`, `account.signed_out`,
/// `account.reused`, `sync.revoked`, `workspace.wiped`, `sync.wipe_forged`, `sync.schema`,
/// `sync.form`; storage errors. Whatever was
/// taken in until then is kept.
pub fn sync(workspace: &Workspace, step: Step<'_>) -> Result<Synced> {
    to_its_end(workspace, Talk::begin(workspace), step)
}

/// Remembers that the server does not hear this copy, until it does: what is up to date is what was
/// heard, and nobody may be looking when it ends.
fn note_end(workspace: &Workspace, why: Option<&Error>) -> Result<()> {
    let ended = match why {
        Some(e) if unheard(e.code()).is_some() && !passes_by_itself(e) => Some(e.code()),
        // Not reached, or something else: it is as it was.
        Some(_) => return Ok(()),
        None => None,
    };
    let conn = workspace.writer();
    match fact(&conn, ENDED)?.as_deref() == ended {
        true => Ok(()),
        false => set_fact(&conn, ENDED, ended),
    }
}

/// The same for somebody who pressed a button, after a conversation that is under way.
/// # Errors
/// As [`sync`].
pub(super) fn sync_patiently(workspace: &Workspace) -> Result<Synced> {
    let lock = Lock::take_patiently(workspace)?;
    to_its_end(workspace, Talk::under(workspace, Some(lock)), &|_, _| Ok(()))
}

fn to_its_end(workspace: &Workspace, talk: Result<Talk<'_>>, step: Step<'_>) -> Result<Synced> {
    let synced = talk.and_then(|talk| talked_out(talk, step));
    // Wherever on the way it was removed, that is what is to be said.
    workspace.is_still_here()?;
    note_end(workspace, synced.as_ref().err())?;
    synced
}

fn talked_out(mut talk: Talk<'_>, step: Step<'_>) -> Result<Synced> {
    let workspace = talk.workspace;
    let mut synced = Synced::default();
    ask_for_sums(workspace)?;
    news::note_absence(workspace)?;
    workspace.note_waiting(&mut workspace.writer());
    let mut is_pull_next = false;
    // The last sequence that was handed in and is still to be pulled: all of a queue goes up before
    // what it made comes down, so that what waits is run again once and not after every push.
    let mut handed = 0;
    for _ in 0..ROUNDS {
        let push = match is_pull_next || synced.held_back.is_some() {
            true => None,
            false => replica::push_after(&workspace.writer(), handed)?,
        };
        let waiting = replica::standing(&workspace.writer())?.waiting;
        step(waiting, synced.rows)?;
        match push {
            Some(mut push) => {
                talk.send_content(&mut push, &mut synced, step)?;
                if push.commands.is_empty() && !push.wants_identity {
                    continue;
                }
                let reply: PushReply = talk.post("/push", &push)?;
                match take_answer(workspace, &reply)? {
                    Pushed::Fine => match reply.told.last() {
                        Some(last) => handed = last.device_seq,
                        None => is_pull_next = true,
                    },
                    Pushed::Again => handed = 0,
                    Pushed::Later(_) => talk.wait(2)?,
                }
                synced.handed_in += reply.told.len();
            }
            None => {
                let is_complete = talk.pull(&mut synced, step)?;
                is_pull_next = !is_complete;
                handed = 0;
                let is_held_back = synced.held_back.is_some();
                if is_complete && (is_held_back || replica::push(&workspace.writer())?.is_none()) {
                    if has_more_to_build(workspace)? {
                        continue;
                    }
                    talk.fetch_all(&mut synced, step)?;
                    let standing = replica::standing(&workspace.writer())?;
                    (synced.waiting, synced.attention) = (standing.waiting, standing.attention);
                    return Ok(synced);
                }
            }
        }
    }
    Err(RemoteError::NoRest { rounds: ROUNDS }.into())
}

/// Builds what comes last of a new copy, for a while; true when there is more of it.
fn has_more_to_build(workspace: &Workspace) -> Result<bool> {
    let began = Instant::now();
    while indexes::next(&mut workspace.writer())? {
        if began.elapsed() > SLICE {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Has everything that is here compared with what the server has, when it next syncs.
/// # Errors
/// Storage errors.
pub fn check(workspace: &Workspace) -> Result<()> {
    replica::ask_for_sums(&workspace.writer())
}

/// Asks for the sums once a day.
fn ask_for_sums(workspace: &Workspace) -> Result<()> {
    let now = workspace.host().now().0;
    let conn = workspace.writer();
    let last: Option<i64> = fact(&conn, CHECKED)?.and_then(|ms| ms.parse().ok());
    // A clock that was wrong must not put it off for ever.
    if last.is_none_or(|last| now.abs_diff(last) >= A_DAY) {
        // What comes for the first time is compared the next day: that costs as much as the copy.
        if replica::has_base(&conn)? {
            replica::ask_for_sums(&conn)?;
        }
        set_fact(&conn, CHECKED, Some(&now.to_string()))?;
    }
    Ok(())
}

/// One conversation with the server, or questions beside one.
pub(super) struct Talk<'w> {
    pub(super) workspace: &'w Workspace,
    server: Server,
    kept: tokens::Kept,
    pub(super) waits: usize,
    /// None beside a conversation: then it is taken for a renewal only.
    lock: Option<Lock>,
}

impl Talk<'_> {
    pub(super) fn begin(workspace: &Workspace) -> Result<Talk<'_>> {
        Talk::under(workspace, Some(Lock::take(workspace)?))
    }

    /// For somebody who pressed a button: a conversation under way may last, and none of its
    /// rows or files are touched by this.
    pub(super) fn beside(workspace: &Workspace) -> Result<Talk<'_>> {
        workspace.is_still_here()?;
        Talk::under(workspace, None)
    }

    fn under(workspace: &Workspace, lock: Option<Lock>) -> Result<Talk<'_>> {
        let (base, certificates) = {
            let conn = workspace.writer();
            // What comes may refer to rows that this person may not see.
            conn.pragma_update(None, "foreign_keys", false)?;
            let base = fact(&conn, SERVER)?.ok_or(RemoteError::NotConnected)?;
            (base, fact(&conn, CERTIFICATES)?)
        };
        let server = Server::new(&base, certificates.as_deref())?;
        let kept = tokens::kept(workspace)?
            .ok_or_else(|| Error::from(netra_sync::account::AccountError::SignedOut))?;
        Ok(Talk { workspace, server, kept, waits: 0, lock })
    }

    fn renew(&mut self) -> Result<()> {
        // A token is good for one renewal, so only one program at a time may ask for it.
        let _turn = match self.lock {
            Some(_) => None,
            None => match self.turn()? {
                None => return Ok(()),
                turn => turn,
            },
        };
        let asked = Renew { refresh: self.kept.refresh.clone() };
        let renewed: Tokens = self
            .server
            .post("/renew", As::default(), &asked)
            .map_err(|e| wipe::heed(self.workspace, &self.server, e))?;
        self.kept = tokens::keep(self.workspace, &renewed)?;
        Ok(())
    }

    /// The turn to renew; None once the conversation under way has renewed meanwhile.
    fn turn(&mut self) -> Result<Option<Lock>> {
        let until = Instant::now() + PATIENCE;
        loop {
            let turn = Lock::take(self.workspace);
            match tokens::kept(self.workspace)? {
                None => return Err(netra_sync::account::AccountError::SignedOut.into()),
                Some(kept) if kept.refresh.0 != self.kept.refresh.0 => {
                    self.kept = kept;
                    return Ok(None);
                }
                Some(_) => {}
            }
            match turn {
                Err(e) if e.code() == "sync.another_program" && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                other => return other.map(Some),
            }
        }
    }

    /// Gives up at the first "too many": for what is tried again later anyway.
    pub(super) fn without_waiting(mut self) -> Self {
        self.waits = LATER;
        self
    }

    /// Asks as this device; renews the token when its time is over, waits when told to.
    pub(super) fn asking<T>(&mut self, ask: impl Fn(&Server, As<'_>) -> Result<T>) -> Result<T> {
        let mut is_renewed = false;
        if self.kept.access_until <= self.workspace.host().now().0 {
            self.renew()?;
            is_renewed = true;
        }
        loop {
            // Not through the writer: a page may be taken in meanwhile.
            let device = self.workspace.reading_standing(replica::identity)?;
            let who = As { access: Some(&self.kept.access), device };
            match ask(&self.server, who) {
                Err(e) if e.code() == "account.signed_out" && !is_renewed => {
                    self.renew()?;
                    is_renewed = true;
                }
                Err(e) if e.code() == "account.too_many" => {
                    self.wait(e.args().get("seconds").and_then(Value::as_u64).unwrap_or(5))?;
                }
                other => return other.map_err(|e| wipe::heed(self.workspace, &self.server, e)),
            }
        }
    }

    fn post<T: DeserializeOwned>(&mut self, path: &str, body: &impl Serialize) -> Result<T> {
        self.asking(|server, who| server.post(path, who, body))
    }

    /// Waits as long as the server asked for, and a little that differs from device to device.
    pub(super) fn wait(&mut self, seconds: u64) -> Result<()> {
        self.waits += 1;
        if self.waits > LATER {
            return Err(netra_sync::account::AccountError::TooMany { seconds }.into());
        }
        let mut byte = [0u8; 1];
        crate::host::random(&mut byte)?;
        std::thread::sleep(
            Duration::from_secs(seconds.min(120)) + Duration::from_millis(u64::from(byte[0]) * 4),
        );
        Ok(())
    }

    /// Pages until the last one, the next being fetched while one is taken in; true when the last
    /// one made it complete.
    fn pull(&mut self, synced: &mut Synced, step: Step<'_>) -> Result<bool> {
        let workspace = self.workspace;
        let mut grew = Instant::now();
        let mut was_usable = workspace.reading_standing(replica::is_usable)?;
        let mut asked = replica::pull(&workspace.writer())?;
        let mut reply: PullReply = self.post("/pull", &asked)?;
        loop {
            let next = match &reply {
                PullReply::Page(page) => replica::pull_after(&asked, page),
                PullReply::Diverged => None,
            };
            let (done, fetched) = std::thread::scope(|scope| {
                let fetching =
                    next.as_ref().map(|next| scope.spawn(|| self.post::<PullReply>("/pull", next)));
                let done = take_in(workspace, &asked, &reply, synced);
                let fetched = fetching.map(|fetching| {
                    let panicked = |_| Err(Error::internal("fetching a page panicked"));
                    fetching.join().unwrap_or_else(panicked)
                });
                (done, fetched)
            });
            let done = done?;
            let (Pulled::More, Some(next), Some(fetched)) = (done, next, fetched) else {
                return Ok(done == Pulled::Complete);
            };
            let is_usable = workspace.reading_standing(replica::is_usable)?;
            if (is_usable && !was_usable) || grew.elapsed() > GROWS {
                (was_usable, grew) = (is_usable, Instant::now());
                announce_all(workspace);
            }
            let waiting = workspace.reading_standing(replica::standing)?.waiting;
            step(waiting, synced.rows)?;
            (asked, reply) = (next, fetched?);
        }
    }
}

/// Takes in what the server says to a push.
fn take_answer(workspace: &Workspace, reply: &PushReply) -> Result<Pushed> {
    let mut conn = workspace.writer();
    let done = replica::pushed(&mut conn, workspace.engine(), reply)?;
    if done == Pushed::Again {
        workspace.note_waiting(&mut conn);
    }
    Ok(done)
}

/// Takes a page in.
fn take_in(
    workspace: &Workspace,
    asked: &Pull,
    reply: &PullReply,
    synced: &mut Synced,
) -> Result<Pulled> {
    if let PullReply::Page(page) = reply {
        synced.rows += page.rows.len();
        synced.pages += 1;
    }
    let now = workspace.host().now();
    let done = {
        let mut conn = workspace.writer();
        let done = replica::pulled(&mut conn, workspace.engine(), asked, reply)?;
        if done == Pulled::Complete {
            workspace.had_contact(&conn, now)?;
            forget(&mut conn, &(now.0.div_euclid(A_DAY as i64)).to_string(), KEEP_DAYS)?;
        }
        if done != Pulled::More {
            workspace.note_waiting(&mut conn);
        }
        done
    };
    synced.started_over |= matches!(done, Pulled::Drifted | Pulled::Diverged);
    if done == Pulled::Complete {
        announce_all(workspace);
    }
    Ok(done)
}

fn announce_all(workspace: &Workspace) {
    let tables = vec!["*".to_owned()];
    workspace.announce(&Changes { tables, ids: Vec::new(), origin: Id([0; 16]) });
}

/// The devices that are signed in: one's own, or everybody's for whoever manages people.
/// # Errors
/// As [`sync`].
pub fn devices(workspace: &Workspace) -> Result<Devices> {
    Talk::beside(workspace)?.asking(|server, who| server.get("/devices", who))
}

/// Signs a device out for good; what is on it stays.
/// # Errors
/// `account.no_device`, as [`sync`].
pub fn revoke(workspace: &Workspace, id: Id) -> Result<()> {
    let path = format!("/devices/{id}");
    Talk::beside(workspace)?.asking(|server, who| server.delete(&path, who)).map(|_| ())
}

/// Signs a device out for good, and has it remove its copy when it comes next.
/// # Errors
/// `account.no_device`, `forbidden`, as [`sync`].
pub fn wipe_device(workspace: &Workspace, id: Id) -> Result<()> {
    let path = format!("/devices/{id}/wipe");
    Talk::beside(workspace)?.post::<Value>(&path, &Value::Null).map(|_| ())
}

/// A code by which a person sets a password.
/// # Errors
/// `forbidden`, `actor.unknown`, as [`sync`].
pub fn invite(workspace: &Workspace, person: Id) -> Result<Invited> {
    Talk::beside(workspace)?.post("/invitations", &Invite { person })
}

/// A question that the server answers: it has the history, this copy has the rows.
/// # Errors
/// As [`sync`]; what the question refuses.
pub(super) fn ask_there(
    workspace: &Workspace,
    locale: &str,
    name: &str,
    args: &Value,
) -> Result<Value> {
    Talk::beside(workspace)?.asking(|server, who| server.query(name, who, locale, args))
}

/// Has the server send somebody the letter with such a code.
/// # Errors
/// As [`invite`]; `account.no_mail`.
pub fn invite_by_mail(workspace: &Workspace, person: Id) -> Result<()> {
    let asked = Invite { person };
    Talk::beside(workspace)?.post::<Value>("/invitations/mail", &asked).map(|_| ())
}

/// Ends this device's sign-in. What is here stays here.
/// # Errors
/// As [`sync`].
pub fn sign_out(workspace: &Workspace) -> Result<()> {
    // To its end, so that it keeps no tokens after these are forgotten.
    let mut talk = Talk::under(workspace, Some(Lock::take_patiently(workspace)?))?;
    talk.post::<Value>("/sign-out", &Value::Null)?;
    tokens::forget(workspace)
}

/// How the second factor of whoever is signed in stands.
/// # Errors
/// As [`sync`].
pub fn second_factor(workspace: &Workspace) -> Result<SecondFactor> {
    Talk::beside(workspace)?.asking(|server, who| server.get(SECOND_FACTOR, who))
}

/// The secret for a program that makes codes; asked for once [`confirm_second_factor`] is done.
/// # Errors
/// `account.wrong`, `account.second_factor_on`, as [`sync`].
pub fn begin_second_factor(workspace: &Workspace, proof: &Proof) -> Result<NewFactor> {
    Talk::beside(workspace)?.without_waiting().post(SECOND_FACTOR, proof)
}

/// Turns it on by a code from that program, and gives the codes to recover with.
/// # Errors
/// `account.code_wrong`, `account.second_factor_off` when the secret waited too long; as [`sync`].
pub fn confirm_second_factor(workspace: &Workspace, code: Secret) -> Result<RecoveryCodes> {
    let path = format!("{SECOND_FACTOR}/confirm");
    Talk::beside(workspace)?.without_waiting().post(&path, &Confirm { code })
}

/// Other codes to recover with; those that there were are good no more.
/// # Errors
/// `account.wrong`, `account.code_needed`, `account.code_wrong`, as [`sync`].
pub fn renew_recovery_codes(workspace: &Workspace, proof: &Proof) -> Result<RecoveryCodes> {
    let path = format!("{SECOND_FACTOR}/recovery-codes");
    Talk::beside(workspace)?.without_waiting().post(&path, proof)
}

/// Turns it off.
/// # Errors
/// As [`renew_recovery_codes`].
pub fn end_second_factor(workspace: &Workspace, proof: &Proof) -> Result<()> {
    let path = format!("{SECOND_FACTOR}/off");
    Talk::beside(workspace)?.without_waiting().post::<Value>(&path, proof).map(|_| ())
}
