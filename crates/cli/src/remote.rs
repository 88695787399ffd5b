//! `netra connect`, `recover`, `sync`, `attention`, `device`, `second-factor`, `invite`: a
//! workspace and its server.

use crate::args::{Cli, Connect, Recover, SecondFactor};
use crate::output::Output;
use crate::{job, open, tenant};
use netra_kernel::{Error, Id, Kind, Result, Timestamp};
use netra_sync::account::{Proof, Secret};
use netra_workspace::folder::read_manifest;
use netra_workspace::jobs::Ticket;
use netra_workspace::key::Choice;
use netra_workspace::remote::{self, ConnectOrder, RecoverOrder};
use netra_workspace::{Protection, Workspace, files};
use serde_json::{Value, json};
use std::cell::Cell;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

pub fn connect(cli: &Cli, asked: &Connect, output: &Output) -> Result<()> {
    let root = open::folder(cli)?;
    let email = match &asked.email {
        Some(email) => email.clone(),
        None => email()?,
    };
    let certificates = certificates(asked.ca.as_deref())?;
    let mut order = ConnectOrder {
        url: asked.url.clone(),
        email,
        password: Secret(open::secret("NETRA_PASSWORD", "password")?),
        code: asked.code.clone().map(Secret),
        invitation: asked.invitation.clone().map(Secret),
        attach: asked.attach.clone().map(Secret),
        label: asked.label.clone(),
        certificates,
    };
    let choice = if asked.unencrypted { Choice::Unencrypted } else { Choice::Best };
    let wants_passphrase =
        read_manifest(root).is_ok_and(|m| matches!(m.protection, Protection::Passphrase(_)));
    let source = open::key_source(wants_passphrase, false)?;
    let host = open::host(cli)?;
    let workspace = match remote::connect(root, &order, choice, &source, host.clone()) {
        // The invitation, if there was one, has done its part.
        Err(e) if e.code() == "account.code_needed" && std::io::stdin().is_terminal() => {
            order.invitation = None;
            order.code = Some(Secret(open::secret("NETRA_CODE", "code")?));
            remote::connect(root, &order, choice, &source, host)?
        }
        other => other?,
    };
    if workspace.manifest().protection == Protection::None {
        output.say("not_encrypted");
    }
    talk(&workspace, output)?;
    output.result(&workspace.status()?["sync"]);
    Ok(())
}

pub fn recover(cli: &Cli, asked: &Recover, output: &Output) -> Result<()> {
    let root = open::folder(cli)?;
    let mut order = RecoverOrder {
        url: asked.url.clone(),
        email: asked.email.clone(),
        password: Secret(open::secret("NETRA_PASSWORD", "password")?),
        code: asked.code.clone().map(Secret),
        certificates: certificates(asked.ca.as_deref())?,
    };
    let wants_passphrase =
        read_manifest(root).is_ok_and(|m| matches!(m.protection, Protection::Passphrase(_)));
    let source = open::key_source(wants_passphrase, false)?;
    let host = open::host(cli)?;
    let (workspace, recovered) = match remote::recover(root, &order, &source, host.clone()) {
        Err(e) if e.code() == "account.code_needed" && std::io::stdin().is_terminal() => {
            order.code = Some(Secret(open::secret("NETRA_CODE", "code")?));
            remote::recover(root, &order, &source, host)?
        }
        other => other?,
    };
    if let Some(kept_as) = &recovered.kept_as {
        output.say_with("damaged_kept", &json!({ "file": kept_as }));
    }
    let mut told = serde_json::to_value(&recovered)?;
    told["sync"] = talk(&workspace, output)?;
    output.result(&told);
    Ok(())
}

/// The authorities to trust beside those of the system.
fn certificates(file: Option<&Path>) -> Result<Option<String>> {
    file.map(std::fs::read_to_string).transpose().map_err(files::io_error)
}

fn email() -> Result<String> {
    if !std::io::stdin().is_terminal() {
        return Err(open::usage("no_email"));
    }
    open::prompt("email");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(Error::internal)?;
    Ok(line.trim().to_owned())
}

/// Talks with the server, with a line of progress.
fn talk(workspace: &Workspace, output: &Output) -> Result<Value> {
    let synced = job::watched(output, |ticket| {
        remote::sync(workspace, &|waiting, rows| step(ticket, waiting, rows, output))
    })?;
    Ok(serde_json::to_value(synced)?)
}

/// How far a conversation is.
fn far(waiting: i64, output: &Output) -> String {
    output.words("far", &json!({ "waiting": waiting }))
}

fn step(ticket: &Ticket<'_>, waiting: i64, rows: usize, output: &Output) -> Result<()> {
    ticket.go_on(rows as u64, 0, &far(waiting, output))
}

