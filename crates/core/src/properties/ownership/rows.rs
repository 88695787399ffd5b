//! One row or more for every operation: real arguments, whose record it is, and what becomes of a
//! stranger who gives the same.

use super::delivery;
use super::world::World;
use serde_json::{Value, json};

/// What a stranger meets.
#[derive(Clone, Debug)]
pub enum Others {
    /// This code, and nothing happens.
    Refused(&'static str),
    /// An answer that does not speak of this.
    Unseen(String),
    /// The same as everybody with the permission: why it is nobody's own.
    Open(&'static str),
    /// Nobody may, once the workspace is there.
    Never,
}

use Others::{Never, Open, Refused, Unseen};

pub struct Row {
    pub name: &'static str,
    /// Whose it is.
    pub role: &'static str,
    pub args: Value,
    pub others: Others,
}

const NEW: &str = "it makes a record of one's own";
const FIRM: &str = "it is the firm's, for whoever has the permission";
const MINE: &str = "it answers about the asker";

pub fn rows(w: &World) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |role: &'static str, list: Vec<(&'static str, Value, Others)>| {
        rows.extend(list.into_iter().map(|(name, args, others)| Row { name, role, args, others }));
    };
    firm(w, &mut add);
    sales(w, &mut add);
    quotes(w, &mut add);
    money(w, &mut add);
    leads(w, &mut add);
    imports(w, &mut add);
    delivery::rows(w, &mut add);
    rows
}

pub(super) type Add<'a> = &'a mut dyn FnMut(&'static str, Vec<(&'static str, Value, Others)>);

fn firm(w: &World, add: Add<'_>) {
    let owner = json!(w.d.desk.people["owner"]);
    let none = || json!({});
    let told = |words: &str| Unseen(words.to_owned());
    add(
        "owner",
        vec![
            (
                "workspace.create",
                json!({"firm_name": "A", "owner_name": "B", "owner_email": "b@c.in",
                       "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN"}}),
                Never,
            ),
            (
                "person.add",
                json!({"name": "N", "email": "n@c.in", "roles": ["owner"]}),
                Refused("forbidden"),
            ),
            (
                "person.update",
                json!({"person": owner, "name": "N", "email": "n@c.in"}),
                Refused("forbidden"),
            ),
            (
                "person.set_roles",
                json!({"person": owner, "roles": ["owner"]}),
                Refused("forbidden"),
            ),
            (
                "person.set_status",
                json!({"person": owner, "is_active": true}),
                Refused("forbidden"),
            ),
            (
                "role.set_permissions",
                json!({"role": "telecaller", "permissions": []}),
                Refused("forbidden"),
            ),
            ("setting.set", json!({"key": "quotes.valid_days", "value": 20}), Open(FIRM)),
            (
                "tax.set_rate",
                json!({"key": "t", "title": "T", "percent": "5", "kind": "taxable",
                       "valid_from": "2026-12-01"}),
                Open(FIRM),
            ),
            ("schedule.run", none(), Open(FIRM)),
            ("schedule.due", none(), Open(FIRM)),
            ("person.list", none(), Open(FIRM)),
            ("person.me", none(), Open(MINE)),
            ("role.list", none(), Open(FIRM)),
            ("setting.list", none(), Open(FIRM)),
            ("setting.choices", none(), Open(FIRM)),
            ("numbering.series", none(), Open(FIRM)),
            ("tax.rates", none(), Open(FIRM)),
            ("home.admin", none(), Open(FIRM)),
            ("history.recent", none(), Refused("forbidden")),
            ("history.news", json!({"limit": 200}), told("“Deal of mine”")),
            ("history.news", json!({"limit": 200}), told("“Offer of mine”")),
            ("history.news", json!({"limit": 200}), told("Lead of mine")),
            ("history.of", json!({"id": w.id("company")}), told("“Deal of mine”")),
            ("history.of", json!({"id": w.id("company")}), told("“Offer of mine”")),
        ],
    );
    let file = w.id("file");
    add(
        "consultant",
        vec![
            (
                "file.add",
                json!({"sha256": "ef".repeat(32), "name": "a.pdf", "media_type": "x/y",
                       "size_bytes": 1}),
                Open(NEW),
            ),
            ("file.get", json!({"file": file}), Refused("file.not_found")),
        ],
    );
    let (edited, lead) = (w.id("edited"), w.id("lead"));
    add(
        "telecaller",
        vec![
            ("undo", json!({"command": edited}), Refused("forbidden")),
            ("history.of", json!({"id": lead}), Refused("history.nothing_there")),
        ],
    );
}

