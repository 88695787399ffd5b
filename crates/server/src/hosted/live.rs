//! `GET /api/v1/live`: tells a device that there is something new for it, and nothing else. Server-
//! sent events: an ordinary answer that does not end, which every proxy knows.
//!
//! Invariant: what is told says neither what changed nor how much; a hint that is lost costs time,
//! never data, since devices pull at intervals anyway.
//! Invariant: before each hint and each heart-beat the token is looked at again, so whoever is
//! signed out, revoked or suspended hears nothing more.
//! Invariant: nothing is queued: whoever reads slowly hears once of all that happened meanwhile.

use super::accounts::Caller;
use super::api::{Refused, Served, Shared, bearer, blocking};
use super::exchange::session;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use netra_core::scopes;
use netra_kernel::{Held, Result, versions};
use netra_sync::account::AccountError;
use netra_workspace::Workspace;
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio::time::{Instant, sleep, sleep_until};

/// Live connections of one server, and of one person.
const MOST: usize = 8_000;
const MOST_OF_PERSON: usize = 8;
/// A connection ends by itself after this; the device comes again.
const LASTS: Duration = Duration::from_secs(300);
/// Between two hints on one connection. The first comes at once; what happens meanwhile is one more.
const TOGETHER: Duration = Duration::from_millis(25);
/// How often it looks for what was not pushed: the schedule, another program on the server's file.
const LOOK: Duration = Duration::from_millis(500);
const MOVED: &[u8] = b"event: moved\ndata: {}\n\n";
const BEAT: &[u8] = b": \n\n";

/// Who is listening, and what they are told.
pub(crate) struct Live {
    heart: Duration,
    heads: Mutex<HashMap<String, Sender<i64>>>,
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

    /// Something was committed in a workspace.
    pub(crate) fn moved(&self, workspace: &str, version: i64) {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = heads.get(workspace) {
            head.send_if_modified(|known| std::mem::replace(known, version) != version);
        }
    }

    /// Listens to a workspace; true when nobody looks at it yet. Whoever looks goes on while there
    /// is a head, also when everybody left and came back between two looks.
    fn listen(&self, workspace: &str) -> (Receiver<i64>, bool) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let is_looked_at = heads.contains_key(workspace);
        let head = heads.entry(workspace.to_owned()).or_insert_with(|| watch::channel(0).0);
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

/// What a person would get with a pull, as far as it takes to notice that it is another: the held
/// scopes, each with its newest version. Nothing for whoever may not act.
type Seen = Vec<(Held, i64)>;

fn seen(workspace: &Workspace, caller: &Caller) -> Result<Seen> {
    workspace.reading(|conn| {
        let tx = conn.transaction()?;
        let Some(actor) = (workspace.engine().catalogue.actor)(&tx, caller.person)? else {
            return Ok(Vec::new());
        };
        scopes::held(&tx, &actor)?
            .into_iter()
            .map(|held| newest_of(&tx, &held).map(|version| (held, version)))
            .collect()
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
    head: Receiver<i64>,
    end: Receiver<bool>,
    seen: Seen,
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
                    self.head.mark_unchanged();
                    self.quiet_until = Instant::now() + TOGETHER;
                    true
                }
            };
            let (shared, caller) = (Arc::clone(&self.shared), self.caller.clone());
            let token = self.token.clone();
            let now = blocking(move || {
                shared.tenants().accounts.caller(&token)?;
                seen(&*shared.tenants().workspace(&caller.workspace)?, &caller)
            });
            let now = now.await.ok()?;
            let is_news = now != self.seen;
            self.seen = now;
            if is_news || !is_moved {
                self.beat_at = Instant::now() + self.shared.live.heart;
                return Some(if is_news { MOVED } else { BEAT });
            }
        }
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
    let (seen, head) = blocking(move || {
        session(&ours, &who, &headers)?;
        let workspace = ours.tenants().workspace(&who.workspace)?;
        // Whoever may not act is told so instead of listening to nothing.
        workspace.reading(|conn| workspace.engine().actor(conn, who.person).map(|_| ()))?;
        let (head, is_first) = ours.live.listen(&who.workspace);
        if is_first {
            look(&ours, &who.workspace);
        }
        Ok((seen(&workspace, &who)?, head))
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
        seen,
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
            let newest = blocking(move || {
                ours.tenants().workspace(&asked)?.reading(|conn| versions::newest(conn))
            });
            // A moment's trouble with the file is the pull's to report.
            if let Ok(version) = newest.await {
                shared.live.moved(&name, version);
            }
            tokio::select! {
                () = sleep(LOOK) => {}
                () = over(&mut end) => return,
            }
        }
    });
}
