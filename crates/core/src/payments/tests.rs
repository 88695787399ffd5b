//! Payments at the desk: recorded, verified, reversed, and who may.

use super::is_reminder_day;
use crate::quotes::tests::agreement;
use crate::testing::Desk;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A signed agreement over ₹1,18,117.97 in two halves; gives it and its instalments' ids.
fn signed(desk: &mut Desk) -> (Value, Vec<Value>) {
    let made = agreement(desk);
    let got = desk.ask("agreement.get", json!({"agreement": made["agreement"]}));
    let ids = got["instalments"].as_array().unwrap().iter().map(|i| i["id"].clone()).collect();
    (made["agreement"].clone(), ids)
}

fn paying(instalment: &Value, amount: i64, tds: i64, reference: &str) -> Value {
    json!({"instalment": instalment, "amount_minor": amount, "tds_minor": tds,
           "mode": "bank_transfer", "reference": reference})
}

fn state(desk: &Desk, agreement: &Value) -> Value {
    desk.ask("agreement.get", json!({"agreement": agreement}))["instalments"][0].clone()
}

#[test]
fn reminders_go_out_on_their_days() {
    let days: Vec<i64> = (-10..40).filter(|d| is_reminder_day(*d)).collect();
    assert_eq!(days, [-3, 0, 3, 7, 15, 22, 29, 36]);
}

#[test]
fn an_instalment_is_paid_by_money_and_tax_withheld() {
    let mut desk = Desk::staffed();
    let (agreement, ids) = signed(&mut desk);
    desk.as_role("finance");
    let made = desk.ok("payment.record", paying(&ids[0], 2_000_000, 0, "UTR1"));
    assert_eq!(made["open"]["minor"], 3_905_899);
    assert_eq!(state(&desk, &agreement)["state"], "part_paid");
    let e = desk.run("payment.record", paying(&ids[0], 3_905_900, 0, "UTR2")).unwrap_err();
    assert_eq!(e.code(), "payment.over_open");
    assert_eq!(e.args()["open"]["minor"], 3_905_899);
    let e = desk.run("payment.record", paying(&ids[0], 3_905_899, 1, "UTR2")).unwrap_err();
    assert_eq!(e.code(), "payment.over_open");
    desk.ok("payment.record", paying(&ids[0], 3_405_899, 500_000, "UTR2"));
    let i = state(&desk, &agreement);
    assert_eq!((&i["state"], &i["open"]["minor"]), (&json!("paid"), &json!(0)));
    assert_eq!(i["verified"]["minor"], 0);
    assert_eq!(
        desk.refused("payment.record", paying(&ids[0], 1, 0, "UTR3")),
        "payment.nothing_open"
    );
}

#[test]
fn what_is_wrong_is_refused() {
    let mut desk = Desk::staffed();
    let (_, ids) = signed(&mut desk);
    desk.as_role("finance");
    desk.ok("payment.record", paying(&ids[0], 100, 0, "UTR1"));
    for (args, code) in [
        (paying(&ids[0], 0, 0, "A"), "invalid"),
        (paying(&ids[0], -5, 0, "A"), "invalid"),
        (paying(&ids[0], 5, -1, "A"), "invalid"),
        (paying(&ids[0], 5, 0, " "), "invalid"),
        (paying(&ids[1], 5, 0, "UTR1"), "payment.reference_used"),
        (paying(&json!("0190c8a0-0000-7000-8000-000000000000"), 5, 0, "A"), "instalment.not_found"),
    ] {
        assert_eq!(desk.refused("payment.record", args), code);
    }
    let mut tomorrow = paying(&ids[0], 5, 0, "B");
    tomorrow["received_on"] = json!("2026-11-22");
    assert_eq!(desk.refused("payment.record", tomorrow), "invalid");
    for role in ["sales_manager", "sales_executive", "project_manager", "viewer", "telecaller"] {
        desk.as_role(role);
        assert_eq!(
            desk.refused("payment.record", paying(&ids[0], 5, 0, "C")),
            "forbidden",
            "{role}"
        );
    }
}

