//! A copy's folder whose files are spoilt, and what is taken back out of `waiting.log`.
//!
//! Invariant: a line that is as it was written is read, whatever lies around it; one that is not is
//! counted; what was read is in the copy that is made of it.

use crate::{Bytes, Desk, copied, memory};
use netra_core::{catalogue, schema};
use netra_kernel::rusqlite::Connection;
use netra_kernel::{Engine, Envelope, Id, Kind};
use netra_sync::only_here::{self, OnlyHere};
use netra_workspace::folder::{read_manifest, write_manifest};
use netra_workspace::key::{Key, Protection};
use netra_workspace::remote::readers;
use netra_workspace::{key, wiped};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

const COPY: &str = "0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506";
const FIRST: &[u8] = b"netra waiting 1";
/// What else lies in the folder, as it should be.
const FILES: [(&str, &str); 3] = [
    ("workspace.json", r#"{"format": 1, "id": "0192f3a4", "protection": {"kind": "keychain"}}"#),
    (
        "workspace.json",
        r#"{"format": 1, "id": "0192f3a4", "protection": {"kind": "passphrase", "memory_kib": 8,
            "passes": 1, "salt": "00112233445566778899aabbccddeeff",
            "nonce": "000102030405060708090a0b0c0d0e0f1011121314151617", "wrapped": "00ff"}}"#,
    ),
    (
        "wiped.json",
        r#"{"id": "0192f3a4", "server": "https://netra.example", "workspace": "acme", "at": 1,
            "unsent": 2, "certificates": null, "receipt": "ab"}"#,
    ),
];

pub struct Folder {
    dir: tempfile::TempDir,
    person: Id,
    /// A copy that nothing has come to yet.
    blank: Connection,
    engine: Engine,
    kept: Vec<OnlyHere>,
    sealed: [(Key, Lines); 2],
}

/// The lines of a good file without their breaks, and the file.
struct Lines {
    head: Vec<u8>,
    kept: Vec<Vec<u8>>,
    file: Vec<u8>,
}

impl Default for Folder {
    fn default() -> Folder {
        Folder::new()
    }
}

impl Folder {
    pub fn new() -> Folder {
        let Desk { owner: person, engine: theirs, .. } = Desk::new();
        let mut blank = Connection::open_in_memory().unwrap();
        schema::migrate(&mut blank).unwrap();
        let engine = Engine::open(&blank, catalogue::catalogue()).unwrap();
        let envelope = |n: u32, name: &str, args: Value| Envelope {
            device_seq: Some(i64::from(n)),
            ..crate::envelope(&theirs, person, n, name, args)
        };
        let lead = |n: u32| {
            let args = json!({"name": format!("Lead {n}\nकल"), "phone": "+919812345670"});
            OnlyHere::Waiting { envelope: envelope(n, "lead.create", args), settled: None }
        };
        let stranger = Envelope {
            actor: Id::named("fuzz", "stranger"),
            ..envelope(4, "company.create", json!({"name": "Deccan Mills"}))
        };
        let kept = vec![
            lead(1),
            lead(2),
            OnlyHere::Waiting { envelope: stranger, settled: Some("{}".into()) },
            OnlyHere::Attention {
                envelope: envelope(5, "lead.create", json!({"name": "Ravi"})),
                outcome: r#"{"status": "rejected"}"#.into(),
                facts: None,
                made: Some("[]".into()),
            },
        ];
        let sealed = [None, Some(Zeroizing::new([7; 32]))].map(|key: Key| {
            let bare = |line: Vec<u8>| line[1..].to_vec();
            let head = bare(readers::head_line(COPY, &key).unwrap());
            let lines = kept.iter().map(|one| bare(readers::line(one, &key).unwrap()));
            let lines: Vec<Vec<u8>> = lines.collect();
            let all = [FIRST, &head].into_iter().chain(lines.iter().map(Vec::as_slice));
            let file = all.collect::<Vec<_>>().join(&b'\n');
            (key, Lines { head, kept: lines, file })
        });
        Folder { dir: memory(), person, blank, engine, kept, sealed }
    }

    pub fn play(&mut self, data: &[u8]) {
        let mut bytes = Bytes(data);
        let chosen = usize::from(bytes.next());
        let at = chosen & 1;
        match chosen >> 1 & 3 {
            0 | 1 => self.spoilt(at, &mut bytes),
            2 => self.hostile(at, &mut bytes),
            _ => self.beside(&mut bytes),
        }
    }

    fn read(&self, file: &[u8], key: &Key) -> netra_kernel::Result<readers::Waiting> {
        std::fs::write(self.dir.path().join("waiting.log"), file).unwrap();
        readers::waiting(self.dir.path(), COPY, key).map(Option::unwrap)
    }

