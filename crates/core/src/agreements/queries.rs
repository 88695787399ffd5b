//! Agreements as they are shown.

use super::model::{DueRule, Instalment, InstalmentState};
use super::store::{self, Agreement, COLUMNS, FROM, stored};
use super::{AgreementId, InstalmentId, PlanId, SowId, SowItemId, may_see, need_seen};
use crate::companies::CompanyId;
use crate::deals::DealId;
use crate::files::FileId;
use crate::kickoffs::may_be_requested;
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Currency, Date, Id, Money, Permission, Query, Reader, Result, Timestamp, money,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One instalment as it is shown.
#[derive(Serialize, JsonSchema)]
pub struct InstalmentRow {
    pub id: InstalmentId,
    pub number: i64,
    pub title: String,
    pub amount: Money,
    pub due_rule: DueRule,
    pub due_days: i64,
    pub milestone: Option<Id>,
    /// None while the event that makes it due has not happened.
    pub due_on: Option<Date>,
    /// Money in the bank.
    pub received: Money,
    /// Tax withheld by the client.
    pub tds: Money,
    /// What may still be paid.
    pub open: Money,
    /// Received and withheld, verified.
    pub verified: Money,
    pub state: InstalmentState,
    pub is_overdue: bool,
}

impl InstalmentRow {
    pub fn of(i: &Instalment, currency: Currency) -> InstalmentRow {
        let money = |minor| Money::new(minor, currency);
        InstalmentRow {
            id: i.id,
            number: i.number,
            title: i.title.clone(),
            amount: money(i.amount_minor),
            due_rule: i.due_rule,
            due_days: i.due_days,
            milestone: i.milestone,
            due_on: i.due_on,
            received: money(i.received_minor),
            tds: money(i.tds_minor),
            open: money(i.open_minor()),
            verified: money(i.verified_minor),
            state: i.state(),
            is_overdue: i.is_overdue(),
        }
    }
}

/// One agreement.
#[derive(Serialize, JsonSchema)]
pub struct AgreementRow {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
    pub company: CompanyId,
    pub company_name: String,
    pub deal: Option<DealId>,
    pub quote_version: Option<Id>,
    pub plan: PlanId,
    pub sow: SowId,
    pub owner: PersonId,
    pub owner_name: String,
    pub signed_on: Date,
    pub signed_by: String,
    pub evidence: FileId,
    pub created_at: Timestamp,
    pub start_on: Date,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
}

impl From<Agreement> for AgreementRow {
    fn from(a: Agreement) -> AgreementRow {
        let money = |minor| Money::new(minor, a.currency);
        AgreementRow {
            net: money(a.net_minor),
            tax: money(a.tax_minor),
            total: money(a.total_minor),
            id: a.id,
            number: a.number,
            title: a.title,
            company: a.company,
            company_name: a.company_name,
            deal: a.deal,
            quote_version: a.quote_version,
            plan: a.plan,
            sow: a.sow,
            owner: PersonId(a.owner),
            owner_name: a.owner_name,
            signed_on: a.signed_on,
            signed_by: a.signed_by,
            evidence: a.evidence,
            created_at: a.created_at,
            start_on: a.start_on,
            tenure_months: a.tenure_months,
            meetings_promised: a.meetings_promised,
        }
    }
}

/// Agreements, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementList {
    #[serde(default)]
    pub company: Option<CompanyId>,
    /// Only those that the asker may hand over to a project manager now.
    #[serde(default)]
    pub can_request_kickoff: bool,
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Agreements {
    pub rows: Vec<AgreementRow>,
}

/// Every agreement that this person may see, newest first.
pub(crate) fn seen(reader: &Reader<'_>, company: Option<CompanyId>) -> Result<Vec<Agreement>> {
    let all = reader.all(
        &format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE (?1 IS NULL OR a.company_id = ?1)
             ORDER BY a.created_at DESC, a.id DESC"
        ),
        params![company],
        stored,
    )?;
    let mut seen = Vec::with_capacity(all.len());
    for a in all {
        if may_see(reader, &a)? {
            seen.push(a);
        }
    }
    Ok(seen)
}

impl Query for AgreementList {
    const NAME: &'static str = "agreement.list";
    const TITLE: &'static str = "Agreements";
    const NEEDS: Permission = permissions::AGREEMENT_READ;
    const READS: &'static [&'static str] = &[
        "agreements",
        "companies",
        "people",
        "pricing_plans",
        "instalments",
        "payments",
        "kickoff_requests",
        "projects",
    ];
    type View = Agreements;

    fn ask(&self, reader: &Reader<'_>) -> Result<Agreements> {
        let limit = self.limit.unwrap_or(500).min(10_000) as usize;
        let mut rows = Vec::new();
        for a in seen(reader, self.company)? {
            if rows.len() == limit {
                break;
            }
            if !self.can_request_kickoff || may_be_requested(reader, a.id.into())? {
                rows.push(a.into());
            }
        }
        Ok(Agreements { rows })
    }
}

/// One agreement with its plan and statement of work.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementGet {
    pub agreement: AgreementId,
}

/// One line of work.
#[derive(Serialize, JsonSchema)]
pub struct SowItemRow {
    pub id: SowItemId,
    pub position: i64,
    pub title: String,
    pub description: String,
    pub category: String,
    pub state: String,
}

#[derive(Serialize, JsonSchema)]
pub struct AgreementView {
    pub agreement: AgreementRow,
    pub instalments: Vec<InstalmentRow>,
    pub sow_items: Vec<SowItemRow>,
    /// Money in the bank.
    pub received: Money,
    pub tds: Money,
    pub open: Money,
    /// True when the asker may hand it over to a project manager now.
    pub can_request_kickoff: bool,
}

impl Query for AgreementGet {
    const NAME: &'static str = "agreement.get";
    const TITLE: &'static str = "An agreement";
    const NEEDS: Permission = permissions::AGREEMENT_READ;
    const READS: &'static [&'static str] = &[
        "agreements",
        "companies",
        "people",
        "pricing_plans",
        "instalments",
        "payments",
        "signoffs",
        "sow_items",
        "kickoff_requests",
        "projects",
    ];
    type View = AgreementView;

    fn ask(&self, reader: &Reader<'_>) -> Result<AgreementView> {
        let agreement = need_seen(reader, self.agreement)?;
        let currency = agreement.currency;
        let all = store::instalments(reader, agreement.plan)?;
        let total = |f: fn(&Instalment) -> i64| -> Result<Money> {
            Ok(Money::new(money::sum(all.iter().map(f))?, currency))
        };
        let sow_items = reader.all(
            "SELECT id, position, title, description, category, state FROM sow_items
             WHERE sow_id = ?1 ORDER BY position, id",
            [agreement.sow],
            |r| {
                Ok(SowItemRow {
                    id: r.get(0)?,
                    position: r.get(1)?,
                    title: r.get(2)?,
                    description: r.get(3)?,
                    category: r.get(4)?,
                    state: r.get(5)?,
                })
            },
        )?;
        Ok(AgreementView {
            can_request_kickoff: may_be_requested(reader, self.agreement.into())?,
            received: total(|i| i.received_minor)?,
            tds: total(|i| i.tds_minor)?,
            open: total(Instalment::open_minor)?,
            instalments: all.iter().map(|i| InstalmentRow::of(i, currency)).collect(),
            sow_items,
            agreement: agreement.into(),
        })
    }
}
