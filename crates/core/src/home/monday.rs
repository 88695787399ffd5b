//! `home.monday`: a project manager's Monday: what is late, what is due, who is waited for, which
//! money is out, what stands still, and what happened since Friday.

use crate::agreements::{self, Instalment};
use crate::language::phrase;
use crate::people::{PersonId, people_with_permission};
use crate::projects::{ProjectId, seen, sees_money};
use crate::{history, permissions, settings};
use netra_kernel::rusqlite::params;
use netra_kernel::{Currency, Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// A project manager's Monday: own projects, or every project for whoever may see all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeMonday {
    /// Only this manager's projects.
    #[serde(default)]
    pub pm: Option<PersonId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Monday {
    /// The last Friday before today: where 'what happened' begins.
    pub since: Date,
    /// Projects that are set up, executed or closed at present.
    pub projects: usize,
    /// Kickoff requests that wait for the person who asks.
    pub kickoffs: i64,
    /// Their day has passed, the longest ago first.
    pub late: Vec<Task>,
    /// Today and the next seven days.
    pub due: Vec<Task>,
    /// What stands still until somebody else does their part, the longest first.
    pub waiting: Vec<Waiting>,
    /// Instalments that are due or will be within seven days; none for whoever may not see
    /// payments.
    pub money: Option<Vec<MoneyDue>>,
    /// Nothing was done about them for `projects.stale_after_days`.
    pub stale: Vec<Stale>,
    /// The newest first, at most forty.
    pub happened: Vec<Happened>,
}

/// Something with a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Task {
    pub project: ProjectId,
    pub project_name: String,
    /// `project`, `milestone`, `sow_item`, `meeting`, `action`, `deliverable`, `instalment`.
    pub kind: String,
    pub id: Id,
    pub title: String,
    pub due_on: Date,
    /// How long ago; negative when still to come.
    pub days: i64,
    /// The command that moves it.
    pub command: String,
}

/// Something that somebody else has to do.
#[derive(Serialize, JsonSchema)]
pub struct Waiting {
    pub project: ProjectId,
    pub project_name: String,
    /// `staffing`, `milestone`, `sow_item`, `deliverable`, `change`, `payment`.
    pub kind: String,
    pub id: Id,
    pub title: String,
    /// The step of the 25 that stands still; None for a change request.
    pub step: Option<u8>,
    pub waiting_on: Vec<String>,
    pub command: String,
    /// None where the moment is not recorded.
    pub since: Option<Timestamp>,
    pub days: Option<i64>,
}

#[derive(Serialize, JsonSchema)]
pub struct MoneyDue {
    pub project: ProjectId,
    pub project_name: String,
    pub instalment: Id,
    pub number: i64,
    pub title: String,
    pub due_on: Date,
    /// How long ago; negative when still to come.
    pub days: i64,
    pub open: Money,
}

#[derive(Serialize, JsonSchema)]
pub struct Stale {
    pub project: ProjectId,
    pub project_name: String,
    pub last_at: Timestamp,
    pub days: i64,
}

#[derive(Serialize, JsonSchema)]
pub struct Happened {
    pub project: ProjectId,
    pub project_name: String,
    pub at: Timestamp,
    pub actor_name: String,
    pub sentence: String,
}

/// How far ahead 'due' looks (days).
const AHEAD_DAYS: i64 = 7;
/// Rows of one part.
const MOST: usize = 200;

/// One open project that the asker may see.
struct Mine {
    id: ProjectId,
    name: String,
    plan: Id,
    currency: Currency,
    created_at: Timestamp,
}

/// The open projects as a table for the statements below; ?3 is the wanted manager.
fn with_mine(reader: &Reader<'_>, rest: &str) -> String {
    let seen = seen(reader);
    format!(
        "WITH mine AS (SELECT p.id, p.name, p.end_on, p.company_id, p.created_at, a.sow_id,
             a.plan_id FROM projects p JOIN agreements a ON a.id = p.agreement_id
             WHERE p.stage IN ('setup', 'executing', 'closing') AND {seen}
               AND (?3 IS NULL OR p.pm_id = ?3)) {rest}"
    )
}

/// The last Friday before a day.
fn friday_before(day: Date) -> Date {
    let mut friday = day.plus_days(-1);
    while chrono::Datelike::weekday(&friday.0) != chrono::Weekday::Fri {
        friday = friday.plus_days(-1);
    }
    friday
}

