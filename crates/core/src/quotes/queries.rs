//! Quotes as they are shown: the list, and the working copy with its totals.

use super::model::{Inclusion, LineKind, State, Tier, amounts};
use super::price::{Ground, Offer, Whole, approval_reasons, whole, whole_of};
use super::store::{self, Quote};
use super::{LineId, QuoteId, SectionId, VersionId, acts, content, may_see_costs, need_seen};
use crate::acts::Act;
use crate::companies::{self, CompanyId, ContactId};
use crate::deals::DealId;
use crate::decimal::Exact;
use crate::people::{self, PersonId};
use crate::permissions;
use crate::tax::{Component, Rounding, Supply};
use netra_kernel::{Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Quotes, the last changed first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteList {
    #[serde(default)]
    pub state: Option<State>,
    #[serde(default)]
    pub company: Option<CompanyId>,
    #[serde(default)]
    pub deal: Option<DealId>,
    /// Part of the title, the company's name or the number.
    #[serde(default)]
    pub search: Option<String>,
    /// The last quote of the page before.
    #[serde(default)]
    pub after: Option<QuoteId>,
    /// At most this many (200 when not given, never more than 1,000).
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Quotes {
    pub rows: Vec<QuoteRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// Ask again with `after` set to this for the next page; None at the end.
    pub next: Option<QuoteId>,
}

/// One quote in a list.
#[derive(Serialize, JsonSchema)]
pub struct QuoteRow {
    pub id: QuoteId,
    pub title: String,
    /// Of the version that was sent last.
    pub number: Option<String>,
    /// The version in hand.
    pub version: i64,
    /// As of today: what is past its validity is `expired`.
    pub state: State,
    pub state_since: Timestamp,
    pub company: CompanyId,
    pub company_name: String,
    pub deal: Option<DealId>,
    pub owner: PersonId,
    pub owner_name: String,
    /// The highest total that is offered.
    pub total: Money,
    pub valid_until: Option<Date>,
    pub changed_at: Timestamp,
}

const READS: &[&str] = &[
    "quotes",
    "quote_sections",
    "quote_lines",
    "quote_line_costs",
    "quote_instalments",
    "quote_versions",
    "quote_approvals",
    "companies",
    "contacts",
    "people",
    "person_roles",
    "role_permissions",
    "tax_rates",
    "settings",
];

/// Where a quote stands today.
fn state_today(reader: &Reader<'_>, quote: &Quote, last: Option<(i64, Date)>) -> State {
    let until = last.filter(|v| v.0 == quote.version).map(|v| v.1);
    quote.state.on(reader.today(), until)
}

impl Query for QuoteList {
    const NAME: &'static str = "quote.list";
    const TITLE: &'static str = "Quotes";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] = READS;
    type View = Quotes;

    fn ask(&self, reader: &Reader<'_>) -> Result<Quotes> {
        let sees_all = reader.actor.may(permissions::SALES_READ_ALL)
            || reader.actor.may(permissions::SALES_ALL);
        let owner: Option<Id> = (!sees_all).then_some(reader.actor.id);
        let limit = self.limit.unwrap_or(200).clamp(1, 1_000) as usize;
        let search = self.search.as_deref().map(|s| s.trim().to_lowercase()).unwrap_or_default();
        let wanted = store::Wanted {
            company: self.company,
            deal: self.deal,
            owner,
            state: self.state,
            search: &search,
            after: self.after,
            limit: limit + 1,
        };
        let (mut quotes, total) = store::list(reader, &wanted)?;
        let more = quotes.len() > limit;
        quotes.truncate(limit);
        let next = quotes.last().map(|q| q.id).filter(|_| more);
        let ground = Ground::read(reader)?;
        let rows = quotes
            .into_iter()
            .map(|quote| row(reader, quote, &ground))
            .collect::<Result<Vec<_>>>()?;
        Ok(Quotes { rows, total, next })
    }
}

fn row(reader: &Reader<'_>, quote: Quote, ground: &Ground) -> Result<QuoteRow> {
    let last = store::last_sent(reader, quote.id)?;
    let state = state_today(reader, &quote, last.as_ref().map(|v| (v.version, v.valid_until)));
    let whole = whole_of(reader, quote, ground)?;
    let quote = whole.quote;
    let highest = whole.offers.iter().map(|o| o.totals.total_minor).max().unwrap_or(0);
    Ok(QuoteRow {
        id: quote.id,
        company_name: whole.company.name,
        owner_name: people::name_of(reader, PersonId(quote.owner))?,
        total: Money::new(highest, quote.currency),
        valid_until: last.as_ref().map(|v| v.valid_until),
        number: last.map(|v| v.number),
        title: quote.title,
        version: quote.version,
        state,
        state_since: quote.state_since,
        company: quote.company,
        deal: quote.deal,
        owner: PersonId(quote.owner),
        changed_at: quote.changed_at,
    })
}

/// The working copy of one quote.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteGet {
    pub quote: QuoteId,
}

/// A line of the grid; what is internal is null for whoever may not see costs.
#[derive(Serialize, JsonSchema)]
pub struct LineRow {
    pub id: LineId,
    pub position: i64,
    pub kind: LineKind,
    pub part_number: String,
    pub description: String,
    pub quantity: Exact,
    pub unit: String,
    pub unit_price: Money,
    pub discount_percent: Exact,
    pub tax_code: String,
    pub tax_rate: String,
    pub inclusion: Inclusion,
    pub tiers: Vec<Tier>,
    /// As priced.
    pub amount: Money,
    /// Without tax.
    pub net: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
}

#[derive(Serialize, JsonSchema)]
pub struct SectionRow {
    pub id: SectionId,
    pub title: String,
    pub lines: Vec<LineRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct TaxAmount {
    pub component: Component,
    pub percent: Exact,
    pub taxable: Money,
    pub tax: Money,
}

#[derive(Serialize, JsonSchema)]
pub struct SectionTotal {
    pub section: SectionId,
    pub net: Money,
}

/// What an offer brings us: only for whoever may see costs.
#[derive(Serialize, JsonSchema)]
pub struct Margin {
    pub cost: Money,
    /// Of the lines whose cost is known.
    pub margin: Money,
    pub margin_percent: Option<String>,
    pub lines_without_cost: usize,
}

/// One of the things that the client may accept.
#[derive(Serialize, JsonSchema)]
pub struct OfferRow {
    pub tier: Option<Tier>,
    pub sections: Vec<SectionTotal>,
    pub subtotal: Money,
    pub line_rounding: Money,
    pub net: Money,
    pub taxes: Vec<TaxAmount>,
    pub tax: Money,
    pub reverse_charge: Money,
    pub round_off: Money,
    pub total: Money,
    pub total_in_words: String,
    /// What each instalment would be of this total, in their order; empty while they do not add
    /// up to it.
    pub instalments: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
}

#[derive(Serialize, JsonSchema)]
pub struct QuoteView {
    pub id: QuoteId,
    pub title: String,
    pub state: State,
    pub version: i64,
    pub company: CompanyId,
    pub company_name: String,
    pub contact: Option<ContactId>,
    pub contact_name: Option<String>,
    pub deal: Option<DealId>,
    pub owner: PersonId,
    pub owner_name: String,
    pub supply: Supply,
    pub rounding: Rounding,
    pub prices_include_tax: bool,
    pub is_reverse_charge: bool,
    pub has_tiers: bool,
    pub valid_days: i64,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub language: String,
    pub terms: String,
    /// Never for the client.
    pub internal_notes: String,
    pub sections: Vec<SectionRow>,
    pub instalments: Vec<super::commands::Instalment>,
    pub offers: Vec<OfferRow>,
    /// Why it needs approval before it is sent; empty when it does not.
    pub approval_reasons: Vec<String>,
    pub approvals: Vec<ApprovalRow>,
    pub last_sent: Option<VersionId>,
    pub number: Option<String>,
    pub valid_until: Option<Date>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
    /// Names of those whom it stands still for.
    pub waiting_on: Vec<String>,
}

/// What somebody decided about a version.
#[derive(Serialize, JsonSchema)]
pub struct ApprovalRow {
    pub version: i64,
    /// `approved` or `returned`.
    pub decision: String,
    pub reason: String,
    pub by: String,
    pub at: Timestamp,
}

impl Query for QuoteGet {
    const NAME: &'static str = "quote.get";
    const TITLE: &'static str = "A quote";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] = READS;
    type View = QuoteView;

    fn ask(&self, reader: &Reader<'_>) -> Result<QuoteView> {
        need_seen(reader, self.quote)?;
        let w = whole(reader, self.quote)?;
        let reasons = approval_reasons(reader, &w)?;
        let last = store::versions(reader, self.quote)?.pop();
        let sees_costs = may_see_costs(reader);
        let q = &w.quote;
        let contact = q.contact.map(|c| companies::contact(reader, c)).transpose()?;
        let approvals = reader.all(
            "SELECT a.version, a.decision, a.reason, p.name, a.decided_at FROM quote_approvals a
             JOIN people p ON p.id = a.decided_by WHERE a.quote_id = ?1
             ORDER BY a.decided_at, a.id",
            [self.quote],
            |r| {
                Ok(ApprovalRow {
                    version: r.get(0)?,
                    decision: r.get(1)?,
                    reason: r.get(2)?,
                    by: r.get(3)?,
                    at: r.get(4)?,
                })
            },
        )?;
        Ok(QuoteView {
            id: q.id,
            state: state_today(reader, q, last.as_ref().map(|v| (v.version, v.valid_until))),
            version: q.version,
            company: q.company,
            company_name: w.company.name.clone(),
            contact: q.contact,
            contact_name: contact.map(|c| c.name),
            deal: q.deal,
            owner: PersonId(q.owner),
            owner_name: people::name_of(reader, PersonId(q.owner))?,
            supply: w.supply.clone(),
            rounding: w.rounding,
            prices_include_tax: q.prices_include_tax,
            is_reverse_charge: q.is_reverse_charge,
            has_tiers: q.has_tiers,
            valid_days: q.valid_days,
            tenure_months: q.tenure_months,
            meetings_promised: q.meetings_promised,
            language: q.language.clone(),
            terms: q.terms.clone(),
            internal_notes: q.internal_notes.clone(),
            sections: sections(&w, sees_costs),
            instalments: w.instalments.clone(),
            offers: w.offers.iter().map(|o| offer(&w, o, sees_costs)).collect(),
            acts: acts::acts(reader, &w, &reasons, last.as_ref())?,
            approval_reasons: reasons,
            approvals,
            waiting_on: acts::waiting_on(reader, q)?,
            valid_until: last.as_ref().map(|v| v.valid_until),
            last_sent: last.as_ref().map(|v| v.id),
            number: last.map(|v| v.number),
            title: q.title.clone(),
        })
    }
}

fn sections(w: &Whole, sees_costs: bool) -> Vec<SectionRow> {
    let money = |minor| Money::new(minor, w.quote.currency);
    w.sections
        .iter()
        .map(|s| SectionRow {
            id: s.id,
            title: s.title.clone(),
            lines: w
                .lines
                .iter()
                .zip(&w.line_totals)
                .filter(|(l, _)| l.section == s.id)
                .map(|(l, total)| LineRow {
                    id: l.id,
                    position: l.position,
                    kind: l.kind,
                    part_number: l.part_number.clone(),
                    description: l.description.clone(),
                    quantity: l.quantity,
                    unit: l.unit.clone(),
                    unit_price: money(l.unit_price_minor),
                    discount_percent: l.discount_percent,
                    tax_code: l.tax_code.clone(),
                    tax_rate: l.tax_rate.clone(),
                    inclusion: l.inclusion,
                    tiers: Tier::of_bits(l.tiers),
                    amount: money(total.amount_minor),
                    net: money(total.net_minor),
                    supplier: sees_costs.then(|| l.supplier.clone()),
                    unit_cost: l.unit_cost_minor.filter(|_| sees_costs).map(money),
                })
                .collect(),
        })
        .collect()
}

fn offer(w: &Whole, o: &Offer, sees_costs: bool) -> OfferRow {
    let money = |minor| Money::new(minor, w.quote.currency);
    let t = &o.totals;
    OfferRow {
        tier: o.tier,
        sections: o
            .sections
            .iter()
            .map(|(section, net)| SectionTotal { section: *section, net: money(*net) })
            .collect(),
        subtotal: money(t.subtotal_minor),
        line_rounding: money(t.line_rounding_minor),
        net: money(t.net_minor),
        taxes: t
            .taxes
            .iter()
            .map(|r| TaxAmount {
                component: r.component,
                percent: r.percent,
                taxable: money(r.taxable_minor),
                tax: money(r.tax_minor),
            })
            .collect(),
        tax: money(t.tax_minor),
        reverse_charge: money(t.reverse_charge_minor),
        round_off: money(t.round_off_minor),
        total: money(t.total_minor),
        instalments: amounts(money(t.total_minor), &w.instalments)
            .unwrap_or_default()
            .into_iter()
            .map(money)
            .collect(),
        total_in_words: crate::tax::amount_in_words(money(t.total_minor), &w.quote.language),
        margin: sees_costs.then(|| Margin {
            cost: money(o.cost_minor),
            margin: money(o.costed_net_minor - o.cost_minor),
            margin_percent: o.margin_percent().map(|m| m.round_dp(2).normalize().to_string()),
            lines_without_cost: o.lines_without_cost,
        }),
    }
}

/// What would be frozen if the quote were sent now.
pub(super) fn working_content(reader: &Reader<'_>, id: QuoteId) -> Result<content::Content> {
    content::content(reader, &whole(reader, id)?, None)
}
