//! `GET /api/v1/live`: tells a device that there is something new for it, and nothing else. Server-
//! sent events: an ordinary answer that does not end, which every proxy knows.
//!
//! Invariant: what is told says neither what changed nor how much; a hint that is lost costs time,
//! never data, since devices pull at intervals anyway.
//! Invariant: before each hint and each heart-beat the token is looked at again, so whoever is
//! signed out, revoked or suspended hears nothing more.
//! Invariant: nothing is queued: whoever reads slowly hears once of all that happened meanwhile.

use super::accounts::Caller;
use super::api::{Refused, Served, Shared, bearer, blocking, reading};
use super::exchange::session;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use netra_core::scopes;
use netra_kernel::{Held, Result, Scope, versions};
use netra_sync::account::AccountError;
use netra_workspace::Workspace;
use rusqlite::{Connection, params};
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio::time::{Instant, sleep, sleep_until};

/// Live connections of one server, and of one person.
const MOST: usize = 12_000;
const MOST_OF_PERSON: usize = 8;
/// A connection ends by itself after this; the device comes again.
const LASTS: Duration = Duration::from_secs(300);
/// Between two hints on one connection. The first comes at once; what happens meanwhile is one more.
const TOGETHER: Duration = Duration::from_millis(25);
/// How often it looks for what was not pushed: the schedule, another program on the server's file.
const LOOK: Duration = Duration::from_millis(500);
const MOVED: &[u8] = b"event: moved\ndata: {}\n\n";
const BEAT: &[u8] = b": \n\n";

/// Changes of a workspace that are remembered; whoever missed more looks for themselves.
const REMEMBERED: usize = 500;
/// What is in this family says nothing of what anybody holds.
const LEADS: &str = "leads";

/// Who is listening, and what they are told.
pub(crate) struct Live {
    heart: Duration,
    heads: Mutex<HashMap<String, Sender<News>>>,
    /// Live connections by workspace and person.
    open: Mutex<HashMap<String, usize>>,
    end: Sender<bool>,
}

impl Live {
    /// `heart`: how often a connection on which nothing happens is heard.
    pub(crate) fn new(heart: Duration) -> Live {
        let end = watch::channel(false).0;
        Live { heart, heads: Mutex::default(), open: Mutex::default(), end }
    }

    /// Ends every connection, and lets no more come.
    pub(crate) fn end(&self) {
        self.end.send_replace(true);
    }

    /// How many listen.
    pub(crate) fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// Something may have been committed in a workspace. What changed is read once, for all who
    /// listen.
    /// # Errors
    /// Storage errors.
    pub(crate) fn moved(&self, name: &str, workspace: &Workspace) -> Result<()> {
        let head = {
            let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
            heads.get(name).cloned()
        };
        let Some(head) = head else { return Ok(()) };
        let known = head.borrow().version;
        let newest = workspace.reading(|conn| News::after(conn, known))?;
        head.send_if_modified(|news| news.go_on(newest));
        Ok(())
    }

    /// Listens to a workspace; true when nobody looks at it yet. Whoever looks goes on while there
    /// is a head, also when everybody left and came back between two looks.
    fn listen(&self, workspace: &str) -> (Receiver<News>, bool) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let is_looked_at = heads.contains_key(workspace);
        let head =
            heads.entry(workspace.to_owned()).or_insert_with(|| watch::channel(News::default()).0);
        (head.subscribe(), !is_looked_at)
    }

    fn has_listeners(&self, workspace: &str) -> bool {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let is_heard = heads.get(workspace).is_some_and(|head| head.receiver_count() > 0);
        if !is_heard {
            heads.remove(workspace);
        }
        is_heard
    }
}

/// What changed in a workspace, as far as hints need it.
#[derive(Default)]
struct News {
    version: i64,
    /// All that changed after this version is in `lines`.
    from: i64,
    lines: VecDeque<(i64, Scope)>,
    /// The version after which it was read: a lower one means that the past is another.
    asked: i64,
}

