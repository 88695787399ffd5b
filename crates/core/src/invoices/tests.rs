//! From the sign-off to the issued invoice, and what goes with it by itself.

use crate::projects::fixture::{AMOUNT, Delivery};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn invoices(d: &mut Delivery) -> Vec<Value> {
    d.desk.as_role("finance").ask("invoice.list", json!({}))["rows"].as_array().unwrap().clone()
}

#[test]
fn a_signoff_drafts_what_finance_issues() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    assert_eq!(invoices(&mut d), Vec::<Value>::new());
    d.deliver(&milestones);
    let drafts = invoices(&mut d);
    assert_eq!(drafts.len(), 2);
    assert_eq!(
        (&drafts[0]["state"], &drafts[0]["raise_on"]),
        (&json!("draft"), &json!("2026-11-21"))
    );
    assert!(drafts[0]["number"].is_null());
    // A day late: it warns.
    d.desk.now.0 += 2 * DAY;
    assert_eq!(invoices(&mut d)[0]["days_late"], 2);
    // The first adjusts the advance of the signature, by its receipt voucher: 2 × 1,18,000.
    let first = json!({"invoice": drafts[0]["id"]});
    let draft = d.desk.ask("invoice.get", first.clone())["content"].clone();
    assert!(draft["number"].is_null());
    let number = d.ok("finance", "invoice.issue", first.clone())["number"].clone();
    let issued = d.desk.ask("invoice.get", first.clone())["content"].clone();
    assert_eq!(issued["number"], number);
    assert_eq!(issued["advances"].as_array().unwrap().len(), 1);
    assert_eq!(issued["total"]["minor"], 2 * AMOUNT);
    assert_eq!(
        (&issued["taxable"]["minor"], &issued["tax"]["minor"]),
        (&json!(20_000_000), &json!(3_600_000))
    );
    let taxes: Vec<(&str, i64)> = issued["taxes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| (t["component"].as_str().unwrap(), t["tax"]["minor"].as_i64().unwrap()))
        .collect();
    assert_eq!(taxes, [("cgst", 1_800_000), ("sgst", 1_800_000)]);
    assert_eq!(issued["payable"]["minor"], AMOUNT);
    assert_eq!(d.refused("finance", "invoice.issue", first.clone()), "invoice.state");
    // The second has no advance left to adjust; numbers follow one another.
    let second = json!({"invoice": drafts[1]["id"]});
    let next = d.ok("finance", "invoice.issue", second.clone())["number"].clone();
    let (a, b) = (number.as_str().unwrap(), next.as_str().unwrap());
    assert!(a.len() <= 16 && a.ends_with("00001") && b.ends_with("00002"), "{a} {b}");
    let content = d.desk.ask("invoice.get", second)["content"].clone();
    assert_eq!((&content["advances"], &content["total"]["minor"]), (&json!([]), &json!(AMOUNT)));
    // Cancelled, it keeps its number; the instalment may be invoiced anew, the advance is free.
    let cancel = json!({"invoice": drafts[0]["id"], "reason": "Wrong address"});
    d.ok("finance", "invoice.cancel", cancel.clone());
    assert_eq!(d.refused("finance", "invoice.cancel", cancel), "invoice.state");
    let draft = json!({"instalment": drafts[0]["instalment"]});
    let again = d.ok("finance", "invoice.draft", draft.clone())["invoice"].clone();
    assert_eq!(d.refused("finance", "invoice.draft", draft), "invoice.exists");
    let issued = d.ok("finance", "invoice.issue", json!({"invoice": again}))["number"].clone();
    assert!(issued.as_str().unwrap().ends_with("00003"));
    let content = d.desk.ask("invoice.get", json!({"invoice": again}))["content"].clone();
    assert_eq!(content["advances"].as_array().unwrap().len(), 1);
    let series = d.desk.as_role("admin").ask("numbering.series", json!({}));
    assert_eq!(series["gaps"], json!([]));
    assert!(series["rows"].as_array().unwrap().iter().any(|r| r["kind"] == "invoice"));
    // What is paid at the signature has a receipt voucher, no invoice of its own.
    let advance = json!({"instalment": d.instalments[0]});
    assert_eq!(d.refused("finance", "invoice.draft", advance), "invoice.advance");
    let number = json!({"invoice": again});
    for role in ["consultant", "project_manager", "sales_executive"] {
        assert_eq!(d.refused(role, "invoice.issue", number.clone()), "forbidden", "{role}");
    }
    let locked = "UPDATE invoices SET content = '{}' WHERE number IS NOT NULL";
    assert!(d.desk.conn.execute(locked, []).is_err());
}

