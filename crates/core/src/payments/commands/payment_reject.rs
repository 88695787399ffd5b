//! `payment.reject`: what was recorded is not there, or is wrong.

use crate::payments::acts::may_decide;
use crate::payments::{PaymentId, State, need_other_eyes, payment, store};
use crate::people::commands::Nothing;
use crate::{agreements, permissions};
use netra_kernel::{Command, Done, Error, Money, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rejects a recorded payment, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentReject {
    pub payment: PaymentId,
    pub reason: String,
}

impl Command for PaymentReject {
    const NAME: &'static str = "payment.reject";
    const TITLE: &'static str = "Reject a payment";
    const NEEDS: Permission = permissions::PAYMENT_VERIFY;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let found = payment(reader, self.payment)?;
        agreements::need_seen(reader, found.agreement)?;
        need_other_eyes(reader, &found)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let found = payment(tx, self.payment)?;
        may_decide(tx, &found)?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", "reason.required"));
        }
        if reason.chars().count() > 2_000 {
            return Err(Error::field("reason", "too_long"));
        }
        store::decide(tx, self.payment, State::Rejected, reason)?;
        store::tell(tx, found.agreement)?;
        Ok(done(Nothing {})
            .fact("amount", Money::new(found.amount_minor + found.tds_minor, found.currency))
            .fact("alone", if found.recorded_by == tx.actor.id { "yes" } else { "no" })
            .fact("reference", found.reference)
            .fact("reason", reason))
    }
}
