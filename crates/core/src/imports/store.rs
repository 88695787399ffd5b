//! The only SQL that writes imports.

use super::mapping::Mapping;
use super::{ImportError, ImportId};
use crate::leads::clean::Clean;
use crate::leads::store::Lead;
use crate::leads::{LeadId, store as leads};
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Id, Reader, Result, Timestamp, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of a row whose lead is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    #[default]
    Skip,
    /// Fields that the lead lacks are filled.
    UpdateEmpty,
    /// Every field that the row has replaces the lead's.
    UpdateAll,
    /// A second lead, linked to the first.
    KeepBoth,
}

impl Policy {
    pub fn word(self) -> &'static str {
        match self {
            Policy::Skip => "skip",
            Policy::UpdateEmpty => "update_empty",
            Policy::UpdateAll => "update_all",
            Policy::KeepBoth => "keep_both",
        }
    }
    pub fn parse(word: &str) -> Policy {
        match word {
            "update_empty" => Policy::UpdateEmpty,
            "update_all" => Policy::UpdateAll,
            "keep_both" => Policy::KeepBoth,
            _ => Policy::Skip,
        }
    }
}

/// How many rows became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    pub total: i64,
    pub new: i64,
    pub duplicate: i64,
    pub invalid: i64,
    /// Duplicates that changed the lead that was there.
    pub updated: i64,
}

/// An import as it is stored.
pub struct Import {
    pub id: ImportId,
    pub file_name: String,
    pub file_sha256: [u8; 32],
    pub source: String,
    pub mapping: Mapping,
    pub policy: Policy,
    pub state: String,
    pub next_row: i64,
    pub counts: Counts,
    pub fixed: i64,
    pub removed: i64,
    pub kept: i64,
    pub undo_after: Option<Id>,
    pub started_by: Id,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

pub(super) const COLUMNS: &str = "id, file_name, file_sha256, source, mapping, policy, state,
    next_row, total, new, duplicate, invalid, updated, fixed, removed, kept, undo_after,
    started_by, started_at, finished_at";

pub(super) fn stored(r: &Row<'_>) -> rusqlite::Result<Import> {
    let mapping: String = r.get(4)?;
    let policy: String = r.get(5)?;
    Ok(Import {
        id: r.get(0)?,
        file_name: r.get(1)?,
        file_sha256: r.get(2)?,
        source: r.get(3)?,
        mapping: serde_json::from_str(&mapping).unwrap_or_default(),
        policy: Policy::parse(&policy),
        state: r.get(6)?,
        next_row: r.get(7)?,
        counts: Counts {
            total: r.get(8)?,
            new: r.get(9)?,
            duplicate: r.get(10)?,
            invalid: r.get(11)?,
            updated: r.get(12)?,
        },
        fixed: r.get(13)?,
        removed: r.get(14)?,
        kept: r.get(15)?,
        undo_after: r.get(16)?,
        started_by: r.get(17)?,
        started_at: r.get(18)?,
        finished_at: r.get(19)?,
    })
}

/// # Errors
/// `import.not_found`.
pub fn read(reader: &Reader<'_>, import: ImportId) -> Result<Import> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM imports WHERE id = ?1"), [import], stored)?
        .ok_or_else(|| ImportError::Missing { import: import.to_string() }.into())
}

/// The last import of the same file (and sheet), when it did not come to its end.
pub(super) fn interrupted(
    reader: &Reader<'_>,
    sha256: &[u8; 32],
    sheet: Option<&str>,
) -> Result<Option<Import>> {
    let last = reader.maybe(
        &format!(
            "SELECT {COLUMNS} FROM imports
             WHERE file_sha256 = ?1 AND mapping ->> '$.sheet' IS ?2 ORDER BY id DESC LIMIT 1"
        ),
        params![sha256, sheet],
        stored,
    )?;
    Ok(last.filter(|i: &Import| matches!(i.state.as_str(), "running" | "cancelled")))
}

/// The mapping and policy that a source had the last time.
/// # Errors
/// Storage errors.
pub fn remembered(reader: &Reader<'_>, source: &str) -> Result<Option<(Mapping, Policy)>> {
    let found: Option<(String, String)> = reader.maybe(
        "SELECT mapping, policy FROM import_mappings WHERE source = ?1",
        [source],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    found.map(|(m, p)| Ok((serde_json::from_str(&m)?, Policy::parse(&p)))).transpose()
}

pub(super) fn remember(tx: &Tx<'_>, source: &str, mapping: &str, policy: Policy) -> Result<()> {
    tx.write(
        "INSERT INTO import_mappings (id, source, mapping, policy, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET mapping = excluded.mapping, policy = excluded.policy,
             updated_at = excluded.updated_at",
        params![Id::named("import_mapping", source), source, mapping, policy.word(), tx.now],
    )?;
    Ok(())
}

/// The line of a reject; where none was noted, the file's first line was its header.
pub(super) const LINE: &str = "ifnull(line, row_number + 1)";

/// A row that did not become a new lead.
pub(super) struct Reject<'a> {
    pub import: ImportId,
    pub row_number: i64,
    pub line: i64,
    pub is_duplicate: bool,
    pub cells: &'a str,
    pub errors: &'a str,
    pub lead: Option<LeadId>,
    pub email: Option<&'a str>,
}

pub(super) fn reject(tx: &Tx<'_>, r: &Reject<'_>) -> Result<()> {
    let (kind, state) =
        if r.is_duplicate { ("duplicate", "known") } else { ("invalid", "waiting") };
    tx.write(
        "INSERT INTO import_rejects (id, import_id, row_number, kind, state, cells, errors,
             lead_id, email, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            tx.new_id::<Id>(),
            r.import,
            r.row_number,
            kind,
            state,
            r.cells,
            r.errors,
            r.lead,
            r.email,
            r.line
        ],
    )?;
    Ok(())
}