#[test]
fn the_schedule_makes_reminders_and_reports_once() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    d.consent(0);
    d.ok("consultant", "sow_item.implement", json!({"item": d.items[0]}));
    d.ok("project_manager", "milestone.submit", json!({"milestone": milestones[0]}));
    d.sign("milestone", &milestones[0]);
    // Due on 28 November. On the 24th nothing is to be said of money yet, but of the week before.
    d.desk.now.0 += 3 * DAY;
    let due =
        |d: &mut Delivery| d.desk.as_role("admin").ask("schedule.due", json!({}))["is_due"].clone();
    assert_eq!(due(&mut d), true);
    let run = |d: &mut Delivery| d.ok("admin", "schedule.run", json!({}));
    assert_eq!(run(&mut d), json!({"reminders": 0, "reports": 1, "invoices": 0}));
    let reports = d.desk.ask("report.list", json!({"project": d.project}))["rows"].clone();
    assert_eq!(
        (&reports[0]["from_on"], &reports[0]["state"]),
        (&json!("2026-11-16"), &json!("draft"))
    );
    let body = reports[0]["body"].as_str().unwrap();
    assert!(body.contains("Milestone 0") && body.contains("Plant audit"), "{body}");
    d.ok("project_manager", "report.send", json!({"report": reports[0]["id"]}));
    assert_eq!(run(&mut d), json!({"reminders": 0, "reports": 0, "invoices": 0}));
    assert_eq!(due(&mut d), false);
    // Two days before (T-3 was missed, it is caught up), then on the day.
    d.desk.now.0 += 2 * DAY;
    assert_eq!(run(&mut d)["reminders"], 1);
    assert_eq!(run(&mut d)["reminders"], 0);
    let list = |d: &mut Delivery| {
        d.desk.as_role("finance").ask("reminder.list", json!({}))["rows"]
            .as_array()
            .unwrap()
            .clone()
    };
    let before = list(&mut d);
    assert_eq!((before.len(), &before[0]["days_after_due"]), (1, &json!(-3)));
    assert!(before[0]["body"].as_str().unwrap().contains("₹1,18,000.00"), "{}", before[0]);
    d.desk.now.0 += 2 * DAY;
    assert_eq!(run(&mut d)["reminders"], 1);
    let today = list(&mut d);
    assert_eq!(today.len(), 1, "the earlier one is not needed any more: {today:?}");
    let old = json!({"reminder": before[0]["id"]});
    assert_eq!(d.refused("finance", "reminder.send", old), "reminder.not_needed");
    let send = json!({"reminder": today[0]["id"]});
    d.ok("finance", "reminder.send", send.clone());
    assert_eq!(d.refused("finance", "reminder.send", send), "reminder.sent_already");
    assert_eq!(list(&mut d), Vec::<Value>::new());
    // Paid: it stops at once.
    d.desk.now.0 += 3 * DAY;
    assert_eq!(run(&mut d)["reminders"], 1);
    d.pay(1);
    assert_eq!(list(&mut d), Vec::<Value>::new());
    d.desk.now.0 += 4 * DAY;
    assert_eq!(run(&mut d)["reminders"], 0);
    assert_eq!(d.refused("consultant", "schedule.run", json!({})), "forbidden");
}

/// A change request, approved by the client.
fn approved(d: &mut Delivery, lines: Value) -> Value {
    let draft = json!({"project": d.project, "title": "C", "reason": "R", "lines": lines});
    let change = d.ok("project_manager", "change.draft", draft)["change"].clone();
    d.ok("project_manager", "change.submit", json!({"change": change}));
    let evidence = d.file("project_manager");
    let approve = json!({"change": change, "approved_by": "A", "evidence_file": evidence});
    d.ok("project_manager", "change.approve", approve);
    json!({"change": change})
}

#[test]
fn what_an_issued_invoice_asks_for_is_cancelled_before_it_changes() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    d.deliver(&milestones);
    let (two, three) = (d.instalments[1], d.instalments[2]);
    let reprice =
        |to: i64| json!([{"kind": "instalment_amount", "instalment": two, "amount_minor": to}]);
    let waive = |i| json!([{"kind": "waive_instalment", "instalment": i}]);
    let change = approved(&mut d, reprice(9_000_000));
    let of = |d: &mut Delivery, i: netra_kernel::Id| {
        let mut all = invoices(d);
        all.retain(|v| v["instalment"] == json!(i));
        all
    };
    let first = of(&mut d, two)[0]["id"].clone();
    d.ok("finance", "invoice.issue", json!({"invoice": first}));
    // It was approved before the invoice went out: it waits all the same.
    assert_eq!(d.refused("project_manager", "change.apply", change.clone()), "change.invoiced");
    for lines in [reprice(1), waive(two)] {
        let draft = json!({"project": d.project, "title": "C", "reason": "R", "lines": lines});
        assert_eq!(d.refused("project_manager", "change.draft", draft), "change.invoiced");
    }
    d.ok("finance", "invoice.cancel", json!({"invoice": first, "reason": "Repriced"}));
    d.ok("project_manager", "change.apply", change);
    // The paper that went out keeps its amount; the next draft has the new one.
    assert_eq!(of(&mut d, two)[0]["amount"]["minor"], AMOUNT);
    let next = d.ok("finance", "invoice.draft", json!({"instalment": two}))["invoice"].clone();
    let draft = of(&mut d, two).into_iter().find(|v| v["id"] == next).unwrap();
    assert_eq!(draft["amount"]["minor"], 9_000_000);
    // A draft follows the plan, and goes with what is waived.
    let change = approved(&mut d, reprice(9_100_000));
    d.ok("project_manager", "change.apply", change);
    let draft = of(&mut d, two).into_iter().find(|v| v["id"] == next).unwrap();
    assert_eq!(draft["amount"]["minor"], 9_100_000);
    assert_eq!(of(&mut d, three).len(), 1);
    let change = approved(&mut d, waive(three));
    d.ok("project_manager", "change.apply", change);
    assert_eq!(of(&mut d, three), Vec::<Value>::new());
}