#[test]
fn a_verified_payment_has_a_numbered_receipt() {
    let mut desk = Desk::staffed();
    let (agreement, ids) = signed(&mut desk);
    desk.as_role("finance");
    let made = desk.ok("payment.record", paying(&ids[0], 11_800, 0, "UTR1"));
    let id = json!({"payment": made["payment"]});
    assert_eq!(
        desk.try_ask("payment.receipt", id.clone()).unwrap_err().code(),
        "payment.no_receipt"
    );
    let verified = desk.ok("payment.verify", id.clone());
    let number = verified["receipt"].as_str().unwrap();
    assert!(number.contains("R/26-27/") && number.len() <= 16, "{number}");
    assert_eq!(desk.refused("payment.verify", id.clone()), "payment.decided_already");
    let receipt = desk.ask("payment.receipt", id);
    assert_eq!(receipt["in_words"], "Rupees One Hundred Eighteen Only");
    assert_eq!(state(&desk, &agreement)["verified"]["minor"], 11_800);
}

#[test]
fn a_mistake_is_reversed_and_recorded_again() {
    let mut desk = Desk::staffed();
    let (agreement, ids) = signed(&mut desk);
    desk.as_role("finance");
    let made = desk.ok("payment.record", paying(&ids[0], 100, 20, "UTR1"));
    let back = |p: &Value| json!({"payment": p, "reason": "Typed wrongly"});
    assert_eq!(desk.refused("payment.reverse", back(&made["payment"])), "payment.not_verified");
    desk.ok("payment.verify", json!({"payment": made["payment"]}));
    let reversal = desk.ok("payment.reverse", back(&made["payment"]));
    assert_eq!(desk.refused("payment.reverse", back(&made["payment"])), "payment.reversed_already");
    assert_eq!(desk.refused("payment.reverse", back(&reversal["payment"])), "payment.is_reversal");
    let i = state(&desk, &agreement);
    assert_eq!((&i["open"], &i["verified"]["minor"]), (&i["amount"], &json!(0)));
    // The same transaction, rightly this time.
    let again = desk.ok("payment.record", paying(&ids[0], 1_000, 0, "UTR1"));
    desk.ok("payment.reject", json!({"payment": again["payment"], "reason": "Not in the bank"}));
    desk.ok("payment.record", paying(&ids[1], 1_000, 0, "UTR1"));
    let rows = desk.ask("payment.list", json!({"agreement": agreement}));
    assert_eq!(rows["rows"].as_array().unwrap().len(), 4);
}

#[test]
fn what_is_open_is_listed_until_it_is_paid() {
    let mut desk = Desk::staffed();
    let (agreement, ids) = signed(&mut desk);
    desk.as_role("finance");
    let open = |desk: &Desk| {
        let rows = desk.ask("payment.due", json!({}))["rows"].clone();
        let rows = rows.as_array().unwrap().clone();
        assert!(rows.iter().all(|r| r["agreement"] == agreement));
        rows.iter().map(|r| (r["id"].clone(), r["instalment"]["open"]["minor"].clone())).collect()
    };
    let before: Vec<(Value, Value)> = open(&desk);
    assert_eq!(before.len(), 2);
    let whole = before.iter().find(|r| r.0 == ids[0]).unwrap().1.as_i64().unwrap();
    desk.ok("payment.record", paying(&ids[0], whole - 500, 0, "UTR1"));
    let after: Vec<(Value, Value)> = open(&desk);
    assert!(after.contains(&(ids[0].clone(), json!(500))));
    desk.ok("payment.record", paying(&ids[0], 400, 100, "UTR2"));
    let last: Vec<(Value, Value)> = open(&desk);
    assert_eq!(last.iter().map(|r| &r.0).collect::<Vec<_>>(), [&ids[1]]);
    desk.as_role("telecaller");
    assert_eq!(desk.try_ask("payment.due", json!({})).unwrap_err().code(), "forbidden");
}

#[test]
fn the_series_are_told_with_their_last_number_and_no_gap() {
    let mut desk = Desk::staffed();
    let (_, ids) = signed(&mut desk);
    desk.as_role("finance");
    let made = desk.ok("payment.record", paying(&ids[0], 100, 0, "UTR1"));
    let receipt = desk.ok("payment.verify", json!({"payment": made["payment"]}))["receipt"].clone();
    desk.as_role("admin");
    let told = desk.ask("numbering.series", json!({}));
    let rows = told["rows"].as_array().unwrap();
    let last = rows.iter().find(|r| r["kind"] == "receipt").unwrap();
    assert_eq!((&last["last"], &last["given"]), (&receipt, &json!(1)));
    assert_eq!(told["gaps"], json!([]));
}

