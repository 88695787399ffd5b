//! The protocol broken on purpose, in each of the ways of `netra_sync::mutation`: the simulator must
//! notice every one of them.

use netra_sim::{on_all_cores, play};
use netra_sync::mutation::{Mutation, choose};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Seeds after which a mutation counts as unnoticed.
const PATIENCE: u64 = 120;

#[test]
fn every_mutation_is_noticed() {
    // What the broken code does is meant to panic; its traces are of no use.
    std::panic::set_hook(Box::new(|_| {}));
    let (next, unnoticed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    on_all_cores(|firm| {
        while let Some(mutation) = Mutation::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
            choose(Some(*mutation));
            let noticed = (0..PATIENCE).find(|seed| {
                let played = catch_unwind(AssertUnwindSafe(|| play(firm, *seed, false)));
                !matches!(played, Ok(Ok(_)))
            });
            choose(None);
            match noticed {
                Some(seed) => println!("{mutation:?} by seed {seed}"),
                None => unnoticed.lock().unwrap().push(mutation),
            }
        }
    });
    let unnoticed = unnoticed.into_inner().unwrap();
    let _ = std::panic::take_hook();
    assert!(unnoticed.is_empty(), "nobody noticed {unnoticed:?}");
}