#[test]
fn a_cancelled_project_stops_its_reminders() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    d.consent(0);
    d.ok("consultant", "sow_item.implement", json!({"item": d.items[0]}));
    d.ok("project_manager", "milestone.submit", json!({"milestone": milestones[0]}));
    d.sign("milestone", &milestones[0]);
    // Due on 28 November; it is the 29th.
    d.desk.now.0 += 8 * DAY;
    let listed = |d: &mut Delivery| {
        d.desk.as_role("finance").ask("reminder.list", json!({}))["rows"]
            .as_array()
            .unwrap()
            .clone()
    };
    let foretold = |d: &mut Delivery, on: &str| {
        let due = d.desk.as_role("finance").ask("payment.reminders_due", json!({"on": on}));
        due["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["days_after_due"].clone())
            .collect::<Vec<_>>()
    };
    // The day itself was missed: it is foretold and made all the same, and not twice.
    assert_eq!(foretold(&mut d, "2026-11-29"), [0]);
    assert_eq!(d.ok("admin", "schedule.run", json!({}))["reminders"], 1);
    let waiting = listed(&mut d);
    assert_eq!(waiting.len(), 1);
    assert_eq!(foretold(&mut d, "2026-11-29"), [0]);
    assert_eq!(foretold(&mut d, "2026-12-02"), [3]);
    let cancel = json!({"project": d.project, "reason": "They closed", "owed_by_client_minor": 0,
        "owed_to_client_minor": 0, "client_informed_on": "2026-11-29"});
    d.ok("project_manager", "project.cancel", cancel);
    assert_eq!(listed(&mut d), Vec::<Value>::new());
    let send = json!({"reminder": waiting[0]["id"]});
    assert_eq!(d.refused("finance", "reminder.send", send), "reminder.not_needed");
    for on in ["2026-11-29", "2026-12-01", "2026-12-02"] {
        assert_eq!(foretold(&mut d, on), Vec::<Value>::new(), "{on}");
    }
}

#[test]
fn an_invoice_is_said_in_the_language_of_the_offer() {
    for (language, words) in [("en", "Rupees"), ("hi", "रुपये")] {
        let mut desk = crate::testing::Desk::staffed();
        let quote = crate::quotes::tests::draft(&mut desk);
        desk.ok("quote.update_header", json!({"quote": quote, "language": language}));
        let halves = json!([
            {"title": "Advance", "percent": 50, "due_rule": "on_agreement"},
            {"title": "Rest", "percent": 50, "due_rule": "on_date", "due_on": "2026-12-01"}]);
        desk.ok("quote.set_instalments", json!({"quote": quote, "instalments": halves}));
        desk.ok("quote.send", json!({"quote": quote}));
        let evidence = crate::quotes::tests::evidence(&mut desk);
        let accept = json!({"quote": quote, "signed_by": "Asha Rao", "evidence": evidence});
        let made = desk.ok("quote.accept", accept);
        let page = desk.ask("agreement.get", json!({"agreement": made["agreement"]}));
        let rest = json!({"instalment": page["instalments"][1]["id"]});
        let invoice = desk.ok("invoice.draft", rest)["invoice"].clone();
        desk.ok("invoice.issue", json!({"invoice": invoice}));
        let said = desk.ask("invoice.get", json!({"invoice": invoice}))["content"].clone();
        let text = said["payable_in_words"].as_str().unwrap();
        assert!(text.to_lowercase().contains(&words.to_lowercase()), "{language}: {text}");
    }
}

/// Whoever may not see payments is told nothing of invoices, on whichever page.
#[test]
fn invoices_are_told_to_those_who_may_see_payments() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    d.deliver(&milestones);
    let first = json!({"invoice": invoices(&mut d)[0]["id"]});
    d.ok("finance", "invoice.issue", first);
    for (role, sees) in [("finance", true), ("consultant", false)] {
        let desk = &d.desk;
        let actor = desk.engine.actor(&desk.conn, desk.people[role]).unwrap();
        let zone = netra_kernel::Zone::KOLKATA;
        let reader = netra_kernel::Reader::new(&desk.conn, &actor, desk.now, zone);
        let from = netra_kernel::Timestamp(0);
        let told = crate::history::since(&reader, &[d.agreement], from, 40).unwrap();
        assert_eq!(told.iter().any(|t| t.1.name == "invoice.issue"), sees, "{role}");
    }
}
