//! The data of a project's documents, as the shipped templates name it. No text of a document is
//! written here; only what fills it.
//!
//! Invariant: a document's data is read through the same functions as the project's pages, so that
//! paper and screen cannot disagree.
//! Invariant: an acceptance needs a signature, minutes a held meeting, a certificate a completed
//! project: nothing is certified that has not happened.

use super::gate;
use super::steps::{StepState, steps};
use super::store::{Project, counts};
use super::{MoneyState, ProjectError, ProjectId, instalment_lines, readable, sees_money};
use crate::deliverables::deliverables_of;
use crate::language::phrase;
use crate::meetings::{MeetingId, MeetingKind, MeetingRow, MeetingState, meetings_of};
use crate::milestones::{MilestoneId, MilestoneRow, MilestoneState, milestones_of};
use crate::people::{PersonId, name_of, role_title_of};
use crate::quotes::document::bank_lines;
use crate::sow_items::{ItemState, SowItemRow, items_of};
use crate::word_enum::word_enum;
use crate::{permissions, settings};
use netra_kernel::{Id, Money, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

word_enum! {
    /// A document of a project, by the name of its template.
    pub enum DocumentKind {
        KickoffBrief = "kickoff_brief",
        Minutes = "minutes",
        MilestoneAcceptance = "milestone_acceptance",
        ProjectSummary = "project_summary",
        PaymentStatement = "payment_statement",
        CompletionCertificate = "completion_certificate",
    }
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "stage-setup",
    "stage-executing",
    "stage-closing",
    "stage-completed",
    "stage-archived",
    "stage-on_hold",
    "stage-cancelled",
    "money-planned",
    "money-due",
    "money-part_paid",
    "money-overdue",
    "money-paid",
    "money-waived",
    "meeting-kickoff",
    "meeting-consulting",
    "meeting-review",
    "meeting-steering",
    "how-portal",
    "how-in_person",
    "how-uploaded",
    "document-summary",
    "signature-mark",
    "mode-bank_transfer",
    "mode-upi",
    "mode-card",
    "mode-cheque",
    "mode-cash",
    "mode-other",
];

/// What fills one document of a project.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectDocument {
    pub project: ProjectId,
    pub document: DocumentKind,
    /// The meeting of `minutes`.
    #[serde(default)]
    pub meeting: Option<MeetingId>,
    /// The milestone of `milestone_acceptance`.
    #[serde(default)]
    pub milestone: Option<MilestoneId>,
}

#[derive(Serialize, JsonSchema)]
pub struct DocumentData {
    pub document: DocumentKind,
    /// The template's fields.
    pub data: Value,
}

impl Query for ProjectDocument {
    const NAME: &'static str = "project.document";
    const TITLE: &'static str = "What fills a document of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = super::queries::READS;
    type View = DocumentData;

    fn ask(&self, reader: &Reader<'_>) -> Result<DocumentData> {
        let p = readable(reader, self.project)?;
        let mut data = common(reader, &p)?;
        let own = match self.document {
            DocumentKind::KickoffBrief => kickoff_brief(reader, &p)?,
            DocumentKind::Minutes => {
                let id = self.meeting.ok_or_else(|| self.needs("meeting"))?;
                minutes(reader, &p, id)?
            }
            DocumentKind::MilestoneAcceptance => {
                let id = self.milestone.ok_or_else(|| self.needs("milestone"))?;
                milestone_acceptance(reader, &p, id)?
            }
            DocumentKind::ProjectSummary => project_summary(reader, &p)?,
            DocumentKind::PaymentStatement => payment_statement(reader, &p)?,
            DocumentKind::CompletionCertificate => completion_certificate(reader, &p)?,
        };
        if let (Value::Object(data), Value::Object(own)) = (&mut data, own) {
            data.extend(own);
        }
        Ok(DocumentData { document: self.document, data })
    }
}

impl ProjectDocument {
    fn needs(&self, field: &str) -> ProjectError {
        let document = self.document.word().into();
        ProjectError::DocumentNeeds { document, field: field.into() }
    }
}

