//! The change requests of a project, each with the plan it replaced.

use super::{ChangeLine, ChangeRequestId, ChangeState, acts, found};
use crate::acts::Act;
use crate::permissions;
use crate::projects::{Project, ProjectId, readable, sees_money};
use netra_kernel::{Date, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The change requests of a project, by number.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct Changes {
    pub rows: Vec<ChangeRow>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct ChangeRow {
    pub id: ChangeRequestId,
    pub number: i64,
    pub title: String,
    pub reason: String,
    pub state: ChangeState,
    pub lines: Vec<ChangeLine>,
    /// None for whoever may not see payments, as are the lines about instalments.
    pub price_effect: Option<Money>,
    pub decided_by: String,
    pub decided_on: Option<Date>,
    pub decision_reason: String,
    pub applied_at: Option<Timestamp>,
    /// The plan as it was before this was applied.
    pub plan_before: Option<Value>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

impl Query for ChangeList {
    const NAME: &'static str = "change.list";
    const TITLE: &'static str = "Change requests of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &[
        "change_requests",
        "projects",
        "instalments",
        "payments",
        "invoices",
        "milestones",
        "sow_items",
    ];
    type View = Changes;

    fn ask(&self, reader: &Reader<'_>) -> Result<Changes> {
        let p = readable(reader, self.project)?;
        let mut rows = changes_of(reader, &p)?;
        for row in &mut rows {
            row.acts = acts::acts(reader, &found(reader, row.id)?, &p)?;
        }
        Ok(Changes { rows })
    }
}

/// The change requests of a project, without what this person may not see, and without what may be
/// done with them.
/// # Errors
/// Storage errors.
pub fn changes_of(reader: &Reader<'_>, p: &Project) -> Result<Vec<ChangeRow>> {
    let sees_money = sees_money(reader);
    let rows = reader.all(
        "SELECT id, number, title, reason, state, lines, price_effect_minor, decided_by,
                decided_on, decision_reason, applied_at, plan_before
         FROM change_requests WHERE project_id = ?1 ORDER BY number, id",
        [p.id],
        |r| {
            let row = ChangeRow {
                id: r.get(0)?,
                number: r.get(1)?,
                title: r.get(2)?,
                reason: r.get(3)?,
                state: r.get(4)?,
                lines: Vec::new(),
                price_effect: sees_money.then_some(Money::new(r.get(6)?, p.currency)),
                decided_by: r.get(7)?,
                decided_on: r.get(8)?,
                decision_reason: r.get(9)?,
                applied_at: r.get(10)?,
                plan_before: None,
                acts: Vec::new(),
            };
            Ok((row, r.get::<_, String>(5)?, r.get::<_, Option<String>>(11)?))
        },
    )?;
    rows.into_iter()
        .map(|(mut row, lines, before)| {
            row.lines = serde_json::from_str(&lines)?;
            row.plan_before = before.map(|b| serde_json::from_str(&b)).transpose()?;
            if !sees_money {
                row.lines.retain(|l| !l.is_about_money());
                row.plan_before = row.plan_before.map(without_money);
            }
            Ok(row)
        })
        .collect()
}

/// The plan as it was, without what only those may see who see payments.
fn without_money(mut plan: Value) -> Value {
    if let Value::Object(plan) = &mut plan {
        plan.remove("total_minor");
        plan.remove("instalments");
    }
    plan
}
