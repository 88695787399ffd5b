//! What a server says to a device: every message, refusals, answers made smaller, hints on a live
//! connection.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_fuzz::answers::Device;
use std::cell::RefCell;

thread_local! {
    static DEVICE: RefCell<Device> = RefCell::new(Device::new());
}

fuzz_target!(|data: &[u8]| DEVICE.with_borrow_mut(|it| it.play(data)));
