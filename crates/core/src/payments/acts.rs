//! The rules of what is done to a payment, and the acts that payments and instalments offer by them.

use super::commands::{PaymentRecord, PaymentReject, PaymentReverse, PaymentVerify};
use super::{Payment, PaymentError, State, need_other_eyes};
use crate::acts::{Act, Acts};
use crate::projects;
use netra_kernel::{Reader, Result};

/// What a payment offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, p: &Payment) -> Result<Vec<Act>> {
    let acts = Acts::of(reader);
    let acts = match p.state {
        State::Recorded => acts
            .told::<PaymentVerify>(|| may_decide(reader, p))?
            .told::<PaymentReject>(|| may_decide(reader, p))?,
        State::Verified => acts.when::<PaymentReverse>(|| may_reverse(reader, p))?,
        State::Rejected => acts,
    };
    Ok(acts.list())
}

/// What an instalment offers: its number, what is open on it, and the payment for it that waits.
/// # Errors
/// Storage errors.
pub(crate) fn acts_of_instalment(
    reader: &Reader<'_>,
    (number, open_minor): (i64, i64),
    waiting: Option<&Payment>,
) -> Result<Vec<Act>> {
    let mut acts = Acts::of(reader).when::<PaymentRecord>(|| may_record(number, open_minor))?;
    if let Some(payment) = waiting {
        acts = acts.told::<PaymentVerify>(|| may_decide(reader, payment))?;
    }
    Ok(acts.list())
}

/// # Errors
/// `payment.nothing_open`.
pub(super) fn may_record(number: i64, open_minor: i64) -> Result<()> {
    if open_minor == 0 { Err(PaymentError::NothingOpen { number }.into()) } else { Ok(()) }
}

/// Verifying and rejecting.
/// # Errors
/// `payment.four_eyes`, `payment.decided_already`.
pub(super) fn may_decide(reader: &Reader<'_>, p: &Payment) -> Result<()> {
    need_other_eyes(reader, p)?;
    match p.state {
        State::Recorded => Ok(()),
        state => Err(PaymentError::DecidedAlready { state: state.word().to_owned() }.into()),
    }
}

/// # Errors
/// `payment.four_eyes`, `payment.is_reversal`, `payment.not_verified`, `payment.reversed_already`,
/// `project.money_closed`.
pub(super) fn may_reverse(reader: &Reader<'_>, p: &Payment) -> Result<()> {
    need_other_eyes(reader, p)?;
    if p.reverses.is_some() {
        return Err(PaymentError::IsReversal.into());
    }
    if p.state != State::Verified {
        return Err(PaymentError::NotVerified.into());
    }
    if p.is_reversed {
        return Err(PaymentError::ReversedAlready.into());
    }
    projects::need_money_open(reader, p.instalment.0)
}
