//! Whose record is it? Every command and query of the catalogue with real arguments, run by whoever
//! the record belongs to, by a stranger who may do everything except touch what is others', and by
//! the same owner suspended. A guard that is deleted lets the stranger in, and fails here.
//!
//! Invariant: every operation has a row in `rows.rs`; one without a guard says so.
//! Look next at `world.rs`: the records that the rows speak of.

mod delivery;
mod rows;
mod world;

use netra_kernel::engine::execute_within;
use netra_kernel::{Asking, Error, Id, Kind, Mode, ask};
use rows::{Others, Row, rows};
use serde_json::Value;
use std::collections::BTreeSet;
use world::World;

impl World {
    /// Asks or commands as this person, and leaves everything as it was.
    fn tried(&mut self, row: &Row, person: Id, is_suspended: bool) -> Result<Value, Error> {
        let desk = &mut self.d.desk;
        desk.acting = person;
        let envelope = desk.envelope(row.name, row.args.clone());
        desk.conn.execute_batch("SAVEPOINT tried").unwrap();
        if is_suspended {
            let sql = "UPDATE people SET status = 'suspended' WHERE id = ?1";
            desk.conn.execute(sql, [person]).unwrap();
        }
        let answer = match desk.engine.catalogue.command(row.name) {
            Some(_) => execute_within(&desk.conn, &desk.engine, &envelope, Mode::Authority)
                .map(|ran| ran.outcome),
            None => {
                let asking = Asking { actor: person, now: desk.now, locale: "en" };
                ask(&desk.conn, &desk.engine, asking, row.name, &row.args)
            }
        };
        desk.conn.execute_batch("ROLLBACK TO tried; RELEASE tried").unwrap();
        answer
    }
}

/// True when somebody was turned away because of who they are.
fn is_turned_away(e: &Error) -> bool {
    matches!(e.kind(), Kind::NotFound | Kind::Forbidden)
}

#[test]
fn every_operation_has_a_row() {
    let world = World::new();
    let rows: BTreeSet<&str> = rows(&world).iter().map(|r| r.name).collect();
    let c = &world.d.desk.engine.catalogue;
    let all: BTreeSet<&str> =
        c.commands.iter().map(|c| c.name).chain(c.queries.iter().map(|q| q.name)).collect();
    let missing: Vec<_> = all.difference(&rows).collect();
    let unknown: Vec<_> = rows.difference(&all).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "without: {missing:?}, unknown: {unknown:?}");
}

/// Whoever the record belongs to is never turned away: a rule may refuse them, not a guard. So the
/// arguments are real, and a stranger's refusal is about the stranger.
#[test]
fn whoever_it_belongs_to_may() {
    let mut world = World::new();
    let mut wrong = Vec::new();
    for row in rows(&world) {
        let person = world.d.desk.people[row.role];
        match (world.tried(&row, person, false), &row.others) {
            (_, Others::Never) => {}
            (Err(e), _) if e.code() == "arguments" || is_turned_away(&e) => {
                wrong.push(format!("{} by {}: {e:?}", row.name, row.role));
            }
            (Err(e), Others::Unseen(_)) => wrong.push(format!("{}: {e:?}", row.name)),
            (Ok(v), Others::Unseen(mark)) if !v.to_string().contains(mark.as_str()) => {
                wrong.push(format!("{} by {} does not show {mark}: {v}", row.name, row.role));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_stranger_may_not() {
    let mut world = World::new();
    let mut wrong = Vec::new();
    for row in rows(&world) {
        let answer = world.tried(&row, world.stranger, false);
        let said = match &answer {
            Ok(_) => "passed".to_owned(),
            Err(e) => e.code().to_owned(),
        };
        let (is_right, expected) = match (&row.others, &answer) {
            (Others::Refused(code), Err(e)) => (e.code() == *code, (*code).to_owned()),
            (Others::Refused(code), Ok(_)) => (false, (*code).to_owned()),
            (Others::Unseen(mark), Ok(v)) => {
                (!v.to_string().contains(mark.as_str()), format!("an answer without {mark}"))
            }
            (Others::Unseen(mark), Err(_)) => (false, format!("an answer without {mark}")),
            (Others::Open(why), answer) => {
                let is_refused = answer.as_ref().err().is_some_and(is_turned_away);
                (!is_refused, format!("open: {why}"))
            }
            (Others::Never, answer) => {
                (answer.as_ref().err().is_some_and(|e| e.code() == "forbidden"), "forbidden".into())
            }
        };
        if !is_right {
            wrong.push(format!("{}: {said}, not {expected}", row.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Suspended, the very owner of the record may neither command nor ask.
#[test]
fn nor_may_whoever_was_suspended() {
    let mut world = World::new();
    for row in rows(&world) {
        let person = world.d.desk.people[row.role];
        let e = world.tried(&row, person, true).unwrap_err();
        assert_eq!(e.code(), "actor.suspended", "{} by {}", row.name, row.role);
    }
}
