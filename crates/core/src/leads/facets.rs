//! `lead.facets`: which values a field of the leads has, for a filter to choose from.
//!
//! Invariant: who sees only their own leads counts only those.

use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values that one answer names.
const MOST: usize = 200;

/// The fields that have few values.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FacetField {
    Source,
    Campaign,
    Language,
    City,
}

impl FacetField {
    fn column(self) -> &'static str {
        match self {
            FacetField::Source => "source",
            FacetField::Campaign => "campaign",
            FacetField::Language => "language",
            FacetField::City => "city",
        }
    }
}

/// The values of a field and how many leads have each, the commonest first, archived leads apart.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadFacets {
    pub field: FacetField,
}

#[derive(Serialize, JsonSchema)]
pub struct Facets {
    /// At most 200.
    pub rows: Vec<Facet>,
}

#[derive(Serialize, JsonSchema)]
pub struct Facet {
    pub value: String,
    pub leads: i64,
}

impl Query for LeadFacets {
    const NAME: &'static str = "lead.facets";
    const TITLE: &'static str = "Values that leads have";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["leads"];
    type View = Facets;

    fn ask(&self, reader: &Reader<'_>) -> Result<Facets> {
        let column = self.field.column();
        let counted = |sql: String| -> Result<Vec<(String, i64)>> {
            reader.all(&sql, [], |r| Ok((r.get(0)?, r.get(1)?)))
        };
        let counts: BTreeMap<String, i64> = if reader.actor.may(permissions::LEAD_READ_ALL) {
            // The index of the field alone answers; the few that are archived are taken off.
            let mut all: BTreeMap<String, i64> = counted(format!(
                "SELECT {column}, count(*) FROM leads INDEXED BY leads_{column}
                 WHERE {column} <> '' GROUP BY {column}"
            ))?
            .into_iter()
            .collect();
            for (value, n) in counted(format!(
                "SELECT {column}, count(*) FROM leads INDEXED BY leads_archived
                 WHERE archived_at IS NOT NULL GROUP BY {column}"
            ))? {
                all.entry(value).and_modify(|all| *all -= n);
            }
            all
        } else {
            let own = format!(
                "SELECT {column}, count(*) FROM leads INDEXED BY leads_assigned
                 WHERE assigned_to = ?1 AND archived_at IS NULL AND {column} <> ''
                 GROUP BY {column}"
            );
            let mine = params![reader.actor.id];
            reader.all(&own, mine, |r| Ok((r.get(0)?, r.get(1)?)))?.into_iter().collect()
        };
        let mut rows: Vec<Facet> = counts
            .into_iter()
            .filter(|(_, leads)| *leads > 0)
            .map(|(value, leads)| Facet { value, leads })
            .collect();
        rows.sort_by(|a, b| b.leads.cmp(&a.leads).then_with(|| a.value.cmp(&b.value)));
        rows.truncate(MOST);
        Ok(Facets { rows })
    }
}
