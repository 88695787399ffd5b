//! `deal.board`: the pipeline as columns.

use super::queries::DealRow;
use super::store::{COLUMNS, FROM, stored};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Currency, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The deals by stage: each stage with how many there are, what they are worth, and the first of
/// them.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct DealBoard {
    /// Only this seller's.
    pub owner: Option<PersonId>,
    /// Part of the title or the company's name.
    pub search: Option<String>,
    /// Won and lost deals of so many days (90 when not given).
    pub closed_days: Option<u32>,
    /// Deals of one column (50 when not given, never more than 500).
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Board {
    pub stages: Vec<Column>,
    /// Values of the open deals by the probability of their stage, a sum per currency.
    pub weighted: Vec<Money>,
}

#[derive(Serialize, JsonSchema)]
pub struct Column {
    pub key: String,
    pub title: String,
    /// `open`, `won` or `lost`.
    pub kind: String,
    pub probability_percent: i64,
    pub n: i64,
    /// A sum per currency.
    pub values: Vec<Money>,
    /// Those that close first.
    pub rows: Vec<DealRow>,
}

/// ?1 sees all, ?2 who asks, ?3 owner, ?4 search, ?5 closed since.
const WHICH: &str = "(?1 OR d.owner_id = ?2) AND (?3 IS NULL OR d.owner_id = ?3)
    AND (?4 = '' OR instr(lower(d.title || ' ' || c.name), ?4) > 0)
    AND (s.kind = 'open' OR d.stage_since >= ?5)";

impl Query for DealBoard {
    const NAME: &'static str = "deal.board";
    const TITLE: &'static str = "Pipeline";
    const NEEDS: Permission = permissions::DEAL_READ;
    const READS: &'static [&'static str] = &["deals", "deal_stages", "companies", "people"];
    type View = Board;

    fn ask(&self, reader: &Reader<'_>) -> Result<Board> {
        let sees_all = reader.actor.may(permissions::SALES_READ_ALL)
            || reader.actor.may(permissions::SALES_ALL);
        let search = self.search.as_deref().map(|s| s.trim().to_lowercase()).unwrap_or_default();
        let days = i64::from(self.closed_days.unwrap_or(90));
        let since: Timestamp = reader.now.plus_days(-days);
        let limit = i64::from(self.limit.unwrap_or(50).clamp(1, 500));
        let mut stages: Vec<Column> = reader.all(
            "SELECT key, title, kind, probability_percent FROM deal_stages ORDER BY position, id",
            [],
            |r| {
                Ok(Column {
                    key: r.get(0)?,
                    title: r.get(1)?,
                    kind: r.get(2)?,
                    probability_percent: r.get(3)?,
                    n: 0,
                    values: Vec::new(),
                    rows: Vec::new(),
                })
            },
        )?;
        let sums: Vec<(String, i64, i64, Currency)> = reader.all(
            &format!(
                "SELECT s.key, count(*), sum(d.value_minor), d.currency FROM {FROM} WHERE {WHICH}
                 GROUP BY s.key, d.currency ORDER BY s.key, d.currency"
            ),
            params![sees_all, reader.actor.id, self.owner, search, since],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?;
        let mut weighted: Vec<Money> = Vec::new();
        for (key, n, minor, currency) in sums {
            let Some(column) = stages.iter_mut().find(|s| s.key == key) else { continue };
            column.n += n;
            column.values.push(Money::new(minor, currency));
            if column.kind == "open" {
                let part = i128::from(minor) * i128::from(column.probability_percent) / 100;
                let part = i64::try_from(part).unwrap_or(i64::MAX);
                match weighted.iter_mut().find(|m| m.currency == currency) {
                    Some(sum) => sum.minor = sum.minor.saturating_add(part),
                    None => weighted.push(Money::new(part, currency)),
                }
            }
        }
        for column in &mut stages {
            column.rows = reader.all(
                &format!(
                    "SELECT {COLUMNS} FROM {FROM} WHERE {WHICH} AND s.key = ?6
                     ORDER BY d.expected_close_on IS NULL, d.expected_close_on, d.stage_since DESC,
                         d.id LIMIT ?7"
                ),
                params![sees_all, reader.actor.id, self.owner, search, since, column.key, limit],
                |r| stored(r).map(DealRow::from),
            )?;
        }
        Ok(Board { stages, weighted })
    }
}
