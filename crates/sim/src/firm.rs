//! The firm that everything is played in: people in every role, leads, a signed agreement and its
//! project. Made once; each seed begins with a copy.

use crate::fixture::Delivery;
use crate::programs::{Age, Programs};
use netra_core::schema;
use netra_kernel::{Engine, Id, versions};
use rusqlite::{Connection, backup::Backup};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

pub struct Firm {
    /// The authority's, and of the newest devices.
    pub programs: Programs,
    pub people: BTreeMap<&'static str, Id>,
    pub owner: Id,
    pub project: Id,
    /// The moment at which the play begins, in ms since 1970.
    pub begins: i64,
    authority: Connection,
    empty: Connection,
}

impl Default for Firm {
    fn default() -> Firm {
        Firm::new()
    }
}

impl Firm {
    pub fn new() -> Firm {
        let (mut d, _) = Delivery::executing(3, 2);
        let callers = ["telecaller", "telecalling_manager", "sales_executive", "owner"];
        for (n, role) in (0..8).zip(callers.iter().cycle()) {
            let args = json!({"name": format!("Lead {n}"), "phone": format!("+9198200000{n:02}"),
                              "email": format!("lead{n}@client.example"), "city": "Pune"});
            let lead = d.ok("telecalling_manager", "lead.create", args)["lead"].clone();
            let to = d.desk.people[*role];
            d.ok("telecalling_manager", "lead.assign", json!({"leads": [lead], "to": to}));
        }
        let desk = d.desk;
        // What programs of before do not know is there: people are released on a day after the play.
        let released = "UPDATE assignments SET released_on = '2027-12-31'";
        assert!(desk.conn.execute(released, []).unwrap() > 0);
        versions::begin(&desk.conn, &desk.engine, Id::named("sim", "log")).unwrap();
        let mut empty = open();
        schema::migrate(&mut empty).unwrap();
        Firm {
            programs: Programs::new(),
            people: desk.people,
            owner: desk.owner,
            project: Id::parse(&d.project).unwrap(),
            begins: desk.now.0,
            authority: desk.conn,
            empty,
        }
    }

    /// The newest program's engine.
    pub fn engine(&self) -> &Engine {
        &self.programs.of(Age::New).engine
    }

    /// The authority's database as the play begins.
    pub fn authority(&self) -> Connection {
        let conn = copy(&self.authority);
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        conn
    }

    /// What a new device's database has.
    pub fn empty_disk(&self) -> &Connection {
        &self.empty
    }

    /// A new device's database.
    pub fn empty(&self) -> Connection {
        copy(&self.empty)
    }
}

fn open() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.pragma_update(None, "recursive_triggers", true).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn.set_prepared_statement_cache_capacity(256);
    conn
}

/// What a disk holds, on another disk. Like every new connection it does not check foreign keys
/// until told to.
pub fn copy(from: &Connection) -> Connection {
    let mut to = open();
    Backup::new(from, &mut to).unwrap().run_to_completion(10_000, Duration::ZERO, None).unwrap();
    to
}
