//! Document packs: what goes into one, and the record of each that was produced.
//!
//! Invariant: a pack holds only what its maker may see; the documents' data come from the same
//! queries that the window asks.

mod contents;

use crate::permissions;
use crate::visible;
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Done, Id, Permission, Query, Reader, Result, Timestamp, Tx, Validation, done, typed_id,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

typed_id!(PackId);
pub(crate) use contents::kinds_of;
pub use contents::{LABELS, PackContents, PackKind};

/// Who will read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Client,
    Internal,
}

impl Audience {
    fn word(self) -> &'static str {
        match self {
            Audience::Client => "client",
            Audience::Internal => "internal",
        }
    }
}

/// Records a pack that was produced.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackRecord {
    /// `project`, `quote` …
    pub kind: String,
    /// The project or quote.
    pub subject: Id,
    /// How people call it.
    pub title: String,
    pub audience: Audience,
    /// `md`, `docx`, `pdf`.
    pub formats: Vec<String>,
    pub documents: u32,
    pub failed: u32,
    /// SHA-256 of `manifest.json`, hexadecimal.
    pub manifest_sha256: String,
}

#[derive(Serialize, JsonSchema)]
pub struct PackRecorded {
    pub pack: PackId,
}

impl Command for PackRecord {
    const NAME: &'static str = "pack.record";
    const TITLE: &'static str = "Record a pack";
    const NEEDS: Permission = permissions::PACK_BUILD;
    type Outcome = PackRecorded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        may_build(reader, self.audience)?;
        visible::need(reader, self.subject)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<PackRecorded>> {
        let mut v = Validation::new();
        v.check(!matches!(self.kind.as_str(), "project" | "quote"), "kind", "pack.kind_unknown");
        let hash = crate::files::decode_hash(&self.manifest_sha256);
        v.check(hash.is_none(), "manifest_sha256", "sha256.not_valid");
        v.check(self.title.chars().count() > 300, "title", "too_long");
        let known = |f: &String| matches!(f.as_str(), "md" | "docx" | "pdf");
        v.check(self.formats.is_empty(), "formats", "required");
        v.check(!self.formats.iter().all(known), "formats", "pack.format_unknown");
        v.finish()?;
        let pack: PackId = tx.new_id();
        tx.write(
            "INSERT INTO packs (id, kind, subject_id, audience, formats, documents, failed,
                 manifest_sha256, built_by, built_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                pack,
                self.kind,
                self.subject,
                self.audience.word(),
                self.formats.join(","),
                self.documents,
                self.failed,
                hash,
                tx.actor.id,
                tx.now
            ],
        )?;
        Ok(done(PackRecorded { pack })
            .fact("title", &self.title)
            .fact("audience", self.audience.word())
            .fact("n", self.documents))
    }
}

/// What is internal may only be put into a pack by those who may see it.
fn may_build(reader: &Reader<'_>, audience: Audience) -> Result<()> {
    match audience {
        Audience::Client => Ok(()),
        Audience::Internal => reader.actor.need(permissions::PACK_INTERNAL),
    }
}

/// The packs that were produced of one record, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackList {
    pub subject: Id,
}

#[derive(Serialize, JsonSchema)]
pub struct Packs {
    pub rows: Vec<Pack>,
}

#[derive(Serialize, JsonSchema)]
pub struct Pack {
    pub id: PackId,
    pub kind: String,
    pub audience: Audience,
    pub formats: Vec<String>,
    pub documents: u32,
    pub failed: u32,
    pub manifest_sha256: String,
    pub built_by: String,
    pub built_at: Timestamp,
}

impl Query for PackList {
    const NAME: &'static str = "pack.list";
    const TITLE: &'static str = "Packs of a record";
    const NEEDS: Permission = permissions::PACK_BUILD;
    const READS: &'static [&'static str] = &["packs", "people"];
    type View = Packs;

    fn ask(&self, reader: &Reader<'_>) -> Result<Packs> {
        visible::need(reader, self.subject)?;
        let rows = reader.all(
            "SELECT k.id, k.kind, k.audience = 'internal', k.formats, k.documents, k.failed,
                    lower(hex(k.manifest_sha256)), p.name, k.built_at
             FROM packs k JOIN people p ON p.id = k.built_by
             WHERE k.subject_id = ?1 ORDER BY k.built_at DESC, k.id DESC",
            [self.subject],
            |r| {
                let is_internal: bool = r.get(2)?;
                let formats: String = r.get(3)?;
                Ok(Pack {
                    id: r.get(0)?,
                    kind: r.get(1)?,
                    audience: if is_internal { Audience::Internal } else { Audience::Client },
                    formats: formats.split(',').map(str::to_owned).collect(),
                    documents: r.get(4)?,
                    failed: r.get(5)?,
                    manifest_sha256: r.get(6)?,
                    built_by: r.get(7)?,
                    built_at: r.get(8)?,
                })
            },
        )?;
        Ok(Packs { rows })
    }
}

/// Whether a pack with this manifest was produced here: a pack whose files and manifest were both
/// changed agrees with itself, but nobody recorded it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackKnown {
    /// SHA-256 of `manifest.json`, hexadecimal.
    pub manifest_sha256: String,
}

#[derive(Serialize, JsonSchema)]
pub struct KnownPack {
    /// None when it was not produced here, or of a record that may not be seen.
    pub pack: Option<PackId>,
    pub built_by: Option<String>,
    pub built_at: Option<Timestamp>,
}

impl Query for PackKnown {
    const NAME: &'static str = "pack.known";
    const TITLE: &'static str = "Whether a pack was produced here";
    const NEEDS: Permission = permissions::PACK_BUILD;
    const READS: &'static [&'static str] = &["packs", "people"];
    type View = KnownPack;

    fn ask(&self, reader: &Reader<'_>) -> Result<KnownPack> {
        let Some(hash) = crate::files::decode_hash(&self.manifest_sha256) else {
            return Err(netra_kernel::Error::field("manifest_sha256", "sha256.not_valid"));
        };
        let found: Option<(PackId, Id, String, Timestamp)> = reader.maybe(
            "SELECT k.id, k.subject_id, p.name, k.built_at FROM packs k
             JOIN people p ON p.id = k.built_by
             WHERE k.manifest_sha256 = ?1 ORDER BY k.built_at, k.id LIMIT 1",
            [hash],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?;
        let seen = found.filter(|f| visible::need(reader, f.1).is_ok());
        Ok(match seen {
            Some((pack, _, by, at)) => {
                KnownPack { pack: Some(pack), built_by: Some(by), built_at: Some(at) }
            }
            None => KnownPack { pack: None, built_by: None, built_at: None },
        })
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] =
    &["pack.kind_unknown", "pack.format_unknown", "pack.language_unknown"];
