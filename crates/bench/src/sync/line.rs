//! One connection to the server, as thin as it can be, so that hundreds of devices fit in one
//! process and cost it little: HTTP/1.1 over a socket.

use netra_kernel::{Error, Result};
use netra_sync::account::{API, DEVICE_HEADER, SignedIn};
use netra_workspace::files::io_error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

pub struct Line {
    stream: BufReader<TcpStream>,
    /// Whom the server takes this for; it counts requests by it.
    from: String,
    who: Option<(String, String)>,
}

impl Line {
    pub fn open(address: SocketAddr, from: usize) -> Result<Line> {
        let stream = TcpStream::connect(address).map_err(io_error)?;
        stream.set_nodelay(true).map_err(io_error)?;
        let from = format!("10.{}.{}.{}", from >> 16 & 255, from >> 8 & 255, from & 255);
        Ok(Line { stream: BufReader::with_capacity(512, stream), from, who: None })
    }

    pub fn with(mut self, signed_in: &SignedIn) -> Line {
        self.who = Some((signed_in.tokens.access.0.clone(), signed_in.device.to_string()));
        self
    }

    /// Sends a request and reads the head of its answer; gives the length of what follows.
    fn send(&mut self, method: &str, path: &str, body: &[u8]) -> Result<Option<usize>> {
        let mut head = format!(
            "{method} {API}{path} HTTP/1.1\r\nhost: bench\r\nx-forwarded-for: {}\r\n\
             content-length: {}\r\n",
            self.from,
            body.len()
        );
        if let Some((token, device)) = &self.who {
            head += &format!("authorization: Bearer {token}\r\n{DEVICE_HEADER}: {device}\r\n");
        }
        head += "\r\n";
        let mut whole = head.into_bytes();
        whole.extend_from_slice(body);
        self.stream.get_mut().write_all(&whole).map_err(io_error)?;
        let status = self.text()?;
        let mut length = None;
        loop {
            let line = self.text()?;
            if line.is_empty() {
                break;
            }
            if let Some(n) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = n.trim().parse().ok();
            }
        }
        if !status.contains(" 200 ") {
            let mut why = vec![0; length.unwrap_or(0)];
            self.stream.read_exact(&mut why).map_err(io_error)?;
            let why = String::from_utf8_lossy(&why).into_owned();
            return Err(Error::internal(format!("{method} {path}: {status} {why}")));
        }
        Ok(length)
    }

    fn text(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).map_err(io_error)? == 0 {
            return Err(Error::internal("the server hung up"));
        }
        Ok(line.trim_end().to_owned())
    }

    pub fn post<T: DeserializeOwned>(&mut self, path: &str, body: &impl Serialize) -> Result<T> {
        let body = serde_json::to_vec(body)?;
        let length = self.send("POST", path, &body)?;
        let mut answer = vec![0; length.ok_or_else(|| Error::internal("an answer of no length"))?];
        self.stream.read_exact(&mut answer).map_err(io_error)?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Begins to listen: the head and the first heart-beat have come.
    pub fn listen(&mut self) -> Result<()> {
        self.send("GET", "/live", b"")?;
        self.is_hint()?;
        Ok(())
    }

    /// Waits for the next chunk; true when it is a hint.
    pub fn is_hint(&mut self) -> Result<bool> {
        let size = usize::from_str_radix(&self.text()?, 16).map_err(Error::internal)?;
        let mut chunk = vec![0; size + 2];
        self.stream.read_exact(&mut chunk).map_err(io_error)?;
        Ok(chunk.starts_with(b"event: moved"))
    }

    /// Reads give up after this long.
    pub fn patience(&self, time: std::time::Duration) -> Result<()> {
        self.stream.get_ref().set_read_timeout(Some(time)).map_err(io_error)
    }
}
