//! Dragging a file out of the window into another program: a pack that lies on this machine, or a
//! stored file, which is put down in clear for as long as the program runs.
//!
//! Invariant: a page names a pack by its manifest's hash or a file by its id, never a path; whether
//! the person may have it is the workspace's to say.
//! Invariant: what was put down to be dragged is for its owner's eyes alone and goes when the
//! program ends, or at the next start where it was ended by force.
//! Invariant: a drag begins only while the pointer's button is held.

use crate::saving;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use netra_kernel::{Error, Result};
use netra_workspace::desk::Desk;
use netra_workspace::files::io_error;
use netra_workspace::folder::{private_file, private_folder};
use netra_workspace::host::random_hex;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::WebviewWindow;

/// What a page lets go of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Dragged {
    /// A pack, by the SHA-256 of its manifest.
    Pack(String),
    /// A stored file, by its id.
    File(String),
}

/// In a folder of what was put down, held as long as its program runs.
const LOCK: &str = "in-use";

/// What lies on the disk to be dragged.
pub struct PutDown {
    /// Where each program that runs has a folder.
    all: PathBuf,
    own: Mutex<Option<Own>>,
}

struct Own {
    folder: PathBuf,
    lock: File,
}

impl PutDown {
    /// Takes away what programs left that are gone.
    pub fn begin(data: &Path) -> PutDown {
        let all = data.join("dragged");
        for folder in fs::read_dir(&all).into_iter().flatten().flatten().map(|e| e.path()) {
            let is_left =
                File::open(folder.join(LOCK)).map_or(true, |lock| lock.try_lock().is_ok());
            if is_left {
                // What cannot be taken away now is tried again at the next start.
                let _ = fs::remove_dir_all(folder);
            }
        }
        PutDown { all, own: Mutex::default() }
    }

    /// The path of what is dragged: that of the pack, or that of a copy in clear.
    /// # Errors
    /// As the workspace refuses it; `storage.…` where the copy cannot be written.
    pub fn path_of(&self, desk: &Arc<Desk>, dragged: &Dragged, locale: &str) -> Result<Made> {
        match dragged {
            Dragged::Pack(sha256) => {
                let here = desk.pack_here(sha256)?;
                Ok(Made::Path(here.zip.unwrap_or(here.folder)))
            }
            Dragged::File(id) => {
                let request = json!({ "op": "file", "args": { "file": id }, "locale": locale });
                let mut answer = desk.handle(request);
                if !answer["error"].is_null() {
                    return Ok(Made::Refused(answer["error"].take()));
                }
                let found = &answer["ok"];
                let text = |name: &str| found[name].as_str().unwrap_or_default();
                let bytes = STANDARD.decode(text("base64")).map_err(Error::internal)?;
                self.put_down(text("name"), &bytes).map(Made::Path)
            }
        }
    }

    fn put_down(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        // Each in a folder of its own, so that each keeps its own name.
        let folder = self.folder()?.join(random_hex(8)?);
        private_folder(&folder)?;
        let path = folder.join(saving::plain(name));
        let mut file = private_file(&path)?;
        file.write_all(bytes).map_err(io_error)?;
        Ok(path)
    }

    fn folder(&self) -> Result<PathBuf> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = &*own {
            return Ok(own.folder.clone());
        }
        private_folder(&self.all)?;
        let folder = self.all.join(random_hex(8)?);
        private_folder(&folder)?;
        let lock = private_file(&folder.join(LOCK))?;
        lock.lock().map_err(io_error)?;
        Ok(own.insert(Own { folder, lock }).folder.clone())
    }

    /// Takes everything away again.
    pub fn clear(&self) {
        if let Some(own) = self.own.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Some systems keep a file that is open.
            drop(own.lock);
            let _ = fs::remove_dir_all(own.folder);
        }
    }
}

/// What can be dragged, or the workspace's own refusal in the reader's words.
pub enum Made {
    Path(PathBuf),
    Refused(Value),
}

