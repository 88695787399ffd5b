//! The only SQL that changes who holds a lead.

use super::floor::Rule;
use super::model::{Facts, Method};
use crate::leads::LeadId;
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Id, Reader, Result, Timestamp, Tx};

/// A person who may hold leads.
pub(super) struct Holder {
    pub id: PersonId,
    pub name: String,
    pub languages: Vec<String>,
    pub roles: Vec<String>,
    pub max_open: Option<i64>,
    pub max_per_day: Option<i64>,
    pub weight: i64,
    pub is_present: bool,
    pub away_until: Option<String>,
}

fn words(text: String) -> Vec<String> {
    text.split(',').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Active people who may call, with their limits.
pub(super) fn holders(reader: &Reader<'_>) -> Result<Vec<Holder>> {
    reader.all(
        "SELECT p.id, p.name, p.languages,
                ifnull((SELECT group_concat(r.key) FROM person_roles pr
                        JOIN roles r ON r.id = pr.role_id WHERE pr.person_id = p.id), ''),
                c.max_open, c.max_per_day, ifnull(c.weight, 1), ifnull(c.is_present, 1),
                c.away_until
         FROM people p LEFT JOIN caller_limits c ON c.person_id = p.id
         WHERE p.status = 'active' AND EXISTS (
             SELECT 1 FROM person_roles pr JOIN role_permissions rp ON rp.role_id = pr.role_id
             WHERE pr.person_id = p.id AND rp.permission = ?1)
         ORDER BY p.id",
        [permissions::CALL_MAKE.0],
        |r| {
            Ok(Holder {
                id: r.get(0)?,
                name: r.get(1)?,
                languages: words(r.get(2)?),
                roles: words(r.get(3)?),
                max_open: r.get(4)?,
                max_per_day: r.get(5)?,
                weight: r.get(6)?,
                is_present: r.get(7)?,
                away_until: r.get(8)?,
            })
        },
    )
}

/// Leads that wait in a person's queues.
pub(crate) fn open_leads(reader: &Reader<'_>, person: PersonId) -> Result<i64> {
    reader.one(
        "SELECT (SELECT count(*) FROM leads INDEXED BY leads_queue
                 WHERE assigned_to = ?1 AND category IN ('fresh', 'retry'))
              + (SELECT count(*) FROM leads INDEXED BY leads_callbacks
                 WHERE assigned_to = ?1 AND category = 'callback')",
        [person],
        |r| r.get(0),
    )
}

/// How many leads a person was given since then, and when the last time (ms since 1970).
pub(crate) fn given(reader: &Reader<'_>, person: PersonId, since: Timestamp) -> Result<(i64, i64)> {
    reader.one(
        "SELECT (SELECT count(*) FROM lead_assignments WHERE person_id = ?1 AND at >= ?2),
                ifnull((SELECT max(at) FROM lead_assignments WHERE person_id = ?1), 0)",
        params![person, since],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The active rules in their order.
pub(super) fn active_rules(reader: &Reader<'_>) -> Result<Vec<Rule>> {
    let stored: Vec<(Id, String, String, String, String)> = reader.all(
        "SELECT id, name, conditions, pool, method FROM assignment_rules WHERE is_active = 1
         ORDER BY position, id",
        [],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
    )?;
    stored
        .into_iter()
        .map(|(id, name, conditions, pool, method)| {
            Ok(Rule {
                id,
                name,
                conditions: serde_json::from_str(&conditions)?,
                pool: serde_json::from_str(&pool)?,
                method: Method::parse(&method),
            })
        })
        .collect()
}

pub(super) const FACTS: &str =
    "id, source, language, city, region, pin, campaign, product_interest, score";

pub(super) fn facts(r: &Row<'_>) -> rusqlite::Result<Facts> {
    Ok(Facts {
        id: r.get(0)?,
        source: r.get(1)?,
        language: r.get(2)?,
        city: r.get(3)?,
        region: r.get(4)?,
        pin: r.get(5)?,
        campaign: r.get(6)?,
        product_interest: r.get(7)?,
        score: r.get(8)?,
    })
}

/// One lead, as far as sharing out looks at it.
pub(super) fn facts_of(reader: &Reader<'_>, lead: LeadId) -> Result<Facts> {
    reader.one(&format!("SELECT {FACTS} FROM leads WHERE id = ?1"), [lead], facts)
}

/// How an assignment came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Hand,
    Rule,
    Fallback,
    Pool,
    Language,
    Escalation,
}

impl How {
    fn word(self) -> &'static str {
        match self {
            How::Hand => "hand",
            How::Rule => "rule",
            How::Fallback => "fallback",
            How::Pool => "pool",
            How::Language => "language",
            How::Escalation => "escalation",
        }
    }
}

/// One assignment to be written.
#[derive(Clone, Copy, Debug)]
pub struct Give<'a> {
    pub lead: LeadId,
    /// None: back to nobody.
    pub to: Option<PersonId>,
    pub how: How,
    pub rule: Option<Id>,
    pub reason: &'a str,
}

/// Gives a lead to a person (or back to nobody) and records it; false when they held it already.
/// # Errors
/// Storage errors.
pub fn give(tx: &Tx<'_>, g: Give<'_>) -> Result<bool> {
    let from: Option<PersonId> =
        tx.one("SELECT assigned_to FROM leads WHERE id = ?1", [g.lead], |r| r.get(0))?;
    if from == g.to && from.is_some() {
        return Ok(false);
    }
    let why = if g.to.is_none() { g.reason } else { "" };
    tx.write(
        "UPDATE leads SET assigned_to = ?2, unassigned_reason = ?3, updated_at = ?4 WHERE id = ?1",
        params![g.lead, g.to, why, tx.now],
    )?;
    tx.write(
        "INSERT INTO lead_assignments (id, lead_id, person_id, from_id, how, rule_id, reason,
             by_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            tx.new_id::<Id>(),
            g.lead,
            g.to,
            from,
            g.how.word(),
            g.rule,
            g.reason,
            tx.actor.id,
            tx.now
        ],
    )?;
    Ok(true)
}

/// Notes why a lead waits in *Unassigned*.
pub(super) fn wait(tx: &Tx<'_>, lead: LeadId, reason: &str) -> Result<()> {
    tx.write(
        "UPDATE leads SET unassigned_reason = ?2, updated_at = ?3
         WHERE id = ?1 AND unassigned_reason IS NOT ?2",
        params![lead, reason, tx.now],
    )?;
    Ok(())
}
