//! Every query with any arguments: refused with a reason, or answered; never a fault of the program.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_fuzz::{Bytes, Desk};
use std::cell::RefCell;

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::new());
}

fuzz_target!(|data: &[u8]| {
    DESK.with_borrow_mut(|desk| {
        let mut bytes = Bytes(data);
        let at = usize::from(bytes.next()) % desk.queries.len();
        let (name, schema) = desk.queries[at].clone();
        let args = desk.arguments(&schema, &mut bytes);
        desk.ask(&name, args);
    });
});
