//! Files that a page hands to the person: they go into the folder for downloads, under their own name.
//!
//! Invariant: nothing is written outside that folder, and no file that is there is written over.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Bytes of a name that every file system takes.
const LONGEST: usize = 120;

/// Writes the file and gives its path.
/// # Errors
/// What the system says, and text that is no base64.
pub fn save(folder: &Path, name: &str, base64: &str) -> io::Result<PathBuf> {
    let bytes = STANDARD.decode(base64).map_err(io::Error::other)?;
    let name = plain(name);
    std::fs::create_dir_all(folder)?;
    for turn in 0..1_000 {
        let path = folder.join(numbered(&name, turn));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(&bytes).map(|()| path),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// A name without folders, without what some system refuses, and not hidden.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = |c: &char| !c.is_control() && !"<>:\"|?*".contains(*c);
    let mut kept: String = last.chars().filter(is_plain).collect();
    kept = kept.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']).to_owned();
    while kept.len() > LONGEST {
        kept.remove(0);
    }
    if kept.is_empty() { "netra".to_owned() } else { kept }
}

/// `report.pdf`, then `report (1).pdf`.
fn numbered(name: &str, turn: u32) -> String {
    match (turn, name.rsplit_once('.')) {
        (0, _) => name.to_owned(),
        (_, Some((stem, ending))) => format!("{stem} ({turn}).{ending}"),
        (_, None) => format!("{name} ({turn})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_name_stays_in_its_folder() {
        for (given, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\x.exe", "x.exe"),
            (".bashrc", "bashrc"),
            ("a:b|c?.txt", "abc.txt"),
            ("कोटेशन.pdf", "कोटेशन.pdf"),
            ("..", "netra"),
            ("", "netra"),
        ] {
            assert_eq!(plain(given), kept, "{given}");
        }
        assert!(plain(&"क".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn what_is_there_stays() {
        let folder = std::env::temp_dir().join(format!("netra-saving-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let first = save(&folder, "a.txt", "b25l").unwrap();
        let second = save(&folder, "a.txt", "dHdv").unwrap();
        assert_eq!(fs::read(&first).unwrap(), b"one");
        assert_eq!(fs::read(&second).unwrap(), b"two");
        assert_eq!(second, folder.join("a (1).txt"));
        assert!(save(&folder, "b.txt", "not base64!").is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
