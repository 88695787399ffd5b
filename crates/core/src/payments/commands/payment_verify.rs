//! `payment.verify`: the money is really there; the client gets a numbered receipt.

use crate::numbering::{self, Series};
use crate::payments::acts::may_decide;
use crate::payments::{PaymentId, State, need_other_eyes, payment, store};
use crate::{agreements, permissions};
use netra_kernel::{Command, Done, Money, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Verifies a recorded payment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentVerify {
    pub payment: PaymentId,
}

#[derive(Serialize, JsonSchema)]
pub struct PaymentVerified {
    /// The receipt's number.
    pub receipt: String,
}

impl Command for PaymentVerify {
    const NAME: &'static str = "payment.verify";
    const TITLE: &'static str = "Verify a payment";
    const NEEDS: Permission = permissions::PAYMENT_VERIFY;
    type Outcome = PaymentVerified;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let found = payment(reader, self.payment)?;
        agreements::need_seen(reader, found.agreement)?;
        need_other_eyes(reader, &found)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<PaymentVerified>> {
        let found = payment(tx, self.payment)?;
        may_decide(tx, &found)?;
        store::decide(tx, self.payment, State::Verified, "")?;
        let receipt = numbering::next(tx, Series::Receipt, tx.today())?;
        store::issue_receipt(tx, self.payment, &receipt)?;
        store::tell(tx, found.agreement)?;
        Ok(done(PaymentVerified { receipt: receipt.clone() })
            .fact("amount", Money::new(found.amount_minor + found.tds_minor, found.currency))
            .fact("alone", if found.recorded_by == tx.actor.id { "yes" } else { "no" })
            .fact("reference", found.reference)
            .fact("receipt", receipt))
    }
}
