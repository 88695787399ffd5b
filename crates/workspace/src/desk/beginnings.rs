//! The four ways to a first workspace: a firm of one's own, the demo firm, a backup, a firm's
//! server; and the way back to a copy whose database is damaged.

use super::Place;
use crate::WorkspaceError;
use crate::aside;
use crate::demo::Demo;
use crate::folder::{Content, CreateOptions, Workspace};
use crate::host::Host;
use crate::jobs::Ticket;
use crate::key::{self, Choice, KeySource};
use crate::recover;
use crate::remote::{self, ConnectOrder, RecoverOrder};
use netra_core::settings::Choices;
use netra_kernel::Result;
use netra_sync::account::Secret;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What came of a beginning.
pub struct Made {
    pub folder: PathBuf,
    /// The workspace, or why it is there but not open yet.
    pub opened: Result<Workspace>,
}

type Work = fn(&Place, &Host, Value, &Ticket<'_>) -> Result<Made>;

/// The beginning that has this name.
/// # Errors
/// `job.unknown`.
pub fn work_of(name: &str) -> Result<Work> {
    match name {
        "begin.firm" => Ok(firm),
        "begin.demo" => Ok(demo),
        "begin.restore" => Ok(restore),
        "begin.join" => Ok(join),
        "begin.recover" => Ok(recovered),
        _ => Err(WorkspaceError::JobUnknown { name: name.to_owned() }.into()),
    }
}

/// What a first run may choose from: first the countries whose tax the program knows.
pub fn choices(place: &Place) -> Value {
    let Choices { countries, states, zones, currencies } = Choices::all();
    let countries: Vec<Value> = countries
        .into_iter()
        .map(|code| {
            let (zone, currency) = Choices::usual_of(code).unzip();
            json!({ "code": code, "zone": zone, "currency": currency, "has_states": code == "IN" })
        })
        .collect();
    json!({
        "folder": place.folder.display().to_string(),
        "demo": place.demo.display().to_string(),
        "label": remote::label(),
        "is_named": place.is_named,
        "countries": countries,
        "states": states, "zones": zones, "currencies": currencies,
    })
}

/// `{"url", "email", "certificates"?}`: asks a firm's server for a letter with a code.
/// # Errors
/// As [`remote::forgot`].
pub fn forgot(args: &Value) -> Result<Value> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        url: String,
        email: String,
        #[serde(default)]
        certificates: Option<String>,
    }
    let args: Args = read(args)?;
    let certificates = args.certificates.filter(|c| !c.trim().is_empty());
    remote::forgot(args.url.trim(), &args.email, certificates.as_deref())?;
    Ok(Value::Null)
}

fn read<'a, T: Deserialize<'a>>(args: &'a Value) -> Result<T> {
    T::deserialize(args).map_err(|e| WorkspaceError::Malformed { problem: e.to_string() }.into())
}

fn opened(workspace: Workspace) -> Made {
    Made { folder: workspace.root().to_owned(), opened: Ok(workspace) }
}

fn secret(passphrase: Option<String>) -> KeySource {
    KeySource { passphrase: passphrase.filter(|p| !p.is_empty()).map(Into::into) }
}

/// `{"firm": arguments of workspace.create, "folder", "passphrase"?}`.
fn firm(_: &Place, host: &Host, args: Value, ticket: &Ticket<'_>) -> Result<Made> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        firm: Value,
        folder: PathBuf,
        #[serde(default)]
        passphrase: Option<String>,
    }
    let args: Args = read(&args)?;
    if let Some(passphrase) = args.passphrase.as_deref().filter(|p| !p.is_empty()) {
        key::check_new(passphrase)?;
    }
    ticket.go_on(0, 0, "")?;
    let options = CreateOptions { choice: Choice::Best, content: Content::Firm(args.firm) };
    let source = secret(args.passphrase);
    Workspace::create(&args.folder, &options, &source, host.clone()).map(opened)
}

/// `{"passphrase"?}`.
fn demo(place: &Place, host: &Host, args: Value, ticket: &Ticket<'_>) -> Result<Made> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        #[serde(default)]
        passphrase: Option<String>,
    }
    let source = secret(read::<Args>(&args)?.passphrase);
    ticket.go_on(0, 0, "")?;
    play(place, host, &source).map(opened)
}

