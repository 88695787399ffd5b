//! The only places where a quote's state moves.

use super::model::{State, Step, after};
use super::store::{self, Quote, Version};
use super::{QuoteError, QuoteId};
use netra_kernel::{Reader, Result, Tx};

/// Begins an edit: what was in review or approved is a draft again, and what was sent (or answered
/// with no) becomes the draft of the next version.
pub(super) fn edit(tx: &Tx<'_>, id: QuoteId) -> Result<Quote> {
    let mut quote = store::quote(tx, id)?;
    super::acts::may_edit(tx, &quote)?;
    let was = quote.state;
    let is_next_version =
        matches!(was, State::Sent | State::Viewed | State::Declined | State::Expired);
    set(&mut quote, tx, after(was, Step::Edit)?);
    if is_next_version {
        quote.version += 1;
    }
    quote.changed_at = tx.now;
    quote.edits += 1;
    store::replace(tx, &quote)?;
    Ok(quote)
}

/// Moves the version in hand one step.
pub(super) fn step(tx: &Tx<'_>, quote: &mut Quote, step: Step) -> Result<()> {
    let to = after(quote.state, step)?;
    set(quote, tx, to);
    store::replace(tx, quote)
}

fn set(quote: &mut Quote, tx: &Tx<'_>, to: State) {
    if quote.state != to {
        quote.state = to;
        quote.state_since = tx.now;
    }
}

/// Moves a sent version one step; the quote follows when that version is the one in hand, and
/// always when it is accepted: then nothing is left to draft.
pub(super) fn version_step(
    tx: &Tx<'_>,
    quote: &mut Quote,
    version: &Version,
    step: Step,
    note: &str,
) -> Result<()> {
    let to = after(version.state, step)?;
    store::set_version_state(tx, version.id, to, note)?;
    if version.version == quote.version || to == State::Accepted {
        set(quote, tx, to);
        store::replace(tx, quote)?;
    }
    Ok(())
}

/// The version that was sent last.
/// # Errors
/// `quote.never_sent`.
pub(super) fn last_sent(reader: &Reader<'_>, quote: QuoteId) -> Result<Version> {
    store::versions(reader, quote)?.pop().ok_or_else(|| QuoteError::NeverSent.into())
}
