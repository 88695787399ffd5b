//! The instalments of a project as the gate looks at them. How an instalment stands is derived in
//! [`crate::agreements`]; here 'paid' means paid *and verified*.

use super::Project;
use crate::agreements::{self, DueRule, Instalment, PlanId};
use crate::word_enum::word_enum;
use netra_kernel::{Date, Id, Reader, Result};
use schemars::JsonSchema;
use serde::Serialize;

word_enum! {
    /// Where an instalment stands.
    pub enum MoneyState {
        Planned = "planned",
        Due = "due",
        PartPaid = "part_paid",
        Overdue = "overdue",
        Paid = "paid",
        Waived = "waived",
    }
}

/// One instalment of a project, with what came in for it. Amounts are minor units of the plan's
/// currency; TDS withheld counts as received.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InstalmentLine {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub amount_minor: i64,
    /// Verified payments and their TDS, less reversals.
    pub received_minor: i64,
    /// Recorded, but nobody has verified it yet.
    pub unverified_minor: i64,
    /// How many payments wait to be verified.
    pub unverified: i64,
    /// What may still be recorded.
    pub open_minor: i64,
    /// None until what makes it due has happened.
    pub due_on: Option<Date>,
    /// False when nothing will ever make it due.
    pub has_due_rule: bool,
    pub milestone: Option<Id>,
    pub state: MoneyState,
}

/// Every instalment of the project's plan, by number; none for whoever may not know of them.
/// # Errors
/// Storage errors.
pub fn instalment_lines(reader: &Reader<'_>, p: &Project) -> Result<Vec<InstalmentLine>> {
    if !super::knows_money(reader) {
        return Ok(Vec::new());
    }
    Ok(agreements::instalments(reader, PlanId(p.plan))?.into_iter().map(line).collect())
}

fn line(i: Instalment) -> InstalmentLine {
    InstalmentLine {
        id: i.id.0,
        number: i.number,
        amount_minor: i.amount_minor,
        received_minor: i.verified_minor,
        unverified_minor: i.settled_minor() - i.verified_minor,
        unverified: i.unverified,
        open_minor: i.open_minor(),
        due_on: i.due_on,
        has_due_rule: match i.due_rule {
            DueRule::OnDate => i.due_on.is_some(),
            DueRule::OnAgreement => true,
            DueRule::OnMilestone => i.milestone.is_some(),
        },
        milestone: i.milestone,
        state: state(&i),
        title: i.title,
    }
}

fn state(i: &Instalment) -> MoneyState {
    // A date in the plan makes it due on that day; an event makes it due at once, payable by then.
    let is_due = match i.due_rule {
        DueRule::OnDate => i.due_on.is_some_and(|d| d <= i.today),
        DueRule::OnAgreement | DueRule::OnMilestone => i.due_on.is_some(),
    };
    if i.is_waived {
        MoneyState::Waived
    } else if i.is_verified_paid() {
        MoneyState::Paid
    } else if i.is_overdue() {
        MoneyState::Overdue
    } else if i.settled_minor() > 0 {
        MoneyState::PartPaid
    } else if is_due {
        MoneyState::Due
    } else {
        MoneyState::Planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_follows_from_dates_and_verified_payments() {
        use DueRule::{OnAgreement, OnDate, OnMilestone};
        let today = Date::parse("2026-11-21").unwrap();
        // rule, due on, waived, settled and verified of 100 → state
        type Row<'a> = (DueRule, Option<&'a str>, bool, i64, i64, MoneyState);
        let table: &[Row<'_>] = &[
            (OnDate, Some("2026-12-01"), false, 0, 0, MoneyState::Planned),
            (OnDate, Some("2026-11-21"), false, 0, 0, MoneyState::Due),
            (OnDate, Some("2026-11-20"), false, 0, 0, MoneyState::Overdue),
            (OnDate, Some("2026-11-20"), false, 40, 40, MoneyState::Overdue),
            (OnDate, Some("2026-12-01"), false, 40, 40, MoneyState::PartPaid),
            (OnDate, Some("2026-11-20"), false, 100, 0, MoneyState::PartPaid),
            (OnDate, Some("2026-11-20"), false, 100, 99, MoneyState::PartPaid),
            (OnDate, Some("2026-11-20"), false, 100, 100, MoneyState::Paid),
            (OnDate, Some("2026-11-20"), true, 0, 0, MoneyState::Waived),
            (OnAgreement, Some("2026-12-21"), false, 0, 0, MoneyState::Due),
            (OnMilestone, None, false, 0, 0, MoneyState::Planned),
            (OnMilestone, Some("2026-11-27"), false, 0, 0, MoneyState::Due),
            (OnMilestone, Some("2026-11-08"), false, 0, 0, MoneyState::Overdue),
        ];
        for (rule, on, waived, settled, verified, expected) in table {
            let i = Instalment {
                id: Id([0; 16]).into(),
                plan: Id([0; 16]).into(),
                number: 1,
                title: String::new(),
                amount_minor: 100,
                due_rule: *rule,
                due_days: 0,
                milestone: Some(Id([1; 16])),
                due_on: on.and_then(Date::parse),
                received_minor: *settled,
                tds_minor: 0,
                verified_minor: *verified,
                unverified: 0,
                is_waived: *waived,
                today,
            };
            assert_eq!(state(&i), *expected, "{i:?}");
        }
    }
}
