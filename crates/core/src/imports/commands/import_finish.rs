//! `import.finish`: every row of the file was given.

use crate::imports::store::{self, Counts};
use crate::imports::{ImportError, ImportId};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ends an import after its last row.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportFinish {
    pub import: ImportId,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Finished {
    pub counts: Counts,
}

impl Command for ImportFinish {
    const NAME: &'static str = "import.finish";
    const TITLE: &'static str = "Finish an import";
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
        tx.write(
            "UPDATE imports SET state = 'finished', finished_at = ?2 WHERE id = ?1",
            params![self.import, tx.now],
        )?;
        Ok(done(Finished { counts: import.counts })
            .fact("file", import.file_name)
            .fact("n", import.counts.new)
            .fact("duplicate", import.counts.duplicate)
            .fact("invalid", import.counts.invalid))
    }
}