fn not_ready(document: DocumentKind) -> ProjectError {
    ProjectError::DocumentNotReady { document: document.word().into() }
}

fn say(reader: &Reader<'_>, family: &str, word: &str) -> String {
    phrase(reader.locale, &format!("{family}-{word}"), &json!({}))
}

/// Firm, client, agreement, project.
fn common(reader: &Reader<'_>, p: &Project) -> Result<Value> {
    let pm = name_of(reader, p.pm)?;
    let contacts: Vec<Value> = reader.all(
        "SELECT c.name, c.title, c.email, c.phone FROM project_contacts pc
         JOIN contacts c ON c.id = pc.contact_id
         WHERE pc.project_id = ?1 ORDER BY c.name, c.id",
        [p.id],
        |r| {
            Ok(json!({"name": r.get::<_, String>(0)?, "position": r.get::<_, String>(1)?,
                      "email": r.get::<_, Option<String>>(2)?,
                      "phone": r.get::<_, Option<String>>(3)?}))
        },
    )?;
    let client = reader.one(
        "SELECT name, tax_number, address FROM companies WHERE id = ?1",
        [p.company],
        |r| {
            let first = contacts.first();
            Ok(json!({"name": r.get::<_, String>(0)?, "gstin": r.get::<_, Option<String>>(1)?,
                      "address_lines": r.get::<_, String>(2)?.lines().collect::<Vec<_>>(),
                      "contact_name": first.map(|c| c["name"].clone()),
                      "signatory_name": first.map(|c| c["name"].clone()),
                      "signatory_position": first.map(|c| c["position"].clone()),
                      "contacts": contacts}))
        },
    )?;
    let (number, signed_on, sold_by, title, note): (String, String, String, String, String) =
        reader.one(
            "SELECT a.number, a.signed_on, q.name, a.title, k.note FROM agreements a
             JOIN people q ON q.id = a.owner_id
             JOIN kickoff_requests k ON k.id = ?2 WHERE a.id = ?1",
            netra_kernel::rusqlite::params![p.agreement, p.kickoff_request],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
        )?;
    let c = counts(reader, p)?;
    let firm_name: String = settings::get(reader, "firm.name")?;
    let address: Option<String> = settings::get(reader, "firm.address")?;
    let tax_number: Option<String> = settings::get(reader, "tax.number")?;
    let signatory: Option<String> = settings::get(reader, "firm.signatory_name")?;
    let position: Option<String> = match signatory {
        Some(_) => settings::get(reader, "firm.signatory_position")?,
        None => Some(role_title_of(reader, p.pm)?),
    };
    let summary = phrase(
        reader.locale,
        "document-summary",
        &json!({"items": c.items, "implemented": c.items_implemented,
                "milestones": c.milestones, "signed": c.milestones_signed,
                "promised": c.meetings_promised, "delivered": c.meetings_delivered}),
    );
    Ok(json!({
        "as_of": reader.today(),
        "firm": {"name": firm_name, "gstin": tax_number,
                 "address_lines": address.as_deref().unwrap_or("").lines().collect::<Vec<_>>(),
                 "signatory_name": signatory.unwrap_or(pm.clone()), "signatory_position": position,
                 "bank_lines": bank_lines(reader)?},
        "client": client,
        "agreement": {"number": number, "signed_on": signed_on, "sold_by": sold_by},
        "project": {
            "name": p.name,
            "reference": number,
            "manager_name": pm,
            "start_on": p.start_on,
            "end_on": p.end_on,
            "completed_on": p.completed_at.map(|t| t.date(reader.zone)),
            "tenure_months": p.tenure_months,
            "meetings_promised": p.meetings_promised,
            "stage": say(reader, "stage", p.stage.word()),
            "goals": if note.is_empty() { title } else { note },
            "summary": summary,
        },
    }))
}

fn item(reader: &Reader<'_>, i: &SowItemRow, milestones: &[MilestoneRow]) -> Value {
    let milestone = milestones.iter().find(|m| Some(m.id.0) == i.milestone);
    json!({"title": i.title, "category": i.category, "description": i.description,
           "planned_start_on": i.planned_start, "planned_end_on": i.planned_end,
           "state": say(reader, "sow_item", i.state.word()),
           "progress_percent": i.progress_percent,
           "milestone_title": milestone.map(|m| m.title.clone())})
}

