//! The 25 steps from the first payment to the archive, as a project stands now.
//!
//! Invariant: every state here is read off the records; no step is ticked by hand.

use super::gate::{self, GateLine, kickoff_recorded};
use super::model::Stage;
use super::store::{Counts, Project, counts};
use super::{InstalmentLine, MoneyState, instalment_lines};
use crate::language::phrase;
use crate::people::{PersonId, name_of, people_with_permission};
use crate::permissions;
use crate::word_enum::word_enum;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Permission, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;

word_enum! {
    /// Where a step stands.
    pub enum StepState {
        Done = "done",
        /// Begun, or the next to do.
        Now = "now",
        Waiting = "waiting",
        /// This project does not need it.
        NotNeeded = "not_needed",
    }
}

word_enum! {
    pub enum Phase {
        HandOver = "hand_over",
        SetUp = "set_up",
        Execution = "execution",
        Closure = "closure",
    }
}

/// One of the 25 steps.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// 1 to 25.
    pub number: u8,
    pub phase: Phase,
    pub title: String,
    pub state: StepState,
    /// Who did it.
    pub who: Option<String>,
    pub when: Option<Timestamp>,
    /// The numbers behind it.
    pub detail: String,
    /// Whose turn it is, when it is not done.
    pub waiting_on: Vec<String>,
    /// The command that moves it; empty when it happens by itself.
    pub command: String,
    /// The record that the command is for; None when it is for one of several, or for none.
    pub record: Option<Id>,
}

fn phase(number: u8) -> Phase {
    match number {
        1..=4 => Phase::HandOver,
        5..=9 => Phase::SetUp,
        10..=17 => Phase::Execution,
        _ => Phase::Closure,
    }
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "step-1",
    "step-2",
    "step-3",
    "step-4",
    "step-5",
    "step-6",
    "step-7",
    "step-8",
    "step-9",
    "step-10",
    "step-11",
    "step-12",
    "step-13",
    "step-14",
    "step-15",
    "step-16",
    "step-17",
    "step-18",
    "step-19",
    "step-20",
    "step-21",
    "step-22",
    "step-23",
    "step-24",
    "step-25",
    "step-of",
    "step-percent",
    "step-n",
    "step-money",
    "step-overdue",
    "step-client",
];

type Mark = Option<(Option<PersonId>, Timestamp)>;

/// Names that every project of a list asks for again.
#[derive(Default)]
pub(super) struct Names {
    people: RefCell<BTreeMap<PersonId, String>>,
    holders: RefCell<BTreeMap<&'static str, Vec<String>>>,
}

impl Names {
    pub fn of(&self, reader: &Reader<'_>, person: PersonId) -> Result<String> {
        if let Some(name) = self.people.borrow().get(&person) {
            return Ok(name.clone());
        }
        let name = name_of(reader, person)?;
        self.people.borrow_mut().insert(person, name.clone());
        Ok(name)
    }
    fn who(&self, reader: &Reader<'_>, permission: Permission) -> Result<Vec<String>> {
        if let Some(names) = self.holders.borrow().get(permission.0) {
            return Ok(names.clone());
        }
        let holders = people_with_permission(reader, permission)?;
        let names: Vec<String> = holders.into_iter().map(|p| p.1).collect();
        self.holders.borrow_mut().insert(permission.0, names.clone());
        Ok(names)
    }
}

struct Builder<'r, 'a> {
    reader: &'r Reader<'a>,
    p: &'r Project,
    names: &'r Names,
    knows_money: bool,
    steps: Vec<Step>,
}

impl<'r, 'a> Builder<'r, 'a> {
    fn new(reader: &'r Reader<'a>, p: &'r Project, names: &'r Names) -> Self {
        let knows_money = super::knows_money(reader);
        Builder { reader, p, names, knows_money, steps: Vec::with_capacity(25) }
    }
}

