//! Checking the lines of a change request against the plan as it stands, and applying them.
//!
//! Invariant: the check at draft time and the one at apply time are the same code, because the
//! plan may have moved in between.

use super::{ChangeError, ChangeLine, ChangeRequestId};
use crate::invoices;
use crate::milestones;
use crate::projects::{InstalmentLine, MoneyState, Project, instalment_lines};
use crate::sow_items::{self, SowItemId, Verb, items_of};
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Money, Reader, Result, Tx, Validation, money};
use serde_json::{Value, json};

/// Amounts beyond this are a slip of the keyboard (minor units).
const MOST_MINOR: i64 = 1_000_000_000_000_000;

/// Refuses lines that cannot be applied; gives their effect on the total.
pub(super) fn check(reader: &Reader<'_>, p: &Project, lines: &[ChangeLine]) -> Result<i64> {
    let mut v = Validation::new();
    v.check(lines.is_empty(), "lines", "change.nothing");
    v.check(lines.len() > 500, "lines", "change.too_many");
    for (i, line) in lines.iter().enumerate() {
        check_fields(&mut v, &format!("lines[{i}]"), line);
    }
    v.finish()?;
    let plan = instalment_lines(reader, p)?;
    let mut effect = 0i64;
    for line in lines {
        match line {
            ChangeLine::AddItem { milestone: Some(m), .. } => {
                milestones::need_open(reader, p, (*m).into())?;
            }
            ChangeLine::AddItem { milestone: None, .. } | ChangeLine::Meetings { .. } => {}
            ChangeLine::DropItem { item } => {
                let i = of_project(reader, p, *item)?;
                if i.state == sow_items::ItemState::Implemented {
                    return Err(ChangeError::ItemImplemented { item: i.title }.into());
                }
            }
            ChangeLine::EndDate { end_on } => {
                if *end_on < p.start_on {
                    return Err(ChangeError::EndBeforeStart { start: p.start_on }.into());
                }
            }
            ChangeLine::InstalmentAmount { instalment, amount_minor } => {
                let i = unsettled(&plan, *instalment)?;
                need_not_invoiced(reader, i)?;
                let received = i.received_minor + i.unverified_minor;
                if *amount_minor < received {
                    let received = Money::new(received, p.currency);
                    return Err(ChangeError::BelowReceived { number: i.number, received }.into());
                }
                effect += amount_minor - i.amount_minor;
            }
            ChangeLine::AddInstalment { amount_minor, .. } => effect += amount_minor,
            ChangeLine::InstalmentDue { instalment, .. } => {
                let i = unsettled(&plan, *instalment)?;
                // A signed milestone has made it due: that stays.
                if i.milestone.is_some() && i.due_on.is_some() {
                    return Err(ChangeError::MilestoneSigned { number: i.number }.into());
                }
            }
            ChangeLine::WaiveInstalment { instalment } => {
                need_not_invoiced(reader, unsettled(&plan, *instalment)?)?;
            }
        }
    }
    Ok(effect)
}

fn check_fields(v: &mut Validation, path: &str, line: &ChangeLine) {
    let text = |v: &mut Validation, name: &str, text: &str, most: usize| {
        v.check(text.chars().count() > most, &format!("{path}.{name}"), "too_long");
    };
    match line {
        ChangeLine::AddItem { title, description, category, .. } => {
            v.check(title.trim().is_empty(), &format!("{path}.title"), "required");
            text(v, "title", title, 300);
            text(v, "description", description, 10_000);
            text(v, "category", category, 200);
        }
        ChangeLine::AddInstalment { title, amount_minor, .. } => {
            text(v, "title", title, 300);
            let wrong = !(1..=MOST_MINOR).contains(amount_minor);
            v.check(wrong, &format!("{path}.amount_minor"), "amount.range");
        }
        ChangeLine::InstalmentAmount { amount_minor, .. } => {
            let wrong = !(1..=MOST_MINOR).contains(amount_minor);
            v.check(wrong, &format!("{path}.amount_minor"), "amount.range");
        }
        ChangeLine::Meetings { promised } => {
            let wrong = !(0..=10_000).contains(promised);
            v.check(wrong, &format!("{path}.promised"), "amount.range");
        }
        _ => {}
    }
}

fn of_project(reader: &Reader<'_>, p: &Project, item: Id) -> Result<sow_items::Item> {
    let theirs = reader
        .exists("SELECT 1 FROM sow_items WHERE id = ?1 AND sow_id = ?2", params![item, p.sow])?;
    if theirs {
        return sow_items::item(reader, SowItemId(item));
    }
    Err(ChangeError::ItemNotTheirs { item: item.to_string() }.into())
}

fn unsettled(plan: &[InstalmentLine], id: Id) -> Result<&InstalmentLine> {
    let found = plan
        .iter()
        .find(|i| i.id == id)
        .ok_or_else(|| ChangeError::InstalmentNotTheirs { instalment: id.to_string() })?;
    if matches!(found.state, MoneyState::Paid | MoneyState::Waived) {
        return Err(ChangeError::InstalmentSettled { number: found.number }.into());
    }
    Ok(found)
}

