//! A command that breaks off, never ends, or meets a full disk: what becomes of it and of the others
//! that were handed in with it.
#![allow(clippy::unwrap_used)]

use netra_core::catalogue::catalogue;
use netra_core::permissions;
use netra_kernel::{
    Catalogue, Command, CommandEntry, Done, Engine, Envelope, Id, Permission, Reader, Result,
    Timestamp, Tx, done,
};
use netra_sim::Firm;
use netra_sync::authority::{self, Here, Limits};
use netra_sync::direct;
use netra_sync::wire::{Handed, Outcome, Push, PushReply, Session, Stop};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Empty {}

/// Writes, and then breaks off or goes on for ever.
macro_rules! breaking {
    ($name:ident, $code:literal, |$tx:ident| $how:expr) => {
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        struct $name {}
        impl Command for $name {
            const NAME: &'static str = $code;
            const TITLE: &'static str = "Breaks off";
            const NEEDS: Permission = permissions::LEAD_EDIT;
            type Outcome = Empty;
            fn authorize(&self, _: &Reader<'_>) -> Result<()> {
                Ok(())
            }
            fn run(&self, $tx: &Tx<'_>) -> Result<Done<Empty>> {
                $tx.write("UPDATE leads SET city = 'half'", [])?;
                $how;
                Ok(done(Empty {}))
            }
        }
    };
}
const FOR_EVER: &str =
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)";

breaking!(Panics, "lead.panics", |tx| assert!(tx.now.0 == 0, "on purpose"));
breaking!(ReadsOn, "lead.reads_on", |tx| {
    tx.one::<i64>(&format!("SELECT {FOR_EVER}"), [], |r| r.get(0))?
});
breaking!(WritesOn, "lead.writes_on", |tx| {
    tx.write(&format!("UPDATE leads SET attempts = {FOR_EVER}"), [])?
});

struct Server {
    conn: Connection,
    engine: Engine,
    session: Session,
    n: i64,
    at: Timestamp,
}

impl Server {
    fn new() -> Server {
        let firm = Firm::new();
        let conn = firm.authority();
        let all = catalogue();
        let mut commands = all.commands;
        commands.extend([
            CommandEntry::of::<Panics>(),
            CommandEntry::of::<ReadsOn>(),
            CommandEntry::of::<WritesOn>(),
        ]);
        let all = Catalogue::new(commands, all.queries, all.tables, all.actor, all.zone);
        let engine = Engine::open(&conn, all).unwrap();
        let session = Session { person: firm.owner, device: Id::named("device", "one") };
        authority::register(&conn, session).unwrap();
        Server { conn, engine, session, n: 0, at: Timestamp(firm.begins) }
    }

    fn envelope(&mut self, name: &str, args: Value) -> Envelope {
        self.n += 1;
        Envelope {
            id: Id::named("command", &self.n.to_string()),
            name: name.to_owned(),
            version: self.engine.catalogue.command(name).unwrap().version,
            actor: self.session.person,
            device: self.session.device,
            device_seq: Some(self.n),
            at: self.at,
            args,
        }
    }

    fn lead(&mut self, name: &str) -> Envelope {
        let phone = format!("98450 7{:04}", self.n);
        self.envelope("lead.create", json!({"name": name, "phone": phone}))
    }

    fn push(&mut self, commands: &[Envelope]) -> Result<PushReply> {
        let handed = |envelope: &Envelope| Handed {
            envelope: envelope.clone(),
            refused_before: None,
            is_without_content: false,
        };
        let push = Push {
            schema: 0,
            commands: commands.iter().map(handed).collect(),
            known: None,
            wants_identity: false,
        };
        let limits = Limits { command_kilosteps: 2_000, ..Limits::default() };
        let here = Here { now: self.at, fresh: Id::named("device", "fresh") };
        authority::push(
            &mut self.conn,
            &self.engine,
            self.session,
            &push,
            here,
            &|_, _| Ok(true),
            limits,
        )
    }

