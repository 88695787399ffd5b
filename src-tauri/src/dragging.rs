//! Dragging a file out of the window into another program: a pack that lies on this machine, or a
//! stored file, of which a copy is put down in clear for that.
//!
//! Invariant: a page names a pack by its manifest's hash or a file by its id, never a path; whether
//! the person may have it is the workspace's to say.
//! Invariant: what was put down to be dragged is for its owner's eyes alone. It goes when newer
//! files come, when the workspace may not be seen any more, and when the program ends, or at the
//! next start where it was ended by force.
//! Invariant: on Linux a drag begins only while the pointer's button is held. Elsewhere nothing
//! that we build upon says whether it is; there a late drag ends as its system ends one.

use crate::saving;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use netra_kernel::{Error, Result};
use netra_workspace::aside::{self, Aside};
use netra_workspace::desk::Desk;
use netra_workspace::files::io_error;
use netra_workspace::folder::{private_file, private_folder};
use netra_workspace::host::random_hex;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// So many stored files lie there at a time, the newest: another program may read one some time
/// after it was let go of.
const MOST: usize = 5;

/// What lies on the disk to be dragged.
pub struct PutDown {
    /// Where each program that runs has a place.
    all: PathBuf,
    own: Mutex<Own>,
}

/// What this program put down.
#[derive(Default)]
struct Own {
    aside: Option<Aside>,
    /// In it, each with one file, the newest last.
    folders: VecDeque<PathBuf>,
    /// How often everything was taken away.
    cleared: u64,
}

impl Own {
    /// This program's place, made when something is put down first.
    fn place(&mut self, all: &Path) -> Result<PathBuf> {
        let aside = match self.aside.take() {
            Some(aside) => aside,
            None => {
                private_folder(all)?;
                Aside::new(all)?
            }
        };
        Ok(self.aside.insert(aside).folder().to_owned())
    }

    /// Takes the oldest away, so that there is room for one more.
    fn make_room(&mut self) {
        while self.folders.len() >= MOST
            && let Some(oldest) = self.folders.pop_front()
        {
            // One that another program has open may stay until everything goes.
            let _ = fs::remove_dir_all(oldest);
        }
    }
}

impl PutDown {
    /// Takes away what programs left that are gone.
    pub fn begin(data: &Path) -> PutDown {
        let all = data.join("dragged");
        // What cannot be taken away now is tried again at the next start.
        aside::sweep(&all);
        PutDown { all, own: Mutex::default() }
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
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
            Dragged::File(id) => self.file(desk, id, locale),
        }
    }

    fn file(&self, desk: &Arc<Desk>, id: &str, locale: &str) -> Result<Made> {
        loop {
            let cleared = self.own().cleared;
            let request = json!({ "op": "file", "args": { "file": id }, "locale": locale });
            let mut answer = desk.handle(request);
            if !answer["error"].is_null() {
                return Ok(Made::Refused(answer["error"].take()));
            }
            let found = &answer["ok"];
            let text = |name: &str| found[name].as_str().unwrap_or_default();
            let bytes = STANDARD.decode(text("base64")).map_err(Error::internal)?;
            // Where everything was taken away meanwhile, the workspace says anew whether it may.
            if let Some(path) = self.put_down(cleared, text("name"), &bytes)? {
                return Ok(Made::Path(path));
            }
        }
    }

    /// A copy in clear; None when everything was taken away since it had been so `cleared` often.
    fn put_down(&self, cleared: u64, name: &str, bytes: &[u8]) -> Result<Option<PathBuf>> {
        let mut own = self.own();
        if own.cleared != cleared {
            return Ok(None);
        }
        own.make_room();
        // Each in a folder of its own, so that each keeps its own name.
        let folder = own.place(&self.all)?.join(random_hex(8)?);
        private_folder(&folder)?;
        own.folders.push_back(folder.clone());
        let path = folder.join(saving::plain(name));
        let mut file = private_file(&path)?;
        file.write_all(bytes).map_err(io_error)?;
        Ok(Some(path))
    }

    /// Takes everything away again.
    pub fn clear(&self) {
        let mut own = self.own();
        own.cleared += 1;
        own.folders.clear();
        // The place goes with what is in it.
        own.aside = None;
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

    fn put(put_down: &PutDown, name: &str, bytes: &[u8]) -> PathBuf {
        let cleared = put_down.own().cleared;
        put_down.put_down(cleared, name, bytes).unwrap().unwrap()
    }

    #[test]
    fn what_is_put_down_keeps_its_name_and_goes_again() {
        let data = data("put-down");
        let put_down = PutDown::begin(&data);
        let first = put(&put_down, "नोट 100%.pdf", b"one");
        let second = put(&put_down, "../नोट 100%.pdf", b"two");
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
        let held = put(&running, "a.pdf", b"one");
        // No more than its hold goes when a program is killed.
        let left = data.join("dragged/.aside-00");
        fs::create_dir_all(left.join("01")).unwrap();
        fs::write(left.join("lock"), "").unwrap();
        fs::write(left.join("01/b.pdf"), "two").unwrap();
        let _next = PutDown::begin(&data);
        assert!(held.exists() && !left.exists());
        running.clear();
        assert!(!held.exists());
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn only_the_newest_lie_there_and_nothing_that_was_asked_for_before_all_went() {
        let data = data("newest");
        let put_down = PutDown::begin(&data);
        let all: Vec<_> = (0..MOST + 2).map(|_| put(&put_down, "a.pdf", b"one")).collect();
        let lie: Vec<_> = all.iter().map(|path| path.exists()).collect();
        assert!(!lie[0] && !lie[1] && lie[2..].iter().all(|lies| *lies), "{lie:?}");

        let cleared = put_down.own().cleared;
        put_down.clear();
        assert_eq!(put_down.put_down(cleared, "late.pdf", b"one").unwrap(), None);
        assert_eq!(fs::read_dir(data.join("dragged")).unwrap().count(), 0);
        assert!(put(&put_down, "next.pdf", b"two").exists());
        put_down.clear();
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_page_names_no_path() {
        let read = |text: &str| serde_json::from_str::<Dragged>(text).is_ok();
        assert!(read(r#"{"pack":"ab12"}"#) && read(r#"{"file":"0192f3a4"}"#));
        assert!(!read(r#"{"path":"/etc/passwd"}"#) && !read(r#""/etc/passwd""#));
    }
}
