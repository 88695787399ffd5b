//! Invoices: one per instalment, drafted when the instalment falls due, numbered when issued.
//!
//! Invariant: a draft has no number; numbers are given without gaps, inside the command that
//! issues; a cancelled invoice keeps its number, and its instalment may be invoiced anew.
//! Invariant: an issued invoice is locked: its content and hash never change.
//! Invariant: 'invoiced' is not stored anywhere else: it is whether a living invoice is there.
//! Law (India): for services paid by milestone the invoice is due on or before the event, so a
//! sign-off drafts one for its own day, and a late one says so. An advance has a receipt voucher;
//! the first invoice after it adjusts it.

mod commands;
mod content;
mod queries;

pub use commands::{InvoiceCancel, InvoiceDraft, InvoiceIssue};
pub use content::InvoiceContent;
pub use queries::{InvoiceGet, InvoiceList};

use crate::agreements::{self, Agreement, AgreementId, Instalment, InstalmentId};
use crate::word_enum::word_enum;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Reader, Result, Tx, errors, typed_id};

typed_id!(InvoiceId);

word_enum! {
    pub enum InvoiceState {
        Draft = "draft",
        Issued = "issued",
        Cancelled = "cancelled",
    }
}

errors! {
    pub enum InvoiceError {
        NotFound "invoice.not_found" Missing { invoice: String },
        Conflict "invoice.exists" Exists { number: i64 },
        NotNow "invoice.waived" Waived { number: i64 },
        NotNow "invoice.advance" Advance { number: i64 },
        NotNow "invoice.state" State { state: String },
    }
}

pub(crate) struct Invoice {
    pub id: InvoiceId,
    pub agreement: AgreementId,
    pub instalment: InstalmentId,
    pub state: InvoiceState,
    pub number: Option<String>,
    pub content: Option<String>,
}

/// The invoice, for somebody who may see its agreement.
fn seen(reader: &Reader<'_>, id: InvoiceId) -> Result<(Invoice, Agreement)> {
    let missing = || InvoiceError::Missing { invoice: id.to_string() };
    let found = reader
        .maybe(
            "SELECT id, agreement_id, instalment_id, state, number, content FROM invoices
             WHERE id = ?1",
            [id],
            |r| {
                Ok(Invoice {
                    id: r.get(0)?,
                    agreement: r.get(1)?,
                    instalment: r.get(2)?,
                    state: r.get(3)?,
                    number: r.get(4)?,
                    content: r.get(5)?,
                })
            },
        )?
        .ok_or_else(missing)?;
    let agreement = agreements::need_seen(reader, found.agreement).map_err(|_| missing())?;
    Ok((found, agreement))
}

fn is_invoiced(reader: &Reader<'_>, instalment: InstalmentId) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM invoices WHERE instalment_id = ?1 AND state <> 'cancelled'",
        [instalment],
    )
}

/// The number of the issued invoice that asks for an instalment.
/// # Errors
/// Storage errors.
pub(crate) fn issued_for(reader: &Reader<'_>, i: InstalmentId) -> Result<Option<String>> {
    reader.value(
        "SELECT number FROM invoices WHERE instalment_id = ?1 AND state = 'issued'
         ORDER BY id LIMIT 1",
        [i],
    )
}

/// Removes the draft of an instalment that nobody is asked for any more.
pub(crate) fn drop_draft(tx: &Tx<'_>, i: InstalmentId) -> Result<()> {
    tx.write("DELETE FROM invoices WHERE instalment_id = ?1 AND state = 'draft'", [i])?;
    Ok(())
}

/// Drafts an invoice that should be issued on `raise_on`.
fn draft(
    tx: &Tx<'_>,
    agreement: AgreementId,
    i: InstalmentId,
    raise_on: Date,
) -> Result<InvoiceId> {
    let id: InvoiceId = tx.new_id();
    tx.write(
        "INSERT INTO invoices (id, agreement_id, instalment_id, state, raise_on, drafted_at)
         VALUES (?1, ?2, ?3, 'draft', ?4, ?5)",
        params![id, agreement, i, raise_on, tx.now],
    )?;
    Ok(id)
}

/// Whether an instalment is asked for by an invoice of its own: what is paid at the signature is an
/// advance, which a receipt voucher acknowledges and a later invoice adjusts.
fn has_own_invoice(i: &Instalment) -> bool {
    i.due_rule != agreements::DueRule::OnAgreement && !i.is_waived
}

/// A client signed a milestone off on this day: the invoices of what it releases are drafted.
pub(crate) fn on_signoff(tx: &Tx<'_>, milestone: Id, signed_on: Date) -> Result<()> {
    for i in agreements::instalments_where(tx, "i.milestone_id = ?1", [milestone])? {
        if has_own_invoice(&i) && !is_invoiced(tx, i.id)? {
            draft(tx, agreements::agreement_of_plan(tx, i.plan)?, i.id, signed_on)?;
        }
    }
    Ok(())
}

/// Drafts the invoices of instalments with a fixed day that has come. Gives how many.
pub(crate) fn draft_due(tx: &Tx<'_>) -> Result<usize> {
    let due = agreements::instalments_where(
        tx,
        "i.due_kind = 'on_date' AND i.due_on <= ?1 AND NOT EXISTS
             (SELECT 1 FROM invoices v WHERE v.instalment_id = i.id AND v.state <> 'cancelled')
         AND NOT EXISTS (SELECT 1 FROM agreements a JOIN projects p ON p.agreement_id = a.id
             WHERE a.plan_id = i.plan_id AND p.stage IN ('completed', 'archived', 'cancelled'))",
        [tx.today()],
    )?;
    let mut n = 0;
    for i in due.iter().filter(|i| has_own_invoice(i)) {
        if let Some(on) = i.due_on {
            draft(tx, agreements::agreement_of_plan(tx, i.plan)?, i.id, on)?;
            n += 1;
        }
    }
    Ok(n)
}

/// Whose invoice a row is, by its id alone.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let agreement: Option<Id> =
        reader.value("SELECT agreement_id FROM invoices WHERE id = ?1", [id])?;
    match agreement {
        Some(agreement) => agreements::visible(reader, agreement),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
