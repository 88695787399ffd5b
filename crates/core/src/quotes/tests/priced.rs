//! What a quote comes to.

use super::{client, draft, get, sections};
use crate::testing::Desk;
use serde_json::{Value, json};

#[test]
fn a_quote_adds_up_with_tax_by_section_and_in_words() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let q = get(&desk, &quote);
    let offer = &q["offers"][0];
    assert_eq!(q["supply"]["treatment"], "within_state");
    assert_eq!(offer["net"]["minor"], 10_009_997);
    let tax: Vec<(&Value, &Value)> = offer["taxes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| (&t["component"], &t["tax"]["minor"]))
        .collect();
    assert_eq!(tax, [(&json!("cgst"), &json!(900_900)), (&json!("sgst"), &json!(900_900))]);
    assert_eq!(offer["total"]["minor"], 11_811_797);
    assert_eq!(offer["sections"][0]["net"]["minor"], 10_000_000);
    assert_eq!(offer["sections"][1]["net"]["minor"], 9_997);
    assert_eq!(
        offer["total_in_words"],
        "Rupees One Lakh Eighteen Thousand One Hundred Seventeen and Paise Ninety-Seven Only"
    );
}

#[test]
fn where_the_client_is_decides_the_tax() {
    let mut desk = Desk::staffed();
    for (company, treatment, tax) in [
        (json!({"name": "A", "tax_number": "27AAPFU0939F1ZV"}), "within_state", 1_800),
        (json!({"name": "B", "tax_number": "29AAGCB7383J1Z4"}), "across_states", 1_799),
        (json!({"name": "C", "state_code": "27", "is_sez": true}), "across_states", 1_799),
        (json!({"name": "D"}), "within_state", 1_800),
        (json!({"name": "E", "country": "GB"}), "zero_rated_export", 0),
    ] {
        let company = desk.ok("company.create", company)["company"].clone();
        let quote = desk.ok(
            "quote.create",
            json!({"title": "Q", "company": company, "sections": [{"title": "S", "lines": [
                {"description": "Licence", "unit_price_minor": 9_997}]}]}),
        )["quote"]
            .clone();
        let q = get(&desk, &quote);
        assert_eq!(q["supply"]["treatment"], treatment);
        assert_eq!(q["offers"][0]["tax"]["minor"], tax, "{treatment}");
    }
}

#[test]
fn rounding_is_the_workspaces_choice() {
    let mut desk = Desk::staffed();
    desk.ok(
        "tax.set_rate",
        json!({"key": "gst22", "title": "22 %", "percent": 22, "kind": "taxable",
               "valid_from": "2026-01-01"}),
    );
    let company =
        desk.ok("company.create", json!({"name": "B", "state_code": "29"}))["company"].clone();
    let quote = desk.ok(
        "quote.create",
        json!({"title": "Q", "company": company, "sections": [{"title": "S", "lines": [
            {"description": "Part", "quantity": 16, "unit_price_minor": 34_835,
             "discount_percent": 4, "tax_rate": "gst22"}]}]}),
    )["quote"]
        .clone();
    for (rounding, total) in [("line", 652_781), ("document", 652_780)] {
        desk.ok("setting.set", json!({"key": "tax.rounding", "value": rounding}));
        assert_eq!(get(&desk, &quote)["offers"][0]["total"]["minor"], total, "{rounding}");
    }
    desk.ok("setting.set", json!({"key": "quotes.round_total", "value": true}));
    let offer = &get(&desk, &quote)["offers"][0];
    assert_eq!(
        (&offer["total"]["minor"], &offer["round_off"]["minor"]),
        (&json!(652_800), &json!(20))
    );
}

