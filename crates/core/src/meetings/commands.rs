//! `meeting.plan`, `.reschedule`, `.hold`, `.cancel`.

use super::acts::{may_hold, may_move, may_plan_kind, need_planner};
use super::{MeetingError, MeetingId, MeetingKind, worked};
use crate::people::commands::Nothing;
use crate::people::{PersonId, name_of};
use crate::permissions;
use crate::projects::commands::{check_text, need_text};
use crate::projects::{Project, ProjectId, need_contact, readable};
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Date, Done, Id, Permission, Reader, Result, Timestamp, Tx, Validation, done,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Plans a meeting with the client.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingPlan {
    pub project: ProjectId,
    pub kind: MeetingKind,
    /// The kind in words when not given.
    #[serde(default)]
    pub title: Option<String>,
    pub planned_at: Timestamp,
    /// An hour when not given.
    #[serde(default)]
    pub minutes_long: Option<i64>,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub agenda: String,
    /// Our people; at least one.
    pub people: Vec<PersonId>,
    /// The client's people; at least one for a kickoff or consulting meeting.
    #[serde(default)]
    pub contacts: Vec<Id>,
}

#[derive(Serialize, JsonSchema)]
pub struct MeetingPlanned {
    pub meeting: MeetingId,
}

fn needs_client(kind: MeetingKind) -> bool {
    matches!(kind, MeetingKind::Kickoff | MeetingKind::Consulting)
}

fn usual_title(kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::Kickoff => "Kickoff meeting",
        MeetingKind::Consulting => "Consulting meeting",
        MeetingKind::Review => "Project review",
        MeetingKind::Steering => "Steering meeting",
    }
}

/// Kickoff meetings of a project that are not cancelled: one is the most there may be.
fn kickoffs(reader: &Reader<'_>, project: ProjectId) -> Result<i64> {
    reader.one(
        "SELECT count(*) FROM meetings
         WHERE project_id = ?1 AND kind = 'kickoff' AND state <> 'cancelled'",
        [project],
        |r| r.get(0),
    )
}

impl Command for MeetingPlan {
    const NAME: &'static str = "meeting.plan";
    const TITLE: &'static str = "Plan a meeting";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = MeetingPlanned;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_planner(reader, &readable(reader, self.project)?, self.kind)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<MeetingPlanned>> {
        let p = readable(tx, self.project)?;
        may_plan_kind(tx, &p, self.kind)?;
        let title = self.title.as_deref().unwrap_or(usual_title(self.kind)).trim();
        let long = self.minutes_long.unwrap_or(60);
        let people: BTreeSet<PersonId> = self.people.iter().copied().collect();
        let contacts: BTreeSet<Id> = self.contacts.iter().copied().collect();
        let mut v = Validation::new();
        check_text(&mut v, "title", title, 300);
        v.check(self.place.chars().count() > 500, "place", "too_long");
        v.check(self.agenda.chars().count() > 20_000, "agenda", "too_long");
        v.check(!(1..=1440).contains(&long), "minutes_long", "meeting.minutes_long");
        v.check(people.is_empty(), "people", "meeting.needs_ours");
        v.check(contacts.is_empty() && needs_client(self.kind), "contacts", "meeting.needs_client");
        check_begun(&mut v, "planned_at", self.planned_at.date(tx.zone), &p);
        v.finish()?;
        if self.kind == MeetingKind::Kickoff && kickoffs(tx, p.id)? > 0 {
            return Err(MeetingError::KickoffExists.into());
        }
        for person in &people {
            name_of(tx, *person)?;
        }
        for contact in &contacts {
            need_contact(tx, &p, *contact)?;
        }
        let meeting: MeetingId = tx.new_id();
        tx.write(
            "INSERT INTO meetings (id, project_id, kind, title, planned_at, minutes_long, place,
                 agenda, state, planned_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'planned', ?9)",
            params![
                meeting,
                p.id,
                self.kind,
                title,
                self.planned_at,
                long,
                self.place.trim(),
                self.agenda.trim(),
                tx.actor.id
            ],
        )?;
        let people = people.into_iter().map(|p| (Some(p), None));
        for (person, contact) in people.chain(contacts.into_iter().map(|c| (None, Some(c)))) {
            insert_attendee(tx, meeting, person, contact, None)?;
        }
        Ok(done(MeetingPlanned { meeting })
            .fact("project", p.name)
            .fact("meeting", title)
            .fact("at", self.planned_at))
    }
}

fn insert_attendee(
    tx: &Tx<'_>,
    meeting: MeetingId,
    person: Option<PersonId>,
    contact: Option<Id>,
    is_present: Option<bool>,
) -> Result<()> {
    tx.write(
        "INSERT INTO meeting_attendees (id, meeting_id, person_id, contact_id, is_present)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![tx.new_id::<Id>(), meeting, person, contact, is_present],
    )?;
    Ok(())
}

/// Moves a planned meeting to another time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingReschedule {
    pub meeting: MeetingId,
    pub planned_at: Timestamp,
    pub reason: String,
}

