//! The only SQL that writes deals.

use super::{DealError, DealId, StageId};
use crate::companies::{CompanyId, ContactId};
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Currency, Date, Id, Reader, Result, Timestamp, Tx};

/// A deal with its stage.
#[derive(Clone, Debug)]
pub(crate) struct Deal {
    pub id: DealId,
    pub title: String,
    pub company: CompanyId,
    pub contact: Option<ContactId>,
    pub lead: Option<Id>,
    pub stage_since: Timestamp,
    pub owner: Id,
    pub value_minor: i64,
    pub currency: Currency,
    pub expected_close_on: Option<Date>,
    pub lost_reason: String,
    pub created_at: Timestamp,
    pub stage_key: String,
    pub stage_title: String,
    pub stage_kind: String,
    pub company_name: String,
    pub owner_name: String,
}

pub(super) const COLUMNS: &str = "d.id, d.title, d.company_id, d.contact_id, d.lead_id,
    d.stage_since, d.owner_id, d.value_minor, d.currency, d.expected_close_on, d.lost_reason,
    d.created_at, s.key, s.title, s.kind, c.name, p.name";
pub(super) const FROM: &str = "deals d JOIN deal_stages s ON s.id = d.stage_id
    JOIN companies c ON c.id = d.company_id JOIN people p ON p.id = d.owner_id";

pub(super) fn stored(r: &Row<'_>) -> rusqlite::Result<Deal> {
    Ok(Deal {
        id: r.get(0)?,
        title: r.get(1)?,
        company: r.get(2)?,
        contact: r.get(3)?,
        lead: r.get(4)?,
        stage_since: r.get(5)?,
        owner: r.get(6)?,
        value_minor: r.get(7)?,
        currency: r.get(8)?,
        expected_close_on: r.get(9)?,
        lost_reason: r.get(10)?,
        created_at: r.get(11)?,
        stage_key: r.get(12)?,
        stage_title: r.get(13)?,
        stage_kind: r.get(14)?,
        company_name: r.get(15)?,
        owner_name: r.get(16)?,
    })
}

/// # Errors
/// `deal.not_found`.
pub(crate) fn deal(reader: &Reader<'_>, id: DealId) -> Result<Deal> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM {FROM} WHERE d.id = ?1"), [id], stored)?
        .ok_or_else(|| DealError::Missing { deal: id.to_string() }.into())
}

pub(super) fn insert_stage(
    tx: &Tx<'_>,
    id: StageId,
    key: &str,
    title: &str,
    position: i64,
    kind: &str,
    probability_percent: i64,
) -> Result<()> {
    tx.write(
        "INSERT INTO deal_stages (id, key, title, position, kind, probability_percent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, key, title, position, kind, probability_percent],
    )?;
    Ok(())
}

/// A stage of the pipeline.
pub(super) struct Stage {
    pub id: StageId,
    pub title: String,
    pub kind: String,
}

/// # Errors
/// `deal.stage_unknown`.
pub(super) fn stage(reader: &Reader<'_>, key: &str) -> Result<Stage> {
    reader
        .maybe("SELECT id, title, kind FROM deal_stages WHERE key = ?1", [key], |r| {
            Ok(Stage { id: r.get(0)?, title: r.get(1)?, kind: r.get(2)? })
        })?
        .ok_or_else(|| DealError::StageUnknown { stage: key.to_owned() }.into())
}

/// The first open stage: where a deal begins.
pub(super) fn first_stage(reader: &Reader<'_>) -> Result<StageId> {
    reader
        .value("SELECT id FROM deal_stages WHERE kind = 'open' ORDER BY position, id LIMIT 1", [])?
        .ok_or_else(|| DealError::StageUnknown { stage: "open".into() }.into())
}

pub(super) struct NewDeal<'a> {
    pub id: DealId,
    pub title: &'a str,
    pub company: CompanyId,
    pub contact: Option<ContactId>,
    pub lead: Option<Id>,
    pub owner: Id,
    pub value_minor: i64,
    pub currency: Currency,
    pub expected_close_on: Option<Date>,
}

pub(super) fn insert(tx: &Tx<'_>, d: &NewDeal<'_>) -> Result<()> {
    tx.write(
        "INSERT INTO deals (id, title, company_id, contact_id, lead_id, stage_id, stage_since,
             owner_id, value_minor, currency, expected_close_on, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?7)",
        params![
            d.id,
            d.title,
            d.company,
            d.contact,
            d.lead,
            first_stage(tx)?,
            tx.now,
            d.owner,
            d.value_minor,
            d.currency,
            d.expected_close_on
        ],
    )?;
    Ok(())
}

/// What of a deal its people write.
pub(super) struct Details<'a> {
    pub title: &'a str,
    pub value_minor: i64,
    pub contact: Option<ContactId>,
    pub expected_close_on: Option<Date>,
    pub owner: Id,
}

pub(super) fn replace(tx: &Tx<'_>, id: DealId, d: &Details<'_>) -> Result<()> {
    tx.write(
        "UPDATE deals SET title = ?2, value_minor = ?3, contact_id = ?4, expected_close_on = ?5,
             owner_id = ?6 WHERE id = ?1",
        params![id, d.title, d.value_minor, d.contact, d.expected_close_on, d.owner],
    )?;
    Ok(())
}

pub(super) fn set_stage(tx: &Tx<'_>, id: DealId, stage: StageId, lost_reason: &str) -> Result<()> {
    tx.write(
        "UPDATE deals SET stage_id = ?2, stage_since = ?3, lost_reason = ?4 WHERE id = ?1",
        params![id, stage, tx.now, lost_reason],
    )?;
    Ok(())
}

/// A quote went out: its open deal moves on to the stage for that, when the pipeline has one and the
/// deal is not there or further. Gives the stage's title when it moved.
/// # Errors
/// Storage errors.
pub fn quoted(tx: &Tx<'_>, id: DealId) -> Result<Option<String>> {
    let to: Option<(StageId, String)> = tx.maybe(
        "SELECT t.id, t.title FROM deals d JOIN deal_stages s ON s.id = d.stage_id
         JOIN deal_stages t ON t.key = 'quoted' AND t.kind = 'open' AND t.position > s.position
         WHERE d.id = ?1 AND s.kind = 'open'",
        [id],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let Some((stage, title)) = to else { return Ok(None) };
    set_stage(tx, id, stage, "")?;
    Ok(Some(title))
}

/// An accepted quote wins the deal and says what it is worth.
/// # Errors
/// Storage errors.
pub fn win(tx: &Tx<'_>, id: DealId, value_minor: i64) -> Result<()> {
    let won: Option<StageId> = tx
        .value("SELECT id FROM deal_stages WHERE kind = 'won' ORDER BY position, id LIMIT 1", [])?;
    let Some(won) = won else {
        return Err(DealError::StageUnknown { stage: "won".into() }.into());
    };
    set_stage(tx, id, won, "")?;
    tx.write("UPDATE deals SET value_minor = ?2 WHERE id = ?1", params![id, value_minor])?;
    if let Some(lead) = deal(tx, id)?.lead {
        crate::leads::store::set_status(tx, lead.into(), "won", None)?;
    }
    Ok(())
}
