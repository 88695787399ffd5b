//! Running other programs: told before, checked after.

use crate::Outcome;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A program to run at the root, with no stdin: nothing may wait for an answer.
pub fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root()).stdin(Stdio::null());
    command
}

pub fn cargo(args: &[&str]) -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
}

/// Says what runs, runs it, and fails with its name when it fails.
pub fn run(command: &mut Command) -> Outcome {
    let said = spoken(command);
    eprintln!("\n$ {said}");
    let status = command.status().map_err(|e| format!("`{said}` cannot start: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{said}` failed ({status})")) }
}

/// The standard output of a program that must succeed.
pub fn output(command: &mut Command) -> Result<String, String> {
    let said = spoken(command);
    let out = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("`{said}` cannot start: {e}"))?;
    if !out.status.success() {
        return Err(format!("`{said}` failed ({})", out.status));
    }
    String::from_utf8(out.stdout).map_err(|_| format!("`{said}` did not write UTF-8"))
}

/// True when it can be started and succeeds; says nothing.
pub fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

fn spoken(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