/// The demo firm. Its people are made up, so a machine without a key store may keep them in the
/// clear; the window says so. A demo that was played before is opened again.
pub fn play(place: &Place, host: &Host, source: &KeySource) -> Result<Workspace> {
    if place.demo.join("workspace.json").exists() {
        return Workspace::open(&place.demo, source, host.clone());
    }
    let demo = Demo::before(host.now());
    let create = |choice| {
        let options = CreateOptions { choice, content: Content::Demo(demo.clone()) };
        Workspace::create(&place.demo, &options, source, host.clone())
    };
    match create(Choice::Best) {
        Err(e) if e.code() == "key.passphrase_needed" => create(Choice::Unencrypted),
        other => other,
    }
}

/// `{"file", "folder", "passphrase"?}`: like [`recover::restore`], with progress, and opened when
/// its key is at hand.
fn restore(_: &Place, host: &Host, args: Value, ticket: &Ticket<'_>) -> Result<Made> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        file: PathBuf,
        folder: PathBuf,
        #[serde(default)]
        passphrase: Option<String>,
    }
    let args: Args = read(&args)?;
    let source = secret(args.passphrase);
    wants_its_key(&args.file, &source)?;
    recover::restore(&args.file, &args.folder, &source, &|done, total, doing| {
        ticket.go_on(done, total, doing)
    })?;
    let opened = Workspace::open(&args.folder, &source, host.clone());
    Ok(Made { folder: args.folder, opened })
}

/// `{"url", "email", "password", "invitation"?, "code"?, "label"?, "folder", "passphrase"?,
/// "certificates"?}`: a copy of a workspace that a server has. It is filled once it is open, so
/// that the window shows how far it is.
fn join(_: &Place, host: &Host, args: Value, ticket: &Ticket<'_>) -> Result<Made> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        url: String,
        email: String,
        password: Secret,
        #[serde(default)]
        code: Option<String>,
        #[serde(default)]
        invitation: Option<String>,
        #[serde(default)]
        label: Option<String>,
        folder: PathBuf,
        #[serde(default)]
        passphrase: Option<String>,
        #[serde(default)]
        certificates: Option<String>,
    }
    let args: Args = read(&args)?;
    // A workspace that is there is not signed in, nor handed over, by somebody who begins.
    aside::must_be_free(&args.folder)?;
    ticket.go_on(0, 0, "")?;
    let secret_of = |code| filled(code).map(Secret);
    let order = ConnectOrder {
        url: args.url.trim().to_owned(),
        email: args.email.trim().to_owned(),
        password: args.password,
        code: secret_of(args.code),
        invitation: secret_of(args.invitation),
        attach: None,
        label: args.label,
        certificates: args.certificates.filter(|c| !c.trim().is_empty()),
    };
    let source = secret(args.passphrase);
    remote::connect(&args.folder, &order, Choice::Best, &source, host.clone()).map(opened)
}

/// `{"folder", "password", "url"?, "email"?, "code"?, "passphrase"?, "certificates"?}`: a damaged
/// copy is made anew. It is filled once it is open, like one that is joined.
fn recovered(_: &Place, host: &Host, args: Value, ticket: &Ticket<'_>) -> Result<Made> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        folder: PathBuf,
        password: Secret,
        #[serde(default)]
        url: Option<String>,
        #[serde(default)]
        email: Option<String>,
        #[serde(default)]
        code: Option<String>,
        #[serde(default)]
        passphrase: Option<String>,
        #[serde(default)]
        certificates: Option<String>,
    }
    let args: Args = read(&args)?;
    ticket.go_on(0, 0, "")?;
    let order = RecoverOrder {
        url: filled(args.url),
        email: filled(args.email),
        password: args.password,
        code: filled(args.code).map(Secret),
        certificates: args.certificates.filter(|c| !c.trim().is_empty()),
    };
    let source = secret(args.passphrase);
    remote::recover(&args.folder, &order, &source, host.clone()).map(|(copy, _)| opened(copy))
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A backup that opens by a passphrase is restored with the right one, so that nobody waits for a
/// long restore only to stand before a locked door.
fn wants_its_key(file: &Path, source: &KeySource) -> Result<()> {
    let manifest = recover::manifest_of(file)?;
    match key::unlock(&manifest.workspace, &manifest.protection, source) {
        Err(e) if e.code().starts_with("key.passphrase") => Err(e),
        _ => Ok(()),
    }
}
