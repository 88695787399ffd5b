//! `quote.send`: freezes a version, numbers it, and locks it for ever.

use crate::numbering::{self, Series};
use crate::quotes::content::{content, freeze};
use crate::quotes::model::{Inclusion, State, Step, amounts};
use crate::quotes::price::{Whole, approval_reasons, counts, whole};
use crate::quotes::{QuoteError, QuoteId, VersionId, Way, need_own, store, touch};
use crate::tax::{self, RateKind};
use crate::{deals, permissions};
use netra_kernel::{Command, Date, Done, Money, Permission, Reader, Result, Tx, done};
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

/// What every quote must be before anybody else sees it: something priced in every tier, rates in
/// force, instalments that add up.
pub(super) fn check_whole(reader: &Reader<'_>, id: QuoteId) -> Result<Whole> {
    let whole = whole(reader, id)?;
    let country: String = crate::settings::get(reader, "tax.country")?;
    let in_force = tax::in_force(reader, &country, reader.today())?;
    for line in &whole.lines {
        let rate = tax::named(&in_force, &line.tax_rate)?;
        debug_assert!(rate.kind != RateKind::Ended);
    }
    let by_amount = whole.instalments.iter().any(|i| i.amount_minor.is_some());
    if by_amount && whole.quote.has_tiers {
        return Err(QuoteError::AmountsWithTiers.into());
    }
    for offer in &whole.offers {
        let has_lines =
            whole.lines.iter().any(|l| l.inclusion == Inclusion::Included && counts(l, offer.tier));
        if !has_lines || offer.totals.total_minor <= 0 {
            let tier = offer.tier.map_or("", |t| t.word()).to_owned();
            return Err(QuoteError::NothingPriced { tier }.into());
        }
        let total = Money::new(offer.totals.total_minor, whole.quote.currency);
        amounts(total, &whole.instalments)?;
    }
    Ok(whole)
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
        let mut quote = store::quote(tx, self.quote)?;
        let was = quote.state;
        touch::step(tx, &mut quote, Step::Send)?;
        let whole = check_whole(tx, self.quote)?;
        if was == State::Draft {
            let reasons = approval_reasons(tx, &whole)?;
            if !reasons.is_empty() {
                if !tx.actor.may(permissions::QUOTE_APPROVE) {
                    let why = reasons.iter().map(|r| crate::quotes::approval_phrase(r)).collect();
                    return Err(QuoteError::NeedsApproval { reasons, why }.into());
                }
                store::insert_approval(tx, &quote, "approved", &reasons.join(", "))?;
            }
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
