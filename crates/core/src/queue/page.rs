//! `queue.list`, `queue.next`, `queue.counters`.

use super::READS;
use crate::leads::LeadId;
use crate::leads::hours::Hours;
use crate::leads::queries::{LeadRow, ROW_COLUMNS, lead_row};
use crate::people::PersonId;
use crate::permissions;
use chrono::NaiveTime;
use netra_kernel::rusqlite::types::Value as Sql;
use netra_kernel::rusqlite::{params, params_from_iter};
use netra_kernel::{Date, Permission, Query, Reader, Result, Timestamp, Zone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lead in the queue.
#[derive(Serialize, JsonSchema)]
pub struct Card {
    #[serde(flatten)]
    pub lead: LeadRow,
    /// How late a promised call is; 0: it is no promise, or in time.
    pub late_minutes: i64,
    /// Outside its calling hours: when they open. None: it may be called now.
    pub opens_at: Option<Timestamp>,
    /// The last three calls, newest first.
    pub last_calls: Vec<LastCall>,
}

/// A call on a card.
#[derive(Serialize, JsonSchema)]
pub struct LastCall {
    pub at: Timestamp,
    pub outcome: Option<String>,
    pub duration_s: i64,
}

/// Where a page ended. Parts come in this order: 4 callbacks, 3 hot, 2 warm, 1 cold.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub part: i64,
    pub at: Timestamp,
    pub lead: LeadId,
}

/// A person's queue, 50 at a time.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct QueueList {
    /// Whose queue; one's own when not given.
    pub person: Option<PersonId>,
    pub text: Option<String>,
    pub source: Option<String>,
    pub language: Option<String>,
    pub region: Option<String>,
    pub campaign: Option<String>,
    pub created_from: Option<Date>,
    pub created_to: Option<Date>,
    /// Leads to pass over (the dialler's skips).
    pub skip: Vec<LeadId>,
    /// The `next` of the page before.
    pub after: Option<Place>,
    /// At most this many (50 when not given, never more than 200).
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct QueuePage {
    pub rows: Vec<Card>,
    pub next: Option<Place>,
}

/// Leads that may be passed over at once.
const MAX_SKIPPED: usize = 200;

impl QueueList {
    /// The filters as conditions; `values` gets their parameters, which follow the first four.
    fn filters(
        &self,
        reader: &Reader<'_>,
        found: Option<&String>,
        values: &mut Vec<Sql>,
    ) -> String {
        let mut out = String::new();
        let mut add = |condition: &str, value: Sql| {
            values.push(value);
            out.push_str(" AND ");
            out.push_str(&condition.replace('?', &format!("?{}", values.len())));
        };
        for (column, value) in [
            ("source", &self.source),
            ("language", &self.language),
            ("region", &self.region),
            ("campaign", &self.campaign),
        ] {
            if let Some(v) = value {
                add(&format!("l.{column} = ?"), Sql::Text(v.clone()));
            }
        }
        let midnight = |d: Date| Sql::Integer(d.at(NaiveTime::MIN, reader.zone).0);
        if let Some(d) = self.created_from {
            add("l.created_at >= ?", midnight(d));
        }
        if let Some(d) = self.created_to {
            add("l.created_at < ?", midnight(d.plus_days(1)));
        }
        for lead in self.skip.iter().take(MAX_SKIPPED) {
            add("l.id <> ?", Sql::Blob(lead.0.0.to_vec()));
        }
        if let Some(rows) = found {
            add("l.rowid IN (SELECT value FROM json_each(?))", Sql::Text(rows.clone()));
        }
        out
    }

    /// The row numbers of the person's leads that hold the words, as a JSON list: sought once, not
    /// once for each part. None: there are no words to look for.
    fn found(&self, reader: &Reader<'_>, person: PersonId) -> Result<Option<String>> {
        let Some(words) = self.text.as_deref().and_then(crate::leads::search_expression) else {
            return Ok(None);
        };
        let rows: Vec<i64> = reader.all(
            "SELECT s.rowid FROM lead_search s WHERE lead_search MATCH ?1
               AND +s.rowid IN (SELECT rowid FROM leads WHERE assigned_to = ?2) ORDER BY s.rowid",
            params![words, person],
            |r| r.get(0),
        )?;
        Ok(Some(serde_json::to_string(&rows)?))
    }

