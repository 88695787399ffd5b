//! `milestone.define`, `.update`, `.submit`, `.send_back`. Sign-off is `signoff.give`.

use super::acts::{may_define, may_send_back, may_submit, may_update};
use super::{Milestone, MilestoneError, MilestoneId, Verb, advance, managed};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::commands::{check_text, need_text};
use crate::projects::{self, Project, ProjectId};
use crate::sow_items::SowItemId;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Groups SOW items into a milestone, and says which instalments its sign-off makes due.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneDefine {
    pub project: ProjectId,
    pub title: String,
    #[serde(default)]
    pub description: String,
    pub planned_on: Date,
    /// SOW items; at least one.
    pub items: Vec<SowItemId>,
    /// Instalments that the plan makes due on a milestone.
    #[serde(default)]
    pub instalments: Vec<Id>,
}

#[derive(Serialize, JsonSchema)]
pub struct MilestoneDefined {
    pub milestone: MilestoneId,
}

fn check(p: &Project, title: &str, description: &str, on: Date, items: usize) -> Result<()> {
    let mut v = Validation::new();
    check_text(&mut v, "title", title, 300);
    v.check(description.chars().count() > 10_000, "description", "too_long");
    v.check_from(on, "planned_on", p.start_on);
    v.check(on > p.end_on, "planned_on", "date.after_project");
    v.check(items == 0, "items", "milestone.needs_item");
    v.finish()
}

impl Command for MilestoneDefine {
    const NAME: &'static str = "milestone.define";
    const TITLE: &'static str = "Define a milestone";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = MilestoneDefined;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        projects::managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<MilestoneDefined>> {
        let p = projects::managed(tx, self.project)?;
        may_define(tx, &p)?;
        check(&p, &self.title, &self.description, self.planned_on, self.items.len())?;
        let milestone: MilestoneId = tx.new_id();
        tx.write(
            "INSERT INTO milestones (id, project_id, position, title, description, planned_on,
                 state, created_at)
             SELECT ?1, ?2, ifnull(max(position), 0) + 1, ?3, ?4, ?5, 'planned', ?6
             FROM milestones WHERE project_id = ?2",
            params![
                milestone,
                p.id,
                self.title.trim(),
                self.description.trim(),
                self.planned_on,
                tx.now
            ],
        )?;
        link(tx, &p, milestone, &self.items, &self.instalments)?;
        Ok(done(MilestoneDefined { milestone })
            .fact("project", p.name)
            .fact("milestone", self.title.trim())
            .fact("n", self.items.len())
            .fact("on", self.planned_on))
    }
}