impl Builder<'_, '_> {
    fn say(&self, code: &str, args: Value) -> String {
        phrase(self.reader.locale, code, &args)
    }
    fn of(&self, done: i64, all: i64) -> String {
        self.say("step-of", json!({"done": done, "all": all}))
    }
    fn mark(&self, sql: &str, id: Id) -> Result<Mark> {
        self.reader.maybe(sql, [id], |r| Ok((r.get(0)?, r.get(1)?)))
    }
    fn who(&self, permission: Permission) -> Result<Vec<String>> {
        self.names.who(self.reader, permission)
    }
    fn pm(&self) -> Result<Vec<String>> {
        Ok(vec![self.names.of(self.reader, self.p.pm)?])
    }
    fn client(&self) -> Vec<String> {
        vec![self.say("step-client", json!({}))]
    }
    fn add(
        &mut self,
        is_done: bool,
        mark: Mark,
        detail: String,
        waiting_on: Vec<String>,
        command: &str,
    ) -> Result<()> {
        let number = u8::try_from(self.steps.len() + 1).unwrap_or(u8::MAX);
        let who = match mark {
            Some((Some(person), _)) if is_done => Some(self.names.of(self.reader, person)?),
            _ => None,
        };
        self.steps.push(Step {
            number,
            phase: phase(number),
            title: self.say(&format!("step-{number}"), json!({})),
            state: if is_done { StepState::Done } else { StepState::Waiting },
            who,
            when: mark.filter(|_| is_done).map(|m| m.1),
            detail,
            waiting_on: if is_done { Vec::new() } else { waiting_on },
            command: if is_done { String::new() } else { command.to_owned() },
            record: None,
        });
        Ok(())
    }
    /// One that is read off payments: it holds nothing up for whoever may not know of them.
    fn add_of_money(
        &mut self,
        is_done: bool,
        detail: String,
        waiting_on: Vec<String>,
        command: &str,
    ) -> Result<()> {
        self.add(is_done || !self.knows_money, None, detail, waiting_on, command)
    }
    /// The record of the step that was added last.
    fn on(&mut self, record: Option<Id>) {
        if let Some(step) = self.steps.last_mut().filter(|s| !s.command.is_empty()) {
            step.record = record;
        }
    }
}

/// The 25 steps of a project, in order; without those that are read off payments for whoever may not
/// know of them.
/// # Errors
/// Storage errors.
pub fn steps(reader: &Reader<'_>, p: &Project) -> Result<Vec<Step>> {
    let names = Names::default();
    let mut b = Builder::new(reader, p, &names);
    let c = counts(reader, p)?;
    let money = instalment_lines(reader, p)?;
    let lines = gate::lines(reader, p)?;
    hand_over(&mut b)?;
    set_up(&mut b, &c)?;
    execution(&mut b, &c, &money)?;
    closure(&mut b, &money, &lines)?;
    settle_states(p, &mut b.steps);
    b.steps.retain(|s| b.knows_money || !is_of_money(s));
    Ok(b.steps)
}

/// The step that is next, as [`steps`] would say (the first that is begun and does not recur), without working out what comes after it.
/// # Errors
/// Storage errors.
pub(super) fn next_step(
    reader: &Reader<'_>,
    p: &Project,
    names: &Names,
    c: &Counts,
    money: &[InstalmentLine],
) -> Result<Option<Step>> {
    if p.stage == Stage::Archived {
        return Ok(None);
    }
    let mut b = Builder::new(reader, p, names);
    for n in 1..=4u8 {
        // The hand-over is over in every project.
        b.steps.push(Step {
            number: n,
            phase: phase(n),
            title: String::new(),
            state: StepState::Done,
            who: None,
            when: None,
            detail: String::new(),
            waiting_on: Vec::new(),
            command: String::new(),
            record: None,
        });
    }
    let waits = |b: &Builder<'_, '_>| {
        b.steps.iter().any(|s| s.state == StepState::Waiting && !is_recurring(s))
    };
    let is_over = !Stage::ALIVE.contains(&p.stage);
    set_up(&mut b, c)?;
    if is_over || !waits(&b) {
        execution(&mut b, c, money)?;
    }
    if is_over || !waits(&b) {
        closure(&mut b, money, &gate::lines(reader, p)?)?;
    }
    settle_states(p, &mut b.steps);
    Ok(b.steps.into_iter().find(|s| s.state == StepState::Now && !is_recurring(s)))
}

