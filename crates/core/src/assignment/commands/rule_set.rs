//! `assignment.rule_set`: the whole list of rules, in order.

use crate::assignment::floor::Rule;
use crate::assignment::model::{Conditions, Method, Pool};
use crate::people::commands::Nothing;
use crate::people::name_of;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MAX_RULES: usize = 100;
const MAX_TESTS: usize = 50;

/// Makes the rules of sharing out exactly these, in this order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentRuleSet {
    pub rules: Vec<RuleInput>,
}

/// One rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleInput {
    /// A rule that was there before keeps its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    pub name: String,
    /// No test at all: every lead.
    #[serde(default)]
    pub when: Conditions,
    pub to: Pool,
    pub by: Method,
    #[serde(default = "yes")]
    pub is_active: bool,
}

fn yes() -> bool {
    true
}

impl RuleInput {
    pub(in crate::assignment) fn rule(&self, id: Id) -> Rule {
        Rule {
            id: self.id.unwrap_or(id),
            name: self.name.trim().to_owned(),
            conditions: self.when.clone(),
            pool: self.to.clone(),
            method: self.by,
        }
    }
}

/// Checks a list of rules.
pub(in crate::assignment) fn check(reader: &Reader<'_>, rules: &[RuleInput]) -> Result<()> {
    let mut v = Validation::new();
    v.check(rules.len() > MAX_RULES, "rules", "rule.too_many");
    for (i, r) in rules.iter().enumerate() {
        let at = |field: &str| format!("rules[{i}].{field}");
        if r.name.trim().is_empty() {
            v.add(at("name"), "required");
        }
        if r.name.chars().count() > 200 {
            v.add(at("name"), "too_long");
        }
        if r.to.people.is_empty() && r.to.roles.is_empty() {
            v.add(at("to"), "rule.pool_empty");
        }
        let tests = r.when.all.iter().chain(&r.when.any).chain(&r.when.none);
        if tests.clone().any(|t| !t.is_whole()) {
            v.add(at("when"), "rule.no_test");
        }
        if tests.count() > MAX_TESTS {
            v.add(at("when"), "rule.too_many");
        }
    }
    v.finish()?;
    for person in rules.iter().flat_map(|r| &r.to.people) {
        name_of(reader, *person)?;
    }
    Ok(())
}

impl Command for AssignmentRuleSet {
    const NAME: &'static str = "assignment.rule_set";
    const TITLE: &'static str = "Set the rules of sharing out";
    const NEEDS: Permission = permissions::ASSIGNMENT_RULES;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        check(tx, &self.rules)?;
        let old: Vec<Id> =
            tx.all("SELECT id FROM assignment_rules ORDER BY id", [], |r| r.get(0))?;
        for id in old.iter().filter(|id| !self.rules.iter().any(|r| r.id == Some(**id))) {
            tx.write("DELETE FROM assignment_rules WHERE id = ?1", [id])?;
        }
        for (position, r) in self.rules.iter().enumerate() {
            let id = r.id.filter(|id| old.contains(id)).unwrap_or_else(|| tx.new_id());
            tx.write(
                "INSERT INTO assignment_rules (id, position, name, conditions, pool, method,
                     is_active) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET position = excluded.position,
                     name = excluded.name, conditions = excluded.conditions,
                     pool = excluded.pool, method = excluded.method,
                     is_active = excluded.is_active",
                params![
                    id,
                    position as i64,
                    r.name.trim(),
                    serde_json::to_string(&r.when)?,
                    serde_json::to_string(&r.to)?,
                    r.by.word(),
                    r.is_active
                ],
            )?;
        }
        Ok(done(Nothing {}).fact("n", self.rules.len()))
    }
}
