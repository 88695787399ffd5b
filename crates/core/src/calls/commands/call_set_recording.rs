//! `call.set_recording`: consent to recording, and the recording when it is ready.

use crate::calls::{CallId, store};
use crate::leads::store as leads;
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keeps the answer to "this call is being recorded" with its time, or where the recording is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallSetRecording {
    pub call: CallId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<bool>,
    /// The gateway's name for the recording; dropped when there is no consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_ref: Option<String>,
}

impl Command for CallSetRecording {
    const NAME: &'static str = "call.set_recording";
    const TITLE: &'static str = "Keep a recording's consent";
    const NEEDS: Permission = permissions::CALL_MAKE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::own(reader, self.call).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        let long = self.recording_ref.as_ref().is_some_and(|r| r.len() > 500);
        v.check(long, "recording_ref", "too_long");
        v.finish()?;
        let call = store::own(tx, self.call)?;
        if let Some(consent) = self.consent {
            tx.write(
                "UPDATE calls SET recording_consent = ?2, recording_consent_at = ?3,
                     recording_ref = CASE WHEN ?2 THEN recording_ref END WHERE id = ?1",
                params![call.id, consent, tx.now],
            )?;
        }
        if let Some(name) = &self.recording_ref {
            tx.write(
                "UPDATE calls SET recording_ref = ?2
                 WHERE id = ?1 AND recording_consent IS NOT 0",
                params![call.id, name],
            )?;
        }
        let consent = match self.consent {
            Some(true) => "yes",
            Some(false) => "no",
            None => "–",
        };
        Ok(done(Nothing {})
            .fact("lead", leads::read(tx, call.lead_id)?.name)
            .fact("consent", consent))
    }
}
