//! What whoever runs the server sees: one line of JSON for each request on stderr, and counters
//! for Prometheus.
//!
//! Invariant: no address of a person, no token, no argument and no id of a row is in either; a
//! path is written as its pattern (`/api/v1/devices/{id}`).

use netra_kernel::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram's buckets, in ms.
const BUCKETS: [u64; 8] = [5, 20, 50, 100, 500, 1_000, 5_000, 30_000];

#[derive(Default)]
struct Times {
    /// One for each bucket, not added up, and one for what is slower.
    counts: [u64; BUCKETS.len() + 1],
    total: Duration,
}

#[derive(Default)]
struct Counts {
    requests: BTreeMap<(String, u16), u64>,
    times: BTreeMap<String, Times>,
    events: BTreeMap<&'static str, u64>,
}

#[derive(Default)]
pub(crate) struct Watch {
    counts: Mutex<Counts>,
    is_quiet: bool,
}

impl Watch {
    pub(crate) fn new(is_quiet: bool) -> Watch {
        Watch { counts: Mutex::default(), is_quiet }
    }

    /// Counts something that happened.
    pub(crate) fn count(&self, what: &'static str, n: u64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.events.entry(what).or_default() += n;
    }

    /// Notes an answered request.
    pub(crate) fn answered(&self, at: Timestamp, route: &str, status: u16, took: Duration) {
        {
            let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            *counts.requests.entry((route.to_owned(), status)).or_default() += 1;
            let times = counts.times.entry(route.to_owned()).or_default();
            let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            let bucket = BUCKETS.iter().position(|most| ms <= *most).unwrap_or(BUCKETS.len());
            times.counts[bucket] += 1;
            times.total += took;
        }
        let ms = took.as_secs_f64() * 1e3;
        self.say(
            at,
            "info",
            "request",
            json!({ "route": route, "status": status, "ms": (ms * 10.0).round() / 10.0 }),
        );
    }

    /// Writes a line of the log.
    pub(crate) fn say(&self, at: Timestamp, level: &str, event: &str, more: Value) {
        if self.is_quiet {
            return;
        }
        let mut line = json!({ "at": at, "level": level, "event": event });
        if let (Some(line), Value::Object(more)) = (line.as_object_mut(), more) {
            line.extend(more);
        }
        // A log that nobody takes is no reason to stop serving.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// The counters in Prometheus' text form.
    pub(crate) fn metrics(&self, open_workspaces: usize, live: usize) -> String {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::new();
        let _ = writeln!(out, "# TYPE netra_open_workspaces gauge");
        let _ = writeln!(out, "netra_open_workspaces {open_workspaces}");
        let _ = writeln!(out, "# TYPE netra_live_connections gauge");
        let _ = writeln!(out, "netra_live_connections {live}");
        let _ = writeln!(out, "# TYPE netra_requests_total counter");
        for ((route, status), n) in &counts.requests {
            let _ =
                writeln!(out, "netra_requests_total{{route=\"{route}\",status=\"{status}\"}} {n}");
        }
        let _ = writeln!(out, "# TYPE netra_request_seconds histogram");
        for (route, times) in &counts.times {
            let mut sum = 0;
            for (n, most) in times.counts.iter().zip(BUCKETS) {
                sum += n;
                let le = most as f64 / 1e3;
                let _ = writeln!(
                    out,
                    "netra_request_seconds_bucket{{route=\"{route}\",le=\"{le}\"}} {sum}"
                );
            }
            sum += times.counts[BUCKETS.len()];
            let _ = writeln!(
                out,
                "netra_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {sum}"
            );
            let total = times.total.as_secs_f64();
            let _ = writeln!(out, "netra_request_seconds_sum{{route=\"{route}\"}} {total}");
            let _ = writeln!(out, "netra_request_seconds_count{{route=\"{route}\"}} {sum}");
        }
        let _ = writeln!(out, "# TYPE netra_events_total counter");
        for (what, n) in &counts.events {
            let _ = writeln!(out, "netra_events_total{{what=\"{what}\"}} {n}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let watch = Watch::new(true);
        for ms in [1, 4, 60, 60_000] {
            watch.answered(Timestamp(0), "/x", 200, Duration::from_millis(ms));
        }
        watch.count("commands_applied", 3);
        let text = watch.metrics(2, 5);
        for line in [
            "netra_open_workspaces 2",
            "netra_live_connections 5",
            "netra_requests_total{route=\"/x\",status=\"200\"} 4",
            "netra_request_seconds_bucket{route=\"/x\",le=\"0.005\"} 2",
            "netra_request_seconds_bucket{route=\"/x\",le=\"0.1\"} 3",
            "netra_request_seconds_bucket{route=\"/x\",le=\"30\"} 3",
            "netra_request_seconds_bucket{route=\"/x\",le=\"+Inf\"} 4",
            "netra_events_total{what=\"commands_applied\"} 3",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
    }
}
