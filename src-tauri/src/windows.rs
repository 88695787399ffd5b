//! The program's windows: the first one, which comes back as it was left, and others beside it,
//! all over the one workspace that is open.
//!
//! Invariant: every window shows the program's own pages and nothing else.
//! Invariant: there are never more than [`MOST`] of them.

use crate::memory::{Frame, Memory, placed};
use crate::menu;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use tauri::{
    AppHandle, Emitter, Manager, PhysicalPosition, PhysicalSize, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};

/// Where windows hear what changed, and what the shell wants of one of them.
pub const EVENTS: &str = "netra://event";

/// What the first window is called; the others are `window-2` and so on.
pub const FIRST: &str = "main";
/// As many windows as anybody can use, and few enough that a page gone wild does no harm.
pub const MOST: usize = 12;
/// How far a new window stands from the one that it came from, in px.
const STEP: i32 = 32;

static NEXT: AtomicU32 = AtomicU32::new(2);

/// Opens the first window, at this page.
pub fn open_first(app: &AppHandle, page: &str) -> tauri::Result<()> {
    let kept = app.state::<Memory>().kept();
    let window = match kept.frame.and_then(|frame| placed(frame, &screens(app))) {
        Some(frame) => {
            let window = builder(app, FIRST, page).build()?;
            put(&window, frame)?;
            window
        }
        None => builder(app, FIRST, page).center().build()?,
    };
    if kept.is_maximised {
        window.maximize()?;
    }
    finish(&window)
}

/// Opens another window beside the one that wants it.
pub fn open_beside(from: &WebviewWindow, page: &str) -> tauri::Result<()> {
    let app = from.app_handle();
    if app.webview_windows().len() >= MOST {
        return Ok(());
    }
    let label = format!("window-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let window = builder(app, &label, page).build()?;
    if let Some(Frame { x, y, width, height }) = frame_of(from) {
        let (x, y) = (x.saturating_add(STEP), y.saturating_add(STEP));
        if let Some(frame) = placed(Frame { x, y, width, height }, &screens(app)) {
            put(&window, frame)?;
        }
    }
    finish(&window)
}

fn builder<'a>(
    app: &'a AppHandle,
    label: &str,
    page: &str,
) -> WebviewWindowBuilder<'a, tauri::Wry, AppHandle> {
    let url = WebviewUrl::App(page.trim_start_matches('/').into());
    WebviewWindowBuilder::new(app, label, url)
        .title("Netra")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        // Shown once it stands where it belongs.
        .visible(false)
        .on_navigation(is_ours)
}

fn put(window: &WebviewWindow, frame: Frame) -> tauri::Result<()> {
    window.set_size(PhysicalSize::new(frame.width, frame.height))?;
    window.set_position(PhysicalPosition::new(frame.x, frame.y))
}

fn finish(window: &WebviewWindow) -> tauri::Result<()> {
    let prepared = window.clone();
    // Bars are made on the main thread alone: elsewhere it could wait for us while we wait for it.
    window.run_on_main_thread(move || drop(menu::prepare(&prepared)))?;
    #[cfg(target_os = "linux")]
    check_spelling(window)?;
    let zoom = window.state::<Memory>().kept().zoom_percent;
    if zoom != 100 {
        window.set_zoom(f64::from(zoom) / 100.0)?;
    }
    let watched = window.clone();
    window.on_window_event(move |event| follow(&watched, event));
    window.show()
}

/// Marks misspelt words in fields of text, in the languages that we speak and whose dictionaries the
/// machine has. Elsewhere the web view does so by itself.
#[cfg(target_os = "linux")]
fn check_spelling(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{WebContextExt, WebViewExt};
    window.with_webview(|view| {
        if let Some(context) = view.inner().context() {
            context.set_spell_checking_languages(&["en_IN", "en_GB", "en_US", "hi_IN"]);
            context.set_spell_checking_enabled(true);
        }
    })
}

/// The newest place of the window that was moved last is the one to come back to.
fn follow(window: &WebviewWindow, event: &WindowEvent) {
    let memory = window.state::<Memory>();
    match event {
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => {
            let is_maximised = window.is_maximized().unwrap_or_default();
            let is_plain = !is_maximised
                && !window.is_minimized().unwrap_or_default()
                && !window.is_fullscreen().unwrap_or_default();
            let frame = if is_plain { frame_of(window) } else { None };
            memory.change(|kept| {
                kept.is_maximised = is_maximised;
                kept.frame = frame.or(kept.frame);
            });
        }
        WindowEvent::CloseRequested { .. } => memory.write(),
        WindowEvent::Destroyed => menu::forget(window),
        _ => {}
    }
}

fn frame_of(window: &WebviewWindow) -> Option<Frame> {
    let (place, size) = (window.outer_position().ok()?, window.inner_size().ok()?);
    // A window that is going away has no size any more.
    let is_there = size.width > 0 && size.height > 0;
    is_there.then_some(Frame { x: place.x, y: place.y, width: size.width, height: size.height })
}

fn screens(app: &AppHandle) -> Vec<Frame> {
    let monitors = app.available_monitors().unwrap_or_default();
    let frame = |monitor: &tauri::Monitor| {
        let (place, size) = (monitor.position(), monitor.size());
        Frame { x: place.x, y: place.y, width: size.width, height: size.height }
    };
    monitors.iter().map(frame).collect()
}

/// Brings a window forward, at this page when one is wanted.
pub fn bring_forward(app: &AppHandle, page: Option<&str>) {
    let windows = app.webview_windows();
    let focused = windows.values().find(|window| window.is_focused().unwrap_or_default());
    let Some(window) = focused.or(windows.get(FIRST)).or(windows.values().next()) else { return };
    // What a window manager refuses is not worth failing for.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
    if let Some(page) = page {
        tell(window, &json!({ "type": "go", "path": page }));
    }
}

/// Tells one window what the shell wants of it.
pub fn tell(window: &WebviewWindow, event: &Value) {
    // A window that is closing hears nothing more; that is no fault.
    let _ = window.emit_to(window.label(), EVENTS, event);
}

/// The program's own pages, and in development the address that builds them.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        "http" | "https" => match url.host_str() {
            Some("tauri.localhost") => true,
            Some("localhost") => cfg!(dev) && url.port() == Some(5173),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        for (url, ours) in [
            ("tauri://localhost/leads", true),
            ("http://tauri.localhost/leads", true),
            ("https://evil.example/", false),
            ("http://localhost:9999/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_ours(&Url::parse(url).unwrap()), ours, "{url}");
        }
    }
}
