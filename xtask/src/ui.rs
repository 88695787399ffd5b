//! The web UI's own tools.

use crate::Outcome;
use crate::machine::need_node;
use crate::shell::{program, root, run};
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;
use std::{fs, io};

pub fn npm(args: &[&str]) -> Command {
    let mut command = program("npm", args);
    command.current_dir(root().join("ui")).env("NPM_CONFIG_FUND", "false");
    command
}

/// The packages exactly as locked, fetched again only when the lock file is newer.
pub fn install() -> Outcome {
    need_node()?;
    let ui = root().join("ui");
    let installed = modified(&ui.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&ui.join("package-lock.json")) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit"]))
}

/// Builds the UI when a source is newer than the last build.
pub fn build() -> Outcome {
    install()?;
    let ui = root().join("ui");
    let built = modified(&ui.join("build/site/index.html"));
    let sources =
        ["src", "messages", "static", "package-lock.json", "svelte.config.js", "vite.config.ts"];
    let newest = sources.iter().filter_map(|source| newest(&ui.join(source)).ok().flatten()).max();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    run(npm(&["run", "build"]).env("NETRA_VERSION", env!("CARGO_PKG_VERSION")))
}

fn modified(path: &PathBuf) -> Option<SystemTime> {
    fs::metadata(path).and_then(|m| m.modified()).ok()
}

fn newest(path: &PathBuf) -> io::Result<Option<SystemTime>> {
    if !path.is_dir() {
        return Ok(modified(path));
    }
    let mut latest = None;
    for entry in fs::read_dir(path)? {
        let entry = entry?.path();
        // Written by the build itself.
        if !entry.ends_with("paraglide") {
            latest = latest.max(newest(&entry)?);
        }
    }
    Ok(latest)
}
