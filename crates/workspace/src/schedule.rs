//! The day's run of the schedule, while a program has the workspace open: once a day, by whoever
//! may, as soon as the day has begun in the workspace's zone.
//!
//! Invariant: it never keeps the workspace open, and what it cannot do it leaves to the next one.

use crate::folder::{Session, Workspace};
use serde_json::json;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often it looks whether a new day has begun.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Looks now, and from now on, until the workspace is closed.
pub fn keep(workspace: &Arc<Workspace>, session: &Session) {
    run_if_due(workspace, session);
    let (workspace, session): (Weak<Workspace>, Session) =
        (Arc::downgrade(workspace), session.clone());
    // A thread that cannot start leaves the run to the next program that opens the workspace.
    let _ = std::thread::Builder::new().name("schedule".into()).spawn(move || {
        loop {
            std::thread::sleep(LOOK_EVERY);
            let Some(workspace) = workspace.upgrade() else { break };
            run_if_due(&workspace, &session);
        }
    });
}

/// Runs the schedule when nobody did today. Whoever may not run it changes nothing.
pub fn run_if_due(workspace: &Workspace, session: &Session) -> bool {
    // Where there is a server, it keeps the schedule, once for everybody.
    if workspace.is_replica() {
        return false;
    }
    let is_due = workspace
        .ask(session, "schedule.due", &json!({}))
        .is_ok_and(|answer| answer["is_due"] == true);
    is_due && workspace.run(session, "schedule.run", json!({})).is_ok()
}
