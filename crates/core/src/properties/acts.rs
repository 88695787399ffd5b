//! What is listed is what is answered: whoever asks, whatever the record has been through, an act
//! that may be done is done, and one that is refused is refused in the same words by its command.
//!
//! The walk goes by the acts themselves: a random person looks, everything they are offered is
//! tried and taken back, and then one of the things that may be done is done.

use super::generator::Random;
use crate::projects::Stage;
use crate::projects::fixture::{AMOUNT, Delivery};
use crate::quotes::tests::{client, sections};
use netra_kernel::engine::execute_within;
use netra_kernel::{Error, Id, Mode, Zone};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One act of one record, as it was listed.
struct Listed {
    record: Value,
    command: String,
    refused: Value,
    is_next: bool,
}

/// One that may be done: its command and arguments, and whether the record waits for it.
type Able = (String, Value, bool);

struct Walk {
    d: Delivery,
    random: Random,
    /// Commands that were listed as possible, and as refused with which codes.
    possible: BTreeSet<String>,
    refused: BTreeMap<String, BTreeSet<String>>,
    n: u32,
}

/// What only the arguments of these walks can be refused for: another item, person, period.
const OF_ARGUMENTS: &[&str] = &[
    "milestone.item_taken",
    "staffing.over_booked",
    "report.exists",
    "meeting.kickoff_exists",
    "lead.merge_itself",
];

/// The commands of which a paper is asked.
const WITH_FILE: &[&str] = &[
    "quote.accept",
    "meeting.add_proof",
    "signoff.give",
    "sow_item.consent",
    "deliverable.accept",
    "deliverable.submit",
    "change.approve",
];

/// Every object of an answer that has acts.
fn gather(answer: &Value, into: &mut Vec<Listed>) {
    match answer {
        Value::Array(list) => list.iter().for_each(|v| gather(v, into)),
        Value::Object(map) => {
            let acts = map.get("acts").and_then(Value::as_array);
            for act in acts.into_iter().flatten() {
                into.push(Listed {
                    record: map.get("id").unwrap_or_else(|| &map["company"]["id"]).clone(),
                    command: act["command"].as_str().unwrap().to_owned(),
                    refused: act["refused"].clone(),
                    is_next: act["is_next"] == true,
                });
            }
            if let Some(acts) = acts {
                let next = acts.iter().filter(|a| a["is_next"] == true).count();
                assert!(next < 2, "{next} next steps: {acts:?}");
            }
            map.values().for_each(|v| gather(v, into));
        }
        _ => {}
    }
}

impl Walk {
    fn begin(seed: u64) -> Walk {
        // The beginning of four stories, from the agreement to the last step before completion.
        let mut d = match seed % 4 {
            0 => Delivery::signed(1, 1),
            1 => Delivery::accepted(1, 1),
            2 => Delivery::executing(1, 1).0,
            _ => Delivery::ready(),
        };
        let set = json!({"key": "quotes.approve_from_minor", "value": 20_000_000});
        d.ok("owner", "setting.set", set);
        let company = client(&mut d.desk);
        for price in [1_000_000, 9_000_000] {
            let mut sections = sections();
            sections[0]["lines"][0]["unit_price_minor"] = json!(price);
            let args = json!({"title": "Offer", "company": company, "tenure_months": 2,
                "meetings_promised": 1, "sections": sections});
            d.ok("sales_executive", "quote.create", args);
        }
        for (name, phone) in [("Ravi", "98450 11111"), ("Meera", "98450 22222")] {
            d.ok("sales_executive", "lead.create", json!({"name": name, "phone": phone}));
        }
        d.ok("sales_executive", "deal.create", json!({"title": "A deal", "company": company}));
        let mapping = json!({"columns": ["name", "phone"], "fields": {"name": [0], "phone": [1]}});
        let args =
            json!({"file_name": "a.csv", "file_sha256": "00".repeat(32), "mapping": mapping});
        d.ok("sales_manager", "import.start", args);
        if d.project.is_empty() {
            d.pay(0);
            let pm = d.desk.people["project_manager"];
            d.ok("sales_executive", "kickoff.request", json!({"agreement": d.agreement, "pm": pm}));
        }
        if !d.project.is_empty() {
            let project = d.project.clone();
            d.plan("consulting");
            for (name, args) in [
                ("deliverable.create", json!({"title": "Report"})),
                (
                    "change.draft",
                    json!({"title": "More", "reason": "x",
                           "lines": [{"kind": "meetings", "promised": 2}]}),
                ),
                ("staffing.request", json!({"role": "Analyst", "allocation_percent": 5})),
            ] {
                let mut args = args;
                args["project"] = json!(project);
                d.ok("project_manager", name, args);
            }
        }
        d.ok("owner", "setting.set", json!({"key": "payments.four_eyes", "value": true}));
        let random = Random::new(seed);
        Walk { d, random, possible: BTreeSet::new(), refused: BTreeMap::new(), n: 0 }
    }

