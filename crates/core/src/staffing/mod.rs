//! Staffing: a project asks, HR approves, a person is assigned.
//!
//! Invariant: nobody is booked over 100 % on any day, unless HR overrode it with a reason that is
//! kept with the assignment. Projects that are over or cancelled book nobody.

mod acts;
mod commands;
mod load;
mod queries;

pub(crate) use acts::may_request;
pub use commands::{
    StaffingApprove, StaffingAssign, StaffingDecline, StaffingRelease, StaffingRequest,
};
pub(crate) use commands::{Wanted, raise};
pub use load::{Booking, over_booked};
pub use queries::StaffingBoard;

use crate::projects::ProjectId;
use crate::word_enum::{Transition, word_enum};
use netra_kernel::{Date, Reader, Result, errors, typed_id};

typed_id!(StaffingRequestId);
typed_id!(AssignmentId);

word_enum! {
    pub enum StaffingState {
        Requested = "requested",
        Approved = "approved",
        Declined = "declined",
        Assigned = "assigned",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Approve,
    Decline,
    Assign,
}

pub const STATES: &[Transition<StaffingState, Verb>] = &[
    (StaffingState::Requested, Verb::Approve, StaffingState::Approved),
    (StaffingState::Requested, Verb::Decline, StaffingState::Declined),
    (StaffingState::Approved, Verb::Decline, StaffingState::Declined),
    (StaffingState::Approved, Verb::Assign, StaffingState::Assigned),
];

errors! {
    pub enum StaffingError {
        NotFound "staffing.not_found" Missing { request: String },
        NotFound "staffing.assignment_not_found" AssignmentMissing { assignment: String },
        NotNow "staffing.state" State { state: String },
        Conflict "staffing.over_booked" OverBooked { person: String, week: Date, percent: i64 },
        Forbidden "staffing.override_needs_hr" OverrideNeedsHr,
        Invalid "staffing.not_able" NotAble { person: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["percent.range", "dates.reversed"];

pub(crate) struct Request {
    pub id: StaffingRequestId,
    pub project: ProjectId,
    pub role: String,
    pub allocation_percent: i64,
    pub from_on: Date,
    pub to_on: Date,
    pub state: StaffingState,
}

pub(crate) fn request(reader: &Reader<'_>, id: StaffingRequestId) -> Result<Request> {
    reader
        .maybe(
            "SELECT id, project_id, role, allocation_percent, from_on, to_on, state
             FROM staffing_requests WHERE id = ?1",
            [id],
            |r| {
                Ok(Request {
                    id: r.get(0)?,
                    project: r.get(1)?,
                    role: r.get(2)?,
                    allocation_percent: r.get(3)?,
                    from_on: r.get(4)?,
                    to_on: r.get(5)?,
                    state: r.get(6)?,
                })
            },
        )?
        .ok_or_else(|| StaffingError::Missing { request: id.to_string() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word_enum::next;

    #[test]
    fn every_state_and_verb() {
        let mut lines = Vec::new();
        for from in StaffingState::ALL {
            for verb in [Verb::Approve, Verb::Decline, Verb::Assign] {
                if let Some(to) = next(STATES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "requested Approve approved",
                "requested Decline declined",
                "approved Decline declined",
                "approved Assign assigned"
            ]
        );
    }
}
