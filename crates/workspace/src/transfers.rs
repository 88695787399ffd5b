//! Files on their way, in pieces: uploads that a server takes and downloads that a device makes.
//! What is there already stays there over a cut, and the file gets its place when it is whole.
//!
//! ```text
//! DIR/transfers/WHOSE/CONTENT/0 1 2 …   chunks, sealed as stored files are
//! DIR/transfers/WHOSE/CONTENT/announced the length of the whole
//! DIR/transfers/WHOSE/CONTENT/turn      locked while they are put together
//! DIR/transfers/WHOSE/CONTENT.shown     this person has shown this content; its length
//! DIR/transfers/WHOSE/CONTENT.absent    the server lacked it when it was asked
//! ```
//! Invariant: a chunk that is there is never written again; putting it twice changes nothing.
//! Invariant: content gets its place among the stored files only with the length and the hash that
//! were said before; what has another one is thrown away as a whole.
//! Invariant: neither the names nor the bytes in here tell what is inside an encrypted workspace.

use crate::files::{FileStore, io_error};
use crate::folder::Workspace;
use crate::host::random_hex;
use netra_core::files::MAX_BYTES;
use netra_kernel::{Id, Result};
use netra_sync::SyncError;
use netra_sync::account::AccountError;
use netra_sync::content::{CHUNK, Standing};
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Uploads of one person that are not whole yet.
const MOST_UPLOADS: usize = 32;
/// Bytes that one person may upload in a day.
const MOST_A_DAY: u64 = 8 << 30;
const DAY: Duration = Duration::from_secs(24 * 3600);
/// An upload that nobody went on with for so long is removed.
const UNFINISHED_LASTS: Duration = Duration::from_secs(7 * 24 * 3600);
/// That somebody has shown a content counts so long.
const SHOWN_LASTS: Duration = Duration::from_secs(30 * 24 * 3600);
const SHOWN: &str = "shown";
/// A server that lacked a content is asked for it again after so long.
const ABSENT_LASTS: Duration = Duration::from_secs(3600);
const ABSENT: &str = "absent";
/// How long the content will be, beside its chunks.
const ANNOUNCED: &str = "announced";
/// Locked by who puts the chunks together.
const TURN: &str = "turn";
/// Where a device puts what it fetches: nobody's uploads.
const FETCHED: Id = Id([0; 16]);

/// What is carried: the hash of all of it, in hexadecimal, and its length.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    pub sha256: &'a str,
    pub size_bytes: u64,
}

impl Workspace {
    /// The uploads of a person.
    #[must_use]
    pub fn uploads(&self, person: Id) -> Transfers<'_> {
        Transfers { files: self.files(), folder: self.root().join("transfers"), whose: person }
    }

    /// What this device fetches.
    pub(crate) fn fetched(&self) -> Transfers<'_> {
        self.uploads(FETCHED)
    }
}

/// Transfers of one person.
pub struct Transfers<'w> {
    files: &'w FileStore,
    folder: PathBuf,
    whose: Id,
}

