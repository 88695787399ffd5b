//! Change requests: the only way to alter scope, end date, meetings promised or amounts, and to
//! waive an instalment.
//!
//! Invariant: only what the client approved, with evidence, is applied; once, and whole.
//! Invariant: applying keeps the plan as it was, with the request.
//! Invariant: after applying, the plan's total is the sum of its instalments.
//! Invariant: what an issued invoice asks for is neither repriced nor waived while it lives; it is
//! cancelled first. A draft follows a new amount, and goes with a waived instalment.

mod acts;
mod apply;
mod commands;
mod queries;

pub(crate) use acts::may_draft;
pub use commands::{
    ChangeApply, ChangeApprove, ChangeDecline, ChangeDraft, ChangeSubmit, ChangeWithdraw,
};
pub use queries::{ChangeList, ChangeRow, changes_of};

use crate::projects::{Project, ProjectId, managed, visible};
use crate::word_enum::{Transition, next, word_enum};
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Money, Reader, Result, Tx, errors, typed_id};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

typed_id!(ChangeRequestId);

word_enum! {
    pub enum ChangeState {
        Draft = "draft",
        Submitted = "submitted",
        ClientApproved = "client_approved",
        Declined = "declined",
        Applied = "applied",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Submit,
    Approve,
    Decline,
    /// We take it back ourselves.
    Withdraw,
    Apply,
}

pub const STATES: &[Transition<ChangeState, Verb>] = &[
    (ChangeState::Draft, Verb::Submit, ChangeState::Submitted),
    (ChangeState::Draft, Verb::Withdraw, ChangeState::Declined),
    (ChangeState::Submitted, Verb::Approve, ChangeState::ClientApproved),
    (ChangeState::Submitted, Verb::Decline, ChangeState::Declined),
    (ChangeState::Submitted, Verb::Withdraw, ChangeState::Declined),
    (ChangeState::ClientApproved, Verb::Apply, ChangeState::Applied),
    (ChangeState::ClientApproved, Verb::Withdraw, ChangeState::Declined),
];

errors! {
    pub enum ChangeError {
        NotFound "change.not_found" Missing { change: String },
        NotNow "change.state" State { number: i64, state: String },
        Invalid "change.item_not_theirs" ItemNotTheirs { item: String },
        Invalid "change.instalment_not_theirs" InstalmentNotTheirs { instalment: String },
        NotNow "change.item_implemented" ItemImplemented { item: String },
        NotNow "change.below_received" BelowReceived { number: i64, received: Money },
        NotNow "change.instalment_settled" InstalmentSettled { number: i64 },
        NotNow "change.milestone_signed" MilestoneSigned { number: i64 },
        NotNow "change.invoiced" Invoiced { number: i64, invoice: String },
        Invalid "change.end_before_start" EndBeforeStart { start: Date },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["change.nothing", "change.too_many", "amount.range"];

/// Labels in the language files: every state in words.
pub const LABELS: &[&str] = &[
    "change-draft",
    "change-submitted",
    "change-client_approved",
    "change-declined",
    "change-applied",
];

/// One wanted alteration of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeLine {
    /// More to do.
    AddItem {
        title: String,
        #[serde(default)]
        description: String,
        #[serde(default)]
        category: String,
        /// The open milestone that it joins.
        #[serde(default)]
        milestone: Option<Id>,
    },
    /// Less to do.
    DropItem { item: Id },
    /// Another last day.
    EndDate { end_on: Date },
    /// Another number of consulting meetings promised.
    Meetings { promised: i64 },
    /// Another amount, tax included.
    InstalmentAmount { instalment: Id, amount_minor: i64 },
    /// One more instalment, due on a day.
    AddInstalment { title: String, amount_minor: i64, due_on: Date },
    /// A day on which an instalment is due instead of what the plan said.
    InstalmentDue { instalment: Id, due_on: Date },
    /// It need not be paid.
    WaiveInstalment { instalment: Id },
}

impl ChangeLine {
    /// It speaks of amounts, or of when they fall due.
    pub fn is_about_money(&self) -> bool {
        use ChangeLine::{
            AddInstalment, AddItem, DropItem, EndDate, InstalmentAmount, InstalmentDue, Meetings,
            WaiveInstalment,
        };
        match self {
            AddItem { .. } | DropItem { .. } | EndDate { .. } | Meetings { .. } => false,
            InstalmentAmount { .. }
            | AddInstalment { .. }
            | InstalmentDue { .. }
            | WaiveInstalment { .. } => true,
        }
    }
}

pub(crate) struct Change {
    pub id: ChangeRequestId,
    pub project: ProjectId,
    pub number: i64,
    pub title: String,
    pub lines: String,
    pub state: ChangeState,
}

/// The change request, whoever asks.
fn found(reader: &Reader<'_>, id: ChangeRequestId) -> Result<Change> {
    reader
        .maybe(
            "SELECT id, project_id, number, title, lines, state FROM change_requests
             WHERE id = ?1",
            [id],
            |r| {
                Ok(Change {
                    id: r.get(0)?,
                    project: r.get(1)?,
                    number: r.get(2)?,
                    title: r.get(3)?,
                    lines: r.get(4)?,
                    state: r.get(5)?,
                })
            },
        )?
        .ok_or_else(|| ChangeError::Missing { change: id.to_string() }.into())
}

/// The change request and its project, for the project's manager.
pub(crate) fn change(reader: &Reader<'_>, id: ChangeRequestId) -> Result<(Change, Project)> {
    let c = found(reader, id)?;
    if !visible(reader, c.project)? {
        return Err(ChangeError::Missing { change: id.to_string() }.into());
    }
    let p = managed(reader, c.project)?;
    Ok((c, p))
}

impl Change {
    fn lines(&self) -> Result<Vec<ChangeLine>> {
        Ok(serde_json::from_str(&self.lines)?)
    }
}

fn after(c: &Change, verb: Verb) -> Result<ChangeState> {
    next(STATES, c.state, verb)
        .ok_or_else(|| ChangeError::State { number: c.number, state: c.state.word().into() }.into())
}

fn advance(tx: &Tx<'_>, c: &Change, verb: Verb) -> Result<()> {
    let to = after(c, verb)?;
    tx.write("UPDATE change_requests SET state = ?2 WHERE id = ?1", params![c.id, to])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_verb() {
        let mut lines = Vec::new();
        for from in ChangeState::ALL {
            for verb in [Verb::Submit, Verb::Approve, Verb::Decline, Verb::Withdraw, Verb::Apply] {
                if let Some(to) = next(STATES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "draft Submit submitted",
                "draft Withdraw declined",
                "submitted Approve client_approved",
                "submitted Decline declined",
                "submitted Withdraw declined",
                "client_approved Withdraw declined",
                "client_approved Apply applied",
            ]
        );
    }
}
