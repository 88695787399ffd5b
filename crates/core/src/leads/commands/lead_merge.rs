//! `lead.merge`: two leads are one person. Every call, note and assignment is kept.

use crate::leads::clean::clean;
use crate::leads::{LeadError, LeadId, need_own, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Moves everything of `merge` to `keep`, fills what `keep` lacks, and archives `merge`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadMerge {
    pub keep: LeadId,
    pub merge: LeadId,
}

impl Command for LeadMerge {
    const NAME: &'static str = "lead.merge";
    const TITLE: &'static str = "Merge two leads";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.keep)?;
        need_own(reader, self.merge)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        if self.keep == self.merge {
            return Err(LeadError::MergeItself.into());
        }
        let keep = store::read(tx, self.keep)?;
        let other = store::read(tx, self.merge)?;
        for lead in [&keep, &other] {
            if lead.archived_at.is_some() {
                return Err(LeadError::Archived { name: lead.name.clone() }.into());
            }
        }
        let (mut f, o) = (keep.fields(), other.fields());
        for (mine, theirs) in [
            (&mut f.company_name, o.company_name),
            (&mut f.phone, o.phone),
            (&mut f.email, o.email),
            (&mut f.source, o.source),
            (&mut f.language, o.language),
            (&mut f.city, o.city),
            (&mut f.region, o.region),
            (&mut f.pin, o.pin),
            (&mut f.campaign, o.campaign),
            (&mut f.product_interest, o.product_interest),
            (&mut f.note, o.note),
        ] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        let mut v = Validation::new();
        let c = clean(&f, &store::phone_region(tx)?, &mut v);
        v.finish()?;
        for table in ["calls", "lead_notes", "lead_assignments"] {
            tx.write(
                &format!("UPDATE {table} SET lead_id = ?1 WHERE lead_id = ?2"),
                params![self.keep, self.merge],
            )?;
        }
        // What protects the person wins; the nearer promise wins; counts add up.
        let callback = [&keep, &other]
            .into_iter()
            .filter(|l| l.due_kind.as_deref() == Some("callback"))
            .filter_map(|l| l.due_at)
            .min();
        let next = callback
            .map(|t| ("callback", t))
            .or(keep.due_kind.as_deref().zip(keep.due_at))
            .or(other.due_kind.as_deref().zip(other.due_at));
        tx.write(
            "UPDATE leads SET attempts = ?2, reached = ?3, is_interested = ?4, is_dnd = ?5,
                 consent_withdrawn_at = ?6, due_kind = ?7, due_at = ?8,
                 last_call_at = ?9, last_outcome = ?10 WHERE id = ?1",
            params![
                self.keep,
                keep.attempts + other.attempts,
                keep.reached + other.reached,
                keep.is_interested || other.is_interested,
                keep.is_dnd || other.is_dnd,
                keep.consent_withdrawn_at.or(other.consent_withdrawn_at),
                next.map(|n| n.0),
                next.map(|n| n.1),
                keep.last_call_at.max(other.last_call_at),
                match keep.last_call_at >= other.last_call_at {
                    true => &keep.last_outcome,
                    false => &other.last_outcome,
                },
            ],
        )?;
        store::replace(tx, self.keep, &c)?;
        // A number that was found to be wrong stays wrong, whichever lead it came from.
        let is_invalid = [&keep, &other]
            .iter()
            .any(|l| l.is_invalid_number && l.phone_e164.is_some() && l.phone_e164 == c.phone_e164);
        tx.write(
            "UPDATE leads SET is_invalid_number = ?2 WHERE id = ?1",
            params![self.keep, is_invalid],
        )?;
        tx.write(
            "UPDATE leads SET archived_at = ?2, merged_into = ?3, updated_at = ?2, touched_at = ?2
             WHERE id = ?1",
            params![self.merge, tx.now, self.keep],
        )?;
        Ok(done(Nothing {}).fact("lead", keep.name).fact("merged", other.name))
    }
}
