//! `cargo xtask`: the one front door. Each task installs what it needs on Debian, says what it
//! runs, and stops at the first failure.
//!
//! `run` opens the program · `test` runs every test · `check` runs what needs no running program
//! · `bench` measures · `gen` writes the generated files · `fuzz` throws random input ·
//! `sim` plays devices and an authority with injected faults.

mod api;
mod check;
mod failures;
mod fuzz;
mod generate;
mod machine;
mod open;
mod shell;
mod test;
mod tidy;
mod ui;

use std::process::ExitCode;

/// What a task gives back: nothing, or the sentence that says what failed.
pub type Outcome = Result<(), String>;

const USAGE: &str = "\
cargo xtask <task>

  run [DIR]        open the desktop program on a workspace (the demo firm when none is named);
                   without a display, serve it to a browser on this machine
  test [PART]      every test, or one part: rust, ui, journeys, api, documents, browser,
                   window, fuzz
  check            formatting, lints, types, query plans, licences, generated files, tidiness
  gen [--check]    write (or compare) the files generated from the catalogue
  bench            the benchmarks, with their ratios; `bench start` is the desktop’s start and
                   memory, `bench window` the page before a million leads, `bench peers` sync
                   beside PouchDB, which is fetched for it
  fuzz [SECONDS]   random input against the readers of outside data (default 60 each)
  sim [--seeds N | --seed S]  devices and one authority with injected faults
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = fuzz::in_place_of_rustc(&args) {
        return code;
    }
    let rest: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
    let outcome = match args.first().map(String::as_str) {
        Some("run") => open::run(&rest),
        Some("test") => test::run(&rest),
        Some("check") => check::run(),
        Some("gen") => generate::run(rest.contains(&"--check")),
        Some("bench") => test::bench(&rest),
        Some("fuzz") => fuzz::run(rest.first().and_then(|s| s.parse().ok()).unwrap_or(60)),
        Some("sim") => test::sim(&rest),
        Some("--help" | "-h" | "help") => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