/// `every`: keeps up to date, and asks so often (seconds) where no hints come; once without it.
pub fn sync(cli: &Cli, every: Option<u64>, is_check: bool, output: &Output) -> Result<()> {
    let workspace = match open::workspace(cli) {
        Err(e) if e.code() == "workspace.wiped" => {
            // What its server has not heard yet, it hears now, if it can be reached.
            let _ = remote::report_wiped(open::folder(cli)?);
            return Err(e);
        }
        other => other?,
    };
    if is_check {
        remote::check(&workspace)?;
    }
    let Some(every) = every else {
        output.result(&talk(&workspace, output)?);
        return Ok(());
    };
    let ended = job::watched(output, |ticket| {
        let every = Duration::from_secs(every.max(1));
        let watched = Watched { ticket, output, is_up_to_date: Cell::new(false) };
        remote::keep_up(&workspace, every, &watched)
    });
    // To be stopped is how this ends when all is well.
    ended.or_else(|e| if e.code() == "job.cancelled" { Ok(()) } else { Err(e) })
}

/// Tells the terminal what came, until somebody stops it: a conversation is had to its end first.
struct Watched<'a, 'b> {
    ticket: &'a Ticket<'b>,
    output: &'a Output,
    /// Whether the last conversation came to its end.
    is_up_to_date: Cell<bool>,
}

impl Watched<'_, '_> {
    fn resting(&self) -> String {
        let code = if self.is_up_to_date.get() { "waits_for_news" } else { "waits_for_server" };
        self.output.words(code, &Value::Null)
    }
}

impl remote::Watcher for Watched<'_, '_> {
    fn step(&self, waiting: i64, rows: usize) -> Result<()> {
        // Whether it shall stop is asked when it is over.
        let _ = match (waiting, rows) {
            // Nothing moves: a log hears of that once.
            (0, 0) => self.ticket.progress(0, 0, &self.resting()),
            _ => self.ticket.progress(rows as u64, 0, &far(waiting, self.output)),
        };
        Ok(())
    }
    fn rests(&self) -> Result<bool> {
        self.ticket.go_on(0, 0, &self.resting()).map(|()| false)
    }
    fn told(&self, done: Result<remote::Synced>) {
        self.is_up_to_date.set(done.is_ok());
        match done {
            Ok(synced) if synced.is_news() => {
                self.output.result(&serde_json::to_value(synced).unwrap_or_default());
            }
            Ok(_) => {}
            // Without network, or while another program syncs, it goes on when it can.
            Err(e) => {
                self.output.refuse(&e);
            }
        }
    }
}

fn id_of(text: &str) -> Result<Id> {
    Id::parse(text).ok_or_else(|| open::usage_of("no_id", text))
}

pub fn attention(
    cli: &Cli,
    discard: Option<&str>,
    retry: Option<&str>,
    args: Option<&str>,
    output: &Output,
) -> Result<()> {
    let (workspace, session) = open::session(cli)?;
    if let Some(id) = discard {
        remote::attention::discard(&workspace, &[id_of(id)?])?;
    }
    if let Some(id) = retry {
        let args =
            args.map(serde_json::from_str).transpose().map_err(|e| open::usage_of("no_json", e))?;
        remote::attention::retry(&workspace, &session, id_of(id)?, args)?;
    }
    output.result(&remote::attention::list(&workspace, &session)?);
    Ok(())
}

pub fn device(
    cli: &Cli,
    revoke: Option<&str>,
    wipe: Option<&str>,
    sign_out: bool,
    output: &Output,
) -> Result<()> {
    let workspace = open::workspace(cli)?;
    if sign_out {
        remote::sign_out(&workspace)?;
        output.result(&workspace.status()?["sync"]);
        return Ok(());
    }
    if let Some(id) = revoke {
        remote::revoke(&workspace, id_of(id)?)?;
    }
    if let Some(id) = wipe {
        remote::wipe_device(&workspace, id_of(id)?)?;
    }
    let told = remote::devices(&workspace)?;
    if output.is_json() {
        output.result(&serde_json::to_value(told)?);
        return Ok(());
    }
    let session = workspace.session(None, output.locale())?;
    let people = workspace.ask(&session, "person.list", &json!({}))?;
    let name_of = |id: Id| {
        let mut rows = people["rows"].as_array().into_iter().flatten();
        let found = rows.find(|row| row["id"] == id.to_string());
        found.map_or(Value::Null, |row| row["name"].clone())
    };
    let moment = |ms: i64| Timestamp(ms).to_string();
    let rows: Vec<Value> = told
        .rows
        .iter()
        .map(|d| {
            json!({"person": name_of(d.person), "label": d.label, "seen_at": moment(d.seen_at),
                   "signed_in_at": moment(d.signed_in_at), "is_this": d.is_this,
                   "is_revoked": d.is_revoked, "wipe": d.wipe.is_some(), "device": d.id})
        })
        .collect();
    output.result(&json!({ "rows": rows }));
    Ok(())
}

