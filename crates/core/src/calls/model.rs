//! What follows from an outcome. Pure.

use crate::leads::hours::Hours;
use netra_kernel::{Timestamp, Zone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A call's way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Dialling,
    Ringing,
    Connected,
    Ended,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            State::Dialling => "dialling",
            State::Ringing => "ringing",
            State::Connected => "connected",
            State::Ended => "ended",
        }
    }
    pub fn parse(word: &str) -> State {
        match word {
            "dialling" => State::Dialling,
            "ringing" => State::Ringing,
            "connected" => State::Connected,
            _ => State::Ended,
        }
    }
    /// The transition table; events may be lost on the way, so a step may be passed over.
    pub fn may_become(self, next: State) -> bool {
        use State::{Connected, Dialling, Ended, Ringing};
        matches!(
            (self, next),
            (Dialling, Ringing | Connected | Ended)
                | (Ringing, Connected | Ended)
                | (Connected, Ended)
        )
    }
}

/// Why a call ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    Busy,
    NoAnswer,
    Unreachable,
    Failed,
    HungUp,
    Dropped,
    Cancelled,
}

impl EndCause {
    pub fn word(self) -> &'static str {
        match self {
            EndCause::Busy => "busy",
            EndCause::NoAnswer => "no_answer",
            EndCause::Unreachable => "unreachable",
            EndCause::Failed => "failed",
            EndCause::HungUp => "hung_up",
            EndCause::Dropped => "dropped",
            EndCause::Cancelled => "cancelled",
        }
    }
}

/// What an outcome sets in motion.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FollowUp {
    None,
    /// Hot; a visit or meeting is to be agreed.
    Interested,
    /// Asked again after a long while.
    Nurture,
    /// A time was promised.
    Callback,
    /// Not reached: once more, until the lead rests.
    Retry,
    InvalidNumber,
    /// To somebody who speaks the lead's language.
    Language,
    DoNotDisturb,
    /// To the manager.
    Escalate,
}

impl FollowUp {
    pub fn word(self) -> &'static str {
        match self {
            FollowUp::None => "none",
            FollowUp::Interested => "interested",
            FollowUp::Nurture => "nurture",
            FollowUp::Callback => "callback",
            FollowUp::Retry => "retry",
            FollowUp::InvalidNumber => "invalid_number",
            FollowUp::Language => "language",
            FollowUp::DoNotDisturb => "do_not_disturb",
            FollowUp::Escalate => "escalate",
        }
    }
    pub fn parse(word: &str) -> FollowUp {
        match word {
            "interested" => FollowUp::Interested,
            "nurture" => FollowUp::Nurture,
            "callback" => FollowUp::Callback,
            "retry" => FollowUp::Retry,
            "invalid_number" => FollowUp::InvalidNumber,
            "language" => FollowUp::Language,
            "do_not_disturb" => FollowUp::DoNotDisturb,
            "escalate" => FollowUp::Escalate,
            _ => FollowUp::None,
        }
    }
}

impl EndCause {
    pub fn parse(word: &str) -> Option<EndCause> {
        use EndCause::{Busy, Cancelled, Dropped, Failed, HungUp, NoAnswer, Unreachable};
        let all = [Busy, NoAnswer, Unreachable, Failed, HungUp, Dropped, Cancelled];
        all.into_iter().find(|c| c.word() == word)
    }
}

/// How an outcome and its call can contradict each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Contradiction {
    /// Nobody answered, and the outcome says that somebody was talked to.
    NeverConnected,
    /// Somebody was talked to, and the outcome says that nobody was reached.
    WasConnected,
}

/// Seconds of a connection that may still have been a voice mailbox or a recorded announcement.
const ANNOUNCEMENT_S: i64 = 60;

/// When a conversation that began then is longer than an announcement: outcomes that say nobody was
/// reached fit it no more.
pub fn longer_than_announcement_at(connected_at: Timestamp) -> Timestamp {
    Timestamp(connected_at.0 + ANNOUNCEMENT_S * 1_000)
}

