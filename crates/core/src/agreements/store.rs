//! The only SQL that makes agreements; a change request of the project alters the plan later.

use super::model::{DueRule, Instalment, due_on};
use super::{AgreementError, AgreementId, InstalmentId, PlanId, SowId, SowItemId};
use crate::companies::CompanyId;
use crate::deals::DealId;
use crate::files::FileId;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Currency, Date, Id, Reader, Result, Timestamp, Tx};

/// An agreement with its plan.
#[derive(Clone, Debug)]
pub(crate) struct Agreement {
    pub id: AgreementId,
    pub number: String,
    pub company: CompanyId,
    pub company_name: String,
    pub deal: Option<DealId>,
    pub quote_version: Option<Id>,
    pub plan: PlanId,
    pub sow: SowId,
    pub title: String,
    pub owner: Id,
    pub owner_name: String,
    pub signed_on: Date,
    pub signed_by: String,
    pub evidence: FileId,
    pub start_on: Date,
    pub tenure_months: i64,
    pub currency: Currency,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub meetings_promised: i64,
    pub created_at: Timestamp,
}

pub(super) const COLUMNS: &str = "a.id, a.number, a.company_id, c.name, a.deal_id,
    a.quote_version_id, a.plan_id, a.sow_id, a.title, a.owner_id, p.name, a.signed_on, a.signed_by,
    a.evidence_file_id, a.start_on, a.tenure_months, l.currency, l.net_minor, l.tax_minor,
    l.total_minor, l.meetings_promised, a.created_at";
pub(super) const FROM: &str = "agreements a JOIN companies c ON c.id = a.company_id
    JOIN people p ON p.id = a.owner_id JOIN pricing_plans l ON l.id = a.plan_id";

pub(super) fn stored(r: &Row<'_>) -> rusqlite::Result<Agreement> {
    Ok(Agreement {
        id: r.get(0)?,
        number: r.get(1)?,
        company: r.get(2)?,
        company_name: r.get(3)?,
        deal: r.get(4)?,
        quote_version: r.get(5)?,
        plan: r.get(6)?,
        sow: r.get(7)?,
        title: r.get(8)?,
        owner: r.get(9)?,
        owner_name: r.get(10)?,
        signed_on: r.get(11)?,
        signed_by: r.get(12)?,
        evidence: r.get(13)?,
        start_on: r.get(14)?,
        tenure_months: r.get(15)?,
        currency: r.get(16)?,
        net_minor: r.get(17)?,
        tax_minor: r.get(18)?,
        total_minor: r.get(19)?,
        meetings_promised: r.get(20)?,
        created_at: r.get(21)?,
    })
}

/// # Errors
/// `agreement.not_found`.
pub(crate) fn agreement(reader: &Reader<'_>, id: AgreementId) -> Result<Agreement> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM {FROM} WHERE a.id = ?1"), [id], stored)?
        .ok_or_else(|| AgreementError::Missing { agreement: id.to_string() }.into())
}

/// The agreement that a plan belongs to.
/// # Errors
/// `agreement.not_found`.
pub fn agreement_of_plan(reader: &Reader<'_>, plan: PlanId) -> Result<AgreementId> {
    reader
        .value("SELECT id FROM agreements WHERE plan_id = ?1", [plan])?
        .ok_or_else(|| AgreementError::Missing { agreement: plan.to_string() }.into())
}

/// The agreement that a row of its plan or money belongs to, by that row's id alone.
pub(super) fn agreement_behind(reader: &Reader<'_>, id: Id) -> Result<Option<AgreementId>> {
    reader.value(
        "SELECT id FROM agreements WHERE id = ?1 OR plan_id = ?1 OR sow_id = ?1
            OR plan_id = (SELECT plan_id FROM instalments WHERE id = ?1)
            OR plan_id = (SELECT i.plan_id FROM payments p
                          JOIN instalments i ON i.id = p.instalment_id WHERE p.id = ?1)
         ORDER BY id LIMIT 1",
        [id],
    )
}

/// Whether sales handed this agreement to that project manager.
pub(super) fn is_handed_to(reader: &Reader<'_>, id: AgreementId, person: Id) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM kickoff_requests WHERE agreement_id = ?1 AND pm_id = ?2
         UNION ALL SELECT 1 FROM projects WHERE agreement_id = ?1 AND pm_id = ?2",
        params![id, person],
    )
}

/// Every instalment of a plan with how it stands today, by number. The one place that derives it.
/// # Errors
/// Storage errors.
pub fn instalments(reader: &Reader<'_>, plan: PlanId) -> Result<Vec<Instalment>> {
    instalments_where(reader, "i.plan_id = ?1", [plan])
}

/// One instalment with how it stands today.
/// # Errors
/// `instalment.not_found`.
pub fn instalment(reader: &Reader<'_>, id: InstalmentId) -> Result<Instalment> {
    instalments_where(reader, "i.id = ?1", [id])?
        .pop()
        .ok_or_else(|| AgreementError::InstalmentMissing { instalment: id.to_string() }.into())
}

