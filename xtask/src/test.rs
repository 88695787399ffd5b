//! `cargo xtask test`, `bench` and `sim`.

use crate::shell::{self, Shown, cargo, output, program, root};
use crate::ui::npm;
use crate::{Outcome, api, fuzz, machine, ui};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

/// What drives the window: it turns the protocol of browser tests into what each system's web view
/// understands.
const TAURI_DRIVER: &str = "2.0.6";

/// The shell's crate with its pages in it, always in this one choice of features: another would have
/// the web view's crates built again.
pub const DESKTOP: &[&str] =
    &["--locked", "--package", "netra-desktop", "--features", "custom-protocol"];

/// Seconds for each fuzz target in the ordinary test run.
const SHORT_FUZZ: u32 = 10;

type Part = (&'static str, fn() -> Outcome);

/// The parts, in the order in which they run.
const PARTS: &[Part] = &[
    ("rust", rust),
    ("ui", || told(&mut npm(&["run", "--silent", "test"]))),
    ("journeys", journeys),
    ("api", api::run),
    ("documents", documents),
    ("browser", browser),
    ("window", window),
    ("fuzz", || fuzz::run(SHORT_FUZZ)),
];

/// Every test, or the one part that is named.
pub fn run(args: &[&str]) -> Outcome {
    let part = args.first().copied();
    if part.is_some_and(|p| PARTS.iter().all(|(name, _)| *name != p)) {
        return Err(format!("there is no part called {}", args.join(" ")));
    }
    for packages in [machine::CORE, machine::WINDOW, machine::TESTS] {
        machine::need(packages)?;
    }
    ui::build()?;
    let mut failed = Vec::new();
    for (name, test) in PARTS {
        if part.is_none_or(|p| p == *name) {
            // The other parts are still worth hearing.
            if let Err(why) = test() {
                eprintln!("\nxtask: {name} failed");
                failed.push(format!("{name}: {why}"));
            }
        }
    }
    let unsteady = UNSTEADY.lock().map(|told| told.join("\n\n")).unwrap_or_default();
    if !unsteady.is_empty() {
        eprintln!(
            "\nxtask: unsteady, to be mended: failed once and passed when run again\n\n{unsteady}"
        );
    }
    if failed.is_empty() {
        eprintln!("\nxtask: everything passed");
        return Ok(());
    }
    Err(format!("these parts failed (more of each stands above)\n\n{}", failed.join("\n\n")))
}

fn told(command: &mut Command) -> Outcome {
    shell::test(command, Shown::AsItComes)
}

/// A task of cargo over everything but the shell and the fuzz targets. One choice of packages
/// everywhere: cargo builds what they use with the features that the chosen ones ask for, so another
/// choice would have most of it built again.
pub fn all_but_the_shell(task: &[&str]) -> Command {
    let mut command = cargo(task);
    command.args(["--workspace", "--locked"]);
    command.args(["--exclude", "netra-desktop", "--exclude", "netra-fuzz"]);
    command
}

/// Everything but the shell's own crate first: a broken desktop library must not hide a broken
/// rule.
fn rust() -> Outcome {
    told(&mut all_but_the_shell(&["test", "--no-fail-fast"]))?;
    told(cargo(&["test"]).args(DESKTOP).args(["--lib", "--bins"]))
}

/// The `netra` program that the scripts and the browser test speak to.
pub fn netra() -> Result<PathBuf, String> {
    shell::run(&mut all_but_the_shell(&["build", "--bin", "netra"]))?;
    Ok(target()?.join("debug/netra"))
}

pub fn target() -> Result<PathBuf, String> {
    let text = output(&mut cargo(&["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    metadata["target_directory"].as_str().map(PathBuf::from).ok_or("no target folder".to_owned())
}

/// Each `tests/*.sh`: a person's way through the program by the command line alone.
fn journeys() -> Outcome {
    let netra = netra()?;
    each(&listed("tests", "sh")?, |script| told(program("bash", &[script]).env("NETRA", &netra)))
}

/// Packs of the demo firm and the samples, judged by programs that others wrote.
fn documents() -> Outcome {
    shell::run(&mut all_but_the_shell(&["build", "--example", "samples"]))?;
    let samples = target()?.join("debug/examples/samples");
    let script = &["tests/documents/oracles.sh"];
    told(program("bash", script).env("NETRA", netra()?).env("SAMPLES", samples))
}

/// The pages in a browser, before the real core.
fn browser() -> Outcome {
    let netra = netra()?;
    each(&listed("tests/browser", "mjs")?, |script| {
        at_most_twice(|| told(program("node", &[script]).env("NETRA", &netra)))
    })
}

/// The real desktop window on a display of its own, with its own session bus.
fn window() -> Outcome {
    machine::need_cargo_program("tauri-driver", TAURI_DRIVER, &[])?;
    let driver = machine::cargo_program("tauri-driver");
    shell::run(cargo(&["build"]).args(DESKTOP))?;
    let desktop = target()?.join("debug/netra-desktop");
    let netra = netra()?;
    each(&listed("tests/window", "mjs")?, |script| {
        at_most_twice(|| {
            let mut test = on_a_display(&[script]);
            test.env("TAURI_DRIVER", &driver).env("NETRA_DESKTOP", &desktop).env("NETRA", &netra);
            told(&mut test)
        })
    })
}

/// What failed and then passed, to be told at the end.
static UNSTEADY: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Tests of a window or a browser share the machine with it, and what they wait for is seldom all
/// that has to happen: one that fails is run once more. When it passes then, the test or the program
/// has a race, which is told at the end, and does not stop the others' work.
fn at_most_twice(run: impl Fn() -> Outcome) -> Outcome {
    let Err(first) = run() else { return Ok(()) };
    eprintln!("\nxtask: failed; once more");
    run().map_err(|second| format!("{first}\n\nand when run again: {second}"))?;
    if let Ok(mut told) = UNSTEADY.lock() {
        told.push(first);
    }
    Ok(())
}

/// A script with a display of its own and its own session bus.
fn on_a_display(script: &[&str]) -> Command {
    let mut command = program("xvfb-run", &["-a", "-s", "-screen 0 1280x800x24"]);
    command.args(["dbus-run-session", "--", "node"]).args(script);
    command
}

/// Runs each of these, the others too when one fails.
fn each(scripts: &[String], run: impl Fn(&str) -> Outcome) -> Outcome {
    let mut failed = Vec::new();
    for script in scripts {
        if let Err(why) = run(script) {
            failed.push(why);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n\n")) }
}

/// Files of a folder with this ending, in order; those that begin with `_` are parts of others.
pub fn listed(folder: &str, extension: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(root().join(folder)) else { return Ok(found) };
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|e| e == extension) && !name.starts_with('_') {
            found.push(format!("{folder}/{name}"));
        }
    }
    found.sort();
    Ok(found)
}

/// The benchmarks. Figures are ratios within one run; docs/benchmarks.md says how to read them.
pub fn bench(args: &[&str]) -> Outcome {
    machine::need(machine::CORE)?;
    match args.split_first().map(|(first, rest)| (*first, rest)) {
        Some(("start", rest)) => return bench_start(rest),
        Some(("window", rest)) => return bench_window(rest),
        Some(("peers", rest)) => return bench_peers(rest),
        _ => {}
    }
    let mut command = cargo(&["run", "--release", "--locked", "--package", "netra-bench", "--"]);
    shell::run(command.args(args))
}

/// From a key to what is seen of it, in the real page before a million leads.
fn bench_window(args: &[&str]) -> Outcome {
    machine::need(machine::TESTS)?;
    ui::build()?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "--package", "netra-cli"]))?;
    let mut bench = program("node", &["tests/bench/window.mjs"]);
    shell::run(bench.args(args).env("NETRA", target()?.join("release").join("netra")))
}

/// Sync beside another program's, which is fetched for it.
fn bench_peers(args: &[&str]) -> Outcome {
    machine::need(machine::TESTS)?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "--package", "netra-bench"]))?;
    let mut bench = program("node", &["tests/bench/peers.mjs"]);
    shell::run(bench.args(args).env("NETRA_BENCH", target()?.join("release").join("netra-bench")))
}

/// From the desktop program's start to a list that can be used, and what it holds of the memory.
fn bench_start(args: &[&str]) -> Outcome {
    for packages in [machine::WINDOW, machine::TESTS] {
        machine::need(packages)?;
    }
    ui::build()?;
    machine::need_cargo_program("tauri-driver", TAURI_DRIVER, &[])?;
    shell::run(cargo(&["build", "--release"]).args(DESKTOP))?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "--package", "netra-cli"]))?;
    let built = target()?.join("release");
    let mut bench = on_a_display(&["tests/bench/start.mjs"]);
    bench.args(args).env("TAURI_DRIVER", machine::cargo_program("tauri-driver"));
    bench.env("NETRA_DESKTOP", built.join("netra-desktop")).env("NETRA", built.join("netra"));
    shell::run(&mut bench)
}

/// Devices and one authority in one process, from one seed.
pub fn sim(args: &[&str]) -> Outcome {
    machine::need(machine::CORE)?;
    let mut command = cargo(&["run", "--locked", "--package", "netra-sim", "--"]);
    shell::run(command.args(args))
}
