//! A few seeds in every test run; `cargo xtask sim --seeds N` plays as many as one likes.

use netra_sim::{Firm, play};
use std::collections::BTreeMap;

#[test]
fn every_promise_holds_for_every_seed() {
    let firm = Firm::new();
    let mut sums: BTreeMap<&'static str, u32> = BTreeMap::new();
    for seed in 0..20 {
        match play(&firm, seed, false) {
            Ok(played) => {
                for (what, n) in played.told {
                    *sums.entry(what).or_default() += n;
                }
            }
            Err(broken) => panic!("{broken}\nreplay with: cargo xtask sim --seed {seed}"),
        }
    }
    // The weather must have been bad enough for this to mean something.
    for (what, least) in [
        ("applied", 100),
        ("rejected", 5),
        ("lost", 20),
        ("killed", 5),
        ("page", 20),
        ("content shown", 20),
        ("rotten", 3),
    ] {
        let n = sums.get(what).copied().unwrap_or(0);
        assert!(n >= least, "{what} happened {n} times only: {sums:?}");
    }
}

#[test]
fn a_seed_gives_the_same_trace_twice() {
    let firm = Firm::new();
    for seed in [3, 11] {
        let one = play(&firm, seed, false).unwrap();
        let two = play(&firm, seed, false).unwrap();
        assert_eq!(one.trace, two.trace, "(h) replay with: cargo xtask sim --seed {seed}");
        assert_eq!(one.told, two.told);
    }
}
