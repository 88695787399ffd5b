//! The rules of deals, over a real database.

use crate::testing::Desk;
use serde_json::{Value, json};

fn company(desk: &mut Desk) -> Value {
    desk.ok("company.create", json!({"name": "Bright Tools"}))["company"].clone()
}

#[test]
fn a_deal_moves_through_the_pipeline() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_executive");
    let company = company(&mut desk);
    let args = json!({"title": "Line audit", "company": company, "value_minor": 5_000_000});
    let deal = desk.ok("deal.create", args)["deal"].clone();
    let stage = |desk: &Desk| desk.ask("deal.get", json!({"deal": deal}))["stage"].clone();
    assert_eq!(stage(&desk), "new");
    desk.ok("deal.move", json!({"deal": deal, "stage": "negotiation"}));
    assert_eq!(stage(&desk), "negotiation");
    desk.ok("undo", json!({"command": desk.last}));
    assert_eq!(stage(&desk), "new");
    for (args, code) in [
        (json!({"deal": deal, "stage": "won"}), "deal.won_by_quote"),
        (json!({"deal": deal, "stage": "moon"}), "deal.stage_unknown"),
        (json!({"deal": deal, "stage": "lost"}), "invalid"),
    ] {
        assert_eq!(desk.refused("deal.move", args), code);
    }
    desk.ok("deal.move", json!({"deal": deal, "stage": "lost", "reason": "Too dear"}));
    assert_eq!(desk.ask("deal.get", json!({"deal": deal}))["lost_reason"], "Too dear");
    desk.ok("deal.move", json!({"deal": deal, "stage": "qualified"}));
    assert_eq!(desk.ask("deal.get", json!({"deal": deal}))["lost_reason"], "");
}

#[test]
fn who_sees_and_moves_which_deal() {
    let mut desk = Desk::staffed();
    let company = company(&mut desk);
    let make = |desk: &mut Desk, title: &str| {
        desk.ok("deal.create", json!({"title": title, "company": company}))["deal"].clone()
    };
    let executives = make(desk.as_role("sales_executive"), "Executive's");
    let managers = make(desk.as_role("sales_manager"), "Manager's");
    for (role, seen, move_own, move_other) in [
        ("sales_manager", 2, None, None),
        ("sales_executive", 1, None, Some("deal.not_found")),
        ("finance", 2, Some("forbidden"), Some("forbidden")),
        ("viewer", 2, Some("forbidden"), Some("forbidden")),
    ] {
        desk.as_role(role);
        let rows = desk.ask("deal.list", json!({}))["rows"].as_array().unwrap().len();
        assert_eq!(rows, seen, "{role}");
        for (deal, expected) in [(&executives, move_own), (&managers, move_other)] {
            let code = desk
                .run("deal.move", json!({"deal": deal, "stage": "meeting"}))
                .err()
                .map(|e| e.code());
            assert_eq!(code, expected, "{role}");
        }
    }
    for role in ["telecaller", "consultant", "hr_manager", "field_agent", "project_manager"] {
        desk.as_role(role);
        assert_eq!(desk.try_ask("deal.list", json!({})).unwrap_err().code(), "forbidden", "{role}");
        assert_eq!(
            desk.refused("deal.create", json!({"title": "X", "company": company})),
            "forbidden"
        );
    }
}

#[test]
fn a_lead_becomes_company_contact_and_deal_once() {
    let mut desk = Desk::staffed();
    let lead = desk.ok(
        "lead.create",
        json!({"name": "Ananya Deshpande", "company_name": "Kaveri Foods", "phone": "98765 43210",
               "email": "ananya@kaveri.example", "city": "Pune", "product_interest": "ERP"}),
    )["lead"]
        .clone();
    desk.as_role("sales_manager");
    let args = json!({"lead": lead, "tax_number": "27AAPFU0939F1ZV", "value_minor": 100});
    let made = desk.ok("deal.create_from_lead", args.clone());
    let company = desk.ask("company.get", json!({"company": made["company"]}));
    assert_eq!(company["company"]["name"], "Kaveri Foods");
    assert_eq!(company["company"]["state_code"], "27");
    assert_eq!(company["contacts"][0]["name"], "Ananya Deshpande");
    assert_eq!(company["contacts"][0]["phone"], "+919876543210");
    let deal = desk.ask("deal.get", json!({"deal": made["deal"]}));
    assert_eq!((&deal["title"], &deal["lead"]), (&json!("Kaveri Foods: ERP"), &lead));
    let args = json!({"lead": lead});
    assert_eq!(desk.refused("deal.create_from_lead", args), "deal.of_lead_exists");
    let rows = desk.ask("history.of", json!({"id": made["deal"]}));
    let told = rows["rows"][0]["sentence"].as_str().unwrap();
    assert!(told.contains("Kaveri Foods") && told.contains("Ananya Deshpande"), "{told}");
}

#[test]
fn a_deal_is_changed_handed_on_and_taken_back() {
    let mut desk = Desk::staffed();
    let other = company(&mut desk);
    desk.as_role("sales_executive");
    let company = desk.ok("company.create", json!({"name": "Deccan Kilns"}))["company"].clone();
    let contact = |desk: &mut Desk, of: &Value| {
        let args = json!({"company": of, "name": "Anita", "email": "a@x.in"});
        desk.ok("contact.create", args)["contact"].clone()
    };
    let anita = contact(&mut desk, &company);
    let args = json!({"title": "Audit", "company": company, "value_minor": 100,
                      "expected_close_on": "2026-12-01"});
    let deal = desk.ok("deal.create", args)["deal"].clone();
    let get = |desk: &Desk| desk.ask("deal.get", json!({"deal": deal}));
    let change = |change: Value| {
        let mut args = change;
        args["deal"] = deal.clone();
        args
    };
    desk.ok(
        "deal.update",
        change(json!({"title": " Line audit ", "value_minor": 250, "contact": anita})),
    );
    let v = get(&desk);
    assert_eq!((&v["title"], &v["value"]["minor"]), (&json!("Line audit"), &json!(250)));
    assert_eq!((&v["contact"], &v["expected_close_on"]), (&anita, &json!("2026-12-01")));
    let clear = change(json!({"clear": ["contact", "expected_close_on"]}));
    desk.ok("deal.update", clear);
    let cleared = get(&desk);
    assert_eq!((&cleared["contact"], &cleared["expected_close_on"]), (&Value::Null, &Value::Null));
    desk.ok("undo", json!({"command": desk.last}));
    assert_eq!(get(&desk)["contact"], anita);
    let told = desk.ask("history.of", json!({"id": deal}));
    assert!(told["rows"].as_array().unwrap().iter().any(|r| r["name"] == "deal.update"));

    desk.as_role("sales_manager");
    let stranger = contact(&mut desk, &other);
    desk.as_role("sales_executive");
    for (args, code) in [
        (json!({"title": " "}), "invalid"),
        (json!({"value_minor": -1}), "invalid"),
        (json!({"contact": stranger}), "contact.of_another_company"),
        (json!({"owner": netra_kernel::Id::named("person", "nobody")}), "person.not_found"),
    ] {
        assert_eq!(desk.refused("deal.update", change(args)), code);
    }
    let manager = desk.as_role("sales_manager").acting;
    desk.as_role("sales_executive");
    desk.ok("deal.update", change(json!({"owner": manager})));
    assert_eq!(desk.refused("deal.update", change(json!({"title": "x"}))), "deal.not_found");
    for role in ["finance", "viewer", "consultant"] {
        desk.as_role(role);
        assert_eq!(desk.refused("deal.update", change(json!({"title": "x"}))), "forbidden");
    }
}
