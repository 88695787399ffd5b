//! The pipeline as it is shown: to a seller their own deals, to managers all.

use super::store::{self, COLUMNS, Deal, FROM, stored};
use super::{DealError, DealId, acts, may_see};
use crate::acts::Act;
use crate::companies::{CompanyId, ContactId};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stages of the pipeline in their order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealStages {}

#[derive(Serialize, JsonSchema)]
pub struct Stages {
    pub rows: Vec<StageRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct StageRow {
    pub key: String,
    pub title: String,
    /// `open`, `won` or `lost`.
    pub kind: String,
    pub probability_percent: i64,
}

impl Query for DealStages {
    const NAME: &'static str = "deal.stages";
    const TITLE: &'static str = "Stages of the pipeline";
    const NEEDS: Permission = permissions::DEAL_READ;
    const READS: &'static [&'static str] = &["deal_stages"];
    type View = Stages;

    fn ask(&self, reader: &Reader<'_>) -> Result<Stages> {
        let rows = reader.all(
            "SELECT key, title, kind, probability_percent FROM deal_stages ORDER BY position, id",
            [],
            |r| {
                Ok(StageRow {
                    key: r.get(0)?,
                    title: r.get(1)?,
                    kind: r.get(2)?,
                    probability_percent: r.get(3)?,
                })
            },
        )?;
        Ok(Stages { rows })
    }
}

/// One deal.
#[derive(Serialize, JsonSchema)]
pub struct DealRow {
    pub id: DealId,
    pub title: String,
    pub company: CompanyId,
    pub company_name: String,
    pub contact: Option<ContactId>,
    pub lead: Option<Id>,
    /// Key of the stage.
    pub stage: String,
    pub stage_title: String,
    pub stage_kind: String,
    pub stage_since: Timestamp,
    pub owner: PersonId,
    pub owner_name: String,
    pub value: Money,
    pub expected_close_on: Option<Date>,
    pub lost_reason: String,
    pub created_at: Timestamp,
}

impl From<Deal> for DealRow {
    fn from(d: Deal) -> DealRow {
        DealRow {
            id: d.id,
            title: d.title,
            company: d.company,
            company_name: d.company_name,
            contact: d.contact,
            lead: d.lead,
            stage: d.stage_key,
            stage_title: d.stage_title,
            stage_kind: d.stage_kind,
            stage_since: d.stage_since,
            owner: PersonId(d.owner),
            owner_name: d.owner_name,
            value: Money::new(d.value_minor, d.currency),
            expected_close_on: d.expected_close_on,
            lost_reason: d.lost_reason,
            created_at: d.created_at,
        }
    }
}

/// Deals, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealList {
    /// Key of a stage.
    #[serde(default)]
    pub stage: Option<String>,
    #[serde(default)]
    pub company: Option<CompanyId>,
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Deals {
    pub rows: Vec<DealRow>,
}

impl Query for DealList {
    const NAME: &'static str = "deal.list";
    const TITLE: &'static str = "Deals";
    const NEEDS: Permission = permissions::DEAL_READ;
    const READS: &'static [&'static str] = &["deals", "deal_stages", "companies", "people"];
    type View = Deals;

    fn ask(&self, reader: &Reader<'_>) -> Result<Deals> {
        let rows = reader.all(
            &format!(
                "SELECT {COLUMNS} FROM {FROM}
                 WHERE (?1 IS NULL OR s.key = ?1) AND (?2 IS NULL OR d.company_id = ?2)
                   AND (?3 OR d.owner_id = ?4)
                 ORDER BY d.created_at DESC, d.id DESC LIMIT ?5"
            ),
            params![
                self.stage,
                self.company,
                reader.actor.may(permissions::SALES_READ_ALL)
                    || reader.actor.may(permissions::SALES_ALL),
                reader.actor.id,
                self.limit.unwrap_or(500).min(10_000)
            ],
            |r| stored(r).map(DealRow::from),
        )?;
        Ok(Deals { rows })
    }
}

/// One deal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealGet {
    pub deal: DealId,
}

#[derive(Serialize, JsonSchema)]
pub struct DealView {
    #[serde(flatten)]
    pub row: DealRow,
    /// What the asker may do with it.
    pub acts: Vec<Act>,
}

impl Query for DealGet {
    const NAME: &'static str = "deal.get";
    const TITLE: &'static str = "A deal";
    const NEEDS: Permission = permissions::DEAL_READ;
    const READS: &'static [&'static str] = &["deals", "deal_stages", "companies", "people"];
    type View = DealView;

    fn ask(&self, reader: &Reader<'_>) -> Result<DealView> {
        let deal = store::deal(reader, self.deal)?;
        match may_see(reader, deal.owner) {
            true => Ok(DealView { acts: acts::acts(reader, &deal)?, row: deal.into() }),
            false => Err(DealError::Missing { deal: self.deal.to_string() }.into()),
        }
    }
}
