//! Notices when a workspace that is open may not be seen any more, though nobody asks anything:
//! its copy was removed, here or by another program, or its lease is over. Whoever keeps something
//! of it beside it then takes that away.
//!
//! Invariant: it never keeps the workspace open.
//! Invariant: when it tells, no question is answered any more; so what is taken away at its word
//! does not come back.

use crate::folder::Workspace;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// The type of the event that says so.
pub const CLOSED: &str = "closed";

/// How often it looks.
const LOOK: Duration = Duration::from_secs(2);
/// The same while it is shut: each look writes down how late it is, and only contact opens it.
const LOOK_SHUT: Duration = Duration::from_secs(10);
/// What closes a workspace. Anything else that goes wrong passes, or closes nothing.
const REASONS: &[&str] =
    &["workspace.wiped", "workspace.not_found", "sync.lease_over", "sync.clock_behind"];

/// Looks from now on, until the workspace is closed; tells each time that it comes to be shut.
pub fn keep(workspace: &Arc<Workspace>, tell: impl Fn(&Value) + Send + 'static) {
    let workspace = Arc::downgrade(workspace);
    // Without a thread nothing is told, and what lies beside it goes with the program.
    let _ = std::thread::Builder::new().name("watch".into()).spawn(move || {
        let mut was_shut = false;
        while let Some(open) = workspace.upgrade() {
            let shut = why_shut(&open);
            drop(open);
            if let Some(code) = shut
                && !was_shut
            {
                tell(&json!({ "type": CLOSED, "code": code }));
            }
            was_shut = shut.is_some();
            std::thread::sleep(if was_shut { LOOK_SHUT } else { LOOK });
        }
    });
}

/// The code of what keeps everybody from seeing it.
pub fn why_shut(workspace: &Workspace) -> Option<&'static str> {
    workspace.look_for_mark();
    let refused = workspace.reading(|_| Ok(())).err()?;
    REASONS.iter().copied().find(|code| *code == refused.code())
}
