//! Instants, dates and zones. Instants are UTC milliseconds in the database and RFC 3339 text on
//! the wire; dates are `YYYY-MM-DD` in both and never mean midnight.

use crate::error::{Error, Validation};
use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc,
};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub fn parse(s: &str) -> Option<Timestamp> {
        DateTime::parse_from_rfc3339(s).ok().map(|t| Timestamp(t.timestamp_millis()))
    }
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }
    pub fn in_zone(self, zone: Zone) -> DateTime<chrono_tz::Tz> {
        self.utc().with_timezone(&zone.0)
    }
    pub fn date(self, zone: Zone) -> Date {
        Date(self.in_zone(zone).date_naive())
    }
    pub fn plus_minutes(self, n: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(n.saturating_mul(60_000)))
    }
    pub fn plus_hours(self, n: i64) -> Timestamp {
        self.plus_minutes(n.saturating_mul(60))
    }
    pub fn plus_days(self, n: i64) -> Timestamp {
        self.plus_hours(n.saturating_mul(24))
    }
}
/// A number as so many decimal digits.
fn digits(out: &mut [u8], mut n: u32) {
    for byte in out.iter_mut().rev() {
        *byte = b'0' + (n % 10) as u8;
        n /= 10;
    }
}

impl Timestamp {
    /// As RFC 3339 in UTC with milliseconds, without an allocation: a list of fifty rows writes
    /// hundreds of times.
    fn written<T>(self, with: impl FnOnce(&str) -> T) -> T {
        let t = self.utc();
        let Ok(year @ 0..=9_999) = u32::try_from(t.year()) else {
            return with(&t.to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
        };
        let mut text = *b"0000-00-00T00:00:00.000Z";
        digits(&mut text[..4], year);
        digits(&mut text[5..7], t.month());
        digits(&mut text[8..10], t.day());
        digits(&mut text[11..13], t.hour());
        digits(&mut text[14..16], t.minute());
        digits(&mut text[17..19], t.second());
        digits(&mut text[20..23], t.timestamp_subsec_millis());
        with(std::str::from_utf8(&text).unwrap_or_default())
    }
}
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.written(|text| f.write_str(text))
    }
}
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.written(|text| s.serialize_str(text))
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = Cow::<'de, str>::deserialize(d)?;
        Timestamp::parse(&s)
            .filter(|t| in_range(t.utc().year()))
            .ok_or_else(|| serde::de::Error::custom("a time looks like 2026-11-21T09:30:00+05:30"))
    }
}
impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}
impl FromSql for Timestamp {
    fn column_result(v: ValueRef<'_>) -> FromSqlResult<Self> {
        v.as_i64().map(Timestamp)
    }
}
impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time", "description": "An instant, RFC 3339."})
    }
}

fn in_range(year: i32) -> bool {
    (1900..=2200).contains(&year)
}

/// A day or an instant that is one, but lies outside the years of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Beyond {
    Early,
    Far,
}

/// What is wrong with a text that no [`Date`] or [`Timestamp`] is read from, if it is only the year.
pub(crate) fn beyond(text: &str) -> Option<Beyond> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let year = match day {
        Ok(day) => day.year(),
        Err(_) => DateTime::parse_from_rfc3339(text).ok()?.year(),
    };
    match year {
        ..1900 => Some(Beyond::Early),
        2201.. => Some(Beyond::Far),
        _ => None,
    }
}

impl Beyond {
    /// The refusal at its field, with the limit.
    pub(crate) fn at(self, path: String) -> Error {
        let (code, limit) = match self {
            Beyond::Early => ("date.too_early", "1900-01-01"),
            Beyond::Far => ("date.too_far", "2200-12-31"),
        };
        let mut v = Validation::new();
        v.add_with(path, code, serde_json::json!({ "limit": limit }));
        v.into_error()
    }
}

/// A calendar day without a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(pub NaiveDate);

impl Date {
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        NaiveDate::from_ymd_opt(year, month, day).map(Date)
    }
    /// `YYYY-MM-DD`, years 1900 to 2200.
    pub fn parse(s: &str) -> Option<Date> {
        if s.len() != 10 {
            return None;
        }
        NaiveDate::parse_from_str(s, "%Y-%m-%d").ok().filter(|d| in_range(d.year())).map(Date)
    }
    pub fn plus_days(self, n: i64) -> Date {
        let d = if n < 0 {
            self.0.checked_sub_days(Days::new(n.unsigned_abs()))
        } else {
            self.0.checked_add_days(Days::new(n.unsigned_abs()))
        };
        Date(d.unwrap_or(self.0))
    }
    /// Calendar months; the day is clipped to the month's end (31 January + 1 = 28 February).
    pub fn plus_months(self, n: u32) -> Date {
        Date(self.0.checked_add_months(Months::new(n)).unwrap_or(self.0))
    }
    /// Days from `self` to `later` (negative when earlier).
    pub fn days_until(self, later: Date) -> i64 {
        (later.0 - self.0).num_days()
    }
    /// The instant at which this day reaches `time` in `zone`; a time that a clock change skips
    /// becomes the next one that exists.
    pub fn at(self, time: NaiveTime, zone: Zone) -> Timestamp {
        let mut local: NaiveDateTime = self.0.and_time(time);
        for _ in 0..4 {
            if let Some(t) = zone.0.from_local_datetime(&local).earliest() {
                return Timestamp(t.timestamp_millis());
            }
            local += chrono::TimeDelta::minutes(30);
        }
        Timestamp(local.and_utc().timestamp_millis())
    }
    /// The Indian (and our default) financial year that this day lies in: (2026, 2027).
    pub fn financial_year(self) -> (i32, i32) {
        let y = if self.0.month() >= 4 { self.0.year() } else { self.0.year() - 1 };
        (y, y + 1)
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = Cow::<'de, str>::deserialize(d)?;
        Date::parse(&s).ok_or_else(|| serde::de::Error::custom("a date looks like 2026-11-21"))
    }
}
/// A sum of days or months that no row can hold.
#[derive(Debug)]
pub(crate) struct DateTooFar;