fn sales(w: &World, add: Add<'_>) {
    let (company, contact, deal) = (w.id("company"), w.id("contact-own"), w.id("deal"));
    let company_get = json!({"company": company});
    add(
        "sales_executive",
        vec![
            ("company.create", json!({"name": "New firm"}), Open(NEW)),
            (
                "company.update",
                json!({"company": company, "name": "X"}),
                Refused("company.not_yours"),
            ),
            ("company.archive", company_get.clone(), Refused("company.not_yours")),
            ("company.restore", company_get.clone(), Refused("company.not_yours")),
            ("contact.create", json!({"company": company, "name": "N"}), Open(FIRM)),
            ("contact.update", json!({"contact": contact, "name": "N"}), Open(FIRM)),
            ("company.list", json!({}), Open(FIRM)),
            ("company.get", company_get, Open(FIRM)),
            ("contact.list", json!({}), Open(FIRM)),
            ("contact.get", json!({"contact": contact}), Open(FIRM)),
            ("deal.create", json!({"title": "D", "company": company}), Open(NEW)),
            ("deal.move", json!({"deal": deal, "stage": "qualified"}), Refused("deal.not_found")),
            ("deal.update", json!({"deal": deal, "title": "T"}), Refused("deal.not_found")),
            ("deal.stages", json!({}), Open(FIRM)),
            ("deal.list", json!({}), Unseen(w.mark("deal"))),
            ("deal.get", json!({"deal": deal}), Refused("deal.not_found")),
            ("deal.board", json!({}), Unseen(w.mark("deal"))),
            ("home.sales", json!({}), Unseen(w.mark("quote-sent"))),
        ],
    );
    let lead = w.id("lead");
    add(
        "sales_manager",
        vec![(
            "deal.create_from_lead",
            json!({"lead": lead, "company_name": "C"}),
            Refused("lead.not_found"),
        )],
    );
}

fn quotes(w: &World, add: Add<'_>) {
    const NOT: Others = Refused("quote.not_found");
    let (quote, sent, version) = (w.id("quote"), w.id("quote-sent"), w.id("version"));
    let (section, line) = (w.id("section"), w.id("line"));
    let (of, of_sent) = (json!({"quote": quote}), json!({"quote": sent}));
    let of_version = json!({"version": version});
    add(
        "sales_executive",
        vec![
            (
                "quote.create",
                json!({"title": "Q", "deal": w.id("deal")}),
                Refused("deal.not_found"),
            ),
            ("quote.update_header", json!({"quote": quote, "title": "X"}), NOT),
            ("quote.set_instalments", json!({"quote": quote, "instalments": []}), NOT),
            ("quote.set_lines", json!({"quote": quote, "sections": []}), NOT),
            ("quote.add_section", json!({"quote": quote, "title": "S"}), NOT),
            ("quote.update_section", json!({"section": section, "title": "S"}), NOT),
            ("quote.remove_section", json!({"section": section}), NOT),
            (
                "quote.add_line",
                json!({"section": section, "line": {"description": "L", "unit_price_minor": 1}}),
                NOT,
            ),
            (
                "quote.add_lines",
                json!({"section": section, "lines": [{"description": "L", "unit_price_minor": 1}]}),
                NOT,
            ),
            ("quote.update_line", json!({"line": line, "change": {"description": "L"}}), NOT),
            ("quote.move_line", json!({"line": line, "position": 0}), NOT),
            ("quote.remove_line", json!({"line": line}), NOT),
            ("quote.submit", of.clone(), NOT),
            ("quote.send", of.clone(), NOT),
            ("quote.mark_viewed", of_sent.clone(), NOT),
            (
                "quote.accept",
                json!({"quote": sent, "signed_by": "A", "evidence": w.id("evidence")}),
                NOT,
            ),
            ("quote.decline", json!({"quote": sent, "reason": "x"}), NOT),
            ("quote.expire", of_sent.clone(), NOT),
            ("quote.copy", of.clone(), NOT),
            ("quote.list", json!({}), Unseen(w.mark("quote"))),
            ("quote.get", of.clone(), NOT),
            ("quote.versions", of_sent, NOT),
            ("quote.version", of_version.clone(), Refused("quote.version_not_found")),
            ("quote.diff", json!({"from": version}), Refused("quote.version_not_found")),
            ("quote.verify", of_version, Refused("quote.version_not_found")),
            ("quote.document", of.clone(), NOT),
        ],
    );
    add(
        "sales_manager",
        vec![
            ("quote.approve", of, NOT),
            ("quote.return", json!({"quote": quote, "reason": "x"}), NOT),
        ],
    );
}

