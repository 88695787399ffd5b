//! Sharing out as commands and queries.

use crate::testing::Desk;
use serde_json::{Value, json};

/// A floor of callers (beside the desk's own telecaller, who is away) and leads that nobody has.
pub(crate) fn floor(callers: &[(&str, &str)], leads: usize) -> (Desk, Vec<String>, Vec<String>) {
    let mut desk = Desk::staffed();
    let away = desk.people["telecaller"];
    desk.ok("caller.set_limits", json!({"person": away, "is_present": false}));
    let people = callers
        .iter()
        .map(|(name, language)| {
            let out = desk.ok(
                "person.add",
                json!({"name": name, "email": format!("{}@acme.example", name.to_lowercase()),
                       "roles": ["telecaller"], "languages": [language]}),
            );
            out["person"].as_str().unwrap().to_owned()
        })
        .collect();
    let leads = (0..leads)
        .map(|i| {
            let (language, source) = (["hi", "mr"][i % 2], ["Website", "Fair", "List"][i % 3]);
            let out = desk.ok(
                "lead.create",
                json!({"name": format!("Lead {i}"), "phone": format!("98765{i:05}"),
                       "language": language, "source": source}),
            );
            out["lead"].as_str().unwrap().to_owned()
        })
        .collect();
    (desk, people, leads)
}

fn shares(v: &Value) -> Vec<(String, i64)> {
    let rows = v["shares"].as_array().unwrap();
    let mut list: Vec<_> = rows
        .iter()
        .map(|s| (s["name"].as_str().unwrap().to_owned(), s["leads"].as_i64().unwrap()))
        .filter(|s| s.1 > 0)
        .collect();
    list.sort();
    list
}

fn share(name: &str, n: i64) -> (String, i64) {
    (name.to_owned(), n)
}

#[test]
fn without_rules_the_fewest_open_leads_come_first() {
    let (mut desk, people, leads) = floor(&[("Asha", "hi"), ("Ravi", "mr"), ("Tara", "hi")], 10);
    desk.ok("lead.assign", json!({"leads": &leads[..4], "to": people[0]}));
    let out = desk.ok("lead.distribute", json!({}));
    assert_eq!((&out["assigned"], &out["is_complete"]), (&json!(6), &json!(true)));
    assert_eq!(shares(&out), [share("Ravi", 3), share("Tara", 3)]);
    let distribution = desk.last;
    let lead = desk.ask("lead.get", json!({"lead": leads[9]}));
    assert_eq!(lead["timeline"][0]["what"], "fallback");
    desk.ok("undo", json!({"command": distribution}));
    let waiting = desk.ask("queue.unassigned", json!({}));
    assert_eq!(waiting["rows"].as_array().unwrap().len(), 6);
}

#[test]
fn caps_leave_the_rest_waiting_with_the_reason() {
    let (mut desk, people, _) = floor(&[("Asha", "hi"), ("Ravi", "mr")], 10);
    desk.ok("caller.set_limits", json!({"person": people[0], "max_open": 3}));
    desk.ok("caller.set_limits", json!({"person": people[1], "max_per_day": 2}));
    let out = desk.ok("lead.distribute", json!({}));
    assert_eq!(shares(&out), [share("Asha", 3), share("Ravi", 2)]);
    assert_eq!((&out["unassigned"], &out["reasons"]["at_capacity"]), (&json!(5), &json!(5)));
    let waiting = desk.ask("queue.unassigned", json!({}));
    assert_eq!(waiting["rows"][0]["unassigned_reason"], "at_capacity");
    // The next day there is room for two more with Ravi, and none with Asha.
    desk.now = desk.now.plus_days(1);
    let out = desk.ok("lead.distribute", json!({}));
    assert_eq!(shares(&out), [share("Ravi", 2)]);
    for p in &people {
        desk.ok("caller.set_limits", json!({"person": p, "away_until": "2026-12-01"}));
    }
    let out = desk.ok("lead.distribute", json!({}));
    assert_eq!(out["reasons"]["nobody_present"], 3);
}

