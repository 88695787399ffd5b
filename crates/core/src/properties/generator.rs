//! Random commands: any command of the catalogue, with arguments that its JSON Schema allows and
//! ids that exist. Deterministic: the same seed gives the same commands. The simulator of sync
//! includes this file too.

use netra_core::permissions::{ALL, ROLES};
use netra_core::settings::KEYS;
use netra_core::tables::SYNCED;
use netra_kernel::rusqlite::Connection;
use netra_kernel::{Catalogue, Id, Permission};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// SplitMix64: small, good enough, the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// 0 to n − 1.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    pub fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { Some(&list[self.below(list.len())]) }
    }
}

struct Shape {
    name: &'static str,
    needs: Permission,
    schema: Value,
}

pub struct Generator {
    pub random: Random,
    shapes: Vec<Shape>,
    definitions: Map<String, Value>,
    /// Ids by table, as they are now.
    pool: BTreeMap<String, Vec<Id>>,
    /// What was tried, what passed, by command.
    pub tried: BTreeMap<&'static str, (usize, usize)>,
    /// Draw what ends a story as often as anything else: to try whether what is over stays over.
    pub is_bold: bool,
    n: u64,
}

impl Generator {
    pub fn new(catalogue: &Catalogue, seed: u64) -> Generator {
        let mut schemas = SchemaGenerator::default();
        let shapes = catalogue
            .commands
            .iter()
            .map(|c| Shape { name: c.name, needs: c.needs, schema: (c.schema)(&mut schemas).0 })
            .collect();
        Generator {
            random: Random::new(seed),
            shapes,
            definitions: schemas.definitions().clone(),
            pool: BTreeMap::new(),
            tried: BTreeMap::new(),
            is_bold: false,
            n: seed << 32,
        }
    }

