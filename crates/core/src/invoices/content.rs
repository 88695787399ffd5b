//! What an invoice says: the instalment and the advances it adjusts, with tax.

use super::Invoice;
use crate::agreements::{self, Agreement, Instalment};
use crate::payments::PaymentId;
use crate::quotes::content::{Party, firm};
use crate::quotes::supply_to;
use crate::tax::{Component, Supply, amount_in_words};
use crate::{companies, tax};
use netra_kernel::{Date, Money, Reader, Result, money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of the tax.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaxPart {
    pub component: Component,
    pub tax: Money,
}

/// An advance with its receipt voucher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Advance {
    pub payment: PaymentId,
    pub receipt_number: String,
    pub received_on: Date,
    /// Money and tax withheld.
    pub amount: Money,
}

/// What an invoice says; frozen when it is issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceContent {
    /// None while it is a draft.
    pub number: Option<String>,
    pub issued_on: Option<Date>,
    pub firm: Party,
    pub client: Party,
    pub agreement_number: String,
    pub agreement_title: String,
    pub instalment_number: i64,
    pub instalment_title: String,
    pub supply: Supply,
    /// The instalment's amount, tax included.
    pub amount: Money,
    pub advances: Vec<Advance>,
    /// Amount and advances, tax included.
    pub total: Money,
    /// Of the total.
    pub taxable: Money,
    pub taxes: Vec<TaxPart>,
    pub tax: Money,
    /// What the client is asked to pay: the total less the advances.
    pub payable: Money,
    pub payable_in_words: String,
    pub due_on: Option<Date>,
}

/// Verified payments of instalments due at the signature that no issued invoice adjusts yet.
fn advances(reader: &Reader<'_>, a: &Agreement) -> Result<Vec<Advance>> {
    reader.all(
        "SELECT p.id, t.number, p.received_on, p.amount_minor + p.tds_minor FROM payments p
         JOIN receipts t ON t.payment_id = p.id JOIN instalments i ON i.id = p.instalment_id
         WHERE i.plan_id = ?1 AND i.due_kind = 'on_agreement' AND p.state = 'verified'
           AND p.reverses IS NULL
           AND NOT EXISTS (SELECT 1 FROM payments r WHERE r.reverses = p.id)
           AND NOT EXISTS (SELECT 1 FROM invoice_advances x WHERE x.payment_id = p.id)
         ORDER BY p.received_on, p.id",
        [a.plan],
        |r| {
            Ok(Advance {
                payment: r.get(0)?,
                receipt_number: r.get(1)?,
                received_on: r.get(2)?,
                amount: Money::new(r.get(3)?, a.currency),
            })
        },
    )
}

/// The tax inside a total, of the same share as in the whole agreement, in equal parts for its
/// components, so that what the components leave over stays in the taxable value.
fn tax_inside(total: i64, a: &Agreement, parts: usize) -> Result<(i64, i64)> {
    if parts == 0 || a.tax_minor == 0 || a.total_minor == 0 {
        return Ok((total, 0));
    }
    let exact = rust_decimal::Decimal::from(total) * rust_decimal::Decimal::from(a.tax_minor)
        / rust_decimal::Decimal::from(a.total_minor);
    let each = money::round_minor(exact / rust_decimal::Decimal::from(parts as u64))?;
    let tax = each * parts as i64;
    Ok((total - tax, each))
}

/// The language that the client was offered in.
fn language_of(reader: &Reader<'_>, a: &Agreement) -> Result<String> {
    let of_version: Option<String> = reader.value(
        "SELECT json_extract(content, '$.language') FROM quote_versions WHERE id = ?1",
        [a.quote_version],
    )?;
    Ok(of_version.unwrap_or_else(|| "en".into()))
}

/// What the invoice would say today.
/// # Errors
/// Storage errors, `money.too_large`.
pub(super) fn content(
    reader: &Reader<'_>,
    invoice: &Invoice,
    a: &Agreement,
) -> Result<InvoiceContent> {
    let i: Instalment = agreements::instalment(reader, invoice.instalment)?;
    let company = companies::company(reader, a.company)?;
    let supply = supply_to(reader, &company)?;
    let components = supply.treatment.components();
    let of = |minor| Money::new(minor, a.currency);
    let advances = advances(reader, a)?;
    let advance = money::sum(advances.iter().map(|x| x.amount.minor))?;
    let total = money::sum([i.amount_minor, advance])?;
    let (taxable, each) = tax_inside(total, a, components.len())?;
    let state = company.state_code.as_deref().and_then(tax::places::gst_state);
    Ok(InvoiceContent {
        number: None,
        issued_on: None,
        firm: firm(reader)?,
        client: Party {
            name: company.name,
            address: company.address,
            country: company.country,
            tax_number: company.tax_number,
            state_name: state.map(|s| s.name.to_owned()),
            state_code: company.state_code,
        },
        agreement_number: a.number.clone(),
        agreement_title: a.title.clone(),
        instalment_number: i.number,
        taxes: components
            .iter()
            .filter(|_| each != 0)
            .map(|c| TaxPart { component: *c, tax: of(each) })
            .collect(),
        supply,
        amount: of(i.amount_minor),
        advances,
        total: of(total),
        taxable: of(taxable),
        tax: of(total - taxable),
        payable: of(i.amount_minor),
        payable_in_words: amount_in_words(of(i.amount_minor), &language_of(reader, a)?),
        due_on: i.due_on,
        instalment_title: i.title,
    })
}
