//! What each part of a project refuses: kickoffs, milestones, consent, people, changes, lists.

use crate::projects::fixture::{AMOUNT, Delivery};
use netra_kernel::rusqlite::params;
use serde_json::{Value, json};

#[test]
fn kickoffs_are_refused_until_the_first_payment_is_verified() {
    let mut d = Delivery::signed(3, 2);
    let pm = d.desk.people["project_manager"];
    let request = json!({"agreement": d.agreement, "pm": pm});
    // What the page offers is what would be taken.
    let ask = |d: &mut Delivery| {
        let page = json!({"agreement": d.agreement});
        let page = d.desk.as_role("sales_executive").ask("agreement.get", page);
        assert_eq!(page["can_request_kickoff"], false);
        d.refused("sales_executive", "kickoff.request", request.clone())
    };
    assert_eq!(ask(&mut d), "kickoff.first_payment");
    let part = json!({"instalment": d.instalments[0], "amount_minor": AMOUNT - 1,
                      "mode": "bank_transfer", "reference": "A"});
    let paid = d.ok("finance", "payment.record", part);
    assert_eq!(ask(&mut d), "kickoff.first_payment");
    d.ok("finance", "payment.verify", json!({"payment": paid["payment"]}));
    assert_eq!(ask(&mut d), "kickoff.first_payment");
    let rest = json!({"instalment": d.instalments[0], "amount_minor": 1,
                      "mode": "bank_transfer", "reference": "B"});
    let paid = d.ok("finance", "payment.record", rest);
    assert_eq!(ask(&mut d), "kickoff.first_payment_unverified");
    d.ok("finance", "payment.verify", json!({"payment": paid["payment"]}));
    let consultant = d.desk.people["consultant"];
    let wrong = json!({"agreement": d.agreement, "pm": consultant});
    assert_eq!(d.refused("sales_executive", "kickoff.request", wrong), "kickoff.not_a_pm");
    let offered = |d: &mut Delivery, role| {
        let page = json!({"agreement": d.agreement});
        let one = d.desk.as_role(role).ask("agreement.get", page)["can_request_kickoff"].clone();
        // The choice of agreements has it when its own page offers it, and only then.
        let list = d.desk.ask("agreement.list", json!({"can_request_kickoff": true}));
        let is_in = list["rows"].as_array().unwrap().iter().any(|r| r["id"] == json!(d.agreement));
        assert_eq!(json!(is_in), one);
        one
    };
    assert_eq!(offered(&mut d, "sales_executive"), true);
    assert_eq!(offered(&mut d, "finance"), false, "sees it, and may not hand it over");
    let managers = d.desk.as_role("sales_executive").ask("kickoff.managers", json!({}));
    let managers: Vec<&Value> =
        managers["rows"].as_array().unwrap().iter().map(|r| &r["id"]).collect();
    assert!(managers.contains(&&json!(pm)) && !managers.contains(&&json!(consultant)));
    let kickoff = d.ok("sales_executive", "kickoff.request", request.clone())["kickoff"].clone();
    assert_eq!(ask(&mut d), "kickoff.exists");
    // Only that project manager decides, the owner included.
    let decide = json!({"kickoff": kickoff});
    let reason = json!({"kickoff": kickoff, "reason": "Unclear scope"});
    assert_eq!(d.refused("owner", "kickoff.accept", decide.clone()), "kickoff.not_the_pm");
    d.ok("project_manager", "kickoff.return", reason.clone());
    assert_eq!(d.refused("project_manager", "kickoff.accept", decide.clone()), "kickoff.state");
    d.ok("sales_executive", "kickoff.resubmit", json!({"kickoff": kickoff, "note": "Mended"}));
    d.ok("project_manager", "kickoff.reject", reason.clone());
    assert_eq!(d.refused("project_manager", "kickoff.return", reason), "kickoff.state");
    assert_eq!(offered(&mut d, "sales_executive"), true, "it was rejected");
    let kickoff = d.ok("sales_executive", "kickoff.request", request)["kickoff"].clone();
    let decide = json!({"kickoff": kickoff});
    d.ok("project_manager", "kickoff.accept", decide.clone());
    assert_eq!(d.refused("project_manager", "kickoff.accept", decide), "kickoff.state");
    assert_eq!(offered(&mut d, "sales_executive"), false, "its project is there");
}