/// Reports and reminders go on beside the others: nothing waits for them.
fn is_recurring(s: &Step) -> bool {
    matches!(s.number, 12 | 15)
}

/// Those that are read off instalments and payments. (That the first is paid, a kickoff proves.)
fn is_of_money(s: &Step) -> bool {
    matches!(s.number, 14 | 15 | 16 | 21 | 22)
}

/// 1–4.
fn hand_over(b: &mut Builder<'_, '_>) -> Result<()> {
    let first = match b.knows_money {
        true => b.mark(
            "SELECT x.decided_by, max(x.decided_at) FROM payments x
             JOIN instalments i ON i.id = x.instalment_id
             WHERE i.plan_id = ?1 AND i.number = 1 AND x.state = 'verified' HAVING count(*) > 0",
            b.p.plan,
        )?,
        false => None,
    };
    let requested = b.mark(
        "SELECT requested_by, requested_at FROM kickoff_requests WHERE id = ?1",
        b.p.kickoff_request,
    )?;
    let made = Some((Some(b.p.pm), b.p.created_at));
    b.add(true, first, String::new(), Vec::new(), "")?;
    b.add(true, requested, String::new(), Vec::new(), "")?;
    b.add(true, made, String::new(), Vec::new(), "")?;
    b.add(true, made, format!("{} – {}", b.p.start_on, b.p.end_on), Vec::new(), "")
}

/// 5–9.
fn set_up(b: &mut Builder<'_, '_>, c: &Counts) -> Result<()> {
    let planned = b.mark(
        "SELECT planned_by, planned_at FROM meetings
         WHERE project_id = ?1 AND kind = 'kickoff' AND state <> 'cancelled'
         ORDER BY planned_at, id LIMIT 1",
        b.p.id.0,
    )?;
    let held = b.mark(
        "SELECT mom_by, held_at FROM meetings
         WHERE project_id = ?1 AND kind = 'kickoff' AND state = 'held'
         ORDER BY held_at, id LIMIT 1",
        b.p.id.0,
    )?;
    let assigned = b.mark(
        "SELECT assigned_by, assigned_at FROM assignments WHERE project_id = ?1
         ORDER BY assigned_at, id LIMIT 1",
        b.p.id.0,
    )?;
    let first = |state: &str| {
        b.reader.value(
            "SELECT id FROM staffing_requests WHERE project_id = ?1 AND state = ?2
             ORDER BY requested_at, id LIMIT 1",
            params![b.p.id, state],
        )
    };
    let (waiting, approved): (Option<Id>, Option<Id>) = (first("requested")?, first("approved")?);
    let people: i64 = b.reader.one(
        "SELECT count(DISTINCT person_id) FROM assignments WHERE project_id = ?1",
        [b.p.id],
        |r| r.get(0),
    )?;
    let pm = b.pm()?;
    let hr = b.who(permissions::STAFFING_DECIDE)?;
    let (project, kickoff) = (Some(b.p.id.0), kickoff_meeting(b)?);
    b.add(planned.is_some(), planned, String::new(), pm.clone(), "meeting.plan")?;
    b.on(project);
    let command = if held.is_some() { "meeting.write_mom" } else { "meeting.hold" };
    b.add(kickoff_recorded(b.reader, b.p)?, held, String::new(), pm.clone(), command)?;
    b.on(kickoff);
    let n = b.say("step-n", json!({"n": people}));
    let (who, command, record) = match (waiting, approved) {
        (None, None) => (pm.clone(), "staffing.request", project),
        (None, some) => (pm.clone(), "staffing.assign", some),
        (some, _) => (hr, "staffing.approve", some),
    };
    b.add(assigned.is_some(), assigned, n, who, command)?;
    b.on(record);
    let defined = c.milestones > 0 && c.items_loose == 0;
    let detail = b.of(c.items - c.items_loose, c.items);
    b.add(defined, None, detail, pm.clone(), "milestone.define")?;
    b.on(project);
    let started = b.p.execution_started_at.map(|at| (Some(b.p.pm), at));
    b.add(started.is_some(), started, String::new(), pm, "project.start_execution")?;
    b.on(project);
    Ok(())
}

