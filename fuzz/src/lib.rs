//! What the fuzz targets share: a firm in memory, and JSON made from a schema and random bytes.
//!
//! Invariant: an input never leaves a trace: each runs in a transaction that is rolled back, so
//! that a crash can be played again from its input alone.

pub mod answers;
pub mod chunks;
pub mod doors;
pub mod messages;
pub mod waiting;
pub mod wire;

use netra_core::{catalogue, schema, tables};
use netra_kernel::engine::{MAX_ARGS, Mode, execute, execute_within};
use netra_kernel::rusqlite::Connection;
use netra_kernel::rusqlite::backup::Backup;
use netra_kernel::{Asking, Engine, Envelope, Error, Id, Kind, Timestamp, ask};
use netra_sync::content::recorded;
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// 21 November 2026, 11:30 in Kolkata.
const NOW: i64 = 1_795_240_800_000;

fn envelope(engine: &Engine, actor: Id, n: u32, name: &str, args: Value) -> Envelope {
    Envelope {
        id: Id::v7(NOW, n, [9; 6]),
        name: name.to_owned(),
        version: engine.catalogue.command(name).map_or(1, |c| c.version),
        actor,
        device: Id::named("fuzz", "device"),
        device_seq: None,
        at: Timestamp(NOW),
        args,
    }
}

pub struct Desk {
    conn: Connection,
    engine: Engine,
    owner: Id,
    /// Ids of rows that exist, so that arguments can name them.
    ids: Vec<String>,
    /// Name and schema of the arguments.
    pub commands: Vec<(String, Value)>,
    pub queries: Vec<(String, Value)>,
    pub messages: Vec<messages::Message>,
    definitions: Map<String, Value>,
}

impl Desk {
    pub fn new() -> Desk {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        conn.pragma_update(None, "recursive_triggers", true).unwrap();
        schema::migrate(&mut conn).unwrap();
        let engine = Engine::open(&conn, catalogue::catalogue()).unwrap();
        let mut generator = SchemaGenerator::default();
        let commands = engine.catalogue.commands.iter();
        let commands =
            commands.map(|c| (c.name.to_owned(), (c.schema)(&mut generator).0.into())).collect();
        let queries = engine.catalogue.queries.iter();
        let queries =
            queries.map(|q| (q.name.to_owned(), (q.schema)(&mut generator).0.into())).collect();
        let messages = messages::all(&mut generator);
        let definitions = generator.take_definitions(true).into_iter().collect();
        let owner = Id::named("fuzz", "owner");
        let mut desk =
            Desk { conn, engine, owner, ids: Vec::new(), commands, queries, messages, definitions };
        for (name, args) in [
            (
                "workspace.create",
                json!({"firm_name": "Acme", "owner_name": "Olivia Owner",
                "owner_email": "owner@acme.example", "zone": "Asia/Kolkata", "currency": "INR",
                "tax": {"country": "IN", "state_code": "27"}}),
            ),
            (
                "person.add",
                json!({"name": "P", "email": "p@acme.example", "roles": ["telecaller"]}),
            ),
            (
                "file.add",
                json!({"sha256": "00".repeat(32), "name": "a.pdf",
                "media_type": "application/pdf", "size_bytes": 1}),
            ),
            ("lead.create", json!({"name": "Ananya", "phone": "+919812345678"})),
            ("lead.create", json!({"name": "रोहित", "phone": "+919812345679"})),
            ("company.create", json!({"name": "Bharat Textiles"})),
        ] {
            let envelope = desk.envelope(desk.ids.len() as u32, name, args);
            desk.ids.push(envelope.id.to_string());
            // A request that has changed since is no reason not to fuzz the others.
            let _ = execute(&mut desk.conn, &desk.engine, &envelope, Mode::Authority);
        }
        for table in tables::SYNCED {
            let sql = format!("SELECT id FROM {} ORDER BY id LIMIT 40", table.name);
            let mut stmt = desk.conn.prepare(&sql).unwrap();
            let mut rows = stmt.query([]).unwrap();
            while let Some(r) = rows.next().unwrap() {
                desk.ids.push(r.get::<_, Id>(0).unwrap().to_string());
            }
        }
        desk
    }

    fn envelope(&self, n: u32, name: &str, args: Value) -> Envelope {
        envelope(&self.engine, self.owner, n, name, args)
    }

