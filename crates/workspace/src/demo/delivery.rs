//! Act four: delivery. A signed agreement is paid, kicked off, staffed, worked on, signed off and
//! completed, as far as its story goes.

use super::stage::{Stage, Vars, get, set};
use netra_kernel::Result;
use serde_json::{Value, json};

/// How far a project's story goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Until {
    /// Sales has asked for the kickoff.
    Asked,
    /// The PM gave the request back.
    Returned,
    /// The kickoff meeting is planned.
    SetUp,
    /// Half-way.
    Executing,
    /// Everything delivered, the project's own sign-off and the last payment are open.
    Closing,
    /// Every line of the completion check is met.
    Ready,
    Completed,
    Archived,
}

/// One project's story.
#[derive(Clone, Copy)]
pub struct Delivery {
    /// The day of the signature, counted from today (negative: past).
    pub signed: i64,
    /// Days between signature and the end of the work.
    pub length: i64,
    pub meetings: i64,
    pub pm: &'static str,
    pub consultant: &'static str,
    pub until: Until,
}

impl Delivery {
    /// The day at so many hundredths of the work.
    fn at(self, percent: i64) -> i64 {
        self.signed + 8 + (self.length - 8) * percent / 100
    }
    /// Up to which hundredth the work was done.
    fn done(self) -> i64 {
        match self.until {
            Until::Asked | Until::Returned | Until::SetUp => 0,
            Until::Executing => 55,
            _ => 100,
        }
    }
}

/// Plans the whole story; `v` has `agreement` and `contact` by the time it begins.
pub fn act(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    first_payment(stage, v, d);
    kickoff(stage, v, d);
    if d.until >= Until::SetUp {
        set_up(stage, v, d);
    }
    if d.until >= Until::Executing {
        work(stage, v, d);
    }
    if d.until >= Until::Closing {
        close(stage, v, d);
    }
}

