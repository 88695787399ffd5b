//! What a server, or somebody in its place, says to a device.
//!
//! Invariant: a message that is understood is written again as the same message.
//! Invariant: how the bytes were cut on their way changes nothing, and no answer is kept beyond its
//! limit.

use crate::messages::again;
use crate::{Bytes, Desk};
use flate2::Compression;
use flate2::write::GzEncoder;
use netra_core::language::error_json;
use netra_kernel::Kind;
use netra_workspace::remote::readers::{self, Refusing};
use std::io::{self, Read, Write};

/// The longest line of a live connection.
const LINE: usize = 1_024;
const SAID: &[u8] = b"\n: \n\nevent: moved\ndata: {}\n\n: \n\nevent: moved\ndata: {}\n\n";
const REFUSED: &[u8] = br#"{"error": {"kind": "invalid", "code": "account.too_many",
    "args": {"seconds": 9, "x": [null, {"y": 1.5}]}, "fields": [{"path": "a.b", "code": "invalid",
    "args": {}}]}}"#;
const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

pub struct Device {
    desk: Desk,
    refusing: Refusing,
}

impl Default for Device {
    fn default() -> Device {
        Device::new()
    }
}

impl Device {
    pub fn new() -> Device {
        Device { desk: Desk::new(), refusing: Refusing::new(None).unwrap() }
    }

    pub fn play(&mut self, data: &[u8]) {
        let mut bytes = Bytes(data);
        match bytes.next() % 6 {
            0 => heard(&mut bytes),
            1 => whole(&mut bytes),
            2 => self.refused(&mut bytes),
            3 => trusted(&mut bytes),
            _ => self.understood(&mut bytes),
        }
    }

    /// A message as its schema has it, bent.
    fn understood(&self, bytes: &mut Bytes<'_>) {
        let at = usize::from(bytes.next()) % self.desk.messages.len();
        let message = &self.desk.messages[at];
        let some = bytes.some();
        let good = self.desk.arguments(&message.schema, &mut Bytes(some));
        let text = bytes.bent(good.to_string().as_bytes());
        (message.again)(&text);
    }

    fn refused(&self, bytes: &mut Bytes<'_>) {
        let status = u16::from(bytes.next()) << 8 | u16::from(bytes.next());
        let e = self.refusing.refusal(status, &bytes.bent(REFUSED));
        for locale in ["en", "hi"] {
            let said = error_json(locale, &e);
            assert!(said["message"].as_str().is_some_and(|words| !words.is_empty()), "{said}");
        }
        // What it is said as can be handed on, as to the window.
        again::<netra_kernel::Refusal>(&serde_json::to_vec(&e.to_refusal()).unwrap());
    }
}

/// Hints, however they are cut.
fn heard(bytes: &mut Bytes<'_>) {
    let sizes = bytes.some();
    let said = bytes.bent(SAID);
    let mut expected = Vec::new();
    for line in said.split_inclusive(|b| *b == b'\n') {
        if line.len() > LINE || !line.ends_with(b"\n") {
            break;
        }
        expected.push(line.starts_with(b"event: moved"));
    }
    assert!(readers::heard(said.as_slice()) == expected);
    assert!(readers::heard(Cut { rest: &said, sizes: sizes.iter().cycle() }) == expected);
}

/// The bytes, so many at a time.
struct Cut<'a, I> {
    rest: &'a [u8],
    sizes: I,
}

impl<'a, I: Iterator<Item = &'a u8>> Read for Cut<'_, I> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.sizes.next().map_or(1, |n| usize::from(*n).max(1));
        let n = n.min(into.len()).min(self.rest.len());
        let (now, rest) = self.rest.split_at(n);
        into[..n].copy_from_slice(now);
        self.rest = rest;
        Ok(n)
    }
}

/// Answers up to a limit, made smaller or not.
fn whole(bytes: &mut Bytes<'_>) {
    let most = u64::from(bytes.next()) * 256;
    let is_gzip = bytes.next() & 1 == 0;
    let times = usize::from(bytes.next()) + 1;
    let said = bytes.some().repeat(times);
    if !is_gzip {
        let read = readers::whole(said.as_slice(), false, most).unwrap();
        assert!(read == (said.len() as u64 <= most).then_some(said));
        return;
    }
    let mut smaller = GzEncoder::new(Vec::new(), Compression::fast());
    smaller.write_all(&said).unwrap();
    let smaller = smaller.finish().unwrap();
    let read = readers::whole(smaller.as_slice(), true, most).unwrap();
    assert!(read == (said.len() as u64 <= most).then_some(said));
    // What does not unfold is said, what unfolds without end is cut.
    if let Ok(Some(read)) = readers::whole(bytes.bent(&smaller).as_slice(), true, most) {
        assert!(read.len() as u64 <= most);
    }
}

/// Certificates that somebody chose.
fn trusted(bytes: &mut Bytes<'_>) {
    let pem = String::from_utf8_lossy(&bytes.bent(PEM.as_bytes())).into_owned();
    if let Err(e) = Refusing::new(Some(&pem)) {
        assert!(e.kind() != Kind::Internal, "{e:?}");
    }
}