/// What news are for somebody.
#[derive(PartialEq, Debug)]
enum For {
    Nothing,
    Them,
    /// What they hold may be something else now, or more happened than is remembered.
    Look,
}

impl News {
    fn after(conn: &mut Connection, from: i64) -> Result<News> {
        let tx = conn.transaction()?;
        let version = versions::newest(&tx)?;
        let mut news = News { version, from, lines: VecDeque::new(), asked: from };
        if version < from {
            news.from = version;
        }
        let mut stmt = tx.prepare_cached(
            "SELECT version, family, holder FROM row_versions WHERE version > ?1
             ORDER BY version LIMIT ?2",
        )?;
        let lines = stmt.query_map(params![news.from, REMEMBERED as i64 + 1], |r| {
            Ok((r.get(0)?, Scope::stored(r.get(1)?, &r.get::<_, Vec<u8>>(2)?)))
        })?;
        news.lines = lines.collect::<rusqlite::Result<_>>()?;
        if news.lines.len() > REMEMBERED {
            news.lines.clear();
            news.from = version;
        }
        Ok(news)
    }

    /// Adds what came after; false when that is known already, as it is to whoever read before
    /// somebody else and says it after them.
    fn go_on(&mut self, newer: News) -> bool {
        let is_another_past = newer.version < newer.asked;
        if newer.version == self.version || (newer.version < self.version && !is_another_past) {
            return false;
        }
        if is_another_past || newer.from > self.version {
            *self = newer;
            return true;
        }
        self.lines.extend(newer.lines.into_iter().filter(|(version, _)| *version > self.version));
        self.version = newer.version;
        while self.lines.len() > REMEMBERED {
            if let Some((version, _)) = self.lines.pop_front() {
                self.from = version;
            }
        }
        true
    }

    /// For somebody who holds these scopes and knows of this version.
    fn concern(&self, held: &[Held], known: i64) -> For {
        if known < self.from || known > self.version {
            return For::Look;
        }
        let mut lines = self.lines.iter().filter(|(version, _)| *version > known).peekable();
        if lines.clone().any(|(_, scope)| scope.family != LEADS) {
            return For::Look;
        }
        match lines.any(|(_, scope)| held.iter().any(|h| h.covers(scope))) {
            true => For::Them,
            false => For::Nothing,
        }
    }
}

/// Comes when the server stops.
async fn over(end: &mut Receiver<bool>) {
    // What it gives is a lock, which nobody may hold while waiting for something else.
    let _ = end.wait_for(|is_over| *is_over).await;
}

/// One of the connections that are allowed; given back when dropped.
struct Place {
    shared: Arc<Shared>,
    name: String,
}

impl Place {
    fn take(shared: &Arc<Shared>, caller: &Caller) -> Result<Place> {
        let name = format!("{} {}", caller.workspace, caller.person);
        let mut open = shared.live.open.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let count = open.get(&name).copied().unwrap_or_default();
        if all >= MOST || count >= MOST_OF_PERSON {
            return Err(AccountError::TooMany { seconds: 30 }.into());
        }
        open.insert(name.clone(), count + 1);
        Ok(Place { shared: Arc::clone(shared), name })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.shared.live.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.name) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.name);
            }
        }
    }
}

/// What a person holds, the newest version of it, and the newest there is. Nothing for whoever may
/// not act.
struct Seen {
    held: Vec<Held>,
    newest: i64,
    version: i64,
}

fn seen(shared: &Shared, caller: &Caller) -> Result<Seen> {
    let now = shared.tenants().host().now();
    let workspace = shared.tenants().workspace(&caller.workspace)?;
    workspace.reading(|conn| {
        let tx = conn.transaction()?;
        let version = versions::newest(&tx)?;
        let held: Vec<Held> = match (workspace.engine().catalogue.actor)(&tx, caller.person)? {
            Some(actor) => scopes::held(&tx, &actor, now)?.into_iter().collect(),
            None => Vec::new(),
        };
        let mut newest = 0;
        for held in &held {
            newest = newest_of(&tx, held)?.max(newest);
        }
        Ok(Seen { held, newest, version })
    })
}