#[test]
fn execution_waits_for_its_ground() {
    let mut d = Delivery::signed(3, 1);
    d.pay(0);
    let pm = d.desk.people["project_manager"];
    let args = json!({"agreement": d.agreement, "pm": pm});
    let kickoff = d.ok("sales_executive", "kickoff.request", args)["kickoff"].clone();
    let out = d.ok("project_manager", "kickoff.accept", json!({"kickoff": kickoff}));
    d.project = out["project"].as_str().unwrap().to_owned();
    let start = json!({"project": d.project});
    let missing = |d: &mut Delivery| {
        let e = d.desk.as_role("project_manager").run("project.start_execution", start.clone());
        let e = e.unwrap_err();
        assert_eq!(e.code(), "project.not_ready");
        e.args()["lines"].clone()
    };
    let all = json!(["kickoff_meeting", "consultants", "milestones", "due_rules"]);
    assert_eq!(missing(&mut d), all);
    let meeting = d.plan("kickoff");
    assert_eq!(
        d.refused("project_manager", "meeting.write_mom", json!({"meeting": meeting, "mom": "x"})),
        "meeting.state"
    );
    d.ok("project_manager", "meeting.hold", json!({"meeting": meeting}));
    let e = d
        .desk
        .run("meeting.write_mom", json!({"meeting": meeting, "mom": "x", "actions": []}))
        .unwrap_err();
    assert_eq!(e.fields()[0].code, "meeting.needs_action");
    let mom = json!({"meeting": meeting, "mom": "x", "actions": [{"title": "Go"}]});
    d.ok("project_manager", "meeting.write_mom", mom);
    assert_eq!(missing(&mut d), json!(["consultants", "milestones", "due_rules"]));
    let request = out["staffing_requests"][0].clone();
    let assign = json!({"request": request, "person": d.desk.people["consultant"]});
    assert_eq!(d.refused("project_manager", "staffing.assign", assign.clone()), "staffing.state");
    d.ok("hr_manager", "staffing.approve", json!({"request": request}));
    d.ok("project_manager", "staffing.assign", assign);
    assert_eq!(missing(&mut d), json!(["milestones", "due_rules"]));
    let early = json!({"item": d.items[0]});
    assert_eq!(d.refused("consultant", "sow_item.start", early), "sow_item.not_in_milestone");
    let consulting = d.plan("consulting");
    let hold = json!({"meeting": consulting});
    assert_eq!(d.refused("consultant", "meeting.hold", hold), "meeting.before_execution");
    d.milestones();
    d.ok("project_manager", "project.start_execution", start.clone());
    assert_eq!(d.refused("project_manager", "project.start_execution", start), "project.stage");
}

