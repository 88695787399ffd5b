//! The HTTP face of a workspace on this machine: the web UI, its one rpc call and its events.
//!
//! Invariant: it listens on the loopback address only, and answers nobody who did not follow the
//! printed address (a one-time token, exchanged for a cookie).
//! Invariant: a request that a foreign page could have caused is refused (`guard.rs`).
//!
//! `local.rs` is the server, `guard.rs` decides who is heard, `site.rs` serves the built UI.

mod guard;
mod local;
mod site;

pub use local::{LocalOptions, Served, serve_local};
pub use site::SiteError;

use serde_json::Value;
use std::sync::mpsc::Receiver;

/// What the server needs of a workspace; the shells' common contract.
pub trait Host: Send + Sync + 'static {
    /// Answers one request. Blocks: it is called on a thread of its own.
    fn handle(&self, request: Value) -> Value;
    /// Everything that is announced from now on: changed tables, jobs moving on.
    fn subscribe(&self) -> Receiver<Value>;
}

impl Host for netra_workspace::rpc::Rpc {
    fn handle(&self, request: Value) -> Value {
        netra_workspace::rpc::Rpc::handle(self, request)
    }
    fn subscribe(&self) -> Receiver<Value> {
        netra_workspace::rpc::Rpc::subscribe(self)
    }
}
