//! A firm in the middle of its work: a record of everything, each with somebody whose it is.

use crate::permissions::{self as may, ALL};
use crate::projects::fixture::Delivery;
use crate::quotes::tests::sections;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Permission};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What lets a person touch or see the records of others: the stranger has everything else.
const LIFTING: &[Permission] = &[
    may::LEAD_READ_ALL,
    may::LEAD_EDIT_ALL,
    may::CALL_READ_ALL,
    may::CALL_OVERRIDE,
    may::SALES_READ_ALL,
    may::SALES_ALL,
    may::PROJECT_READ_ALL,
    may::PROJECT_MANAGE_ANY,
    may::KICKOFF_REQUEST_ANY,
    may::ROLE_MANAGE,
    may::UNDO_ANY,
];

pub struct World {
    pub d: Delivery,
    /// May do everything but with the records of others.
    pub stranger: Id,
    ids: BTreeMap<&'static str, Value>,
}

impl World {
    pub fn id(&self, name: &str) -> Value {
        self.ids.get(name).cloned().unwrap_or_else(|| panic!("no {name}"))
    }

    /// The id as text, to look for in an answer.
    pub fn mark(&self, name: &str) -> String {
        self.id(name).as_str().unwrap().to_owned()
    }

    pub fn new() -> World {
        let (d, milestones) = Delivery::executing(3, 2);
        let stranger = d.desk.people["viewer"];
        let mut w = World { d, stranger, ids: BTreeMap::new() };
        w.ids.insert("project", json!(w.d.project));
        w.ids.insert("milestone", milestones[0].clone());
        w.ids.insert("item", json!(w.d.items[0]));
        w.ids.insert("agreement", json!(w.d.agreement));
        w.ids.insert("instalment", json!(w.d.instalments[1]));
        w.ids.insert("contact", json!(w.d.contact));
        w.sales();
        w.leads();
        w.delivery();
        w.money();
        w.stranger_comes();
        w
    }

    fn keep(&mut self, name: &'static str, value: &Value) {
        assert!(value.is_string(), "{name}: {value}");
        self.ids.insert(name, value.clone());
    }

    /// Runs a command and keeps an id that it gave.
    fn make(&mut self, name: &'static str, role: &'static str, command: &str, args: Value) {
        let field = name.split('-').next().unwrap();
        let out = self.d.ok(role, command, args);
        self.keep(name, &out[field]);
    }

    fn find(&mut self, name: &'static str, sql: &str) {
        let id: Id = self.d.desk.conn.query_row(sql, [], |r| r.get(0)).unwrap();
        self.ids.insert(name, json!(id));
    }

    fn sales(&mut self) {
        let me = "sales_executive";
        self.make("company", me, "company.create", json!({"name": "Bright", "state_code": "27"}));
        let company = self.id("company");
        self.make("contact-own", me, "contact.create", json!({"company": company, "name": "Asha"}));
        self.make("deal", me, "deal.create", json!({"title": "Deal of mine", "company": company}));
        for name in ["quote", "quote-sent"] {
            let args = json!({"title": "Offer of mine", "company": company, "tenure_months": 3,
                "sections": sections(),
                "instalments": [{"title": "All", "percent": 100, "due_rule": "on_agreement"}]});
            self.make(name, me, "quote.create", args);
        }
        let sent = json!({"quote": self.id("quote-sent")});
        self.make("version", me, "quote.send", sent);
        let draft = json!({"quote": self.id("quote")});
        let view = self.d.desk.as_role(me).ask("quote.get", draft);
        self.keep("section", &view["sections"][0]["id"]);
        self.keep("line", &view["sections"][0]["lines"][0]["id"]);
        let evidence = self.d.file(me);
        self.ids.insert("evidence", json!(evidence));
    }

