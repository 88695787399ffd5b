//! `cargo xtask test api`: the HTTP interface before schemathesis, an outside judge that makes its
//! requests from `openapi.json`.
//!
//! Invariant: the judge and all that it uses are of the versions in `tests/api/requirements.txt`,
//! in a folder of their own under the target folder.

use crate::Outcome;
use crate::shell::{self, program, root};
use crate::test::{netra, target};
use std::path::{Path, PathBuf};

const WANTED: &str = "tests/api/requirements.txt";

pub fn run() -> Outcome {
    let netra = netra()?;
    let judge = installed(&target()?.join("schemathesis"))?;
    let python = judge.join("bin/python");
    let mut check = program(&python.to_string_lossy(), &["-B", "tests/api/check.py"]);
    shell::run(check.env("NETRA", netra).env("ST", judge.join("bin/st")))
}

/// A folder with schemathesis in it, made when it is not there in these versions.
fn installed(folder: &Path) -> Result<PathBuf, String> {
    let wanted = std::fs::read_to_string(root().join(WANTED)).map_err(|e| e.to_string())?;
    let note = folder.join("installed.txt");
    if std::fs::read_to_string(&note).is_ok_and(|found| found == wanted) {
        return Ok(folder.to_owned());
    }
    let place = folder.to_string_lossy().into_owned();
    shell::run(&mut program("python3", &["-m", "venv", "--clear", &place]))?;
    let pip = folder.join("bin/pip");
    let install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", WANTED];
    shell::run(&mut program(&pip.to_string_lossy(), &install))?;
    std::fs::write(note, wanted).map_err(|e| e.to_string())?;
    Ok(folder.to_owned())
}