    /// Everything that this person is offered anywhere.
    fn offered(&self) -> Vec<Listed> {
        let desk = &self.d.desk;
        let mut all = Vec::new();
        let ask = |name: &str, args: Value| desk.try_ask(name, args).unwrap_or_default();
        let rows = |answer: &Value| answer["rows"].as_array().cloned().unwrap_or_default();
        for query in ["kickoff.inbox", "payment.list", "staffing.board"] {
            gather(&ask(query, json!({})), &mut all);
        }
        for (noun, all_of) in [
            ("lead", "lead.list"),
            ("deal", "deal.list"),
            ("company", "company.list"),
            ("import", "import.list"),
        ] {
            for found in rows(&ask(all_of, json!({}))) {
                gather(&ask(&format!("{noun}.get"), json!({noun: found["id"]})), &mut all);
            }
        }
        for lead in rows(&ask("lead.list", json!({"archived": true}))) {
            gather(&ask("lead.get", json!({"lead": lead["id"]})), &mut all);
        }
        for quote in rows(&ask("quote.list", json!({}))) {
            gather(&ask("quote.get", json!({"quote": quote["id"]})), &mut all);
        }
        for project in rows(&ask("project.list", json!({}))) {
            for query in [
                "project.get",
                "meeting.list",
                "milestone.list",
                "sow_item.list",
                "deliverable.list",
                "change.list",
                "report.list",
            ] {
                gather(&ask(query, json!({"project": project["id"]})), &mut all);
            }
            for to in Stage::ALL {
                let way = ask("project.way", json!({"project": project["id"], "to": to}));
                if !way.is_null() {
                    let id = &project["id"];
                    gather(&json!({"id": id, "acts": [way]}), &mut all);
                }
            }
        }
        all
    }

    /// Gives the command and takes it back.
    fn tried(&mut self, name: &str, args: Value) -> Result<Value, Error> {
        let desk = &mut self.d.desk;
        let envelope = desk.envelope(name, args);
        desk.conn.execute_batch("SAVEPOINT tried").unwrap();
        let answer = execute_within(&desk.conn, &desk.engine, &envelope, Mode::Authority);
        desk.conn.execute_batch("ROLLBACK TO tried; RELEASE tried").unwrap();
        answer.map(|ran| ran.outcome)
    }

    fn is_so(&self, sql: &str, id: &Value) -> Option<bool> {
        let id = Id::parse(id.as_str().unwrap()).unwrap();
        self.d.desk.conn.query_row(sql, [id], |r| r.get(0)).ok()
    }

    fn one(&self, sql: &str, id: &Value) -> Option<Id> {
        let id = Id::parse(id.as_str().unwrap()).unwrap();
        self.d.desk.conn.query_row(sql, [id], |r| r.get(0)).ok()
    }

