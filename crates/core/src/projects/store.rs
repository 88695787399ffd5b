//! The only SQL that writes a project; and the facts about it that every feature needs.

use super::model::{STAGES, Stage, Verb};
use super::{ProjectError, ProjectId};
use crate::people::PersonId;
use crate::word_enum::next;
use netra_kernel::rusqlite::params;
use netra_kernel::{Currency, Date, Id, Reader, Result, Timestamp, Tx};

/// A project with what its agreement says.
#[derive(Clone, Debug)]
pub struct Project {
    pub id: ProjectId,
    pub name: String,
    pub agreement: Id,
    pub kickoff_request: Id,
    pub company: Id,
    pub pm: PersonId,
    pub start_on: Date,
    pub end_on: Date,
    pub stage: Stage,
    pub stage_before_hold: Option<Stage>,
    pub stage_reason: String,
    pub stage_since: Timestamp,
    pub created_at: Timestamp,
    pub execution_started_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    pub review_waived_reason: String,
    pub review_waived_at: Option<Timestamp>,
    pub plan: Id,
    pub sow: Id,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub currency: Currency,
    pub total_minor: i64,
}

impl Project {
    /// # Errors
    /// `project.stage` unless the project is in one of these stages; `project.not_started` when it
    /// is being set up and they are those of the execution.
    pub fn need_stage(&self, stages: &[Stage]) -> Result<()> {
        if stages.contains(&self.stage) {
            return Ok(());
        }
        if self.stage == Stage::Setup && stages == Stage::RUNNING {
            return Err(ProjectError::NotStarted { project: self.name.clone() }.into());
        }
        Err(ProjectError::Stage { project: self.name.clone(), stage: self.stage.word().into() }
            .into())
    }
    /// True once the plan may only be altered by a change request.
    pub fn execution_started(&self) -> bool {
        self.execution_started_at.is_some()
    }
}

/// Reads a project, whoever asks.
/// # Errors
/// `project.not_found`.
pub fn project(reader: &Reader<'_>, id: ProjectId) -> Result<Project> {
    reader
        .maybe(
            "SELECT p.id, p.name, p.agreement_id, p.kickoff_request_id, p.company_id, p.pm_id,
                    p.start_on, p.end_on, p.stage, p.stage_before_hold, p.stage_reason,
                    p.stage_since, p.created_at, p.execution_started_at, p.completed_at,
                    p.archived_at, p.review_waived_reason, p.review_waived_at, a.plan_id, a.sow_id,
                    l.tenure_months, l.meetings_promised, l.currency, l.total_minor
             FROM projects p JOIN agreements a ON a.id = p.agreement_id
             JOIN pricing_plans l ON l.id = a.plan_id WHERE p.id = ?1",
            [id],
            |r| {
                Ok(Project {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    agreement: r.get(2)?,
                    kickoff_request: r.get(3)?,
                    company: r.get(4)?,
                    pm: r.get(5)?,
                    start_on: r.get(6)?,
                    end_on: r.get(7)?,
                    stage: r.get(8)?,
                    stage_before_hold: r.get(9)?,
                    stage_reason: r.get(10)?,
                    stage_since: r.get(11)?,
                    created_at: r.get(12)?,
                    execution_started_at: r.get(13)?,
                    completed_at: r.get(14)?,
                    archived_at: r.get(15)?,
                    review_waived_reason: r.get(16)?,
                    review_waived_at: r.get(17)?,
                    plan: r.get(18)?,
                    sow: r.get(19)?,
                    tenure_months: r.get(20)?,
                    meetings_promised: r.get(21)?,
                    currency: r.get(22)?,
                    total_minor: r.get(23)?,
                })
            },
        )?
        .ok_or_else(|| ProjectError::Missing { project: id.to_string() }.into())
}

/// The project that a SOW item belongs to.
/// # Errors
/// Storage errors.
pub fn of_sow_item(reader: &Reader<'_>, item: Id) -> Result<Option<ProjectId>> {
    reader.value(
        "SELECT p.id FROM sow_items i JOIN agreements a ON a.sow_id = i.sow_id
         JOIN projects p ON p.agreement_id = a.id WHERE i.id = ?1",
        [item],
    )
}

/// A project's name for a sentence.
/// # Errors
/// `project.not_found`.
pub fn say_name(reader: &Reader<'_>, id: ProjectId) -> Result<String> {
    project(reader, id).map(|p| p.name)
}