impl Command for MeetingReschedule {
    const NAME: &'static str = "meeting.reschedule";
    const TITLE: &'static str = "Move a meeting";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.meeting).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = worked(tx, self.meeting)?;
        may_move(tx, &m, &p)?;
        let mut v = Validation::new();
        check_text(&mut v, "reason", &self.reason, 2_000);
        check_begun(&mut v, "planned_at", self.planned_at.date(tx.zone), &p);
        v.finish()?;
        tx.write(
            "UPDATE meetings SET planned_at = ?2, reason = ?3 WHERE id = ?1",
            params![m.id, self.planned_at, self.reason.trim()],
        )?;
        Ok(done(Nothing {})
            .fact("meeting", m.title)
            .fact("at", self.planned_at)
            .fact("reason", self.reason.trim()))
    }
}

/// A project's meetings are on or after its first day.
fn check_begun(v: &mut Validation, path: &str, day: Date, p: &Project) {
    if day < p.start_on {
        v.add_with(path, "meeting.before_start", json!({ "first": p.start_on }));
    }
}

/// Records that a meeting took place, and who was there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingHold {
    pub meeting: MeetingId,
    /// The planned time when not given.
    #[serde(default)]
    pub held_at: Option<Timestamp>,
    /// Our people who were there; those who were planned when not given.
    #[serde(default)]
    pub people: Option<Vec<PersonId>>,
    /// The client's people who were there; those who were planned when not given.
    #[serde(default)]
    pub contacts: Option<Vec<Id>>,
}

impl Command for MeetingHold {
    const NAME: &'static str = "meeting.hold";
    const TITLE: &'static str = "Record a held meeting";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.meeting).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = worked(tx, self.meeting)?;
        may_hold(tx, &m, &p)?;
        let planned: Vec<(Id, Option<PersonId>, Option<Id>)> = tx.all(
            "SELECT id, person_id, contact_id FROM meeting_attendees WHERE meeting_id = ?1
             ORDER BY id",
            [m.id],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        let people: BTreeSet<PersonId> = match &self.people {
            Some(given) => given.iter().copied().collect(),
            None => planned.iter().filter_map(|a| a.1).collect(),
        };
        let contacts: BTreeSet<Id> = match &self.contacts {
            Some(given) => given.iter().copied().collect(),
            None => planned.iter().filter_map(|a| a.2).collect(),
        };
        let held_at = self.held_at.unwrap_or(m.planned_at);
        let mut v = Validation::new();
        v.check(people.is_empty(), "people", "meeting.needs_ours");
        v.check(contacts.is_empty() && needs_client(m.kind), "contacts", "meeting.needs_client");
        v.check(held_at > tx.now, "held_at", "time.in_future");
        check_begun(&mut v, "held_at", held_at.date(tx.zone), &p);
        v.finish()?;
        for person in &people {
            name_of(tx, *person)?;
        }
        for contact in &contacts {
            need_contact(tx, &p, *contact)?;
        }
        for (id, person, contact) in &planned {
            let present = person.is_some_and(|p| people.contains(&p))
                || contact.is_some_and(|c| contacts.contains(&c));
            tx.write(
                "UPDATE meeting_attendees SET is_present = ?2 WHERE id = ?1",
                params![id, present],
            )?;
        }
        for person in people.iter().filter(|p| !planned.iter().any(|a| a.1 == Some(**p))) {
            insert_attendee(tx, m.id, Some(*person), None, Some(true))?;
        }
        for contact in contacts.iter().filter(|c| !planned.iter().any(|a| a.2 == Some(**c))) {
            insert_attendee(tx, m.id, None, Some(*contact), Some(true))?;
        }
        tx.write(
            "UPDATE meetings SET state = 'held', held_at = ?2 WHERE id = ?1",
            params![m.id, held_at],
        )?;
        Ok(done(Nothing {})
            .fact("project", p.name)
            .fact("meeting", m.title)
            .fact("n", people.len() + contacts.len()))
    }
}

/// Calls a planned meeting off.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingCancel {
    pub meeting: MeetingId,
    pub reason: String,
}

impl Command for MeetingCancel {
    const NAME: &'static str = "meeting.cancel";
    const TITLE: &'static str = "Cancel a meeting";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked(reader, self.meeting).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (m, p) = worked(tx, self.meeting)?;
        may_move(tx, &m, &p)?;
        need_text("reason", &self.reason, 2_000)?;
        tx.write(
            "UPDATE meetings SET state = 'cancelled', reason = ?2 WHERE id = ?1",
            params![m.id, self.reason.trim()],
        )?;
        Ok(done(Nothing {})
            .fact("project", p.name)
            .fact("meeting", m.title)
            .fact("reason", self.reason.trim()))
    }

    fn after_undo(&self, reader: &Reader<'_>) -> Result<()> {
        let (_, p) = worked(reader, self.meeting)?;
        match kickoffs(reader, p.id)? > 1 {
            true => Err(MeetingError::KickoffExists.into()),
            false => Ok(()),
        }
    }
}
