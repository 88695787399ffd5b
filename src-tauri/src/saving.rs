//! Files that a page hands to the person, written where they said.
//!
//! Invariant: a file appears whole under its name or not at all; what stood there before stays
//! until then, keeps who may read it, and where it was a link what that leads to stays for good.
//! Invariant: the name that a page proposes is a plain one on every system that we run on.
//! Invariant: a page names what was saved by a number and never by a path.

use netra_kernel::Result;
use netra_workspace::files::io_error;
use netra_workspace::host::random_hex;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Bytes of a name that every file system takes, and of its ending.
const LONGEST: usize = 120;
const LONGEST_ENDING: usize = 16;
/// So many files that were saved can still be shown, the newest.
const MOST: usize = 200;

/// Names that mean a device on Windows, whatever follows their first dot.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
/// The same with one digit behind them.
const NUMBERED_DEVICES: &[&str] = &["COM", "LPT"];

/// Where the files of this run were saved.
#[derive(Default)]
pub struct Saved(Mutex<Vec<Option<PathBuf>>>);

impl Saved {
    /// Remembers a file; gives the number by which a page can ask for its folder.
    pub fn add(&self, path: &Path) -> usize {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(Some(path.to_owned()));
        if let Some(old) = all.len().checked_sub(MOST + 1) {
            all[old] = None;
        }
        all.len() - 1
    }

    /// The folder of what was saved under this number.
    pub fn folder(&self, number: usize) -> Option<PathBuf> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(number)?.as_deref()?.parent().map(Path::to_owned)
    }
}

/// Writes a file, over the one that stands there.
/// # Errors
/// `storage.full`, `storage.no_folder`, `storage.read_only`, `storage.failed`.
pub fn write(path: &Path, from: &mut dyn Read) -> Result<()> {
    // Beside it, so that it is on the same disk; hidden, and under a name that nobody has.
    let beside = path.with_file_name(format!(".{}.part", random_hex(8)?));
    let mut options = fs::OpenOptions::new();
    let file = options.write(true).create_new(true).open(&beside).map_err(io_error)?;
    let written = is_read_like(&file, path)
        .and_then(|()| copied(file, from))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The reason is told; that nothing is left is all that can be done about it.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(io_error)
}

/// What was closed to others is not opened to them by new content.
#[cfg(unix)]
fn is_read_like(file: &fs::File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match path.symlink_metadata() {
        Ok(there) if there.is_file() => {
            file.set_permissions(fs::Permissions::from_mode(there.permissions().mode() & 0o777))
        }
        _ => Ok(()),
    }
}

/// Elsewhere the folder says who may read what is in it.
#[cfg(not(unix))]
fn is_read_like(_: &fs::File, _: &Path) -> io::Result<()> {
    Ok(())
}

fn copied(mut file: fs::File, from: &mut dyn Read) -> io::Result<()> {
    io::copy(from, &mut file)?;
    file.flush()?;
    // A disk that is full may say so only now.
    file.sync_all()
}

/// A name without folders, without what some system refuses or misreads, and not hidden.
pub fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(is_plain).collect();
    let kept = trimmed(&kept);
    let (stem, ending) = match kept.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= LONGEST_ENDING => {
            (stem, format!(".{ending}"))
        }
        _ => (kept, String::new()),
    };
    let mut end = stem.len().min(LONGEST - ending.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = trimmed(&stem[..end]);
    match (stem, is_device(stem)) {
        ("", _) => format!("netra{ending}"),
        (_, true) => format!("_{stem}{ending}"),
        _ => format!("{stem}{ending}"),
    }
}

