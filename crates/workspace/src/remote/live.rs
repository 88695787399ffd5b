//! Staying up to date: a connection on which the server says that there is something new, and
//! asking at intervals where there is none.
//!
//! Invariant: a hint only makes it ask earlier; without any it still asks.
//! Invariant: nothing is locked while it waits, so that other programs may sync meanwhile.

use super::http::Server;
use super::talk::{Synced, Talk, sync};
use crate::folder::Workspace;
use crate::host::random;
use netra_kernel::{Error, Kind, Result};
use netra_sync::replica;
use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant, SystemTime};

/// A connection on which nothing was heard for so long is dead; the server's heart beats thrice.
const SILENCE: Duration = Duration::from_secs(50);
/// How often it asks although it hears of everything.
const ANYWAY: Duration = Duration::from_secs(300);
/// However many hints come, it does not ask more often: with as many pushes that is what a server
/// takes of one person in a minute.
const APART: Duration = Duration::from_millis(200);
/// How often it looks whether something waits here, and whether it shall stop.
const LOOK: Duration = Duration::from_secs(1);
/// The pause after a first failure; each further one doubles it.
const FIRST: Duration = Duration::from_secs(2);
/// So much time between two looks means that the machine slept.
const SLEPT: Duration = Duration::from_secs(20);
/// No line that a server says is longer.
const LINE: u64 = 1_024;

/// A connection on which the server gives hints.
struct Live {
    lines: Receiver<bool>,
    heard: Instant,
}

#[derive(PartialEq)]
enum Heard {
    Moved,
    Nothing,
    Over,
}

impl Live {
    fn open(workspace: &Workspace) -> Result<Live> {
        let response = Talk::begin(workspace)?.without_waiting().asking(Server::live)?;
        let (sender, lines) = sync_channel(1);
        std::thread::Builder::new()
            .name("live".into())
            .spawn(move || listen(response, &sender))
            .map_err(Error::internal)?;
        Ok(Live { lines, heard: Instant::now() })
    }

    fn wait(&mut self, most: Duration) -> Heard {
        match self.lines.recv_timeout(most) {
            Ok(is_moved) => {
                self.heard = Instant::now();
                if is_moved { Heard::Moved } else { Heard::Nothing }
            }
            Err(RecvTimeoutError::Timeout) if self.heard.elapsed() < SILENCE => Heard::Nothing,
            Err(_) => Heard::Over,
        }
    }
}

