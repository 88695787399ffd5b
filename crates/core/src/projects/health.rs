//! How a project does: green, amber or red, with the reasons in words; and what is late.

use super::model::Stage;
use super::store::{Counts, Project};
use super::{InstalmentLine, MoneyState};
use crate::language::phrase;
use crate::word_enum::word_enum;
use netra_kernel::rusqlite::{Row, params};
use netra_kernel::{Date, Id, Money, Reader, Result};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

word_enum! {
    pub enum Colour {
        Green = "green",
        Amber = "amber",
        Red = "red",
    }
}

/// A project's health.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Health {
    pub colour: Colour,
    /// Why it is not green, the worst first.
    pub reasons: Vec<String>,
}

/// Something whose day has passed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Late {
    /// `project`, `milestone`, `sow_item`, `instalment`.
    pub kind: String,
    pub id: Id,
    pub title: String,
    pub due_on: Date,
    pub days: i64,
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "health-past_end",
    "health-milestones",
    "health-instalments",
    "health-items",
    "health-meetings",
    "health-on_hold",
    "health-review",
    "health-instalment",
];

/// Milestones and instalments later than this are red (days).
const RED_AFTER_DAYS: i64 = 14;

/// What is late today; nothing is in a project that is over or waits.
pub(super) fn late(
    reader: &Reader<'_>,
    p: &Project,
    money: &[InstalmentLine],
) -> Result<Vec<Late>> {
    if !Stage::OPEN.contains(&p.stage) {
        return Ok(Vec::new());
    }
    let today = reader.today();
    let mut list = Vec::new();
    let mut add = |kind: &str, id: Id, title: String, due_on: Date| {
        list.push(Late { kind: kind.into(), id, title, due_on, days: due_on.days_until(today) });
    };
    if p.end_on < today {
        add("project", p.id.0, p.name.clone(), p.end_on);
    }
    let row = |r: &Row<'_>| Ok((r.get::<_, Id>(0)?, r.get::<_, String>(1)?, r.get::<_, Date>(2)?));
    for (id, title, on) in reader.all(
        "SELECT id, title, planned_on FROM milestones WHERE project_id = ?1
         AND state <> 'signed_off' AND planned_on < ?2 ORDER BY planned_on, id",
        params![p.id, today],
        row,
    )? {
        add("milestone", id, title, on);
    }
    for (id, title, on) in reader.all(
        "SELECT id, title, planned_end FROM sow_items WHERE sow_id = ?1
         AND state NOT IN ('implemented', 'dropped') AND planned_end < ?2
         ORDER BY planned_end, id",
        params![p.sow, today],
        row,
    )? {
        add("sow_item", id, title, on);
    }
    for i in money {
        if let (MoneyState::Overdue, Some(on)) = (i.state, i.due_on) {
            let args = json!({"number": i.number, "open": Money::new(i.open_minor, p.currency)});
            let code = match super::sees_money(reader) {
                true => "health-instalment",
                false => "gate-payments-unpaid",
            };
            add("instalment", i.id, phrase(reader.locale, code, &args), on);
        }
    }
    Ok(list)
}

/// True when half of the tenure has passed, or half of the items are late, and no review is
/// recorded or waived: a mid-project review is asked for.
pub(super) fn needs_review(
    reader: &Reader<'_>,
    p: &Project,
    c: &Counts,
    late: &[Late],
) -> Result<bool> {
    if !Stage::RUNNING.contains(&p.stage) || p.review_waived_at.is_some() {
        return Ok(false);
    }
    let all = p.start_on.days_until(p.end_on);
    let gone = p.start_on.days_until(reader.today());
    let late_items = late.iter().filter(|l| l.kind == "sow_item").count() as i64;
    let is_half_way = gone * 2 >= all || (c.items > 0 && late_items * 2 >= c.items);
    Ok(is_half_way && !super::gate::review_recorded(reader, p)?)
}

/// Colour and reasons.
pub(super) fn health(
    reader: &Reader<'_>,
    p: &Project,
    c: &Counts,
    late: &[Late],
) -> Result<Health> {
    let mut found: Vec<(Colour, String)> = Vec::new();
    let say = |code: &str, args| phrase(reader.locale, code, &args);
    if p.stage == Stage::OnHold {
        found.push((Colour::Amber, say("health-on_hold", json!({"reason": p.stage_reason}))));
    }
    if Stage::OPEN.contains(&p.stage) {
        for (kind, code) in [
            ("project", "health-past_end"),
            ("milestone", "health-milestones"),
            ("instalment", "health-instalments"),
            ("sow_item", "health-items"),
        ] {
            let of_kind: Vec<&Late> = late.iter().filter(|l| l.kind == kind).collect();
            let Some(days) = of_kind.iter().map(|l| l.days).max() else { continue };
            let red = kind == "project" || (kind != "sow_item" && days > RED_AFTER_DAYS);
            let colour = if red { Colour::Red } else { Colour::Amber };
            found.push((colour, say(code, json!({"n": of_kind.len(), "days": days}))));
        }
        let expected = expected_meetings(p, reader.today(), c.meetings_promised);
        if p.execution_started() && c.meetings_delivered < expected {
            let args = json!({"delivered": c.meetings_delivered, "expected": expected});
            found.push((Colour::Amber, say("health-meetings", args)));
        }
        if needs_review(reader, p, c, late)? {
            found.push((Colour::Amber, say("health-review", json!({}))));
        }
    }
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    Ok(Health {
        colour: found.first().map_or(Colour::Green, |f| f.0),
        reasons: found.into_iter().map(|f| f.1).collect(),
    })
}

/// Meetings that an even pace would have delivered by now (rounded down).
fn expected_meetings(p: &Project, today: Date, promised: i64) -> i64 {
    let all = p.start_on.days_until(p.end_on).max(1);
    let gone = p.start_on.days_until(today).clamp(0, all);
    promised * gone / all
}
