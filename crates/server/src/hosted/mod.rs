//! `netra serve --data DIR`: the server of many workspaces, for devices that sync with it.
//!
//! Invariant: it listens beyond this machine only with TLS, or when told that a proxy does it.
//! Invariant: one program serves a folder at a time.
//! Invariant: when told to stop it takes no more connections and finishes what runs.
//!
//! `routes.rs` is the table of all addresses, `openapi.rs` tells programs of it. `tenants.rs` holds
//! the workspaces, `accounts.rs` who may sign in, `second.rs` and `totp.rs` their second factor,
//! `wipes.rs` which device removes its copy, `post.rs` codes that come by mail, `api.rs` what is
//! answered, `refused.rs` what a refusal says, `operations.rs` commands and questions, `admin.rs` is for whoever runs the server,
//! `exchange.rs` and `bytes.rs` what devices sync, `live.rs` hints that there is something new,
//! `doors.rs` how connections come in, `work.rs` what waits for the disk, `backups.rs` what is kept
//! elsewhere, `upkeep.rs` what is forgotten, `watch.rs` what is seen from outside.

mod accounts;
mod admin;
mod api;
mod backups;
mod bytes;
mod doors;
mod exchange;
mod live;
mod openapi;
mod operations;
mod pace;
mod password;
mod post;
#[cfg(fuzzing)]
pub mod readers;
mod refused;
mod routes;
mod second;
mod shared;
mod tenants;
mod totp;
mod upkeep;
mod watch;
mod wipes;
mod work;

pub use backups::{Backups, restore_all, run_due};
pub use openapi::openapi;
pub use tenants::Tenants;

use crate::ServeError;
use crate::local::told_to_stop;
use api::Shared;
use netra_gateways::mail::{PATIENCE, Smtp};
use netra_kernel::{Error, Result};
use netra_sync::account::Secret;
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use watch::Watch;

/// How to serve.
pub struct HostedOptions {
    pub listen: SocketAddr,
    /// Certificate chain and key, in PEM files.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// A proxy in front of this does the TLS, and says whom it speaks for.
    pub is_behind_proxy: bool,
    /// Requests of one person in a minute.
    pub per_minute: u32,
    /// Where all workspaces are backed up to once a day.
    pub backups: Option<Backups>,
    /// A token of whoever administers the server, beside those that the server has made.
    pub administrator: Option<Secret>,
    /// Who sends letters, if anybody does.
    pub mail: Option<MailOptions>,
    /// No log of requests.
    pub is_quiet: bool,
}

/// A server of mail.
pub struct MailOptions {
    /// `smtps://user@host:465`, or `smtp://user@host:587`, which goes on over TLS.
    pub smtp: String,
    pub password: Option<Secret>,
    /// In whose name: `Netra <netra@firm.example>`.
    pub from: String,
    /// This server's address, as letters name it.
    pub public_url: String,
}

fn postman(options: &MailOptions) -> Result<post::Post> {
    let wrong = |problem: String| Error::from(ServeError::Mail { problem });
    let password = options.password.as_ref().map(|secret| secret.0.as_str());
    let mailer = Smtp::new(&options.smtp, password, &options.from, PATIENCE).map_err(wrong)?;
    let public_url = options.public_url.trim_end_matches('/').to_owned();
    let is_web = ["https://", "http://"].iter().any(|scheme| public_url.starts_with(scheme));
    if !is_web || !public_url.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(wrong("the server's public address looks like https://netra.example".into()));
    }
    Ok(post::Post { mailer: Box::new(mailer), public_url, wake: tokio::sync::Notify::new() })
}

/// Serves until Ctrl+C or SIGTERM. `announce` gets the address.
/// # Errors
/// `serve.needs_tls`, `serve.served`, `serve.certificate`, `serve.address`, `serve.mail`; storage
/// errors.
pub fn serve_hosted(
    tenants: Tenants,
    options: &HostedOptions,
    announce: impl FnOnce(&str),
) -> Result<()> {
    if options.tls.is_none() && !options.is_behind_proxy && !doors::is_loopback(&options.listen) {
        return Err(ServeError::NeedsTls.into());
    }
    let _alone = tenants.serve_alone()?;
    tenants.try_key()?;
    let tls = options.tls.as_ref().map(|(cert, key)| doors::tls(cert, key)).transpose()?;
    doors::open_files();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::internal)?;
    let watch = Watch::new(options.is_quiet);
    let tenants = Arc::new(tenants);
    let mut shared = Shared::new(tenants, watch, options.per_minute, options.is_behind_proxy);
    shared.administrator =
        options.administrator.as_ref().map(admin::from_environment).transpose()?;
    shared.backups = options.backups.clone();
    shared.post = options.mail.as_ref().map(postman).transpose()?;
    let shared = Arc::new(shared);
    let ended = runtime.block_on(async {
        let listener = bind(options.listen).await?;
        let address = listener.local_addr().map_err(Error::internal)?;
        let told = told_to_stop();
        let scheme = if tls.is_some() { "https" } else { "http" };
        announce(&format!("{scheme}://{address}"));
        say(&shared, "started");
        if let Some(backups) = options.backups.clone() {
            tokio::spawn(backups::keep(Arc::clone(&shared), backups));
        }
        tokio::spawn(upkeep::keep(Arc::clone(&shared)));
        match shared.post {
            Some(_) => drop(tokio::spawn(post::keep_sending(Arc::clone(&shared)))),
            None => say(&shared, "mail_is_off"),
        }
        let ending = Arc::clone(&shared);
        let stop = async move {
            told.await;
            // What never ends by itself is not waited for.
            ending.live.end();
        };
        let router = routes::router(Arc::clone(&shared));
        doors::keep_open(listener, tls, router, shared.patience.line, stop).await;
        say(&shared, "stopped");
        Ok(())
    });
    runtime.shutdown_timeout(Duration::from_secs(5));
    ended
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|e| {
        ServeError::Address { address: address.to_string(), problem: e.to_string() }.into()
    })
}

fn say(shared: &Shared, event: &str) {
    shared.watch.say(shared.tenants().host().now(), "info", event, json!({}));
}

#[cfg(test)]
mod tests;
