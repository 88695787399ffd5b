//! Money: whole minor units plus an ISO 4217 currency. Floats never touch it.
//!
//! Invariant: rounding is half away from zero, once, at the place where the caller says.
//! Invariant: [`split`] gives parts that add up to the whole (largest remainder).

use crate::error::{Error, Kind, Result};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The currencies that Netra can keep books in.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema, PartialOrd, Ord,
)]
pub enum Currency {
    INR,
    GBP,
    USD,
    EUR,
    AED,
    SGD,
    AUD,
    CAD,
    JPY,
}

impl Currency {
    pub const ALL: [Currency; 9] = [
        Currency::INR,
        Currency::GBP,
        Currency::USD,
        Currency::EUR,
        Currency::AED,
        Currency::SGD,
        Currency::AUD,
        Currency::CAD,
        Currency::JPY,
    ];
    pub fn code(self) -> &'static str {
        match self {
            Currency::INR => "INR",
            Currency::GBP => "GBP",
            Currency::USD => "USD",
            Currency::EUR => "EUR",
            Currency::AED => "AED",
            Currency::SGD => "SGD",
            Currency::AUD => "AUD",
            Currency::CAD => "CAD",
            Currency::JPY => "JPY",
        }
    }
    pub fn parse(s: &str) -> Option<Currency> {
        Currency::ALL.into_iter().find(|c| c.code() == s)
    }
    /// Digits after the decimal point (ISO 4217).
    pub fn digits(self) -> u32 {
        if self == Currency::JPY { 0 } else { 2 }
    }
    pub fn symbol(self) -> &'static str {
        match self {
            Currency::INR => "₹",
            Currency::GBP => "£",
            Currency::USD => "$",
            Currency::EUR => "€",
            Currency::JPY => "¥",
            Currency::AED => "AED ",
            Currency::SGD => "S$",
            Currency::AUD => "A$",
            Currency::CAD => "C$",
        }
    }
}
impl ToSql for Currency {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.code().into())
    }
}
impl FromSql for Currency {
    fn column_result(v: ValueRef<'_>) -> FromSqlResult<Self> {
        Currency::parse(v.as_str()?).ok_or_else(|| FromSqlError::Other("not a currency".into()))
    }
}

/// An amount in whole minor units (paise, pence) of a currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }
    /// `₹12,34,567.00` for rupees, `£1,234,567.00` for the others.
    pub fn display(self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        format!(
            "{sign}{}{}",
            self.currency.symbol(),
            group(self.minor.unsigned_abs(), self.currency)
        )
    }
}

fn group(minor: u64, currency: Currency) -> String {
    let scale = 10u64.pow(currency.digits());
    let whole = (minor / scale).to_string();
    let (first, rest) = if currency == Currency::INR { (3, 2) } else { (3, 3) };
    let mut parts = Vec::new();
    let mut end = whole.len();
    let mut size = first;
    while end > size {
        parts.push(&whole[end - size..end]);
        end -= size;
        size = rest;
    }
    parts.push(&whole[..end]);
    parts.reverse();
    let text = parts.join(",");
    match currency.digits() {
        0 => text,
        d => format!("{text}.{:0width$}", minor % scale, width = d as usize),
    }
}

/// Rounds a decimal number of minor units half away from zero.
/// # Errors
/// `money.too_large` when it does not fit 64 bits.
pub fn round_minor(minor: Decimal) -> Result<i64> {
    minor
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .ok_or_else(|| Error::new(Kind::Invalid, "money.too_large"))
}

/// Adds with a clear error instead of an overflow.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64> {
    amounts.into_iter().try_fold(0i64, |a, b| {
        a.checked_add(b).ok_or_else(|| Error::new(Kind::Invalid, "money.too_large"))
    })
}

/// Splits `total` in proportion to `weights` by largest remainder: the parts add up to the total;
/// ties go to the earlier part. No weights, or all of them zero: everything goes to the first part.
pub fn split(total: i64, weights: &[u64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let all: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    let mut parts = vec![0i64; weights.len()];
    if all == 0 {
        parts[0] = total;
        return parts;
    }
    let amount = u128::from(total.unsigned_abs());
    let mut rest: Vec<(u128, usize)> = Vec::with_capacity(weights.len());
    let mut given: u128 = 0;
    for (i, w) in weights.iter().enumerate() {
        // |total| < 2^63 and w < 2^64, so the product fits 128 bits.
        let product = amount * u128::from(*w);
        let part = product / all;
        given += part;
        parts[i] = part as i64;
        rest.push((product % all, i));
    }
    rest.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left = (amount - given) as usize;
    for (_, i) in rest.into_iter().take(left) {
        parts[i] += 1;
    }
    if total < 0 {
        parts.iter_mut().for_each(|p| *p = -*p);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_grouped_as_their_readers_expect() {
        for (minor, c, text) in [
            (123_456_700, Currency::INR, "₹12,34,567.00"),
            (-9_995, Currency::INR, "-₹99.95"),
            (10_000_000, Currency::INR, "₹1,00,000.00"),
            (123_456_789, Currency::GBP, "£1,234,567.89"),
            (5, Currency::USD, "$0.05"),
            (1_234_567, Currency::JPY, "¥1,234,567"),
            (i64::MIN, Currency::GBP, "-£92,233,720,368,547,758.08"),
        ] {
            assert_eq!(Money::new(minor, c).display(), text);
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        for (d, r) in [("2.5", 3), ("-2.5", -3), ("2.49", 2), ("0.5", 1)] {
            assert_eq!(round_minor(d.parse().unwrap()).unwrap(), r);
        }
    }

    #[test]
    fn thirds_add_up() {
        assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(split(5, &[0, 0]), [5, 0]);
    }

    proptest! {
        #[test]
        fn parts_always_add_up(total in any::<i64>().prop_filter("abs", |t| *t != i64::MIN),
                               weights in proptest::collection::vec(0u64..1_000_000, 1..40)) {
            let parts = split(total, &weights);
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(total));
            let all: u64 = weights.iter().sum();
            if all > 0 {
                for (p, w) in parts.iter().zip(&weights) {
                    let exact = i128::from(total) * i128::from(*w);
                    prop_assert!((i128::from(*p) * i128::from(all) - exact).abs() < i128::from(all));
                }
            }
        }
    }
}