impl HomeMonday {
    fn mine(&self, reader: &Reader<'_>) -> Result<Vec<Mine>> {
        reader.all(
            &with_mine(
                reader,
                "SELECT m.id, m.name, m.plan_id, l.currency, m.created_at FROM mine m
                 JOIN pricing_plans l ON l.id = m.plan_id ORDER BY m.end_on, m.id",
            ),
            params![reader.actor.may(permissions::PROJECT_READ_ALL), reader.actor.id, self.pm],
            |r| {
                Ok(Mine {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    plan: r.get(2)?,
                    currency: r.get(3)?,
                    created_at: r.get(4)?,
                })
            },
        )
    }

    /// Everything with a day up to `until`, but money and meetings.
    fn dated(&self, reader: &Reader<'_>, until: Date) -> Result<Vec<Task>> {
        let today = reader.today();
        reader.all(
            &with_mine(
                reader,
                "SELECT m.id, m.name, 'project', m.id, m.name, m.end_on, 'project.complete'
                 FROM mine m WHERE m.end_on <= ?4
                 UNION ALL SELECT m.id, m.name, 'milestone', x.id, x.title, x.planned_on,
                     CASE x.state WHEN 'submitted' THEN 'signoff.give' ELSE 'milestone.submit' END
                 FROM mine m JOIN milestones x ON x.project_id = m.id
                 WHERE x.state <> 'signed_off' AND x.planned_on <= ?4
                 UNION ALL SELECT m.id, m.name, 'sow_item', x.id, x.title, x.planned_end,
                     CASE x.state WHEN 'not_started' THEN 'sow_item.start'
                         WHEN 'in_progress' THEN 'sow_item.submit'
                         WHEN 'ready_for_review' THEN 'sow_item.consent'
                         ELSE 'sow_item.implement' END
                 FROM mine m JOIN sow_items x ON x.sow_id = m.sow_id
                 WHERE x.state NOT IN ('implemented', 'dropped') AND x.planned_end <= ?4
                 UNION ALL SELECT m.id, m.name, 'action', x.id, x.title, x.due_on,
                     'meeting.action_done'
                 FROM mine m JOIN meetings t ON t.project_id = m.id
                 JOIN meeting_actions x ON x.meeting_id = t.id
                 WHERE x.done_at IS NULL AND x.due_on <= ?4
                 UNION ALL SELECT m.id, m.name, 'deliverable', x.id, x.title, y.planned_on,
                     CASE x.state WHEN 'submitted' THEN 'deliverable.accept'
                         ELSE 'deliverable.submit' END
                 FROM mine m JOIN deliverables x ON x.project_id = m.id
                 JOIN milestones y ON y.id = x.milestone_id
                 WHERE x.state <> 'accepted' AND y.planned_on <= ?4
                 ORDER BY 6, 3, 4",
            ),
            params![
                reader.actor.may(permissions::PROJECT_READ_ALL),
                reader.actor.id,
                self.pm,
                until
            ],
            |r| {
                let due_on: Date = r.get(5)?;
                Ok(Task {
                    project: r.get(0)?,
                    project_name: r.get(1)?,
                    kind: r.get(2)?,
                    id: r.get(3)?,
                    title: r.get(4)?,
                    due_on,
                    days: due_on.days_until(today),
                    command: r.get(6)?,
                })
            },
        )
    }

    /// Meetings that are planned for a day up to `until`, or were held and have no minutes.
    fn meetings(&self, reader: &Reader<'_>, until: Date) -> Result<Vec<Task>> {
        let today = reader.today();
        let found = reader.all(
            &with_mine(
                reader,
                "SELECT m.id, m.name, x.id, x.title, ifnull(x.held_at, x.planned_at),
                     CASE x.state WHEN 'planned' THEN 'meeting.hold' ELSE 'meeting.write_mom' END
                 FROM mine m JOIN meetings x ON x.project_id = m.id
                 WHERE x.state = 'planned' OR (x.state = 'held' AND x.mom = '')
                 ORDER BY 5, 3",
            ),
            params![reader.actor.may(permissions::PROJECT_READ_ALL), reader.actor.id, self.pm],
            |r| {
                let due_on = r.get::<_, Timestamp>(4)?.date(reader.zone);
                Ok(Task {
                    project: r.get(0)?,
                    project_name: r.get(1)?,
                    kind: "meeting".into(),
                    id: r.get(2)?,
                    title: r.get(3)?,
                    due_on,
                    days: due_on.days_until(today),
                    command: r.get(5)?,
                })
            },
        )?;
        Ok(found.into_iter().filter(|t| t.due_on <= until).collect())
    }

