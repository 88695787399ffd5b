//! Whatever anybody does in whatever order: a completed project has met all eight lines, counted
//! here by other means than the gate's, and only `project.complete` completes.

use super::generator::Generator;
use crate::projects::fixture::Delivery;
use crate::testing::Desk;
use netra_kernel::rusqlite::Connection;
use netra_kernel::{Id, Mode, execute};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Stage of every project.
fn stages(conn: &Connection) -> BTreeMap<Id, String> {
    conn.prepare_cached("SELECT id, stage FROM projects ORDER BY id")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// The eight lines, each as one statement that finds what is wrong.
const WRONG: [(&str, &str); 7] = [
    (
        "meetings",
        "SELECT 1 FROM projects p JOIN agreements a ON a.id = p.agreement_id
         JOIN pricing_plans l ON l.id = a.plan_id WHERE p.id = ?1 AND l.meetings_promised >
           (SELECT count(DISTINCT m.id) FROM meetings m JOIN meeting_proofs f ON f.meeting_id = m.id
            WHERE m.project_id = p.id AND m.kind = 'consulting' AND m.held_at IS NOT NULL
              AND length(m.mom) > 0 AND m.state = 'held')",
    ),
    (
        "sow_items",
        "SELECT 1 FROM projects p JOIN agreements a ON a.id = p.agreement_id
         JOIN sow_items i ON i.sow_id = a.sow_id
         WHERE p.id = ?1 AND i.state <> 'implemented' AND i.state <> 'dropped'",
    ),
    ("milestones", "SELECT 1 FROM milestones WHERE project_id = ?1 AND state <> 'signed_off'"),
    ("deliverables", "SELECT 1 FROM deliverables WHERE project_id = ?1 AND state <> 'accepted'"),
    (
        "payments",
        "SELECT 1 FROM projects p JOIN agreements a ON a.id = p.agreement_id
         JOIN instalments i ON i.plan_id = a.plan_id
         LEFT JOIN payments x ON x.instalment_id = i.id AND x.state <> 'rejected'
         WHERE p.id = ?1 GROUP BY i.id
         HAVING (i.waived_by IS NULL AND ifnull(sum(x.amount_minor), 0)
                 + ifnull(sum(x.tds_minor), 0) < i.amount_minor)
             OR sum(x.state = 'recorded') > 0",
    ),
    (
        "change_requests",
        "SELECT 1 FROM change_requests WHERE project_id = ?1
           AND state IN ('draft', 'submitted', 'client_approved')",
    ),
    (
        "kickoff_and_review",
        "SELECT 1 FROM projects p WHERE p.id = ?1 AND (
           NOT EXISTS (SELECT 1 FROM meetings m JOIN meeting_actions x ON x.meeting_id = m.id
               WHERE m.project_id = p.id AND m.kind = 'kickoff' AND m.state = 'held'
                 AND m.mom <> '')
           OR (p.review_waived_by IS NULL AND NOT EXISTS (SELECT 1 FROM meetings m
               WHERE m.project_id = p.id AND m.kind = 'review' AND m.state = 'held'
                 AND m.mom <> '')))",
    ),
];

type Rows = BTreeSet<Vec<String>>;

