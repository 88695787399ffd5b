//! Puts the built web UI into the program: a table of address, content type and bytes.
//!
//! Where nobody has built the UI a release build does it, with Node, for what is released serves it.
//! Else, and without Node, the table is empty and the server says how to build one, so that the
//! crates compile on a machine that has none.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let build = PathBuf::from("../../ui/build");
    // The folder is always in the repository, so a missing UI does not rebuild this crate for ever.
    println!("cargo:rerun-if-changed={}", build.display());
    println!("cargo:rerun-if-changed=build.rs");

    let site = fs::canonicalize(&build)?.join("site");
    if !site.is_dir() && env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        make(Path::new("../../ui"));
    }
    let mut files = Vec::new();
    if site.is_dir() {
        collect(&site, &mut files)?;
        files.sort();
    }
    let mut table = String::from("&[\n");
    for file in &files {
        let address = file.strip_prefix(&site).map_err(io::Error::other)?;
        let address = address.to_string_lossy().replace('\\', "/");
        let path = file.to_string_lossy();
        writeln!(table, "    ({address:?}, include_bytes!({path:?})),")
            .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join("web_files.rs"), table)
}

/// Builds the pages. Whatever goes wrong is told; a program without pages is still one.
fn make(ui: &Path) {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    for (task, is_done) in
        [(&["ci", "--no-audit"][..], ui.join("node_modules").is_dir()), (&["run", "build"], false)]
    {
        if is_done {
            continue;
        }
        // What it says must not be taken for orders to cargo.
        let made = Command::new(npm).args(task).current_dir(ui).stdin(Stdio::null()).output();
        let why = match made {
            Ok(made) if made.status.success() => continue,
            Ok(made) => {
                String::from_utf8_lossy(&made.stderr).lines().last().unwrap_or("").to_owned()
            }
            Err(e) => e.to_string(),
        };
        let task = task.join(" ");
        println!("cargo:warning=no web pages in this program: `npm {task}` in ui/ failed: {why}");
        return;
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // The bundler's own manifest is for measuring, not for serving.
        if path.is_dir() && path.file_name().is_some_and(|name| name != ".vite") {
            collect(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
