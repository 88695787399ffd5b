//! What a quote comes to: each line, each section, each tier, with tax, and what it costs us.

use super::lines::{self, Line, Section};
use super::model::{Inclusion, Instalment, Tier};
use super::store::{self, Quote};
use super::{QuoteId, SectionId};
use crate::companies::{self, Company};
use crate::language::Phrase;
use crate::settings;
use crate::tax::{
    self, Buyer, How, LineTotal, Rate, RateKind, Rounding, Seller, Supply, Totals, compute,
    in_force, supply,
};
use netra_kernel::{Reader, Result, money};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The working copy of a quote with everything that follows from it.
pub(crate) struct Whole {
    pub quote: Quote,
    pub company: Company,
    pub sections: Vec<Section>,
    pub lines: Vec<Line>,
    /// What was agreed, or the whole at the signature.
    pub instalments: Vec<Instalment>,
    pub rates: Vec<Rate>,
    pub supply: Supply,
    pub rounding: Rounding,
    /// One per line, in the same order.
    pub line_totals: Vec<LineTotal>,
    /// One, or one per tier.
    pub offers: Vec<Offer>,
}

/// One of the things that the client may accept. Amounts in minor units.
pub(crate) struct Offer {
    pub tier: Option<Tier>,
    pub totals: Totals,
    /// Nets of the sections, in their order.
    pub sections: Vec<(SectionId, i64)>,
    /// Cost of the lines whose cost is known, and the net of those lines.
    pub cost_minor: i64,
    pub costed_net_minor: i64,
    pub lines_without_cost: usize,
}

impl Offer {
    /// Margin on the lines whose cost is known, in percent of their net, not rounded.
    pub fn margin_percent(&self) -> Option<Decimal> {
        let net = Decimal::from(self.costed_net_minor);
        let margin = net - Decimal::from(self.cost_minor);
        (self.costed_net_minor > 0).then(|| margin * Decimal::ONE_HUNDRED / net)
    }
}

/// Where we are, for the tax.
pub(super) struct Ours {
    pub country: String,
    pub state_code: Option<String>,
    pub tax_number: Option<String>,
    has_lut: bool,
}

pub(super) fn ours(reader: &Reader<'_>) -> Result<Ours> {
    let country: String = settings::get(reader, "tax.country")?;
    let tax_number: Option<String> = settings::get(reader, "tax.number")?;
    let set: Option<String> = settings::get(reader, "tax.state_code")?;
    let of_gstin = tax_number
        .as_deref()
        .filter(|_| country == "IN")
        .and_then(tax::places::clean_gstin)
        .map(|n| n[..2].to_owned());
    let has_lut = settings::get(reader, "tax.has_lut")?;
    Ok(Ours { state_code: set.or(of_gstin), country, tax_number, has_lut })
}

/// Reads and prices the working copy.
/// # Errors
/// `quote.not_found`, `money.too_large`.
pub(crate) fn whole(reader: &Reader<'_>, id: QuoteId) -> Result<Whole> {
    whole_of(reader, store::quote(reader, id)?, &Ground::read(reader)?)
}

/// Which tax a supply to this company bears.
/// # Errors
/// Storage errors.
pub(crate) fn supply_to(reader: &Reader<'_>, company: &Company) -> Result<Supply> {
    Ok(supply_from(&ours(reader)?, company))
}

fn supply_from(ours: &Ours, company: &Company) -> Supply {
    supply(
        &Seller {
            country: &ours.country,
            state_code: ours.state_code.as_deref(),
            has_lut: ours.has_lut,
        },
        &Buyer {
            country: &company.country,
            state_code: company.state_code.as_deref(),
            is_sez: company.is_sez,
        },
    )
}

/// What pricing needs and is the same for every quote of a day.
pub(super) struct Ground {
    ours: Ours,
    rates: Vec<Rate>,
    rounding: Rounding,
    rounds_total: bool,
}

impl Ground {
    pub fn read(reader: &Reader<'_>) -> Result<Ground> {
        let ours = ours(reader)?;
        Ok(Ground {
            rates: in_force(reader, &ours.country, reader.today())?,
            rounding: settings::get(reader, "tax.rounding")?,
            rounds_total: settings::get(reader, "quotes.round_total")?,
            ours,
        })
    }
}

/// Prices a working copy whose header has been read.
/// # Errors
/// `money.too_large`.
pub(super) fn whole_of(reader: &Reader<'_>, quote: Quote, ground: &Ground) -> Result<Whole> {
    let id = quote.id;
    let company = companies::company(reader, quote.company)?;
    let sections = lines::sections(reader, id)?;
    let lines = lines::lines(reader, id)?;
    let mut instalments = store::instalments(reader, id)?;
    if instalments.is_empty() {
        instalments.push(Instalment::whole());
    }
    let Ground { ours, rounding, rounds_total, .. } = ground;
    let (rounding, rounds_total) = (*rounding, *rounds_total);
    let rates = rates_of(reader, ground.rates.clone(), &lines)?;
    let supply = supply_from(ours, &company);
    let how = How {
        treatment: supply.treatment,
        rounding,
        prices_include_tax: quote.prices_include_tax,
        is_reverse_charge: quote.is_reverse_charge,
        round_total_to_minor: match rounds_total {
            true => 10i64.pow(quote.currency.digits()),
            false => 1,
        },
    };
    let line_totals = compute(&taxed(&lines, &rates)?, how)?.lines;
    let tiers: Vec<Option<Tier>> = match quote.has_tiers {
        true => Tier::ALL.into_iter().map(Some).collect(),
        false => vec![None],
    };
    let offers = tiers
        .into_iter()
        .map(|tier| offer(tier, &sections, &lines, &line_totals, &rates, how))
        .collect::<Result<_>>()?;
    Ok(Whole {
        quote,
        company,
        sections,
        lines,
        instalments,
        rates,
        supply,
        rounding,
        line_totals,
        offers,
    })
}

