//! What must hold once everything came to rest: (a) to (n) of `docs/sync.md`.

use crate::heal;
use crate::programs::{Age, NOTE};
use crate::world::{Device, World};
use netra_core::derived::DERIVED;
use netra_core::numbering::queries::NumberingSeries;
use netra_core::permissions::PAYMENT_READ;
use netra_core::tables::SYNCED;
use netra_core::{schema, scopes};
use netra_kernel::{Actor, Held, Id, Query, Reader, Zone, journal, rebase, rows, versions};
use netra_sync::wire::Outcome;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

type Broken = Result<(), String>;

/// The commands that a device could still bring back: what waits, and what was acknowledged.
pub fn known_to(conn: &Connection) -> BTreeSet<Id> {
    let mut known: BTreeSet<Id> =
        rebase::pending(conn).unwrap().into_iter().map(|w| w.envelope.id).collect();
    known.extend(acknowledged(conn).into_keys());
    known
}

fn acknowledged(conn: &Connection) -> BTreeMap<Id, Outcome> {
    let mut stmt = conn.prepare_cached("SELECT command, outcome FROM acknowledged").unwrap();
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get::<_, String>(1)?))).unwrap();
    rows.map(|r| r.map(|(id, text)| (id, serde_json::from_str(&text).unwrap())).unwrap()).collect()
}

/// Remembers what the authority has answered until now; it must never answer otherwise.
pub fn note_outcomes(world: &mut World<'_>) {
    // Most messages write nothing, and most of what is there is known to the letter.
    let written = world.server.conn.total_changes();
    if std::mem::replace(&mut world.noted_at, written) == written {
        return;
    }
    let conn = &world.server.conn;
    let mut stmt = conn.prepare_cached("SELECT command, outcome FROM outcomes").unwrap();
    let mut rows = stmt.query([]).unwrap();
    while let Some(r) = rows.next().unwrap() {
        let (id, text): (Id, String) = (r.get(0).unwrap(), r.get(1).unwrap());
        if world.noted.get(&id) == Some(&text) {
            continue;
        }
        let outcome: Outcome = serde_json::from_str(&text).unwrap();
        // Nothing that is played here breaks off by itself: where it did, the disk was to blame.
        assert!(!matches!(outcome, Outcome::Quarantined { .. }), "(b) {id}: {outcome:?}");
        let known = world.ledger.entry(id).or_insert_with(|| outcome.clone());
        assert!(*known == outcome, "(b) {id}: {known:?} became {outcome:?}");
        world.noted.insert(id, text);
    }
}

/// The server's disk is another one: what counts is what is there now.
pub fn note_anew(world: &mut World<'_>) {
    world.ledger.clear();
    world.noted.clear();
    world.noted_at = u64::MAX;
    note_outcomes(world);
}

fn outcomes(conn: &Connection) -> BTreeMap<Id, Vec<Outcome>> {
    let mut all: BTreeMap<Id, Vec<Outcome>> = BTreeMap::new();
    let mut stmt = conn.prepare_cached("SELECT command, outcome FROM outcomes").unwrap();
    let mut rows = stmt.query([]).unwrap();
    while let Some(r) = rows.next().unwrap() {
        let text: String = r.get(1).unwrap();
        all.entry(r.get(0).unwrap()).or_default().push(serde_json::from_str(&text).unwrap());
    }
    // What was applied is known by the journal, too, when its outcome is forgotten.
    let mut stmt = conn.prepare_cached("SELECT command, outcome FROM journal").unwrap();
    let mut rows = stmt.query([]).unwrap();
    while let Some(r) = rows.next().unwrap() {
        let (id, text): (Id, String) = (r.get(0).unwrap(), r.get(1).unwrap());
        let result = serde_json::from_str(&text).unwrap();
        all.entry(id).or_default().push(Outcome::Applied { result });
    }
    all
}

pub fn check(world: &mut World<'_>) -> Broken {
    note_outcomes(world);
    outcomes_hold(world)?;
    chain_holds(world)?;
    sequences_hold(world)?;
    numbers_hold(world)?;
    content_holds(world)?;
    versions_hold(world)?;
    if let Some(device) = world.devices.iter().find(|d| !d.is_rotten && drifts(&d.node.conn) > 0) {
        return Err(format!("(k) {} drifted, and nothing had damaged it", device.name));
    }
    let expected: Vec<BTreeMap<Key, rows::Image>> =
        world.devices.iter().map(|d| projection(world, d.person)).collect();
    for (device, expected) in world.devices.iter().zip(&expected) {
        device_holds(world, device, expected).map_err(|e| format!("{}: {e}", device.name))?;
    }
    let person = world.devices[0].person;
    let at = heal::fresh(world, person)?;
    device_holds(world, &world.devices[at], &expected[0])
        .map_err(|e| format!("(g) a fresh device: {e}"))
}

