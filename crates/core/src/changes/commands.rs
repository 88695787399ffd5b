//! `change.draft`, `.submit`, `.approve`, `.decline`, `.withdraw`, `.apply`.

use super::acts::{may_apply, may_draft, may_step};
use super::{ChangeLine, ChangeRequestId, Verb, advance, apply, change};
use crate::files::{FileId, opened};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::commands::{check_text, need_text};
use crate::projects::{ProjectId, managed, settle};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Money, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes down what shall change, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDraft {
    pub project: ProjectId,
    pub title: String,
    pub reason: String,
    pub lines: Vec<ChangeLine>,
}

#[derive(Serialize, JsonSchema)]
pub struct ChangeDrafted {
    pub change: ChangeRequestId,
    /// Counted within the project, from 1.
    pub number: i64,
    /// What it adds to the plan's total, tax included.
    pub price_effect: Money,
}

impl Command for ChangeDraft {
    const NAME: &'static str = "change.draft";
    const TITLE: &'static str = "Draft a change request";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = ChangeDrafted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<ChangeDrafted>> {
        let p = managed(tx, self.project)?;
        may_draft(tx, &p)?;
        let mut v = Validation::new();
        check_text(&mut v, "title", &self.title, 300);
        check_text(&mut v, "reason", &self.reason, 4_000);
        v.finish()?;
        let effect = apply::check(tx, &p, &self.lines)?;
        let change: ChangeRequestId = tx.new_id();
        let number: i64 = tx.one(
            "SELECT ifnull(max(number), 0) + 1 FROM change_requests WHERE project_id = ?1",
            [p.id],
            |r| r.get(0),
        )?;
        tx.write(
            "INSERT INTO change_requests (id, project_id, number, title, reason, lines,
                 price_effect_minor, state, drafted_by, drafted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'draft', ?8, ?9)",
            params![
                change,
                p.id,
                number,
                self.title.trim(),
                self.reason.trim(),
                serde_json::to_string(&self.lines)?,
                effect,
                tx.actor.id,
                tx.now
            ],
        )?;
        let price_effect = Money::new(effect, p.currency);
        Ok(done(ChangeDrafted { change, number, price_effect })
            .fact("project", p.name)
            .fact("number", number)
            .fact("title", self.title.trim())
            .fact("effect", price_effect))
    }
}

/// Gives a draft to the client.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSubmit {
    pub change: ChangeRequestId,
}

impl Command for ChangeSubmit {
    const NAME: &'static str = "change.submit";
    const TITLE: &'static str = "Submit a change request";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        change(reader, self.change).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (c, p) = change(tx, self.change)?;
        may_step(tx, &c, &p, Verb::Submit)?;
        advance(tx, &c, Verb::Submit)?;
        tx.write(
            "UPDATE change_requests SET submitted_at = ?2 WHERE id = ?1",
            params![c.id, tx.now],
        )?;
        Ok(done(Nothing {}).fact("number", c.number).fact("title", c.title))
    }
}

/// Records that the client approved, with the evidence.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeApprove {
    pub change: ChangeRequestId,
    /// Who at the client.
    pub approved_by: String,
    /// Today when not given.
    #[serde(default)]
    pub approved_on: Option<Date>,
    pub evidence_file: FileId,
}

impl Command for ChangeApprove {
    const NAME: &'static str = "change.approve";
    const TITLE: &'static str = "Record the client's approval of a change";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        change(reader, self.change).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (c, p) = change(tx, self.change)?;
        may_step(tx, &c, &p, Verb::Approve)?;
        let on = self.approved_on.unwrap_or(tx.today());
        let mut v = Validation::new();
        check_text(&mut v, "approved_by", &self.approved_by, 200);
        v.check(on > tx.today(), "approved_on", "date.in_future");
        v.finish()?;
        let (evidence, _) = opened(tx, self.evidence_file)?;
        advance(tx, &c, Verb::Approve)?;
        tx.write(
            "UPDATE change_requests SET decided_by = ?2, decided_on = ?3, evidence_file_id = ?4,
                 evidence_sha256 = (SELECT sha256 FROM files WHERE id = ?4) WHERE id = ?1",
            params![c.id, self.approved_by.trim(), on, evidence.id],
        )?;
        Ok(done(Nothing {})
            .fact("number", c.number)
            .fact("title", c.title)
            .fact("by", self.approved_by.trim()))
    }
}

/// Records that the client declined.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDecline {
    pub change: ChangeRequestId,
    /// Who at the client.
    pub declined_by: String,
    pub reason: String,
}

impl Command for ChangeDecline {
    const NAME: &'static str = "change.decline";
    const TITLE: &'static str = "Record that the client declined a change";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        change(reader, self.change).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (c, p) = change(tx, self.change)?;
        may_step(tx, &c, &p, Verb::Decline)?;
        let mut v = Validation::new();
        check_text(&mut v, "declined_by", &self.declined_by, 200);
        check_text(&mut v, "reason", &self.reason, 2_000);
        v.finish()?;
        advance(tx, &c, Verb::Decline)?;
        tx.write(
            "UPDATE change_requests SET decided_by = ?2, decided_on = ?3, decision_reason = ?4
             WHERE id = ?1",
            params![c.id, self.declined_by.trim(), tx.today(), self.reason.trim()],
        )?;
        Ok(done(Nothing {})
            .fact("number", c.number)
            .fact("title", c.title)
            .fact("by", self.declined_by.trim())
            .fact("reason", self.reason.trim()))
    }
}

/// Takes a change request back before it is applied.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeWithdraw {
    pub change: ChangeRequestId,
    pub reason: String,
}

impl Command for ChangeWithdraw {
    const NAME: &'static str = "change.withdraw";
    const TITLE: &'static str = "Withdraw a change request";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        change(reader, self.change).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (c, p) = change(tx, self.change)?;
        may_step(tx, &c, &p, Verb::Withdraw)?;
        need_text("reason", &self.reason, 2_000)?;
        advance(tx, &c, Verb::Withdraw)?;
        tx.write(
            "UPDATE change_requests SET decision_reason = ?2, decided_on = ?3 WHERE id = ?1",
            params![c.id, self.reason.trim(), tx.today()],
        )?;
        Ok(done(Nothing {})
            .fact("number", c.number)
            .fact("title", c.title)
            .fact("reason", self.reason.trim()))
    }
}

/// Makes the approved change part of the plan. The old plan stays with the request.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeApply {
    pub change: ChangeRequestId,
}

impl Command for ChangeApply {
    const NAME: &'static str = "change.apply";
    const TITLE: &'static str = "Apply a change request";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        change(reader, self.change).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (c, p) = change(tx, self.change)?;
        may_apply(tx, &c, &p)?;
        advance(tx, &c, Verb::Apply)?;
        let lines = c.lines()?;
        let before = apply::snapshot(tx, &p)?;
        apply::apply(tx, &p, c.id, &lines)?;
        tx.write(
            "UPDATE change_requests SET applied_by = ?2, applied_at = ?3, plan_before = ?4
             WHERE id = ?1",
            params![c.id, tx.actor.id, tx.now, before.to_string()],
        )?;
        settle(tx, p.id)?;
        Ok(done(Nothing {})
            .fact("project", p.name)
            .fact("number", c.number)
            .fact("title", c.title)
            .fact("n", lines.len()))
    }
}
