//! Reads of calls and their views.

use super::model::State;
use super::outcomes::{self, RefusedOutcome};
use super::{CallId, store};
use crate::leads::LeadId;
use crate::leads::queries::{LeadRow, row_of};
use crate::people::PersonId;
use crate::permissions;
use chrono::{NaiveTime, Timelike};
use netra_kernel::rusqlite::types::Value as Sql;
use netra_kernel::rusqlite::{self, Row, params, params_from_iter};
use netra_kernel::{Date, Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One call.
#[derive(Serialize, JsonSchema)]
pub struct CallRow {
    pub id: CallId,
    pub lead: LeadId,
    pub lead_name: String,
    pub caller: PersonId,
    pub caller_name: String,
    pub number: String,
    pub gateway: String,
    pub gateway_ref: Option<String>,
    pub state: State,
    pub started_at: Timestamp,
    pub connected_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub end_cause: Option<String>,
    /// Seconds talked.
    pub duration_s: i64,
    pub outcome: Option<String>,
    pub outcome_reason: String,
    pub note: String,
    pub follow_up_at: Option<Timestamp>,
    /// What was overridden when it was dialled, and why.
    pub override_codes: String,
    pub override_reason: String,
    pub recording_consent: Option<bool>,
    pub recording_ref: Option<String>,
}

const COLUMNS: &str = "c.id, c.lead_id, l.name, c.caller_id, ifnull(p.name, '?'), c.number_e164,
    c.gateway, c.gateway_ref, c.state, c.started_at, c.connected_at, c.ended_at, c.end_cause,
    c.duration_s, c.outcome, c.outcome_reason, c.note, c.follow_up_at, c.override_codes,
    c.override_reason, c.recording_consent, c.recording_ref";

fn call_row(r: &Row<'_>) -> rusqlite::Result<CallRow> {
    let state: String = r.get(8)?;
    Ok(CallRow {
        id: r.get(0)?,
        lead: r.get(1)?,
        lead_name: r.get(2)?,
        caller: r.get(3)?,
        caller_name: r.get(4)?,
        number: r.get(5)?,
        gateway: r.get(6)?,
        gateway_ref: r.get(7)?,
        state: State::parse(&state),
        started_at: r.get(9)?,
        connected_at: r.get(10)?,
        ended_at: r.get(11)?,
        end_cause: r.get(12)?,
        duration_s: r.get(13)?,
        outcome: r.get(14)?,
        outcome_reason: r.get(15)?,
        note: r.get(16)?,
        follow_up_at: r.get(17)?,
        override_codes: r.get(18)?,
        override_reason: r.get(19)?,
        recording_consent: r.get(20)?,
        recording_ref: r.get(21)?,
    })
}

/// Calls, newest first: one's own, or everybody's for whoever may see them.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct CallList {
    pub lead: Option<LeadId>,
    pub caller: Option<PersonId>,
    pub outcome: Option<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The last call of the page before.
    pub after: Option<CallId>,
    /// At most this many (50 when not given, never more than 200).
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Calls {
    pub rows: Vec<CallRow>,
    pub next: Option<CallId>,
}

impl Query for CallList {
    const NAME: &'static str = "call.list";
    const TITLE: &'static str = "Calls";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["calls", "leads", "people"];
    type View = Calls;

    fn ask(&self, reader: &Reader<'_>) -> Result<Calls> {
        let mut wheres = vec!["1".to_owned()];
        let mut values: Vec<Sql> = Vec::new();
        let mut add = |condition: &str, value: Sql| {
            values.push(value);
            wheres.push(condition.replace('?', &format!("?{}", values.len())));
        };
        let blob = |id: Id| Sql::Blob(id.0.to_vec());
        if let Some(l) = self.lead {
            add("c.lead_id = ?", blob(l.0));
        }
        let is_mine = !reader.actor.may(permissions::CALL_READ_ALL);
        if is_mine {
            add("c.caller_id = ?", blob(reader.actor.id));
        }
        if let Some(p) = self.caller {
            add("c.caller_id = ?", blob(p.0));
        }
        if let Some(o) = &self.outcome {
            add("c.outcome = ?", Sql::Text(o.clone()));
        }
        // The one that leaves the fewest calls leads.
        let index = match (self.lead, is_mine || self.caller.is_some(), &self.outcome) {
            (Some(_), ..) => "calls_lead",
            (_, true, _) => "calls_caller",
            (.., Some(_)) => "calls_outcome",
            _ => "calls_started",
        };
        let midnight = |d: Date| Sql::Integer(d.at(NaiveTime::MIN, reader.zone).0);
        if let Some(d) = self.from {
            add("c.started_at >= ?", midnight(d));
        }
        if let Some(d) = self.to {
            add("c.started_at < ?", midnight(d.plus_days(1)));
        }
        if let Some(after) = self.after {
            add(
                "(c.started_at, c.id) < (SELECT started_at, id FROM calls WHERE id = ?)",
                blob(after.0),
            );
        }
        let limit = self.limit.unwrap_or(50).clamp(1, 200) as usize;
        let rows = reader.all(
            &format!(
                "SELECT {COLUMNS} FROM calls c INDEXED BY {index} CROSS JOIN leads l ON l.id = c.lead_id
                 LEFT JOIN people p ON p.id = c.caller_id
                 WHERE {} ORDER BY c.started_at DESC, c.id DESC LIMIT {limit}",
                wheres.join(" AND ")
            ),
            params_from_iter(values),
            call_row,
        )?;
        let next = (rows.len() == limit).then(|| rows.last().map(|r| r.id)).flatten();
        Ok(Calls { rows, next })
    }
}

/// The call that waits for its outcome, with its lead.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallCurrent {}

#[derive(Serialize, JsonSchema)]
pub struct Current {
    pub call: Option<CallRow>,
    pub lead: Option<LeadRow>,
    /// Outcomes that the call cannot have as it stands now, each with the reason. A call under way
    /// counts as hung up now.
    pub refused: Vec<RefusedOutcome>,
    /// Ask again then: `refused` will be another one, with nothing done.
    pub refused_until: Option<Timestamp>,
}

impl Query for CallCurrent {
    const NAME: &'static str = "call.current";
    const TITLE: &'static str = "My call";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const READS: &'static [&'static str] = &["calls", "leads", "dispositions"];
    type View = Current;

    fn ask(&self, reader: &Reader<'_>) -> Result<Current> {
        let Some(open) = store::unfinished(reader, PersonId(reader.actor.id))? else {
            return Ok(Current { call: None, lead: None, refused: vec![], refused_until: None });
        };
        let call = reader.maybe(
            &format!(
                "SELECT {COLUMNS} FROM calls c JOIN leads l ON l.id = c.lead_id
                 LEFT JOIN people p ON p.id = c.caller_id WHERE c.id = ?1"
            ),
            [open.id],
            call_row,
        )?;
        Ok(Current {
            call,
            lead: Some(row_of(reader, open.lead_id)?),
            refused: outcomes::refused(reader, &open)?,
            refused_until: outcomes::changes_at(&open, reader.now),
        })
    }
}

/// The numbers of a day: one's own, or each caller's for whoever may see them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallToday {
    /// Today when not given.
    #[serde(default)]
    pub day: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct Today {
    pub day: Date,
    pub rows: Vec<CallerDay>,
    pub total: Numbers,
    /// Calls begun in each hour of the workspace's day, from 0 to 23.
    pub by_hour: Vec<i64>,
}

#[derive(Serialize, JsonSchema)]
pub struct CallerDay {
    pub caller: PersonId,
    pub name: String,
    #[serde(flatten)]
    pub numbers: Numbers,
}

#[derive(Serialize, JsonSchema, Default, Clone)]
pub struct Numbers {
    pub calls: i64,
    pub connected: i64,
    /// Of a hundred calls, rounded down; 0 without calls.
    pub connected_percent: i64,
    pub interested: i64,
    pub talked_s: i64,
    /// Of the connected ones.
    pub average_s: i64,
    pub outcomes: BTreeMap<String, i64>,
}

impl Numbers {
    fn add(&mut self, connected: bool, talked_s: i64, outcome: Option<&str>) {
        self.calls += 1;
        self.connected += i64::from(connected);
        self.talked_s += talked_s;
        if let Some(o) = outcome {
            self.interested += i64::from(o == "connected_interested");
            *self.outcomes.entry(o.to_owned()).or_default() += 1;
        }
    }
    fn finish(&mut self) {
        self.connected_percent = (self.connected * 100).checked_div(self.calls).unwrap_or(0);
        self.average_s = self.talked_s.checked_div(self.connected).unwrap_or(0);
    }
}

const TODAY: &str = "SELECT c.caller_id, ifnull(p.name, '?'), c.started_at,
        c.connected_at IS NOT NULL, c.duration_s, c.outcome
    FROM calls c LEFT JOIN people p ON p.id = c.caller_id
    WHERE c.started_at >= ?1 AND c.started_at < ?2 ORDER BY c.started_at, c.id";
const MINE_TODAY: &str = "SELECT c.caller_id, ifnull(p.name, '?'), c.started_at,
        c.connected_at IS NOT NULL, c.duration_s, c.outcome
    FROM calls c LEFT JOIN people p ON p.id = c.caller_id
    WHERE c.caller_id = ?3 AND c.started_at >= ?1 AND c.started_at < ?2
    ORDER BY c.started_at, c.id";

type DayCall = (PersonId, String, Timestamp, bool, i64, Option<String>);

fn day_call(r: &Row<'_>) -> rusqlite::Result<DayCall> {
    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
}

impl Query for CallToday {
    const NAME: &'static str = "call.today";
    const TITLE: &'static str = "The numbers of a day";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const READS: &'static [&'static str] = &["calls", "people"];
    type View = Today;

    fn ask(&self, reader: &Reader<'_>) -> Result<Today> {
        let day = self.day.unwrap_or_else(|| reader.today());
        let at = |d: Date| d.at(NaiveTime::MIN, reader.zone);
        let (from, to) = (at(day), at(day.plus_days(1)));
        let calls: Vec<DayCall> = match reader.actor.may(permissions::CALL_READ_ALL) {
            true => reader.all(TODAY, params![from, to], day_call)?,
            false => reader.all(MINE_TODAY, params![from, to, reader.actor.id], day_call)?,
        };
        let mut rows: Vec<CallerDay> = Vec::new();
        let mut total = Numbers::default();
        let mut by_hour = vec![0; 24];
        for (caller, name, started, connected, talked_s, outcome) in calls {
            by_hour[started.in_zone(reader.zone).hour() as usize % 24] += 1;
            total.add(connected, talked_s, outcome.as_deref());
            let i = rows.iter().position(|r| r.caller == caller).unwrap_or_else(|| {
                rows.push(CallerDay { caller, name, numbers: Numbers::default() });
                rows.len() - 1
            });
            rows[i].numbers.add(connected, talked_s, outcome.as_deref());
        }
        rows.iter_mut().for_each(|r| r.numbers.finish());
        total.finish();
        rows.sort_by(|a, b| {
            b.numbers.calls.cmp(&a.numbers.calls).then_with(|| a.name.cmp(&b.name))
        });
        Ok(Today { day, rows, total, by_hour })
    }
}
