//! The journey from agreement to archive, and every refusal on the way.

use super::fixture::Delivery;
use serde_json::{Value, json};

mod parts;
mod release;

#[test]
fn from_agreement_to_archive() {
    let mut d = Delivery::ready();
    assert_eq!(d.stage(), "closing", "entered by itself");
    assert_eq!(d.unmet(), Vec::<String>::new());
    let project = json!({"project": d.project});
    d.ok("project_manager", "project.complete", project.clone());
    assert_eq!(d.stage(), "completed");
    d.ok(
        "project_manager",
        "feedback.record",
        json!({"project": d.project, "contact": d.contact, "nps": 9, "comment": "Good."}),
    );
    d.ok("project_manager", "project.archive", project.clone());
    assert_eq!(d.stage(), "archived");
    let view = d.desk.as_role("owner").ask("project.get", project.clone());
    let steps = view["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 25);
    let open: Vec<&Value> = steps.iter().filter(|s| s["state"] != "done").collect();
    let instalments = view["instalments"].as_array().unwrap().len();
    assert_eq!(steps[21]["detail"], format!("{instalments} of {instalments}"), "what was paid");
    // Nobody sent a progress report: that is the one thing left out.
    assert_eq!(open.iter().map(|s| &s["number"]).collect::<Vec<_>>(), [&json!(12)]);
    let history = d.desk.ask("history.of", json!({"id": d.project, "limit": 1000}));
    let sentences: Vec<&str> = history["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["sentence"].as_str().unwrap())
        .collect();
    for part in ["accepted the kickoff", "signed off “Milestone 1”", "archived", "verified"] {
        assert!(sentences.iter().any(|s| s.contains(part)), "{part}: {sentences:#?}");
    }
}

#[test]
fn the_way_to_a_stage_is_a_command_or_none() {
    let (mut d, _) = Delivery::executing(3, 2);
    d.desk.as_role("project_manager");
    let way = |d: &Delivery, to: &str| {
        d.desk.try_ask("project.way", json!({"project": d.project, "to": to}))
    };
    let hold = way(&d, "on_hold").unwrap();
    assert_eq!((&hold["command"], &hold["refused"]), (&json!("project.hold"), &Value::Null));
    let complete = way(&d, "completed").unwrap();
    assert_eq!(complete["command"], "project.complete");
    assert_eq!(complete["refused"]["code"], "project.not_complete");
    let refused = way(&d, "closing").unwrap_err();
    assert_eq!(refused.code(), "project.moves_itself");
    let project = json!({"project": d.project});
    d.ok("project_manager", "project.hold", json!({"project": d.project, "reason": "x"}));
    for to in ["setup", "executing", "closing"] {
        assert_eq!(way(&d, to).unwrap()["command"], "project.resume", "{to}");
    }
    d.ok("project_manager", "project.resume", project);
    assert_eq!(d.stage(), "executing");
    d.desk.as_role("viewer");
    assert_eq!(way(&d, "on_hold").unwrap_err().code(), "forbidden");
}

#[test]
fn the_list_keeps_its_public_shape() {
    let (mut d, _) = Delivery::executing(3, 2);
    let list = d.desk.as_role("project_manager").ask("project.list", json!({}));
    let row = &list["rows"][0];
    assert_eq!(row["id"], json!(d.project));
    assert_eq!(row["stage"], "executing");
    assert_eq!(row["start_on"], "2026-11-21");
    assert_eq!(row["end_on"], "2027-02-21", "start + tenure");
    assert_eq!(row["health"]["colour"], "green");
    assert_eq!(row["next_step"]["number"], 10);
    // Everything is late half a year on.
    d.desk.now = d.desk.now.plus_days(180);
    let row = d.desk.ask("project.list", json!({}))["rows"][0].clone();
    assert_eq!(row["health"]["colour"], "red");
    assert_eq!(row["is_late"], true);
    assert!(row["health"]["reasons"].as_array().unwrap().len() >= 3, "{row}");
}

#[test]
fn only_those_concerned_see_a_project() {
    let (mut d, _) = Delivery::executing(3, 2);
    let other = d.ok(
        "owner",
        "person.add",
        json!({"name": "Other PM", "email": "pm2@acme.example", "roles": ["project_manager"]}),
    );
    let other = netra_kernel::Id::parse(other["person"].as_str().unwrap()).unwrap();
    d.desk.people.insert("other", other);
    for (role, sees) in [
        ("owner", true),
        ("admin", true),
        ("finance", true),
        ("hr_manager", true),
        ("viewer", true),
        ("sales_executive", true),
        ("project_manager", true),
        ("consultant", true),
        ("other", false),
        ("sales_manager", false),
    ] {
        d.desk.as_role(role);
        let rows = d.desk.ask("project.list", json!({}))["rows"].as_array().unwrap().len();
        assert_eq!(rows, usize::from(sees), "{role}");
        let got = d.desk.try_ask("project.get", json!({"project": d.project}));
        let code = got.as_ref().err().map(|e| e.code());
        assert_eq!(code, (!sees).then_some("project.not_found"), "{role}");
        let told = d.desk.try_ask("history.of", json!({"id": d.project}));
        assert_eq!(told.is_ok(), sees, "{role}");
    }
    for role in ["telecaller", "telecalling_manager", "field_agent"] {
        let e = d.desk.as_role(role).try_ask("project.list", json!({})).unwrap_err();
        assert_eq!(e.code(), "forbidden", "{role}");
    }
    let hold = json!({"project": d.project, "reason": "x"});
    assert_eq!(d.refused("other", "project.hold", hold), "project.not_found");
    let progress = json!({"item": d.items[0], "percent": 1});
    assert_eq!(d.refused("other", "sow_item.progress", progress), "sow_item.not_found");
}

/// Each line of the gate alone keeps the project open.
#[test]
fn each_line_alone_refuses_completion() {
    let spoil: &[(&str, &str)] = &[
        ("meetings", "UPDATE pricing_plans SET meetings_promised = 99"),
        ("sow_items", "UPDATE sow_items SET state = 'consented' WHERE position = 1"),
        ("milestones", "UPDATE milestones SET state = 'submitted' WHERE position = 1"),
        ("deliverables", "UPDATE deliverables SET state = 'submitted'"),
        ("project_signoff", "DELETE FROM signoffs WHERE subject_kind = 'project'"),
        ("project_signoff", "UPDATE sow_items SET description = 'more' WHERE position = 1"),
        ("payments", "UPDATE payments SET state = 'recorded'"),
        ("payments", "UPDATE instalments SET amount_minor = amount_minor + 1 WHERE number = 3"),
        ("payments", "UPDATE payments SET tds_minor = tds_minor - 1"),
        (
            "kickoff_and_review",
            "UPDATE meetings SET state = 'planned', held_at = NULL WHERE kind = 'kickoff'",
        ),
        ("kickoff_and_review", "UPDATE meetings SET mom = '' WHERE kind = 'review'"),
        ("meetings", "DELETE FROM meeting_proofs"),
        ("meetings", "UPDATE meetings SET mom = '' WHERE kind = 'consulting'"),
    ];
    for (key, sql) in spoil {
        let mut d = Delivery::ready();
        d.desk.conn.execute(sql, []).unwrap();
        let unmet = d.unmet();
        // Promising more meetings also outdates what the client signed.
        assert!(unmet.contains(&(*key).to_owned()), "{sql}: {unmet:?}");
        let project = json!({"project": d.project});
        let e = d.desk.as_role("owner").run("project.complete", project).unwrap_err();
        assert_eq!(e.code(), "project.not_complete", "{sql}");
        assert_eq!(e.args()["lines"], json!(unmet));
        assert_eq!(d.stage(), "closing");
    }
}

/// The refusal says in words, in the reader's language, what is missing; the keys stay for scripts.
#[test]
fn a_refused_completion_says_what_is_missing() {
    let (mut d, _) = Delivery::executing(3, 2);
    let e = d
        .desk
        .as_role("project_manager")
        .run("project.complete", json!({"project": d.project}))
        .unwrap_err();
    let english = crate::language::error_sentence("en", &e);
    for words in [
        "0 of 2 promised meetings delivered",
        "0 of 2 SOW items implemented",
        "0 of 2 milestones signed off",
        "the client has not signed for the project",
        "1 of 3 instalments paid and verified",
        "no mid-project review is recorded",
    ] {
        assert!(english.contains(words), "{english}");
    }
    assert!(!english.contains("kickoff"), "what is met is not named: {english}");
    let hindi = crate::language::error_sentence("hi", &e);
    assert!(hindi.contains("तय 2 में से 0 बैठकें संपन्न"), "{hindi}");
    for key in ["sow_items", "project_signoff", "label"] {
        assert!(!english.contains(key) && !hindi.contains(key), "{english} {hindi}");
    }
    assert_eq!(e.args()["lines"][0], "meetings");
    // The same for execution that cannot start.
    let mut d = Delivery::accepted(3, 1);
    let start = json!({"project": d.project});
    let e = d.desk.as_role("project_manager").run("project.start_execution", start).unwrap_err();
    let english = crate::language::error_sentence("en", &e);
    assert!(english.contains("the kickoff meeting with minutes and an action item"), "{english}");
}

/// What a project is worth is for whoever may see payments.
#[test]
fn consultants_see_the_work_not_the_money() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    d.deliver(&milestones);
    d.desk.now.0 += 40 * 86_400_000;
    let project = json!({"project": d.project});
    let change = d.ok(
        "project_manager",
        "change.draft",
        json!({"project": d.project, "title": "More", "reason": "x", "lines": [
            {"kind": "add_item", "title": "Training"},
            {"kind": "instalment_amount", "instalment": d.instalments[2], "amount_minor": 12_345_600}]}),
    );
    assert!(change["change"].is_string());
    for (role, sees) in [
        ("owner", true),
        ("project_manager", true),
        ("finance", true),
        ("sales_executive", true),
        ("viewer", true),
        ("consultant", false),
        ("hr_manager", false),
    ] {
        d.desk.as_role(role);
        let asked = [
            d.desk.ask("project.get", project.clone()),
            d.desk.ask("project.list", json!({})),
            d.desk.ask("project.completion_check", project.clone()),
            d.desk.ask("change.list", project.clone()),
            d.desk.ask("history.of", json!({"id": d.project})),
        ];
        assert_eq!(asked[0]["total"].is_null(), !sees, "{role}");
        assert_eq!(asked[0]["instalments"].is_null(), !sees, "{role}");
        let lines = asked[3]["rows"][0]["lines"].as_array().unwrap().len();
        assert_eq!(lines, if sees { 2 } else { 1 }, "{role}");
        let told = json!(asked).to_string();
        for figure in ["₹", "minor", "11800000", "12345600"] {
            assert!(sees || !told.contains(figure), "{role} is told {figure}: {told}");
        }
        assert!(!sees || told.contains("₹"), "{role}");
    }
}

/// Their devices have no row of payments. They are told the same without them, and nothing that is
/// only so because they are not there.
#[test]
fn who_may_not_know_of_payments_is_told_the_same_without_them() {
    let mut late = Delivery::executing(3, 2);
    late.0.deliver(&late.1);
    late.0.desk.now.0 += 40 * 86_400_000;
    let mut done = Delivery::ready();
    done.ok("project_manager", "project.complete", json!({"project": done.project}));
    for (mut d, is_complete) in [(late.0, false), (done, true)] {
        let project = json!({"project": d.project});
        let told = |d: &mut Delivery, role: &str| {
            d.desk.as_role(role);
            let summary = json!({"project": d.project, "document": "project_summary"});
            [
                ("project.get", project.clone()),
                ("project.list", json!({})),
                ("project.completion_check", project.clone()),
                ("milestone.list", project.clone()),
                ("change.list", project.clone()),
                ("project.document", summary),
                ("home.monday", json!({})),
            ]
            .map(|(query, args)| d.desk.ask(query, args))
        };
        let with = ["consultant", "hr_manager"].map(|role| told(&mut d, role));
        let managers = told(&mut d, "project_manager");
        d.desk
            .conn
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 DELETE FROM payment_reminders; DELETE FROM invoice_advances;
                 DELETE FROM invoices; DELETE FROM receipts; DELETE FROM payments;
                 DELETE FROM instalments;",
            )
            .unwrap();
        let without = ["consultant", "hr_manager"].map(|role| told(&mut d, role));
        assert_eq!(with, without);
        let of = |check: &Value| check["lines"].as_array().unwrap()[5].clone();
        for asked in &without {
            let line = of(&asked[2]);
            assert_eq!((&line["key"], &line["missing"]), (&json!("payments"), &json!([])));
            assert_eq!(
                (&line["met"], &line["is_told"]),
                (&json!(is_complete), &json!(is_complete))
            );
            assert_eq!(asked[2]["is_met"], is_complete);
            let steps = asked[0]["steps"].as_array().unwrap();
            assert_eq!(steps.len(), 20);
            for step in steps {
                let number = step["number"].as_u64().unwrap();
                assert!(![14, 15, 16, 21, 22].contains(&number), "{step}");
            }
            let late = asked[0]["late"].as_array().unwrap();
            assert!(late.iter().all(|l| l["kind"] != "instalment"));
        }
        assert_eq!(of(&managers[2])["met"], is_complete);
        assert_eq!(of(&managers[2])["is_told"], true);
        assert_eq!(managers[0]["steps"].as_array().unwrap().len(), 25);
    }
}