impl Transfers<'_> {
    fn home(&self) -> Result<PathBuf> {
        Ok(self.folder.join(self.files.hidden(&self.whose.to_string())?))
    }

    fn place(&self, content: Content<'_>) -> Result<PathBuf> {
        let is_hash =
            content.sha256.len() == 64 && content.sha256.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hash {
            return Err(SyncError::Form { detail: "no_hash" }.into());
        }
        if content.size_bytes == 0 {
            return Err(SyncError::Form { detail: "no_bytes" }.into());
        }
        if content.size_bytes > MAX_BYTES as u64 {
            return Err(AccountError::TooLarge { most_bytes: MAX_BYTES as u64 }.into());
        }
        Ok(self.home()?.join(self.files.hidden(&content.sha256.to_ascii_lowercase())?))
    }

    /// Whether this person has shown the content, and its bytes are here.
    /// # Errors
    /// `sync.form`, `server.too_large`; storage errors.
    pub fn has_shown(&self, content: Content<'_>) -> Result<bool> {
        let marker = self.place(content)?.with_extension(SHOWN);
        let is_noted = age(&marker).is_some_and(|age| age < SHOWN_LASTS)
            && fs::read_to_string(&marker).is_ok_and(|n| n == content.size_bytes.to_string());
        Ok(is_noted && self.files.size_of(content.sha256)? == Some(content.size_bytes))
    }

    /// How far this person's upload is.
    /// # Errors
    /// As [`Transfers::has_shown`].
    pub fn standing(&self, content: Content<'_>) -> Result<Standing> {
        if self.has_shown(content)? {
            return Ok(Standing { have: content.size_bytes, is_whole: true });
        }
        let place = self.place(content)?;
        let have = if is_announced(&place, content) { chunks(&place) * CHUNK as u64 } else { 0 };
        Ok(Standing { have: have.min(content.size_bytes), is_whole: false })
    }

    /// Whether the server lacked this content when it was asked within the last hour.
    pub(crate) fn is_absent(&self, content: Content<'_>) -> bool {
        let noted = self.place(content).ok().and_then(|p| age(&p.with_extension(ABSENT)));
        noted.is_some_and(|age| age < ABSENT_LASTS)
    }

    /// Notes that the server lacks it. What cannot be noted is only asked for sooner.
    pub(crate) fn note_absent(&self, content: Content<'_>) {
        if let (Ok(home), Ok(place)) = (self.home(), self.place(content)) {
            let _ = crate::backup::create_private_folder(&home);
            let _ = fs::write(place.with_extension(ABSENT), "");
        }
    }

    /// Takes a chunk that a person uploads, within what one person may.
    /// # Errors
    /// `file.too_many_bytes`, as [`Transfers::put`].
    pub fn receive(&self, content: Content<'_>, from: u64, bytes: &[u8]) -> Result<Standing> {
        if self.has_shown(content)? {
            return self.standing(content);
        }
        let place = self.place(content)?;
        // Room is made for what is announced.
        if from == 0 && !is_announced(&place, content) {
            let _ = fs::remove_dir_all(&place);
            self.make_room(content.size_bytes)?;
        }
        self.put(content, from, bytes)
    }

    /// Takes a chunk. One that is there already, or that would leave a gap, changes nothing. After
    /// the last one the content has its place among the stored files.
    /// # Errors
    /// `sync.form` for a chunk of another place or length than there is, `file.other_content`,
    /// `storage.full`; storage errors.
    pub(crate) fn put(&self, content: Content<'_>, from: u64, bytes: &[u8]) -> Result<Standing> {
        let place = self.place(content)?;
        let due = (CHUNK as u64).min(content.size_bytes.saturating_sub(from));
        if !from.is_multiple_of(CHUNK as u64) || due == 0 || bytes.len() as u64 != due {
            return Err(SyncError::Form { detail: "chunk_place" }.into());
        }
        // A content of another size begins anew, and so does one whose announcement a crash took.
        if place.exists() && !is_announced(&place, content) {
            if from > 0 {
                return Err(SyncError::Form { detail: "chunk_size" }.into());
            }
            let _ = fs::remove_dir_all(&place);
        }
        let (mut have, all) = (chunks(&place), content.size_bytes.div_ceil(CHUNK as u64));
        if from / CHUNK as u64 == have {
            self.keep(&place, content, have, bytes)?;
            have += 1;
        }
        if have < all {
            return self.standing(content);
        }
        match self.finish(content, &place, all)? {
            true => Ok(Standing { have: content.size_bytes, is_whole: true }),
            false => self.standing(content),
        }
    }

    fn keep(&self, place: &Path, content: Content<'_>, n: u64, bytes: &[u8]) -> Result<()> {
        if n == 0 {
            crate::backup::create_private_folder(place).map_err(io_error)?;
            let announced = content.size_bytes.to_string();
            fs::write(place.join(ANNOUNCED), announced).map_err(io_error)?;
        }
        let tag = random_hex(8)?;
        let aside = place.join(format!("aside-{tag}"));
        let kept = self
            .files
            .seal(&mut Cursor::new(bytes), &aside)
            .and_then(|_| fs::rename(&aside, place.join(n.to_string())).map_err(io_error));
        if kept.is_err() {
            // Best effort: the error that matters is the one we return.
            let _ = fs::remove_file(&aside);
        }
        kept
    }

    /// Puts a content together out of its chunks; false when somebody else has taken them up. That a
    /// content is stored proves nothing about who shows it: only bytes that fit are noted as shown.
    fn finish(&self, content: Content<'_>, place: &Path, all: u64) -> Result<bool> {
        // Two connections may have brought the last chunk; the first has done it.
        let Ok(turn) = File::create(place.join(TURN)) else { return Ok(false) };
        turn.lock().map_err(io_error)?;
        if chunks(place) < all {
            return Ok(false);
        }
        let mut reader = Chunks {
            files: self.files,
            place,
            next: 0,
            all,
            open: Cursor::default(),
            is_damaged: false,
        };
        let sha256 = content.sha256.to_ascii_lowercase();
        let fits = |stored: &crate::files::Stored| {
            stored.sha256 == sha256 && stored.size_bytes == content.size_bytes
        };
        match self.files.store_if(&mut reader, &fits) {
            Ok(_) if self.whose != FETCHED => {
                let marker = place.with_extension(SHOWN);
                fs::write(&marker, content.size_bytes.to_string()).map_err(io_error)?;
            }
            Ok(_) => {}
            Err(e) => {
                // What is wrong must come anew; after a passing fault the last chunk asks again.
                if e.code() == "file.other_content" || reader.is_damaged {
                    let _ = fs::remove_dir_all(place);
                }
                return Err(e);
            }
        }
        let _ = fs::remove_dir_all(place);
        Ok(true)
    }

    /// Removes what was left, and refuses what is too much.
    fn make_room(&self, size_bytes: u64) -> Result<()> {
        let (mut uploads, mut today) = (0, size_bytes);
        for entry in fs::read_dir(self.home()?).into_iter().flatten().flatten() {
            let path = entry.path();
            let age = age(&path).unwrap_or_default();
            if path.is_dir() {
                if age >= UNFINISHED_LASTS {
                    let _ = fs::remove_dir_all(&path);
                    continue;
                }
                uploads += 1;
                today += number_in(&path.join(ANNOUNCED));
            } else if age >= SHOWN_LASTS {
                let _ = fs::remove_file(&path);
            } else if age < DAY {
                today += number_in(&path);
            }
        }
        if uploads >= MOST_UPLOADS || today > MOST_A_DAY {
            return Err(SyncError::TooManyBytes { most_bytes: MOST_A_DAY }.into());
        }
        Ok(())
    }
}

