//! Sync, measured with real processes over loopback: a server in one process, devices in others,
//! every commit durable on both sides, every copy encrypted.
//!
//! Where there is a physical bound the figure is a ratio to it within the same run; else it is said
//! in ms. `docs/benchmarks.md` says how to read them.

mod copies;
mod firm;
mod line;
mod live;

pub use firm::{as_device, as_server};

use crate::{Options, folder, note};
use netra_kernel::Result;
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
}

impl Default for Amounts {
    fn default() -> Amounts {
        Amounts {
            leads: 100_000,
            queued: 1_000,
            changes: 10_000,
            devices: 100,
            seconds: 10,
            reconnects: 500,
            idle: 1_000,
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

pub fn measure(options: &Options) -> Result<String> {
    let dir = folder(options)?;
    let amounts = &options.sync;
    let mut firm = firm::Firm::start(dir.path())?;
    let mut figures = Vec::new();
    // The small firm first: what is live is not to be measured on what was loaded before.
    for part in [live::fan_out, live::reconnects, live::idle] {
        figures.push(part(&mut firm, amounts)?);
    }
    for part in [copies::queue, copies::one_row, copies::rebase, copies::first_sync, copies::revoke]
    {
        figures.push(part(&mut firm, amounts)?);
    }
    note("sync: done");
    let mut text = "\n### Sync\n\n| | measured | against | aim |\n|---|---|---|---|\n".to_owned();
    for Figure { what, measured, bound, target } in figures {
        text += &format!("| {what} | {measured} | {bound} | {target} |\n");
    }
    Ok(text)
}
