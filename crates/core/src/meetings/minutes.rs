//! `meeting.write_mom`, `.action_done`, `.add_proof`: what a held meeting leaves behind.

use super::acts::{may_tick, may_write};
use super::{ActionId, Meeting, MeetingError, MeetingId, MeetingKind, worked};
use crate::files::{FileId, opened};
use crate::people::commands::Nothing;
use crate::people::{PersonId, name_of};
use crate::permissions;
use crate::projects::commands::check_text;
use crate::projects::{Project, need_contact, settle};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing to be done after a meeting, by one of ours or of the client's.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub title: String,
    #[serde(default)]
    pub person: Option<PersonId>,
    #[serde(default)]
    pub contact: Option<Id>,
    #[serde(default)]
    pub due_on: Option<Date>,
}

/// Writes the minutes of a held meeting with its action items; again to correct them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingWriteMom {
    pub meeting: MeetingId,
    /// Markdown.
    pub mom: String,
    /// A kickoff has at least one.
    #[serde(default)]
    pub actions: Vec<Action>,
}

impl Command for MeetingWriteMom {
    const NAME: &'static str = "meeting.write_mom";
    const TITLE: &'static str = "Write the minutes";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.meeting).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = worked(tx, self.meeting)?;
        may_write(tx, &m, &p)?;
        self.check(&m)?;
        for a in &self.actions {
            a.person.map(|p| name_of(tx, p)).transpose()?;
            a.contact.map(|c| need_contact(tx, &p, c)).transpose()?;
        }
        tx.write(
            "UPDATE meetings SET mom = ?2, mom_by = ?3, mom_at = ?4 WHERE id = ?1",
            params![m.id, self.mom.trim(), tx.actor.id, tx.now],
        )?;
        self.put_actions(tx, &m)?;
        finish(tx, &m, &p)?;
        Ok(done(Nothing {})
            .fact("project", p.name)
            .fact("meeting", m.title)
            .fact("n", self.actions.len()))
    }
}

impl MeetingWriteMom {
    fn check(&self, m: &Meeting) -> Result<()> {
        let mut v = Validation::new();
        check_text(&mut v, "mom", &self.mom, 100_000);
        let none = self.actions.is_empty() && m.kind == MeetingKind::Kickoff;
        v.check(none, "actions", "meeting.needs_action");
        for (i, a) in self.actions.iter().enumerate() {
            check_text(&mut v, &format!("actions[{i}].title"), &a.title, 1_000);
        }
        v.finish()
    }

    /// What is written again under the same title stays done.
    fn put_actions(&self, tx: &Tx<'_>, m: &Meeting) -> Result<()> {
        let before: Vec<(String, Option<i64>)> = tx.all(
            "SELECT title, done_at FROM meeting_actions WHERE meeting_id = ?1 ORDER BY position",
            [m.id],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        tx.write("DELETE FROM meeting_actions WHERE meeting_id = ?1", [m.id])?;
        for (i, a) in self.actions.iter().enumerate() {
            let title = a.title.trim();
            let done_at = before.iter().find(|b| b.0 == title).and_then(|b| b.1);
            tx.write(
                "INSERT INTO meeting_actions (id, meeting_id, position, title, person_id,
                     contact_id, due_on, done_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    tx.new_id::<ActionId>(),
                    m.id,
                    i64::try_from(i).unwrap_or(i64::MAX),
                    title,
                    a.person,
                    a.contact,
                    a.due_on,
                    done_at
                ],
            )?;
        }
        Ok(())
    }
}

/// The meeting may be delivered now, and with it the promise kept.
fn finish(tx: &Tx<'_>, m: &Meeting, p: &Project) -> Result<()> {
    tx.tell_in(m.id);
    tx.tell_in(p.id);
    settle(tx, p.id)
}

/// Ticks an action item off.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingActionDone {
    pub action: ActionId,
}

impl MeetingActionDone {
    fn find(&self, reader: &Reader<'_>) -> Result<(Meeting, Project, String, bool)> {
        let missing = || MeetingError::ActionMissing { action: self.action.to_string() };
        let (meeting, title, is_done): (MeetingId, String, bool) = reader
            .maybe(
                "SELECT meeting_id, title, done_at IS NOT NULL FROM meeting_actions
                 WHERE id = ?1",
                [self.action],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )?
            .ok_or_else(missing)?;
        let (m, p) = worked(reader, meeting)?;
        Ok((m, p, title, is_done))
    }
}

impl Command for MeetingActionDone {
    const NAME: &'static str = "meeting.action_done";
    const TITLE: &'static str = "Tick an action item off";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        self.find(reader).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p, title, is_done) = self.find(tx)?;
        may_tick(tx, &p, is_done)?;
        tx.write(
            "UPDATE meeting_actions SET done_at = ?2 WHERE id = ?1",
            params![self.action, tx.now],
        )?;
        tx.tell_in(p.id);
        Ok(done(Nothing {}).fact("action", title).fact("meeting", m.title))
    }
}

/// Adds a proof that a meeting took place: an attendance sheet, a photo, a recording.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingAddProof {
    pub meeting: MeetingId,
    pub file: FileId,
    #[serde(default)]
    pub note: String,
}

impl Command for MeetingAddProof {
    const NAME: &'static str = "meeting.add_proof";
    const TITLE: &'static str = "Add proof of a meeting";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.meeting).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = worked(tx, self.meeting)?;
        may_write(tx, &m, &p)?;
        let mut v = Validation::new();
        v.check(self.note.chars().count() > 1_000, "note", "too_long");
        v.finish()?;
        let (file, _) = opened(tx, self.file)?;
        // The same bytes prove a meeting once, whatever they are called.
        if tx.exists(
            "SELECT 1 FROM meeting_proofs p JOIN files f ON f.id = p.file_id
             WHERE p.meeting_id = ?1 AND lower(hex(f.sha256)) = ?2",
            params![m.id, file.sha256],
        )? {
            return Err(MeetingError::ProofExists.into());
        }
        tx.write(
            "INSERT INTO meeting_proofs (id, meeting_id, file_id, note, added_by, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![tx.new_id::<Id>(), m.id, self.file, self.note.trim(), tx.actor.id, tx.now],
        )?;
        finish(tx, &m, &p)?;
        Ok(done(Nothing {})
            .fact("project", p.name)
            .fact("meeting", m.title)
            .fact("file", file.name))
    }
}