#[test]
fn milestones_take_items_and_instalments_once() {
    let mut d = Delivery::accepted(3, 1);
    let define = |d: &Delivery, items: Value, instalments: Value| {
        json!({"project": d.project, "title": "M", "planned_on": "2026-12-20",
               "items": items, "instalments": instalments})
    };
    let first = define(&d, json!([d.items[0]]), json!([d.instalments[1]]));
    let milestone = d.ok("project_manager", "milestone.define", first)["milestone"].clone();
    for (items, instalments, code) in [
        (json!([d.items[0]]), json!([]), "milestone.item_taken"),
        (json!([d.items[1]]), json!([d.instalments[1]]), "milestone.instalment_taken"),
        (json!([d.items[1]]), json!([d.instalments[0]]), "milestone.instalment_has_rule"),
        (json!([d.contact]), json!([]), "milestone.item_not_theirs"),
        (json!([d.items[1]]), json!([d.contact]), "milestone.instalment_not_theirs"),
        (json!([]), json!([]), "invalid"),
    ] {
        let args = define(&d, items, instalments);
        assert_eq!(d.refused("project_manager", "milestone.define", args), code);
    }
    let act = |d: &Delivery| {
        let project = d.desk.ask("project.get", json!({"project": d.project}));
        let acts = project["acts"].as_array().unwrap().clone();
        acts.into_iter().find(|a| a["command"] == "milestone.define").unwrap()
    };
    d.desk.as_role("project_manager");
    assert!(act(&d)["refused"].is_null(), "an item is left");
    // Before execution it may be arranged anew; after, nothing leaves its milestone.
    let both = json!({"milestone": milestone, "items": [d.items[0], d.items[1]],
                      "instalments": [d.instalments[1], d.instalments[2]]});
    d.ok("project_manager", "milestone.update", both);
    let none_left = define(&d, json!([d.items[1]]), json!([]));
    assert_eq!(
        d.refused("project_manager", "milestone.define", none_left),
        "milestone.no_item_left"
    );
    assert_eq!(act(&d)["refused"]["code"], "milestone.no_item_left");
    d.meet("kickoff");
    d.ok("project_manager", "project.start_execution", json!({"project": d.project}));
    let fewer = json!({"milestone": milestone, "items": [d.items[0]]});
    assert_eq!(d.refused("project_manager", "milestone.update", fewer), "milestone.needs_change");
    let none = json!({"milestone": milestone, "instalments": []});
    assert_eq!(d.refused("project_manager", "milestone.update", none), "milestone.needs_change");
    d.consent(0);
    let submit = json!({"milestone": milestone});
    assert_eq!(
        d.refused("project_manager", "milestone.submit", submit.clone()),
        "milestone.items_open"
    );
    d.consent(1);
    let signature = d.signature("project_manager");
    let sign = json!({"subject_kind": "milestone", "subject": milestone, "signature": signature});
    assert_eq!(d.refused("project_manager", "signoff.give", sign), "milestone.state");
    d.ok("project_manager", "milestone.submit", submit);
    d.ok(
        "project_manager",
        "milestone.send_back",
        json!({"milestone": milestone, "reason": "Not quite"}),
    );
    d.ok("project_manager", "milestone.submit", json!({"milestone": milestone}));
    let due = |d: &Delivery| {
        let view = d.desk.ask("project.get", json!({"project": d.project}));
        (view["instalments"][1]["state"].clone(), view["instalments"][1]["due_on"].clone())
    };
    assert_eq!(due(&d), (json!("planned"), Value::Null));
    d.sign("milestone", &milestone);
    assert_eq!(due(&d), (json!("due"), json!("2026-11-28")), "sign-off date + 7 days");
}

#[test]
fn a_milestone_begins_with_its_items_or_after_the_one_before() {
    let mut d = Delivery::accepted(3, 1);
    d.milestones();
    let define = json!({"project": d.project, "title": "Late one", "planned_on": "2027-01-31",
                        "items": [], "instalments": []});
    let starts = |d: &Delivery| -> Vec<String> {
        let view = d.desk.ask("milestone.list", json!({"project": d.project}));
        let rows = view["rows"].as_array().unwrap();
        rows.iter().map(|m| m["starts_on"].as_str().unwrap().to_owned()).collect()
    };
    // Nothing is planned: the project's first day; then never after its own planned day.
    assert_eq!(starts(&d), ["2026-11-21", "2026-12-20"]);
    assert_eq!(d.refused("project_manager", "milestone.define", define), "milestone.no_item_left");
    let item = d.items[1];
    let plan = json!({"item": item, "planned_start": "2026-12-01", "planned_end": "2026-12-10"});
    d.ok("project_manager", "sow_item.plan", plan);
    assert_eq!(starts(&d), ["2026-11-21", "2026-12-01"]);
}

#[test]
fn consent_comes_before_implementation() {
    let (mut d, _) = Delivery::executing(3, 1);
    let item = json!({"item": d.items[0]});
    let signature = d.signature("consultant");
    let consent = json!({"item": d.items[0], "signature": signature});
    let refused = |d: &mut Delivery, command: &str, args: &Value| {
        assert_eq!(d.refused("consultant", command, args.clone()), "sow_item.state", "{command}");
    };
    for c in ["sow_item.submit", "sow_item.implement"] {
        refused(&mut d, c, &item);
    }
    refused(&mut d, "sow_item.consent", &consent);
    d.ok("consultant", "sow_item.start", item.clone());
    for c in ["sow_item.start", "sow_item.implement"] {
        refused(&mut d, c, &item);
    }
    d.ok("consultant", "sow_item.submit", item.clone());
    refused(&mut d, "sow_item.implement", &item);
    let back = json!({"item": d.items[0], "reason": "Again"});
    d.ok("consultant", "sow_item.send_back", back);
    d.ok("consultant", "sow_item.submit", item.clone());
    d.ok("consultant", "sow_item.consent", consent);
    d.ok("consultant", "sow_item.implement", item.clone());
    for c in ["sow_item.start", "sow_item.submit", "sow_item.implement"] {
        refused(&mut d, c, &item);
    }
}

