//! The queue's order, pages and plans.

use super::lists;
use super::page::{LAST_CALLS, part_sql};
use crate::testing::Desk;
use netra_kernel::rusqlite::types::Value as Sql;
use netra_kernel::rusqlite::{params, params_from_iter};
use netra_kernel::{Id, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Makes a lead and sets what decides its place; minutes are from now.
fn lead(desk: &mut Desk, n: usize, score: i64, age: i64, due: Option<(&str, i64)>) -> Id {
    let acting = std::mem::replace(&mut desk.acting, desk.people["telecaller"]);
    let out =
        desk.ok("lead.create", json!({"name": format!("L{n}"), "phone": format!("98765{n:05}")}));
    desk.acting = acting;
    let id = Id::parse(out["lead"].as_str().unwrap()).unwrap();
    let attempts = i64::from(due.is_some());
    desk.conn
        .execute(
            "UPDATE leads SET score = ?2, created_at = ?3, due_kind = ?4, due_at = ?5,
               attempts = ?6 WHERE id = ?1",
            params![
                id,
                score,
                desk.now.plus_minutes(-age),
                due.map(|d| d.0),
                due.map(|d| desk.now.plus_minutes(d.1)),
                attempts
            ],
        )
        .unwrap();
    id
}

fn names(page: &Value) -> Vec<String> {
    let rows = page["rows"].as_array().unwrap();
    rows.iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn callbacks_first_then_hot_warm_cold_and_the_oldest_first() {
    let mut desk = Desk::staffed();
    for (n, score, age, due) in [
        (0, 40, 500, None),
        (1, 90, 10, None),
        (2, 90, 20, None),
        (3, 60, 900, None),
        (4, 10, 5, Some(("callback", -30))),
        (5, 10, 5, Some(("callback", -90))),
        (6, 99, 5, Some(("callback", 10))),
        (7, 85, 5, Some(("retry", -60))),
        (8, 85, 5, Some(("retry", 60))),
        (9, 40, 600, None),
    ] {
        lead(&mut desk, n, score, age, due);
    }
    desk.as_role("telecaller");
    let page = desk.ask("queue.list", json!({}));
    assert_eq!(names(&page), ["L5", "L4", "L7", "L2", "L1", "L3", "L9", "L0"]);
    assert_eq!(page["rows"][0]["late_minutes"], 90);
    assert_eq!(desk.ask("queue.next", json!({}))["card"]["name"], "L5");
    let first = &page["rows"][0]["id"];
    assert_eq!(desk.ask("queue.next", json!({"skip": [first]}))["card"]["name"], "L4");
    let n = desk.ask("queue.counters", json!({}));
    for (key, expected) in
        [("callbacks_due", 2), ("hot", 3), ("warm", 1), ("cold", 2), ("later", 2)]
    {
        assert_eq!(n[key], expected, "{key}");
    }
    assert_eq!(names(&desk.ask("queue.callbacks", json!({}))), ["L5", "L4", "L6"]);
    assert_eq!(names(&desk.ask("queue.list", json!({"text": "l7"}))), ["L7"]);
}

#[test]
fn a_lead_outside_its_calling_hours_comes_last_and_says_when_they_open() {
    let mut desk = Desk::staffed();
    desk.now = Timestamp::parse("2026-11-21T11:30:00+05:30").unwrap();
    let london = lead(&mut desk, 1, 90, 20, None);
    lead(&mut desk, 2, 40, 10, None);
    desk.conn.execute("UPDATE leads SET zone = 'Europe/London' WHERE id = ?1", [london]).unwrap();
    desk.as_role("telecaller");
    let page = desk.ask("queue.list", json!({}));
    assert_eq!(names(&page), ["L2", "L1"]);
    assert_eq!(page["rows"][0]["opens_at"], Value::Null);
    assert_eq!(page["rows"][1]["opens_at"], "2026-11-21T09:00:00.000Z");
    assert_eq!(desk.ask("queue.next", json!({}))["card"]["name"], "L2");
    desk.now = Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
    assert_eq!(names(&desk.ask("queue.list", json!({}))), ["L1", "L2"]);
}

#[test]
fn a_telecaller_sees_their_own_queue_only() {
    let mut desk = Desk::staffed();
    lead(&mut desk, 1, 50, 1, None);
    let whose = json!({"person": desk.people["telecaller"]});
    desk.as_role("field_agent");
    assert_eq!(names(&desk.ask("queue.list", json!({}))).len(), 0);
    for name in ["queue.list", "queue.counters"] {
        assert_eq!(desk.try_ask(name, whose.clone()).unwrap_err().code(), "forbidden", "{name}");
    }
    assert_eq!(names(&desk.ask("queue.callbacks", whose.clone())).len(), 0);
    assert_eq!(desk.try_ask("queue.unassigned", json!({})).unwrap_err().code(), "forbidden");
    desk.as_role("telecalling_manager");
    assert_eq!(names(&desk.ask("queue.list", whose)), ["L1"]);
}

#[test]
fn who_was_reached_without_a_next_step_is_reported() {
    let mut desk = Desk::staffed();
    let id = lead(&mut desk, 1, 50, 1, None);
    lead(&mut desk, 2, 50, 1, None);
    desk.conn.execute("UPDATE leads SET attempts = 1, reached = 1 WHERE id = ?1", [id]).unwrap();
    for role in ["telecalling_manager", "telecaller"] {
        desk.as_role(role);
        assert_eq!(names(&desk.ask("queue.no_next_step", json!({}))), ["L1"], "{role}");
    }
    desk.as_role("field_agent");
    assert_eq!(names(&desk.ask("queue.no_next_step", json!({}))).len(), 0);
}

fn plan(desk: &Desk, sql: &str) -> String {
    let mut stmt = desk.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let n = stmt.parameter_count();
    let lines: Vec<String> = stmt
        .query_map(params_from_iter(vec![Sql::Null; n]), |r| r.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    lines.join(" | ")
}

#[test]
fn every_part_walks_an_index_and_nothing_is_sorted() {
    let desk = Desk::new();
    let mut statements = vec![
        (part_sql(4, "", 50), "leads_callbacks"),
        (part_sql(3, "", 50), "leads_queue"),
        (part_sql(1, " AND l.source = ?5", 50), "leads_queue"),
        (LAST_CALLS.to_owned(), "COVERING INDEX calls_lead"),
        (
            "SELECT id FROM leads WHERE phone_e164 = ?1 ORDER BY id LIMIT 1".to_owned(),
            "COVERING INDEX leads_phone",
        ),
        (
            "SELECT id FROM leads WHERE email = ?1 ORDER BY id LIMIT 1".to_owned(),
            "COVERING INDEX leads_email",
        ),
    ];
    statements.extend(lists::statements());
    for (sql, index) in statements {
        let plan = plan(&desk, &sql);
        assert!(plan.contains(index), "{index}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}\n{sql}");
        assert!(!plan.contains("SCAN l "), "{plan}\n{sql}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn pages_of_any_size_give_the_whole_queue_once_and_in_order(
        leads in prop::collection::vec(
            (0i64..100, 0i64..5, prop::option::of((any::<bool>(), -3i64..2))), 0..30),
        size in 1u32..9,
    ) {
        let mut desk = Desk::staffed();
        for (n, (score, age, due)) in leads.iter().enumerate() {
            let due = due.map(|(b, m)| (if b { "callback" } else { "retry" }, m));
            lead(&mut desk, n, *score, *age, due);
        }
        desk.as_role("telecaller");
        let whole = desk.ask("queue.list", json!({"limit": 200}));
        let key = |r: &Value| {
            let due = r["due_at"].as_str().or(r["created_at"].as_str());
            let at = Timestamp::parse(due.unwrap()).unwrap();
            let part = match (r["category"].as_str(), r["priority"].as_str()) {
                (Some("callback"), _) => 4,
                (_, Some("hot")) => 3,
                (_, Some("warm")) => 2,
                _ => 1,
            };
            (-part, at, r["id"].as_str().unwrap().to_owned())
        };
        let rows = whole["rows"].as_array().unwrap();
        let keys: Vec<_> = rows.iter().map(key).collect();
        prop_assert!(keys.is_sorted());
        prop_assert!(keys.iter().all(|k| k.1 <= desk.now));
        let shown = leads.iter().filter(|l| l.2.is_none_or(|d| d.1 <= 0)).count();
        prop_assert_eq!(rows.len(), shown);
        let (mut after, mut paged) = (Value::Null, Vec::new());
        loop {
            let page = desk.ask("queue.list", json!({"limit": size, "after": after}));
            paged.extend(names(&page));
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        prop_assert_eq!(paged, names(&whole));
    }
}
