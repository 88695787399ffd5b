//! The start pages say what the records say, to whom they may.

use crate::projects::fixture::Delivery;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn titles(rows: &Value) -> Vec<(String, String)> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|r| (r["kind"].as_str().unwrap().into(), r["title"].as_str().unwrap().into()))
        .collect()
}

#[test]
fn monday_says_what_is_late_due_waiting_and_owed() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    let monday = d.desk.as_role("project_manager").ask("home.monday", json!({}));
    assert_eq!(monday["projects"], 1);
    assert_eq!(monday["since"], "2026-11-20");
    assert_eq!(
        (&monday["late"], &monday["due"], &monday["stale"]),
        (&json!([]), &json!([]), &json!([]))
    );
    let first = &monday["happened"][0];
    assert!(first["sentence"].as_str().unwrap().contains("Plant programme"), "{first}");
    // The client signs the first milestone on 1 December: its instalment falls due on the 8th.
    d.desk.now.0 += 10 * DAY;
    d.consent(0);
    d.ok("consultant", "sow_item.implement", json!({"item": d.items[0]}));
    d.ok("project_manager", "milestone.submit", json!({"milestone": milestones[0]}));
    let monday = d.desk.as_role("project_manager").ask("home.monday", json!({}));
    assert_eq!(titles(&monday["waiting"]), [("milestone".into(), "Milestone 0".into())]);
    assert_eq!(monday["waiting"][0]["command"], "signoff.give");
    assert_eq!(monday["waiting"][0]["days"], 0);
    d.sign("milestone", &milestones[0]);
    d.ok("consultant", "sow_item.start", json!({"item": d.items[1]}));
    d.ok("consultant", "sow_item.submit", json!({"item": d.items[1]}));
    d.desk.now.0 += 5 * DAY;
    let monday = d.desk.as_role("project_manager").ask("home.monday", json!({}));
    assert_eq!(titles(&monday["waiting"]), [("sow_item".into(), "New lay-out".into())]);
    assert_eq!(monday["money"][0]["days"], -2);
    assert_eq!(titles(&monday["due"]), [("instalment".into(), "2".into())]);
    // Three weeks on: the milestone is late, the instalment overdue, nobody did anything.
    d.desk.now.0 += 20 * DAY;
    let meeting = d.plan("consulting");
    d.desk.now.0 += 8 * DAY;
    let monday = d.desk.as_role("project_manager").ask("home.monday", json!({}));
    let late = titles(&monday["late"]);
    for expected in
        [("milestone", "Milestone 1"), ("instalment", "2"), ("meeting", "Consulting meeting")]
    {
        let found = late
            .iter()
            .any(|l| l.0 == expected.0 && (l.1 == expected.1 || expected.0 == "meeting"));
        assert!(found, "{expected:?} in {late:?}");
    }
    assert_eq!(monday["late"][0]["kind"], "instalment", "the longest first");
    assert!(monday["late"].as_array().unwrap().iter().any(|l| l["id"] == meeting));
    assert_eq!(monday["stale"][0]["days"], 8);
    // A consultant sees the work, not the money; nobody else's projects are told.
    let seen = d.desk.as_role("consultant").ask("home.monday", json!({}));
    assert_eq!(seen["money"], json!(null));
    assert!(titles(&seen["late"]).iter().all(|t| t.0 != "instalment"));
    assert!(!seen.to_string().contains('₹'));
    assert_eq!(d.desk.as_role("sales_manager").ask("home.monday", json!({}))["projects"], 0);
    assert_eq!(d.desk.as_role("owner").ask("home.monday", json!({}))["projects"], 1);
    let nobody = json!({"pm": d.desk.people["consultant"]});
    assert_eq!(d.desk.ask("home.monday", nobody)["projects"], 0);
    let e = d.desk.as_role("telecaller").try_ask("home.monday", json!({})).unwrap_err();
    assert_eq!(e.code(), "forbidden");
}

#[test]
fn money_due_and_paid_are_listed_to_those_who_may_see_them() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    d.deliver(&milestones);
    d.desk.now.0 += 8 * DAY;
    let owed = d.desk.as_role("finance").ask("payment.due", json!({}));
    assert_eq!(owed["rows"].as_array().unwrap().len(), 2);
    assert_eq!(owed["rows"][0]["days_after_due"], 1);
    assert_eq!(owed["rows"][0]["company_name"], "Bharat Foods");
    d.pay(1);
    assert_eq!(d.desk.ask("payment.due", json!({}))["rows"].as_array().unwrap().len(), 1);
    let paid = d.desk.ask("payment.list", json!({"search": "bharat", "state": "verified"}));
    assert_eq!(paid["rows"].as_array().unwrap().len(), 2);
    assert_eq!(paid["rows"][0]["recorded_by_name"], "Finance One");
    let first = d.desk.ask("payment.list", json!({"limit": 1}));
    assert_eq!(first["next"], first["rows"][0]["id"]);
    let rest = d.desk.ask("payment.list", json!({"limit": 1, "after": first["next"]}));
    assert!(rest["next"].is_null() && rest["rows"][0]["id"] != first["rows"][0]["id"], "{rest}");
    let none = d.desk.ask("payment.list", json!({"search": "nobody"}));
    assert_eq!(none["rows"], json!([]));
    for role in ["consultant", "hr_manager", "telecaller"] {
        for query in ["payment.due", "payment.list", "home.money"] {
            let e = d.desk.as_role(role).try_ask(query, json!({})).unwrap_err();
            assert_eq!(e.code(), "forbidden", "{role} {query}");
        }
    }
}

