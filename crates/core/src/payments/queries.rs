//! Payments and what to remind of, as they are shown.

use super::{Payment, PaymentId, SameEyes, State, acts, newest, of_agreement, same_eyes};
use crate::acts::Act;
use crate::agreements::Agreement;
use crate::agreements::queries::{InstalmentRow, seen};
use crate::agreements::{self, AgreementId, InstalmentId, PlanId};
use crate::companies::CompanyId;
use crate::files::FileId;
use crate::people::PersonId;
use crate::permissions;
use crate::reminders;
use netra_kernel::{Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One payment; a reversal's amounts are negative.
#[derive(Serialize, JsonSchema)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub agreement: AgreementId,
    pub agreement_number: String,
    pub company: CompanyId,
    pub company_name: String,
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
    pub recorded_by_name: String,
    pub recorded_at: Timestamp,
    pub decided_by: Option<PersonId>,
    pub decided_by_name: Option<String>,
    pub reason: String,
    /// The payment that this row takes back.
    pub reverses: Option<PaymentId>,
    pub is_reversed: bool,
    pub receipt_number: Option<String>,
    /// The file that shows it (`file.get`).
    pub evidence: Option<FileId>,
    /// The one who recorded it decided on it, too.
    pub is_alone: bool,
    /// When the reader recorded it: whether they may decide on it, and what they should know.
    pub same_eyes: Option<SameEyes>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

impl PaymentRow {
    fn of(reader: &Reader<'_>, a: &Agreement, p: Payment) -> Result<PaymentRow> {
        let name = |id: Id| reader.value("SELECT name FROM people WHERE id = ?1", [id]);
        Ok(PaymentRow {
            is_alone: p.reverses.is_none() && p.decided_by == Some(p.recorded_by),
            same_eyes: same_eyes(reader, &p)?,
            acts: acts::acts(reader, &p)?,
            agreement_number: a.number.clone(),
            company: a.company,
            company_name: a.company_name.clone(),
            recorded_by_name: name(p.recorded_by)?.unwrap_or_default(),
            decided_by_name: p.decided_by.map(name).transpose()?.flatten(),
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
            evidence: p.evidence,
        })
    }
}

/// Payments of one agreement in the order they were recorded; or of every agreement that one may
/// see, the last recorded first.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentList {
    pub agreement: Option<AgreementId>,
    pub company: Option<CompanyId>,
    pub state: Option<State>,
    pub received_from: Option<Date>,
    pub received_to: Option<Date>,
    /// Part of the reference, the agreement's number or the company's name.
    pub search: Option<String>,
    /// The last payment of the page before.
    pub after: Option<PaymentId>,
    /// At most this many (500 when not given, never more than 5,000).
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Payments {
    pub rows: Vec<PaymentRow>,
    /// Ask again with `after` set to this for the next page; None at the end.
    pub next: Option<PaymentId>,
}

impl Query for PaymentList {
    const NAME: &'static str = "payment.list";
    const TITLE: &'static str = "Payments";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = &[
        "payments",
        "instalments",
        "agreements",
        "companies",
        "people",
        "receipts",
        "kickoff_requests",
        "projects",
        "settings",
    ];
    type View = Payments;

    fn ask(&self, reader: &Reader<'_>) -> Result<Payments> {
        let agreements: BTreeMap<AgreementId, Agreement> = match self.agreement {
            Some(id) => vec![agreements::need_seen(reader, id)?],
            None => seen(reader, self.company)?,
        }
        .into_iter()
        .map(|a| (a.id, a))
        .collect();
        let mut found = match self.agreement {
            Some(id) => of_agreement(reader, id)?,
            None => newest(reader)?,
        };
        let search = self.search.as_deref().map(|s| s.trim().to_lowercase()).unwrap_or_default();
        found.retain(|p| {
            let Some(a) = agreements.get(&p.agreement) else { return false };
            self.state.is_none_or(|s| s == p.state)
                && self.company.is_none_or(|c| c == a.company)
                && self.received_from.is_none_or(|d| p.received_on >= d)
                && self.received_to.is_none_or(|d| p.received_on <= d)
                && (search.is_empty()
                    || [&p.reference, &a.number, &a.company_name]
                        .iter()
                        .any(|t| t.to_lowercase().contains(&search)))
        });
        if let Some(after) = self.after {
            let at = found.iter().position(|p| p.id == after).map_or(0, |i| i + 1);
            found.drain(..at);
        }
        let limit = self.limit.unwrap_or(500).clamp(1, 5_000) as usize;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().map(|p| p.id).filter(|_| more);
        let mut rows = Vec::with_capacity(found.len());
        for p in found {
            if let Some(a) = agreements.get(&p.agreement) {
                rows.push(PaymentRow::of(reader, a, p)?);
            }
        }
        Ok(Payments { rows, next })
    }
}

