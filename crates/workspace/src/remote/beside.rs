//! A connected workspace keeps itself up to date beside the window, and says how it stands.
//!
//! One thread a workspace: it talks with the server while it is signed in, waits for somebody where
//! only somebody can help (signed out, an update), and looks now and then whether the workspace was
//! connected meanwhile, here or by another program.
//! Invariant: it never speaks while another program does (`sync.lock`), so that two are safe.
//! Invariant: how it stands is read from the workspace itself; only what happens at this moment is
//! remembered here.

use super::live::{Watcher, keep_up};
use super::talk::Synced;
use super::{RemoteError, standing, tokens, unheard};
use crate::WorkspaceError;
use crate::folder::{Workspace, first_owner};
use netra_core::language;
use netra_kernel::{Error, Result};
use netra_sync::replica;
use serde_json::{Value, json};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often it asks where it hears no hints.
const EVERY: Duration = Duration::from_secs(30);
/// How often a workspace that has no server is looked at: another program may have connected it.
const UNCONNECTED: Duration = Duration::from_secs(5);
/// How often it looks whether somebody signed in again elsewhere, or another server answers now.
const STOPPED: Duration = Duration::from_secs(60);
/// How long the end of a conversation is waited for: longer than any one answer takes.
const ENDING: Duration = Duration::from_secs(100);
/// Progress is told no more often.
const APART: Duration = Duration::from_millis(200);

/// What it is at.
#[derive(Clone, Debug, Default)]
enum Phase {
    /// Nothing was said yet.
    #[default]
    Beginning,
    /// Commands that waited at most, that wait, and rows that came.
    Talking {
        most: i64,
        waiting: i64,
        rows: usize,
    },
    Resting,
    /// The server cannot be had at present.
    Away(Arc<Error>),
    /// Nothing helps but somebody.
    Stopped(Arc<Error>),
}

#[derive(Default)]
struct Now {
    phase: Phase,
    wants: bool,
    is_over: bool,
    has_ended: bool,
    told: Option<(Instant, Value)>,
}

struct Inner {
    now: Mutex<Now>,
    bell: Condvar,
    tell: Box<dyn Fn(&Value) + Send + Sync>,
}

/// Keeps a workspace up to date for as long as it lives.
pub struct Beside {
    inner: Arc<Inner>,
}

impl Beside {
    /// Begins; `tell` hears `{"type": "sync", …}` whenever something is another than before.
    pub fn begin(
        workspace: &Arc<Workspace>,
        tell: impl Fn(&Value) + Send + Sync + 'static,
    ) -> Beside {
        let inner =
            Arc::new(Inner { now: Mutex::default(), bell: Condvar::new(), tell: Box::new(tell) });
        let (kept, workspace) = (Arc::clone(&inner), Arc::clone(workspace));
        // Without a thread it is as without a network: what waits goes another time.
        let _ = std::thread::Builder::new().name("sync".into()).spawn(move || {
            // Also when it comes to a sudden end.
            let ending = Ending(&kept);
            kept.run(&workspace);
            drop(ending);
        });
        Beside { inner }
    }

    /// Ends it for good, and waits until nothing of it is under way any more.
    /// # Errors
    /// `sync.another_program` when that takes too long.
    pub(super) fn stop(&self) -> Result<()> {
        let mut now = self.inner.lock();
        now.is_over = true;
        self.inner.bell.notify_all();
        let (now, _) = self
            .inner
            .bell
            .wait_timeout_while(now, ENDING, |now| !now.has_ended)
            .unwrap_or_else(PoisonError::into_inner);
        match now.has_ended {
            true => Ok(()),
            false => Err(RemoteError::AnotherProgram.into()),
        }
    }

    /// Asks the server at once.
    pub fn now(&self) {
        self.inner.lock().wants = true;
        self.inner.bell.notify_all();
    }

    /// How the workspace stands, with what is wrong in words.
    /// # Errors
    /// Storage errors.
    pub fn state(&self, workspace: &Workspace, locale: &str) -> Result<Value> {
        let mut state = self.inner.state(workspace)?;
        let phase = self.inner.lock().phase.clone();
        if let Phase::Away(why) | Phase::Stopped(why) = phase
            && state["problem"].is_object()
        {
            state["problem"] = language::error_json(locale, &why);
        }
        Ok(state)
    }

    /// Tells how it stands now, if that is another than what was told last.
    pub fn announce(&self, workspace: &Workspace) {
        self.inner.announce(workspace, false);
    }
}

struct Ending<'a>(&'a Inner);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.lock().has_ended = true;
        self.0.bell.notify_all();
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.inner.lock().is_over = true;
        self.inner.bell.notify_all();
    }
}

