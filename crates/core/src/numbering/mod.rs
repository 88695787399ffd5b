//! Lawful numbers: without gaps, in a series per device and financial year, at most 16 characters
//! of `[A-Z0-9/-]` (`A7/26-27/000001`), so that a laptop offline for a week still issues numbers
//! and two devices never collide.
//!
//! Invariant: a number is given inside the command that issues the document; a refused command
//! rolls it back with everything else, so no number is ever lost.
//! Invariant: two devices never have the same code. A device's code follows from its id; when
//! another device has that code already, the next free one is taken. A device gets its code once.

pub mod queries;

use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Reader, Result, Tx, errors};
use sha2::{Digest, Sha256};

errors! {
    pub enum NumberError {
        NotNow "number.series_full" SeriesFull { series: String },
        NotNow "number.no_code_left" NoCodeLeft,
    }
}

/// What is numbered. Each kind counts for itself; its mark keeps the numbers apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Series {
    Quote,
    Agreement,
    Receipt,
    Invoice,
}

impl Series {
    fn kind(self) -> &'static str {
        match self {
            Series::Quote => "quote",
            Series::Agreement => "agreement",
            Series::Receipt => "receipt",
            Series::Invoice => "invoice",
        }
    }
    /// A letter after the device's code, and how many digits are left for counting.
    fn mark(self) -> (&'static str, usize) {
        match self {
            Series::Quote => ("", 6),
            Series::Agreement => ("A", 5),
            Series::Receipt => ("R", 5),
            Series::Invoice => ("N", 5),
        }
    }
    /// `A7/26-27/000001`.
    fn number(self, code: &str, year: &str, n: i64) -> String {
        let (mark, digits) = self.mark();
        format!("{code}{mark}/{year}/{n:0digits$}")
    }
}

/// How many codes there are: a letter and a letter or digit (936), then a third digit.
const SHORT_CODES: u32 = 26 * 36;
const CODES: u32 = SHORT_CODES * 11;

/// The n-th code. A third place is always a digit, so it never looks like a kind's mark.
fn code(n: u32) -> String {
    const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const SECOND: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let short = n % SHORT_CODES;
    let mut text = String::with_capacity(3);
    text.push(char::from(LETTERS[(short / 36) as usize]));
    text.push(char::from(SECOND[(short % 36) as usize]));
    if n >= SHORT_CODES {
        text.push(char::from(b'0' + (n / SHORT_CODES - 1) as u8));
    }
    text
}

/// The codes that a device would like, best first: where its id's hash points to, then the next
/// short ones around, then the long ones.
fn wishes(device: Id) -> impl Iterator<Item = String> {
    let hash = Sha256::digest(device.0);
    let start = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    let short = (0..SHORT_CODES).map(move |i| code((start % SHORT_CODES + i) % SHORT_CODES));
    let long = CODES - SHORT_CODES;
    short.chain((0..long).map(move |i| code(SHORT_CODES + (start % long + i) % long)))
}

/// `26-27`: the financial year that a day lies in.
fn year_text(day: Date) -> String {
    let (from, to) = day.financial_year();
    format!("{:02}-{:02}", from % 100, to % 100)
}

fn device_code(tx: &Tx<'_>) -> Result<String> {
    let device = tx.envelope().device;
    if let Some(code) = tx.value("SELECT code FROM number_devices WHERE id = ?1", [device])? {
        return Ok(code);
    }
    for wish in wishes(device) {
        if !tx.exists("SELECT 1 FROM number_devices WHERE code = ?1", [&wish])? {
            tx.write(
                "INSERT INTO number_devices (id, code) VALUES (?1, ?2)",
                params![device, wish],
            )?;
            return Ok(wish);
        }
    }
    Err(NumberError::NoCodeLeft.into())
}

/// Gives the next number of this device's series for the financial year of `day`.
/// # Errors
/// `number.series_full` after the last number of a year.
pub(crate) fn next(tx: &Tx<'_>, series: Series, day: Date) -> Result<String> {
    let code = device_code(tx)?;
    let year = year_text(day);
    let id = Id::named("number_series", &format!("{}/{code}/{year}", series.kind()));
    let last: i64 =
        tx.value("SELECT last_number FROM number_series WHERE id = ?1", [id])?.unwrap_or(0);
    let (mark, _) = series.mark();
    // A kind's mark and a third place of the code take from the same 16 characters.
    let number = series.number(&code, &year, last + 1);
    if number.len() > 16 {
        return Err(NumberError::SeriesFull { series: format!("{code}{mark}/{year}") }.into());
    }
    tx.write(
        "INSERT INTO number_series (id, kind, code, year, last_number) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET last_number = excluded.last_number",
        params![id, series.kind(), code, year, last + 1],
    )?;
    Ok(number)
}

/// Numbers that were given in a series but are not among those `used`: there should be none.
/// # Errors
/// Storage errors.
pub fn gaps(reader: &Reader<'_>, series: Series, used: &[String]) -> Result<Vec<String>> {
    let rows: Vec<(String, String, i64)> = reader.all(
        "SELECT code, year, last_number FROM number_series WHERE kind = ?1 ORDER BY code, year",
        [series.kind()],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let used: std::collections::BTreeSet<&str> = used.iter().map(String::as_str).collect();
    let mut missing = Vec::new();
    for (code, year, last) in rows {
        for n in 1..=last {
            let number = series.number(&code, &year, n);
            if !used.contains(number.as_str()) {
                missing.push(number);
            }
        }
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_differ_and_are_well_formed() {
        let all: BTreeSet<String> = (0..CODES).map(code).collect();
        assert_eq!(all.len(), CODES as usize);
        assert!(all.iter().all(|c| matches!(c.len(), 2 | 3)
            && c.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())));
    }

    #[test]
    fn a_device_wishes_for_every_code_once_and_always_the_same_first() {
        let device = Id::named("test", "device");
        let wishes: Vec<String> = wishes(device).collect();
        assert_eq!(wishes.iter().collect::<BTreeSet<_>>().len(), CODES as usize);
        assert_eq!(Some(&wishes[0]), super::wishes(device).next().as_ref());
        assert_eq!(wishes[0].len(), 2);
    }

    #[test]
    fn the_year_turns_in_april() {
        for (day, text) in [
            ("2026-11-21", "26-27"),
            ("2027-03-31", "26-27"),
            ("2027-04-01", "27-28"),
            ("2099-12-31", "99-00"),
        ] {
            assert_eq!(year_text(Date::parse(day).unwrap()), text);
        }
    }
}
