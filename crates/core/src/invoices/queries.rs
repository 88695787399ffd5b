//! Invoices as they are shown.

use super::{InvoiceContent, InvoiceId, InvoiceState, content, seen};
use crate::agreements::queries::seen as seen_agreements;
use crate::agreements::{self, AgreementId, InstalmentId};
use crate::companies::CompanyId;
use crate::permissions;
use netra_kernel::{Date, Money, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const READS: &[&str] = &[
    "invoices",
    "invoice_advances",
    "agreements",
    "instalments",
    "payments",
    "receipts",
    "companies",
    "settings",
    "kickoff_requests",
    "projects",
];

/// Invoices: drafts that should be issued first, then the last issued.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct InvoiceList {
    pub agreement: Option<AgreementId>,
    pub state: Option<InvoiceState>,
}

#[derive(Serialize, JsonSchema)]
pub struct Invoices {
    pub rows: Vec<InvoiceRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct InvoiceRow {
    pub id: InvoiceId,
    pub state: InvoiceState,
    pub number: Option<String>,
    pub agreement: AgreementId,
    pub agreement_number: String,
    pub company: CompanyId,
    pub company_name: String,
    pub instalment: InstalmentId,
    pub instalment_number: i64,
    /// What it asks for; of an issued one what it says, whatever became of the plan.
    pub amount: Money,
    /// What is still open on the instalment.
    pub open: Money,
    /// The day on which it should be issued.
    pub raise_on: Date,
    pub issued_on: Option<Date>,
    /// How many days after its day it was issued, or is not yet.
    pub days_late: i64,
    pub reason: String,
}

impl Query for InvoiceList {
    const NAME: &'static str = "invoice.list";
    const TITLE: &'static str = "Invoices";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = READS;
    type View = Invoices;

    fn ask(&self, reader: &Reader<'_>) -> Result<Invoices> {
        let agreements: BTreeMap<AgreementId, _> = match self.agreement {
            Some(id) => vec![agreements::need_seen(reader, id)?],
            None => seen_agreements(reader, None)?,
        }
        .into_iter()
        .map(|a| (a.id, a))
        .collect();
        let today = reader.today();
        type Found = (
            InvoiceId,
            InvoiceState,
            Option<String>,
            AgreementId,
            InstalmentId,
            Date,
            Option<Date>,
            String,
            Option<i64>,
        );
        let found: Vec<Found> = reader.all(
            "SELECT id, state, number, agreement_id, instalment_id, raise_on, issued_on, reason,
                    json_extract(content, '$.amount.minor')
             FROM invoices WHERE (?1 IS NULL OR agreement_id = ?1) AND (?2 IS NULL OR state = ?2)
             ORDER BY state <> 'draft', CASE state WHEN 'draft' THEN raise_on END,
                 issued_on DESC, number DESC, id",
            netra_kernel::rusqlite::params![self.agreement, self.state],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    r.get(3)?,
                    r.get(4)?,
                    r.get(5)?,
                    r.get(6)?,
                    r.get(7)?,
                    r.get(8)?,
                ))
            },
        )?;
        let mut rows = Vec::new();
        for (id, state, number, agreement, instalment, raise_on, issued_on, reason, frozen) in found
        {
            let Some(a) = agreements.get(&agreement) else { continue };
            let i = agreements::instalment(reader, instalment)?;
            let until = issued_on.unwrap_or(today);
            rows.push(InvoiceRow {
                id,
                state,
                number,
                agreement,
                agreement_number: a.number.clone(),
                company: a.company,
                company_name: a.company_name.clone(),
                instalment,
                instalment_number: i.number,
                amount: Money::new(frozen.unwrap_or(i.amount_minor), a.currency),
                open: Money::new(i.open_minor(), a.currency),
                raise_on,
                issued_on,
                days_late: match state {
                    InvoiceState::Cancelled => 0,
                    _ => raise_on.days_until(until).max(0),
                },
                reason,
            });
        }
        Ok(Invoices { rows })
    }
}

/// One invoice: what it says, or as a draft would say today.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceGet {
    pub invoice: InvoiceId,
}

#[derive(Serialize, JsonSchema)]
pub struct InvoiceView {
    pub id: InvoiceId,
    pub state: InvoiceState,
    pub agreement: AgreementId,
    pub content: InvoiceContent,
}

impl Query for InvoiceGet {
    const NAME: &'static str = "invoice.get";
    const TITLE: &'static str = "An invoice";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = READS;
    type View = InvoiceView;

    fn ask(&self, reader: &Reader<'_>) -> Result<InvoiceView> {
        let (invoice, agreement) = seen(reader, self.invoice)?;
        let content = match &invoice.content {
            Some(text) => serde_json::from_str(text)?,
            None => content::content(reader, &invoice, &agreement)?,
        };
        Ok(InvoiceView {
            id: invoice.id,
            state: invoice.state,
            agreement: invoice.agreement,
            content,
        })
    }
}
