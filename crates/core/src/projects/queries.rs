//! `project.list`, `project.get`, `project.completion_check`.

use super::acts;
use super::gate::{self, GateLine};
use super::health::{self, Health, Late};
use super::model::Stage;
use super::steps::{Names, Step, next_step, steps};
use super::store::{Counts, Project, counts, project};
use super::{InstalmentLine, ProjectId, instalment_lines, readable, seen, sees_money};
use crate::acts::Act;
use crate::payments;
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that a project's standing depends on.
pub(super) const READS: &[&str] = &[
    "projects",
    "agreements",
    "pricing_plans",
    "instalments",
    "payments",
    "sow_items",
    "milestones",
    "meetings",
    "meeting_proofs",
    "meeting_actions",
    "deliverables",
    "deliverable_versions",
    "signoffs",
    "change_requests",
    "staffing_requests",
    "assignments",
    "progress_reports",
    "feedback",
    "companies",
    "contacts",
    "project_contacts",
    "people",
];

/// The projects that the asker may see.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectList {
    #[serde(default)]
    pub stage: Option<Stage>,
    #[serde(default)]
    pub pm: Option<PersonId>,
    /// Part of the project's or the company's name.
    #[serde(default)]
    pub search: Option<String>,
    #[serde(default)]
    pub company: Option<Id>,
    /// The last project of the page before.
    #[serde(default)]
    pub after: Option<ProjectId>,
    /// At most this many (200 when not given, never more than 1,000).
    #[serde(default)]
    pub limit: Option<u32>,
}

/// The open ones first, by their end; then what is over.
#[derive(Serialize, JsonSchema)]
pub struct Projects {
    pub rows: Vec<ProjectRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// Ask again with `after` set to this for the next page; None at the end.
    pub next: Option<ProjectId>,
}

#[derive(Serialize, JsonSchema)]
pub struct ProjectRow {
    pub id: ProjectId,
    pub name: String,
    pub stage: Stage,
    pub company: Id,
    pub company_name: String,
    pub pm: PersonId,
    pub pm_name: String,
    pub start_on: Date,
    pub end_on: Date,
    pub health: Health,
    pub is_late: bool,
    pub late: Vec<Late>,
    pub progress_percent: i64,
    pub meetings_promised: i64,
    pub meetings_delivered: i64,
    pub milestones: i64,
    pub milestones_signed: i64,
    /// None when there is nothing left to do.
    pub next_step: Option<NextStep>,
}

#[derive(Serialize, JsonSchema)]
pub struct NextStep {
    pub number: u8,
    pub title: String,
    pub waiting_on: Vec<String>,
    pub command: String,
}

impl From<Step> for NextStep {
    fn from(s: Step) -> NextStep {
        NextStep { number: s.number, title: s.title, waiting_on: s.waiting_on, command: s.command }
    }
}

fn row(
    reader: &Reader<'_>,
    p: &Project,
    names: &Names,
    c: &Counts,
    money: &[InstalmentLine],
) -> Result<ProjectRow> {
    let late = health::late(reader, p, money)?;
    Ok(ProjectRow {
        id: p.id,
        name: p.name.clone(),
        stage: p.stage,
        company: p.company,
        company_name: reader
            .value("SELECT name FROM companies WHERE id = ?1", [p.company])?
            .unwrap_or_default(),
        pm: p.pm,
        pm_name: names.of(reader, p.pm)?,
        start_on: p.start_on,
        end_on: p.end_on,
        health: health::health(reader, p, c, &late)?,
        is_late: !late.is_empty(),
        late,
        progress_percent: c.progress_percent,
        meetings_promised: c.meetings_promised,
        meetings_delivered: c.meetings_delivered,
        milestones: c.milestones,
        milestones_signed: c.milestones_signed,
        next_step: next_step(reader, p, names, c, money)?.map(NextStep::from),
    })
}

impl Query for ProjectList {
    const NAME: &'static str = "project.list";
    const TITLE: &'static str = "Projects";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = READS;
    type View = Projects;

    fn ask(&self, reader: &Reader<'_>) -> Result<Projects> {
        let search = self.search.as_deref().map(|s| s.trim().to_lowercase()).unwrap_or_default();
        let limit = self.limit.unwrap_or(200).clamp(1, 1_000) as usize;
        let seen = seen(reader);
        let matching = format!(
            "FROM projects p JOIN agreements a ON a.id = p.agreement_id
             JOIN companies c ON c.id = p.company_id
             WHERE {seen} AND (?3 IS NULL OR p.stage = ?3) AND (?4 IS NULL OR p.pm_id = ?4)
               AND (?5 = '' OR instr(lower(p.name || ' ' || c.name), ?5) > 0)
               AND (?6 IS NULL OR p.company_id = ?6)"
        );
        let sees_all = reader.actor.may(permissions::PROJECT_READ_ALL);
        let total = reader.one(
            &format!("SELECT count(*) {matching}"),
            params![sees_all, reader.actor.id, self.stage, self.pm, search, self.company],
            |r| r.get(0),
        )?;
        let mut ids: Vec<ProjectId> = reader.all(
            &format!(
                "SELECT p.id {matching} AND (?7 IS NULL OR
                     (p.stage IN ('completed', 'archived', 'cancelled'), p.end_on, p.id) >
                     (SELECT x.stage IN ('completed', 'archived', 'cancelled'), x.end_on, x.id
                      FROM projects x WHERE x.id = ?7))
                 ORDER BY p.stage IN ('completed', 'archived', 'cancelled'), p.end_on, p.id
                 LIMIT ?8"
            ),
            params![
                sees_all,
                reader.actor.id,
                self.stage,
                self.pm,
                search,
                self.company,
                self.after,
                limit as i64 + 1
            ],
            |r| r.get(0),
        )?;
        let more = ids.len() > limit;
        ids.truncate(limit);
        let names = Names::default();
        let next = ids.last().copied().filter(|_| more);
        let rows = ids
            .into_iter()
            .map(|id| {
                let p = project(reader, id)?;
                let money = instalment_lines(reader, &p)?;
                row(reader, &p, &names, &counts(reader, &p)?, &money)
            })
            .collect::<Result<_>>()?;
        Ok(Projects { rows, total, next })
    }
}

