//! A folder of files, and of files on their way, into which chunks come that lie and whose own files
//! are spoilt.
//!
//! Invariant: a stored file is what its hash says, or it is not given out.
//! Invariant: a chunk counts only behind the ones before it; and whatever came or was spoilt, who
//! brings the chunks in order in the end has the file there.

use crate::{Bytes, memory};
use netra_kernel::{Id, Result};
use netra_sync::content::{CHUNK, Standing};
use netra_workspace::files::FileStore;
use netra_workspace::key::Key;
use netra_workspace::remote::readers;
use netra_workspace::transfers::{Content, Transfers};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const SIZES: [usize; 4] = [9, CHUNK, CHUNK + 5, 2 * CHUNK + 7];
/// Sealed files are cut after so many bytes.
const PIECE: usize = 1024;
/// Steps of one input.
const STEPS: usize = 24;
/// Nobody's: what a device fetches.
const FETCHED: Id = Id([0; 16]);

pub struct Shelf {
    dir: tempfile::TempDir,
    contents: Vec<(Vec<u8>, String)>,
    small: Vec<(Vec<u8>, String)>,
}

impl Default for Shelf {
    fn default() -> Shelf {
        Shelf::new()
    }
}

impl Shelf {
    pub fn new() -> Shelf {
        let content = |n: &usize| {
            let bytes: Vec<u8> = (0..*n).map(|i| (i / 3) as u8).collect();
            let hash = hex::encode(Sha256::digest(&bytes));
            (bytes, hash)
        };
        let small = [0, 1, PIECE - 1, PIECE, PIECE + 1].iter().map(content).collect();
        Shelf { dir: memory(), contents: SIZES.iter().map(content).collect(), small }
    }

    pub fn play(&mut self, data: &[u8]) {
        let mut bytes = Bytes(data);
        let chosen = bytes.next();
        let key: Key = (chosen & 1 == 1).then(|| Zeroizing::new([5; 32]));
        let files = FileStore::new(self.dir.path().join("files"), key);
        match chosen >> 1 & 1 {
            0 => self.on_their_way(&files, &mut bytes),
            _ => self.stored(&files, chosen & 1 == 1, &mut bytes),
        }
        for folder in ["files", "transfers"] {
            let _ = std::fs::remove_dir_all(self.dir.path().join(folder));
        }
    }

    /// A stored file, bent.
    fn stored(&self, files: &FileStore, is_sealed: bool, bytes: &mut Bytes<'_>) {
        let (content, sha256) = &self.small[usize::from(bytes.next()) % self.small.len()];
        files.store(&mut content.as_slice()).unwrap();
        let path = files.path_of(sha256).unwrap();
        let (from, most) = (bytes.number() as u64, usize::from(bytes.next()) * 20);
        let spoilt = bytes.bent(&std::fs::read(&path).unwrap());
        std::fs::write(&path, spoilt).unwrap();
        match files.read(sha256) {
            Ok(read) => assert!(read == *content, "other bytes than the hash says"),
            Err(e) => assert_eq!(e.code(), "file.bytes_changed"),
        }
        files.size_of(sha256).unwrap();
        for from in [from, from % (content.len() as u64 + 1)] {
            match files.read_at(sha256, from, most) {
                Ok(part) => {
                    assert!(part.len() <= most);
                    let rest = usize::try_from(from).ok().and_then(|from| content.get(from..));
                    let is_so = rest.unwrap_or_default().starts_with(&part);
                    assert!(is_so || !is_sealed, "bytes of another place");
                }
                Err(e) => assert_eq!(e.code(), "file.bytes_changed"),
            }
        }
    }

    fn on_their_way(&self, files: &FileStore, bytes: &mut Bytes<'_>) {
        let folder = self.dir.path().join("transfers");
        let of = |n: u8| {
            let whose = if n < 4 { Id::named("fuzz", "bringer") } else { FETCHED };
            let (content, sha256) = &self.contents[usize::from(n % 4)];
            let to = Transfers::beside(files, folder.clone(), whose);
            OnItsWay { to, is_fetched: whose == FETCHED, bytes: content, sha256, files }
        };
        let mut touched = [false; 8];
        for _ in 0..STEPS {
            if bytes.0.is_empty() {
                break;
            }
            let n = bytes.next() % 8;
            touched[usize::from(n)] = true;
            of(n).step(&folder, bytes);
        }
        for n in (0..8).filter(|n| touched[usize::from(*n)]) {
            of(n).brought();
        }
        for (content, sha256) in &self.contents {
            if files.size_of(sha256).unwrap().is_some() {
                assert!(files.read(sha256).unwrap() == *content);
            }
        }
    }
}

/// One content on its way, for one person.
struct OnItsWay<'a> {
    to: Transfers<'a>,
    is_fetched: bool,
    bytes: &'a [u8],
    sha256: &'a str,
    files: &'a FileStore,
}

