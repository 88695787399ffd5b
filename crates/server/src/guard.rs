//! Who is heard. A page elsewhere on the web can make a browser send requests to loopback, and
//! can point a name of its own at 127.0.0.1 (DNS rebinding); neither may reach the workspace.
//!
//! Invariant: nothing but the address printed to the person who started the server leads in.

use axum::http::{HeaderMap, header};
use std::sync::Mutex;

/// The keys of one running server: the one-time token of the printed address, and the cookie
/// value it is exchanged for.
pub(crate) struct Gate {
    port: u16,
    token: Mutex<Option<String>>,
    cookie: String,
}

/// 32 random bytes as text that fits in an address and a cookie.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Compares without stopping at the first difference, so that timing tells nothing.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

impl Gate {
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn new(port: u16) -> Result<Gate, getrandom::Error> {
        Ok(Gate { port, token: Mutex::new(Some(secret()?)), cookie: secret()? })
    }

    /// The address to print. Its token works once.
    pub(crate) fn address(&self) -> String {
        let token = self.token.lock().map(|t| t.clone().unwrap_or_default()).unwrap_or_default();
        format!("http://127.0.0.1:{}/?token={token}", self.port)
    }

    fn cookie_name(&self) -> String {
        // Cookies do not know ports: two workspaces side by side must not overwrite each other's.
        format!("netra_{}", self.port)
    }

    /// Takes the token, once, and gives the cookie to set.
    pub(crate) fn exchange(&self, token: &str) -> Option<String> {
        let mut kept = self.token.lock().ok()?;
        if !kept.as_deref().is_some_and(|right| same(right, token)) {
            return None;
        }
        *kept = None;
        let (name, value) = (self.cookie_name(), &self.cookie);
        Some(format!("{name}={value}; HttpOnly; SameSite=Strict; Path=/"))
    }

    /// The request names this machine by a name that only this machine answers to.
    pub(crate) fn names_us(&self, headers: &HeaderMap) -> bool {
        text(headers, header::HOST).is_some_and(|host| self.is_our_host(host))
    }

    fn is_our_host(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost"].iter().any(|name| host == format!("{name}:{}", self.port))
    }

    /// The request carries our cookie.
    pub(crate) fn knows(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(key, value)| key == name && same(value, &self.cookie))
    }

    /// The request was made by our own page: browsers name the page's origin on every POST, and
    /// say whether the page and the address belong together.
    pub(crate) fn is_our_page(&self, headers: &HeaderMap) -> bool {
        let origin_fits = text(headers, header::ORIGIN)
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|host| self.is_our_host(host));
        let site_fits =
            headers.get("sec-fetch-site").is_none_or(|site| site.as_bytes() == b"same-origin");
        origin_fits && site_fits
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate() -> Gate {
        Gate::new(8787).unwrap()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn the_token_works_once() {
        let gate = gate();
        let address = gate.address();
        let (_, token) = address.split_once("token=").unwrap();
        assert_eq!(token.len(), 64);
        assert!(gate.exchange("").is_none());
        assert!(gate.exchange(&"0".repeat(64)).is_none());
        let cookie = gate.exchange(token).unwrap();
        assert!(cookie.starts_with("netra_8787="));
        assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/"));
        assert!(gate.exchange(token).is_none(), "a second time");
        assert!(gate.exchange("").is_none(), "and never by an empty token");
    }

    #[test]
    fn only_our_cookie_is_known() {
        let gate = gate();
        let right = format!("netra_8787={}", gate.cookie);
        let among_others = format!("a=b; {right}; c=d");
        for (line, known) in [
            (right.as_str(), true),
            (among_others.as_str(), true),
            ("netra_8787=", false),
            ("netra_8787=0000", false),
            ("other=1", false),
        ] {
            assert_eq!(gate.knows(&headers(&[("cookie", line)])), known, "{line}");
        }
        let other_name = right.replace("netra_8787", "netra_8788");
        assert!(!gate.knows(&headers(&[("cookie", &other_name)])));
        assert!(!gate.knows(&headers(&[])));
    }

    #[test]
    fn a_foreign_name_for_this_machine_is_refused() {
        for (host, ours) in [
            ("127.0.0.1:8787", true),
            ("localhost:8787", true),
            ("127.0.0.1:80", false),
            ("127.0.0.1", false),
            ("evil.example:8787", false),
            ("127.0.0.1:8787.evil.example", false),
            ("[::1]:8787", false),
        ] {
            assert_eq!(gate().names_us(&headers(&[("host", host)])), ours, "{host}");
        }
        assert!(!gate().names_us(&headers(&[])));
    }

    #[test]
    fn a_foreign_page_is_refused() {
        type Pairs = &'static [(&'static str, &'static str)];
        let cases: [(Pairs, bool); 6] = [
            (&[("origin", "http://127.0.0.1:8787")], true),
            (&[("origin", "http://localhost:8787"), ("sec-fetch-site", "same-origin")], true),
            (&[("origin", "http://127.0.0.1:8787"), ("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://127.0.0.1:8787")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ];
        for (pairs, ours) in cases {
            assert_eq!(gate().is_our_page(&headers(pairs)), ours, "{pairs:?}");
        }
    }
}
