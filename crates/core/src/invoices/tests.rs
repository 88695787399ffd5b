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