    fn whose(&self, reader: &Reader<'_>) -> PersonId {
        self.person.unwrap_or(PersonId(reader.actor.id))
    }

    /// One part of the queue: callbacks (4) or a priority (3, 2, 1).
    fn part(
        &self,
        reader: &Reader<'_>,
        (part, room): (i64, usize),
        found: Option<&String>,
    ) -> Result<Vec<Card>> {
        let person = self.whose(reader);
        let from = self.after.filter(|a| a.part == part);
        let mut values = vec![
            Sql::Blob(person.0.0.to_vec()),
            Sql::Integer(reader.now.0),
            Sql::Integer(from.map_or(i64::MIN, |a| a.at.0)),
            Sql::Blob(from.map_or(vec![0; 16], |a| a.lead.0.0.to_vec())),
        ];
        let filters = self.filters(reader, found, &mut values);
        let sql = part_sql(part, &filters, room);
        let now = reader.now;
        reader.all(&sql, params_from_iter(values), |r| {
            let lead = lead_row(r, now)?;
            let late = if part == 4 { lead.due_at.map_or(0, |d| now.0 - d.0) } else { 0 };
            Ok(Card {
                lead,
                late_minutes: late.max(0) / 60_000,
                opens_at: None,
                last_calls: Vec::new(),
            })
        })
    }
}

/// The statement of one part. The conditions on `category` are spelled as in the indexes; which
/// index leads is said, whatever the filters are.
pub(super) fn part_sql(part: i64, filters: &str, room: usize) -> String {
    let (index, wheres, time) = match part {
        4 => ("leads_callbacks", "l.category = 'callback'".to_owned(), "l.due_at"),
        p => (
            "leads_queue",
            format!("l.priority = {p} AND l.category IN ('fresh', 'retry')"),
            "l.queue_at",
        ),
    };
    format!(
        "SELECT {ROW_COLUMNS} FROM leads l INDEXED BY {index} LEFT JOIN people p ON p.id = l.assigned_to
         WHERE l.assigned_to = ?1 AND {wheres} AND {time} <= ?2 AND ({time}, l.id) > (?3, ?4)
         {filters} ORDER BY {time}, l.id LIMIT {room}"
    )
}

const ZONE: &str = "SELECT zone FROM leads WHERE id = ?1";

/// How far down the queue `queue.next` looks for a lead inside its calling hours.
const LOOKED_AT: u32 = 10;

/// The statement of a card's last calls; the index alone answers it.
pub(super) const LAST_CALLS: &str = "SELECT started_at, outcome, duration_s FROM calls
    WHERE lead_id = ?1 ORDER BY started_at DESC, id LIMIT 3";

fn need_queue_of(reader: &Reader<'_>, person: Option<PersonId>) -> Result<()> {
    match person {
        Some(p) if p.0 != reader.actor.id => reader.actor.need(permissions::LEAD_READ_ALL),
        _ => Ok(()),
    }
}

impl Query for QueueList {
    const NAME: &'static str = "queue.list";
    const TITLE: &'static str = "The queue";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = READS;
    type View = QueuePage;

    fn ask(&self, reader: &Reader<'_>) -> Result<QueuePage> {
        need_queue_of(reader, self.person)?;
        let limit = self.limit.unwrap_or(50).clamp(1, 200) as usize;
        let first = self.after.map_or(4, |a| a.part.clamp(1, 4));
        let found = self.found(reader, self.whose(reader))?;
        let mut rows: Vec<Card> = Vec::new();
        let mut part = first;
        while part >= 1 {
            rows.extend(self.part(reader, (part, limit - rows.len()), found.as_ref())?);
            if rows.len() >= limit {
                break;
            }
            part -= 1;
        }
        let hours = Hours::of(reader)?;
        for card in &mut rows {
            let zone = reader.one(ZONE, [card.lead.id], |r| r.get::<_, Option<String>>(0))?;
            let zone = zone.as_deref().and_then(Zone::parse).unwrap_or(reader.zone);
            card.opens_at = Some(hours.roll(reader.now, zone)).filter(|at| *at != reader.now);
            card.last_calls = reader.all(LAST_CALLS, [card.lead.id], |r| {
                Ok(LastCall { at: r.get(0)?, outcome: r.get(1)?, duration_s: r.get(2)? })
            })?;
        }
        let next = rows.last().filter(|_| rows.len() == limit).map(|c| Place {
            part,
            at: c.lead.due_at.unwrap_or(c.lead.created_at),
            lead: c.lead.id,
        });
        // Nobody is asked to dial what the core would refuse: what is closed now comes last.
        rows.sort_by_key(|card| card.opens_at.is_some());
        Ok(QueuePage { rows, next })
    }
}

