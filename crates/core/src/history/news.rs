//! What others did since somebody last looked.
//!
//! Invariant: an entry is told only to whoever may see a record that it touched or named, and
//! entries about money only to whoever may see payments.

use super::{COLUMNS, NOT_OF_MONEY, entries, stored};
use crate::{permissions, visible};
use netra_kernel::journal::RowChange;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Entries of one page when nothing is said.
const PAGE: u32 = 50;
/// Entries that are looked at for one page, told or not.
const MOST_LOOKED_AT: u32 = 2_000;
/// What was given offline arrives late: so many older entries in a row end a search by time.
const OLDER_IN_A_ROW: u32 = 200;
/// Records of one entry that are asked for: a list that was taken in touches thousands.
const MOST_RECORDS: usize = 12;

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
        let (me, from) = (reader.actor.id, self.from.map_or(i64::MIN, |at| at.0));
        let mut before = self.before.unwrap_or(i64::MAX);
        let (mut rows, mut looked, mut older) = (Vec::new(), 0, 0);
        while looked < MOST_LOOKED_AT {
            let found = reader.all(
                &format!(
                    "SELECT {COLUMNS} FROM journal j LEFT JOIN people p ON p.id = j.actor
                     WHERE j.seq < ?1 AND j.seq > ?2 AND (?3 OR {NOT_OF_MONEY})
                     ORDER BY j.seq DESC LIMIT 100"
                ),
                params![
                    before,
                    self.after.unwrap_or(0),
                    reader.actor.may(permissions::PAYMENT_READ)
                ],
                stored,
            )?;
            if found.is_empty() {
                return Ok(News { rows, next: None });
            }
            for one in found {
                before = one.seq;
                looked += 1;
                older = if one.at.0 < from { older + 1 } else { 0 };
                if older >= OLDER_IN_A_ROW {
                    return Ok(News { rows, next: None });
                }
                if one.at.0 < from || one.actor == me {
                    continue;
                }
                let Some(record) = record_of(reader, one.seq, &one.rows)? else { continue };
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
                    return Ok(News { rows, next: Some(before) });
                }
            }
        }
        Ok(News { rows, next: Some(before) })
    }
}

/// The first record of an entry that the reader may see: those that it names come first.
fn record_of(reader: &Reader<'_>, seq: i64, rows: &str) -> Result<Option<Id>> {
    let args: Option<String> = reader.value("SELECT args FROM journal WHERE seq = ?1", [seq])?;
    let mut ids = Vec::new();
    if let Some(args) = args {
        named(&serde_json::from_str(&args)?, &mut ids);
    }
    let touched: Vec<RowChange> = serde_json::from_str(rows)?;
    ids.extend(touched.into_iter().map(|row| row.id).take(MOST_RECORDS));
    let mut asked: Vec<Id> = Vec::new();
    for id in ids {
        if asked.contains(&id) {
            continue;
        }
        if visible::may_see(reader, id)? {
            return Ok(Some(id));
        }
        asked.push(id);
        if asked.len() == MOST_RECORDS {
            break;
        }
    }
    Ok(None)
}

fn named(value: &Value, found: &mut Vec<Id>) {
    match value {
        Value::String(text) => found.extend(Id::parse(text)),
        Value::Array(list) => list.iter().take(MOST_RECORDS).for_each(|v| named(v, found)),
        Value::Object(map) => map.values().for_each(|v| named(v, found)),
        _ => {}
    }
}
