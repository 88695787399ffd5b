//! What each workspace forgets, once a day: see `netra_sync::prune`.
//!
//! Invariant: what goes wrong with one workspace keeps no other from it.

use super::api::{Shared, blocking};
use super::backups::pause_after;
use super::tenants::Tenants;
use netra_kernel::{Result, Zone};
use netra_sync::prune::{KEEP_DAYS, Pruned, prune};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The day on which each workspace was last looked at, by this process.
pub(super) type Looked = Arc<Mutex<BTreeMap<String, String>>>;

/// Looks after all workspaces when a new day has begun, as long as the server runs.
pub(crate) async fn keep(shared: Arc<Shared>) {
    let looked = Looked::default();
    let mut failed_rounds = 0;
    loop {
        let (ours, seen) = (Arc::clone(&shared), Arc::clone(&looked));
        let done = blocking(move || prune_due(ours.tenants(), &seen)).await;
        let now = shared.tenants().host().now();
        let lines = done.unwrap_or_else(|e| vec![json!({ "error": e.code() })]);
        let mut is_all_done = true;
        for line in lines {
            let is_done = line["error"].is_null();
            is_all_done &= is_done;
            if !is_done {
                shared.watch.count("prunings_failed", 1);
            }
            shared.watch.say(now, if is_done { "info" } else { "error" }, "pruned", line);
        }
        failed_rounds = if is_all_done { 0 } else { failed_rounds + 1 };
        tokio::time::sleep(pause_after(failed_rounds)).await;
    }
}

/// Looks after the workspaces that were not looked at today (UTC); gives a line for each in which
/// something was forgotten, or could not be.
pub(super) fn prune_due(tenants: &Tenants, looked: &Looked) -> Result<Vec<Value>> {
    let day = tenants.host().now().date(Zone::UTC).to_string();
    let mut lines = Vec::new();
    for (name, is_ready) in tenants.list()? {
        let last = looked.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        if !is_ready || last.as_deref() == Some(&day) {
            continue;
        }
        let done = tenants
            .any_workspace(&name)
            .and_then(|workspace| prune(&mut workspace.writer(), &day, KEEP_DAYS));
        match done {
            Ok(pruned) => {
                let Pruned { outcomes, gone } = pruned.unwrap_or_default();
                if outcomes + gone > 0 {
                    lines.push(json!({ "workspace": name, "outcomes": outcomes, "gone": gone }));
                }
                looked.lock().unwrap_or_else(PoisonError::into_inner).insert(name, day.clone());
            }
            Err(e) => lines.push(json!({ "workspace": name, "error": e.code() })),
        }
    }
    Ok(lines)
}
