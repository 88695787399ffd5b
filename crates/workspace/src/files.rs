//! Stored files: content-addressed, encrypted, verified on every read.
//!
//! A file lies at `files/<first two>/<rest>` of its name, which is the SHA-256 of its content, or
//! in an encrypted workspace an HMAC of that, so that the folder does not tell which files are
//! inside. Content is encrypted in chunks (XChaCha20-Poly1305 in the STREAM construction), so that
//! any size is read with flat memory and a cut-off file is noticed.
//! Invariant: a file appears under its name only when whole and on disk (write aside, sync, rename).

use crate::WorkspaceError;
use crate::host::{random, random_hex};
use crate::key::{Key, purpose};
use aead_stream::{NewStream, Nonce, StreamBE32, StreamPrimitive};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::KeyInit;
use hmac::{Hmac, Mac};
use netra_kernel::{Error, Result};
use netra_sync::SyncError;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const CHUNK: usize = if cfg!(fuzzing) { 1 << 10 } else { 64 * 1024 };
const MAGIC: &[u8; 8] = b"netraf1\n";
/// Bytes of what a sealed file's stream begins with.
const NONCE: usize = 19;
/// Bytes before the first chunk of a sealed file.
const HEAD: u64 = (MAGIC.len() + NONCE) as u64;

/// The folder of stored files.
pub struct FileStore {
    root: PathBuf,
    key: Key,
}

/// What was stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    pub size_bytes: u64,
}

impl FileStore {
    pub fn new(root: PathBuf, key: Key) -> FileStore {
        FileStore { root, key }
    }

