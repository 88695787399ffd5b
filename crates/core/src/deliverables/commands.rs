//! `deliverable.create`, `.discard`, `.submit`, `.accept`, `.request_changes`.

use super::acts::{may_create, may_discard, may_step};
use super::{DeliverableId, Verb, advance, sign, worked};
use crate::files::{FileId, opened};
use crate::milestones::{MilestoneError, MilestoneId};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::commands::{check_text, need_text};
use crate::projects::{ProjectId, worked_on};
use crate::signoffs::{SignOffId, Signature};
use crate::sow_items::{SowItemError, SowItemId};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names something that the client will get.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableCreate {
    pub project: ProjectId,
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub milestone: Option<MilestoneId>,
    #[serde(default)]
    pub sow_item: Option<SowItemId>,
}

#[derive(Serialize, JsonSchema)]
pub struct DeliverableCreated {
    pub deliverable: DeliverableId,
}

impl Command for DeliverableCreate {
    const NAME: &'static str = "deliverable.create";
    const TITLE: &'static str = "Add a deliverable";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = DeliverableCreated;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked_on(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<DeliverableCreated>> {
        let p = worked_on(tx, self.project)?;
        may_create(tx, &p)?;
        let mut v = Validation::new();
        check_text(&mut v, "title", &self.title, 300);
        v.check(self.description.chars().count() > 10_000, "description", "too_long");
        v.finish()?;
        if let Some(m) = self.milestone
            && !tx.exists(
                "SELECT 1 FROM milestones WHERE id = ?1 AND project_id = ?2",
                params![m, p.id],
            )?
        {
            return Err(MilestoneError::Missing { milestone: m.to_string() }.into());
        }
        if let Some(i) = self.sow_item
            && !tx.exists(
                "SELECT 1 FROM sow_items WHERE id = ?1 AND sow_id = ?2",
                params![i, p.sow],
            )?
        {
            return Err(SowItemError::Missing { item: i.to_string() }.into());
        }
        let deliverable: DeliverableId = tx.new_id();
        tx.write(
            "INSERT INTO deliverables (id, project_id, title, description, milestone_id,
                 sow_item_id, state, created_by, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'draft', ?7, ?8)",
            params![
                deliverable,
                p.id,
                self.title.trim(),
                self.description.trim(),
                self.milestone,
                self.sow_item,
                tx.actor.id,
                tx.now
            ],
        )?;
        Ok(done(DeliverableCreated { deliverable })
            .fact("project", p.name)
            .fact("deliverable", self.title.trim()))
    }
}

/// Takes away a draft that was never submitted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableDiscard {
    pub deliverable: DeliverableId,
}

impl Command for DeliverableDiscard {
    const NAME: &'static str = "deliverable.discard";
    const TITLE: &'static str = "Discard a draft deliverable";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.deliverable).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (d, p) = worked(tx, self.deliverable)?;
        may_discard(tx, &d, &p)?;
        tx.write("DELETE FROM deliverables WHERE id = ?1", [d.id])?;
        Ok(done(Nothing {}).fact("project", p.name).fact("deliverable", d.title))
    }
}

/// Submits a version of a deliverable to the client. A file, or it is not a submission.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableSubmit {
    pub deliverable: DeliverableId,
    pub file: FileId,
    #[serde(default)]
    pub note: String,
}

#[derive(Serialize, JsonSchema)]
pub struct DeliverableSubmitted {
    /// The number of the version, from 1.
    pub version: i64,
}

impl Command for DeliverableSubmit {
    const NAME: &'static str = "deliverable.submit";
    const TITLE: &'static str = "Submit a deliverable";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = DeliverableSubmitted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.deliverable).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<DeliverableSubmitted>> {
        let (d, p) = worked(tx, self.deliverable)?;
        may_step(tx, &d, &p, Verb::Submit)?;
        let mut v = Validation::new();
        v.check(self.note.chars().count() > 4_000, "note", "too_long");
        v.finish()?;
        let (file, _) = opened(tx, self.file)?;
        advance(tx, &d, Verb::Submit, "")?;
        let version: i64 = tx.one(
            "SELECT ifnull(max(number), 0) + 1 FROM deliverable_versions WHERE deliverable_id = ?1",
            [d.id],
            |r| r.get(0),
        )?;
        tx.write(
            "INSERT INTO deliverable_versions (id, deliverable_id, number, file_id, note,
                 submitted_by, submitted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                tx.new_id::<Id>(),
                d.id,
                version,
                self.file,
                self.note.trim(),
                tx.actor.id,
                tx.now
            ],
        )?;
        Ok(done(DeliverableSubmitted { version })
            .fact("project", p.name)
            .fact("deliverable", d.title)
            .fact("version", version)
            .fact("file", file.name))
    }
}

/// Records that the client accepts a submitted deliverable. The same as `signoff.give` for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableAccept {
    pub deliverable: DeliverableId,
    pub signature: Signature,
}

#[derive(Serialize, JsonSchema)]
pub struct DeliverableAccepted {
    pub signoff: SignOffId,
}

impl Command for DeliverableAccept {
    const NAME: &'static str = "deliverable.accept";
    const TITLE: &'static str = "Record the acceptance of a deliverable";
    const NEEDS: Permission = permissions::SIGNOFF_GIVE;
    type Outcome = DeliverableAccepted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.deliverable).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<DeliverableAccepted>> {
        let (signoff, by, _, title) = sign(tx, self.deliverable, &self.signature)?;
        Ok(done(DeliverableAccepted { signoff }).fact("deliverable", title).fact("by", by))
    }
}

/// Records what the client wants changed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableRequestChanges {
    pub deliverable: DeliverableId,
    pub reason: String,
}

impl Command for DeliverableRequestChanges {
    const NAME: &'static str = "deliverable.request_changes";
    const TITLE: &'static str = "Record wanted changes";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.deliverable).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (d, p) = worked(tx, self.deliverable)?;
        may_step(tx, &d, &p, Verb::RequestChanges)?;
        need_text("reason", &self.reason, 4_000)?;
        advance(tx, &d, Verb::RequestChanges, self.reason.trim())?;
        Ok(done(Nothing {}).fact("deliverable", d.title).fact("reason", self.reason.trim()))
    }
}