    /// Runs a command and takes it back. A fault of the program stops the fuzzer.
    pub fn run(&mut self, name: &str, args: Value) {
        let envelope = self.envelope(4_000, name, args);
        let tx = self.conn.unchecked_transaction().unwrap();
        if let Err(e) = execute_within(&tx, &self.engine, &envelope, Mode::Authority) {
            no_fault(&e, name, &envelope.args);
        }
    }

    /// The same for arguments of another version: it is understood as what it is lifted to, or refused
    /// for what no step can lift; and nothing is run of a version that is not known.
    pub fn run_old(&mut self, name: &str, version: u32, args: Value) {
        let entry = *self.engine.catalogue.command(name).unwrap();
        let text = args.to_string();
        if text.len() > MAX_ARGS {
            return;
        }
        let sent = Envelope { version, ..self.envelope(4_000, name, args) };
        recorded(&sent);
        let old = self.outcome(&sent);
        match entry.lifted(version, &sent.args) {
            Ok(lifted) => {
                assert!(entry.knows(version));
                let (version, args) = (entry.version, lifted.into_owned());
                let new = self.outcome(&Envelope { version, args, ..sent.clone() });
                assert_eq!(old, new, "{name} {version} {text}");
            }
            Err(e) => {
                no_fault(&e, name, &sent.args);
                assert!(e.code() == "command.version" || entry.knows(version), "{e:?}");
                assert_eq!(old, Err(e.code().to_owned()), "{name} {version} {text}");
            }
        }
    }

    fn outcome(&mut self, envelope: &Envelope) -> Result<Value, String> {
        let tx = self.conn.unchecked_transaction().unwrap();
        match execute_within(&tx, &self.engine, envelope, Mode::Authority) {
            Ok(ran) => Ok(ran.outcome),
            Err(e) => {
                no_fault(&e, &envelope.name, &envelope.args);
                Err(e.code().to_owned())
            }
        }
    }

    pub fn ask(&mut self, name: &str, args: Value) {
        let asking = Asking { actor: self.owner, now: Timestamp(NOW), locale: "en" };
        if let Err(e) = ask(&self.conn, &self.engine, asking, name, &args) {
            no_fault(&e, name, &args);
        }
    }

    /// Arguments: now and then any JSON, mostly what the schema asks for, bent a little.
    pub fn arguments(&self, schema: &Value, bytes: &mut Bytes<'_>) -> Value {
        if bytes.next() < 16 {
            return serde_json::from_slice(bytes.0).unwrap_or(Value::Null);
        }
        self.value(schema, bytes, 0)
    }

    fn value(&self, schema: &Value, bytes: &mut Bytes<'_>, depth: u32) -> Value {
        if depth > 12 || bytes.0.is_empty() && depth > 4 {
            return Value::Null;
        }
        if bytes.next() == 255 {
            return odd(bytes);
        }
        if let Some(to) = schema.get("$ref").and_then(Value::as_str) {
            let key = to.rsplit('/').next().unwrap_or_default();
            return self
                .definitions
                .get(key)
                .map_or(Value::Null, |s| self.value(s, bytes, depth + 1));
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        for choice in ["enum", "anyOf", "oneOf"] {
            if let Some(all) = schema.get(choice).and_then(Value::as_array)
                && !all.is_empty()
            {
                let one = &all[bytes.next() as usize % all.len()];
                return if choice == "enum" {
                    one.clone()
                } else {
                    self.value(one, bytes, depth + 1)
                };
            }
        }
        let kind = match schema.get("type") {
            Some(Value::Array(all)) if !all.is_empty() => &all[bytes.next() as usize % all.len()],
            Some(kind) => kind,
            None => return odd(bytes),
        };
        match kind.as_str().unwrap_or_default() {
            "object" => {
                let mut object = Map::new();
                let required = schema.get("required").and_then(Value::as_array);
                let needs = |k: &str| required.is_some_and(|r| r.iter().any(|n| n == k));
                for (key, of) in
                    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
                {
                    if needs(key) || bytes.next() > 127 {
                        object.insert(key.clone(), self.value(of, bytes, depth + 1));
                    }
                }
                Value::Object(object)
            }
            "array" => {
                let of = schema.get("items").unwrap_or(&Value::Null);
                (0..bytes.next() % 5).map(|_| self.value(of, bytes, depth + 1)).collect()
            }
            "string" => self.text(bytes),
            "integer" => json!(bytes.number()),
            "number" => json!(bytes.number() as f64 / 7.0),
            "boolean" => json!(bytes.next() > 127),
            _ => Value::Null,
        }
    }

    fn text(&self, bytes: &mut Bytes<'_>) -> Value {
        const KNOWN: &[&str] = &[
            "",
            "2026-11-21",
            "2026-11-21T06:00:00Z",
            "9999-12-31",
            "0001-01-01",
            "12:30",
            "INR",
            "+919812345678",
            "p@acme.example",
            "27AAPFU0939F1ZV",
            "1.5",
            "-0.000001",
            "99999999999999999999",
            "firm.zone",
            "telecaller",
            "owner",
            "क्षत्रिय",
            "\u{0}",
            "\u{feff}",
        ];
        match bytes.next() {
            0..=120 if !self.ids.is_empty() => {
                json!(self.ids[bytes.next() as usize % self.ids.len()])
            }
            121..=200 => json!(KNOWN[bytes.next() as usize % KNOWN.len()]),
            201..=205 => json!("x".repeat(bytes.next() as usize * 300)),
            _ => {
                let n = (bytes.next() as usize).min(bytes.0.len());
                let (text, rest) = bytes.0.split_at(n);
                bytes.0 = rest;
                json!(String::from_utf8_lossy(text))
            }
        }
    }
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::new()
    }
}