#[test]
fn a_client_chooses_one_of_three_offers() {
    let mut desk = Desk::staffed();
    let company = client(&mut desk);
    let quote = desk.ok(
        "quote.create",
        json!({"title": "Q", "company": company, "has_tiers": true, "sections": [
            {"title": "S", "lines": [
                {"description": "Base", "unit_price_minor": 10_000, "tax_rate": "gst0"},
                {"description": "More", "unit_price_minor": 5_000, "tax_rate": "gst0",
                 "tiers": ["standard", "premium"]},
                {"description": "Most", "unit_price_minor": 2_500, "tax_rate": "gst0",
                 "tiers": ["premium"]}]}]}),
    )["quote"]
        .clone();
    let totals: Vec<i64> = get(&desk, &quote)["offers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["total"]["minor"].as_i64().unwrap())
        .collect();
    assert_eq!(totals, [10_000, 15_000, 17_500]);
    desk.ok("quote.send", json!({"quote": quote}));
    let evidence = super::evidence(&mut desk);
    let accept = |tier: Value| json!({"quote": quote, "signed_by": "Asha", "evidence": evidence, "tier": tier});
    assert_eq!(desk.refused("quote.accept", accept(Value::Null)), "quote.tier_needed");
    let made = desk.ok("quote.accept", accept(json!("standard")));
    let a = desk.ask("agreement.get", json!({"agreement": made["agreement"]}));
    assert_eq!(a["agreement"]["total"]["minor"], 15_000);
    let items: Vec<&Value> =
        a["sow_items"].as_array().unwrap().iter().map(|i| &i["title"]).collect();
    assert_eq!(items, ["Base", "More"]);
}

#[test]
fn five_hundred_lines_in_one_command_keep_who_they_are() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let lines: Vec<Value> = (0..500)
        .map(|n| {
            json!({"description": format!("Part {n}"), "part_number": format!("PN-{n:05}"),
                   "kind": "goods", "quantity": "2.5", "unit_price_minor": 100 + n,
                   "unit_cost_minor": 60, "supplier": "Acme"})
        })
        .collect();
    let grid = json!({"quote": quote, "sections": [{"title": "Parts", "lines": lines}]});
    assert_eq!(desk.ok("quote.set_lines", grid)["lines"], 500);
    let q = get(&desk, &quote);
    let rows = q["sections"][0]["lines"].as_array().unwrap();
    assert_eq!(rows.len(), 500);
    let exact: i64 = (0..500).map(|n| (100 + n) * 25).sum();
    let net = q["offers"][0]["net"]["minor"].as_i64().unwrap();
    // Every second line rounds half a paisa up.
    assert_eq!(net, exact / 10 + 125);
    assert_eq!(q["offers"][0]["margin"]["cost"]["minor"], 500 * 150);
    // Two lines stay, in another order; the others go.
    let keep = |n: usize| {
        json!({"id": rows[n]["id"], "description": rows[n]["description"], "kind": "goods",
               "unit_price_minor": 7})
    };
    let grid = json!({"quote": quote, "sections": [
        {"id": q["sections"][0]["id"], "title": "Parts", "lines": [keep(9), keep(3)]}]});
    desk.ok("quote.set_lines", grid.clone());
    let after = get(&desk, &quote);
    let ids: Vec<&Value> =
        after["sections"][0]["lines"].as_array().unwrap().iter().map(|l| &l["id"]).collect();
    assert_eq!(ids, [&rows[9]["id"], &rows[3]["id"]]);
    desk.ok("undo", json!({"command": desk.last}));
    assert_eq!(get(&desk, &quote)["sections"][0]["lines"].as_array().unwrap().len(), 500);
    let mut twice = grid;
    twice["sections"][0]["lines"] = json!([keep(9), keep(9)]);
    assert_eq!(desk.refused("quote.set_lines", twice), "quote.line_not_found");
}

