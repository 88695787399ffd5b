//! `quote.update_header`: everything about a quote but its lines and instalments.

use super::fields::check_header;
use crate::companies::{self, ContactId};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::quotes::store::Quote;
use crate::quotes::{QuoteId, need_own, store, touch};
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a quote's header; what is not given stays. Notes alone can be changed at any time,
/// because no version holds them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteUpdateHeader {
    pub quote: QuoteId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices_include_tax: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_reverse_charge: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_tiers: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenure_months: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meetings_promised: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_notes: Option<String>,
}

impl QuoteUpdateHeader {
    fn is_only_notes(&self) -> bool {
        self.title.is_none()
            && self.contact.is_none()
            && self.prices_include_tax.is_none()
            && self.is_reverse_charge.is_none()
            && self.has_tiers.is_none()
            && self.valid_days.is_none()
            && self.tenure_months.is_none()
            && self.meetings_promised.is_none()
            && self.language.is_none()
            && self.terms.is_none()
    }
}

impl Command for QuoteUpdateHeader {
    const NAME: &'static str = "quote.update_header";
    const TITLE: &'static str = "Change a quote's header";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let now = match self.is_only_notes() {
            true => store::quote(tx, self.quote)?,
            false => touch::edit(tx, self.quote)?,
        };
        let text = |new: &Option<String>, old: &str| {
            new.as_deref().map_or_else(|| old.to_owned(), |t| t.trim().to_owned())
        };
        let quote = Quote {
            title: text(&self.title, &now.title),
            contact: self.contact.or(now.contact),
            prices_include_tax: self.prices_include_tax.unwrap_or(now.prices_include_tax),
            is_reverse_charge: self.is_reverse_charge.unwrap_or(now.is_reverse_charge),
            has_tiers: self.has_tiers.unwrap_or(now.has_tiers),
            valid_days: self.valid_days.unwrap_or(now.valid_days),
            tenure_months: self.tenure_months.unwrap_or(now.tenure_months),
            meetings_promised: self.meetings_promised.unwrap_or(now.meetings_promised),
            language: text(&self.language, &now.language),
            terms: text(&self.terms, &now.terms),
            internal_notes: text(&self.internal_notes, &now.internal_notes),
            ..now
        };
        let mut v = Validation::new();
        check_header(&mut v, &quote);
        v.finish()?;
        if let Some(contact) = self.contact {
            companies::need_contact_of(tx, contact, quote.company)?;
        }
        store::replace(tx, &quote)?;
        Ok(done(Nothing {}).fact("quote", quote.title))
    }
}