#[test]
fn rules_are_tried_in_order_and_rehearsed_the_same_way() {
    let (mut desk, people, leads) = floor(&[("Asha", "hi"), ("Ravi", "mr"), ("Tara", "ta")], 12);
    let rules = json!([
        {"name": "Website to Tara", "by": "round_robin", "to": {"people": [people[2]]},
         "when": {"all": [{"subject": "source", "any_of": ["website"]}]}},
        {"name": "By language", "by": "skill", "to": {"roles": ["telecaller"]}},
    ]);
    let rehearsed = desk.ask("assignment.simulate", json!({"rules": rules}));
    assert_eq!(rehearsed["leads"], 12);
    desk.ok("assignment.rule_set", json!({"rules": rules}));
    let out = desk.ok("lead.distribute", json!({}));
    assert_eq!(shares(&out), [share("Asha", 4), share("Ravi", 4), share("Tara", 4)]);
    assert_eq!(shares(&rehearsed), shares(&out));
    assert_eq!(rehearsed["by_rule"][0], json!({"rule": "Website to Tara", "leads": 4}));
    let lead = desk.ask("lead.get", json!({"lead": leads[0]}));
    assert_eq!(lead["timeline"][0]["text"], "Website to Tara");
    assert_eq!(lead["assigned_name"], "Tara");
    // A rule that cannot place a lead lets the fallback try.
    desk.ok("caller.set_limits", json!({"person": people[2], "is_present": false}));
    let more = desk.ok(
        "lead.create",
        json!({"name": "More", "phone": "9000000000", "source": "Website", "language": "ta"}),
    );
    let out = desk.ok("lead.distribute", json!({"leads": [more["lead"]]}));
    assert_eq!(out["assigned"], 1);
    let stored = desk.ask("assignment.rules", json!({}));
    assert_eq!(stored["rows"][1]["name"], "By language");
    let empty = json!({"rules": [{"name": "", "by": "skill", "to": {},
        "when": {"any": [{"subject": "score"}]}}]});
    let e = desk.run("assignment.rule_set", empty).unwrap_err();
    let paths: Vec<&str> = e.fields().iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths, ["rules[0].name", "rules[0].to", "rules[0].when"]);
}

#[test]
fn two_callers_never_take_the_same_lead() {
    let (mut desk, people, _) = floor(&[("Asha", "hi"), ("Ravi", "mr")], 3);
    let mut taken = Vec::new();
    for i in 0..3 {
        desk.acting = netra_kernel::Id::parse(&people[i % 2]).unwrap();
        taken.push(desk.ok("queue.take", json!({}))["leads"][0].clone());
    }
    assert_eq!(desk.refused("queue.take", json!({})), "assignment.nothing_to_take");
    let mut distinct = taken.clone();
    distinct.sort_by_key(|v| v.to_string());
    distinct.dedup();
    assert_eq!(distinct.len(), 3);
    desk.acting = desk.owner;
    desk.ok("setting.set", json!({"key": "assignment.max_open", "value": 1}));
    desk.ok("lead.assign", json!({"leads": [taken[2]]}));
    desk.acting = netra_kernel::Id::parse(&people[1]).unwrap();
    assert_eq!(desk.refused("queue.take", json!({})), "assignment.at_capacity");
    // What a day holds counts here as well: Asha was given two today.
    desk.acting = desk.owner;
    desk.ok("setting.set", json!({"key": "assignment.max_open", "value": 0}));
    for (most, wait) in [(2, true), (3, false)] {
        desk.acting = desk.owner;
        desk.ok("setting.set", json!({"key": "assignment.max_per_day", "value": most}));
        desk.acting = netra_kernel::Id::parse(&people[0]).unwrap();
        match wait {
            true => assert_eq!(desk.refused("queue.take", json!({})), "assignment.at_capacity"),
            false => drop(desk.ok("queue.take", json!({}))),
        }
    }
}

#[test]
fn a_handful_is_what_there_is_and_what_a_caller_may_hold() {
    let (mut desk, people, _) = floor(&[("Asha", "hi"), ("Ravi", "mr")], 6);
    let take = |desk: &mut Desk, who: usize, count: usize| {
        desk.acting = netra_kernel::Id::parse(&people[who]).unwrap();
        desk.ok("queue.take", json!({ "count": count }))["leads"].as_array().unwrap().len()
    };
    desk.ok("caller.set_limits", json!({"person": people[0], "max_open": 3, "max_per_day": 2}));
    assert_eq!(take(&mut desk, 0, 20), 2);
    let first = desk.last;
    assert_eq!(desk.refused("queue.take", json!({})), "assignment.at_capacity");
    assert_eq!(desk.refused("queue.take", json!({"count": 0})), "lead.none_given");
    assert_eq!(take(&mut desk, 1, 20), 4);
    assert_eq!(desk.refused("queue.take", json!({"count": 20})), "assignment.nothing_to_take");
    // All of one press go back at once.
    desk.acting = netra_kernel::Id::parse(&people[0]).unwrap();
    desk.ok("undo", json!({ "command": first }));
    assert_eq!(take(&mut desk, 1, 20), 2);
}

#[test]
fn only_leaders_share_out_and_only_callers_hold() {
    let (mut desk, _, leads) = floor(&[("Asha", "hi")], 1);
    let consultant = desk.people["consultant"];
    let wrong = json!({"leads": leads, "to": consultant});
    assert_eq!(desk.refused("lead.assign", wrong), "assignment.cannot_hold");
    for role in ["telecaller", "sales_executive", "viewer", "finance"] {
        desk.as_role(role);
        for (name, args) in [
            ("lead.assign", json!({"leads": leads})),
            ("lead.distribute", json!({})),
            ("assignment.rule_set", json!({"rules": []})),
        ] {
            assert_eq!(desk.refused(name, args), "forbidden", "{role} {name}");
        }
    }
    desk.as_role("telecalling_manager").ok("lead.distribute", json!({}));
}
