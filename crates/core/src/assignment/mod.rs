//! Sharing leads out: who gets which lead, by rules that are data.
//!
//! Invariant: a lead is held by one person or by nobody; taking one is decided where the command
//! runs, so two callers never hold the same lead.
//! Invariant: every assignment is a row that says how it came about and by which rule; what could
//! not be placed has its reason beside it.
//!
//! Look next at `model.rs` (conditions and choice, pure) and `floor.rs` (the callers as they are
//! now).

pub mod commands;
mod floor;
pub mod model;
pub mod queries;
pub mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::LeadAssign;

use crate::leads::LeadId;
use crate::people::PersonId;
use floor::Floor;
use netra_kernel::{Result, Tx, errors};
use store::{Give, How, give};

errors! {
    pub enum AssignmentError {
        NotNow "assignment.cannot_hold" CannotHold { person: String },
        NotNow "assignment.nothing_to_take" NothingToTake,
        NotNow "assignment.at_capacity" AtCapacity { limit: i64 },
        Invalid "assignment.not_callable" NotCallable { name: String },
        NotFound "assignment.rule_not_found" RuleMissing { rule: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["rule.pool_empty", "rule.no_test", "rule.too_many"];

/// Why a lead waits in *Unassigned*, as labels.
pub const LABELS: &[&str] = &[
    "unassigned.nobody_in_pool",
    "unassigned.nobody_present",
    "unassigned.at_capacity",
    "unassigned.no_speaker",
    "unassigned.given_back",
];

/// Passes a lead to somebody who speaks its language; else it waits in *Unassigned*. Gives the name.
pub(crate) fn pass_to_speaker(tx: &Tx<'_>, lead: LeadId, from: PersonId) -> Result<Option<String>> {
    let facts = store::facts_of(tx, lead)?;
    let mut floor = Floor::read(tx)?;
    match floor.place_by_language(&facts, from) {
        Ok(i) => {
            let c = &floor.callers[i];
            let reason = &facts.language;
            give(tx, Give { lead, to: Some(c.id), how: How::Language, rule: None, reason })?;
            Ok(Some(c.name.clone()))
        }
        Err(why) => {
            let reason = why.code();
            give(tx, Give { lead, to: None, how: How::Language, rule: None, reason })?;
            Ok(None)
        }
    }
}

/// Passes a lead to the telecalling manager who has the fewest open leads; a manager who escalates
/// keeps it. Gives the name.
pub(crate) fn pass_to_manager(
    tx: &Tx<'_>,
    lead: LeadId,
    from: PersonId,
    note: &str,
) -> Result<Option<String>> {
    let mut managers = Vec::new();
    for h in store::holders(tx)? {
        if h.roles.iter().any(|r| r == MANAGER_ROLE) {
            managers.push((store::open_leads(tx, h.id)?, h.id, h.name));
        }
    }
    if managers.iter().any(|m| m.1 == from) {
        return Ok(None);
    }
    let to = managers.into_iter().min();
    let (id, name) = to.map(|m| (m.1, m.2)).unzip();
    let reason = if id.is_some() { note } else { model::Obstacle::NobodyInPool.code() };
    give(tx, Give { lead, to: id, how: How::Escalation, rule: None, reason })?;
    Ok(name)
}

/// Who takes what a caller cannot settle.
const MANAGER_ROLE: &str = "telecalling_manager";
