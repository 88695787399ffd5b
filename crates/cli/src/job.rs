//! Long work on the command line: a line of progress on stderr, Ctrl+C (or SIGTERM) stops it cleanly. On a
//! terminal the line replaces the one before; in a log it is a plain line now and then.

use crate::open;
use crate::output::Output;
use netra_core::language;
use netra_kernel::Result;
use netra_workspace::jobs::{Ticket, work_of};
use netra_workspace::{Session, Workspace};
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Seconds between two lines of a log.
const PACE_S: f64 = 5.0;

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
            netra_workspace::leave(130);
        }
    })
    .map_err(|e| open::usage_of("no_signals", e))?;
    let began = Instant::now();
    let pace = Mutex::new(Pace::default());
    let is_watched = std::io::stderr().is_terminal();
    let tell = |event: Value| {
        let seconds = began.elapsed().as_secs_f64();
        let Some(line) = line(&event, seconds, output.locale()) else { return };
        if is_watched {
            output.progress(&line);
        } else if pace.lock().unwrap_or_else(PoisonError::into_inner).is_due(seconds, &line) {
            output.note(&line);
        }
    };
    let ticket = Ticket::new("cli".into(), stop, &tell);
    let result = work(&ticket);
    output.progress_done();
    result
}

/// When a log gets a line: quick work says nothing, and nothing is said twice.
#[derive(Default)]
struct Pace {
    /// Seconds from the beginning to the last line.
    last: f64,
    said: String,
}

impl Pace {
    fn is_due(&mut self, seconds: f64, line: &str) -> bool {
        if seconds - self.last < PACE_S || self.said == line {
            return false;
        }
        self.last = seconds;
        line.clone_into(&mut self.said);
        true
    }
}

/// How far a job is: rows and rows a second where it says so, else what it counts.
fn line(event: &Value, seconds: f64, locale: &str) -> Option<String> {
    let (done, total) = (event["done"].as_u64()?, event["total"].as_u64()?);
    let part = done as f64 * 100.0 / total.max(1) as f64;
    if let (Some(rows), Some(rate)) = (event["rows"].as_u64(), event["rows_per_s"].as_f64()) {
        let said = json!({"rows": rows.to_string(), "rate": format!("{rate:.0}"),
                          "part": format!("{part:.0}")});
        return Some(language::phrase(locale, "cli.rows", &said));
    }
    let doing = doing(event["doing"].as_str().unwrap_or_default(), locale);
    let rate = format!("{:.0}", done as f64 / seconds.max(0.001));
    Some(match total {
        0 if done == 0 => doing,
        0 => format!("{doing} {done} ({rate}/s)"),
        _ => {
            let said = json!({"doing": doing, "done": done.to_string(),
                              "total": total.to_string(), "rate": rate});
            language::phrase(locale, "cli.done_of", &said)
        }
    })
}

/// What a job says that it does, where the language file has a word for it.
fn doing(said: &str, locale: &str) -> String {
    let id = format!("cli.doing_{}", said.replace(' ', "_"));
    match language::label(locale, &id) {
        text if text == id => said.to_owned(),
        text => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pace, line};
    use serde_json::json;

    #[test]
    fn a_log_gets_a_line_now_and_then() {
        let mut pace = Pace::default();
        let due = [
            (0.1, "files 1 of 90", false),
            (4.9, "files 20 of 90", false),
            (5.0, "files 21 of 90", true),
            (5.1, "files 22 of 90", false),
            (11.0, "files 40 of 90", true),
            // A server that waits for news says so once.
            (17.0, "files 40 of 90", false),
            (17.1, "files 41 of 90", true),
        ];
        for (seconds, line, is_due) in due {
            assert_eq!(pace.is_due(seconds, line), is_due, "{seconds}");
        }
    }

    #[test]
    fn progress_counts_rows_where_there_are_rows() {
        let bytes = json!({"done": 30, "total": 100, "doing": "bytes"});
        assert_eq!(line(&bytes, 2.0, "en").unwrap(), "bytes 30 of 100 (15/s)");
        let mut rows = bytes;
        rows["rows"] = json!(24_000);
        rows["rows_per_s"] = json!(18_000.4);
        assert_eq!(line(&rows, 2.0, "en").unwrap(), "24000 rows (18000 rows/s), 30 % of the file");
        assert_eq!(line(&json!({"type": "job"}), 1.0, "en"), None);
        let ready = json!({"done": 0, "total": 0, "doing": "copy"});
        assert_eq!(line(&ready, 2.0, "en").unwrap(), "copy", "what is not counted gets no figures");
    }
}
