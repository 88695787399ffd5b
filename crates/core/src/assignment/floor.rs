//! The callers as they are now, and the rules over them: what a command needs to place leads.

use super::model::{Caller, Conditions, Facts, Method, Obstacle, Pool, choose};
use super::store;
use crate::people::PersonId;
use crate::settings;
use chrono::NaiveTime;
use netra_kernel::{Date, Id, Reader, Result};

/// Whoever this role holds shares in what no rule places.
const FALLBACK_ROLE: &str = "telecaller";

/// A rule, ready to be applied.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: Id,
    pub name: String,
    pub conditions: Conditions,
    pub pool: Pool,
    pub method: Method,
}

/// Where a lead goes, and why.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Position in [`Floor::callers`].
    pub caller: usize,
    /// None: by the fallback.
    pub rule: Option<Id>,
    pub reason: String,
}

/// Everybody who may get leads, with their load, and the rules in order.
pub struct Floor {
    pub callers: Vec<Caller>,
    rules: Vec<Rule>,
    given: i64,
}

impl Floor {
    /// Reads the callers with their loads and the active rules.
    /// # Errors
    /// Storage errors.
    pub fn read(reader: &Reader<'_>) -> Result<Floor> {
        let rules = store::active_rules(reader)?;
        Floor::with(reader, rules)
    }

    /// The same with other rules (a simulation).
    /// # Errors
    /// Storage errors.
    pub fn with(reader: &Reader<'_>, rules: Vec<Rule>) -> Result<Floor> {
        let day_start = reader.today().at(NaiveTime::MIN, reader.zone);
        let max_open: i64 = settings::get(reader, "assignment.max_open")?;
        let max_per_day: i64 = settings::get(reader, "assignment.max_per_day")?;
        let today = reader.today();
        let mut callers = Vec::new();
        for p in store::holders(reader)? {
            let in_pool = p.roles.iter().any(|r| r == FALLBACK_ROLE)
                || rules.iter().any(|r| is_in(&r.pool, p.id, &p.roles));
            if !in_pool {
                continue;
            }
            let (today_n, last_given) = store::given(reader, p.id, day_start)?;
            let away = p.away_until.as_deref().and_then(Date::parse).is_some_and(|d| today < d);
            callers.push(Caller {
                open: store::open_leads(reader, p.id)?,
                today: today_n,
                last_given,
                is_present: p.is_present && !away,
                weight: p.weight,
                max_open: p.max_open.unwrap_or(max_open),
                max_per_day: p.max_per_day.unwrap_or(max_per_day),
                id: p.id,
                name: p.name,
                languages: p.languages,
                roles: p.roles,
            });
        }
        let given = callers.iter().map(|c| c.last_given).max().unwrap_or(0);
        Ok(Floor { callers, rules, given })
    }

    /// Forgets the loads, for a simulation that starts from nothing.
    pub fn emptied(mut self) -> Floor {
        for c in &mut self.callers {
            (c.open, c.today, c.last_given) = (0, 0, 0);
        }
        self.given = 0;
        self
    }

    /// Places a lead by the first rule that it meets and that can place it, else by the fallback:
    /// the fewest open leads first.
    /// # Errors
    /// The first obstacle, when nobody can take it.
    pub fn place(&mut self, lead: &Facts) -> Result<Placed, Obstacle> {
        let mut first: Option<Obstacle> = None;
        for rule in self.rules.iter().filter(|r| r.conditions.meet(lead)) {
            let pool: Vec<usize> = self.pool(|c| is_in(&rule.pool, c.id, &c.roles));
            match choose(rule.method, &self.callers, &pool, lead.id, &lead.language) {
                Ok(caller) => {
                    let placed = Placed { caller, rule: Some(rule.id), reason: rule.name.clone() };
                    self.note(caller);
                    return Ok(placed);
                }
                Err(why) => {
                    first.get_or_insert(why);
                }
            }
        }
        let pool = self.pool(|c| c.roles.iter().any(|r| r == FALLBACK_ROLE));
        let chosen = choose(Method::LeastLoaded, &self.callers, &pool, lead.id, &lead.language);
        match chosen {
            Ok(caller) => {
                self.note(caller);
                Ok(Placed { caller, rule: None, reason: String::new() })
            }
            Err(why) => Err(first.unwrap_or(why)),
        }
    }

    /// Somebody of the fallback pool who speaks a language.
    /// # Errors
    /// The obstacle, when there is nobody.
    pub fn place_by_language(&mut self, lead: &Facts, not: PersonId) -> Result<usize, Obstacle> {
        let pool = self.pool(|c| c.id != not && c.roles.iter().any(|r| r == FALLBACK_ROLE));
        let caller = choose(Method::Skill, &self.callers, &pool, lead.id, &lead.language).map_err(
            |why| match why {
                Obstacle::NobodyInPool => Obstacle::NoSpeaker,
                why => why,
            },
        )?;
        self.note(caller);
        Ok(caller)
    }

    fn pool(&self, keep: impl Fn(&Caller) -> bool) -> Vec<usize> {
        (0..self.callers.len()).filter(|i| keep(&self.callers[*i])).collect()
    }

    fn note(&mut self, caller: usize) {
        self.given += 1;
        let given = self.given;
        let c = &mut self.callers[caller];
        c.open += 1;
        c.today += 1;
        c.last_given = given;
    }
}

fn is_in(pool: &Pool, person: PersonId, roles: &[String]) -> bool {
    pool.people.contains(&person) || roles.iter().any(|r| pool.roles.contains(r))
}
