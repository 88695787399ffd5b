//! Messages over HTTP, and what may go wrong with them.
//!
//! Invariant: credentials go out over TLS only; in the clear only to this very machine.
//! Invariant: an answer is read up to a limit, whoever sends it.

use super::RemoteError;
use flate2::read::GzDecoder;
use netra_kernel::{Error, Id, Refusal, Result};
use netra_sync::account::{API, DEVICE_HEADER, Secret};
use netra_sync::{SyncError, received};
use reqwest::blocking::{Body, Client, RequestBuilder, Response};
use reqwest::{Certificate, Method, Url, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs::File;
use std::io::{self, Read};
use std::time::Duration;

/// A page is 4 MB of rows and its wrapping; one row may be larger.
const MOST_BYTES: u64 = 64 << 20;
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(90);
/// A chunk; the server may have to put the whole file together.
const CHUNK: Duration = Duration::from_secs(330);
/// The server ends it earlier.
const LIVE: Duration = Duration::from_secs(360);
const UPLOAD: Duration = Duration::from_secs(1_800);

/// A server, as a device speaks to it.
pub(crate) struct Server {
    client: Client,
    base: String,
    /// It is this very machine: nothing is won by making answers smaller.
    is_here: bool,
}

/// Who asks: the access token, and the identity that is used.
#[derive(Clone, Copy, Default)]
pub(crate) struct As<'a> {
    pub access: Option<&'a Secret>,
    pub device: Option<Id>,
}

/// Takes `https://server/name` apart. In the clear only to this machine.
/// # Errors
/// `sync.address`.
pub(crate) fn address(text: &str) -> Result<(String, String)> {
    let wrong = || Error::from(RemoteError::Address { address: text.to_owned() });
    let mut url = Url::parse(text).map_err(|_| wrong())?;
    let is_here = is_here(&url);
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    let name = url.path().trim_matches('/').to_owned();
    let is_plain = url.query().is_none() && url.username().is_empty() && url.password().is_none();
    if !is_safe || !is_plain || name.is_empty() || name.contains('/') {
        return Err(wrong());
    }
    url.set_path("");
    url.set_fragment(None);
    Ok((url.as_str().trim_end_matches('/').to_owned(), name))
}

fn is_here(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

impl Server {
    /// `certificates`: PEM of authorities to trust beside those of the system.
    /// # Errors
    /// `sync.certificates`.
    pub(crate) fn new(base: &str, certificates: Option<&str>) -> Result<Server> {
        // A program that has chosen one before keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let wrong = |e| Error::from(RemoteError::Certificates).because(e);
        let mut builder = Client::builder()
            .user_agent(concat!("netra/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(ANSWER);
        if let Some(pem) = certificates {
            let list = Certificate::from_pem_bundle(pem.as_bytes()).map_err(wrong)?;
            if list.is_empty() {
                return Err(RemoteError::Certificates.into());
            }
            builder = builder.tls_certs_merge(list);
        }
        // What is wrapped as a certificate and is none is noticed only here.
        let client = builder.build().map_err(|e| match certificates {
            Some(_) => wrong(e),
            None => Error::internal(e),
        })?;
        let is_here = Url::parse(base).is_ok_and(|url| is_here(&url));
        Ok(Server { client, base: base.to_owned(), is_here })
    }

    fn request(&self, method: Method, path: &str, who: As<'_>) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}{API}{path}", self.base));
        if let Some(access) = who.access {
            request = request.bearer_auth(&access.0);
        }
        if let Some(device) = who.device {
            request = request.header(DEVICE_HEADER, device.to_string());
        }
        request
    }

    /// # Errors
    /// `sync.unreachable`, what the server refuses.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str, who: As<'_>) -> Result<T> {
        self.answer(self.request(Method::GET, path, who))
    }

    /// # Errors
    /// As [`Server::get`].
    pub(crate) fn delete(&self, path: &str, who: As<'_>) -> Result<Value> {
        self.answer(self.request(Method::DELETE, path, who))
    }

    /// Asks the core of the server, in the language of whoever reads the answer.
    /// # Errors
    /// As [`Server::get`]; what the query refuses.
    pub(crate) fn query(
        &self,
        name: &str,
        who: As<'_>,
        locale: &str,
        args: &Value,
    ) -> Result<Value> {
        let body = serde_json::to_vec(args)?;
        let request = self.request(Method::POST, &format!("/queries/{name}"), who);
        let request = request.header("accept-language", locale);
        self.answer(request.header("content-type", "application/json").body(body))
    }

    /// Gives the core of the server a command. Under the same id it is applied once, however often
    /// it is given.
    /// # Errors
    /// As [`Server::get`]; what refuses the command.
    pub(crate) fn command<T: DeserializeOwned>(
        &self,
        name: &str,
        id: Id,
        who: As<'_>,
        args: &Value,
    ) -> Result<T> {
        let body = serde_json::to_vec(args)?;
        let request = self.request(Method::POST, &format!("/commands/{name}"), who);
        let request = request.header("idempotency-key", id.to_string());
        self.answer(request.header("content-type", "application/json").body(body))
    }

    /// # Errors
    /// As [`Server::get`].
    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        who: As<'_>,
        body: &impl Serialize,
    ) -> Result<T> {
        let body = serde_json::to_vec(body)?;
        let mut request = self.request(Method::POST, path, who);
        if !self.is_here {
            request = request.header(header::ACCEPT_ENCODING, "gzip");
        }
        self.answer(request.header("content-type", "application/json").body(body))
    }

    /// Sends a whole file.
    /// # Errors
    /// As [`Server::get`].
    pub(crate) fn upload<T: DeserializeOwned>(
        &self,
        path: &str,
        code: &Secret,
        transfer: &str,
        file: File,
    ) -> Result<T> {
        let who = As { access: Some(code), device: None };
        let request = self.request(Method::POST, path, who).timeout(UPLOAD);
        self.answer(request.header("netra-transfer-key", transfer).body(Body::new(file)))
    }

    /// Sends a chunk of a file.
    /// # Errors
    /// As [`Server::get`].
    pub(crate) fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        who: As<'_>,
        chunk: &[u8],
    ) -> Result<T> {
        self.answer(self.request(Method::PUT, path, who).timeout(CHUNK).body(chunk.to_vec()))
    }

    /// Fetches a chunk of a file.
    /// # Errors
    /// As [`Server::get`].
    pub(crate) fn bytes(&self, path: &str, who: As<'_>) -> Result<Vec<u8>> {
        self.said(self.request(Method::GET, path, who).timeout(CHUNK))
    }

    /// A connection on which the server says that there is something new.
    /// # Errors
    /// As [`Server::get`].
    pub(crate) fn live(&self, who: As<'_>) -> Result<Response> {
        let request = self.request(Method::GET, "/live", who).timeout(LIVE);
        let response = request.send().map_err(|e| self.unreachable(e))?;
        match response.status().is_success() {
            true => Ok(response),
            false => Err(self.refusal(response.status().as_u16(), &self.body(response)?)),
        }
    }

    fn answer<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T> {
        serde_json::from_slice(&self.said(request)?)
            .map_err(|e| Error::from(SyncError::Form { detail: "answer_form" }).because(e))
    }

    fn said(&self, request: RequestBuilder) -> Result<Vec<u8>> {
        let again = request.try_clone();
        let response = match (request.send(), again) {
            // A kept connection that the server has closed meanwhile. Every request may be made
            // twice: that is what the protocol is for.
            (Err(e), Some(again)) if e.is_request() && !e.is_timeout() && !e.is_connect() => {
                again.send()
            }
            (sent, _) => sent,
        }
        .map_err(|e| self.unreachable(e))?;
        let status = response.status();
        let body = self.body(response)?;
        if status.is_success() {
            return Ok(body);
        }
        Err(self.refusal(status.as_u16(), &body))
    }

    pub(super) fn refusal(&self, status: u16, body: &[u8]) -> Error {
        #[derive(serde::Deserialize)]
        struct Refused {
            error: Refusal,
        }
        match serde_json::from_slice::<Refused>(body) {
            Ok(refused) => received(&refused.error),
            // Somebody else answers there: a proxy, or another program.
            Err(_) => RemoteError::NoServer { server: self.base.clone(), status }.into(),
        }
    }

    fn body(&self, response: Response) -> Result<Vec<u8>> {
        let coding = response.headers().get(header::CONTENT_ENCODING);
        let is_gzip = coding.is_some_and(|coding| coding == "gzip");
        let body = whole(response, is_gzip, MOST_BYTES).map_err(|e| self.unreachable(e))?;
        body.ok_or_else(|| SyncError::Form { detail: "answer_endless" }.into())
    }

    fn unreachable(&self, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        let (why, server) = (why.into(), self.base.clone());
        let said = std::iter::successors(Some(&*why as &dyn std::error::Error), |e| e.source());
        // The TLS library's errors are not ours to name: it says this word of each that is about one.
        match said.map(ToString::to_string).any(|said| said.contains("certificate")) {
            true => Error::from(RemoteError::Untrusted { server }).because(why),
            false => Error::from(RemoteError::Unreachable { server }).because(why),
        }
    }
}

