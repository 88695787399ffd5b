//! Rates of tax as dated rows: what the law said on a day.

use super::TaxError;
use crate::decimal::Exact;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Permission, Query, Reader, Result, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a rate means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateKind {
    Taxable,
    /// Taxed at nothing: counts as taxable.
    Zero,
    /// Not taxed at all.
    Exempt,
    /// The law has no such rate any more.
    Ended,
}

impl RateKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            RateKind::Taxable => "taxable",
            RateKind::Zero => "zero",
            RateKind::Exempt => "exempt",
            RateKind::Ended => "ended",
        }
    }
    fn parse(word: &str) -> RateKind {
        match word {
            "zero" => RateKind::Zero,
            "exempt" => RateKind::Exempt,
            "ended" => RateKind::Ended,
            _ => RateKind::Taxable,
        }
    }
}

/// A rate on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    /// `gst18`, `vat_standard` …
    pub key: String,
    pub title: String,
    pub percent: Exact,
    pub kind: RateKind,
}

/// The rates of a country that are in force on a day, by key.
/// # Errors
/// Storage errors.
pub fn in_force(reader: &Reader<'_>, country: &str, day: Date) -> Result<Vec<Rate>> {
    let rates = reader.all(
        "SELECT r.key, r.title, r.percent, r.kind FROM tax_rates r
         WHERE r.country IN (?1, '') AND r.kind <> 'ended'
           AND r.valid_from = (SELECT max(n.valid_from) FROM tax_rates n
                               WHERE n.country = r.country AND n.key = r.key
                                 AND n.valid_from <= ?2)
         ORDER BY r.key, r.id",
        params![country, day],
        |r| {
            Ok(Rate {
                key: r.get(0)?,
                title: r.get(1)?,
                percent: r.get(2)?,
                kind: RateKind::parse(&r.get::<_, String>(3)?),
            })
        },
    )?;
    Ok(rates)
}

/// The last rate that a key had before it ended, whatever the country.
/// # Errors
/// Storage errors.
pub fn last_known(reader: &Reader<'_>, key: &str) -> Result<Option<Rate>> {
    reader.maybe(
        "SELECT key, title, percent, kind FROM tax_rates WHERE key = ?1 AND kind <> 'ended'
         ORDER BY valid_from DESC, id LIMIT 1",
        [key],
        |r| {
            Ok(Rate {
                key: r.get(0)?,
                title: r.get(1)?,
                percent: r.get(2)?,
                kind: RateKind::parse(&r.get::<_, String>(3)?),
            })
        },
    )
}

/// The rate of a line when none is named.
pub fn default_key(country: &str) -> &'static str {
    match country {
        "IN" => "gst18",
        "GB" => "vat_standard",
        _ => "none",
    }
}

/// What a new workspace starts with: country, key, title, percent, kind, since when. Sources: the
/// rate schedules of India's GST (from 1 July 2017, as changed from 22 September 2025) and of the
/// United Kingdom's VAT.
const STARTING: &[(&str, &str, &str, &str, RateKind, &str)] = &[
    ("", "none", "No tax", "0", RateKind::Exempt, "1900-01-01"),
    ("IN", "gst0", "GST 0 %", "0", RateKind::Zero, "2017-07-01"),
    ("IN", "gst_exempt", "Exempt from GST", "0", RateKind::Exempt, "2017-07-01"),
    ("IN", "gst0_25", "GST 0.25 %", "0.25", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst1_5", "GST 1.5 %", "1.5", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst3", "GST 3 %", "3", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst5", "GST 5 %", "5", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst12", "GST 12 %", "12", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst18", "GST 18 %", "18", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst28", "GST 28 %", "28", RateKind::Taxable, "2017-07-01"),
    ("IN", "gst40", "GST 40 %", "40", RateKind::Taxable, "2025-09-22"),
    ("GB", "vat_standard", "VAT, standard rate", "17.5", RateKind::Taxable, "2010-01-01"),
    ("GB", "vat_standard", "VAT, standard rate", "20", RateKind::Taxable, "2011-01-04"),
    ("GB", "vat_reduced", "VAT, reduced rate", "5", RateKind::Taxable, "1997-09-01"),
    ("GB", "vat_zero", "VAT, zero rate", "0", RateKind::Zero, "1973-04-01"),
    ("GB", "vat_exempt", "Exempt from VAT", "0", RateKind::Exempt, "1973-04-01"),
];

