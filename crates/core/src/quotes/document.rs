//! `quote.document`: what the quote's document is written from. The client's part comes from the
//! frozen content; what is internal is under the key `internal` alone.

use super::content::{Content, LineContent, OfferContent, Party};
use super::document_internal::internal_fields;
use super::model::{Inclusion, LineKind, Tier};
use super::queries::working_content;
use super::store;
use super::version_queries::seen_version;
use super::{QuoteError, QuoteId, VersionId, may_see_costs, need_seen};
use crate::agreements::{self, Agreement, AgreementId, DueRule};
use crate::language;
use crate::people::{PersonId, name_of};
use crate::permissions;
use crate::settings;
use crate::tax::{Component, Rate, amount_in_words};
use netra_kernel::{Currency, Error, Id, Kind, Money, Permission, Query, Reader, Result};
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
    /// `en` or `hi`; the quote's own language when not given.
    #[serde(default)]
    pub language: Option<String>,
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
        "pricing_plans",
        "sow_items",
        "files",
        "people",
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
        let agreement = agreement_of(reader, &content)?;
        let agreed = |o: &&OfferContent| {
            agreement
                .as_ref()
                .is_some_and(|a| (a.net_minor, a.total_minor) == (o.net_minor, o.total_minor))
        };
        let offers = &content.offers;
        let offer = match self.tier {
            Some(tier) => offers.iter().find(|o| o.tier == Some(tier)),
            None => offers.iter().find(agreed).or(offers.last()),
        }
        .ok_or_else(|| Error::from(QuoteError::NoTiers))?;
        let language = match self.language.as_deref() {
            Some(l) if language::LANGUAGES.contains(&l) => l,
            Some(_) => return Err(Error::field("language", "pack.language_unknown")),
            None => &content.language,
        };
        let mut fields = client_fields(&content, offer, language);
        fields["quote"]["accepted_on"] = json!(agreement.as_ref().map(|a| a.signed_on));
        fields["quote"]["seller"] =
            json!(name_of(reader, PersonId(store::quote(reader, quote)?.owner))?);
        fields["agreement"] = match &agreement {
            Some(a) => agreement_fields(reader, a, language)?,
            None => Value::Null,
        };
        signatory(reader, quote, &content, &mut fields["firm"])?;
        if self.audience == Audience::Internal {
            if !may_see_costs(reader) {
                return Err(Error::new(Kind::Forbidden, "quote.cost_forbidden"));
            }
            fields["internal"] = internal_fields(reader, quote, offer.tier, language)?;
        }
        Ok(DocumentFields(fields))
    }
}

