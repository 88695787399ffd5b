//! Which rule a lead meets, and whom a method chooses. Pure.

use crate::leads::LeadId;
use crate::people::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a rule may look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Source,
    Language,
    City,
    Region,
    Pin,
    Campaign,
    ProductInterest,
    Score,
}

/// One test of a lead. A text passes when it equals one of `any_of` or begins with one of
/// `begins_with` (case does not count); a score when it lies within the bounds.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    pub subject: Subject,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begins_with: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
}

/// When a rule applies: all of `all`, one of `any` (if there are any), none of `none`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conditions {
    pub all: Vec<Test>,
    pub any: Vec<Test>,
    pub none: Vec<Test>,
}

/// To whom a rule gives: these people, and everybody in these roles.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pool {
    pub people: Vec<PersonId>,
    /// Keys of roles (`telecaller`).
    pub roles: Vec<String>,
}

/// How one of the pool is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Whoever was given one the longest ago.
    RoundRobin,
    /// Whoever has the fewest open leads.
    LeastLoaded,
    /// In proportion to the callers' weights, over the day.
    Weighted,
    /// Whoever speaks the lead's language; of those, the one with the fewest open leads.
    Skill,
    /// By lot, the same for the same lead wherever it is drawn.
    Random,
}

impl Method {
    pub fn word(self) -> &'static str {
        match self {
            Method::RoundRobin => "round_robin",
            Method::LeastLoaded => "least_loaded",
            Method::Weighted => "weighted",
            Method::Skill => "skill",
            Method::Random => "random",
        }
    }
    pub fn parse(word: &str) -> Method {
        match word {
            "round_robin" => Method::RoundRobin,
            "weighted" => Method::Weighted,
            "skill" => Method::Skill,
            "random" => Method::Random,
            _ => Method::LeastLoaded,
        }
    }
}

/// A lead, as far as sharing out looks at it.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: LeadId,
    pub source: String,
    pub language: String,
    pub city: String,
    pub region: String,
    pub pin: String,
    pub campaign: String,
    pub product_interest: String,
    pub score: i64,
}

impl Test {
    fn passes(&self, f: &Facts) -> bool {
        let text = match self.subject {
            Subject::Score => {
                return self.at_least.is_none_or(|n| f.score >= n)
                    && self.at_most.is_none_or(|n| f.score <= n);
            }
            Subject::Source => &f.source,
            Subject::Language => &f.language,
            Subject::City => &f.city,
            Subject::Region => &f.region,
            Subject::Pin => &f.pin,
            Subject::Campaign => &f.campaign,
            Subject::ProductInterest => &f.product_interest,
        };
        let text = text.to_lowercase();
        self.any_of.iter().any(|w| w.to_lowercase() == text)
            || self.begins_with.iter().any(|w| text.starts_with(&w.to_lowercase()))
    }

    /// True when it asks for something.
    pub fn is_whole(&self) -> bool {
        match self.subject {
            Subject::Score => self.at_least.is_some() || self.at_most.is_some(),
            _ => !self.any_of.is_empty() || !self.begins_with.is_empty(),
        }
    }
}

impl Conditions {
    pub fn meet(&self, f: &Facts) -> bool {
        self.all.iter().all(|t| t.passes(f))
            && (self.any.is_empty() || self.any.iter().any(|t| t.passes(f)))
            && !self.none.iter().any(|t| t.passes(f))
    }
}

/// A caller as they stand while leads are being shared out.
#[derive(Clone, Debug)]
pub struct Caller {
    pub id: PersonId,
    pub name: String,
    pub languages: Vec<String>,
    pub roles: Vec<String>,
    pub is_present: bool,
    /// Leads that wait in their queues.
    pub open: i64,
    /// Leads that they were given today.
    pub today: i64,
    /// When they were given one the last time; grows with every one.
    pub last_given: i64,
    pub weight: i64,
    /// 0: no cap
    pub max_open: i64,
    pub max_per_day: i64,
}

impl Caller {
    pub fn has_room(&self) -> bool {
        (self.max_open == 0 || self.open < self.max_open)
            && (self.max_per_day == 0 || self.today < self.max_per_day)
    }
    pub fn speaks(&self, language: &str) -> bool {
        self.languages.iter().any(|l| l.eq_ignore_ascii_case(language))
    }
}