/// Gives a new workspace its rates.
/// # Errors
/// Storage errors.
pub fn seed(tx: &Tx<'_>) -> Result<()> {
    for (country, key, title, percent, kind, from) in STARTING {
        let exact = Exact::parse(percent).unwrap_or_default();
        put(tx, country, key, title, exact, *kind, from)?;
    }
    Ok(())
}

/// Writes a rate as of a day.
pub(super) fn put(
    tx: &Tx<'_>,
    country: &str,
    key: &str,
    title: &str,
    percent: Exact,
    kind: RateKind,
    valid_from: &str,
) -> Result<()> {
    let id = Id::named("tax_rate", &format!("{country}/{key}/{valid_from}"));
    tx.write(
        "INSERT INTO tax_rates (id, country, key, title, percent, kind, valid_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, percent = excluded.percent,
             kind = excluded.kind",
        params![id, country, key, title, percent, kind.word(), valid_from],
    )?;
    Ok(())
}

/// Finds a rate by its key.
/// # Errors
/// `tax.rate_unknown`.
pub(crate) fn named<'r>(rates: &'r [Rate], key: &str) -> Result<&'r Rate> {
    rates
        .iter()
        .find(|r| r.key == key)
        .ok_or_else(|| TaxError::RateUnknown { rate: key.to_owned() }.into())
}

/// The rates in force on a day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRates {
    /// Today when not given.
    #[serde(default)]
    pub on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct Rates {
    pub rows: Vec<Rate>,
    /// The rate of a line when none is named.
    pub default: String,
}

impl Query for TaxRates {
    const NAME: &'static str = "tax.rates";
    const TITLE: &'static str = "Rates of tax";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &["tax_rates", "settings"];
    type View = Rates;

    fn ask(&self, reader: &Reader<'_>) -> Result<Rates> {
        let country: String = crate::settings::get(reader, "tax.country")?;
        let rows = in_force(reader, &country, self.on.unwrap_or(reader.today()))?;
        Ok(Rates { rows, default: default_key(&country).to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Desk;
    use serde_json::json;

    #[test]
    fn a_rate_is_what_the_law_said_on_the_day() {
        let mut desk = Desk::staffed();
        let percent = |desk: &Desk, key: &str, on: &str| {
            let rates = desk.ask("tax.rates", json!({"on": on}));
            let rows = rates["rows"].as_array().unwrap().clone();
            rows.into_iter().find(|r| r["key"] == key).map(|r| r["percent"].clone())
        };
        assert_eq!(percent(&desk, "gst40", "2025-09-21"), None);
        assert_eq!(percent(&desk, "gst40", "2025-09-22"), Some(json!("40")));
        let change = json!({"key": "gst28", "title": "GST 28 %", "percent": "28", "kind": "ended",
                            "valid_from": "2026-12-01"});
        desk.as_role("sales_executive");
        assert_eq!(desk.refused("tax.set_rate", change.clone()), "forbidden");
        desk.as_role("finance").ok("tax.set_rate", change);
        assert_eq!(percent(&desk, "gst28", "2026-11-30"), Some(json!("28")));
        assert_eq!(percent(&desk, "gst28", "2026-12-01"), None);
        desk.acting = desk.owner;
        desk.ok("setting.set", json!({"key": "tax.country", "value": "GB"}));
        assert_eq!(percent(&desk, "vat_standard", "2010-12-31"), Some(json!("17.5")));
        assert_eq!(percent(&desk, "vat_standard", "2026-11-21"), Some(json!("20")));
    }
}