fn newest_of(conn: &Connection, held: &Held) -> Result<i64> {
    let newest = "SELECT ifnull(max(version), 0) FROM row_versions WHERE family = ?1";
    Ok(match held {
        Held::Family(family) => conn.prepare_cached(newest)?.query_row([family], |r| r.get(0))?,
        Held::One(scope) => conn
            .prepare_cached(&format!("{newest} AND holder = ?2"))?
            .query_row(params![scope.family, scope.holder_bytes()], |r| r.get(0))?,
    })
}

/// A connection while it lasts.
struct Listener {
    shared: Arc<Shared>,
    caller: Caller,
    token: String,
    head: Receiver<News>,
    end: Receiver<bool>,
    held: Vec<Held>,
    /// Of what came up to this version they have heard.
    known: i64,
    beat_at: Instant,
    ends_at: Instant,
    /// Before this it says nothing of changes.
    quiet_until: Instant,
    is_begun: bool,
    _place: Place,
}

impl Listener {
    /// What is said next; None when it is over.
    async fn next(&mut self) -> Option<&'static [u8]> {
        if !std::mem::replace(&mut self.is_begun, true) {
            return Some(BEAT);
        }
        loop {
            let is_moved = tokio::select! {
                () = over(&mut self.end) => return None,
                () = sleep_until(self.ends_at) => return None,
                () = sleep_until(self.beat_at) => false,
                changed = self.head.changed() => {
                    changed.ok()?;
                    sleep_until(self.quiet_until).await;
                    self.quiet_until = Instant::now() + TOGETHER;
                    true
                }
            };
            let is_news = match is_moved {
                true => {
                    let (concern, version) = {
                        let news = self.head.borrow_and_update();
                        (news.concern(&self.held, self.known), news.version)
                    };
                    match concern {
                        For::Nothing => {
                            self.known = version;
                            continue;
                        }
                        For::Them => {
                            self.known = version;
                            self.is_still_heard().await?;
                            true
                        }
                        For::Look => self.look().await?,
                    }
                }
                false => self.look().await?,
            };
            if is_news || !is_moved {
                self.beat_at = Instant::now() + self.shared.live.heart;
                return Some(if is_news { MOVED } else { BEAT });
            }
        }
    }

    /// None when the token is good no more.
    async fn is_still_heard(&self) -> Option<()> {
        if let Some(caller) = self.shared.tenants().accounts.caller_at_once(&self.token) {
            return caller.ok().map(|_| ());
        }
        let (shared, token) = (Arc::clone(&self.shared), self.token.clone());
        blocking(move || shared.tenants().accounts.caller(&token)).await.ok().map(|_| ())
    }

    /// Looks at the token and at everything that this person holds; true when there is news.
    async fn look(&mut self) -> Option<bool> {
        let (shared, caller) = (Arc::clone(&self.shared), self.caller.clone());
        let token = self.token.clone();
        let now = reading(&self.shared, move || {
            shared.tenants().accounts.caller(&token)?;
            seen(&shared, &caller)
        });
        let Seen { held, newest, version } = now.await.ok()?;
        let is_news = newest > self.known || version < self.known || held != self.held;
        (self.held, self.known) = (held, version);
        Some(is_news)
    }
}

