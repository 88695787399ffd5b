//! Kickoff requests: sales hands a signed and first-paid agreement to a project manager.
//!
//! Invariant: an agreement has at most one request that is not rejected, and at most one project;
//! accepting converts the request exactly once.
//! Invariant: only the named project manager decides.

mod acts;
mod commands;
mod queries;

pub use commands::{KickoffAccept, KickoffReject, KickoffRequest, KickoffResubmit, KickoffReturn};
pub(crate) use commands::{is_requested, may_be_requested};
pub use queries::{KickoffInbox, KickoffManagers};

use crate::people::PersonId;
use crate::word_enum::{Transition, word_enum};
use netra_kernel::{Id, Money, Reader, Result, errors, typed_id};

typed_id!(KickoffRequestId);

word_enum! {
    /// Where a request stands; `accepted` means converted into a project.
    pub enum KickoffState {
        Pending = "pending",
        Returned = "returned",
        Accepted = "accepted",
        Rejected = "rejected",
    }
}

/// What can be done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Accept,
    Return,
    Reject,
    Resubmit,
}

pub const STATES: &[Transition<KickoffState, Verb>] = &[
    (KickoffState::Pending, Verb::Accept, KickoffState::Accepted),
    (KickoffState::Pending, Verb::Return, KickoffState::Returned),
    (KickoffState::Pending, Verb::Reject, KickoffState::Rejected),
    (KickoffState::Returned, Verb::Resubmit, KickoffState::Pending),
];

errors! {
    pub enum KickoffError {
        NotFound "kickoff.not_found" Missing { kickoff: String },
        NotFound "kickoff.agreement_not_found" AgreementMissing { agreement: String },
        NotNow "kickoff.not_signed" NotSigned { agreement: String },
        NotNow "kickoff.first_payment" FirstPayment { agreement: String, open: Money },
        NotNow "kickoff.first_payment_unverified" FirstPaymentUnverified { agreement: String },
        NotNow "kickoff.no_instalments" NoInstalments { agreement: String },
        Conflict "kickoff.exists" Exists { agreement: String },
        Invalid "kickoff.not_a_pm" NotAPm { person: String },
        Forbidden "kickoff.not_the_pm" NotThePm { pm: String },
        Forbidden "kickoff.not_yours" NotYours { agreement: String },
        NotNow "kickoff.state" State { state: String },
    }
}

pub(crate) struct Kickoff {
    pub id: KickoffRequestId,
    pub agreement: Id,
    pub pm: PersonId,
    pub requested_by: PersonId,
    pub state: KickoffState,
}

pub(crate) fn kickoff(reader: &Reader<'_>, id: KickoffRequestId) -> Result<Kickoff> {
    reader
        .maybe(
            "SELECT id, agreement_id, pm_id, requested_by, state FROM kickoff_requests
             WHERE id = ?1",
            [id],
            |r| {
                Ok(Kickoff {
                    id: r.get(0)?,
                    agreement: r.get(1)?,
                    pm: r.get(2)?,
                    requested_by: r.get(3)?,
                    state: r.get(4)?,
                })
            },
        )?
        .ok_or_else(|| KickoffError::Missing { kickoff: id.to_string() }.into())
}

/// True for the project manager, whoever asked, the agreement's owner, and those who see all.
pub(crate) fn visible(reader: &Reader<'_>, k: &Kickoff) -> Result<bool> {
    let me = reader.actor.id;
    Ok(k.pm.0 == me
        || k.requested_by.0 == me
        || reader.actor.may(crate::permissions::PROJECT_READ_ALL)
        || reader.exists(
            "SELECT 1 FROM agreements WHERE id = ?1 AND owner_id = ?2",
            netra_kernel::rusqlite::params![k.agreement, me],
        )?)
}

/// Who has kickoff requests to decide on, and how many, by name.
/// # Errors
/// Storage errors.
pub(crate) fn pending(reader: &Reader<'_>) -> Result<Vec<(Id, String, i64)>> {
    reader.all(
        "SELECT p.id, p.name, count(*) FROM kickoff_requests k JOIN people p ON p.id = k.pm_id
         WHERE k.state = 'pending' GROUP BY p.id ORDER BY p.name, p.id",
        [],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )
}

/// Whether the asker sees the request with this id; None when there is no such request.
pub(crate) fn visible_by_id(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    if !reader.exists("SELECT 1 FROM kickoff_requests WHERE id = ?1", [id])? {
        return Ok(None);
    }
    visible(reader, &kickoff(reader, KickoffRequestId(id))?).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word_enum::next;

    #[test]
    fn every_state_and_verb() {
        let mut lines = Vec::new();
        for from in KickoffState::ALL {
            for verb in [Verb::Accept, Verb::Return, Verb::Reject, Verb::Resubmit] {
                if let Some(to) = next(STATES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "pending Accept accepted",
                "pending Return returned",
                "pending Reject rejected",
                "returned Resubmit pending"
            ]
        );
    }
}
