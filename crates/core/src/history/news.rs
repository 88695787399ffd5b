//! What others did since somebody last looked.
//!
//! Invariant: an entry is told only to whoever may see a record in whose history it is, and every
//! record that its sentence names; entries about money only to whoever may see payments.

use super::hearing::Ears;
use super::{COLUMNS, NOT_OF_MONEY, entries, stored};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Entries of one page when nothing is said.
const PAGE: u32 = 50;
/// Entries that are looked at for one page, told or not.
const MOST_LOOKED_AT: usize = 2_000;

/// What others did since a moment, or since a place in the journal; newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryNews {
    /// Entries given since then.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Entries that came after this one: also those that were given offline before.
    #[serde(default)]
    pub after: Option<i64>,
    /// Only entries before this one (the next page).
    #[serde(default)]
    pub before: Option<i64>,
    /// At most this many (50 when not given).
    #[serde(default)]
    pub limit: Option<u32>,
}

/// An entry with the record that it is about.
#[derive(Serialize, JsonSchema)]
pub struct NewsEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Id,
    pub actor_name: String,
    pub command: Id,
    /// The command's name (`lead.assign`).
    pub name: String,
    pub sentence: String,
    /// True when it was taken back later.
    pub is_undone: bool,
    /// A record that the reader may see.
    pub record: Id,
}

#[derive(Serialize, JsonSchema)]
pub struct News {
    pub rows: Vec<NewsEntry>,
    /// Where the next page begins; none when there is no more.
    pub next: Option<i64>,
}

impl Query for HistoryNews {
    const NAME: &'static str = "history.news";
    const TITLE: &'static str = "What others did since then";
    const NEEDS: Permission = permissions::HISTORY_READ;
    const READS: &'static [&'static str] = &["journal"];
    type View = News;

    fn ask(&self, reader: &Reader<'_>) -> Result<News> {
        let limit = self.limit.unwrap_or(PAGE).clamp(1, 200) as usize;
        let mut ears = Ears::of(reader);
        let mut rows: Vec<NewsEntry> = Vec::new();
        let found = self.found(reader)?;
        let is_all = found.len() < MOST_LOOKED_AT;
        let oldest = found.last().copied();
        for seq in found {
            let one = reader.maybe(
                &format!(
                    "SELECT {COLUMNS} FROM journal j LEFT JOIN people p ON p.id = j.actor
                     WHERE j.seq = ?1 AND j.actor <> ?2 AND (?3 OR {NOT_OF_MONEY})"
                ),
                params![seq, reader.actor.id, reader.actor.may(permissions::PAYMENT_READ)],
                stored,
            )?;
            let Some(mut one) = one else { continue };
            let Some(record) = ears.record_of(&one)? else { continue };
            if !ears.hear(&mut one, Some(record))? {
                continue;
            }
            let told = entries(reader, vec![one], None)?.rows;
            rows.extend(told.into_iter().map(|e| NewsEntry {
                seq: e.seq,
                at: e.at,
                actor: e.actor,
                actor_name: e.actor_name,
                command: e.command,
                name: e.name,
                sentence: e.sentence,
                is_undone: e.is_undone,
                record,
            }));
            if rows.len() == limit {
                let next = Some(seq).filter(|seq| !is_all || oldest != Some(*seq));
                return Ok(News { rows, next });
            }
        }
        Ok(News { rows, next: oldest.filter(|_| !is_all) })
    }
}

impl HistoryNews {
    /// The places in the journal of what is asked for, newest first. What was given offline stands
    /// where it came in, long after younger entries: time is asked of its own index.
    fn found(&self, reader: &Reader<'_>) -> Result<Vec<i64>> {
        let by = if self.from.is_some() { "INDEXED BY journal_at" } else { "NOT INDEXED" };
        reader.all(
            &format!(
                "SELECT seq FROM journal {by} WHERE at >= ?1 AND seq < ?2 AND seq > ?3
                 ORDER BY seq DESC LIMIT ?4"
            ),
            params![
                self.from.map_or(i64::MIN, |at| at.0),
                self.before.unwrap_or(i64::MAX),
                self.after.unwrap_or(0),
                MOST_LOOKED_AT as i64
            ],
            |r| r.get(0),
        )
    }
}
