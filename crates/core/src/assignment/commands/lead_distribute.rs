//! `lead.distribute`: shares leads out by the rules.

use crate::assignment::floor::Floor;
use crate::assignment::model::Facts;
use crate::assignment::store::{FACTS, Give, How, facts, give, wait};
use crate::leads::{LeadId, MAX_LEADS, check_count};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Shares out the given leads, or those that nobody has, oldest first (at most 2,000 at once). Run
/// it again while `is_complete` is false.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadDistribute {
    /// None: what nobody has. Given leads are shared out anew, whoever has them.
    #[serde(default)]
    pub leads: Option<Vec<LeadId>>,
    #[serde(default)]
    pub limit: Option<usize>,
    /// Go on behind this lead (the `next` of the step before).
    #[serde(default)]
    pub after: Option<LeadId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Distributed {
    pub assigned: usize,
    /// Waits in *Unassigned*, with the reason.
    pub unassigned: usize,
    pub shares: Vec<Share>,
    /// How many wait for which reason.
    pub reasons: BTreeMap<String, usize>,
    pub is_complete: bool,
    pub next: Option<LeadId>,
}

#[derive(Serialize, JsonSchema, Clone)]
pub struct Share {
    pub person: PersonId,
    pub name: String,
    pub leads: usize,
}

impl LeadDistribute {
    fn batch(&self, tx: &Tx<'_>) -> Result<Vec<Facts>> {
        let Some(list) = &self.leads else {
            let limit = self.limit.unwrap_or(MAX_LEADS).clamp(1, MAX_LEADS) as i64;
            return tx.all(
                &format!(
                    "SELECT {FACTS} FROM leads INDEXED BY leads_assigned
                     WHERE assigned_to IS NULL AND id > ?1 AND category IN ('fresh', 'retry', 'callback') ORDER BY id LIMIT ?2"
                ),
                (self.after.unwrap_or(LeadId(netra_kernel::Id([0; 16]))), limit),
                facts,
            );
        };
        let mut found = Vec::with_capacity(list.len());
        for lead in list {
            found.extend(tx.maybe(
                &format!("SELECT {FACTS} FROM leads WHERE id = ?1 AND category IS NOT NULL"),
                [lead],
                facts,
            )?);
        }
        Ok(found)
    }
}

impl Command for LeadDistribute {
    const NAME: &'static str = "lead.distribute";
    const TITLE: &'static str = "Share leads out";
    const NEEDS: Permission = permissions::LEAD_ASSIGN;
    const UNDOABLE: bool = true;
    type Outcome = Distributed;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        match &self.leads {
            Some(list) => check_count(list.len()),
            None => Ok(()),
        }
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Distributed>> {
        let batch = self.batch(tx)?;
        let mut floor = Floor::read(tx)?;
        let mut counts = vec![0usize; floor.callers.len()];
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        let mut assigned = 0;
        for lead in &batch {
            match floor.place(lead) {
                Ok(placed) => {
                    let how = if placed.rule.is_some() { How::Rule } else { How::Fallback };
                    let to = Some(floor.callers[placed.caller].id);
                    let reason = &placed.reason;
                    give(tx, Give { lead: lead.id, to, how, rule: placed.rule, reason })?;
                    counts[placed.caller] += 1;
                    assigned += 1;
                }
                Err(why) => {
                    wait(tx, lead.id, why.code())?;
                    *reasons.entry(why.code().to_owned()).or_default() += 1;
                }
            }
        }
        let shares = floor
            .callers
            .iter()
            .zip(&counts)
            .filter(|(_, n)| **n > 0)
            .map(|(c, n)| Share { person: c.id, name: c.name.clone(), leads: *n })
            .collect();
        let limit = self.limit.unwrap_or(MAX_LEADS).clamp(1, MAX_LEADS);
        let is_complete = self.leads.is_some() || batch.len() < limit;
        let unassigned = batch.len() - assigned;
        let next = if is_complete { None } else { batch.last().map(|f| f.id) };
        Ok(done(Distributed { assigned, unassigned, shares, reasons, is_complete, next })
            .fact("n", assigned)
            .fact("waiting", unassigned))
    }
}
