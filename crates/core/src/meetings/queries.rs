//! The meetings of a project, with who was there and what is still missing.

use super::{ActionId, Meeting, MeetingError, MeetingId, MeetingKind, MeetingState, acts};
use crate::acts::Act;
use crate::files::FileId;
use crate::language::error_sentence;
use crate::people::PersonId;
use crate::permissions;
use crate::projects::{ProjectId, readable};
use netra_kernel::{Date, Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The meetings of a project, in the order of their time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct Meetings {
    pub rows: Vec<MeetingRow>,
    /// Consulting meetings promised, and delivered so far.
    pub promised: i64,
    pub delivered: i64,
    /// Why only the kickoff meeting is held at present; null when any may be.
    pub only_kickoff: Option<String>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct MeetingRow {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub title: String,
    pub planned_at: Timestamp,
    pub minutes_long: i64,
    pub place: String,
    pub agenda: String,
    pub state: MeetingState,
    /// Held, with minutes and proof.
    pub is_delivered: bool,
    pub held_at: Option<Timestamp>,
    pub mom: String,
    pub reason: String,
    pub attendees: Vec<Attendee>,
    pub actions: Vec<ActionRow>,
    pub proofs: Vec<Proof>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct Attendee {
    /// A person of ours, or a contact of the client's.
    pub id: Id,
    pub name: String,
    pub is_client: bool,
    pub is_present: Option<bool>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct ActionRow {
    pub id: ActionId,
    pub title: String,
    /// The one of ours who does it; null when it is the client's, or nobody's.
    pub person: Option<PersonId>,
    /// The client's person who does it.
    pub contact: Option<Id>,
    pub owner_name: Option<String>,
    pub due_on: Option<Date>,
    pub done_at: Option<Timestamp>,
    pub acts: Vec<Act>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct Proof {
    pub file: FileId,
    pub name: String,
    pub note: String,
}

impl MeetingRow {
    fn meeting(&self, project: ProjectId) -> Meeting {
        Meeting {
            id: self.id,
            project,
            kind: self.kind,
            title: self.title.clone(),
            planned_at: self.planned_at,
            state: self.state,
        }
    }
    /// Whether it has minutes, and proof.
    fn written(&self) -> (bool, bool) {
        (!self.mom.is_empty(), !self.proofs.is_empty())
    }
}

impl Query for MeetingList {
    const NAME: &'static str = "meeting.list";
    const TITLE: &'static str = "Meetings of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &[
        "meetings",
        "meeting_attendees",
        "meeting_actions",
        "meeting_proofs",
        "pricing_plans",
        "people",
        "contacts",
        "projects",
        "assignments",
    ];
    type View = Meetings;

    fn ask(&self, reader: &Reader<'_>) -> Result<Meetings> {
        let p = readable(reader, self.project)?;
        let mut rows = meetings_of(reader, self.project)?;
        for row in &mut rows {
            row.acts = acts::acts(reader, &row.meeting(p.id), &p, row.written())?;
            for action in &mut row.actions {
                action.acts = acts::acts_of_action(reader, &p, action.done_at.is_some())?;
            }
        }
        let delivered =
            rows.iter().filter(|m| m.is_delivered && m.kind == MeetingKind::Consulting).count();
        Ok(Meetings {
            rows,
            promised: p.meetings_promised,
            delivered: i64::try_from(delivered).unwrap_or(i64::MAX),
            only_kickoff: (!p.execution_started()).then(|| {
                let refusal = MeetingError::BeforeExecution { project: p.name.clone() }.into();
                error_sentence(reader.locale, &refusal)
            }),
        })
    }
}

/// The meetings of a project, whoever asks: without what may be done with them.
/// # Errors
/// Storage errors.
pub fn meetings_of(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<MeetingRow>> {
    let mut rows = reader.all(
        "SELECT id, kind, title, planned_at, minutes_long, place, agenda, state, held_at, mom,
                reason
         FROM meetings WHERE project_id = ?1 ORDER BY planned_at, id",
        [project],
        |r| {
            Ok(MeetingRow {
                id: r.get(0)?,
                kind: r.get(1)?,
                title: r.get(2)?,
                planned_at: r.get(3)?,
                minutes_long: r.get(4)?,
                place: r.get(5)?,
                agenda: r.get(6)?,
                state: r.get(7)?,
                is_delivered: false,
                held_at: r.get(8)?,
                mom: r.get(9)?,
                reason: r.get(10)?,
                attendees: Vec::new(),
                actions: Vec::new(),
                proofs: Vec::new(),
                acts: Vec::new(),
            })
        },
    )?;
    for m in &mut rows {
        m.attendees = reader.all(
            "SELECT ifnull(a.person_id, a.contact_id), ifnull(p.name, c.name),
                    a.contact_id IS NOT NULL, a.is_present
             FROM meeting_attendees a LEFT JOIN people p ON p.id = a.person_id
             LEFT JOIN contacts c ON c.id = a.contact_id
             WHERE a.meeting_id = ?1 ORDER BY a.contact_id IS NOT NULL, 2, a.id",
            [m.id],
            |r| {
                Ok(Attendee {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    is_client: r.get(2)?,
                    is_present: r.get(3)?,
                })
            },
        )?;
        m.actions = reader.all(
            "SELECT a.id, a.title, ifnull(p.name, c.name), a.due_on, a.done_at, a.person_id,
                 a.contact_id
             FROM meeting_actions a LEFT JOIN people p ON p.id = a.person_id
             LEFT JOIN contacts c ON c.id = a.contact_id
             WHERE a.meeting_id = ?1 ORDER BY a.position, a.id",
            [m.id],
            |r| {
                Ok(ActionRow {
                    id: r.get(0)?,
                    title: r.get(1)?,
                    owner_name: r.get(2)?,
                    due_on: r.get(3)?,
                    done_at: r.get(4)?,
                    person: r.get(5)?,
                    contact: r.get(6)?,
                    acts: Vec::new(),
                })
            },
        )?;
        m.proofs = reader.all(
            "SELECT p.file_id, f.name, p.note FROM meeting_proofs p JOIN files f ON f.id = p.file_id
             WHERE p.meeting_id = ?1 ORDER BY p.added_at, p.id",
            [m.id],
            |r| Ok(Proof { file: r.get(0)?, name: r.get(1)?, note: r.get(2)? }),
        )?;
        m.is_delivered = m.state == MeetingState::Held && !m.mom.is_empty() && !m.proofs.is_empty();
    }
    Ok(rows)
}
