//! Cuts, repetitions, lies, and what stays behind.

use super::*;
use crate::key::Key;
use netra_sync::content::CHUNK;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

struct Place {
    dir: tempfile::TempDir,
    files: FileStore,
}

impl Place {
    fn new(is_sealed: bool) -> Place {
        let dir = tempfile::tempdir().unwrap();
        let key: Key = is_sealed.then(|| Zeroizing::new([5u8; 32]));
        let files = FileStore::new(dir.path().join("files"), key);
        Place { dir, files }
    }

    fn of(&self, whose: u8) -> Transfers<'_> {
        let folder = self.dir.path().join("transfers");
        Transfers { files: &self.files, folder, whose: Id([whose; 16]) }
    }
}

fn bytes(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i / 3) as u8).collect()
}

fn hash(of: &[u8]) -> String {
    hex::encode(Sha256::digest(of))
}

fn chunk(of: &[u8], n: usize) -> &[u8] {
    &of[n * CHUNK..of.len().min((n + 1) * CHUNK)]
}

#[test]
fn a_file_comes_in_pieces_over_cuts_and_twice() {
    for is_sealed in [false, true] {
        let place = Place::new(is_sealed);
        let all = bytes(2 * CHUNK + 7);
        let sha256 = hash(&all);
        let content = Content { sha256: &sha256, size_bytes: all.len() as u64 };
        let at = |n: usize| (n * CHUNK) as u64;
        let mine = place.of(1);
        let have = |standing: Standing| (standing.have, standing.is_whole);
        assert_eq!(have(mine.standing(content).unwrap()), (0, false));
        // One that would leave a gap is not taken.
        assert_eq!(have(mine.receive(content, at(1), chunk(&all, 1)).unwrap()), (0, false));
        for _ in 0..2 {
            let after = mine.receive(content, at(0), chunk(&all, 0)).unwrap();
            assert_eq!(have(after), (at(1), false));
        }
        // Another program goes on where this one was cut off.
        let again = place.of(1);
        assert_eq!(have(again.standing(content).unwrap()), (at(1), false));
        again.receive(content, at(1), chunk(&all, 1)).unwrap();
        assert!(!again.has_shown(content).unwrap());
        let done = again.receive(content, at(2), chunk(&all, 2)).unwrap();
        assert_eq!(have(done), (all.len() as u64, true));
        assert!(mine.has_shown(content).unwrap());
        assert_eq!(place.files.read(&sha256).unwrap(), all);
        // Late repetitions change nothing.
        assert!(mine.receive(content, at(0), chunk(&all, 0)).unwrap().is_whole);
        let left = fs::read_dir(mine.home().unwrap()).unwrap().count();
        assert_eq!(left, 1, "only that it was shown");
    }
}

/// Killed after the last chunk, before the file was put together: the last chunk once more does it.
#[test]
fn the_last_chunk_again_puts_it_together() {
    let place = Place::new(true);
    let all = bytes(CHUNK + 1);
    let sha256 = hash(&all);
    let content = Content { sha256: &sha256, size_bytes: all.len() as u64 };
    let mine = place.of(1);
    mine.receive(content, 0, chunk(&all, 0)).unwrap();
    mine.keep(&mine.place(content).unwrap(), content, 1, chunk(&all, 1)).unwrap();
    assert_eq!(mine.standing(content).unwrap().have, all.len() as u64);
    assert!(!mine.standing(content).unwrap().is_whole);
    assert!(mine.receive(content, CHUNK as u64, chunk(&all, 1)).unwrap().is_whole);
}

#[test]
fn what_somebody_else_has_shown_is_not_told() {
    let place = Place::new(true);
    let all = bytes(9);
    let sha256 = hash(&all);
    let content = Content { sha256: &sha256, size_bytes: 9 };
    assert!(place.of(1).receive(content, 0, &all).unwrap().is_whole);
    let theirs = place.of(2);
    assert_eq!(theirs.standing(content).unwrap(), Standing { have: 0, is_whole: false });
    assert!(!theirs.has_shown(content).unwrap());
    let longer = Content { sha256: &sha256, size_bytes: 10 };
    assert!(!place.of(1).has_shown(longer).unwrap(), "another length is another claim");
    assert!(theirs.receive(content, 0, &all).unwrap().is_whole, "who has the bytes may");
}