    /// Arguments that are right for this record, as far as they matter.
    fn args(&mut self, role: &'static str, act: &Listed) -> Value {
        self.n += 1;
        let n = self.n;
        let id = act.record.clone();
        let (noun, verb) = act.command.split_once('.').unwrap();
        let people = self.d.desk.people.clone();
        let (pm, consultant) = (people["project_manager"], people["consultant"]);
        let contact = self.d.contact;
        let now = self.d.desk.now;
        let today = now.date(Zone::KOLKATA);
        let file = WITH_FILE.contains(&act.command.as_str()).then(|| self.d.file(role));
        let signature = json!({"contact": contact, "how": "uploaded", "evidence_file": file});
        let more = match act.command.as_str() {
            "quote.accept" => {
                let last = self.d.desk.ask("quote.versions", json!({"quote": id}));
                let sent = last["rows"].as_array().and_then(|r| r.last().cloned());
                let sent_on =
                    sent.map_or(Value::Null, |v| json!(v["sent_at"].as_str().unwrap()[..10]));
                json!({"signed_by": "Asha", "signed_on": sent_on, "start_on": today, "evidence": file})
            }
            "lead.update" => json!({"city": "Pune"}),
            "lead.set_follow_up" => json!({"at": now.plus_days(1)}),
            "lead.assign" => return json!({"leads": [id], "to": null}),
            "lead.archive" | "lead.restore" => return json!({"leads": [id]}),
            "lead.merge" => return json!({"keep": id, "merge": id}),
            "lead.add_note" => json!({"body": "Called."}),
            "lead.withdraw_consent" => json!({"reason": "x"}),
            "lead.set_dnd" => {
                let is_dnd: Option<bool> =
                    self.is_so("SELECT is_dnd FROM leads WHERE id = ?1", &id);
                json!({"is_dnd": is_dnd == Some(false), "reason": "x"})
            }
            "deal.create_from_lead" => return json!({"lead": id}),
            "deal.create" => return json!({"company": id, "title": "Another"}),
            "deal.update" => json!({"title": "A deal, again"}),
            "deal.move" => json!({"stage": "lost", "reason": "x"}),
            "quote.create" => return json!({"deal": id, "title": "Offer"}),
            "contact.create" => return json!({"company": id, "name": "Asha"}),
            "company.update" => json!({"address": "Pune"}),
            "company.archive" => json!({"anyway": true}),
            "quote.set_lines" => json!({"sections": sections()}),
            "quote.add_section" => json!({"title": "More"}),
            "quote.set_instalments" => json!({"instalments": []}),
            "quote.update_header" => json!({"title": "Offer, again"}),
            "project.cancel" => json!({"reason": "x", "owed_by_client_minor": 0,
                "owed_to_client_minor": 0, "client_informed_on": today}),
            "project.set_contacts" => json!({"contacts": [contact]}),
            "meeting.plan" => {
                let kickoff = self.one(
                    "SELECT id FROM meetings WHERE project_id = ?1 AND kind = 'kickoff'
                     AND state <> 'cancelled'",
                    &id,
                );
                let kind = match (kickoff, role) {
                    (None, "project_manager") => "kickoff",
                    _ => ["consulting", "review"][self.random.below(2)],
                };
                json!({"kind": kind, "planned_at": now, "people": [pm], "contacts": [contact]})
            }
            "meeting.hold" => json!({"held_at": now}),
            "meeting.reschedule" => json!({"planned_at": now, "reason": "x"}),
            "meeting.write_mom" => json!({"mom": "We talked.", "actions": [{"title": "Send"}]}),
            "meeting.add_proof" => json!({"file": file}),
            "milestone.define" => {
                let loose = self.one(
                    "SELECT i.id FROM sow_items i JOIN agreements a ON a.sow_id = i.sow_id
                     JOIN projects p ON p.agreement_id = a.id WHERE p.id = ?1
                       AND i.milestone_id IS NULL AND i.state <> 'dropped' ORDER BY i.id",
                    &id,
                );
                let free = self.one(
                    "SELECT i.id FROM instalments i JOIN agreements a ON a.plan_id = i.plan_id
                     JOIN projects p ON p.agreement_id = a.id WHERE p.id = ?1
                       AND i.milestone_id IS NULL AND i.due_kind = 'on_milestone' ORDER BY i.id",
                    &id,
                );
                let items = [loose.unwrap_or(self.d.items[0])];
                let instalments: Vec<Id> = free.into_iter().collect();
                json!({"title": "Part", "planned_on": "2026-12-10", "items": items,
                       "instalments": instalments})
            }
            "milestone.update" => json!({"title": "Part, again"}),
            "signoff.give" => {
                let project = self.one("SELECT id FROM projects WHERE id = ?1", &id).is_some();
                let kind = if project { "project" } else { "milestone" };
                return json!({"subject_kind": kind, "subject": id, "signature": signature});
            }
            "sow_item.progress" => json!({"percent": 50}),
            "sow_item.consent" | "deliverable.accept" => json!({"signature": signature}),
            "deliverable.create" => json!({"title": "Report"}),
            "deliverable.submit" => json!({"file": file}),
            "change.draft" => json!({"title": "More", "reason": "x",
                "lines": [{"kind": "meetings", "promised": 1}]}),
            "change.approve" => json!({"approved_by": "Asha", "evidence_file": file}),
            "change.decline" => json!({"declined_by": "Asha", "reason": "x"}),
            "staffing.request" => json!({"role": "Analyst", "allocation_percent": 5}),
            "staffing.assign" => json!({"person": consultant}),
            "staffing.release" => {
                return json!({"assignment": id, "last_on": today});
            }
            "report.draft" => json!({"period": "weekly", "from_on": today.plus_days(-i64::from(n)),
                "to_on": today, "body": "Well."}),
            "feedback.record" => json!({"given_by": "Asha", "nps": 9}),
            "kickoff.resubmit" => json!({"note": "Mended."}),
            "payment.record" => {
                let open = AMOUNT;
                return json!({"instalment": id, "amount_minor": open, "mode": "upi",
                              "reference": format!("W{n}")});
            }
            "payment.verify" | "payment.reject" => {
                let of_instalment = self.one(
                    "SELECT id FROM payments WHERE instalment_id = ?1 AND state = 'recorded'
                     ORDER BY recorded_at, id",
                    &id,
                );
                let payment = of_instalment.map_or(id, |p| json!(p));
                return match verb {
                    "verify" => json!({"payment": payment}),
                    _ => json!({"payment": payment, "reason": "x"}),
                };
            }
            _ if [
                "return",
                "decline",
                "reject",
                "hold",
                "waive_review",
                "cancel",
                "send_back",
                "request_changes",
                "withdraw",
                "reverse",
            ]
            .contains(&verb) =>
            {
                json!({"reason": "x"})
            }
            _ => json!({}),
        };
        let field = match (noun, verb) {
            ("sow_item", _) => "item",
            ("staffing", "request") => "project",
            ("staffing", _) => "request",
            ("milestone", "define") | ("deliverable", "create") | ("change", "draft") => "project",
            ("meeting", "plan") | ("report", "draft") | ("feedback", _) => "project",
            ("meeting", "action_done") => "action",
            _ => noun,
        };
        let mut args = more;
        args[field] = id;
        args
    }

