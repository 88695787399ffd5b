//! The world outside: the clock and random bytes. Tests and demos set the clock.

use netra_kernel::{Error, Id, Result, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

/// Where the time comes from.
#[derive(Clone)]
pub struct Host {
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    counter: Arc<AtomicU32>,
}

impl Host {
    /// The machine's own clock.
    pub fn system() -> Host {
        Host::with_clock(|| {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            Timestamp(since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)))
        })
    }

    pub fn with_clock(clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Host {
        Host { clock: Arc::new(clock), counter: Arc::default() }
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// A fresh UUIDv7.
    /// # Errors
    /// `internal` when the machine has no random numbers.
    pub fn new_id(&self) -> Result<Id> {
        let mut unique = [0u8; 6];
        random(&mut unique)?;
        Ok(Id::v7(self.now().0, self.counter.fetch_add(1, Ordering::Relaxed) & 0xfff, unique))
    }
}

/// Fills a buffer with random bytes.
/// # Errors
/// `internal` when the machine has none.
pub fn random(buffer: &mut [u8]) -> Result<()> {
    getrandom::fill(buffer).map_err(Error::internal)
}

/// So many random bytes in hexadecimal: for names that nobody else has, and for secrets.
/// # Errors
/// As [`random`].
pub fn random_hex(bytes: usize) -> Result<String> {
    let mut buffer = vec![0u8; bytes];
    random(&mut buffer)?;
    Ok(hex::encode(buffer))
}
