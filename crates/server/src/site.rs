//! The built web UI: files inside the program, or in a folder while it is being worked on.
//!
//! Invariant: only files that were listed at start are served; no path is ever built from a
//! request.

use crate::ServeError;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use netra_kernel::Result;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

/// Address (without the leading slash) and bytes of each file, compiled in by `build.rs`.
static EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/web_files.rs"));

/// The page that stands for every address of the program.
const PAGE: &str = "index.html";

pub(crate) struct Site {
    files: HashMap<String, Cow<'static, [u8]>>,
    policy: String,
}

impl Site {
    /// The UI that was compiled in, or the one in `folder`.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Site> {
        let mut files = HashMap::new();
        if let Some(folder) = folder {
            let missing = || ServeError::NoPage { folder: folder.display().to_string() };
            read_folder(folder, "", &mut files).map_err(|_| missing())?;
            if !files.contains_key(PAGE) {
                return Err(missing().into());
            }
        } else {
            let embedded = EMBEDDED.iter().map(|(at, bytes)| ((*at).to_owned(), (*bytes).into()));
            files.extend(embedded);
        }
        let page = files.get(PAGE).ok_or(ServeError::NotBuilt)?;
        let policy = policy(&String::from_utf8_lossy(page));
        Ok(Site { files, policy })
    }

    /// A file, or the page for an address that is a place inside the program.
    pub(crate) fn answer(&self, path: &str) -> Response {
        let path = path.trim_start_matches('/');
        let name = if self.files.contains_key(path) { path } else { PAGE };
        let last = path.rsplit('/').next().unwrap_or_default();
        if name == PAGE && last.contains('.') && last != PAGE {
            return StatusCode::NOT_FOUND.into_response();
        }
        let bytes = self.files.get(name).cloned().unwrap_or_default();
        // The bundler puts a hash of the content into these names.
        let keep = if name.starts_with("_app/immutable/") {
            "max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        ([(header::CONTENT_TYPE, content_type(name)), (header::CACHE_CONTROL, keep)], bytes)
            .into_response()
    }

    /// The content security policy of every answer.
    pub(crate) fn policy(&self) -> &str {
        &self.policy
    }
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut HashMap<String, Cow<'static, [u8]>>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

/// Nothing from elsewhere, no inline script but the page's own, known by its hash.
fn policy(page: &str) -> String {
    let mut scripts = String::from("'self'");
    for part in page.split("<script").skip(1) {
        let Some((attributes, rest)) = part.split_once('>') else { continue };
        let Some((body, _)) = rest.split_once("</script>") else { continue };
        if !attributes.contains("src=") {
            scripts.push_str(&format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(body))));
        }
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_own_inline_script_passes_and_no_other() {
        let page = "<script src=\"/a.js\"></script><script>let a = 1;</script>";
        let policy = policy(page);
        // The hash as `openssl dgst -sha256 -binary | base64` gives it for `let a = 1;`.
        let hash = "xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck=";
        assert!(policy.contains(&format!("script-src 'self' 'sha256-{hash}';")), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(policy.starts_with("default-src 'none'"));
    }

    #[test]
    fn a_folder_without_a_page_is_said_so() {
        let folder = std::env::temp_dir().join("netra-no-such-folder");
        let error = Site::load(Some(&folder)).map(|_| ()).unwrap_err();
        assert_eq!(error.code(), "serve.no_page");
    }
}
