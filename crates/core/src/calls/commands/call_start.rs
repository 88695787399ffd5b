//! `call.start`: dials a lead, unless something forbids it.

use crate::calls::permit::{in_words, refusals};
use crate::calls::{CallError, CallId, store};
use crate::leads::{LeadId, need_own, store as leads};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Dials a lead. Do-not-disturb, withdrawn consent, a number known to be invalid, a lead that rests,
/// calling hours and too many attempts refuse it; whoever may override them gives a reason, which is kept.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallStart {
    pub lead: LeadId,
    /// How it is dialled: `simulator`, `system`, `exotel`, `twilio`.
    #[serde(default = "simulator")]
    pub gateway: String,
    /// Why it is right to call all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

fn simulator() -> String {
    "simulator".into()
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct CallStarted {
    pub call: CallId,
    /// E.164
    pub number: String,
    /// What was overridden.
    pub overridden: Vec<String>,
}

impl Command for CallStart {
    const NAME: &'static str = "call.start";
    const TITLE: &'static str = "Call a lead";
    const NEEDS: Permission = permissions::CALL_MAKE;
    type Outcome = CallStarted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.lead)?;
        match self.override_reason {
            Some(_) => reader.actor.need(permissions::CALL_OVERRIDE),
            None => Ok(()),
        }
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<CallStarted>> {
        let mut v = Validation::new();
        let reason = self.override_reason.as_deref().map(str::trim);
        v.check(reason == Some(""), "override_reason", "required");
        v.check(reason.is_some_and(|r| r.chars().count() > 500), "override_reason", "too_long");
        v.check(self.gateway.is_empty(), "gateway", "required");
        v.check(self.gateway.len() > 40, "gateway", "too_long");
        v.finish()?;
        let lead = leads::read(tx, self.lead)?;
        lead.need_open()?;
        let Some(number) = lead.phone_e164.clone() else {
            return Err(CallError::NoNumber { name: lead.name }.into());
        };
        let me = PersonId(tx.actor.id);
        if let Some(open) = store::unfinished(tx, me)? {
            let name = leads::read(tx, open.lead_id)?.name;
            return Err(CallError::Unfinished { name, call: open.id.to_string() }.into());
        }
        if let Some(caller) = store::busy_with(tx, self.lead)? {
            return Err(CallError::LeadBusy { name: lead.name, caller }.into());
        }
        let codes = refusals(tx, &lead)?;
        if !codes.is_empty() && reason.is_none() {
            return Err(CallError::Refused {
                name: lead.name,
                reasons: codes.iter().map(|code| in_words(code)).collect(),
                codes: codes.into_iter().map(str::to_owned).collect(),
            }
            .into());
        }
        let overridden = if codes.is_empty() { "" } else { reason.unwrap_or_default() };
        let call: CallId = tx.new_id();
        tx.write(
            "INSERT INTO calls (id, lead_id, caller_id, number_e164, gateway, state, started_at,
                 override_codes, override_reason)
             VALUES (?1, ?2, ?3, ?4, ?5, 'dialling', ?6, ?7, ?8)",
            params![call, self.lead, me, number, self.gateway, tx.now, codes.join(","), overridden],
        )?;
        let list: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        Ok(done(CallStarted { call, number, overridden: list })
            .fact("lead", lead.name)
            .fact("overridden", if overridden.is_empty() { "no" } else { "yes" })
            .fact("reason", overridden))
    }
}
