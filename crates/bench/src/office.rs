//! Encrypted workspaces to measure in, with a made-up firm and as many people as are wanted.

use netra_kernel::{Engine, Id, Result, Timestamp};
use netra_workspace::folder::{Content, connect};
use netra_workspace::key::Choice;
use netra_workspace::{CreateOptions, Host, KeySource, Session, Workspace};
use rusqlite::Connection;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

pub struct Office {
    pub workspace: Arc<Workspace>,
    pub session: Session,
}

/// A clock that begins in the middle of a working day, so that calls are allowed at any hour.
pub fn at_work() -> Host {
    let (begin, run) = (Instant::now(), Timestamp::parse("2026-11-20T11:30:00+05:30"));
    let begin_ms = run.unwrap_or_default().0;
    Host::with_clock(move || {
        Timestamp(begin_ms + i64::try_from(begin.elapsed().as_millis()).unwrap_or(0))
    })
}

impl Office {
    /// A new encrypted workspace in a folder of its own.
    pub fn new(root: &Path) -> Result<Office> {
        let firm = json!({"firm_name": "Bench Consulting", "owner_name": "Olivia Owner",
                          "owner_email": "owner@bench.example", "zone": "Asia/Kolkata",
                          "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
        let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm) };
        let source = KeySource { passphrase: Some("of the bench".to_owned().into()) };
        let workspace = Workspace::create(root, &options, &source, at_work())?;
        let session = workspace.session(None, "en")?;
        Ok(Office { workspace: Arc::new(workspace), session })
    }

    /// Adds so many telecallers; gives their ids.
    pub fn callers(&self, n: usize) -> Result<Vec<Id>> {
        let mut ids = Vec::new();
        for i in 0..n {
            let args = json!({"name": format!("Caller {i}"), "roles": ["telecaller"],
                              "email": format!("caller{i}@bench.example"), "languages": ["en", "hi"]});
            let given = self.workspace.run(&self.session, "person.add", args)?;
            ids.extend(given.outcome["person"].as_str().and_then(Id::parse));
        }
        Ok(ids)
    }

    pub fn database(&self) -> PathBuf {
        self.workspace.root().join("netra.db")
    }

    /// A connection of its own with the settings that every connection has.
    pub fn connect(&self, is_reader: bool) -> Result<Connection> {
        connect(&self.database(), self.workspace.key(), is_reader)
    }

    /// A connection to a copy of the database as it is now, under the same key.
    pub fn copy(&self, to: &Path) -> Result<Connection> {
        self.workspace.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        std::fs::copy(self.database(), to).map_err(netra_workspace::files::io_error)?;
        connect(to, self.workspace.key(), false)
    }

    pub fn engine(&self) -> &Engine {
        self.workspace.engine()
    }
}

/// A small generator (splitmix64), so that every run measures the same data.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n.max(1)
    }

    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.below(of.len() as u64) as usize).copied().unwrap_or_default()
    }
}

pub const FIRST: &[&str] = &[
    "Aarav", "Aditi", "Ananya", "Arjun", "Bhavna", "Chetan", "Deepa", "Dev", "Esha", "Farhan",
    "Gauri", "Harsh", "Isha", "Jatin", "Kavya", "Lakshmi", "Manish", "Meera", "Nikhil", "Nisha",
    "Omkar", "Pooja", "Pranav", "Priya", "Rahul", "Riya", "Rohit", "Sanjay", "Sneha", "Tanvi",
    "Uma", "Varun", "Vidya", "Yash", "Zoya",
];
pub const LAST: &[&str] = &[
    "Agarwal",
    "Bose",
    "Chavan",
    "Das",
    "Deshpande",
    "Fernandes",
    "Gupta",
    "Iyer",
    "Jain",
    "Joshi",
    "Kapoor",
    "Khan",
    "Kulkarni",
    "Mehta",
    "Menon",
    "Mishra",
    "Nair",
    "Patel",
    "Patil",
    "Pillai",
    "Rao",
    "Reddy",
    "Sharma",
    "Shetty",
    "Singh",
    "Sinha",
    "Srinivasan",
    "Thakur",
    "Verma",
    "Yadav",
];
pub const TRADE: &[&str] =
    &["Textiles", "Foods", "Logistics", "Motors", "Pharma", "Steel", "Software", "Exports"];
pub const CITY: &[&str] =
    &["Pune", "Mumbai", "Nashik", "Nagpur", "Delhi", "Bengaluru", "Chennai", "Hyderabad", "Surat"];
