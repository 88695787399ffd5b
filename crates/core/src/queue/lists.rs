//! What the manager looks after: leads that fell out of every queue, and promises.

use super::READS;
use crate::leads::LeadId;
use crate::leads::list::LeadPage;
use crate::leads::queries::{ROW_COLUMNS, lead_row};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::Deserialize;

const PAGE: usize = 100;

/// A list: its condition, the index that walks one person's, the index that walks everybody's.
struct List {
    wheres: &'static str,
    of_person: &'static str,
    of_all: &'static str,
}

const NO_NEXT_STEP: List = List {
    wheres: "l.due_kind IS NULL AND l.attempts > 0 AND l.status = 'open'
        AND l.archived_at IS NULL AND l.is_dnd = 0 AND l.is_invalid_number = 0
        AND l.consent_withdrawn_at IS NULL",
    of_person: "leads_no_next_step",
    of_all: "leads_no_next_step_all",
};
const RESTING: List = List {
    wheres: "l.status = 'resting' AND l.status <> 'open' AND l.archived_at IS NULL",
    of_person: "leads_resting",
    of_all: "leads_status",
};
const UNASSIGNED: List = List {
    wheres: "l.assigned_to IS NULL AND l.category IS NOT NULL",
    of_person: "leads_assigned",
    of_all: "leads_assigned",
};

/// A page of a list, in the order of its index.
fn page(
    reader: &Reader<'_>,
    list: &List,
    person: Option<PersonId>,
    after: Option<LeadId>,
) -> Result<LeadPage> {
    let now = reader.now;
    let after = after.unwrap_or(LeadId(Id([0; 16])));
    let sql = page_sql(list, person.is_some());
    let rows = match person {
        Some(person) => reader.all(&sql, params![after, person], |r| lead_row(r, now))?,
        None => reader.all(&sql, [after], |r| lead_row(r, now))?,
    };
    Ok(LeadPage::of(rows, PAGE))
}

fn page_sql(list: &List, is_of_person: bool) -> String {
    let List { wheres, of_person, of_all } = list;
    let (index, whose) = match is_of_person {
        true => (of_person, "AND l.assigned_to = ?2"),
        false => (of_all, ""),
    };
    format!(
        "SELECT {ROW_COLUMNS} FROM leads l INDEXED BY {index} LEFT JOIN people p ON p.id = l.assigned_to
         WHERE {wheres} AND l.id > ?1 {whose} ORDER BY l.id LIMIT {PAGE}"
    )
}

/// Only whoever sees everybody's leads asks about others.
fn whose(reader: &Reader<'_>, person: Option<PersonId>) -> Option<PersonId> {
    match reader.actor.may(permissions::LEAD_READ_ALL) {
        true => person,
        false => Some(PersonId(reader.actor.id)),
    }
}

macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $wire:literal, $title:literal, $wheres:expr) => {
        $(#[$doc])*
        #[derive(Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Whose; everybody's when not given (one's own without the right to see others').
            #[serde(default)]
            pub person: Option<PersonId>,
            /// The last lead of the page before.
            #[serde(default)]
            pub after: Option<LeadId>,
        }

        impl Query for $name {
            const NAME: &'static str = $wire;
            const TITLE: &'static str = $title;
            const NEEDS: Permission = permissions::LEAD_READ;
            const READS: &'static [&'static str] = READS;
            type View = LeadPage;

            fn ask(&self, reader: &Reader<'_>) -> Result<LeadPage> {
                page(reader, &$wheres, whose(reader, self.person), self.after)
            }
        }
    };
}

list!(
    /// Reached, and nobody said what comes next.
    QueueNoNextStep, "queue.no_next_step", "Leads without a next step", NO_NEXT_STEP
);
list!(
    /// Resting after too many attempts.
    QueueResting, "queue.resting", "Leads that rest", RESTING
);

/// Leads that nobody has, with the reason.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueUnassigned {
    /// The last lead of the page before.
    #[serde(default)]
    pub after: Option<LeadId>,
}

impl Query for QueueUnassigned {
    const NAME: &'static str = "queue.unassigned";
    const TITLE: &'static str = "Leads that nobody has";
    const NEEDS: Permission = permissions::LEAD_READ_ALL;
    const READS: &'static [&'static str] = READS;
    type View = LeadPage;

    fn ask(&self, reader: &Reader<'_>) -> Result<LeadPage> {
        page(reader, &UNASSIGNED, None, self.after)
    }
}

/// Promised calls in the order of their times, due or not.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueCallbacks {
    /// Whose; one's own when not given.
    #[serde(default)]
    pub person: Option<PersonId>,
}

const CALLBACKS_WHERE: &str = "l.assigned_to = ?1 AND l.category = 'callback'";

fn callbacks_sql() -> String {
    format!(
        "SELECT {ROW_COLUMNS} FROM leads l INDEXED BY leads_callbacks
         LEFT JOIN people p ON p.id = l.assigned_to WHERE {CALLBACKS_WHERE} ORDER BY l.due_at, l.id LIMIT 500"
    )
}

impl Query for QueueCallbacks {
    const NAME: &'static str = "queue.callbacks";
    const TITLE: &'static str = "Promised calls";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = READS;
    type View = LeadPage;

    fn ask(&self, reader: &Reader<'_>) -> Result<LeadPage> {
        let me = PersonId(reader.actor.id);
        let person = whose(reader, self.person).unwrap_or(me);
        let now = reader.now;
        let rows = reader.all(&callbacks_sql(), [person], |r| lead_row(r, now))?;
        Ok(LeadPage { rows, next: None })
    }
}

#[cfg(test)]
pub(super) fn statements() -> Vec<(String, &'static str)> {
    vec![
        (page_sql(&UNASSIGNED, false), "leads_assigned"),
        (page_sql(&NO_NEXT_STEP, true), "leads_no_next_step"),
        (page_sql(&NO_NEXT_STEP, false), "leads_no_next_step_all"),
        (page_sql(&RESTING, true), "leads_resting"),
        (page_sql(&RESTING, false), "leads_status"),
        (callbacks_sql(), "leads_callbacks"),
    ]
}