/// Whether an outcome cannot be that of a call. `special_…` outcomes fit any call: a number can be
/// asked off the list, or a line be bad, either way. A carrier's `hung_up` and `dropped` tell of a
/// connection even when the message of its beginning was lost on the way.
pub fn contradiction(
    outcome: &str,
    is_reached: bool,
    (was_connected, talked_s): (bool, i64),
    cause: Option<EndCause>,
) -> Option<Contradiction> {
    let was_connected =
        was_connected || matches!(cause, Some(EndCause::HungUp | EndCause::Dropped));
    match is_reached {
        _ if outcome.starts_with("special_") => None,
        true if !was_connected => Some(Contradiction::NeverConnected),
        false if talked_s >= ANNOUNCEMENT_S => Some(Contradiction::WasConnected),
        _ => None,
    }
}

/// All that decides what follows.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    pub follow_up: FollowUp,
    pub again_minutes: Option<i64>,
    /// The time that was promised, if one was.
    pub asked: Option<Timestamp>,
    pub now: Timestamp,
    pub hours: Hours,
    pub zone: Zone,
    /// Counting this one.
    pub attempts: i64,
    pub max_attempts: i64,
}

/// When the lead comes up again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    Nothing,
    Callback(Timestamp),
    Retry(Timestamp),
    /// Too many attempts: the lead rests and is reported.
    Rests,
}

/// When nothing else is known, a promised call comes a day later.
const CALLBACK_MINUTES: i64 = 24 * 60;