    fn waiting(&self, reader: &Reader<'_>) -> Result<Vec<Waiting>> {
        let names = |p: Permission| -> Result<Vec<String>> {
            Ok(people_with_permission(reader, p)?.into_iter().map(|p| p.1).collect())
        };
        let hr = names(permissions::STAFFING_DECIDE)?;
        let finance = names(permissions::PAYMENT_VERIFY)?;
        let mut clients: BTreeMap<ProjectId, Vec<String>> = BTreeMap::new();
        let sees_all = reader.actor.may(permissions::PROJECT_READ_ALL);
        for (project, name) in reader.all(
            &with_mine(
                reader,
                "SELECT m.id, c.name FROM mine m JOIN project_contacts x ON x.project_id = m.id
                 JOIN contacts c ON c.id = x.contact_id ORDER BY c.name, x.id",
            ),
            params![sees_all, reader.actor.id, self.pm],
            |r| Ok((r.get::<_, ProjectId>(0)?, r.get::<_, String>(1)?)),
        )? {
            clients.entry(project).or_default().push(name);
        }
        let nobody_named = vec![phrase(reader.locale, "step-client", &json!({}))];
        let mut found = reader.all(
            &with_mine(
                reader,
                "SELECT m.id, m.name, 'staffing', x.id, x.role, 7, 'staffing.approve',
                     x.requested_at
                 FROM mine m JOIN staffing_requests x ON x.project_id = m.id
                 WHERE x.state = 'requested'
                 UNION ALL SELECT m.id, m.name, 'milestone', x.id, x.title, 13, 'signoff.give',
                     x.submitted_at
                 FROM mine m JOIN milestones x ON x.project_id = m.id WHERE x.state = 'submitted'
                 UNION ALL SELECT m.id, m.name, 'sow_item', x.id, x.title, 11,
                     'sow_item.consent', NULL
                 FROM mine m JOIN sow_items x ON x.sow_id = m.sow_id
                 WHERE x.state = 'ready_for_review'
                 UNION ALL SELECT m.id, m.name, 'deliverable', x.id, x.title, 19,
                     'deliverable.accept',
                     (SELECT max(v.submitted_at) FROM deliverable_versions v
                      WHERE v.deliverable_id = x.id)
                 FROM mine m JOIN deliverables x ON x.project_id = m.id
                 WHERE x.state = 'submitted'
                 UNION ALL SELECT m.id, m.name, 'change', x.id, x.title, NULL, 'change.approve',
                     x.submitted_at
                 FROM mine m JOIN change_requests x ON x.project_id = m.id
                 WHERE x.state = 'submitted'
                 UNION ALL SELECT m.id, m.name, 'payment', x.id, x.reference, 16,
                     'payment.verify', x.recorded_at
                 FROM mine m JOIN instalments i ON i.plan_id = m.plan_id
                 JOIN payments x ON x.instalment_id = i.id
                 WHERE x.state = 'recorded' AND ?4
                 ORDER BY 8, 4",
            ),
            params![sees_all, reader.actor.id, self.pm, sees_money(reader)],
            |r| {
                let project: ProjectId = r.get(0)?;
                let kind: String = r.get(2)?;
                let waiting_on = match kind.as_str() {
                    "staffing" => hr.clone(),
                    "payment" => finance.clone(),
                    _ => clients.get(&project).unwrap_or(&nobody_named).clone(),
                };
                let since: Option<Timestamp> = r.get(7)?;
                Ok(Waiting {
                    project,
                    project_name: r.get(1)?,
                    kind,
                    id: r.get(3)?,
                    title: r.get(4)?,
                    step: r.get(5)?,
                    waiting_on,
                    command: r.get(6)?,
                    since,
                    days: since.map(|t| t.date(reader.zone).days_until(reader.today())),
                })
            },
        )?;
        found.sort_by_key(|w| (w.since.is_none(), w.since));
        found.truncate(MOST);
        Ok(found)
    }
}

