//! Whoever was released from a project holds nothing of it from the next day on.

use crate::projects::fixture::Delivery;
use crate::scopes;
use serde_json::json;

const DAY: i64 = 86_400_000;

fn holds_the_project(d: &Delivery) -> bool {
    let actor = d.desk.engine.actor(&d.desk.conn, d.desk.people["consultant"]).unwrap();
    let held = scopes::held(&d.desk.conn, &actor, d.desk.now).unwrap();
    held.iter().any(|h| h.to_string().contains(&d.project))
}

#[test]
fn rights_end_with_the_last_day() {
    let (mut d, _) = Delivery::executing(3, 2);
    let board = d.desk.as_role("hr_manager").ask("staffing.board", json!({}));
    let release = json!({"assignment": board["assignments"][0]["id"], "last_on": "2026-11-21"});
    d.ok("hr_manager", "staffing.release", release);
    let project = json!({"project": d.project});
    let item = json!({"item": d.items[0]});
    // The last day itself still counts.
    d.ok("consultant", "sow_item.start", item);
    assert_eq!(d.desk.ask("project.list", json!({}))["total"], 1);
    assert!(holds_the_project(&d));

    d.desk.now.0 += DAY;
    let signature = d.signature("consultant");
    let progress = json!({"item": d.items[0], "percent": 10});
    assert_eq!(d.refused("consultant", "sow_item.progress", progress), "sow_item.not_found");
    for (command, args) in [
        ("deliverable.create", json!({"project": d.project, "title": "x"})),
        (
            "signoff.give",
            json!({"subject_kind": "project", "subject": d.project, "signature": signature}),
        ),
        (
            "feedback.record",
            json!({"project": d.project, "contact": d.contact, "nps": 9, "comment": "x"}),
        ),
    ] {
        assert_eq!(d.refused("consultant", command, args), "project.not_found", "{command}");
    }
    d.desk.as_role("consultant");
    assert_eq!(d.desk.ask("project.list", json!({}))["total"], 0);
    assert_eq!(d.desk.ask("home.monday", json!({}))["projects"], 0);
    assert_eq!(d.desk.ask("staffing.board", json!({})), json!({"requests": [], "assignments": []}));
    for (query, args, code) in [
        ("project.get", project.clone(), "project.not_found"),
        ("meeting.list", project.clone(), "project.not_found"),
        ("history.of", json!({"id": d.project}), "history.nothing_there"),
    ] {
        assert_eq!(d.desk.try_ask(query, args).unwrap_err().code(), code, "{query}");
    }
    assert!(!holds_the_project(&d), "the device gives it back");
    // Who stays keeps it.
    assert_eq!(d.desk.as_role("project_manager").ask("project.list", json!({}))["total"], 1);
}

#[test]
fn a_late_project_keeps_its_people_until_they_are_released() {
    let (mut d, _) = Delivery::executing(3, 2);
    let board = d.desk.as_role("hr_manager").ask("staffing.board", json!({}));
    let assignment = board["assignments"][0]["id"].clone();
    // Half a year on: three months after the planned end.
    d.desk.now.0 += 180 * DAY;
    d.ok("consultant", "sow_item.start", json!({"item": d.items[0]}));
    assert!(holds_the_project(&d));
    let today = d.desk.now.date(netra_kernel::Zone::KOLKATA);
    let last_on = |on: netra_kernel::Date| json!({"assignment": assignment, "last_on": on});
    let code = d.refused("hr_manager", "staffing.release", last_on(today.plus_days(1)));
    assert_eq!(code, "invalid");
    d.ok("hr_manager", "staffing.release", last_on(today));
    d.desk.now.0 += DAY;
    assert_eq!(d.desk.as_role("consultant").ask("project.list", json!({}))["total"], 0);
}
