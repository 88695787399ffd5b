//! `payment.statement` and `payment.receipt`: what these documents are written from.

use super::{PaymentError, PaymentId, State, of_agreement, payment};
use crate::agreements::{self, Agreement, AgreementId};
use crate::companies;
use crate::permissions;
use crate::quotes::content::{Party, firm};
use crate::quotes::document::{DocumentFields, party};
use crate::tax::{amount_in_words, places};
use netra_kernel::{Money, Permission, Query, Reader, Result, money};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// The fields of an agreement's payment statement.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentStatement {
    pub agreement: AgreementId,
}

const READS: &[&str] = &[
    "agreements",
    "companies",
    "instalments",
    "payments",
    "receipts",
    "signoffs",
    "settings",
    "projects",
];

pub(crate) fn client(reader: &Reader<'_>, agreement: &Agreement) -> Result<Value> {
    let c = companies::company(reader, agreement.company)?;
    let state = c.state_code.as_deref().and_then(places::gst_state);
    Ok(party(&Party {
        name: c.name,
        address: c.address,
        country: c.country,
        tax_number: c.tax_number,
        state_name: state.map(|s| s.name.to_owned()),
        state_code: c.state_code,
    }))
}

impl Query for PaymentStatement {
    const NAME: &'static str = "payment.statement";
    const TITLE: &'static str = "Fields of a payment statement";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = READS;
    type View = DocumentFields;

    fn ask(&self, reader: &Reader<'_>) -> Result<DocumentFields> {
        let a = agreements::need_seen(reader, self.agreement)?;
        let m = |minor: i64| json!(Money::new(minor, a.currency));
        let all = agreements::instalments(reader, a.plan)?;
        // A payment that was rejected never was; a reversal is shown beside what it reverses.
        let counted: Vec<_> = of_agreement(reader, a.id)?
            .into_iter()
            .filter(|p| p.state != State::Rejected)
            .collect();
        let title = |number: i64| {
            all.iter().find(|i| i.number == number).map_or("", |i| i.title.as_str()).to_owned()
        };
        let project: Option<String> = reader.value(
            "SELECT name FROM projects WHERE agreement_id = ?1 ORDER BY id LIMIT 1",
            [a.id],
        )?;
        let instalments: Vec<Value> = all
            .iter()
            .map(|i| {
                json!({"number": i.number, "title": i.title, "due_on": i.due_on,
                       "state": i.state(), "is_overdue": i.is_overdue(),
                       "amount": m(i.amount_minor), "received": m(i.received_minor),
                       "tds": m(i.tds_minor), "balance": m(i.open_minor())})
            })
            .collect();
        let payments: Vec<Value> = counted
            .iter()
            .map(|p| {
                json!({"received_on": p.received_on, "instalment_number": p.instalment_number,
                       "instalment_title": title(p.instalment_number), "mode": p.mode,
                       "reference": p.reference, "tds": m(p.tds_minor),
                       "amount": m(p.amount_minor), "state": p.state,
                       "is_reversal": p.reverses.is_some(), "receipt": p.receipt_number})
            })
            .collect();
        let overdue = all.iter().filter(|i| i.is_overdue()).map(|i| i.open_minor());
        Ok(DocumentFields(json!({
            "as_of": reader.today(),
            "project": {"name": project.unwrap_or_else(|| a.title.clone()),
                        "reference": a.number},
            "agreement": {"number": a.number, "title": a.title, "signed_on": a.signed_on},
            "firm": party(&firm(reader)?),
            "client": client(reader, &a)?,
            "totals": {
                "amount": m(money::sum(all.iter().map(|i| i.amount_minor))?),
                "received": m(money::sum(all.iter().map(|i| i.received_minor))?),
                "tds": m(money::sum(all.iter().map(|i| i.tds_minor))?),
                "balance": m(money::sum(all.iter().map(|i| i.open_minor()))?),
                "overdue": m(money::sum(overdue)?),
            },
            "instalments": instalments,
            "payments": payments,
        })))
    }
}

/// The fields of a verified payment's receipt.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentReceipt {
    pub payment: PaymentId,
}

impl Query for PaymentReceipt {
    const NAME: &'static str = "payment.receipt";
    const TITLE: &'static str = "Fields of a receipt";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = READS;
    type View = DocumentFields;

    fn ask(&self, reader: &Reader<'_>) -> Result<DocumentFields> {
        let p = payment(reader, self.payment)?;
        let a = agreements::need_seen(reader, p.agreement)?;
        let Some(number) = p.receipt_number else {
            return Err(PaymentError::NoReceipt.into());
        };
        let settled = Money::new(money::sum([p.amount_minor, p.tds_minor])?, p.currency);
        Ok(DocumentFields(json!({
            "receipt": {"number": number, "is_reversed": p.is_reversed},
            "firm": party(&firm(reader)?),
            "client": client(reader, &a)?,
            "agreement": {"number": a.number, "title": a.title},
            "instalment_number": p.instalment_number,
            "received_on": p.received_on,
            "mode": p.mode,
            "reference": p.reference,
            "amount": Money::new(p.amount_minor, p.currency),
            "tds": Money::new(p.tds_minor, p.currency),
            "settled": settled,
            "in_words": amount_in_words(settled, "en"),
        })))
    }
}
