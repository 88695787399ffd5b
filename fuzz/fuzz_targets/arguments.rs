//! Anything typed after `netra`, opened as a link, or given as a server's address: understood, or
//! refused; never a panic, and a link leads to a page of the window or nowhere.
#![no_main]

// What the shell calls by its window library's name.
extern crate url as tauri;

use clap::Parser;
use libfuzzer_sys::fuzz_target;
use netra_workspace::remote::readers::address;

#[allow(dead_code)]
#[path = "../../crates/cli/src/args.rs"]
mod args;
#[allow(dead_code)]
#[path = "../../src-tauri/src/link.rs"]
mod link;

/// Good ones, to be bent.
const GOOD: [&str; 6] = [
    "netra://lead/0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506",
    "netra://calls",
    "https://netra.example:8443/acme/",
    "http://[::1]:8080/acme",
    "connect\nhttps://netra.example/acme\n--email\nasha@firm.example\n--invitation\nab12\n-D\nx",
    "run\nlead.create\n--name\nAsha",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let text = match GOOD.get(usize::from(*first)) {
        Some(good) => netra_fuzz::Bytes(rest).bent(good.as_bytes()),
        None => rest.to_vec(),
    };
    let text = String::from_utf8_lossy(&text);
    let typed = std::iter::once("netra").chain(text.split('\n'));
    if let Err(e) = args::Cli::try_parse_from(typed) {
        assert!(!e.to_string().is_empty());
    }
    for line in text.split('\n') {
        linked(line);
        connected(line);
    }
});

fn linked(line: &str) {
    let Some(page) = link::route(line) else { return };
    // The scheme is there behind blanks at most, which every reader of addresses passes over.
    assert!(link::is_page(&page), "{line} leads to {page}");
    let is_plain =
        page.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-".contains(&b));
    assert!(is_plain, "{line} leads to {page}");
}

fn connected(line: &str) {
    match address(line) {
        Ok((base, name)) => {
            let is_near =
                ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().any(|near| {
                    base.strip_prefix(near)
                        .is_some_and(|port| port.is_empty() || port.starts_with(':'))
                });
            assert!(base.starts_with("https://") || is_near, "{line}: {base}");
            assert!(!name.is_empty() && !name.contains(['/', '?', '#', '\\']), "{line}: {name}");
            assert!(!base.contains(['@', '?', '#', ' ']), "{line}: {base}");
            let again = address(&format!("{base}/{name}")).unwrap();
            assert_eq!(again, (base, name), "{line}");
        }
        Err(e) => assert_eq!(e.code(), "sync.address"),
    }
}