/// The kickoff meeting that is planned or was held.
fn kickoff_meeting(b: &Builder<'_, '_>) -> Result<Option<Id>> {
    b.reader.value(
        "SELECT id FROM meetings WHERE project_id = ?1 AND kind = 'kickoff' AND state <> 'cancelled'
         ORDER BY planned_at, id LIMIT 1",
        [b.p.id],
    )
}

/// 10–17.
fn execution(b: &mut Builder<'_, '_>, c: &Counts, money: &[InstalmentLine]) -> Result<()> {
    let pm = b.pm()?;
    let finance = b.who(permissions::PAYMENT_RECORD)?;
    let met = c.meetings_delivered >= c.meetings_promised;
    let meetings = b.of(c.meetings_delivered, c.meetings_promised);
    let started = b.p.execution_started();
    b.add(started && met, None, meetings.clone(), pm.clone(), "meeting.hold")?;
    let percent = b.say("step-percent", json!({"percent": c.progress_percent}));
    let implemented = started && c.items_implemented == c.items;
    b.add(implemented, None, percent, pm.clone(), "sow_item.progress")?;
    let sent: i64 = b.reader.one(
        "SELECT count(*) FROM progress_reports WHERE project_id = ?1 AND state = 'sent'",
        [b.p.id],
        |r| r.get(0),
    )?;
    let n = b.say("step-n", json!({"n": sent}));
    b.add(sent > 0, None, n, pm.clone(), "report.draft")?;
    b.on(Some(b.p.id.0));
    let signed = c.milestones > 0 && c.milestones_signed == c.milestones;
    let detail = b.of(c.milestones_signed, c.milestones);
    b.add(signed, None, detail, pm.clone(), "milestone.submit")?;
    // Released: linked to a milestone, and made due by its sign-off.
    let linked = money.iter().filter(|i| i.milestone.is_some());
    let (all, released) =
        linked.fold((0, 0), |(all, due), i| (all + 1, due + i64::from(i.due_on.is_some())));
    let detail = b.of(released, all);
    b.add_of_money(started && released == all, detail, pm.clone(), "")?;
    let overdue = money.iter().filter(|i| i.state == MoneyState::Overdue).count();
    let detail = b.say("step-overdue", json!({"n": overdue}));
    b.add_of_money(overdue == 0, detail, finance.clone(), "payment.record")?;
    let received: i64 = money.iter().map(|i| i.received_minor).sum();
    let due: i64 =
        money.iter().filter(|i| i.state != MoneyState::Waived).map(|i| i.amount_minor).sum();
    let money_of = |minor| netra_kernel::Money::new(minor, b.p.currency);
    let detail = if super::sees_money(b.reader) {
        b.say("step-money", json!({"received": money_of(received), "all": money_of(due)}))
    } else {
        settled(b, money)
    };
    let all_paid = paid(money);
    b.add_of_money(all_paid, detail, finance, "payment.record")?;
    b.add(started && met, None, meetings, pm, "meeting.hold")
}

/// How many of the instalments that are to be paid are.
fn settled(b: &Builder<'_, '_>, money: &[InstalmentLine]) -> String {
    let living = money.iter().filter(|i| i.state != MoneyState::Waived);
    let (done, all) = living
        .fold((0, 0), |(done, all), i| (done + i64::from(i.state == MoneyState::Paid), all + 1));
    b.of(done, all)
}

fn paid(money: &[InstalmentLine]) -> bool {
    money
        .iter()
        .all(|i| matches!(i.state, MoneyState::Paid | MoneyState::Waived) && i.unverified == 0)
}

