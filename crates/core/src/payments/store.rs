//! The only SQL that writes payments and receipts.

use super::{PaymentError, PaymentId, ReceiptId};
use crate::agreements::{AgreementId, InstalmentId};
use crate::files::FileId;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Currency, Date, Id, Reader, Result, Timestamp, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the money came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    BankTransfer,
    Upi,
    Card,
    Cheque,
    Cash,
    Other,
}

impl Mode {
    pub fn word(self) -> &'static str {
        match self {
            Mode::BankTransfer => "bank_transfer",
            Mode::Upi => "upi",
            Mode::Card => "card",
            Mode::Cheque => "cheque",
            Mode::Cash => "cash",
            Mode::Other => "other",
        }
    }
}

/// Where a payment stands: `recorded → verified | rejected`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Recorded,
    Verified,
    Rejected,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            State::Recorded => "recorded",
            State::Verified => "verified",
            State::Rejected => "rejected",
        }
    }
    fn parse(word: &str) -> State {
        match word {
            "verified" => State::Verified,
            "rejected" => State::Rejected,
            _ => State::Recorded,
        }
    }
}

/// One payment. Amounts in minor units of the plan's currency; a reversal's are negative.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub id: PaymentId,
    pub instalment: InstalmentId,
    pub agreement: AgreementId,
    pub currency: Currency,
    pub instalment_number: i64,
    pub amount_minor: i64,
    pub tds_minor: i64,
    pub received_on: Date,
    pub mode: String,
    pub reference: String,
    pub state: State,
    pub recorded_by: Id,
    pub recorded_at: Timestamp,
    pub decided_by: Option<Id>,
    pub reason: String,
    pub reverses: Option<PaymentId>,
    pub is_reversed: bool,
    pub receipt_number: Option<String>,
    pub evidence: Option<FileId>,
}

const SELECT: &str = "SELECT p.id, p.instalment_id, a.id, l.currency, i.number, p.amount_minor,
        p.tds_minor, p.received_on, p.mode, p.reference, p.state, p.recorded_by, p.recorded_at,
        p.decided_by, p.reason, p.reverses,
        EXISTS (SELECT 1 FROM payments r WHERE r.reverses = p.id), t.number,
        p.evidence_file_id
    FROM payments p JOIN instalments i ON i.id = p.instalment_id
    JOIN agreements a ON a.plan_id = i.plan_id JOIN pricing_plans l ON l.id = i.plan_id
    LEFT JOIN receipts t ON t.payment_id = p.id";

fn stored(r: &Row<'_>) -> rusqlite::Result<Payment> {
    Ok(Payment {
        id: r.get(0)?,
        instalment: r.get(1)?,
        agreement: r.get(2)?,
        currency: r.get(3)?,
        instalment_number: r.get(4)?,
        amount_minor: r.get(5)?,
        tds_minor: r.get(6)?,
        received_on: r.get(7)?,
        mode: r.get(8)?,
        reference: r.get(9)?,
        state: State::parse(&r.get::<_, String>(10)?),
        recorded_by: r.get(11)?,
        recorded_at: r.get(12)?,
        decided_by: r.get(13)?,
        reason: r.get(14)?,
        reverses: r.get(15)?,
        is_reversed: r.get(16)?,
        receipt_number: r.get(17)?,
        evidence: r.get(18)?,
    })
}

/// # Errors
/// `payment.not_found`.
pub(crate) fn payment(reader: &Reader<'_>, id: PaymentId) -> Result<Payment> {
    reader
        .maybe(&format!("{SELECT} WHERE p.id = ?1"), [id], stored)?
        .ok_or_else(|| PaymentError::Missing { payment: id.to_string() }.into())
}

/// Payments of one agreement in the order they were recorded.
pub(crate) fn of_agreement(reader: &Reader<'_>, agreement: AgreementId) -> Result<Vec<Payment>> {
    reader.all(
        &format!("{SELECT} WHERE a.id = ?1 ORDER BY p.recorded_at, p.id"),
        [agreement],
        stored,
    )
}

/// Every payment, the last recorded first.
pub(crate) fn newest(reader: &Reader<'_>) -> Result<Vec<Payment>> {
    reader.all(&format!("{SELECT} ORDER BY p.recorded_at DESC, p.id DESC"), [], stored)
}

/// True when a payment that counts has this reference, however it was typed.
pub(super) fn is_reference_used(reader: &Reader<'_>, reference: &str) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM payments p
         WHERE upper(replace(p.reference, ' ', '')) = upper(replace(?1, ' ', ''))
            AND p.state <> 'rejected' AND p.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM payments r WHERE r.reverses = p.id)",
        [reference],
    )
}

pub(super) struct NewPayment<'a> {
    pub id: PaymentId,
    pub instalment: InstalmentId,
    pub amount_minor: i64,
    pub tds_minor: i64,
    pub received_on: Date,
    pub mode: &'a str,
    pub reference: &'a str,
    pub state: State,
    pub reason: &'a str,
    pub reverses: Option<PaymentId>,
    pub evidence: Option<FileId>,
}

pub(super) fn insert(tx: &Tx<'_>, p: &NewPayment<'_>) -> Result<()> {
    let decided = (p.state != State::Recorded).then_some(tx.actor.id);
    tx.write(
        "INSERT INTO payments (id, instalment_id, amount_minor, tds_minor, received_on, mode,
             reference, state, recorded_by, recorded_at, decided_by, decided_at, reason, reverses,
             evidence_file_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            p.id,
            p.instalment,
            p.amount_minor,
            p.tds_minor,
            p.received_on,
            p.mode,
            p.reference,
            p.state.word(),
            tx.actor.id,
            tx.now,
            decided,
            decided.map(|_| tx.now),
            p.reason,
            p.reverses,
            p.evidence
        ],
    )?;
    Ok(())
}

pub(super) fn decide(tx: &Tx<'_>, id: PaymentId, state: State, reason: &str) -> Result<()> {
    tx.write(
        "UPDATE payments SET state = ?2, decided_by = ?3, decided_at = ?4, reason = ?5
         WHERE id = ?1",
        params![id, state.word(), tx.actor.id, tx.now, reason],
    )?;
    Ok(())
}

pub(super) fn issue_receipt(tx: &Tx<'_>, payment: PaymentId, number: &str) -> Result<()> {
    tx.write(
        "INSERT INTO receipts (id, payment_id, number, issued_on, issued_by)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![tx.new_id::<ReceiptId>(), payment, number, tx.today(), tx.actor.id],
    )?;
    Ok(())
}

/// Tells a payment's command in the history of the agreement and of its project.
pub(super) fn tell(tx: &Tx<'_>, agreement: AgreementId) -> Result<()> {
    tx.tell_in(agreement);
    let project: Option<Id> = tx.value(
        "SELECT id FROM projects WHERE agreement_id = ?1 ORDER BY id LIMIT 1",
        [agreement],
    )?;
    if let Some(project) = project {
        tx.tell_in(project);
    }
    Ok(())
}
