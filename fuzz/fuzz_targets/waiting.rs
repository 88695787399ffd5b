//! What lies in a copy's folder beside its database, spoilt: `waiting.log` above all, from which what
//! was never handed in is taken back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_fuzz::waiting::Folder;
use std::cell::RefCell;

thread_local! {
    static FOLDER: RefCell<Folder> = RefCell::new(Folder::new());
}

fuzz_target!(|data: &[u8]| FOLDER.with_borrow_mut(|it| it.play(data)));
