//! A desk to try commands at: a workspace in memory with an owner, a settable clock and people in
//! every role. The simulator of sync includes this file too.

use netra_core::catalogue::catalogue;
use netra_core::schema;
use netra_kernel::rusqlite::Connection;
use netra_kernel::{Asking, Engine, Envelope, Id, Mode, Ran, Result, Timestamp, ask, execute};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub struct Desk {
    pub conn: Connection,
    pub engine: Engine,
    pub mode: Mode,
    /// The clock; moves only when told to.
    pub now: Timestamp,
    pub owner: Id,
    /// One person per role, by the role's key.
    pub people: BTreeMap<&'static str, Id>,
    /// Who acts next.
    pub acting: Id,
    n: u32,
    /// The command that ran last.
    pub last: Id,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::new()
    }
}

impl Desk {
    /// A Saturday, 21 November 2026, 11:30 in Kolkata, with the owner alone.
    pub fn new() -> Desk {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        conn.pragma_update(None, "recursive_triggers", true).unwrap();
        schema::migrate(&mut conn).unwrap();
        let engine = Engine::open(&conn, catalogue()).unwrap();
        let owner = Id::named("test", "owner");
        let mut desk = Desk {
            conn,
            engine,
            mode: Mode::Authority,
            now: Timestamp::parse("2026-11-21T06:00:00Z").unwrap(),
            owner,
            people: BTreeMap::new(),
            acting: owner,
            n: 0,
            last: owner,
        };
        desk.ok(
            "workspace.create",
            json!({"firm_name": "Acme Consulting", "owner_name": "Olivia Owner",
                   "owner_email": "owner@acme.example", "zone": "Asia/Kolkata", "currency": "INR",
                   "tax": {"country": "IN", "state_code": "27", "tax_number": "27AAPFU0939F1ZV"}}),
        );
        desk.people.insert("owner", owner);
        desk
    }

    /// The same with one person in every role; their e-mail is `<role>@acme.example`.
    pub fn staffed() -> Desk {
        let mut desk = Desk::new();
        for (role, title) in netra_core::permissions::ROLES.iter().skip(1) {
            let out = desk.ok(
                "person.add",
                json!({"name": format!("{title} One"), "email": format!("{role}@acme.example"),
                       "roles": [role], "languages": ["en", "hi"]}),
            );
            desk.people.insert(role, Id::parse(out["person"].as_str().unwrap()).unwrap());
        }
        desk
    }

    /// From now on this role's person acts.
    pub fn as_role(&mut self, role: &str) -> &mut Desk {
        self.acting = self.people[role];
        self
    }

    pub fn envelope(&mut self, name: &str, args: Value) -> Envelope {
        self.n += 1;
        let version = self.engine.catalogue.command(name).map_or(1, |c| c.version);
        Envelope {
            id: Id::v7(self.now.0, self.n, [7; 6]),
            name: name.into(),
            version,
            actor: self.acting,
            device: Id::named("test", "device"),
            device_seq: None,
            at: self.now,
            args,
        }
    }

    pub fn give(&mut self, name: &str, args: Value) -> Result<Ran> {
        let envelope = self.envelope(name, args);
        self.last = envelope.id;
        execute(&mut self.conn, &self.engine, &envelope, self.mode)
    }

    pub fn run(&mut self, name: &str, args: Value) -> Result<Value> {
        self.give(name, args).map(|r| r.outcome)
    }

    /// Runs a command that must pass.
    #[track_caller]
    pub fn ok(&mut self, name: &str, args: Value) -> Value {
        match self.run(name, args) {
            Ok(v) => v,
            Err(e) => panic!("{name}: {e:?}"),
        }
    }

    /// Runs a command that must be refused; gives the code.
    #[track_caller]
    pub fn refused(&mut self, name: &str, args: Value) -> &'static str {
        match self.run(name, args) {
            Ok(v) => panic!("{name} passed: {v}"),
            Err(e) => e.code(),
        }
    }

    pub fn try_ask(&self, name: &str, args: Value) -> Result<Value> {
        let asking = Asking { actor: self.acting, now: self.now, locale: "en" };
        ask(&self.conn, &self.engine, asking, name, &args)
    }

    #[track_caller]
    pub fn ask(&self, name: &str, args: Value) -> Value {
        match self.try_ask(name, args) {
            Ok(v) => v,
            Err(e) => panic!("{name}: {e:?}"),
        }
    }

    /// Everything in the synced tables and the journal as text, in a fixed order.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        let names = netra_core::tables::SYNCED.iter().map(|t| t.name).chain(["journal"]);
        for name in names {
            let order = if name == "journal" { "seq" } else { "id" };
            let sql = format!("SELECT * FROM {name} ORDER BY {order}");
            let mut stmt = self.conn.prepare(&sql).unwrap();
            let n = stmt.column_count();
            let mut rows = stmt.query([]).unwrap();
            while let Some(r) = rows.next().unwrap() {
                out.push_str(name);
                for i in 0..n {
                    out.push_str(&format!("|{:?}", r.get_ref(i).unwrap()));
                }
                out.push('\n');
            }
        }
        out
    }
}
