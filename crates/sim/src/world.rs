//! Virtual time, the network, and who is there.

use crate::firm::Firm;
use crate::generator::{Generator, Random};
use crate::node::{Node, Snapshot};
use crate::programs::{Age, set_schema};
use netra_kernel::{Id, Timestamp};
use netra_sync::authority::Limits;
use netra_sync::wire::{Outcome, Pull, PullReply, Push, PushReply, Session};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;

/// What goes to the authority; as text, as over a wire.
#[derive(Clone)]
pub enum Ask {
    Register,
    Push(String),
    Pull(String),
    /// The content of a file, by its hash.
    Content(String),
}

#[derive(Clone)]
pub enum Answer {
    Registered,
    Shown,
    Push(String),
    Pull(String),
    Refused(&'static str),
}

pub enum Event {
    /// A person does something on a device.
    Act(usize),
    /// The same, beside what they do anyway.
    Give(usize),
    /// A device finds time to talk.
    Talk(usize),
    Asked {
        device: usize,
        message: u64,
        session: Session,
        ask: Ask,
    },
    Answered {
        device: usize,
        message: u64,
        answer: Answer,
    },
    TimedOut {
        device: usize,
        message: u64,
    },
    /// The owner does something on the server itself.
    ActThere,
    Fault,
    /// The server forgets what is old.
    Prune,
    /// The power goes where the server is: its last moments are lost.
    PowerCut,
}

pub struct Device {
    pub node: Node,
    pub person: Id,
    pub name: String,
    /// The message that is being waited for; lost when the process dies.
    pub waits_for: Option<u64>,
    /// The pull that is being waited for.
    pub asked: Option<Pull>,
    pub is_pull_next: bool,
    /// The last sequence that was handed in and is still to be pulled.
    pub handed: i64,
    /// The content that the authority asked for.
    pub to_show: Option<String>,
    /// Without network until then.
    pub cut_off_until: i64,
    /// How wrong its clock is.
    pub clock_off: i64,
    /// Its base was damaged.
    pub is_rotten: bool,
    /// Which program it runs.
    pub age: Age,
    pub generator: Generator,
}

/// How bad the weather is; drawn once per seed.
pub struct Weather {
    pub loss: usize,
    pub twice: usize,
    pub slow: usize,
    pub kills: usize,
    pub faults: bool,
    /// Disks that change what was written.
    pub rot: bool,
    /// A server that forgets early.
    pub prunes: bool,
    /// Devices that forget acknowledged commands early.
    pub forgets: bool,
    /// A server whose power fails.
    pub power_cuts: bool,
}

pub struct World<'f> {
    pub firm: &'f Firm,
    pub random: Random,
    pub now: i64,
    pub weather: Weather,
    pub server: Node,
    /// How wrong the server's clock is.
    pub server_clock_off: i64,
    /// What the server's disk falls back to when its power goes.
    pub written: Option<Snapshot>,
    pub owner_there: Generator,
    pub limits: Limits,
    pub devices: Vec<Device>,
    events: BTreeMap<(i64, u64), Event>,
    count: u64,
    /// Every command that a person was told is done, and who issued it.
    pub issued: BTreeMap<Id, String>,
    /// Those that a disk forgot, so that nobody can be asked to bring them back.
    pub forgotten: BTreeSet<Id>,
    /// Those of a version that the authority does not know any more.
    pub beyond: BTreeSet<Id>,
    /// What the authority answered and did not forget.
    pub ledger: BTreeMap<Id, Outcome>,
    /// The same to the letter, and how much the server had written when it was noted.
    pub noted: BTreeMap<Id, String>,
    pub noted_at: u64,
    pub told: BTreeMap<&'static str, u32>,
    trace: Sha256,
    is_loud: bool,
}

impl<'f> World<'f> {
    pub fn new(firm: &'f Firm, seed: u64, is_loud: bool) -> World<'f> {
        let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(77));
        let weather = Weather {
            loss: [0, 5, 15, 30][random.below(4)],
            twice: [0, 5, 20][random.below(3)],
            slow: [0, 10, 30][random.below(3)],
            kills: [0, 2, 6][random.below(3)],
            faults: !random.percent(25),
            rot: random.percent(30),
            prunes: random.percent(40),
            forgets: random.percent(40),
            power_cuts: random.percent(40),
        };
        let limits =
            Limits { page_bytes: [2_000, 8_000, 60_000][random.below(3)], ..Limits::default() };
        let mut world = World {
            firm,
            now: firm.begins,
            weather,
            server: Node::new(firm.authority(), true),
            server_clock_off: 0,
            written: None,
            owner_there: Generator::new(&firm.engine().catalogue, seed ^ 0x5eed),
            limits,
            devices: Vec::new(),
            events: BTreeMap::new(),
            count: 0,
            issued: BTreeMap::new(),
            forgotten: BTreeSet::new(),
            beyond: BTreeSet::new(),
            ledger: BTreeMap::new(),
            noted: BTreeMap::new(),
            noted_at: u64::MAX,
            told: BTreeMap::new(),
            trace: Sha256::new(),
            random,
            is_loud,
        };
        world.server.content = crate::checks::named(&world.server.conn);
        let cast = [
            "owner",
            "telecaller",
            "telecalling_manager",
            "sales_executive",
            "project_manager",
            "consultant",
            "finance",
            "hr_manager",
        ];
        for n in 0..4 {
            // One of them may have two laptops.
            let role = cast[world.random.below(cast.len())];
            let person = firm.people[role];
            let disk = firm.empty();
            let id = world.new_id();
            netra_sync::replica::begin(&disk, id).unwrap();
            world.add_device(disk, person, format!("{role}-{n}"), seed);
            let age = match world.random.below(10) {
                0 => Age::TooOld,
                1..=3 => Age::Old,
                _ => Age::New,
            };
            world.run_program(n, age);
        }
        world
    }

