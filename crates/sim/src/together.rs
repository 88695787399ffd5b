//! Many seeds on all cores.

use crate::firm::Firm;
use crate::play::{Played, play_one_of_many};
use netra_sync::mutation::{Mutation, choose};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of many seeds.
#[derive(Default)]
pub struct All {
    /// How often what happened, over all of them.
    pub told: BTreeMap<&'static str, u32>,
    /// The seeds that broke a promise, and which.
    pub broken: BTreeMap<u64, String>,
}

impl All {
    fn add(&mut self, seed: u64, played: Result<Played, String>) {
        match played {
            Ok(played) => {
                for (what, n) in played.told {
                    *self.told.entry(what).or_default() += n;
                }
            }
            Err(broken) => drop(self.broken.insert(seed, broken)),
        }
    }
}

/// The way to break the protocol that has this name.
pub fn mutation(name: &str) -> Option<Mutation> {
    Mutation::ALL.into_iter().find(|m| format!("{m:?}") == name)
}

/// Does the same work on each core, each with a firm of its own.
pub fn on_all_cores(work: impl Fn(&Firm) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| work(&Firm::new()));
        }
    });
}

/// Plays these seeds, whichever core has time for the next; with the protocol broken, if that is asked.
pub fn play_all(seeds: Range<u64>, broken: Option<Mutation>) -> All {
    let (next, all) = (AtomicU64::new(seeds.start), Mutex::new(All::default()));
    on_all_cores(|firm| {
        choose(broken);
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            let played = catch_unwind(AssertUnwindSafe(|| play_one_of_many(firm, seed)));
            let played = played.unwrap_or_else(|_| Err("panicked".into()));
            all.lock().unwrap().add(seed, played);
        }
    });
    all.into_inner().unwrap()
}