impl fmt::Display for DateTooFar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day before 1900 or after 2200")
    }
}
impl std::error::Error for DateTooFar {}

impl ToSql for Date {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        if !in_range(self.0.year()) {
            // What could be written could not be read again.
            return Err(rusqlite::Error::ToSqlConversionFailure(Box::new(DateTooFar)));
        }
        Ok(self.to_string().into())
    }
}
impl FromSql for Date {
    fn column_result(v: ValueRef<'_>) -> FromSqlResult<Self> {
        let s = v.as_str()?;
        Date::parse(s).ok_or_else(|| FromSqlError::Other("not a date".into()))
    }
}
impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

/// A time zone by its IANA name (`Asia/Kolkata`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone(pub chrono_tz::Tz);

impl Zone {
    pub const KOLKATA: Zone = Zone(chrono_tz::Asia::Kolkata);
    pub const UTC: Zone = Zone(chrono_tz::UTC);
    pub fn parse(s: &str) -> Option<Zone> {
        s.parse().ok().map(Zone)
    }
    pub fn name(self) -> &'static str {
        self.0.name()
    }
    /// Every place that has a zone of its own, by name; without the old spellings and offsets
    /// that only programs use.
    pub fn names() -> impl Iterator<Item = &'static str> {
        const PLACES: [&str; 10] = [
            "Africa/",
            "America/",
            "Antarctica/",
            "Arctic/",
            "Asia/",
            "Atlantic/",
            "Australia/",
            "Europe/",
            "Indian/",
            "Pacific/",
        ];
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        names.filter(|name| PLACES.iter().any(|place| name.starts_with(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn financial_years_turn_in_april() {
        for (d, y) in [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026)] {
            assert_eq!(Date::parse(d).unwrap().financial_year(), (y, y + 1));
        }
    }

    #[test]
    fn an_instant_is_written_as_rfc_3339() {
        let step = 86_400_000 * 37 + 12_345_679;
        for n in -1_000..2_000 {
            let t = Timestamp(n * step);
            let want = t.utc().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
            assert_eq!(t.to_string(), want);
            assert_eq!(serde_json::to_value(t).unwrap(), want);
            assert_eq!(Timestamp::parse(&want), Some(t));
        }
        let far = Timestamp(Timestamp::parse("9999-12-31T23:59:59.999Z").unwrap().0 + 1);
        assert_eq!(far.to_string(), "+10000-01-01T00:00:00.000Z");
    }

    #[test]
    fn months_clip_at_the_end() {
        assert_eq!(Date::parse("2026-01-31").unwrap().plus_months(1).to_string(), "2026-02-28");
    }

    #[test]
    fn a_day_begins_in_its_zone() {
        let t = Timestamp::parse("2026-11-20T19:00:00Z").unwrap();
        assert_eq!(t.date(Zone::KOLKATA).to_string(), "2026-11-21");
        assert_eq!(t.date(Zone::UTC).to_string(), "2026-11-20");
    }

    #[test]
    fn a_skipped_hour_moves_on() {
        // London skips 01:00-02:00 on 2026-03-29.
        let zone = Zone::parse("Europe/London").unwrap();
        let t =
            Date::parse("2026-03-29").unwrap().at(NaiveTime::from_hms_opt(1, 30, 0).unwrap(), zone);
        assert_eq!(t.to_string(), "2026-03-29T01:00:00.000Z");
    }

    #[test]
    fn a_day_that_could_not_be_read_is_not_written() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        let stored = |d: Date| {
            let back = conn.query_row("SELECT ?1", [d], |r| r.get::<_, Date>(0));
            back.map_err(Error::from)
        };
        let last = Date::parse("2200-12-31").unwrap();
        assert_eq!(stored(last).unwrap(), last);
        let error = stored(last.plus_months(12)).unwrap_err();
        assert_eq!((error.code(), error.kind()), ("date.too_far", crate::Kind::Invalid));
    }

    #[test]
    fn rubbish_is_no_date() {
        for s in ["", "2026-13-01", "2026-02-30", "0001-01-01", "2026-2-3", "20260203xx"] {
            assert_eq!(Date::parse(s), None, "{s}");
        }
    }
}