fn items(reader: &Reader<'_>, p: &Project) -> Result<Vec<Value>> {
    let milestones = milestones_of(reader, p.id)?;
    let rows = items_of(reader, p)?;
    let living = rows.iter().filter(|i| i.state != ItemState::Dropped);
    Ok(living.map(|i| item(reader, i, &milestones)).collect())
}

/// The instalments, those of one milestone when given, and the sums of all of them; nothing for
/// whoever may not see payments.
fn money(reader: &Reader<'_>, p: &Project, milestone: Option<Id>) -> Result<(Vec<Value>, Value)> {
    if !sees_money(reader) {
        return Ok((Vec::new(), Value::Null));
    }
    let all = instalment_lines(reader, p)?;
    let of = |minor: i64| Money::new(minor, p.currency);
    // What was withheld is shown beside what came in, so that both columns add up.
    let withheld = reader.all(
        "SELECT i.number, sum(x.tds_minor) FROM payments x
         JOIN instalments i ON i.id = x.instalment_id
         WHERE i.plan_id = ?1 AND x.state = 'verified' GROUP BY i.number ORDER BY i.number",
        [p.plan],
        |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)),
    )?;
    let tds_of = |number: i64| withheld.iter().find(|w| w.0 == number).map_or(0, |w| w.1);
    let tds: i64 = withheld.iter().map(|w| w.1).sum();
    let rows = all
        .iter()
        .filter(|i| milestone.is_none() || i.milestone == milestone)
        .map(|i| {
            let state = say(reader, "money", i.state.word());
            let due = match i.due_on {
                Some(day) => crate::language::date_text(reader.locale, day),
                None => state.clone(),
            };
            json!({"number": i.number, "title": i.title, "due": due, "due_on": i.due_on,
                   "state": state, "amount": of(i.amount_minor),
                   "received": of(i.received_minor - tds_of(i.number)),
                   "tds": of(tds_of(i.number)), "balance": of(i.open_minor)})
        })
        .collect();
    let sum = |f: &dyn Fn(&super::InstalmentLine) -> i64| -> i64 { all.iter().map(f).sum() };
    let overdue = sum(&|i| if i.state == MoneyState::Overdue { i.open_minor } else { 0 });
    let totals = json!({"amount": of(sum(&|i| i.amount_minor)),
        "received": of(sum(&|i| i.received_minor) - tds), "tds": of(tds),
        "balance": of(sum(&|i| i.open_minor)), "overdue": of(overdue)});
    Ok((rows, totals))
}

fn kickoff_brief(reader: &Reader<'_>, p: &Project) -> Result<Value> {
    let (instalments, totals) = money(reader, p, None)?;
    let checklist: Vec<Value> = steps(reader, p)?
        .into_iter()
        .filter(|s| (5..=9).contains(&s.number))
        .map(|s| json!({"title": s.title, "is_done": s.state == StepState::Done}))
        .collect();
    Ok(json!({"sow_items": items(reader, p)?, "instalments": instalments, "totals": totals,
              "checklist": checklist, "risks": [],
              "internal": {"expected_cost": null, "expected_margin_percent": null}}))
}

