//! The rules of a lead: score, priority, category. Pure.
//!
//! Invariant: [`category`] and [`priority`] say the same as the generated columns of `leads`
//! (a test compares them over every combination), so that a queue can be an index.

use netra_kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How soon a lead wants calling.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, PartialOrd, Ord,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Cold = 1,
    Warm = 2,
    Hot = 3,
}

impl Priority {
    /// From the rank in the database.
    pub fn of_rank(rank: i64) -> Priority {
        match rank {
            3 => Priority::Hot,
            2 => Priority::Warm,
            _ => Priority::Cold,
        }
    }
}

/// In this order: marked interested, never reached in three attempts, score; having been reached
/// lifts a cold score.
pub fn priority(is_interested: bool, attempts: i64, reached: i64, score: i64) -> Priority {
    if is_interested {
        Priority::Hot
    } else if attempts >= 3 && reached == 0 {
        Priority::Cold
    } else if score > 80 {
        Priority::Hot
    } else if score >= 50 || reached > 0 {
        Priority::Warm
    } else {
        Priority::Cold
    }
}

/// Which queue a lead is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Never attempted.
    Fresh,
    /// A time was promised.
    Callback,
    /// Attempted, not reached.
    Retry,
}

impl Category {
    pub fn parse(word: &str) -> Option<Category> {
        match word {
            "fresh" => Some(Category::Fresh),
            "callback" => Some(Category::Callback),
            "retry" => Some(Category::Retry),
            _ => None,
        }
    }
}

/// What decides the category.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Open, not archived, has a number that works, may be called.
    pub is_callable: bool,
    pub due_kind: Option<&'a str>,
    pub attempts: i64,
}

/// None: in no queue.
pub fn category(standing: Standing<'_>) -> Option<Category> {
    match (standing.is_callable, standing.due_kind) {
        (false, _) => None,
        (true, Some(kind)) => Category::parse(kind),
        (true, None) => (standing.attempts == 0).then_some(Category::Fresh),
    }
}

/// What a score is made from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scored<'a> {
    pub source: &'a str,
    pub company_name: &'a str,
    pub has_phone: bool,
    pub has_email: bool,
    pub city: &'a str,
    pub pin: &'a str,
    pub language: &'a str,
    pub product_interest: &'a str,
    pub is_interested: bool,
    pub attempts: i64,
    pub reached: i64,
    pub created_at: Timestamp,
    pub at: Timestamp,
}

/// One reason for a score, with the points it gave.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reason {
    /// `source`, `engagement`, `profile` or `recency`.
    pub key: &'static str,
    pub points: i64,
    pub at_most: i64,
}

/// Words in a source's name and what it is worth, best first; the rest is worth [`OTHER_SOURCE`].
const SOURCES: &[(&str, i64)] = &[
    ("refer", 30),
    ("walk", 28),
    ("website", 24),
    ("web", 24),
    ("landing", 24),
    ("event", 20),
    ("partner", 20),
    ("social", 14),
    ("campaign", 14),
    ("ad", 12),
    ("list", 6),
    ("cold", 4),
];
const OTHER_SOURCE: i64 = 10;
const DAY_MS: i64 = 86_400_000;

/// The score's four parts; they sum to at most 100.
pub fn score_reasons(s: &Scored<'_>) -> [Reason; 4] {
    let source = if s.source.is_empty() {
        0
    } else {
        let lower = s.source.to_ascii_lowercase();
        SOURCES.iter().find(|w| lower.contains(w.0)).map_or(OTHER_SOURCE, |w| w.1)
    };
    let engagement = if s.is_interested {
        30
    } else if s.reached > 0 {
        (14 + 4 * s.reached).min(26)
    } else {
        (10 - 3 * s.attempts).max(0)
    };
    let profile = [
        (s.has_phone, 5),
        (s.has_email, 4),
        (!s.company_name.is_empty(), 4),
        (!s.city.is_empty() || !s.pin.is_empty(), 3),
        (!s.language.is_empty(), 2),
        (!s.product_interest.is_empty(), 2),
    ]
    .iter()
    .filter(|p| p.0)
    .map(|p| p.1)
    .sum();
    let recency = match (s.at.0 - s.created_at.0).max(0) / DAY_MS {
        0..=1 => 20,
        2..=7 => 15,
        8..=30 => 10,
        31..=90 => 5,
        _ => 0,
    };
    [
        Reason { key: "source", points: source, at_most: 30 },
        Reason { key: "engagement", points: engagement, at_most: 30 },
        Reason { key: "profile", points: profile, at_most: 20 },
        Reason { key: "recency", points: recency, at_most: 20 },
    ]
}

/// 0–100.
pub fn score(s: &Scored<'_>) -> i64 {
    score_reasons(s).iter().map(|r| r.points).sum::<i64>().clamp(0, 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn priority_is_decided_in_this_order() {
        use Priority::{Cold, Hot, Warm};
        for (interested, attempts, reached, score, expected) in [
            (true, 9, 0, 0, Hot),
            (false, 3, 0, 100, Cold),
            (false, 2, 0, 81, Hot),
            (false, 5, 1, 81, Hot),
            (false, 0, 0, 80, Warm),
            (false, 0, 0, 50, Warm),
            (false, 0, 0, 49, Cold),
            (false, 1, 1, 10, Warm),
            (false, 4, 1, 10, Warm),
        ] {
            let p = priority(interested, attempts, reached, score);
            assert_eq!(p, expected, "{interested} {attempts} {reached} {score}");
        }
    }

    #[test]
    fn a_category_needs_a_lead_that_may_be_called() {
        let of = |is_callable, due_kind, attempts| {
            category(Standing { is_callable, due_kind, attempts })
        };
        assert_eq!(of(true, None, 0), Some(Category::Fresh));
        assert_eq!(of(true, None, 1), None, "reached, and nothing agreed");
        assert_eq!(of(true, Some("callback"), 1), Some(Category::Callback));
        assert_eq!(of(true, Some("retry"), 2), Some(Category::Retry));
        assert_eq!(of(false, Some("callback"), 1), None);
    }

    proptest! {
        #[test]
        fn a_score_is_within_its_bounds_and_is_the_sum_of_its_reasons(
            source in ".{0,12}", interested: bool, attempts in 0i64..50, reached in 0i64..50,
            age in -5i64..4_000, filled: [bool; 6],
        ) {
            let word = |f: bool| if f { "x" } else { "" };
            let s = Scored {
                source: &source, is_interested: interested, attempts, reached,
                has_phone: filled[0], has_email: filled[1], company_name: word(filled[2]),
                city: word(filled[3]), pin: "", language: word(filled[4]),
                product_interest: word(filled[5]), created_at: Timestamp(0),
                at: Timestamp(age * DAY_MS),
            };
            let reasons = score_reasons(&s);
            for r in &reasons {
                prop_assert!((0..=r.at_most).contains(&r.points), "{:?}", r);
            }
            prop_assert_eq!(score(&s), reasons.iter().map(|r| r.points).sum::<i64>());
        }

        #[test]
        fn more_interest_never_lowers_a_score(attempts in 0i64..9, reached in 0i64..9) {
            let s = Scored { attempts, reached, ..Scored::default() };
            let interested = score(&Scored { is_interested: true, ..s });
            let nearer = score(&Scored { reached: reached + 1, ..s });
            prop_assert!(interested >= score(&s) && nearer >= score(&s));
        }
    }
}