#[test]
fn an_open_change_request_keeps_a_project_open() {
    let mut d = Delivery::ready();
    let change = d.ok(
        "project_manager",
        "change.draft",
        json!({"project": d.project, "title": "More", "reason": "They asked",
               "lines": [{"kind": "add_item", "title": "Training"}]}),
    )["change"]
        .clone();
    let project = json!({"project": d.project});
    for (command, args) in [
        (None, json!({})),
        (Some("change.submit"), json!({"change": change})),
        (
            Some("change.approve"),
            json!({"change": change, "approved_by": "Ananya", "evidence_file": d.file("project_manager")}),
        ),
    ] {
        if let Some(command) = command {
            d.ok("project_manager", command, args);
        }
        assert_eq!(d.unmet(), ["change_requests"]);
        let code = d.refused("project_manager", "project.complete", project.clone());
        assert_eq!(code, "project.not_complete");
    }
    d.ok("project_manager", "change.apply", json!({"change": change}));
    assert_eq!(d.stage(), "executing", "there is more to deliver again");
    assert_eq!(d.unmet(), ["sow_items", "project_signoff"]);
    let list = d.desk.as_role("owner").ask("change.list", project);
    let before = &list["rows"][0]["plan_before"];
    assert_eq!(before["sow_items"].as_array().unwrap().len(), 2, "the old plan is kept");
}

