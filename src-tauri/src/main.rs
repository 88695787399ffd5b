//! The desktop program. Everything is in the library, so that tests can reach it.

// A console window beside the program would only frighten people on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    netra_desktop::main()
}
