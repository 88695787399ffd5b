//! Reads of leads and their views.

use super::model::{self, Category, Priority, Reason};
use super::timeline::{self, Happened};
use super::{LeadError, LeadId, acts, may_see, need_seen, store};
use crate::acts::Act;
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lead as lists and the queue show it.
#[derive(Serialize, JsonSchema, Clone)]
pub struct LeadRow {
    pub id: LeadId,
    pub name: String,
    pub company_name: String,
    pub phone: String,
    pub phone_e164: Option<String>,
    pub email: Option<String>,
    pub source: String,
    pub language: String,
    pub city: String,
    pub region: String,
    pub campaign: String,
    pub product_interest: String,
    pub score: i64,
    pub priority: Priority,
    /// None: in no queue.
    pub category: Option<Category>,
    /// `open`, `resting`, `converted`, `won` or `lost`.
    pub status: String,
    pub is_interested: bool,
    pub attempts: i64,
    pub reached: i64,
    pub due_at: Option<Timestamp>,
    /// The code of the last call's outcome.
    pub last_outcome: Option<String>,
    pub last_call_at: Option<Timestamp>,
    pub is_dnd: bool,
    pub is_consent_withdrawn: bool,
    pub is_invalid_number: bool,
    pub is_archived: bool,
    pub assigned_to: Option<PersonId>,
    pub assigned_name: Option<String>,
    /// Why nobody has it, when sharing out could not place it.
    pub unassigned_reason: String,
    pub created_at: Timestamp,
    pub age_days: i64,
}

/// The columns of [`LeadRow`], for `leads l LEFT JOIN people p ON p.id = l.assigned_to`.
pub(crate) const ROW_COLUMNS: &str = "l.id, l.name, l.company_name, l.phone, l.phone_e164, l.email,
    l.source, l.language, l.city, l.region, l.campaign, l.product_interest, l.score, l.priority,
    l.category, l.status, l.is_interested, l.attempts, l.reached, l.due_at, l.last_outcome,
    l.last_call_at, l.is_dnd, l.consent_withdrawn_at IS NOT NULL, l.is_invalid_number,
    l.archived_at IS NOT NULL, l.assigned_to, p.name, l.unassigned_reason, l.created_at";

pub(crate) fn lead_row(r: &Row<'_>, now: Timestamp) -> rusqlite::Result<LeadRow> {
    let created_at: Timestamp = r.get(29)?;
    Ok(LeadRow {
        id: r.get(0)?,
        name: r.get(1)?,
        company_name: r.get(2)?,
        phone: r.get(3)?,
        phone_e164: r.get(4)?,
        email: r.get(5)?,
        source: r.get(6)?,
        language: r.get(7)?,
        city: r.get(8)?,
        region: r.get(9)?,
        campaign: r.get(10)?,
        product_interest: r.get(11)?,
        score: r.get(12)?,
        priority: Priority::of_rank(r.get(13)?),
        category: r.get::<_, Option<String>>(14)?.as_deref().and_then(Category::parse),
        status: r.get(15)?,
        is_interested: r.get(16)?,
        attempts: r.get(17)?,
        reached: r.get(18)?,
        due_at: r.get(19)?,
        last_outcome: r.get(20)?,
        last_call_at: r.get(21)?,
        is_dnd: r.get(22)?,
        is_consent_withdrawn: r.get(23)?,
        is_invalid_number: r.get(24)?,
        is_archived: r.get(25)?,
        assigned_to: r.get(26)?,
        assigned_name: r.get(27)?,
        unassigned_reason: r.get(28)?,
        created_at,
        age_days: (now.0 - created_at.0).max(0) / 86_400_000,
    })
}

/// One lead with what is known of it and what happened to it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadGet {
    pub lead: LeadId,
    /// Entries of the timeline (50 when not given, never more than 500).
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct LeadView {
    #[serde(flatten)]
    pub row: LeadRow,
    pub pin: String,
    pub note: String,
    pub zone: Option<String>,
    /// Why the score is what it is.
    pub score_reasons: Vec<Reason>,
    pub import: Option<Id>,
    pub company: Option<Id>,
    pub duplicate_of: Option<LeadId>,
    pub merged_into: Option<LeadId>,
    pub timeline: Vec<Happened>,
    /// What the asker may do with it.
    pub acts: Vec<Act>,
}

