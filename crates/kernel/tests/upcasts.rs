//! A command whose arguments changed twice, met in each of its versions: by an authority, by a
//! replica that was updated while it waited, by who takes it back long after.
#![allow(clippy::unwrap_used)]

use netra_kernel::rusqlite::Connection;
use netra_kernel::{
    Actor, Catalogue, Command, CommandEntry, DataScopeRule, Done, Engine, Envelope, Error, Id,
    Kind, Mode, Permission, Reader, Result, TableSpec, Timestamp, Tx, Upcast, Zone, done, execute,
    journal, rebase,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const TABLES: &[TableSpec] =
    &[TableSpec { name: "notes", scope: DataScopeRule::Fixed("workspace"), told_in: &[] }];
const NEEDS: Permission = Permission::MEMBER;

/// How it was first: the words alone.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct First {
    words: String,
}

/// How it is: `words` became `text` in the second version, the third one wants a tone.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Third {
    text: String,
    tone: String,
}

/// Takes back what was taken back.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Undo {
    command: Id,
}

fn write(tx: &Tx<'_>, text: &str, tone: &str) -> Result<Done<Id>> {
    let id: Id = tx.new_id();
    let sql = "INSERT INTO notes (id, text, tone) VALUES (?1, ?2, ?3)";
    tx.write(sql, (id, text, tone))?;
    Ok(done(id).fact("text", text))
}

impl Command for First {
    const NAME: &'static str = "note.write";
    const TITLE: &'static str = "Write a note";
    const NEEDS: Permission = NEEDS;
    type Outcome = Id;
    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }
    fn run(&self, tx: &Tx<'_>) -> Result<Done<Id>> {
        write(tx, &self.words, "plain")
    }
}

fn words_are_text(args: &mut Map<String, Value>) -> Result<()> {
    let words = args.remove("words").unwrap_or_default();
    if words == "" {
        return Err(Error::new(Kind::Invalid, "invalid"));
    }
    args.insert("text".into(), words);
    Ok(())
}

fn a_plain_tone(args: &mut Map<String, Value>) -> Result<()> {
    args.insert("tone".into(), json!("plain"));
    Ok(())
}

impl Command for Third {
    const NAME: &'static str = "note.write";
    const TITLE: &'static str = "Write a note";
    const VERSION: u32 = 3;
    const UPCASTS: &'static [Upcast] = &[words_are_text, a_plain_tone];
    const NEEDS: Permission = NEEDS;
    const UNDOABLE: bool = true;
    type Outcome = Id;
    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }
    fn run(&self, tx: &Tx<'_>) -> Result<Done<Id>> {
        write(tx, &self.text, &self.tone)
    }
    fn after_undo(&self, _: &Reader<'_>) -> Result<()> {
        if self.tone == "final" { Err(Error::new(Kind::NotNow, "invalid")) } else { Ok(()) }
    }
}

impl Command for Undo {
    const NAME: &'static str = "history.undo";
    const TITLE: &'static str = "Undo";
    const NEEDS: Permission = NEEDS;
    type Outcome = String;
    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }
    fn run(&self, tx: &Tx<'_>) -> Result<Done<String>> {
        tx.undo(self.command).map(done)
    }
}

fn me() -> Id {
    Id::named("test", "me")
}

fn someone(_: &Connection, id: Id) -> Result<Option<Actor>> {
    let (roles, permissions) = (Vec::new(), BTreeSet::new());
    Ok(Some(Actor { id, name: "Me".into(), roles, permissions, is_active: true }))
}

fn open() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(include_str!("../../../migrations/V1__journal.sql")).unwrap();
    conn.execute_batch(include_str!("../../../migrations/V50__sync.sql")).unwrap();
    conn.execute_batch(
        "CREATE TABLE notes (id BLOB PRIMARY KEY NOT NULL, text TEXT NOT NULL, tone TEXT NOT NULL)
         STRICT",
    )
    .unwrap();
    conn
}

fn engine(conn: &Connection, write: CommandEntry) -> Engine {
    let commands = vec![write, CommandEntry::of::<Undo>()];
    let zone = |_: &Connection| Ok(Zone::UTC);
    Engine::open(conn, Catalogue::new(commands, Vec::new(), TABLES, someone, zone)).unwrap()
}

fn given(n: u8, name: &str, version: u32, args: Value) -> Envelope {
    Envelope {
        id: Id::v7(1_000, u32::from(n), [n; 6]),
        name: name.into(),
        version,
        actor: me(),
        device: Id::named("test", "device"),
        device_seq: None,
        at: Timestamp(1_000),
        args,
    }
}

fn notes(conn: &Connection) -> Vec<String> {
    let mut stmt = conn.prepare("SELECT text || ', ' || tone FROM notes ORDER BY text").unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().collect::<std::result::Result<_, _>>().unwrap()
}

