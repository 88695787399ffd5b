//! The rules of a quote as data and pure functions: states, tiers, how a total is paid.

use super::QuoteError;
use crate::agreements::DueRule;
use crate::decimal::Exact;
use netra_kernel::{Date, Money, Result, money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a quote, or one of its sent versions, stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    InReview,
    Approved,
    Sent,
    Viewed,
    Accepted,
    Declined,
    Expired,
    Superseded,
}

impl State {
    pub const ALL: [State; 9] = [
        State::Draft,
        State::InReview,
        State::Approved,
        State::Sent,
        State::Viewed,
        State::Accepted,
        State::Declined,
        State::Expired,
        State::Superseded,
    ];
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::InReview => "in_review",
            State::Approved => "approved",
            State::Sent => "sent",
            State::Viewed => "viewed",
            State::Accepted => "accepted",
            State::Declined => "declined",
            State::Expired => "expired",
            State::Superseded => "superseded",
        }
    }
    pub(super) fn parse(word: &str) -> State {
        State::ALL.into_iter().find(|s| s.word() == word).unwrap_or(State::Draft)
    }
    /// The client holds it and has not answered.
    pub fn is_open(self) -> bool {
        matches!(self, State::Sent | State::Viewed)
    }
    /// As of a day: what is open past its validity has expired.
    pub(super) fn on(self, today: Date, valid_until: Option<Date>) -> State {
        match self.is_open() && valid_until.is_some_and(|d| d < today) {
            true => State::Expired,
            false => self,
        }
    }
}

/// How a version was handed to the client. The program delivers nothing itself: this is what whoever
/// sent it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Email,
    Messenger,
    InPerson,
    Post,
    Other,
}

impl Way {
    pub fn word(self) -> &'static str {
        match self {
            Way::Email => "email",
            Way::Messenger => "messenger",
            Way::InPerson => "in_person",
            Way::Post => "post",
            Way::Other => "other",
        }
    }
    /// As stored; None when nobody said.
    pub(super) fn parse(word: &str) -> Option<Way> {
        use Way::{Email, InPerson, Messenger, Other, Post};
        [Email, Messenger, InPerson, Post, Other].into_iter().find(|w| w.word() == word)
    }
}

/// What is done to a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Edit,
    Submit,
    Approve,
    Return,
    Send,
    View,
    Accept,
    Decline,
    Expire,
    Supersede,
}

impl Step {
    pub(super) fn word(self) -> &'static str {
        match self {
            Step::Edit => "edit",
            Step::Submit => "submit",
            Step::Approve => "approve",
            Step::Return => "return",
            Step::Send => "send",
            Step::View => "view",
            Step::Accept => "accept",
            Step::Decline => "decline",
            Step::Expire => "expire",
            Step::Supersede => "supersede",
        }
    }
}

/// The state machine. What is not here is refused. Editing what was sent begins the next version.
pub const TRANSITIONS: &[(State, Step, State)] = &[
    (State::Draft, Step::Edit, State::Draft),
    (State::InReview, Step::Edit, State::Draft),
    (State::Approved, Step::Edit, State::Draft),
    (State::Sent, Step::Edit, State::Draft),
    (State::Viewed, Step::Edit, State::Draft),
    (State::Declined, Step::Edit, State::Draft),
    (State::Expired, Step::Edit, State::Draft),
    (State::Draft, Step::Submit, State::InReview),
    (State::InReview, Step::Approve, State::Approved),
    (State::InReview, Step::Return, State::Draft),
    (State::Draft, Step::Send, State::Sent),
    (State::Approved, Step::Send, State::Sent),
    (State::Sent, Step::View, State::Viewed),
    (State::Sent, Step::Accept, State::Accepted),
    (State::Viewed, Step::Accept, State::Accepted),
    (State::Sent, Step::Decline, State::Declined),
    (State::Viewed, Step::Decline, State::Declined),
    (State::Sent, Step::Expire, State::Expired),
    (State::Viewed, Step::Expire, State::Expired),
    (State::Sent, Step::Supersede, State::Superseded),
    (State::Viewed, Step::Supersede, State::Superseded),
];