#[test]
fn what_is_over_stays_as_it_is() {
    let mut d = Delivery::ready();
    let last = d.desk.ask("payment.list", json!({}))["rows"][0]["id"].clone();
    let meeting = d.plan("steering");
    d.ok("project_manager", "meeting.cancel", json!({"meeting": meeting, "reason": "no need"}));
    let cancelled = d.desk.last;
    let project = json!({"project": d.project});
    d.ok("project_manager", "project.complete", project.clone());
    let item = d.items[0];
    let signature = d.signature("owner");
    let file = d.file("owner");
    for (role, command, args, code) in [
        (
            "finance",
            "payment.reverse",
            json!({"payment": last, "reason": "x"}),
            "project.money_closed",
        ),
        ("owner", "undo", json!({"command": cancelled}), "history.project_over"),
        ("owner", "project.complete", project.clone(), "project.stage"),
        ("owner", "project.hold", json!({"project": d.project, "reason": "x"}), "project.stage"),
        ("owner", "project.resume", project.clone(), "project.stage"),
        ("owner", "project.start_execution", project.clone(), "project.stage"),
        ("owner", "sow_item.implement", json!({"item": item}), "project.stage"),
        (
            "owner",
            "signoff.give",
            json!({"subject_kind": "project", "subject": d.project, "signature": signature}),
            "project.stage",
        ),
        (
            "owner",
            "deliverable.create",
            json!({"project": d.project, "title": "x"}),
            "project.stage",
        ),
        ("owner", "meeting.add_proof", json!({"meeting": meeting, "file": file}), "project.stage"),
        (
            "owner",
            "change.draft",
            json!({"project": d.project, "title": "x", "reason": "x",
                   "lines": [{"kind": "meetings", "promised": 9}]}),
            "project.stage",
        ),
        (
            "owner",
            "project.cancel",
            json!({"project": d.project, "reason": "x", "owed_by_client_minor": 0,
                   "owed_to_client_minor": 0, "client_informed_on": "2026-11-21"}),
            "project.stage",
        ),
    ] {
        assert_eq!(d.refused(role, command, args), code, "{command}");
    }
}