#[test]
fn four_eyes_when_the_workspace_asks_for_them() {
    let mut desk = Desk::staffed();
    let (_, ids) = signed(&mut desk);
    desk.ok("setting.set", json!({"key": "payments.four_eyes", "value": true}));
    let made = desk.as_role("finance").ok("payment.record", paying(&ids[0], 100, 0, "UTR1"));
    let id = json!({"payment": made["payment"]});
    let why = json!({"payment": made["payment"], "reason": "x"});
    assert_eq!(desk.refused("payment.verify", id.clone()), "payment.four_eyes");
    assert_eq!(desk.refused("payment.reject", why.clone()), "payment.four_eyes");
    desk.as_role("admin").ok("payment.verify", id);
    assert_eq!(desk.as_role("finance").refused("payment.reverse", why), "payment.four_eyes");
}

#[test]
fn whoever_decides_on_what_they_recorded_reads_it_before_and_the_history_says_it() {
    let mut desk = Desk::staffed();
    let (_, ids) = signed(&mut desk);
    let made = desk.as_role("finance").ok("payment.record", paying(&ids[0], 100, 0, "UTR1"));
    let id = json!({"payment": made["payment"]});
    let row = |desk: &Desk| desk.ask("payment.list", json!({}))["rows"][0].clone();
    let eyes = row(&desk)["same_eyes"].clone();
    assert_eq!(eyes["may"], true);
    assert!(eyes["note"].as_str().unwrap().starts_with("You recorded this payment yourself"));
    // Anybody else has nothing to be told.
    assert!(row(desk.as_role("admin"))["same_eyes"].is_null());
    desk.as_role("owner").ok("setting.set", json!({"key": "payments.four_eyes", "value": true}));
    let eyes = row(desk.as_role("finance"))["same_eyes"].clone();
    assert_eq!(eyes["may"], false);
    assert!(eyes["note"].as_str().unwrap().contains("somebody else"), "{eyes}");
    desk.as_role("owner").ok("setting.set", json!({"key": "payments.four_eyes", "value": false}));

    desk.as_role("finance").ok("payment.verify", id.clone());
    assert_eq!(row(&desk)["is_alone"], true);
    let told = |desk: &Desk, payment: &Value| {
        let history = desk.ask("history.of", json!({"id": payment}));
        history["rows"][0]["sentence"].as_str().unwrap().to_owned()
    };
    let alone = told(&desk, &made["payment"]);
    assert!(alone.contains("recorded themselves; receipt"), "{alone}");
    let back = json!({"payment": made["payment"], "reason": "x"});
    let reversal = desk.as_role("admin").ok("payment.reverse", back)["payment"].clone();
    let other = told(&desk, &reversal);
    assert!(other.contains("reversed") && !other.contains("themselves"), "{other}");
}

#[test]
fn who_sees_agreements_and_payments() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_executive");
    let (agreement, ids) = signed(&mut desk);
    desk.as_role("finance").ok("payment.record", paying(&ids[0], 100, 0, "UTR1"));
    let mut count = |role: &str| {
        desk.as_role(role);
        desk.try_ask("payment.list", json!({}))
            .map(|v| v["rows"].as_array().unwrap().len())
            .map_err(|e| e.code())
    };
    for role in ["admin", "sales_manager", "sales_executive", "finance", "viewer"] {
        assert_eq!(count(role), Ok(1), "{role}");
    }
    // Not handed over yet.
    assert_eq!(count("project_manager"), Ok(0));
    for role in ["telecaller", "consultant", "hr_manager", "field_agent", "telecalling_manager"] {
        assert_eq!(count(role), Err("forbidden"), "{role}");
    }
    desk.as_role("project_manager");
    let e = desk.try_ask("agreement.get", json!({"agreement": agreement})).unwrap_err();
    assert_eq!(e.code(), "agreement.not_found");
    let told = desk.as_role("sales_executive").ask("history.of", json!({"id": agreement}));
    assert_eq!(told["rows"][0]["name"], "payment.record");
}

