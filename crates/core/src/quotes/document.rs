//! `quote.document`: what the quote's document is written from. The client's part comes from the
//! frozen content; what is internal is under the key `internal` alone.

use super::content::{Content, LineContent, OfferContent, Party};
use super::model::{Inclusion, Tier};
use super::price::whole;
use super::queries::working_content;
use super::store;
use super::version_queries::seen_version;
use super::{QuoteError, QuoteId, VersionId, may_see_costs, need_seen};
use crate::agreements::DueRule;
use crate::language;
use crate::permissions;
use crate::tax::Component;
use netra_kernel::{Currency, Error, Kind, Money, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Who reads the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Client,
    Internal,
}

/// The fields of a quote's document: of a sent version, or of the working copy.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteDocument {
    /// The working copy of this quote; or, when it was sent and not edited since, its last version.
    #[serde(default)]
    pub quote: Option<QuoteId>,
    #[serde(default)]
    pub version: Option<VersionId>,
    /// For a quote with tiers: the offer to write out; the highest when not given.
    #[serde(default)]
    pub tier: Option<Tier>,
    #[serde(default)]
    pub audience: Audience,
}

/// Fields as `docs/templates.md` lists them.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
pub struct DocumentFields(pub Value);

impl Query for QuoteDocument {
    const NAME: &'static str = "quote.document";
    const TITLE: &'static str = "Fields of a quote's document";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] = &[
        "quotes",
        "quote_sections",
        "quote_lines",
        "quote_line_costs",
        "quote_instalments",
        "quote_versions",
        "companies",
        "contacts",
        "agreements",
        "settings",
    ];
    type View = DocumentFields;

    fn ask(&self, reader: &Reader<'_>) -> Result<DocumentFields> {
        let (content, quote) = match (self.version, self.quote) {
            (Some(version), _) => {
                let v = seen_version(reader, version)?;
                (serde_json::from_str::<Content>(&v.content)?, v.quote)
            }
            (None, Some(id)) => {
                let quote = need_seen(reader, id)?;
                let last = store::versions(reader, id)?.pop();
                match last.filter(|v| v.version == quote.version) {
                    Some(v) => (serde_json::from_str::<Content>(&v.content)?, id),
                    None => (working_content(reader, id)?, id),
                }
            }
            (None, None) => return Err(Error::field("quote", "required")),
        };
        let offer = match self.tier {
            Some(tier) => content.offers.iter().find(|o| o.tier == Some(tier)),
            None => content.offers.last(),
        }
        .ok_or_else(|| Error::from(QuoteError::NoTiers))?;
        let mut fields = client_fields(&content, offer);
        fields["quote"]["accepted_on"] = accepted_on(reader, &content)?;
        if self.audience == Audience::Internal {
            if !may_see_costs(reader) {
                return Err(Error::new(Kind::Forbidden, "quote.cost_forbidden"));
            }
            fields["internal"] = internal_fields(reader, quote, offer.tier)?;
        }
        Ok(DocumentFields(fields))
    }
}

fn money(minor: i64, currency: Currency) -> Value {
    json!({"minor": minor, "currency": currency})
}

/// A firm or a client, as the templates name its fields.
pub(crate) fn party(p: &Party) -> Value {
    let lines: Vec<&str> = p.address.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    json!({
        "name": p.name,
        "address_lines": lines,
        "gstin": p.tax_number,
        "tax_number": p.tax_number,
        "state": p.state_name,
        "state_code": p.state_code,
        "country": p.country,
    })
}

fn accepted_on(reader: &Reader<'_>, content: &Content) -> Result<Value> {
    let on: Option<String> = reader.value(
        "SELECT a.signed_on FROM agreements a JOIN quote_versions v ON v.id = a.quote_version_id
         WHERE v.number = ?1 ORDER BY a.id LIMIT 1",
        [content.number.as_deref().unwrap_or("")],
    )?;
    Ok(json!(on))
}

fn component_name(component: Component) -> &'static str {
    match component {
        Component::Cgst => "CGST",
        Component::Sgst => "SGST",
        Component::Utgst => "UTGST",
        Component::Igst => "IGST",
        Component::Vat => "VAT",
    }
}

/// When an instalment falls due, in the document's language.
fn due_text(c: &Content, i: &super::content::InstalmentContent) -> String {
    if let Some(day) = i.due_on {
        return language::date_text(&c.language, day);
    }
    let is_hindi = c.language == "hi";
    match (i.due_rule, i.due_days, is_hindi) {
        (DueRule::OnMilestone, 0, false) => "On sign-off of its milestone".into(),
        (DueRule::OnMilestone, n, false) => format!("{n} days after sign-off of its milestone"),
        (_, 0, false) => "On signing".into(),
        (_, n, false) => format!("{n} days after signing"),
        (DueRule::OnMilestone, 0, true) => "चरण की स्वीकृति पर".into(),
        (DueRule::OnMilestone, n, true) => format!("चरण की स्वीकृति के {n} दिन बाद"),
        (_, 0, true) => "हस्ताक्षर पर".into(),
        (_, n, true) => format!("हस्ताक्षर के {n} दिन बाद"),
    }
}

fn is_offered(line: &LineContent, offer: &OfferContent) -> bool {
    offer.tier.is_none_or(|t| line.tiers.contains(&t))
}

