//! From sending to the client's answer.

use super::{agreement, draft, evidence, get};
use crate::testing::Desk;
use serde_json::{Value, json};

#[test]
fn acceptance_makes_agreement_plan_instalments_and_work() {
    let mut desk = Desk::staffed();
    let made = agreement(&mut desk);
    let a = desk.ask("agreement.get", json!({"agreement": made["agreement"]}));
    let head = &a["agreement"];
    assert_eq!((&head["signed_by"], &head["tenure_months"]), (&json!("Asha Rao"), &json!(3)));
    assert_eq!(head["meetings_promised"], 6);
    assert_eq!(head["total"]["minor"], 11_811_797);
    let amounts: Vec<&Value> =
        a["instalments"].as_array().unwrap().iter().map(|i| &i["amount"]["minor"]).collect();
    // An odd paisa goes to the first.
    assert_eq!(amounts, [&json!(5_905_899), &json!(5_905_898)]);
    assert_eq!(a["instalments"][0]["state"], "due");
    assert_eq!(a["instalments"][1]["state"], "planned");
    assert_eq!(a["instalments"][1]["due_on"], json!(null));
    let items = a["sow_items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&items[0]["title"], &items[0]["description"]),
        (&json!("Line audit"), &json!("Two weeks on site"))
    );
    assert_ne!(made["number"], json!(null));
    let told = desk.ask("history.of", json!({"id": made["agreement"]}));
    assert!(told["rows"][0]["sentence"].as_str().unwrap().contains("Asha Rao"), "{told}");
}

#[test]
fn acceptance_wants_its_evidence_and_happens_once() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let file = evidence(&mut desk);
    let args = json!({"quote": quote, "signed_by": "Asha", "evidence": file});
    assert_eq!(desk.refused("quote.accept", args.clone()), "quote.never_sent");
    desk.ok("quote.send", json!({"quote": quote}));
    for (field, value, code) in [
        ("evidence", json!("0190c8a0-0000-7000-8000-000000000000"), "file.not_found"),
        ("signed_by", json!("  "), "invalid"),
        ("signed_on", json!("2026-11-22"), "invalid"),
        ("signed_on", json!("2026-11-20"), "invalid"),
        ("start_on", json!("2026-11-20"), "invalid"),
        ("tier", json!("basic"), "quote.no_tiers"),
        ("sow_items", json!([{"title": ""}]), "invalid"),
    ] {
        let mut wrong = args.clone();
        wrong[field] = value;
        assert_eq!(desk.refused("quote.accept", wrong), code, "{field}");
    }
    // Somebody else's file is none of theirs to attach.
    let theirs = evidence(desk.as_role("admin"));
    desk.as_role("owner");
    let mut wrong = args.clone();
    wrong["evidence"] = theirs;
    assert_eq!(desk.refused("quote.accept", wrong), "file.not_found");
    let mut without = args.clone();
    without.as_object_mut().unwrap().remove("evidence");
    assert_eq!(desk.refused("quote.accept", without), "arguments");
    desk.ok("quote.accept", args.clone());
    assert_eq!(desk.refused("quote.accept", args), "quote.not_in_state");
    assert_eq!(desk.ask("agreement.list", json!({}))["rows"].as_array().unwrap().len(), 1);
    let edit = json!({"quote": quote, "title": "X"});
    assert_eq!(desk.refused("quote.update_header", edit), "quote.not_in_state");
}

#[test]
fn an_accepted_quote_wins_its_deal() {
    let mut desk = Desk::staffed();
    let company = super::client(&mut desk);
    let deal =
        desk.ok("deal.create", json!({"title": "Audit", "company": company}))["deal"].clone();
    let quote = desk
        .ok("quote.create", json!({"title": "Audit", "deal": deal, "sections": super::sections()}))
        ["quote"]
        .clone();
    desk.ok("quote.send", json!({"quote": quote}));
    let file = evidence(&mut desk);
    desk.ok("quote.accept", json!({"quote": quote, "signed_by": "Asha", "evidence": file}));
    let won = desk.ask("deal.get", json!({"deal": deal}));
    assert_eq!((&won["stage"], &won["value"]["minor"]), (&json!("won"), &json!(10_009_997)));
    let back = json!({"deal": deal, "stage": "lost", "reason": "x"});
    assert_eq!(desk.refused("deal.move", back), "deal.won_already");
}

