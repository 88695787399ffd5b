//! `sow_item.plan`, `.start`, `.progress`, `.submit`, `.consent`, `.send_back`, `.implement`.

use super::acts::{may_plan, may_progress, may_step};
use super::{Item, ItemState, SowItemId, Verb, advance, sign, worked};
use crate::milestones;
use crate::people::commands::Nothing;
use crate::people::{PersonId, name_of};
use crate::permissions;
use crate::projects::commands::need_text;
use crate::projects::{Project, settle};
use crate::signoffs::{SignOffId, Signature};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who does an item, and when.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemPlan {
    pub item: SowItemId,
    #[serde(default)]
    pub owner: Option<PersonId>,
    #[serde(default)]
    pub planned_start: Option<Date>,
    #[serde(default)]
    pub planned_end: Option<Date>,
}

impl Command for SowItemPlan {
    const NAME: &'static str = "sow_item.plan";
    const TITLE: &'static str = "Plan a SOW item";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (i, p) = worked(tx, self.item)?;
        may_plan(tx, &p)?;
        let mut v = Validation::new();
        if let (Some(from), Some(to)) = (self.planned_start, self.planned_end) {
            v.check(to < from, "planned_end", "dates.reversed");
        }
        for (path, date) in
            [("planned_start", self.planned_start), ("planned_end", self.planned_end)]
        {
            v.check_from(date.unwrap_or(p.start_on), path, p.start_on);
            // A later end of the whole is a change request's business.
            v.check(date.is_some_and(|d| d > p.end_on), path, "date.after_project");
        }
        v.finish()?;
        let owner = self.owner.map(|o| name_of(tx, o)).transpose()?;
        tx.write(
            "UPDATE sow_items SET owner_id = ?2, planned_start = ?3, planned_end = ?4
             WHERE id = ?1",
            params![i.id, self.owner, self.planned_start, self.planned_end],
        )?;
        tx.tell_in(p.id);
        Ok(done(Nothing {})
            .fact("item", i.title)
            .fact("owner", owner)
            .fact("from", self.planned_start)
            .fact("to", self.planned_end))
    }
}

/// What every step of an item has in common: it runs while the project runs, and its milestone is
/// in progress from then on.
fn step(tx: &Tx<'_>, i: &Item, p: &Project, verb: Verb, reason: &str) -> Result<ItemState> {
    may_step(tx, i, p, verb)?;
    let state = advance(tx, i, verb, reason)?;
    if let Some(m) = i.milestone {
        milestones::begin(tx, m.into())?;
    }
    tx.tell_in(p.id);
    Ok(state)
}

/// Work on an item begins.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemStart {
    pub item: SowItemId,
}

impl Command for SowItemStart {
    const NAME: &'static str = "sow_item.start";
    const TITLE: &'static str = "Start a SOW item";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (i, p) = worked(tx, self.item)?;
        step(tx, &i, &p, Verb::Start, "")?;
        Ok(done(Nothing {}).fact("item", i.title))
    }
}

/// How far an item is, in percent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemProgress {
    pub item: SowItemId,
    /// 0 to 99: the last step is the client's consent and the implementation.
    pub percent: i64,
}

impl Command for SowItemProgress {
    const NAME: &'static str = "sow_item.progress";
    const TITLE: &'static str = "Say how far a SOW item is";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (i, p) = worked(tx, self.item)?;
        may_progress(tx, &i, &p)?;
        let mut v = Validation::new();
        v.check(!(0..=99).contains(&self.percent), "percent", "percent.range_open");
        v.finish()?;
        tx.write(
            "UPDATE sow_items SET progress_percent = ?2 WHERE id = ?1",
            params![i.id, self.percent],
        )?;
        tx.tell_in(p.id);
        Ok(done(Nothing {})
            .fact("item", i.title)
            .fact("before", i.progress_percent)
            .fact("percent", self.percent))
    }
}

/// Gives an item to the client for review.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemSubmit {
    pub item: SowItemId,
}

impl Command for SowItemSubmit {
    const NAME: &'static str = "sow_item.submit";
    const TITLE: &'static str = "Submit a SOW item for review";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (i, p) = worked(tx, self.item)?;
        step(tx, &i, &p, Verb::Submit, "")?;
        Ok(done(Nothing {}).fact("item", i.title))
    }
}

/// Records the client's consent to an item. The same as `signoff.give` for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemConsent {
    pub item: SowItemId,
    pub signature: Signature,
}

#[derive(Serialize, JsonSchema)]
pub struct Consented {
    pub signoff: SignOffId,
}

impl Command for SowItemConsent {
    const NAME: &'static str = "sow_item.consent";
    const TITLE: &'static str = "Record the client's consent";
    const NEEDS: Permission = permissions::SIGNOFF_GIVE;
    type Outcome = Consented;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Consented>> {
        let (signoff, by, project, item) = sign(tx, self.item, &self.signature)?;
        tx.tell_in(project);
        Ok(done(Consented { signoff }).fact("item", item).fact("by", by))
    }
}

/// The client wants something else: back to work, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemSendBack {
    pub item: SowItemId,
    pub reason: String,
}

impl Command for SowItemSendBack {
    const NAME: &'static str = "sow_item.send_back";
    const TITLE: &'static str = "Send a SOW item back";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (i, p) = worked(tx, self.item)?;
        may_step(tx, &i, &p, Verb::SendBack)?;
        need_text("reason", &self.reason, 2_000)?;
        step(tx, &i, &p, Verb::SendBack, self.reason.trim())?;
        Ok(done(Nothing {}).fact("item", i.title).fact("reason", self.reason.trim()))
    }
}

/// What the client consented to is in place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SowItemImplement {
    pub item: SowItemId,
}

impl Command for SowItemImplement {
    const NAME: &'static str = "sow_item.implement";
    const TITLE: &'static str = "Mark a SOW item implemented";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.item).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (i, p) = worked(tx, self.item)?;
        step(tx, &i, &p, Verb::Implement, "")?;
        tx.write("UPDATE sow_items SET progress_percent = 100 WHERE id = ?1", [i.id])?;
        settle(tx, p.id)?;
        Ok(done(Nothing {}).fact("item", i.title))
    }
}
