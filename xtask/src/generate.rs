//! `cargo xtask gen`: files written from the catalogue of commands and queries.

use crate::Outcome;
use crate::shell::{output, program, root};
use crate::test::netra;
use crate::ui;
use std::io::Write as _;
use std::process::Stdio;

/// The window's types, from the schemas of every command and query.
const TYPES: &str = "ui/src/lib/api/generated.ts";

/// Writes the generated files; with `check`, only says whether they are as they should be.
pub fn run(check: bool) -> Outcome {
    ui::install()?;
    eprintln!("\nxtask: the types of the window, from the catalogue");
    let netra = netra()?.display().to_string();
    let catalogue = output(&mut program(&netra, &["catalogue", "--schema"]))?;
    let types = types(&catalogue)?;
    let path = root().join(TYPES);
    if check {
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        if written == types {
            return Ok(());
        }
        return Err(format!("{TYPES} is not up to date: run `cargo xtask gen` and commit it"));
    }
    std::fs::write(&path, types).map_err(|e| format!("{TYPES}: {e}"))
}

fn types(catalogue: &str) -> Result<String, String> {
    let mut node = program("node", &["ui/scripts/types.mjs"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    if let Some(mut stdin) = node.stdin.take() {
        stdin.write_all(catalogue.as_bytes()).map_err(|e| e.to_string())?;
    }
    let out = node.wait_with_output().map_err(|e| e.to_string())?;
    if !out.status.success() {
        return Err("ui/scripts/types.mjs failed".to_owned());
    }
    String::from_utf8(out.stdout).map_err(|e| e.to_string())
}
