//! The rows of projects and of what is done in them.

use super::rows::{Add, Others};
use super::world::World;
use Others::{Open, Refused, Unseen};
use serde_json::{Value, json};

pub(super) fn rows(w: &World, add: Add<'_>) {
    projects(w, add);
    work(w, add);
    changes(w, add);
}

fn projects(w: &World, add: Add<'_>) {
    const NOT: Others = Refused("project.not_found");
    let project = w.id("project");
    let of = json!({"project": project});
    let kickoff = json!({"kickoff": w.id("kickoff")});
    let with = |name: &str, value: Value| {
        let mut args = json!({"project": w.id("project")});
        args[name] = value;
        args
    };
    let request = json!({"request": w.id("request")});
    let mark = w.mark("project");
    let pm = json!(w.d.desk.people["project_manager"]);
    add(
        "sales_executive",
        vec![
            (
                "kickoff.request",
                json!({"agreement": w.id("agreement"), "pm": pm}),
                Refused("kickoff.not_yours"),
            ),
            (
                "kickoff.resubmit",
                json!({"kickoff": w.id("kickoff"), "note": "x"}),
                Refused("kickoff.not_yours"),
            ),
            ("kickoff.managers", json!({}), Open("whom anybody who sells may ask")),
        ],
    );
    let decided = json!({"kickoff": w.id("kickoff"), "reason": "x"});
    add(
        "project_manager",
        vec![
            ("kickoff.accept", kickoff, Refused("kickoff.not_found")),
            ("kickoff.return", decided.clone(), Refused("kickoff.not_found")),
            ("kickoff.reject", decided, Refused("kickoff.not_found")),
            ("project.start_execution", of.clone(), NOT),
            ("project.hold", with("reason", json!("x")), NOT),
            ("project.resume", of.clone(), NOT),
            (
                "project.cancel",
                json!({"project": project, "reason": "x", "owed_by_client_minor": 0,
                       "owed_to_client_minor": 0, "client_informed_on": "2026-11-21"}),
                NOT,
            ),
            ("project.complete", of.clone(), NOT),
            ("project.archive", of.clone(), NOT),
            ("project.waive_review", with("reason", json!("x")), NOT),
            ("project.set_contacts", with("contacts", json!([w.d.contact])), NOT),
            (
                "staffing.request",
                json!({"project": project, "role": "R", "allocation_percent": 5}),
                NOT,
            ),
            (
                "staffing.release",
                json!({"assignment": w.id("assignment"), "last_on": "2026-11-22"}),
                Refused("staffing.assignment_not_found"),
            ),
            (
                "staffing.assign",
                json!({"request": w.id("request"), "person": w.d.desk.people["consultant"]}),
                Refused("staffing.not_found"),
            ),
            (
                "pack.record",
                json!({"kind": "project", "subject": project, "title": "P", "audience": "client",
                       "formats": ["pdf"], "documents": 1, "failed": 0,
                       "manifest_sha256": "12".repeat(32)}),
                Refused("history.nothing_there"),
            ),
            ("pack.list", json!({"subject": project}), Refused("history.nothing_there")),
            (
                "pack.contents",
                json!({"kind": "project", "subject": project, "audience": "client"}),
                NOT,
            ),
            ("pack.known", json!({"manifest_sha256": "cd".repeat(32)}), Unseen(w.mark("pack"))),
            ("kickoff.inbox", json!({}), Unseen(w.mark("kickoff"))),
            ("home.monday", json!({}), Unseen(mark.clone())),
            ("project.list", json!({}), Unseen(mark.clone())),
            ("project.get", of.clone(), NOT),
            ("project.completion_check", of.clone(), NOT),
            ("project.way", with("to", json!("on_hold")), NOT),
            ("project.document", with("document", json!("kickoff_brief")), NOT),
            ("staffing.board", json!({}), Unseen(mark.clone())),
            ("meeting.list", of.clone(), NOT),
            ("milestone.list", of.clone(), NOT),
            ("sow_item.list", of.clone(), NOT),
            ("deliverable.list", of.clone(), NOT),
            ("signoff.list", of.clone(), NOT),
            ("change.list", of.clone(), NOT),
            ("report.list", of.clone(), NOT),
            ("feedback.list", of, NOT),
        ],
    );
    add(
        "hr_manager",
        vec![
            ("staffing.approve", request.clone(), Refused("staffing.not_found")),
            (
                "staffing.decline",
                json!({"request": w.id("request"), "reason": "x"}),
                Refused("staffing.not_found"),
            ),
        ],
    );
}