/// Why nobody could be chosen; the code behind `unassigned.`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Obstacle {
    NobodyInPool,
    NobodyPresent,
    AtCapacity,
    NoSpeaker,
}

impl Obstacle {
    pub fn code(self) -> &'static str {
        match self {
            Obstacle::NobodyInPool => "nobody_in_pool",
            Obstacle::NobodyPresent => "nobody_present",
            Obstacle::AtCapacity => "at_capacity",
            Obstacle::NoSpeaker => "no_speaker",
        }
    }
}

/// Chooses one of `pool` (positions in `callers`) for a lead.
/// # Errors
/// The obstacle, when nobody can take it.
pub fn choose(
    method: Method,
    callers: &[Caller],
    pool: &[usize],
    lead: LeadId,
    language: &str,
) -> Result<usize, Obstacle> {
    let narrow = |list: Vec<usize>, keep: &dyn Fn(&Caller) -> bool, why: Obstacle| {
        let list: Vec<usize> = list.into_iter().filter(|i| keep(&callers[*i])).collect();
        if list.is_empty() { Err(why) } else { Ok(list) }
    };
    let mut able = narrow(pool.to_vec(), &|_| true, Obstacle::NobodyInPool)?;
    able = narrow(able, &|c| c.is_present, Obstacle::NobodyPresent)?;
    if method == Method::Skill {
        able = narrow(able, &|c| c.speaks(language), Obstacle::NoSpeaker)?;
    }
    if method == Method::Weighted {
        able = narrow(able, &|c| c.weight > 0, Obstacle::NobodyInPool)?;
    }
    able = narrow(able, &Caller::has_room, Obstacle::AtCapacity)?;
    let by = |key: &dyn Fn(&Caller) -> i64| {
        able.iter().copied().min_by_key(|i| (key(&callers[*i]), callers[*i].id))
    };
    let chosen = match method {
        Method::RoundRobin => by(&|c| c.last_given),
        Method::LeastLoaded | Method::Skill => by(&|c| c.open),
        // The next one belongs to whoever is furthest behind their share of the day.
        Method::Weighted => by(&|c| (c.today + 1) * 1_000_000 / c.weight.max(1)),
        Method::Random => {
            able.sort_unstable_by_key(|i| callers[*i].id);
            let digest = Sha256::digest(lead.0.0);
            let draw = u64::from_be_bytes(digest[..8].try_into().unwrap_or_default());
            able.get((draw % able.len() as u64) as usize).copied()
        }
    };
    chosen.ok_or(Obstacle::NobodyInPool)
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_kernel::Id;
    use proptest::prelude::*;

    fn facts(source: &str, language: &str, pin: &str, score: i64) -> Facts {
        Facts {
            id: LeadId(Id::named("lead", source)),
            source: source.into(),
            language: language.into(),
            city: String::new(),
            region: String::new(),
            pin: pin.into(),
            campaign: String::new(),
            product_interest: String::new(),
            score,
        }
    }

    fn test(subject: Subject, any_of: &[&str], begins_with: &[&str]) -> Test {
        let words = |l: &[&str]| l.iter().map(|s| (*s).to_owned()).collect();
        Test {
            subject,
            any_of: words(any_of),
            begins_with: words(begins_with),
            at_least: None,
            at_most: None,
        }
    }

    #[test]
    fn conditions() {
        let hot = Test { at_least: Some(80), ..test(Subject::Score, &[], &[]) };
        let web = test(Subject::Source, &["Website", "Ads"], &[]);
        let pune = test(Subject::Pin, &[], &["411"]);
        let c = |all: &[&Test], any: &[&Test], none: &[&Test]| {
            let own = |l: &[&Test]| l.iter().map(|t| (*t).clone()).collect();
            Conditions { all: own(all), any: own(any), none: own(none) }
        };
        let f = facts("website", "hi", "411001", 79);
        for (conditions, expected) in [
            (c(&[], &[], &[]), true),
            (c(&[&web], &[], &[]), true),
            (c(&[&web, &hot], &[], &[]), false),
            (c(&[], &[&hot, &pune], &[]), true),
            (c(&[&web], &[], &[&pune]), false),
            (c(&[], &[&hot], &[]), false),
        ] {
            assert_eq!(conditions.meet(&f), expected, "{conditions:?}");
        }
    }

    fn caller(n: u8) -> Caller {
        Caller {
            id: PersonId(Id([n; 16])),
            name: format!("C{n}"),
            languages: vec![if n.is_multiple_of(2) { "hi" } else { "mr" }.into()],
            roles: Vec::new(),
            is_present: true,
            open: 0,
            today: 0,
            last_given: 0,
            weight: i64::from(n),
            max_open: 0,
            max_per_day: 0,
        }
    }

    fn give(callers: &mut [Caller], i: usize, n: i64) {
        callers[i].open += 1;
        callers[i].today += 1;
        callers[i].last_given = n + 1;
    }

    fn lead(n: i64) -> LeadId {
        LeadId(Id::v7(n, 0, [0; 6]))
    }

    fn shares(method: Method, n: i64) -> Vec<i64> {
        let mut callers: Vec<Caller> = (1..=3).map(caller).collect();
        for k in 0..n {
            let i = choose(method, &callers, &[0, 1, 2], lead(k), "hi").unwrap();
            give(&mut callers, i, k);
        }
        callers.iter().map(|c| c.open).collect()
    }

    #[test]
    fn methods_share_as_they_say() {
        assert_eq!(shares(Method::RoundRobin, 300), [100, 100, 100]);
        assert_eq!(shares(Method::LeastLoaded, 300), [100, 100, 100]);
        assert_eq!(shares(Method::Weighted, 600), [100, 200, 300]);
        assert_eq!(shares(Method::Skill, 300), [0, 300, 0]);
        assert!(shares(Method::Random, 300).iter().all(|n| (70..130).contains(n)));
    }

    #[test]
    fn obstacles_are_named() {
        let mut callers: Vec<Caller> = (1..=2).map(caller).collect();
        let c = |callers: &[Caller], m, l| choose(m, callers, &[0, 1], lead(1), l).unwrap_err();
        assert_eq!(
            choose(Method::Random, &callers, &[], lead(1), "").unwrap_err(),
            Obstacle::NobodyInPool
        );
        assert_eq!(c(&callers, Method::Skill, "ta"), Obstacle::NoSpeaker);
        callers.iter_mut().for_each(|c| (c.max_open, c.open) = (2, 2));
        assert_eq!(c(&callers, Method::LeastLoaded, ""), Obstacle::AtCapacity);
        callers.iter_mut().for_each(|c| c.is_present = false);
        assert_eq!(c(&callers, Method::RoundRobin, ""), Obstacle::NobodyPresent);
    }

    proptest! {
        #[test]
        fn caps_and_presence_always_hold(
            caps in prop::collection::vec((0i64..5, 0i64..5, any::<bool>()), 1..6),
            method in prop::sample::select(vec![Method::RoundRobin, Method::LeastLoaded,
                Method::Weighted, Method::Skill, Method::Random]),
            leads in 0i64..40,
        ) {
            let mut callers: Vec<Caller> = caps.iter().zip(1u8..).map(|((open, day, here), n)| Caller {
                max_open: *open, max_per_day: *day, is_present: *here, ..caller(n)
            }).collect();
            let pool: Vec<usize> = (0..callers.len()).collect();
            for k in 0..leads {
                if let Ok(i) = choose(method, &callers, &pool, lead(k), "hi") {
                    prop_assert!(callers[i].is_present && callers[i].has_room());
                    give(&mut callers, i, k);
                }
            }
            for c in &callers {
                prop_assert!(c.max_open == 0 || c.open <= c.max_open);
                prop_assert!(c.max_per_day == 0 || c.today <= c.max_per_day);
            }
        }

        #[test]
        fn a_lot_falls_the_same_way_every_time(n in 0i64..1_000_000) {
            let callers: Vec<Caller> = (1..=7).map(caller).collect();
            let forth = choose(Method::Random, &callers, &[0, 1, 2, 3, 4, 5, 6], lead(n), "").unwrap();
            let back = choose(Method::Random, &callers, &[6, 5, 4, 3, 2, 1, 0], lead(n), "").unwrap();
            prop_assert_eq!(forth, back);
        }
    }
}