    /// Each act is as its command says; gives those that may be done.
    fn agree(&mut self, role: &'static str, seed: u64) -> Vec<Able> {
        self.d.desk.as_role(role);
        let mut able = Vec::new();
        for act in self.offered() {
            let args = self.args(role, &act);
            self.d.desk.as_role(role);
            let told = format!("seed {seed}, {role}: {} {args}", act.command);
            match (self.tried(&act.command, args.clone()), act.refused.is_null()) {
                (Ok(_), true) => {
                    self.possible.insert(act.command.clone());
                    able.push((act.command, args, act.is_next));
                }
                (Err(e), true) => assert!(OF_ARGUMENTS.contains(&e.code()), "{told}: {e:?}"),
                (Ok(_), false) => panic!("{told} passed, and is listed with {}", act.refused),
                (Err(e), false) => {
                    let said = e.to_refusal();
                    assert_eq!(act.refused["code"], json!(said.code), "{told}");
                    assert_eq!(act.refused["kind"], json!(said.kind), "{told}");
                    let args = act.refused.get("args").cloned().unwrap_or_else(|| json!({}));
                    assert_eq!(args, Value::Object(said.args), "{told}");
                    assert!(act.refused["message"].as_str().unwrap().len() > 10, "{told}");
                    self.refused.entry(act.command).or_default().insert(said.code);
                }
            }
        }
        able
    }
}

const ROLES: &[&str] = &[
    "owner",
    "sales_executive",
    "sales_manager",
    "project_manager",
    "project_manager",
    "consultant",
    "telecaller",
    "hr_manager",
    "finance",
    "viewer",
];

/// Steps that would end the story early are taken when there is nothing else to do.
fn ends(command: &str) -> bool {
    ["cancel", "decline", "reject", "reverse", "withdraw", "discard", "copy", "release", "archive"]
        .contains(&command.rsplit('.').next().unwrap())
}

#[test]
fn what_is_listed_is_what_the_command_answers() {
    let mut possible = BTreeSet::new();
    let mut refused: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for seed in 0..4 {
        let mut w = Walk::begin(seed);
        for role in ROLES {
            w.agree(role, seed);
        }
        for step in 0..110 {
            let role = *w.random.pick(ROLES).unwrap();
            let able = w.agree(role, seed);
            let next = able.iter().any(|a| a.2) && w.random.percent(70);
            let list: Vec<_> =
                able.iter().filter(|a| if next { a.2 } else { !ends(&a.0) || step > 85 }).collect();
            if let Some((command, args, _)) = w.random.pick(&list) {
                w.d.desk.as_role(role).ok(command, args.clone());
            }
            if step % 9 == 8 {
                w.d.desk.now = w.d.desk.now.plus_days(1);
            }
        }
        possible.append(&mut w.possible);
        for (command, codes) in w.refused {
            refused.entry(command).or_default().extend(codes);
        }
    }
    // The walks came by enough for this to mean something.
    assert!(possible.len() > 70, "{possible:?}");
    let codes: BTreeSet<&str> = refused.values().flatten().map(String::as_str).collect();
    for code in [
        "kickoff.not_the_pm",
        "meeting.before_execution",
        "milestone.items_open",
        "payment.four_eyes",
        "project.not_complete",
        "project.not_ready",
        "project.not_started",
        "project.stage",
        "quote.needs_approval",
        "quote.not_in_state",
    ] {
        assert!(codes.contains(code), "{code} never came up: {codes:?}");
    }
}