    /// Which command is next: all in turn, in random order, those of delivery more often; what
    /// ends a story seldom, or every walk would be a short one.
    pub fn choose(&mut self) -> &'static str {
        loop {
            let mut i = self.random.below(self.shapes.len());
            for _ in 0..2 {
                if !is_delivery(self.shapes[i].name) {
                    i = self.random.below(self.shapes.len());
                }
            }
            if !ends(self.shapes[i].name) || self.is_bold || !self.random.percent(90) {
                return self.shapes[i].name;
            }
        }
    }

    /// What this command needs.
    pub fn needs(&self, name: &str) -> Permission {
        self.shapes.iter().find(|s| s.name == name).unwrap().needs
    }

    /// Arguments for this command, with ids that are in this database.
    pub fn arguments(&mut self, conn: &Connection, name: &str) -> Value {
        self.look(conn);
        let at = self.shapes.iter().position(|s| s.name == name).unwrap();
        let (name, schema) = (self.shapes[at].name, self.shapes[at].schema.clone());
        let noun = name.split('.').next().unwrap_or_default();
        self.value(&schema, "", noun)
    }

    pub fn count(&mut self, name: &'static str, passed: bool) {
        let t = self.tried.entry(name).or_default();
        t.0 += 1;
        t.1 += usize::from(passed);
    }

    fn look(&mut self, conn: &Connection) {
        self.pool.clear();
        for t in SYNCED {
            let sql = format!("SELECT id FROM {} ORDER BY id LIMIT 400", t.name);
            let mut stmt = conn.prepare_cached(&sql).unwrap();
            let ids: Vec<Id> =
                stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
            self.pool.insert(t.name.into(), ids);
        }
        let mut stmt =
            conn.prepare_cached("SELECT command FROM journal ORDER BY seq DESC LIMIT 5").unwrap();
        let last: Vec<Id> =
            stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        self.pool.insert("commands".into(), last);
    }

    fn value(&mut self, schema: &Value, field: &str, noun: &str) -> Value {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let key = name.rsplit('/').next().unwrap_or_default();
            let definition = self.definitions.get(key).cloned().unwrap_or(Value::Null);
            return self.value(&definition, field, noun);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return self.random.pick(words).cloned().unwrap_or(Value::Null);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(options) = schema.get(key).and_then(Value::as_array) {
                let option = self.random.pick(options).cloned().unwrap_or(Value::Null);
                return self.value(&option, field, noun);
            }
        }
        let kinds: Vec<&str> = match schema.get("type") {
            Some(Value::String(s)) => vec![s],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            // Anything at all is allowed here.
            _ => return self.anything(),
        };
        match self.random.pick(&kinds).copied().unwrap_or("null") {
            "object" => self.object(schema, noun),
            "array" => {
                let items = schema.get("items").cloned().unwrap_or(json!(true));
                let n = [0, 1, 1, 1, 2][self.random.below(5)];
                (0..n).map(|_| self.value(&items, field, noun)).collect()
            }
            "string" => self.text(schema, field, noun),
            "integer" => self.integer(field),
            "number" => json!(self.random.below(100)),
            "boolean" => json!(self.random.percent(50)),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &Value, noun: &str) -> Value {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|r| r.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let mut out = Map::new();
        let none = Map::new();
        for (name, inner) in schema.get("properties").and_then(Value::as_object).unwrap_or(&none) {
            if required.contains(&name.as_str()) || self.random.percent(40) {
                out.insert(name.clone(), self.value(inner, name, noun));
            }
        }
        Value::Object(out)
    }

    fn anything(&mut self) -> Value {
        let options =
            [json!("Asia/Kolkata"), json!("INR"), json!(true), json!(3), json!("09:30"), json!([])];
        self.random.pick(&options).cloned().unwrap_or(Value::Null)
    }

    fn integer(&mut self, field: &str) -> Value {
        let few = self.random.below(6) as i64;
        json!(if field.contains("percent") {
            [1, 10, 50, 100][self.random.below(4)]
        } else if field.ends_with("_minor") {
            [0, 1, 1_000_000, 10_800_000, 11_800_000][self.random.below(5)]
        } else if field.contains("minutes") {
            [15, 30, 60][self.random.below(3)]
        } else {
            few
        })
    }

    fn text(&mut self, schema: &Value, field: &str, noun: &str) -> Value {
        self.n += 1;
        let days = self.random.below(80) as i64 - 20;
        match schema.get("format").and_then(Value::as_str) {
            Some("uuid") => return json!(self.id(field, noun)),
            Some("date") => {
                let today = netra_kernel::Date::parse("2026-11-21").unwrap();
                return json!(today.plus_days(if self.random.percent(50) { 0 } else { days }));
            }
            Some("date-time") => {
                let now = netra_kernel::Timestamp::parse("2026-11-21T06:00:00Z").unwrap();
                return json!(now.plus_days(if self.random.percent(50) { 0 } else { days }));
            }
            _ => {}
        }
        let words = ["Audit", "Lay-out", "Training", "क्षत्रिय ₹", "x", " spaced "];
        let word = words[self.random.below(words.len())];
        match field {
            "email" | "owner_email" => json!(format!("someone{}@acme.example", self.n)),
            "sha256" | "manifest_sha256" | "hash" => json!(format!("{:064x}", self.n)),
            "role" | "roles" => json!(ROLES[self.random.below(ROLES.len())].0),
            "permissions" => json!(ALL[self.random.below(ALL.len())].0.0),
            "key" => json!(KEYS[self.random.below(KEYS.len())].0),
            "zone" => json!("Asia/Kolkata"),
            "status" => json!(["active", "suspended"][self.random.below(2)]),
            "signed_by" | "given_by" | "reason" => json!(format!("{word}!")),
            "reference" | "number" | "sku" => json!(format!("R{}", self.n)),
            f if f.contains("phone") => json!(format!("+9198{:08}", self.n % 100_000_000)),
            f if f.contains("country") => json!("IN"),
            _ if self.random.percent(4) => json!(""),
            _ => json!(format!("{word} {}", self.n % 1_000)),
        }
    }

    /// An id that this field probably means: of the table whose name the field is part of, or of
    /// the command's own noun; now and then of anything at all.
    fn id(&mut self, field: &str, noun: &str) -> Id {
        let field = match field {
            "pm" | "owner" | "assigned_to" | "assignee" | "assign_to" => "people",
            "kickoff" => "kickoff_requests",
            "request" => "staffing_requests",
            "action" => "meeting_actions",
            "item" | "items" => "sow_items",
            "subject" => {
                ["sow_items", "milestones", "deliverables", "projects"][self.random.below(4)]
            }
            other => other,
        };
        let stem = |word: &str| word.trim_end_matches('s').trim_end_matches("ie").to_owned();
        let score = |table: &str| {
            let (t, f) = (stem(table), stem(field));
            if t == f {
                4
            } else if f == "person" && table == "people" || f.ends_with("file") && t == "file" {
                3
            } else if t.starts_with(&f) || t.ends_with(&f) || f.starts_with(&t) {
                2
            } else {
                i32::from(t == stem(noun))
            }
        };
        let filled = self.pool.iter().filter(|(_, ids)| !ids.is_empty());
        let best = filled.clone().map(|(t, _)| score(t)).max().unwrap_or(0);
        let anything = best == 0 || self.random.percent(5);
        let fitting: Vec<&Vec<Id>> =
            filled.filter(|(t, _)| anything || score(t) == best).map(|(_, ids)| ids).collect();
        let ids = self.random.pick(&fitting).copied();
        ids.and_then(|ids| {
            // Old ids mostly have gone their way: favour the newest.
            let n = ids.len();
            let newest = self.random.percent(40);
            let at =
                if newest { n - 1 - self.random.below(n.min(3)) } else { self.random.below(n) };
            ids.get(at).copied()
        })
        .unwrap_or(Id([9; 16]))
    }

    /// Says which commands passed how often, for the message of a failing test.
    pub fn summary(&self) -> (usize, usize, Vec<&'static str>) {
        let tried = self.tried.values().map(|t| t.0).sum();
        let passed = self.tried.values().map(|t| t.1).sum();
        let never = self.tried.iter().filter(|t| t.1.1 == 0).map(|t| *t.0).collect();
        (tried, passed, never)
    }
}

/// The commands after which less is possible than before.
fn ends(name: &str) -> bool {
    let verbs = [
        "cancel",
        "archive",
        "hold",
        "complete",
        "decline",
        "reject",
        "reverse",
        "merge",
        "set_permissions",
        "set_status",
        "set_roles",
        "discard",
        "withdraw",
    ];
    name.split('.').next_back().is_some_and(|v| verbs.contains(&v)) && name != "meeting.hold"
}

/// The commands that bring a project forward, or could harm its gate.
fn is_delivery(name: &str) -> bool {
    let nouns = [
        "kickoff",
        "project",
        "staffing",
        "meeting",
        "milestone",
        "sow_item",
        "deliverable",
        "signoff",
        "change",
        "payment",
    ];
    name.split('.').next().is_some_and(|n| nouns.contains(&n))
}