/// Where a step leads.
/// # Errors
/// `quote.not_in_state`.
pub fn after(state: State, step: Step) -> Result<State> {
    TRANSITIONS.iter().find(|t| t.0 == state && t.1 == step).map(|t| t.2).ok_or_else(|| {
        QuoteError::NotInState { state: state.word().to_owned(), step: step.word().to_owned() }
            .into()
    })
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Goods,
    #[default]
    Service,
    Labour,
    Hire,
    Hosting,
    Travel,
}

impl LineKind {
    pub fn word(self) -> &'static str {
        match self {
            LineKind::Goods => "goods",
            LineKind::Service => "service",
            LineKind::Labour => "labour",
            LineKind::Hire => "hire",
            LineKind::Hosting => "hosting",
            LineKind::Travel => "travel",
        }
    }
    pub(super) fn parse(word: &str) -> LineKind {
        use LineKind::{Goods, Hire, Hosting, Labour, Service, Travel};
        [Goods, Service, Labour, Hire, Hosting, Travel]
            .into_iter()
            .find(|k| k.word() == word)
            .unwrap_or(Service)
    }
}

/// Whether a line is in the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inclusion {
    #[default]
    Included,
    /// The client may add it.
    Optional,
    /// Instead of another line.
    Alternative,
}

impl Inclusion {
    pub fn word(self) -> &'static str {
        match self {
            Inclusion::Included => "included",
            Inclusion::Optional => "optional",
            Inclusion::Alternative => "alternative",
        }
    }
    pub(super) fn parse(word: &str) -> Inclusion {
        match word {
            "optional" => Inclusion::Optional,
            "alternative" => Inclusion::Alternative,
            _ => Inclusion::Included,
        }
    }
}

/// One of three offers in one quote.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Basic,
    Standard,
    Premium,
}

impl Tier {
    pub const ALL: [Tier; 3] = [Tier::Basic, Tier::Standard, Tier::Premium];
    pub fn word(self) -> &'static str {
        match self {
            Tier::Basic => "basic",
            Tier::Standard => "standard",
            Tier::Premium => "premium",
        }
    }
    fn bit(self) -> i64 {
        match self {
            Tier::Basic => 1,
            Tier::Standard => 2,
            Tier::Premium => 4,
        }
    }
    pub(super) fn is_in(self, bits: i64) -> bool {
        bits & self.bit() != 0
    }
    /// As stored; none named means all.
    pub(super) fn bits(tiers: &[Tier]) -> i64 {
        match tiers {
            [] => 7,
            some => some.iter().fold(0, |bits, t| bits | t.bit()),
        }
    }
    pub(super) fn of_bits(bits: i64) -> Vec<Tier> {
        Tier::ALL.into_iter().filter(|t| t.is_in(bits)).collect()
    }
}

/// One planned payment of a quote: a share of the total, or an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instalment {
    #[serde(default)]
    pub title: String,
    /// Percent of the total with tax. Either all instalments have this, or all an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    pub due_rule: DueRule,
    /// For `on_date`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// Days after the signature or the sign-off.
    #[serde(default)]
    pub due_days: i64,
}

impl Instalment {
    /// What is paid when nothing was agreed: everything at the signature.
    pub(super) fn whole() -> Instalment {
        Instalment {
            title: String::new(),
            percent: Some(Exact::HUNDRED),
            amount_minor: None,
            due_rule: DueRule::OnAgreement,
            due_on: None,
            due_days: 0,
        }
    }
}

