//! `home.money`: whoever looks after the money begins here: what clients owe by now, and which
//! payments wait for a look at the bank statement.

use crate::payments::State;
use crate::payments::queries::{Due, PaymentDue, PaymentList, PaymentRow};
use crate::permissions;
use netra_kernel::{Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is to be recorded and what is to be verified: of the lists of payments, what is for now.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeMoney {}

#[derive(Serialize, JsonSchema)]
pub struct MoneyHome {
    /// Instalments whose day has passed, the longest ago first; None for whoever may not record.
    pub overdue: Option<Vec<Due>>,
    /// Those that fall due today or within seven days; None for whoever may not record.
    pub due: Option<Vec<Due>>,
    /// Payments that wait to be verified, the longest first; None for whoever may not verify.
    pub to_verify: Option<Vec<PaymentRow>>,
}

/// How far ahead 'due' looks (days).
const AHEAD_DAYS: i64 = 7;

impl Query for HomeMoney {
    const NAME: &'static str = "home.money";
    const TITLE: &'static str = "Money due and payments to verify";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = &[
        "payments",
        "instalments",
        "agreements",
        "companies",
        "people",
        "receipts",
        "signoffs",
        "kickoff_requests",
        "projects",
        "settings",
    ];
    type View = MoneyHome;

    fn ask(&self, reader: &Reader<'_>) -> Result<MoneyHome> {
        let may = |permission| reader.actor.may(permission);
        let (mut overdue, mut due) = (None, None);
        if may(permissions::PAYMENT_RECORD) {
            let rows = PaymentDue { company: None }.ask(reader)?.rows;
            let near =
                rows.into_iter().filter(|d| d.days_after_due.is_some_and(|n| n >= -AHEAD_DAYS));
            let (late, soon) = near.partition(|d| d.days_after_due > Some(0));
            (overdue, due) = (Some(late), Some(soon));
        }
        let to_verify = match may(permissions::PAYMENT_VERIFY) {
            false => None,
            true => {
                let wanted = PaymentList { state: Some(State::Recorded), ..PaymentList::default() };
                let mut rows = wanted.ask(reader)?.rows;
                rows.reverse();
                Some(rows)
            }
        };
        Ok(MoneyHome { overdue, due, to_verify })
    }
}
