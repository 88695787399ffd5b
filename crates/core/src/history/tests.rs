//! What undo may not break, and who is told what.

use crate::testing::Desk;
use netra_kernel::engine::execute_within;
use netra_kernel::{Envelope, Id, Mode, execute};
use serde_json::{Value, json};

fn roles(desk: &mut Desk, who: &str, of: &str, roles: &[&str]) -> Id {
    let person = desk.people[of];
    desk.as_role(who).ok("person.set_roles", json!({"person": person, "roles": roles}));
    desk.last
}

#[test]
fn no_undo_leaves_a_firm_without_an_owner() {
    let mut desk = Desk::staffed();
    let given = roles(&mut desk, "owner", "sales_manager", &["owner"]);
    let taken = roles(&mut desk, "sales_manager", "owner", &["sales_manager"]);
    // Making or unmaking an owner is no affair of an admin, by undo neither.
    let code = desk.as_role("admin").refused("undo", json!({"command": given}));
    assert_eq!(code, "forbidden");
    let code = desk.as_role("sales_manager").refused("undo", json!({"command": given}));
    assert_eq!(code, "person.last_owner");
    desk.ok("undo", json!({"command": taken}));
}

#[test]
fn an_undo_is_told_in_the_readers_language() {
    let mut desk = Desk::staffed();
    let given = roles(&mut desk, "owner", "consultant", &["viewer"]);
    desk.ok("undo", json!({"command": given}));
    for (locale, title) in [("en", "Change a person's roles"), ("hi", "की भूमिकाएँ")]
    {
        let asking = netra_kernel::Asking { actor: desk.acting, now: desk.now, locale };
        let told = netra_kernel::ask(
            &desk.conn,
            &desk.engine,
            asking,
            "history.recent",
            &json!({"limit": 1}),
        );
        let told = told.unwrap();
        let sentence = told["rows"][0]["sentence"].as_str().unwrap();
        assert!(sentence.contains(title), "{locale}: {sentence}");
        assert!(locale == "en" || !sentence.contains("roles"), "{sentence}");
    }
}

#[test]
fn who_became_the_only_owner_is_not_suspended_by_an_undo() {
    let mut desk = Desk::staffed();
    let person = desk.people["consultant"];
    desk.as_role("hr_manager");
    for is_active in [false, true] {
        desk.ok("person.set_status", json!({"person": person, "is_active": is_active}));
    }
    let reinstated = desk.last;
    roles(&mut desk, "owner", "consultant", &["owner"]);
    roles(&mut desk, "consultant", "owner", &["admin"]);
    for (who, code) in [("hr_manager", "forbidden"), ("consultant", "person.last_owner")] {
        let found = desk.as_role(who).refused("undo", json!({"command": reinstated}));
        assert_eq!(found, code, "{who}");
    }
}

#[test]
fn settings_that_fit_one_another_still_do_after_an_undo() {
    let mut desk = Desk::new();
    desk.ok("setting.set", json!({"key": "calling.opens", "value": "08:00"}));
    let opens = desk.last;
    desk.ok("setting.set", json!({"key": "calling.closes", "value": "08:30"}));
    assert_eq!(desk.refused("undo", json!({"command": opens})), "invalid");
}

#[test]
fn an_edit_under_an_import_is_not_undone() {
    let mut desk = Desk::new();
    let lead =
        desk.ok("lead.create", json!({"name": "Asha", "phone": "9876543210"}))["lead"].clone();
    let created = desk.last;
    desk.ok("lead.update", json!({"lead": lead, "city": "Pune"}));
    let edited = desk.last;
    let import = desk.ok(
        "import.start",
        json!({"file_name": "a.csv", "file_sha256": "ab".repeat(32), "policy": "update_all",
               "mapping": {"columns": ["n", "p", "c"], "fields": {"name": [0], "phone": [1], "city": [2]}}}),
    )["import"]
        .clone();
    desk.ok(
        "import.rows",
        json!({"import": import, "first_row": 1, "rows": [["Asha", "9876543210", "Nashik"]]}),
    );
    for command in [edited, created] {
        assert_eq!(desk.refused("undo", json!({"command": command})), "undo.moved_on");
    }
    assert_eq!(desk.ask("lead.get", json!({"lead": lead}))["city"], "Nashik");
    let told = desk.ask("history.of", json!({"id": lead}));
    assert_eq!(told["rows"][0]["name"], "import.rows");
}

