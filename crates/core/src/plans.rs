//! How SQLite answers the statements that the engine really runs: noted while they run, then
//! explained. Nothing that grows with the firm is read from end to end, whatever is asked.

use crate::testing::Desk;
use netra_kernel::rusqlite::params_from_iter;
use netra_kernel::rusqlite::trace::{TraceEvent, TraceEventCodes};
use netra_kernel::rusqlite::types::Value as Sql;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// Tables that grow with every year of work.
const LARGE: &[&str] = &[
    "leads",
    "calls",
    "lead_notes",
    "lead_assignments",
    "imports",
    "import_rows",
    "journal",
    "quotes",
    "quote_lines",
    "quote_sections",
    "quote_versions",
    "projects",
    "milestones",
    "sow_items",
    "meetings",
    "instalments",
    "payments",
    "deals",
    "companies",
    "contacts",
    "files",
];

/// Indexes of the few rows that a list is about: walking one from end to end is reading that list.
const SMALL_INDEXES: &[&str] = &["leads_archived"];

/// The statements that something ran on the desk, each once.
fn ran(desk: &mut Desk, work: impl FnOnce(&mut Desk)) -> Vec<String> {
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let hear = log.clone();
    let listen = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(statement, text) = event
            && !text.starts_with("--")
        {
            hear.lock().unwrap().push(statement.sql().into_owned());
        }
    };
    desk.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen)).unwrap();
    work(desk);
    desk.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, None::<fn(TraceEvent<'_>)>).unwrap();
    let mut all = std::mem::take(&mut *log.lock().unwrap());
    all.retain(|sql| {
        let first = sql.split_whitespace().next().unwrap_or_default();
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first)
            && !sql.contains("'main'.'")
    });
    all.sort();
    all.dedup();
    all
}

