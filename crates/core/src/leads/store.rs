//! The only SQL that writes leads.

use super::clean::{Clean, LeadFields};
use super::model::{self, Category, Priority, Scored};
use super::{LeadError, LeadId};
use crate::people::PersonId;
use crate::settings;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Id, Reader, Result, Timestamp, Tx, Zone};

/// A lead as it is stored.
#[derive(Clone, Debug)]
pub struct Lead {
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
    pub pin: String,
    pub campaign: String,
    pub product_interest: String,
    pub note: String,
    pub zone: Option<String>,
    pub score: i64,
    pub scored_at: Timestamp,
    pub status: String,
    pub is_interested: bool,
    pub attempts: i64,
    pub reached: i64,
    pub due_kind: Option<String>,
    pub due_at: Option<Timestamp>,
    pub last_outcome: Option<String>,
    pub last_call_at: Option<Timestamp>,
    pub is_dnd: bool,
    pub consent_withdrawn_at: Option<Timestamp>,
    pub is_invalid_number: bool,
    pub assigned_to: Option<PersonId>,
    pub unassigned_reason: String,
    pub import_id: Option<Id>,
    pub touched_at: Option<Timestamp>,
    pub duplicate_of: Option<LeadId>,
    pub merged_into: Option<LeadId>,
    pub company_id: Option<Id>,
    pub created_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub category: Option<Category>,
    pub priority: Priority,
}

const COLUMNS: &str = "id, name, company_name, phone, phone_e164, email, source, language, city,
    region, pin, campaign, product_interest, note, zone, score, scored_at, status, is_interested,
    attempts, reached, due_kind, due_at, last_outcome, last_call_at, is_dnd, consent_withdrawn_at,
    is_invalid_number, assigned_to, unassigned_reason, import_id, touched_at, duplicate_of,
    merged_into, company_id, created_at, archived_at, category, priority";

fn stored(r: &Row<'_>) -> rusqlite::Result<Lead> {
    Ok(Lead {
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
        pin: r.get(10)?,
        campaign: r.get(11)?,
        product_interest: r.get(12)?,
        note: r.get(13)?,
        zone: r.get(14)?,
        score: r.get(15)?,
        scored_at: r.get(16)?,
        status: r.get(17)?,
        is_interested: r.get(18)?,
        attempts: r.get(19)?,
        reached: r.get(20)?,
        due_kind: r.get(21)?,
        due_at: r.get(22)?,
        last_outcome: r.get(23)?,
        last_call_at: r.get(24)?,
        is_dnd: r.get(25)?,
        consent_withdrawn_at: r.get(26)?,
        is_invalid_number: r.get(27)?,
        assigned_to: r.get(28)?,
        unassigned_reason: r.get(29)?,
        import_id: r.get(30)?,
        touched_at: r.get(31)?,
        duplicate_of: r.get(32)?,
        merged_into: r.get(33)?,
        company_id: r.get(34)?,
        created_at: r.get(35)?,
        archived_at: r.get(36)?,
        category: r.get::<_, Option<String>>(37)?.as_deref().and_then(Category::parse),
        priority: Priority::of_rank(r.get(38)?),
    })
}

impl Lead {
    /// The fields that a person may change.
    pub fn fields(&self) -> LeadFields {
        LeadFields {
            name: self.name.clone(),
            company_name: self.company_name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone().unwrap_or_default(),
            source: self.source.clone(),
            language: self.language.clone(),
            city: self.city.clone(),
            region: self.region.clone(),
            pin: self.pin.clone(),
            campaign: self.campaign.clone(),
            product_interest: self.product_interest.clone(),
            note: self.note.clone(),
            zone: self.zone.clone(),
        }
    }

    /// The lead's own zone, or the workspace's.
    pub fn zone_or(&self, workspace: Zone) -> Zone {
        self.zone.as_deref().and_then(Zone::parse).unwrap_or(workspace)
    }

