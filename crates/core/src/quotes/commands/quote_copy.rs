//! `quote.copy`: a new draft from an old quote.

use super::quote_create::QuoteCreated;
use crate::companies::{self, CompanyId};
use crate::permissions;
use crate::quotes::lines::{self, Line, Section};
use crate::quotes::model::State;
use crate::quotes::store::{self, Quote};
use crate::quotes::{QuoteId, SectionId, need_seen};
use netra_kernel::{Command, Done, Error, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Copies a quote's working copy into a draft of one's own, for the same company or another.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteCopy {
    pub quote: QuoteId,
    /// The same when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The same when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Command for QuoteCopy {
    const NAME: &'static str = "quote.copy";
    const TITLE: &'static str = "Copy a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = QuoteCreated;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_seen(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<QuoteCreated>> {
        let from = store::quote(tx, self.quote)?;
        let company = self.company.unwrap_or(from.company);
        companies::need_living(tx, company)?;
        let is_same_client = company == from.company;
        let title = self.title.as_deref().unwrap_or(&from.title).trim().to_owned();
        if title.is_empty() {
            return Err(Error::field("title", "required"));
        }
        if title.chars().count() > 200 {
            return Err(Error::field("title", "too_long"));
        }
        let quote: QuoteId = tx.new_id();
        let fact = from.title.clone();
        store::insert(
            tx,
            &Quote {
                id: quote,
                title: title.clone(),
                company,
                contact: from.contact.filter(|_| is_same_client),
                // Another's deal is not won by one's own copy.
                deal: from.deal.filter(|_| is_same_client && from.owner == tx.actor.id),
                owner: tx.actor.id,
                state: State::Draft,
                state_since: tx.now,
                version: 1,
                created_at: tx.now,
                changed_at: tx.now,
                edits: 0,
                ..from
            },
        )?;
        store::set_instalments(tx, quote, &store::instalments(tx, self.quote)?)?;
        let mut sections: BTreeMap<SectionId, SectionId> = BTreeMap::new();
        for section in lines::sections(tx, self.quote)? {
            let id: SectionId = tx.new_id();
            sections.insert(section.id, id);
            lines::put_section(tx, &Section { id, quote, ..section })?;
        }
        for line in lines::lines(tx, self.quote)? {
            let section = sections.get(&line.section).copied().unwrap_or(line.section);
            lines::put_line(tx, &Line { id: tx.new_id(), quote, section, ..line }, None)?;
        }
        Ok(done(QuoteCreated { quote }).fact("quote", title).fact("from", fact))
    }
}