    /// Where the content with this hash lies.
    /// # Errors
    /// `internal` for a hash that is none.
    pub fn path_of(&self, sha256: &str) -> Result<PathBuf> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::internal("not a hash"));
        }
        let name = self.hidden(&sha256.to_ascii_lowercase())?;
        Ok(self.root.join(&name[..2]).join(&name[2..]))
    }

    /// A name as it may stand on the disk: itself, or where content is encrypted what tells nothing
    /// of it.
    pub(crate) fn hidden(&self, name: &str) -> Result<String> {
        let Some(key) = &self.key else { return Ok(name.to_owned()) };
        let names = purpose(key, "netra file names 1")?;
        let mut mac = Hmac::<Sha256>::new_from_slice(names.as_ref())
            .map_err(|e| Error::internal(e.to_string()))?;
        mac.update(name.as_bytes());
        Ok(hex::encode(mac.finalize().into_bytes()))
    }

    /// Stores what the reader gives; the same content is kept once.
    /// # Errors
    /// `storage.full`, `storage.failed`.
    pub fn store(&self, reader: &mut dyn Read) -> Result<Stored> {
        self.store_if(reader, &|_| true)
    }

    /// The same, but nothing is kept when `fits` says so: then it is `file.other_content`.
    pub(crate) fn store_if(
        &self,
        reader: &mut dyn Read,
        fits: &dyn Fn(&Stored) -> bool,
    ) -> Result<Stored> {
        fs::create_dir_all(&self.root).map_err(io_error)?;
        let tag = random_hex(8)?;
        let aside = self.root.join(format!("incoming-{tag}"));
        let result = self.seal(reader, &aside).and_then(|stored| {
            if !fits(&stored) {
                return Err(SyncError::OtherContent.into());
            }
            self.give_place(&aside, &stored.sha256).map(|()| stored)
        });
        if result.is_err() {
            // Best effort: the error that matters is the one we return.
            let _ = fs::remove_file(&aside);
        }
        result
    }

    fn give_place(&self, aside: &Path, sha256: &str) -> Result<()> {
        let place = self.path_of(sha256)?;
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).map_err(io_error)?;
            fs::rename(aside, &place).map_err(io_error)?;
            // The rename itself must be on disk before a row speaks of the file.
            if let Ok(dir) = File::open(parent) {
                let _ = dir.sync_all();
            }
        }
        Ok(())
    }

    /// Writes what the reader gives to a new file, sealed, and on disk when it returns.
    pub(crate) fn seal(&self, reader: &mut dyn Read, to: &Path) -> Result<Stored> {
        let file = File::create_new(to).map_err(io_error)?;
        let mut out = BufWriter::with_capacity(CHUNK, file);
        let mut hash = Sha256::new();
        let mut size_bytes = 0u64;
        let mut cipher = match &self.key {
            None => None,
            Some(key) => {
                let mut nonce = [0u8; NONCE];
                random(&mut nonce)?;
                out.write_all(MAGIC).and_then(|()| out.write_all(&nonce)).map_err(io_error)?;
                Some(stream(key, nonce)?.encryptor())
            }
        };
        let mut buffer = vec![0u8; CHUNK];
        loop {
            let n = fill(reader, &mut buffer).map_err(io_error)?;
            hash.update(&buffer[..n]);
            size_bytes += n as u64;
            let last = n < CHUNK;
            match cipher.take() {
                None => out.write_all(&buffer[..n]).map_err(io_error)?,
                Some(c) if last => {
                    let sealed = c.encrypt_last(&buffer[..n]).map_err(seal_error)?;
                    out.write_all(&sealed).map_err(io_error)?;
                }
                Some(mut c) => {
                    let sealed = c.encrypt_next(&buffer[..n]).map_err(seal_error)?;
                    out.write_all(&sealed).map_err(io_error)?;
                    cipher = Some(c);
                }
            }
            if last {
                break;
            }
        }
        let file = out.into_inner().map_err(|e| io_error(e.into_error()))?;
        file.sync_all().map_err(io_error)?;
        Ok(Stored { sha256: hex::encode(hash.finalize()), size_bytes })
    }

    /// Bytes of the content with this hash, by the length of its file; None when it is not stored.
    /// # Errors
    /// `internal` for a hash that is none.
    pub fn size_of(&self, sha256: &str) -> Result<Option<u64>> {
        let Ok(file) = fs::metadata(self.path_of(sha256)?) else { return Ok(None) };
        if self.key.is_none() {
            return Ok(Some(file.len()));
        }
        // Every chunk, the last and shorter one too, has 16 bytes of its seal.
        let sealed = file.len().saturating_sub(HEAD);
        let chunks = sealed / (CHUNK as u64 + 16) + 1;
        Ok(Some(sealed.saturating_sub(16 * chunks)))
    }

    /// Copies the content with this hash to a writer, verifying it.
    /// # Errors
    /// `file.bytes_missing`, `file.bytes_changed`.
    pub fn copy_to(&self, sha256: &str, out: &mut dyn Write) -> Result<u64> {
        let stored = self.unseal(&self.path_of(sha256)?, sha256, out)?;
        if stored.sha256 != sha256.to_ascii_lowercase() {
            return Err(WorkspaceError::BytesChanged { file: sha256.to_owned() }.into());
        }
        Ok(stored.size_bytes)
    }

    /// Copies a sealed file, called `name` in errors, to a writer.
    pub(crate) fn unseal(&self, path: &Path, name: &str, out: &mut dyn Write) -> Result<Stored> {
        let changed = || Error::from(WorkspaceError::BytesChanged { file: name.to_owned() });
        let file = opened(path, name)?;
        let mut reader = BufReader::with_capacity(CHUNK, file);
        let mut hash = Sha256::new();
        let mut size = 0u64;
        let mut cipher = match &self.key {
            None => None,
            Some(key) => Some(begun(key, &mut reader, name)?.decryptor()),
        };
        let step = if cipher.is_some() { CHUNK + 16 } else { CHUNK };
        let mut buffer = vec![0u8; step];
        loop {
            let n = fill(&mut reader, &mut buffer).map_err(io_error)?;
            let last = n < step;
            let open;
            let plain = match cipher.take() {
                None => &buffer[..n],
                Some(c) if last => {
                    open = c.decrypt_last(&buffer[..n]).map_err(|_| changed())?;
                    &open
                }
                Some(mut c) => {
                    open = c.decrypt_next(&buffer[..n]).map_err(|_| changed())?;
                    cipher = Some(c);
                    &open
                }
            };
            hash.update(plain);
            size += plain.len() as u64;
            out.write_all(plain).map_err(io_error)?;
            if last {
                break;
            }
        }
        Ok(Stored { sha256: hex::encode(hash.finalize()), size_bytes: size })
    }

    /// Bytes of the content from a place on, at most so many; fewer at its end. Each sealed chunk
    /// is verified; whoever puts them together compares the hash of the whole.
    /// # Errors
    /// As [`FileStore::copy_to`].
    pub fn read_at(&self, sha256: &str, from: u64, most: usize) -> Result<Vec<u8>> {
        let changed = || Error::from(WorkspaceError::BytesChanged { file: sha256.to_owned() });
        let mut file = opened(&self.path_of(sha256)?, sha256)?;
        let mut out = Vec::new();
        // A file is never shorter than its content.
        if from >= file.metadata().map_err(io_error)?.len() {
            return Ok(out);
        }
        let Some(key) = &self.key else {
            file.seek(SeekFrom::Start(from)).map_err(io_error)?;
            file.take(most as u64).read_to_end(&mut out).map_err(io_error)?;
            return Ok(out);
        };
        let stream = begun(key, &mut file, sha256)?;
        let mut at = from / CHUNK as u64;
        let mut skip = (from % CHUNK as u64) as usize;
        let sealed = CHUNK + 16;
        file.seek(SeekFrom::Start(HEAD + at * sealed as u64)).map_err(io_error)?;
        let mut buffer = vec![0u8; sealed];
        while out.len() < most {
            let n = fill(&mut file, &mut buffer).map_err(io_error)?;
            if n == 0 {
                break;
            }
            let position = u32::try_from(at).map_err(|_| changed())?;
            let plain =
                stream.decrypt(position, n < sealed, &buffer[..n]).map_err(|_| changed())?;
            let rest = plain.get(skip..).unwrap_or_default();
            out.extend_from_slice(&rest[..rest.len().min(most - out.len())]);
            (skip, at) = (0, at + 1);
            if n < sealed {
                break;
            }
        }
        Ok(out)
    }

    /// The whole content, for small files.
    /// # Errors
    /// As [`FileStore::copy_to`].
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        self.copy_to(sha256, &mut out)?;
        Ok(out)
    }
}

