//! `call.set_note`: the note of a call, saved as it is written.

use crate::calls::{CallId, MAX_NOTE, store};
use crate::leads::store as leads;
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces a call's note (at most 500 characters).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallSetNote {
    pub call: CallId,
    pub note: String,
}

impl Command for CallSetNote {
    const NAME: &'static str = "call.set_note";
    const TITLE: &'static str = "Write a call's note";
    const NEEDS: Permission = permissions::CALL_MAKE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::own(reader, self.call).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        v.check(self.note.chars().count() > MAX_NOTE, "note", "too_long");
        v.finish()?;
        let call = store::own(tx, self.call)?;
        tx.write(
            "UPDATE calls SET note = ?2 WHERE id = ?1 AND note <> ?2",
            params![call.id, self.note.trim()],
        )?;
        Ok(done(Nothing {}).fact("lead", leads::read(tx, call.lead_id)?.name))
    }
}