fn minutes(reader: &Reader<'_>, p: &Project, id: MeetingId) -> Result<Value> {
    let all = meetings_of(reader, p.id)?;
    let (at, m) = all
        .iter()
        .enumerate()
        .find(|(_, m)| m.id == id)
        .ok_or_else(|| crate::meetings::MeetingError::Missing { meeting: id.to_string() })?;
    let held_at = m.held_at.filter(|_| m.state == MeetingState::Held && !m.mom.is_empty());
    let Some(held_at) = held_at else { return Err(not_ready(DocumentKind::Minutes).into()) };
    let local = held_at.in_zone(reader.zone);
    let firm: String = settings::get(reader, "firm.name")?;
    let client: String =
        reader.value("SELECT name FROM companies WHERE id = ?1", [p.company])?.unwrap_or_default();
    let mut attendees = Vec::new();
    for a in m.attendees.iter().filter(|a| a.is_present != Some(false)) {
        let position: Option<String> = match a.is_client {
            true => reader.value("SELECT title FROM contacts WHERE id = ?1", [a.id])?,
            false => Some(role_title_of(reader, PersonId(a.id))?),
        };
        let side = if a.is_client { &client } else { &firm };
        attendees.push(json!({"name": a.name, "position": position, "side": side}));
    }
    let actions: Vec<Value> = m
        .actions
        .iter()
        .map(|a| json!({"title": a.title, "owner": a.owner_name, "due_on": a.due_on}))
        .collect();
    let mut proofs = Vec::new();
    for f in &m.proofs {
        proofs.push(json!({"name": f.name, "sha256": crate::files::file(reader, f.file)?.sha256}));
    }
    let next = all
        .iter()
        .find(|n| n.state == MeetingState::Planned && n.planned_at > held_at && n.kind == m.kind);
    Ok(json!({
        "meeting": {
            "subject": m.title, "reference": format!("MOM-{}", at + 1),
            "held_on": held_at.date(reader.zone), "time": local.format("%H:%M").to_string(),
            "kind": say(reader, "meeting", m.kind.word()), "place": m.place,
            "discussion": m.mom, "next_on": next.map(|n| n.planned_at.date(reader.zone)),
        },
        "attendees": attendees, "decisions": [], "actions": actions, "proof_files": proofs,
    }))
}

/// The last sign-off of a subject.
fn signoff(reader: &Reader<'_>, subject: Id) -> Result<Option<Value>> {
    reader.maybe(
        "SELECT s.signed_by, c.title, s.signed_on, s.how, s.remark, lower(hex(s.content_sha256)),
                f.name
         FROM signoffs s LEFT JOIN contacts c ON c.id = s.contact_id
         JOIN files f ON f.id = s.evidence_file_id
         WHERE s.subject_id = ?1 ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1",
        [subject],
        |r| {
            let how = say(reader, "how", &r.get::<_, String>(3)?);
            let kept = json!({"how": how, "file": r.get::<_, String>(6)?});
            Ok(json!({"signed_by": r.get::<_, String>(0)?,
                      "position": r.get::<_, Option<String>>(1)?,
                      "signed_on": r.get::<_, String>(2)?,
                      "how": how,
                      "mark": phrase(reader.locale, "signature-mark", &kept),
                      "remarks": r.get::<_, String>(4)?,
                      "content_hash": r.get::<_, String>(5)?}))
        },
    )
}

fn milestone_acceptance(reader: &Reader<'_>, p: &Project, id: MilestoneId) -> Result<Value> {
    let milestones = milestones_of(reader, p.id)?;
    let m = milestones
        .iter()
        .find(|m| m.id == id)
        .ok_or_else(|| crate::milestones::MilestoneError::Missing { milestone: id.to_string() })?;
    let signed = signoff(reader, id.0)?.filter(|_| m.state == MilestoneState::SignedOff);
    let Some(signed) = signed else {
        return Err(not_ready(DocumentKind::MilestoneAcceptance).into());
    };
    let submitted: Option<netra_kernel::Timestamp> =
        reader.value("SELECT submitted_at FROM milestones WHERE id = ?1", [id])?;
    let rows = items_of(reader, p)?;
    let items: Vec<Value> = rows
        .iter()
        .filter(|i| i.milestone == Some(id.0) && i.state != ItemState::Dropped)
        .map(|i| item(reader, i, &milestones))
        .collect();
    let deliverables: Vec<Value> = deliverables_of(reader, p.id)?
        .into_iter()
        .filter(|d| d.milestone == Some(id.0))
        .map(|d| {
            json!({"title": d.title, "version": d.versions.first().map(|v| v.number),
                   "accepted_on": d.accepted_on})
        })
        .collect();
    let (instalments, _) = money(reader, p, Some(id.0))?;
    Ok(json!({
        "milestone": {"title": m.title, "reference": format!("M{}", m.position),
                      "planned_on": m.planned_on,
                      "submitted_on": submitted.map(|t| t.date(reader.zone))},
        "signoff": signed, "sow_items": items, "deliverables": deliverables,
        "instalments": instalments,
    }))
}

