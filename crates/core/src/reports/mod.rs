//! Progress reports: a draft for a period, then sent; and what the draft starts from.
//!
//! Invariant: one report per project, period and first day; a sent one is never changed.

mod due;

pub use due::LABELS;
pub(crate) use due::draft_due;

use crate::acts::{Act, Acts};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::commands::check_text;
use crate::projects::{Project, ProjectId, Stage, need_worker, readable, visible, worked_on};
use crate::word_enum::word_enum;
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Date, Done, Permission, Query, Reader, Result, Timestamp, Tx, Validation, done,
    errors, typed_id,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

typed_id!(ReportId);

word_enum! {
    pub enum Period {
        Weekly = "weekly",
        Monthly = "monthly",
    }
}

word_enum! {
    pub enum ReportState {
        Draft = "draft",
        Sent = "sent",
    }
}

errors! {
    pub enum ReportError {
        NotFound "report.not_found" Missing { report: String },
        Conflict "report.exists" Exists { from: Date },
        NotNow "report.sent_already" SentAlready,
    }
}

/// Drafts a progress report, or writes the draft of that period again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDraft {
    pub project: ProjectId,
    pub period: Period,
    pub from_on: Date,
    pub to_on: Date,
    /// Markdown.
    pub body: String,
}

#[derive(Serialize, JsonSchema)]
pub struct ReportDrafted {
    pub report: ReportId,
}

impl Command for ReportDraft {
    const NAME: &'static str = "report.draft";
    const TITLE: &'static str = "Draft a progress report";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = ReportDrafted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked_on(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<ReportDrafted>> {
        let p = worked_on(tx, self.project)?;
        may_draft(tx, &p)?;
        let mut v = Validation::new();
        check_text(&mut v, "body", &self.body, 100_000);
        v.check(self.to_on < self.from_on, "to_on", "dates.reversed");
        v.finish()?;
        let before: Option<(ReportId, ReportState)> = tx.maybe(
            "SELECT id, state FROM progress_reports
             WHERE project_id = ?1 AND period = ?2 AND from_on = ?3",
            params![p.id, self.period, self.from_on],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        let report = match before {
            Some((_, ReportState::Sent)) => {
                return Err(ReportError::Exists { from: self.from_on }.into());
            }
            Some((id, ReportState::Draft)) => {
                tx.write(
                    "UPDATE progress_reports SET to_on = ?2, body = ?3, drafted_by = ?4,
                         drafted_at = ?5 WHERE id = ?1",
                    params![id, self.to_on, self.body.trim(), tx.actor.id, tx.now],
                )?;
                id
            }
            None => {
                let id: ReportId = tx.new_id();
                tx.write(
                    "INSERT INTO progress_reports (id, project_id, period, from_on, to_on, body,
                         state, drafted_by, drafted_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'draft', ?7, ?8)",
                    params![
                        id,
                        p.id,
                        self.period,
                        self.from_on,
                        self.to_on,
                        self.body.trim(),
                        tx.actor.id,
                        tx.now
                    ],
                )?;
                id
            }
        };
        Ok(done(ReportDrafted { report })
            .fact("project", p.name)
            .fact("from", self.from_on)
            .fact("to", self.to_on))
    }
}

/// # Errors
/// `project.not_yours`, `project.stage`.
pub(crate) fn may_draft(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::RUNNING)
}

/// # Errors
/// `project.not_yours`, `project.stage`, `report.sent_already`.
fn may_send(reader: &Reader<'_>, state: ReportState, p: &Project) -> Result<()> {
    may_draft(reader, p)?;
    match state {
        ReportState::Draft => Ok(()),
        ReportState::Sent => Err(ReportError::SentAlready.into()),
    }
}

/// What a report offers to the asker.
fn acts(reader: &Reader<'_>, state: ReportState, p: &Project) -> Result<Vec<Act>> {
    let acts = Acts::of(reader);
    Ok(match state {
        ReportState::Draft => acts.next::<ReportSend>(|| may_send(reader, state, p))?.list(),
        ReportState::Sent => acts.list(),
    })
}

fn find(reader: &Reader<'_>, id: ReportId) -> Result<(Project, ReportState, Date, Date)> {
    let missing = || ReportError::Missing { report: id.to_string() };
    let (project, state, from, to): (ProjectId, ReportState, Date, Date) = reader
        .maybe(
            "SELECT project_id, state, from_on, to_on FROM progress_reports WHERE id = ?1",
            [id],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?
        .ok_or_else(missing)?;
    if !visible(reader, project)? {
        return Err(missing().into());
    }
    Ok((worked_on(reader, project)?, state, from, to))
}

/// Records that a report went to the client.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportSend {
    pub report: ReportId,
}

impl Command for ReportSend {
    const NAME: &'static str = "report.send";
    const TITLE: &'static str = "Send a progress report";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        find(reader, self.report).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (p, state, from, to) = find(tx, self.report)?;
        may_send(tx, state, &p)?;
        tx.write(
            "UPDATE progress_reports SET state = 'sent', sent_by = ?2, sent_at = ?3 WHERE id = ?1",
            params![self.report, tx.actor.id, tx.now],
        )?;
        Ok(done(Nothing {}).fact("project", p.name).fact("from", from).fact("to", to))
    }
}

/// The progress reports of a project, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct Reports {
    pub rows: Vec<ReportRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct ReportRow {
    pub id: ReportId,
    pub period: Period,
    pub from_on: Date,
    pub to_on: Date,
    pub body: String,
    pub state: ReportState,
    pub sent_at: Option<Timestamp>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

impl Query for ReportList {
    const NAME: &'static str = "report.list";
    const TITLE: &'static str = "Progress reports of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &["progress_reports", "projects", "assignments"];
    type View = Reports;

    fn ask(&self, reader: &Reader<'_>) -> Result<Reports> {
        let p = readable(reader, self.project)?;
        let mut rows: Vec<ReportRow> = reader.all(
            "SELECT id, period, from_on, to_on, body, state, sent_at FROM progress_reports
             WHERE project_id = ?1 ORDER BY from_on DESC, id",
            [self.project],
            |r| {
                Ok(ReportRow {
                    id: r.get(0)?,
                    period: r.get(1)?,
                    from_on: r.get(2)?,
                    to_on: r.get(3)?,
                    body: r.get(4)?,
                    state: r.get(5)?,
                    sent_at: r.get(6)?,
                    acts: Vec::new(),
                })
            },
        )?;
        for row in &mut rows {
            row.acts = acts(reader, row.state, &p)?;
        }
        Ok(Reports { rows })
    }
}
