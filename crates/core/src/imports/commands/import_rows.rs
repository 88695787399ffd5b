//! `import.rows`: a batch of rows of the file. Parsed, checked, compared and written in one
//! transaction together with the import's counters.

use crate::imports::mapping::{Mapping, Read, read_row, tidy_cell};
use crate::imports::store::{self, Counts, Import, Policy, Reject};
use crate::imports::{ImportError, ImportId, MAX_ROWS};
use crate::leads::LeadId;
use crate::leads::clean::{Clean, clean};
use crate::leads::store::{self as leads, Origin};
use crate::permissions;
use chrono::NaiveTime;
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Date, Done, FieldError, Permission, Reader, Result, Timestamp, Tx, Validation, done,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Takes in a batch of rows. Rows that were taken in before are passed over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRows {
    pub import: ImportId,
    /// The number of the first row in here, counted from 1 without the header.
    pub first_row: i64,
    /// The cells of each row, as they are in the file.
    pub rows: Vec<Vec<String>>,
    /// The line of the file that each row is, as a spreadsheet counts them; when not given, they
    /// follow a header one after another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<i64>,
    /// Numbers of rows that were cut because they were too long to be read whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut_rows: Vec<i64>,
    /// Numbers of rows in which a quotation mark opens a cell and none closes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_rows: Vec<i64>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct RowsTaken {
    pub next_row: i64,
    /// Of the whole import so far.
    pub counts: Counts,
}

/// What was seen of a row in the file, beside its cells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flaws {
    /// It was too long to be read whole.
    pub is_cut: bool,
    /// A quotation mark opens a cell and none closes it.
    pub is_open: bool,
    /// Somebody has looked at the row and mended it: cells that no column has are passed over.
    pub is_mended: bool,
}

/// A row's lead with everything that is wrong with it; `today` in the firm's zone.
pub fn examine(
    mapping: &Mapping,
    source: &str,
    (region, today): (&str, Date),
    cells: &[String],
    flaws: Flaws,
) -> (Clean, Option<Date>, Vec<FieldError>) {
    let Read { fields, created_on } = read_row(mapping, source, cells, today);
    let mut v = Validation::new();
    v.check(flaws.is_cut, "row", "row.too_long");
    v.check(flaws.is_open, "row", "row.quote_open");
    let (wide, known) = (cells.len(), mapping.columns.len());
    if !flaws.is_mended && cells.iter().skip(known).any(|c| !tidy_cell(c).is_empty()) {
        v.add_with("row", "row.too_many_cells", json!({ "found": wide, "columns": known }));
    }
    let c = clean(&fields, region, &mut v);
    let day = created_on.transpose().unwrap_or_else(|wrong| {
        v.add("created_on", wrong.code());
        None
    });
    (c, day, v.into_fields())
}

impl Command for ImportRows {
    const NAME: &'static str = "import.rows";
    const TITLE: &'static str = "Import a batch of rows";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const BULK: bool = true;
    type Outcome = RowsTaken;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        match self.rows.len() > MAX_ROWS {
            true => Err(ImportError::TooManyRows { limit: MAX_ROWS }.into()),
            false => Ok(()),
        }
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<RowsTaken>> {
        let import = store::read(tx, self.import)?;
        if import.state != "running" {
            return Err(ImportError::NotRunning { state: import.state }.into());
        }
        let mut v = Validation::new();
        // No file has so many rows that its numbers come near the end of the integers.
        v.check(!(1..=i64::from(u32::MAX)).contains(&self.first_row), "first_row", "out_of_range");
        let lines_fit = self.lines.is_empty() || self.lines.len() == self.rows.len();
        v.check(!lines_fit, "lines", "out_of_range");
        v.finish()?;
        if self.first_row > import.next_row {
            return Err(
                ImportError::Gap { expected: import.next_row, found: self.first_row }.into()
            );
        }
        let known = usize::try_from(import.next_row - self.first_row).unwrap_or(0);
        let before = leads::last_rowid(tx)?;
        let (region, today) = (leads::phone_region(tx)?, tx.today());
        let mut batch = Batch { tx, import: &import, region, today, counts: import.counts };
        let (cut, open) = (&self.cut_rows, &self.open_rows);
        leads::pause_search(tx, true)?;
        for (i, cells) in self.rows.iter().enumerate().skip(known) {
            let number = self.first_row + i as i64;
            let is_mended = false;
            let flaws =
                Flaws { is_cut: cut.contains(&number), is_open: open.contains(&number), is_mended };
            let line = self.lines.get(i).copied().unwrap_or(number + 1);
            batch.take((number, line), cells, flaws)?;
        }
        let counts = batch.counts;
        leads::index_after(tx, before)?;
        leads::pause_search(tx, false)?;
        let next_row = import.next_row.max(self.first_row + self.rows.len() as i64);
        tx.write(
            "UPDATE imports SET next_row = ?2, total = ?3, new = ?4, duplicate = ?5, invalid = ?6,
                 updated = ?7 WHERE id = ?1",
            params![
                self.import,
                next_row,
                counts.total,
                counts.new,
                counts.duplicate,
                counts.invalid,
                counts.updated
            ],
        )?;
        tx.tell_changed(self.import);
        tx.announce("leads");
        tx.announce("imports");
        Ok(done(RowsTaken { next_row, counts })
            .fact("file", import.file_name)
            .fact("n", self.rows.len()))
    }
}