/// All of an answer; None when it has more bytes than that.
pub(super) fn whole(from: impl Read, is_gzip: bool, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    match is_gzip {
        true => GzDecoder::new(from).take(most + 1).read_to_end(&mut body)?,
        false => from.take(most + 1).read_to_end(&mut body)?,
    };
    Ok((body.len() as u64 <= most).then_some(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_to_its_end_or_to_the_limit() {
        let mut smaller = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut smaller, &[b'x'; 100_000]).unwrap();
        let smaller = smaller.finish().unwrap();
        assert!(smaller.len() < 2_000);
        let read = |most| whole(smaller.as_slice(), true, most).unwrap().map(|body| body.len());
        assert_eq!((read(100_000), read(99_999)), (Some(100_000), None));
        assert!(whole(&smaller[..smaller.len() / 2], true, 100_000).is_err(), "cut off");
        assert_eq!(whole(io::repeat(b'x'), false, 10).unwrap(), None);
    }

    #[test]
    fn certificates_that_are_none_are_refused_as_such() {
        for pem in [
            "",
            "a certificate",
            "-----BEGIN CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        ] {
            let refused = Server::new("https://netra.example", Some(pem)).err().unwrap();
            assert_eq!(refused.code(), "sync.certificates", "{pem}");
        }
        assert!(Server::new("https://netra.example", None).is_ok());
    }

    #[test]
    fn addresses() {
        for (text, base, name) in [
            ("https://netra.example/acme", "https://netra.example", "acme"),
            ("https://netra.example:8443/acme/", "https://netra.example:8443", "acme"),
            ("http://127.0.0.1:8080/acme", "http://127.0.0.1:8080", "acme"),
            ("http://localhost:8080/acme", "http://localhost:8080", "acme"),
        ] {
            assert_eq!(address(text).unwrap(), (base.to_owned(), name.to_owned()));
        }
        for text in [
            "",
            "acme",
            "http://netra.example/acme",
            "http://127.0.0.1.evil.example/acme",
            "https://netra.example",
            "https://netra.example/a/b",
            "https://user:secret@netra.example/acme",
            "https://netra.example/acme?token=1",
            "ftp://netra.example/acme",
        ] {
            assert_eq!(address(text).unwrap_err().code(), "sync.address", "{text}");
        }
    }
}
