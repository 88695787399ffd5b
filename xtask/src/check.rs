//! `cargo xtask check`: everything that can be judged without running the program.

use crate::shell::{self, cargo};
use crate::ui::npm;
use crate::{Outcome, generate, machine, tidy, ui};

/// The version that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";

pub fn run() -> Outcome {
    machine::need(machine::CORE)?;
    machine::need(machine::WINDOW)?;
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    tidy::run()?;
    ui::build()?;
    shell::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--exclude",
        "netra-fuzz",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))?;
    generate::run(true)?;
    shell::run(&mut npm(&["run", "--silent", "check"]))?;
    shell::run(&mut npm(&["run", "--silent", "lint"]))?;
    shell::run(&mut npm(&["run", "--silent", "budget"]))?;
    licences()
}

/// Licences, sources and doubled versions always; known faults where their list can be fetched.
fn licences() -> Outcome {
    machine::need_cargo_program("cargo-deny", CARGO_DENY, &["--no-default-features"])?;
    shell::run(&mut cargo(&["deny", "--workspace", "check", "bans", "licenses", "sources"]))?;
    if !shell::works(&mut cargo(&["deny", "fetch", "db"])) {
        eprintln!("xtask: the list of known faults cannot be fetched here, so it is not checked");
        return Ok(());
    }
    shell::run(&mut cargo(&["deny", "--workspace", "--offline", "check", "advisories"]))
}