pub(super) async fn live(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> std::result::Result<Response, Refused> {
    let token = bearer(&headers)?.to_owned();
    let place = Place::take(&shared, &caller)?;
    let (ours, who) = (Arc::clone(&shared), caller.clone());
    let (seen, head) = reading(&shared, move || {
        session(&ours, &who, &headers)?;
        let workspace = ours.tenants().workspace(&who.workspace)?;
        // Whoever may not act is told so instead of listening to nothing.
        workspace.reading(|conn| workspace.engine().actor(conn, who.person).map(|_| ()))?;
        let (head, is_first) = ours.live.listen(&who.workspace);
        if is_first {
            look(&ours, &who.workspace);
        }
        Ok((seen(&ours, &who)?, head))
    })
    .await?;
    let now = Instant::now();
    let listener = Listener {
        beat_at: now + shared.live.heart,
        ends_at: now + LASTS,
        quiet_until: now,
        end: shared.live.end.subscribe(),
        is_begun: false,
        shared,
        caller,
        token,
        head,
        held: seen.held,
        known: seen.version,
        _place: place,
    };
    let stream = futures_util::stream::unfold(listener, |mut listener| async {
        let said = listener.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from_static(said)), listener))
    });
    // A proxy that collects answers before it hands them on would make this useless.
    let kind = [(header::CONTENT_TYPE.as_str(), "text/event-stream"), ("x-accel-buffering", "no")];
    Ok((kind, Body::from_stream(stream)).into_response())
}

/// Looks at a workspace's newest version as long as somebody listens to it.
fn look(shared: &Arc<Shared>, workspace: &str) {
    let (shared, name) = (Arc::clone(shared), workspace.to_owned());
    let mut end = shared.live.end.subscribe();
    tokio::spawn(async move {
        while shared.live.has_listeners(&name) {
            let (ours, asked) = (Arc::clone(&shared), name.clone());
            // A moment's trouble with the file is the pull's to report.
            let _ = reading(&shared, move || {
                let workspace = ours.tenants().workspace(&asked)?;
                ours.live.moved(&asked, &workspace)
            })
            .await;
            tokio::select! {
                () = sleep(LOOK) => {}
                () = over(&mut end) => return,
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_kernel::Id;

    fn news(version: i64, from: i64, lines: &[(i64, &Scope)]) -> News {
        let lines = lines.iter().map(|(v, scope)| (*v, (*scope).clone())).collect();
        News { version, from, lines, asked: from }
    }

    #[test]
    fn who_is_concerned() {
        let (mine, theirs) = (Scope::of("leads", Id([1; 16])), Scope::of("leads", Id([2; 16])));
        let me = [Held::One(mine.clone()), Held::One(Scope::shared("workspace"))];
        let all = [Held::Family("leads".into())];
        let mut head = News::default();
        assert!(head.go_on(news(3, 0, &[(2, &mine), (3, &theirs)])));
        assert!(!head.go_on(news(3, 0, &[(3, &theirs)])), "known already");
        assert_eq!(head.concern(&me, 1), For::Them);
        assert_eq!(head.concern(&me, 2), For::Nothing, "somebody else's lead");
        assert_eq!(head.concern(&all, 2), For::Them);
        assert_eq!(head.concern(&all, 3), For::Nothing);
        // Two came to the same news.
        assert!(head.go_on(news(4, 2, &[(3, &theirs), (4, &mine)])));
        assert_eq!(head.lines.len(), 3);
        // Whatever is not a lead may change what somebody holds.
        assert!(head.go_on(news(5, 4, &[(5, &Scope::shared("workspace"))])));
        assert_eq!(head.concern(&me, 4), For::Look);
        assert_eq!(head.concern(&me, 5), For::Nothing);
        // More than is remembered, or a past that is not this one.
        assert!(head.go_on(news(9_000, 9_000, &[])));
        assert_eq!(head.concern(&me, 5), For::Look);
        let late = News { asked: 5, ..news(7, 7, &[]) };
        assert!(!head.go_on(late), "read before, said after");
        assert_eq!(head.version, 9_000);
        let restored = News { asked: 9_000, ..news(7, 7, &[]) };
        assert!(head.go_on(restored), "another past");
        assert_eq!(head.concern(&me, 9_000), For::Look);
        for version in 8..2_000 {
            head.go_on(news(version, version - 1, &[(version, &mine)]));
        }
        assert_eq!(head.lines.len(), REMEMBERED);
        assert_eq!(head.concern(&me, 8), For::Look);
        assert_eq!(head.concern(&me, 1_990), For::Them);
    }
}