/// Milestones with how far their items are.
fn milestone_rows(reader: &Reader<'_>, p: &Project) -> Result<Vec<Value>> {
    let items = items_of(reader, p)?;
    let row = |m: MilestoneRow| {
        let own: Vec<i64> = items
            .iter()
            .filter(|i| i.milestone == Some(m.id.0) && i.state != ItemState::Dropped)
            .map(|i| i.progress_percent)
            .collect();
        let n = i64::try_from(own.len()).unwrap_or(0).max(1);
        json!({"title": m.title, "planned_on": m.planned_on, "signed_off_on": m.signed_on,
               "signed_off_by": m.signed_by, "state": say(reader, "milestone", m.state.word()),
               "progress_percent": own.iter().sum::<i64>() / n})
    };
    Ok(milestones_of(reader, p.id)?.into_iter().map(row).collect())
}

fn project_summary(reader: &Reader<'_>, p: &Project) -> Result<Value> {
    let (instalments, totals) = money(reader, p, None)?;
    let c = counts(reader, p)?;
    let held = |m: &MeetingRow| m.state == MeetingState::Held;
    let meetings: Vec<Value> = meetings_of(reader, p.id)?
        .into_iter()
        .filter(held)
        .map(|m| {
            json!({"held_on": m.held_at.map(|t| t.date(reader.zone)), "subject": m.title,
                   "kind": say(reader, "meeting", m.kind.word()),
                   "counts": m.kind == MeetingKind::Consulting && m.is_delivered})
        })
        .collect();
    let deliverables: Vec<Value> = deliverables_of(reader, p.id)?
        .into_iter()
        .map(|d| {
            json!({"title": d.title, "state": say(reader, "deliverable", d.state.word()),
                   "version": d.versions.first().map(|v| v.number), "accepted_on": d.accepted_on})
        })
        .collect();
    Ok(json!({
        "milestones": milestone_rows(reader, p)?, "sow_items": items(reader, p)?,
        "meetings": {"delivered": c.meetings_delivered, "promised": c.meetings_promised,
                     "rows": meetings},
        "deliverables": deliverables, "instalments": instalments, "totals": totals,
    }))
}

fn payment_statement(reader: &Reader<'_>, p: &Project) -> Result<Value> {
    reader.actor.need(permissions::PAYMENT_READ)?;
    let (instalments, totals) = money(reader, p, None)?;
    let of = |minor: i64| Money::new(minor, p.currency);
    let payments: Vec<Value> = reader.all(
        "SELECT x.received_on, i.number, i.title, x.mode, x.reference, x.tds_minor, x.amount_minor
         FROM payments x JOIN instalments i ON i.id = x.instalment_id
         WHERE i.plan_id = ?1 AND x.state = 'verified' ORDER BY x.received_on, x.id",
        [p.plan],
        |r| {
            Ok(json!({"received_on": r.get::<_, String>(0)?,
                      "instalment_number": r.get::<_, i64>(1)?,
                      "instalment_title": r.get::<_, String>(2)?,
                      "mode": say(reader, "mode", &r.get::<_, String>(3)?), "reference": r.get::<_, String>(4)?,
                      "tds": of(r.get(5)?), "amount": of(r.get(6)?)}))
        },
    )?;
    Ok(json!({"instalments": instalments, "totals": totals, "payments": payments}))
}

fn completion_certificate(reader: &Reader<'_>, p: &Project) -> Result<Value> {
    let signed = signoff(reader, p.id.0)?.filter(|_| p.completed_at.is_some());
    let Some(signed) = signed else {
        return Err(not_ready(DocumentKind::CompletionCertificate).into());
    };
    let number: Option<String> =
        reader.value("SELECT number FROM agreements WHERE id = ?1", [p.agreement])?;
    Ok(json!({
        "certificate": {"number": format!("CC-{}", number.unwrap_or_default())},
        "signoff": signed, "milestones": milestone_rows(reader, p)?,
        "completion_check": {"lines": gate::lines(reader, p)?},
    }))
}

