//! Files in pieces: chunks that lie, come twice, in another order or of another size, and what is on
//! the disk of them, spoilt; stored files, spoilt.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_fuzz::chunks::Shelf;
use std::cell::RefCell;

thread_local! {
    static SHELF: RefCell<Shelf> = RefCell::new(Shelf::new());
}

fuzz_target!(|data: &[u8]| SHELF.with_borrow_mut(|it| it.play(data)));