fn opened(path: &Path, name: &str) -> Result<File> {
    File::open(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => {
            Error::from(WorkspaceError::BytesMissing { file: name.to_owned() })
        }
        _ => io_error(e),
    })
}

type Sealing = StreamBE32<XChaCha20Poly1305>;

fn stream(key: &[u8; 32], nonce: [u8; NONCE]) -> Result<Sealing> {
    let key = purpose(key, "netra files 1")?;
    let cipher = XChaCha20Poly1305::new_from_slice(key.as_ref())
        .map_err(|e| Error::internal(e.to_string()))?;
    let nonce: Nonce<XChaCha20Poly1305, Sealing> = nonce.into();
    Ok(Sealing::from_aead(cipher, &nonce))
}

/// The stream that the head of a sealed file, called `name` in errors, begins.
fn begun(key: &[u8; 32], file: &mut dyn Read, name: &str) -> Result<Sealing> {
    let changed = || Error::from(WorkspaceError::BytesChanged { file: name.to_owned() });
    let (mut magic, mut nonce) = ([0u8; MAGIC.len()], [0u8; NONCE]);
    file.read_exact(&mut magic).map_err(|_| changed())?;
    file.read_exact(&mut nonce).map_err(|_| changed())?;
    if magic != *MAGIC {
        return Err(changed());
    }
    stream(key, nonce)
}

/// Reads until the buffer is full or the end.
fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match reader.read(&mut buffer[n..]) {
            Ok(0) => break,
            Ok(k) => n += k,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(n)
}