fn no_fault(e: &Error, name: &str, args: &Value) {
    assert!(e.kind() != Kind::Internal, "{name} {args}: {e:?}");
}

/// A value of another type than was asked for.
fn odd(bytes: &mut Bytes<'_>) -> Value {
    match bytes.next() % 8 {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(i64::MIN),
        3 => json!(1e300),
        4 => json!([[[]]]),
        5 => json!({"": {}}),
        6 => json!(u64::MAX),
        _ => json!("\u{202e}"),
    }
}

/// A folder that no disk has to write.
pub fn memory() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    }
    .unwrap()
}

fn copied(from: &Connection) -> Connection {
    let mut to = Connection::open_in_memory().unwrap();
    to.pragma_update(None, "recursive_triggers", true).unwrap();
    Backup::new(from, &mut to).unwrap().run_to_completion(10_000, Duration::ZERO, None).unwrap();
    to
}

/// A text is not made longer than that.
const LONGEST: usize = 1 << 18;

/// The input, byte by byte; zeros when it has ended.
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn next(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    /// As many as the first two say, or what is left.
    pub fn some(&mut self) -> &'a [u8] {
        let n = usize::from(u16::from_le_bytes([self.next(), self.next()]));
        let (some, rest) = self.0.split_at(n.min(self.0.len()));
        self.0 = rest;
        some
    }

    /// A text in which some bytes are others, new, gone, doubled or cut off, as the rest says.
    pub fn bent(&mut self, good: &[u8]) -> Vec<u8> {
        let mut text = good.to_vec();
        while !self.0.is_empty() && text.len() < LONGEST {
            let op = self.next();
            let at = usize::from(u16::from_le_bytes([self.next(), self.next()]));
            let at = at % (text.len() + 1);
            let n = usize::from(self.next());
            let end = (at + n).min(text.len());
            match op % 8 {
                0 | 1 => {
                    if let Some(byte) = text.get_mut(at) {
                        *byte = n as u8;
                    }
                }
                2 => drop(text.splice(at..at, [n as u8])),
                3 => {
                    let (new, rest) = self.0.split_at(n.min(self.0.len()));
                    self.0 = rest;
                    text.splice(at..at, new.iter().copied());
                }
                4 => drop(text.drain(at..end)),
                5 => {
                    let part = text[at..end].to_vec();
                    text.splice(at..at, part);
                }
                6 => {
                    // The line in which it is, once more: before itself, or at the end.
                    let from = text[..at].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
                    let to =
                        text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| at + n);
                    let line = [b"\n", &text[from..to]].concat();
                    let into = if n & 1 == 0 { to } else { text.len() };
                    text.splice(into..into, line);
                }
                _ if n < 32 => text.truncate(at),
                _ => {
                    let byte = text.get(at).copied().unwrap_or(b'x');
                    text.splice(at..at, std::iter::repeat_n(byte, n * 16));
                }
            }
        }
        text
    }

    fn number(&mut self) -> i64 {
        match self.next() % 6 {
            0 => 0,
            1 => i64::from(self.next()),
            2 => -i64::from(self.next()),
            3 => i64::MAX,
            4 => i64::MIN,
            _ => i64::from_le_bytes(std::array::from_fn(|_| self.next())),
        }
    }
}
