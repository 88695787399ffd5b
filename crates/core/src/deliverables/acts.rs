//! The rules of what is done to a deliverable, and the acts that it offers by them.

use super::commands::{
    DeliverableAccept, DeliverableDiscard, DeliverableRequestChanges, DeliverableSubmit,
};
use super::{Deliverable, DeliverableError, DeliverableState, Verb, after};
use crate::acts::{Act, Acts};
use crate::projects::{Project, Stage, need_worker};
use netra_kernel::{Reader, Result};

/// What a deliverable offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, d: &Deliverable, p: &Project) -> Result<Vec<Act>> {
    let step = |verb| move || may_step(reader, d, p, verb);
    let acts = Acts::of(reader);
    let acts = match d.state {
        DeliverableState::Draft | DeliverableState::ChangesRequested => acts
            .next::<DeliverableSubmit>(step(Verb::Submit))?
            .when::<DeliverableDiscard>(|| may_discard(reader, d, p))?,
        DeliverableState::Submitted => {
            acts.next::<DeliverableAccept>(step(Verb::Accept))?
                .when::<DeliverableRequestChanges>(step(Verb::RequestChanges))?
        }
        DeliverableState::Accepted => acts,
    };
    Ok(acts.list())
}

/// # Errors
/// `project.not_yours`, `project.stage`.
pub(crate) fn may_create(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::OPEN)
}

/// # Errors
/// `project.not_yours`, `project.stage`, `deliverable.was_submitted`.
pub(super) fn may_discard(reader: &Reader<'_>, d: &Deliverable, p: &Project) -> Result<()> {
    may_create(reader, p)?;
    match d.state {
        DeliverableState::Draft => Ok(()),
        _ => Err(DeliverableError::WasSubmitted { deliverable: d.title.clone() }.into()),
    }
}

/// # Errors
/// `project.not_yours`, `project.stage`, `deliverable.state`.
pub(super) fn may_step(
    reader: &Reader<'_>,
    d: &Deliverable,
    p: &Project,
    verb: Verb,
) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::RUNNING)?;
    after(d, verb).map(|_| ())
}