fn rows(conn: &Connection, sql: &str, id: Id) -> Rows {
    let mut stmt = conn.prepare_cached(sql).unwrap();
    let n = stmt.column_count();
    stmt.query_map([id], |r| (0..n).map(|i| r.get::<_, String>(i)).collect())
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Line 5 without hashes: what the client signed is compared with what is there, word for word.
fn signed_as_it_stands(conn: &Connection, project: Id) -> bool {
    let signed: Option<String> = conn
        .prepare_cached(
            "SELECT content FROM signoffs WHERE project_id = ?1 AND subject_kind = 'project'
             ORDER BY recorded_at, id",
        )
        .unwrap()
        .query_map([project], |r| r.get(0))
        .unwrap()
        .last()
        .transpose()
        .unwrap();
    let Some(signed) = signed else { return false };
    let signed: Value = serde_json::from_str(&signed).unwrap();
    let texts = |key: &str, fields: &[&str]| -> Rows {
        let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
        let list = signed[key].as_array().unwrap();
        list.iter().map(|row| fields.iter().map(|f| text(&row[*f])).collect()).collect()
    };
    let items = rows(
        conn,
        "SELECT lower(hex(i.id)), i.title, i.description, i.category FROM sow_items i
         JOIN agreements a ON a.sow_id = i.sow_id JOIN projects p ON p.agreement_id = a.id
         WHERE p.id = ?1 AND i.state <> 'dropped'",
        project,
    );
    let deliverables = rows(
        conn,
        "SELECT lower(hex(d.id)), d.title, d.description,
                ifnull(cast(max(v.number) AS TEXT), 'null'), ifnull(lower(hex(f.sha256)), 'null')
         FROM deliverables d LEFT JOIN deliverable_versions v ON v.deliverable_id = d.id
         LEFT JOIN files f ON f.id = v.file_id WHERE d.project_id = ?1 GROUP BY d.id",
        project,
    );
    let promised = rows(
        conn,
        "SELECT cast(l.meetings_promised AS TEXT) FROM projects p
         JOIN agreements a ON a.id = p.agreement_id JOIN pricing_plans l ON l.id = a.plan_id
         WHERE p.id = ?1",
        project,
    );
    texts("sow_items", &["id", "title", "description", "category"]) == items
        && texts("deliverables", &["id", "title", "description", "version", "sha256"])
            == deliverables
        && promised == [vec![signed["meetings_promised"].to_string()]].into()
}

/// The lines that are not met, counted independently.
fn wrong(conn: &Connection, project: Id) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = WRONG
        .iter()
        .filter(|(_, sql)| conn.prepare_cached(sql).unwrap().exists([project]).unwrap())
        .map(|(key, _)| (*key).to_owned())
        .collect();
    if !signed_as_it_stands(conn, project) {
        found.insert("project_signoff".into());
    }
    found
}

