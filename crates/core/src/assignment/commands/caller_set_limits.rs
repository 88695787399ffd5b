//! `caller.set_limits`: how many leads a person can take, and whether they are here.

use crate::people::commands::Nothing;
use crate::people::{PersonId, name_of};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sets a caller's caps, weight and presence.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerSetLimits {
    pub person: PersonId,
    /// Open leads at once; 0: no cap; not given: as the settings say.
    #[serde(default)]
    pub max_open: Option<i64>,
    /// Leads given on one day; likewise.
    #[serde(default)]
    pub max_per_day: Option<i64>,
    /// Share under the method `weighted`.
    #[serde(default = "one")]
    pub weight: i64,
    #[serde(default = "yes")]
    pub is_present: bool,
    /// On leave until the day before this one.
    #[serde(default)]
    pub away_until: Option<Date>,
}

fn one() -> i64 {
    1
}
fn yes() -> bool {
    true
}

impl Command for CallerSetLimits {
    const NAME: &'static str = "caller.set_limits";
    const TITLE: &'static str = "Set a caller's limits";
    const NEEDS: Permission = permissions::LEAD_ASSIGN;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        name_of(reader, self.person).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        let odd = |n: Option<i64>| n.is_some_and(|n| !(0..=1_000_000).contains(&n));
        v.check(odd(self.max_open), "max_open", "out_of_range");
        v.check(odd(self.max_per_day), "max_per_day", "out_of_range");
        v.check(!(0..=1_000).contains(&self.weight), "weight", "out_of_range");
        v.finish()?;
        let id = Id::named("caller_limits", &self.person.to_string());
        tx.write(
            "INSERT INTO caller_limits (id, person_id, max_open, max_per_day, weight, is_present,
                 away_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET max_open = excluded.max_open,
                 max_per_day = excluded.max_per_day, weight = excluded.weight,
                 is_present = excluded.is_present, away_until = excluded.away_until",
            params![
                id,
                self.person,
                self.max_open,
                self.max_per_day,
                self.weight,
                self.is_present,
                self.away_until
            ],
        )?;
        Ok(done(Nothing {}).fact("person", name_of(tx, self.person)?))
    }
}