    /// What its score is made from, as of `at`.
    pub fn scored(&self, at: Timestamp) -> Scored<'_> {
        Scored {
            source: &self.source,
            company_name: &self.company_name,
            has_phone: self.phone_e164.is_some(),
            has_email: self.email.is_some(),
            city: &self.city,
            pin: &self.pin,
            language: &self.language,
            product_interest: &self.product_interest,
            is_interested: self.is_interested,
            attempts: self.attempts,
            reached: self.reached,
            created_at: self.created_at,
            at,
        }
    }

    /// # Errors
    /// `lead.archived`, `lead.not_open`.
    pub fn need_open(&self) -> Result<()> {
        if self.archived_at.is_some() {
            return Err(LeadError::Archived { name: self.name.clone() }.into());
        }
        match self.status.as_str() {
            "open" | "resting" => Ok(()),
            status => {
                Err(LeadError::NotOpen { name: self.name.clone(), status: status.to_owned() }
                    .into())
            }
        }
    }
}

/// Reads a lead, whoever asks.
/// # Errors
/// `lead.not_found`.
pub fn read(reader: &Reader<'_>, lead: LeadId) -> Result<Lead> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM leads WHERE id = ?1"), [lead], stored)?
        .ok_or_else(|| LeadError::Missing { lead: lead.to_string() }.into())
}

/// Whose it is; None when there is no such lead.
pub(crate) fn assigned_to(reader: &Reader<'_>, lead: LeadId) -> Result<Option<Option<Id>>> {
    reader.value("SELECT assigned_to FROM leads WHERE id = ?1", [lead])
}

/// The workspace's country, for numbers without a country code.
pub fn phone_region(reader: &Reader<'_>) -> Result<String> {
    settings::get(reader, "firm.phone_region")
}

/// Where a new lead comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin {
    pub assigned_to: Option<PersonId>,
    pub import_id: Option<Id>,
    pub duplicate_of: Option<LeadId>,
    /// When the lead came to be, if that was before now.
    pub created_at: Option<Timestamp>,
}

/// Writes a new lead with its score.
/// # Errors
/// Storage errors.
pub fn insert(tx: &Tx<'_>, id: LeadId, c: &Clean, origin: Origin) -> Result<()> {
    let created_at = origin.created_at.unwrap_or(tx.now).min(tx.now);
    let score = model::score(&Scored {
        source: &c.source,
        company_name: &c.company_name,
        has_phone: c.phone_e164.is_some(),
        has_email: c.email.is_some(),
        city: &c.city,
        pin: &c.pin,
        language: &c.language,
        product_interest: &c.product_interest,
        created_at,
        at: tx.now,
        ..Scored::default()
    });
    tx.write(
        "INSERT INTO leads (id, name, company_name, phone, phone_e164, email, source, language,
             city, region, pin, campaign, product_interest, note, zone, score, scored_at,
             assigned_to, import_id, duplicate_of, created_by, created_at, updated_at)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,
             ?22,?17)",
        params![
            id,
            c.name,
            c.company_name,
            c.phone,
            c.phone_e164,
            c.email,
            c.source,
            c.language,
            c.city,
            c.region,
            c.pin,
            c.campaign,
            c.product_interest,
            c.note,
            c.zone,
            score,
            tx.now,
            origin.assigned_to,
            origin.import_id,
            origin.duplicate_of,
            tx.actor.id,
            created_at,
        ],
    )?;
    Ok(())
}

/// Replaces what a person may change; a number that changed is a new number, valid until proven
/// otherwise.
/// # Errors
/// Storage errors.
pub fn replace(tx: &Tx<'_>, id: LeadId, c: &Clean) -> Result<()> {
    tx.write(
        "UPDATE leads SET name = ?2, company_name = ?3, phone = ?4,
             is_invalid_number = CASE WHEN phone_e164 IS ?5 THEN is_invalid_number ELSE 0 END,
             phone_e164 = ?5, email = ?6, source = ?7, language = ?8, city = ?9, region = ?10,
             pin = ?11, campaign = ?12, product_interest = ?13, note = ?14, zone = ?15,
             updated_at = ?16, touched_at = ?16 WHERE id = ?1",
        params![
            id,
            c.name,
            c.company_name,
            c.phone,
            c.phone_e164,
            c.email,
            c.source,
            c.language,
            c.city,
            c.region,
            c.pin,
            c.campaign,
            c.product_interest,
            c.note,
            c.zone,
            tx.now,
        ],
    )?;
    rescore(tx, id)
}

/// Gives a lead the score that its columns deserve now.
/// # Errors
/// `lead.not_found`.
pub fn rescore(tx: &Tx<'_>, id: LeadId) -> Result<()> {
    let lead = read(tx, id)?;
    let score = model::score(&lead.scored(tx.now));
    tx.write(
        "UPDATE leads SET score = ?2, scored_at = ?3 WHERE id = ?1",
        params![id, score, tx.now],
    )?;
    Ok(())
}