    pub fn add_device(&mut self, disk: rusqlite::Connection, person: Id, name: String, seed: u64) {
        let at = self.devices.len();
        let generator = Generator::new(
            &self.firm.engine().catalogue,
            seed.wrapping_mul(31).wrapping_add(at as u64),
        );
        self.devices.push(Device {
            node: Node::new(disk, false),
            person,
            name,
            waits_for: None,
            asked: None,
            is_pull_next: false,
            handed: 0,
            to_show: None,
            cut_off_until: 0,
            clock_off: 0,
            is_rotten: false,
            age: Age::New,
            generator,
        });
        self.later(SECOND, Event::Talk(at));
        let pause = self.pause(4 * MINUTE);
        self.later(pause, Event::Act(at));
    }

    /// The time by the server's clock.
    pub fn there(&self) -> Timestamp {
        Timestamp(self.now + self.server_clock_off)
    }

    /// From now on a device runs this program; where its disk has no room it stays as it is.
    pub fn run_program(&mut self, at: usize, age: Age) {
        let device = &mut self.devices[at];
        if set_schema(&device.node.conn, self.firm.programs.of(age)) {
            device.age = age;
        }
    }

    /// A new id, as a machine would draw it.
    pub fn new_id(&mut self) -> Id {
        self.count += 1;
        let mut unique = [0; 6];
        for b in &mut unique {
            *b = self.random.below(256) as u8;
        }
        Id::v7(self.now, (self.count & 0x3ff_ffff) as u32, unique)
    }

    /// Anything from nothing to twice this long.
    pub fn pause(&mut self, mean: i64) -> i64 {
        self.random.below(2 * mean as usize) as i64 + 1
    }

    pub fn later(&mut self, delay: i64, event: Event) {
        self.count += 1;
        self.events.insert((self.now + delay, self.count), event);
    }

    pub fn next(&mut self) -> Option<Event> {
        let ((at, _), event) = self.events.pop_first()?;
        self.now = at;
        Some(event)
    }

    /// Remembers a line of the trace.
    pub fn say(&mut self, line: &str) {
        self.trace.update(self.now.to_be_bytes());
        self.trace.update(line.as_bytes());
        if self.is_loud {
            let s = (self.now - self.firm.begins) / SECOND;
            eprintln!("{:02}:{:02}:{:02} {line}", s / 3600, s / 60 % 60, s % 60);
        }
    }

    pub fn count(&mut self, what: &'static str) {
        *self.told.entry(what).or_default() += 1;
    }

    pub fn trace(&self) -> String {
        hex::encode(self.trace.clone().finalize())
    }

    pub fn message(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Sends something over the network: lost, late, twice, as the weather is.
    pub fn send(&mut self, device: usize, make: impl Fn() -> Event) {
        if self.now < self.devices[device].cut_off_until || self.random.percent(self.weather.loss) {
            self.count("lost");
            return;
        }
        let copies = if self.random.percent(self.weather.twice) { 2 } else { 1 };
        if copies == 2 {
            self.count("came twice");
        }
        for _ in 0..copies {
            let delay = if self.random.percent(self.weather.slow) {
                self.count("delayed");
                self.pause(2 * MINUTE)
            } else {
                self.pause(200)
            };
            self.later(delay, make());
        }
    }

    /// After how many commits the process at work dies, if it does.
    pub fn kill(&mut self) -> Option<u32> {
        let dies = self.random.percent(self.weather.kills);
        if dies {
            self.count("killed");
        }
        dies.then(|| self.random.below(2) as u32)
    }
}

pub fn text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

pub fn read_push(text: &str) -> Push {
    serde_json::from_str(text).unwrap()
}
pub fn read_push_reply(text: &str) -> PushReply {
    serde_json::from_str(text).unwrap()
}
pub fn read_pull(text: &str) -> Pull {
    serde_json::from_str(text).unwrap()
}
pub fn read_pull_reply(text: &str) -> PullReply {
    serde_json::from_str(text).unwrap()
}