#[test]
fn a_sent_quote_moves_its_deal_on_and_never_back() {
    for (stage, after) in [
        ("new", "quoted"),
        ("meeting", "quoted"),
        ("quoted", "quoted"),
        ("negotiation", "negotiation"),
        ("lost", "lost"),
    ] {
        let mut desk = Desk::staffed();
        let company = super::client(&mut desk);
        let deal =
            desk.ok("deal.create", json!({"title": "Audit", "company": company}))["deal"].clone();
        if stage != "new" {
            desk.ok("deal.move", json!({"deal": deal, "stage": stage, "reason": "x"}));
        }
        let of_deal = json!({"title": "Audit", "deal": deal, "sections": super::sections()});
        let quote = desk.ok("quote.create", of_deal)["quote"].clone();
        let now = desk.ask("deal.get", json!({"deal": deal}));
        assert_eq!(now["stage"], stage, "a draft moves nothing");
        let sent = desk.ok("quote.send", json!({"quote": quote}));
        let now = desk.ask("deal.get", json!({"deal": deal}));
        assert_eq!(now["stage"], after, "{stage}");
        let moved = stage != after;
        assert_eq!(sent["deal_stage"].as_str(), moved.then_some("Quoted"), "{stage}");
        let history = desk.ask("history.of", json!({"id": deal}));
        let told = history.to_string().contains("the deal is now at Quoted");
        assert_eq!(told, moved, "{stage}: {history}");
    }
}

#[test]
fn how_a_quote_was_handed_over_is_kept_when_somebody_says_it() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    desk.ok("quote.send", json!({"quote": quote}));
    desk.ok("quote.update_header", json!({"quote": quote, "valid_days": 9}));
    let other = json!({"quote": quote, "way": "pigeon"});
    assert_eq!(desk.refused("quote.send", other), "arguments");
    desk.ok("quote.send", json!({"quote": quote, "way": "email"}));
    let versions = desk.ask("quote.versions", json!({"quote": quote}));
    let ways: Vec<&Value> =
        versions["rows"].as_array().unwrap().iter().map(|v| &v["sent_by_way"]).collect();
    assert_eq!(ways, [&Value::Null, &json!("email")]);
    let history = desk.ask("history.of", json!({"id": quote}));
    let sentence = history["rows"][0]["sentence"].as_str().unwrap();
    assert!(sentence.ends_with(", by e-mail."), "{sentence}");
    let wrong = desk.conn.execute("UPDATE quote_versions SET sent_by_way = 'post'", []);
    assert!(wrong.is_err(), "it is part of what was sent");
}

#[test]
fn a_quote_promises_what_the_firm_usually_does_until_somebody_says_otherwise() {
    let mut desk = Desk::staffed();
    let company = super::client(&mut desk);
    let promised = |desk: &mut Desk, extra: Value| {
        let mut args = json!({"title": "Audit", "company": company});
        args.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let quote = desk.ok("quote.create", args)["quote"].clone();
        let quote = get(desk, &quote);
        (quote["tenure_months"].as_i64().unwrap(), quote["meetings_promised"].as_i64().unwrap())
    };
    assert_eq!(promised(&mut desk, json!({})), (3, 6));
    desk.ok("setting.set", json!({"key": "quotes.tenure_months", "value": 12}));
    desk.ok("setting.set", json!({"key": "quotes.meetings_promised", "value": 24}));
    assert_eq!(promised(&mut desk, json!({})), (12, 24));
    let said = json!({"tenure_months": 1, "meetings_promised": 0});
    assert_eq!(promised(&mut desk, said), (1, 0));
}

