//! Deliverables: what the client gets in hand, version by version.
//!
//! Invariant: a submission has a file; `accepted` comes with the client's sign-off of exactly the
//! version that was submitted last.

mod acts;
mod commands;
mod queries;

pub(crate) use acts::may_create;
pub use commands::{
    DeliverableAccept, DeliverableCreate, DeliverableDiscard, DeliverableRequestChanges,
    DeliverableSubmit,
};
pub use queries::{DeliverableList, DeliverableRow, deliverables_of};

use crate::projects::{Project, ProjectId, visible, worked_on};
use crate::signoffs::{self, SignOffId, Signature, Subject};
use crate::word_enum::{Transition, next, word_enum};
use netra_kernel::rusqlite::params;
use netra_kernel::{Reader, Result, Tx, errors, typed_id};

typed_id!(DeliverableId);

word_enum! {
    pub enum DeliverableState {
        Draft = "draft",
        Submitted = "submitted",
        ChangesRequested = "changes_requested",
        Accepted = "accepted",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Submit,
    RequestChanges,
    Accept,
}

pub const STATES: &[Transition<DeliverableState, Verb>] = &[
    (DeliverableState::Draft, Verb::Submit, DeliverableState::Submitted),
    (DeliverableState::ChangesRequested, Verb::Submit, DeliverableState::Submitted),
    (DeliverableState::Submitted, Verb::RequestChanges, DeliverableState::ChangesRequested),
    (DeliverableState::Submitted, Verb::Accept, DeliverableState::Accepted),
];

errors! {
    pub enum DeliverableError {
        NotFound "deliverable.not_found" Missing { deliverable: String },
        NotNow "deliverable.state" State { deliverable: String, state: String },
        NotNow "deliverable.was_submitted" WasSubmitted { deliverable: String },
    }
}

/// Labels in the language files: every state in words.
pub const LABELS: &[&str] = &[
    "deliverable-draft",
    "deliverable-submitted",
    "deliverable-changes_requested",
    "deliverable-accepted",
];

pub(crate) struct Deliverable {
    pub id: DeliverableId,
    pub project: ProjectId,
    pub title: String,
    pub state: DeliverableState,
}

/// The deliverable and its project, for somebody who works on it.
pub(crate) fn worked(reader: &Reader<'_>, id: DeliverableId) -> Result<(Deliverable, Project)> {
    let missing = || DeliverableError::Missing { deliverable: id.to_string() };
    let d = reader
        .maybe("SELECT id, project_id, title, state FROM deliverables WHERE id = ?1", [id], |r| {
            Ok(Deliverable {
                id: r.get(0)?,
                project: r.get(1)?,
                title: r.get(2)?,
                state: r.get(3)?,
            })
        })?
        .ok_or_else(missing)?;
    if !visible(reader, d.project)? {
        return Err(missing().into());
    }
    let p = worked_on(reader, d.project)?;
    Ok((d, p))
}

fn after(d: &Deliverable, verb: Verb) -> Result<DeliverableState> {
    next(STATES, d.state, verb).ok_or_else(|| {
        let deliverable = d.title.clone();
        DeliverableError::State { deliverable, state: d.state.word().into() }.into()
    })
}

fn advance(tx: &Tx<'_>, d: &Deliverable, verb: Verb, reason: &str) -> Result<()> {
    let to = after(d, verb)?;
    tx.write(
        "UPDATE deliverables SET state = ?2, state_reason = ?3 WHERE id = ?1",
        params![d.id, to, reason],
    )?;
    Ok(())
}

/// The client accepts the version that was submitted last.
pub(crate) fn sign(
    tx: &Tx<'_>,
    id: DeliverableId,
    s: &Signature,
) -> Result<(SignOffId, String, ProjectId, String)> {
    let (d, p) = worked(tx, id)?;
    acts::may_step(tx, &d, &p, Verb::Accept)?;
    advance(tx, &d, Verb::Accept, "")?;
    let (signoff, by) = signoffs::sign(tx, &p, Subject::Deliverable, id.0, s)?;
    Ok((signoff, by, p.id, d.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_verb() {
        let mut lines = Vec::new();
        for from in DeliverableState::ALL {
            for verb in [Verb::Submit, Verb::RequestChanges, Verb::Accept] {
                if let Some(to) = next(STATES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "draft Submit submitted",
                "submitted RequestChanges changes_requested",
                "submitted Accept accepted",
                "changes_requested Submit submitted",
            ]
        );
    }
}