/// Which instalments to remind of on a day: those for which a day of the rule has come (T−3, T, T+3,
/// T+7, T+15, then weekly) whose reminder did not go out, as long as something is open, the client's
/// reminders do not rest and the project was not cancelled. A day that was missed is caught up.
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
    /// The day of the rule; negative before the due day.
    pub days_after_due: i64,
    pub open: Money,
}

impl Query for PaymentRemindersDue {
    const NAME: &'static str = "payment.reminders_due";
    const TITLE: &'static str = "Payment reminders of a day";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = &[
        "payment_reminders",
        "payments",
        "instalments",
        "agreements",
        "companies",
        "kickoff_requests",
        "projects",
        "signoffs",
    ];
    type View = Reminders;

    fn ask(&self, reader: &Reader<'_>) -> Result<Reminders> {
        let on = self.on.unwrap_or(reader.today());
        let by_plan: BTreeMap<PlanId, Agreement> =
            seen(reader, None)?.into_iter().map(|a| (a.plan, a)).collect();
        let mut rows = Vec::new();
        for due in reminders::due(reader, on, None)? {
            let Some(a) = by_plan.get(&due.instalment.plan) else { continue };
            if reminders::is_sent(reader, &due)? {
                continue;
            }
            let i = due.instalment;
            rows.push(Reminder {
                agreement: a.id,
                agreement_number: a.number.clone(),
                company: a.company,
                company_name: a.company_name.clone(),
                instalment: i.id,
                instalment_number: i.number,
                due_on: due.due_on,
                days_after_due: due.days_after_due,
                open: Money::new(i.open_minor(), a.currency),
                title: i.title,
            });
        }
        rows.sort_by(|a, b| a.due_on.cmp(&b.due_on).then(a.instalment.cmp(&b.instalment)));
        Ok(Reminders { rows })
    }
}

/// What clients owe: every instalment that still has something open, the longest overdue first,
/// then what falls due, then what has no day yet.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentDue {
    #[serde(default)]
    pub company: Option<CompanyId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Dues {
    pub rows: Vec<Due>,
}

/// One instalment with something open.
#[derive(Serialize, JsonSchema)]
pub struct Due {
    /// The instalment's.
    pub id: InstalmentId,
    pub agreement: AgreementId,
    pub agreement_number: String,
    pub company: CompanyId,
    pub company_name: String,
    /// Negative before the day; None while it has no day.
    pub days_after_due: Option<i64>,
    pub instalment: InstalmentRow,
}

impl Query for PaymentDue {
    const NAME: &'static str = "payment.due";
    const TITLE: &'static str = "Open instalments";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] =
        &["payments", "instalments", "agreements", "companies", "signoffs"];
    type View = Dues;

    fn ask(&self, reader: &Reader<'_>) -> Result<Dues> {
        let today = reader.today();
        let mut rows = Vec::new();
        for a in seen(reader, self.company)? {
            for i in agreements::instalments(reader, a.plan)? {
                if i.open_minor() > 0 {
                    rows.push(Due {
                        id: i.id,
                        agreement: a.id,
                        agreement_number: a.number.clone(),
                        company: a.company,
                        company_name: a.company_name.clone(),
                        days_after_due: i.due_on.map(|day| day.days_until(today)),
                        instalment: InstalmentRow::of(&i, a.currency),
                    });
                }
            }
        }
        let key = |d: &Due| (d.instalment.due_on.is_none(), d.instalment.due_on, d.id);
        rows.sort_by_key(key);
        Ok(Dues { rows })
    }
}
