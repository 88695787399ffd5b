//! The menu bar. Its entries are the page's own actions: the page says which there are, in the
//! language in use, and an entry that is chosen goes back to it. There is no second list of what
//! can be done, and the keys stay the page's too; here they are only shown.
//!
//! Invariant: one description in, one bar out; what did not change is not touched, so that an open
//! menu stays open.

use crate::memory::Memory;
use crate::{notices, windows};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tauri::menu::{IsMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Manager, WebviewWindow, Wry};

/// More than any page offers.
const MOST: usize = 80;

/// One menu of the bar; nothing among its entries stands for a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// `file`, `edit`, `view`, `go` or `help`.
    id: String,
    title: String,
    entries: Vec<Option<Entry>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The action's own name.
    id: String,
    title: String,
    /// As people read them: `Ctrl K`, `G L`.
    keys: String,
    is_enabled: bool,
}

/// The bars that there are, by window.
#[derive(Default)]
pub struct Bars(Mutex<HashMap<String, Bar>>);

struct Bar {
    /// Held so that its parts stay.
    _menu: Menu<Wry>,
    parts: Vec<(Submenu<Wry>, Part)>,
}

/// Shows the titles that the bar had at the last start, so that the page does not move when the
/// entries come.
pub fn prepare(window: &WebviewWindow) -> tauri::Result<()> {
    let kept = window.state::<Memory>().kept();
    let is_wanted = kept.shows_menu && !kept.menus.is_empty() && !cfg!(target_os = "macos");
    if is_wanted { describe(window, kept.menus) } else { Ok(()) }
}

/// Makes the bar of a window what its page says. Runs where the system wants menus to be made.
pub fn describe(window: &WebviewWindow, parts: Vec<Part>) -> tauri::Result<()> {
    let bars = window.state::<Bars>();
    let mut bars = bars.0.lock().unwrap_or_else(PoisonError::into_inner);
    // One bar for the whole program, at the top of the screen, on a Mac.
    let key = if cfg!(target_os = "macos") { "" } else { window.label() };
    // Titles are made anew with their bar: on Linux one that stands does not change its words.
    let is_alike = |bar: &Bar| {
        let titles = bar.parts.iter().map(|(_, shown)| &shown.title);
        titles.eq(parts.iter().map(|part| &part.title))
    };
    if !bars.get(key).is_some_and(is_alike) {
        bars.insert(key.to_owned(), new_bar(window, &parts)?);
    }
    let Some(bar) = bars.get_mut(key) else { return Ok(()) };
    for ((submenu, shown), part) in bar.parts.iter_mut().zip(parts) {
        if *shown != part {
            fill(window, submenu, shown, &part)?;
            *shown = part;
        }
    }
    Ok(())
}

fn new_bar(window: &WebviewWindow, parts: &[Part]) -> tauri::Result<Bar> {
    let app = window.app_handle();
    let menu = Menu::new(app)?;
    if cfg!(target_os = "macos") {
        menu.append(&own_menu(app)?)?;
    }
    let mut made = Vec::new();
    for part in parts {
        let submenu = Submenu::new(app, plain(&part.title), true)?;
        menu.append(&submenu)?;
        let shown = Part { title: part.title.clone(), ..Part::default() };
        made.push((submenu, shown));
    }
    if cfg!(target_os = "macos") {
        app.set_menu(menu.clone())?;
    } else {
        window.set_menu(menu.clone())?;
        if !window.state::<Memory>().kept().shows_menu {
            window.hide_menu()?;
        }
    }
    Ok(Bar { _menu: menu, parts: made })
}

/// What every program on a Mac has under its own name.
fn own_menu(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let hide = PredefinedMenuItem::hide(app, None)?;
    let others = PredefinedMenuItem::hide_others(app, None)?;
    let quit = PredefinedMenuItem::quit(app, None)?;
    Submenu::with_items(app, "Netra", true, &[&hide, &others, &quit])
}

fn fill(
    window: &WebviewWindow,
    submenu: &Submenu<Wry>,
    shown: &Part,
    part: &Part,
) -> tauri::Result<()> {
    if is_same_but_for_ability(shown, part) {
        for (was, is) in shown.entries.iter().flatten().zip(part.entries.iter().flatten()) {
            let item = submenu.get(&name_of(window, &is.id));
            if let Some(item) = item.as_ref().and_then(|item| item.as_menuitem())
                && was.is_enabled != is.is_enabled
            {
                item.set_enabled(is.is_enabled)?;
            }
        }
        return Ok(());
    }
    while submenu.remove_at(0)?.is_some() {}
    let app = window.app_handle();
    if cfg!(target_os = "macos") && part.id == "edit" {
        // Without these a Mac's own keys for the clipboard do nothing in a field.
        let clipboard: [&dyn IsMenuItem<Wry>; 4] = [
            &PredefinedMenuItem::cut(app, None)?,
            &PredefinedMenuItem::copy(app, None)?,
            &PredefinedMenuItem::paste(app, None)?,
            &PredefinedMenuItem::select_all(app, None)?,
        ];
        submenu.append_items(&clipboard)?;
    }
    for entry in part.entries.iter().take(MOST) {
        match entry {
            Some(entry) => {
                let name = name_of(window, &entry.id);
                let none = None::<&str>;
                let item = MenuItem::with_id(app, name, label(entry), entry.is_enabled, none)?;
                submenu.append(&item)?;
            }
            None => submenu.append(&PredefinedMenuItem::separator(app)?)?,
        }
    }
    Ok(())
}

