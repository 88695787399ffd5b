//! Any bytes as a backup: read whole, or refused with a reason; never more than there is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_kernel::Kind;
use netra_workspace::recover::Archive;
use std::io::Cursor;

fuzz_target!(|data: &[u8]| {
    let done = Archive::open(Cursor::new(data), "fuzz").and_then(|mut a| a.verify());
    if let Err(e) = done {
        assert!(e.kind() != Kind::Internal, "{e:?}");
    }
});
