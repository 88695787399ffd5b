//! How this device had its windows: where they stood, how large, how far zoomed, whether the menu
//! bar shows, into which folder a file was saved last. One small file beside the workspace that was
//! open last, in clear: no record of the firm is in it, but that folder may have a client's name.
//!
//! Invariant: a window never opens where no screen shows its upper edge.
//! Invariant: a file that cannot be read or written costs the memory, never the start.

use crate::menu::Part;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Smallest and largest zoom, and a step, in per cent.
const ZOOM: (u16, u16, u16) = (50, 300, 10);
/// So much of a window's upper edge must be on a screen that it can be seen and dragged, in px.
const GRIP: (i32, i32) = (120, 40);

/// A rectangle on the desktop, in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

/// What is kept from one start to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Where the window stood when it was not maximised.
    pub frame: Option<Frame>,
    pub is_maximised: bool,
    pub zoom_percent: u16,
    pub shows_menu: bool,
    /// The titles in the menu bar, as they were in the language last used.
    pub menus: Vec<Part>,
    /// Where the last file went that was saved.
    pub save_folder: Option<PathBuf>,
}

impl Default for Kept {
    fn default() -> Kept {
        Kept {
            frame: None,
            is_maximised: false,
            zoom_percent: 100,
            shows_menu: true,
            menus: Vec::new(),
            save_folder: None,
        }
    }
}

/// The file, and what it says at present.
pub struct Memory {
    file: PathBuf,
    kept: Mutex<Kept>,
}

impl Memory {
    pub fn read(data: &Path) -> Memory {
        let file = data.join("windows.json");
        let text = fs::read(&file).unwrap_or_default();
        let mut kept: Kept = serde_json::from_slice(&text).unwrap_or_default();
        kept.zoom_percent = kept.zoom_percent.clamp(ZOOM.0, ZOOM.1);
        Memory { file, kept: Mutex::new(kept) }
    }

    pub fn kept(&self) -> Kept {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes what is kept; the file follows with [`Memory::write`].
    pub fn change(&self, change: impl FnOnce(&mut Kept)) -> Kept {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut kept);
        kept.clone()
    }

    /// One at a time, so that the file has what was kept last.
    pub fn write(&self) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(text) = serde_json::to_vec_pretty(&*kept) else { return };
        if let Some(folder) = self.file.parent() {
            let _ = fs::create_dir_all(folder);
        }
        // A file half written would be forgotten at the next start; the old one stays until then.
        let beside = self.file.with_extension("part");
        let _ = fs::write(&beside, text).and_then(|()| fs::rename(&beside, &self.file));
    }
}

/// The zoom after a step up, down, or back to what is usual.
pub fn zoomed(percent: u16, by: i64) -> u16 {
    match by {
        0 => 100,
        1.. => (percent + ZOOM.2).min(ZOOM.1),
        _ => percent.saturating_sub(ZOOM.2).max(ZOOM.0),
    }
}

/// Where a window that stood at `frame` may open on these screens: no larger than the screen it
/// is on; nothing when none shows its upper edge.
pub fn placed(frame: Frame, screens: &[Frame]) -> Option<Frame> {
    let shows = |screen: &&Frame| {
        let across = overlap(frame.x, frame.width, screen.x, screen.width);
        let down = overlap(frame.y, GRIP.1 as u32, screen.y, screen.height);
        across >= GRIP.0.min(to_signed(frame.width)) && down >= GRIP.1
    };
    let screen = screens.iter().find(shows)?;
    let (width, height) = (frame.width.min(screen.width), frame.height.min(screen.height));
    Some(Frame { width, height, ..frame })
}

fn to_signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// How many pixels two stretches share.
fn overlap(a: i32, a_length: u32, b: i32, b_length: u32) -> i32 {
    let end = a.saturating_add(to_signed(a_length)).min(b.saturating_add(to_signed(b_length)));
    end.saturating_sub(a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAPTOP: Frame = Frame { x: 0, y: 0, width: 1366, height: 768 };
    const BESIDE: Frame = Frame { x: 1366, y: 0, width: 1920, height: 1080 };

    fn at(x: i32, y: i32, width: u32, height: u32) -> Frame {
        Frame { x, y, width, height }
    }

    #[test]
    fn a_window_opens_where_it_can_be_seen() {
        for (frame, screens, opens) in [
            (at(100, 50, 900, 600), &[LAPTOP][..], Some(at(100, 50, 900, 600))),
            // The second screen was unplugged.
            (at(1500, 50, 900, 600), &[LAPTOP, BESIDE], Some(at(1500, 50, 900, 600))),
            (at(1500, 50, 900, 600), &[LAPTOP], None),
            // Half over the edge is what somebody wanted; a sliver is not.
            (at(1000, 50, 900, 600), &[LAPTOP], Some(at(1000, 50, 900, 600))),
            (at(1300, 50, 900, 600), &[LAPTOP], None),
            (at(100, -200, 900, 600), &[LAPTOP], None),
            (at(100, 750, 900, 600), &[LAPTOP], None),
            // A smaller screen makes a smaller window.
            (at(0, 0, 1920, 1080), &[LAPTOP], Some(at(0, 0, 1366, 768))),
            (at(i32::MAX, i32::MAX, u32::MAX, u32::MAX), &[LAPTOP], None),
            (at(0, 0, 900, 600), &[], None),
        ] {
            assert_eq!(placed(frame, screens), opens, "{frame:?}");
        }
    }

    #[test]
    fn zoom_has_its_ends() {
        for (from, by, to) in
            [(100, 1, 110), (100, -1, 90), (170, 0, 100), (300, 1, 300), (50, -1, 50)]
        {
            assert_eq!(zoomed(from, by), to);
        }
    }

    #[test]
    fn what_is_kept_comes_back_and_nonsense_does_not() {
        let data = std::env::temp_dir().join(format!("netra-memory-{}", std::process::id()));
        let _ = fs::remove_dir_all(&data);
        assert_eq!(Memory::read(&data).kept(), Kept::default());
        let memory = Memory::read(&data);
        let kept = memory.change(|kept| {
            kept.frame = Some(LAPTOP);
            kept.zoom_percent = 120;
        });
        memory.write();
        assert_eq!(Memory::read(&data).kept(), kept);
        fs::write(data.join("windows.json"), r#"{"zoom_percent":9}"#).unwrap();
        assert_eq!(Memory::read(&data).kept().zoom_percent, 50);
        fs::write(data.join("windows.json"), "{").unwrap();
        assert_eq!(Memory::read(&data).kept(), Kept::default());
        fs::remove_dir_all(&data).unwrap();
    }
}
