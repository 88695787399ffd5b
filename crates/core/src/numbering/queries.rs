//! The series of lawful numbers as they stand, and whether any number is missing.

use super::{Series, gaps};
use crate::permissions;
use netra_kernel::{Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Every series, the newest year first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberingSeries {}

#[derive(Serialize, JsonSchema)]
pub struct AllSeries {
    pub rows: Vec<SeriesRow>,
    /// Numbers that were given and are on no document. There should be none.
    pub gaps: Vec<String>,
}

/// One device's series of one kind in one financial year.
#[derive(Serialize, JsonSchema)]
pub struct SeriesRow {
    /// `quote`, `agreement`, `receipt` or `invoice`.
    pub kind: String,
    /// The device's code.
    pub code: String,
    /// `26-27`.
    pub year: String,
    pub given: i64,
    /// The number that was given last, as it stands on the document.
    pub last: String,
}

impl Query for NumberingSeries {
    const NAME: &'static str = "numbering.series";
    const TITLE: &'static str = "Series of numbers";
    const NEEDS: Permission = permissions::WORKSPACE_SETTINGS;
    const READS: &'static [&'static str] =
        &["number_series", "quote_versions", "agreements", "receipts", "invoices"];
    type View = AllSeries;

    fn ask(&self, reader: &Reader<'_>) -> Result<AllSeries> {
        let mut rows = Vec::new();
        let mut missing = Vec::new();
        for (series, sql) in [
            (Series::Quote, "SELECT number FROM quote_versions ORDER BY number"),
            (Series::Agreement, "SELECT number FROM agreements ORDER BY number"),
            (Series::Receipt, "SELECT number FROM receipts ORDER BY number"),
            (
                Series::Invoice,
                "SELECT number FROM invoices WHERE number IS NOT NULL ORDER BY number",
            ),
        ] {
            // Without the documents themselves nobody can say that one is missing.
            let is_of_money = matches!(series, Series::Receipt | Series::Invoice);
            if !is_of_money || crate::projects::knows_money(reader) {
                let used: Vec<String> = reader.all(sql, [], |r| r.get(0))?;
                missing.extend(gaps(reader, series, &used)?);
            }
            rows.extend(reader.all(
                "SELECT code, year, last_number FROM number_series WHERE kind = ?1
                 ORDER BY year DESC, code",
                [series.kind()],
                |r| {
                    let (code, year, given): (String, String, i64) =
                        (r.get(0)?, r.get(1)?, r.get(2)?);
                    let last = series.number(&code, &year, given);
                    Ok(SeriesRow { kind: series.kind().to_owned(), code, year, given, last })
                },
            )?);
        }
        Ok(AllSeries { rows, gaps: missing })
    }
}