#[test]
fn nobody_is_booked_twice_over_unless_hr_says_why() {
    let mut d = Delivery::accepted(3, 1);
    let ask = json!({"project": d.project, "role": "Expert", "allocation_percent": 60});
    let request = d.ok("project_manager", "staffing.request", ask)["request"].clone();
    d.ok("hr_manager", "staffing.approve", json!({"request": request}));
    let person = d.desk.people["consultant"];
    let assign = json!({"request": request, "person": person});
    let code = d.refused("project_manager", "staffing.assign", assign.clone());
    assert_eq!(code, "staffing.over_booked");
    assert_eq!(d.refused("hr_manager", "staffing.assign", assign), "staffing.over_booked");
    let with = json!({"request": request, "person": person, "override_reason": "Two weeks only"});
    let code = d.refused("project_manager", "staffing.assign", with.clone());
    assert_eq!(code, "staffing.override_needs_hr");
    d.ok("hr_manager", "staffing.assign", with);
}

#[test]
fn deliverables_are_files_and_final_acceptance_needs_all_of_them() {
    let (mut d, _) = Delivery::executing(3, 1);
    let create = json!({"project": d.project, "title": "Report"});
    let deliverable = d.ok("consultant", "deliverable.create", create)["deliverable"].clone();
    let signature = d.signature("consultant");
    let accept = json!({"deliverable": deliverable, "signature": signature});
    let code = d.refused("consultant", "deliverable.accept", accept.clone());
    assert_eq!(code, "deliverable.state");
    let missing_file = json!({"deliverable": deliverable, "file": d.contact});
    assert_eq!(d.refused("consultant", "deliverable.submit", missing_file), "file.not_found");
    let submit = |d: &mut Delivery| {
        let file = d.file("consultant");
        let args = json!({"deliverable": deliverable, "file": file});
        d.ok("consultant", "deliverable.submit", args)["version"].clone()
    };
    assert_eq!(submit(&mut d), 1);
    let changes = json!({"deliverable": deliverable, "reason": "Page 3"});
    d.ok("consultant", "deliverable.request_changes", changes);
    assert_eq!(submit(&mut d), 2);
    let signature = d.signature("project_manager");
    let whole = json!({"subject_kind": "project", "subject": d.project, "signature": signature});
    let code = d.refused("project_manager", "signoff.give", whole.clone());
    assert_eq!(code, "signoff.deliverables_open");
    d.ok("consultant", "deliverable.accept", accept);
    d.ok("project_manager", "signoff.give", whole.clone());
    assert_eq!(d.refused("project_manager", "signoff.give", whole), "signoff.given_already");
}

#[test]
fn the_review_is_waived_only_for_short_projects() {
    let mut d = Delivery::accepted(3, 1);
    let waive = json!({"project": d.project, "reason": "Short"});
    let code = d.refused("project_manager", "project.waive_review", waive);
    assert_eq!(code, "project.review_not_waivable");
    let mut d = Delivery::accepted(1, 1);
    let waive = json!({"project": d.project, "reason": "Short"});
    d.ok("project_manager", "project.waive_review", waive);
    d.meet("kickoff");
    assert!(!d.unmet().contains(&"kickoff_and_review".to_owned()));
}

#[test]
fn the_clients_people_are_the_clients() {
    let mut d = Delivery::accepted(3, 1);
    let plan = |d: &Delivery, people: Value, contacts: Value, at: &str| {
        json!({"project": d.project, "kind": "kickoff", "planned_at": at,
               "people": people, "contacts": contacts})
    };
    let (pm, ours, theirs) = (d.desk.people["project_manager"], d.contact, d.stranger);
    let now = "2026-11-21T10:00:00Z";
    for (people, contacts, at, code, field) in [
        (json!([pm]), json!([theirs]), now, "project.contact_not_theirs", ""),
        (json!([pm]), json!([]), now, "invalid", "meeting.needs_client"),
        (json!([]), json!([ours]), now, "invalid", "meeting.needs_ours"),
        (json!([pm]), json!([ours]), "2026-11-20T10:00:00Z", "invalid", "meeting.before_start"),
    ] {
        let args = plan(&d, people, contacts, at);
        let e = d.desk.as_role("project_manager").run("meeting.plan", args).unwrap_err();
        assert_eq!(e.code(), code);
        assert_eq!(e.fields().first().map_or("", |f| f.code.as_str()), field);
    }
    let stranger = json!({"project": d.project, "contacts": [theirs]});
    let code = d.refused("project_manager", "project.set_contacts", stranger);
    assert_eq!(code, "project.contact_not_theirs");
    d.ok("project_manager", "project.set_contacts", json!({"project": d.project, "contacts": []}));
    d.plan("kickoff");
    let again = plan(&d, json!([pm]), json!([ours]), now);
    assert_eq!(d.refused("project_manager", "meeting.plan", again), "meeting.kickoff_exists");
}

