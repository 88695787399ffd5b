//! The desktop shell.

/// Runs the program until its window closes.
pub fn main() -> std::process::ExitCode {
    let built = tauri::Builder::default().run(tauri::generate_context!());
    if built.is_err() { std::process::ExitCode::from(70) } else { std::process::ExitCode::SUCCESS }
}
