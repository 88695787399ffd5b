//! `cargo xtask run`: from a clone to the open program.

use crate::shell::{self, cargo};
use crate::test::DESKTOP;
use crate::{Outcome, machine, ui};
use std::env;
use std::path::PathBuf;

/// Opens the named workspace, or the demo firm, which is made when it is not there yet.
pub fn run(args: &[&str]) -> Outcome {
    let workspace = args.first().map(PathBuf::from);
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|v| env::var_os(v).is_some());
    machine::need(machine::CORE)?;
    if !has_display && cfg!(target_os = "linux") {
        eprintln!("xtask: no display here; the program is served to a browser instead");
        return serve(workspace);
    }
    machine::need(machine::WINDOW)?;
    ui::build()?;
    let mut command = cargo(&["run"]);
    command.args(DESKTOP);
    match workspace {
        Some(workspace) => command.arg("--").arg(absolute(workspace)?),
        None => command.args(["--", "--demo"]),
    };
    shell::run(&mut command)
}

fn serve(workspace: Option<PathBuf>) -> Outcome {
    ui::build()?;
    let workspace = match workspace {
        Some(named) => absolute(named)?,
        None => data_folder()?.join("demo"),
    };
    let netra = ["run", "--quiet", "--package", "netra-cli", "--"];
    if !workspace.exists() {
        eprintln!("xtask: making the demo firm in {}", workspace.display());
        if let Some(parent) = workspace.parent() {
            std::fs::create_dir_all(parent).map_err(|e| e.to_string())?;
        }
        // Made-up people need no protection, and a machine without a display rarely has a key
        // store to keep the key in.
        shell::run(cargo(&netra).arg("init").arg(&workspace).args(["--demo", "--unencrypted"]))?;
    }
    shell::run(cargo(&netra).arg("--workspace").arg(&workspace).args(["serve", "--local"]))
}

/// Where this person's programs keep their data; the same folder as the desktop program's.
fn data_folder() -> Result<PathBuf, String> {
    if let Some(named) = env::var_os("XDG_DATA_HOME").filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(named).join("app.netra.desktop"));
    }
    let home = env::var_os("HOME").ok_or("HOME is not set")?;
    Ok(PathBuf::from(home).join(".local/share/app.netra.desktop"))
}

fn absolute(path: PathBuf) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|e| e.to_string())
}