/// Refuses to touch the money of a project that is completed or archived: what was proven paid
/// stays as it was proven. Whoever records, rejects or reverses payments calls it.
/// # Errors
/// `project.money_closed`.
pub fn need_money_open(reader: &Reader<'_>, instalment: Id) -> Result<()> {
    let found: Option<(String, Stage)> = reader.maybe(
        "SELECT p.name, p.stage FROM instalments i JOIN agreements a ON a.plan_id = i.plan_id
         JOIN projects p ON p.agreement_id = a.id
         WHERE i.id = ?1 AND p.completed_at IS NOT NULL",
        [instalment],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    match found {
        None => Ok(()),
        Some((project, stage)) => {
            Err(ProjectError::MoneyClosed { project, stage: stage.word().into() }.into())
        }
    }
}

/// # Errors
/// `project.contact_not_theirs` unless the contact is of the project's company.
pub fn need_contact(reader: &Reader<'_>, project: &Project, contact: Id) -> Result<()> {
    let theirs = reader.exists(
        "SELECT 1 FROM contacts WHERE id = ?1 AND company_id = ?2",
        params![contact, project.company],
    )?;
    if theirs {
        return Ok(());
    }
    Err(ProjectError::ContactNotTheirs { contact: contact.to_string() }.into())
}

pub(crate) struct NewProject<'a> {
    pub name: &'a str,
    pub agreement: Id,
    pub kickoff_request: Id,
    pub company: Id,
    pub pm: PersonId,
    pub start_on: Date,
    pub end_on: Date,
}

/// Makes the project of an accepted kickoff request.
pub(crate) fn insert(tx: &Tx<'_>, new: &NewProject<'_>) -> Result<ProjectId> {
    let id: ProjectId = tx.new_id();
    tx.write(
        "INSERT INTO projects (id, name, agreement_id, kickoff_request_id, company_id, pm_id,
             start_on, end_on, stage, stage_since, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'setup', ?9, ?9)",
        params![
            id,
            new.name,
            new.agreement,
            new.kickoff_request,
            new.company,
            new.pm,
            new.start_on,
            new.end_on,
            tx.now
        ],
    )?;
    Ok(id)
}

/// Moves the stage along the table.
pub(super) fn advance(tx: &Tx<'_>, p: &Project, verb: Verb, reason: &str) -> Result<Stage> {
    let to = after(p, verb)?;
    tx.write(
        "UPDATE projects SET stage = ?2, stage_before_hold = NULL, stage_reason = ?3,
             stage_since = ?4 WHERE id = ?1",
        params![p.id, to, reason, tx.now],
    )?;
    Ok(to)
}

/// The stage that a verb leads to.
/// # Errors
/// `project.stage`.
pub(super) fn after(p: &Project, verb: Verb) -> Result<Stage> {
    next(STAGES, p.stage, verb).ok_or_else(|| {
        ProjectError::Stage { project: p.name.clone(), stage: p.stage.word().into() }.into()
    })
}

/// What was promised and what is there, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub meetings_promised: i64,
    pub meetings_delivered: i64,
    pub milestones: i64,
    pub milestones_signed: i64,
    /// Without the dropped ones.
    pub items: i64,
    pub items_implemented: i64,
    /// Neither dropped nor in a milestone.
    pub items_loose: i64,
    pub progress_percent: i64,
}

/// A consulting meeting counts when it was held, has minutes, and at least one proof.
pub const DELIVERED: &str = "m.state = 'held' AND m.mom <> '' AND EXISTS
    (SELECT 1 FROM meeting_proofs f WHERE f.meeting_id = m.id)";

/// # Errors
/// Storage errors.
pub fn counts(reader: &Reader<'_>, p: &Project) -> Result<Counts> {
    let meetings_delivered = reader.one(
        &format!(
            "SELECT count(*) FROM meetings m
             WHERE m.project_id = ?1 AND m.kind = 'consulting' AND {DELIVERED}"
        ),
        [p.id],
        |r| r.get(0),
    )?;
    let (milestones, milestones_signed) = reader.one(
        "SELECT count(*), count(*) FILTER (WHERE state = 'signed_off')
         FROM milestones WHERE project_id = ?1",
        [p.id],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let (items, items_implemented, items_loose, progress): (i64, i64, i64, i64) = reader.one(
        "SELECT count(*), count(*) FILTER (WHERE state = 'implemented'),
                count(*) FILTER (WHERE milestone_id IS NULL), ifnull(sum(progress_percent), 0)
         FROM sow_items WHERE sow_id = ?1 AND state <> 'dropped'",
        [p.sow],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
    )?;
    Ok(Counts {
        meetings_promised: p.meetings_promised,
        meetings_delivered,
        milestones,
        milestones_signed,
        items,
        items_implemented,
        items_loose,
        progress_percent: if items == 0 { 0 } else { progress / items },
    })
}

/// Enters `closing` by itself when everything promised is delivered and signed, and leaves it when
/// an applied change added something. Every command that delivers, signs or changes calls it last.
/// # Errors
/// Storage errors.
pub fn settle(tx: &Tx<'_>, id: ProjectId) -> Result<()> {
    let p = project(tx, id)?;
    let c = counts(tx, &p)?;
    let all = c.meetings_delivered >= c.meetings_promised
        && c.milestones_signed == c.milestones
        && c.items_loose == 0;
    match (p.stage, all) {
        (Stage::Executing, true) => advance(tx, &p, Verb::AllDelivered, "").map(|_| ()),
        (Stage::Closing, false) => advance(tx, &p, Verb::MoreToDeliver, "").map(|_| ()),
        _ => Ok(()),
    }
}
