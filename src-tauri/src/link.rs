//! Addresses of the form `netra://lead/ID`, from a mail, a calendar or another program, and which
//! page of the window each one means.
//!
//! Invariant: only the shapes in the tables below lead anywhere, and only to a page of the window:
//! an address never carries a command, a query or a path of its own.

use netra_kernel::Id;
use tauri::Url;

/// What the system knows our addresses by; `tauri.conf.json` says the same.
pub const SCHEME: &str = "netra";

/// Longer than any address of ours.
const LONGEST: usize = 100;

/// Records, by the word in the address and the page that shows one.
const RECORDS: &[(&str, &str)] = &[
    ("lead", "/leads/"),
    ("company", "/companies/"),
    ("deal", "/deals/"),
    ("quote", "/quotes/"),
    ("agreement", "/agreements/"),
    ("project", "/projects/"),
];

/// Places that need no record.
const PLACES: &[(&str, &str)] = &[
    ("home", "/"),
    ("inbox", "/inbox"),
    ("calls", "/calls"),
    ("leads", "/leads"),
    ("companies", "/companies"),
    ("deals", "/deals"),
    ("quotes", "/quotes"),
    ("agreements", "/agreements"),
    ("kickoffs", "/kickoffs"),
    ("projects", "/projects"),
    ("payments", "/payments"),
    ("packs", "/packs"),
];

/// Whether an argument claims to be an address of ours, good or not.
pub fn is_meant_as_one(text: &str) -> bool {
    text.get(..SCHEME.len() + 1).is_some_and(|head| head.eq_ignore_ascii_case("netra:"))
}

/// The page that an address means; nothing for whatever is not exactly one of ours.
pub fn route(address: &str) -> Option<String> {
    if address.len() > LONGEST {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let is_plain = url.scheme() == SCHEME
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !is_plain {
        return None;
    }
    let (word, rest) = (url.host_str()?, url.path().trim_start_matches('/'));
    if rest.is_empty() {
        return PLACES.iter().find(|(name, _)| *name == word).map(|(_, page)| (*page).to_owned());
    }
    let (_, page) = RECORDS.iter().find(|(name, _)| *name == word)?;
    // Written anew from what was read: nothing of the address itself reaches the window.
    Id::parse(rest).map(|id| format!("{page}{id}"))
}

/// Whether text from the page names a page of the window: a path below its root, no other host.
pub fn is_page(path: &str) -> bool {
    let is_short = path.len() <= 2_000;
    let is_below = path.starts_with('/') && !path.starts_with("//") && !path.contains("/..");
    is_short && is_below && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506";

    #[test]
    fn records_and_places_are_found() {
        for (address, page) in [
            (format!("netra://lead/{ID}"), format!("/leads/{ID}")),
            (format!("NETRA://Lead/{}", ID.to_uppercase()), String::new()),
            (format!("netra://lead/{}", ID.to_uppercase()), format!("/leads/{ID}")),
            (format!("netra://project/{ID}"), format!("/projects/{ID}")),
            (format!("netra://company/{ID}"), format!("/companies/{ID}")),
            ("netra://calls".to_owned(), "/calls".to_owned()),
            ("netra://inbox/".to_owned(), "/inbox".to_owned()),
            ("netra://home".to_owned(), "/".to_owned()),
        ] {
            assert_eq!(route(&address).unwrap_or_default(), page, "{address}");
        }
    }

    #[test]
    fn whatever_else_leads_nowhere() {
        for address in [
            "",
            "netra:",
            "netra://",
            "netra:lead",
            "netra://settings/backup",
            "netra://lead/1",
            "netra://lead/../settings",
            "netra://lead/%2e%2e/settings",
            "netra://calls?dial=98220114",
            "netra://calls#x",
            "netra://me:secret@calls",
            "netra://calls:80",
            "netra://evil.example/calls",
            "netra://javascript:alert(1)",
            "https://example.com/lead",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "--workspace=/tmp/x",
        ] {
            assert_eq!(route(address), None, "{address}");
        }
        for tail in ["/edit", "?x=1", "#x", "/", "%00", "\u{202e}", " --demo"] {
            let address = format!("netra://lead/{ID}{tail}");
            assert_eq!(route(&address), None, "{address}");
        }
        assert_eq!(route(&format!("netra://lead/{}", "0".repeat(10_000))), None);
    }

    #[test]
    fn a_page_is_a_path_of_the_window() {
        for (path, is_one) in [
            ("/", true),
            ("/leads?text=ravi&sort=name", true),
            ("/projects/0192f3a4/money", true),
            ("//evil.example/", false),
            ("https://evil.example/", false),
            ("leads", false),
            ("/../etc/passwd", false),
            ("/\\evil.example", false),
            ("/lea ds", false),
            ("", false),
        ] {
            assert_eq!(is_page(path), is_one, "{path}");
        }
    }
}
