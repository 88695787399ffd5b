//! `quote.accept`: the client's yes makes the agreement, its plan, instalments and statement of
//! work.

use crate::agreements::{
    self, AgreementId, NewAgreement, NewInstalment, NewSowItem, PlanId, SowId,
};
use crate::files::{self, FileId};
use crate::numbering::{self, Series};
use crate::quotes::acts::may_answer;
use crate::quotes::content::{Content, OfferContent};
use crate::quotes::model::{Inclusion, LineKind, Step};
use crate::quotes::{QuoteError, QuoteId, Tier, VersionId, need_own, store, touch};
use crate::{deals, permissions};
use netra_kernel::{
    Command, Date, Done, Error, Money, Permission, Reader, Result, Tx, Validation, done,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Records that the client accepted the version that was sent last, as the evidence shows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteAccept {
    pub quote: QuoteId,
    /// The version that was accepted; the last sent when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionId>,
    /// Which of the three offers; for a quote with tiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// Who signed for the client.
    pub signed_by: String,
    /// The day of the signature; today when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<Date>,
    /// The signed copy.
    pub evidence: FileId,
    /// When the work begins; the day of the signature when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_on: Option<Date>,
    /// The statement of work; made of the service and labour lines when empty.
    #[serde(default)]
    pub sow_items: Vec<SowItemFields>,
}

/// One line of work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemFields {
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub category: String,
}

#[derive(Serialize, JsonSchema)]
pub struct QuoteAccepted {
    pub agreement: AgreementId,
    pub plan: PlanId,
    pub sow: SowId,
    /// The agreement's number.
    pub number: String,
}

impl QuoteAccept {
    fn check(&self, tx: &Tx<'_>, sent_on: Date) -> Result<(Date, Date)> {
        let mut v = Validation::new();
        let name = self.signed_by.trim();
        v.check(name.is_empty(), "signed_by", "required");
        v.check(name.chars().count() > 200, "signed_by", "too_long");
        let signed_on = self.signed_on.unwrap_or(tx.today());
        v.check(signed_on > tx.today(), "signed_on", "date.in_future");
        v.check(signed_on < sent_on, "signed_on", "out_of_range");
        let start_on = self.start_on.unwrap_or(signed_on);
        v.check(start_on < signed_on, "start_on", "out_of_range");
        v.check(self.sow_items.len() > 500, "sow_items", "too_long");
        for (n, item) in self.sow_items.iter().enumerate() {
            v.check(item.title.trim().is_empty(), &format!("sow_items[{n}].title"), "required");
            let long = item.title.chars().count() > 500
                || item.description.chars().count() > 20_000
                || item.category.chars().count() > 100;
            v.check(long, &format!("sow_items[{n}]"), "too_long");
        }
        v.finish()?;
        Ok((signed_on, start_on))
    }

    fn offer<'c>(&self, content: &'c Content) -> Result<&'c OfferContent> {
        match (content.has_tiers, self.tier) {
            (true, None) => return Err(QuoteError::TierNeeded.into()),
            (false, Some(_)) => return Err(QuoteError::NoTiers.into()),
            _ => {}
        }
        content
            .offers
            .iter()
            .find(|o| o.tier == self.tier)
            .ok_or_else(|| Error::internal("a version without its offer"))
    }

    /// The work as given; else the service and labour lines of the offer; else all its lines.
    fn work(&self, content: &Content) -> Vec<NewSowItem> {
        if !self.sow_items.is_empty() {
            let item = |i: &SowItemFields| NewSowItem {
                title: i.title.trim().to_owned(),
                description: i.description.trim().to_owned(),
                category: i.category.trim().to_owned(),
            };
            return self.sow_items.iter().map(item).collect();
        }
        let mut work = Vec::new();
        let mut all = Vec::new();
        for section in &content.sections {
            for line in &section.lines {
                let offered = self.tier.is_none_or(|t| line.tiers.contains(&t));
                if line.inclusion != Inclusion::Included || !offered {
                    continue;
                }
                let (first, rest) =
                    line.description.split_once('\n').unwrap_or((&line.description, ""));
                let item = NewSowItem {
                    title: first.trim().to_owned(),
                    description: rest.trim().to_owned(),
                    category: section.title.clone(),
                };
                if matches!(line.kind, LineKind::Service | LineKind::Labour) {
                    work.push(item.clone());
                }
                all.push(item);
            }
        }
        if work.is_empty() { all } else { work }
    }
}

impl Command for QuoteAccept {
    const NAME: &'static str = "quote.accept";
    const TITLE: &'static str = "Record that a quote was accepted";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    type Outcome = QuoteAccepted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<QuoteAccepted>> {
        let mut quote = store::quote(tx, self.quote)?;
        let version = match self.version {
            Some(id) => store::version(tx, id)?,
            None => touch::last_sent(tx, self.quote)?,
        };
        if version.quote != self.quote {
            return Err(QuoteError::VersionMissing { version: version.id.to_string() }.into());
        }
        may_answer(tx, &quote, Some(&version), Step::Accept)?;
        let (signed_on, start_on) = self.check(tx, version.sent_at.date(tx.zone))?;
        touch::version_step(tx, &mut quote, &version, Step::Accept, self.signed_by.trim())?;
        // The client chose: what else was offered is superseded.
        for other in store::versions(tx, self.quote)? {
            if other.id != version.id && other.state.is_open() {
                store::set_version_state(tx, other.id, crate::quotes::State::Superseded, "")?;
            }
        }
        if signed_on > version.valid_until {
            let on = version.valid_until.to_string();
            return Err(QuoteError::ValidityOver { on }.into());
        }
        files::opened(tx, self.evidence)?;
        let content: Content = serde_json::from_str(&version.content)?;
        let offer = self.offer(&content)?;
        let instalments: Vec<NewInstalment> = offer
            .instalments
            .iter()
            .map(|i| {
                Ok(NewInstalment {
                    title: i.title.clone(),
                    amount_minor: i
                        .amount_minor
                        .ok_or_else(|| Error::internal("a version whose instalments are open"))?,
                    due_rule: i.due_rule,
                    due_on: i.due_on,
                    due_days: i.due_days,
                })
            })
            .collect::<Result<_>>()?;
        let number = numbering::next(tx, Series::Agreement, tx.today())?;
        let (agreement, plan, sow) = agreements::create(
            tx,
            &NewAgreement {
                number: &number,
                company: quote.company,
                deal: quote.deal,
                quote_version: version.id.into(),
                title: &content.title,
                owner: quote.owner,
                signed_on,
                signed_by: self.signed_by.trim(),
                evidence: self.evidence,
                start_on,
                tenure_months: content.tenure_months,
                meetings_promised: content.meetings_promised,
                currency: content.currency,
                net_minor: offer.net_minor,
                tax_minor: offer.tax_minor,
                total_minor: offer.total_minor,
                instalments: &instalments,
                sow_items: &self.work(&content),
            },
        )?;
        if let Some(deal) = quote.deal {
            deals::win(tx, deal, offer.net_minor)?;
        }
        tx.tell_in(agreement);
        Ok(done(QuoteAccepted { agreement, plan, sow, number: number.clone() })
            .fact("number", version.number)
            .fact("agreement", number)
            .fact("signed_by", self.signed_by.trim())
            .fact("total", Money::new(offer.total_minor, content.currency)))
    }
}