fn money(w: &World, add: Add<'_>) {
    const NOT: Others = Refused("agreement.not_found");
    let (agreement, instalment) = (json!({"agreement": w.id("agreement")}), w.id("instalment"));
    let (payment, new) = (w.id("payment"), w.id("payment-new"));
    let invoice = w.id("invoice");
    let agreement_mark = w.mark("agreement");
    add(
        "finance",
        vec![
            (
                "payment.record",
                json!({"instalment": instalment, "amount_minor": 5, "mode": "upi",
                       "reference": "NEW"}),
                NOT,
            ),
            ("payment.verify", json!({"payment": new}), NOT),
            ("payment.reject", json!({"payment": new, "reason": "x"}), NOT),
            ("payment.reverse", json!({"payment": payment, "reason": "x"}), NOT),
            ("invoice.draft", json!({"instalment": w.d.instalments[2]}), NOT),
            ("invoice.issue", json!({"invoice": invoice}), Refused("invoice.not_found")),
            (
                "invoice.cancel",
                json!({"invoice": invoice, "reason": "x"}),
                Refused("invoice.not_found"),
            ),
            ("reminder.send", json!({"reminder": w.id("reminder")}), Refused("reminder.not_found")),
            ("invoice.list", json!({}), Unseen(w.mark("invoice"))),
            ("invoice.list", agreement.clone(), NOT),
            ("invoice.get", json!({"invoice": invoice}), Refused("invoice.not_found")),
            ("reminder.list", json!({}), Unseen(w.mark("reminder"))),
            ("payment.list", json!({}), Unseen(w.mark("payment"))),
            ("payment.list", agreement.clone(), NOT),
            ("payment.due", json!({}), Unseen(agreement_mark.clone())),
            ("home.money", json!({}), Unseen(agreement_mark.clone())),
            ("payment.reminders_due", json!({}), Unseen(agreement_mark.clone())),
            ("payment.statement", agreement.clone(), NOT),
            ("payment.receipt", json!({"payment": payment}), NOT),
        ],
    );
    add(
        "sales_executive",
        vec![
            ("agreement.list", json!({}), Unseen(agreement_mark)),
            ("agreement.get", agreement, NOT),
        ],
    );
}

