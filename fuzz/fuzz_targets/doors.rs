//! Bytes on a connection to the server, and to the door of this machine: heads, bodies, one request
//! after another.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_fuzz::doors::House;
use std::cell::RefCell;

thread_local! {
    static HOUSE: RefCell<House> = RefCell::new(House::new());
}

fuzz_target!(|data: &[u8]| HOUSE.with_borrow_mut(|it| it.play(data)));