fn plan(desk: &Desk, sql: &str) -> Vec<String> {
    let mut stmt = desk.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let n = stmt.parameter_count();
    stmt.query_map(params_from_iter(vec![Sql::Null; n]), |r| r.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// What `SCAN x` names: the table itself, or the one that goes by that short name.
fn table<'s>(sql: &'s str, name: &'s str) -> &'s str {
    let words: Vec<&str> = sql.split(|c: char| c.is_whitespace() || "(),".contains(c)).collect();
    words.windows(2).find(|w| w[1] == name && LARGE.contains(&w[0])).map_or(name, |w| w[0])
}

/// Statements that read a large table from end to end (`SCAN`), but for a list's own walk in order
/// (`may_walk`) and a look at a table's last row; and those that sort leads which an index could
/// have given in order.
fn faults(desk: &Desk, statements: &[String], may_walk: bool, may_sort: bool) -> Vec<String> {
    let mut found = Vec::new();
    for sql in statements {
        for line in plan(desk, sql) {
            let is_scan = line.strip_prefix("SCAN ").is_some_and(|rest| {
                let name = rest.split(' ').next().unwrap_or_default();
                let in_order =
                    rest.contains("USING INDEX") || rest.contains("USING COVERING INDEX");
                let is_small = SMALL_INDEXES.iter().any(|i| rest.ends_with(i));
                LARGE.contains(&table(sql, name)) && !is_small && !(may_walk && in_order)
            });
            let is_end = !sql.contains("WHERE") && sql.ends_with("LIMIT 1");
            let is_sorted = sql.contains(" leads ") && line.contains("TEMP B-TREE FOR ORDER BY");
            if is_scan && !is_end || is_sorted && !may_sort {
                found.push(format!("{line}\n    {sql}"));
            }
        }
    }
    found
}

#[track_caller]
fn answers_well(desk: &mut Desk, name: &str, args: &Value, may_walk: bool, may_sort: bool) {
    let statements = ran(desk, |d| drop(d.ask(name, args.clone())));
    assert!(!statements.is_empty(), "{name} ran nothing");
    let found = faults(desk, &statements, may_walk, may_sort);
    assert!(found.is_empty(), "{name} {args}:\n{}", found.join("\n"));
}

/// A desk with a lead that has everything set, called once.
fn desk_with_a_lead() -> (Desk, String, String) {
    let mut desk = Desk::staffed();
    desk.as_role("telecaller");
    let lead = desk.ok(
        "lead.create",
        json!({"name": "Asha Rao", "phone": "9876543210",
        "email": "asha@rao.example", "company_name": "Rao Foods", "city": "Pune"}),
    );
    let lead = lead["lead"].as_str().unwrap().to_owned();
    let call = desk.ok("call.start", json!({"lead": lead}));
    let call = call["call"].as_str().unwrap().to_owned();
    desk.ok("call.ended", json!({"call": call, "cause": "no_answer"}));
    (desk, lead, call)
}

#[test]
fn every_filter_of_the_leads_walks_an_index_and_sorts_nothing() {
    let (mut desk, lead, _) = desk_with_a_lead();
    let person = desk.people["telecaller"].to_string();
    let filters = [
        json!({}),
        json!({"assigned_to": person}),
        json!({"unassigned": true}),
        json!({"category": "callback"}),
        json!({"priority": "hot"}),
        json!({"status": "resting"}),
        json!({"source": "web"}),
        json!({"language": "hi"}),
        json!({"city": "Pune"}),
        json!({"region": "MH"}),
        json!({"campaign": "Diwali"}),
        json!({"product_interest": "audit"}),
        json!({"last_outcome": "not_connected_busy"}),
        json!({"import": person}),
        json!({"created_from": "2026-11-01"}),
        json!({"created_to": "2026-11-01"}),
        json!({"created_from": "2026-11-01", "created_to": "2026-11-30", "city": "Pune"}),
        json!({"archived": true}),
        json!({"city": "Pune", "source": "web", "status": "open", "priority": "cold"}),
        json!({"text": "as"}),
        json!({"text": "as", "city": "Pune", "assigned_to": person}),
        json!({"text": "98765"}),
        json!({"text": "98765", "city": "Pune", "status": "resting"}),
        json!({"text": "asha@"}),
        json!({"text": "asha.r", "language": "hi"}),
    ];
    for role in ["owner", "telecaller"] {
        desk.as_role(role);
        for filter in &filters {
            for page in [json!({}), json!({"after": lead})] {
                let mut args = filter.clone();
                args.as_object_mut().unwrap().extend(page.as_object().unwrap().clone());
                // The list of everything is a walk of the index in its order, a page long.
                let is_plain = role == "owner" && filter == &json!({});
                answers_well(&mut desk, "lead.list", &args, is_plain, false);
            }
        }
    }
}

#[test]
fn all_leads_are_put_in_order_by_an_index() {
    let (mut desk, lead, _) = desk_with_a_lead();
    desk.as_role("owner");
    for order in ["name", "company", "city", "source", "priority", "last_call", "created"] {
        for descending in [false, true] {
            let mut args = json!({"order": order, "descending": descending});
            answers_well(&mut desk, "lead.list", &args, true, false);
            args["after"] = json!(lead);
            answers_well(&mut desk, "lead.list", &args, true, false);
            // What a filter leaves is sorted, and found by its index.
            args["city"] = json!("Pune");
            answers_well(&mut desk, "lead.list", &args, false, true);
        }
    }
}

#[test]
fn an_empty_value_and_an_open_status_are_no_search() {
    // They are what most leads have: the walk in order finds a page of them soon.
    let (mut desk, ..) = desk_with_a_lead();
    desk.as_role("owner");
    for filter in [json!({"campaign": ""}), json!({"status": "open"})] {
        answers_well(&mut desk, "lead.list", &filter, true, false);
        assert_eq!(desk.ask("lead.list", filter)["rows"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn the_queue_calls_and_opening_a_lead_go_through_indexes() {
    let (mut desk, lead, _) = desk_with_a_lead();
    let person = desk.people["telecaller"].to_string();
    let place = json!({"part": 3, "at": "2026-11-21T06:00:00Z", "lead": lead});
    for role in ["owner", "telecaller"] {
        desk.as_role(role);
        for (name, args) in [
            ("queue.list", json!({})),
            ("queue.list", json!({"after": place})),
            (
                "queue.list",
                json!({"source": "web", "language": "hi", "region": "MH",
                "campaign": "x", "created_from": "2026-11-01", "created_to": "2026-11-30"}),
            ),
            ("queue.list", json!({"text": "as"})),
            ("queue.counters", json!({})),
            ("queue.no_next_step", json!({})),
            ("queue.no_next_step", json!({"person": person, "after": lead})),
            ("queue.resting", json!({})),
            ("queue.callbacks", json!({})),
            ("lead.get", json!({"lead": lead})),
            ("lead.find_duplicates", json!({"lead": lead})),
            ("call.list", json!({})),
            ("call.list", json!({"from": "2026-11-01", "to": "2026-11-30"})),
            ("call.list", json!({"outcome": "special_dnd"})),
            ("call.list", json!({"lead": lead, "outcome": "special_dnd"})),
            ("call.list", json!({"caller": person, "from": "2026-11-01"})),
            ("call.today", json!({})),
            ("call.current", json!({})),
            ("history.of", json!({"id": lead})),
        ] {
            // The list of all calls is a walk of the index in its order, a page long.
            let is_plain = name == "call.list" && args == json!({});
            answers_well(&mut desk, name, &args, is_plain, true);
        }
    }
}

#[test]
fn lists_of_quotes_and_projects_go_through_indexes() {
    let (mut desk, ..) = desk_with_a_lead();
    let person = desk.people["sales_executive"].to_string();
    for role in ["owner", "sales_executive", "project_manager"] {
        desk.as_role(role);
        for (name, args) in [
            ("quote.list", json!({})),
            ("project.list", json!({})),
            ("deal.list", json!({})),
            ("quote.get", json!({"quote": person})),
            ("project.get", json!({"project": person})),
        ] {
            let statements = ran(&mut desk, |d| drop(d.try_ask(name, args.clone())));
            // A firm has thousands of them, not millions: the list itself may be read whole, what
            // hangs on each row may not.
            let mut found = faults(&desk, &statements, true, true);
            let own = ["quotes", "projects", "deals", "p", "d", "q"];
            found.retain(|f| {
                let name = f.split_whitespace().nth(1).unwrap_or_default();
                !own.contains(&name)
            });
            assert!(found.is_empty(), "{role} {name}:\n{}", found.join("\n"));
        }
    }
}

#[test]
fn a_callers_work_reads_no_table_from_end_to_end() {
    let (mut desk, lead, call) = desk_with_a_lead();
    let person = desk.people["telecaller"].to_string();
    let statements = ran(&mut desk, |d| {
        d.ok("call.dispose", json!({"call": call, "outcome": "not_connected_busy"}));
        d.ok("lead.add_note", json!({"lead": lead, "body": "Will call back."}));
        d.ok("lead.set_follow_up", json!({"lead": lead, "at": "2026-11-23T06:00:00Z"}));
        d.ok("lead.update", json!({"lead": lead, "city": "Nashik"}));
        d.as_role("owner");
        d.ok("lead.create", json!({"name": "B", "phone": "9876500000", "email": "b@b.example"}));
        d.ok("lead.assign", json!({"leads": [lead], "to": person}));
        d.ok("lead.distribute", json!({}));
        d.ok("lead.archive", json!({"leads": [lead]}));
    });
    assert!(statements.len() > 20, "{}", statements.len());
    let found = faults(&desk, &statements, false, true);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