#[test]
fn before_the_first_day_nothing_was_held_and_the_refusals_name_that_day() {
    let mut d = Delivery::signed(3, 1);
    d.pay(0);
    let pm = d.desk.people["project_manager"];
    let asked = json!({"agreement": d.agreement, "pm": pm});
    let kickoff = d.ok("sales_executive", "kickoff.request", asked)["kickoff"].clone();
    let accept = |on: &str| json!({"kickoff": kickoff, "start_on": on});
    let refused = |d: &mut Delivery, command: &str, args: Value| {
        let e = d.desk.as_role("project_manager").run(command, args).unwrap_err();
        (e.fields()[0].code.clone(), Value::from(e.fields()[0].args.clone()))
    };
    let early = refused(&mut d, "kickoff.accept", accept("2026-01-01"));
    assert_eq!(early, ("date.too_early".into(), json!({"limit": "2026-11-20"})));
    let out = d.ok("project_manager", "kickoff.accept", accept("2026-11-25"));
    d.project = out["project"].as_str().unwrap().to_owned();
    let plan = |d: &Delivery, at: &str| {
        json!({"project": d.project, "kind": "kickoff", "planned_at": at, "people": [pm],
               "contacts": [d.contact]})
    };
    let args = plan(&d, "2026-11-24T10:00:00Z");
    let early = refused(&mut d, "meeting.plan", args);
    assert_eq!(early, ("meeting.before_start".into(), json!({"first": "2026-11-25"})));
    let args = plan(&d, "2026-11-25T05:00:00Z");
    let meeting = d.ok("project_manager", "meeting.plan", args)["meeting"].clone();
    let hold = |d: &Delivery| {
        let list = d.desk.ask("meeting.list", json!({"project": d.project}));
        list["rows"][0]["acts"][0].clone()
    };
    let act = hold(&d);
    assert_eq!((&act["command"], &act["is_next"]), (&json!("meeting.hold"), &json!(true)));
    assert!(act["refused"]["message"].as_str().unwrap().contains("25 Nov 2026"), "{act}");
    let args = json!({"meeting": meeting});
    assert_eq!(
        d.refused("project_manager", "meeting.hold", args.clone()),
        "meeting.before_project"
    );
    d.desk.now.0 += 4 * 86_400_000;
    assert!(hold(&d)["refused"].is_null());
    d.ok("project_manager", "meeting.hold", args);
}

#[test]
fn a_held_project_waits_and_goes_on_where_it_was() {
    let (mut d, _) = Delivery::executing(3, 1);
    d.ok("project_manager", "project.hold", json!({"project": d.project, "reason": "Monsoon"}));
    let start = json!({"item": d.items[0]});
    assert_eq!(d.refused("consultant", "sow_item.start", start.clone()), "project.stage");
    d.ok("project_manager", "project.resume", json!({"project": d.project}));
    assert_eq!(d.stage(), "executing");
    d.ok("consultant", "sow_item.start", start);
    let cancel = json!({"project": d.project, "reason": "They closed", "owed_by_client_minor": 5,
        "owed_to_client_minor": 0, "client_informed_on": "2026-11-21"});
    d.ok("project_manager", "project.cancel", cancel);
    assert_eq!(
        d.refused("owner", "project.complete", json!({"project": d.project})),
        "project.stage"
    );
    d.ok("project_manager", "project.archive", json!({"project": d.project}));
}

