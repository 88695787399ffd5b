//! What a quote's documents are written from: the same sums as the pages, in either language, and
//! the agreement that it became.

use super::{agreement, client, draft, evidence, get};
use crate::testing::Desk;
use serde_json::json;

#[test]
fn documents_say_the_sums_of_the_pages() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let page = get(&desk, &quote);
    for language in ["en", "hi"] {
        let said = desk.ask("quote.document", json!({"quote": quote, "language": language}));
        let totals = &page["offers"][0];
        assert_eq!(said["totals"]["total"], totals["total"]);
        assert_eq!(said["totals"]["taxable"], totals["net"]);
        let lines: i64 = said["sections"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["subtotal"]["minor"].as_i64().unwrap())
            .sum();
        assert_eq!(json!(lines), totals["net"]["minor"]);
        let due: i64 = said["instalments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["amount"]["minor"].as_i64().unwrap())
            .sum();
        assert_eq!(json!(due), totals["total"]["minor"]);
        assert_eq!(said["tax_codes"][0]["numbers"], "1.1");
    }
    let english = desk.ask("quote.document", json!({"quote": quote}));
    assert!(english["totals"]["in_words"].as_str().unwrap().starts_with("Rupees"));
    assert_eq!(english["instalments"][1]["due"], "15 days after sign-off of its milestone");
    let hindi = desk.ask("quote.document", json!({"quote": quote, "language": "hi"}));
    assert!(!hindi["totals"]["in_words"].as_str().unwrap().is_ascii());
    assert_eq!(hindi["sections"][0]["lines"][0]["kind_title"], "सेवा");
    let refused = desk.try_ask("quote.document", json!({"quote": quote, "language": "fr"}));
    assert_eq!(refused.unwrap_err().fields()[0].code, "pack.language_unknown");
}

#[test]
fn the_agreement_is_that_of_the_version_and_its_offer() {
    let mut desk = Desk::staffed();
    let company = client(&mut desk);
    let sections = json!([{"title": "Work", "lines": [
        {"description": "Study", "kind": "service", "unit_price_minor": 1_000_000},
        {"description": "Training", "kind": "labour", "quantity": "2", "unit": "day",
         "unit_price_minor": 300_000, "tiers": ["premium"]}]}]);
    let quote = desk.ok(
        "quote.create",
        json!({"title": "Three ways", "company": company, "tenure_months": 3,
               "meetings_promised": 6, "has_tiers": true, "sections": sections}),
    )["quote"]
        .clone();
    let contents = |desk: &Desk| {
        let args = json!({"kind": "quote", "subject": quote, "audience": "client"});
        desk.ask("pack.contents", args)
    };
    let rows = contents(&desk)["rows"].as_array().unwrap().clone();
    // The overview once; quotation, technical document and parts list for each offer.
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|r| r["is_draft"] == true));
    assert_eq!(rows[1]["title"], "Quotation · Basic");
    assert_eq!(desk.ask("quote.document", json!({"quote": quote}))["agreement"], json!(null));
    desk.ok("quote.send", json!({"quote": quote}));
    let evidence = evidence(&mut desk);
    let args = json!({"quote": quote, "tier": "basic", "signed_by": "Asha Rao",
                      "evidence": evidence});
    let made = desk.ok("quote.accept", args);
    let said = desk.ask("quote.document", json!({"quote": quote}));
    assert_eq!(said["quote"]["tier"], "basic", "the offer that was accepted");
    assert_eq!(said["agreement"]["number"], made["number"]);
    assert_eq!(said["agreement"]["signed_by"], "Asha Rao");
    assert_eq!(said["agreement"]["sow_items"].as_array().unwrap().len(), 1);
    let page = desk.ask("agreement.get", json!({"agreement": made["agreement"]}));
    assert_eq!(said["totals"]["total"], page["agreement"]["total"]);
    assert_eq!(said["instalments"][0]["amount"], page["instalments"][0]["amount"]);
    let rows = contents(&desk)["rows"].as_array().unwrap().clone();
    assert_eq!(rows[10]["template"], "agreement");
    assert!(rows.iter().all(|r| r["is_draft"] == false));
}

#[test]
fn who_signs_is_set_or_who_sent_it() {
    let mut desk = Desk::staffed();
    let made = agreement(&mut desk);
    let quote = desk.ask("quote.list", json!({}))["rows"][0]["id"].clone();
    let firm = |desk: &Desk| desk.ask("quote.document", json!({"quote": quote}))["firm"].clone();
    assert_ne!(firm(&desk)["signatory_name"], "");
    assert_eq!(firm(&desk)["bank_lines"], json!([]));
    for (key, value) in [
        ("firm.signatory_name", "Meera Kulkarni"),
        ("firm.signatory_position", "Partner"),
        ("firm.bank_details", "Bank of Example\n\n Account 1 "),
    ] {
        desk.ok("setting.set", json!({"key": key, "value": value}));
    }
    let firm = firm(&desk);
    assert_eq!(firm["signatory_name"], "Meera Kulkarni");
    assert_eq!(firm["bank_lines"], json!(["Bank of Example", "Account 1"]));
    assert!(made["agreement"].is_string());
}