#[test]
fn what_changed_outside_the_journal_is_seen() {
    let mut desk = Desk::new();
    let lead =
        desk.ok("lead.create", json!({"name": "Asha", "phone": "9876543210"}))["lead"].clone();
    desk.ok("lead.update", json!({"lead": lead, "city": "Pune"}));
    let edited = desk.last;
    desk.conn.execute("UPDATE leads SET city = 'Goa'", []).unwrap();
    assert_eq!(desk.refused("undo", json!({"command": edited})), "undo.moved_on");
}

/// A commit that many commands share, as that of a push, must not fail for one of them.
#[test]
fn what_others_refer_to_by_now_is_not_taken_away_and_the_next_command_is_none_the_worse() {
    let mut desk = Desk::new();
    let lead =
        desk.ok("lead.create", json!({"name": "Asha", "phone": "9876543210"}))["lead"].clone();
    let created = desk.last;
    desk.ok("call.start", json!({"lead": lead}));
    let undo = desk.envelope("undo", json!({"command": created}));
    let next = desk.envelope("lead.create", json!({"name": "Ravi", "phone": "9876543211"}));
    let tx = desk.conn.transaction().unwrap();
    tx.execute_batch("SAVEPOINT command").unwrap();
    let refused = execute_within(&tx, &desk.engine, &undo, Mode::Authority).unwrap_err();
    assert_eq!(refused.code(), "undo.moved_on");
    tx.execute_batch("ROLLBACK TO command; RELEASE command").unwrap();
    execute_within(&tx, &desk.engine, &next, Mode::Authority).unwrap();
    let stray = tx.execute("UPDATE calls SET lead_id = x'00'", []);
    assert!(stray.is_err(), "references are checked at once again");
    tx.commit().unwrap();
    assert_eq!(desk.ask("lead.list", json!({}))["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn costs_are_told_only_to_who_may_know_them() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_executive");
    let quote = crate::quotes::tests::draft(&mut desk);
    let line =
        desk.ask("quote.get", json!({"quote": quote}))["sections"][0]["lines"][0]["id"].clone();
    desk.as_role("owner");
    for cost in [1234, 5678] {
        let change = json!({"supplier": "Quetzal", "unit_cost_minor": cost});
        desk.ok("quote.update_line", json!({"line": line, "change": change}));
    }
    let fields = |desk: &Desk| -> Vec<String> {
        let told = desk.ask("history.of", json!({"id": line}));
        let rows = told["rows"].as_array().unwrap().iter();
        rows.flat_map(|r| r["changes"].as_array().unwrap().clone())
            .map(|c: Value| c["field"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(fields(&desk).contains(&"unit_cost_minor".to_owned()));
    desk.as_role("sales_executive");
    assert_eq!(fields(&desk), [] as [&str; 0]);
}

#[test]
fn anothers_outcome_is_not_handed_out() {
    let mut desk = Desk::staffed();
    let first = desk.envelope("lead.create", json!({"name": "Asha", "phone": "9876543210"}));
    let give = |desk: &mut Desk, e: &Envelope| {
        execute(&mut desk.conn, &desk.engine, e, desk.mode).map(|r| r.is_repeat)
    };
    assert!(!give(&mut desk, &first).unwrap());
    assert!(give(&mut desk, &first).unwrap());
    let theirs = Envelope { actor: desk.people["viewer"], ..first };
    assert_eq!(give(&mut desk, &theirs).unwrap_err().code(), "storage.constraint");
}

#[test]
fn news_are_what_others_did_since_then_and_may_be_seen() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_manager");
    let lead =
        desk.ok("lead.create", json!({"name": "Asha", "phone": "9876543210"}))["lead"].clone();
    let caller = desk.people["telecaller"];
    let head: i64 = desk.conn.query_row("SELECT max(seq) FROM journal", [], |r| r.get(0)).unwrap();
    desk.ok("lead.update", json!({"lead": lead, "city": "Pune"}));
    let told = |desk: &Desk, args: Value| -> Vec<String> {
        let news = desk.ask("history.news", args);
        let rows = news["rows"].as_array().unwrap().iter();
        rows.map(|r| r["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(told(&desk, json!({"after": head})), [] as [&str; 0], "one's own is no news");
    desk.as_role("telecaller");
    assert_eq!(told(&desk, json!({"after": head})), [] as [&str; 0], "a lead of somebody else");
    desk.as_role("sales_manager");
    desk.ok("lead.assign", json!({"leads": [lead], "to": caller}));
    desk.as_role("telecaller");
    let since = json!({"after": head});
    assert_eq!(told(&desk, since.clone()), ["lead.assign", "lead.update"]);
    let news = desk.ask("history.news", since.clone());
    assert_eq!(news["rows"][0]["record"], lead);
    assert!(news["rows"][0]["sentence"].as_str().unwrap().contains("Asha"), "{news}");
    // A page after the other, and by time.
    let first = desk.ask("history.news", json!({"after": head, "limit": 1}));
    let next = json!({"after": head, "limit": 1, "before": first["next"]});
    assert_eq!(told(&desk, next), ["lead.update"]);
    assert_eq!(told(&desk, json!({"from": "2100-01-01T00:00:00Z"})), [] as [&str; 0]);
    assert!(!told(&desk, json!({"from": "2000-01-01T00:00:00Z"})).is_empty());
}

/// The sentences of somebody's news, the newest first.
fn news(desk: &mut Desk, role: &str, args: Value) -> Vec<String> {
    let news = desk.as_role(role).ask("history.news", args);
    let rows = news["rows"].as_array().unwrap().iter();
    rows.map(|r| r["sentence"].as_str().unwrap().to_owned()).collect()
}

/// Everybody may see people and roles, and most a company: that tells nobody of the rest.
#[test]
fn news_of_a_record_are_not_told_by_way_of_a_person_or_a_company() {
    let mut desk = Desk::staffed();
    let other = desk.as_role("owner").ok(
        "person.add",
        json!({"name": "Third Caller", "email": "third@acme.example", "roles": ["telecaller"]}),
    );
    let third = Id::parse(other["person"].as_str().unwrap()).unwrap();
    desk.people.insert("third", third);
    desk.as_role("sales_manager");
    let head: i64 = desk.conn.query_row("SELECT max(seq) FROM journal", [], |r| r.get(0)).unwrap();
    let lead = |desk: &mut Desk, name: &str, phone: &str| {
        desk.ok("lead.create", json!({"name": name, "phone": phone}))["lead"].clone()
    };
    let (asha, bela) =
        (lead(&mut desk, "Asha", "9876543210"), lead(&mut desk, "Bela", "9876543211"));
    let caller = desk.people["telecaller"];
    desk.ok("lead.assign", json!({"leads": [asha, bela], "to": caller}));
    let company =
        desk.ok("company.create", json!({"name": "Bright", "state_code": "27"}))["company"].clone();
    let deal =
        desk.ok("deal.create", json!({"title": "Quetzal", "company": company}))["deal"].clone();
    let seller = desk.people["sales_executive"];
    desk.ok("deal.update", json!({"deal": deal, "owner": desk.people["owner"]}));
    let since = json!({"after": head, "limit": 200});
    let hears = |desk: &mut Desk, role: &str, word: &str| {
        news(desk, role, since.clone()).iter().any(|s| s.contains(word))
    };
    for (role, leads, deals) in [
        ("viewer", true, true),
        ("telecaller", true, false),
        ("third", false, false),
        ("finance", false, true),
        ("consultant", false, false),
        ("sales_executive", false, false),
        ("hr_manager", false, false),
    ] {
        assert_eq!(hears(&mut desk, role, "Asha"), leads, "{role}");
        assert_eq!(hears(&mut desk, role, "Quetzal"), deals, "{role}");
    }
    // Nor in the history of the company, which they may read.
    let told = desk.as_role("consultant").ask("history.of", json!({"id": company})).to_string();
    assert!(told.contains("Bright") && !told.contains("Quetzal"), "{told}");
    // What was taken back is told of no wider than it was itself.
    desk.as_role("sales_manager").ok("deal.update", json!({"deal": deal, "owner": seller}));
    let given = desk.last;
    assert!(hears(&mut desk, "sales_executive", "Quetzal"));
    desk.as_role("sales_manager").ok("undo", json!({"command": given}));
    assert!(!hears(&mut desk, "sales_executive", "undid") && hears(&mut desk, "viewer", "undid"));
    // A person's own: everybody's business, as people are.
    desk.as_role("owner").ok("person.set_roles", json!({"person": third, "roles": ["viewer"]}));
    assert!(hears(&mut desk, "consultant", "Third Caller"));
}

#[test]
fn a_sentence_about_many_names_one_that_the_reader_may_see() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_manager");
    let mut leads = Vec::new();
    for (name, phone) in [("Asha", "9876543210"), ("Bela", "9876543211"), ("Chitra", "9876543212")]
    {
        leads.push(desk.ok("lead.create", json!({"name": name, "phone": phone}))["lead"].clone());
    }
    let caller = desk.people["telecaller"];
    desk.ok("lead.assign", json!({"leads": leads, "to": caller}));
    let told = news(&mut desk, "telecaller", json!({}));
    assert!(told[0].contains("Asha"), "{told:?}");
    // The first one goes to somebody else.
    let manager = desk.people["telecalling_manager"];
    desk.as_role("sales_manager").ok("lead.assign", json!({"leads": [leads[0]], "to": manager}));
    let told = news(&mut desk, "telecaller", json!({}));
    assert!(told[0].contains("Bela") && !told.join(" ").contains("Asha"), "{told:?}");
    let of = desk.ask("history.of", json!({"id": leads[2]}))["rows"].clone();
    assert!(of[0]["sentence"].as_str().unwrap().contains("Chitra"), "{of}");
    // Whoever sees them all hears what was said.
    let of = desk.as_role("owner").ask("history.of", json!({"id": leads[2]}))["rows"].clone();
    assert!(of[0]["sentence"].as_str().unwrap().contains("Asha"), "{of}");
}

#[test]
fn a_history_goes_on_past_what_is_not_told() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_manager");
    let company =
        desk.ok("company.create", json!({"name": "Bright", "state_code": "27"}))["company"].clone();
    for n in 0..12 {
        desk.ok("deal.create", json!({"title": format!("Deal {n}"), "company": company}));
    }
    desk.as_role("consultant");
    let told = desk.ask("history.of", json!({"id": company, "limit": 5}));
    assert_eq!(told["rows"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["rows"][0]["name"], "company.create");
}

/// What was given offline stands in the journal where it came in, with the time at which it was
/// given: a batch of it hides nothing that is older in the journal and younger by the clock.
#[test]
fn a_batch_from_offline_does_not_end_the_news() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_manager");
    let noon = desk.now;
    let lead = |desk: &mut Desk, n: u32| {
        desk.ok("lead.create", json!({"name": "Asha", "phone": format!("98765{n:05}")}));
    };
    lead(&mut desk, 0);
    desk.now = netra_kernel::Timestamp(noon.0 - 7 * 24 * 3_600_000);
    (1..=250).for_each(|n| lead(&mut desk, n));
    desk.now = noon;
    let told = desk.as_role("viewer").ask("history.news", json!({"from": noon}));
    let rows = told["rows"].as_array().unwrap();
    assert!(rows.iter().any(|r| r["name"] == "lead.create"), "{told}");
    assert_eq!(told["next"], Value::Null);
}

/// Of a command whose arguments are longer than is read back, some of what it names is not looked at.
#[test]
fn of_a_very_long_list_no_lead_is_named_that_the_reader_may_not_see() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_manager");
    let leads: Vec<Value> = (0..1_750)
        .rev()
        .map(|n| {
            let name = if n == 0 { "Quetzal".to_owned() } else { format!("Asha {n}") };
            desk.ok("lead.create", json!({"name": name, "phone": format!("98765{n:05}")}))["lead"]
                .clone()
        })
        .rev()
        .collect();
    let (caller, manager) = (desk.people["telecaller"], desk.people["telecalling_manager"]);
    desk.ok("lead.assign", json!({"leads": leads, "to": caller}));
    desk.ok("lead.assign", json!({"leads": [leads[0]], "to": manager}));
    let of =
        |desk: &Desk, lead: &Value| desk.ask("history.of", json!({"id": lead}))["rows"].clone();
    let told = of(desk.as_role("owner"), &leads[1]);
    assert!(told[0]["sentence"].as_str().unwrap().contains("Quetzal"), "{told}");
    let told = of(desk.as_role("telecaller"), &leads[1]);
    assert_eq!(told[0]["name"], "lead.assign");
    assert!(!told.to_string().contains("Quetzal"), "{told}");
}

#[test]
fn whoever_writes_very_many_lines_reads_that_they_did() {
    let mut desk = Desk::staffed();
    desk.as_role("sales_executive");
    let quote = crate::quotes::tests::draft(&mut desk);
    let lines: Vec<Value> = (0..400)
        .map(|n| {
            json!({"description": format!("Part {n} {}", "x".repeat(200)), "unit_price_minor": 100})
        })
        .collect();
    let sections = json!([{"title": "Parts", "lines": lines}]);
    desk.ok("quote.set_lines", json!({"quote": quote, "sections": sections}));
    let told = desk.ask("history.of", json!({"id": quote}))["rows"].clone();
    assert_eq!(told[0]["name"], "quote.set_lines", "{told}");
}
