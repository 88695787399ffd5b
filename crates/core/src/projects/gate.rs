//! The completion gate: eight lines, each with what is missing and who can mend it.
//!
//! Invariant: there is one gate. `project.completion_check` shows it, `project.complete` obeys it,
//! and nothing else decides what 'done' means.

use super::store::{Project, counts};
use super::{MoneyState, instalment_lines};
use crate::language::{Phrase, phrase};
use crate::people::{name_of, people_with_permission};
use crate::{permissions, signoffs};
use netra_kernel::{Id, Money, Permission, Reader, Result};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// One condition of completion.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GateLine {
    /// `meetings`, `sow_items`, `milestones`, `deliverables`, `project_signoff`, `payments`,
    /// `change_requests`, `kickoff_and_review`.
    pub key: String,
    pub met: bool,
    /// False where the asker is not told: then it is neither met nor is anything missing.
    pub is_told: bool,
    /// The condition in words.
    pub title: String,
    /// The numbers behind it.
    pub detail: String,
    pub missing: Vec<Missing>,
    /// What is missing in few words, for the refusal of `project.complete`; empty when met.
    #[serde(skip)]
    pub short: Vec<Phrase>,
}

/// One thing that is missing, and the way to it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Missing {
    pub what: String,
    /// The record to open; the project itself when there is none yet.
    pub id: Id,
    /// Names of those who can mend it.
    pub who: Vec<String>,
    /// The command that mends it.
    pub command: String,
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "gate-meetings",
    "gate-meetings-detail",
    "gate-meetings-missing",
    "gate-meeting-proof",
    "gate-meeting-mom",
    "gate-meeting-hold",
    "gate-sow_items",
    "gate-sow_items-detail",
    "gate-sow_items-missing",
    "gate-milestones",
    "gate-milestones-detail",
    "gate-milestones-missing",
    "gate-deliverables",
    "gate-deliverables-detail",
    "gate-deliverables-missing",
    "gate-project_signoff",
    "gate-project_signoff-none",
    "gate-project_signoff-stale",
    "gate-project_signoff-given",
    "gate-payments",
    "gate-payments-detail",
    "gate-payments-open",
    "gate-payments-unverified",
    "gate-change_requests",
    "gate-change_requests-detail",
    "gate-change_requests-missing",
    "gate-kickoff_and_review",
    "gate-kickoff_and_review-detail",
    "gate-kickoff-missing",
    "gate-review-missing",
    "gate-yes",
    "gate-no",
    "gate-waived",
    "gate-payments-count",
    "gate-payments-not_told",
    "gate-payments-settled",
    "gate-payments-unpaid",
    "gate-payments-unverified-count",
    "short-meetings",
    "short-sow_items",
    "short-milestones",
    "short-deliverables",
    "short-signoff-none",
    "short-signoff-stale",
    "short-payments",
    "short-change_requests",
    "short-kickoff",
    "short-review",
];

/// Gathers the lines with the words and names they need.
struct Gate<'r, 'a> {
    reader: &'r Reader<'a>,
    p: &'r Project,
    pm: Vec<String>,
    team: Vec<String>,
}

impl Gate<'_, '_> {
    fn say(&self, code: &str, args: Value) -> String {
        phrase(self.reader.locale, code, &args)
    }
    fn who(&self, permission: Permission) -> Result<Vec<String>> {
        Ok(people_with_permission(self.reader, permission)?.into_iter().map(|p| p.1).collect())
    }
    fn line(
        &self,
        key: &str,
        detail: String,
        missing: Vec<Missing>,
        short: Vec<Phrase>,
    ) -> GateLine {
        let met = missing.is_empty();
        GateLine {
            key: key.to_owned(),
            met,
            is_told: true,
            title: self.say(&format!("gate-{key}"), json!({})),
            detail,
            missing,
            short: if met { Vec::new() } else { short },
        }
    }
    fn missing(&self, what: String, id: Id, who: &[String], command: &str) -> Missing {
        Missing { what, id, who: who.to_vec(), command: command.to_owned() }
    }
}

