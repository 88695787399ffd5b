//! What a page wants of its window rather than of the core: `{op: "window", name, args}` through
//! the same one rpc.
//!
//! Invariant: no wish reads or changes anything of the workspace.
//! Invariant: arguments are read as types; a wish that does not fit them does nothing.

use crate::memory::{Memory, zoomed};
use crate::menu::{self, Part};
use crate::notices::{self, Notice, Tray};
use crate::{link, saving, windows};
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::{Manager, WebviewWindow};

#[derive(Deserialize)]
#[serde(tag = "name", content = "args", rename_all = "snake_case", deny_unknown_fields)]
enum Wish {
    /// A page in a window of its own.
    Open { path: String },
    /// One step larger (1), smaller (-1), or as usual (0).
    Zoom { by: i64 },
    /// The system's own print dialog over what the window shows.
    Print {},
    /// What the menu bar of this window holds.
    Menu { parts: Vec<Part> },
    /// The titles that the menu bar has.
    MenuTitles {},
    /// The menu bar comes or goes, and stays so.
    MenuBar {},
    /// Something to hear of while looking at something else.
    Notice(Notice),
    /// What the tray says.
    Tray(Tray),
    /// A file into the folder for downloads.
    Save { name: String, base64: String },
    /// This window closes; the last one ends the program.
    Close {},
    /// All windows close.
    Quit {},
}

/// Whether a request is for the window.
pub fn is_one(request: &Value) -> bool {
    request["op"] == "window"
}

/// Does what a page wants of its window.
pub fn grant(window: &WebviewWindow, mut request: Value) -> Value {
    if let Some(fields) = request.as_object_mut() {
        fields.retain(|name, _| name == "name" || name == "args");
    }
    let granted = match serde_json::from_value(request) {
        Ok(wish) => done(window, wish).map_err(|e| e.to_string()),
        Err(e) => Err(e.to_string()),
    };
    match granted {
        Ok(value) => json!({ "ok": value }),
        Err(why) => json!({
            "error": { "kind": "Invalid", "code": "window.refused", "message": why }
        }),
    }
}

fn done(window: &WebviewWindow, wish: Wish) -> tauri::Result<Value> {
    match wish {
        Wish::Open { path } => {
            if link::is_page(&path) {
                windows::open_beside(window, &path)?;
            }
        }
        Wish::Zoom { by } => {
            let memory = window.state::<Memory>();
            let percent = memory
                .change(|kept| kept.zoom_percent = zoomed(kept.zoom_percent, by))
                .zoom_percent;
            memory.write();
            // Wishes come on threads of their own: each shows what is true when it has its turn.
            let app = window.app_handle().clone();
            window.run_on_main_thread(move || {
                let percent = app.state::<Memory>().kept().zoom_percent;
                for each in app.webview_windows().values() {
                    let _ = each.set_zoom(f64::from(percent) / 100.0);
                }
            })?;
            return Ok(json!({ "percent": percent }));
        }
        Wish::Print {} => window.print()?,
        Wish::Menu { parts } => {
            window.state::<Memory>().change(|kept| kept.menus = menu::titles(&parts));
            let (app, window) = (window.app_handle().clone(), window.clone());
            // A bar that could not be made leaves the page's own ways, which are complete.
            app.run_on_main_thread(move || drop(menu::describe(&window, parts)))?;
        }
        Wish::MenuTitles {} => return Ok(json!(menu::read_titles(window)?)),
        Wish::MenuBar {} => {
            let memory = window.state::<Memory>();
            memory.change(|kept| kept.shows_menu = !kept.shows_menu);
            memory.write();
            let app = window.app_handle().clone();
            window.run_on_main_thread(move || {
                let _ = menu::show(&app, app.state::<Memory>().kept().shows_menu);
            })?;
        }
        Wish::Notice(notice) => notices::give(window.app_handle(), notice),
        Wish::Tray(tray) => {
            let app = window.app_handle().clone();
            window.run_on_main_thread(move || drop(notices::show_tray(&app, &tray)))?;
        }
        Wish::Save { name, base64 } => {
            let folder = window.app_handle().path().download_dir();
            let folder = folder.or_else(|_| window.app_handle().path().home_dir())?;
            let path = saving::save(&folder, &name, &base64)?;
            return Ok(json!({ "path": path }));
        }
        Wish::Close {} => window.close()?,
        Wish::Quit {} => {
            window.state::<Memory>().write();
            window.app_handle().exit(0);
        }
    }
    Ok(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_wishes_are_read() {
        let read = |text: &str| serde_json::from_str::<Wish>(text).is_ok();
        for (text, is_known) in [
            (r#"{"name":"open","args":{"path":"/leads"}}"#, true),
            (r#"{"name":"zoom","args":{"by":-1}}"#, true),
            (r#"{"name":"print","args":{}}"#, true),
            (r#"{"name":"open","args":{"path":7}}"#, false),
            (r#"{"name":"open","args":{"url":"https://evil.example/"}}"#, false),
            (r#"{"name":"eval","args":{"script":"1"}}"#, false),
            (r#"{"name":"print"}"#, false),
            ("[]", false),
        ] {
            assert_eq!(read(text), is_known, "{text}");
        }
    }
}