fn step(
    stage: &mut Stage<'_>,
    v: &Vars,
    when: (i64, u32, u32),
    run: impl FnOnce(&mut Stage<'_>, &Vars) -> Result<()> + 'static,
) {
    let v = v.clone();
    let at = stage.when(when.0, when.1, when.2);
    stage.plan(at, move |stage| run(stage, &v));
}

/// Pays instalment `n` (from 1) in full, a tenth of it as TDS when asked, and verifies it.
fn pay(stage: &mut Stage<'_>, v: &Vars, day: i64, n: usize, with_tds: bool) {
    step(stage, v, (day, 11, 20), move |stage, v| {
        let agreement =
            stage.ask("finance", "agreement.get", json!({"agreement": get(v, "agreement")}))?;
        let instalment = &agreement["instalments"][n - 1];
        let open = instalment["open"]["minor"].as_i64().unwrap_or(0);
        if open == 0 {
            return Ok(());
        }
        let tds = if with_tds { open / 10 } else { 0 };
        let number = agreement["agreement"]["number"].as_str().unwrap_or("").replace('/', "");
        let paid = stage.give(
            "finance",
            "payment.record",
            json!({"instalment": instalment["id"], "amount_minor": open - tds, "tds_minor": tds,
                   "mode": "bank_transfer", "reference": format!("UTR{number}{n}")}),
        )?;
        stage.give("owner", "payment.verify", json!({"payment": paid["payment"]}))?;
        Ok(())
    });
}

fn first_payment(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    pay(stage, v, d.signed, 1, false);
}

fn kickoff(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    step(stage, v, (d.signed + 1, 10, 5), move |stage, v| {
        let pm = stage.people[d.pm];
        let seller = get(v, "seller");
        let out = stage.give(
            seller.as_str().unwrap_or("sales"),
            "kickoff.request",
            json!({"agreement": get(v, "agreement"), "pm": pm,
                   "note": "The client would like to begin within the week."}),
        )?;
        set(v, "kickoff", &out["kickoff"]);
        Ok(())
    });
    if d.until == Until::Returned {
        step(stage, v, (d.signed + 2, 9, 40), move |stage, v| {
            let reason = "The scope names no plant for the audit. Please add it.";
            let args = json!({"kickoff": get(v, "kickoff"), "reason": reason});
            stage.give(d.pm, "kickoff.return", args).map(|_| ())
        });
    }
    if d.until < Until::SetUp {
        return;
    }
    step(stage, v, (d.signed + 2, 9, 40), move |stage, v| {
        let out = stage.give(
            d.pm,
            "kickoff.accept",
            json!({"kickoff": get(v, "kickoff"),
                   "staffing": [{"role": "Consultant", "allocation_percent": 20}]}),
        )?;
        set(v, "project", &out["project"]);
        set(v, "staffing", &out["staffing_requests"][0]);
        let contacts = json!({"project": out["project"], "contacts": [get(v, "contact")]});
        stage.give(d.pm, "project.set_contacts", contacts).map(|_| ())
    });
    step(stage, v, (d.signed + 3, 15, 0), move |stage, v| {
        let request = get(v, "staffing");
        stage.give("hr", "staffing.approve", json!({"request": request}))?;
        let person = stage.people[d.consultant];
        stage.give("hr", "staffing.assign", json!({"request": request, "person": person}))?;
        Ok(())
    });
    step(stage, v, (d.signed + 3, 16, 0), move |stage, v| {
        let out = stage.give(
            d.pm,
            "meeting.plan",
            json!({"project": get(v, "project"), "kind": "kickoff",
                   "planned_at": stage.when(d.signed + 5, 11, 0),
                   "place": "Client's office", "agenda": "Goals, team, calendar, first actions",
                   "people": [stage.people[d.pm], stage.people[d.consultant]],
                   "contacts": [get(v, "contact")]}),
        )?;
        set(v, "kickoff_meeting", &out["meeting"]);
        Ok(())
    });
}

/// Holds a meeting, writes its minutes, adds its proof.
fn hold(
    stage: &mut Stage<'_>,
    v: &Vars,
    who: &str,
    meeting: &Value,
    mom: &str,
    n: i64,
) -> Result<()> {
    stage.give(who, "meeting.hold", json!({"meeting": meeting}))?;
    let due = stage.now().plus_days(7).date(stage.zone);
    stage.give(
        who,
        "meeting.write_mom",
        json!({"meeting": meeting, "mom": mom,
               "actions": [{"title": "Send the figures of the last quarter",
                            "contact": get(v, "contact"), "due_on": due}]}),
    )?;
    // The client does what was agreed; what was agreed last is still open.
    let last = get(v, "actions_of");
    if !last.is_null() {
        let project = get(v, "project");
        let meetings = stage.ask(who, "meeting.list", json!({"project": project}))?;
        let held = meetings["rows"].as_array().into_iter().flatten().find(|m| m["id"] == last);
        for action in held.and_then(|m| m["actions"].as_array()).into_iter().flatten() {
            stage.give(who, "meeting.action_done", json!({"action": action["id"]}))?;
        }
    }
    set(v, "actions_of", meeting);
    let name = format!("attendance-{n}.txt");
    let file = stage.file(who, &name, &format!("Attendance sheet of meeting {n}\n{mom}\n"))?;
    stage.give(who, "meeting.add_proof", json!({"meeting": meeting, "file": file}))?;
    Ok(())
}

fn set_up(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    if d.until == Until::SetUp {
        return;
    }
    step(stage, v, (d.signed + 5, 12, 30), move |stage, v| {
        let mom = "Goals were agreed. Weekly meetings on Tuesdays. लक्ष्य तय हुए।";
        hold(stage, v, d.pm, &get(v, "kickoff_meeting"), mom, 0)
    });
    step(stage, v, (d.signed + 6, 10, 0), move |stage, v| {
        let agreement =
            stage.ask("finance", "agreement.get", json!({"agreement": get(v, "agreement")}))?;
        let items: Vec<Value> = agreement["sow_items"]
            .as_array()
            .map(|a| a.iter().map(|i| i["id"].clone()).collect())
            .unwrap_or_default();
        let half = items.len().div_ceil(2);
        let (first, second) = items.split_at(half);
        for (n, (title, part)) in
            [("Diagnosis", first), ("Roll-out", second)].into_iter().enumerate()
        {
            let instalments: Vec<Value> = agreement["instalments"]
                .get(n + 1)
                .filter(|i| i["due_rule"] == "on_milestone")
                .map(|i| i["id"].clone())
                .into_iter()
                .collect();
            let day = d.at(if n == 0 { 45 } else { 90 });
            let out = stage.give(
                d.pm,
                "milestone.define",
                json!({"project": get(v, "project"), "title": title, "planned_on": stage.day(day),
                       "items": part, "instalments": instalments}),
            )?;
            set(v, if n == 0 { "milestone1" } else { "milestone2" }, &out["milestone"]);
        }
        set(v, "items", &json!(items));
        plan_items(stage, v, d)
    });
    step(stage, v, (d.signed + 7, 10, 0), move |stage, v| {
        let args = json!({"project": get(v, "project")});
        stage.give(d.pm, "project.start_execution", args).map(|_| ())
    });
}

/// Gives every item its owner and its days: each half's items one after the other, overlapping.
fn plan_items(stage: &mut Stage<'_>, v: &Vars, d: Delivery) -> Result<()> {
    let project = stage.ask(d.pm, "project.get", json!({"project": get(v, "project")}))?;
    let (first, last) = (&project["start_on"], &project["end_on"]);
    let clamp = |day: String| -> String {
        let (first, last) = (first.as_str().unwrap_or(""), last.as_str().unwrap_or(""));
        day.as_str().clamp(first, last).to_owned()
    };
    for (half, (from, to)) in [(0, (2, 42)), (1, (50, 90))] {
        let items = items_of(v, half);
        let n = items.len().max(1) as i64;
        for (i, item) in (0..).zip(items) {
            let begins = from + (to - from) * i / (n + 1);
            let ends = from + (to - from) * (i + 2) / (n + 1);
            let owner = if i % 3 == 2 { d.pm } else { d.consultant };
            stage.give(
                d.pm,
                "sow_item.plan",
                json!({"item": item, "owner": stage.people[owner],
                       "planned_start": clamp(stage.day(d.at(begins))),
                       "planned_end": clamp(stage.day(d.at(ends)))}),
            )?;
        }
    }
    Ok(())
}

fn signature(stage: &mut Stage<'_>, v: &Vars, who: &str, what: &str) -> Result<Value> {
    let file = stage.file(who, &format!("signed-{what}.txt"), &format!("Signed: {what}\n"))?;
    Ok(json!({"contact": get(v, "contact"), "how": "in_person", "evidence_file": file}))
}

fn work(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    let mut is_next_planned = false;
    for n in 1..=d.meetings {
        let percent = n * 88 / d.meetings;
        // Nothing of the demo has happened after today.
        if percent > d.done() || d.at(percent) > -1 {
            // The next one stands in the calendar.
            if !is_next_planned {
                is_next_planned = true;
                meeting(stage, v, d, n, false);
            }
            continue;
        }
        meeting(stage, v, d, n, true);
    }
    if d.done() >= 55 {
        review(stage, v, d);
        milestone(stage, v, d, 0);
    }
    if d.done() >= 100 {
        milestone(stage, v, d, 1);
    } else {
        begin_second_half(stage, v, d);
    }
}

fn meeting(stage: &mut Stage<'_>, v: &Vars, d: Delivery, n: i64, is_held: bool) {
    let percent = n * 88 / d.meetings;
    let day = if is_held { d.at(percent) } else { d.at(percent).max(3) };
    let planned = if is_held { day - 1 } else { -1 };
    step(stage, v, (planned, 10, 30), move |stage, v| {
        let out = stage.give(
            d.consultant,
            "meeting.plan",
            json!({"project": get(v, "project"), "kind": "consulting",
                   "planned_at": stage.when(day, 15, 0),
                   "people": [stage.people[d.consultant]], "contacts": [get(v, "contact")]}),
        )?;
        set(v, &format!("meeting{n}"), &out["meeting"]);
        Ok(())
    });
    if is_held {
        step(stage, v, (day, 16, 30), move |stage, v| {
            let mom = format!("Session {n}: went through the open points, agreed the next ones.");
            hold(stage, v, d.consultant, &get(v, &format!("meeting{n}")), &mom, n)
        });
    }
}

fn review(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    step(stage, v, (d.at(48), 9, 30), move |stage, v| {
        let out = stage.give(
            d.pm,
            "meeting.plan",
            json!({"project": get(v, "project"), "kind": "review",
                   "planned_at": stage.when(d.at(49), 11, 0),
                   "people": [stage.people[d.pm]], "contacts": [get(v, "contact")]}),
        )?;
        set(v, "review", &out["meeting"]);
        Ok(())
    });
    step(stage, v, (d.at(49), 12, 0), move |stage, v| {
        let mom = "Mid-project review: on course; the second half starts as planned.";
        hold(stage, v, d.pm, &get(v, "review"), mom, 99)
    });
}

/// The items of one half, from start to implemented.
fn items_of(v: &Vars, half: usize) -> Vec<Value> {
    let items = get(v, "items").as_array().cloned().unwrap_or_default();
    let at = items.len().div_ceil(2);
    if half == 0 { items[..at].to_vec() } else { items[at..].to_vec() }
}

fn milestone(stage: &mut Stage<'_>, v: &Vars, d: Delivery, half: usize) {
    let (from, to) = if half == 0 { (2, 42) } else { (50, 90) };
    step(stage, v, (d.at(from), 10, 45), move |stage, v| {
        for item in items_of(v, half) {
            stage.give(d.consultant, "sow_item.start", json!({"item": item}))?;
        }
        Ok(())
    });
    step(stage, v, (d.at((from + to) / 2), 17, 10), move |stage, v| {
        for item in items_of(v, half) {
            stage.give(d.consultant, "sow_item.progress", json!({"item": item, "percent": 60}))?;
        }
        Ok(())
    });
    step(stage, v, (d.at(to), 9, 50), move |stage, v| {
        for item in items_of(v, half) {
            stage.give(d.consultant, "sow_item.submit", json!({"item": item}))?;
            let signature = signature(stage, v, d.pm, "item")?;
            let consent = json!({"item": item, "signature": signature});
            stage.give(d.pm, "sow_item.consent", consent)?;
            stage.give(d.consultant, "sow_item.implement", json!({"item": item}))?;
        }
        Ok(())
    });
    let name = if half == 0 { "milestone1" } else { "milestone2" };
    step(stage, v, (d.at(to + 1), 10, 15), move |stage, v| {
        let milestone = get(v, name);
        stage.give(d.pm, "milestone.submit", json!({"milestone": milestone}))?;
        let signature = signature(stage, v, d.pm, name)?;
        stage.give(
            d.pm,
            "signoff.give",
            json!({"subject_kind": "milestone", "subject": milestone, "signature": signature}),
        )?;
        Ok(())
    });
    // Finance issues what the sign-off drafted.
    step(stage, v, (d.at(to + 2).min(-1), 15, 20), move |stage, v| {
        let asked = json!({"agreement": get(v, "agreement"), "state": "draft"});
        let drafts = stage.ask("finance", "invoice.list", asked)?;
        for draft in drafts["rows"].as_array().into_iter().flatten() {
            stage.give("finance", "invoice.issue", json!({"invoice": draft["id"]}))?;
        }
        Ok(())
    });
    if half == 0 {
        pay(stage, v, d.at(to + 8).min(-1), 2, true);
    }
}

fn begin_second_half(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    step(stage, v, (d.at(52).min(-1), 10, 45), move |stage, v| {
        for (n, item) in items_of(v, 1).into_iter().enumerate() {
            stage.give(d.consultant, "sow_item.start", json!({"item": item}))?;
            let percent = [30, 60, 20][n % 3];
            let args = json!({"item": item, "percent": percent});
            stage.give(d.consultant, "sow_item.progress", args)?;
        }
        Ok(())
    });
    if d.at(52) >= -3 {
        return;
    }
    // The first of them waits for the client; more is wanted, and waits too.
    step(stage, v, (-3, 12, 10), move |stage, v| {
        let project = json!({"project": get(v, "project")});
        let found = stage.ask(d.pm, "project.get", project)?;
        let items = items_of(v, 1);
        if found["stage"] != "executing" || items.is_empty() {
            return Ok(());
        }
        stage.give(d.consultant, "sow_item.submit", json!({"item": items[0]}))?;
        let out = stage.give(
            d.pm,
            "change.draft",
            json!({"project": get(v, "project"), "title": "Train the night shift as well",
                   "reason": "The client runs a third shift since this month.",
                   "lines": [{"kind": "add_item", "title": "Training of the night shift"}]}),
        )?;
        stage.give(d.pm, "change.submit", json!({"change": out["change"]})).map(|_| ())
    });
}

fn close(stage: &mut Stage<'_>, v: &Vars, d: Delivery) {
    step(stage, v, (d.at(30), 12, 0), move |stage, v| {
        let out = stage.give(
            d.pm,
            "deliverable.create",
            json!({"project": get(v, "project"), "title": "Final report",
                   "milestone": get(v, "milestone2")}),
        )?;
        set(v, "deliverable", &out["deliverable"]);
        Ok(())
    });
    step(stage, v, (d.at(93), 12, 0), move |stage, v| {
        let file = stage.file(d.consultant, "final-report.md", "# Final report\n\nDone.\n")?;
        let args = json!({"deliverable": get(v, "deliverable"), "file": file});
        stage.give(d.consultant, "deliverable.submit", args)?;
        let signature = signature(stage, v, d.pm, "final-report")?;
        let args = json!({"deliverable": get(v, "deliverable"), "signature": signature});
        stage.give(d.pm, "deliverable.accept", args).map(|_| ())
    });
    if d.until < Until::Ready {
        return;
    }
    step(stage, v, (d.at(95), 12, 0), move |stage, v| {
        let signature = signature(stage, v, d.pm, "project")?;
        stage.give(
            d.pm,
            "signoff.give",
            json!({"subject_kind": "project", "subject": get(v, "project"),
                   "signature": signature}),
        )?;
        Ok(())
    });
    pay(stage, v, d.at(98), 3, true);
    if d.until < Until::Completed {
        return;
    }
    step(stage, v, (d.at(99), 12, 0), move |stage, v| {
        let project = get(v, "project");
        stage.give(d.pm, "project.complete", json!({"project": project}))?;
        stage.give(
            d.pm,
            "feedback.record",
            json!({"project": project, "contact": get(v, "contact"), "nps": 9,
                   "comment": "Clear, quick, always prepared.",
                   "testimonial": "They did what they promised.", "may_publish": true}),
        )?;
        Ok(())
    });
    if d.until == Until::Archived {
        step(stage, v, (d.at(100) + 1, 12, 0), move |stage, v| {
            stage.give(d.pm, "project.archive", json!({"project": get(v, "project")})).map(|_| ())
        });
    }
}
