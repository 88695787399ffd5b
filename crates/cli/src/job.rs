//! Long work on the command line: a line of progress on stderr, Ctrl+C stops it cleanly.

use crate::open;
use crate::output::Output;
use netra_kernel::Result;
use netra_workspace::jobs::{Ticket, work_of};
use netra_workspace::{Session, Workspace};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Runs a job of the workspace here and now; gives its result.
/// # Errors
/// `job.cancelled` after Ctrl+C; whatever refuses it.
pub fn run(
    workspace: &Arc<Workspace>,
    session: &Session,
    name: &str,
    args: Value,
    output: &Output,
) -> Result<Value> {
    let work = work_of(name)?;
    watched(output, |ticket| work(workspace, session, args, ticket))
}

/// Does long work with a line of progress, stopped cleanly by Ctrl+C.
/// # Errors
/// As [`run`].
pub fn watched<T>(output: &Output, work: impl FnOnce(&Ticket<'_>) -> Result<T>) -> Result<T> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    // A second Ctrl+C, when the first is not heard in time, ends the program at once; the database
    // does not mind.
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })
    .map_err(|e| open::usage(format!("Ctrl+C cannot be heard: {e}")))?;
    let began = Instant::now();
    let tell = |event: Value| {
        let (done, total) = (event["done"].as_u64(), event["total"].as_u64());
        let doing = event["doing"].as_str().unwrap_or_default();
        if let (Some(done), Some(total)) = (done, total) {
            let rate = done as f64 / began.elapsed().as_secs_f64().max(0.001);
            output.progress(&match total {
                0 => format!("{doing} {done} ({rate:.0}/s)"),
                _ => format!("{doing} {done} of {total} ({rate:.0}/s)"),
            });
        }
    };
    let ticket = Ticket::new("cli".into(), stop, &tell);
    let result = work(&ticket);
    output.progress_done();
    result
}