/// Neither a control, nor what Windows keeps for itself, nor what turns the direction of writing:
/// by that a name can show an ending that it does not have.
fn is_plain(c: &char) -> bool {
    let turns = matches!(
        *c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    !c.is_control() && !turns && !"<>:\"|?*".contains(*c)
}

/// Without dots and spaces at its ends: they hide a file, or Windows takes them off. Nor does it
/// begin with a tilde, by which a dialog understands somebody's home.
fn trimmed(name: &str) -> &str {
    let at_ends = |c: char| c == '.' || c.is_whitespace();
    name.trim_end_matches(at_ends).trim_start_matches(|c| c == '~' || at_ends(c))
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let digit = |rest: &str| {
        let mut rest = rest.chars();
        let one = rest.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
        one && rest.next().is_none()
    };
    DEVICES.contains(&first.as_str())
        || NUMBERED_DEVICES.iter().any(|name| first.strip_prefix(name).is_some_and(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder_and_is_a_file_on_every_system() {
        for (given, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\x.exe", "x.exe"),
            (".bashrc", "bashrc"),
            ("a:b|c?.txt", "abc.txt"),
            ("कोटेशन.pdf", "कोटेशन.pdf"),
            ("..", "netra"),
            ("", "netra"),
            (" . ", "netra"),
            ("quote.pdf. . ", "quote.pdf"),
            ("draft .pdf", "draft.pdf"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("Aux .tar.gz", "_Aux .tar.gz"),
            ("com1.csv", "_com1.csv"),
            ("LPT².csv", "_LPT².csv"),
            ("conin$", "_conin$"),
            ("com10.csv", "com10.csv"),
            ("contract.pdf", "contract.pdf"),
            ("console", "console"),
            ("annexe\u{202e}fdp.exe", "annexefdp.exe"),
            ("\u{61c}a.pdf", "a.pdf"),
            ("~root", "root"),
            (" ~/.ssh", "ssh"),
            ("~.pdf", "pdf"),
            ("plan~1.pdf", "plan~1.pdf"),
            ("a\0b\n.pdf", "ab.pdf"),
            ("क्\u{200d}ष.pdf", "क्\u{200d}ष.pdf"),
        ] {
            assert_eq!(plain(given), kept, "{given}");
        }
        let long = plain(&format!("{}.pdf", "क".repeat(500)));
        assert!(
            long.len() <= LONGEST && long.starts_with('क') && long.ends_with("क.pdf"),
            "{long}"
        );
        assert!(plain(&format!("a.{}", "b".repeat(500))).len() <= LONGEST);
    }

    /// What ends before all of it was read, as a disk does that is full.
    struct Breaks(bool);
    impl Read for Breaks {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.0 = true;
            buffer[..4].copy_from_slice(b"half");
            Ok(4)
        }
    }

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let folder = std::env::temp_dir().join(format!("netra-saving-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let names = || {
            let mut names: Vec<_> = fs::read_dir(&folder)
                .unwrap()
                .map(|e| e.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        let path = folder.join("a.txt");
        assert_eq!(write(&path, &mut Breaks(false)).unwrap_err().code(), "storage.full");
        assert!(names().is_empty(), "{:?}", names());

        write(&path, &mut &b"one"[..]).unwrap();
        assert_eq!(write(&path, &mut Breaks(false)).unwrap_err().code(), "storage.full");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, &mut &b"two"[..]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(), ["a.txt"]);

        // A folder is not written over, and nothing stays beside it.
        fs::create_dir(folder.join("b.txt")).unwrap();
        assert!(write(&folder.join("b.txt"), &mut &b"x"[..]).is_err());
        assert_eq!(names(), ["a.txt", "b.txt"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, symlink};
            // Another's link does not lead the writing away.
            let link = folder.join("link.txt");
            symlink(&path, &link).unwrap();
            write(&link, &mut &b"three"[..]).unwrap();
            assert_eq!(
                (fs::read(&path).unwrap(), fs::read(&link).unwrap()),
                (b"two".into(), b"three".into())
            );
            assert!(link.symlink_metadata().unwrap().is_file());
            // What only its owner may read stays so.
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            write(&path, &mut &b"four"[..]).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }

        let nowhere = folder.join("gone/a.txt");
        assert_eq!(write(&nowhere, &mut &b"x"[..]).unwrap_err().code(), "storage.no_folder");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_was_saved_is_known_by_its_number_for_a_while() {
        let saved = Saved::default();
        assert_eq!(saved.folder(0), None);
        for n in 0..=MOST {
            assert_eq!(saved.add(Path::new(&format!("/firm/{n}/a.pdf"))), n);
        }
        assert_eq!(saved.folder(0), None);
        assert_eq!(saved.folder(1), Some("/firm/1".into()));
        assert_eq!(saved.folder(MOST + 1), None);
    }
}
