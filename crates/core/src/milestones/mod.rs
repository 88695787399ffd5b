//! Milestones: groups of SOW items that the client signs off together, and that may make
//! instalments due.
//!
//! Invariant: an item is in at most one milestone, an instalment is released by at most one; once
//! execution has started, neither leaves its milestone.
//! Invariant: `signed_off` is final, and comes with a sign-off.

mod acts;
mod commands;
pub mod queries;

pub(crate) use acts::may_define;
pub use commands::{MilestoneDefine, MilestoneSendBack, MilestoneSubmit, MilestoneUpdate};
pub use queries::{MilestoneList, MilestoneRow, milestones_of};

use crate::projects::{self, Project, ProjectId, visible};
use crate::signoffs::{self, SignOffId, Signature, Subject};
use crate::word_enum::{Transition, next, word_enum};
use netra_kernel::rusqlite::params;
use netra_kernel::{Reader, Result, Tx, errors, typed_id};

typed_id!(MilestoneId);

word_enum! {
    pub enum MilestoneState {
        Planned = "planned",
        InProgress = "in_progress",
        Submitted = "submitted",
        SignedOff = "signed_off",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// By itself, with its first item.
    Begin,
    Submit,
    SendBack,
    SignOff,
}

pub const STATES: &[Transition<MilestoneState, Verb>] = &[
    (MilestoneState::Planned, Verb::Begin, MilestoneState::InProgress),
    (MilestoneState::Planned, Verb::Submit, MilestoneState::Submitted),
    (MilestoneState::InProgress, Verb::Submit, MilestoneState::Submitted),
    (MilestoneState::Submitted, Verb::SendBack, MilestoneState::InProgress),
    (MilestoneState::Submitted, Verb::SignOff, MilestoneState::SignedOff),
];

errors! {
    pub enum MilestoneError {
        NotFound "milestone.not_found" Missing { milestone: String },
        NotNow "milestone.state" State { milestone: String, state: String },
        NotNow "milestone.no_item_left" NoItemLeft { project: String },
        Conflict "milestone.item_taken" ItemTaken { item: String, milestone: String },
        Invalid "milestone.item_not_theirs" ItemNotTheirs { item: String },
        Conflict "milestone.instalment_taken" InstalmentTaken { number: i64, milestone: String },
        Invalid "milestone.instalment_not_theirs" InstalmentNotTheirs { instalment: String },
        Invalid "milestone.instalment_has_rule" InstalmentHasRule { number: i64 },
        NotNow "milestone.needs_change" NeedsChange { milestone: String },
        NotNow "milestone.items_open" ItemsOpen { milestone: String, items: Vec<String> },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["milestone.needs_item", "date.after_project"];

/// Labels in the language files: every state in words.
pub const LABELS: &[&str] =
    &["milestone-planned", "milestone-in_progress", "milestone-submitted", "milestone-signed_off"];

pub(crate) struct Milestone {
    pub id: MilestoneId,
    pub project: ProjectId,
    pub title: String,
    pub state: MilestoneState,
}

fn milestone(reader: &Reader<'_>, id: MilestoneId) -> Result<Milestone> {
    reader
        .maybe("SELECT id, project_id, title, state FROM milestones WHERE id = ?1", [id], |r| {
            Ok(Milestone { id: r.get(0)?, project: r.get(1)?, title: r.get(2)?, state: r.get(3)? })
        })?
        .ok_or_else(|| MilestoneError::Missing { milestone: id.to_string() }.into())
}

/// The milestone and its project, for the project's manager.
pub(crate) fn managed(reader: &Reader<'_>, id: MilestoneId) -> Result<(Milestone, Project)> {
    let m = milestone(reader, id)?;
    if !visible(reader, m.project)? {
        return Err(MilestoneError::Missing { milestone: id.to_string() }.into());
    }
    let p = projects::managed(reader, m.project)?;
    Ok((m, p))
}

/// # Errors
/// `milestone.not_found` unless it is of this project and takes more items.
pub(crate) fn need_open(reader: &Reader<'_>, p: &Project, id: MilestoneId) -> Result<()> {
    let m = milestone(reader, id)?;
    if m.project != p.id {
        return Err(MilestoneError::Missing { milestone: id.to_string() }.into());
    }
    match m.state {
        MilestoneState::Planned | MilestoneState::InProgress => Ok(()),
        state => {
            Err(MilestoneError::State { milestone: m.title, state: state.word().into() }.into())
        }
    }
}

fn after(m: &Milestone, verb: Verb) -> Result<MilestoneState> {
    next(STATES, m.state, verb).ok_or_else(|| {
        let milestone = m.title.clone();
        MilestoneError::State { milestone, state: m.state.word().into() }.into()
    })
}

pub(crate) fn advance(tx: &Tx<'_>, m: &Milestone, verb: Verb, reason: &str) -> Result<()> {
    let to = after(m, verb)?;
    tx.write(
        "UPDATE milestones SET state = ?2, state_reason = ?3 WHERE id = ?1",
        params![m.id, to, reason],
    )?;
    Ok(())
}

/// Its first item is being worked on.
pub(crate) fn begin(tx: &Tx<'_>, id: MilestoneId) -> Result<()> {
    let m = milestone(tx, id)?;
    if m.state == MilestoneState::Planned { advance(tx, &m, Verb::Begin, "") } else { Ok(()) }
}

/// Items that the client has not consented to.
fn open_items(reader: &Reader<'_>, id: MilestoneId) -> Result<Vec<String>> {
    reader.all(
        "SELECT title FROM sow_items WHERE milestone_id = ?1
         AND state NOT IN ('consented', 'implemented', 'dropped') ORDER BY position, id",
        [id],
        |r| r.get(0),
    )
}

fn need_consented(reader: &Reader<'_>, m: &Milestone) -> Result<()> {
    let items = open_items(reader, m.id)?;
    if items.is_empty() {
        return Ok(());
    }
    Err(MilestoneError::ItemsOpen { milestone: m.title.clone(), items }.into())
}

/// The client's sign-off of a submitted milestone. Its instalments are due from then on.
pub(crate) fn sign(
    tx: &Tx<'_>,
    id: MilestoneId,
    s: &Signature,
) -> Result<(SignOffId, String, ProjectId, String)> {
    let (m, p) = managed(tx, id)?;
    acts::may_sign(tx, &m, &p)?;
    advance(tx, &m, Verb::SignOff, "")?;
    let (signoff, by) = signoffs::sign(tx, &p, Subject::Milestone, id.0, s)?;
    Ok((signoff, by, p.id, m.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_verb() {
        let mut lines = Vec::new();
        for from in MilestoneState::ALL {
            for verb in [Verb::Begin, Verb::Submit, Verb::SendBack, Verb::SignOff] {
                if let Some(to) = next(STATES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "planned Begin in_progress",
                "planned Submit submitted",
                "in_progress Submit submitted",
                "submitted SendBack in_progress",
                "submitted SignOff signed_off",
            ]
        );
    }
}
