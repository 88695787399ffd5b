//! `netra serve --data DIR` and `netra tenant`: the server of many workspaces, and its admin.

use crate::args::{Cli, Firm, Serve, Tenant};
use crate::open;
use crate::output::Output;
use netra_kernel::{Date, Result, Timestamp};
use netra_server::ServeError;
use netra_server::hosted::{
    Backups, HostedOptions, MailOptions, Tenants, restore_all, run_due, serve_hosted,
};
use netra_sync::account::{Invited, Secret};
use netra_workspace::key::Choice;
use serde_json::{Value, json};
use std::path::Path;

/// A server's folder that is there; only making a workspace in one makes it.
fn tenants(cli: &Cli, data: &Path) -> Result<Tenants> {
    if !data.join("server.db").is_file() {
        return Err(ServeError::NoServer { folder: data.display().to_string() }.into());
    }
    new_tenants(cli, data)
}

fn new_tenants(cli: &Cli, data: &Path) -> Result<Tenants> {
    Tenants::open(data, open::key_source(false, false)?, open::host(cli)?)
}

pub fn serve(cli: &Cli, data: &Path, serve: &Serve, output: &Output) -> Result<()> {
    let options = HostedOptions {
        listen: serve.listen,
        tls: serve.tls_cert.clone().zip(serve.tls_key.clone()),
        is_behind_proxy: serve.behind_proxy,
        per_minute: serve.per_minute,
        backups: serve.backups.clone().map(|to| Backups { to, keep: serve.keep }),
        administrator: serve.admin_token.clone().map(Secret),
        mail: mail(serve),
        is_quiet: false,
    };
    serve_hosted(new_tenants(cli, data)?, &options, |address| {
        output.result(&json!({ "address": address }));
    })
}

fn mail(serve: &Serve) -> Option<MailOptions> {
    let password = std::env::var("NETRA_SMTP_PASSWORD").ok().filter(|text| !text.is_empty());
    Some(MailOptions {
        smtp: serve.smtp.clone()?,
        password: password.map(Secret),
        from: serve.mail_from.clone()?,
        public_url: serve.public_url.clone()?,
    })
}

pub fn run(cli: &Cli, what: &Tenant, output: &Output) -> Result<()> {
    let result = match what {
        Tenant::Create { name, data, firm, unencrypted } => {
            let choice = if *unencrypted { Choice::Unencrypted } else { Choice::Best };
            let invited = new_tenants(cli, data)?.create(name, of(firm), choice)?;
            code(name, "invitation", &invited)
        }
        Tenant::Reserve { name, data } => {
            code(name, "attach", &new_tenants(cli, data)?.reserve(name)?)
        }
        Tenant::Invite { name, email, data } => {
            code(name, "invitation", &tenants(cli, data)?.invite(name, email)?)
        }
        Tenant::EndSecondFactor { name, email, data } => {
            tenants(cli, data)?.end_second_factor(name, email)?;
            json!({ "workspace": name, "is_on": false })
        }
        Tenant::Backup { data, to, keep } => {
            let backups = Backups { to: to.clone(), keep: *keep };
            let rows = run_due(&tenants(cli, data)?, &backups)?;
            let failed = rows.iter().filter(|row| !row["error"].is_null()).count();
            output.result(&json!({ "rows": rows }));
            // Whatever calls this every night hears of it.
            return match i64::try_from(failed).unwrap_or(i64::MAX) {
                0 => Ok(()),
                n => Err(ServeError::BackupFailed { n }.into()),
            };
        }
        Tenant::Restore { from, data, not_after } => {
            let day = not_after.as_deref();
            if day.is_some_and(|day| Date::parse(day).is_none()) {
                return Err(open::usage("not_after"));
            }
            let source = open::key_source(false, false)?;
            let rows = restore_all(from, data, day, &source)?;
            let is_whole = |row: &&Value| {
                row["opens"] == true && row["missing"].as_array().is_some_and(Vec::is_empty)
            };
            let failed = rows.len() - rows.iter().filter(is_whole).count();
            output.result(&json!({ "rows": rows }));
            return match i64::try_from(failed).unwrap_or(i64::MAX) {
                0 => Ok(()),
                n => Err(ServeError::RestoreFailed { n }.into()),
            };
        }
        Tenant::Suspend { name, data } => {
            tenants(cli, data)?.suspend(name, true)?;
            json!({ "workspace": name, "is_suspended": true })
        }
        Tenant::Resume { name, data } => {
            tenants(cli, data)?.suspend(name, false)?;
            json!({ "workspace": name, "is_suspended": false })
        }
        Tenant::Token { data, label, end_all } => {
            let tenants = new_tenants(cli, data)?;
            match end_all {
                true => json!({ "ended": tenants.end_administrators()? }),
                false => json!({ "token": tenants.new_administrator(label)?.0 }),
            }
        }
        Tenant::List { data } => {
            let rows: Vec<Value> = tenants(cli, data)?
                .list()?
                .into_iter()
                .map(|(name, is_ready)| json!({ "name": name, "is_ready": is_ready }))
                .collect();
            json!({ "rows": rows })
        }
    };
    output.result(&result);
    Ok(())
}

/// A one-time code as it is printed; this is the only time that it is seen.
pub fn code(name: &str, what: &str, invited: &Invited) -> Value {
    json!({ "workspace": name, what: invited.code.0,
            "expires_at": Timestamp(invited.expires_at) })
}

fn of(firm: &Firm) -> Value {
    json!({
        "firm_name": firm.firm_name.as_deref().unwrap_or("My firm"),
        "owner_name": firm.owner_name.as_deref().unwrap_or("Owner"),
        "owner_email": firm.owner_email, "zone": firm.zone, "currency": firm.currency,
        "tax": { "country": firm.country, "state_code": firm.state_code,
                 "tax_number": firm.tax_number },
    })
}