/// The client holds a numbered paper with another amount: that is cancelled first.
fn need_not_invoiced(reader: &Reader<'_>, i: &InstalmentLine) -> Result<()> {
    match invoices::issued_for(reader, i.id.into())? {
        Some(invoice) => Err(ChangeError::Invoiced { number: i.number, invoice }.into()),
        None => Ok(()),
    }
}

/// The plan as it is now, to be kept.
pub(super) fn snapshot(reader: &Reader<'_>, p: &Project) -> Result<Value> {
    let items: Vec<Value> = items_of(reader, p)?
        .into_iter()
        .map(|i| {
            json!({"id": i.id, "title": i.title, "description": i.description,
                   "category": i.category, "state": i.state, "milestone": i.milestone})
        })
        .collect();
    let instalments: Vec<Value> = instalment_lines(reader, p)?
        .into_iter()
        .map(|i| {
            json!({"id": i.id, "number": i.number, "amount_minor": i.amount_minor,
                   "due_on": i.due_on, "milestone": i.milestone, "state": i.state})
        })
        .collect();
    Ok(json!({"end_on": p.end_on, "meetings_promised": p.meetings_promised,
              "total_minor": p.total_minor, "currency": p.currency,
              "sow_items": items, "instalments": instalments}))
}

/// Writes the lines, which have been checked, one after the other.
pub(super) fn apply(
    tx: &Tx<'_>,
    p: &Project,
    change: ChangeRequestId,
    lines: &[ChangeLine],
) -> Result<()> {
    for line in lines {
        // A line may undo the ground of a later one (waiving and then repricing).
        check(tx, p, std::slice::from_ref(line))?;
        apply_line(tx, p, change, line)?;
    }
    total(tx, p)
}

fn apply_line(tx: &Tx<'_>, p: &Project, change: ChangeRequestId, line: &ChangeLine) -> Result<()> {
    match line {
        ChangeLine::AddItem { title, description, category, milestone } => tx.write(
            "INSERT INTO sow_items (id, sow_id, position, title, description, category,
                 milestone_id)
             SELECT ?1, ?2, ifnull(max(position), 0) + 1, ?3, ?4, ?5, ?6
             FROM sow_items WHERE sow_id = ?2",
            params![
                tx.new_id::<Id>(),
                p.sow,
                title.trim(),
                description.trim(),
                category.trim(),
                milestone
            ],
        )?,
        ChangeLine::DropItem { item } => {
            sow_items::advance(tx, &of_project(tx, p, *item)?, Verb::Drop, "")?;
            tx.write("UPDATE sow_items SET dropped_by = ?2 WHERE id = ?1", params![item, change])?
        }
        ChangeLine::EndDate { end_on } => {
            tx.write("UPDATE projects SET end_on = ?2 WHERE id = ?1", params![p.id, end_on])?
        }
        ChangeLine::Meetings { promised } => tx.write(
            "UPDATE pricing_plans SET meetings_promised = ?2 WHERE id = ?1",
            params![p.plan, promised],
        )?,
        ChangeLine::InstalmentAmount { instalment, amount_minor } => tx.write(
            "UPDATE instalments SET amount_minor = ?2 WHERE id = ?1",
            params![instalment, amount_minor],
        )?,
        ChangeLine::AddInstalment { title, amount_minor, due_on } => tx.write(
            "INSERT INTO instalments (id, plan_id, number, title, amount_minor, due_kind, due_on)
             SELECT ?1, ?2, ifnull(max(number), 0) + 1, ?3, ?4, 'on_date', ?5
             FROM instalments WHERE plan_id = ?2",
            params![tx.new_id::<Id>(), p.plan, title.trim(), amount_minor, due_on],
        )?,
        ChangeLine::InstalmentDue { instalment, due_on } => tx.write(
            "UPDATE instalments SET due_kind = 'on_date', due_on = ?2, due_days = 0,
                 milestone_id = NULL WHERE id = ?1",
            params![instalment, due_on],
        )?,
        ChangeLine::WaiveInstalment { instalment } => {
            invoices::drop_draft(tx, (*instalment).into())?;
            tx.write(
                "UPDATE instalments SET waived_by = ?2 WHERE id = ?1",
                params![instalment, change],
            )?
        }
    };
    Ok(())
}

/// The total follows the instalments; net and tax keep their proportion (largest remainder).
fn total(tx: &Tx<'_>, p: &Project) -> Result<()> {
    let (net, tax): (i64, i64) =
        tx.one("SELECT net_minor, tax_minor FROM pricing_plans WHERE id = ?1", [p.plan], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?;
    let total: i64 = tx.one(
        "SELECT ifnull(sum(amount_minor), 0) FROM instalments WHERE plan_id = ?1",
        [p.plan],
        |r| r.get(0),
    )?;
    if total == p.total_minor {
        return Ok(());
    }
    let weight = |n: i64| u64::try_from(n).unwrap_or(0);
    let parts = money::split(total, &[weight(net), weight(tax)]);
    tx.write(
        "UPDATE pricing_plans SET net_minor = ?2, tax_minor = ?3, total_minor = ?4 WHERE id = ?1",
        params![p.plan, parts[0], parts[1], total],
    )?;
    Ok(())
}