#[test]
fn what_is_late_expires_and_may_still_be_revised() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    desk.ok("quote.update_header", json!({"quote": quote, "valid_days": 5}));
    desk.ok("quote.send", json!({"quote": quote}));
    assert_eq!(desk.refused("quote.expire", json!({"quote": quote})), "quote.validity_not_over");
    desk.now = desk.now.plus_days(6);
    assert_eq!(get(&desk, &quote)["state"], "expired");
    let file = evidence(&mut desk);
    let accept = json!({"quote": quote, "signed_by": "Asha", "evidence": file});
    assert_eq!(desk.refused("quote.accept", accept.clone()), "quote.validity_over");
    // Signed in time, recorded late.
    let mut in_time = accept.clone();
    in_time["signed_on"] = json!("2026-11-26");
    desk.ok("quote.accept", in_time);

    let other = desk.ok("quote.copy", json!({"quote": quote, "title": "Again"}))["quote"].clone();
    desk.ok("quote.send", json!({"quote": other}));
    desk.now = desk.now.plus_days(6);
    desk.ok("quote.expire", json!({"quote": other}));
    desk.ok("quote.update_header", json!({"quote": other, "valid_days": 9}));
    assert_eq!(get(&desk, &other)["version"], 2);
    desk.ok("quote.send", json!({"quote": other}));
}

#[test]
fn declining_needs_a_reason() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    desk.ok("quote.send", json!({"quote": quote}));
    desk.ok("quote.mark_viewed", json!({"quote": quote}));
    assert_eq!(desk.refused("quote.mark_viewed", json!({"quote": quote})), "quote.not_in_state");
    assert_eq!(desk.refused("quote.decline", json!({"quote": quote, "reason": " "})), "invalid");
    desk.ok("quote.decline", json!({"quote": quote, "reason": "Too dear"}));
    let versions = desk.ask("quote.versions", json!({"quote": quote}));
    assert_eq!(versions["rows"][0]["state"], "declined");
    assert_eq!(versions["rows"][0]["answer_note"], "Too dear");
}

#[test]
fn what_cannot_be_paid_as_planned_is_not_sent() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let plan = |desk: &mut Desk, list: Value| {
        desk.ok("quote.set_instalments", json!({"quote": quote, "instalments": list}));
        desk.run("quote.send", json!({"quote": quote})).err().map(|e| e.code())
    };
    let half = json!({"percent": 50, "due_rule": "on_agreement"});
    assert_eq!(plan(&mut desk, json!([half])), Some("quote.percents_not_100"));
    let fixed = |n: i64| json!({"amount_minor": n, "due_rule": "on_agreement"});
    assert_eq!(plan(&mut desk, json!([fixed(11_811_796)])), Some("quote.amounts_not_total"));
    desk.ok("quote.update_header", json!({"quote": quote, "has_tiers": true}));
    assert_eq!(plan(&mut desk, json!([fixed(11_811_797)])), Some("quote.amounts_with_tiers"));
    desk.ok("quote.update_header", json!({"quote": quote, "has_tiers": false}));
    desk.ok(
        "quote.set_lines",
        json!({"quote": quote, "sections": [{"title": "S", "lines": [
        {"description": "Extra", "unit_price_minor": 5, "inclusion": "optional"}]}]}),
    );
    assert_eq!(plan(&mut desk, json!([])), Some("quote.nothing_priced"));
}

#[test]
fn a_quote_of_an_older_program_keeps_what_it_meant() {
    let mut desk = Desk::staffed();
    let company = desk.ok("company.create", json!({"name": "Deccan Mills"}))["company"].clone();
    let args = json!({"title": "Audit", "company": company});
    let mut envelope = desk.envelope("quote.create", args.clone());
    assert_eq!(envelope.version, 2);
    envelope.version = 1;
    let ran = netra_kernel::execute(
        &mut desk.conn,
        &desk.engine,
        &envelope,
        netra_kernel::Mode::Authority,
    );
    let quote = ran.unwrap().outcome["quote"].clone();
    let told = desk.ask("quote.get", json!({"quote": quote}));
    assert_eq!((&told["tenure_months"], &told["meetings_promised"]), (&json!(1), &json!(0)));
    let usual = desk.ok("quote.create", args)["quote"].clone();
    let told = desk.ask("quote.get", json!({"quote": usual}));
    assert_eq!((&told["tenure_months"], &told["meetings_promised"]), (&json!(3), &json!(6)));
}