/// Begins to drag this file, while the pointer's button is still held. Runs on the main thread.
#[cfg(target_os = "linux")]
pub fn begin(window: &WebviewWindow, path: &Path) -> tauri::Result<()> {
    use gtk::prelude::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    let Ok(uri) = gtk::glib::filename_to_uri(path, None) else { return Ok(()) };
    let window = window.gtk_window()?;
    // Who let go before the file was there would carry it about until the next click.
    if !is_held(&window) {
        return Ok(());
    }
    let targets = gtk::TargetList::new(&[]);
    targets.add_uri_targets(0);
    let (copy, button) = (gtk::gdk::DragAction::COPY, 1);
    if window.drag_begin_with_coordinates(&targets, copy, button, None, -1, -1).is_none() {
        return Ok(());
    }
    let given = window.connect_drag_data_get(move |_, _, data, _, _| {
        data.set_uris(&[&uri]);
    });
    // Both leave with the drag.
    let signals = Rc::new(RefCell::new(vec![given]));
    let ending = Rc::clone(&signals);
    let ended = window.connect_drag_end(move |window, _| {
        ending.borrow_mut().drain(..).for_each(|signal| window.disconnect(signal));
    });
    signals.borrow_mut().push(ended);
    Ok(())
}

/// Whether the pointer's first button is down.
#[cfg(target_os = "linux")]
fn is_held(window: &gtk::ApplicationWindow) -> bool {
    use gtk::prelude::*;

    let pointer = WidgetExt::display(window).default_seat().and_then(|seat| seat.pointer());
    let Some((window, pointer)) = window.window().zip(pointer) else { return false };
    window.device_position(&pointer).3.contains(gtk::gdk::ModifierType::BUTTON1_MASK)
}

#[cfg(not(target_os = "linux"))]
pub fn begin(window: &WebviewWindow, path: &Path) -> tauri::Result<()> {
    let item = drag::DragItem::Files(vec![path.to_owned()]);
    let picture = drag::Image::Raw(include_bytes!("../icons/32x32.png").to_vec());
    // What another program does with it is its own affair.
    let _ = drag::start_drag(window, item, picture, |_, _| {}, drag::Options::default());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(name: &str) -> PathBuf {
        let data = std::env::temp_dir().join(format!("netra-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&data);
        data
    }

    #[test]
    fn what_is_put_down_keeps_its_name_and_goes_again() {
        let data = data("put-down");
        let put_down = PutDown::begin(&data);
        let first = put_down.put_down("नोट 100%.pdf", b"one").unwrap();
        let second = put_down.put_down("../नोट 100%.pdf", b"two").unwrap();
        for (path, text) in [(&first, b"one"), (&second, b"two")] {
            assert_eq!(path.file_name().unwrap(), "नोट 100%.pdf");
            assert_eq!(fs::read(path).unwrap(), text);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&first), mode(first.parent().unwrap())), (0o600, 0o700));
        }
        put_down.clear();
        assert_eq!(fs::read_dir(data.join("dragged")).unwrap().count(), 0);
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn what_a_program_left_goes_at_the_next_start_and_what_another_holds_stays() {
        let data = data("left");
        let running = PutDown::begin(&data);
        let held = running.put_down("a.pdf", b"one").unwrap();
        let killed = PutDown::begin(&data);
        let left = killed.put_down("b.pdf", b"two").unwrap();
        assert!(held.exists());
        // No more than its hold goes when a program is killed.
        drop(killed);
        let _next = PutDown::begin(&data);
        assert!(held.exists() && !left.exists());
        running.clear();
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_page_names_no_path() {
        let read = |text: &str| serde_json::from_str::<Dragged>(text).is_ok();
        assert!(read(r#"{"pack":"ab12"}"#) && read(r#"{"file":"0192f3a4"}"#));
        assert!(!read(r#"{"path":"/etc/passwd"}"#) && !read(r#""/etc/passwd""#));
    }
}
