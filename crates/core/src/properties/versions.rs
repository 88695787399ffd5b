//! What a served authority notes of every command: each row has one line with the scope it is in,
//! and whatever changed has a newer version than before.

use super::engine::start;
use super::generator::Generator;
use crate::projects::fixture::Delivery;
use crate::tables::SYNCED;
use crate::testing::Desk;
use netra_kernel::{Id, rows, versions};
use serde_json::json;
use std::collections::BTreeMap;

/// Table, row → scope and image.
type Rows = BTreeMap<(&'static str, Id), (String, rows::Image)>;
/// Table, row → scope and version.
type Lines = BTreeMap<(&'static str, Id), (String, i64)>;

fn rows_of(desk: &Desk) -> Rows {
    let mut all = Rows::new();
    for t in SYNCED {
        let mut stmt = desk.conn.prepare_cached(&format!("SELECT id FROM {}", t.name)).unwrap();
        let ids: Vec<Id> =
            stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        for id in ids {
            let scope = versions::scope_of(&desk.conn, &desk.engine, t.name, id).unwrap().unwrap();
            let image = rows::read(&desk.conn, &desk.engine, t.name, id).unwrap().unwrap();
            all.insert((t.name, id), (scope.to_string(), image));
        }
    }
    all
}

fn lines_of(desk: &Desk) -> Lines {
    let mut lines = Lines::new();
    for t in SYNCED {
        let mut stmt = desk
            .conn
            .prepare_cached(
                "SELECT id, family, holder, version FROM row_versions
                 WHERE tbl = ?1 AND is_gone = 0",
            )
            .unwrap();
        let mut found = stmt.query([t.name]).unwrap();
        while let Some(r) = found.next().unwrap() {
            let holder: Vec<u8> = r.get(2).unwrap();
            let family: String = r.get(1).unwrap();
            let scope = match <[u8; 16]>::try_from(holder.as_slice()) {
                Ok(id) => format!("{family}:{}", Id(id)),
                Err(_) => family,
            };
            let twice = lines.insert((t.name, r.get(0).unwrap()), (scope, r.get(3).unwrap()));
            assert!(twice.is_none(), "one line per row");
        }
    }
    lines
}

#[test]
fn every_row_has_its_scope_and_a_new_version_when_it_changes() {
    let mut passed = 0;
    let (mut moved, mut followed) = (0, 0);
    for seed in 0..6 {
        let mut d = start(seed);
        let log = Id::named("test", "log");
        versions::begin(&d.desk.conn, &d.desk.engine, log).unwrap();
        let mut g = Generator::new(&d.desk.engine.catalogue, 5_000 + seed);
        let (mut rows, mut lines) = (rows_of(&d.desk), lines_of(&d.desk));
        for step in 0..90 {
            let newest = versions::newest(&d.desk.conn).unwrap();
            let mut drawn = g.draw(&d.desk);
            // Leads go from hand to hand, and what belongs to them goes with them.
            if step % 6 == 1 {
                let leads: Vec<Id> = rows.keys().filter(|k| k.0 == "leads").map(|k| k.1).collect();
                drawn.actor = d.desk.owner;
                (drawn.name, drawn.args) = match g.random.pick(&leads) {
                    Some(lead) if step % 12 == 1 => {
                        let to = d.desk.people[["telecaller", "owner"][step / 12 % 2]];
                        ("lead.assign", json!({"leads": [lead], "to": to}))
                    }
                    _ => (
                        "lead.create",
                        json!({"name": "Ananya", "email": format!("a{step}@b.example")}),
                    ),
                };
            }
            d.desk.acting = drawn.actor;
            if d.desk.run(drawn.name, drawn.args).is_err() {
                assert_eq!(versions::newest(&d.desk.conn).unwrap(), newest);
                continue;
            }
            passed += 1;
            let (rows_now, lines_now) = (rows_of(&d.desk), lines_of(&d.desk));
            let scopes = |r: &Rows| r.iter().map(|(k, v)| (*k, v.0.clone())).collect::<Vec<_>>();
            let noted: Vec<_> = lines_now.iter().map(|(k, v)| (*k, v.0.clone())).collect();
            assert!(scopes(&rows_now) == noted, "seed {seed}: {}", drawn.name);
            for (key, now) in &rows_now {
                let version = lines_now[key].1;
                match rows.get(key) {
                    Some(was) if was == now => {
                        assert_eq!(version, lines[key].1, "{}: {key:?} did not change", drawn.name);
                    }
                    was => {
                        let has_moved = was.is_some_and(|w| w.0 != now.0);
                        moved += usize::from(has_moved);
                        followed += usize::from(has_moved && key.0 != "leads");
                        assert!(version > newest, "{}: {key:?} changed", drawn.name);
                    }
                }
            }
            (rows, lines) = (rows_now, lines_now);
        }
    }
    assert!(passed >= 60, "only {passed} commands passed");
    assert!(
        moved >= 20 && followed >= 5,
        "{moved} rows changed their scope, {followed} with others"
    );
}

/// A server that served with other rules: what they changed, a newer program tells the devices.
#[test]
fn other_rules_move_the_rows_when_a_newer_program_begins() {
    let d = Delivery::ready();
    let (conn, engine) = (&d.desk.conn, &d.desk.engine);
    let begin = || versions::begin(conn, engine, Id::named("test", "log")).unwrap();
    begin();
    let before = versions::newest(conn).unwrap();
    begin();
    assert_eq!(versions::newest(conn).unwrap(), before, "the same rules move nothing");
    let moved = conn
        .execute(
            "UPDATE row_versions SET family = 'delivery' WHERE tbl IN ('payments', 'instalments')",
            [],
        )
        .unwrap() as i64;
    conn.execute("DELETE FROM local_facts WHERE name = 'serves.rules'", []).unwrap();
    begin();
    assert!(moved >= 6);
    assert_eq!(versions::newest(conn).unwrap(), before + 2 * moved);
    let rows: Vec<_> = rows_of(&d.desk).into_iter().map(|(k, v)| (k, v.0)).collect();
    let lines: Vec<_> = lines_of(&d.desk).into_iter().map(|(k, v)| (k, v.0)).collect();
    assert!(rows == lines, "each row has its line where it is now");
    let gone: i64 = conn
        .query_row(
            "SELECT count(*) FROM row_versions WHERE is_gone = 1 AND family = 'delivery'
             AND version > ?1",
            [before],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(gone, moved, "and one that says that it left");
}