pub fn forgot(url: &str, email: &str, ca: Option<&Path>, output: &Output) -> Result<()> {
    let certificates = certificates(ca)?;
    remote::forgot(url, email, certificates.as_deref())?;
    output.say("letter");
    output.result(&json!({ "asked": true }));
    Ok(())
}

pub fn invite(cli: &Cli, email: &str, by_mail: bool, output: &Output) -> Result<()> {
    let (workspace, session) = open::session(cli)?;
    let people = workspace.ask(&session, "person.list", &json!({}))?;
    let person = people["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|row| row["email"] == email.trim().to_lowercase())
        .and_then(|row| row["id"].as_str().and_then(Id::parse))
        .ok_or_else(|| Error::new(Kind::Forbidden, "actor.unknown"))?;
    if by_mail {
        remote::invite_by_mail(&workspace, person)?;
        output.result(&json!({ "sent_to": email }));
        return Ok(());
    }
    let invited = remote::invite(&workspace, person)?;
    let status = workspace.status()?;
    let name = status["sync"]["workspace"].as_str().unwrap_or_default();
    output.result(&tenant::code(name, "invitation", &invited));
    Ok(())
}

/// The password, and the code if one is given or asked for.
fn proof(code: Option<&String>) -> Result<Proof> {
    let password = Secret(open::secret("NETRA_PASSWORD", "password")?);
    Ok(Proof { password, code: code.cloned().map(Secret) })
}

/// Where a code is wanted and none was given, it is asked for when there is somebody to ask.
fn proved<T>(code: Option<&String>, ask: impl Fn(&Proof) -> Result<T>) -> Result<T> {
    let mut proof = proof(code)?;
    match ask(&proof) {
        Err(e) if e.code() == "account.code_needed" && std::io::stdin().is_terminal() => {
            proof.code = Some(Secret(open::secret("NETRA_CODE", "code")?));
            ask(&proof)
        }
        other => other,
    }
}

pub fn second_factor(cli: &Cli, what: &SecondFactor, output: &Output) -> Result<()> {
    let workspace = open::workspace(cli)?;
    let told = match what {
        SecondFactor::Status => serde_json::to_value(remote::second_factor(&workspace)?)?,
        SecondFactor::Begin => {
            let begun = proved(None, |proof| remote::begin_second_factor(&workspace, proof))?;
            output.say("factor_begun");
            serde_json::to_value(begun)?
        }
        SecondFactor::Confirm { code } => {
            let codes = remote::confirm_second_factor(&workspace, Secret(code.clone()))?;
            output.say("factor_codes");
            serde_json::to_value(codes)?
        }
        SecondFactor::Codes { code } => serde_json::to_value(proved(code.as_ref(), |proof| {
            remote::renew_recovery_codes(&workspace, proof)
        })?)?,
        SecondFactor::Off { code } => {
            proved(code.as_ref(), |proof| remote::end_second_factor(&workspace, proof))?;
            serde_json::to_value(remote::second_factor(&workspace)?)?
        }
    };
    output.result(&told);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Watched;
    use crate::output::Output;
    use netra_kernel::{Error, Kind};
    use netra_workspace::jobs::Ticket;
    use netra_workspace::remote::{Synced, Watcher};
    use std::cell::Cell;
    use std::sync::Mutex;

    /// What a log hears in one moment.
    fn heard(is_up_to_date: bool, moment: impl Fn(&Watched<'_, '_>)) -> String {
        let said = Mutex::new(String::new());
        let tell = |event: serde_json::Value| {
            *said.lock().unwrap() = event["doing"].as_str().unwrap().to_owned();
        };
        let ticket = Ticket::new("cli".into(), Default::default(), &tell);
        let output = Output::new(true, "en".into());
        let is_up_to_date = Cell::new(is_up_to_date);
        moment(&Watched { ticket: &ticket, output: &output, is_up_to_date });
        said.into_inner().unwrap()
    }

    #[test]
    fn a_copy_is_up_to_date_once_a_conversation_came_to_its_end() {
        let fills = |w: &Watched<'_, '_>| w.step(0, 2_000).unwrap();
        assert_eq!(heard(false, fills), "0 waiting; rows taken in:");
        let begins = |w: &Watched<'_, '_>| w.step(0, 0).unwrap();
        assert_eq!(heard(false, begins), "waiting for the server");
        let rests = |w: &Watched<'_, '_>| assert!(!w.rests().unwrap());
        assert_eq!(heard(true, rests), "up to date; waiting for news");
        let ended = |w: &Watched<'_, '_>| {
            w.told(Ok(Synced::default()));
            rests(w);
        };
        assert_eq!(heard(false, ended), "up to date; waiting for news");
        let cut_off = |w: &Watched<'_, '_>| {
            w.told(Err(Error::new(Kind::NotNow, "sync.unreachable")));
            rests(w);
        };
        assert_eq!(heard(true, cut_off), "waiting for the server");
    }
}
