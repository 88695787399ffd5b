//! `quote.set_instalments`: how the quote is to be paid.

use super::fields::check_instalments;
use crate::people::commands::Nothing;
use crate::permissions;
use crate::quotes::model::Instalment;
use crate::quotes::{QuoteId, need_own, store, touch};
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes all instalments of a quote: all by percent of the total, or all by amount.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteSetInstalments {
    pub quote: QuoteId,
    /// Everything at the signature when empty.
    pub instalments: Vec<Instalment>,
}

impl Command for QuoteSetInstalments {
    const NAME: &'static str = "quote.set_instalments";
    const TITLE: &'static str = "Plan a quote's instalments";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        check_instalments(&self.instalments, &mut v);
        v.finish()?;
        let quote = touch::edit(tx, self.quote)?;
        store::set_instalments(tx, self.quote, &self.instalments)?;
        Ok(done(Nothing {}).fact("quote", quote.title).fact("n", self.instalments.len()))
    }
}
