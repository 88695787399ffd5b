//! What the window asks of and does with the workspace's server: `{"op": "sync", "name", "args"}`.
//!
//! | name | args | answer |
//! |---|---|---|
//! | `state` | – | how it stands, with what is wrong in words |
//! | `now` | – | asks the server at once |
//! | `sign_in` | `{email?, password, code?, invitation?}` | nothing; the same person signs in again |
//! | `has_mail`, `forgot` | –, `{email?}` | whether the server sends letters; asks for one with a code for a new password |
//! | `sign_out` | – | nothing; what is here stays here |
//! | `devices`, `revoke`, `wipe` | –, `{device}` twice | the sign-ins, with their people |
//! | `invite`, `invite_by_mail` | `{person}` twice | what the person needs for joining; nothing: a letter has it |
//! | `second_factor` | – | how one's own stands |
//! | `second_begin` | `{password}` | the secret, and its address as a picture to scan |
//! | `second_confirm` | `{code}` | codes to recover with |
//! | `second_codes`, `second_off` | `{password, code}` | other codes; how it stands |
//! | `attention`, `retry`, `discard` | –, `{command, args?}`, `{commands}` | what the server did not apply |
//! | `news` | `{from?, before?}` | what others did since then, or since this device was last here |
//!
//! The job `sync.attach` `{url, password, attach, label?, …}` hands a stand-alone workspace over, for
//! its first owner: `state` says who that is.
//! Invariant: a password lives as long as the request that brought it.

use super::{Rpc, tell};
use crate::WorkspaceError;
use crate::folder::{Session, Workspace, first_owner};
use crate::jobs::Ticket;
use crate::remote::{self, ConnectOrder, RemoteError};
use netra_core::permissions;
use netra_kernel::{Error, Id, Result, Timestamp};
use netra_sync::account::{Confirm, Proof, Secret};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

/// The job that hands a workspace over to a server.
pub(super) const ATTACH: &str = "sync.attach";

fn read<T: DeserializeOwned>(args: Value) -> Result<T> {
    let args = if args.is_null() { json!({}) } else { args };
    serde_json::from_value(args)
        .map_err(|e| WorkspaceError::Malformed { problem: e.to_string() }.into())
}