fn seal_error(e: impl std::fmt::Display) -> Error {
    Error::internal(e.to_string())
}

/// The media type that a file name's ending stands for.
pub fn media_type_of(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "txt" => "text/plain",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

/// An I/O failure in words that a person can act on.
pub fn io_error(e: io::Error) -> Error {
    use netra_kernel::Kind;
    let code = match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "storage.full",
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "storage.no_folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "storage.read_only",
        _ => "storage.failed",
    };
    Error::new(Kind::NotNow, code).because(e)
}

/// SQLite says only that it cannot open a database beside which it cannot write; this says why.
pub(crate) fn unwritable(database: &Path) -> Option<Error> {
    let probe = database.with_file_name(".netra-may-i-write");
    match File::create(&probe) {
        Ok(_) => {
            let _ = fs::remove_file(&probe);
            None
        }
        Err(e) => Some(io_error(e)).filter(|e| e.code() == "storage.read_only"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn store(key: bool) -> (tempfile::TempDir, FileStore) {
        let dir = tempfile::tempdir().unwrap();
        let key = key.then(|| Zeroizing::new([3u8; 32]));
        let store = FileStore::new(dir.path().join("files"), key);
        (dir, store)
    }

    #[test]
    fn content_comes_back_whatever_its_size() {
        for key in [false, true] {
            let (_dir, store) = store(key);
            for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
                let content: Vec<u8> = (0..size).map(|i| (i * 7) as u8).collect();
                let stored = store.store(&mut content.as_slice()).unwrap();
                assert_eq!(stored.size_bytes, size as u64);
                assert_eq!(store.size_of(&stored.sha256).unwrap(), Some(size as u64));
                assert_eq!(store.read(&stored.sha256).unwrap(), content);
                for from in [0, 1, CHUNK - 1, CHUNK, CHUNK + 5, 2 * CHUNK, 5 * CHUNK, usize::MAX] {
                    for most in [0, 1, CHUNK, 2 * CHUNK + 3] {
                        let rest = content.get(from..).unwrap_or_default();
                        let part = store.read_at(&stored.sha256, from as u64, most).unwrap();
                        assert_eq!(part, &rest[..rest.len().min(most)], "{size} {from} {most}");
                    }
                }
            }
        }
    }

    #[test]
    fn names_and_content_are_hidden_in_an_encrypted_store() {
        let (_dir, store) = store(true);
        let stored = store.store(&mut b"the contract".as_slice()).unwrap();
        let path = store.path_of(&stored.sha256).unwrap();
        assert!(!path.to_string_lossy().contains(&stored.sha256[2..10]));
        let raw = fs::read(path).unwrap();
        assert!(!raw.windows(8).any(|w| w == b"contract"));
    }

    #[test]
    fn a_changed_or_cut_file_is_noticed() {
        for key in [false, true] {
            let (_dir, store) = store(key);
            let content = vec![9u8; 2 * CHUNK];
            let stored = store.store(&mut content.as_slice()).unwrap();
            let path = store.path_of(&stored.sha256).unwrap();
            let whole = fs::read(&path).unwrap();
            let mut flipped = whole.clone();
            flipped[CHUNK] ^= 1;
            for bad in [&flipped[..], &whole[..CHUNK], &whole[..10], &[][..]] {
                fs::write(&path, bad).unwrap();
                assert_eq!(store.read(&stored.sha256).unwrap_err().code(), "file.bytes_changed");
            }
            fs::remove_file(&path).unwrap();
            assert_eq!(store.size_of(&stored.sha256).unwrap(), None);
            assert_eq!(store.read(&stored.sha256).unwrap_err().code(), "file.bytes_missing");
        }
    }

    #[test]
    fn a_failing_reader_leaves_nothing_behind() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::new(io::ErrorKind::StorageFull, "full"))
            }
        }
        let (_dir, store) = store(true);
        assert_eq!(store.store(&mut Broken).unwrap_err().code(), "storage.full");
        assert_eq!(fs::read_dir(&store.root).unwrap().count(), 0);
    }
}