impl OnItsWay<'_> {
    fn content(&self) -> Content<'_> {
        Content { sha256: self.sha256, size_bytes: self.bytes.len() as u64 }
    }

    fn chunk(&self, from: u64) -> &[u8] {
        let from = usize::try_from(from).unwrap_or(usize::MAX).min(self.bytes.len());
        &self.bytes[from..self.bytes.len().min(from + CHUNK)]
    }

    fn put(&self, content: Content<'_>, from: u64, chunk: &[u8]) -> Result<Standing> {
        match self.is_fetched {
            true => readers::fetched(&self.to, content, from, chunk),
            false => self.to.receive(content, from, chunk),
        }
    }

    fn step(&self, folder: &Path, bytes: &mut Bytes<'_>) {
        let chunks = self.bytes.len().div_ceil(CHUNK) as u64;
        let op = bytes.next() % 8;
        let from = u64::from(bytes.next()) % (chunks + 1) * CHUNK as u64;
        let done = match op {
            // The truth, in any order.
            0..=3 => self.taken(from, self.chunk(from)),
            // Other bytes.
            4 => {
                let mut other = self.chunk(from).to_vec();
                if let Some(last) = other.last_mut() {
                    *last ^= bytes.next();
                }
                self.taken(from, &other)
            }
            // Another length, at any place.
            5 => {
                let other = vec![0; usize::from(bytes.next())];
                self.taken(bytes.number() as u64, &other)
            }
            // Another claim.
            6 => {
                let upper = self.sha256.to_uppercase();
                let other = String::from_utf8_lossy(bytes.some()).into_owned();
                let sha256 = if bytes.next() & 1 == 0 { &upper } else { &other };
                let content = Content { sha256, size_bytes: bytes.number() as u64 };
                let done = self.put(content, from, self.chunk(from));
                self.to.has_shown(content).and(self.to.standing(content)).and(done)
            }
            _ => return spoil(folder, bytes),
        };
        if let Err(e) = done {
            let known = [
                "sync.form",
                "server.too_large",
                "file.other_content",
                "storage.failed",
                "file.too_many_bytes",
            ];
            assert!(known.contains(&e.code()), "{e:?}");
        }
    }

    /// Brings a chunk, and looks where it went.
    fn taken(&self, from: u64, chunk: &[u8]) -> Result<Standing> {
        let before = self.to.standing(self.content())?;
        let after = self.put(self.content(), from, chunk)?;
        let size = self.bytes.len() as u64;
        assert!(
            after.have <= size && (after.have.is_multiple_of(CHUNK as u64) || after.have == size)
        );
        assert!(chunk.len() <= CHUNK);
        if from == before.have && !before.is_whole {
            assert_eq!(after.have, before.have + chunk.len() as u64);
        } else if !after.is_whole {
            assert_eq!(after.have, before.have, "a chunk out of its place was taken");
        }
        if after.is_whole {
            assert!(self.files.read(self.sha256)? == self.bytes);
        }
        Ok(after)
    }

    /// Whatever was before: who brings all of it in order gets it there, as devices do.
    fn brought(&self) {
        let mut said = Vec::new();
        for _ in 0..12 {
            let standing = self.to.standing(self.content()).unwrap();
            if standing.is_whole {
                return;
            }
            let last = (self.bytes.len() as u64 - 1) / CHUNK as u64 * CHUNK as u64;
            let from = (standing.have / CHUNK as u64 * CHUNK as u64).min(last);
            match self.put(self.content(), from, self.chunk(from)) {
                Ok(after) if after.is_whole => return,
                Ok(after) => said.push(format!("{after:?}")),
                Err(e) => said.push(format!("{e:?}")),
            }
        }
        panic!("it never arrives: {said:?}");
    }
}

/// Changes a file of those on their way.
fn spoil(folder: &Path, bytes: &mut Bytes<'_>) {
    let mut files = Vec::new();
    listed(folder, &mut files);
    files.sort();
    let Some(path) = files.get(usize::from(bytes.next()) % files.len().max(1)) else { return };
    let was = std::fs::read(path).unwrap();
    let is_number = path.extension().is_some() || path.ends_with("announced");
    let spoilt = match bytes.next() % 6 {
        0 if is_number => b"18446744073709551615".to_vec(),
        0 | 1 => Vec::new(),
        2 => was[..was.len() / 2].to_vec(),
        3 => vec![0; was.len()],
        4 => {
            std::fs::remove_file(path).unwrap();
            return;
        }
        _ => {
            let mut other = was;
            if let Some(byte) = other.last_mut() {
                *byte ^= 1;
            }
            other
        }
    };
    std::fs::write(path, spoilt).unwrap();
}

fn listed(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { listed(&path, files) } else { files.push(path) }
    }
}