/// Chunks that are gone while a content of this hash is stored: another connection's work, or a
/// stranger who knows the hash.
#[test]
fn what_is_stored_is_no_proof_of_who_has_shown_it() {
    let place = Place::new(true);
    let all = bytes(9);
    let sha256 = hash(&all);
    let content = Content { sha256: &sha256, size_bytes: 9 };
    assert!(place.of(1).receive(content, 0, &all).unwrap().is_whole);
    let stranger = place.of(2);
    assert!(!stranger.finish(content, &stranger.place(content).unwrap(), 1).unwrap());
    assert!(!stranger.has_shown(content).unwrap());
    assert_eq!(stranger.standing(content).unwrap(), Standing { have: 0, is_whole: false });
    // The twin of a connection that has finished finds that it is whole.
    let mine = place.of(1);
    assert!(!mine.finish(content, &mine.place(content).unwrap(), 1).unwrap());
    assert!(mine.standing(content).unwrap().is_whole);
}

#[test]
fn lies_are_thrown_away() {
    let place = Place::new(false);
    let (all, other) = (bytes(20), bytes(21));
    let sha256 = hash(&all);
    let mine = place.of(1);
    let code = |done: Result<Standing>| done.unwrap_err().code().to_owned();
    let of = |size_bytes| Content { sha256: &sha256, size_bytes };
    // Other bytes of the same length; more than was said; less; places between the chunks.
    assert_eq!(code(mine.receive(of(20), 0, &other[1..])), "file.other_content");
    assert_eq!(place.files.size_of(&sha256).unwrap(), None);
    assert_eq!(mine.standing(of(20)).unwrap().have, 0, "it begins anew");
    for (size, from, bytes) in
        [(20, 0, 21), (20, 0, 19), (20, 5, 15), (20, 20, 0), (20, 1 << 20, 20)]
    {
        let got = code(mine.receive(of(size), from, &other[..bytes]));
        assert_eq!(got, "sync.form", "{size} {from} {bytes}");
    }
    assert_eq!(code(mine.receive(of(u64::MAX), 0, &all)), "server.too_large");
    assert_eq!(code(mine.receive(of(MAX_BYTES as u64 + 1), u64::MAX, &all)), "server.too_large");
    assert_eq!(code(mine.receive(of(0), 0, &[])), "sync.form");
    for odd in ["", "..", "../../etc/passwd", &"g".repeat(64), &"a".repeat(63), &"ä".repeat(32)] {
        let content = Content { sha256: odd, size_bytes: 20 };
        assert_eq!(code(mine.receive(content, 0, &all)), "sync.form", "{odd}");
        assert_eq!(code(mine.standing(content)), "sync.form", "{odd}");
    }
    let kept: Vec<_> = fs::read_dir(place.dir.path().join("files")).unwrap().collect();
    assert!(kept.is_empty(), "{kept:?}");
    // The truth still passes.
    assert!(mine.receive(of(20), 0, &all).unwrap().is_whole);
}

#[test]
fn one_person_begins_so_many_and_what_was_left_goes() {
    let place = Place::new(true);
    let mine = place.of(1);
    let all = bytes(CHUNK);
    let begin = |n: usize| {
        let sha256 = hash(&n.to_be_bytes());
        mine.receive(Content { sha256: &sha256, size_bytes: 2 * CHUNK as u64 }, 0, &all)
    };
    for n in 0..MOST_UPLOADS {
        begin(n).unwrap();
    }
    assert_eq!(begin(MOST_UPLOADS).unwrap_err().code(), "file.too_many_bytes");
    begin(0).unwrap();
    // Others are not disturbed.
    let sha256 = hash(&all);
    let content = Content { sha256: &sha256, size_bytes: CHUNK as u64 };
    assert!(place.of(2).receive(content, 0, &all).unwrap().is_whole);
    let old = std::time::SystemTime::now() - UNFINISHED_LASTS;
    for entry in fs::read_dir(mine.home().unwrap()).unwrap() {
        File::open(entry.unwrap().path()).unwrap().set_modified(old).unwrap();
    }
    begin(MOST_UPLOADS).unwrap();
    assert_eq!(fs::read_dir(mine.home().unwrap()).unwrap().count(), 1);
}

/// One chunk of each is here; what counts is what they were said to become.
#[test]
fn what_was_begun_counts_with_its_whole_length() {
    let place = Place::new(false);
    let mine = place.of(1);
    let first = bytes(CHUNK);
    let begin = |n: u8| {
        let sha256 = hash(&[n]);
        mine.receive(Content { sha256: &sha256, size_bytes: MAX_BYTES as u64 }, 0, &first)
    };
    let most = MOST_A_DAY / MAX_BYTES as u64;
    for n in 0..most {
        begin(n as u8).unwrap();
    }
    assert_eq!(begin(most as u8).unwrap_err().code(), "file.too_many_bytes");
}

