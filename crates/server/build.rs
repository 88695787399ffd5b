//! Puts the built web UI into the program: a table of address, content type and bytes.
//!
//! Without a built UI the table is empty and the server says how to build one, so that the crates
//! compile on a machine that has no Node.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let build = PathBuf::from("../../ui/build");
    // The folder is always in the repository, so a missing UI does not rebuild this crate for ever.
    println!("cargo:rerun-if-changed={}", build.display());
    println!("cargo:rerun-if-changed=build.rs");

    let site = fs::canonicalize(&build)?.join("site");
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