fn is_same_but_for_ability(a: &Part, b: &Part) -> bool {
    let looks = |part: &Part| -> Vec<Option<(String, String, String)>> {
        let look = |entry: &Entry| (entry.id.clone(), entry.title.clone(), entry.keys.clone());
        part.entries.iter().map(|entry| entry.as_ref().map(look)).collect()
    };
    !b.entries.is_empty() && looks(a) == looks(b)
}

/// An entry's text: the title, and its keys beside it.
fn label(entry: &Entry) -> String {
    let gap = if cfg!(windows) { "\t" } else { "\u{2003}" };
    match entry.keys.as_str() {
        "" => plain(&entry.title),
        keys => format!("{}{gap}{}", plain(&entry.title), plain(keys)),
    }
}

/// A menu would read `&` as "the next letter is its key".
fn plain(text: &str) -> String {
    text.chars().take(120).collect::<String>().replace('&', "&&")
}

fn name_of(window: &WebviewWindow, action: &str) -> String {
    format!("{}|{action}", window.label())
}

/// An entry was chosen: the page that described it does what it means.
pub fn chosen(app: &AppHandle, event: &MenuEvent) {
    let Some((label, action)) = event.id().0.split_once('|') else { return };
    if label == notices::TRAY {
        return notices::chosen(app, action);
    }
    if let Some(window) = app.get_webview_window(label) {
        windows::tell(&window, &json!({ "type": "do", "action": action }));
    }
}

/// A window is gone, and its bar with it.
pub fn forget(window: &WebviewWindow) {
    let bars = window.state::<Bars>();
    bars.0.lock().unwrap_or_else(PoisonError::into_inner).remove(window.label());
}

/// Shows the bars or hides them, in every window.
pub fn show(app: &AppHandle, is_shown: bool) -> tauri::Result<()> {
    for window in app.webview_windows().values() {
        if is_shown { window.show_menu()? } else { window.hide_menu()? }
    }
    Ok(())
}

/// What the bar of a window really says, as the system has it.
pub fn read_titles(window: &WebviewWindow) -> tauri::Result<Vec<String>> {
    let Some(menu) = window.menu().or_else(|| window.app_handle().menu()) else {
        return Ok(Vec::new());
    };
    menu.items()?.iter().filter_map(|item| item.as_submenu()).map(|part| part.text()).collect()
}

/// The titles alone, for the next start.
pub fn titles(parts: &[Part]) -> Vec<Part> {
    let bare = |part: &Part| Part { entries: Vec::new(), ..part.clone() };
    parts.iter().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, title: &str, keys: &str, is_enabled: bool) -> Option<Entry> {
        Some(Entry { id: id.into(), title: title.into(), keys: keys.into(), is_enabled })
    }
    fn part(entries: Vec<Option<Entry>>) -> Part {
        Part { id: "edit".into(), title: "Edit".into(), entries }
    }

    #[test]
    fn only_what_looks_different_is_made_again() {
        let was = part(vec![entry("undo", "Undo", "Ctrl Z", false), None]);
        for (is, is_same) in [
            (part(vec![entry("undo", "Undo", "Ctrl Z", true), None]), true),
            (part(vec![entry("undo", "Undo", "Ctrl Y", false), None]), false),
            (part(vec![entry("undo", "पूर्ववत करें", "Ctrl Z", false), None]), false),
            (part(vec![entry("undo", "Undo", "Ctrl Z", false)]), false),
            (part(vec![]), false),
        ] {
            assert_eq!(is_same_but_for_ability(&was, &is), is_same, "{is:?}");
        }
    }

    #[test]
    fn a_title_is_shown_as_it_is_written() {
        let research = entry("open", "Research & Co.", "", true).unwrap();
        assert_eq!(label(&research), "Research && Co.");
        let keyed = entry("go", "Leads", "G L", true).unwrap();
        assert!(label(&keyed).starts_with("Leads") && label(&keyed).ends_with("G L"));
        assert_eq!(plain(&"x".repeat(500)).len(), 120);
    }
}
