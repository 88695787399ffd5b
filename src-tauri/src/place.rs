//! Which workspace the window opens: the one it is given, the one in `NETRA_WORKSPACE`, the one
//! that was open last, or the demo firm.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A workspace's folder, and whether it may be made when it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub folder: PathBuf,
    /// Only the demo firm is made without being asked for.
    pub is_demo: bool,
    /// Where the folder is remembered after it opened.
    pub memory: PathBuf,
}

/// The folder that the arguments, the environment or the memory in `data` name.
pub fn find(args: impl Iterator<Item = OsString>, data: &Path) -> Place {
    let given = named(args).or_else(|| env::var_os("NETRA_WORKSPACE").filter(|v| !v.is_empty()));
    choose(given.map(PathBuf::from), data)
}

fn choose(given: Option<PathBuf>, data: &Path) -> Place {
    let memory = data.join("last-workspace");
    let remembered = || {
        let text = fs::read_to_string(&memory).ok()?;
        Some(PathBuf::from(text.trim_end())).filter(|folder| folder.is_dir())
    };
    match given.or_else(remembered) {
        Some(folder) => {
            let is_demo = folder == data.join("demo");
            Place { folder, is_demo, memory }
        }
        None => Place { folder: data.join("demo"), is_demo: true, memory },
    }
}

/// `netra-desktop DIR` or `netra-desktop --workspace DIR`.
fn named(mut args: impl Iterator<Item = OsString>) -> Option<OsString> {
    while let Some(arg) = args.next() {
        if arg == "--workspace" {
            return args.next();
        }
        if !arg.to_string_lossy().starts_with('-') {
            return Some(arg);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> impl Iterator<Item = OsString> {
        words.iter().map(OsString::from).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn the_arguments_name_a_folder() {
        for (args, found) in [
            (&["firm"][..], Some("firm")),
            (&["--workspace", "firm"], Some("firm")),
            (&["--verbose", "firm"], Some("firm")),
            (&["--workspace"], None),
            (&[], None),
        ] {
            assert_eq!(named(words(args)), found.map(OsString::from), "{args:?}");
        }
    }

    #[test]
    fn given_before_remembered_before_the_demo() {
        let data = env::temp_dir().join(format!("netra-place-{}", std::process::id()));
        let firm = data.join("firm");
        fs::create_dir_all(&firm).unwrap();
        assert_eq!(choose(None, &data).folder, data.join("demo"));
        assert!(choose(None, &data).is_demo);

        fs::write(data.join("last-workspace"), format!("{}\n", firm.display())).unwrap();
        assert_eq!(choose(None, &data).folder, firm);
        assert!(!choose(None, &data).is_demo);
        assert_eq!(choose(Some("other".into()), &data).folder, PathBuf::from("other"));

        fs::remove_dir(&firm).unwrap();
        assert!(choose(None, &data).is_demo, "a folder that is gone is forgotten");
        fs::remove_dir_all(&data).unwrap();
    }
}