#[test]
fn an_authority_understands_every_version_and_keeps_what_was_sent() {
    let mut conn = open();
    let engine = engine(&conn, CommandEntry::of::<Third>());
    let sent = [
        given(1, "note.write", 1, json!({"words": "one"})),
        given(2, "note.write", 2, json!({"text": "two"})),
        given(3, "note.write", 3, json!({"text": "three", "tone": "loud"})),
    ];
    for envelope in &sent {
        execute(&mut conn, &engine, envelope, Mode::Authority).unwrap();
    }
    assert_eq!(notes(&conn), ["one, plain", "three, loud", "two, plain"]);
    let mut stmt = conn.prepare("SELECT version, args FROM journal ORDER BY seq").unwrap();
    let kept: Vec<(u32, String)> = stmt
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .collect::<std::result::Result<_, _>>()
        .unwrap();
    drop(stmt);
    let as_sent: Vec<_> = sent.iter().map(|e| (e.version, e.args.to_string())).collect();
    assert_eq!(kept, as_sent, "the journal keeps what its author sent");
    assert_eq!(journal::first_break(&conn).unwrap(), None);
    let again = execute(&mut conn, &engine, &sent[0], Mode::Authority).unwrap();
    assert!(again.is_repeat);
}

#[test]
fn beyond_the_window_nothing_is_run() {
    let mut conn = open();
    let engine = engine(&conn, CommandEntry::of::<Third>());
    for version in [0, 4, 5, u32::MAX] {
        for args in [json!({"words": "w"}), json!({"text": "t", "tone": "x"}), json!(null)] {
            let envelope = given(1, "note.write", version, args);
            let refused = execute(&mut conn, &engine, &envelope, Mode::Authority).unwrap_err();
            assert_eq!(refused.code(), "command.version", "{version}");
            assert_eq!(refused.args()["expected"], 3);
        }
    }
    // Arguments of another version than they say, and such as no step can read.
    for (version, args) in [
        (1, json!({"text": "t", "tone": "x"})),
        (1, json!({"words": ""})),
        (1, json!(7)),
        (2, json!(null)),
        (2, json!(["t"])),
        (2, json!({"words": "w"})),
        (3, json!({"words": "w"})),
    ] {
        let envelope = given(1, "note.write", version, args);
        let refused = execute(&mut conn, &engine, &envelope, Mode::Authority).unwrap_err();
        assert_eq!(refused.kind(), Kind::Invalid, "{envelope:?}");
    }
    assert_eq!(notes(&conn), [""; 0]);
}

#[test]
fn what_waits_on_a_replica_is_lifted_when_its_program_is_updated() {
    let mut conn = open();
    let old = engine(&conn, CommandEntry::of::<First>());
    let envelope = given(1, "note.write", 1, json!({"words": "one"}));
    execute(&mut conn, &old, &envelope, Mode::Replica).unwrap();
    let before = rebase::pending(&conn).unwrap();

    let new = engine(&conn, CommandEntry::of::<Third>());
    let tx = conn.transaction().unwrap();
    rebase::restore(&tx).unwrap();
    assert_eq!(notes(&tx), [""; 0]);
    assert!(rebase::replay(&tx, &new, &before).unwrap().is_empty());
    tx.commit().unwrap();
    assert_eq!(notes(&conn), ["one, plain"]);
    let after = rebase::pending(&conn).unwrap();
    // It is still the same command, to the letter: its hash may be known to the authority.
    let text = |w: &rebase::Waiting| serde_json::to_string(&w.envelope).unwrap();
    assert_eq!(text(&after[0]), text(&before[0]));
    assert_eq!((after[0].envelope.version, &after[0].envelope.args), (1, &envelope.args));
}

#[test]
fn what_was_given_in_an_old_version_can_be_taken_back_as_long_as_it_is_understood() {
    let mut conn = open();
    let third = engine(&conn, CommandEntry::of::<Third>());
    let args = json!({"text": "end", "tone": "final"});
    for envelope in [
        given(1, "note.write", 1, json!({"words": "one"})),
        given(2, "note.write", 1, json!({"words": "two"})),
        given(3, "note.write", 3, args),
    ] {
        execute(&mut conn, &third, &envelope, Mode::Authority).unwrap();
    }
    let undo = |n, of: u8| {
        let command = Id::v7(1_000, u32::from(of), [of; 6]);
        given(n, "history.undo", 1, json!({ "command": command }))
    };
    execute(&mut conn, &third, &undo(11, 1), Mode::Authority).unwrap();
    assert_eq!(notes(&conn), ["end, final", "two, plain"]);
    let refused = execute(&mut conn, &third, &undo(12, 3), Mode::Authority).unwrap_err();
    assert_eq!(refused.code(), "invalid", "what the undoing may not break is looked at");

    let mut shorter = CommandEntry::of::<Third>();
    shorter.upcasts = &[a_plain_tone];
    let shorter = engine(&conn, shorter);
    let refused = execute(&mut conn, &shorter, &undo(13, 2), Mode::Authority).unwrap_err();
    assert_eq!(refused.code(), "undo.not_undoable");
    // What was applied once keeps its one outcome, understood or not.
    let again = given(2, "note.write", 1, json!({"words": "two"}));
    assert!(execute(&mut conn, &shorter, &again, Mode::Authority).unwrap().is_repeat);
}
