//! `quote.submit`, `quote.approve`, `quote.return`: somebody else looks before the client does.

use crate::people::commands::Nothing;
use crate::permissions;
use crate::quotes::acts::{may_review, may_submit};
use crate::quotes::model::Step;
use crate::quotes::price::whole;
use crate::quotes::{QuoteId, need_own, store, touch};
use netra_kernel::{Command, Done, Error, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for approval.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteSubmit {
    pub quote: QuoteId,
}

impl Command for QuoteSubmit {
    const NAME: &'static str = "quote.submit";
    const TITLE: &'static str = "Ask for approval of a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let whole = whole(tx, self.quote)?;
        may_submit(tx, &whole)?;
        let mut quote = whole.quote;
        touch::step(tx, &mut quote, Step::Submit)?;
        Ok(done(Nothing {}).fact("quote", quote.title).fact("version", quote.version))
    }
}

/// Approves the version in hand; editing it after voids the approval.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteApprove {
    pub quote: QuoteId,
}

impl Command for QuoteApprove {
    const NAME: &'static str = "quote.approve";
    const TITLE: &'static str = "Approve a quote";
    const NEEDS: Permission = permissions::QUOTE_APPROVE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut quote = store::quote(tx, self.quote)?;
        may_review(tx, &quote, Step::Approve)?;
        touch::step(tx, &mut quote, Step::Approve)?;
        store::insert_approval(tx, &quote, "approved", "")?;
        Ok(done(Nothing {}).fact("quote", quote.title).fact("version", quote.version))
    }
}

/// Sends the version in hand back to its seller, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteReturn {
    pub quote: QuoteId,
    pub reason: String,
}

impl Command for QuoteReturn {
    const NAME: &'static str = "quote.return";
    const TITLE: &'static str = "Return a quote";
    const NEEDS: Permission = permissions::QUOTE_APPROVE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", "reason.required"));
        }
        if reason.chars().count() > 2_000 {
            return Err(Error::field("reason", "too_long"));
        }
        let mut quote = store::quote(tx, self.quote)?;
        may_review(tx, &quote, Step::Return)?;
        touch::step(tx, &mut quote, Step::Return)?;
        store::insert_approval(tx, &quote, "returned", reason)?;
        Ok(done(Nothing {})
            .fact("quote", quote.title)
            .fact("version", quote.version)
            .fact("reason", reason))
    }
}
