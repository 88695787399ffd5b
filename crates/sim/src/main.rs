//! `netra-sim --seeds N [--from S]` plays seeds; `netra-sim --seed S` plays one and prints its
//! trace.
#![allow(clippy::print_stdout, clippy::print_stderr)] // it speaks to a person

use netra_sim::{Firm, play};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

fn number(args: &[String], name: &str) -> Option<u64> {
    let at = args.iter().position(|a| a == name)?;
    args.get(at + 1)?.parse().ok()
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let one = number(&args, "--seed");
    let from = one.or(number(&args, "--from")).unwrap_or(0);
    let seeds = if one.is_some() { 1 } else { number(&args, "--seeds").unwrap_or(20) };
    let firm = Firm::new();
    let mut sums: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut failed = Vec::new();
    for seed in from..from + seeds {
        let played = catch_unwind(AssertUnwindSafe(|| play(&firm, seed, one.is_some())));
        match played {
            Ok(Ok(played)) => {
                for (what, n) in played.told {
                    *sums.entry(what).or_default() += n;
                }
            }
            Ok(Err(broken)) => {
                println!("seed {seed}: {broken}");
                failed.push(seed);
            }
            Err(_) => {
                println!("seed {seed}: panicked");
                failed.push(seed);
            }
        }
    }
    println!("{} of {seeds} seeds hold; what happened: {sums:?}", seeds - failed.len() as u64);
    match failed.first() {
        None => ExitCode::SUCCESS,
        Some(seed) => {
            println!("replay with: cargo xtask sim --seed {seed}");
            ExitCode::FAILURE
        }
    }
}
