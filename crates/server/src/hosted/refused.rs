//! How a refusal looks: `{"error": {kind, code, message, args, fields}}` with the status that fits,
//! and a sentence in the language of whoever asked.
//!
//! Invariant: every refusal of every address goes through [`written`], so none is without words.

use super::api::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use netra_core::language;
use netra_kernel::{Error, Kind};
use netra_sync::account::AccountError;
use serde_json::json;
use std::sync::Arc;

/// A refusal as a handler gives it. Its words come last, where it is known who reads them.
pub(super) struct Refused(Error);

/// What is still to be said of a response.
#[derive(Clone)]
struct Unsaid(Arc<Error>);

/// What only the log keeps of a fault.
#[derive(Clone)]
pub(super) struct Fault(pub(super) String);

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused(error)
    }
}
impl From<AccountError> for Refused {
    fn from(e: AccountError) -> Refused {
        Error::from(e).into()
    }
}

fn status(error: &Error) -> StatusCode {
    match (error.code(), error.kind()) {
        (
            "account.signed_out"
            | "account.reused"
            | "account.wrong"
            | "sync.revoked"
            | "account.invitation"
            | "account.code_needed"
            | "account.code_wrong"
            | "sync.wipe",
            _,
        ) => StatusCode::UNAUTHORIZED,
        ("account.too_many", _) => StatusCode::TOO_MANY_REQUESTS,
        ("server.too_large", _) => StatusCode::PAYLOAD_TOO_LARGE,
        ("server.slow", _) => StatusCode::REQUEST_TIMEOUT,
        (_, Kind::Invalid) => StatusCode::BAD_REQUEST,
        (_, Kind::NotFound) => StatusCode::NOT_FOUND,
        (_, Kind::Conflict | Kind::NotNow | Kind::Incompatible) => StatusCode::CONFLICT,
        (_, Kind::Forbidden) => StatusCode::FORBIDDEN,
        (_, Kind::Offline) => StatusCode::SERVICE_UNAVAILABLE,
        (_, Kind::Internal) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let error = self.0;
        let status = status(&error);
        let mut response = status.into_response();
        if let Some(seconds) = error.args().get("seconds").and_then(|s| s.as_u64()) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        if error.kind() == Kind::Internal
            && let Some(detail) = error.detail()
        {
            response.extensions_mut().insert(Fault(detail));
        }
        response.extensions_mut().insert(Unsaid(Arc::new(error)));
        response
    }
}

/// The response with its refusal, if it is one, in words.
pub(super) fn written(mut response: Response, locale: &str) -> Response {
    let Some(Unsaid(error)) = response.extensions_mut().remove::<Unsaid>() else { return response };
    let said = Json(json!({ "error": language::error_json(locale, &error) })).into_response();
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.map(|_| said.into_body())
}

/// The language that somebody reads, of those that there are.
pub(super) fn locale(headers: &HeaderMap) -> &'static str {
    let list = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("en");
    let mut best = ("en", 0.0);
    for part in list.split(',') {
        let mut words = part.split(';').map(str::trim);
        let language = words.next().unwrap_or_default().split('-').next().unwrap_or_default();
        let weight = words.find_map(|w| w.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        for known in ["en", "hi"] {
            if language.eq_ignore_ascii_case(known) && weight.is_some_and(|w: f32| w > best.1) {
                best = (known, weight.unwrap_or(0.0));
            }
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_somebody_reads() {
        for (said, meant) in [
            ("", "en"),
            ("hi", "hi"),
            ("hi-IN,hi;q=0.9,en;q=0.8", "hi"),
            ("en-IN,hi;q=0.9", "en"),
            ("fr, hi;q=0.2, en;q=0.1", "hi"),
            ("fr", "en"),
            ("hi;q=x", "en"),
            ("HI", "hi"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, said.parse().unwrap());
            assert_eq!(locale(&headers), meant, "{said}");
        }
        assert_eq!(locale(&HeaderMap::new()), "en");
    }
}
