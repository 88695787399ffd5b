//! A desk with a signed agreement, for tests: what quotes and sales leave behind. The simulator of
//! sync includes this file too.

use crate::testing::Desk;
use netra_kernel::Id;
use netra_kernel::rusqlite::params;
use netra_kernel::rusqlite::types::ToSql;
use serde_json::{Value, json};

/// The desk and the ids that a delivery needs.
pub struct Delivery {
    pub desk: Desk,
    pub agreement: Id,
    pub items: Vec<Id>,
    /// Number 1 on agreement; the others on a milestone each.
    pub instalments: Vec<Id>,
    pub contact: Id,
    pub stranger: Id,
    pub project: String,
    n: u32,
}

/// ₹1,18,000 an instalment.
pub const AMOUNT: i64 = 11_800_000;

impl Delivery {
    /// An agreement of `months` with `meetings` promised, two SOW items and three instalments.
    pub fn signed(months: i64, meetings: i64) -> Delivery {
        let mut desk = Desk::staffed();
        let id = |name: &str| Id::named("delivery", name);
        let evidence = add_file(&mut desk, "owner", 0);
        let seller = desk.people["sales_executive"];
        let at = desk.now;
        let run = |sql: &str, p: &[&dyn ToSql]| {
            desk.conn.execute(sql, p).unwrap();
        };
        for (company, contact, name) in [
            (id("company"), id("contact"), "Bharat Foods"),
            (id("other company"), id("stranger"), "Someone Else"),
        ] {
            run(
                "INSERT INTO companies (id, name, country, state_code, owner_id, created_at)
                 VALUES (?1, ?2, 'IN', '27', ?3, ?4)",
                params![company, name, seller, at],
            );
            run(
                "INSERT INTO contacts (id, company_id, name, created_at)
                 VALUES (?1, ?2, 'Ananya Deshpande', ?3)",
                params![contact, company, at],
            );
        }
        run(
            "INSERT INTO pricing_plans VALUES (?1, ?2, 'INR', 30000000, 5400000, 35400000, ?3, ?4)",
            params![id("plan"), id("company"), months, meetings],
        );
        run("INSERT INTO sows VALUES (?1, ?2, 'Scope')", params![id("sow"), id("company")]);
        let mut items = Vec::new();
        for (n, title) in ["Plant audit", "New lay-out"].iter().enumerate() {
            let item = id(title);
            run(
                "INSERT INTO sow_items (id, sow_id, position, title) VALUES (?1, ?2, ?3, ?4)",
                params![item, id("sow"), n as i64 + 1, title],
            );
            items.push(item);
        }
        run(
            "INSERT INTO agreements (id, number, company_id, plan_id, sow_id, title, owner_id,
                 signed_on, signed_by, evidence_file_id, start_on, tenure_months, created_at)
             VALUES (?1, 'AGR/1', ?2, ?3, ?4, 'Plant programme', ?5, '2026-11-20', 'Ananya', ?6,
                 '2026-11-21', ?7, ?8)",
            params![
                id("agreement"),
                id("company"),
                id("plan"),
                id("sow"),
                seller,
                evidence,
                months,
                at
            ],
        );
        let mut instalments = Vec::new();
        for n in 1..=3 {
            let instalment = id(&format!("instalment {n}"));
            let kind = if n == 1 { "on_agreement" } else { "on_milestone" };
            run(
                "INSERT INTO instalments (id, plan_id, number, amount_minor, due_kind, due_days)
                 VALUES (?1, ?2, ?3, ?4, ?5, 7)",
                params![instalment, id("plan"), n, AMOUNT, kind],
            );
            instalments.push(instalment);
        }
        Delivery {
            desk,
            agreement: id("agreement"),
            items,
            instalments,
            contact: id("contact"),
            stranger: id("stranger"),
            project: String::new(),
            n: 0,
        }
    }

    /// A file that this role's person added, and so may attach.
    pub fn file(&mut self, role: &'static str) -> Id {
        self.n += 1;
        add_file(&mut self.desk, role, self.n)
    }

    /// A signature for this role's person to record.
    pub fn signature(&mut self, role: &'static str) -> Value {
        let evidence_file = self.file(role);
        json!({"contact": self.contact, "how": "uploaded", "evidence_file": evidence_file})
    }

    #[track_caller]
    pub fn ok(&mut self, role: &'static str, name: &str, args: Value) -> Value {
        self.desk.as_role(role).ok(name, args)
    }

    #[track_caller]
    pub fn refused(&mut self, role: &'static str, name: &str, args: Value) -> &'static str {
        self.desk.as_role(role).refused(name, args)
    }

    /// Money for the n-th instalment (from 0), recorded and verified.
    #[track_caller]
    pub fn pay(&mut self, n: usize) -> Value {
        self.n += 1;
        let reference = format!("UTR{}", self.n);
        let out = self.ok(
            "finance",
            "payment.record",
            json!({"instalment": self.instalments[n], "amount_minor": AMOUNT - 1_000_000,
                   "tds_minor": 1_000_000, "mode": "bank_transfer", "reference": reference}),
        );
        self.ok("finance", "payment.verify", json!({"payment": out["payment"]}));
        out["payment"].clone()
    }

    /// The project in `setup`.
    #[track_caller]
    pub fn accepted(months: i64, meetings: i64) -> Delivery {
        let mut d = Delivery::signed(months, meetings);
        d.pay(0);
        let pm = d.desk.people["project_manager"];
        let out =
            d.ok("sales_executive", "kickoff.request", json!({"agreement": d.agreement, "pm": pm}));
        let out = d.ok("project_manager", "kickoff.accept", json!({"kickoff": out["kickoff"]}));
        d.project = out["project"].as_str().unwrap().to_owned();
        let request = out["staffing_requests"][0].clone();
        let consultant = d.desk.people["consultant"];
        d.ok("hr_manager", "staffing.approve", json!({"request": request}));
        d.ok(
            "project_manager",
            "staffing.assign",
            json!({"request": request, "person": consultant}),
        );
        d
    }

    /// A meeting of this kind: planned for now, held, with minutes and proof.
    #[track_caller]
    pub fn meet(&mut self, kind: &str) -> Value {
        let meeting = self.plan(kind);
        self.ok("project_manager", "meeting.hold", json!({"meeting": meeting}));
        self.ok(
            "project_manager",
            "meeting.write_mom",
            json!({"meeting": meeting, "mom": "We talked.", "actions": [{"title": "Send data"}]}),
        );
        let file = self.file("project_manager");
        self.ok("project_manager", "meeting.add_proof", json!({"meeting": meeting, "file": file}));
        meeting
    }

    #[track_caller]
    pub fn plan(&mut self, kind: &str) -> Value {
        let args = json!({"project": self.project, "kind": kind, "planned_at": self.desk.now,
            "people": [self.desk.people["project_manager"], self.desk.people["consultant"]],
            "contacts": [self.contact]});
        self.ok("project_manager", "meeting.plan", args)["meeting"].clone()
    }

    /// One milestone per item, releasing an instalment each.
    #[track_caller]
    pub fn milestones(&mut self) -> Vec<Value> {
        let mut made = Vec::new();
        for n in 0..2 {
            let args = json!({"project": self.project, "title": format!("Milestone {n}"),
                "planned_on": "2026-12-20", "items": [self.items[n]],
                "instalments": [self.instalments[n + 1]]});
            made.push(self.ok("project_manager", "milestone.define", args)["milestone"].clone());
        }
        made
    }

    /// The project in `executing`, with its milestones.
    #[track_caller]
    pub fn executing(months: i64, meetings: i64) -> (Delivery, Vec<Value>) {
        let mut d = Delivery::accepted(months, meetings);
        d.meet("kickoff");
        let milestones = d.milestones();
        d.ok("project_manager", "project.start_execution", json!({"project": d.project}));
        (d, milestones)
    }

    /// An item from start to the client's consent.
    #[track_caller]
    pub fn consent(&mut self, n: usize) {
        let item = self.items[n];
        self.ok("consultant", "sow_item.start", json!({"item": item}));
        self.ok("consultant", "sow_item.progress", json!({"item": item, "percent": 90}));
        self.ok("consultant", "sow_item.submit", json!({"item": item}));
        let signature = self.signature("consultant");
        self.ok("consultant", "sow_item.consent", json!({"item": item, "signature": signature}));
    }

    #[track_caller]
    pub fn sign(&mut self, kind: &str, subject: &Value) {
        let signature = self.signature("project_manager");
        self.ok(
            "project_manager",
            "signoff.give",
            json!({"subject_kind": kind, "subject": subject, "signature": signature}),
        );
    }

    /// Every item implemented, every milestone signed off.
    #[track_caller]
    pub fn deliver(&mut self, milestones: &[Value]) {
        for (n, milestone) in milestones.iter().enumerate() {
            self.consent(n);
            self.ok("consultant", "sow_item.implement", json!({"item": self.items[n]}));
            self.ok("project_manager", "milestone.submit", json!({"milestone": milestone}));
            self.sign("milestone", milestone);
        }
    }

    /// Ready for `project.complete`: the last step of everything else is done.
    #[track_caller]
    pub fn ready() -> Delivery {
        let (mut d, milestones) = Delivery::executing(3, 2);
        d.meet("consulting");
        d.meet("review");
        let deliverable = d.ok(
            "consultant",
            "deliverable.create",
            json!({"project": d.project, "title": "Audit report"}),
        )["deliverable"]
            .clone();
        let file = d.file("consultant");
        d.ok("consultant", "deliverable.submit", json!({"deliverable": deliverable, "file": file}));
        let signature = d.signature("consultant");
        d.ok(
            "consultant",
            "deliverable.accept",
            json!({"deliverable": deliverable, "signature": signature}),
        );
        d.deliver(&milestones);
        d.meet("consulting");
        let project = json!(d.project);
        d.sign("project", &project);
        d.pay(1);
        d.pay(2);
        d
    }

    pub fn stage(&self) -> String {
        self.desk
            .conn
            .query_row(
                "SELECT stage FROM projects WHERE id = ?1",
                [Id::parse(&self.project).unwrap()],
                |r| r.get(0),
            )
            .unwrap()
    }

    /// The keys of the lines of the gate that are not met.
    pub fn unmet(&mut self) -> Vec<String> {
        let check = self
            .desk
            .as_role("owner")
            .ask("project.completion_check", json!({"project": self.project}));
        let lines = check["lines"].as_array().unwrap();
        assert_eq!(lines.len(), 8);
        let met = |l: &&Value| !l["met"].as_bool().unwrap();
        for l in lines.iter().filter(met) {
            assert!(!l["missing"].as_array().unwrap().is_empty(), "{l}");
        }
        lines.iter().filter(met).map(|l| l["key"].as_str().unwrap().to_owned()).collect()
    }
}

fn add_file(desk: &mut Desk, role: &str, n: u32) -> Id {
    let args = json!({"sha256": format!("{n:064x}"), "name": format!("paper-{n}.pdf"),
                      "media_type": "application/pdf", "size_bytes": 10});
    let acting = desk.acting;
    let out = desk.as_role(role).ok("file.add", args);
    desk.acting = acting;
    Id::parse(out["file"].as_str().unwrap()).unwrap()
}