/// The rates in force, and for a line whose rate has ended the last one known: a quote can always
/// be opened; sending it asks for rates in force.
fn rates_of(reader: &Reader<'_>, mut rates: Vec<Rate>, lines: &[Line]) -> Result<Vec<Rate>> {
    for line in lines {
        if !rates.iter().any(|r| r.key == line.tax_rate) {
            rates.push(tax::last_known(reader, &line.tax_rate)?.unwrap_or_else(|| Rate {
                key: line.tax_rate.clone(),
                title: line.tax_rate.clone(),
                percent: crate::decimal::Exact::ZERO,
                kind: RateKind::Ended,
            }));
        }
    }
    Ok(rates)
}

fn taxed<'r>(lines: &[Line], rates: &'r [Rate]) -> Result<Vec<tax::Line<'r>>> {
    lines
        .iter()
        .map(|l| {
            Ok(tax::Line {
                quantity: l.quantity,
                unit_price_minor: l.unit_price_minor,
                discount_percent: l.discount_percent,
                rate: tax::named(rates, &l.tax_rate)?,
            })
        })
        .collect()
}

/// Whether a line is in the total of a tier.
pub(super) fn counts(line: &Line, tier: Option<Tier>) -> bool {
    line.inclusion == Inclusion::Included && tier.is_none_or(|t| t.is_in(line.tiers))
}

fn offer(
    tier: Option<Tier>,
    sections: &[Section],
    lines: &[Line],
    line_totals: &[LineTotal],
    rates: &[Rate],
    how: How,
) -> Result<Offer> {
    let mine: Vec<Line> = lines.iter().filter(|l| counts(l, tier)).cloned().collect();
    let totals = compute(&taxed(&mine, rates)?, how)?;
    let mut nets: BTreeMap<SectionId, i64> = BTreeMap::new();
    let (mut cost_minor, mut costed_net_minor, mut lines_without_cost) = (0, 0, 0);
    for (line, total) in lines.iter().zip(line_totals).filter(|(l, _)| counts(l, tier)) {
        let net = nets.entry(line.section).or_default();
        *net = money::sum([*net, total.net_minor])?;
        match line.unit_cost_minor {
            Some(unit) => {
                let exact = line.quantity.get().checked_mul(Decimal::from(unit));
                let cost = money::round_minor(exact.unwrap_or(Decimal::MAX))?;
                cost_minor = money::sum([cost_minor, cost])?;
                costed_net_minor = money::sum([costed_net_minor, total.net_minor])?;
            }
            None => lines_without_cost += 1,
        }
    }
    let sections = sections.iter().map(|s| (s.id, nets.remove(&s.id).unwrap_or(0))).collect();
    Ok(Offer { tier, totals, sections, cost_minor, costed_net_minor, lines_without_cost })
}

/// Labels in the language files.
pub const LABELS: &[&str] = &["approval-amount", "approval-discount", "approval-margin"];

/// A reason for approval in words.
pub(crate) fn approval_phrase(reason: &str) -> Phrase {
    let label = LABELS.iter().find(|l| l.ends_with(reason)).copied();
    Phrase::new(label.unwrap_or(LABELS[0]), serde_json::json!({}))
}

/// Why the quote needs somebody's approval before it is sent: `amount`, `discount`, `margin`.
pub(crate) fn approval_reasons(reader: &Reader<'_>, whole: &Whole) -> Result<Vec<String>> {
    let amount: Option<i64> = settings::get(reader, "quotes.approve_from_minor")?;
    let discount: Option<i64> = settings::get(reader, "quotes.approve_discount_over_percent")?;
    let margin: Option<i64> = settings::get(reader, "quotes.approve_margin_under_percent")?;
    let mut reasons = Vec::new();
    if amount.is_some_and(|a| whole.offers.iter().any(|o| o.totals.net_minor >= a)) {
        reasons.push("amount".to_owned());
    }
    let included = whole.lines.iter().filter(|l| l.inclusion == Inclusion::Included);
    let highest = included.map(|l| l.discount_percent.get()).max().unwrap_or_default();
    if discount.is_some_and(|d| highest > Decimal::from(d)) {
        reasons.push("discount".to_owned());
    }
    let lowest = whole.offers.iter().filter_map(Offer::margin_percent).min();
    if margin.is_some_and(|m| lowest.is_some_and(|l| l < Decimal::from(m))) {
        reasons.push("margin".to_owned());
    }
    Ok(reasons)
}