/// Whether it goes on by itself with an update alone.
fn wants_update(code: &str) -> bool {
    matches!(code, "sync.schema" | "sync.server_older" | "sync.protocol")
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, workspace: &Workspace) {
        while !self.lock().is_over {
            match workspace.reading_standing(replica::identity) {
                Ok(Some(_)) => {}
                Ok(None) => {
                    self.turn(workspace, Phase::Resting);
                    self.wait(UNCONNECTED);
                    continue;
                }
                Err(_) if workspace.is_still_here().is_err() => return,
                // That it could not be read does not say that there is no server.
                Err(why) => {
                    self.turn(workspace, Phase::Stopped(Arc::new(why)));
                    self.wait(UNCONNECTED);
                    continue;
                }
            }
            let watching = Watching { inner: self, workspace };
            let Err(why) = keep_up(workspace, EVERY, &watching).map_err(Arc::new) else { return };
            if why.code() == "job.cancelled" {
                return;
            }
            let shown = tokens::kept(workspace).ok().flatten().map(|kept| kept.refresh);
            self.turn(workspace, Phase::Stopped(Arc::clone(&why)));
            // Until somebody did something about it, here or in another program.
            loop {
                let is_asked = self.wait(STOPPED);
                let fresh = tokens::kept(workspace).ok().flatten().map(|kept| kept.refresh);
                if is_asked
                    || self.lock().is_over
                    || fresh != shown
                    || unheard(why.code()).is_none()
                {
                    break;
                }
            }
        }
    }

    /// Waits for a wish; true when there was one.
    fn wait(&self, most: Duration) -> bool {
        let now = self.lock();
        let (mut now, _) = self
            .bell
            .wait_timeout_while(now, most, |now| !now.wants && !now.is_over)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut now.wants)
    }

    fn turn(&self, workspace: &Workspace, phase: Phase) {
        let is_progress = {
            let mut now = self.lock();
            let is_progress =
                matches!((&now.phase, &phase), (Phase::Talking { .. }, Phase::Talking { .. }));
            now.phase = phase;
            is_progress
        };
        self.announce(workspace, is_progress);
    }

    fn announce(&self, workspace: &Workspace, is_progress: bool) {
        let is_early = |now: &Now| now.told.as_ref().is_some_and(|(at, _)| at.elapsed() < APART);
        if is_progress && is_early(&self.lock()) {
            return;
        }
        let Ok(state) = self.state(workspace) else { return };
        let event = {
            let mut now = self.lock();
            if now.told.as_ref().is_some_and(|(_, last)| *last == state) {
                return;
            }
            now.told = Some((Instant::now(), state.clone()));
            let mut event = state;
            event["type"] = json!("sync");
            event
        };
        (self.tell)(&event);
    }

    fn state(&self, workspace: &Workspace) -> Result<Value> {
        let mut state =
            workspace.reading_standing(|conn| standing(conn, workspace.host().now()))?;
        if state.is_null() {
            let owner = workspace.reading_standing(first_owner).map(|(_, email)| email).ok();
            return Ok(json!({ "state": "stand_alone", "problem": null, "owner": owner }));
        }
        let is_filled = state["is_filled"] == true;
        let phase = self.lock().phase.clone();
        let (word, problem) = match &phase {
            Phase::Stopped(why) if why.code() == "sync.not_connected" => (None, None),
            Phase::Stopped(why) => (
                Some(match why.code() {
                    "sync.server_older" => "server_must_update",
                    code if wants_update(code) => "must_update",
                    code => unheard(code).unwrap_or("stopped"),
                }),
                Some(why),
            ),
            Phase::Away(why) => (Some("offline"), Some(why)),
            Phase::Talking { most, waiting, rows } if *most > 0 || *rows > 0 || !is_filled => {
                state["done"] = json!(most - waiting);
                state["total"] = json!(most);
                state["rows"] = json!(rows);
                (Some(if is_filled { "syncing" } else { "filling" }), None)
            }
            _ => (None, None),
        };
        if let Some(word) = word {
            state["state"] = json!(word);
        }
        state["problem"] = json!(problem.map(|why| why.to_refusal()));
        Ok(state)
    }
}

/// Listens to one conversation after the other.
struct Watching<'a> {
    inner: &'a Inner,
    workspace: &'a Workspace,
}

impl Watching<'_> {
    fn go_on(&self) -> Result<()> {
        match self.inner.lock().is_over {
            true => Err(WorkspaceError::Cancelled.into()),
            false => Ok(()),
        }
    }
}

impl Watcher for Watching<'_> {
    fn step(&self, waiting: i64, rows: usize) -> Result<()> {
        self.go_on()?;
        let most = match self.inner.lock().phase {
            Phase::Talking { most, .. } => most.max(waiting),
            // It is tried again; until something came that is no news.
            Phase::Away(_) | Phase::Stopped(_) if rows == 0 => return Ok(()),
            _ => waiting,
        };
        self.inner.turn(self.workspace, Phase::Talking { most, waiting, rows });
        Ok(())
    }

    fn rests(&self) -> Result<bool> {
        self.go_on()?;
        Ok(std::mem::take(&mut self.inner.lock().wants))
    }

    fn told(&self, done: Result<Synced>) {
        self.inner.turn(
            self.workspace,
            match done {
                Ok(_) => Phase::Resting,
                Err(e) if e.code() == "sync.another_program" => Phase::Resting,
                Err(e) => Phase::Away(Arc::new(e)),
            },
        );
    }
}
