//! The machine: what it is, how much processor time and memory this program used.

use std::fs;
use std::time::{Duration, Instant};

/// Wall clock and processor time (all threads) from a moment on.
pub struct Watch {
    wall: Instant,
    cpu: Duration,
}

impl Watch {
    pub fn start() -> Watch {
        Watch { wall: Instant::now(), cpu: cpu() }
    }
    pub fn wall(&self) -> Duration {
        self.wall.elapsed()
    }
    pub fn cpu(&self) -> Duration {
        cpu().saturating_sub(self.cpu)
    }
}

/// Processor time of this program so far, all threads.
#[cfg(unix)]
pub fn cpu() -> Duration {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(t.tv_sec.unsigned_abs(), u32::try_from(t.tv_nsec).unwrap_or(0))
}

/// Elsewhere the wall clock must do; run it on an idle machine.
#[cfg(not(unix))]
pub fn cpu() -> Duration {
    static BEGIN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    BEGIN.elapsed()
}

/// Forgets the highest memory use so far.
pub fn reset_peak() {
    // Linux only; elsewhere the peak is the program's whole life's.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The highest resident memory since [`reset_peak`], in MiB; 0 where the system does not say.
pub fn peak_mib() -> u64 {
    status("VmHWM:") / 1_024
}

/// Asks for as many open files as the system allows; gives how many that are.
#[cfg(unix)]
pub fn open_files() -> u64 {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

#[cfg(not(unix))]
pub fn open_files() -> u64 {
    u64::MAX
}

/// Resident memory of another process, in KiB; 0 where the system does not say.
pub fn resident_kib(process: u32) -> u64 {
    status_of(&process.to_string(), "VmRSS:")
}

fn status(name: &str) -> u64 {
    status_of("self", name)
}

fn status_of(process: &str, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(name));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// One line that says what machine this is.
pub fn describe() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map_or("unknown processor", |l| l.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib: u64 = memory
        .lines()
        .find_map(|l| l.strip_prefix("MemTotal:"))
        .and_then(|l| l.split_whitespace().next())
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?").to_owned();
    format!(
        "{model}, {cores} cores, {} GiB, {} {}; load {load} at the start",
        kib >> 20,
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}
