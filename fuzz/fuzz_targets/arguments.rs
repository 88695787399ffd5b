//! Anything typed after `netra`: understood, or refused as usage; never a panic.
#![no_main]

use clap::Parser;
use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../crates/cli/src/args.rs"]
mod args;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let typed = std::iter::once("netra").chain(text.split('\n'));
    if let Err(e) = args::Cli::try_parse_from(typed) {
        assert!(!e.to_string().is_empty());
    }
});
