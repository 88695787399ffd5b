//! Money that came in. There is no other way to mark an instalment paid.
//!
//! Invariant: append-only: a payment's amounts, day, mode and reference never change; a correction
//! is a reversal, a row with negative amounts that names the row it reverses.
//! Invariant: what was paid on an instalment, tax withheld included, never exceeds its amount.
//! Invariant: a transaction reference is used once among the payments that count (neither rejected
//! nor reversed).
//! Invariant: with `payments.four_eyes` on, nobody verifies, rejects or reverses what they recorded;
//! with it off they may, are told so before, and the history says that it was the same person.

mod acts;
pub mod commands;
pub mod document;
pub mod queries;
mod store;

use crate::{language, permissions, settings};
pub(crate) use acts::acts_of_instalment;
use netra_kernel::{Id, Money, Reader, Result, errors, typed_id};
use schemars::JsonSchema;
use serde::Serialize;
pub(crate) use store::{Payment, State, newest, of_agreement, payment};

typed_id!(PaymentId);
typed_id!(ReceiptId);

errors! {
    pub enum PaymentError {
        NotFound "payment.not_found" Missing { payment: String },
        NotNow "payment.over_open" OverOpen { open: Money, given: Money },
        NotNow "payment.nothing_open" NothingOpen { number: i64 },
        Conflict "payment.reference_used" ReferenceUsed { reference: String },
        NotNow "payment.decided_already" DecidedAlready { state: String },
        NotNow "payment.not_verified" NotVerified,
        Conflict "payment.reversed_already" ReversedAlready,
        NotNow "payment.is_reversal" IsReversal,
        Forbidden "payment.four_eyes" FourEyes,
        NotNow "payment.no_receipt" NoReceipt,
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["amount.not_positive", "date.in_future"];

/// # Errors
/// `payment.four_eyes` when the same person recorded it and the workspace asks for two.
pub(crate) fn need_other_eyes(reader: &Reader<'_>, payment: &Payment) -> Result<()> {
    let asked: bool = settings::get(reader, "payments.four_eyes")?;
    match asked && payment.recorded_by == reader.actor.id {
        true => Err(PaymentError::FourEyes.into()),
        false => Ok(()),
    }
}

/// What is to be known of verifying, rejecting or reversing a payment that one recorded oneself.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SameEyes {
    /// False where the firm asks for another person.
    pub may: bool,
    /// That, or what the history will say, in the reader's language.
    pub note: String,
}

/// None when somebody else recorded it.
pub(crate) fn same_eyes(reader: &Reader<'_>, payment: &Payment) -> Result<Option<SameEyes>> {
    if payment.recorded_by != reader.actor.id {
        return Ok(None);
    }
    Ok(Some(match need_other_eyes(reader, payment) {
        Ok(()) => SameEyes { may: true, note: language::label(reader.locale, "payment.same_eyes") },
        Err(e) if e.code() == "payment.four_eyes" => {
            SameEyes { may: false, note: language::error_sentence(reader.locale, &e) }
        }
        Err(e) => return Err(e),
    }))
}

/// Fixed texts.
pub const LABELS: &[&str] = &["payment.same_eyes"];

/// Whether a reminder goes out so many days after (before: negative) an instalment's due day:
/// three days before, on the day, 3, 7 and 15 days after, then every week.
pub fn is_reminder_day(days_after_due: i64) -> bool {
    match days_after_due {
        -3 | 0 | 3 | 7 | 15 => true,
        n => n > 15 && (n - 15) % 7 == 0,
    }
}

#[cfg(test)]
mod tests;

/// Whether a payment may be seen; None when the id is none.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let agreement: Option<Id> = reader.value(
        "SELECT a.id FROM payments p JOIN instalments i ON i.id = p.instalment_id
         JOIN agreements a ON a.plan_id = i.plan_id WHERE p.id = ?1",
        [id],
    )?;
    let Some(agreement) = agreement else { return Ok(None) };
    let of_agreement = crate::agreements::visible(reader, agreement)?.unwrap_or(false);
    Ok(Some(of_agreement && reader.actor.may(permissions::PAYMENT_READ)))
}