    fn count(&self, sql: &str) -> i64 {
        self.conn.query_row(sql, [], |r| r.get(0)).unwrap()
    }
}

fn kinds(reply: &PushReply) -> Vec<&'static str> {
    let kind = |o: &Outcome| match o {
        Outcome::Applied { .. } => "applied",
        Outcome::Rejected { .. } => "rejected",
        Outcome::Quarantined { .. } => "quarantined",
    };
    reply.told.iter().map(|t| kind(&t.outcome)).collect()
}

#[test]
fn what_breaks_off_is_put_aside_and_the_others_go_on() {
    for breaks in ["lead.panics", "lead.reads_on", "lead.writes_on"] {
        let mut server = Server::new();
        let commands =
            [server.lead("Before"), server.envelope(breaks, json!({})), server.lead("After")];
        let expected = ["applied", "quarantined", "applied"];
        let reply = server.push(&commands).unwrap();
        assert_eq!(kinds(&reply), expected, "{breaks}");
        assert!(reply.stop.is_none());
        assert_eq!(server.count("SELECT count(*) FROM leads WHERE city = 'half'"), 0, "{breaks}");
        let made = "SELECT count(*) FROM leads WHERE name IN ('Before', 'After')";
        assert_eq!(server.count(made), 2, "{breaks}");
        // The answer was lost: it is the same again, and nothing is tried again.
        assert_eq!(kinds(&server.push(&commands).unwrap()), expected);
        assert_eq!(server.count(made), 2, "{breaks}");
    }
}

#[test]
fn given_straight_it_leaves_nothing_behind_and_the_next_one_runs() {
    for breaks in ["lead.panics", "lead.reads_on", "lead.writes_on"] {
        let mut server = Server::new();
        let limits = Limits { command_kilosteps: 2_000, ..Limits::default() };
        let run = |server: &mut Server, envelope: Envelope| {
            direct::run(&mut server.conn, &server.engine, &envelope, &|_, _| Ok(true), limits)
        };
        let broken = Envelope { device_seq: None, ..server.envelope(breaks, json!({})) };
        assert_eq!(run(&mut server, broken).unwrap_err().code(), "internal", "{breaks}");
        assert_eq!(server.count("SELECT count(*) FROM leads WHERE city = 'half'"), 0, "{breaks}");
        let next = Envelope { device_seq: None, ..server.lead("After") };
        run(&mut server, next).unwrap();
    }
}

#[test]
fn where_the_disk_is_full_nothing_is_put_aside_and_all_is_taken_later() {
    let mut server = Server::new();
    let pages = server.count("PRAGMA page_count");
    let leads: Vec<Id> = {
        let mut stmt = server.conn.prepare("SELECT id FROM leads").unwrap();
        stmt.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    let commands: Vec<Envelope> = (0..60)
        .map(|n| {
            let args = json!({"lead": leads[n % leads.len()], "body": "x".repeat(3_900)});
            server.envelope("lead.add_note", args)
        })
        .collect();
    // One at a time, each with less room than it needs, wherever in it the room ends.
    let (mut was_full, mut taken) = (0, 0);
    for room in 1.. {
        if taken == 30 {
            break;
        }
        server.conn.pragma_update(None, "max_page_count", pages + room).unwrap();
        match server.push(&commands[taken..=taken]) {
            Err(e) => {
                assert_eq!(e.code(), "storage.full");
                was_full += 1;
            }
            Ok(reply) => match reply.stop {
                Some(stop) => assert!(matches!(stop, Stop::RetryLater { .. }), "{stop:?}"),
                None => {
                    assert_eq!(kinds(&reply), ["applied"]);
                    taken += 1;
                }
            },
        }
    }
    assert!(was_full > 0 && taken > 0, "{was_full} times full, {taken} taken");
    server.conn.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    let reply = server.push(&commands[taken..]).unwrap();
    assert_eq!(kinds(&reply), vec!["applied"; 60 - taken]);
    assert_eq!(server.count("SELECT count(*) FROM lead_notes"), 60);
}
