//! Opening the workspace that the arguments name.

use crate::args::{Cli, Verb};
use netra_core::language;
use netra_kernel::{Error, Kind, Result, Timestamp};
use netra_workspace::folder::read_manifest;
use netra_workspace::{Host, KeySource, Protection, Session, Workspace};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A mistake in how the program was called: a word that the sentence of `usage` knows, or what was
/// said about it elsewhere.
pub fn usage(problem: &str) -> Error {
    Error::new(Kind::Invalid, "usage").arg("problem", problem)
}

/// The same, with what was given.
pub fn usage_of(problem: &str, given: impl ToString) -> Error {
    usage(problem).arg("given", given.to_string())
}

/// The language in which whoever sits at the terminal is asked for something.
static ASKS_IN: OnceLock<String> = OnceLock::new();

pub fn ask_in(locale: &str) {
    let _ = ASKS_IN.set(locale.to_owned());
}

/// Asks in the terminal; the answer is read by the caller.
pub fn prompt(what: &str) {
    let locale = ASKS_IN.get().map_or("en", String::as_str);
    let _ = write!(std::io::stderr(), "{}: ", language::label(locale, &format!("cli.{what}")));
}

/// The clock: the machine's, or the moment of `--now`. A server's goes on from there; for everything
/// else it stands still, so that what one call writes is there for the next at the same moment.
pub fn host(cli: &Cli) -> Result<Host> {
    match &cli.now {
        None => Ok(Host::system()),
        Some(text) => {
            let start = Timestamp::parse(text).ok_or_else(|| usage("now"))?;
            if !matches!(cli.verb, Verb::Serve(_)) {
                return Ok(Host::with_clock(move || start));
            }
            let begun = std::time::Instant::now();
            Ok(Host::with_clock(move || {
                let passed = i64::try_from(begun.elapsed().as_millis()).unwrap_or(0);
                Timestamp(start.0 + passed)
            }))
        }
    }
}

/// The passphrase that the environment gives.
pub fn given_passphrase() -> Option<String> {
    std::env::var("NETRA_PASSPHRASE").ok().filter(|text| !text.is_empty())
}

/// The passphrase from the environment, or asked for when there is somebody to ask.
pub fn key_source(ask: bool, twice: bool) -> Result<KeySource> {
    if let Some(text) = given_passphrase() {
        return Ok(KeySource { passphrase: Some(text.into()) });
    }
    if !ask || !std::io::stdin().is_terminal() {
        return Ok(KeySource::default());
    }
    let asked = |what: &str| -> Result<String> {
        prompt(what);
        rpassword::read_password().map_err(Error::internal)
    };
    let first = asked("passphrase")?;
    if twice && asked("once_more")? != first {
        return Err(usage("passphrases_differ"));
    }
    Ok(KeySource { passphrase: (!first.is_empty()).then(|| first.into()) })
}

/// A secret from the environment, or asked for when there is somebody to ask.
pub fn secret(variable: &str, what: &str) -> Result<String> {
    if let Ok(text) = std::env::var(variable)
        && !text.is_empty()
    {
        return Ok(text);
    }
    if !std::io::stdin().is_terminal() {
        return Err(usage_of("nobody_to_ask", variable));
    }
    prompt(what);
    rpassword::read_password().map_err(Error::internal)
}

/// The folder that `--workspace` names.
pub fn folder(cli: &Cli) -> Result<&Path> {
    cli.workspace.as_deref().ok_or_else(folder_wanted)
}

fn folder_wanted() -> Error {
    usage("no_workspace")
}

/// Where a person's own workspace is when none is named.
pub fn usual_folder() -> Result<PathBuf> {
    let home = ["HOME", "USERPROFILE"].iter().find_map(std::env::var_os);
    let home = home.filter(|home| !home.is_empty());
    Ok(PathBuf::from(home.ok_or_else(folder_wanted)?).join("Netra"))
}

pub fn workspace(cli: &Cli) -> Result<Workspace> {
    workspace_in(cli, folder(cli)?)
}

fn workspace_in(cli: &Cli, root: &Path) -> Result<Workspace> {
    let wants_passphrase = matches!(read_manifest(root)?.protection, Protection::Passphrase(_));
    Workspace::open(root, &key_source(wants_passphrase, false)?, host(cli)?)
}

/// The workspace, and a session for the acting person.
pub fn session(cli: &Cli) -> Result<(Workspace, Session)> {
    session_in(cli, folder(cli)?)
}

/// The same for the workspace in this folder.
pub fn session_in(cli: &Cli, root: &Path) -> Result<(Workspace, Session)> {
    let workspace = workspace_in(cli, root)?;
    let session = workspace.session(cli.acting.as_deref(), &cli.locale)?;
    Ok((workspace, session))
}