/// What each instalment of a total is; shares are split by largest remainder, so that they add up.
/// # Errors
/// `quote.percents_not_100`, `quote.amounts_not_total`, `quote.instalment_too_small`.
pub(super) fn amounts(total: Money, instalments: &[Instalment]) -> Result<Vec<i64>> {
    let parts = if instalments.iter().all(|i| i.percent.is_some()) {
        let all: Decimal = instalments.iter().filter_map(|i| i.percent).map(Exact::get).sum();
        if all != Decimal::ONE_HUNDRED {
            return Err(QuoteError::PercentsNot100 { percent: all.normalize().to_string() }.into());
        }
        let million = Decimal::from(1_000_000);
        let weights: Vec<u64> = instalments
            .iter()
            .filter_map(|i| i.percent)
            .map(|p| (p.get() * million).to_u64().unwrap_or(0))
            .collect();
        money::split(total.minor, &weights)
    } else {
        let parts: Vec<i64> = instalments.iter().filter_map(|i| i.amount_minor).collect();
        let given = money::sum(parts.iter().copied())?;
        if given != total.minor || parts.len() != instalments.len() {
            let given = Money::new(given, total.currency);
            return Err(QuoteError::AmountsNotTotal { total, given }.into());
        }
        parts
    };
    match parts.iter().position(|p| *p <= 0) {
        Some(i) => Err(QuoteError::InstalmentTooSmall { number: i + 1 }.into()),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_kernel::Currency;
    use proptest::prelude::*;

    fn shares(percents: &[&str]) -> Vec<Instalment> {
        percents
            .iter()
            .map(|p| Instalment { percent: Exact::parse(p), ..Instalment::whole() })
            .collect()
    }

    fn inr(minor: i64) -> Money {
        Money::new(minor, Currency::INR)
    }

    #[test]
    fn what_was_answered_is_final() {
        use Step::*;
        for step in [Edit, Submit, Approve, Return, Send, View, Accept, Decline, Expire, Supersede]
        {
            for state in [State::Accepted, State::Superseded] {
                assert!(after(state, step).is_err(), "{state:?} {step:?}");
            }
        }
        assert!(after(State::InReview, Send).is_err());
        assert!(after(State::Declined, Accept).is_err());
        assert_eq!(after(State::Viewed, Accept).unwrap(), State::Accepted);
    }

    #[test]
    fn open_past_its_validity_is_expired() {
        let day = |d| Date::parse(d);
        let today = day("2026-11-21").unwrap();
        for (state, until, on) in [
            (State::Sent, "2026-11-20", State::Expired),
            (State::Viewed, "2026-11-20", State::Expired),
            (State::Sent, "2026-11-21", State::Sent),
            (State::Accepted, "2026-11-20", State::Accepted),
            (State::Draft, "2026-11-20", State::Draft),
        ] {
            assert_eq!(state.on(today, day(until)), on);
        }
    }

    #[test]
    fn shares_of_a_total() {
        assert_eq!(amounts(inr(10_001), &shares(&["50", "50"])).unwrap(), [5_001, 5_000]);
        assert_eq!(
            amounts(inr(100), &shares(&["33.333333", "33.333333", "33.333334"])).unwrap(),
            [33, 33, 34]
        );
        for (total, percents, code) in [
            (100, vec!["50", "49"], "quote.percents_not_100"),
            (1, vec!["50", "50"], "quote.instalment_too_small"),
            (100, vec!["100", "0"], "quote.instalment_too_small"),
        ] {
            assert_eq!(amounts(inr(total), &shares(&percents)).unwrap_err().code(), code);
        }
        let fixed =
            |minor| Instalment { percent: None, amount_minor: Some(minor), ..Instalment::whole() };
        assert_eq!(amounts(inr(100), &[fixed(60), fixed(40)]).unwrap(), [60, 40]);
        let e = amounts(inr(100), &[fixed(60), fixed(41)]).unwrap_err();
        assert_eq!(e.code(), "quote.amounts_not_total");
    }

    proptest! {
        #[test]
        fn shares_add_up(total in 1_000i64..1_000_000_000_000, cuts in prop::collection::vec(1u32..9, 1..12)) {
            let last = 100 - cuts.iter().sum::<u32>();
            let mut list: Vec<Instalment> = cuts
                .iter()
                .map(|c| Instalment { percent: Some(Exact::from(*c)), ..Instalment::whole() })
                .collect();
            list.push(Instalment { percent: Some(Exact::from(last)), ..Instalment::whole() });
            let parts = amounts(inr(total), &list).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
        }
    }
}
