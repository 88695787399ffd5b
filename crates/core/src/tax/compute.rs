//! How much tax is on a list of lines.
//!
//! Line rounding: each line's amount is rounded, then each tax on it. Document rounding: exact
//! amounts are added up by rate, then the sum and each tax on it are rounded once.
//!
//! Invariant: line nets + line rounding = net; net + taxes + round-off = total. With line rounding
//! the line rounding is zero.

use super::rates::{Rate, RateKind};
use super::supply::Treatment;
use crate::decimal::Exact;
use netra_kernel::{Error, Kind, Result, money};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where amounts are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    Line,
    Document,
}

/// One part of a tax.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    Cgst,
    Sgst,
    Utgst,
    Igst,
    Vat,
}

impl Treatment {
    /// The parts of the tax; each takes an equal share of the rate.
    pub(crate) fn components(self) -> &'static [Component] {
        use Component::{Cgst, Igst, Sgst, Utgst, Vat};
        match self {
            Treatment::WithinState => &[Cgst, Sgst],
            Treatment::WithinTerritory => &[Cgst, Utgst],
            Treatment::AcrossStates => &[Igst],
            Treatment::Vat => &[Vat],
            Treatment::ZeroRatedSez | Treatment::ZeroRatedExport | Treatment::Untaxed => &[],
        }
    }
}

/// A line to be taxed.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub quantity: Exact,
    pub unit_price_minor: i64,
    /// 0–100.
    pub discount_percent: Exact,
    pub rate: &'a Rate,
}

impl Line<'_> {
    /// Quantity × price less discount, in minor units, not rounded.
    fn exact(&self) -> Result<Decimal> {
        let share = (Decimal::ONE_HUNDRED - self.discount_percent.get()) / Decimal::ONE_HUNDRED;
        self.quantity
            .get()
            .checked_mul(Decimal::from(self.unit_price_minor))
            .and_then(|a| a.checked_mul(share))
            .ok_or_else(too_large)
    }
}

fn too_large() -> Error {
    Error::new(Kind::Invalid, "money.too_large")
}

/// What a line comes to, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineTotal {
    /// As priced: with tax where prices include it.
    pub amount_minor: i64,
    /// Without tax.
    pub net_minor: i64,
}

/// One part of the tax at one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxRow {
    pub rate_key: String,
    pub component: Component,
    pub percent: Exact,
    pub taxable_minor: i64,
    pub tax_minor: i64,
}

/// What a list of lines comes to, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    pub lines: Vec<LineTotal>,
    /// The lines' nets, as they are shown, added up.
    pub subtotal_minor: i64,
    /// From the sum of shown nets to the net: document rounding only.
    pub line_rounding_minor: i64,
    /// The taxable value.
    pub net_minor: i64,
    pub taxes: Vec<TaxRow>,
    /// Tax that we collect.
    pub tax_minor: i64,
    /// Tax that the client pays by itself under reverse charge: in no total.
    pub reverse_charge_minor: i64,
    /// To the whole unit of the currency, where the workspace asks for it.
    pub round_off_minor: i64,
    pub total_minor: i64,
}

/// How to compute.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub treatment: Treatment,
    pub rounding: Rounding,
    pub prices_include_tax: bool,
    pub is_reverse_charge: bool,
    /// Minor units in a whole unit when the total is rounded to it; 1 otherwise.
    pub round_total_to_minor: i64,
}

struct Split {
    net_minor: i64,
    taxes: Vec<i64>,
}

/// Splits an amount into net and taxes. `amount` is what was priced, exact or rounded.
fn split(amount: Decimal, percent: Decimal, parts: usize, includes_tax: bool) -> Result<Split> {
    let rounded = money::round_minor(amount)?;
    if parts == 0 {
        return Ok(Split { net_minor: rounded, taxes: Vec::new() });
    }
    let share = percent / Decimal::from(parts as u64);
    let whole = if includes_tax { Decimal::ONE_HUNDRED + percent } else { Decimal::ONE_HUNDRED };
    let tax = money::round_minor(amount.checked_mul(share).ok_or_else(too_large)? / whole)?;
    let taxes = vec![tax; parts];
    let all = money::sum(taxes.iter().copied())?;
    Ok(Split { net_minor: if includes_tax { rounded - all } else { rounded }, taxes })
}

/// Adds up lines and taxes.
/// # Errors
/// `money.too_large`.
pub fn compute(lines: &[Line<'_>], how: How) -> Result<Totals> {
    let components = how.treatment.components();
    // Under reverse charge a price is without tax, whatever it says: nobody pays the tax to us.
    let includes_tax = how.prices_include_tax && !how.is_reverse_charge && !components.is_empty();
    let mut groups: BTreeMap<&str, (&Rate, Decimal, i64, Vec<i64>)> = BTreeMap::new();
    let mut totals = Totals::default();
    for line in lines {
        let exact = line.exact()?;
        let amount_minor = money::round_minor(exact)?;
        let parts = if line.rate.kind == RateKind::Exempt { 0 } else { components.len() };
        let percent = line.rate.percent.get();
        let base = match how.rounding {
            Rounding::Line => Decimal::from(amount_minor),
            Rounding::Document => exact,
        };
        let own = split(base, percent, parts, includes_tax)?;
        totals.lines.push(LineTotal { amount_minor, net_minor: own.net_minor });
        let group = groups
            .entry(&line.rate.key)
            .or_insert_with(|| (line.rate, Decimal::ZERO, 0, vec![0; parts]));
        group.1 = group.1.checked_add(exact).ok_or_else(too_large)?;
        group.2 = money::sum([group.2, own.net_minor])?;
        for (sum, tax) in group.3.iter_mut().zip(own.taxes) {
            *sum = money::sum([*sum, tax])?;
        }
    }
    for (key, (rate, exact, net_of_lines, taxes_of_lines)) in groups {
        let parts = taxes_of_lines.len();
        let percent = rate.percent.get();
        let (net, taxes) = match how.rounding {
            Rounding::Line => (net_of_lines, taxes_of_lines),
            Rounding::Document => {
                let s = split(exact, percent, parts, includes_tax)?;
                (s.net_minor, s.taxes)
            }
        };
        totals.net_minor = money::sum([totals.net_minor, net])?;
        let share = if parts == 0 { percent } else { percent / Decimal::from(parts as u64) };
        for (component, tax) in components.iter().zip(taxes) {
            let counted = match how.is_reverse_charge {
                true => &mut totals.reverse_charge_minor,
                false => &mut totals.tax_minor,
            };
            *counted = money::sum([*counted, tax])?;
            totals.taxes.push(TaxRow {
                rate_key: key.to_owned(),
                component: *component,
                percent: Exact::new(share).unwrap_or(rate.percent),
                taxable_minor: net,
                tax_minor: tax,
            });
        }
    }
    totals.subtotal_minor = money::sum(totals.lines.iter().map(|l| l.net_minor))?;
    totals.line_rounding_minor = totals.net_minor - totals.subtotal_minor;
    let before = money::sum([totals.net_minor, totals.tax_minor])?;
    let unit = Decimal::from(how.round_total_to_minor.max(1));
    let whole = money::round_minor(Decimal::from(before) / unit)?;
    totals.total_minor =
        whole.checked_mul(how.round_total_to_minor.max(1)).ok_or_else(too_large)?;
    totals.round_off_minor = totals.total_minor - before;
    Ok(totals)
}

#[cfg(test)]
#[path = "compute_tests.rs"]
mod tests;
