//! Reads of rules and callers, and the rehearsal of rules.

use super::commands::{RuleInput, Share};
use super::floor::{Floor, Rule};
use super::model::Facts;
use super::store::{self, FACTS, facts};
use crate::leads::LeadId;
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rules of sharing out, in order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentRules {}

#[derive(Serialize, JsonSchema)]
pub struct Rules {
    pub rows: Vec<RuleInput>,
}

impl Query for AssignmentRules {
    const NAME: &'static str = "assignment.rules";
    const TITLE: &'static str = "Rules of sharing out";
    const NEEDS: Permission = permissions::LEAD_ASSIGN;
    const READS: &'static [&'static str] = &["assignment_rules"];
    type View = Rules;

    fn ask(&self, reader: &Reader<'_>) -> Result<Rules> {
        let stored: Vec<(Id, String, String, String, String, bool)> = reader.all(
            "SELECT id, name, conditions, pool, method, is_active FROM assignment_rules
             ORDER BY position, id",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)),
        )?;
        let rows = stored
            .into_iter()
            .map(|(id, name, when, to, by, is_active)| {
                Ok(RuleInput {
                    id: Some(id),
                    name,
                    when: serde_json::from_str(&when)?,
                    to: serde_json::from_str(&to)?,
                    by: super::model::Method::parse(&by),
                    is_active,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Rules { rows })
    }
}

/// Everybody who may get leads, with their load.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerList {}

#[derive(Serialize, JsonSchema)]
pub struct Callers {
    pub rows: Vec<CallerRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct CallerRow {
    pub person: PersonId,
    pub name: String,
    pub languages: Vec<String>,
    pub is_present: bool,
    pub open: i64,
    pub given_today: i64,
    pub weight: i64,
    /// 0: no cap
    pub max_open: i64,
    pub max_per_day: i64,
}

impl Query for CallerList {
    const NAME: &'static str = "caller.list";
    const TITLE: &'static str = "Callers and their load";
    const NEEDS: Permission = permissions::LEAD_ASSIGN;
    const READS: &'static [&'static str] =
        &["leads", "lead_assignments", "caller_limits", "people"];
    type View = Callers;

    fn ask(&self, reader: &Reader<'_>) -> Result<Callers> {
        let rows = Floor::read(reader)?
            .callers
            .into_iter()
            .map(|c| CallerRow {
                person: c.id,
                name: c.name,
                languages: c.languages,
                is_present: c.is_present,
                open: c.open,
                given_today: c.today,
                weight: c.weight,
                max_open: c.max_open,
                max_per_day: c.max_per_day,
            })
            .collect();
        Ok(Callers { rows })
    }
}

/// Leads that one rehearsal looks at.
const MOST: i64 = 20_000;

/// What rules would have done with the leads of the last days, from empty desks. Changes nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentSimulate {
    /// None: the rules as they are.
    #[serde(default)]
    pub rules: Option<Vec<RuleInput>>,
    /// Days back (7 when not given).
    #[serde(default)]
    pub days: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Simulated {
    pub leads: usize,
    pub shares: Vec<Share>,
    /// How many each rule placed; the fallback's under its own name.
    pub by_rule: Vec<RuleShare>,
    /// How many would wait for which reason.
    pub unassigned: BTreeMap<String, usize>,
    /// Who would get the first leads.
    pub sample: Vec<Sample>,
}

#[derive(Serialize, JsonSchema)]
pub struct RuleShare {
    /// None: the fallback.
    pub rule: Option<String>,
    pub leads: usize,
}

#[derive(Serialize, JsonSchema)]
pub struct Sample {
    pub lead: LeadId,
    pub to: Option<String>,
    pub rule: Option<String>,
}

impl Query for AssignmentSimulate {
    const NAME: &'static str = "assignment.simulate";
    const TITLE: &'static str = "Rehearse the rules of sharing out";
    const NEEDS: Permission = permissions::LEAD_ASSIGN;
    const READS: &'static [&'static str] = &["leads", "assignment_rules", "caller_limits"];
    type View = Simulated;

    fn ask(&self, reader: &Reader<'_>) -> Result<Simulated> {
        let rules: Vec<Rule> = match &self.rules {
            Some(list) => {
                super::commands::check(reader, list)?;
                let active = list.iter().enumerate().filter(|(_, r)| r.is_active);
                active.map(|(i, r)| r.rule(Id::named("rehearsed", &i.to_string()))).collect()
            }
            None => store::active_rules(reader)?,
        };
        let since = reader.now.plus_days(-i64::from(self.days.unwrap_or(7).min(365)));
        let leads: Vec<Facts> = reader.all(
            &format!(
                "SELECT {FACTS} FROM leads WHERE id >= ?1 AND archived_at IS NULL
                      ORDER BY id LIMIT ?2"
            ),
            params![Id::v7(since.0, 0, [0; 6]), MOST],
            facts,
        )?;
        let mut floor = Floor::with(reader, rules)?.emptied();
        let mut counts = vec![0usize; floor.callers.len()];
        let mut by_rule: Vec<RuleShare> = Vec::new();
        let mut unassigned: BTreeMap<String, usize> = BTreeMap::new();
        let mut sample = Vec::new();
        for lead in &leads {
            let (mut to, mut rule) = (None, None);
            match floor.place(lead) {
                Ok(p) => {
                    counts[p.caller] += 1;
                    to = Some(floor.callers[p.caller].name.clone());
                    rule = p.rule.map(|_| p.reason);
                    match by_rule.iter_mut().find(|s| s.rule == rule) {
                        Some(s) => s.leads += 1,
                        None => by_rule.push(RuleShare { rule: rule.clone(), leads: 1 }),
                    }
                }
                Err(why) => *unassigned.entry(why.code().to_owned()).or_default() += 1,
            }
            if sample.len() < 50 {
                sample.push(Sample { lead: lead.id, to, rule });
            }
        }
        let shares = floor
            .callers
            .iter()
            .zip(counts)
            .map(|(c, n)| Share { person: c.id, name: c.name.clone(), leads: n })
            .collect();
        Ok(Simulated { leads: leads.len(), shares, by_rule, unassigned, sample })
    }
}