/// Makes the milestone's items and instalments exactly these; what is elsewhere stays there, and
/// is refused here.
fn link(
    tx: &Tx<'_>,
    p: &Project,
    milestone: MilestoneId,
    items: &[SowItemId],
    instalments: &[Id],
) -> Result<()> {
    let items: BTreeSet<Id> = items.iter().map(|i| i.0).collect();
    for item in &items {
        let found: Option<(String, Option<Id>, Option<String>)> = tx.maybe(
            "SELECT i.title, i.milestone_id, m.title FROM sow_items i
             LEFT JOIN milestones m ON m.id = i.milestone_id
             WHERE i.id = ?1 AND i.sow_id = ?2 AND i.state <> 'dropped'",
            params![item, p.sow],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        match found {
            None => return Err(MilestoneError::ItemNotTheirs { item: item.to_string() }.into()),
            Some((item, Some(other), Some(milestone_title))) if other != milestone.0 => {
                return Err(MilestoneError::ItemTaken { item, milestone: milestone_title }.into());
            }
            Some(_) => {}
        }
    }
    let instalments: BTreeSet<Id> = instalments.iter().copied().collect();
    for instalment in &instalments {
        let found: Option<(i64, String, Option<Id>, Option<String>)> = tx.maybe(
            "SELECT i.number, i.due_kind, i.milestone_id, m.title FROM instalments i
             LEFT JOIN milestones m ON m.id = i.milestone_id WHERE i.id = ?1 AND i.plan_id = ?2",
            params![instalment, p.plan],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?;
        match found {
            None => {
                let instalment = instalment.to_string();
                return Err(MilestoneError::InstalmentNotTheirs { instalment }.into());
            }
            Some((number, kind, ..)) if kind != "on_milestone" => {
                return Err(MilestoneError::InstalmentHasRule { number }.into());
            }
            Some((number, _, Some(other), Some(milestone_title))) if other != milestone.0 => {
                return Err(
                    MilestoneError::InstalmentTaken { number, milestone: milestone_title }.into()
                );
            }
            Some(_) => {}
        }
    }
    put(tx, "sow_items", milestone, &items)?;
    put(tx, "instalments", milestone, &instalments)
}

/// `table` is one of ours, never a person's word. Dropped items stay where they were.
fn put(tx: &Tx<'_>, table: &str, milestone: MilestoneId, wanted: &BTreeSet<Id>) -> Result<()> {
    for id in held(tx, table, milestone)?.difference(wanted) {
        tx.write(&format!("UPDATE {table} SET milestone_id = NULL WHERE id = ?1"), [id])?;
    }
    for id in wanted {
        tx.write(
            &format!(
                "UPDATE {table} SET milestone_id = ?2
                 WHERE id = ?1 AND milestone_id IS NOT ?2"
            ),
            params![id, milestone],
        )?;
    }
    Ok(())
}

fn held(reader: &Reader<'_>, table: &str, milestone: MilestoneId) -> Result<BTreeSet<Id>> {
    let living = if table == "sow_items" { "AND state <> 'dropped'" } else { "" };
    let sql = format!("SELECT id FROM {table} WHERE milestone_id = ?1 {living} ORDER BY id");
    Ok(reader.all(&sql, [milestone], |r| r.get::<_, Id>(0))?.into_iter().collect())
}

/// Changes a milestone that is neither submitted nor signed off. What is not given stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneUpdate {
    pub milestone: MilestoneId,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub planned_on: Option<Date>,
    /// Exactly these SOW items from now on.
    #[serde(default)]
    pub items: Option<Vec<SowItemId>>,
    /// Exactly these instalments from now on.
    #[serde(default)]
    pub instalments: Option<Vec<Id>>,
}

impl Command for MilestoneUpdate {
    const NAME: &'static str = "milestone.update";
    const TITLE: &'static str = "Change a milestone";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.milestone).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = managed(tx, self.milestone)?;
        may_update(tx, &m, &p)?;
        let (description, planned_on): (String, Date) =
            tx.one("SELECT description, planned_on FROM milestones WHERE id = ?1", [m.id], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        let items = match &self.items {
            Some(given) => given.clone(),
            None => held(tx, "sow_items", m.id)?.into_iter().map(SowItemId).collect(),
        };
        let instalments = match &self.instalments {
            Some(given) => given.clone(),
            None => held(tx, "instalments", m.id)?.into_iter().collect(),
        };
        let title = self.title.as_deref().unwrap_or(&m.title).trim();
        let description = self.description.as_deref().unwrap_or(&description).trim();
        let on = self.planned_on.unwrap_or(planned_on);
        let dates_kept = self.planned_on.is_none();
        check(&p, title, description, if dates_kept { p.start_on } else { on }, items.len())?;
        if p.execution_started() {
            stays(tx, &m, &items, &instalments)?;
        }
        tx.write(
            "UPDATE milestones SET title = ?2, description = ?3, planned_on = ?4 WHERE id = ?1",
            params![m.id, title, description, on],
        )?;
        link(tx, &p, m.id, &items, &instalments)?;
        Ok(done(Nothing {}).fact("milestone", title).fact("project", p.name))
    }
}

/// After execution started, what a milestone holds can grow but not leave it.
fn stays(tx: &Tx<'_>, m: &Milestone, items: &[SowItemId], instalments: &[Id]) -> Result<()> {
    let kept = held(tx, "sow_items", m.id)?.iter().all(|i| items.contains(&SowItemId(*i)))
        && held(tx, "instalments", m.id)?.iter().all(|i| instalments.contains(i));
    if kept {
        return Ok(());
    }
    Err(MilestoneError::NeedsChange { milestone: m.title.clone() }.into())
}

/// Gives a milestone to the client for sign-off: every item of it is consented or implemented.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneSubmit {
    pub milestone: MilestoneId,
}

impl Command for MilestoneSubmit {
    const NAME: &'static str = "milestone.submit";
    const TITLE: &'static str = "Submit a milestone";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.milestone).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = managed(tx, self.milestone)?;
        may_submit(tx, &m, &p)?;
        advance(tx, &m, Verb::Submit, "")?;
        tx.write(
            "UPDATE milestones SET submitted_by = ?2, submitted_at = ?3 WHERE id = ?1",
            params![m.id, tx.actor.id, tx.now],
        )?;
        Ok(done(Nothing {}).fact("milestone", m.title).fact("project", p.name))
    }
}

/// The client did not sign: back to work, with their reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneSendBack {
    pub milestone: MilestoneId,
    pub reason: String,
}

impl Command for MilestoneSendBack {
    const NAME: &'static str = "milestone.send_back";
    const TITLE: &'static str = "Send a milestone back";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.milestone).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = managed(tx, self.milestone)?;
        may_send_back(tx, &m, &p)?;
        need_text("reason", &self.reason, 2_000)?;
        advance(tx, &m, Verb::SendBack, self.reason.trim())?;
        Ok(done(Nothing {})
            .fact("milestone", m.title)
            .fact("project", p.name)
            .fact("reason", self.reason.trim()))
    }
}
