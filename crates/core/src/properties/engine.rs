//! The engine's promises, over random commands: restoring gives back what was, replaying gives
//! back what had become, two machines agree, undo undoes.

use super::generator::Generator;
use crate::projects::fixture::Delivery;
use crate::tables::{LOCAL, SYNCED};
use crate::testing::Desk;
use netra_kernel::{Mode, rebase};
use std::collections::BTreeSet;

pub(super) fn start(seed: u64) -> Delivery {
    match seed % 3 {
        0 => Delivery::accepted(3, 2),
        1 => Delivery::executing(2, 2).0,
        _ => Delivery::ready(),
    }
}

/// Runs random commands; gives the codes of the refusals in order.
fn run(desk: &mut Desk, g: &mut Generator, steps: usize) -> Vec<String> {
    (0..steps)
        .map(|_| {
            let drawn = g.draw(desk);
            desk.acting = drawn.actor;
            let ran = desk.run(drawn.name, drawn.args);
            g.count(drawn.name, ran.is_ok());
            format!("{} {}", drawn.name, ran.err().map_or("ok", |e| e.code()))
        })
        .collect()
}

/// Every row of the synced tables, without the journal.
fn rows(desk: &Desk) -> String {
    desk.dump().lines().filter(|l| !l.starts_with("journal|")).collect::<Vec<_>>().join("\n")
}

/// The first lines that differ, for a message that can be read.
fn difference(a: &str, b: &str) -> String {
    let (a, b): (BTreeSet<&str>, BTreeSet<&str>) = (a.lines().collect(), b.lines().collect());
    let only = |x: &BTreeSet<&str>, y: &BTreeSet<&str>| {
        x.difference(y).take(5).map(|l| l.chars().take(300).collect()).collect::<Vec<String>>()
    };
    format!("only before: {:#?}\nonly after: {:#?}", only(&a, &b), only(&b, &a))
}

#[test]
fn restore_gives_back_what_was_and_replay_what_had_become() {
    let mut passed = 0;
    for seed in 0..9 {
        let mut d = start(seed);
        d.desk.mode = Mode::Replica;
        let mut g = Generator::new(&d.desk.engine.catalogue, 1_000 + seed);
        let base = d.desk.dump();
        run(&mut d.desk, &mut g, 120);
        passed += g.summary().1;
        let after = d.desk.dump();
        let pending = rebase::pending(&d.desk.conn).unwrap();
        let tx = d.desk.conn.transaction().unwrap();
        rebase::restore(&tx).unwrap();
        tx.commit().unwrap();
        let restored = d.desk.dump();
        assert!(restored == base, "seed {seed}: {}", difference(&base, &restored));
        for table in ["base_images", "pending"] {
            let n: i64 = d
                .desk
                .conn
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
                .unwrap();
            assert_eq!(n, 0, "{table} is empty after a restore");
        }
        let tx = d.desk.conn.transaction().unwrap();
        let refused = rebase::replay(&tx, &d.desk.engine, &pending).unwrap();
        tx.commit().unwrap();
        assert!(refused.is_empty(), "seed {seed}: {refused:?}");
        let replayed = d.desk.dump();
        assert!(replayed == after, "seed {seed}: {}", difference(&after, &replayed));
        let violations: i64 = d
            .desk
            .conn
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))
            .unwrap();
        assert_eq!(violations, 0);
    }
    assert!(passed >= 80, "only {passed} commands passed");
}

#[test]
fn two_machines_agree() {
    for seed in 0..4 {
        let dumps: Vec<(Vec<String>, String)> = [Mode::Authority, Mode::Replica]
            .into_iter()
            .map(|mode| {
                let mut d = start(seed);
                d.desk.mode = mode;
                let mut g = Generator::new(&d.desk.engine.catalogue, 2_000 + seed);
                let codes = run(&mut d.desk, &mut g, 120);
                (codes, d.desk.dump())
            })
            .collect();
        assert_eq!(dumps[0].0, dumps[1].0, "seed {seed}: the same commands are refused");
        assert!(dumps[0].1 == dumps[1].1, "{}", difference(&dumps[0].1, &dumps[1].1));
    }
}

#[test]
fn undo_restores_the_rows() {
    let mut undone: BTreeSet<&str> = BTreeSet::new();
    for seed in 0..12 {
        let mut d = start(seed);
        let mut g = Generator::new(&d.desk.engine.catalogue, 3_000 + seed);
        let undoable: Vec<&'static str> = d
            .desk
            .engine
            .catalogue
            .commands
            .iter()
            .filter(|c| c.undoable)
            .map(|c| c.name)
            .collect();
        for step in 0..90 {
            let before = rows(&d.desk);
            let drawn = match step % 3 {
                0 => g.draw(&d.desk),
                _ => {
                    let name = g.random.pick(&undoable).copied().unwrap();
                    g.draw_named(&d.desk, name)
                }
            };
            d.desk.acting = drawn.actor;
            let Ok(ran) = d.desk.give(drawn.name, drawn.args) else { continue };
            if !ran.undoable {
                continue;
            }
            let command = d.desk.last;
            let undo = d.desk.run("undo", serde_json::json!({"command": command}));
            match undo {
                Ok(_) => {
                    let after = rows(&d.desk);
                    let name = drawn.name;
                    assert!(after == before, "{name}: {}", difference(&before, &after));
                    undone.insert(name);
                }
                // What is over stays; who took their own right away cannot take it back.
                Err(e) => assert!(
                    ["history.project_over", "forbidden", "actor.suspended"].contains(&e.code()),
                    "{}: {e:?}",
                    drawn.name
                ),
            }
        }
    }
    println!("undone: {undone:?}");
    assert!(undone.len() >= 5, "too few kinds of commands were undone: {undone:?}");
}

/// Nothing is provisional but what restore knows of: every table is synced or known to be local.
#[test]
fn no_table_escapes_the_dump() {
    let desk = Desk::new();
    let mut stmt =
        desk.conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> =
        stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let known = |n: &String| {
        SYNCED.iter().any(|t| t.name == n)
            || LOCAL.iter().any(|l| n == l || n.starts_with(&format!("{l}_")))
            || n.starts_with("sqlite_")
            || n == "refinery_schema_history"
    };
    let unknown: Vec<&String> = names.iter().filter(|n| !known(n)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