#[test]
fn reminders_stop_when_paid_and_rest_when_paused() {
    let mut desk = Desk::staffed();
    let (agreement, ids) = signed(&mut desk);
    let due = |desk: &Desk, on: &str| {
        desk.ask("payment.reminders_due", json!({"on": on}))["rows"].as_array().unwrap().len()
    };
    desk.as_role("finance");
    assert_eq!(
        (due(&desk, "2026-11-21"), due(&desk, "2026-11-22"), due(&desk, "2026-11-24")),
        (1, 1, 1),
        "a day that was missed is caught up until the next one comes"
    );
    let company =
        desk.ask("agreement.get", json!({"agreement": agreement}))["agreement"]["company"].clone();
    desk.acting = desk.owner;
    desk.ok("company.update", json!({"company": company, "reminders_paused": true}));
    assert_eq!(due(&desk, "2026-11-21"), 0);
    desk.ok("company.update", json!({"company": company, "reminders_paused": false}));
    desk.ok("payment.record", paying(&ids[0], 5_905_899, 0, "UTR1"));
    assert_eq!(due(&desk, "2026-11-21"), 0);
    let statement = desk.ask("payment.statement", json!({"agreement": agreement}));
    assert_eq!(statement["totals"]["balance"]["minor"], 5_905_898);
    assert_eq!(statement["instalments"][0]["state"], "paid");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is recorded, verified, rejected and reversed: never more than the amount, and the
    /// view is the sum of the rows that count.
    #[test]
    fn nothing_is_paid_twice(
        steps in prop::collection::vec((0u8..4, 1i64..4_000_000, 0i64..500_000, 0usize..6), 1..25),
    ) {
        let mut desk = Desk::staffed();
        let (agreement, ids) = signed(&mut desk);
        desk.as_role("finance");
        let mut made: Vec<Value> = Vec::new();
        for (n, (what, amount, tds, pick)) in steps.into_iter().enumerate() {
            let one = made.get(pick).cloned().unwrap_or_else(|| agreement.clone());
            let _ = match what {
                0 => desk.run("payment.record", paying(&ids[0], amount, tds, &format!("U{n}")))
                    .map(|p| made.push(p["payment"].clone())),
                1 => desk.run("payment.verify", json!({"payment": one})).map(|_| ()),
                2 => desk.run("payment.reject", json!({"payment": one, "reason": "x"})).map(|_| ()),
                _ => desk.run("payment.reverse", json!({"payment": one, "reason": "x"})).map(|_| ()),
            };
            let i = state(&desk, &agreement);
            let minor = |k: &str| i[k]["minor"].as_i64().unwrap();
            let rows = desk.ask("payment.list", json!({"agreement": agreement}));
            let counted: i64 = rows["rows"].as_array().unwrap().iter()
                .filter(|p| p["state"] != "rejected")
                .map(|p| p["amount"]["minor"].as_i64().unwrap() + p["tds"]["minor"].as_i64().unwrap())
                .sum();
            prop_assert_eq!(minor("received") + minor("tds"), counted);
            prop_assert_eq!(minor("open"), minor("amount") - counted);
            prop_assert!(minor("open") >= 0 && minor("verified") <= counted);
        }
    }
}

#[test]
fn a_reference_is_the_same_however_it_is_typed() {
    let mut desk = Desk::staffed();
    let (_, ids) = signed(&mut desk);
    desk.as_role("finance");
    desk.ok("payment.record", paying(&ids[0], 100, 0, "UTR1"));
    for typed in ["UTR1", " utr1 ", "Utr 1", "u t r 1"] {
        let again = paying(&ids[0], 100, 0, typed);
        assert_eq!(desk.refused("payment.record", again), "payment.reference_used", "{typed}");
    }
    desk.ok("payment.record", paying(&ids[0], 100, 0, "UTR10"));
}

#[test]
fn what_shows_a_payment_is_kept_with_it_for_whoever_sees_it() {
    let mut desk = Desk::staffed();
    let (agreement, ids) = signed(&mut desk);
    desk.as_role("finance");
    let advice = json!({"sha256": "cd".repeat(32), "name": "advice.pdf", "size_bytes": 7,
                        "media_type": "application/pdf"});
    let file = desk.ok("file.add", advice)["file"].clone();
    let mut args = paying(&ids[0], 100, 0, "UTR1");
    args["evidence"] = json!("0190c8a0-0000-7000-8000-000000000000");
    assert_eq!(desk.refused("payment.record", args.clone()), "file.not_found");
    args["evidence"] = file.clone();
    let payment = desk.ok("payment.record", args)["payment"].clone();
    desk.ok("payment.record", paying(&ids[0], 100, 0, "UTR2"));
    let rows = desk.ask("payment.list", json!({"agreement": agreement}))["rows"].clone();
    assert_eq!((&rows[0]["evidence"], &rows[1]["evidence"]), (&file, &Value::Null));
    let seen = desk.ask("file.get", json!({"file": file}));
    assert_eq!(seen["attached_to"], json!([{"kind": "payment", "id": payment}]));
    for (role, sees) in [("sales_manager", true), ("telecaller", false), ("consultant", false)] {
        desk.as_role(role);
        let found = desk.try_ask("file.get", json!({"file": file}));
        assert_eq!(found.is_ok(), sees, "{role}");
    }
}
