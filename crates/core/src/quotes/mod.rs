//! Quotes: one set of priced lines, frozen into a version each time it is sent.
//!
//! Invariant: what was sent is locked for ever: a version's content, hash and number never change;
//! editing after makes version n + 1, and does not cancel the earlier one: each may be accepted in
//! its validity, and the one that is supersedes the others.
//! Invariant: a version is numbered without gaps, inside the command that sends it.
//! Invariant: optional and alternative lines are in no total.
//! Invariant: what things cost us and who supplies them is in a table of its own, in no version,
//! and shown to nobody without `quote.cost`.
//! Invariant: a seller sees and changes their own quotes; who may see all sales, all.
//!
//! Look next at `model.rs` (states, tiers, instalments), `price.rs` (totals), `content.rs` (what a
//! version holds), `acts.rs` (what may be done when) and `commands/`.

mod acts;
pub mod commands;
pub mod content;
mod diff;
pub mod document;
mod document_internal;
mod lines;
mod model;
mod price;
pub mod queries;
mod store;
mod touch;
pub mod version_queries;

pub(crate) use commands::QuoteCreate;

use crate::deals;
use crate::language::Phrase;
use crate::permissions;
pub use model::{Inclusion, LineKind, State, Tier, Way};
use netra_kernel::{Id, Money, Reader, Result, errors, typed_id};
pub use price::LABELS;
pub(crate) use price::supply_to;

typed_id!(QuoteId);
typed_id!(SectionId);
typed_id!(LineId);
typed_id!(VersionId);
typed_id!(ApprovalId);

errors! {
    pub enum QuoteError {
        NotFound "quote.not_found" Missing { quote: String },
        NotFound "quote.section_not_found" SectionMissing { section: String },
        NotFound "quote.line_not_found" LineMissing { line: String },
        NotFound "quote.version_not_found" VersionMissing { version: String },
        Forbidden "quote.not_yours" NotYours { quote: String },
        Forbidden "quote.cost_forbidden" CostForbidden,
        NotNow "quote.not_in_state" NotInState { state: String, step: String },
        NotNow "quote.needs_approval" NeedsApproval {
            reasons: Vec<String>,
            why: Vec<Phrase>,
        },
        NotNow "quote.nothing_priced" NothingPriced { tier: String },
        NotNow "quote.percents_not_100" PercentsNot100 { percent: String },
        NotNow "quote.amounts_not_total" AmountsNotTotal { total: Money, given: Money },
        NotNow "quote.amounts_with_tiers" AmountsWithTiers,
        NotNow "quote.instalment_too_small" InstalmentTooSmall { number: usize },
        NotNow "quote.section_not_empty" SectionNotEmpty { section: String },
        Invalid "quote.tier_needed" TierNeeded,
        Invalid "quote.no_tiers" NoTiers,
        Invalid "quote.company_or_deal" CompanyOrDeal,
        Invalid "quote.deal_of_another_company" DealOfAnotherCompany,
        NotNow "quote.validity_over" ValidityOver { on: String },
        NotNow "quote.validity_not_over" ValidityNotOver { on: String },
        NotNow "quote.never_sent" NeverSent,
        Invalid "quote.too_many_lines" TooManyLines { limit: usize },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] =
    &["out_of_range", "tax_rate.unknown", "instalment.percent_or_amount", "due_on.required"];

/// Labels in the language files: every state in words.
pub const STATE_LABELS: &[&str] = &[
    "quote-draft",
    "quote-in_review",
    "quote-approved",
    "quote-sent",
    "quote-viewed",
    "quote-accepted",
    "quote-declined",
    "quote-expired",
    "quote-superseded",
];

/// As many lines as a quote may have.
pub const MAX_LINES: usize = 2_000;

/// # Errors
/// `quote.not_found` when it is not there or may not be seen.
pub(crate) fn need_seen(reader: &Reader<'_>, id: QuoteId) -> Result<store::Quote> {
    let quote = store::quote(reader, id)?;
    match deals::may_see(reader, quote.owner) {
        true => Ok(quote),
        false => Err(QuoteError::Missing { quote: id.to_string() }.into()),
    }
}

/// # Errors
/// `quote.not_found`; `quote.not_yours` when it may be seen but not changed.
pub(crate) fn need_own(reader: &Reader<'_>, id: QuoteId) -> Result<store::Quote> {
    let quote = need_seen(reader, id)?;
    acts::need_theirs(reader, &quote)?;
    Ok(quote)
}

/// Whether costs, suppliers and margins may be shown to this person.
pub(crate) fn may_see_costs(reader: &Reader<'_>) -> bool {
    reader.actor.may(permissions::QUOTE_COST)
}

pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let owner = store::owner_behind(reader, id)?;
    Ok(owner.map(|o| reader.actor.may(permissions::QUOTE_READ) && deals::may_see(reader, o)))
}

#[cfg(test)]
pub(crate) mod tests;