    fn leads(&mut self) {
        let me = "telecaller";
        for (name, lead, phone) in [
            ("lead", "Lead of mine", "9876543210"),
            ("lead-other", "Another of mine", "9876543211"),
        ] {
            self.make(name, me, "lead.create", json!({"name": lead, "phone": phone}));
        }
        let noted = json!({"lead": self.id("lead"), "body": "x"});
        self.d.ok(me, "lead.add_note", noted);
        self.keep_last("edited");
        let dialled = json!({"lead": self.id("lead")});
        self.make("call", me, "call.start", dialled);
        let me = "telecalling_manager";
        let free = json!({"name": "Nobody's", "phone": "9876543212"});
        self.make("lead-free", me, "lead.create", free);
        self.make(
            "import",
            me,
            "import.start",
            json!({"file_name": "a.csv", "file_sha256": "ab".repeat(32),
                   "mapping": {"columns": ["n", "p"], "fields": {"name": [0], "phone": [1]}}}),
        );
        let rows = json!({"import": self.id("import"), "first_row": 1, "rows": [["A", "x"]]});
        self.d.ok(me, "import.rows", rows);
    }

    fn delivery(&mut self) {
        let (pm, me) = ("project_manager", "consultant");
        let project = self.id("project");
        let meeting = self.d.meet("consulting");
        self.keep("meeting", &meeting);
        let planned = self.d.plan("steering");
        self.keep("meeting-planned", &planned);
        self.find("action", "SELECT id FROM meeting_actions ORDER BY id LIMIT 1");
        let made = json!({"project": project, "title": "Report"});
        self.make("deliverable", me, "deliverable.create", made);
        let change = json!({"project": project, "title": "More", "reason": "Asked",
                            "lines": [{"kind": "meetings", "promised": 9}]});
        self.make("change", pm, "change.draft", change);
        let report = json!({"project": project, "period": "weekly", "from_on": "2026-11-16",
                            "to_on": "2026-11-20", "body": "Went well."});
        self.make("report", pm, "report.draft", report);
        let wish = json!({"project": project, "role": "Analyst", "allocation_percent": 10});
        self.make("request", pm, "staffing.request", wish);
        self.find("assignment", "SELECT id FROM assignments LIMIT 1");
        self.find("kickoff", "SELECT id FROM kickoff_requests LIMIT 1");
        let given = json!({"project": project, "contact": self.d.contact, "nps": 9});
        self.d.desk.as_role(pm).run("feedback.record", given).ok();
        for (name, role) in [("file", me), ("file-pm", pm)] {
            let file = self.d.file(role);
            self.ids.insert(name, json!(file));
        }
        let pack = json!({"kind": "project", "subject": project, "title": "P", "audience": "client",
            "formats": ["pdf"], "documents": 1, "failed": 0, "manifest_sha256": "cd".repeat(32)});
        self.make("pack", pm, "pack.record", pack);
    }

    fn money(&mut self) {
        let draft = json!({"instalment": self.id("instalment")});
        self.make("invoice", "finance", "invoice.draft", draft);
        self.find("payment", "SELECT id FROM payments LIMIT 1");
        let part = json!({"instalment": self.id("instalment"), "amount_minor": 1,
                          "mode": "bank_transfer", "reference": "PART"});
        self.make("payment-new", "finance", "payment.record", part);
        let reminder = Id::named("world", "reminder");
        // It fell due on the day of the agreement: an instalment with a day, and its reminder.
        self.d
            .desk
            .conn
            .execute_batch(
                "UPDATE instalments SET due_kind = 'on_date', due_on = '2026-11-21' WHERE number = 3",
            )
            .unwrap();
        self.d
            .desk
            .conn
            .execute(
                "INSERT INTO payment_reminders (id, instalment_id, days_after_due, due_on, made_at)
                 VALUES (?1, ?2, 0, '2026-11-21', ?3)",
                params![reminder, self.d.instalments[2], self.d.desk.now],
            )
            .unwrap();
        self.ids.insert("reminder", json!(reminder));
    }

    fn keep_last(&mut self, name: &'static str) {
        self.ids.insert(name, json!(self.d.desk.last));
    }

    /// Last, so that nobody else's command meets the changed role.
    fn stranger_comes(&mut self) {
        let all: Vec<&str> =
            ALL.iter().filter(|p| !LIFTING.contains(&p.0)).map(|p| p.0.0).collect();
        let args = json!({"role": "viewer", "permissions": all});
        self.d.ok("owner", "role.set_permissions", args);
    }
}
