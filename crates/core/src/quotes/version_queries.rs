//! Sent versions: the list, what one holds, what changed between two, and whether one is intact.

use super::content::{Content, canonical, sha256};
use super::diff::{Differences, differences};
use super::model::{State, Way};
use super::queries::working_content;
use super::store::{self, Version};
use super::{QuoteError, QuoteId, VersionId, need_seen};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::{Date, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The sent versions of a quote.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteVersions {
    pub quote: QuoteId,
}

#[derive(Serialize, JsonSchema)]
pub struct Versions {
    pub rows: Vec<VersionRow>,
}

/// One sent version.
#[derive(Serialize, JsonSchema)]
pub struct VersionRow {
    pub id: VersionId,
    pub quote: QuoteId,
    pub version: i64,
    pub number: String,
    pub state: State,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    pub sent_by: PersonId,
    pub sent_at: Timestamp,
    /// How it was handed over, as whoever sent it said; None when they did not.
    pub sent_by_way: Option<Way>,
    pub valid_until: Date,
    pub viewed_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    /// Who signed, or why it was declined.
    pub answer_note: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn row(reader: &Reader<'_>, v: &Version) -> VersionRow {
    VersionRow {
        id: v.id,
        quote: v.quote,
        version: v.version,
        number: v.number.clone(),
        state: v.state.on(reader.today(), Some(v.valid_until)),
        sha256: hex(&v.sha256),
        sent_by: PersonId(v.sent_by),
        sent_at: v.sent_at,
        sent_by_way: v.sent_by_way,
        valid_until: v.valid_until,
        viewed_at: v.viewed_at,
        answered_at: v.answered_at,
        answer_note: v.answer_note.clone(),
    }
}

/// A version whose quote may be seen.
pub(super) fn seen_version(reader: &Reader<'_>, id: VersionId) -> Result<Version> {
    let version = store::version(reader, id)?;
    match need_seen(reader, version.quote) {
        Ok(_) => Ok(version),
        Err(_) => Err(QuoteError::VersionMissing { version: id.to_string() }.into()),
    }
}

impl Query for QuoteVersions {
    const NAME: &'static str = "quote.versions";
    const TITLE: &'static str = "Versions of a quote";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] = &["quotes", "quote_versions"];
    type View = Versions;

    fn ask(&self, reader: &Reader<'_>) -> Result<Versions> {
        need_seen(reader, self.quote)?;
        let rows = store::versions(reader, self.quote)?.iter().map(|v| row(reader, v)).collect();
        Ok(Versions { rows })
    }
}

/// What a version holds, word for word.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteVersion {
    pub version: VersionId,
}

#[derive(Serialize, JsonSchema)]
pub struct VersionView {
    pub version: VersionRow,
    pub content: Content,
}

impl Query for QuoteVersion {
    const NAME: &'static str = "quote.version";
    const TITLE: &'static str = "A version of a quote";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] = &["quotes", "quote_versions"];
    type View = VersionView;

    fn ask(&self, reader: &Reader<'_>) -> Result<VersionView> {
        let version = seen_version(reader, self.version)?;
        let content = serde_json::from_str(&version.content)?;
        Ok(VersionView { version: row(reader, &version), content })
    }
}

/// What changed from one version to another, or to the working copy.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteDiff {
    pub from: VersionId,
    /// The working copy when not given.
    #[serde(default)]
    pub to: Option<VersionId>,
}

impl Query for QuoteDiff {
    const NAME: &'static str = "quote.diff";
    const TITLE: &'static str = "What changed between versions of a quote";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] =
        &["quotes", "quote_versions", "quote_lines", "quote_sections", "quote_instalments"];
    type View = Differences;

    fn ask(&self, reader: &Reader<'_>) -> Result<Differences> {
        let from = seen_version(reader, self.from)?;
        let to: Content = match self.to {
            Some(id) => {
                let to = seen_version(reader, id)?;
                if to.quote != from.quote {
                    return Err(QuoteError::VersionMissing { version: id.to_string() }.into());
                }
                serde_json::from_str(&to.content)?
            }
            None => working_content(reader, from.quote)?,
        };
        differences(&serde_json::from_str(&from.content)?, &to)
    }
}

/// Whether a version is what was sent: its hash is computed again.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteVerify {
    pub version: VersionId,
}

#[derive(Serialize, JsonSchema)]
pub struct Verified {
    pub is_intact: bool,
    pub number: String,
    /// As it was stored when it was sent.
    pub sha256: String,
    /// As it is computed now.
    pub computed: String,
}

impl Query for QuoteVerify {
    const NAME: &'static str = "quote.verify";
    const TITLE: &'static str = "Verify a version of a quote";
    const NEEDS: Permission = permissions::QUOTE_READ;
    const READS: &'static [&'static str] = &["quote_versions"];
    type View = Verified;

    fn ask(&self, reader: &Reader<'_>) -> Result<Verified> {
        let v = seen_version(reader, self.version)?;
        let computed = sha256(&v.content);
        // The text must also still be canonical, and speak of this very number.
        let value: Value = serde_json::from_str(&v.content).unwrap_or(Value::Null);
        let is_whole = canonical(&value) == v.content && value["number"] == v.number.as_str();
        Ok(Verified {
            is_intact: is_whole && computed == v.sha256,
            number: v.number,
            sha256: hex(&v.sha256),
            computed: hex(&computed),
        })
    }
}
