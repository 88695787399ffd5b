//! `import.start`: the first command of an import, or the one that takes it up again.

use crate::imports::mapping::Mapping;
use crate::imports::store::{self, Policy};
use crate::imports::{ImportError, ImportId};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts an import of a file, or goes on with one of the same file that was cut off, which takes
/// the mapping, source and policy that it began with (`import.match` gives them).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportStart {
    pub file_name: String,
    /// SHA-256 of the file, hexadecimal.
    pub file_sha256: String,
    /// Where the leads come from; rows without a source of their own get it.
    #[serde(default)]
    pub source: String,
    pub mapping: Mapping,
    /// What becomes of duplicates.
    #[serde(default)]
    pub policy: Policy,
    /// Begins with the first row again, whatever became of the file before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anew: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Started {
    pub import: ImportId,
    /// The row of the file to go on with, counted from 1 without the header.
    pub next_row: i64,
    /// True when an import that was cut off goes on.
    pub is_resumed: bool,
    /// As the import goes on with it.
    pub mapping: Mapping,
}

fn sha256(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}

impl Command for ImportStart {
    const NAME: &'static str = "import.start";
    const TITLE: &'static str = "Start an import";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    type Outcome = Started;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Started>> {
        let mut v = Validation::new();
        let hash = sha256(&self.file_sha256);
        v.check(self.file_name.trim().is_empty(), "file_name", "required");
        v.check(self.file_name.chars().count() > 255, "file_name", "too_long");
        v.check(self.source.chars().count() > 200, "source", "too_long");
        v.check(hash.is_none(), "file_sha256", "sha256.not_valid");
        v.finish()?;
        let hash = hash.unwrap_or_default();
        let sheet = self.mapping.sheet.as_deref();
        let old = store::interrupted(tx, &hash, sheet)?.filter(|_| !self.anew);
        if let Some(old) = old {
            let given = (&self.mapping, self.source.trim(), self.policy);
            if given != (&old.mapping, old.source.as_str(), old.policy) {
                let (file, rows) = (old.file_name, old.counts.total);
                return Err(ImportError::BegunOtherwise { file, rows }.into());
            }
            tx.write("UPDATE imports SET state = 'running' WHERE id = ?1", [old.id])?;
            let started = Started {
                import: old.id,
                next_row: old.next_row,
                is_resumed: true,
                mapping: old.mapping,
            };
            return Ok(done(started).fact("file", old.file_name));
        }
        self.mapping.check()?;
        let import: ImportId = tx.new_id();
        let mapping = serde_json::to_string(&self.mapping)?;
        let source = self.source.trim();
        tx.write(
            "INSERT INTO imports (id, file_name, file_sha256, source, mapping, policy, state,
                 started_by, started_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running', ?7, ?8)",
            params![
                import,
                self.file_name.trim(),
                hash,
                source,
                mapping,
                self.policy.word(),
                tx.actor.id,
                tx.now
            ],
        )?;
        store::remember(tx, source, &mapping, self.policy)?;
        let started =
            Started { import, next_row: 1, is_resumed: false, mapping: self.mapping.clone() };
        Ok(done(started).fact("file", self.file_name.trim()))
    }
}