impl Query for LeadGet {
    const NAME: &'static str = "lead.get";
    const TITLE: &'static str = "One lead";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] =
        &["leads", "calls", "lead_notes", "lead_assignments", "people", "deals"];
    type View = LeadView;

    fn ask(&self, reader: &Reader<'_>) -> Result<LeadView> {
        need_seen(reader, self.lead)?;
        let lead = store::read(reader, self.lead)?;
        let row = row_of(reader, self.lead)?;
        Ok(LeadView {
            row,
            acts: acts::acts(reader, &lead)?,
            score_reasons: model::score_reasons(&lead.scored(lead.scored_at)).to_vec(),
            pin: lead.pin,
            note: lead.note,
            zone: lead.zone,
            import: lead.import_id,
            company: lead.company_id,
            duplicate_of: lead.duplicate_of,
            merged_into: lead.merged_into,
            timeline: timeline::of(reader, self.lead, self.limit.unwrap_or(50).min(500))?,
        })
    }
}

/// One row, by id, whoever asks.
pub(crate) fn row_of(reader: &Reader<'_>, lead: LeadId) -> Result<LeadRow> {
    let now = reader.now;
    reader
        .maybe(
            &format!(
                "SELECT {ROW_COLUMNS} FROM leads l LEFT JOIN people p ON p.id = l.assigned_to
                 WHERE l.id = ?1"
            ),
            [lead],
            |r| lead_row(r, now),
        )?
        .ok_or_else(|| LeadError::Missing { lead: lead.to_string() }.into())
}

/// Leads that may be the same as this one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadFindDuplicates {
    pub lead: LeadId,
}

#[derive(Serialize, JsonSchema)]
pub struct Duplicates {
    pub rows: Vec<Duplicate>,
}

#[derive(Serialize, JsonSchema)]
pub struct Duplicate {
    /// `phone` and `email` are the same lead; `name_and_company` is only a suggestion.
    pub by: &'static str,
    #[serde(flatten)]
    pub row: LeadRow,
}

/// The same name in the same firm; the condition on the index's own column is spelled as there.
const SAME_FIRM: &str = "SELECT id FROM leads WHERE company_name = ?1 COLLATE NOCASE
    AND name = ?2 COLLATE NOCASE AND company_name <> '' ORDER BY id LIMIT 20";

impl Query for LeadFindDuplicates {
    const NAME: &'static str = "lead.find_duplicates";
    const TITLE: &'static str = "Possible duplicates of a lead";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["leads"];
    type View = Duplicates;

    fn ask(&self, reader: &Reader<'_>) -> Result<Duplicates> {
        need_seen(reader, self.lead)?;
        let lead = store::read(reader, self.lead)?;
        let mut found: Vec<(LeadId, &'static str)> = Vec::new();
        let mut add = |ids: Vec<LeadId>, by| {
            for id in ids {
                if id != lead.id && !found.iter().any(|f| f.0 == id) {
                    found.push((id, by));
                }
            }
        };
        if let Some(phone) = &lead.phone_e164 {
            let ids = reader.all(
                "SELECT id FROM leads WHERE phone_e164 = ?1 ORDER BY id LIMIT 20",
                [phone],
                |r| r.get(0),
            )?;
            add(ids, "phone");
        }
        if let Some(email) = &lead.email {
            let ids = reader.all(
                "SELECT id FROM leads WHERE email = ?1 ORDER BY id LIMIT 20",
                [email],
                |r| r.get(0),
            )?;
            add(ids, "email");
        }
        if !lead.company_name.is_empty() {
            let ids = reader.all(SAME_FIRM, params![lead.company_name, lead.name], |r| r.get(0))?;
            add(ids, "name_and_company");
        }
        let mut rows = Vec::new();
        for (id, by) in found {
            let row = row_of(reader, id)?;
            if may_see(reader, row.assigned_to.map(Id::from)) && !row.is_archived {
                rows.push(Duplicate { by, row });
            }
        }
        Ok(Duplicates { rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Desk;

    #[test]
    fn the_same_firm_is_found_through_its_index() {
        let desk = Desk::new();
        let mut stmt = desk.conn.prepare(&format!("EXPLAIN QUERY PLAN {SAME_FIRM}")).unwrap();
        let lines: Vec<String> =
            stmt.query_map(["a", "b"], |r| r.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        let plan = lines.join(" | ");
        assert!(plan.contains("COVERING INDEX leads_company"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