fn work(w: &World, add: Add<'_>) {
    let project = w.id("project");
    let held = json!({"meeting": w.id("meeting")});
    let planned = w.id("meeting-planned");
    let item = json!({"item": w.id("item")});
    let deliverable = w.id("deliverable");
    let signature = json!({"signed_by": "A", "how": "uploaded", "evidence_file": w.id("file")});
    let no_meeting = || Refused("meeting.not_found");
    let no_item = || Refused("sow_item.not_found");
    let no_deliverable = || Refused("deliverable.not_found");
    let no_project = || Refused("project.not_found");
    let with = |args: &Value, name: &str, value: Value| {
        let mut args = args.clone();
        args[name] = value;
        args
    };
    let people = json!([w.d.desk.people["consultant"]]);
    let now = json!(w.d.desk.now);
    let sign = |kind: &str, subject: Value| {
        json!({"subject_kind": kind, "subject": subject, "signature":
               {"signed_by": "A", "how": "uploaded", "evidence_file": w.id("file")}})
    };
    add(
        "consultant",
        vec![
            (
                "meeting.plan",
                json!({"project": project, "kind": "consulting", "planned_at": now,
                       "people": people, "contacts": [w.d.contact]}),
                no_project(),
            ),
            (
                "meeting.reschedule",
                json!({"meeting": planned, "planned_at": now, "reason": "x"}),
                no_meeting(),
            ),
            ("meeting.hold", json!({"meeting": planned}), no_meeting()),
            ("meeting.cancel", json!({"meeting": planned, "reason": "x"}), no_meeting()),
            ("meeting.write_mom", with(&held, "mom", json!("x")), no_meeting()),
            (
                "meeting.action_done",
                json!({"action": w.id("action")}),
                Refused("meeting.not_found"),
            ),
            ("meeting.add_proof", with(&held, "file", w.id("file")), no_meeting()),
            ("sow_item.plan", item.clone(), no_item()),
            ("sow_item.start", item.clone(), no_item()),
            ("sow_item.progress", with(&item, "percent", json!(5)), no_item()),
            ("sow_item.submit", item.clone(), no_item()),
            ("sow_item.consent", with(&item, "signature", signature.clone()), no_item()),
            ("sow_item.send_back", with(&item, "reason", json!("x")), no_item()),
            ("sow_item.implement", item.clone(), no_item()),
            ("deliverable.create", json!({"project": project, "title": "D"}), no_project()),
            (
                "deliverable.submit",
                json!({"deliverable": deliverable, "file": w.id("file")}),
                no_deliverable(),
            ),
            (
                "deliverable.accept",
                json!({"deliverable": deliverable, "signature": signature}),
                no_deliverable(),
            ),
            (
                "deliverable.request_changes",
                json!({"deliverable": deliverable, "reason": "x"}),
                no_deliverable(),
            ),
            ("deliverable.discard", json!({"deliverable": deliverable}), no_deliverable()),
            ("signoff.give", sign("sow_item", w.id("item")), no_item()),
            ("signoff.give", sign("deliverable", deliverable.clone()), no_deliverable()),
            ("signoff.give", sign("project", project.clone()), no_project()),
            ("report.send", json!({"report": w.id("report")}), Refused("report.not_found")),
            (
                "report.draft",
                json!({"project": project, "period": "weekly", "from_on": "2026-11-09",
                       "to_on": "2026-11-13", "body": "x"}),
                no_project(),
            ),
            (
                "feedback.record",
                json!({"project": project, "contact": w.d.contact, "nps": 9}),
                no_project(),
            ),
        ],
    );
    let sign_milestone = json!({"subject_kind": "milestone", "subject": w.id("milestone"),
        "signature": {"signed_by": "A", "how": "uploaded", "evidence_file": w.id("file-pm")}});
    add("project_manager", vec![("signoff.give", sign_milestone, Refused("milestone.not_found"))]);
}

fn changes(w: &World, add: Add<'_>) {
    let (project, milestone) = (w.id("project"), json!({"milestone": w.id("milestone")}));
    let change = json!({"change": w.id("change")});
    let no_milestone = || Refused("milestone.not_found");
    let no_change = || Refused("change.not_found");
    let with = |args: &Value, name: &str, value: Value| {
        let mut args = args.clone();
        args[name] = value;
        args
    };
    let approve =
        json!({"change": w.id("change"), "approved_by": "A", "evidence_file": w.id("file-pm")});
    let decline = json!({"change": w.id("change"), "declined_by": "A", "reason": "x"});
    add(
        "project_manager",
        vec![
            (
                "milestone.define",
                json!({"project": project, "title": "M", "planned_on": "2026-12-01",
                       "items": [w.d.items[0]]}),
                Refused("project.not_found"),
            ),
            ("milestone.update", with(&milestone, "title", json!("M")), no_milestone()),
            ("milestone.submit", milestone.clone(), no_milestone()),
            ("milestone.send_back", with(&milestone, "reason", json!("x")), no_milestone()),
            (
                "change.draft",
                json!({"project": project, "title": "C", "reason": "R",
                       "lines": [{"kind": "meetings", "promised": 3}]}),
                Refused("project.not_found"),
            ),
            ("change.submit", change.clone(), no_change()),
            ("change.approve", approve, no_change()),
            ("change.decline", decline, no_change()),
            ("change.withdraw", with(&change, "reason", json!("x")), no_change()),
            ("change.apply", change, no_change()),
        ],
    );
}