/// The eight lines as they are now.
/// # Errors
/// Storage errors.
pub fn lines(reader: &Reader<'_>, p: &Project) -> Result<Vec<GateLine>> {
    let pm = vec![name_of(reader, p.pm)?];
    let mut team = pm.clone();
    team.extend(reader.all(
        &format!(
            "SELECT DISTINCT q.name FROM assignments s JOIN people q ON q.id = s.person_id
             WHERE s.project_id = ?1 AND s.person_id <> ?2 AND {} ORDER BY q.name",
            super::is_on_it(reader.today())
        ),
        netra_kernel::rusqlite::params![p.id, p.pm],
        |r| r.get::<_, String>(0),
    )?);
    let gate = Gate { reader, p, pm, team };
    Ok(vec![
        meetings(&gate)?,
        sow_items(&gate)?,
        milestones(&gate)?,
        deliverables(&gate)?,
        project_signoff(&gate)?,
        payments(&gate)?,
        change_requests(&gate)?,
        kickoff_and_review(&gate)?,
    ])
}

/// 1: meetings delivered ≥ meetings promised, as amended.
fn meetings(g: &Gate<'_, '_>) -> Result<GateLine> {
    let c = counts(g.reader, g.p)?;
    let short = c.meetings_promised - c.meetings_delivered;
    let numbers = json!({"delivered": c.meetings_delivered, "promised": c.meetings_promised});
    let detail = g.say("gate-meetings-detail", numbers.clone());
    let mut missing = Vec::new();
    if short > 0 {
        let begun: Vec<(Id, String, String, bool)> = g.reader.all(
            "SELECT m.id, m.title, m.state, m.mom <> '' FROM meetings m
             WHERE m.project_id = ?1 AND m.kind = 'consulting' AND m.state <> 'cancelled'
               AND NOT (m.state = 'held' AND m.mom <> '' AND EXISTS
                   (SELECT 1 FROM meeting_proofs f WHERE f.meeting_id = m.id))
             ORDER BY m.state, m.planned_at, m.id",
            [g.p.id],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?;
        for (id, title, state, has_mom) in begun.iter().take(usize::try_from(short).unwrap_or(0)) {
            let (code, command) = match (state.as_str(), has_mom) {
                ("planned", _) => ("gate-meeting-hold", "meeting.hold"),
                (_, false) => ("gate-meeting-mom", "meeting.write_mom"),
                (_, true) => ("gate-meeting-proof", "meeting.add_proof"),
            };
            let what = g.say(code, json!({"title": title}));
            missing.push(g.missing(what, *id, &g.team, command));
        }
        let unplanned = short - i64::try_from(missing.len()).unwrap_or(0);
        if unplanned > 0 {
            let what = g.say("gate-meetings-missing", json!({"n": unplanned}));
            missing.push(g.missing(what, g.p.id.0, &g.team, "meeting.plan"));
        }
    }
    Ok(g.line("meetings", detail, missing, vec![Phrase::new("short-meetings", numbers)]))
}

/// 2: every SOW item is implemented or dropped.
fn sow_items(g: &Gate<'_, '_>) -> Result<GateLine> {
    let c = counts(g.reader, g.p)?;
    let open: Vec<(Id, String, String)> = g.reader.all(
        "SELECT id, title, state FROM sow_items
         WHERE sow_id = ?1 AND state NOT IN ('implemented', 'dropped') ORDER BY position, id",
        [g.p.sow],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let missing = open
        .into_iter()
        .map(|(id, title, state)| {
            let command = match state.as_str() {
                "not_started" => "sow_item.start",
                "in_progress" => "sow_item.submit",
                "ready_for_review" => "sow_item.consent",
                _ => "sow_item.implement",
            };
            let state = phrase(g.reader.locale, &format!("sow_item-{state}"), &json!({}));
            let what = g.say("gate-sow_items-missing", json!({"title": title, "state": state}));
            g.missing(what, id, &g.team, command)
        })
        .collect();
    let numbers = json!({"done": c.items_implemented, "all": c.items});
    let detail = g.say("gate-sow_items-detail", numbers.clone());
    Ok(g.line("sow_items", detail, missing, vec![Phrase::new("short-sow_items", numbers)]))
}

/// 3: every milestone is signed off; and an item outside of every milestone has no way to be.
fn milestones(g: &Gate<'_, '_>) -> Result<GateLine> {
    let c = counts(g.reader, g.p)?;
    let open: Vec<(Id, String, String)> = g.reader.all(
        "SELECT id, title, state FROM milestones
         WHERE project_id = ?1 AND state <> 'signed_off' ORDER BY position, id",
        [g.p.id],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let missing = open
        .into_iter()
        .map(|(id, title, state)| {
            let command = if state == "submitted" { "signoff.give" } else { "milestone.submit" };
            let state = phrase(g.reader.locale, &format!("milestone-{state}"), &json!({}));
            let what = g.say("gate-milestones-missing", json!({"title": title, "state": state}));
            g.missing(what, id, &g.pm, command)
        })
        .collect();
    let numbers = json!({"done": c.milestones_signed, "all": c.milestones});
    let detail = g.say("gate-milestones-detail", numbers.clone());
    Ok(g.line("milestones", detail, missing, vec![Phrase::new("short-milestones", numbers)]))
}

/// 4: every deliverable is accepted.
fn deliverables(g: &Gate<'_, '_>) -> Result<GateLine> {
    let all: Vec<(Id, String, String)> = g.reader.all(
        "SELECT id, title, state FROM deliverables WHERE project_id = ?1 ORDER BY title, id",
        [g.p.id],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let n = all.len();
    let missing: Vec<Missing> = all
        .into_iter()
        .filter(|d| d.2 != "accepted")
        .map(|(id, title, state)| {
            let (command, who) = match state.as_str() {
                "submitted" => ("deliverable.accept", &g.pm),
                _ => ("deliverable.submit", &g.team),
            };
            let state = phrase(g.reader.locale, &format!("deliverable-{state}"), &json!({}));
            let what = g.say("gate-deliverables-missing", json!({"title": title, "state": state}));
            g.missing(what, id, who, command)
        })
        .collect();
    let numbers = json!({"done": n - missing.len(), "all": n});
    let detail = g.say("gate-deliverables-detail", numbers.clone());
    Ok(g.line("deliverables", detail, missing, vec![Phrase::new("short-deliverables", numbers)]))
}

/// 5: the client signed for the project, and for the SOW as it stands now.
fn project_signoff(g: &Gate<'_, '_>) -> Result<GateLine> {
    let (code, short) = match signoffs::project_signoff(g.reader, g.p)? {
        signoffs::ProjectSignOff::None => ("gate-project_signoff-none", "short-signoff-none"),
        signoffs::ProjectSignOff::Stale { .. } => {
            ("gate-project_signoff-stale", "short-signoff-stale")
        }
        signoffs::ProjectSignOff::Current { by, on, .. } => {
            let detail = g.say("gate-project_signoff-given", json!({"by": by, "on": on}));
            return Ok(g.line("project_signoff", detail, Vec::new(), Vec::new()));
        }
    };
    let what = g.say(code, json!({}));
    let missing = vec![g.missing(what.clone(), g.p.id.0, &g.pm, "signoff.give")];
    let short = vec![Phrase::new(short, json!({}))];
    Ok(g.line("project_signoff", what, missing, short))
}

/// 6: every instalment is paid or waived, and every payment verified. Whoever may not see payments
/// is told how many, never how much; whoever may not even know of them, only what completion proved.
fn payments(g: &Gate<'_, '_>) -> Result<GateLine> {
    if !super::knows_money(g.reader) {
        // The money of a completed project is closed.
        let is_told = g.p.completed_at.is_some();
        let code = if is_told { "gate-payments-settled" } else { "gate-payments-not_told" };
        let line = g.line("payments", g.say(code, json!({})), Vec::new(), Vec::new());
        return Ok(GateLine { met: is_told, is_told, ..line });
    }
    let all = instalment_lines(g.reader, g.p)?;
    let money = |minor| Money::new(minor, g.p.currency);
    let sees_money = super::sees_money(g.reader);
    let mut missing = Vec::new();
    for i in &all {
        // Paid in full but unverified is said by the line below.
        let settled = matches!(i.state, MoneyState::Paid | MoneyState::Waived);
        if !settled && (i.open_minor > 0 || i.unverified == 0) {
            let what = match sees_money {
                true => g.say(
                    "gate-payments-open",
                    json!({"number": i.number, "open": money(i.open_minor)}),
                ),
                false => g.say("gate-payments-unpaid", json!({"number": i.number})),
            };
            let who = g.who(permissions::PAYMENT_RECORD)?;
            missing.push(g.missing(what, i.id, &who, "payment.record"));
        }
        if i.unverified > 0 {
            let args = json!({"number": i.number, "n": i.unverified});
            let what = match sees_money {
                true => g.say(
                    "gate-payments-unverified",
                    json!({"number": i.number, "n": i.unverified,
                           "amount": money(i.unverified_minor)}),
                ),
                false => g.say("gate-payments-unverified-count", args),
            };
            let who = g.who(permissions::PAYMENT_VERIFY)?;
            missing.push(g.missing(what, i.id, &who, "payment.verify"));
        }
    }
    let living = || all.iter().filter(|i| i.state != MoneyState::Waived);
    let paid = living().filter(|i| i.state == MoneyState::Paid && i.unverified == 0).count();
    let numbers = json!({"paid": paid, "all": living().count()});
    let detail = match sees_money {
        true => g.say(
            "gate-payments-detail",
            json!({"received": money(all.iter().map(|i| i.received_minor).sum()),
                   "all": money(living().map(|i| i.amount_minor).sum())}),
        ),
        false => g.say("gate-payments-count", numbers.clone()),
    };
    Ok(g.line("payments", detail, missing, vec![Phrase::new("short-payments", numbers)]))
}

/// 7: no change request is open.
fn change_requests(g: &Gate<'_, '_>) -> Result<GateLine> {
    let open: Vec<(Id, i64, String, String)> = g.reader.all(
        "SELECT id, number, title, state FROM change_requests
         WHERE project_id = ?1 AND state NOT IN ('declined', 'applied') ORDER BY number, id",
        [g.p.id],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
    )?;
    let numbers = json!({"n": open.len()});
    let detail = g.say("gate-change_requests-detail", numbers.clone());
    let missing = open
        .into_iter()
        .map(|(id, number, title, state)| {
            let command = match state.as_str() {
                "draft" => "change.submit",
                "submitted" => "change.approve",
                _ => "change.apply",
            };
            let state = phrase(g.reader.locale, &format!("change-{state}"), &json!({}));
            let args = json!({"number": number, "title": title, "state": state});
            let what = g.say("gate-change_requests-missing", args);
            g.missing(what, id, &g.pm, command)
        })
        .collect();
    let short = vec![Phrase::new("short-change_requests", numbers)];
    Ok(g.line("change_requests", detail, missing, short))
}

/// 8: the kickoff meeting and a mid-project review are recorded, or the review was waived.
fn kickoff_and_review(g: &Gate<'_, '_>) -> Result<GateLine> {
    let kickoff = kickoff_recorded(g.reader, g.p)?;
    let review = review_recorded(g.reader, g.p)?;
    let waived = g.p.review_waived_at.is_some();
    let word = |yes: bool| g.say(if yes { "gate-yes" } else { "gate-no" }, json!({}));
    let review_word =
        if !review && waived { g.say("gate-waived", json!({})) } else { word(review) };
    let detail = g.say(
        "gate-kickoff_and_review-detail",
        json!({"kickoff": word(kickoff), "review": review_word}),
    );
    let (mut missing, mut short) = (Vec::new(), Vec::new());
    for (met, kind, code, few) in [
        (kickoff, "kickoff", "gate-kickoff-missing", "short-kickoff"),
        (review || waived, "review", "gate-review-missing", "short-review"),
    ] {
        if met {
            continue;
        }
        short.push(Phrase::new(few, json!({})));
        let begun: Option<(Id, String)> = g.reader.maybe(
            "SELECT id, state FROM meetings WHERE project_id = ?1 AND kind = ?2
             AND state <> 'cancelled' ORDER BY state, planned_at, id LIMIT 1",
            netra_kernel::rusqlite::params![g.p.id, kind],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        let (id, command) = match begun {
            None => (g.p.id.0, "meeting.plan"),
            Some((id, state)) if state == "planned" => (id, "meeting.hold"),
            Some((id, _)) => (id, "meeting.write_mom"),
        };
        missing.push(g.missing(g.say(code, json!({})), id, &g.pm, command));
    }
    Ok(g.line("kickoff_and_review", detail, missing, short))
}

/// The kickoff meeting was held and has minutes with an action item.
pub(super) fn kickoff_recorded(reader: &Reader<'_>, p: &Project) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM meetings m WHERE m.project_id = ?1 AND m.kind = 'kickoff'
           AND m.state = 'held' AND m.mom <> ''
           AND EXISTS (SELECT 1 FROM meeting_actions a WHERE a.meeting_id = m.id)",
        [p.id],
    )
}

/// A review was held and has minutes.
pub(super) fn review_recorded(reader: &Reader<'_>, p: &Project) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM meetings m WHERE m.project_id = ?1 AND m.kind = 'review'
           AND m.state = 'held' AND m.mom <> ''",
        [p.id],
    )
}
