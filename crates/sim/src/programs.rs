//! The programs that devices run: the server's own version, an older one that it still serves, and one
//! that it serves no more.
//!
//! No older program is at hand. One is played by this one, through an engine that was opened on a
//! database of that schema: it sees no newer column, so it neither keeps one nor misses it. To have a
//! command of two versions, `lead.add_note` is given a second one here, in which its text has another
//! name.

use netra_core::catalogue::catalogue;
use netra_core::schema;
use netra_kernel::{CommandEntry, Engine, Facts, Result, Tx, Upcast};
use rusqlite::Connection;
use serde_json::{Map, Value};
use std::sync::LazyLock;

pub const NOTE: &str = "lead.add_note";
const UPCASTS: &[Upcast] = &[second_from_first];
/// The schema of the older program: some columns came after it.
const OLD_SCHEMA: i32 = 51;

/// Which of them a device runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Age {
    New,
    Old,
    TooOld,
}

pub struct Program {
    pub schema: i32,
    pub engine: Engine,
}

pub struct Programs {
    new: Program,
    old: Program,
    too_old: Program,
}

impl Programs {
    pub fn new() -> Programs {
        let program = |schema: i32, tables: i32| {
            let mut catalogue = catalogue();
            let note = catalogue.commands.iter_mut().find(|c| c.name == NOTE).unwrap();
            if schema == schema::newest() {
                (note.version, note.upcasts) = (2, UPCASTS);
            } else {
                note.run = first;
            }
            let conn = schema::made(tables).unwrap();
            Program { schema, engine: Engine::open(&conn, catalogue).unwrap() }
        };
        Programs {
            new: program(schema::newest(), schema::newest()),
            old: program(OLD_SCHEMA, OLD_SCHEMA),
            too_old: program(schema::OLDEST_SERVED - 1, OLD_SCHEMA),
        }
    }

    pub fn of(&self, age: Age) -> &Program {
        match age {
            Age::New => &self.new,
            Age::Old => &self.old,
            Age::TooOld => &self.too_old,
        }
    }
}

static SECOND: LazyLock<CommandEntry> = LazyLock::new(|| *catalogue().command(NOTE).unwrap());

fn rename(args: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = args.remove(from) {
        args.insert(to.into(), value);
    }
}

fn second_from_first(args: &mut Map<String, Value>) -> Result<()> {
    rename(args, "words", "body");
    Ok(())
}

/// What the older program gives where the newer one would give this.
pub fn first_from_second(args: &mut Value) {
    if let Some(args) = args.as_object_mut() {
        rename(args, "body", "words");
    }
}

/// How the older program runs its own version.
fn first(tx: &Tx<'_>, args: &Value) -> Result<(Value, Facts)> {
    let mut args = args.clone();
    if let Some(args) = args.as_object_mut() {
        second_from_first(args)?;
    }
    (SECOND.run)(tx, &args)
}

/// Makes a disk one that this program has opened: what it would migrate is there already, so what
/// counts is the number. False when there is no room.
pub fn set_schema(conn: &Connection, program: &Program) -> bool {
    let higher = "DELETE FROM refinery_schema_history WHERE version > ?1";
    let own = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
               VALUES (?1, '', '', '') ON CONFLICT DO NOTHING";
    [higher, own].iter().all(|sql| conn.execute(sql, [program.schema]).is_ok())
}
