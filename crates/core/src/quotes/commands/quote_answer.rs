//! `quote.mark_viewed`, `quote.decline`, `quote.expire`: what becomes of a sent version without a
//! yes.

use crate::people::commands::Nothing;
use crate::permissions;
use crate::quotes::acts::{may_answer, may_expire};
use crate::quotes::model::Step;
use crate::quotes::{QuoteId, need_own, store, touch};
use netra_kernel::{Command, Done, Error, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The client opened the version that was sent last.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteMarkViewed {
    pub quote: QuoteId,
}

impl Command for QuoteMarkViewed {
    const NAME: &'static str = "quote.mark_viewed";
    const TITLE: &'static str = "Note that the client saw a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut quote = store::quote(tx, self.quote)?;
        let version = touch::last_sent(tx, self.quote)?;
        may_answer(tx, &quote, Some(&version), Step::View)?;
        touch::version_step(tx, &mut quote, &version, Step::View, "")?;
        Ok(done(Nothing {}).fact("number", version.number))
    }
}

/// The client said no to the version that was sent last.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteDecline {
    pub quote: QuoteId,
    pub reason: String,
}

impl Command for QuoteDecline {
    const NAME: &'static str = "quote.decline";
    const TITLE: &'static str = "Record that a quote was declined";
    const NEEDS: Permission = permissions::QUOTE_WORK;
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
        let version = touch::last_sent(tx, self.quote)?;
        may_answer(tx, &quote, Some(&version), Step::Decline)?;
        touch::version_step(tx, &mut quote, &version, Step::Decline, reason)?;
        Ok(done(Nothing {}).fact("number", version.number).fact("reason", reason))
    }
}

/// The validity of the version that was sent last is over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteExpire {
    pub quote: QuoteId,
}

impl Command for QuoteExpire {
    const NAME: &'static str = "quote.expire";
    const TITLE: &'static str = "Let a quote expire";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut quote = store::quote(tx, self.quote)?;
        let version = touch::last_sent(tx, self.quote)?;
        may_expire(tx, &quote, Some(&version))?;
        touch::version_step(tx, &mut quote, &version, Step::Expire, "")?;
        Ok(done(Nothing {}).fact("number", version.number))
    }
}
