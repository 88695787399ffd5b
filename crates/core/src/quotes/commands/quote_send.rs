//! `quote.send`: freezes a version, numbers it, and locks it for ever.

use crate::numbering::{self, Series};
use crate::quotes::acts::may_send;
use crate::quotes::content::{content, freeze};
use crate::quotes::model::{State, Step};
use crate::quotes::price::{approval_reasons, whole};
use crate::quotes::{QuoteId, VersionId, Way, need_own, store, touch};
use crate::{deals, permissions};
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marks the version in hand as sent: numbers and locks it. Handing it over is up to whoever sends
/// it, and they may say how. Whoever may approve approves by sending. An open deal moves on to the
/// stage `quoted`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteSend {
    pub quote: QuoteId,
    /// How it is handed to the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
}

#[derive(Serialize, JsonSchema)]
pub struct QuoteSent {
    pub version: VersionId,
    /// `A7/26-27/000001`.
    pub number: String,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    pub valid_until: Date,
    /// The stage that its deal moved on to by this, when it did.
    pub deal_stage: Option<String>,
}

impl Command for QuoteSend {
    const NAME: &'static str = "quote.send";
    const TITLE: &'static str = "Send a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    type Outcome = QuoteSent;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<QuoteSent>> {
        let whole = whole(tx, self.quote)?;
        let mut quote = whole.quote.clone();
        let reasons = match quote.state {
            State::Draft => approval_reasons(tx, &whole)?,
            _ => Vec::new(),
        };
        may_send(tx, &whole, &reasons)?;
        touch::step(tx, &mut quote, Step::Send)?;
        if !reasons.is_empty() {
            store::insert_approval(tx, &quote, "approved", &reasons.join(", "))?;
        }
        let number = numbering::next(tx, Series::Quote, tx.today())?;
        let content = content(tx, &whole, Some(number.clone()))?;
        let frozen = freeze(&content)?;
        let version: VersionId = tx.new_id();
        let until = content.valid_until;
        store::insert_version(tx, version, &quote, &number, &frozen, (until, self.way))?;
        let deal_stage = match quote.deal {
            Some(deal) => deals::quoted(tx, deal)?,
            None => None,
        };
        let sha256 = frozen.sha256.iter().map(|b| format!("{b:02x}")).collect();
        Ok(done(QuoteSent {
            version,
            number: number.clone(),
            sha256,
            valid_until: until,
            deal_stage: deal_stage.clone(),
        })
        .fact("quote", quote.title)
        .fact("number", number)
        .fact("version", quote.version)
        .fact("way", self.way.map_or("none", Way::word))
        .fact("moved", if deal_stage.is_some() { "yes" } else { "no" })
        .fact("stage", deal_stage))
    }
}
