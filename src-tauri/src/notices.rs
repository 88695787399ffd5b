//! Notices of the desktop, for what falls due while no window of ours is in front, and the tray
//! that shows a caller the next promised call. What they say is the page's; nothing is judged here.
//!
//! Invariant: the same thing is told once, however many windows notice it.
//! Invariant: a desktop without notices, without a tray or without a session bus loses these and
//! nothing else.

use crate::{link, windows};
use notify_rust::Notification;
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

/// So many different things are remembered as told, the newest.
const MOST: usize = 500;
/// As long as a notice or an entry of the tray may be, in letters.
const LONGEST: usize = 200;

/// Something that a person should hear of while they look at something else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What makes it the same notice as another.
    key: String,
    title: String,
    body: String,
    /// The page that it is about.
    path: String,
}

/// What the tray says when it is pressed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tray {
    entries: Vec<TrayEntry>,
}

/// `show`, `quit`, or a page to show.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrayEntry {
    title: String,
    does: String,
}

/// What was told, and whether this desktop has a tray.
#[derive(Default)]
pub struct Notices {
    told: Mutex<VecDeque<String>>,
    tray: Mutex<TrayState>,
}

#[derive(Default, PartialEq, Eq)]
enum TrayState {
    #[default]
    Untried,
    Shown,
    None,
}

/// Shows a notice, unless a window of ours is in front or it was told before.
pub fn give(app: &AppHandle, notice: Notice) {
    let is_seen =
        app.webview_windows().values().any(|window| window.is_focused().unwrap_or_default());
    if is_seen || !link::is_page(&notice.path) || !is_news(app.state::<Notices>().inner(), &notice)
    {
        return;
    }
    let app = app.clone();
    // Until it is pressed or goes away; where nobody shows notices, at once.
    std::thread::spawn(move || show(&app, &notice));
}

fn is_news(notices: &Notices, notice: &Notice) -> bool {
    let mut told = notices.told.lock().unwrap_or_else(PoisonError::into_inner);
    if told.contains(&notice.key) {
        return false;
    }
    if told.len() == MOST {
        told.pop_front();
    }
    told.push_back(notice.key.clone());
    true
}

fn show(app: &AppHandle, notice: &Notice) {
    let mut shown = Notification::new();
    shown.appname("Netra").summary(&short(&notice.title)).body(&short(&notice.body));
    // Pressing it opens what it is about, where the desktop tells us that it was pressed.
    #[cfg(target_os = "linux")]
    {
        shown.action("default", "Netra").hint(notify_rust::Hint::DesktopEntry("Netra".into()));
        if let Ok(handle) = shown.show() {
            handle.wait_for_action(|action| {
                if action == "default" {
                    forward(app, Some(notice.path.clone()));
                }
            });
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (app, shown.show());
}

fn forward(app: &AppHandle, page: Option<String>) {
    let handle = app.clone();
    let _ = app.run_on_main_thread(move || windows::bring_forward(&handle, page.as_deref()));
}

/// Makes the tray say this. Runs where the system wants menus to be made.
pub fn show_tray(app: &AppHandle, tray: &Tray) -> tauri::Result<()> {
    let notices = app.state::<Notices>();
    let mut state = notices.tray.lock().unwrap_or_else(PoisonError::into_inner);
    if *state == TrayState::None {
        return Ok(());
    }
    let menu = Menu::<Wry>::new(app)?;
    for entry in tray.entries.iter().take(8) {
        let name = format!("{TRAY}|{}", entry.does);
        menu.append(&MenuItem::with_id(app, name, short(&entry.title), true, None::<&str>)?)?;
    }
    if *state == TrayState::Shown {
        return app.tray_by_id(TRAY).map_or(Ok(()), |shown| shown.set_menu(Some(menu)));
    }
    if !has_tray() {
        *state = TrayState::None;
        return Ok(());
    }
    let mut icon = TrayIconBuilder::with_id(TRAY).tooltip("Netra").menu(&menu);
    if let Some(picture) = app.default_window_icon() {
        icon = icon.icon(picture.clone());
    }
    *state = if icon.build(app).is_ok() { TrayState::Shown } else { TrayState::None };
    Ok(())
}

/// The tray's own name, and the first word of what its entries are called.
pub const TRAY: &str = "tray";

/// An entry of the tray was chosen.
pub fn chosen(app: &AppHandle, does: &str) {
    match does {
        "show" => windows::bring_forward(app, None),
        "quit" => app.exit(0),
        page if link::is_page(page) => windows::bring_forward(app, Some(page)),
        _ => {}
    }
}

/// Linux has a tray only with a library that is found when the program runs, and asking for it
/// where it is not ends in a panic: so it is looked for first.
fn has_tray() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let names = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    let mut places = vec!["/usr/lib".into(), "/usr/lib64".into(), "/usr/local/lib".into()];
    places.push(std::path::PathBuf::from(format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH)));
    places.iter().any(|place| names.iter().any(|name| place.join(name).exists()))
}

/// Text of a page as a label of the desktop's: short, without controls.
pub fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(key: &str) -> Notice {
        let text = |text: &str| text.to_owned();
        Notice { key: text(key), title: text("t"), body: text("b"), path: text("/calls") }
    }

    #[test]
    fn the_same_is_told_once() {
        let notices = Notices::default();
        assert!(is_news(&notices, &notice("callback 1")));
        assert!(!is_news(&notices, &notice("callback 1")));
        assert!(is_news(&notices, &notice("callback 2")));
        // A program that stays open for weeks goes on telling.
        for n in 0..2 * MOST {
            assert!(is_news(&notices, &notice(&n.to_string())), "{n}");
        }
        assert!(!is_news(&notices, &notice(&MOST.to_string())));
        assert_eq!(notices.told.lock().unwrap().len(), MOST);
    }

    #[test]
    fn a_notice_is_short_and_plain() {
        assert_eq!(short("Ravi\n\u{7}calls"), "Ravicalls");
        assert_eq!(short(&"क".repeat(1_000)).chars().count(), LONGEST);
    }
}