/// The instalments for which a condition on `instalments i` holds, each with how it stands today.
pub(crate) fn instalments_where(
    reader: &Reader<'_>,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Instalment>> {
    let today = reader.today();
    reader.all(
        &format!(
            "SELECT i.id, i.plan_id, i.number, i.title, i.amount_minor, i.due_kind, i.due_days,
                    i.milestone_id, i.due_on, i.waived_by IS NOT NULL,
                    CASE i.due_kind
                        WHEN 'on_agreement' THEN
                            (SELECT a.signed_on FROM agreements a WHERE a.plan_id = i.plan_id)
                        WHEN 'on_milestone' THEN
                            (SELECT min(s.signed_on) FROM signoffs s
                             WHERE s.subject_id = i.milestone_id AND s.subject_kind = 'milestone')
                    END,
                    (SELECT ifnull(sum(p.amount_minor), 0) FROM payments p
                     WHERE p.instalment_id = i.id AND p.state <> 'rejected'),
                    (SELECT ifnull(sum(p.tds_minor), 0) FROM payments p
                     WHERE p.instalment_id = i.id AND p.state <> 'rejected'),
                    (SELECT ifnull(sum(p.amount_minor + p.tds_minor), 0) FROM payments p
                     WHERE p.instalment_id = i.id AND p.state = 'verified'),
                    (SELECT count(*) FROM payments p
                     WHERE p.instalment_id = i.id AND p.state = 'recorded')
             FROM instalments i WHERE {which} ORDER BY i.number, i.id"
        ),
        params,
        |r| {
            let word: String = r.get(5)?;
            let rule = DueRule::parse(&word).unwrap_or(DueRule::OnDate);
            let days = r.get(6)?;
            Ok(Instalment {
                id: r.get(0)?,
                plan: r.get(1)?,
                number: r.get(2)?,
                title: r.get(3)?,
                amount_minor: r.get(4)?,
                due_rule: rule,
                due_days: days,
                milestone: r.get(7)?,
                due_on: due_on(rule, r.get(8)?, r.get(10)?, days),
                is_waived: r.get(9)?,
                received_minor: r.get(11)?,
                tds_minor: r.get(12)?,
                verified_minor: r.get(13)?,
                unverified: r.get(14)?,
                today,
            })
        },
    )
}

/// One planned payment of a new agreement.
pub struct NewInstalment {
    pub title: String,
    pub amount_minor: i64,
    pub due_rule: DueRule,
    pub due_on: Option<Date>,
    pub due_days: i64,
}

/// One line of work of a new agreement.
#[derive(Clone, Debug)]
pub struct NewSowItem {
    pub title: String,
    pub description: String,
    pub category: String,
}

/// What a client accepted.
pub struct NewAgreement<'a> {
    pub number: &'a str,
    pub company: CompanyId,
    pub deal: Option<DealId>,
    pub quote_version: Id,
    pub title: &'a str,
    pub owner: Id,
    pub signed_on: Date,
    pub signed_by: &'a str,
    pub evidence: FileId,
    pub start_on: Date,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub currency: Currency,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub instalments: &'a [NewInstalment],
    pub sow_items: &'a [NewSowItem],
}

/// Writes the agreement with its plan, instalments and statement of work.
pub fn create(tx: &Tx<'_>, n: &NewAgreement<'_>) -> Result<(AgreementId, PlanId, SowId)> {
    let (agreement, plan, sow): (AgreementId, PlanId, SowId) =
        (tx.new_id(), tx.new_id(), tx.new_id());
    tx.write(
        "INSERT INTO pricing_plans (id, company_id, currency, net_minor, tax_minor, total_minor,
             tenure_months, meetings_promised) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            plan,
            n.company,
            n.currency,
            n.net_minor,
            n.tax_minor,
            n.total_minor,
            n.tenure_months,
            n.meetings_promised
        ],
    )?;
    for (number, i) in (1i64..).zip(n.instalments) {
        tx.write(
            "INSERT INTO instalments (id, plan_id, number, title, amount_minor, due_kind, due_on,
                 due_days) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                tx.new_id::<InstalmentId>(),
                plan,
                number,
                i.title,
                i.amount_minor,
                i.due_rule.word(),
                i.due_on,
                i.due_days
            ],
        )?;
    }
    tx.write(
        "INSERT INTO sows (id, company_id, title) VALUES (?1, ?2, ?3)",
        params![sow, n.company, n.title],
    )?;
    for (position, item) in (1i64..).zip(n.sow_items) {
        tx.write(
            "INSERT INTO sow_items (id, sow_id, position, title, description, category)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                tx.new_id::<SowItemId>(),
                sow,
                position,
                item.title,
                item.description,
                item.category
            ],
        )?;
    }
    tx.write(
        "INSERT INTO agreements (id, number, company_id, deal_id, quote_version_id, plan_id,
             sow_id, title, owner_id, signed_on, signed_by, evidence_file_id, start_on,
             tenure_months, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            agreement,
            n.number,
            n.company,
            n.deal,
            n.quote_version,
            plan,
            sow,
            n.title,
            n.owner,
            n.signed_on,
            n.signed_by,
            n.evidence,
            n.start_on,
            n.tenure_months,
            tx.now
        ],
    )?;
    Ok((agreement, plan, sow))
}
