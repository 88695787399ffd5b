//! `call.connected`: somebody answered.

use crate::calls::model::State;
use crate::calls::{CallId, store};
use crate::leads::store as leads;
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody answered; the talking time runs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallConnected {
    pub call: CallId,
    /// The gateway's own name for the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_ref: Option<String>,
}

impl Command for CallConnected {
    const NAME: &'static str = "call.connected";
    const TITLE: &'static str = "The call is answered";
    const NEEDS: Permission = permissions::CALL_MAKE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::own(reader, self.call).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        let long = self.gateway_ref.as_ref().is_some_and(|r| r.len() > 200);
        v.check(long, "gateway_ref", "too_long");
        v.finish()?;
        let call = store::own(tx, self.call)?;
        store::advance(tx, &call, State::Connected, None)?;
        if let Some(name) = &self.gateway_ref {
            tx.write("UPDATE calls SET gateway_ref = ?2 WHERE id = ?1", params![call.id, name])?;
        }
        Ok(done(Nothing {}).fact("lead", leads::read(tx, call.lead_id)?.name))
    }
}
