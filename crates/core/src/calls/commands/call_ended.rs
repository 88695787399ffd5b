//! `call.ended`: the line is free again; the outcome is still to be given.

use crate::calls::model::{EndCause, State};
use crate::calls::{CallId, store};
use crate::leads::store as leads;
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The call is over, for this cause.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallEnded {
    pub call: CallId,
    pub cause: EndCause,
}

impl Command for CallEnded {
    const NAME: &'static str = "call.ended";
    const TITLE: &'static str = "The call is over";
    const NEEDS: Permission = permissions::CALL_MAKE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::own(reader, self.call).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let call = store::own(tx, self.call)?;
        store::advance(tx, &call, State::Ended, Some(self.cause))?;
        Ok(done(Nothing {})
            .fact("lead", leads::read(tx, call.lead_id)?.name)
            .fact("cause", self.cause.word()))
    }
}
