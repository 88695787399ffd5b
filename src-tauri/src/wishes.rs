//! What a page wants of its window rather than of the core: `{op: "window", name, args}` through
//! the same one rpc.
//!
//! Invariant: no wish changes anything of the workspace; what one reads, the workspace gives to
//! the person who asks.
//! Invariant: arguments are read as types; a wish that does not fit them does nothing.

use crate::asking::{self, Asked};
use crate::dragging::{self, Dragged, Made, PutDown};
use crate::memory::{Memory, zoomed};
use crate::menu::{self, Part};
use crate::notices::{self, Notice, Tray};
use crate::saving::{self, Saved};
use crate::{link, windows};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use netra_core::language;
use netra_kernel::{Error, Result, errors};
use netra_workspace::desk::Desk;
use netra_workspace::files::io_error;
use netra_workspace::show;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{Manager, WebviewWindow};

errors! {
    /// Why a window did not do what its page wanted.
    pub enum WindowError {
        Invalid "window.refused" Refused { problem: String },
        NotFound "window.not_saved_here" NotSavedHere,
        NotFound "window.no_zip" NoZip,
    }
}

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
    /// A file to where the person says, under a title in their language.
    Save { title: String, name: String, base64: String },
    /// A pack's ZIP likewise.
    SavePack { title: String, manifest_sha256: String },
    /// Where a file shall go that the workspace writes itself.
    Place { title: String, name: String },
    /// The folder of what was saved, in the system's own program for folders.
    ShowSaved { saved: usize },
    /// A file dragged into another program.
    Drag(Dragged),
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
pub fn grant(window: &WebviewWindow, desk: &Arc<Desk>, mut request: Value) -> Value {
    let locale = match request["locale"].as_str() {
        Some(said) if said.starts_with("hi") => "hi",
        _ => "en",
    };
    if let Some(fields) = request.as_object_mut() {
        fields.retain(|name, _| name == "name" || name == "args");
    }
    let granted = match serde_json::from_value(request) {
        Ok(Wish::Drag(dragged)) => return drag(window, desk, &dragged, locale),
        Ok(wish @ (Wish::Save { .. } | Wish::SavePack { .. } | Wish::Place { .. })) => {
            save(window, desk, wish)
        }
        Ok(Wish::ShowSaved { saved }) => show_saved(window, saved),
        Ok(wish) => done(window, wish).map_err(|e| refused(&e)),
        Err(e) => Err(refused(&e)),
    };
    in_words(granted, locale)
}

fn in_words(granted: Result<Value>, locale: &str) -> Value {
    match granted {
        Ok(value) => json!({ "ok": value }),
        Err(why) => json!({ "error": language::error_json(locale, &why) }),
    }
}

fn refused(why: &dyn std::fmt::Display) -> Error {
    WindowError::Refused { problem: why.to_string() }.into()
}

/// Asks where a file goes and puts it there; `path` is null when the person wants none.
fn save(window: &WebviewWindow, desk: &Arc<Desk>, wish: Wish) -> Result<Value> {
    let mut from: Option<Box<dyn std::io::Read>> = None;
    let (title, name) = match wish {
        Wish::Save { title, name, base64 } => {
            let bytes = STANDARD.decode(base64).map_err(|e| refused(&e))?;
            from = Some(Box::new(std::io::Cursor::new(bytes)));
            (title, name)
        }
        Wish::SavePack { title, manifest_sha256 } => {
            let zip = desk.pack_here(&manifest_sha256)?.zip.ok_or(WindowError::NoZip)?;
            from = Some(Box::new(std::fs::File::open(&zip).map_err(io_error)?));
            let name = zip.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (title, name)
        }
        Wish::Place { title, name } => (title, name),
        _ => return Ok(Value::Null),
    };
    let memory = window.state::<Memory>();
    let paths = window.app_handle().path();
    let folders = [memory.kept().save_folder, paths.download_dir().ok(), paths.home_dir().ok()];
    let folder = asking::begin_in(folders);
    let asked = Asked { title: notices::short(&title), folder, name: saving::plain(&name) };
    let Some(path) = asking::where_to(window, asked) else { return Ok(json!({ "path": null })) };
    if let Some(mut from) = from {
        saving::write(&path, &mut from)?;
    }
    let saved = window.state::<Saved>().add(&path);
    memory.change(|kept| kept.save_folder = asking::folder_of(&path).or(kept.save_folder.take()));
    memory.write();
    // As text that can be shown: a name need not be any.
    Ok(json!({ "path": path.display().to_string(), "saved": saved }))
}

fn show_saved(window: &WebviewWindow, saved: usize) -> Result<Value> {
    let folder: PathBuf = window.state::<Saved>().folder(saved).ok_or(WindowError::NotSavedHere)?;
    show::open(&folder).map(|()| Value::Null)
}

/// Begins to drag what the page let go of, once it lies on the disk.
fn drag(window: &WebviewWindow, desk: &Arc<Desk>, dragged: &Dragged, locale: &str) -> Value {
    match window.state::<PutDown>().path_of(desk, dragged, locale) {
        Ok(Made::Path(path)) => {
            let from = window.clone();
            // What the system does not let begin leaves everything as it was.
            let begun = window.run_on_main_thread(move || drop(dragging::begin(&from, &path)));
            in_words(begun.map(|()| Value::Null).map_err(|e| refused(&e)), locale)
        }
        Ok(Made::Refused(error)) => json!({ "error": error }),
        Err(why) => in_words(Err(why), locale),
    }
}

/// What needs nothing but the window.
fn done(window: &WebviewWindow, wish: Wish) -> tauri::Result<Value> {
    match wish {
        Wish::Open { path } if link::is_page(&path) => windows::open_beside(window, &path)?,
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
        Wish::Close {} => window.close()?,
        Wish::Quit {} => {
            window.state::<Memory>().write();
            window.app_handle().exit(0);
        }
        // What is no page opens nothing; the others are done by those who can refuse them.
        _ => {}
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
            (r#"{"name":"drag","args":{"pack":"ab"}}"#, true),
            (r#"{"name":"drag","args":{"path":"/etc/passwd"}}"#, false),
            (r#"{"name":"show_saved","args":{"saved":0}}"#, true),
            (r#"{"name":"show_saved","args":{"path":"/etc"}}"#, false),
            (r#"{"name":"save","args":{"title":"t","name":"a","base64":"","path":"/etc"}}"#, false),
            (r#"{"name":"open","args":{"path":7}}"#, false),
            (r#"{"name":"open","args":{"url":"https://evil.example/"}}"#, false),
            (r#"{"name":"eval","args":{"script":"1"}}"#, false),
            (r#"{"name":"print"}"#, false),
            ("[]", false),
        ] {
            assert_eq!(read(text), is_known, "{text}");
        }
    }

    #[test]
    fn a_refusal_is_told_in_the_readers_language() {
        let said = |locale| in_words(Err(refused(&"x")), locale)["error"]["message"].clone();
        assert_ne!(said("en"), said("hi"));
        for code in WindowError::CODES {
            for locale in language::LANGUAGES {
                let error = Error::new(netra_kernel::Kind::Internal, code);
                let text = language::error_sentence(locale, &error);
                assert_ne!(text, *code, "{locale}");
                let is_english = text == language::error_sentence("en", &error);
                assert!(locale == "en" || !is_english, "{locale}: {code} is not translated");
            }
        }
    }
}