/// Whether a valid row above this one, that did not become a lead, had this address; and the lead
/// that it stood for.
pub(super) fn address_above(
    reader: &Reader<'_>,
    import: ImportId,
    row_number: i64,
    email: &str,
) -> Result<Option<Option<LeadId>>> {
    reader.value(
        "SELECT lead_id FROM import_rejects WHERE import_id = ?1 AND email = ?2 AND row_number < ?3
         ORDER BY row_number LIMIT 1",
        params![import, email, row_number],
    )
}

/// Changes a lead by a duplicate row as the policy says, and keeps what was there; false when there
/// was nothing to change.
pub(super) fn update_lead(
    tx: &Tx<'_>,
    import: ImportId,
    lead: &Lead,
    row: &Clean,
    policy: Policy,
) -> Result<bool> {
    let old = as_clean(lead);
    let mut new = old.clone();
    let all = policy == Policy::UpdateAll;
    let mut changed = false;
    for (mine, theirs) in [
        (&mut new.name, &row.name),
        (&mut new.company_name, &row.company_name),
        (&mut new.source, &row.source),
        (&mut new.language, &row.language),
        (&mut new.city, &row.city),
        (&mut new.region, &row.region),
        (&mut new.pin, &row.pin),
        (&mut new.campaign, &row.campaign),
        (&mut new.product_interest, &row.product_interest),
        (&mut new.note, &row.note),
    ] {
        if !theirs.is_empty() && (mine.is_empty() || all) && mine != theirs {
            mine.clone_from(theirs);
            changed = true;
        }
    }
    if row.email.is_some() && (new.email.is_none() || all) && new.email != row.email {
        new.email.clone_from(&row.email);
        changed = true;
    }
    if row.phone_e164.is_some() && (new.phone_e164.is_none() || all) && new.phone != row.phone {
        new.phone.clone_from(&row.phone);
        new.phone_e164.clone_from(&row.phone_e164);
        changed = true;
    }
    if !changed {
        return Ok(false);
    }
    let before = serde_json::to_string(&Before {
        clean: old,
        touched_at: lead.touched_at.map(|t| t.0),
        is_invalid_number: lead.is_invalid_number,
    })?;
    tx.write(
        "INSERT INTO import_updates (id, import_id, lead_id, before, at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![tx.new_id::<Id>(), import, lead.id, before, tx.now],
    )?;
    leads::replace(tx, lead.id, &new)?;
    tx.tell_changed(lead.id);
    Ok(true)
}

/// What an import replaced in a lead.
#[derive(Serialize, Deserialize)]
pub(super) struct Before {
    pub clean: Clean,
    /// ms since 1970
    pub touched_at: Option<i64>,
    /// The mark goes when the number is replaced; it comes back with it.
    #[serde(default)]
    pub is_invalid_number: bool,
}

fn as_clean(l: &Lead) -> Clean {
    Clean {
        name: l.name.clone(),
        company_name: l.company_name.clone(),
        phone: l.phone.clone(),
        phone_e164: l.phone_e164.clone(),
        email: l.email.clone(),
        source: l.source.clone(),
        language: l.language.clone(),
        city: l.city.clone(),
        region: l.region.clone(),
        pin: l.pin.clone(),
        campaign: l.campaign.clone(),
        product_interest: l.product_interest.clone(),
        note: l.note.clone(),
        zone: l.zone.clone(),
    }
}
