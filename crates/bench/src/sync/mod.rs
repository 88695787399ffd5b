//! Sync, measured with real processes over loopback: a server in one process, devices in others,
//! every commit durable on both sides, every copy encrypted.
//!
//! Where there is a physical bound the figure is a ratio to it within the same run; else it is said
//! in ms. `docs/benchmarks.md` says how to read them.

mod copies;
mod firm;
mod kills;
mod line;
mod live;

pub use firm::{as_device, as_drain, as_server};

use crate::{Options, folder, note};
use netra_kernel::Result;
use std::path::PathBuf;
use std::time::Duration;

/// How much of everything.
pub struct Amounts {
    /// Leads of the firm.
    pub leads: u64,
    /// Commands that wait on a device.
    pub queued: u64,
    /// Changes of one and the same row.
    pub changes: u64,
    /// Live devices, and seconds that they listen.
    pub devices: usize,
    pub seconds: u64,
    /// Devices that come back at once.
    pub reconnects: usize,
    /// Live connections on which nothing happens.
    pub idle: usize,
    /// Times that a device and the server are killed while commands are handed in.
    pub kills: u64,
    /// Names of the parts that are wanted, with commas; None: all.
    pub only: Option<String>,
    /// Where the leads of the first copy are written, for other programs to copy.
    pub rows_out: Option<PathBuf>,
}

impl Default for Amounts {
    fn default() -> Amounts {
        Amounts {
            leads: 100_000,
            queued: 1_000,
            changes: 100_000,
            devices: 100,
            seconds: 10,
            reconnects: 500,
            idle: 1_000,
            kills: 40,
            only: None,
            rows_out: None,
        }
    }
}

/// A line of the table.
pub struct Figure {
    what: String,
    measured: String,
    bound: String,
    target: String,
}

impl Figure {
    fn new(what: String, measured: String, bound: String, target: &str) -> Figure {
        Figure { what, measured, bound, target: target.to_owned() }
    }
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

/// `local 120 ms: **2.10**`.
fn against(name: &str, bound: Duration, measured: Duration) -> String {
    let ratio = measured.as_secs_f64() / bound.as_secs_f64().max(1e-9);
    format!("{name} {}: **{ratio:.2}**", ms(bound))
}

type Part = fn(&mut firm::Firm, &Amounts) -> Result<Figure>;

/// The small firm first: what is live is not to be measured on what was loaded before.
const PARTS: &[(&str, Part)] = &[
    ("live", live::fan_out),
    ("reconnect", live::reconnects),
    ("idle", live::idle),
    ("queue", copies::queue),
    ("kills", kills::kills),
    ("row", copies::one_row),
    ("rebase", copies::rebase),
    ("first", copies::first_sync),
    ("revoke", copies::revoke),
];

pub fn measure(options: &Options) -> Result<String> {
    let dir = folder(options)?;
    let amounts = &options.sync;
    let mut firm = firm::Firm::start(dir.path())?;
    let mut figures = Vec::new();
    for (name, part) in PARTS {
        if amounts.only.as_deref().is_none_or(|only| only.split(',').any(|o| o == *name)) {
            figures.push(part(&mut firm, amounts)?);
        }
    }
    note("sync: done");
    let mut text = "\n### Sync\n\n| | measured | against | aim |\n|---|---|---|---|\n".to_owned();
    for Figure { what, measured, bound, target } in figures {
        text += &format!("| {what} | {measured} | {bound} | {target} |\n");
    }
    Ok(text)
}
