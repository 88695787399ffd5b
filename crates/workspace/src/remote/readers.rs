//! Doors to readers that nobody outside this crate calls, for the fuzz targets: this file is built
//! for them alone.

use super::http::{self, Server};
use super::live;
use crate::key::Key;
use crate::transfers::{Content, Transfers};
use crate::waiting::{self, Head, Line};
use netra_kernel::{Error, Id, Result};
use netra_sync::content::Standing;
use netra_sync::only_here::OnlyHere;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::sync_channel;

/// What is in a `waiting.log`.
pub struct Waiting {
    pub has_head: bool,
    pub kept: Vec<OnlyHere>,
    pub unreadable: usize,
}

/// # Errors
/// As the opening of a copy reads it.
pub fn waiting(root: &Path, copy: &str, key: &Key) -> Result<Option<Waiting>> {
    let found = waiting::read(root, copy, key)?;
    Ok(found.map(|found| Waiting {
        has_head: found.head.is_some(),
        kept: found.kept,
        unreadable: found.unreadable,
    }))
}

/// The line that says where a copy belongs, with the break that it begins with.
/// # Errors
/// `internal`.
pub fn head_line(copy: &str, key: &Key) -> Result<Vec<u8>> {
    let head = Head {
        copy: copy.to_owned(),
        server: "https://netra.example".into(),
        workspace: "acme".into(),
        email: "asha@acme.example".into(),
        person: Id::named("fuzz", "owner"),
        device: Id::named("fuzz", "laptop"),
        label: Some("Laptop".into()),
        certificates: None,
        wipe_promise: None,
    };
    waiting::sealed(key, &Line::Head(head)).map(String::into_bytes)
}

/// The line of something that waits.
/// # Errors
/// `internal`.
pub fn line(one: &OnlyHere, key: &Key) -> Result<Vec<u8>> {
    waiting::sealed(key, &Line::Kept(one.clone())).map(String::into_bytes)
}

/// `https://server/name` in its two parts.
/// # Errors
/// `sync.address`.
pub fn address(text: &str) -> Result<(String, String)> {
    http::address(text)
}

/// What a live connection says, as it is heard: for each line whether there is something new.
pub fn heard(stream: impl Read) -> Vec<bool> {
    let (sender, lines) = sync_channel(1 << 17);
    live::listen(stream, &sender);
    drop(sender);
    lines.iter().collect()
}

/// The body of an answer; None when it has more bytes than that.
/// # Errors
/// What keeps it from being read.
pub fn whole(from: impl Read, is_gzip: bool, most: u64) -> io::Result<Option<Vec<u8>>> {
    http::whole(from, is_gzip, most)
}

/// What a device makes of an answer that is none it asked for.
pub struct Refusing(Server);

impl Refusing {
    /// # Errors
    /// `sync.certificates`.
    pub fn new(certificates: Option<&str>) -> Result<Refusing> {
        Server::new("https://netra.example", certificates).map(Refusing)
    }

    pub fn refusal(&self, status: u16, body: &[u8]) -> Error {
        self.0.refusal(status, body)
    }
}

/// Takes a chunk of what a device fetches.
/// # Errors
/// As [`Transfers::receive`], but for what one person may bring.
pub fn fetched(to: &Transfers<'_>, content: Content<'_>, from: u64, b: &[u8]) -> Result<Standing> {
    to.put(content, from, b)
}