    /// The file, bent.
    fn spoilt(&self, at: usize, bytes: &mut Bytes<'_>) {
        let (key, lines) = &self.sealed[at];
        let file = bytes.bent(&lines.file);
        let found = self.read(&file, key);
        let mut all = file.split(|b| *b == b'\n').peekable();
        let format = all.peek().and_then(|first| format_of(first));
        if format.is_some_and(|n| n != 1) {
            assert_eq!(found.err().unwrap().code(), "workspace.format");
            return;
        }
        let found = found.unwrap();
        let others = all.skip(usize::from(format.is_some())).filter(|line| !line.is_empty());
        let (mut heads, mut expected, mut spoilt) = (0, Vec::new(), 0);
        for line in others {
            match lines.kept.iter().position(|kept| kept == line) {
                Some(n) => expected.push(text(&self.kept[n])),
                None if line == lines.head => heads += 1,
                None => spoilt += 1,
            }
        }
        assert_eq!(found.has_head, heads > 0);
        assert_eq!(found.unreadable, spoilt, "nothing is left out without a word");
        assert_eq!(found.kept.iter().map(text).collect::<Vec<_>>(), expected);
        self.taken_back(&found.kept);
    }

    /// Lines that are whole, and say what no program of ours would.
    fn hostile(&self, at: usize, bytes: &mut Bytes<'_>) {
        let (key, lines) = &self.sealed[at];
        let mut file = [FIRST, b"\n", &lines.head].concat();
        let mut kept = Vec::new();
        for _ in 0..bytes.next() % 4 {
            let which = usize::from(bytes.next()) % self.kept.len();
            let some = bytes.some();
            let spoilt = Bytes(some).bent(text(&self.kept[which]).as_bytes());
            let Ok(one) = serde_json::from_slice::<OnlyHere>(&spoilt) else { continue };
            file.extend(readers::line(&one, key).unwrap());
            kept.push(one);
        }
        let found = self.read(&file, key).unwrap();
        let all = |list: &[OnlyHere]| list.iter().map(text).collect::<Vec<_>>();
        assert_eq!(all(&found.kept), all(&kept), "what was written is read");
        assert_eq!(found.unreadable, 0);
        self.taken_back(&found.kept);
    }

    fn taken_back(&self, kept: &[OnlyHere]) {
        let conn = copied(&self.blank);
        let me = (Id::named("fuzz", "laptop"), self.person);
        only_here::begin_again(&conn, &self.engine, me, kept).unwrap();
        let id = |one: &OnlyHere| match one {
            OnlyHere::Waiting { envelope, .. } | OnlyHere::Attention { envelope, .. } => {
                envelope.id
            }
        };
        let there = only_here::all(&conn).unwrap();
        let ids: BTreeSet<Id> = there.iter().map(id).collect();
        assert_eq!(ids.len(), there.len(), "nothing is there twice");
        let is_mine = |one: &&OnlyHere| match one {
            OnlyHere::Waiting { envelope, .. } => envelope.actor == self.person,
            OnlyHere::Attention { .. } => true,
        };
        assert_eq!(ids, kept.iter().filter(is_mine).map(id).collect());
        // Another opening finds all of it there.
        assert_eq!(only_here::take_back(&conn, &self.engine, self.person, kept).unwrap(), 0);
    }

    /// What else is read before anything is open.
    fn beside(&self, bytes: &mut Bytes<'_>) {
        let root = self.dir.path();
        let (name, good) = FILES[usize::from(bytes.next()) % FILES.len()];
        std::fs::write(root.join(name), bytes.bent(good.as_bytes())).unwrap();
        if let Some(mark) = wiped::mark(root) {
            let text = serde_json::to_string(&mark).unwrap();
            let again: wiped::Mark = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&again).unwrap(), text);
        }
        match read_manifest(root) {
            Ok(manifest) => {
                assert!(manifest.format <= 1);
                write_manifest(root, &manifest).unwrap();
                let again = read_manifest(root).unwrap();
                assert_eq!((&again.id, &again.protection), (&manifest.id, &manifest.protection));
                self.locked(&manifest.protection);
            }
            Err(e) => assert!(e.kind() != Kind::Internal, "{e:?}"),
        }
        for (name, _) in FILES {
            let _ = std::fs::remove_file(root.join(name));
        }
    }

    /// No key comes out of what nobody wrapped.
    fn locked(&self, protection: &Protection) {
        let Protection::Passphrase(wrapped) = protection else { return };
        let is_quick = wrapped.memory_kib <= 256 && wrapped.passes <= 2;
        let is_refused = wrapped.memory_kib > 1 << 20 || wrapped.passes > 16;
        if is_quick || is_refused {
            let e = key::unwrap(wrapped, "a passphrase").err().unwrap();
            assert_eq!(e.code(), "key.passphrase_wrong");
        }
    }
}

fn text(one: &OnlyHere) -> String {
    serde_json::to_string(one).unwrap()
}

fn format_of(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(line).ok()?.strip_prefix("netra waiting ")?.parse().ok()
}
