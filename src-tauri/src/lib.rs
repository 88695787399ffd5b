//! The desktop shell: one window over one workspace, one rpc command, one channel of events.
//!
//! Invariant: no business rule in here; what the window asks goes to the workspace as it is.
//! Invariant: the window can reach nothing but `rpc` and the events (`capabilities/main.json`),
//! and never leaves its own pages.
//!
//! `place.rs` finds the workspace; the workspace's own desk opens it beside the window and answers.

mod place;

use netra_workspace::Host;
use netra_workspace::desk::Desk;
use serde_json::Value;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{AppHandle, Emitter, Manager, State, Url, WebviewUrl, WebviewWindowBuilder};

/// Where the window hears what changed.
const EVENTS: &str = "netra://event";

/// The one command: a request in, an answer out. The core blocks, so it runs on a thread of its
/// own.
#[tauri::command]
async fn rpc(desk: State<'_, Arc<Desk>>, request: Value) -> Result<Value, String> {
    let desk = Arc::clone(&desk);
    tauri::async_runtime::spawn_blocking(move || desk.handle(request))
        .await
        .map_err(|e| e.to_string())
}

/// Runs the program until its window closes.
pub fn main() -> ExitCode {
    let built = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(|app| {
            let data = app.path().app_data_dir()?;
            let place = place::find(std::env::args_os().skip(1), &data);
            // The workspace opens while the window does; the first question waits for it.
            let desk = Desk::open_beside(place, Host::system(), given_passphrase);
            let (handle, events) = (app.handle().clone(), desk.subscribe());
            std::thread::spawn(move || events.into_iter().for_each(|e| announce(&handle, &e)));
            app.manage(desk);
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Netra")
                .inner_size(1280.0, 800.0)
                .min_inner_size(360.0, 480.0)
                .center()
                .on_navigation(is_ours)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(70),
    }
}

/// For whoever opens the window from a script.
fn given_passphrase() -> Option<String> {
    std::env::var("NETRA_PASSPHRASE").ok().filter(|text| !text.is_empty())
}

fn announce(app: &AppHandle, event: &Value) {
    // A window that is closing hears nothing more; that is no fault.
    let _ = app.emit(EVENTS, event);
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
