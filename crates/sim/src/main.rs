//! `netra-sim --seeds N [--from S]` plays seeds; `netra-sim --seed S` plays one and prints its
//! trace. `--mutation NAME` breaks the protocol in that way: which seeds notice it?
#![allow(clippy::print_stdout, clippy::print_stderr)] // it speaks to a person

use netra_sim::{Firm, mutation, play, play_all};
use std::process::ExitCode;

fn number(args: &[String], name: &str) -> Option<u64> {
    let at = args.iter().position(|a| a == name)?;
    args.get(at + 1)?.parse().ok()
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(seed) = number(&args, "--seed") {
        return match play(&Firm::new(), seed, true) {
            Ok(played) => {
                println!("seed {seed} holds; what happened: {:?}", played.told);
                ExitCode::SUCCESS
            }
            Err(broken) => {
                println!("seed {seed}: {broken}");
                ExitCode::FAILURE
            }
        };
    }
    let from = number(&args, "--from").unwrap_or(0);
    let seeds = number(&args, "--seeds").unwrap_or(200);
    let broken = match args.iter().position(|a| a == "--mutation").map(|at| args.get(at + 1)) {
        None => None,
        Some(name) => match name.and_then(|name| mutation(name)) {
            Some(mutation) => Some(mutation),
            None => {
                println!("there is no such mutation");
                return ExitCode::FAILURE;
            }
        },
    };
    let all = play_all(from..from.saturating_add(seeds), broken);
    for (seed, broken) in &all.broken {
        println!("seed {seed}: {broken}");
    }
    let held = seeds - all.broken.len() as u64;
    println!("{held} of {seeds} seeds hold; what happened: {:?}", all.told);
    match all.broken.keys().next() {
        None => ExitCode::SUCCESS,
        Some(seed) => {
            println!("replay with: cargo xtask sim --seed {seed}");
            ExitCode::FAILURE
        }
    }
}
