//! The milestones of a project, with what they hold and release.

use super::{Milestone, MilestoneId, MilestoneState, acts};
use crate::acts::Act;
use crate::permissions;
use crate::projects::{ProjectId, readable};
use crate::sow_items::SowItemId;
use netra_kernel::{Date, Id, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The milestones of a project, in order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct Milestones {
    pub rows: Vec<MilestoneRow>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct MilestoneRow {
    pub id: MilestoneId,
    pub position: i64,
    pub title: String,
    pub description: String,
    /// When its work begins: the first planned day of its items; without one the day after the
    /// milestone before it, or the project's first day. Never after `planned_on`.
    pub starts_on: Date,
    pub planned_on: Date,
    pub state: MilestoneState,
    /// Why it was sent back.
    pub state_reason: String,
    pub signed_on: Option<Date>,
    pub signed_by: Option<String>,
    pub items: Vec<SowItemId>,
    pub instalments: Vec<Id>,
    /// Its planned day has passed and it is not signed off.
    pub is_late: bool,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

impl Query for MilestoneList {
    const NAME: &'static str = "milestone.list";
    const TITLE: &'static str = "Milestones of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] =
        &["milestones", "sow_items", "instalments", "signoffs", "projects"];
    type View = Milestones;

    fn ask(&self, reader: &Reader<'_>) -> Result<Milestones> {
        let p = readable(reader, self.project)?;
        let mut rows = milestones_of(reader, p.id)?;
        for row in &mut rows {
            let (id, title, state) = (row.id, row.title.clone(), row.state);
            row.acts = acts::acts(reader, &Milestone { id, project: p.id, title, state }, &p)?;
        }
        Ok(Milestones { rows })
    }
}

/// The milestones of a project, whoever asks: without what may be done with them.
/// # Errors
/// Storage errors.
pub fn milestones_of(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<MilestoneRow>> {
    let today = reader.today();
    let mut rows = reader.all(
        "SELECT id, position, title, description, planned_on, state, state_reason
         FROM milestones WHERE project_id = ?1 ORDER BY position, id",
        [project],
        |r| {
            let planned_on: Date = r.get(4)?;
            let state: MilestoneState = r.get(5)?;
            Ok(MilestoneRow {
                id: r.get(0)?,
                position: r.get(1)?,
                title: r.get(2)?,
                description: r.get(3)?,
                starts_on: planned_on,
                planned_on,
                state,
                state_reason: r.get(6)?,
                signed_on: None,
                signed_by: None,
                items: Vec::new(),
                instalments: Vec::new(),
                is_late: state != MilestoneState::SignedOff && planned_on < today,
                acts: Vec::new(),
            })
        },
    )?;
    let mut free_from: Date =
        reader.one("SELECT start_on FROM projects WHERE id = ?1", [project], |r| r.get(0))?;
    for m in &mut rows {
        let first: Option<Date> = reader.one(
            "SELECT min(planned_start) FROM sow_items
             WHERE milestone_id = ?1 AND state <> 'dropped'",
            [m.id],
            |r| r.get(0),
        )?;
        m.starts_on = first.unwrap_or(free_from).min(m.planned_on);
        free_from = free_from.max(m.planned_on.plus_days(1));
        if let Some((by, on)) = crate::signoffs::last_signed(reader, m.id.0)? {
            m.signed_by = Some(by);
            m.signed_on = Some(on);
        }
        m.items = reader.all(
            "SELECT id FROM sow_items WHERE milestone_id = ?1 ORDER BY position, id",
            [m.id],
            |r| r.get(0),
        )?;
        if crate::projects::knows_money(reader) {
            m.instalments = reader.all(
                "SELECT id FROM instalments WHERE milestone_id = ?1 ORDER BY number, id",
                [m.id],
                |r| r.get(0),
            )?;
        }
    }
    Ok(rows)
}
