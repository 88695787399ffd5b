//! `queue.take`: a caller takes the next lead that nobody has.

use crate::assignment::AssignmentError;
use crate::assignment::store::{Give, How, give, given, open_leads};
use crate::leads::{LeadId, store as leads};
use crate::people::PersonId;
use crate::{permissions, settings};
use chrono::NaiveTime;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes the most urgent lead of the shared pool.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueTake {}

#[derive(Serialize, JsonSchema)]
pub struct Taken {
    pub lead: LeadId,
}

impl Command for QueueTake {
    const NAME: &'static str = "queue.take";
    const TITLE: &'static str = "Take a lead from the pool";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const UNDOABLE: bool = true;
    type Outcome = Taken;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Taken>> {
        let me = PersonId(tx.actor.id);
        let sql = "SELECT max_open, max_per_day FROM caller_limits WHERE person_id = ?1";
        let own = tx.maybe(sql, [me], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let (max_open, max_per_day): (Option<i64>, Option<i64>) = own.unwrap_or_default();
        let limit = match max_open {
            Some(n) => n,
            None => settings::get(tx, "assignment.max_open")?,
        };
        if limit > 0 && open_leads(tx, me)? >= limit {
            return Err(AssignmentError::AtCapacity { limit }.into());
        }
        let limit = match max_per_day {
            Some(n) => n,
            None => settings::get(tx, "assignment.max_per_day")?,
        };
        let day_start = tx.today().at(NaiveTime::MIN, tx.zone);
        if limit > 0 && given(tx, me, day_start)?.0 >= limit {
            return Err(AssignmentError::AtCapacity { limit }.into());
        }
        let found: Option<LeadId> = tx
            .value(
                "SELECT id FROM leads INDEXED BY leads_callbacks
                 WHERE assigned_to IS NULL AND category = 'callback' AND due_at <= ?1
                 ORDER BY due_at, id LIMIT 1",
                [tx.now],
            )?
            .map_or_else(|| self.by_priority(tx), |l| Ok(Some(l)))?;
        let lead = found.ok_or(AssignmentError::NothingToTake)?;
        give(tx, Give { lead, to: Some(me), how: How::Pool, rule: None, reason: "" })?;
        let name = leads::read(tx, lead)?.name;
        Ok(done(Taken { lead }).fact("lead", name))
    }
}

impl QueueTake {
    fn by_priority(&self, tx: &Tx<'_>) -> Result<Option<LeadId>> {
        for rank in [3, 2, 1] {
            let found = tx.value(
                "SELECT id FROM leads INDEXED BY leads_queue
                 WHERE assigned_to IS NULL AND priority = ?1 AND category IN ('fresh', 'retry') AND queue_at <= ?2
                 ORDER BY queue_at, id LIMIT 1",
                params![rank, tx.now],
            )?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
