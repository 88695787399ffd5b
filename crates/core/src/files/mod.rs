//! Files that rows speak of (evidence, proof, deliverables, imports). The bytes are stored beside
//! the database under their hash; a row here says what they are.
//!
//! Invariant: whoever runs `file.add` has stored the bytes before (the workspace's file store does
//! both); `doctor` finds rows whose bytes are missing or changed.
//! Invariant: a file is as open as what it is attached to: whoever may see one of those records may
//! have its bytes; while it is attached to nothing, only whoever added it.
//! Invariant: only a file that one may open oneself can be attached (every command that takes a
//! [`FileId`] asks [`opened`]), so attaching is no way to others' files.

use crate::people::PersonId;
use crate::{permissions, settings, visible};
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Done, Id, Permission, Query, Reader, Result, Timestamp, Tx, Validation, done, errors,
    typed_id,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

typed_id!(FileId);

errors! {
    pub enum FileError {
        NotFound "file.not_found" Missing { file: String },
    }
}

/// Bytes that one file may have (2 GiB).
pub const MAX_BYTES: i64 = 2 << 30;

/// What is known of a stored file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct File {
    pub id: FileId,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub added_by: PersonId,
    pub added_at: Timestamp,
}

/// Reads one file's row.
/// # Errors
/// `file.not_found`.
pub fn file(reader: &Reader<'_>, id: FileId) -> Result<File> {
    reader
        .maybe(
            "SELECT id, lower(hex(sha256)), name, media_type, size_bytes, added_by, added_at
             FROM files WHERE id = ?1",
            [id],
            |r| {
                Ok(File {
                    id: r.get(0)?,
                    sha256: r.get(1)?,
                    name: r.get(2)?,
                    media_type: r.get(3)?,
                    size_bytes: r.get(4)?,
                    added_by: r.get(5)?,
                    added_at: r.get(6)?,
                })
            },
        )?
        .ok_or_else(|| FileError::Missing { file: id.to_string() }.into())
}

/// What a file is attached to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Attachment {
    /// `agreement`, `meeting`, `deliverable`, `signoff`, `change_request` or `payment`.
    pub kind: String,
    /// The record's id.
    pub id: Id,
}

/// Every record that speaks of a file.
fn attached_to(reader: &Reader<'_>, id: FileId) -> Result<Vec<Attachment>> {
    reader.all(
        "SELECT 'agreement', id FROM agreements WHERE evidence_file_id = ?1
         UNION SELECT 'meeting', meeting_id FROM meeting_proofs WHERE file_id = ?1
         UNION SELECT 'deliverable', deliverable_id FROM deliverable_versions WHERE file_id = ?1
         UNION SELECT 'signoff', id FROM signoffs WHERE evidence_file_id = ?1
         UNION SELECT 'change_request', id FROM change_requests WHERE evidence_file_id = ?1
         UNION SELECT 'payment', id FROM payments WHERE evidence_file_id = ?1
         ORDER BY 1, 2",
        [id],
        |r| Ok(Attachment { kind: r.get(0)?, id: r.get(1)? }),
    )
}

/// The file, for somebody who may have its bytes.
/// # Errors
/// `file.not_found` when it is not there, or not for this person.
pub fn opened(reader: &Reader<'_>, id: FileId) -> Result<(File, Vec<Attachment>)> {
    let found = file(reader, id)?;
    let all = attached_to(reader, id)?;
    let mut seen = Vec::new();
    for a in &all {
        if visible::may_see(reader, a.id)? {
            seen.push(a.clone());
        }
    }
    let is_adders = all.is_empty() && found.added_by.0 == reader.actor.id;
    // The firm's mark stands on everything that leaves the house.
    let is_logo = settings::get::<Option<FileId>>(reader, "brand.logo")? == Some(id);
    if seen.is_empty() && !is_adders && !is_logo {
        return Err(FileError::Missing { file: id.to_string() }.into());
    }
    Ok((found, seen))
}

/// What a stored file is, for whoever may have its bytes (the workspace hands them out).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileGet {
    pub file: FileId,
}

#[derive(Serialize, JsonSchema)]
pub struct FileView {
    #[serde(flatten)]
    pub file: File,
    /// The records it is attached to, as far as this person may see them.
    pub attached_to: Vec<Attachment>,
}

impl Query for FileGet {
    const NAME: &'static str = "file.get";
    const TITLE: &'static str = "A stored file";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &[
        "files",
        "settings",
        "agreements",
        "meeting_proofs",
        "deliverable_versions",
        "signoffs",
        "change_requests",
        "projects",
        "assignments",
        "kickoff_requests",
    ];
    type View = FileView;

    fn ask(&self, reader: &Reader<'_>) -> Result<FileView> {
        let (file, attached_to) = opened(reader, self.file)?;
        Ok(FileView { file, attached_to })
    }
}

/// Records a file whose bytes have been stored.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileAdd {
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
}

#[derive(Serialize, JsonSchema)]
pub struct FileAdded {
    pub file: FileId,
}

impl Command for FileAdd {
    const NAME: &'static str = "file.add";
    const TITLE: &'static str = "Attach a file";
    const NEEDS: Permission = permissions::FILE_ADD;
    type Outcome = FileAdded;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<FileAdded>> {
        let mut v = Validation::new();
        let hash = decode_hash(&self.sha256);
        v.check(hash.is_none(), "sha256", "sha256.not_valid");
        let name = self.name.trim();
        v.check(name.is_empty(), "name", "required");
        v.check(name.chars().count() > 255, "name", "too_long");
        let odd = name.contains(['/', '\\', '\0']) || name == "." || name == "..";
        v.check(odd, "name", "file_name.not_valid");
        v.check(self.size_bytes <= 0, "size_bytes", "file.empty");
        v.check(self.size_bytes > MAX_BYTES, "size_bytes", "file.too_large");
        v.finish()?;
        let file: FileId = tx.new_id();
        tx.write(
            "INSERT INTO files (id, sha256, name, media_type, size_bytes, added_by, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![file, hash, name, self.media_type, self.size_bytes, tx.actor.id, tx.now],
        )?;
        Ok(done(FileAdded { file }).fact("file", name))
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] =
    &["sha256.not_valid", "file_name.not_valid", "file.too_large", "file.empty"];

/// The 32 bytes of a hexadecimal SHA-256.
pub(crate) fn decode_hash(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    (0..64).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests;