fn line_fields(c: &Content, line: &LineContent) -> Value {
    let discount = (line.discount_percent != crate::decimal::Exact::ZERO)
        .then(|| line.discount_percent.to_string());
    json!({
        "number": line.number,
        "kind": line.kind,
        "part_number": line.part_number,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": money(line.unit_price_minor, c.currency),
        "discount_percent": discount,
        "tax_code": line.tax_code,
        "tax_rate_percent": line.rate.percent,
        "is_optional": line.inclusion != Inclusion::Included,
        "is_alternative": line.inclusion == Inclusion::Alternative,
        "amount": money(line.amount_minor, c.currency),
        "net": money(line.net_minor, c.currency),
    })
}

fn client_fields(c: &Content, offer: &OfferContent) -> Value {
    let m = |minor| money(minor, c.currency);
    let sections: Vec<Value> = c
        .sections
        .iter()
        .map(|s| {
            let net = offer.sections.iter().find(|n| n.section == s.id).map_or(0, |n| n.net_minor);
            let lines: Vec<Value> = s
                .lines
                .iter()
                .filter(|l| is_offered(l, offer))
                .map(|l| line_fields(c, l))
                .collect();
            json!({"title": s.title, "text": "", "lines": lines, "subtotal": m(net)})
        })
        .collect();
    let has_optional = c
        .sections
        .iter()
        .flat_map(|s| &s.lines)
        .any(|l| l.inclusion != Inclusion::Included && is_offered(l, offer));
    let taxes: Vec<Value> = offer
        .taxes
        .iter()
        .map(|t| {
            json!({"name": component_name(t.component), "rate_percent": t.percent,
                   "taxable": m(t.taxable_minor), "amount": m(t.tax_minor)})
        })
        .collect();
    let tiers: Vec<Value> = c
        .offers
        .iter()
        .filter_map(|o| {
            o.tier.map(|t| json!({"tier": t, "net": m(o.net_minor), "total": m(o.total_minor)}))
        })
        .collect();
    let instalments: Vec<Value> = offer
        .instalments
        .iter()
        .map(|i| {
            json!({"number": i.number, "title": i.title, "percent": i.percent,
                   "due": due_text(c, i), "amount": i.amount_minor.map(m)})
        })
        .collect();
    let terms: Vec<&str> = c.terms.lines().map(str::trim).filter(|t| !t.is_empty()).collect();
    let mut client = party(&c.client);
    client["contact_name"] = json!(c.contact_name);
    client["signatory_name"] = json!(c.contact_name);
    client["signatory_position"] = json!(c.contact_title);
    let mut firm = party(&c.firm);
    firm["signatory_name"] = json!("");
    firm["signatory_position"] = json!("");
    json!({
        "quote": {
            "number": c.number.clone().unwrap_or_default(),
            "version": c.version,
            "title": c.title,
            "date": c.date,
            "valid_until": c.valid_until,
            "place_of_supply": place(c),
            "introduction": "",
            "tier": offer.tier,
            "prices_include_tax": c.prices_include_tax,
            "is_reverse_charge": c.is_reverse_charge,
            "tenure_months": c.tenure_months,
            "meetings_promised": c.meetings_promised,
            "language": c.language,
        },
        "firm": firm,
        "client": client,
        "sections": sections,
        "tiers": tiers,
        "totals": {
            "has_optional_lines": has_optional,
            "subtotal": m(offer.subtotal_minor),
            "taxable": m(offer.net_minor),
            "taxes": taxes,
            "tax": m(offer.tax_minor),
            "reverse_charge": m(offer.reverse_charge_minor),
            "rounding": m(offer.round_off_minor),
            "total": m(offer.total_minor),
            "in_words": offer.total_in_words,
        },
        "instalments": instalments,
        "terms": terms,
    })
}

/// `Karnataka (29)`.
fn place(c: &Content) -> String {
    match (&c.place_of_supply_name, &c.supply.place_of_supply) {
        (Some(name), Some(code)) => format!("{name} ({code})"),
        _ => String::new(),
    }
}

/// What only we read: notes, costs, suppliers, margin, of the working copy.
fn internal_fields(reader: &Reader<'_>, quote: QuoteId, tier: Option<Tier>) -> Result<Value> {
    let w = whole(reader, quote)?;
    let m = |minor| money(minor, w.quote.currency);
    let lines: Vec<Value> = w
        .lines
        .iter()
        .zip(&w.line_totals)
        .map(|(l, total)| {
            json!({
                "part_number": l.part_number,
                "description": l.description,
                "supplier": l.supplier,
                "quantity": l.quantity,
                "unit": l.unit,
                "unit_cost": l.unit_cost_minor.map(m),
                "net": m(total.net_minor),
            })
        })
        .collect();
    let offer = w.offers.iter().find(|o| o.tier == tier).or_else(|| w.offers.last());
    let margin = offer.map(|o| {
        json!({
            "cost": m(o.cost_minor),
            "margin": Money::new(o.costed_net_minor - o.cost_minor, w.quote.currency),
            "margin_percent": o.margin_percent().map(|p| p.round_dp(2).normalize().to_string()),
            "lines_without_cost": o.lines_without_cost,
        })
    });
    Ok(json!({"notes": w.quote.internal_notes, "lines": lines, "margin": margin}))
}