#[cfg(fuzzing)]
impl<'w> Transfers<'w> {
    /// Transfers without a workspace around them.
    pub fn beside(files: &'w FileStore, folder: PathBuf, whose: Id) -> Transfers<'w> {
        Transfers { files, folder, whose }
    }
}

/// How long nothing was written there; None when it is not there.
fn age(path: &Path) -> Option<Duration> {
    let modified = fs::metadata(path).and_then(|m| m.modified()).ok()?;
    // A clock that was put back makes it young.
    Some(modified.elapsed().unwrap_or_default())
}

/// The length that a small file holds; nothing when there is none that a content may have.
fn number_in(file: &Path) -> u64 {
    let said = fs::read_to_string(file).ok().and_then(|n| n.parse().ok());
    said.filter(|n| *n <= MAX_BYTES as u64).unwrap_or(0)
}

/// Whether the chunks that are there are of a content of this size.
fn is_announced(place: &Path, content: Content<'_>) -> bool {
    number_in(&place.join(ANNOUNCED)) == content.size_bytes
}

/// How many chunks are there, from the first on.
fn chunks(place: &Path) -> u64 {
    (0..).find(|n: &u64| !place.join(n.to_string()).exists()).unwrap_or(0)
}

/// The chunks of a file, one after the other.
struct Chunks<'a> {
    files: &'a FileStore,
    place: &'a Path,
    next: u64,
    all: u64,
    open: Cursor<Vec<u8>>,
    /// One of them is not what was kept.
    is_damaged: bool,
}

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.open.read(buffer)?;
            if n > 0 || self.next == self.all || buffer.is_empty() {
                return Ok(n);
            }
            let mut chunk = Vec::with_capacity(CHUNK);
            let path = self.place.join(self.next.to_string());
            self.files.unseal(&path, "chunk", &mut chunk).map_err(|e| {
                self.is_damaged = e.code() == "file.bytes_changed";
                io::Error::other(e)
            })?;
            self.open = Cursor::new(chunk);
            self.next += 1;
        }
    }
}

#[cfg(test)]
mod tests;
