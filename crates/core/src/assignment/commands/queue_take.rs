//! `queue.take`: a caller takes the next leads that nobody has.

use crate::assignment::AssignmentError;
use crate::assignment::store::{Give, How, give, given, open_leads};
use crate::leads::{LeadId, check_count, store as leads};
use crate::people::PersonId;
use crate::{permissions, settings};
use chrono::NaiveTime;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes the most urgent leads of the shared pool: as many as are wanted, as there are, and as this
/// person may hold.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueTake {
    #[serde(default = "one")]
    pub count: usize,
}

fn one() -> usize {
    1
}

#[derive(Serialize, JsonSchema)]
pub struct Taken {
    /// The most urgent one first.
    pub leads: Vec<LeadId>,
}

impl Command for QueueTake {
    const NAME: &'static str = "queue.take";
    const TITLE: &'static str = "Take leads from the pool";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const UNDOABLE: bool = true;
    // What nobody has is on nobody's device; and two who take must meet at one place.
    const ASKS_AUTHORITY: bool = true;
    type Outcome = Taken;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        check_count(self.count)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Taken>> {
        let me = PersonId(tx.actor.id);
        let mut leads = Vec::new();
        for _ in 0..self.count.min(room(tx, me)?) {
            let Some(lead) = next(tx)? else { break };
            give(tx, Give { lead, to: Some(me), how: How::Pool, rule: None, reason: "" })?;
            leads.push(lead);
        }
        let first = *leads.first().ok_or(AssignmentError::NothingToTake)?;
        let (name, n) = (leads::read(tx, first)?.name, leads.len());
        Ok(done(Taken { leads }).fact("lead", name).fact("n", n))
    }
}

/// How many more leads this person may take.
/// # Errors
/// `assignment.at_capacity` when it is none.
fn room(tx: &Tx<'_>, me: PersonId) -> Result<usize> {
    let sql = "SELECT max_open, max_per_day FROM caller_limits WHERE person_id = ?1";
    let own = tx.maybe(sql, [me], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let (max_open, max_per_day): (Option<i64>, Option<i64>) = own.unwrap_or_default();
    let left = |own: Option<i64>, key: &str, has: i64| -> Result<usize> {
        let limit = match own {
            Some(n) => n,
            None => settings::get(tx, key)?,
        };
        match limit {
            ..=0 => Ok(usize::MAX),
            _ if has >= limit => Err(AssignmentError::AtCapacity { limit }.into()),
            _ => Ok(usize::try_from(limit - has).unwrap_or(0)),
        }
    };
    let open = left(max_open, "assignment.max_open", open_leads(tx, me)?)?;
    let day_start = tx.today().at(NaiveTime::MIN, tx.zone);
    let today = left(max_per_day, "assignment.max_per_day", given(tx, me, day_start)?.0)?;
    Ok(open.min(today))
}

/// The most urgent lead of those that nobody has: a promised call that is due, then by priority.
fn next(tx: &Tx<'_>) -> Result<Option<LeadId>> {
    let due = tx.value(
        "SELECT id FROM leads INDEXED BY leads_callbacks
         WHERE assigned_to IS NULL AND category = 'callback' AND due_at <= ?1
         ORDER BY due_at, id LIMIT 1",
        [tx.now],
    )?;
    if due.is_some() {
        return Ok(due);
    }
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
