//! Reads of imports and their views.

use super::commands::{Flaws, Kept, examine};
use super::mapping::{Mapping, match_columns, order_of};
use super::store::{self, COLUMNS, Counts, Import, LINE, Policy, remembered, stored};
use super::{ImportError, ImportId, MAX_COLUMNS, MAX_ROWS, acts};
use crate::acts::Act;
use crate::leads::LeadId;
use crate::leads::store as leads;
use crate::{language, permissions};
use netra_kernel::rusqlite::params;
use netra_kernel::{FieldError, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One import with its counts.
#[derive(Serialize, JsonSchema)]
pub struct ImportRow {
    pub id: ImportId,
    pub file_name: String,
    /// SHA-256, hexadecimal.
    pub file_sha256: String,
    pub source: String,
    pub policy: Policy,
    /// `running`, `finished`, `cancelled`, `undoing` or `undone`.
    pub state: String,
    pub next_row: i64,
    #[serde(flatten)]
    pub counts: Counts,
    /// Rows that were mended after they had been rejected.
    pub fixed: i64,
    /// By the undo.
    pub removed: i64,
    pub kept: i64,
    pub started_by: String,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

fn row(reader: &Reader<'_>, i: Import) -> Result<ImportRow> {
    let name: Option<String> =
        reader.value("SELECT name FROM people WHERE id = ?1", [i.started_by])?;
    Ok(ImportRow {
        id: i.id,
        file_name: i.file_name,
        file_sha256: hex::encode(i.file_sha256),
        source: i.source,
        policy: i.policy,
        state: i.state,
        next_row: i.next_row,
        counts: i.counts,
        fixed: i.fixed,
        removed: i.removed,
        kept: i.kept,
        started_by: name.unwrap_or_default(),
        started_at: i.started_at,
        finished_at: i.finished_at,
    })
}

/// The imports, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportList {
    #[serde(default)]
    pub after: Option<ImportId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Imports {
    pub rows: Vec<ImportRow>,
}

impl Query for ImportList {
    const NAME: &'static str = "import.list";
    const TITLE: &'static str = "Imports";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const READS: &'static [&'static str] = &["imports"];
    type View = Imports;

    fn ask(&self, reader: &Reader<'_>) -> Result<Imports> {
        let list = reader.all(
            &format!(
                "SELECT {COLUMNS} FROM imports WHERE ?1 IS NULL OR id < ?1
                 ORDER BY id DESC LIMIT 100"
            ),
            [self.after],
            stored,
        )?;
        let rows = list.into_iter().map(|i| row(reader, i)).collect::<Result<_>>()?;
        Ok(Imports { rows })
    }
}

/// One import.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportGet {
    pub import: ImportId,
}

#[derive(Serialize, JsonSchema)]
pub struct ImportView {
    #[serde(flatten)]
    pub row: ImportRow,
    pub mapping: Mapping,
    /// What the asker may do with it.
    pub acts: Vec<Act>,
}

impl Query for ImportGet {
    const NAME: &'static str = "import.get";
    const TITLE: &'static str = "One import";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const READS: &'static [&'static str] = &["imports"];
    type View = ImportView;

    fn ask(&self, reader: &Reader<'_>) -> Result<ImportView> {
        let import = store::read(reader, self.import)?;
        let mapping = import.mapping.clone();
        Ok(ImportView { acts: acts::acts(reader, &import)?, row: row(reader, import)?, mapping })
    }
}

/// Rows of an import that did not become new leads, in the order of the file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRejects {
    pub import: ImportId,
    /// `invalid` (the default) or `duplicate`.
    #[serde(default)]
    pub kind: RejectKind,
    /// Rows after this number.
    #[serde(default)]
    pub after: i64,
    /// At most this many (100 when not given, never more than 1,000).
    #[serde(default)]
    pub limit: Option<u32>,
    /// Rows that were mended, too.
    #[serde(default)]
    pub fixed: bool,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectKind {
    #[default]
    Invalid,
    Duplicate,
}

#[derive(Serialize, JsonSchema)]
pub struct Rejects {
    pub columns: Vec<String>,
    pub rows: Vec<RejectRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct RejectRow {
    /// Counted from 1 without the header and empty lines: what `import.fix_row` wants.
    pub row: i64,
    /// Its line in the file as a spreadsheet counts them.
    pub line: i64,
    pub cells: Vec<String>,
    pub errors: Vec<FieldError>,
    /// What is wrong, in the reader's language.
    pub reason: String,
    /// The lead that it repeats, or that it became.
    pub lead: Option<LeadId>,
    /// `waiting`, `fixed` or `known`.
    pub state: String,
}

impl Query for ImportRejects {
    const NAME: &'static str = "import.rejects";
    const TITLE: &'static str = "Rejected rows of an import";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const READS: &'static [&'static str] = &["import_rejects"];
    type View = Rejects;

    fn ask(&self, reader: &Reader<'_>) -> Result<Rejects> {
        let import = store::read(reader, self.import)?;
        let kind = match self.kind {
            RejectKind::Invalid => "invalid",
            RejectKind::Duplicate => "duplicate",
        };
        let found: Vec<(i64, i64, String, String, Option<LeadId>, String)> = reader.all(
            &format!(
                "SELECT row_number, {LINE}, cells, errors, lead_id, state FROM import_rejects
                 WHERE import_id = ?1 AND kind = ?2 AND row_number > ?3
                   AND (?4 OR state <> 'fixed')
                 ORDER BY row_number LIMIT ?5"
            ),
            params![
                self.import,
                kind,
                self.after,
                self.fixed,
                self.limit.unwrap_or(100).clamp(1, 1_000)
            ],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)),
        )?;
        let rows = found
            .into_iter()
            .map(|(row, line, cells, errors, lead, state)| {
                let errors: Vec<FieldError> = serde_json::from_str(&errors)?;
                Ok(RejectRow {
                    row,
                    line,
                    cells: serde_json::from_str(&cells)?,
                    reason: reason(reader.locale, &errors),
                    errors,
                    lead,
                    state,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Rejects { columns: import.mapping.columns, rows })
    }
}

/// A field's name as it heads a column: `E-mail`.
fn titled(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What is wrong with a row, in words; a duplicate has nothing wrong with it.
pub fn reason(locale: &str, errors: &[FieldError]) -> String {
    if errors.is_empty() {
        return language::label(locale, "import.duplicate");
    }
    let say = |e: &FieldError| {
        let sentence = language::field_sentence(locale, e);
        match e.path.as_str() {
            // It speaks of the row itself.
            "row" => sentence,
            path => format!("{}: {sentence}", titled(&language::field_name(locale, path))),
        }
    };
    errors.iter().map(say).collect::<Vec<_>>().join(" ")
}

/// Leads that an undone import left in place, with the reason.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportKept {
    pub import: ImportId,
    #[serde(default)]
    pub after: Option<LeadId>,
}

#[derive(Serialize, JsonSchema)]
pub struct KeptLeads {
    pub rows: Vec<Kept>,
}

impl Query for ImportKept {
    const NAME: &'static str = "import.kept";
    const TITLE: &'static str = "Leads that the undo of an import kept";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const READS: &'static [&'static str] = &["leads", "calls"];
    type View = KeptLeads;

    fn ask(&self, reader: &Reader<'_>) -> Result<KeptLeads> {
        store::read(reader, self.import)?;
        let why = super::commands::WHY_KEPT;
        let rows = reader.all(
            &format!(
                "SELECT id, name, ifnull({why}, '') FROM leads INDEXED BY leads_import
                 WHERE import_id = ?1 AND (?2 IS NULL OR id > ?2) ORDER BY id LIMIT 200"
            ),
            params![self.import, self.after],
            |r| Ok(Kept { lead: r.get(0)?, name: r.get(1)?, why: r.get(2)? }),
        )?;
        Ok(KeptLeads { rows })
    }
}

/// How a file's columns would be matched: by name and content, and as that source had them the last
/// time; or as an import of the same file has them that was cut off.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportMatch {
    pub columns: Vec<String>,
    /// The first rows.
    #[serde(default)]
    pub sample: Vec<Vec<String>>,
    #[serde(default)]
    pub source: String,
    /// SHA-256 of the file, hexadecimal: finds an import of it that was cut off.
    #[serde(default)]
    pub file_sha256: Option<String>,
    /// The sheet of a workbook.
    #[serde(default)]
    pub sheet: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Matched {
    pub mapping: Mapping,
    pub policy: Policy,
    /// True when this source was imported before.
    pub is_remembered: bool,
    /// The import of the same file that was cut off and would go on; the mapping and the policy
    /// above are its own.
    pub begun: Option<Begun>,
}

/// An import that was cut off.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Begun {
    pub import: ImportId,
    pub source: String,
    /// The row to go on with, counted from 1 without the header.
    pub next_row: i64,
}

impl Query for ImportMatch {
    const NAME: &'static str = "import.match";
    const TITLE: &'static str = "Match columns to fields";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const READS: &'static [&'static str] = &["import_mappings", "imports", "settings"];
    type View = Matched;

    fn ask(&self, reader: &Reader<'_>) -> Result<Matched> {
        let hash = self.file_sha256.as_deref().and_then(|h| hex::decode(h).ok()?.try_into().ok());
        if let Some(hash) = hash
            && let Some(old) = store::interrupted(reader, &hash, self.sheet.as_deref())?
        {
            let begun = Begun { import: old.id, source: old.source, next_row: old.next_row };
            let (mapping, policy, begun) = (old.mapping, old.policy, Some(begun));
            return Ok(Matched { mapping, policy, is_remembered: true, begun });
        }
        let widest = self.sample.iter().map(Vec::len).max().unwrap_or(0);
        if self.columns.len().max(widest) > MAX_COLUMNS {
            return Err(ImportError::TooManyColumns { limit: MAX_COLUMNS }.into());
        }
        let region = leads::phone_region(reader)?;
        let mut mapping = match_columns(&self.columns, &self.sample, &region);
        let old = remembered(reader, self.source.trim())?;
        let is_remembered = old.is_some();
        let mut policy = Policy::default();
        if let Some((old, its_policy)) = old {
            mapping.remember(&old);
            policy = its_policy;
        }
        // What the file itself proves is stronger than what was remembered.
        if let Some(order) = order_of(&mapping, &self.sample) {
            mapping.date_order = order;
        }
        mapping.sheet.clone_from(&self.sheet);
        Ok(Matched { mapping, policy, is_remembered, begun: None })
    }
}

/// What would become of rows, without changing anything (a dry run's step; the preview).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCheck {
    pub mapping: Mapping,
    #[serde(default)]
    pub source: String,
    pub rows: Vec<Vec<String>>,
    /// Positions within `rows` of those that were cut because they were too long.
    #[serde(default)]
    pub cut_rows: Vec<usize>,
    /// Positions of those in which a quotation mark is not closed.
    #[serde(default)]
    pub open_rows: Vec<usize>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Checked {
    pub rows: Vec<CheckedRow>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct CheckedRow {
    pub errors: Vec<FieldError>,
    /// Its number or, without one, its address is in the workspace.
    pub is_known: bool,
    pub name: String,
    pub company_name: String,
    pub phone_e164: Option<String>,
    pub email: Option<String>,
}

impl Query for ImportCheck {
    const NAME: &'static str = "import.check";
    const TITLE: &'static str = "Check rows of a file";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const READS: &'static [&'static str] = &["leads", "settings"];
    type View = Checked;

    fn ask(&self, reader: &Reader<'_>) -> Result<Checked> {
        if self.rows.len() > MAX_ROWS {
            return Err(ImportError::TooManyRows { limit: MAX_ROWS }.into());
        }
        let region = leads::phone_region(reader)?;
        let today = reader.today();
        let rows = self
            .rows
            .iter()
            .enumerate()
            .map(|(i, cells)| {
                let (is_cut, is_open) = (self.cut_rows.contains(&i), self.open_rows.contains(&i));
                let flaws = Flaws { is_cut, is_open, is_mended: false };
                let (c, _, errors) =
                    examine(&self.mapping, &self.source, (&region, today), cells, flaws);
                let (phone, email) = (c.phone_e164.as_deref(), c.email.as_deref());
                let is_known = errors.is_empty() && leads::same_as(reader, phone, email)?.is_some();
                Ok(CheckedRow {
                    errors,
                    is_known,
                    name: c.name,
                    company_name: c.company_name,
                    phone_e164: c.phone_e164,
                    email: c.email,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Checked { rows })
    }
}
