//! SOW items while they are worked on: from not started to implemented.
//!
//! Invariant: an item is `implemented` only after the client consented to it.
//! Invariant: `dropped` is reached by an applied change request alone.

mod acts;
mod commands;
mod queries;

pub use commands::{
    SowItemConsent, SowItemImplement, SowItemPlan, SowItemProgress, SowItemSendBack, SowItemStart,
    SowItemSubmit,
};
pub use queries::{SowItemList, SowItemRow, items_of};

use crate::projects::{Project, ProjectId, of_sow_item, settle, visible, worked_on};
use crate::signoffs::{self, SignOffId, Signature, Subject};
use crate::word_enum::{Transition, next, word_enum};
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Reader, Result, Tx, errors, typed_id};

typed_id!(SowItemId);

word_enum! {
    pub enum ItemState {
        NotStarted = "not_started",
        InProgress = "in_progress",
        ReadyForReview = "ready_for_review",
        Consented = "consented",
        Implemented = "implemented",
        Dropped = "dropped",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Start,
    Submit,
    Consent,
    SendBack,
    Implement,
    /// By an applied change request.
    Drop,
}

pub const STATES: &[Transition<ItemState, Verb>] = &[
    (ItemState::NotStarted, Verb::Start, ItemState::InProgress),
    (ItemState::InProgress, Verb::Submit, ItemState::ReadyForReview),
    (ItemState::ReadyForReview, Verb::Consent, ItemState::Consented),
    (ItemState::ReadyForReview, Verb::SendBack, ItemState::InProgress),
    (ItemState::Consented, Verb::Implement, ItemState::Implemented),
    (ItemState::NotStarted, Verb::Drop, ItemState::Dropped),
    (ItemState::InProgress, Verb::Drop, ItemState::Dropped),
    (ItemState::ReadyForReview, Verb::Drop, ItemState::Dropped),
    (ItemState::Consented, Verb::Drop, ItemState::Dropped),
];

errors! {
    pub enum SowItemError {
        NotFound "sow_item.not_found" Missing { item: String },
        NotNow "sow_item.state" State { item: String, state: String },
        NotNow "sow_item.not_in_milestone" NotInMilestone { item: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["percent.range_open"];

/// Labels in the language files: every state in words.
pub const LABELS: &[&str] = &[
    "sow_item-not_started",
    "sow_item-in_progress",
    "sow_item-ready_for_review",
    "sow_item-consented",
    "sow_item-implemented",
    "sow_item-dropped",
];

pub(crate) struct Item {
    pub id: SowItemId,
    pub title: String,
    pub state: ItemState,
    pub milestone: Option<Id>,
    pub progress_percent: i64,
}

/// An item of this project.
pub(crate) fn item(reader: &Reader<'_>, id: SowItemId) -> Result<Item> {
    reader
        .maybe(
            "SELECT id, title, state, milestone_id, progress_percent FROM sow_items WHERE id = ?1",
            [id],
            |r| {
                Ok(Item {
                    id: r.get(0)?,
                    title: r.get(1)?,
                    state: r.get(2)?,
                    milestone: r.get(3)?,
                    progress_percent: r.get(4)?,
                })
            },
        )?
        .ok_or_else(|| SowItemError::Missing { item: id.to_string() }.into())
}

/// The item and its project, for somebody who works on it.
pub(crate) fn worked(reader: &Reader<'_>, id: SowItemId) -> Result<(Item, Project)> {
    let missing = || SowItemError::Missing { item: id.to_string() };
    let project = of_sow_item(reader, id.0)?.ok_or_else(missing)?;
    if !visible(reader, project)? {
        return Err(missing().into());
    }
    let p = worked_on(reader, project)?;
    Ok((item(reader, id)?, p))
}

fn after(i: &Item, verb: Verb) -> Result<ItemState> {
    next(STATES, i.state, verb).ok_or_else(|| {
        SowItemError::State { item: i.title.clone(), state: i.state.word().into() }.into()
    })
}

/// Moves an item along the table.
pub(crate) fn advance(tx: &Tx<'_>, i: &Item, verb: Verb, reason: &str) -> Result<ItemState> {
    let to = after(i, verb)?;
    tx.write(
        "UPDATE sow_items SET state = ?2, state_reason = ?3 WHERE id = ?1",
        params![i.id, to, reason],
    )?;
    Ok(to)
}

/// The client's consent to an item, with its signature.
pub(crate) fn sign(
    tx: &Tx<'_>,
    id: SowItemId,
    s: &Signature,
) -> Result<(SignOffId, String, ProjectId, String)> {
    let (i, p) = worked(tx, id)?;
    acts::may_step(tx, &i, &p, Verb::Consent)?;
    advance(tx, &i, Verb::Consent, "")?;
    let (signoff, by) = signoffs::sign(tx, &p, Subject::SowItem, id.0, s)?;
    settle(tx, p.id)?;
    Ok((signoff, by, p.id, i.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_verb() {
        let mut lines = Vec::new();
        for from in ItemState::ALL {
            for verb in [
                Verb::Start,
                Verb::Submit,
                Verb::Consent,
                Verb::SendBack,
                Verb::Implement,
                Verb::Drop,
            ] {
                if let Some(to) = next(STATES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "not_started Start in_progress",
                "not_started Drop dropped",
                "in_progress Submit ready_for_review",
                "in_progress Drop dropped",
                "ready_for_review Consent consented",
                "ready_for_review SendBack in_progress",
                "ready_for_review Drop dropped",
                "consented Implement implemented",
                "consented Drop dropped",
            ]
        );
        let into: Vec<_> = STATES.iter().filter(|t| t.2 == ItemState::Implemented).collect();
        assert_eq!(into, [&(ItemState::Consented, Verb::Implement, ItemState::Implemented)]);
    }
}
