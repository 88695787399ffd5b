//! What no compiler checks: who may use whom, how long a file may be, and words that must not be
//! left behind.

use crate::Outcome;
use crate::shell::{cargo, output, program, root};
use serde_json::Value;
use std::path::Path;

/// Lines. A longer file holds two rooms behind one door.
const LONGEST: usize = 600;

/// Which of our crates each may use. An arrow that is not here is a mistake, or this table and
/// docs/ARCHITECTURE.md change together.
const ARROWS: &[(&str, &[&str])] = &[
    ("netra-kernel", &[]),
    ("netra-core", &["netra-kernel"]),
    ("netra-sync", &["netra-kernel", "netra-core"]),
    ("netra-sim", &["netra-kernel", "netra-core", "netra-sync"]),
    ("netra-documents", &["netra-kernel"]),
    ("netra-gateways", &["netra-kernel"]),
    (
        "netra-workspace",
        &["netra-kernel", "netra-core", "netra-sync", "netra-documents", "netra-gateways"],
    ),
    (
        "netra-server",
        &[
            "netra-kernel",
            "netra-core",
            "netra-sync",
            "netra-documents",
            "netra-gateways",
            "netra-workspace",
        ],
    ),
    (
        "netra-cli",
        &[
            "netra-kernel",
            "netra-core",
            "netra-sync",
            "netra-documents",
            "netra-workspace",
            "netra-server",
        ],
    ),
    ("netra-desktop", &["netra-kernel", "netra-core", "netra-documents", "netra-workspace"]),
    (
        "netra-bench",
        &[
            "netra-kernel",
            "netra-core",
            "netra-sync",
            "netra-documents",
            "netra-workspace",
            "netra-server",
        ],
    ),
    (
        "netra-fuzz",
        &["netra-kernel", "netra-core", "netra-sync", "netra-workspace", "netra-server"],
    ),
    ("xtask", &[]),
];

/// Programs and shells that no other crate may use.
const FACES: &[&str] = &["netra-cli", "netra-desktop", "netra-fuzz", "xtask"];

pub fn run() -> Outcome {
    eprintln!("\nxtask: arrows between crates, lengths of files, words left behind");
    let mut faults = arrows()?;
    let listed = output(&mut program(
        "git",
        &["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    ))?;
    for file in listed.split('\0').filter(|f| !f.is_empty()) {
        let Ok(text) = std::fs::read_to_string(root().join(file)) else { continue };
        faults.extend(in_file(file, &text));
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("not tidy:\n  {}", faults.join("\n  "))) }
}

fn arrows() -> Result<Vec<String>, String> {
    let text = output(&mut cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    Ok(wrong_arrows(&metadata))
}

fn wrong_arrows(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]);
    let ours: Vec<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("{name} is a new crate: say in xtask/src/tidy.rs whom it may use"));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let used = dependency["name"].as_str().unwrap_or_default();
            // A test may use what the crate itself may not, but nothing may use a program.
            let only_tests = dependency["kind"].as_str() == Some("dev") && !FACES.contains(&used);
            if ours.contains(&used) && !allowed.contains(&used) && !only_tests {
                faults.push(format!("{name} may not use {used}"));
            }
        }
    }
    faults
}

fn in_file(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let is_source = ["rs", "ts", "svelte", "js", "mjs", "css", "sql", "sh"].contains(&extension);
    let is_ours = !file.ends_with("api/generated.ts");
    let lines = text.lines().count();
    if is_source && is_ours && lines > LONGEST {
        faults.push(format!("{file}: {lines} lines, {LONGEST} at most"));
    }
    if extension == "rs" && !text.starts_with("//!") && !text.starts_with("#!") {
        faults.push(format!("{file}: opens without `//!` that says what it is for"));
    }
    if file == "xtask/src/tidy.rs" || extension == "lock" || file.ends_with("package-lock.json") {
        return faults;
    }
    for (number, line) in text.lines().enumerate() {
        for word in LEFT_BEHIND {
            if names(line, word) {
                faults.push(format!("{file}:{}: `{}`", number + 1, word.trim_end_matches('/')));
            }
        }
    }
    faults
}

/// The line has the word; a path only where it begins (`features/home/` is none).
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !word.starts_with('/') || !before.is_some_and(char::is_alphanumeric)
    })
}

/// Promises to oneself, and places that exist on one machine only.
const LEFT_BEHIND: &[&str] =
    &["TODO", "FIXME", "XXX:", "/home/", "/root/", "C:\\Users", "unimplemented!("];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata(name: &str, used: &str, kind: Option<&str>) -> Value {
        json!({ "packages": [
            { "name": name, "dependencies": [{ "name": used, "kind": kind }] },
            { "name": used, "dependencies": [] },
        ]})
    }

    #[test]
    fn arrows_run_one_way() {
        for (name, used, kind, faults) in [
            ("netra-core", "netra-kernel", None, 0),
            ("netra-kernel", "netra-core", None, 1),
            ("netra-core", "netra-workspace", None, 1),
            ("netra-core", "netra-workspace", Some("dev"), 0),
            ("netra-server", "netra-cli", Some("dev"), 1),
            ("netra-documents", "netra-core", Some("build"), 1),
            ("netra-new", "netra-kernel", None, 1),
        ] {
            assert_eq!(wrong_arrows(&metadata(name, used, kind)).len(), faults, "{name} → {used}");
        }
    }

    #[test]
    fn words_and_lengths() {
        let header = "//! Purpose.\n";
        assert!(in_file("a.rs", header).is_empty());
        assert_eq!(in_file("a.rs", "fn main() {}\n").len(), 1, "no header");
        assert_eq!(in_file("a.rs", &format!("{header}// TODO later\n")).len(), 1);
        assert_eq!(in_file("a.md", "see /home/me/x\n").len(), 1);
        assert!(in_file("a.ts", "import '$lib/features/home/HomePage'\n").is_empty());
        assert_eq!(in_file("a.ts", &"x\n".repeat(LONGEST + 1)).len(), 1);
        assert!(in_file("ui/src/lib/api/generated.ts", &"x\n".repeat(LONGEST + 1)).is_empty());
        assert!(in_file("data.csv", &"x\n".repeat(LONGEST + 1)).is_empty());
    }
}
