//! `cargo xtask check`: everything that can be judged without running the program.

use crate::shell::{self, cargo};
use crate::test::all_but_the_shell;
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
    query_plans()?;
    generate::run(true)?;
    shell::run(&mut npm(&["run", "--silent", "check"]))?;
    shell::run(&mut npm(&["run", "--silent", "lint"]))?;
    shell::run(&mut npm(&["run", "--silent", "budget"]))?;
    licences()
}

/// How the database answers what grows with the firm: no table read from end to end.
fn query_plans() -> Outcome {
    let mut plans = all_but_the_shell(&["test", "--lib"]);
    let said = shell::output(plans.args(["--", "plans::"]))?;
    match tests_passed(&said) {
        0 => Err("no test of query plans ran: they are expected under `plans::`".to_owned()),
        n => {
            eprintln!("xtask: {n} tests of query plans passed");
            Ok(())
        }
    }
}

/// How many tests passed, by the last lines of each program of tests.
fn tests_passed(said: &str) -> usize {
    let results = said.lines().filter_map(|l| l.strip_prefix("test result: ok. "));
    results.filter_map(|r| r.split_once(" passed")?.0.parse::<usize>().ok()).sum()
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

#[cfg(test)]
mod tests {
    #[test]
    fn a_run_without_a_test_is_noticed() {
        let none = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored;\n";
        let some = "test plans::a ... ok\ntest result: ok. 7 passed; 0 failed; 0 ignored;\n";
        assert_eq!(super::tests_passed(none), 0);
        assert_eq!(super::tests_passed(&format!("{none}{some}")), 7);
        assert_eq!(super::tests_passed("test result: FAILED. 7 passed; 1 failed;"), 0);
    }
}