/// The open instalments of these projects that fall due up to a day, the earliest first.
fn money(reader: &Reader<'_>, mine: &[Mine], until: Date) -> Result<Option<Vec<MoneyDue>>> {
    if !sees_money(reader) {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for m in mine {
        let open = agreements::instalments(reader, m.plan.into())?;
        let is_due = |i: &Instalment| i.open_minor() > 0 && i.due_on.is_some_and(|d| d <= until);
        rows.extend(open.into_iter().filter(is_due).filter_map(|i| {
            let due_on = i.due_on?;
            Some(MoneyDue {
                project: m.id,
                project_name: m.name.clone(),
                instalment: i.id.0,
                number: i.number,
                open: Money::new(i.open_minor(), m.currency),
                title: i.title,
                due_on,
                days: due_on.days_until(reader.today()),
            })
        }));
    }
    rows.sort_by(|a, b| a.due_on.cmp(&b.due_on).then(a.instalment.cmp(&b.instalment)));
    rows.truncate(MOST);
    Ok(Some(rows))
}

fn stale(reader: &Reader<'_>, mine: &[Mine]) -> Result<Vec<Stale>> {
    let after: i64 = settings::get(reader, "projects.stale_after_days")?;
    let mut rows = Vec::new();
    for m in mine {
        let last_at = history::last_at(reader, m.id.0)?.unwrap_or(m.created_at);
        let days = last_at.date(reader.zone).days_until(reader.today());
        if days >= after {
            rows.push(Stale { project: m.id, project_name: m.name.clone(), last_at, days });
        }
    }
    rows.sort_by_key(|s| (s.last_at, s.project));
    Ok(rows)
}

impl Query for HomeMonday {
    const NAME: &'static str = "home.monday";
    const TITLE: &'static str = "Monday: late, due, waiting, money";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &[
        "projects",
        "agreements",
        "assignments",
        "milestones",
        "sow_items",
        "meetings",
        "meeting_actions",
        "deliverables",
        "deliverable_versions",
        "change_requests",
        "staffing_requests",
        "instalments",
        "payments",
        "signoffs",
        "project_contacts",
        "contacts",
        "kickoff_requests",
        "people",
        "settings",
        "journal",
    ];
    type View = Monday;

    fn ask(&self, reader: &Reader<'_>) -> Result<Monday> {
        let today = reader.today();
        let until = today.plus_days(AHEAD_DAYS);
        let mine = self.mine(reader)?;
        let money = money(reader, &mine, until)?;
        let mut tasks = self.dated(reader, until)?;
        tasks.extend(self.meetings(reader, until)?);
        tasks.extend(money.iter().flatten().map(|m| Task {
            project: m.project,
            project_name: m.project_name.clone(),
            kind: "instalment".into(),
            id: m.instalment,
            title: match m.title.is_empty() {
                true => m.number.to_string(),
                false => m.title.clone(),
            },
            due_on: m.due_on,
            days: m.days,
            command: "payment.record".into(),
        }));
        tasks.sort_by(|a, b| (a.due_on, &a.kind, a.id).cmp(&(b.due_on, &b.kind, b.id)));
        let (mut late, mut due): (Vec<Task>, Vec<Task>) =
            tasks.into_iter().partition(|t| t.due_on < today);
        late.truncate(MOST);
        due.truncate(MOST);
        let since = friday_before(today);
        let ids: Vec<Id> = mine.iter().map(|m| m.id.0).collect();
        let name_of =
            |id: Id| mine.iter().find(|m| m.id.0 == id).map(|m| m.name.clone()).unwrap_or_default();
        let happened =
            history::since(reader, &ids, since.at(chrono::NaiveTime::MIN, reader.zone), 40)?
                .into_iter()
                .map(|(id, e)| Happened {
                    project: id.into(),
                    project_name: name_of(id),
                    at: e.at,
                    actor_name: e.actor_name,
                    sentence: e.sentence,
                })
                .collect();
        let kickoffs = reader.one(
            "SELECT count(*) FROM kickoff_requests WHERE pm_id = ?1 AND state = 'pending'",
            [reader.actor.id],
            |r| r.get(0),
        )?;
        Ok(Monday {
            since,
            projects: mine.len(),
            kickoffs,
            late,
            due,
            waiting: self.waiting(reader)?,
            money,
            stale: stale(reader, &mine)?,
            happened,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_friday_before() {
        for (day, friday) in [
            ("2026-11-23", "2026-11-20"),
            ("2026-11-21", "2026-11-20"),
            ("2026-11-20", "2026-11-13"),
            ("2026-11-19", "2026-11-13"),
            ("2027-01-01", "2026-12-25"),
        ] {
            let day = Date::parse(day).unwrap();
            assert_eq!(friday_before(day), Date::parse(friday).unwrap());
        }
    }
}
