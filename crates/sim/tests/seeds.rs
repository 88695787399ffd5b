//! Seeds in every test run, on all cores; `cargo xtask sim --seeds N` plays as many as one likes.

use netra_sim::play_all;

/// Seeds of a test run.
const SEEDS: u64 = 200;

#[test]
fn every_promise_holds_for_every_seed() {
    let all = play_all(0..SEEDS, None);
    if let Some((seed, broken)) = all.broken.first_key_value() {
        let n = all.broken.len();
        panic!("{n} seeds broke a promise; {broken}\nreplay with: cargo xtask sim --seed {seed}");
    }
    let sums = all.told;
    // The weather must have been bad enough for this to mean something.
    for (what, least) in [
        ("applied", 6_000),
        ("rejected", 500),
        ("lost", 20_000),
        ("killed", 3_000),
        ("page", 4_000),
        ("content shown", 1_500),
        ("rotten", 15),
        ("fork", 150),
        ("gap", 50),
        ("diverged", 150),
        ("disk fell back", 6),
        ("server restored", 30),
        ("lifted", 150),
        ("stayed old", 40),
        ("updated", 20),
        ("pruned", 150),
        ("power cut", 200),
        ("forgot acknowledged", 500),
        ("index built", 10_000),
        ("came twice", 5_000),
        ("delayed", 5_000),
        ("cut off", 300),
        ("all cut off", 100),
        ("disk full", 100),
        ("clock jumped", 100),
        ("server's clock jumped", 60),
        ("played twice", 20),
        ("copied", 150),
        ("rights changed", 1_000),
    ] {
        let n = sums.get(what).copied().unwrap_or(0);
        assert!(n >= least, "{what} happened {n} times only: {sums:?}");
    }
}