#[test]
fn lines_are_added_changed_moved_and_removed() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let q = get(&desk, &quote);
    let (work, things) = (q["sections"][0]["id"].clone(), q["sections"][1]["id"].clone());
    let line = desk.ok(
        "quote.add_line",
        json!({"section": work, "line": {"description": "Report", "unit_price_minor": 100}}),
    )["line"]
        .clone();
    desk.ok("quote.update_line", json!({"line": line, "change": {"quantity": "3"}}));
    desk.ok("quote.move_line", json!({"line": line, "section": things, "position": 2}));
    let names = |desk: &Desk, s: usize| -> Vec<String> {
        get(desk, &quote)["sections"][s]["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| format!("{} {}", l["position"], l["description"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(names(&desk, 1), ["1 Licence", "2 Report", "3 Spare key"]);
    desk.ok("quote.move_line", json!({"line": line, "position": 99}));
    assert_eq!(names(&desk, 1), ["1 Licence", "2 Spare key", "3 Report"]);
    desk.ok("quote.move_line", json!({"line": line, "position": 1}));
    assert_eq!(names(&desk, 1), ["1 Report", "2 Licence", "3 Spare key"]);
    desk.ok("quote.remove_line", json!({"line": line}));
    assert_eq!(names(&desk, 1), ["1 Licence", "2 Spare key"]);
    assert_eq!(
        desk.refused("quote.remove_section", json!({"section": work})),
        "quote.section_not_empty"
    );
    let empty = desk.ok("quote.add_section", json!({"quote": quote, "title": "Empty"}));
    desk.ok("quote.update_section", json!({"section": empty["section"], "title": "Nothing"}));
    desk.ok("quote.remove_section", json!({"section": empty["section"]}));
    assert_eq!(get(&desk, &quote)["sections"].as_array().unwrap().len(), 2);
}

#[test]
fn every_wrong_field_is_named() {
    let mut desk = Desk::staffed();
    let company = client(&mut desk);
    let mut grid = sections();
    grid[0]["title"] = json!(" ");
    grid[0]["lines"][0]["quantity"] = json!(-1);
    grid[1]["lines"][0]["discount_percent"] = json!("100.5");
    grid[1]["lines"][1]["tax_rate"] = json!("gst99");
    let e = desk
        .run("quote.create", json!({"title": "Q", "company": company, "sections": grid}))
        .unwrap_err();
    let wrong: Vec<(&str, &str)> =
        e.fields().iter().map(|f| (f.path.as_str(), f.code.as_str())).collect();
    assert_eq!(
        wrong,
        [
            ("sections[0].title", "required"),
            ("sections[0].lines[0].quantity", "negative"),
            ("sections[1].lines[0].discount_percent", "out_of_range"),
            ("sections[1].lines[1].tax_rate", "tax_rate.unknown"),
        ]
    );
    let e = desk
        .run(
            "quote.create",
            json!({"title": "", "company": company, "tenure_months": 0, "valid_days": 0,
                   "instalments": [{"due_rule": "on_date", "percent": 0},
                                   {"due_rule": "on_agreement", "amount_minor": 5}]}),
        )
        .unwrap_err();
    assert_eq!(e.fields().len(), 6, "{e:?}");
}

#[test]
fn each_offer_says_what_its_instalments_would_be() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let view = get(&desk, &quote);
    let offer = &view["offers"][0];
    let parts: Vec<i64> = offer["instalments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["minor"].as_i64().unwrap())
        .collect();
    assert_eq!(parts.len(), 2);
    assert_eq!(json!(parts.iter().sum::<i64>()), offer["total"]["minor"], "to the last paisa");
    // Amounts that no longer fit the total are shown as none, not as wrong ones.
    desk.ok(
        "quote.set_instalments",
        json!({"quote": quote,
               "instalments": [{"amount_minor": 500, "due_rule": "on_agreement"}]}),
    );
    assert_eq!(get(&desk, &quote)["offers"][0]["instalments"], json!([]));
}

/// One line of nonsense must not keep everybody from their quotes.
#[test]
fn amounts_that_cannot_be_added_up_are_refused() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let section = get(&desk, &quote)["sections"][0]["id"].clone();
    let line = get(&desk, &quote)["sections"][0]["lines"][0]["id"].clone();
    for (price, quantity, fits) in [
        (i64::MAX, "2", false),
        (i64::MAX, "1", false),
        (1_000_000_000_000_001, "1", false),
        (1_000_000_000_000_000, "1", true),
        (500_000_000_000_000, "2.1", false),
        (1, "1000000", true),
    ] {
        let fields = json!({"description": "x", "unit_price_minor": price, "quantity": quantity});
        let add = json!({"section": section, "line": fields});
        let change =
            json!({"line": line, "change": {"unit_price_minor": price, "quantity": quantity}});
        for (command, args) in [("quote.add_line", add), ("quote.update_line", change)] {
            match desk.run(command, args) {
                Ok(_) => assert!(fits, "{command} {price} × {quantity}"),
                Err(e) => assert_eq!((e.code(), fits), ("money.too_large", false), "{price}"),
            }
        }
        desk.ask("quote.list", json!({}));
        get(&desk, &quote);
    }
}
