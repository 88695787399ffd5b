//! Who may do what with whose quote, and what needs approval.

use super::{draft, get};
use crate::testing::Desk;
use serde_json::{Value, json};

#[test]
fn who_sees_and_changes_which_quote() {
    let mut desk = Desk::staffed();
    let executives = draft(desk.as_role("sales_executive"));
    let managers = desk
        .as_role("sales_manager")
        .ok("quote.copy", json!({"quote": executives, "title": "Manager's"}))["quote"]
        .clone();
    for (role, seen, own, other) in [
        ("sales_manager", 2, None, None),
        ("sales_executive", 1, None, Some("quote.not_found")),
        ("finance", 2, Some("forbidden"), Some("forbidden")),
        ("viewer", 2, Some("forbidden"), Some("forbidden")),
    ] {
        desk.as_role(role);
        let rows = desk.ask("quote.list", json!({}))["rows"].as_array().unwrap().len();
        assert_eq!(rows, seen, "{role}");
        for (quote, expected) in [(&executives, own), (&managers, other)] {
            for (name, args) in [
                ("quote.update_header", json!({"quote": quote, "terms": "30 days"})),
                ("quote.set_lines", json!({"quote": quote, "sections": super::sections()})),
                ("quote.set_instalments", json!({"quote": quote, "instalments": []})),
                ("quote.add_section", json!({"quote": quote, "title": "More"})),
            ] {
                let code = desk.run(name, args).err().map(|e| e.code());
                assert_eq!(code, expected, "{role} {name}");
            }
        }
    }
    for role in [
        "telecaller",
        "telecalling_manager",
        "field_agent",
        "consultant",
        "hr_manager",
        "project_manager",
    ] {
        desk.as_role(role);
        for (name, args) in [
            ("quote.list", json!({})),
            ("quote.get", json!({"quote": executives})),
            ("quote.document", json!({"quote": executives})),
            ("quote.versions", json!({"quote": executives})),
        ] {
            assert_eq!(desk.try_ask(name, args).unwrap_err().code(), "forbidden", "{role} {name}");
        }
        assert_eq!(desk.refused("quote.send", json!({"quote": executives})), "forbidden", "{role}");
    }
    desk.as_role("sales_executive");
    for name in ["quote.send", "quote.submit", "quote.mark_viewed", "quote.expire", "quote.copy"] {
        assert_eq!(desk.refused(name, json!({"quote": managers})), "quote.not_found", "{name}");
    }
    assert_eq!(desk.refused("quote.approve", json!({"quote": executives})), "forbidden");
}

#[test]
fn costs_are_for_those_who_may_know_them() {
    let mut desk = Desk::staffed();
    let quote = draft(desk.as_role("sales_executive"));
    let line = get(&desk, &quote)["sections"][0]["lines"][0]["id"].clone();
    let cost =
        json!({"line": line, "change": {"unit_cost_minor": 612_345, "supplier": "Zeta Parts"}});
    assert_eq!(desk.refused("quote.update_line", cost.clone()), "quote.cost_forbidden");
    desk.as_role("sales_manager").ok("quote.update_line", cost);
    let seen = get(&desk, &quote);
    assert_eq!(seen["sections"][0]["lines"][0]["unit_cost"]["minor"], 612_345);
    assert_eq!(seen["offers"][0]["margin"]["margin_percent"], "38.77");
    desk.as_role("sales_executive");
    let text = get(&desk, &quote).to_string();
    for word in ["Zeta Parts", "612345", "margin_percent", "unit_cost", "supplier"] {
        assert!(!text.contains(word), "{word} leaks");
    }
    // Writing the grid over keeps costs that the writer does not see.
    let mut grid = super::sections();
    grid[0]["lines"][0]["id"] = line;
    desk.ok("quote.set_lines", json!({"quote": quote, "sections": grid}));
    let refused = desk.try_ask("quote.document", json!({"quote": quote, "audience": "internal"}));
    assert_eq!(refused.unwrap_err().code(), "quote.cost_forbidden");
    desk.as_role("sales_manager");
    assert_eq!(get(&desk, &quote)["sections"][0]["lines"][0]["unit_cost"]["minor"], 612_345);
    let internal = desk.ask("quote.document", json!({"quote": quote, "audience": "internal"}));
    assert_eq!(internal["internal"]["lines"][0]["supplier"], "Zeta Parts");
    let sent = desk.ok("quote.send", json!({"quote": quote}));
    for text in [
        desk.ask("quote.version", json!({"version": sent["version"]})).to_string(),
        desk.ask("quote.document", json!({"version": sent["version"]})).to_string(),
    ] {
        assert!(
            !text.contains("Zeta Parts") && !text.contains("612345"),
            "a cost goes to the client"
        );
    }
}

#[test]
fn amount_discount_and_margin_ask_for_approval() {
    for (setting, value, change, reason) in [
        ("quotes.approve_from_minor", json!(10_000_000), json!({}), "amount"),
        (
            "quotes.approve_discount_over_percent",
            json!(5),
            json!({"discount_percent": "5.01"}),
            "discount",
        ),
        (
            "quotes.approve_margin_under_percent",
            json!(30),
            json!({"unit_cost_minor": 700_001}),
            "margin",
        ),
    ] {
        let mut desk = Desk::staffed();
        let quote = draft(desk.as_role("sales_executive"));
        let line = get(&desk, &quote)["sections"][0]["lines"][0]["id"].clone();
        desk.as_role("sales_manager")
            .ok("quote.update_line", json!({"line": line, "change": change}));
        desk.acting = desk.owner;
        desk.ok("setting.set", json!({"key": setting, "value": value}));
        desk.as_role("sales_executive");
        let e = desk.run("quote.send", json!({"quote": quote})).unwrap_err();
        assert_eq!(e.code(), "quote.needs_approval");
        assert_eq!(e.args()["reasons"], json!([reason]));
        desk.ok("quote.submit", json!({"quote": quote}));
        assert_eq!(desk.refused("quote.send", json!({"quote": quote})), "quote.not_in_state");
        desk.as_role("sales_manager");
        desk.ok("quote.return", json!({"quote": quote, "reason": "Say why"}));
        desk.now = desk.now.plus_minutes(1);
        desk.as_role("sales_executive").ok("quote.submit", json!({"quote": quote}));
        desk.as_role("sales_manager").ok("quote.approve", json!({"quote": quote}));
        // An edit after voids it.
        desk.as_role("sales_executive")
            .ok("quote.update_header", json!({"quote": quote, "terms": "x"}));
        assert_eq!(desk.refused("quote.send", json!({"quote": quote})), "quote.needs_approval");
        desk.ok("quote.submit", json!({"quote": quote}));
        desk.as_role("sales_manager").ok("quote.approve", json!({"quote": quote}));
        desk.as_role("sales_executive").ok("quote.send", json!({"quote": quote}));
        let decisions: Vec<Value> = get(&desk, &quote)["approvals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["decision"].clone())
            .collect();
        assert_eq!(decisions, ["returned", "approved", "approved"]);
    }
}

#[test]
fn who_may_approve_approves_by_sending() {
    let mut desk = Desk::staffed();
    let quote = draft(desk.as_role("sales_manager"));
    desk.acting = desk.owner;
    desk.ok("setting.set", json!({"key": "quotes.approve_from_minor", "value": 1}));
    desk.as_role("sales_manager").ok("quote.send", json!({"quote": quote}));
    assert_eq!(get(&desk, &quote)["approvals"][0]["reason"], "amount");
}
