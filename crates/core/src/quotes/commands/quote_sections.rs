//! `quote.add_section`, `quote.update_section`, `quote.remove_section`.

use crate::people::commands::Nothing;
use crate::permissions;
use crate::quotes::lines::{self, Section};
use crate::quotes::{QuoteError, QuoteId, SectionId, need_own, touch};
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn check_title(title: &str) -> Result<&str> {
    let title = title.trim();
    let mut v = Validation::new();
    v.check(title.is_empty(), "title", "required");
    v.check(title.chars().count() > 200, "title", "too_long");
    v.finish()?;
    Ok(title)
}

/// Adds a section at the end.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteAddSection {
    pub quote: QuoteId,
    pub title: String,
}

#[derive(Serialize, JsonSchema)]
pub struct SectionAdded {
    pub section: SectionId,
}

impl Command for QuoteAddSection {
    const NAME: &'static str = "quote.add_section";
    const TITLE: &'static str = "Add a section to a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = SectionAdded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<SectionAdded>> {
        let title = check_title(&self.title)?.to_owned();
        let quote = touch::edit(tx, self.quote)?;
        let position = lines::sections(tx, self.quote)?.last().map_or(1, |s| s.position + 1);
        let section: SectionId = tx.new_id();
        let fact = title.clone();
        lines::put_section(tx, &Section { id: section, quote: self.quote, position, title })?;
        Ok(done(SectionAdded { section }).fact("section", fact).fact("quote", quote.title))
    }
}

/// Renames a section.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteUpdateSection {
    pub section: SectionId,
    pub title: String,
}

impl Command for QuoteUpdateSection {
    const NAME: &'static str = "quote.update_section";
    const TITLE: &'static str = "Rename a section of a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::section(reader, self.section)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let title = check_title(&self.title)?.to_owned();
        let section = lines::section(tx, self.section)?;
        let quote = touch::edit(tx, section.quote)?;
        let fact = title.clone();
        lines::put_section(tx, &Section { title, ..section })?;
        Ok(done(Nothing {}).fact("section", fact).fact("quote", quote.title))
    }
}

/// Removes an empty section.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRemoveSection {
    pub section: SectionId,
}

impl Command for QuoteRemoveSection {
    const NAME: &'static str = "quote.remove_section";
    const TITLE: &'static str = "Remove a section of a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::section(reader, self.section)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let section = lines::section(tx, self.section)?;
        if lines::lines(tx, section.quote)?.iter().any(|l| l.section == self.section) {
            return Err(QuoteError::SectionNotEmpty { section: section.title }.into());
        }
        let quote = touch::edit(tx, section.quote)?;
        lines::delete_section(tx, self.section)?;
        Ok(done(Nothing {}).fact("section", section.title).fact("quote", quote.title))
    }
}
