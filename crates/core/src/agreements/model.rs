//! How an instalment stands: a pure function of its amount, what was paid, and dates.

use super::{InstalmentId, PlanId};
use netra_kernel::{Date, Id};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When an instalment falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    /// On a day that was agreed.
    OnDate,
    /// So many days after the signature.
    OnAgreement,
    /// So many days after the client signed a milestone off.
    OnMilestone,
}

impl DueRule {
    pub fn word(self) -> &'static str {
        match self {
            DueRule::OnDate => "on_date",
            DueRule::OnAgreement => "on_agreement",
            DueRule::OnMilestone => "on_milestone",
        }
    }
    pub fn parse(word: &str) -> Option<DueRule> {
        [DueRule::OnDate, DueRule::OnAgreement, DueRule::OnMilestone]
            .into_iter()
            .find(|r| r.word() == word)
    }
}

/// Where an instalment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InstalmentState {
    /// Nothing to do yet.
    Planned,
    /// May be asked for.
    Due,
    PartPaid,
    Paid,
    /// Given up by an applied change request.
    Waived,
}

/// One planned payment with everything that follows from payments and dates. Amounts in minor
/// units of the plan's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Instalment {
    pub id: InstalmentId,
    pub plan: PlanId,
    pub number: i64,
    pub title: String,
    pub amount_minor: i64,
    pub due_rule: DueRule,
    pub due_days: i64,
    pub milestone: Option<Id>,
    /// The day it falls due; None while the event has not happened.
    pub due_on: Option<Date>,
    /// Money in the bank, recorded or verified, less reversals.
    pub received_minor: i64,
    /// Tax that the client withheld and paid in our name: settles like money.
    pub tds_minor: i64,
    /// Received and withheld, verified payments only.
    pub verified_minor: i64,
    /// How many payments wait to be verified.
    pub unverified: i64,
    pub is_waived: bool,
    /// Today, for what depends on it.
    pub today: Date,
}

impl Instalment {
    /// Received and withheld, verified or not.
    pub fn settled_minor(&self) -> i64 {
        self.received_minor + self.tds_minor
    }
    /// What may still be paid; never below zero, none once waived.
    pub fn open_minor(&self) -> i64 {
        if self.is_waived { 0 } else { (self.amount_minor - self.settled_minor()).max(0) }
    }
    pub fn state(&self) -> InstalmentState {
        if self.is_waived {
            InstalmentState::Waived
        } else if self.open_minor() == 0 {
            InstalmentState::Paid
        } else if self.settled_minor() > 0 {
            InstalmentState::PartPaid
        } else if self.is_due() {
            InstalmentState::Due
        } else {
            InstalmentState::Planned
        }
    }
    /// A date in the plan makes it due on that day; an event (the signature, a sign-off) makes it
    /// due at once, payable by its day.
    fn is_due(&self) -> bool {
        match self.due_rule {
            DueRule::OnDate => self.due_on.is_some_and(|d| d <= self.today),
            DueRule::OnAgreement | DueRule::OnMilestone => self.due_on.is_some(),
        }
    }
    /// Something is open and its day has passed.
    pub fn is_overdue(&self) -> bool {
        self.open_minor() > 0 && self.due_on.is_some_and(|d| d < self.today)
    }
    /// Paid in full, every payment verified.
    pub fn is_verified_paid(&self) -> bool {
        self.state() == InstalmentState::Paid && self.verified_minor >= self.amount_minor
    }
}

/// The day an instalment falls due: `event` is the day of the signature or of the sign-off.
pub(super) fn due_on(
    rule: DueRule,
    on_date: Option<Date>,
    event: Option<Date>,
    days: i64,
) -> Option<Date> {
    match rule {
        DueRule::OnDate => on_date,
        DueRule::OnAgreement | DueRule::OnMilestone => event.map(|d| d.plus_days(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use InstalmentState::{Due, Paid, PartPaid, Planned, Waived};
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn of(amount: i64, received: i64, tds: i64, due: Option<&str>) -> Instalment {
        Instalment {
            id: Id([0; 16]).into(),
            plan: Id([0; 16]).into(),
            number: 1,
            title: String::new(),
            amount_minor: amount,
            due_rule: DueRule::OnDate,
            due_days: 0,
            milestone: None,
            due_on: due.map(day),
            received_minor: received,
            tds_minor: tds,
            verified_minor: 0,
            unverified: 0,
            is_waived: false,
            today: day("2026-11-21"),
        }
    }

    #[test]
    fn states() {
        for (received, tds, due, state, overdue) in [
            (0, 0, None, Planned, false),
            (0, 0, Some("2026-11-22"), Planned, false),
            (0, 0, Some("2026-11-21"), Due, false),
            (0, 0, Some("2026-11-20"), Due, true),
            (1, 0, Some("2026-11-20"), PartPaid, true),
            (1, 0, Some("2026-11-22"), PartPaid, false),
            // ₹1,18,000 invoiced = ₹1,08,000 in the bank + ₹10,000 withheld.
            (10_800_000, 1_000_000, Some("2026-11-20"), Paid, false),
            (11_800_000, 0, None, Paid, false),
        ] {
            let i = of(11_800_000, received, tds, due);
            assert_eq!((i.state(), i.is_overdue()), (state, overdue), "{i:?}");
        }
        let event = |rule, due| Instalment { due_rule: rule, ..of(5, 0, 0, due) }.state();
        assert_eq!(event(DueRule::OnMilestone, None), Planned);
        assert_eq!(event(DueRule::OnMilestone, Some("2026-11-28")), Due);
        assert_eq!(event(DueRule::OnAgreement, Some("2026-11-28")), Due);
        let waived = Instalment { is_waived: true, ..of(5, 0, 0, Some("2026-01-01")) };
        assert_eq!((waived.state(), waived.open_minor(), waived.is_overdue()), (Waived, 0, false));
    }

    #[test]
    fn due_days_count_from_the_event() {
        let signed = Some(day("2026-11-21"));
        for (rule, on_date, event, days, due) in [
            (DueRule::OnDate, Some(day("2027-01-05")), signed, 9, Some("2027-01-05")),
            (DueRule::OnAgreement, None, signed, 0, Some("2026-11-21")),
            (DueRule::OnAgreement, None, signed, 10, Some("2026-12-01")),
            (DueRule::OnMilestone, None, None, 10, None),
            (DueRule::OnMilestone, None, signed, 10, Some("2026-12-01")),
        ] {
            assert_eq!(due_on(rule, on_date, event, days), due.map(day));
        }
    }

    proptest! {
        #[test]
        fn paid_means_nothing_open(amount in 1i64..1_000_000, received in 0i64..1_000_000,
                                   tds in 0i64..100_000) {
            let i = of(amount, received, tds, None);
            prop_assert_eq!(i.state() == Paid, i.settled_minor() >= amount);
            prop_assert_eq!(i.open_minor() == 0, i.state() == Paid);
            prop_assert!(i.open_minor() + i.settled_minor() >= amount);
        }
    }
}
