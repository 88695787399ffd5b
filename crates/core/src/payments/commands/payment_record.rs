//! `payment.record`: money received for an instalment.

use super::Mode;
use crate::agreements::{self, InstalmentId};
use crate::files::{self, FileId};
use crate::payments::acts::may_record;
use crate::payments::{PaymentError, PaymentId, State, store};
use crate::permissions;
use netra_kernel::{
    Command, Date, Done, Money, Permission, Reader, Result, Tx, Validation, done, money,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Records a payment; somebody verifies it after.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentRecord {
    pub instalment: InstalmentId,
    /// What reached the bank, in minor units.
    pub amount_minor: i64,
    /// Tax that the client withheld, in minor units: settles the instalment like money.
    #[serde(default)]
    pub tds_minor: i64,
    /// The day it came in; today when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<Date>,
    pub mode: Mode,
    /// The bank's or the exchange's reference of the transaction.
    pub reference: String,
    /// What shows it: the bank's advice, a scanned cheque.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FileId>,
}

#[derive(Serialize, JsonSchema)]
pub struct PaymentRecorded {
    pub payment: PaymentId,
    /// What is still open on the instalment.
    pub open: Money,
}

impl Command for PaymentRecord {
    const NAME: &'static str = "payment.record";
    const TITLE: &'static str = "Record a payment";
    const NEEDS: Permission = permissions::PAYMENT_RECORD;
    type Outcome = PaymentRecorded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let plan = agreements::instalment(reader, self.instalment)?.plan;
        let agreement = agreements::agreement_of_plan(reader, plan)?;
        agreements::need_seen(reader, agreement).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<PaymentRecorded>> {
        let instalment = agreements::instalment(tx, self.instalment)?;
        let open = instalment.open_minor();
        may_record(instalment.number, open)?;
        let mut v = Validation::new();
        v.check(self.amount_minor <= 0, "amount_minor", "amount.not_positive");
        v.check(self.tds_minor < 0, "tds_minor", "negative");
        let received_on = self.received_on.unwrap_or(tx.today());
        v.check(received_on > tx.today(), "received_on", "date.in_future");
        let reference = self.reference.trim();
        v.check(reference.is_empty(), "reference", "required");
        v.check(reference.chars().count() > 100, "reference", "too_long");
        v.finish()?;
        let agreement_id = agreements::agreement_of_plan(tx, instalment.plan)?;
        let agreement = agreements::agreement(tx, agreement_id)?;
        let given = money::sum([self.amount_minor, self.tds_minor])?;
        if given > open {
            return Err(PaymentError::OverOpen {
                open: Money::new(open, agreement.currency),
                given: Money::new(given, agreement.currency),
            }
            .into());
        }
        if store::is_reference_used(tx, reference)? {
            return Err(PaymentError::ReferenceUsed { reference: reference.to_owned() }.into());
        }
        if let Some(evidence) = self.evidence {
            files::opened(tx, evidence)?;
        }
        let payment: PaymentId = tx.new_id();
        store::insert(
            tx,
            &store::NewPayment {
                id: payment,
                instalment: self.instalment,
                amount_minor: self.amount_minor,
                tds_minor: self.tds_minor,
                received_on,
                mode: self.mode.word(),
                reference,
                state: State::Recorded,
                reason: "",
                reverses: None,
                evidence: self.evidence,
            },
        )?;
        store::tell(tx, agreement_id)?;
        let open = Money::new(open - given, agreement.currency);
        Ok(done(PaymentRecorded { payment, open })
            .fact("amount", Money::new(given, agreement.currency))
            .fact("number", instalment.number)
            .fact("agreement", agreement.number))
    }
}
