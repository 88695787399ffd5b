//! `cargo xtask fuzz`: random input against every reader of outside data, led by coverage.
//!
//! Only our own crates are instrumented: `cargo` calls this very program in the compiler's place
//! for them (`RUSTC_WORKSPACE_WRAPPER`), and everything they depend on is what the ordinary tests
//! have built already. So a short run costs little more than the tests' own build.

use crate::Outcome;
use crate::shell::{self, Shown, cargo, program, root};
use crate::test::{listed, target};
use std::process::{Command, ExitCode};

/// Set when cargo calls this program as the compiler.
const IN_PLACE: &str = "NETRA_XTASK_IN_PLACE_OF_RUSTC";

/// Coverage instrumentation that the stable compiler has; the fuzzer follows it to new paths.
const INSTRUMENTED: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The compiler with instrumentation, when cargo calls for it; None when a person typed a task.
pub fn in_place_of_rustc(args: &[String]) -> Option<ExitCode> {
    std::env::var_os(IN_PLACE)?;
    let (rustc, rest) = args.split_first()?;
    let mut command = Command::new(rustc);
    command.args(rest);
    if is_instrumented(rest) {
        command.args(INSTRUMENTED);
    }
    let status = command.status();
    Some(status.map_or(ExitCode::FAILURE, |s| match s.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }))
}

/// Our crates, but not what runs while building: it is linked without the fuzzer.
fn is_instrumented(args: &[String]) -> bool {
    let after = |flag: &str| args.iter().skip_while(|a| *a != flag).nth(1);
    after("--crate-name").is_some_and(|name| name != "build_script_build" && name != "___")
}

/// Each target of `fuzz/` for this many seconds.
pub fn run(seconds: u32) -> Outcome {
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut build = cargo(&["build", "--locked", "--package", "netra-fuzz", "--bins"]);
    shell::run(build.env("RUSTC_WORKSPACE_WRAPPER", this).env(IN_PLACE, "1"))?;
    let folder = target()?.join("debug");
    let time = format!("-max_total_time={seconds}");
    for target in listed("fuzz/fuzz_targets", "rs")? {
        let name = target.trim_start_matches("fuzz/fuzz_targets/").trim_end_matches(".rs");
        let exe = folder.join(name).display().to_string();
        let (corpus, artifacts) =
            (format!("fuzz/corpus/{name}"), format!("fuzz/artifacts/{name}/"));
        for folder in [&corpus, &artifacts] {
            std::fs::create_dir_all(root().join(folder)).map_err(|e| format!("{folder}: {e}"))?;
        }
        let found = format!("-artifact_prefix={artifacts}");
        let args = [&corpus, &time, &found, "-rss_limit_mb=2048", "-max_len=65536"];
        shell::test(&mut program(&exe, &args), Shown::OnlyWhenItFails)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_instrumented;

    #[test]
    fn our_crates_are_instrumented_and_build_scripts_are_not() {
        for (args, yes) in [
            ("--crate-name netra_core --edition=2024", true),
            ("--crate-name build_script_build --crate-type bin", false),
            ("- --crate-name ___ --print=file-names", false),
            ("-vV", false),
        ] {
            let args: Vec<String> = args.split(' ').map(str::to_owned).collect();
            assert_eq!(is_instrumented(&args), yes, "{args:?}");
        }
    }
}