#[test]
fn changes_alter_the_plan_and_keep_its_sum() {
    let (mut d, _) = Delivery::executing(3, 4);
    let apply = |d: &mut Delivery, lines: Value| {
        let draft = json!({"project": d.project, "title": "C", "reason": "R", "lines": lines});
        let change = d.ok("project_manager", "change.draft", draft)["change"].clone();
        let args = json!({"change": change});
        assert_eq!(d.refused("project_manager", "change.apply", args.clone()), "change.state");
        d.ok("project_manager", "change.submit", args.clone());
        let evidence = d.file("project_manager");
        let approve = json!({"change": change, "approved_by": "A", "evidence_file": evidence});
        d.ok("project_manager", "change.approve", approve);
        d.ok("project_manager", "change.apply", args.clone());
        assert_eq!(d.refused("project_manager", "change.apply", args), "change.state");
    };
    let (two, three) = (d.instalments[1], d.instalments[2]);
    let item = d.items[1];
    apply(
        &mut d,
        json!([{"kind": "end_date", "end_on": "2027-05-01"}, {"kind": "meetings", "promised": 3},
               {"kind": "drop_item", "item": item},
               {"kind": "instalment_amount", "instalment": two, "amount_minor": AMOUNT + 101},
               {"kind": "waive_instalment", "instalment": three}]),
    );
    let view = d.desk.as_role("owner").ask("project.get", json!({"project": d.project}));
    assert_eq!(view["end_on"], "2027-05-01");
    assert_eq!(view["meetings_promised"], 3);
    assert_eq!(view["total"]["minor"], AMOUNT * 3 + 101);
    assert_eq!(view["instalments"][2]["state"], "waived");
    let sum: i64 = d
        .desk
        .conn
        .query_row("SELECT net_minor + tax_minor - total_minor FROM pricing_plans", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(sum, 0);
    for (line, code) in [
        (json!({"kind": "waive_instalment", "instalment": three}), "change.instalment_settled"),
        (json!({"kind": "drop_item", "item": d.contact}), "change.item_not_theirs"),
        (
            json!({"kind": "instalment_amount", "instalment": d.contact, "amount_minor": 1}),
            "change.instalment_not_theirs",
        ),
        (json!({"kind": "end_date", "end_on": "2026-01-01"}), "change.end_before_start"),
        (json!({"kind": "meetings", "promised": -1}), "invalid"),
    ] {
        let draft = json!({"project": d.project, "title": "C", "reason": "R", "lines": [line]});
        assert_eq!(d.refused("project_manager", "change.draft", draft), code);
    }
}

/// The list works its next step out in a shorter way than the project's page; both say the same.
#[test]
fn the_list_and_the_page_agree_on_what_is_next() {
    let (executing, milestones) = Delivery::executing(3, 2);
    let mut delivered = Delivery::executing(3, 1).0;
    delivered.deliver(&milestones);
    delivered.meet("consulting");
    let mut over = Delivery::ready();
    over.ok("project_manager", "project.complete", json!({"project": over.project}));
    let mut cancelled = Delivery::accepted(3, 1);
    let cancel = json!({"project": cancelled.project, "reason": "x", "owed_by_client_minor": 0,
        "owed_to_client_minor": 0, "client_informed_on": "2026-11-21"});
    cancelled.ok("project_manager", "project.cancel", cancel);
    let mut held = Delivery::executing(3, 2).0;
    held.ok("project_manager", "project.hold", json!({"project": held.project, "reason": "x"}));
    let mut archived = Delivery::ready();
    for command in ["project.complete", "project.archive"] {
        archived.ok("project_manager", command, json!({"project": archived.project}));
    }
    let desks = [
        Delivery::accepted(3, 2),
        executing,
        delivered,
        Delivery::ready(),
        over,
        cancelled,
        held,
        archived,
    ];
    for mut d in desks {
        let stage = d.stage();
        d.desk.as_role("owner");
        let page = d.desk.ask("project.get", json!({"project": d.project}));
        let steps = page["steps"].as_array().unwrap();
        let recurs = |s: &Value| s["number"] == 12 || s["number"] == 15;
        let now = steps.iter().find(|s| s["state"] == "now" && !recurs(s));
        let list = d.desk.ask("project.list", json!({}))["rows"][0].clone();
        let expected = now.map_or(Value::Null, |s| s["number"].clone());
        let told = |row: &Value| row["next_step"].get("number").cloned().unwrap_or_default();
        if stage == "archived" {
            assert!(list["next_step"].is_null(), "{stage}");
            continue;
        }
        let first = match stage.as_str() {
            "completed" => json!(24),
            "closing" if page["gate_met"] == 8 => json!(23),
            "cancelled" => json!(25),
            _ => expected.clone(),
        };
        assert_eq!(first, expected, "{stage}");
        assert_eq!(told(&list), expected, "{stage}");
        assert_eq!(told(&page), expected, "{stage}");
        if let Some(s) = now {
            assert_eq!(list["next_step"]["waiting_on"], s["waiting_on"], "{stage}");
        }
    }
}

#[test]
fn the_list_comes_in_pages() {
    let mut d = Delivery::ready();
    let conn = &d.desk.conn;
    // Five more of the same agreement's kind, ending later and later.
    for n in 1..=5u8 {
        let id = netra_kernel::Id([n; 16]);
        let sql = "INSERT INTO agreements SELECT ?1, number || ?2, company_id, deal_id,
            quote_version_id, ?1, ?1, title, owner_id, signed_on, signed_by, evidence_file_id,
            start_on, tenure_months, created_at FROM agreements WHERE number = 'AGR/1'";
        conn.execute("PRAGMA foreign_keys = OFF", []).unwrap();
        conn.execute(
            "INSERT INTO pricing_plans SELECT ?1, company_id, currency, net_minor, tax_minor,
                 total_minor, tenure_months, meetings_promised FROM pricing_plans LIMIT 1",
            [id],
        )
        .unwrap();
        conn.execute(sql, params![id, n.to_string()]).unwrap();
        conn.execute(
            "INSERT INTO projects (id, name, agreement_id, kickoff_request_id, company_id, pm_id,
                 start_on, end_on, stage, stage_since, created_at)
             SELECT ?1, 'P' || ?2, ?1, ?1, company_id, pm_id, start_on,
                 '2028-01-0' || ?2, 'setup', stage_since, created_at
             FROM projects WHERE name LIKE 'Bharat%'",
            params![id, n.to_string()],
        )
        .unwrap();
    }
    d.desk.as_role("owner");
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = d.desk.ask("project.list", json!({"limit": 2, "after": after}));
        assert_eq!(page["total"], 6);
        let rows = page["rows"].as_array().unwrap();
        assert!(rows.len() <= 2);
        seen.extend(rows.iter().map(|r| r["name"].as_str().unwrap().to_owned()));
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(seen[1..], ["P1", "P2", "P3", "P4", "P5"]);
    let one = d.desk.ask("project.list", json!({"search": "p3"}));
    assert_eq!((&one["total"], &one["rows"][0]["name"]), (&json!(1), &json!("P3")));
}

