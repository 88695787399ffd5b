//! Which workspace the window opens: the one it is given (`--demo`: the demo firm), the one in
//! `NETRA_WORKSPACE`, the one that was open last. Where there is none, the window begins with a
//! first run.

use netra_workspace::desk::Place;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder that the arguments, the environment or the memory in `data` name.
pub fn find(args: impl Iterator<Item = OsString>, data: &Path) -> Place {
    let args: Vec<OsString> = args.collect();
    let plays_demo = args.iter().any(|arg| arg == "--demo");
    let environment = || env::var_os("NETRA_WORKSPACE").filter(|v| !v.is_empty());
    let given = named(args.into_iter()).or_else(environment);
    let place = choose(given.map(PathBuf::from), data);
    match plays_demo {
        // Nothing is remembered: who plays comes back to their own firm the next time.
        true => Place { folder: place.demo.clone(), plays_demo, memory: None, ..place },
        false => place,
    }
}

fn choose(given: Option<PathBuf>, data: &Path) -> Place {
    let memory = data.join("last-workspace");
    let remembered = || {
        let text = fs::read_to_string(&memory).ok()?;
        Some(PathBuf::from(text.trim_end())).filter(|folder| folder.is_dir())
    };
    let is_named = given.is_some();
    Place {
        folder: given.or_else(remembered).unwrap_or_else(|| data.join("firm")),
        demo: data.join("demo"),
        plays_demo: false,
        is_named,
        memory: Some(memory),
        acting: None,
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
            (&["--demo"], None),
            (&[], None),
        ] {
            assert_eq!(named(words(args)), found.map(OsString::from), "{args:?}");
        }
    }

    #[test]
    fn the_demo_is_played_for_who_asks_for_it() {
        let data = Path::new("data");
        let demo = find(words(&["--demo"]), data);
        assert!(demo.plays_demo);
        assert_eq!((demo.folder, demo.memory), (data.join("demo"), None));
        assert!(!find(words(&["firm"]), data).plays_demo);
    }

    #[test]
    fn given_before_remembered_before_a_first_one() {
        let data = env::temp_dir().join(format!("netra-place-{}", std::process::id()));
        let firm = data.join("acme");
        fs::create_dir_all(&firm).unwrap();
        let first = choose(None, &data);
        assert_eq!((first.folder, first.is_named), (data.join("firm"), false));

        fs::write(data.join("last-workspace"), format!("{}\n", firm.display())).unwrap();
        assert_eq!(choose(None, &data).folder, firm);
        let given = choose(Some("other".into()), &data);
        assert_eq!((given.folder, given.is_named), (PathBuf::from("other"), true));

        fs::remove_dir(&firm).unwrap();
        assert_eq!(
            choose(None, &data).folder,
            data.join("firm"),
            "a folder that is gone is forgotten"
        );
        fs::remove_dir_all(&data).unwrap();
    }
}
