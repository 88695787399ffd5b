//! `import.fix_row`: a row that could not be taken in is mended in place and tried again.

use crate::imports::commands::{Flaws, examine};
use crate::imports::mapping::{Field, tidy_cell};
use crate::imports::store::LINE;
use crate::imports::{ImportError, ImportId, store};
use crate::leads::store::{self as leads, Origin};
use crate::leads::{LeadId, refuse_duplicate};
use crate::permissions;
use chrono::NaiveTime;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Corrects fields of a rejected row and takes it in as a new lead.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportFixRow {
    pub import: ImportId,
    /// The number that `import.rejects` gives as `row`: counted from 1 without the header and empty
    /// lines.
    pub row: i64,
    /// The fields to correct, and their right values; the others stay as in the file.
    pub fields: BTreeMap<Field, String>,
    /// Takes a duplicate in all the same, and links it.
    #[serde(default)]
    pub keep_both: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct RowFixed {
    pub lead: LeadId,
}

impl Command for ImportFixRow {
    const NAME: &'static str = "import.fix_row";
    const TITLE: &'static str = "Correct a rejected row";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const UNDOABLE: bool = true;
    type Outcome = RowFixed;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::read(reader, self.import).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<RowFixed>> {
        let import = store::read(tx, self.import)?;
        if import.state == "undone" || import.state == "undoing" {
            return Err(ImportError::Undone.into());
        }
        let found: Option<(Id, String, String, String, i64)> = tx.maybe(
            &format!(
                "SELECT id, kind, state, cells, {LINE} FROM import_rejects
                 WHERE import_id = ?1 AND row_number = ?2"
            ),
            params![self.import, self.row],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
        )?;
        let Some((reject, kind, state, cells, line)) = found else {
            return Err(ImportError::RowMissing { row: self.row }.into());
        };
        if state == "fixed" {
            return Err(ImportError::RowFixed { line }.into());
        }
        // The corrected values stand in a row of their own, one column a field.
        let cells: Vec<String> = serde_json::from_str(&cells)?;
        let mut mapping = import.mapping.clone();
        let mut row = cells;
        for (field, value) in &self.fields {
            mapping.fields.insert(*field, vec![row.len().max(mapping.columns.len())]);
            row.resize(row.len().max(mapping.columns.len()), String::new());
            row.push(tidy_cell(value).to_owned());
        }
        let region = leads::phone_region(tx)?;
        let today = tx.today();
        let flaws = Flaws { is_mended: true, ..Flaws::default() };
        let (lead, on, errors) = examine(&mapping, &import.source, (&region, today), &row, flaws);
        let mut v = Validation::new();
        for e in errors {
            v.add_with(format!("fields.{}", e.path), &e.code, serde_json::Value::Object(e.args));
        }
        v.finish()?;
        let same = leads::same_as(tx, lead.phone_e164.as_deref(), lead.email.as_deref())?;
        if let Some(old) = same.filter(|_| !self.keep_both) {
            return refuse_duplicate(tx, old);
        }
        let id: LeadId = tx.new_id();
        let origin = Origin {
            import_id: Some(self.import.into()),
            duplicate_of: same,
            created_at: on.map(|d| d.at(NaiveTime::MIN, tx.zone)),
            ..Origin::default()
        };
        leads::insert(tx, id, &lead, origin)?;
        tx.write(
            "UPDATE import_rejects SET state = 'fixed', lead_id = ?2 WHERE id = ?1",
            params![reject, id],
        )?;
        let column = if kind == "invalid" { "invalid" } else { "duplicate" };
        tx.write(
            &format!(
                "UPDATE imports SET fixed = fixed + 1, new = new + 1, {column} = {column} - 1
                 WHERE id = ?1"
            ),
            [self.import],
        )?;
        Ok(done(RowFixed { lead: id })
            .fact("lead", lead.name)
            .fact("row", line)
            .fact("file", import.file_name))
    }
}