#[test]
fn one_of_our_own_people_does_not_sign_for_the_client() {
    let (mut d, _) = Delivery::executing(3, 1);
    let item = d.items[0];
    d.ok("consultant", "sow_item.start", json!({"item": item}));
    d.ok("consultant", "sow_item.progress", json!({"item": item, "percent": 90}));
    d.ok("consultant", "sow_item.submit", json!({"item": item}));
    let people = d.desk.as_role("owner").ask("person.list", json!({}));
    let ours = people["rows"][0]["name"].as_str().unwrap().to_uppercase();
    let mut signature = d.signature("consultant");
    let contact = signature["contact"].take();
    signature["signed_by"] = json!(format!(" {ours} "));
    let args = json!({"item": item, "signature": signature});
    let e = d.desk.as_role("consultant").run("sow_item.consent", args).unwrap_err();
    assert_eq!(e.fields()[0].code, "signoff.own_person");
    // Nor does a contact lend their name to it.
    signature["contact"] = contact.clone();
    let args = json!({"item": item, "signature": signature});
    let e = d.desk.as_role("consultant").run("sow_item.consent", args).unwrap_err();
    assert_eq!(e.fields()[0].code, "signoff.two_names");
    // The client's person may have the same name.
    d.ok("owner", "contact.update", json!({"contact": contact, "name": ours}));
    let args = json!({"item": item, "signature": signature});
    d.ok("consultant", "sow_item.consent", args);
    let signed = d.desk.ask("signoff.list", json!({"project": d.project}));
    assert_eq!(signed["rows"][0]["signed_by"], ours);
}

#[test]
fn minutes_are_told_at_once_what_is_held_before_the_execution() {
    let told = |d: &mut Delivery| {
        let asked = json!({"project": d.project});
        d.desk.as_role("project_manager").ask("meeting.list", asked)["only_kickoff"].clone()
    };
    let mut early = Delivery::accepted(3, 1);
    let why = told(&mut early);
    assert!(why.as_str().is_some_and(|why| why.contains("only the kickoff meeting")), "{why}");
    assert_eq!(told(&mut Delivery::executing(3, 1).0), Value::Null);
}