/// The lead to call now.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueNext {
    /// Leads to pass over.
    #[serde(default)]
    pub skip: Vec<LeadId>,
}

#[derive(Serialize, JsonSchema)]
pub struct NextLead {
    pub card: Option<Card>,
}

impl Query for QueueNext {
    const NAME: &'static str = "queue.next";
    const TITLE: &'static str = "Whom to call next";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const READS: &'static [&'static str] = READS;
    type View = NextLead;

    fn ask(&self, reader: &Reader<'_>) -> Result<NextLead> {
        let skip = self.skip.clone();
        let list = QueueList { skip, limit: Some(LOOKED_AT), ..QueueList::default() };
        Ok(NextLead { card: list.ask(reader)?.rows.into_iter().next() })
    }
}

/// How much waits in a queue, and what was done today.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueCounters {
    #[serde(default)]
    pub person: Option<PersonId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Counters {
    pub callbacks_due: i64,
    pub hot: i64,
    pub warm: i64,
    pub cold: i64,
    /// Due later.
    pub later: i64,
    /// The next promised call that is not due yet.
    pub next_callback_at: Option<Timestamp>,
    pub calls_today: i64,
    pub connected_today: i64,
    pub talked_today_s: i64,
}

impl Query for QueueCounters {
    const NAME: &'static str = "queue.counters";
    const TITLE: &'static str = "The queue in numbers";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = READS;
    type View = Counters;

    fn ask(&self, reader: &Reader<'_>) -> Result<Counters> {
        need_queue_of(reader, self.person)?;
        let person = self.person.unwrap_or(PersonId(reader.actor.id));
        let now = reader.now;
        let waiting = |rank: i64| -> Result<i64> {
            reader.one(
                "SELECT count(*) FROM leads INDEXED BY leads_queue
                 WHERE assigned_to = ?1 AND priority = ?2
                   AND category IN ('fresh', 'retry') AND queue_at <= ?3",
                params![person, rank, now],
                |r| r.get(0),
            )
        };
        let (callbacks_due, callbacks_later, next_callback_at) = reader.one(
            "SELECT (SELECT count(*) FROM leads INDEXED BY leads_callbacks
                     WHERE assigned_to = ?1 AND category = 'callback' AND due_at <= ?2),
                    (SELECT count(*) FROM leads INDEXED BY leads_callbacks
                     WHERE assigned_to = ?1 AND category = 'callback' AND due_at > ?2),
                    (SELECT min(due_at) FROM leads INDEXED BY leads_callbacks
                     WHERE assigned_to = ?1 AND category = 'callback' AND due_at > ?2)",
            params![person, now],
            |r| Ok((r.get(0)?, r.get::<_, i64>(1)?, r.get(2)?)),
        )?;
        let (hot, warm, cold) = (waiting(3)?, waiting(2)?, waiting(1)?);
        let queued: i64 = reader.one(
            "SELECT count(*) FROM leads INDEXED BY leads_queue
             WHERE assigned_to = ?1 AND category IN ('fresh', 'retry')",
            [person],
            |r| r.get(0),
        )?;
        let day_start = reader.today().at(NaiveTime::MIN, reader.zone);
        let (calls_today, connected_today, talked_today_s) = reader.one(
            "SELECT count(*), count(connected_at), ifnull(sum(duration_s), 0) FROM calls
             WHERE caller_id = ?1 AND started_at >= ?2",
            params![person, day_start],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        Ok(Counters {
            callbacks_due,
            hot,
            warm,
            cold,
            later: queued - hot - warm - cold + callbacks_later,
            next_callback_at,
            calls_today,
            connected_today,
            talked_today_s,
        })
    }
}
