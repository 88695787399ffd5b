//! How connections come in: plain or TLS, so many at once, none for ever; and how they end.
//!
//! Invariant: beyond loopback nothing is answered in the clear, unless whoever started the server
//! said that a proxy in front of it does the TLS.

use crate::ServeError;
use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use netra_kernel::{Error, Result};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tower_service::Service;

/// Connections at once; more wait for one to end.
const MOST_CONNECTIONS: usize = 16_384;
/// What runs when the server is told to stop may finish, this long.
const GRACE: Duration = Duration::from_secs(10);

/// The address that a request came from.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

/// # Errors
/// `serve.certificate`.
pub(crate) fn tls(certificate: &Path, key: &Path) -> Result<TlsAcceptor> {
    let wrong = |problem: String| Error::from(ServeError::Certificate { problem });
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(|list| list.collect::<std::result::Result<Vec<_>, _>>())
        .map_err(|e| wrong(format!("{}: {e}", certificate.display())))?;
    if chain.is_empty() {
        return Err(wrong(format!("{}: no certificate in it", certificate.display())));
    }
    let key =
        PrivateKeyDer::from_pem_file(key).map_err(|e| wrong(format!("{}: {e}", key.display())))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|c| c.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|e| wrong(e.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Asks the system for as many open files as it allows: each connection is one, and what a program
/// gets unasked is often 1,024.
#[cfg(unix)]
pub(crate) fn open_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // With fewer it serves fewer at once.
    let _ = setrlimit(Resource::Nofile, limit);
}

#[cfg(not(unix))]
pub(crate) fn open_files() {}

/// Answers until `stop` comes true, then lets what runs finish. A client has `patience` for its
/// handshake, for the head of each request, and to take some more of an answer; an idle connection is
/// closed after it.
pub(crate) async fn keep_open(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    patience: Duration,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = Arc::new(GracefulShutdown::new());
    let mut stop = std::pin::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(_) => {
                    // Out of file handles, most likely: others will end.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (router, peer) = (router.clone(), Peer(peer));
        let watcher = graceful.watcher();
        let tls = tls.clone();
        tokio::spawn(async move {
            let _place = place;
            // Small answers go out at once.
            let _ = stream.set_nodelay(true);
            match tls {
                None => speak(stream, router, peer, patience, watcher).await,
                Some(tls) => {
                    if let Ok(Ok(stream)) = timeout(patience, tls.accept(stream)).await {
                        speak(stream, router, peer, patience, watcher).await;
                    }
                }
            }
        });
    }
    drop(listener);
    if let Some(graceful) = Arc::into_inner(graceful) {
        let _ = timeout(GRACE, graceful.shutdown()).await;
    }
}

pub(super) async fn speak<S>(
    stream: S,
    router: Router,
    peer: Peer,
    patience: Duration,
    watcher: Watcher,
) where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    // Where it came from goes into each request: a layer of its own for each connection would be
    // a table of all addresses for each.
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.clone().call(request)
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience));
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_headers(64)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    // A client that goes away in the middle is no fault of ours.
    let _ = watcher.watch(connection).await;
}

/// Whether an address is this machine's own.
pub(crate) fn is_loopback(stream: &SocketAddr) -> bool {
    stream.ip().to_canonical().is_loopback()
}