fn leads(w: &World, add: Add<'_>) {
    const NOT: Others = Refused("lead.not_found");
    let (lead, other, call) = (w.id("lead"), w.id("lead-other"), json!({"call": w.id("call")}));
    let with = |name: &str, value: Value| {
        let mut args = json!({"call": w.id("call")});
        args[name] = value;
        args
    };
    let no_call = || Refused("call.not_found");
    let mark = w.mark("lead-other");
    add(
        "telecaller",
        vec![
            ("lead.create", json!({"name": "N", "phone": "9876500000"}), Open(NEW)),
            ("lead.update", json!({"lead": lead, "city": "Pune"}), NOT),
            ("lead.archive", json!({"leads": [lead]}), NOT),
            ("lead.restore", json!({"leads": [lead]}), NOT),
            ("lead.merge", json!({"keep": lead, "merge": other}), NOT),
            ("lead.set_dnd", json!({"lead": lead, "is_dnd": true, "reason": "x"}), NOT),
            ("lead.withdraw_consent", json!({"lead": lead, "reason": "x"}), NOT),
            ("lead.add_note", json!({"lead": lead, "body": "x"}), NOT),
            ("lead.set_follow_up", json!({"lead": lead}), NOT),
            ("call.start", json!({"lead": other}), NOT),
            ("call.ringing", call.clone(), no_call()),
            ("call.connected", call.clone(), no_call()),
            ("call.ended", with("cause", json!("busy")), no_call()),
            ("call.set_note", with("note", json!("x")), no_call()),
            ("call.set_recording", with("consent", json!(true)), no_call()),
            ("call.dispose", with("outcome", json!("not_connected_busy")), no_call()),
            ("queue.take", json!({}), Open("nobody's leads are anybody's")),
            ("lead.list", json!({}), Unseen(mark.clone())),
            ("lead.facets", json!({"field": "source"}), Open(MINE)),
            ("lead.get", json!({"lead": lead}), NOT),
            ("lead.find_duplicates", json!({"lead": lead}), NOT),
            ("queue.list", json!({}), Unseen(mark)),
            ("queue.next", json!({}), Unseen(w.mark("lead"))),
            ("queue.counters", json!({}), Open(MINE)),
            ("queue.callbacks", json!({}), Open(MINE)),
            ("queue.no_next_step", json!({}), Open(MINE)),
            ("queue.resting", json!({}), Open(MINE)),
            ("call.list", json!({}), Unseen(w.mark("call"))),
            ("call.current", json!({}), Unseen(w.mark("call"))),
            ("call.today", json!({}), Open(MINE)),
            ("disposition.list", json!({}), Open(FIRM)),
        ],
    );
    add(
        "telecalling_manager",
        vec![
            ("lead.assign", json!({"leads": [lead]}), NOT),
            ("lead.distribute", json!({}), Open(FIRM)),
            ("queue.unassigned", json!({}), Refused("forbidden")),
            ("assignment.rule_set", json!({"rules": []}), Open(FIRM)),
            ("assignment.rules", json!({}), Open(FIRM)),
            ("assignment.simulate", json!({}), Open(FIRM)),
            ("caller.list", json!({}), Open(FIRM)),
            (
                "caller.set_limits",
                json!({"person": w.d.desk.people["telecaller"], "max_open": 5}),
                Open(FIRM),
            ),
            (
                "disposition.set",
                json!({"code": "own_code", "title": "T", "is_reached": true, "follow_up": "none",
                       "position": 99}),
                Open(FIRM),
            ),
        ],
    );
}

/// Whoever may import sees every import.
fn imports(w: &World, add: Add<'_>) {
    let import = json!({"import": w.id("import")});
    let mapping = json!({"columns": ["n", "p"], "fields": {"name": [0], "phone": [1]}});
    add(
        "telecalling_manager",
        vec![
            (
                "import.start",
                json!({"file_name": "b.csv", "file_sha256": "ba".repeat(32), "mapping": mapping}),
                Open(NEW),
            ),
            (
                "import.rows",
                json!({"import": w.id("import"), "first_row": 2, "rows": []}),
                Open(FIRM),
            ),
            ("import.finish", import.clone(), Open(FIRM)),
            ("import.cancel", import.clone(), Open(FIRM)),
            (
                "import.fix_row",
                json!({"import": w.id("import"), "row": 1, "fields": {"phone": "9876511111"}}),
                Open(FIRM),
            ),
            ("import.undo", import.clone(), Open(FIRM)),
            ("import.list", json!({}), Open(FIRM)),
            ("import.get", import.clone(), Open(FIRM)),
            ("import.rejects", import.clone(), Open(FIRM)),
            ("import.kept", import, Open(FIRM)),
            ("import.match", json!({"columns": ["Name"]}), Open(FIRM)),
            ("import.check", json!({"mapping": mapping, "rows": [["A", "1"]]}), Open(FIRM)),
        ],
    );
}
