//! `call.dispose`: a call gets its outcome, and what follows from it happens at once.

use crate::assignment;
use crate::calls::dispositions::{self, Disposition};
use crate::calls::model::{Circumstances, FollowUp, Next, State, next};
use crate::calls::store::Call;
use crate::calls::{CallError, CallId, MAX_NOTE, outcomes, store};
use crate::leads::check_follow_up;
use crate::leads::clean::language_code;
use crate::leads::hours::Hours;
use crate::leads::store::{self as leads, Lead};
use crate::people::PersonId;
use crate::{permissions, settings};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Timestamp, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gives a call its outcome.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallDispose {
    pub call: CallId,
    /// A code (`connected_interested`).
    pub outcome: String,
    /// One of the code's reasons, when it has any.
    #[serde(default)]
    pub reason: String,
    /// Replaces the call's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When to call again, if a time was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_again_at: Option<Timestamp>,
    /// The language that the lead speaks, for `connected_language_barrier`.
    #[serde(default)]
    pub language: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Disposed {
    /// When the lead comes up again; None: nothing was agreed, or it must not be called.
    pub again_at: Option<Timestamp>,
    /// True when the lead rests after too many attempts.
    pub rests: bool,
    /// Who has the lead now, when it was passed on.
    pub passed_to: Option<String>,
}

impl Command for CallDispose {
    const NAME: &'static str = "call.dispose";
    const TITLE: &'static str = "Give a call its outcome";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const UNDOABLE: bool = true;
    type Outcome = Disposed;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::own(reader, self.call).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Disposed>> {
        let call = store::own(tx, self.call)?;
        if let Some(outcome) = call.outcome {
            return Err(CallError::HasOutcome { outcome }.into());
        }
        if call.state != State::Ended {
            return Err(CallError::NotEnded.into());
        }
        let d = dispositions::active(tx, &self.outcome)?;
        if let Some(refusal) = outcomes::refusal(&call, &d, tx.now) {
            return Err(refusal.into());
        }
        self.check(tx, &d)?;
        let lead = leads::read(tx, call.lead_id)?;
        let next = next(&Circumstances {
            follow_up: d.follow_up,
            again_minutes: d.again_minutes,
            asked: self.call_again_at,
            now: tx.now,
            hours: Hours::of(tx)?,
            zone: lead.zone_or(tx.zone),
            attempts: lead.attempts + 1,
            max_attempts: settings::get(tx, "calling.max_attempts")?,
        });
        let again_at = match next {
            Next::Callback(t) | Next::Retry(t) => Some(t),
            Next::Nothing | Next::Rests => None,
        };
        self.close(tx, &call, again_at)?;
        self.mark_lead(tx, &call, &d, next)?;
        let passed_to = self.pass_on(tx, &lead, &d)?;
        leads::rescore(tx, lead.id)?;
        Ok(done(Disposed { again_at, rests: next == Next::Rests, passed_to: passed_to.clone() })
            .fact("lead", lead.name)
            .fact("outcome", &self.outcome)
            .fact("again", if again_at.is_some() { "yes" } else { "no" })
            .fact("at", again_at)
            .fact("person", passed_to))
    }
}

impl CallDispose {
    fn check(&self, tx: &Tx<'_>, d: &Disposition) -> Result<()> {
        let mut v = Validation::new();
        match (d.reasons.is_empty(), self.reason.is_empty()) {
            (false, true) => v.add("reason", "required"),
            _ => v.check(
                !self.reason.is_empty() && !d.reasons.contains(&self.reason),
                "reason",
                "outcome.reason_unknown",
            ),
        };
        let long = self.note.as_ref().is_some_and(|n| n.chars().count() > MAX_NOTE);
        v.check(long, "note", "too_long");
        check_follow_up(&mut v, tx, "call_again_at", self.call_again_at);
        v.check(self.language.chars().count() > 40, "language", "too_long");
        v.finish()
    }

    fn close(&self, tx: &Tx<'_>, call: &Call, again_at: Option<Timestamp>) -> Result<()> {
        tx.write(
            "UPDATE calls SET outcome = ?2, outcome_reason = ?3, disposed_at = ?4,
                 follow_up_at = ?5, note = ifnull(?6, note) WHERE id = ?1",
            params![
                call.id,
                self.outcome,
                self.reason,
                tx.now,
                again_at,
                self.note.as_deref().map(str::trim)
            ],
        )?;
        Ok(())
    }

    fn mark_lead(&self, tx: &Tx<'_>, call: &Call, d: &Disposition, next: Next) -> Result<()> {
        let due = match next {
            Next::Callback(t) => Some(("callback", t)),
            Next::Retry(t) => Some(("retry", t)),
            Next::Nothing | Next::Rests => None,
        };
        let interested = match d.follow_up {
            FollowUp::Interested => Some(true),
            FollowUp::Nurture | FollowUp::DoNotDisturb => Some(false),
            _ => None,
        };
        let language = language_code(&self.language);
        tx.write(
            "UPDATE leads SET attempts = attempts + 1, reached = reached + ?2, last_outcome = ?3,
                 last_call_at = ?4, due_kind = ?5, due_at = ?6,
                 is_interested = ifnull(?7, is_interested),
                 is_dnd = max(is_dnd, ?8), is_invalid_number = max(is_invalid_number, ?9),
                 status = CASE WHEN ?10 THEN 'resting' WHEN status = 'resting' THEN 'open'
                               ELSE status END,
                 language = CASE WHEN ?11 <> '' THEN ?11 ELSE language END,
                 updated_at = ?12, touched_at = ?12 WHERE id = ?1",
            params![
                call.lead_id,
                d.is_reached,
                self.outcome,
                call.started_at,
                due.map(|d| d.0),
                due.map(|d| d.1),
                interested,
                d.follow_up == FollowUp::DoNotDisturb,
                d.follow_up == FollowUp::InvalidNumber,
                next == Next::Rests,
                language,
                tx.now
            ],
        )?;
        Ok(())
    }

    fn pass_on(&self, tx: &Tx<'_>, lead: &Lead, d: &Disposition) -> Result<Option<String>> {
        let me = PersonId(tx.actor.id);
        match d.follow_up {
            FollowUp::Language => assignment::pass_to_speaker(tx, lead.id, me),
            FollowUp::Escalate => {
                let note = self.note.as_deref().unwrap_or_default().trim();
                assignment::pass_to_manager(tx, lead.id, me, note)
            }
            _ => Ok(None),
        }
    }
}
