//! The columns that put leads in order, and where one lead stands in it.
//!
//! Invariant: the order is total (an id ends it) and the same on every page, whichever way the page was
//! found; leads without the value come last, up or down.

use super::LeadId;
use netra_kernel::rusqlite::types::Value as Sql;
use netra_kernel::{Reader, Result};
use schemars::JsonSchema;
use serde::Deserialize;

/// A column that leads can be put in order by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    Name,
    Company,
    City,
    Source,
    /// And by score where that is the same.
    Priority,
    LastCall,
    Created,
}

/// One lead's place in an order.
pub(super) struct Place {
    pub is_without: bool,
    /// The keys and the id.
    pub keys: Vec<Sql>,
}

impl Order {
    /// The index that gives this order, its columns (the id comes after them), and how it spells that a
    /// lead has the value, if some have not.
    fn parts(self) -> (&'static str, &'static [&'static str], Option<&'static str>) {
        const NAME: &str = "l.name COLLATE NOCASE";
        match self {
            Order::Name => ("leads_name", &[NAME], None),
            Order::Company => (
                "leads_company",
                &["l.company_name COLLATE NOCASE", NAME],
                Some("l.company_name <> ''"),
            ),
            Order::City => ("leads_city", &["l.city"], Some("l.city <> ''")),
            Order::Source => ("leads_source", &["l.source"], Some("l.source <> ''")),
            Order::Priority => ("leads_ranked", &["l.priority", "l.score"], None),
            Order::LastCall => {
                ("leads_last_call", &["l.last_call_at"], Some("l.last_call_at IS NOT NULL"))
            }
            Order::Created => ("leads_created", &["l.created_at"], None),
        }
    }

    pub(super) fn index(self) -> &'static str {
        self.parts().0
    }

    /// A condition: this lead has the value; none: every lead has.
    pub(super) fn with(self) -> Option<&'static str> {
        self.parts().2
    }

    /// What stands between `ORDER BY` and `LIMIT`, for leads that all have the value.
    pub(super) fn by(self, down: bool) -> String {
        let end = if down { " DESC" } else { "" };
        let keys = self.parts().1.iter().map(|key| format!("{key}{end}, "));
        format!("{}l.id{end}", keys.collect::<String>())
    }

    /// A condition: a lead with the value comes after the place whose keys are the parameters from this
    /// number on.
    pub(super) fn beyond(self, down: bool, first: usize) -> String {
        let keys = self.parts().1;
        let marks: Vec<String> = (first..=first + keys.len()).map(|n| format!("?{n}")).collect();
        let than = if down { "<" } else { ">" };
        format!("({}, l.id) {than} ({})", keys.join(", "), marks.join(", "))
    }

    /// Where a lead stands; none when it is not here any more.
    pub(super) fn place(self, reader: &Reader<'_>, lead: LeadId) -> Result<Option<Place>> {
        let (_, keys, with) = self.parts();
        let sql = format!(
            "SELECT NOT ({}), {}, l.id FROM leads l WHERE l.id = ?1",
            with.unwrap_or("1"),
            keys.join(", ")
        );
        reader.maybe(&sql, [lead], |r| {
            let keys = (1..=keys.len() + 1).map(|n| r.get(n)).collect::<Result<_, _>>()?;
            Ok(Place { is_without: r.get(0)?, keys })
        })
    }
}