#[test]
fn what_the_server_lacks_is_asked_for_again_after_a_while() {
    let place = Place::new(true);
    let sha256 = hash(b"lost");
    let content = Content { sha256: &sha256, size_bytes: 4 };
    let mine = place.of(0);
    assert!(!mine.is_absent(content));
    mine.note_absent(content);
    assert!(mine.is_absent(content));
    let marker = mine.place(content).unwrap().with_extension(ABSENT);
    let old = std::time::SystemTime::now() - ABSENT_LASTS;
    File::open(marker).unwrap().set_modified(old).unwrap();
    assert!(!mine.is_absent(content));
}

/// A chunk that the disk has spoilt is no fault of whoever brings the file: all of it comes anew.
#[test]
fn a_chunk_that_was_spoilt_here_is_brought_again() {
    for is_sealed in [false, true] {
        let place = Place::new(is_sealed);
        let all = bytes(CHUNK + 5);
        let sha256 = hash(&all);
        let content = Content { sha256: &sha256, size_bytes: all.len() as u64 };
        let mine = place.of(1);
        mine.receive(content, 0, chunk(&all, 0)).unwrap();
        let first = mine.place(content).unwrap().join("0");
        let mut spoilt = fs::read(&first).unwrap();
        spoilt[CHUNK / 2] ^= 1;
        fs::write(&first, spoilt).unwrap();
        let told = mine.receive(content, CHUNK as u64, chunk(&all, 1)).unwrap_err();
        let expected = if is_sealed { "storage.failed" } else { "file.other_content" };
        assert_eq!(told.code(), expected);
        assert_eq!(mine.standing(content).unwrap().have, 0, "it begins anew");
        mine.receive(content, 0, chunk(&all, 0)).unwrap();
        assert!(mine.receive(content, CHUNK as u64, chunk(&all, 1)).unwrap().is_whole);
    }
}

/// A crash took what was announced, not the chunk behind it: whoever brings the file, or fetches it,
/// is told to begin, and may.
#[test]
fn chunks_without_their_announcement_are_brought_again() {
    for (torn, whose) in [("", 1), ("10", 1), ("\0\0", 1), ("18446744073709551615", 1), ("", 0)] {
        let place = Place::new(true);
        let all = bytes(CHUNK + 5);
        let sha256 = hash(&all);
        let content = Content { sha256: &sha256, size_bytes: all.len() as u64 };
        let mine = place.of(whose);
        mine.put(content, 0, chunk(&all, 0)).unwrap();
        fs::write(mine.place(content).unwrap().join(ANNOUNCED), torn).unwrap();
        assert_eq!(mine.standing(content).unwrap(), Standing { have: 0, is_whole: false });
        // What is said of it is not counted to what somebody brought in a day.
        let other = Content { sha256: &hash(b"other"), size_bytes: 2 * CHUNK as u64 };
        mine.receive(other, 0, chunk(&all, 0)).unwrap();
        assert_eq!(mine.put(content, 0, chunk(&all, 0)).unwrap().have, CHUNK as u64, "{torn:?}");
        mine.put(content, CHUNK as u64, chunk(&all, 1)).unwrap();
        assert_eq!(place.files.read(&sha256).unwrap(), all, "{torn:?}");
    }
}

/// Nothing is to be uploaded anew because the stored files could not be written for a moment.
#[test]
fn a_passing_fault_leaves_the_chunks_where_they_are() {
    let place = Place::new(true);
    let all = bytes(CHUNK + 5);
    let sha256 = hash(&all);
    let content = Content { sha256: &sha256, size_bytes: all.len() as u64 };
    let mine = place.of(1);
    mine.receive(content, 0, chunk(&all, 0)).unwrap();
    // Where the folder of the files should be is something else.
    let files = place.dir.path().join("files");
    fs::write(&files, b"").unwrap();
    let told = mine.receive(content, CHUNK as u64, chunk(&all, 1)).unwrap_err();
    assert!(told.code().starts_with("storage."), "{}", told.code());
    assert_eq!(mine.standing(content).unwrap().have, all.len() as u64);
    fs::remove_file(&files).unwrap();
    assert!(mine.receive(content, CHUNK as u64, chunk(&all, 1)).unwrap().is_whole);
}

#[test]
fn nothing_in_there_tells_what_is_inside() {
    let place = Place::new(true);
    let all = b"the contract of the client".repeat(50_000);
    let sha256 = hash(&all);
    let content = Content { sha256: &sha256, size_bytes: all.len() as u64 };
    let mine = place.of(1);
    mine.receive(content, 0, chunk(&all, 0)).unwrap();
    let folder = mine.place(content).unwrap();
    assert!(!folder.to_string_lossy().contains(&sha256[..8]));
    let raw = fs::read(folder.join("0")).unwrap();
    assert!(!raw.windows(8).any(|w| w == b"contract"));
}
