//! The rules of companies, over a real database.

use crate::testing::Desk;
use serde_json::json;

#[test]
fn the_state_follows_from_the_gstin() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_executive");
    let made =
        desk.ok("company.create", json!({"name": "Bright Tools", "tax_number": "29aagcb7383j1z4"}));
    let got = desk.ask("company.get", json!({"company": made["company"]}));
    assert_eq!(got["company"]["state_code"], "29");
    assert_eq!(got["company"]["tax_number"], "29AAGCB7383J1Z4");
    assert_eq!(got["state_name"], "Karnataka");
}

#[test]
fn what_is_wrong_is_named_by_field() {
    let mut desk = Desk::staffed();
    for (args, path, code) in [
        (json!({"name": " "}), "name", "required"),
        (json!({"name": "A", "tax_number": "27AAPFU0939F1ZW"}), "tax_number", "gstin.not_valid"),
        (
            json!({"name": "A", "country": "GB", "tax_number": "GB980780685"}),
            "tax_number",
            "vat_number.not_valid",
        ),
        (json!({"name": "A", "country": "India"}), "country", "country.not_valid"),
        (json!({"name": "A", "state_code": "99"}), "state_code", "state.unknown"),
        (
            json!({"name": "A", "tax_number": "27AAPFU0939F1ZV", "state_code": "29"}),
            "state_code",
            "state.not_of_gstin",
        ),
        (
            json!({"name": "A", "country": "GB", "state_code": "27"}),
            "state_code",
            "state.not_in_india",
        ),
    ] {
        let e = desk.run("company.create", args).unwrap_err();
        assert_eq!((e.fields()[0].path.as_str(), e.fields()[0].code.as_str()), (path, code));
    }
}

#[test]
fn a_tax_number_is_there_once() {
    let mut desk = Desk::staffed();
    let args = json!({"name": "One", "tax_number": "29AAGCB7383J1Z4"});
    let made = desk.ok("company.create", args.clone());
    assert_eq!(desk.refused("company.create", args), "company.tax_number_taken");
    desk.ok("company.update", json!({"company": made["company"], "name": "One Ltd"}));
}

#[test]
fn a_seller_changes_only_their_own_companies() {
    let mut desk = Desk::staffed();
    let theirs = desk.as_role("sales_executive").ok("company.create", json!({"name": "Theirs"}));
    let ours = desk.as_role("sales_manager").ok("company.create", json!({"name": "Ours"}));
    let change = |c: &serde_json::Value| json!({"company": c["company"], "address": "Pune"});
    desk.ok("company.update", change(&theirs));
    desk.as_role("sales_executive").ok("company.update", change(&theirs));
    for name in ["company.update", "company.archive", "company.restore"] {
        let args = match name {
            "company.update" => change(&ours),
            _ => json!({"company": ours["company"]}),
        };
        assert_eq!(desk.refused(name, args), "company.not_yours");
    }
    for role in ["telecaller", "viewer", "finance", "consultant", "hr_manager"] {
        desk.as_role(role);
        assert_eq!(desk.refused("company.create", json!({"name": "X"})), "forbidden", "{role}");
    }
}

#[test]
fn an_archived_company_leaves_the_lists_and_comes_back() {
    let mut desk = Desk::staffed();
    let made = desk.ok("company.create", json!({"name": "Gone Soon"}));
    let id = json!({"company": made["company"]});
    desk.ok("company.archive", id.clone());
    assert_eq!(desk.ask("company.list", json!({}))["rows"], json!([]));
    assert_eq!(desk.refused("company.archive", id.clone()), "company.archived");
    let contact = json!({"company": made["company"], "name": "Asha"});
    assert_eq!(desk.refused("contact.create", contact.clone()), "company.archived");
    desk.ok("company.restore", id.clone());
    assert_eq!(desk.refused("company.restore", id), "company.not_archived");
    desk.ok("contact.create", contact);
    assert_eq!(desk.ask("company.list", json!({"search": "gone"}))["rows"][0]["name"], "Gone Soon");
}

#[test]
fn contacts_are_reached_by_clean_numbers_and_addresses() {
    let mut desk = Desk::staffed();
    let made = desk.ok("company.create", json!({"name": "Bright Tools"}));
    let company = &made["company"];
    for (field, value, code) in
        [("email", "asha@", "email.not_valid"), ("phone", "12", "phone.not_valid")]
    {
        let e = desk
            .run("contact.create", json!({"company": company, "name": "Asha", field: value}))
            .unwrap_err();
        assert_eq!(e.fields()[0].code, code);
    }
    let contact = desk.as_role("project_manager").ok(
        "contact.create",
        json!({"company": company, "name": "Asha", "email": "Asha@Bright.example",
               "phone": "98765 43210"}),
    );
    desk.ok("contact.update", json!({"contact": contact["contact"], "title": "CTO", "phone": ""}));
    let rows = desk.ask("contact.list", json!({"company": company}));
    assert_eq!(rows["rows"][0]["email"], "asha@bright.example");
    assert_eq!(rows["rows"][0]["title"], "CTO");
    assert_eq!(rows["rows"][0]["phone"], json!(null));
}

#[test]
fn a_company_with_something_open_stays_in_the_lists() {
    let mut desk = Desk::staffed();
    let made = desk.ok("company.create", json!({"name": "Bright Tools"}));
    let id = json!({"company": made["company"]});
    let deal = json!({"title": "Audit", "company": made["company"]});
    let deal = desk.ok("deal.create", deal)["deal"].clone();
    desk.ok("deal.create", json!({"title": "More", "company": made["company"]}));
    let e = desk.run("company.archive", id.clone()).unwrap_err();
    assert_eq!(e.code(), "company.in_use");
    let said = crate::language::error_sentence("en", &e);
    assert!(said.contains("2 open deals") && said.contains("Bright Tools"), "{said}");
    let anyway = json!({"company": made["company"], "anyway": true});
    desk.ok("company.archive", anyway);
    desk.ok("undo", json!({"command": desk.last}));
    let second = desk.ask("deal.list", json!({}))["rows"].clone();
    for row in second.as_array().unwrap() {
        let lost = json!({"deal": row["id"], "stage": "lost", "reason": "Too dear"});
        desk.ok("deal.move", lost);
    }
    assert_eq!(second.as_array().unwrap().len(), 2);
    assert!(second.as_array().unwrap().iter().any(|r| r["id"] == deal));
    desk.ok("company.archive", id);
}
