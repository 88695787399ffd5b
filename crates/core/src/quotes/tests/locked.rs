//! What was sent is locked for ever, and numbered without gaps.

use super::{draft, evidence, get, id};
use crate::numbering::{Series, gaps};
use crate::testing::Desk;
use netra_kernel::rusqlite::params;
use netra_kernel::{Actor, Id, Reader, Zone};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What must never change of every version: number, text, hash, validity, as text.
fn sealed(desk: &Desk) -> Vec<String> {
    let sql = "SELECT number, version, content, hex(sha256), sent_at, valid_until
               FROM quote_versions ORDER BY number";
    let mut stmt = desk.conn.prepare(sql).unwrap();
    let rows = stmt.query_map([], |r| {
        Ok(format!(
            "{} {} {} {} {} {}",
            r.get::<_, String>(0)?,
            r.get::<_, i64>(1)?,
            r.get::<_, String>(2)?,
            r.get::<_, String>(3)?,
            r.get::<_, i64>(4)?,
            r.get::<_, String>(5)?
        ))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn missing_numbers(desk: &Desk) -> Vec<String> {
    let mut stmt = desk.conn.prepare("SELECT number FROM quote_versions").unwrap();
    let used: Vec<String> =
        stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let actor = Actor {
        id: desk.owner,
        name: String::new(),
        roles: Vec::new(),
        permissions: Default::default(),
        is_active: true,
    };
    let reader = Reader::new(&desk.conn, &actor, desk.now, Zone::KOLKATA);
    gaps(&reader, Series::Quote, &used).unwrap()
}

#[test]
fn pasted_lines_are_taken_whole_or_not_at_all() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let before = get(&desk, &quote);
    let section = before["sections"][0]["id"].clone();
    let line = |quantity: &str| json!({"description": "Pasted", "quantity": quantity, "unit_price_minor": 100});
    let bad = json!({"section": section, "lines": [line("1"), line("-2"), line("3")]});
    let refusal = desk.run("quote.add_lines", bad).unwrap_err();
    assert_eq!(refusal.fields()[0].path, "lines[1].quantity");
    assert_eq!(get(&desk, &quote), before);

    let good = json!({"section": section, "lines": [line("1"), line("2")]});
    desk.ok("quote.add_lines", good);
    let count = |q: &Value| q["sections"][0]["lines"].as_array().unwrap().len();
    assert_eq!(count(&get(&desk, &quote)), count(&before) + 2);
    desk.ok("undo", json!({"command": desk.last}));
    assert_eq!(get(&desk, &quote)["sections"], before["sections"], "one undo takes all of it back");
}

#[test]
fn a_sent_version_is_kept_word_for_word_and_verified() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let sent = desk.ok("quote.send", json!({"quote": quote}));
    let number = sent["number"].as_str().unwrap();
    assert!(number.ends_with("/26-27/000001") && number.len() <= 16, "{number}");
    let first = json!({"version": sent["version"]});
    assert_eq!(desk.ask("quote.verify", first.clone())["is_intact"], true);
    assert_eq!(desk.ask("quote.verify", first.clone())["computed"], sent["sha256"]);

    let line = get(&desk, &quote)["sections"][0]["lines"][0]["id"].clone();
    desk.ok("quote.update_line", json!({"line": line, "change": {"unit_price_minor": 900_000}}));
    let q = get(&desk, &quote);
    assert_eq!((&q["state"], &q["version"]), (&json!("draft"), &json!(2)));
    // The first stays open.
    let versions = desk.ask("quote.versions", json!({"quote": quote}));
    assert_eq!(versions["rows"][0]["state"], "sent");
    let diff = desk.ask("quote.diff", json!({"from": sent["version"]}));
    let price = diff["rows"].as_array().unwrap().iter().find(|d| d["field"] == "unit_price_minor");
    assert_eq!(price.unwrap()["before"], 1_000_000);
    assert_eq!(price.unwrap()["after"], 900_000);
    // What somebody changed is told from what follows of it.
    let rows = diff["rows"].as_array().unwrap();
    let own: Vec<&Value> =
        rows.iter().filter(|d| d["follows"] == false).map(|d| &d["field"]).collect();
    assert_eq!(own, ["unit_price_minor"]);
    let lines =
        q["sections"].as_array().unwrap().iter().flat_map(|s| s["lines"].as_array().unwrap());
    assert_eq!(diff["unchanged_lines"], lines.count() - 1);
    assert_eq!(diff["totals"].as_array().unwrap().len(), 1);
    assert_eq!(diff["totals"][0]["after"], q["offers"][0]["total"]);

    let second = desk.ok("quote.send", json!({"quote": quote}));
    assert!(second["number"].as_str().unwrap().ends_with("/000002"));
    let versions = desk.ask("quote.versions", json!({"quote": quote}));
    assert_eq!(versions["rows"][0]["state"], "sent", "a revision does not cancel it");
    assert_eq!(desk.ask("quote.verify", first.clone())["is_intact"], true);
    let content = desk.ask("quote.version", first);
    assert_eq!(content["content"]["sections"][0]["lines"][0]["unit_price_minor"], 1_000_000);

    // The client takes the first after all: that supersedes the second.
    let file = evidence(&mut desk);
    let accept = json!({"quote": quote, "version": sent["version"], "signed_by": "Asha",
                        "evidence": file});
    desk.ok("quote.accept", accept.clone());
    let versions = desk.ask("quote.versions", json!({"quote": quote}));
    let states: Vec<&str> =
        versions["rows"].as_array().unwrap().iter().map(|v| v["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["accepted", "superseded"]);
    assert_eq!(get(&desk, &quote)["state"], "accepted");
    let mut other = accept;
    other["version"] = second["version"].clone();
    assert_eq!(desk.refused("quote.accept", other), "quote.not_in_state");
}

#[test]
fn the_database_itself_refuses_to_touch_what_was_sent() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let sent = desk.ok("quote.send", json!({"quote": quote}));
    for column in ["content", "number", "valid_until"] {
        let sql = format!("UPDATE quote_versions SET {column} = 'x' WHERE id = ?1");
        assert!(desk.conn.execute(&sql, params![id(&sent["version"])]).is_err(), "{column}");
    }
    // Somebody with the key and a hammer is found out.
    desk.conn.execute("DROP TRIGGER quote_versions_locked", []).unwrap();
    desk.conn
        .execute("UPDATE quote_versions SET content = replace(content, '1000000', '2000000')", [])
        .unwrap();
    let verified = desk.ask("quote.verify", json!({"version": sent["version"]}));
    assert_eq!(verified["is_intact"], false);
}

#[test]
fn two_devices_number_by_themselves() {
    let mut desk = Desk::staffed();
    let quote = draft(&mut desk);
    let mut codes = std::collections::BTreeSet::new();
    for n in 0..60 {
        let copy = desk.ok("quote.copy", json!({"quote": quote}))["quote"].clone();
        let mut envelope = desk.envelope("quote.send", json!({"quote": copy}));
        envelope.device = Id::named("device", &n.to_string());
        let ran =
            netra_kernel::execute(&mut desk.conn, &desk.engine, &envelope, desk.mode).unwrap();
        let number = ran.outcome["number"].as_str().unwrap().to_owned();
        assert!(number.ends_with("/000001"), "{number}");
        assert!(codes.insert(number.split('/').next().unwrap().to_owned()), "{number} twice");
    }
}

/// Every command that a quote knows, with whatever arguments fit or do not.
fn any_command(desk: &mut Desk, quote: &Value, choice: u8, n: i64) -> (&'static str, Value) {
    let q = get(desk, quote);
    let sections = q["sections"].as_array().cloned().unwrap_or_default();
    let lines: Vec<Value> = sections
        .iter()
        .flat_map(|s| s["lines"].as_array().cloned().unwrap_or_default())
        .map(|l| l["id"].clone())
        .collect();
    let pick = |list: &[Value]| {
        let missing = || json!("0190c8a0-0000-7000-8000-000000000000");
        if list.is_empty() { missing() } else { list[n as usize % list.len()].clone() }
    };
    let section = pick(&sections.iter().map(|s| s["id"].clone()).collect::<Vec<_>>());
    let line = pick(&lines);
    match choice {
        0 => ("quote.update_header", json!({"quote": quote, "terms": format!("{n} days")})),
        1 => (
            "quote.set_instalments",
            json!({"quote": quote, "instalments": [
            {"percent": 100 - n % 2, "due_rule": "on_agreement"}]}),
        ),
        2 => ("quote.set_lines", json!({"quote": quote, "sections": super::sections()})),
        3 => ("quote.add_section", json!({"quote": quote, "title": format!("S{n}")})),
        4 => (
            "quote.add_line",
            json!({"section": section, "line":
            {"description": format!("L{n}"), "unit_price_minor": n, "discount_percent": n % 40}}),
        ),
        5 => ("quote.update_line", json!({"line": line, "change": {"unit_price_minor": n * 7}})),
        6 => ("quote.move_line", json!({"line": line, "section": section, "position": n})),
        7 => ("quote.remove_line", json!({"line": line})),
        8 => ("quote.remove_section", json!({"section": section})),
        9 => ("quote.submit", json!({"quote": quote})),
        10 => ("quote.approve", json!({"quote": quote})),
        11 => ("quote.return", json!({"quote": quote, "reason": "no"})),
        12 | 13 => ("quote.send", json!({"quote": quote})),
        14 => ("quote.mark_viewed", json!({"quote": quote})),
        15 => ("quote.decline", json!({"quote": quote, "reason": "no"})),
        16 => ("quote.expire", json!({"quote": quote})),
        17 if n % 4 == 0 => {
            let file = evidence(desk);
            ("quote.accept", json!({"quote": quote, "signed_by": "A", "evidence": file}))
        }
        18 => ("undo", json!({"command": desk.last})),
        19 => ("quote.update_section", json!({"section": section, "title": format!("T{n}")})),
        _ => ("quote.copy", json!({"quote": quote})),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_command_touches_what_was_sent_and_no_number_is_lost(
        steps in prop::collection::vec((0u8..22, 0i64..50, any::<bool>(), 0i64..12), 1..45),
    ) {
        let mut desk = Desk::staffed();
        let quote = draft(desk.as_role("sales_executive"));
        let mut before = sealed(&desk);
        for (choice, n, by_manager, days) in steps {
            desk.now = desk.now.plus_days(if days == 11 { 9 } else { 0 });
            desk.as_role("sales_executive");
            if desk.try_ask("quote.get", json!({"quote": quote})).is_err() {
                // Its making was undone, which a sent quote does not allow.
                prop_assert!(before.is_empty());
                break;
            }
            let (name, args) = any_command(&mut desk, &quote, choice, n);
            desk.as_role(if by_manager { "sales_manager" } else { "sales_executive" });
            let _ = desk.run(name, args);
            let after = sealed(&desk);
            prop_assert!(after.len() >= before.len(), "{} took a version away", name);
            prop_assert_eq!(&after[..before.len()], &before[..], "{} touched a version", name);
            before = after;
            prop_assert_eq!(missing_numbers(&desk), Vec::<String>::new());
            let Ok(q) = desk.try_ask("quote.get", json!({"quote": quote})) else { continue };
            for offer in q["offers"].as_array().unwrap() {
                let m = |k: &str| offer[k]["minor"].as_i64().unwrap();
                prop_assert_eq!(m("net") + m("tax") + m("round_off"), m("total"));
                let sections: i64 = offer["sections"].as_array().unwrap().iter()
                    .map(|s| s["net"]["minor"].as_i64().unwrap()).sum();
                prop_assert_eq!(sections + m("line_rounding"), m("net"));
            }
            // A quote that is out with the client is what its last version says.
            let versions = desk.ask("quote.versions", json!({"quote": quote}));
            if let Some(last) = versions["rows"].as_array().unwrap().last()
                && ["sent", "viewed"].contains(&q["state"].as_str().unwrap())
            {
                let diff = desk.ask("quote.diff", json!({"from": last["id"]}));
                prop_assert_eq!(&diff["rows"], &json!([]));
            }
        }
    }
}
