//! Leads as commands and queries.

use super::model::{self, Category, Priority, Standing};
use crate::testing::Desk;
use netra_kernel::rusqlite::params;
use serde_json::{Value, json};

fn lead(desk: &mut Desk, name: &str, phone: &str) -> String {
    let out = desk.ok("lead.create", json!({"name": name, "phone": phone}));
    out["lead"].as_str().unwrap().to_owned()
}

fn names(list: &Value) -> Vec<&str> {
    list["rows"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect()
}

#[test]
fn arguments_have_names() {
    let mut desk = Desk::new();
    desk.as_role("owner");
    for args in [json!(["Positional", "", "+919822019123"]), json!([]), json!("Asha"), json!(7)] {
        assert_eq!(desk.refused("lead.create", args), "arguments");
    }
    assert_eq!(desk.try_ask("lead.list", json!([])).unwrap_err().code(), "arguments");
}

#[test]
fn the_database_and_the_rules_agree_on_category_and_priority() {
    let mut desk = Desk::new();
    let id = lead(&mut desk, "Asha", "9876543210");
    let id = netra_kernel::Id::parse(&id).unwrap();
    let mut seen = 0;
    for bits in 0u32..32 {
        let on = |n: u32| bits >> n & 1 == 1;
        for due in [None, Some("callback"), Some("retry")] {
            for (status, attempts, reached, score) in [
                ("open", 0, 0, 80),
                ("open", 3, 0, 81),
                ("open", 1, 1, 49),
                ("resting", 7, 0, 50),
                ("won", 2, 2, 100),
            ] {
                let phone = (!on(3)).then_some("+919876543210");
                desk.conn
                    .execute(
                        "UPDATE leads SET archived_at = ?2, is_dnd = ?3, is_invalid_number = ?4,
                           phone_e164 = ?5, is_interested = ?6, due_kind = ?7, due_at = ?8,
                           status = ?9, attempts = ?10, reached = ?11, score = ?12,
                           consent_withdrawn_at = ?13 WHERE id = ?1",
                        params![
                            id,
                            on(0).then_some(1),
                            on(1),
                            on(2),
                            phone,
                            on(4),
                            due,
                            due.map(|_| 5),
                            status,
                            attempts,
                            reached,
                            score,
                            (on(1) && on(2)).then_some(7)
                        ],
                    )
                    .unwrap();
                let (category, rank): (Option<String>, i64) = desk
                    .conn
                    .query_row("SELECT category, priority FROM leads", [], |r| {
                        Ok((r.get(0)?, r.get(1)?))
                    })
                    .unwrap();
                let is_callable = !on(0) && !on(1) && !on(2) && !on(3) && status == "open";
                let expected = model::category(Standing { is_callable, due_kind: due, attempts });
                assert_eq!(category.as_deref().and_then(Category::parse), expected);
                let expected = model::priority(on(4), attempts, reached, score);
                assert_eq!(Priority::of_rank(rank), expected);
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 32 * 3 * 5);
}

#[test]
fn the_same_number_is_refused_or_kept_and_linked() {
    let mut desk = Desk::staffed();
    let first = lead(&mut desk, "Asha Rao", "98765 43210");
    let again = json!({"name": "A. Rao", "phone": "+91-98765-43210"});
    assert_eq!(desk.refused("lead.create", again.clone()), "lead.duplicate");
    let mut both = again;
    both["keep_both"] = json!(true);
    let second = desk.ok("lead.create", both);
    let view = desk.ask("lead.get", json!({"lead": second["lead"]}));
    assert_eq!(view["duplicate_of"], json!(first));
    let found = desk.ask("lead.find_duplicates", json!({"lead": first}));
    assert_eq!(found["rows"][0]["by"], "phone");
    // An e-mail address counts only where there is no number.
    desk.ok("lead.create", json!({"name": "B", "phone": "9876543211", "email": "x@y.in"}));
    desk.ok("lead.create", json!({"name": "C", "phone": "9876543212", "email": "X@y.in"}));
    assert_eq!(
        desk.refused("lead.create", json!({"name": "D", "email": "x@Y.in"})),
        "lead.duplicate"
    );
}

#[test]
fn a_telecaller_sees_and_changes_their_own_leads_only() {
    let mut desk = Desk::staffed();
    let theirs = lead(&mut desk, "Owner's", "9876543210");
    desk.as_role("telecaller");
    let own = lead(&mut desk, "Mine", "9876543211");
    assert_eq!(names(&desk.ask("lead.list", json!({}))), ["Mine"]);
    assert_eq!(names(&desk.ask("lead.list", json!({"text": "own"}))), [""; 0]);
    for (name, args) in [
        ("lead.update", json!({"lead": theirs, "city": "Pune"})),
        ("lead.archive", json!({"leads": [own, theirs]})),
        ("lead.add_note", json!({"lead": theirs, "body": "x"})),
        ("lead.set_dnd", json!({"lead": theirs, "is_dnd": true, "reason": "asked"})),
    ] {
        assert_eq!(desk.refused(name, args), "lead.not_found", "{name}");
    }
    let e = desk.try_ask("lead.get", json!({"lead": theirs})).unwrap_err();
    assert_eq!(e.code(), "lead.not_found");
    let e = desk.try_ask("history.of", json!({"id": theirs})).unwrap_err();
    assert_eq!(e.code(), "history.nothing_there");
    desk.ok("lead.set_dnd", json!({"lead": own, "is_dnd": true, "reason": "asked"}));
    let e = desk.run("lead.set_dnd", json!({"lead": own, "is_dnd": false, "reason": "x"}));
    assert_eq!(e.unwrap_err().code(), "forbidden");
    desk.as_role("consultant");
    assert_eq!(desk.try_ask("lead.list", json!({})).unwrap_err().code(), "forbidden");
    desk.as_role("viewer");
    assert_eq!(names(&desk.ask("lead.list", json!({}))).len(), 2);
    assert_eq!(desk.refused("lead.update", json!({"lead": own, "city": "x"})), "forbidden");
}

#[test]
fn search_finds_beginnings_of_words_and_numbers_and_follows_changes() {
    let mut desk = Desk::new();
    let asha = lead(&mut desk, "Asha Rao", "98765 43210");
    desk.ok(
        "lead.create",
        json!({"name": "आशा क्षत्रिय", "phone": "98765 43211",
        "company_name": "Rao & Sons", "city": "Pune", "email": "ksh.a@rao.in"}),
    );
    let find =
        |desk: &Desk, text: &str| names(&desk.ask("lead.list", json!({"text": text}))).join(",");
    for (text, expected) in [
        ("a", "Asha Rao"),
        ("rao", "Asha Rao,आशा क्षत्रिय"),
        ("ra ash", "Asha Rao"),
        ("क्षत्", "आशा क्षत्रिय"),
        ("त्रिय", ""),
        ("98765 43211", "आशा क्षत्रिय"),
        ("+919876543210", "Asha Rao"),
        ("0987", "Asha Rao,आशा क्षत्रिय"),
        ("ksh.", "आशा क्षत्रिय"),
        ("KSH.A@ra", "आशा क्षत्रिय"),
        ("ksh@", ""),
        ("%", ""),
        ("\" OR *", ""),
    ] {
        assert_eq!(find(&desk, text), expected, "{text}");
    }
    desk.ok("lead.update", json!({"lead": asha, "name": "Usha Rao"}));
    assert_eq!(find(&desk, "asha"), "");
    assert_eq!(find(&desk, "usha"), "Usha Rao");
    let renaming = desk.last;
    desk.ok("undo", json!({"command": renaming}));
    assert_eq!(find(&desk, "asha"), "Asha Rao");
    desk.ok("lead.archive", json!({"leads": [asha]}));
    assert_eq!(find(&desk, "asha"), "");
    desk.ok("lead.restore", json!({"leads": [asha]}));
    assert_eq!(find(&desk, "asha"), "Asha Rao");
    desk.conn
        .execute("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')", [])
        .unwrap();
}

#[test]
fn pages_cover_every_lead_once() {
    let mut desk = Desk::new();
    for i in 0..25 {
        lead(&mut desk, &format!("Lead {i}"), &format!("98765432{i:02}"));
    }
    for text in [None, Some("lead"), Some("98765")] {
        let (mut after, mut seen) = (Value::Null, Vec::new());
        loop {
            let page = desk.ask("lead.list", json!({"text": text, "after": after, "limit": 10}));
            seen.extend(names(&page).into_iter().map(str::to_owned));
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(seen.len(), 25, "{text:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 25, "{text:?}");
    }
}

#[test]
fn merging_keeps_every_note_and_what_protects() {
    let mut desk = Desk::new();
    let a = lead(&mut desk, "Asha", "9876543210");
    let b = desk.ok("lead.create", json!({"name": "Asha R", "email": "a@b.in", "city": "Pune"}));
    desk.ok("lead.add_note", json!({"lead": b["lead"], "body": "met at the fair"}));
    desk.ok("lead.set_dnd", json!({"lead": b["lead"], "is_dnd": true, "reason": "asked"}));
    let before = desk.dump();
    desk.ok("lead.merge", json!({"keep": a, "merge": b["lead"]}));
    let merge = desk.last;
    let view = desk.ask("lead.get", json!({"lead": a}));
    assert_eq!(view["email"], "a@b.in");
    assert_eq!(view["city"], "Pune");
    assert_eq!(view["is_dnd"], true);
    assert_eq!(view["category"], Value::Null);
    assert_eq!(view["timeline"][0]["text"], "met at the fair");
    assert_eq!(names(&desk.ask("lead.list", json!({}))), ["Asha"]);
    assert_eq!(desk.refused("lead.merge", json!({"keep": a, "merge": a})), "lead.merge_itself");
    desk.ok("undo", json!({"command": merge}));
    let rows = |d: &str| {
        let keep = |l: &&str| !l.starts_with("journal");
        d.lines().filter(keep).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows(&before), rows(&desk.dump()));
}

#[test]
fn a_follow_up_rolls_into_calling_hours() {
    let mut desk = Desk::new();
    let id = lead(&mut desk, "Asha", "9876543210");
    desk.ok("lead.set_follow_up", json!({"lead": id, "at": "2026-11-21T23:00:00+05:30"}));
    let view = desk.ask("lead.get", json!({"lead": id}));
    assert_eq!(view["due_at"], "2026-11-22T03:30:00.000Z");
    assert_eq!(view["category"], "callback");
    let past = json!({"lead": id, "at": "2026-11-20T12:00:00+05:30"});
    assert_eq!(desk.refused("lead.set_follow_up", past), "invalid");
}

#[test]
fn a_follow_up_lies_within_a_year_and_the_refusal_names_the_limit_at_its_field() {
    let mut desk = Desk::new();
    let id = lead(&mut desk, "Asha", "9876543210");
    // The desk's day is 21 November 2026. 2201 is beyond any date of the program.
    for (at, limit) in [
        ("2150-11-21T12:00:00+05:30", "2027-11-21"),
        ("2027-11-21T09:00:00+05:30", "2027-11-21"),
        ("2201-01-01T12:00:00+05:30", "2200-12-31"),
    ] {
        let e = desk.run("lead.set_follow_up", json!({"lead": id, "at": at})).unwrap_err();
        let [field] = e.fields() else { panic!("{e:?}") };
        assert_eq!((field.path.as_str(), field.code.as_str()), ("at", "date.too_far"));
        assert_eq!(field.args["limit"], limit, "{at}");
    }
    desk.ok("lead.set_follow_up", json!({"lead": id, "at": "2027-11-20T12:00:00+05:30"}));
}

#[test]
fn a_number_leads_to_the_living_lead() {
    let mut desk = Desk::staffed();
    // The merged lead is the older one, so that it stands first.
    let old = lead(&mut desk, "Old", "98765 43210");
    let kept = lead(&mut desk, "Kept", "98765 43299");
    desk.ok("lead.merge", json!({"keep": kept, "merge": old}));
    let again = json!({"name": "New", "phone": "98765 43210"});
    let e = desk.run("lead.create", again.clone()).unwrap_err();
    assert_eq!((e.code(), &e.args()["lead"]), ("lead.duplicate", &json!(kept)));
    // Two merges on, too.
    let last = lead(&mut desk, "Last", "98765 43288");
    desk.ok("lead.merge", json!({"keep": last, "merge": kept}));
    let e = desk.run("lead.create", again.clone()).unwrap_err();
    assert_eq!(e.args()["lead"], json!(last));
    // A living lead goes before an archived one, whichever is older.
    let mut both = again;
    both["keep_both"] = json!(true);
    let living = desk.ok("lead.create", both)["lead"].clone();
    let e = desk.run("lead.create", json!({"name": "N", "phone": "98765 43210"})).unwrap_err();
    assert_eq!(e.args()["lead"], living);
}

#[test]
fn a_duplicate_is_named_only_to_who_may_see_it() {
    let mut desk = Desk::staffed();
    lead(&mut desk, "Owner's secret", "98765 43210");
    let again = json!({"name": "Mine", "phone": "98765 43210"});
    let e = desk.as_role("telecaller").run("lead.create", again.clone()).unwrap_err();
    assert_eq!(e.code(), "lead.duplicate_elsewhere");
    assert!(e.args().is_empty(), "{:?}", e.args());
    let e = desk.as_role("telecalling_manager").run("lead.create", again).unwrap_err();
    assert_eq!(e.code(), "lead.duplicate");
    assert_eq!(e.args()["name"], "Owner's secret");
}

#[test]
fn a_merged_number_stays_invalid() {
    let mut desk = Desk::staffed();
    let wrong = lead(&mut desk, "Wrong", "98765 43210");
    let args = json!({"name": "By mail", "email": "a@x.in"});
    let keep = desk.ok("lead.create", args)["lead"].clone();
    desk.conn.execute("UPDATE leads SET is_invalid_number = 1 WHERE name = 'Wrong'", []).unwrap();
    desk.ok("lead.merge", json!({"keep": keep, "merge": wrong}));
    let view = desk.ask("lead.get", json!({"lead": keep}));
    assert_eq!(view["is_invalid_number"], true);
    // Another number is another matter.
    desk.ok("lead.update", json!({"lead": keep, "phone": "98765 43211"}));
    assert_eq!(desk.ask("lead.get", json!({"lead": keep}))["is_invalid_number"], false);
}

#[test]
fn the_values_that_leads_have_are_counted_for_whoever_sees_them() {
    let mut desk = Desk::staffed();
    let add = |desk: &mut Desk, n: u32, source: &str, city: &str| {
        let args = json!({"name": format!("L{n}"), "phone": format!("98765000{n:02}"),
                          "source": source, "city": city});
        desk.ok("lead.create", args)["lead"].clone()
    };
    desk.as_role("telecalling_manager");
    add(&mut desk, 1, "Fair", "Pune");
    add(&mut desk, 2, "Fair", "");
    let gone = add(&mut desk, 3, "Old", "Pune");
    desk.ok("lead.archive", json!({"leads": [gone]}));
    desk.as_role("telecaller");
    add(&mut desk, 4, "Website", "Pune");
    let facets =
        |desk: &Desk, field: &str| desk.ask("lead.facets", json!({"field": field}))["rows"].clone();
    assert_eq!(facets(&desk, "source"), json!([{"value": "Website", "leads": 1}]));
    assert_eq!(facets(&desk, "campaign"), json!([]));
    desk.as_role("telecalling_manager");
    let fair = json!([{"value": "Fair", "leads": 2}, {"value": "Website", "leads": 1}]);
    assert_eq!(facets(&desk, "source"), fair);
    assert_eq!(facets(&desk, "city"), json!([{"value": "Pune", "leads": 2}]));
}
