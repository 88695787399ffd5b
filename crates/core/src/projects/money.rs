//! What of a project's money is planned, due, received. Everything here is derived: an instalment
//! has no stored state.

use super::Project;
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
    pub open_minor: i64,
    /// None until what makes it due has happened.
    pub due_on: Option<Date>,
    /// False when nothing will ever make it due.
    pub has_due_rule: bool,
    pub milestone: Option<Id>,
    pub state: MoneyState,
}

struct Stored {
    id: Id,
    number: i64,
    title: String,
    amount: i64,
    kind: String,
    on: Option<Date>,
    days: i64,
    milestone: Option<Id>,
    is_waived: bool,
    agreed_on: Date,
    milestone_signed_on: Option<Date>,
    received: i64,
    unverified_minor: i64,
    unverified: i64,
}

/// Every instalment of the project's plan, by number.
/// # Errors
/// Storage errors.
pub fn instalment_lines(reader: &Reader<'_>, p: &Project) -> Result<Vec<InstalmentLine>> {
    let stored = reader.all(
        "SELECT i.id, i.number, i.title, i.amount_minor, i.due_kind, i.due_on, i.due_days,
                i.milestone_id, i.waived_by IS NOT NULL, a.signed_on,
                (SELECT s.signed_on FROM signoffs s WHERE s.subject_id = i.milestone_id
                 AND s.subject_kind = 'milestone' ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1),
                (SELECT ifnull(sum(amount_minor + tds_minor), 0) FROM payments
                 WHERE instalment_id = i.id AND state = 'verified'),
                (SELECT ifnull(sum(amount_minor + tds_minor), 0) FROM payments
                 WHERE instalment_id = i.id AND state = 'recorded'),
                (SELECT count(*) FROM payments WHERE instalment_id = i.id AND state = 'recorded')
         FROM instalments i JOIN agreements a ON a.plan_id = i.plan_id
         WHERE i.plan_id = ?1 ORDER BY i.number, i.id",
        [p.plan],
        |r| {
            Ok(Stored {
                id: r.get(0)?,
                number: r.get(1)?,
                title: r.get(2)?,
                amount: r.get(3)?,
                kind: r.get(4)?,
                on: r.get(5)?,
                days: r.get(6)?,
                milestone: r.get(7)?,
                is_waived: r.get(8)?,
                agreed_on: r.get(9)?,
                milestone_signed_on: r.get(10)?,
                received: r.get(11)?,
                unverified_minor: r.get(12)?,
                unverified: r.get(13)?,
            })
        },
    )?;
    let today = reader.today();
    Ok(stored.into_iter().map(|s| line(s, today)).collect())
}

fn line(s: Stored, today: Date) -> InstalmentLine {
    let (due_on, has_due_rule) = match s.kind.as_str() {
        "on_date" => (s.on, s.on.is_some()),
        "on_agreement" => (Some(s.agreed_on.plus_days(s.days)), true),
        _ => (s.milestone_signed_on.map(|d| d.plus_days(s.days)), s.milestone.is_some()),
    };
    // A date in the plan makes it due on that day; an event makes it due at once, payable by then.
    let is_due = match s.kind.as_str() {
        "on_date" => due_on.is_some_and(|d| d <= today),
        _ => due_on.is_some(),
    };
    let open = if s.is_waived { 0 } else { (s.amount - s.received).max(0) };
    let state = if s.is_waived {
        MoneyState::Waived
    } else if open == 0 {
        MoneyState::Paid
    } else if due_on.is_some_and(|d| d < today) {
        MoneyState::Overdue
    } else if s.received > 0 {
        MoneyState::PartPaid
    } else if is_due {
        MoneyState::Due
    } else {
        MoneyState::Planned
    };
    InstalmentLine {
        id: s.id,
        number: s.number,
        title: s.title,
        amount_minor: s.amount,
        received_minor: s.received,
        unverified_minor: s.unverified_minor,
        unverified: s.unverified,
        open_minor: open,
        due_on,
        has_due_rule,
        milestone: s.milestone,
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_follows_from_dates_and_payments() {
        let today = Date::parse("2026-11-21").unwrap();
        // kind, due on, days, milestone signed on, waived, received of 100 → state
        type Row<'a> = (&'a str, Option<&'a str>, i64, Option<&'a str>, bool, i64, MoneyState);
        let table: &[Row<'_>] = &[
            ("on_date", Some("2026-12-01"), 0, None, false, 0, MoneyState::Planned),
            ("on_date", Some("2026-11-21"), 0, None, false, 0, MoneyState::Due),
            ("on_date", Some("2026-11-20"), 0, None, false, 0, MoneyState::Overdue),
            ("on_date", Some("2026-11-20"), 0, None, false, 40, MoneyState::Overdue),
            ("on_date", Some("2026-12-01"), 0, None, false, 40, MoneyState::PartPaid),
            ("on_date", Some("2026-11-20"), 0, None, false, 100, MoneyState::Paid),
            ("on_date", Some("2026-11-20"), 0, None, true, 0, MoneyState::Waived),
            ("on_agreement", None, 0, None, false, 0, MoneyState::Overdue),
            ("on_agreement", None, 30, None, false, 0, MoneyState::Due),
            ("on_milestone", None, 7, None, false, 0, MoneyState::Planned),
            ("on_milestone", None, 7, Some("2026-11-20"), false, 0, MoneyState::Due),
            ("on_milestone", None, 7, Some("2026-11-01"), false, 0, MoneyState::Overdue),
        ];
        for (kind, on, days, signed, waived, received, state) in table {
            let l = line(
                Stored {
                    id: Id([0; 16]),
                    number: 1,
                    title: String::new(),
                    amount: 100,
                    kind: (*kind).into(),
                    on: on.and_then(Date::parse),
                    days: *days,
                    milestone: Some(Id([1; 16])),
                    is_waived: *waived,
                    agreed_on: Date::parse("2026-11-02").unwrap(),
                    milestone_signed_on: signed.and_then(Date::parse),
                    received: *received,
                    unverified_minor: 0,
                    unverified: 0,
                },
                today,
            );
            assert_eq!(l.state, *state, "{kind} {on:?} {signed:?} {received}");
        }
    }
}
