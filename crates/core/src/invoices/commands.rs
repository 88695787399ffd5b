//! `invoice.draft`, `invoice.issue`, `invoice.cancel`.

use super::{
    InvoiceError, InvoiceId, InvoiceState, content, draft, has_own_invoice, is_invoiced, seen,
};
use crate::agreements::{self, InstalmentId};
use crate::numbering::{self, Series};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::commands::need_text;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Id, Money, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Drafts the invoice of an instalment (sign-offs and due days do it by themselves).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDraft {
    pub instalment: InstalmentId,
    /// The day on which it should be issued; today when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raise_on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct InvoiceDrafted {
    pub invoice: InvoiceId,
}

impl Command for InvoiceDraft {
    const NAME: &'static str = "invoice.draft";
    const TITLE: &'static str = "Draft an invoice";
    const NEEDS: Permission = permissions::INVOICE_MANAGE;
    type Outcome = InvoiceDrafted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let plan = agreements::instalment(reader, self.instalment)?.plan;
        let agreement = agreements::agreement_of_plan(reader, plan)?;
        agreements::need_seen(reader, agreement).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<InvoiceDrafted>> {
        let i = agreements::instalment(tx, self.instalment)?;
        let agreement = agreements::agreement(tx, agreements::agreement_of_plan(tx, i.plan)?)?;
        if i.is_waived {
            return Err(InvoiceError::Waived { number: i.number }.into());
        }
        if !has_own_invoice(&i) {
            return Err(InvoiceError::Advance { number: i.number }.into());
        }
        if is_invoiced(tx, i.id)? {
            return Err(InvoiceError::Exists { number: i.number }.into());
        }
        let invoice = draft(tx, agreement.id, i.id, self.raise_on.unwrap_or(tx.today()))?;
        tx.tell_in(agreement.id);
        Ok(done(InvoiceDrafted { invoice })
            .fact("number", i.number)
            .fact("agreement", agreement.number))
    }
}

/// Gives a draft its number and locks what it says.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceIssue {
    pub invoice: InvoiceId,
}

#[derive(Serialize, JsonSchema)]
pub struct InvoiceIssued {
    pub number: String,
}

impl Command for InvoiceIssue {
    const NAME: &'static str = "invoice.issue";
    const TITLE: &'static str = "Issue an invoice";
    const NEEDS: Permission = permissions::INVOICE_MANAGE;
    type Outcome = InvoiceIssued;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        seen(reader, self.invoice).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<InvoiceIssued>> {
        let (invoice, agreement) = seen(tx, self.invoice)?;
        if invoice.state != InvoiceState::Draft {
            return Err(InvoiceError::State { state: invoice.state.word().into() }.into());
        }
        let i = agreements::instalment(tx, invoice.instalment)?;
        if i.is_waived {
            return Err(InvoiceError::Waived { number: i.number }.into());
        }
        let number = numbering::next(tx, Series::Invoice, tx.today())?;
        let mut content = content::content(tx, &invoice, &agreement)?;
        content.number = Some(number.clone());
        content.issued_on = Some(tx.today());
        let text = serde_json::to_string(&content)?;
        tx.write(
            "UPDATE invoices SET state = 'issued', number = ?2, content = ?3, sha256 = ?4,
                 issued_on = ?5, issued_by = ?6 WHERE id = ?1",
            params![
                invoice.id,
                number,
                text,
                Sha256::digest(text.as_bytes()).to_vec(),
                tx.today(),
                tx.actor.id
            ],
        )?;
        for advance in &content.advances {
            tx.write(
                "INSERT INTO invoice_advances (id, invoice_id, payment_id) VALUES (?1, ?2, ?3)",
                params![tx.new_id::<Id>(), invoice.id, advance.payment],
            )?;
        }
        tx.tell_in(agreement.id);
        Ok(done(InvoiceIssued { number: number.clone() })
            .fact("invoice", number)
            .fact("amount", Money::new(i.amount_minor, agreement.currency))
            .fact("agreement", agreement.number))
    }
}

/// Cancels an invoice, with the reason; an issued one keeps its number.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceCancel {
    pub invoice: InvoiceId,
    pub reason: String,
}

impl Command for InvoiceCancel {
    const NAME: &'static str = "invoice.cancel";
    const TITLE: &'static str = "Cancel an invoice";
    const NEEDS: Permission = permissions::INVOICE_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        seen(reader, self.invoice).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        need_text("reason", &self.reason, 2_000)?;
        let (invoice, agreement) = seen(tx, self.invoice)?;
        if invoice.state == InvoiceState::Cancelled {
            return Err(InvoiceError::State { state: invoice.state.word().into() }.into());
        }
        // Its advances may be adjusted by the invoice that replaces it.
        tx.write("DELETE FROM invoice_advances WHERE invoice_id = ?1", [invoice.id])?;
        tx.write(
            "UPDATE invoices SET state = 'cancelled', cancelled_at = ?2, reason = ?3 WHERE id = ?1",
            params![invoice.id, tx.now, self.reason.trim()],
        )?;
        tx.tell_in(agreement.id);
        let i = agreements::instalment(tx, invoice.instalment)?;
        Ok(done(Nothing {})
            .fact("invoice", invoice.number.unwrap_or_else(|| i.number.to_string()))
            .fact("agreement", agreement.number)
            .fact("reason", self.reason.trim()))
    }
}
