//! The system's own dialog that asks where a file goes.
//!
//! Invariant: at most one such dialog is open; a page that wants another gets the answer of
//! somebody who pressed Cancel.
//! Invariant: whether a file that is there may be written over is asked by the dialog itself.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tauri::WebviewWindow;

/// What the dialog begins with.
pub struct Asked {
    pub title: String,
    pub folder: PathBuf,
    pub name: String,
}

static TURN: Mutex<()> = Mutex::new(());

/// Asks, and waits for the answer; nothing when the person wants no file. Never on the main thread.
pub fn where_to(window: &WebviewWindow, asked: Asked) -> Option<PathBuf> {
    let _turn = TURN.try_lock().ok()?;
    shown(window, asked).filter(|path| path.is_absolute() && path.file_name().is_some())
}

/// The first of these folders that is there.
pub fn begin_in(folders: impl IntoIterator<Item = Option<PathBuf>>) -> PathBuf {
    folders.into_iter().flatten().find(|folder| folder.is_dir()).unwrap_or_default()
}

/// The window library's own system: this dialog belongs to its window there, which the library of
/// the other systems does not see to.
#[cfg(target_os = "linux")]
fn shown(window: &WebviewWindow, asked: Asked) -> Option<PathBuf> {
    use gtk::prelude::*;
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::sync::mpsc::channel;

    let (answer, chosen) = channel();
    let parent = window.clone();
    let show = move || {
        let parent = parent.gtk_window().ok();
        let save = gtk::FileChooserAction::Save;
        let dialog =
            gtk::FileChooserNative::new(Some(&asked.title), parent.as_ref(), save, None, None);
        dialog.set_modal(true);
        dialog.set_do_overwrite_confirmation(true);
        // Where it begins of itself is good enough when it cannot begin there.
        let _ = dialog.set_current_folder(&asked.folder);
        dialog.set_current_name(&asked.name);
        // It holds itself until it is answered.
        let held = Rc::new(RefCell::new(Some(dialog.clone())));
        dialog.connect_response(move |dialog, response| {
            let path = (response == gtk::ResponseType::Accept).then(|| dialog.filename());
            // Who asked may be gone.
            let _ = answer.send(path.flatten());
            held.borrow_mut().take();
        });
        dialog.show();
    };
    window.run_on_main_thread(show).ok()?;
    chosen.recv().ok().flatten()
}

#[cfg(not(target_os = "linux"))]
fn shown(window: &WebviewWindow, asked: Asked) -> Option<PathBuf> {
    rfd::FileDialog::new()
        .set_parent(window)
        .set_title(asked.title)
        .set_directory(asked.folder)
        .set_file_name(asked.name)
        .save_file()
}

/// The folder that a file went to, to begin in the next time. One whose name is no text is not
/// kept: it could not be written down.
pub fn folder_of(path: &Path) -> Option<PathBuf> {
    let is_kept = |folder: &&Path| folder.is_absolute() && folder.to_str().is_some();
    path.parent().filter(is_kept).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_in_the_first_folder_that_is_there() {
        let here = std::env::temp_dir();
        let gone = here.join("netra-no-such-folder");
        assert_eq!(begin_in([Some(gone.clone()), None, Some(here.clone())]), here);
        assert_eq!(begin_in([Some(gone)]), PathBuf::new());
    }

    #[test]
    fn the_next_time_begins_where_the_last_file_went() {
        assert_eq!(folder_of(Path::new("/firm/a.pdf")), Some("/firm".into()));
        assert_eq!(folder_of(Path::new("a.pdf")), None);
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let latin = std::ffi::OsStr::from_bytes(b"/caf\xe9/a.pdf");
            assert_eq!(folder_of(Path::new(latin)), None);
        }
    }
}
