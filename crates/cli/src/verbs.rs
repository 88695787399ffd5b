//! What each verb does: open, ask the core, print.

use crate::args::{Cli, Init};
use crate::job::watched;
use crate::open;
use crate::output::Output;
use netra_core::language;
use netra_kernel::{Date, Error, Id, Result};
use netra_server::{Host, LocalOptions, serve_local};
use netra_workspace::demo::Demo;
use netra_workspace::desk::{Desk, Place};
use netra_workspace::files::io_error;
use netra_workspace::key::{Choice, is_passphrase_needed};
use netra_workspace::rpc::Rpc;
use netra_workspace::{Content, CreateOptions, Session, Workspace, WorkspaceError};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of JSON that one call takes.
const MAX_JSON: u64 = 8 << 20;

pub fn init(cli: &Cli, init: &Init, output: &Output) -> Result<()> {
    let choice = if init.unencrypted { Choice::Unencrypted } else { Choice::Best };
    let or =
        |given: &Option<String>, usual: &str| given.clone().unwrap_or_else(|| usual.to_owned());
    let firm = json!({
        "firm_name": or(&init.name, "My firm"), "owner_name": or(&init.owner_name, "Owner"),
        "owner_email": or(&init.owner_email, "owner@example.com"), "zone": init.zone, "currency": init.currency,
        "tax": {"country": init.country, "state_code": init.state_code,
                "tax_number": init.tax_number},
    });
    let host = open::host(cli)?;
    let content = if init.demo {
        let usual = match &init.today {
            None => Demo::before(host.now()),
            Some(text) => Demo::on(Date::parse(text).ok_or_else(|| open::usage("today"))?),
        };
        Content::Demo(Demo {
            today: usual.today,
            firm_name: or(&init.name, &usual.firm_name),
            owner_name: or(&init.owner_name, &usual.owner_name),
            owner_email: or(&init.owner_email, &usual.owner_email),
        })
    } else {
        Content::Firm(firm)
    };
    let options = CreateOptions { choice, content };
    let asks = is_passphrase_needed(choice, &open::key_source(false, false)?);
    let source = open::key_source(asks, true)?;
    let workspace = watched(output, |ticket| {
        let step = |done, total, doing: &str| ticket.go_on(done, total, doing);
        Workspace::create_watched(&init.dir, &options, &source, host, &step)
    })?;
    let status = workspace.status()?;
    if init.unencrypted {
        output.say("not_encrypted");
    }
    output.result(&json!({
        "workspace": status["workspace"], "folder": status["folder"], "firm": status["firm"],
        "protection": status["protection"], "protection_detail": status["protection_detail"],
    }));
    Ok(())
}

/// The JSON of an argument: itself, `-` for standard input, nothing for `{}`.
fn json_of(args: Option<&str>) -> Result<Value> {
    let text = match args {
        None => return Ok(json!({})),
        Some("-") => {
            let mut text = String::new();
            let read = std::io::stdin().lock().take(MAX_JSON + 1).read_to_string(&mut text);
            read.map_err(|e| open::usage_of("standard_input", e))?;
            text
        }
        Some(text) => text.to_owned(),
    };
    if text.len() as u64 > MAX_JSON {
        return Err(open::usage("too_long"));
    }
    serde_json::from_str(&text).map_err(|e| open::usage_of("no_json", e))
}

pub fn run(cli: &Cli, name: &str, args: Option<&str>, output: &Output) -> Result<()> {
    let args = json_of(args)?;
    let (workspace, session) = open::session(cli)?;
    let given = workspace.run(&session, name, args)?;
    output.result(&json!({"outcome": given.outcome, "command": given.command,
                          "undoable": given.undoable}));
    Ok(())
}

pub fn ask(cli: &Cli, name: &str, args: Option<&str>, output: &Output) -> Result<()> {
    let args = json_of(args)?;
    let (workspace, session) = open::session(cli)?;
    output.result(&workspace.ask(&session, name, &args)?);
    Ok(())
}

pub fn status(cli: &Cli, output: &Output) -> Result<()> {
    let mut status = open::workspace(cli)?.status()?;
    if !output.is_json() {
        let protection = status["protection"].as_str().unwrap_or_default();
        status["protection_detail"] =
            language::label(output.locale(), &format!("cli.protected_by_{protection}")).into();
    }
    output.result(&status);
    Ok(())
}

pub fn add_file(cli: &Cli, file: &Path, media_type: Option<&str>, output: &Output) -> Result<()> {
    let (workspace, session) = open::session(cli)?;
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or("file");
    let media_type = media_type.unwrap_or_else(|| netra_workspace::files::media_type_of(name));
    let mut reader = File::open(file).map_err(|e| {
        Error::from(WorkspaceError::FileNotReadable { file: file.display().to_string() }).because(e)
    })?;
    output.result(&workspace.add_file(&session, name, media_type, &mut reader)?);
    Ok(())
}

pub fn get_file(cli: &Cli, id: &str, out: &Path, output: &Output) -> Result<()> {
    let id = Id::parse(id).ok_or_else(|| open::usage("no_file_id"))?;
    let (workspace, session) = open::session(cli)?;
    if out.as_os_str() == "-" {
        // The bytes are the whole of what goes to stdout.
        workspace.open_file(&session, id, &mut std::io::stdout().lock())?;
        return Ok(());
    }
    let mut file = File::create_new(out).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => open::usage_of("file_exists", out.display()),
        _ => io_error(e),
    })?;
    match workspace.open_file(&session, id, &mut file) {
        Ok(view) => {
            output.result(&view);
            Ok(())
        }
        Err(e) => {
            // Half a file is worse than none; the error that matters is the one we return.
            let _ = std::fs::remove_file(out);
            Err(e)
        }
    }
}

/// Serves the workspace; where there is none yet, the window begins with making one.
/// The workspace of this folder; None where the window has to make one, or to fetch one anew.
fn served(cli: &Cli, folder: &Path, is_there: bool) -> Result<Option<(Workspace, Session)>> {
    if !is_there {
        return Ok(None);
    }
    match open::session_in(cli, folder) {
        Err(e) if e.code() == "workspace.copy_damaged" => Ok(None),
        opened => opened.map(Some),
    }
}

pub fn serve(cli: &Cli, port: u16, ui_dir: Option<PathBuf>, output: &Output) -> Result<()> {
    let folder = match &cli.workspace {
        Some(folder) => folder.clone(),
        None => open::usual_folder()?,
    };
    let is_there = folder.join("workspace.json").exists();
    let host: Arc<dyn Host> = if let Some((workspace, session)) = served(cli, &folder, is_there)? {
        let workspace = Arc::new(workspace);
        netra_workspace::schedule::keep(&workspace, &session);
        Arc::new(Rpc::new(workspace, session))
    } else {
        let is_named = cli.workspace.is_some();
        output.say(if is_there { "window_recovers" } else { "window_makes" });
        let demo = if is_named { folder.clone() } else { folder.with_file_name("Netra demo") };
        let acting = cli.acting.clone();
        let place = Place { folder, demo, plays_demo: false, is_named, memory: None, acting };
        Arc::new(Desk::open_beside(place, open::host(cli)?, open::given_passphrase))
    };
    let options = LocalOptions { port, ui_dir };
    let announce = |address: &str| {
        output.result(&json!({ "address": address }));
        output.say("open_address");
    };
    serve_local(host, &options, announce)
}
