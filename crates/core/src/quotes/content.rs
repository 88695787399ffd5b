//! What a version holds: everything the client was shown, as canonical JSON with its hash.
//!
//! Invariant: nothing internal is in here: no cost, no supplier, no internal note.
//! Invariant: the text is canonical (keys sorted, no spaces), so that the same content always has
//! the same hash, on any machine.

use super::model::{Inclusion, Instalment, LineKind, Tier, amounts};
use super::price::{Whole, ours};
use super::{LineId, QuoteId, SectionId};
use crate::agreements::DueRule;
use crate::companies::{self, Company};
use crate::decimal::Exact;
use crate::settings;
use crate::tax::{Component, Rate, Rounding, Supply, amount_in_words, named, places};
use netra_kernel::{Currency, Date, Money, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One side of the quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    pub name: String,
    pub address: String,
    pub country: String,
    pub tax_number: Option<String>,
    pub state_code: Option<String>,
    pub state_name: Option<String>,
}

/// A line as the client sees it. Amounts in minor units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineContent {
    pub id: LineId,
    /// `2.3`: section and line.
    pub number: String,
    pub kind: LineKind,
    pub part_number: String,
    pub description: String,
    pub quantity: Exact,
    pub unit: String,
    pub unit_price_minor: i64,
    pub discount_percent: Exact,
    pub tax_code: String,
    pub rate: Rate,
    pub inclusion: Inclusion,
    pub tiers: Vec<Tier>,
    /// As priced: with tax where prices include it.
    pub amount_minor: i64,
    pub net_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SectionContent {
    pub id: SectionId,
    pub title: String,
    pub lines: Vec<LineContent>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaxContent {
    pub component: Component,
    pub percent: Exact,
    pub taxable_minor: i64,
    pub tax_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SectionNet {
    pub section: SectionId,
    pub net_minor: i64,
}

/// A planned payment of an offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InstalmentContent {
    pub number: u32,
    pub title: String,
    pub percent: Option<Exact>,
    /// None while the instalments do not add up to the total.
    pub amount_minor: Option<i64>,
    pub due_rule: DueRule,
    pub due_on: Option<Date>,
    pub due_days: i64,
}

/// What the client may accept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OfferContent {
    pub tier: Option<Tier>,
    pub sections: Vec<SectionNet>,
    pub subtotal_minor: i64,
    pub line_rounding_minor: i64,
    pub net_minor: i64,
    pub taxes: Vec<TaxContent>,
    pub tax_minor: i64,
    /// Tax that the client pays by itself: in no total.
    pub reverse_charge_minor: i64,
    pub round_off_minor: i64,
    pub total_minor: i64,
    pub total_in_words: String,
    pub instalments: Vec<InstalmentContent>,
}

/// Everything that the client was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// Of this structure.
    pub format: u32,
    pub quote: QuoteId,
    /// None for a working copy.
    pub number: Option<String>,
    pub version: i64,
    pub title: String,
    pub date: Date,
    pub valid_until: Date,
    pub language: String,
    pub currency: Currency,
    pub firm: Party,
    pub client: Party,
    pub contact_name: String,
    pub contact_title: String,
    pub supply: Supply,
    pub place_of_supply_name: Option<String>,
    pub prices_include_tax: bool,
    pub is_reverse_charge: bool,
    pub rounding: Rounding,
    pub has_tiers: bool,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub terms: String,
    pub sections: Vec<SectionContent>,
    pub offers: Vec<OfferContent>,
}

/// Canonical text and its SHA-256.
pub(crate) struct Frozen {
    pub text: String,
    pub sha256: Vec<u8>,
}

/// JSON with sorted keys and no spaces.
pub(super) fn canonical(value: &Value) -> String {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Object(map) => {
                let mut keys: Vec<&String> = map.keys().collect();
                keys.sort();
                out.push('{');
                for (i, key) in keys.into_iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push(':');
                    write(&map[key], out);
                }
                out.push('}');
            }
            Value::Array(list) => {
                out.push('[');
                for (i, item) in list.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write(item, out);
                }
                out.push(']');
            }
            other => out.push_str(&other.to_string()),
        }
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}