#[test]
fn finance_begins_with_what_is_owed_and_what_waits_to_be_verified() {
    let (mut d, milestones) = Delivery::executing(3, 2);
    let ids = |rows: &Value| -> Vec<Value> {
        rows.as_array().unwrap().iter().map(|r| r["id"].clone()).collect()
    };
    let home = d.desk.as_role("finance").ask("home.money", json!({}));
    assert_eq!((&home["overdue"], &home["to_verify"]), (&json!([]), &json!([])), "{home}");
    // The milestones are signed off: their instalments fall due in a week, and then are late.
    d.deliver(&milestones);
    let home = d.desk.as_role("finance").ask("home.money", json!({}));
    assert_eq!((ids(&home["overdue"]).len(), ids(&home["due"]).len()), (0, 2), "{home}");
    d.desk.now.0 += 8 * DAY;
    let home = d.desk.ask("home.money", json!({}));
    assert_eq!(home["overdue"], d.desk.ask("payment.due", json!({}))["rows"]);
    assert_eq!(home["due"], json!([]));
    // What was recorded waits for a look at the bank statement, until it had one.
    let due = &home["overdue"][0];
    let paid = json!({"instalment": due["id"], "amount_minor": due["instalment"]["open"]["minor"],
                      "mode": "upi", "reference": "UPI 77"});
    let payment = d.ok("finance", "payment.record", paid)["payment"].clone();
    let home = d.desk.as_role("finance").ask("home.money", json!({}));
    assert_eq!(json!(ids(&home["to_verify"])), json!([payment]));
    assert_eq!(home["to_verify"][0]["acts"][0]["command"], "payment.verify");
    assert_eq!(ids(&home["overdue"]).len(), 1);
    d.ok("finance", "payment.verify", json!({"payment": payment}));
    assert_eq!(d.desk.as_role("finance").ask("home.money", json!({}))["to_verify"], json!([]));
    // A project manager sees payments, and is asked to do nothing about them.
    let seen = d.desk.as_role("project_manager").ask("home.money", json!({}));
    assert_eq!(seen, json!({"overdue": null, "due": null, "to_verify": null}));
}

#[test]
fn a_sellers_day_and_the_board_agree_with_the_deals() {
    let mut d = Delivery::signed(3, 2);
    d.pay(0);
    let company =
        d.desk.as_role("sales_executive").ask("company.list", json!({}))["rows"][0]["id"].clone();
    for (title, value, close) in [("A", 10_000, "2026-11-25"), ("B", 30_000, "2027-03-01")] {
        let args = json!({"title": title, "company": company, "value_minor": value,
                          "expected_close_on": close});
        d.ok("sales_executive", "deal.create", args);
    }
    let board = d.desk.as_role("sales_executive").ask("deal.board", json!({}));
    let first = &board["stages"][0];
    assert_eq!((&first["n"], &first["values"][0]["minor"]), (&json!(2), &json!(40_000)));
    assert_eq!(first["rows"][0]["title"], "A", "those that close first");
    assert_eq!(board["weighted"][0]["minor"], 4_000);
    let day = d.desk.ask("home.sales", json!({}));
    assert_eq!(day["closing"].as_array().unwrap().len(), 1);
    assert_eq!(day["to_hand_over"][0]["agreement"], json!(d.agreement));
    let pm = d.desk.people["project_manager"];
    let out =
        d.ok("sales_executive", "kickoff.request", json!({"agreement": d.agreement, "pm": pm}));
    let back = json!({"kickoff": out["kickoff"], "reason": "Unclear"});
    d.ok("project_manager", "kickoff.return", back);
    let day = d.desk.as_role("sales_executive").ask("home.sales", json!({}));
    assert_eq!(day["to_hand_over"], json!([]));
    assert_eq!(day["returned"][0]["reason"], "Unclear");
    let other = d.desk.as_role("finance").ask("deal.board", json!({"search": "a"}));
    assert_eq!(other["stages"][0]["n"], 2, "by company too");
    let admin = d.desk.as_role("admin").ask("home.admin", json!({}));
    assert_eq!(admin["people_active"], 12);
    assert_eq!(admin["settings_missing"], json!(["firm.address"]));
    let e = d.desk.as_role("sales_executive").try_ask("home.admin", json!({})).unwrap_err();
    assert_eq!(e.code(), "forbidden");
    let contact = d.desk.as_role("consultant").ask("contact.get", json!({"contact": d.contact}));
    assert_eq!(contact["company_name"], "Bharat Foods");
}
