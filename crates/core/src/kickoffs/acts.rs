//! The rules of what is done to a kickoff request, and the acts that it offers by them.

use super::commands::{
    Agreement, KickoffAccept, KickoffReject, KickoffResubmit, KickoffReturn, agreement,
    need_first_payment, need_seller_of,
};
use super::{Kickoff, KickoffError, KickoffState, STATES, Verb};
use crate::acts::{Act, Acts};
use crate::people::name_of;
use crate::word_enum::next;
use netra_kernel::{Reader, Result};

/// What a request offers to the asker. What waits for its project manager is told to others who
/// may decide on kickoffs, too: the reason names whom it waits for.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, k: &Kickoff) -> Result<Vec<Act>> {
    let acts = Acts::of(reader);
    let acts = match k.state {
        KickoffState::Pending => acts
            .told::<KickoffAccept>(|| may_accept(reader, k, &agreement(reader, k.agreement)?))?
            .when::<KickoffReturn>(|| may_decide(reader, k, Verb::Return))?
            .when::<KickoffReject>(|| may_decide(reader, k, Verb::Reject))?,
        KickoffState::Returned => acts.next::<KickoffResubmit>(|| {
            may_resubmit(reader, k, &agreement(reader, k.agreement)?)
        })?,
        KickoffState::Accepted | KickoffState::Rejected => acts,
    };
    Ok(acts.list())
}

/// Whom a request waits for.
/// # Errors
/// Storage errors.
pub(super) fn waiting_on(reader: &Reader<'_>, k: &Kickoff) -> Result<Vec<String>> {
    Ok(match k.state {
        KickoffState::Pending => vec![name_of(reader, k.pm)?],
        KickoffState::Returned => {
            vec![name_of(reader, agreement(reader, k.agreement)?.owner)?]
        }
        KickoffState::Accepted | KickoffState::Rejected => Vec::new(),
    })
}

/// Only the named project manager decides.
/// # Errors
/// `kickoff.not_the_pm`.
pub(super) fn need_the_pm(reader: &Reader<'_>, k: &Kickoff) -> Result<()> {
    match k.pm.0 == reader.actor.id {
        true => Ok(()),
        false => Err(KickoffError::NotThePm { pm: name_of(reader, k.pm)? }.into()),
    }
}

/// # Errors
/// `kickoff.state`.
pub(super) fn after(k: &Kickoff, verb: Verb) -> Result<KickoffState> {
    next(STATES, k.state, verb)
        .ok_or_else(|| KickoffError::State { state: k.state.word().into() }.into())
}

/// # Errors
/// `kickoff.not_the_pm`, `kickoff.state`.
pub(super) fn may_decide(reader: &Reader<'_>, k: &Kickoff, verb: Verb) -> Result<()> {
    need_the_pm(reader, k)?;
    after(k, verb).map(|_| ())
}

/// A payment may have been reversed since the request was made.
/// # Errors
/// `kickoff.not_the_pm`, `kickoff.state`, `kickoff.first_payment`, ….
pub(super) fn may_accept(reader: &Reader<'_>, k: &Kickoff, a: &Agreement) -> Result<()> {
    may_decide(reader, k, Verb::Accept)?;
    need_first_payment(reader, a)
}

/// # Errors
/// `kickoff.not_yours`, `kickoff.state`.
pub(super) fn may_resubmit(reader: &Reader<'_>, k: &Kickoff, a: &Agreement) -> Result<()> {
    need_seller_of(reader, a)?;
    after(k, Verb::Resubmit).map(|_| ())
}
