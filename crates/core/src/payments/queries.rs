//! Payments and what to remind of, as they are shown.

use super::{Payment, PaymentId, State, is_reminder_day, of_agreement};
use crate::agreements::queries::seen;
use crate::agreements::{self, AgreementId, InstalmentId};
use crate::companies::{self, CompanyId};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::{Date, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One payment; a reversal's amounts are negative.
#[derive(Serialize, JsonSchema)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub agreement: AgreementId,
    pub instalment: InstalmentId,
    pub instalment_number: i64,
    /// What reached the bank.
    pub amount: Money,
    /// Tax withheld.
    pub tds: Money,
    pub received_on: Date,
    pub mode: String,
    pub reference: String,
    pub state: State,
    pub recorded_by: PersonId,
    pub recorded_at: Timestamp,
    pub decided_by: Option<PersonId>,
    pub reason: String,
    /// The payment that this row takes back.
    pub reverses: Option<PaymentId>,
    pub is_reversed: bool,
    pub receipt_number: Option<String>,
}

impl From<Payment> for PaymentRow {
    fn from(p: Payment) -> PaymentRow {
        PaymentRow {
            amount: Money::new(p.amount_minor, p.currency),
            tds: Money::new(p.tds_minor, p.currency),
            id: p.id,
            agreement: p.agreement,
            instalment: p.instalment,
            instalment_number: p.instalment_number,
            received_on: p.received_on,
            mode: p.mode,
            reference: p.reference,
            state: p.state,
            recorded_by: PersonId(p.recorded_by),
            recorded_at: p.recorded_at,
            decided_by: p.decided_by.map(PersonId),
            reason: p.reason,
            reverses: p.reverses,
            is_reversed: p.is_reversed,
            receipt_number: p.receipt_number,
        }
    }
}

/// Payments of one agreement, or of every agreement that one may see.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentList {
    #[serde(default)]
    pub agreement: Option<AgreementId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Payments {
    pub rows: Vec<PaymentRow>,
}

impl Query for PaymentList {
    const NAME: &'static str = "payment.list";
    const TITLE: &'static str = "Payments";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] =
        &["payments", "instalments", "agreements", "receipts", "kickoff_requests", "projects"];
    type View = Payments;

    fn ask(&self, reader: &Reader<'_>) -> Result<Payments> {
        let agreements = match self.agreement {
            Some(id) => vec![agreements::need_seen(reader, id)?.id],
            None => seen(reader, None)?.into_iter().map(|a| a.id).collect(),
        };
        let mut rows = Vec::new();
        for id in agreements {
            rows.extend(of_agreement(reader, id)?.into_iter().map(PaymentRow::from));
        }
        Ok(Payments { rows })
    }
}

/// Which instalments to remind of on a day: T−3, T, T+3, T+7, T+15, then weekly, as long as
/// something is open and the client's reminders do not rest.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentRemindersDue {
    /// Today when not given.
    #[serde(default)]
    pub on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct Reminders {
    pub rows: Vec<Reminder>,
}

/// One reminder that goes out.
#[derive(Serialize, JsonSchema)]
pub struct Reminder {
    pub agreement: AgreementId,
    pub agreement_number: String,
    pub company: CompanyId,
    pub company_name: String,
    pub instalment: InstalmentId,
    pub instalment_number: i64,
    pub title: String,
    pub due_on: Date,
    /// Negative before the day.
    pub days_after_due: i64,
    pub open: Money,
}

impl Query for PaymentRemindersDue {
    const NAME: &'static str = "payment.reminders_due";
    const TITLE: &'static str = "Payment reminders of a day";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] =
        &["payments", "instalments", "agreements", "companies", "signoffs"];
    type View = Reminders;

    fn ask(&self, reader: &Reader<'_>) -> Result<Reminders> {
        let on = self.on.unwrap_or(reader.today());
        let mut rows = Vec::new();
        for a in seen(reader, None)? {
            if companies::company(reader, a.company)?.reminders_paused {
                continue;
            }
            for i in agreements::instalments(reader, a.plan)? {
                let Some(due_on) = i.due_on else { continue };
                let days_after_due = due_on.days_until(on);
                if i.open_minor() > 0 && is_reminder_day(days_after_due) {
                    rows.push(Reminder {
                        agreement: a.id,
                        agreement_number: a.number.clone(),
                        company: a.company,
                        company_name: a.company_name.clone(),
                        instalment: i.id,
                        instalment_number: i.number,
                        title: i.title.clone(),
                        due_on,
                        days_after_due,
                        open: Money::new(i.open_minor(), a.currency),
                    });
                }
            }
        }
        rows.sort_by(|a, b| a.due_on.cmp(&b.due_on).then(a.instalment.cmp(&b.instalment)));
        Ok(Reminders { rows })
    }
}
