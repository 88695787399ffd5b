//! Messages of sync, on both sides: real ones in which some bytes are others, as a server or a device
//! that lies would send them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_fuzz::wire::Pair;
use std::cell::RefCell;

thread_local! {
    static PAIR: RefCell<Pair> = RefCell::new(Pair::new());
}

fuzz_target!(|data: &[u8]| PAIR.with_borrow_mut(|pair| pair.play(data)));