fn check(desk: &Desk, command: &str, before: &BTreeMap<Id, String>, seed: u64) {
    for (project, stage) in stages(&desk.conn) {
        let wrong = wrong(&desk.conn, project);
        if stage == "completed" {
            assert!(wrong.is_empty(), "seed {seed}: completed without {wrong:?} after {command}");
            if before.get(&project).is_some_and(|b| b != "completed") {
                assert_eq!(command, "project.complete", "seed {seed}");
            }
        }
        let asking = netra_kernel::Asking { actor: desk.owner, now: desk.now, locale: "en" };
        let args = json!({"project": project});
        let view =
            netra_kernel::ask(&desk.conn, &desk.engine, asking, "project.completion_check", &args);
        // The owner sees it, unless somebody took that from the owner's role, which nobody can.
        let said: BTreeSet<String> = view.unwrap()["lines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|l| !l["met"].as_bool().unwrap())
            .map(|l| l["key"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(said, wrong, "seed {seed}: the gate and the count differ after {command}");
    }
}

/// How far the walk starts: a project in each state that random commands hardly reach by themselves.
fn start(seed: u64) -> Delivery {
    match seed % 6 {
        0 => {
            let mut d = Delivery::signed(1, 1);
            d.pay(0);
            d
        }
        1 => Delivery::accepted(3, 2),
        2 | 3 => Delivery::executing(1, 1).0,
        4 => {
            let (mut d, milestones) = Delivery::executing(3, 1);
            d.deliver(&milestones);
            d
        }
        _ => Delivery::ready(),
    }
}

struct Walk {
    completed: usize,
    tried: usize,
    passed: usize,
    never: BTreeSet<&'static str>,
    all: BTreeSet<&'static str>,
}

/// The first command that no walk has tried.
fn untried(desk: &Desk, w: &Walk, g: &Generator) -> Option<&'static str> {
    let mut names = desk.engine.catalogue.commands.iter().map(|c| c.name);
    names.find(|n| !w.all.contains(n) && !g.tried.contains_key(n))
}

fn walk(seeds: std::ops::Range<u64>, steps: usize) -> Walk {
    let mut w =
        Walk { completed: 0, tried: 0, passed: 0, never: BTreeSet::new(), all: BTreeSet::new() };
    let mut ever = BTreeSet::new();
    for seed in seeds {
        let mut d = start(seed);
        let mut g = Generator::new(&d.desk.engine.catalogue, seed);
        let desk = &mut d.desk;
        check(desk, "start", &stages(&desk.conn), seed);
        // A project that is ready is soon completed; then little more can happen to it.
        let is_ready = seed % 6 == 5;
        let last = if is_ready { steps / 3 } else { steps } - 1;
        for step in 0..=last {
            let before = stages(&desk.conn);
            g.is_bold = before.values().any(|s| s == "completed");
            // The door is tried often, by those who may go through it.
            let drawn = match step % 12 {
                // Once through it, what could take something back is tried as often.
                5 | 11 if g.is_bold => g.draw_named(desk, "payment.reverse"),
                11 if is_ready => g.draw_named(desk, "project.complete"),
                // What is drawn so seldom that it was not tried yet comes at the end of a walk.
                _ if step == last => match untried(desk, &w, &g) {
                    Some(name) => g.draw_named(desk, name),
                    None => g.draw(desk),
                },
                _ => g.draw(desk),
            };
            desk.acting = drawn.actor;
            let ran = desk.run(drawn.name, drawn.args.clone());
            let passed = ran.is_ok();
            g.count(drawn.name, passed);
            if passed {
                check(desk, drawn.name, &before, seed);
                let after = stages(&desk.conn);
                let is_new = |p: &Id| before.get(p).is_some_and(|s| s != "completed");
                w.completed += after.iter().filter(|(p, s)| *s == "completed" && is_new(p)).count();
            }
        }
        let (tried, passed, _) = g.summary();
        w.tried += tried;
        w.passed += passed;
        w.all.extend(g.tried.keys());
        ever.extend(g.tried.iter().filter(|t| t.1.1 > 0).map(|t| *t.0));
    }
    w.never = w.all.difference(&ever).copied().collect();
    w
}

#[test]
fn a_completed_project_has_met_every_line() {
    let w = walk(0..42, 200);
    let share = w.passed * 100 / w.tried;
    println!(
        "{} of {} commands passed ({share} %), {} completions, {} of {} commands never passed: {:?}",
        w.passed,
        w.tried,
        w.completed,
        w.never.len(),
        w.all.len(),
        w.never
    );
    let catalogue = crate::catalogue::catalogue();
    let untried: Vec<&str> =
        catalogue.commands.iter().map(|c| c.name).filter(|c| !w.all.contains(c)).collect();
    assert!(untried.is_empty(), "never tried: {untried:?}");
    assert!(share >= 10, "too few random commands pass for this to mean much: {share} %");
    assert!(w.completed >= 2, "too few projects were completed: {}", w.completed);
    assert!(w.never.len() * 100 <= w.all.len() * 50, "too many commands never pass: {:?}", w.never);
}

/// The same through a push: what a laptop did provisionally, the authority runs again, and there
/// too a project is completed only through the gate.
#[test]
fn a_push_is_no_way_around_the_gate() {
    for seed in 100..106 {
        let mut laptop = start(seed);
        let mut server = start(seed);
        laptop.desk.mode = Mode::Replica;
        let mut g = Generator::new(&laptop.desk.engine.catalogue, seed);
        for _ in 0..80 {
            let drawn = g.draw(&laptop.desk);
            laptop.desk.acting = drawn.actor;
            let passed = laptop.desk.run(drawn.name, drawn.args).is_ok();
            g.count(drawn.name, passed);
        }
        // Meanwhile somebody else changed the same project on the server.
        let reopen = json!({"project": server.project, "title": "Late addition"});
        let changed = server.desk.as_role("owner").run("deliverable.create", reopen).is_ok();
        let pending = netra_kernel::rebase::pending(&laptop.desk.conn).unwrap();
        assert!(!pending.is_empty());
        for envelope in pending.into_iter().map(|w| w.envelope) {
            let before = stages(&server.desk.conn);
            let desk = &mut server.desk;
            let done = execute(&mut desk.conn, &desk.engine, &envelope, Mode::Authority);
            if let (Err(e), false) = (&done, changed) {
                panic!("seed {seed}: {} passed on the laptop alone: {e:?}", envelope.name);
            }
            check(&server.desk, &envelope.name, &before, seed);
        }
    }
}