/// One project: where it stands, its 25 steps, its money and people.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectGet {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct ProjectView {
    #[serde(flatten)]
    pub row: ProjectRow,
    /// Why it is held or was cancelled.
    pub stage_reason: String,
    pub stage_since: Timestamp,
    pub agreement: Id,
    pub agreement_number: String,
    pub tenure_months: i64,
    /// None for whoever may not see payments.
    pub total: Option<Money>,
    pub execution_started_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    /// A mid-project review is asked for.
    pub needs_review: bool,
    pub review_waived_reason: String,
    pub contacts: Vec<Contact>,
    pub team: Vec<TeamMember>,
    pub steps: Vec<Step>,
    /// None for whoever may not see payments.
    pub instalments: Option<Vec<ProjectInstalment>>,
    /// How many of the eight lines of the completion gate are met.
    pub gate_met: usize,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

/// An instalment with what may be done about it.
#[derive(Serialize, JsonSchema)]
pub struct ProjectInstalment {
    #[serde(flatten)]
    pub line: InstalmentLine,
    pub acts: Vec<Act>,
}

#[derive(Serialize, JsonSchema)]
pub struct Contact {
    pub id: Id,
    pub name: String,
    pub title: String,
    pub email: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct TeamMember {
    pub person: PersonId,
    pub name: String,
    pub role: String,
    pub allocation_percent: i64,
    pub from_on: Date,
    pub to_on: Date,
}

impl Query for ProjectGet {
    const NAME: &'static str = "project.get";
    const TITLE: &'static str = "One project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = READS;
    type View = ProjectView;

    fn ask(&self, reader: &Reader<'_>) -> Result<ProjectView> {
        let p = readable(reader, self.project)?;
        let c = counts(reader, &p)?;
        let money = instalment_lines(reader, &p)?;
        let row = row(reader, &p, &Names::default(), &c, &money)?;
        let gate = gate::lines(reader, &p)?;
        let contacts = reader.all(
            "SELECT c.id, c.name, c.title, c.email FROM project_contacts pc
             JOIN contacts c ON c.id = pc.contact_id
             WHERE pc.project_id = ?1 ORDER BY c.name, c.id",
            [p.id],
            |r| Ok(Contact { id: r.get(0)?, name: r.get(1)?, title: r.get(2)?, email: r.get(3)? }),
        )?;
        let team = reader.all(
            "SELECT s.person_id, q.name, s.role, s.allocation_percent, s.from_on, s.to_on
             FROM assignments s JOIN people q ON q.id = s.person_id
             WHERE s.project_id = ?1 ORDER BY q.name, s.from_on, s.id",
            [p.id],
            |r| {
                Ok(TeamMember {
                    person: r.get(0)?,
                    name: r.get(1)?,
                    role: r.get(2)?,
                    allocation_percent: r.get(3)?,
                    from_on: r.get(4)?,
                    to_on: r.get(5)?,
                })
            },
        )?;
        Ok(ProjectView {
            needs_review: health::needs_review(reader, &p, &c, &row.late)?,
            row,
            agreement_number: reader
                .value("SELECT number FROM agreements WHERE id = ?1", [p.agreement])?
                .unwrap_or_default(),
            agreement: p.agreement,
            tenure_months: p.tenure_months,
            total: sees_money(reader).then(|| Money::new(p.total_minor, p.currency)),
            execution_started_at: p.execution_started_at,
            completed_at: p.completed_at,
            archived_at: p.archived_at,
            contacts,
            team,
            steps: steps(reader, &p)?,
            instalments: sees_money(reader).then(|| instalments(reader, &p, money)).transpose()?,
            acts: acts::acts(reader, &p, &gate)?,
            gate_met: gate.iter().filter(|l| l.met).count(),
            review_waived_reason: p.review_waived_reason,
            stage_reason: p.stage_reason,
            stage_since: p.stage_since,
        })
    }
}

fn instalments(
    reader: &Reader<'_>,
    p: &Project,
    lines: Vec<InstalmentLine>,
) -> Result<Vec<ProjectInstalment>> {
    let all = payments::of_agreement(reader, p.agreement.into())?;
    lines
        .into_iter()
        .map(|line| {
            let waiting = all
                .iter()
                .find(|x| x.instalment.0 == line.id && x.state == payments::State::Recorded);
            let open = (line.number, line.open_minor);
            Ok(ProjectInstalment {
                acts: payments::acts_of_instalment(reader, open, waiting)?,
                line,
            })
        })
        .collect()
}

/// What is missing before a project may be completed: always eight lines.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectCompletionCheck {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct CompletionCheck {
    pub lines: Vec<GateLine>,
    /// True when every line is met.
    pub is_met: bool,
}

impl Query for ProjectCompletionCheck {
    const NAME: &'static str = "project.completion_check";
    const TITLE: &'static str = "Completion check";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = READS;
    type View = CompletionCheck;

    fn ask(&self, reader: &Reader<'_>) -> Result<CompletionCheck> {
        let p = readable(reader, self.project)?;
        let lines = gate::lines(reader, &p)?;
        Ok(CompletionCheck { is_met: lines.iter().all(|l| l.met), lines })
    }
}
