//! `import.cancel`: stops an import; what came in stays until it is undone, and giving the same file
//! again goes on.

use crate::imports::store::{self, Counts};
use crate::imports::{ImportError, ImportId, commands::Finished};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Stops an import that is under way.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCancel {
    pub import: ImportId,
}

impl Command for ImportCancel {
    const NAME: &'static str = "import.cancel";
    const TITLE: &'static str = "Cancel an import";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    type Outcome = Finished;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::read(reader, self.import).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Finished>> {
        let import = store::read(tx, self.import)?;
        if import.state != "running" {
            return Err(ImportError::NotRunning { state: import.state }.into());
        }
        tx.write("UPDATE imports SET state = 'cancelled' WHERE id = ?1", [self.import])?;
        let counts: Counts = import.counts;
        Ok(done(Finished { counts }).fact("file", import.file_name).fact("n", counts.total))
    }
}