pub(super) fn money(minor: i64, currency: Currency) -> Value {
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

/// The agreement that this version became.
fn agreement_of(reader: &Reader<'_>, content: &Content) -> Result<Option<Agreement>> {
    let id: Option<AgreementId> = reader.value(
        "SELECT a.id FROM agreements a JOIN quote_versions v ON v.id = a.quote_version_id
         WHERE v.number = ?1 ORDER BY a.id LIMIT 1",
        [content.number.as_deref().unwrap_or("")],
    )?;
    id.map(|id| agreements::agreement(reader, id)).transpose()
}

fn agreement_fields(reader: &Reader<'_>, a: &Agreement, language: &str) -> Result<Value> {
    let hash: Option<String> = reader
        .value("SELECT lower(hex(sha256)) FROM quote_versions WHERE id = ?1", [a.quote_version])?;
    let work = reader.all(
        "SELECT title, description, category FROM sow_items WHERE sow_id = ?1
         ORDER BY position, id",
        [a.sow],
        |r| {
            Ok(json!({"title": r.get::<_, String>(0)?, "description": r.get::<_, String>(1)?,
                      "category": r.get::<_, String>(2)?}))
        },
    )?;
    let evidence = crate::files::file(reader, a.evidence)?;
    let months = u32::try_from(a.tenure_months).unwrap_or(0);
    Ok(json!({
        "number": a.number,
        "signed_on": a.signed_on,
        "signed_by": a.signed_by,
        "start_on": a.start_on,
        "end_on": a.start_on.plus_months(months),
        "tenure_months": a.tenure_months,
        "meetings_promised": a.meetings_promised,
        "quote_sha256": hash,
        "evidence_sha256": evidence.sha256,
        "mark": language::phrase(language, "signature-kept", &json!({"file": evidence.name})),
        "sow_items": work,
    }))
}

/// Who signs for us: as the settings say; else who sent the version, or who owns the draft.
fn signatory(
    reader: &Reader<'_>,
    quote: QuoteId,
    content: &Content,
    firm: &mut Value,
) -> Result<()> {
    let set = |key: &str| settings::get::<Option<String>>(reader, key);
    let sent_by: Option<Id> = reader.value(
        "SELECT sent_by FROM quote_versions WHERE number = ?1",
        [content.number.as_deref().unwrap_or("")],
    )?;
    let (name, position) = match set("firm.signatory_name")? {
        Some(name) => (name, set("firm.signatory_position")?.unwrap_or_default()),
        None => {
            let person =
                sent_by.map_or_else(|| Ok(store::quote(reader, quote)?.owner), Ok::<_, Error>)?;
            (name_of(reader, PersonId(person))?, String::new())
        }
    };
    firm["signatory_name"] = json!(name);
    firm["signatory_position"] = json!(position);
    firm["bank_lines"] = bank_lines(reader)?;
    Ok(())
}

/// Where money for us goes, a line each; empty while nobody wrote it down.
/// # Errors
/// Storage errors.
pub(crate) fn bank_lines(reader: &Reader<'_>) -> Result<Value> {
    let text: Option<String> = settings::get(reader, "firm.bank_details")?;
    let text = text.unwrap_or_default();
    Ok(text.lines().map(str::trim).filter(|l| !l.is_empty()).collect())
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
fn due_text(language: &str, i: &super::content::InstalmentContent) -> String {
    if let Some(day) = i.due_on {
        return language::date_text(language, day);
    }
    let is_hindi = language == "hi";
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

fn line_fields(c: &Content, line: &LineContent, language: &str) -> Value {
    let discount = (line.discount_percent != crate::decimal::Exact::ZERO)
        .then(|| line.discount_percent.to_string());
    json!({
        "number": line.number,
        "kind": line.kind,
        "kind_title": kind_title(line.kind, language),
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

pub(super) fn kind_title(kind: LineKind, language: &str) -> String {
    language::phrase(language, &format!("line-{}", kind.word()), &json!({}))
}

fn tier_title(tier: Tier, language: &str) -> String {
    language::phrase(language, &format!("tier-{}", tier.word()), &json!({}))
}

/// Which offer holds which line of the price.
fn comparison(c: &Content) -> Vec<Value> {
    let tiers: Vec<Tier> = c.offers.iter().filter_map(|o| o.tier).collect();
    let lines = c.sections.iter().flat_map(|s| &s.lines);
    lines
        .filter(|l| l.inclusion == Inclusion::Included)
        .map(|l| {
            let cells: Vec<bool> = tiers.iter().map(|t| l.tiers.contains(t)).collect();
            json!({"description": l.description, "cells": cells})
        })
        .collect()
}

/// Which lines are under which HSN or SAC code at which rate, in the order of the lines.
fn tax_codes(c: &Content, offer: &OfferContent) -> Vec<Value> {
    let mut groups: Vec<(&str, &Rate, Vec<&str>)> = Vec::new();
    let lines = c.sections.iter().flat_map(|s| &s.lines).filter(|l| is_offered(l, offer));
    for l in lines {
        match groups.iter_mut().find(|g| (g.0, g.1) == (l.tax_code.as_str(), &l.rate)) {
            Some(group) => group.2.push(&l.number),
            None => groups.push((&l.tax_code, &l.rate, vec![&l.number])),
        }
    }
    groups
        .into_iter()
        .map(|(code, rate, numbers)| {
            json!({"code": code, "rate_percent": rate.percent, "numbers": numbers.join(", ")})
        })
        .collect()
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "line-goods",
    "line-service",
    "line-labour",
    "line-hire",
    "line-hosting",
    "line-travel",
    "tier-basic",
    "tier-standard",
    "tier-premium",
    "signature-kept",
];

fn client_fields(c: &Content, offer: &OfferContent, language: &str) -> Value {
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
                .map(|l| line_fields(c, l, language))
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
            o.tier.map(|t| {
                json!({"tier": t, "title": tier_title(t, language), "net": m(o.net_minor),
                       "total": m(o.total_minor)})
            })
        })
        .collect();
    let instalments: Vec<Value> = offer
        .instalments
        .iter()
        .map(|i| {
            json!({"number": i.number, "title": i.title, "percent": i.percent,
                   "due": due_text(language, i), "amount": i.amount_minor.map(m)})
        })
        .collect();
    // Frozen in the quote's language; in another the same amount is said again.
    let in_words = match language == c.language {
        true => offer.total_in_words.clone(),
        false => amount_in_words(Money::new(offer.total_minor, c.currency), language),
    };
    let terms: Vec<&str> = c.terms.lines().map(str::trim).filter(|t| !t.is_empty()).collect();
    let mut client = party(&c.client);
    client["contact_name"] = json!(c.contact_name);
    client["signatory_name"] = json!(c.contact_name);
    client["signatory_position"] = json!(c.contact_title);
    let firm = party(&c.firm);
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
            "tier_title": offer.tier.map(|t| tier_title(t, language)),
            "revision": (c.version > 1).then_some(c.version),
            "prices_include_tax": c.prices_include_tax,
            "is_reverse_charge": c.is_reverse_charge,
            "tenure_months": c.tenure_months,
            "meetings_promised": c.meetings_promised,
            "language": language,
        },
        "firm": firm,
        "client": client,
        "sections": sections,
        "tiers": tiers,
        "comparison": comparison(c),
        "tax_codes": tax_codes(c, offer),
        "totals": {
            "has_optional_lines": has_optional,
            "subtotal": m(offer.subtotal_minor),
            "taxable": m(offer.net_minor),
            "taxes": taxes,
            "tax": m(offer.tax_minor),
            "reverse_charge": m(offer.reverse_charge_minor),
            "rounding": m(offer.round_off_minor),
            "total": m(offer.total_minor),
            "in_words": in_words,
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
