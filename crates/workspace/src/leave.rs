//! The end of a program.
//!
//! Why: when a process ends in the ordinary way, SQLCipher frees its keys' mask and its locks while
//! other threads (sync, the live channel, a report under way) may still read or write pages. Such a
//! thread then falls over, or worse, writes a page under a key that is none. So the program is left
//! at once, as by a crash, which the database is made for.

use std::io::Write;

/// Ends this process with `code`, once what was printed is out; nothing else of it is run.
#[expect(unsafe_code, reason = "the standard library has no end without exit handlers")]
pub fn leave(code: u8) -> ! {
    // Whoever should read it may be gone; there is nobody left to tell.
    let _ = std::io::stdout().flush();
    let _ = std::io::stderr().flush();
    // SAFETY: takes a number and does not return; nothing of ours runs after it.
    unsafe { libc::_exit(i32::from(code)) }
}