/// (a) nothing is lost, (b) one outcome each.
fn outcomes_hold(world: &World<'_>) -> Broken {
    let server = outcomes(&world.server.conn);
    for (id, all) in &server {
        if all.iter().any(|o| o != &all[0]) {
            return Err(format!("(b) {id} has two outcomes: {all:?}"));
        }
        let in_journal = world
            .server
            .conn
            .prepare_cached("SELECT 1 FROM journal WHERE command = ?1")
            .unwrap()
            .exists([id])
            .unwrap();
        if in_journal != all[0].is_applied() {
            return Err(format!("(b) {id}: the journal and the outcome differ: {:?}", all[0]));
        }
    }
    if let Some(id) = world.ledger.keys().find(|id| !server.contains_key(id)) {
        return Err(format!("(a) the authority forgot {id}"));
    }
    let mut refused_somewhere = BTreeSet::new();
    for device in &world.devices {
        let attention = crate::act::attention(&device.node.conn);
        for (id, outcome) in acknowledged(&device.node.conn) {
            match server.get(&id) {
                Some(all) if all[0] != outcome => {
                    return Err(format!("(b) {id}: {} knows {outcome:?}, {all:?}", device.name));
                }
                None if outcome.is_applied() => {
                    return Err(format!(
                        "(a) {id} was acknowledged to {} and is gone",
                        device.name
                    ));
                }
                _ => {}
            }
            if !outcome.is_applied() {
                if !attention.contains(&id) {
                    return Err(format!("(a) {id} is not under attention on {}", device.name));
                }
                refused_somewhere.insert(id);
            }
        }
    }
    for (id, who) in &world.issued {
        let has_outcome = server.contains_key(id) || refused_somewhere.contains(id);
        if !has_outcome && !world.forgotten.contains(id) {
            return Err(format!("(a) {id}, issued on {who}, is nowhere"));
        }
    }
    Ok(())
}

/// (m) the sequences of each device have no gap.
fn sequences_hold(world: &World<'_>) -> Broken {
    // What is forgotten leaves gaps.
    if world.weather.prunes {
        return Ok(());
    }
    let sql = "SELECT count(*) FROM sync_devices d
               WHERE last_seq <> (SELECT count(*) FROM outcomes o WHERE o.device = d.id)";
    match world.server.conn.query_row(sql, [], |r| r.get(0)).unwrap() {
        0 => Ok(()),
        n => Err(format!("(m) the sequences of {n} devices have gaps")),
    }
}

/// (f), and that the authority's own books are right.
fn chain_holds(world: &World<'_>) -> Broken {
    let conn = &world.server.conn;
    if let Some(seq) = journal::first_break(conn).unwrap() {
        return Err(format!("(f) the chain breaks at {seq}"));
    }
    let broken: i64 =
        conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0)).unwrap();
    if broken > 0 { Err(format!("{broken} references lead nowhere")) } else { Ok(()) }
}

/// (i) no number of a document was given and is on none.
fn numbers_hold(world: &World<'_>) -> Broken {
    // Whoever may ask may have been suspended by now: it is asked past the engine, which would say so.
    let nobody = Actor {
        id: world.firm.owner,
        name: String::new(),
        roles: Vec::new(),
        // The documents of all series are looked at.
        permissions: [PAYMENT_READ.0.to_owned()].into(),
        is_active: false,
    };
    let reader = Reader::new(&world.server.conn, &nobody, world.there(), Zone::UTC);
    let gaps = NumberingSeries {}.ask(&reader).map_err(|e| format!("(i) {e:?}"))?.gaps;
    if gaps.is_empty() { Ok(()) } else { Err(format!("(i) numbers on no document: {gaps:?}")) }
}

