//! The rules of what is done to a quote, and the acts that a quote offers by them.

use super::QuoteError;
use super::commands::{
    QuoteAccept, QuoteAddSection, QuoteApprove, QuoteCopy, QuoteDecline, QuoteExpire,
    QuoteMarkViewed, QuoteReturn, QuoteSend, QuoteSetInstalments, QuoteSetLines, QuoteSubmit,
    QuoteUpdateHeader,
};
use super::model::{Inclusion, State, Step, after, amounts};
use super::price::{Whole, approval_phrase, counts};
use super::store::{Quote, Version};
use crate::acts::{Act, Acts};
use crate::people::people_with_permission;
use crate::tax::{self, RateKind};
use crate::{companies, deals, permissions, settings};
use netra_kernel::{Money, Reader, Result};

/// What a quote offers to the asker; `reasons` are those for an approval, `last` is the version that
/// was sent last.
/// # Errors
/// Storage errors.
pub(super) fn acts(
    reader: &Reader<'_>,
    w: &Whole,
    reasons: &[String],
    last: Option<&Version>,
) -> Result<Vec<Act>> {
    let q = &w.quote;
    let answer = |step| move || may_answer(reader, q, last, step);
    let edit = || may_edit(reader, q);
    let mut acts = Acts::of(reader);
    acts = match q.state {
        State::Draft => {
            if !reasons.is_empty() {
                acts = acts.next::<QuoteSubmit>(|| may_submit(reader, w))?;
            }
            acts = acts.next::<QuoteSend>(|| may_send(reader, w, reasons))?;
            // The client may accept what they have while the next version is being written.
            acts.when::<QuoteAccept>(answer(Step::Accept))?
        }
        State::InReview => acts
            .next::<QuoteApprove>(|| may_review(reader, q, Step::Approve))?
            .offer::<QuoteReturn>(|| may_review(reader, q, Step::Return))?,
        State::Approved => acts.next::<QuoteSend>(|| may_send(reader, w, reasons))?,
        State::Sent | State::Viewed => {
            // What was signed in time may come in after the validity, but nobody waits for it.
            let acts = match last.is_some_and(|v| v.valid_until < reader.today()) {
                true => acts.offer::<QuoteAccept>(answer(Step::Accept))?,
                false => acts.next::<QuoteAccept>(answer(Step::Accept))?,
            };
            acts.when::<QuoteMarkViewed>(answer(Step::View))?
                .offer::<QuoteDecline>(answer(Step::Decline))?
                .when::<QuoteExpire>(|| may_expire(reader, q, last))?
        }
        State::Accepted | State::Declined | State::Expired | State::Superseded => acts,
    };
    let acts = acts
        .offer::<QuoteSetLines>(edit)?
        .when::<QuoteAddSection>(edit)?
        .when::<QuoteSetInstalments>(edit)?
        .when::<QuoteUpdateHeader>(edit)?
        .offer::<QuoteCopy>(|| companies::need_living(reader, q.company).map(|_| ()))?;
    Ok(acts.list())
}

/// Whom a quote stands still for: names of those who may approve it.
/// # Errors
/// Storage errors.
pub(super) fn waiting_on(reader: &Reader<'_>, q: &Quote) -> Result<Vec<String>> {
    if q.state != State::InReview {
        return Ok(Vec::new());
    }
    let able = people_with_permission(reader, permissions::QUOTE_APPROVE)?;
    Ok(able.into_iter().map(|p| p.1).collect())
}

/// # Errors
/// `quote.not_yours`.
pub(super) fn need_theirs(reader: &Reader<'_>, q: &Quote) -> Result<()> {
    match deals::may_change(reader, q.owner) {
        true => Ok(()),
        false => Err(QuoteError::NotYours { quote: q.title.clone() }.into()),
    }
}

/// Everything that changes the working copy.
/// # Errors
/// `quote.not_yours`, `quote.not_in_state`.
pub(super) fn may_edit(reader: &Reader<'_>, q: &Quote) -> Result<()> {
    need_theirs(reader, q)?;
    after(q.state, Step::Edit).map(|_| ())
}

/// # Errors
/// `quote.not_yours`, `quote.not_in_state`, whatever the quote lacks.
pub(super) fn may_submit(reader: &Reader<'_>, w: &Whole) -> Result<()> {
    need_theirs(reader, &w.quote)?;
    after(w.quote.state, Step::Submit)?;
    need_whole(reader, w)
}

/// Approving and returning.
/// # Errors
/// `quote.not_yours`, `quote.not_in_state`.
pub(super) fn may_review(reader: &Reader<'_>, q: &Quote, step: Step) -> Result<()> {
    need_theirs(reader, q)?;
    after(q.state, step).map(|_| ())
}

/// # Errors
/// `quote.not_yours`, `quote.not_in_state`, whatever the quote lacks, `quote.needs_approval`.
pub(super) fn may_send(reader: &Reader<'_>, w: &Whole, reasons: &[String]) -> Result<()> {
    need_theirs(reader, &w.quote)?;
    after(w.quote.state, Step::Send)?;
    need_whole(reader, w)?;
    let was_reviewed = w.quote.state != State::Draft;
    if was_reviewed || reasons.is_empty() || reader.actor.may(permissions::QUOTE_APPROVE) {
        return Ok(());
    }
    let why = reasons.iter().map(|r| approval_phrase(r)).collect();
    Err(QuoteError::NeedsApproval { reasons: reasons.to_vec(), why }.into())
}

/// What the client does with a version that was sent.
/// # Errors
/// `quote.not_yours`, `quote.never_sent`, `quote.not_in_state`.
pub(super) fn may_answer(
    reader: &Reader<'_>,
    q: &Quote,
    version: Option<&Version>,
    step: Step,
) -> Result<()> {
    need_theirs(reader, q)?;
    let version = version.ok_or(QuoteError::NeverSent)?;
    after(version.state, step).map(|_| ())
}

/// # Errors
/// As [`may_answer`], `quote.validity_not_over`.
pub(super) fn may_expire(reader: &Reader<'_>, q: &Quote, last: Option<&Version>) -> Result<()> {
    may_answer(reader, q, last, Step::Expire)?;
    match last {
        Some(v) if v.valid_until >= reader.today() => {
            Err(QuoteError::ValidityNotOver { on: v.valid_until.to_string() }.into())
        }
        _ => Ok(()),
    }
}

/// What every quote must be before anybody else sees it: something priced in every tier, rates in
/// force, instalments that add up.
fn need_whole(reader: &Reader<'_>, whole: &Whole) -> Result<()> {
    let country: String = settings::get(reader, "tax.country")?;
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
    Ok(())
}
