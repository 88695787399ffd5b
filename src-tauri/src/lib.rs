//! The desktop shell: windows over one workspace, one rpc command, one channel of events.
//!
//! Invariant: no business rule in here; what a window asks goes to the workspace as it is. Only
//! what concerns the window itself (`wishes.rs`) is done here.
//! Invariant: a window can reach nothing but `rpc` and the events (`capabilities/main.json`),
//! and never leaves its own pages.
//!
//! `place.rs` finds the workspace; the workspace's own desk opens it beside the window and answers.
//! `door.rs` sees to it that a workspace is open in one program only; `link.rs` reads addresses of
//! the form `netra://`; `memory.rs` keeps how the windows were; `menu.rs` shows the page's actions;
//! `asking.rs` and `saving.rs` put files where the person says, `dragging.rs` into other programs.

mod asking;
mod door;
mod dragging;
mod link;
mod memory;
mod menu;
mod notices;
mod place;
mod saving;
mod windows;
mod wishes;

use door::{Doorplate, Found, Knock, Listening};
use dragging::PutDown;
use memory::Memory;
use netra_workspace::Host;
use netra_workspace::desk::{Desk, Place};
use netra_workspace::leave;
use netra_workspace::watch::CLOSED;
use serde_json::Value;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{App, AppHandle, Emitter, Manager, RunEvent, State, WebviewWindow};

/// The one command: a request in, an answer out. The core blocks, so it runs on a thread of its
/// own.
#[tauri::command]
async fn rpc(
    window: WebviewWindow,
    desk: State<'_, Arc<Desk>>,
    request: Value,
) -> Result<Value, String> {
    let desk = Arc::clone(&desk);
    let answer = move || {
        if wishes::is_one(&request) {
            wishes::grant(&window, &desk, request)
        } else {
            desk.handle(request)
        }
    };
    tauri::async_runtime::spawn_blocking(answer).await.map_err(|e| e.to_string())
}

/// Runs the program until its last window closes.
pub fn main() -> ! {
    netra_workspace::heap::share();
    let context = tauri::generate_context!();
    let Some(data) = dirs::data_dir().map(|all| all.join(&context.config().identifier)) else {
        leave(70);
    };
    // Before there is anything of a window: who only hands something over has nothing to end.
    let Some(beginning) = Beginning::find(data, std::env::args_os().skip(1)) else {
        leave(0);
    };
    let built = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![rpc])
        .manage(menu::Bars::default())
        .manage(notices::Notices::default())
        .manage(saving::Saved::default())
        .on_menu_event(|app, event| menu::chosen(app, &event))
        .setup(|app| start(app, beginning))
        .build(context);
    match built {
        Ok(app) => {
            app.run(follow);
            leave(0)
        }
        Err(_) => leave(70),
    }
}

/// What a start finds out before its window is made.
struct Beginning {
    /// Where this person's programs keep what they remember.
    data: PathBuf,
    place: Place,
    /// The page that it was asked to show.
    page: Option<String>,
    listening: Option<Listening>,
}

impl Beginning {
    /// None when another program has taken it over.
    fn find(data: PathBuf, args: impl Iterator<Item = OsString>) -> Option<Beginning> {
        let (links, args): (Vec<_>, Vec<_>) =
            args.partition(|arg| link::is_meant_as_one(&arg.to_string_lossy()));
        // An address that is none of ours opens the program at home.
        let page = links.iter().find_map(|arg| link::route(&arg.to_string_lossy()));
        let place = place::find(args.into_iter(), &data);
        let knock = Knock { folder: wanted(&place), page: page.clone() };
        match door::knock_or_open(&data, &knock) {
            Found::Taken => None,
            Found::First(listening) => Some(Beginning { data, place, page, listening }),
        }
    }
}

fn start(app: &App, beginning: Beginning) -> Result<(), Box<dyn std::error::Error>> {
    let Beginning { data, place, page, listening } = beginning;
    // The workspace opens while the window does; the first question waits for it.
    let desk = Desk::open_beside(place, Host::system(), given_passphrase);
    let (handle, events) = (app.handle().clone(), desk.subscribe());
    std::thread::spawn(move || events.into_iter().for_each(|e| announce(&handle, &e)));
    if let Some(listening) = listening {
        let (handle, desk) = (app.handle().clone(), Arc::clone(&desk));
        let plate = listening.hear(move |knock| is_taken(&handle, &desk, &knock));
        app.manage(Mutex::new(Some(plate)));
    }
    app.manage(desk);
    app.manage(Memory::read(&data));
    app.manage(PutDown::begin(&data));
    windows::open_first(app.handle(), page.as_deref().unwrap_or("/"))?;
    Ok(())
}

/// The workspace that a start asks for by name.
fn wanted(place: &Place) -> Option<PathBuf> {
    let is_asked_for = place.is_named || place.plays_demo;
    is_asked_for.then(|| std::path::absolute(&place.folder).unwrap_or(place.folder.clone()))
}

/// A second start: when it is for the workspace that is open here, a window comes forward.
fn is_taken(app: &AppHandle, desk: &Desk, knock: &Knock) -> bool {
    let is_ours =
        knock.folder.as_deref().is_none_or(|wanted| door::is_same_folder(wanted, &desk.folder()));
    if is_ours {
        let page = knock.page.clone().filter(|page| link::is_page(page));
        let handle = app.clone();
        let forward = move || windows::bring_forward(&handle, page.as_deref());
        return app.run_on_main_thread(forward).is_ok();
    }
    false
}

fn follow(app: &AppHandle, event: RunEvent) {
    match event {
        // Where the system itself hands addresses to the program that runs.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let page = urls.iter().find_map(|url| link::route(url.as_str()));
            windows::bring_forward(app, page.as_deref());
        }
        RunEvent::Exit => {
            if let Some(memory) = app.try_state::<Memory>() {
                memory.write();
            }
            if let Some(put_down) = app.try_state::<PutDown>() {
                put_down.clear();
            }
            if let Some(plate) = app.try_state::<Mutex<Option<Doorplate>>>() {
                drop(plate.lock().unwrap_or_else(PoisonError::into_inner).take());
            }
            // The loop would end the process in the ordinary way, see `leave`.
            app.cleanup_before_exit();
            leave(0)
        }
        _ => {}
    }
}

/// For whoever opens the window from a script.
fn given_passphrase() -> Option<String> {
    std::env::var("NETRA_PASSPHRASE").ok().filter(|text| !text.is_empty())
}

fn announce(app: &AppHandle, event: &Value) {
    // What nobody may see any more in the workspace does not lie beside it in clear.
    if event["type"] == CLOSED
        && let Some(put_down) = app.try_state::<PutDown>()
    {
        put_down.clear();
    }
    // A window that is closing hears nothing more; that is no fault.
    let _ = app.emit(windows::EVENTS, event);
}
