//! `quote.set_lines`: the whole grid in one command (paste, import, bulk edit).

use super::fields::{SectionFields, write_grid};
use crate::permissions;
use crate::quotes::{QuoteId, need_own, touch};
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes all sections and lines of a quote. What carries an id stays that section or line; what
/// is not given any more is removed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteSetLines {
    pub quote: QuoteId,
    pub sections: Vec<SectionFields>,
}

#[derive(Serialize, JsonSchema)]
pub struct LinesSet {
    pub lines: usize,
}

impl Command for QuoteSetLines {
    const NAME: &'static str = "quote.set_lines";
    const TITLE: &'static str = "Write a quote's lines";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = LinesSet;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<LinesSet>> {
        let quote = touch::edit(tx, self.quote)?;
        let lines = write_grid(tx, self.quote, &self.sections)?;
        Ok(done(LinesSet { lines }).fact("quote", quote.title).fact("n", lines))
    }
}
