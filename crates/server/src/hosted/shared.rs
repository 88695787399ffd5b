//! What all requests share: the workspaces, who listens, how many are served at once and how long
//! anybody is waited for.

use super::backups::Backups;
use super::live::Live;
use super::pace::Pace;
use super::post::Post;
use super::tenants::Tenants;
use super::watch::Watch;
use netra_kernel::{Error, Id, Result};
use netra_sync::account::AccountError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a client is waited for.
pub(crate) struct Patience {
    /// For its handshake, the head of a request, and to take some more of an answer.
    pub line: Duration,
    /// For a request to be there and answered.
    pub request: Duration,
    /// The same, for a chunk of a file: the last one of a large file puts it together.
    pub bytes: Duration,
    pub attach: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            line: Duration::from_secs(20),
            request: Duration::from_secs(60),
            bytes: Duration::from_secs(300),
            attach: Duration::from_secs(1_800),
        }
    }
}

/// A live connection on which nothing happens is heard so often; proxies close silent ones.
const HEART: Duration = Duration::from_secs(15);
/// Passwords that are hashed at once: each takes 19 MiB and a core.
const HASHING: usize = 2;

/// Readers of workspaces at once, for each core.
const READERS: usize = 2;
/// Pages of rows that are on their way to one person at once: each is megabytes.
const PAGES: usize = 8;
/// People of whom it is kept how many are on their way to them, at least.
const READING: usize = 1_000;

pub(crate) struct Shared {
    pub(super) tenants: Arc<Tenants>,
    pub(crate) watch: Watch,
    pub(crate) live: Live,
    pub(super) pace: Pace,
    pub(super) hashing: Semaphore,
    readers: Arc<Semaphore>,
    pages: Mutex<HashMap<(String, Id), Arc<Semaphore>>>,
    /// One at a time reads all rows for sums, so that the others find readers.
    pub(super) sums: Arc<Semaphore>,
    pub(crate) patience: Patience,
    /// Who sends letters, if anybody does.
    pub(super) post: Option<Post>,
    pub(super) per_minute: u32,
    pub(super) is_behind_proxy: bool,
    /// The hash of the administrator's token that was given with the command line.
    pub(super) administrator: Option<[u8; 32]>,
    /// Where backups go, if anywhere.
    pub(super) backups: Option<Backups>,
}

impl Shared {
    pub(crate) fn new(
        tenants: Arc<Tenants>,
        watch: Watch,
        per_minute: u32,
        is_behind_proxy: bool,
    ) -> Shared {
        let hashing = Semaphore::new(HASHING);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let readers = Arc::new(Semaphore::new((cores * READERS).max(4)));
        let (live, pace) = (Live::new(HEART), Pace::default());
        let (administrator, backups) = (None, None);
        Shared {
            tenants,
            watch,
            live,
            pace,
            hashing,
            readers,
            pages: Mutex::default(),
            sums: Arc::new(Semaphore::new(1)),
            patience: Patience::default(),
            post: None,
            per_minute,
            is_behind_proxy,
            administrator,
            backups,
        }
    }
    pub(super) fn readers(&self) -> &Arc<Semaphore> {
        &self.readers
    }
    /// A place for a page of rows on its way to this person; it goes with the page.
    pub(super) async fn page_to(
        &self,
        workspace: &str,
        person: Id,
    ) -> Result<OwnedSemaphorePermit> {
        let places = {
            let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            if pages.len() > READING {
                pages.retain(|_, places| places.available_permits() < PAGES);
            }
            let new = || Arc::new(Semaphore::new(PAGES));
            Arc::clone(pages.entry((workspace.to_owned(), person)).or_insert_with(new))
        };
        places.acquire_owned().await.map_err(Error::internal)
    }
    pub(crate) fn tenants(&self) -> &Tenants {
        &self.tenants
    }
    #[cfg(any(test, fuzzing))]
    pub(super) fn forget_pace(&self) {
        self.pace.forget();
    }
    pub(super) fn pace(&self, name: &str, most: u32) -> Result<()> {
        self.pace.take(name, most).map_err(|seconds| {
            self.watch.count("slowed_down", 1);
            AccountError::TooMany { seconds }.into()
        })
    }
}
