//! One process with its disk: it can be killed at any commit, and its disk can fall back to an
//! earlier state.

use crate::firm::copy;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// A disk and the content beside it, at one moment.
pub type Snapshot = (Connection, BTreeSet<String>);

pub struct Node {
    pub conn: Connection,
    /// The content of files that lies beside the database, by its hash.
    pub content: BTreeSet<String>,
    /// An earlier state of the disk.
    pub earlier: Option<Snapshot>,
    pub is_full: bool,
    is_authority: bool,
}

impl Node {
    pub fn new(conn: Connection, is_authority: bool) -> Node {
        let content = BTreeSet::new();
        Node { conn, content, earlier: None, is_full: false, is_authority }
    }

    fn copied(&self, from: &Connection) -> Connection {
        let conn = copy(from);
        conn.pragma_update(None, "foreign_keys", self.is_authority).unwrap();
        conn
    }

    /// Remembers the disk as it is.
    pub fn remember(&mut self) {
        self.earlier = Some((copy(&self.conn), self.content.clone()));
    }

    /// The disk as it is, to come back to.
    pub fn snapshot(&self) -> Snapshot {
        (copy(&self.conn), self.content.clone())
    }

    /// The disk is what it was then.
    pub fn come_back_to(&mut self, (conn, content): &Snapshot) {
        self.content.clone_from(content);
        self.conn = self.copied(conn);
    }

    /// The disk falls back to what was remembered; false when nothing was.
    pub fn fall_back(&mut self) -> bool {
        let Some((earlier, content)) = &self.earlier else { return false };
        // On a device what lies beside the database outlives a commit that was lost.
        if self.is_authority {
            self.content = content.clone();
        }
        self.conn = self.copied(earlier);
        true
    }

    /// From now on nothing more fits on the disk.
    pub fn fill_disk(&mut self) {
        let pages: i64 = self.conn.query_row("PRAGMA page_count", [], |r| r.get(0)).unwrap();
        self.conn.pragma_update(None, "max_page_count", pages).unwrap();
        self.is_full = true;
    }

    /// There is room again.
    pub fn free_disk(&mut self) {
        self.conn.pragma_update(None, "max_page_count", 1_000_000_000_i64).unwrap();
        self.is_full = false;
    }

    /// A copy of this disk as it is.
    pub fn clone_disk(&self) -> Connection {
        self.copied(&self.conn)
    }

    /// Runs something that is killed after so many commits: the next one does not happen. Without
    /// a number nothing is killed.
    pub fn until_killed<T>(
        &mut self,
        commits: Option<u32>,
        run: impl FnOnce(&mut Connection) -> T,
    ) -> Option<T> {
        let Some(commits) = commits else { return Some(run(&mut self.conn)) };
        let left = Arc::new(AtomicU32::new(commits));
        let dead = Arc::new(AtomicBool::new(false));
        let (l, d) = (Arc::clone(&left), Arc::clone(&dead));
        self.conn
            .commit_hook(Some(move || {
                let is_dead = l.load(Ordering::Relaxed) == 0;
                l.store(l.load(Ordering::Relaxed).saturating_sub(1), Ordering::Relaxed);
                d.fetch_or(is_dead, Ordering::Relaxed);
                is_dead
            }))
            .unwrap();
        let done = run(&mut self.conn);
        self.conn.commit_hook(None::<fn() -> bool>).unwrap();
        // Killed in any case: at a commit, or with the answer still unsent.
        drop(done);
        None
    }
}
