//! The SOW items of a project: one list, shown as Gantt and as Kanban.

use super::{Item, ItemState, SowItemId, acts};
use crate::acts::Act;
use crate::people::PersonId;
use crate::permissions;
use crate::projects::{Project, ProjectId, readable};
use netra_kernel::{Date, Id, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The SOW items of a project, in the order of the SOW.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct SowItems {
    pub rows: Vec<SowItemRow>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct SowItemRow {
    pub id: SowItemId,
    pub position: i64,
    pub title: String,
    pub description: String,
    pub category: String,
    pub owner: Option<PersonId>,
    pub owner_name: Option<String>,
    pub planned_start: Option<Date>,
    pub planned_end: Option<Date>,
    pub progress_percent: i64,
    pub state: ItemState,
    /// Why it was sent back.
    pub state_reason: String,
    pub milestone: Option<Id>,
    /// Its planned end has passed and it is not done.
    pub is_late: bool,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

impl SowItemRow {
    fn item(&self) -> Item {
        Item {
            id: self.id,
            title: self.title.clone(),
            state: self.state,
            milestone: self.milestone,
            progress_percent: self.progress_percent,
        }
    }
}

impl Query for SowItemList {
    const NAME: &'static str = "sow_item.list";
    const TITLE: &'static str = "SOW items of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &["sow_items", "people", "projects", "assignments"];
    type View = SowItems;

    fn ask(&self, reader: &Reader<'_>) -> Result<SowItems> {
        let p = readable(reader, self.project)?;
        let mut rows = items_of(reader, &p)?;
        for row in &mut rows {
            row.acts = acts::acts(reader, &row.item(), &p)?;
        }
        Ok(SowItems { rows })
    }
}

/// The SOW items of a project, whoever asks: without what may be done with them.
/// # Errors
/// Storage errors.
pub fn items_of(reader: &Reader<'_>, p: &Project) -> Result<Vec<SowItemRow>> {
    let today = reader.today();
    reader.all(
        "SELECT i.id, i.position, i.title, i.description, i.category, i.owner_id, q.name,
                i.planned_start, i.planned_end, i.progress_percent, i.state, i.state_reason,
                i.milestone_id
         FROM sow_items i LEFT JOIN people q ON q.id = i.owner_id
         WHERE i.sow_id = ?1 ORDER BY i.position, i.id",
        [p.sow],
        |r| {
            let planned_end: Option<Date> = r.get(8)?;
            let state: ItemState = r.get(10)?;
            let over = matches!(state, ItemState::Implemented | ItemState::Dropped);
            Ok(SowItemRow {
                id: r.get(0)?,
                position: r.get(1)?,
                title: r.get(2)?,
                description: r.get(3)?,
                category: r.get(4)?,
                owner: r.get(5)?,
                owner_name: r.get(6)?,
                planned_start: r.get(7)?,
                planned_end,
                progress_percent: r.get(9)?,
                state,
                state_reason: r.get(11)?,
                milestone: r.get(12)?,
                is_late: !over && planned_end.is_some_and(|d| d < today),
                acts: Vec::new(),
            })
        },
    )
}