fn filled(text: Option<String>) -> Option<Secret> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).map(Secret)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    #[serde(default)]
    email: Option<String>,
    password: Secret,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    invitation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forgot {
    #[serde(default)]
    email: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attach {
    url: String,
    password: Secret,
    #[serde(default)]
    code: Option<String>,
    attach: Secret,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    certificates: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Device {
    device: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    person: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Retry {
    command: Id,
    #[serde(default)]
    args: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Discard {
    commands: Vec<Id>,
}

impl Rpc {
    pub(super) fn sync(&self, session: &Session, name: &str, args: Value) -> Result<Value> {
        let workspace = &self.workspace;
        match name {
            "state" => self.beside.state(workspace, &session.locale),
            "now" => {
                self.beside.now();
                Ok(Value::Null)
            }
            "sign_in" => {
                remote::connect_open(workspace, &again(workspace, read(args)?)?)?;
                self.beside.now();
                Ok(Value::Null)
            }
            "has_mail" => {
                let here = Here::of(workspace)?;
                Ok(json!(remote::has_mail(&here.url, here.certificates.as_deref())?))
            }
            "forgot" => {
                let here = Here::of(workspace)?;
                let email = here.email(read::<Forgot>(args)?.email);
                remote::forgot(&here.url, &email, here.certificates.as_deref())?;
                Ok(Value::Null)
            }
            "sign_out" => {
                remote::sign_out(workspace)?;
                self.beside.now();
                Ok(Value::Null)
            }
            "devices" => devices(workspace),
            "revoke" => {
                remote::revoke(workspace, read::<Device>(args)?.device)?;
                devices(workspace)
            }
            "wipe" => {
                remote::wipe_device(workspace, read::<Device>(args)?.device)?;
                devices(workspace)
            }
            "invite" => invite(workspace, read::<Person>(args)?.person),
            "invite_by_mail" => {
                remote::invite_by_mail(workspace, read::<Person>(args)?.person)?;
                Ok(Value::Null)
            }
            "second_factor" => second_factor(workspace),
            "second_begin" => begin_second_factor(workspace, &read(args)?),
            "second_confirm" => {
                let Confirm { code } = read(args)?;
                Ok(serde_json::to_value(remote::confirm_second_factor(workspace, code)?)?)
            }
            "second_codes" => {
                Ok(serde_json::to_value(remote::renew_recovery_codes(workspace, &read(args)?)?)?)
            }
            "second_off" => {
                remote::end_second_factor(workspace, &read(args)?)?;
                second_factor(workspace)
            }
            "attention" => remote::attention::list(workspace, session),
            "retry" => {
                let Retry { command, args } = read(args)?;
                let given = remote::attention::retry(workspace, session, command, args)?;
                self.beside.announce(workspace);
                Ok(json!({ "outcome": given.outcome, "command": given.command }))
            }
            "discard" => {
                remote::attention::discard(workspace, &read::<Discard>(args)?.commands)?;
                self.beside.announce(workspace);
                Ok(Value::Null)
            }
            "news" => remote::news(workspace, session, &args),
            _ => {
                let problem = format!("sync has no `{name}`");
                Err(WorkspaceError::Malformed { problem }.into())
            }
        }
    }

    /// Hands the workspace over, as a job: everything is uploaded.
    pub(super) fn start_attach(&self, session: &Session, args: Value) -> Result<String> {
        let asked: Attach = read(args)?;
        self.workspace.reading(|conn| {
            let actor = self.workspace.engine().actor(conn, session.actor)?;
            actor.need(permissions::WORKSPACE_SETTINGS)
        })?;
        let order = ConnectOrder {
            url: asked.url.trim().to_owned(),
            email: self.workspace.reading(|conn| first_owner(conn))?.1,
            password: asked.password,
            code: filled(asked.code),
            invitation: None,
            attach: Some(asked.attach),
            label: asked.label,
            certificates: asked.certificates.filter(|c| !c.trim().is_empty()),
        };
        let id = self.workspace.host().new_id()?.to_string();
        let (workspace, own) = (Arc::clone(&self.workspace), Arc::clone(&self.session));
        let (beside, listeners) = (Arc::clone(&self.beside), self.listeners.clone());
        let send = Arc::new(move |event: Value| tell(&listeners, &event));
        let work = move |ticket: &Ticket<'_>| {
            ticket.go_on(0, 0, "")?;
            remote::connect_open(&workspace, &order)?;
            // From now on it is the workspace of whoever signed in.
            let mine = workspace.session(None, "en")?;
            *super::writing(&own) = mine;
            beside.now();
            workspace.status()
        };
        self.jobs.begin(&id, &session.locale, send, work);
        Ok(id)
    }
}

/// Where a connected workspace has its server, and who it is there.
struct Here {
    url: String,
    own: String,
    certificates: Option<String>,
}

impl Here {
    fn of(workspace: &Workspace) -> Result<Here> {
        let status =
            workspace.reading_standing(|conn| remote::standing(conn, workspace.host().now()))?;
        let text = |name: &str| status[name].as_str().map(str::to_owned);
        let (Some(server), Some(name)) = (text("server"), text("workspace")) else {
            return Err(RemoteError::NotConnected.into());
        };
        Ok(Here {
            url: format!("{server}/{name}"),
            own: text("email").unwrap_or_default(),
            certificates: remote::certificates(workspace)?,
        })
    }

    /// The address that was given, or one's own.
    fn email(&self, given: Option<String>) -> String {
        given.map(|e| e.trim().to_owned()).filter(|e| !e.is_empty()).unwrap_or(self.own.clone())
    }
}

/// The same server, workspace and device once more.
fn again(workspace: &Workspace, asked: SignIn) -> Result<ConnectOrder> {
    let here = Here::of(workspace)?;
    Ok(ConnectOrder {
        email: here.email(asked.email),
        url: here.url,
        password: asked.password,
        code: filled(asked.code),
        invitation: filled(asked.invitation),
        attach: None,
        label: None,
        certificates: here.certificates,
    })
}

/// The code by which somebody sets a password, with the address to join by.
fn invite(workspace: &Workspace, person: Id) -> Result<Value> {
    let invited = remote::invite(workspace, person)?;
    Ok(json!({
        "url": Here::of(workspace)?.url,
        "code": invited.code,
        "expires_at": Timestamp(invited.expires_at),
    }))
}

/// The sign-ins with the names of their people.
fn devices(workspace: &Workspace) -> Result<Value> {
    let mut rows = Vec::new();
    for device in remote::devices(workspace)?.rows {
        let name: Option<String> = workspace.reading(|conn| {
            use rusqlite::OptionalExtension;
            let sql = "SELECT name FROM people WHERE id = ?1";
            Ok(conn.query_row(sql, [device.person], |r| r.get(0)).optional()?)
        })?;
        rows.push(json!({
            "id": device.id, "person": device.person, "person_name": name, "label": device.label,
            "signed_in_at": Timestamp(device.signed_in_at), "seen_at": Timestamp(device.seen_at),
            "is_revoked": device.is_revoked, "is_this": device.is_this,
            "wipe": device.wipe.map(|wipe| json!({
                "ordered_at": Timestamp(wipe.ordered_at), "told_at": wipe.told_at.map(Timestamp),
                "done_at": wipe.done_at.map(Timestamp), "unsent": wipe.unsent,
            })),
        }));
    }
    Ok(json!({ "rows": rows }))
}

fn second_factor(workspace: &Workspace) -> Result<Value> {
    let told = remote::second_factor(workspace)?;
    Ok(json!({ "is_on": told.is_on, "since": told.since.map(Timestamp),
               "recovery_left": told.recovery_left }))
}

/// The secret in letters and as a picture: rows of `0` and `1`, dark where there is a `1`.
fn begin_second_factor(workspace: &Workspace, proof: &Proof) -> Result<Value> {
    let begun = remote::begin_second_factor(workspace, proof)?;
    let code = QrCode::encode_text(&begun.address.0, QrCodeEcc::Medium).map_err(Error::internal)?;
    let rows = (0..code.size()).map(|y| {
        (0..code.size()).map(|x| if code.get_module(x, y) { '1' } else { '0' }).collect::<String>()
    });
    Ok(json!({ "secret": begun.secret, "picture": rows.collect::<Vec<_>>() }))
}