/// A batch on its way in.
struct Batch<'a> {
    tx: &'a Tx<'a>,
    import: &'a Import,
    region: String,
    today: Date,
    counts: Counts,
}

impl Batch<'_> {
    /// A row by its number and its line.
    fn take(&mut self, place: (i64, i64), cells: &[String], flaws: Flaws) -> Result<()> {
        self.counts.total += 1;
        let import = self.import;
        let (lead, created_on, errors) =
            examine(&import.mapping, &import.source, (&self.region, self.today), cells, flaws);
        if !errors.is_empty() {
            self.counts.invalid += 1;
            return self.reject(place, cells, &errors, None, None);
        }
        match self.same_above(place.0, &lead)? {
            None => {
                self.counts.new += 1;
                self.insert(&lead, created_on, None)?;
                Ok(())
            }
            Some(old) => {
                self.counts.duplicate += 1;
                let new = self.by_policy(old, &lead, created_on)?;
                self.reject(place, cells, &[], new.or(old), lead.email.as_deref())
            }
        }
    }

    /// The lead that this row repeats: Some(None) when a row above had the address, but its lead
    /// has another one.
    fn same_above(&self, number: i64, c: &Clean) -> Result<Option<Option<LeadId>>> {
        let (phone, email) = (c.phone_e164.as_deref(), c.email.as_deref());
        if let Some(lead) = leads::same_as(self.tx, phone, email)? {
            return Ok(Some(Some(lead)));
        }
        match (phone, email) {
            (None, Some(email)) => store::address_above(self.tx, self.import.id, number, email),
            _ => Ok(None),
        }
    }

    fn insert(&self, c: &Clean, on: Option<Date>, same: Option<LeadId>) -> Result<LeadId> {
        let id: LeadId = self.tx.new_id();
        let created_at: Option<Timestamp> = on.map(|d| d.at(NaiveTime::MIN, self.tx.zone));
        let origin = Origin {
            assigned_to: None,
            import_id: Some(self.import.id.into()),
            duplicate_of: same,
            created_at,
        };
        leads::insert(self.tx, id, c, origin)?;
        Ok(id)
    }

    /// Does with a duplicate what the policy says; gives the lead that came of it, if one did.
    fn by_policy(
        &mut self,
        old: Option<LeadId>,
        c: &Clean,
        on: Option<Date>,
    ) -> Result<Option<LeadId>> {
        match (self.import.policy, old) {
            (Policy::KeepBoth, _) => self.insert(c, on, old).map(Some),
            (Policy::UpdateEmpty | Policy::UpdateAll, Some(old)) => {
                let lead = leads::read(self.tx, old)?;
                let policy = self.import.policy;
                if store::update_lead(self.tx, self.import.id, &lead, c, policy)? {
                    self.counts.updated += 1;
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn reject(
        &self,
        (row_number, line): (i64, i64),
        cells: &[String],
        errors: &[FieldError],
        lead: Option<LeadId>,
        email: Option<&str>,
    ) -> Result<()> {
        store::reject(
            self.tx,
            &Reject {
                import: self.import.id,
                row_number,
                line,
                is_duplicate: errors.is_empty(),
                cells: &serde_json::to_string(cells)?,
                errors: &serde_json::to_string(errors)?,
                lead,
                email,
            },
        )
    }
}
