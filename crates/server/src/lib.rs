//! The HTTP faces of Netra. `local.rs` is the one of a workspace on this machine: the web UI, its
//! one rpc call and its events. [`hosted`] is the server of many workspaces that devices sync with.
//!
//! Invariant: the local one listens on the loopback address only, and answers nobody who did not
//! follow the printed address (a one-time token, exchanged for a cookie).
//! Invariant: a request that a foreign page could have caused is refused (`guard.rs`).
//!
//! `guard.rs` decides who is heard, `site.rs` serves the built UI.

mod guard;
pub mod hosted;
mod local;
mod site;

pub use local::{LocalOptions, serve_local};

use netra_kernel::errors;
use netra_workspace::desk::Desk;
use netra_workspace::rpc::Rpc;
use serde_json::Value;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

errors! {
    /// What can go wrong between a browser and the workspace.
    pub enum ServeError {
        NotNow "serve.not_built" NotBuilt,
        NotFound "serve.no_page" NoPage { folder: String },
        Conflict "serve.port" Port { port: u16, problem: String },
        Forbidden "serve.not_signed_in" NotSignedIn,
        Invalid "serve.not_json" NotJson,
        Invalid "serve.needs_tls" NeedsTls,
        Invalid "serve.certificate" Certificate { problem: String },
        Invalid "serve.mail" Mail { problem: String },
        Conflict "serve.address" Address { address: String, problem: String },
        NotFound "serve.no_address" NoAddress,
        NotFound "serve.no_server" NoServer { folder: String },
        NotFound "serve.no_workspace" NoWorkspace { name: String },
        NotNow "serve.backup_failed" BackupFailed { n: i64 },
        NotNow "serve.restore_failed" RestoreFailed { n: i64 },
        NotFound "serve.no_backup_before" NoBackupBefore { day: String },
        Invalid "serve.workspace_name" WorkspaceName,
        Conflict "serve.workspace_taken" WorkspaceTaken { name: String },
        Invalid "serve.admin_token" AdminToken { least: usize },
        NotNow "serve.no_backups" NoBackups,
        Conflict "serve.served" Served { folder: String },
    }
}

/// What the server needs of a workspace; the shells' common contract.
pub trait Host: Send + Sync + 'static {
    /// Answers one request. Blocks: it is called on a thread of its own.
    fn handle(&self, request: Value) -> Value;
    /// The same as JSON text; cheaper where a page of rows only goes through.
    fn handle_text(&self, request: Value) -> String {
        self.handle(request).to_string()
    }
    /// Everything that is announced from now on: changed tables, jobs moving on.
    fn subscribe(&self) -> Receiver<Value>;
}

impl Host for Rpc {
    fn handle(&self, request: Value) -> Value {
        Rpc::handle(self, request)
    }
    fn handle_text(&self, request: Value) -> String {
        Rpc::handle_text(self, request)
    }
    fn subscribe(&self) -> Receiver<Value> {
        Rpc::subscribe(self)
    }
}

impl Host for Arc<Desk> {
    fn handle(&self, request: Value) -> Value {
        Desk::handle(self, request)
    }
    fn handle_text(&self, request: Value) -> String {
        Desk::handle_text(self, request)
    }
    fn subscribe(&self) -> Receiver<Value> {
        Desk::subscribe(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_core::language::error_json;

    #[test]
    fn every_refusal_has_its_sentence_in_both_languages() {
        let refusals = || -> [netra_kernel::Error; 20] {
            [
                ServeError::NotBuilt.into(),
                ServeError::NoPage { folder: "ui".into() }.into(),
                ServeError::Port { port: 80, problem: "taken".into() }.into(),
                ServeError::NotSignedIn.into(),
                ServeError::NotJson.into(),
                ServeError::NeedsTls.into(),
                ServeError::Certificate { problem: "none".into() }.into(),
                ServeError::Mail { problem: "none".into() }.into(),
                ServeError::Address { address: "[::]:80".into(), problem: "taken".into() }.into(),
                ServeError::NoAddress.into(),
                ServeError::NoServer { folder: "srv".into() }.into(),
                ServeError::NoWorkspace { name: "acme".into() }.into(),
                ServeError::BackupFailed { n: 2 }.into(),
                ServeError::RestoreFailed { n: 2 }.into(),
                ServeError::NoBackupBefore { day: "2026-11-21".into() }.into(),
                ServeError::WorkspaceName.into(),
                ServeError::WorkspaceTaken { name: "acme".into() }.into(),
                ServeError::AdminToken { least: 32 }.into(),
                ServeError::NoBackups.into(),
                ServeError::Served { folder: "srv".into() }.into(),
            ]
        };
        assert_eq!(refusals().len(), ServeError::CODES.len());
        let unknown = netra_kernel::Error::new(netra_kernel::Kind::Internal, "no.such_code");
        for locale in ["en", "hi"] {
            let fallback = error_json(locale, &unknown)["message"].clone();
            for (refusal, code) in refusals().iter().zip(ServeError::CODES) {
                let said = error_json(locale, refusal);
                assert_eq!(said["code"], *code);
                assert_ne!(said["message"], fallback, "{code} in {locale}");
            }
        }
        let english = error_json("en", &refusals()[3])["message"].clone();
        assert_ne!(english, error_json("hi", &refusals()[3])["message"]);
    }
}