/// The hashes that the rows of files name.
pub fn named(conn: &Connection) -> BTreeSet<String> {
    let mut stmt = conn.prepare_cached("SELECT DISTINCT lower(hex(sha256)) FROM files").unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// (l) what an older program gave was understood, as far as the window goes.
fn versions_hold(world: &mut World<'_>) -> Broken {
    for (id, outcome) in &world.ledger {
        if let Outcome::Rejected { refusal } = outcome
            && refusal.code == "command.version"
            && !world.beyond.contains(id)
        {
            return Err(format!("(l) {id} was not understood: {refusal:?}"));
        }
    }
    let lifted = "SELECT count(*) FROM journal WHERE name = ?1 AND version = 1";
    let n: u32 = world.server.conn.query_row(lifted, [NOTE], |r| r.get(0)).unwrap();
    *world.told.entry("lifted").or_default() += n;
    let old = world.devices.iter().filter(|d| d.age == Age::Old).count();
    *world.told.entry("stayed old").or_default() += old as u32;
    Ok(())
}

fn drifts(conn: &Connection) -> i64 {
    netra_sync::replica::standing(conn).unwrap().drifts
}

/// (j) what a row names is there, and nobody was refused for want of it.
fn content_holds(world: &World<'_>) -> Broken {
    if let Some(sha256) = named(&world.server.conn).difference(&world.server.content).next() {
        return Err(format!("(j) the authority has a row of {sha256}, and not its content"));
    }
    for (id, outcome) in &world.ledger {
        if let Outcome::Rejected { refusal } = outcome
            && refusal.code == "file.missing_content"
        {
            return Err(format!("(j) {id} was rejected for want of its content"));
        }
    }
    Ok(())
}

/// Where everything came to rest: the head of the chain covers all that the authority took.
pub fn end(world: &World<'_>) -> String {
    let (seq, hash) = journal::head(&world.server.conn).unwrap();
    format!("at rest with entry {seq}, {}", hex::encode(hash))
}

type Key = (&'static str, Id);

/// What a person's device must hold, read from the rows themselves, not from their versions.
fn projection(world: &World<'_>, person: Id) -> BTreeMap<Key, rows::Image> {
    let (conn, engine) = (&world.server.conn, world.firm.engine());
    let actor = netra_core::catalogue::catalogue();
    let held: BTreeSet<Held> = match (actor.actor)(conn, person).unwrap() {
        Some(actor) => scopes::held(conn, &actor, world.there()).unwrap(),
        None => BTreeSet::new(),
    };
    let mut expected = BTreeMap::new();
    for table in SYNCED {
        for id in crate::act::ids(conn, table.name) {
            let scope = versions::scope_of(conn, engine, table.name, id).unwrap().unwrap();
            if held.iter().any(|h| h.covers(&scope)) {
                let image = rows::read(conn, engine, table.name, id).unwrap().unwrap();
                expected.insert((table.name, id), image);
            }
        }
    }
    expected
}

fn indexes_of(conn: &Connection) -> BTreeSet<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
    let mut stmt = conn.prepare_cached(sql).unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// (c) row for row, (d) nothing else, (e) nothing waits, (n) all indexes are there and search agrees.
fn device_holds(
    world: &World<'_>,
    device: &Device,
    expected: &BTreeMap<Key, rows::Image>,
) -> Broken {
    let (conn, program) = (&device.node.conn, world.firm.programs.of(device.age));
    let shape = schema::shape(program.schema).unwrap().unwrap();
    for table in ["pending", "incoming", "incoming_scopes", "base_images", "journal"] {
        let n: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap();
        if n > 0 {
            return Err(format!("(e) {n} left in {table}"));
        }
    }
    let mut seen = 0;
    for table in SYNCED {
        for id in crate::act::ids(conn, table.name) {
            let image = rows::read(conn, &program.engine, table.name, id).unwrap().unwrap();
            let mut theirs = expected.get(&(table.name, id)).cloned();
            if let Some(theirs) = &mut theirs {
                shape.narrow(table.name, theirs);
            }
            match theirs {
                None => return Err(format!("(d) {} {id} does not belong here", table.name)),
                Some(theirs) if theirs != image => {
                    return Err(format!(
                        "(c) {} {id}: here {image:?}, there {theirs:?}",
                        table.name
                    ));
                }
                Some(_) => seen += 1,
            }
            let noted = conn
                .prepare_cached("SELECT 1 FROM base_versions WHERE tbl = ?1 AND id = ?2")
                .unwrap()
                .exists(params![table.name, id])
                .unwrap();
            if !noted {
                return Err(format!("(c) {} {id} has no version here", table.name));
            }
        }
    }
    let missing = indexes_of(world.firm.empty_disk()).difference(&indexes_of(conn)).next().cloned();
    if let Some(index) = missing {
        return Err(format!("(n) {index} was not brought back"));
    }
    let looking = conn.unchecked_transaction().unwrap();
    for derived in DERIVED {
        if let Some(wrong) = (derived.check)(&looking).unwrap() {
            return Err(format!("(n) {}: {wrong}", derived.name));
        }
    }
    drop(looking);
    let noted: i64 =
        conn.query_row("SELECT count(*) FROM base_versions", [], |r| r.get(0)).unwrap();
    if seen != expected.len() || noted != seen as i64 {
        return Err(format!("(c) {seen} rows, {noted} noted, {} expected", expected.len()));
    }
    Ok(())
}
