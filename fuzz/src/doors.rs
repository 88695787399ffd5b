//! Connections to the server and to the door of this machine, with requests that are bent.
//!
//! Invariant: whatever comes, it is answered as HTTP says, and never with a fault of the program.
//! Invariant: who has no token hears nothing of a firm, and nothing behind the door of this machine
//! hears of whoever has no cookie.

use crate::{Bytes, memory};
use netra_server::hosted::readers::{Doors, FIRM};

pub struct House {
    doors: Doors,
    requests: Vec<String>,
    local_requests: Vec<String>,
    _dir: tempfile::TempDir,
}

impl Default for House {
    fn default() -> House {
        House::new()
    }
}

impl House {
    pub fn new() -> House {
        let dir = memory();
        let doors = Doors::open(dir.path()).unwrap();
        let (requests, local_requests) = (Doors::requests(), Doors::local_requests());
        House { doors, requests, local_requests, _dir: dir }
    }

    /// The first byte chooses the door, the second how the bytes are cut; the third who it is.
    pub fn play(&mut self, data: &[u8]) {
        let mut bytes = Bytes(data);
        let is_local = bytes.next() % 4 == 0;
        let at_a_time = match bytes.next() {
            0 => 1,
            n => usize::from(n) * 64,
        };
        let is_known = bytes.next() & 1 == 0;
        let list = if is_local { &self.local_requests } else { &self.requests };
        let mut asked = Vec::new();
        for _ in 0..=bytes.next() % 3 {
            let request = &list[usize::from(bytes.next()) % list.len()];
            asked.extend(Bytes(bytes.some()).bent(request.as_bytes()));
        }
        // One that is another's, or nobody's, where nobody is known.
        for (name, word) in self.doors.words() {
            let word = if is_known { word } else { "0".repeat(word.len()) };
            asked = replaced(&asked, name.as_bytes(), word.as_bytes());
        }
        if is_local {
            let (said, is_in) = self.doors.local(asked, at_a_time);
            assert!(is_known || !is_in, "somebody without the cookie was let in");
            answers(&said);
        } else {
            let said = self.doors.hosted(asked, at_a_time);
            assert!(is_known || !has(&said, FIRM.as_bytes()), "a stranger hears of the firm");
            answers(&said);
        }
    }
}

fn has(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|part| part == words)
}

fn replaced(text: &[u8], name: &[u8], word: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.windows(name.len()).position(|part| part == name) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(word);
        rest = &rest[at + name.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Answers one after another, as far as their lengths are said.
fn answers(said: &[u8]) {
    let mut rest = said;
    while !rest.is_empty() {
        let text = String::from_utf8_lossy(&rest[..rest.len().min(2_000)]).into_owned();
        let end = rest.windows(4).position(|part| part == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("an answer without a head: {text}"));
        let head = String::from_utf8_lossy(&rest[..end]).to_ascii_lowercase();
        let status: u16 = head
            .strip_prefix("http/1.1 ")
            .or_else(|| head.strip_prefix("http/1.0 "))
            .and_then(|rest| rest.get(..3)?.parse().ok())
            .unwrap_or_else(|| panic!("no answer: {text}"));
        assert!(status < 500, "{text}");
        rest = &rest[end + 4..];
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let Some(length) = length.and_then(|n| n.parse::<usize>().ok()) else {
            // In pieces, or without a body; only the last may be cut off.
            return;
        };
        // After HEAD there is none.
        if !rest.starts_with(b"HTTP/1.") {
            assert!(rest.len() >= length || rest.is_empty(), "an answer that is cut off: {text}");
            rest = &rest[length.min(rest.len())..];
        }
    }
}
