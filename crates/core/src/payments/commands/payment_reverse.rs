//! `payment.reverse`: takes a verified payment back by a row of its own.

use crate::payments::acts::may_reverse;
use crate::payments::{PaymentId, State, need_other_eyes, payment, store};
use crate::{agreements, permissions};
use netra_kernel::{Command, Done, Error, Money, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Reverses a verified payment (typed wrongly, bounced, refunded), with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentReverse {
    pub payment: PaymentId,
    pub reason: String,
}

#[derive(Serialize, JsonSchema)]
pub struct PaymentReversed {
    /// The reversing row.
    pub payment: PaymentId,
}

impl Command for PaymentReverse {
    const NAME: &'static str = "payment.reverse";
    const TITLE: &'static str = "Reverse a payment";
    const NEEDS: Permission = permissions::PAYMENT_VERIFY;
    type Outcome = PaymentReversed;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let found = payment(reader, self.payment)?;
        agreements::need_seen(reader, found.agreement)?;
        need_other_eyes(reader, &found)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<PaymentReversed>> {
        let found = payment(tx, self.payment)?;
        may_reverse(tx, &found)?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", "reason.required"));
        }
        if reason.chars().count() > 2_000 {
            return Err(Error::field("reason", "too_long"));
        }
        let reversal: PaymentId = tx.new_id();
        store::insert(
            tx,
            &store::NewPayment {
                id: reversal,
                instalment: found.instalment,
                amount_minor: -found.amount_minor,
                tds_minor: -found.tds_minor,
                received_on: tx.today(),
                mode: &found.mode,
                reference: &found.reference,
                state: State::Verified,
                reason,
                reverses: Some(self.payment),
                evidence: None,
            },
        )?;
        store::tell(tx, found.agreement)?;
        Ok(done(PaymentReversed { payment: reversal })
            .fact("amount", Money::new(found.amount_minor + found.tds_minor, found.currency))
            .fact("alone", if found.recorded_by == tx.actor.id { "yes" } else { "no" })
            .fact("reference", found.reference)
            .fact("reason", reason))
    }
}