#[cfg(test)]
mod tests {
    use crate::projects::fixture::{AMOUNT, Delivery};
    use serde_json::{Value, json};

    #[test]
    fn documents_speak_of_what_happened_only() {
        let mut d = Delivery::ready();
        let ask = |d: &Delivery, document: &str, key: &str, id: &Value| {
            let mut args = json!({"project": d.project, "document": document});
            if !key.is_empty() {
                args[key] = id.clone();
            }
            d.desk.try_ask("project.document", args).map(|v| v["data"].clone())
        };
        d.desk.as_role("owner");
        let args = json!({"project": d.project});
        let milestone = d.desk.ask("milestone.list", args.clone())["rows"][0]["id"].clone();
        let meetings = d.desk.ask("meeting.list", args.clone())["rows"].clone();
        let planned = d.plan("steering");
        d.desk.as_role("owner");
        for (document, key, id, code) in [
            ("completion_certificate", "", json!(null), "project.document_not_ready"),
            ("minutes", "", json!(null), "project.document_needs"),
            ("minutes", "meeting", planned, "project.document_not_ready"),
            ("minutes", "meeting", milestone.clone(), "meeting.not_found"),
            ("milestone_acceptance", "", json!(null), "project.document_needs"),
        ] {
            assert_eq!(ask(&d, document, key, &id).unwrap_err().code(), code, "{document}");
        }
        let accepted = ask(&d, "milestone_acceptance", "milestone", &milestone).unwrap();
        assert_eq!(accepted["signoff"]["signed_by"], "Ananya Deshpande");
        let mark = accepted["signoff"]["mark"].as_str().unwrap();
        assert!(mark.starts_with("on a signed document, kept as paper-"), "{mark}");
        assert_eq!(accepted["signoff"]["content_hash"].as_str().unwrap().len(), 64);
        assert_eq!(accepted["instalments"][0]["amount"]["minor"], AMOUNT);
        let mom = ask(&d, "minutes", "meeting", &meetings[0]["id"]).unwrap();
        assert_eq!(mom["actions"][0]["title"], "Send data");
        assert_eq!(mom["attendees"].as_array().unwrap().len(), 3);
        let brief = ask(&d, "kickoff_brief", "", &Value::Null).unwrap();
        assert_eq!(brief["checklist"].as_array().unwrap().len(), 5);
        let money = ask(&d, "payment_statement", "", &Value::Null).unwrap();
        // TDS is said apart from what reached the bank; together they are the whole.
        assert_eq!(money["totals"]["tds"]["minor"], 3_000_000);
        assert_eq!(money["totals"]["received"]["minor"], AMOUNT * 3 - 3_000_000);
        assert_eq!(money["totals"]["balance"]["minor"], 0);
        let summary = ask(&d, "project_summary", "", &Value::Null).unwrap();
        assert_eq!(summary["milestones"][0]["progress_percent"], 100);
        assert_eq!(summary["meetings"]["rows"].as_array().unwrap().len(), 4);
        d.ok("project_manager", "project.complete", args);
        let certificate = ask(&d, "completion_certificate", "", &Value::Null).unwrap();
        let lines = certificate["completion_check"]["lines"].as_array().unwrap();
        assert!(lines.len() == 8 && lines.iter().all(|l| l["met"] == true));
        // A consultant is not shown the client's payments, nor what the project is worth.
        d.desk.as_role("consultant");
        let told = ask(&d, "project_summary", "", &Value::Null).unwrap();
        assert!(!told.to_string().contains("minor"), "{told}");
        let brief = ask(&d, "kickoff_brief", "", &Value::Null).unwrap();
        assert_eq!((&brief["instalments"], &brief["totals"]), (&json!([]), &Value::Null));
        let e = &d.desk;
        let args = json!({"project": d.project, "document": "payment_statement"});
        assert_eq!(e.try_ask("project.document", args).unwrap_err().code(), "forbidden");
    }
}