pub(super) fn sha256(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// The content as it is stored for ever.
pub(crate) fn freeze(content: &Content) -> Result<Frozen> {
    let text = canonical(&serde_json::to_value(content)?);
    Ok(Frozen { sha256: sha256(&text), text })
}

fn state_name(code: Option<&str>) -> Option<String> {
    code.and_then(places::gst_state).map(|s| s.name.to_owned())
}

fn client(c: &Company) -> Party {
    Party {
        name: c.name.clone(),
        address: c.address.clone(),
        country: c.country.clone(),
        tax_number: c.tax_number.clone(),
        state_name: state_name(c.state_code.as_deref()),
        state_code: c.state_code.clone(),
    }
}

/// Us, as documents name us.
/// # Errors
/// Storage errors.
pub(crate) fn firm(reader: &Reader<'_>) -> Result<Party> {
    let ours = ours(reader)?;
    Ok(Party {
        name: settings::get(reader, "firm.name")?,
        address: settings::get::<Option<String>>(reader, "firm.address")?.unwrap_or_default(),
        country: ours.country,
        tax_number: ours.tax_number,
        state_name: state_name(ours.state_code.as_deref()),
        state_code: ours.state_code,
    })
}

/// What the client would be shown of the working copy today.
/// # Errors
/// Storage errors.
pub(crate) fn content(reader: &Reader<'_>, w: &Whole, number: Option<String>) -> Result<Content> {
    let q = &w.quote;
    let contact = q.contact.map(|c| companies::contact(reader, c)).transpose()?;
    let today = reader.today();
    let place = w.supply.place_of_supply.as_deref();
    Ok(Content {
        format: 1,
        quote: q.id,
        number,
        version: q.version,
        title: q.title.clone(),
        date: today,
        valid_until: today.plus_days(q.valid_days),
        language: q.language.clone(),
        currency: q.currency,
        firm: firm(reader)?,
        client: client(&w.company),
        contact_name: contact.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
        contact_title: contact.map(|c| c.title).unwrap_or_default(),
        place_of_supply_name: state_name(place),
        supply: w.supply.clone(),
        prices_include_tax: q.prices_include_tax,
        is_reverse_charge: q.is_reverse_charge,
        rounding: w.rounding,
        has_tiers: q.has_tiers,
        tenure_months: q.tenure_months,
        meetings_promised: q.meetings_promised,
        terms: q.terms.clone(),
        sections: sections(w)?,
        offers: w.offers.iter().map(|o| offer(w, o)).collect(),
    })
}

fn sections(w: &Whole) -> Result<Vec<SectionContent>> {
    let mut all = Vec::with_capacity(w.sections.len());
    for (s, section) in (1..).zip(&w.sections) {
        let mut lines = Vec::new();
        let mine = w.lines.iter().zip(&w.line_totals).filter(|(l, _)| l.section == section.id);
        for (n, (l, total)) in (1..).zip(mine) {
            lines.push(LineContent {
                id: l.id,
                number: format!("{s}.{n}"),
                kind: l.kind,
                part_number: l.part_number.clone(),
                description: l.description.clone(),
                quantity: l.quantity,
                unit: l.unit.clone(),
                unit_price_minor: l.unit_price_minor,
                discount_percent: l.discount_percent,
                tax_code: l.tax_code.clone(),
                rate: named(&w.rates, &l.tax_rate)?.clone(),
                inclusion: l.inclusion,
                tiers: if w.quote.has_tiers { Tier::of_bits(l.tiers) } else { Vec::new() },
                amount_minor: total.amount_minor,
                net_minor: total.net_minor,
            });
        }
        all.push(SectionContent { id: section.id, title: section.title.clone(), lines });
    }
    Ok(all)
}

fn offer(w: &Whole, o: &super::price::Offer) -> OfferContent {
    let total = Money::new(o.totals.total_minor, w.quote.currency);
    let parts = amounts(total, &w.instalments).ok();
    let instalment = |(n, i): (usize, &Instalment)| InstalmentContent {
        number: n as u32 + 1,
        title: i.title.clone(),
        percent: i.percent,
        amount_minor: parts.as_ref().map(|p| p[n]),
        due_rule: i.due_rule,
        due_on: i.due_on,
        due_days: i.due_days,
    };
    let net = |(section, net_minor): &(SectionId, i64)| SectionNet {
        section: *section,
        net_minor: *net_minor,
    };
    let t = &o.totals;
    OfferContent {
        tier: o.tier,
        sections: o.sections.iter().map(net).collect(),
        subtotal_minor: t.subtotal_minor,
        line_rounding_minor: t.line_rounding_minor,
        net_minor: t.net_minor,
        taxes: t
            .taxes
            .iter()
            .map(|r| TaxContent {
                component: r.component,
                percent: r.percent,
                taxable_minor: r.taxable_minor,
                tax_minor: r.tax_minor,
            })
            .collect(),
        tax_minor: t.tax_minor,
        reverse_charge_minor: t.reverse_charge_minor,
        round_off_minor: t.round_off_minor,
        total_minor: t.total_minor,
        total_in_words: amount_in_words(total, &w.quote.language),
        instalments: w.instalments.iter().enumerate().map(instalment).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use serde_json::json;

    #[test]
    fn the_same_content_has_the_same_text() {
        let a = json!({"b": [1, {"z": null, "a": "क\"\n"}], "a": 2});
        let b = json!({"a": 2, "b": [1, {"a": "क\"\n", "z": null}]});
        assert_eq!(canonical(&a), canonical(&b));
        assert_eq!(canonical(&a), r#"{"a":2,"b":[1,{"a":"क\"\n","z":null}]}"#);
    }
}
