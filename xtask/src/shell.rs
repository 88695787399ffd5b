//! Running other programs: told before, checked after.

use crate::{Outcome, failures};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

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

/// How much of what a program says is shown at once.
#[derive(Clone, Copy, PartialEq)]
pub enum Shown {
    AsItComes,
    OnlyWhenItFails,
}

/// As `run`, for tests: the error repeats what failed, so that it can be told once more at the end
/// of a long output, and a program that ended is not waited for because of others that it left.
pub fn test(command: &mut Command, shown: Shown) -> Outcome {
    const LEFT_BEHIND: Duration = Duration::from_secs(10);
    let said = spoken(command);
    eprintln!("\n$ {said}");
    let begun = Instant::now();
    let cannot = |e: std::io::Error| format!("`{said}` cannot start: {e}");
    let (reader, writer) = std::io::pipe().map_err(cannot)?;
    command.stdout(writer.try_clone().map_err(cannot)?).stderr(writer);
    let mut child = command.spawn().map_err(cannot)?;
    // Only the child holds the pipe's other end now.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let lines = Arc::new(Mutex::new(Vec::new()));
    let (ended, end) = mpsc::channel();
    let heard = Arc::clone(&lines);
    std::thread::spawn(move || {
        for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            if shown == Shown::AsItComes {
                eprintln!("{line}");
            }
            heard.lock().expect("nobody panics with it").push(line);
        }
        let _ = ended.send(());
    });
    let status = child.wait().map_err(|e| format!("`{said}`: {e}"))?;
    let _ = end.recv_timeout(LEFT_BEHIND);
    eprintln!("  {:.0} s", begun.elapsed().as_secs_f64());
    if status.success() {
        return Ok(());
    }
    let lines = lines.lock().expect("nobody panics with it");
    if shown == Shown::OnlyWhenItFails {
        lines.iter().for_each(|line| eprintln!("{line}"));
    }
    Err(format!("`{said}` failed ({status})\n{}", failures::among(&lines)))
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
