//! Long work beside the window: progress, cancel, result. One thread a job; a job never blocks a
//! question or another command for longer than one of its own steps.

use crate::WorkspaceError;
use crate::folder::{Session, Workspace};
use netra_core::language;
use netra_kernel::{Error, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a job does: arguments in, result out, progress through the [`Ticket`].
pub type Work = fn(&Arc<Workspace>, &Session, Value, &Ticket<'_>) -> Result<Value>;

/// The jobs that a shell may start, by name.
pub const JOBS: &[(&str, Work)] = &[
    ("backup", crate::backup::job),
    ("doctor", crate::doctor::job),
    ("restore", crate::recover::job),
    ("import.leads", crate::import::import_job),
    ("import.preview", crate::import::preview_job),
    ("pack.build", crate::packs::build_job),
    ("pack.verify", crate::packs::verify_job),
    ("pack.show", crate::show::show_job),
    ("import.rejects", crate::import::rejects_job),
    ("import.undo", crate::import::undo_job),
    ("call.dial", crate::dialler::dial_job),
    ("call.simulate", crate::dialler::simulate_job),
];

/// The work of a job, by its name.
/// # Errors
/// `job.unknown`.
pub fn work_of(name: &str) -> Result<Work> {
    let found = JOBS.iter().find(|j| j.0 == name);
    Ok(found.ok_or_else(|| WorkspaceError::JobUnknown { name: name.to_owned() })?.1)
}

/// A job's line to its watchers.
pub struct Ticket<'a> {
    id: String,
    is_cancelled: Arc<AtomicBool>,
    send: &'a (dyn Fn(Value) + Sync),
    last: Mutex<Option<Instant>>,
}

impl<'a> Ticket<'a> {
    /// A ticket for work that runs in the caller's own thread (the command line).
    pub fn new(
        id: String,
        is_cancelled: Arc<AtomicBool>,
        send: &'a (dyn Fn(Value) + Sync),
    ) -> Ticket<'a> {
        Ticket { id, is_cancelled, send, last: Mutex::default() }
    }

    /// Says how far the job is, at most ten times a second, and whether to go on.
    pub fn progress(&self, done: u64, total: u64, doing: &str) -> ControlFlow<()> {
        self.tell(done, total, doing, &Value::Null)
    }

    fn tell(&self, done: u64, total: u64, doing: &str, more: &Value) -> ControlFlow<()> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|t| t.elapsed() >= Duration::from_millis(100));
        if is_due || done == total {
            *last = Some(Instant::now());
            let mut event = json!({"type": "job", "job": self.id, "state": "running",
                                   "done": done, "total": total, "doing": doing});
            for (name, value) in more.as_object().into_iter().flatten() {
                event[name] = value.clone();
            }
            (self.send)(event);
        }
        match self.is_cancelled.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// The same, as an error to be returned with `?`.
    /// # Errors
    /// `job.cancelled`.
    pub fn go_on(&self, done: u64, total: u64, doing: &str) -> Result<()> {
        self.go_on_with(done, total, doing, &Value::Null)
    }

    /// The same with more to tell: an object whose members the event gets.
    /// # Errors
    /// `job.cancelled`.
    pub fn go_on_with(&self, done: u64, total: u64, doing: &str, more: &Value) -> Result<()> {
        match self.tell(done, total, doing, more) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(WorkspaceError::Cancelled.into()),
        }
    }
}

/// The jobs that are under way.
#[derive(Default)]
pub struct Jobs {
    running: Arc<Mutex<BTreeMap<String, Arc<AtomicBool>>>>,
}

impl Jobs {
    /// Starts a job on a thread of its own; gives its id.
    /// # Errors
    /// `job.unknown`.
    pub fn start(
        &self,
        workspace: &Arc<Workspace>,
        session: &Session,
        name: &str,
        args: Value,
        send: Arc<dyn Fn(Value) + Send + Sync>,
    ) -> Result<String> {
        let work = work_of(name)?;
        let id = workspace.host().new_id()?.to_string();
        let (workspace, speaking) = (workspace.clone(), session.clone());
        self.begin(&id, &session.locale, send, move |ticket| {
            work(&workspace, &speaking, args, ticket)
        });
        Ok(id)
    }

    /// Does work on a thread of its own, under an id that its watchers know.
    pub fn begin(
        &self,
        id: &str,
        locale: &str,
        send: Arc<dyn Fn(Value) + Send + Sync>,
        work: impl FnOnce(&Ticket<'_>) -> Result<Value> + Send + 'static,
    ) {
        let flag = Arc::new(AtomicBool::new(false));
        let running = self.running.clone();
        running.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), flag.clone());
        let (job, locale) = (id.to_owned(), locale.to_owned());
        std::thread::spawn(move || {
            let ticket = Ticket::new(job.clone(), flag, &*send);
            // Whatever happens, a job says its last word: somebody waits for it.
            let worked = AssertUnwindSafe(|| work(&ticket));
            let result = catch_unwind(worked)
                .unwrap_or_else(|_| Err(Error::internal("the job came to a sudden end")));
            let last_word = match result {
                Ok(result) => json!({"type": "job", "job": job, "state": "done", "result": result}),
                Err(e) if e.code() == "job.cancelled" => {
                    json!({"type": "job", "job": job, "state": "cancelled"})
                }
                Err(e) => json!({"type": "job", "job": job, "state": "failed",
                                 "error": language::error_json(&locale, &e)}),
            };
            running.lock().unwrap_or_else(PoisonError::into_inner).remove(&job);
            send(last_word);
        });
    }

    /// Asks a job to stop at its next step; false when it is not running.
    pub fn cancel(&self, id: &str) -> bool {
        match self.running.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
            Some(flag) => {
                flag.store(true, Ordering::Relaxed);
                true
            }
            None => false,
        }
    }
}
