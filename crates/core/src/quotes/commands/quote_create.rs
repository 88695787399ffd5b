//! `quote.create`: a draft, with or without its lines.

use super::fields::{SectionFields, check_header, check_instalments, write_grid};
use crate::companies::{self, CompanyId, ContactId};
use crate::deals::{self, DealId};
use crate::quotes::model::{Instalment, State};
use crate::quotes::store::{self, Quote};
use crate::quotes::{QuoteError, QuoteId};
use crate::{permissions, settings};
use netra_kernel::{
    Command, Currency, Done, Permission, Reader, Result, Tx, Upcast, Validation, done,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Makes a draft quote for a company or a deal; it belongs to whoever makes it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteCreate {
    pub title: String,
    /// The deal's company when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealId>,
    /// The deal's contact when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// The workspace's when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(default)]
    pub prices_include_tax: bool,
    #[serde(default)]
    pub is_reverse_charge: bool,
    /// Basic, Standard and Premium in one quote.
    #[serde(default)]
    pub has_tiers: bool,
    /// How long it stands, from the day it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<i64>,
    /// How long the project is to last; the firm's usual when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenure_months: Option<i64>,
    /// How many meetings the client is promised; the firm's usual when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meetings_promised: Option<i64>,
    /// `en` or `hi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default)]
    pub terms: String,
    /// Never shown to the client.
    #[serde(default)]
    pub internal_notes: String,
    /// Everything at the signature when empty.
    #[serde(default)]
    pub instalments: Vec<Instalment>,
    #[serde(default)]
    pub sections: Vec<SectionFields>,
}

#[derive(Serialize, JsonSchema)]
pub struct QuoteCreated {
    pub quote: QuoteId,
}

/// The first version meant a month without meetings where it said nothing; the document may have gone
/// out that way.
fn one_month_and_no_meetings(args: &mut Map<String, Value>) -> Result<()> {
    for (name, meant) in [("tenure_months", 1), ("meetings_promised", 0)] {
        let said = args.entry(name).or_insert(Value::Null);
        if said.is_null() {
            *said = meant.into();
        }
    }
    Ok(())
}

impl Command for QuoteCreate {
    const NAME: &'static str = "quote.create";
    const TITLE: &'static str = "Make a quote";
    const VERSION: u32 = 2;
    const UPCASTS: &'static [Upcast] = &[one_month_and_no_meetings];
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = QuoteCreated;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        if let Some(deal) = self.deal {
            deals::need_own(reader, deal)?;
        }
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<QuoteCreated>> {
        let deal = self.deal.map(|d| deals::deal(tx, d)).transpose()?;
        let company = match (self.company, &deal) {
            (Some(c), Some(d)) if c != d.company => {
                return Err(QuoteError::DealOfAnotherCompany.into());
            }
            (Some(c), _) => c,
            (None, Some(d)) => d.company,
            (None, None) => return Err(QuoteError::CompanyOrDeal.into()),
        };
        let client = companies::need_living(tx, company)?;
        let contact = self.contact.or(deal.as_ref().and_then(|d| d.contact));
        if let Some(contact) = contact {
            companies::need_contact_of(tx, contact, company)?;
        }
        let quote = Quote {
            id: tx.new_id(),
            title: self.title.trim().to_owned(),
            company,
            contact,
            deal: self.deal,
            owner: tx.actor.id,
            state: State::Draft,
            state_since: tx.now,
            version: 1,
            currency: match self.currency {
                Some(c) => c,
                None => settings::currency(tx)?,
            },
            prices_include_tax: self.prices_include_tax,
            is_reverse_charge: self.is_reverse_charge,
            has_tiers: self.has_tiers,
            valid_days: match self.valid_days {
                Some(d) => d,
                None => settings::get(tx, "quotes.valid_days")?,
            },
            tenure_months: match self.tenure_months {
                Some(months) => months,
                None => settings::get(tx, "quotes.tenure_months")?,
            },
            meetings_promised: match self.meetings_promised {
                Some(meetings) => meetings,
                None => settings::get(tx, "quotes.meetings_promised")?,
            },
            language: self.language.clone().unwrap_or_else(|| "en".to_owned()),
            terms: self.terms.trim().to_owned(),
            internal_notes: self.internal_notes.trim().to_owned(),
            created_at: tx.now,
            changed_at: tx.now,
            edits: 0,
        };
        let mut v = Validation::new();
        check_header(&mut v, &quote);
        check_instalments(&self.instalments, &mut v);
        v.finish()?;
        store::insert(tx, &quote)?;
        store::set_instalments(tx, quote.id, &self.instalments)?;
        write_grid(tx, quote.id, &self.sections)?;
        Ok(done(QuoteCreated { quote: quote.id })
            .fact("quote", quote.title)
            .fact("company", client.name))
    }
}
