//! The stage that the demo is played on: a clock that stories move, dice that always fall the same,
//! and one transaction for all of it.
//!
//! Invariant: the same `today` gives the same database, down to every id.

use crate::files::FileStore;
use netra_kernel::engine::execute_within;
use netra_kernel::{Date, Engine, Envelope, Error, Id, Mode, Result, Timestamp, Zone};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Dice (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }
    pub fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What the steps of one story tell one another.
pub type Vars = Rc<RefCell<BTreeMap<String, Value>>>;

type Step = Box<dyn FnOnce(&mut Stage<'_>) -> Result<()>>;

pub struct Stage<'a> {
    conn: &'a Connection,
    engine: &'a Engine,
    files: &'a FileStore,
    pub today: Date,
    pub zone: Zone,
    pub dice: Dice,
    /// Everybody by a short name.
    pub people: BTreeMap<String, Id>,
    at: Timestamp,
    n: u32,
    steps: BTreeMap<(Timestamp, u32), Step>,
}

impl<'a> Stage<'a> {
    pub fn new(
        conn: &'a Connection,
        engine: &'a Engine,
        files: &'a FileStore,
        today: Date,
        zone: Zone,
    ) -> Stage<'a> {
        Stage {
            conn,
            engine,
            files,
            today,
            zone,
            dice: Dice::new(20_261_121),
            people: BTreeMap::new(),
            at: Timestamp(0),
            n: 0,
            steps: BTreeMap::new(),
        }
    }

    /// So many days from today (negative: before), at this time of day in the workspace's zone.
    pub fn when(&self, days: i64, hour: u32, minute: u32) -> Timestamp {
        let time = chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        self.today.plus_days(days).at(time, self.zone)
    }
    pub fn day(&self, days: i64) -> String {
        self.today.plus_days(days).to_string()
    }
    pub fn now(&self) -> Timestamp {
        self.at
    }
    pub fn set_now(&mut self, at: Timestamp) {
        self.at = at;
    }

    /// Plays this step when its time comes.
    pub fn plan(
        &mut self,
        at: Timestamp,
        step: impl FnOnce(&mut Stage<'_>) -> Result<()> + 'static,
    ) {
        self.n += 1;
        self.steps.insert((at, self.n), Box::new(step));
    }

    /// Plays every step in the order of time; steps may plan further ones.
    /// # Errors
    /// The first refusal, with the command's name; what `watch` says.
    pub fn play(&mut self, watch: crate::backup::Step<'_>) -> Result<()> {
        let mut played = 0;
        while let Some(((at, _), step)) = self.steps.pop_first() {
            watch(played, played + 1 + self.steps.len() as u64, "demo")?;
            played += 1;
            self.at = at;
            step(self)?;
        }
        Ok(())
    }

    /// Gives a command as this person, now.
    /// # Errors
    /// `internal`, saying which command of the demo was refused and why.
    pub fn give(&mut self, who: &str, name: &str, args: Value) -> Result<Value> {
        let shown = args.to_string();
        self.try_to(who, name, args)
            .map_err(|e| Error::internal(format!("demo: {name} by {who}: {e:?} {shown}")))
    }

    /// The same where a refusal is the caller's own: what they chose is not part of the play.
    /// # Errors
    /// Whatever refuses it.
    pub fn try_to(&mut self, who: &str, name: &str, args: Value) -> Result<Value> {
        let actor = *self
            .people
            .get(who)
            .ok_or_else(|| Error::internal(format!("the demo has no {who}")))?;
        self.n += 1;
        let unique = Id::named("demo command", &self.n.to_string()).0;
        let envelope = Envelope {
            id: Id::v7(
                self.at.0,
                self.n & 0x3ff_ffff,
                [unique[0], unique[1], unique[2], unique[3], unique[4], unique[5]],
            ),
            name: name.to_owned(),
            version: self.engine.catalogue.command(name).map_or(1, |c| c.version),
            actor,
            device: demo_device(),
            device_seq: None,
            at: self.at,
            args,
        };
        execute_within(self.conn, self.engine, &envelope, Mode::Authority).map(|r| r.outcome)
    }

    /// Asks a question as this person, now.
    /// # Errors
    /// `internal`, saying which question of the demo was refused and why.
    pub fn ask(&self, who: &str, name: &str, args: Value) -> Result<Value> {
        let actor = self.people.get(who).copied().unwrap_or(Id([0; 16]));
        let asking = netra_kernel::Asking { actor, now: self.at, locale: "en" };
        netra_kernel::ask(self.conn, self.engine, asking, name, &args)
            .map_err(|e| Error::internal(format!("demo: {name} by {who}: {e:?}")))
    }

    /// Stores a small text as a file; gives its id.
    /// # Errors
    /// As [`Stage::give`], and those of the store.
    pub fn file(&mut self, who: &str, name: &str, text: &str) -> Result<Value> {
        let stored = self.files.store(&mut text.as_bytes())?;
        let out = self.give(
            who,
            "file.add",
            json!({"sha256": stored.sha256, "name": name,
                   "media_type": crate::files::media_type_of(name),
                   "size_bytes": stored.size_bytes}),
        )?;
        Ok(out["file"].clone())
    }
}

/// The demo's device: fixed, so that its numbers are.
pub fn demo_device() -> Id {
    Id::named("demo", "device")
}

/// Fresh variables for one story.
pub fn vars() -> Vars {
    Rc::default()
}

/// Reads a variable; null when it was never set.
pub fn get(v: &Vars, name: &str) -> Value {
    v.borrow().get(name).cloned().unwrap_or(Value::Null)
}

pub fn set(v: &Vars, name: &str, value: &Value) {
    v.borrow_mut().insert(name.to_owned(), value.clone());
}
