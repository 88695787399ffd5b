//! The kickoff inbox: requests that wait for me, and those I sent.

use super::{Kickoff, KickoffRequestId, KickoffState, acts};
use crate::acts::Act;
use crate::people::{PersonId, people_with_permission};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kickoff requests that the asker may see, those that wait first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KickoffInbox {
    /// Only those that wait for a decision.
    #[serde(default)]
    pub only_pending: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Inbox {
    pub rows: Vec<InboxRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct InboxRow {
    pub id: KickoffRequestId,
    pub agreement: Id,
    pub agreement_number: String,
    pub title: String,
    pub company: Id,
    pub company_name: String,
    pub pm: PersonId,
    pub pm_name: String,
    pub state: KickoffState,
    pub note: String,
    pub reason: String,
    pub requested_by: PersonId,
    pub requested_by_name: String,
    pub requested_at: Timestamp,
    pub start_on: Date,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub sow_items: i64,
    /// None for whoever may not see payments.
    pub total: Option<Money>,
    /// The project it became.
    pub project: Option<Id>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
    /// Names of those whom it waits for.
    pub waiting_on: Vec<String>,
}

impl InboxRow {
    fn kickoff(&self) -> Kickoff {
        Kickoff {
            id: self.id,
            agreement: self.agreement,
            pm: self.pm,
            requested_by: self.requested_by,
            state: self.state,
        }
    }
}

impl Query for KickoffInbox {
    const NAME: &'static str = "kickoff.inbox";
    const TITLE: &'static str = "Kickoff inbox";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &[
        "kickoff_requests",
        "agreements",
        "instalments",
        "payments",
        "projects",
        "people",
        "companies",
        "sow_items",
    ];
    type View = Inbox;

    fn ask(&self, reader: &Reader<'_>) -> Result<Inbox> {
        let me = reader.actor.id;
        let sees_money = crate::projects::sees_money(reader);
        let mut rows: Vec<InboxRow> = reader.all(
            "SELECT k.id, k.agreement_id, a.number, a.title, a.company_id, c.name, k.pm_id, m.name,
                    k.state, k.note, k.reason, k.requested_by, q.name, k.requested_at, a.start_on,
                    l.tenure_months, l.meetings_promised,
                    (SELECT count(*) FROM sow_items s WHERE s.sow_id = a.sow_id),
                    l.total_minor, l.currency,
                    (SELECT id FROM projects p WHERE p.kickoff_request_id = k.id)
             FROM kickoff_requests k JOIN agreements a ON a.id = k.agreement_id
             JOIN companies c ON c.id = a.company_id JOIN pricing_plans l ON l.id = a.plan_id
             JOIN people m ON m.id = k.pm_id JOIN people q ON q.id = k.requested_by
             WHERE (?1 OR k.pm_id = ?2 OR k.requested_by = ?2 OR a.owner_id = ?2)
               AND (NOT ?3 OR k.state = 'pending')
             ORDER BY k.state <> 'pending', k.requested_at DESC, k.id",
            params![reader.actor.may(permissions::PROJECT_READ_ALL), me, self.only_pending],
            |r| {
                Ok(InboxRow {
                    id: r.get(0)?,
                    agreement: r.get(1)?,
                    agreement_number: r.get(2)?,
                    title: r.get(3)?,
                    company: r.get(4)?,
                    company_name: r.get(5)?,
                    pm: r.get(6)?,
                    pm_name: r.get(7)?,
                    state: r.get(8)?,
                    note: r.get(9)?,
                    reason: r.get(10)?,
                    requested_by: r.get(11)?,
                    requested_by_name: r.get(12)?,
                    requested_at: r.get(13)?,
                    start_on: r.get(14)?,
                    tenure_months: r.get(15)?,
                    meetings_promised: r.get(16)?,
                    sow_items: r.get(17)?,
                    total: sees_money.then_some(Money::new(r.get(18)?, r.get(19)?)),
                    project: r.get(20)?,
                    acts: Vec::new(),
                    waiting_on: Vec::new(),
                })
            },
        )?;
        for row in &mut rows {
            let k = row.kickoff();
            row.acts = acts::acts(reader, &k)?;
            row.waiting_on = acts::waiting_on(reader, &k)?;
        }
        Ok(Inbox { rows })
    }
}

/// Who may be asked to lead a project: whoever may decide a kickoff, whatever their role is called.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KickoffManagers {}

#[derive(Serialize, JsonSchema)]
pub struct Managers {
    pub rows: Vec<Manager>,
}

#[derive(Serialize, JsonSchema)]
pub struct Manager {
    pub id: PersonId,
    pub name: String,
}

impl Query for KickoffManagers {
    const NAME: &'static str = "kickoff.managers";
    const TITLE: &'static str = "Who may lead a project";
    const NEEDS: Permission = permissions::KICKOFF_REQUEST;
    const READS: &'static [&'static str] = &["people", "person_roles", "role_permissions"];
    type View = Managers;

    fn ask(&self, reader: &Reader<'_>) -> Result<Managers> {
        let able = people_with_permission(reader, permissions::KICKOFF_DECIDE)?;
        let rows = able.into_iter().map(|(id, name)| Manager { id, name }).collect();
        Ok(Managers { rows })
    }
}