/// Hands on what comes, until either side has enough. A hint that finds another one waiting is one
/// with it.
pub(super) fn listen(response: impl Read, sender: &SyncSender<bool>) {
    let mut reader = BufReader::new(response);
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) if line.last() != Some(&b'\n') => return,
            Ok(_) => {}
        }
        let is_moved = line.starts_with(b"event: moved");
        let sent = match is_moved {
            // It must not be lost behind a heart-beat.
            true => sender.send(true).map_err(|_| ()),
            false => match sender.try_send(false) {
                Err(TrySendError::Disconnected(_)) => Err(()),
                _ => Ok(()),
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Whether waiting is all that helps, and enough.
pub(super) fn passes_by_itself(e: &Error) -> bool {
    let is_later = e.kind() == Kind::NotNow && e.code() != "sync.not_connected";
    e.kind() == Kind::Offline || is_later || e.code() == "sync.another_program"
}

/// Whoever keeps a workspace up to date.
pub trait Watcher {
    /// During a conversation: commands that wait, rows that came. An error ends everything.
    /// # Errors
    /// What ends it.
    fn step(&self, waiting: i64, rows: usize) -> Result<()>;
    /// Between two conversations, each second: whether it shall ask at once.
    /// # Errors
    /// What ends it.
    fn rests(&self) -> Result<bool>;
    /// What came of a conversation.
    fn told(&self, done: Result<Synced>);
}

/// Keeps a workspace up to date until its watcher says that it is enough. `every`: how often it asks
/// where it hears no hints; after a failure it begins with two seconds and comes to that.
/// # Errors
/// What the watcher says; what [`sync`] says, but for what passes by itself: that the watcher is told.
pub fn keep_up(workspace: &Workspace, every: Duration, watcher: &dyn Watcher) -> Result<()> {
    let mut live: Option<Live> = None;
    let mut failures = 0;
    loop {
        // Before it asks, so that nothing is missed in between.
        if live.is_none() {
            live = Live::open(workspace).ok();
        }
        let began = Instant::now();
        let (left, pause) = match sync(workspace, &|waiting, rows| watcher.step(waiting, rows)) {
            Ok(synced) => {
                failures = 0;
                let left = synced.waiting;
                watcher.told(Ok(synced));
                (left, if live.is_some() { ANYWAY.max(every) } else { unevenly(every)? })
            }
            // The other one hands in what waits here, too.
            Err(e) if e.code() == "sync.another_program" => {
                watcher.told(Err(e));
                (i64::MAX, unevenly(FIRST)?)
            }
            Err(e) if passes_by_itself(&e) => {
                watcher.told(Err(e));
                live = None;
                failures += 1;
                (i64::MAX, unevenly(after(failures).min(every))?)
            }
            Err(e) => return Err(e),
        };
        rest(workspace, &mut live, watcher, pause, left)?;
        std::thread::sleep(APART.saturating_sub(began.elapsed()));
    }
}

/// Waits for a hint, a wish, something that waits here beyond `left`, or the end of the pause.
fn rest(
    workspace: &Workspace,
    live: &mut Option<Live>,
    watcher: &dyn Watcher,
    pause: Duration,
    left: i64,
) -> Result<()> {
    let until = Instant::now() + pause;
    let mut looked = SystemTime::now();
    while Instant::now() < until {
        if watcher.rests()? {
            return Ok(());
        }
        let heard = match live {
            Some(live) => live.wait(LOOK),
            None => {
                std::thread::sleep(LOOK);
                Heard::Nothing
            }
        };
        // The machine slept: the connection is most likely gone, and much may have happened.
        let is_awake_again = has_slept(looked, SystemTime::now());
        looked = SystemTime::now();
        if heard == Heard::Over || is_awake_again {
            *live = None;
        }
        let waiting = workspace.reading_standing(replica::standing)?.waiting;
        if heard != Heard::Nothing || is_awake_again || waiting > left {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether much more time went by on the clock than one look takes.
fn has_slept(before: SystemTime, now: SystemTime) -> bool {
    now.duration_since(before).is_ok_and(|passed| passed > SLEPT)
}

/// The pause after so many failures one after the other.
fn after(failures: u32) -> Duration {
    FIRST.saturating_mul(1 << failures.saturating_sub(1).min(10))
}

/// Up to a quarter more or less, so that devices that were cut off together do not come together.
fn unevenly(every: Duration) -> Result<Duration> {
    let mut byte = [0u8; 1];
    random(&mut byte)?;
    Ok(every.mul_f64(0.75 + f64::from(byte[0]) / 512.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_heard_and_endless_lines_are_not() {
        let said = "\n: \n\nevent: moved\ndata: {}\n\n";
        let (sender, lines) = sync_channel(100);
        listen(said.as_bytes(), &sender);
        drop(sender);
        assert_eq!(lines.iter().filter(|is_moved| *is_moved).count(), 1);

        let (sender, lines) = sync_channel(100);
        listen(std::io::repeat(b'x'), &sender);
        drop(sender);
        assert_eq!(lines.iter().count(), 0);
    }

    #[test]
    fn pauses_differ_and_stay_near() {
        let every = Duration::from_secs(30);
        let pauses: Vec<Duration> = (0..50).map(|_| unevenly(every).unwrap()).collect();
        assert!(pauses.iter().all(|p| *p >= every * 3 / 4 && *p <= every * 5 / 4));
        assert!(pauses.iter().any(|p| p != &pauses[0]));
    }

    #[test]
    fn failures_come_further_apart_and_a_sleep_is_noticed() {
        let pauses: Vec<u64> = (1..6).map(|n| after(n).as_secs()).collect();
        assert_eq!(pauses, [2, 4, 8, 16, 32]);
        assert!(after(u32::MAX) > Duration::from_secs(60));
        let then = SystemTime::UNIX_EPOCH;
        assert!(!has_slept(then, then + LOOK * 3));
        assert!(has_slept(then, then + SLEPT + LOOK));
        assert!(!has_slept(then + SLEPT * 2, then), "a clock that was put back");
    }

    #[test]
    fn a_connection_that_fell_silent_is_over() {
        let (sender, lines) = sync_channel(1);
        let mut live = Live { lines, heard: Instant::now() };
        assert!(live.wait(Duration::from_millis(1)) == Heard::Nothing);
        sender.send(true).unwrap();
        assert!(live.wait(Duration::from_millis(1)) == Heard::Moved);
        live.heard = Instant::now().checked_sub(SILENCE).unwrap();
        assert!(live.wait(Duration::from_millis(1)) == Heard::Over);
    }
}
