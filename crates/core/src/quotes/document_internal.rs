//! The part of a quote's document that only we read: notes, costs, suppliers, resources, margin.
//!
//! Invariant: it stands under the key `internal` alone, which no document for a client can read.

use super::QuoteId;
use super::document::{kind_title, money};
use super::lines::Line;
use super::model::{Inclusion, LineKind, Tier};
use super::price::{Whole, whole};
use netra_kernel::money::round_minor;
use netra_kernel::{Currency, Money, Reader, Result};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Of the working copy, for one of its offers.
/// # Errors
/// `quote.not_found`, `money.too_large`.
pub(super) fn internal_fields(
    reader: &Reader<'_>,
    quote: QuoteId,
    tier: Option<Tier>,
    language: &str,
) -> Result<Value> {
    let w = whole(reader, quote)?;
    let lines = lines(&w, tier)?;
    let offer = w.offers.iter().find(|o| o.tier == tier).or_else(|| w.offers.last());
    let margin = offer.map(|o| {
        json!({
            "cost": money(o.cost_minor, w.quote.currency),
            "margin": Money::new(o.costed_net_minor - o.cost_minor, w.quote.currency),
            "margin_percent": o.margin_percent().map(|p| p.round_dp(2).normalize().to_string()),
            "lines_without_cost": o.lines_without_cost,
        })
    });
    Ok(json!({
        "notes": w.quote.internal_notes,
        "suppliers": suppliers(&lines, w.quote.currency),
        "resources": resources(&lines, language),
        "lines": lines.iter().map(|l| l.fields(w.quote.currency)).collect::<Vec<_>>(),
        "margin": margin,
    }))
}

/// One line as we see it.
struct Own<'a> {
    number: String,
    line: &'a Line,
    net_minor: i64,
    cost_minor: Option<i64>,
}

impl Own<'_> {
    fn fields(&self, currency: Currency) -> Value {
        let m = |minor| money(minor, currency);
        json!({
            "number": self.number,
            "part_number": self.line.part_number,
            "description": self.line.description,
            "supplier": self.line.supplier,
            "quantity": self.line.quantity,
            "unit": self.line.unit,
            "unit_cost": self.line.unit_cost_minor.map(m),
            "cost": self.cost_minor.map(m),
            "net": m(self.net_minor),
            "is_optional": self.line.inclusion != Inclusion::Included,
        })
    }

    fn is_priced(&self) -> bool {
        self.line.inclusion == Inclusion::Included
    }
}

/// The lines of an offer, numbered as the client sees them.
fn lines<'a>(w: &'a Whole, tier: Option<Tier>) -> Result<Vec<Own<'a>>> {
    let mut all = Vec::with_capacity(w.lines.len());
    for (s, section) in (1..).zip(&w.sections) {
        let mine = w.lines.iter().zip(&w.line_totals).filter(|(l, _)| l.section == section.id);
        for (n, (line, total)) in (1..).zip(mine) {
            if tier.is_some_and(|t| !t.is_in(line.tiers)) {
                continue;
            }
            let cost = |unit: i64| {
                let exact = line.quantity.get().checked_mul(Decimal::from(unit));
                round_minor(exact.unwrap_or(Decimal::MAX))
            };
            let cost_minor = line.unit_cost_minor.map(cost).transpose()?;
            let number = format!("{s}.{n}");
            all.push(Own { number, line, net_minor: total.net_minor, cost_minor });
        }
    }
    Ok(all)
}

/// How much of what kind, by unit, of the lines in the price.
fn resources(lines: &[Own<'_>], language: &str) -> Vec<Value> {
    let mut sums: Vec<(LineKind, &str, Decimal)> = Vec::new();
    for own in lines.iter().filter(|l| l.is_priced()) {
        let (kind, unit) = (own.line.kind, own.line.unit.as_str());
        match sums.iter_mut().find(|s| (s.0, s.1) == (kind, unit)) {
            Some(sum) => sum.2 += own.line.quantity.get(),
            None => sums.push((kind, unit, own.line.quantity.get())),
        }
    }
    sums.into_iter()
        .map(|(kind, unit, quantity)| {
            json!({"kind": kind, "kind_title": kind_title(kind, language), "unit": unit,
                   "quantity": quantity.normalize().to_string()})
        })
        .collect()
}

/// What comes from whom, of the lines in the price; a sum only of the costs that are known.
fn suppliers(lines: &[Own<'_>], currency: Currency) -> Vec<Value> {
    let mut all: Vec<(&str, Vec<&str>, i64)> = Vec::new();
    for own in lines.iter().filter(|l| l.is_priced() && !l.line.supplier.is_empty()) {
        let cost = own.cost_minor.unwrap_or(0);
        match all.iter_mut().find(|s| s.0 == own.line.supplier) {
            Some(supplier) => {
                supplier.1.push(&own.number);
                supplier.2 += cost;
            }
            None => all.push((&own.line.supplier, vec![&own.number], cost)),
        }
    }
    all.into_iter()
        .map(|(name, numbers, cost)| {
            json!({"name": name, "numbers": numbers.join(", "), "cost": money(cost, currency)})
        })
        .collect()
}