/// When the lead comes up again, inside its calling hours.
pub fn next(c: &Circumstances) -> Next {
    let after = |minutes: i64| c.hours.roll(c.now.plus_minutes(minutes), c.zone);
    let asked = c.asked.map(|t| c.hours.roll(t, c.zone));
    match c.follow_up {
        FollowUp::Callback => {
            let minutes = c.again_minutes.unwrap_or(CALLBACK_MINUTES);
            Next::Callback(asked.unwrap_or_else(|| after(minutes)))
        }
        FollowUp::Retry if c.attempts >= c.max_attempts => Next::Rests,
        FollowUp::Retry => Next::Retry(after(c.again_minutes.unwrap_or(CALLBACK_MINUTES))),
        FollowUp::Nurture => match c.again_minutes {
            Some(minutes) => Next::Retry(after(minutes)),
            None => Next::Nothing,
        },
        FollowUp::Language => Next::Retry(after(0)),
        FollowUp::Escalate => Next::Callback(after(0)),
        FollowUp::Interested | FollowUp::None => asked.map_or(Next::Nothing, Next::Callback),
        FollowUp::InvalidNumber | FollowUp::DoNotDisturb => Next::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;
    use proptest::prelude::*;

    const KINDS: [FollowUp; 9] = [
        FollowUp::None,
        FollowUp::Interested,
        FollowUp::Nurture,
        FollowUp::Callback,
        FollowUp::Retry,
        FollowUp::InvalidNumber,
        FollowUp::Language,
        FollowUp::DoNotDisturb,
        FollowUp::Escalate,
    ];

    fn at(s: &str) -> Timestamp {
        Timestamp::parse(&format!("2026-11-{s}:00+05:30")).unwrap()
    }

    fn given(follow_up: FollowUp, again: Option<i64>, now: &str) -> Circumstances {
        let t = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        Circumstances {
            follow_up,
            again_minutes: again,
            asked: None,
            now: at(now),
            hours: Hours { opens: t(9), closes: t(21) },
            zone: Zone::KOLKATA,
            attempts: 1,
            max_attempts: 7,
        }
    }

    #[test]
    fn follow_up_times() {
        use FollowUp as F;
        for (kind, again, now, expected) in [
            (F::Retry, Some(120), "21T11:30", Next::Retry(at("21T13:30"))),
            (F::Retry, Some(240), "21T19:30", Next::Retry(at("22T09:00"))),
            (F::Retry, Some(360), "21T15:00", Next::Retry(at("22T09:00"))),
            (F::Retry, Some(360), "21T14:59", Next::Retry(at("21T20:59"))),
            (F::Callback, Some(1440), "21T11:30", Next::Callback(at("22T11:30"))),
            (F::Language, None, "21T20:30", Next::Retry(at("21T20:30"))),
            (F::Escalate, None, "21T21:30", Next::Callback(at("22T09:00"))),
            (F::Interested, None, "21T11:30", Next::Nothing),
            (F::DoNotDisturb, Some(60), "21T11:30", Next::Nothing),
            (F::InvalidNumber, Some(60), "21T11:30", Next::Nothing),
        ] {
            assert_eq!(next(&given(kind, again, now)), expected, "{kind:?} {again:?} {now}");
        }
        let promised = Circumstances {
            asked: Some(at("23T22:00")),
            ..given(F::Callback, Some(1440), "21T11:30")
        };
        assert_eq!(next(&promised), Next::Callback(at("24T09:00")));
        let interested = Circumstances { follow_up: F::Interested, ..promised };
        assert_eq!(next(&interested), Next::Callback(at("24T09:00")));
        let tired = Circumstances { attempts: 7, ..given(F::Retry, Some(120), "21T11:30") };
        assert_eq!(next(&tired), Next::Rests);
        let nurture = given(F::Nurture, Some(90 * 24 * 60), "21T11:30");
        assert_eq!(next(&nurture), Next::Retry(nurture.now.plus_days(90)));
    }

    #[test]
    fn an_outcome_fits_its_call() {
        use Contradiction::{NeverConnected, WasConnected};
        let rang = |cause| ((false, 0), Some(cause));
        for (outcome, is_reached, (talk, cause), expected) in [
            ("connected_interested", true, rang(EndCause::NoAnswer), Some(NeverConnected)),
            ("connected_callback", true, rang(EndCause::Cancelled), Some(NeverConnected)),
            ("sent_brochure", true, rang(EndCause::Busy), Some(NeverConnected)),
            ("connected_interested", true, ((false, 0), None), Some(NeverConnected)),
            ("connected_interested", true, rang(EndCause::HungUp), None),
            ("connected_interested", true, ((true, 1), Some(EndCause::HungUp)), None),
            (
                "not_connected_busy",
                false,
                ((true, 120), Some(EndCause::HungUp)),
                Some(WasConnected),
            ),
            (
                "not_connected_no_answer",
                false,
                ((true, 60), Some(EndCause::HungUp)),
                Some(WasConnected),
            ),
            ("not_connected_no_answer", false, ((true, 59), Some(EndCause::HungUp)), None),
            ("not_connected_busy", false, rang(EndCause::NoAnswer), None),
            ("special_dnd", true, rang(EndCause::Cancelled), None),
            ("special_technical_issue", false, ((true, 600), Some(EndCause::Dropped)), None),
        ] {
            assert_eq!(
                contradiction(outcome, is_reached, talk, cause),
                expected,
                "{outcome} {cause:?}"
            );
        }
        assert_eq!(EndCause::parse("no_answer"), Some(EndCause::NoAnswer));
    }

    #[test]
    fn states_go_forward_only() {
        use State::{Connected, Dialling, Ended, Ringing};
        let all = [Dialling, Ringing, Connected, Ended];
        for (i, from) in all.iter().enumerate() {
            for (k, to) in all.iter().enumerate() {
                assert_eq!(from.may_become(*to), k > i, "{from:?} → {to:?}");
            }
        }
        for kind in KINDS {
            assert_eq!(FollowUp::parse(kind.word()), kind);
        }
    }

    proptest! {
        #[test]
        fn what_comes_next_lies_in_calling_hours(
            kind in prop::sample::select(KINDS.to_vec()), again in prop::option::of(1i64..200_000),
            asked in prop::option::of(0i64..10_000_000), minute in 0i64..500_000,
            attempts in 1i64..12,
        ) {
            let mut c = given(kind, again, "01T00:00");
            c.now = c.now.plus_minutes(minute);
            c.asked = asked.map(|m| c.now.plus_minutes(m));
            c.attempts = attempts;
            match next(&c) {
                Next::Callback(t) | Next::Retry(t) => {
                    prop_assert!(t >= c.now);
                    prop_assert!(c.hours.is_open(t, c.zone));
                }
                Next::Rests => prop_assert!(attempts >= 7 && kind == FollowUp::Retry),
                Next::Nothing => {}
            }
        }
    }
}