/// 18–25.
fn closure(b: &mut Builder<'_, '_>, money: &[InstalmentLine], lines: &[GateLine]) -> Result<()> {
    let pm = b.pm()?;
    let project = Some(b.p.id.0);
    let client = b.client();
    let (all, submitted, accepted): (i64, i64, i64) = b.reader.one(
        "SELECT count(*), count(*) FILTER (WHERE state IN ('submitted', 'accepted')),
                count(*) FILTER (WHERE state = 'accepted')
         FROM deliverables WHERE project_id = ?1",
        [b.p.id],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let started = b.p.execution_started();
    let detail = b.of(submitted, all);
    b.add(started && submitted == all, None, detail, pm.clone(), "deliverable.submit")?;
    let detail = b.of(accepted, all);
    b.add(started && accepted == all, None, detail, client.clone(), "deliverable.accept")?;
    let signed = lines.iter().find(|l| l.key == "project_signoff");
    let is_signed = signed.is_some_and(|l| l.met);
    let mark = b.mark(
        "SELECT recorded_by, recorded_at FROM signoffs
         WHERE project_id = ?1 AND subject_kind = 'project'
         ORDER BY recorded_at DESC, id DESC LIMIT 1",
        b.p.id.0,
    )?;
    let detail = signed.map(|l| l.detail.clone()).unwrap_or_default();
    b.add(is_signed, mark, detail, client.clone(), "signoff.give")?;
    b.on(project);
    let last_due = money.last().is_none_or(|i| {
        i.due_on.is_some_and(|d| d <= b.reader.today())
            || matches!(i.state, MoneyState::Paid | MoneyState::Waived)
    });
    b.add_of_money(last_due, String::new(), Vec::new(), "")?;
    let met = i64::try_from(lines.iter().filter(|l| l.met).count()).unwrap_or(0);
    let finance = b.who(permissions::PAYMENT_VERIFY)?;
    // How many there are is not told with one of them untold.
    let detail = match lines.iter().all(|l| l.is_told) {
        true => b.of(met, i64::try_from(lines.len()).unwrap_or(0)),
        false => String::new(),
    };
    let received = settled(b, money);
    b.add_of_money(paid(money), received, finance, "payment.verify")?;
    let completed = b.p.completed_at.map(|at| (Some(b.p.pm), at));
    b.add(completed.is_some(), completed, detail, pm.clone(), "project.complete")?;
    b.on(project);
    let said = b.mark(
        "SELECT recorded_by, recorded_at FROM feedback WHERE project_id = ?1
         ORDER BY recorded_at, id LIMIT 1",
        b.p.id.0,
    )?;
    b.add(said.is_some(), said, String::new(), client, "feedback.record")?;
    b.on(project);
    let archived = b.p.archived_at.map(|at| (None, at));
    b.add(archived.is_some(), archived, String::new(), pm, "project.archive")?;
    b.on(project);
    Ok(())
}

/// Of those that wait, the first is next; in a cancelled project nothing is but the archive.
fn settle_states(p: &Project, steps: &mut [Step]) {
    let cancelled =
        p.stage == Stage::Cancelled || (p.stage == Stage::Archived && p.completed_at.is_none());
    if cancelled {
        for s in steps.iter_mut().filter(|s| s.state == StepState::Waiting && s.number < 25) {
            s.state = StepState::NotNeeded;
            s.waiting_on.clear();
            s.command.clear();
        }
    }
    if p.completed_at.is_some() {
        // What was not needed for completion is not needed any more.
        for s in steps.iter_mut().filter(|s| s.state == StepState::Waiting && s.number < 24) {
            s.state = StepState::NotNeeded;
            s.waiting_on.clear();
            s.command.clear();
        }
    }
    let begun = |s: &Step| match s.number {
        10..=16 => p.execution_started(),
        _ => false,
    };
    let mut is_first = true;
    for s in steps.iter_mut().filter(|s| s.state == StepState::Waiting) {
        if begun(s) || (is_first && !is_recurring(s)) {
            s.state = StepState::Now;
        }
        is_first = is_first && is_recurring(s);
    }
}
