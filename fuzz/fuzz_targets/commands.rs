//! Every command with any arguments, of any version: refused with a reason, or done; never a fault of
//! the program.
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
        let at = usize::from(bytes.next()) % desk.commands.len();
        let (name, schema) = desk.commands[at].clone();
        let version = match bytes.next() {
            n @ 0..=63 => Some(u32::from(n % 8)),
            n @ 64..=71 => Some(u32::MAX - u32::from(n)),
            _ => None,
        };
        let args = desk.arguments(&schema, &mut bytes);
        match version {
            Some(version) => desk.run_old(&name, version, args),
            None => desk.run(&name, args),
        }
    });
});