/// Sets the end of a lead's way: `converted` when it became a deal of this company, then `won` or
/// `lost`; `open` takes it up again. Sales calls this.
/// # Errors
/// `lead.not_found`; `invalid` for another word.
pub fn set_status(tx: &Tx<'_>, id: LeadId, status: &str, company: Option<Id>) -> Result<()> {
    if !["open", "resting", "converted", "won", "lost"].contains(&status) {
        return Err(netra_kernel::Error::field("status", "status.unknown"));
    }
    let n = tx.write(
        "UPDATE leads SET status = ?2, company_id = ifnull(?3, company_id), updated_at = ?4,
             touched_at = ?4,
             due_kind = CASE WHEN ?2 IN ('converted', 'won', 'lost') THEN NULL ELSE due_kind END,
             due_at = CASE WHEN ?2 IN ('converted', 'won', 'lost') THEN NULL ELSE due_at END
         WHERE id = ?1",
        params![id, status, company, tx.now],
    )?;
    match n {
        0 => Err(LeadError::Missing { lead: id.to_string() }.into()),
        _ => Ok(()),
    }
}

/// Sets what comes next.
/// # Errors
/// Storage errors.
pub fn set_next_step(tx: &Tx<'_>, id: LeadId, next: Option<(&str, Timestamp)>) -> Result<()> {
    tx.write(
        "UPDATE leads SET due_kind = ?2, due_at = ?3, updated_at = ?4, touched_at = ?4,
             status = CASE WHEN status = 'resting' AND ?2 IS NOT NULL THEN 'open' ELSE status END
         WHERE id = ?1",
        params![id, next.map(|n| n.0), next.map(|n| n.1), tx.now],
    )?;
    Ok(())
}

/// The lead with this number, or without a number with this address: a living one before one that
/// was archived, and for a merged one the lead that it became.
/// # Errors
/// Storage errors.
pub fn same_as(
    reader: &Reader<'_>,
    phone_e164: Option<&str>,
    email: Option<&str>,
) -> Result<Option<LeadId>> {
    let (column, value) = match (phone_e164, email) {
        (Some(phone), _) => ("phone_e164", phone),
        (None, Some(email)) => ("email", email),
        (None, None) => return Ok(None),
    };
    let found: Option<LeadId> = reader.value(
        &format!(
            "SELECT id FROM leads WHERE {column} = ?1 ORDER BY archived_at IS NOT NULL, id LIMIT 1"
        ),
        [value],
    )?;
    found.map(|id| became(reader, id)).transpose()
}

/// What a lead became by merges, one after the other; itself, when it was not merged. Leads can be
/// restored and merged back, so the line is followed only so far.
fn became(reader: &Reader<'_>, lead: LeadId) -> Result<LeadId> {
    let mut last = lead;
    for _ in 0..50 {
        let next: Option<LeadId> = reader.value(
            "SELECT k.id FROM leads m JOIN leads k ON k.id = m.merged_into
             WHERE m.id = ?1 AND m.archived_at IS NOT NULL",
            [last],
        )?;
        match next {
            Some(next) => last = next,
            None => break,
        }
    }
    Ok(last)
}

/// Holds the search index's triggers still, or lets them go again.
pub(crate) fn pause_search(tx: &Tx<'_>, is_paused: bool) -> Result<()> {
    tx.write("UPDATE lead_search_pause SET is_paused = ?1", [is_paused])?;
    Ok(())
}

/// The highest row number, behind which a bulk command's leads will stand.
pub(crate) fn last_rowid(reader: &Reader<'_>) -> Result<i64> {
    reader.one("SELECT ifnull(max(rowid), 0) FROM leads", [], |r| r.get(0))
}

/// Puts the leads behind this row number into the search index.
pub(crate) fn index_after(tx: &Tx<'_>, rowid: i64) -> Result<()> {
    tx.write(
        "INSERT INTO lead_search (rowid, name, company_name, city)
         SELECT rowid, name, company_name, city FROM leads
         WHERE rowid > ?1 AND rowid <= (SELECT indexed_to FROM lead_search_pause) ORDER BY rowid",
        [rowid],
    )?;
    Ok(())
}
