//! Calling hours: when a lead may be called, in the lead's own zone.

use crate::settings;
use chrono::NaiveTime;
use netra_kernel::{Reader, Result, Timestamp, Zone};

/// The hours of every day in which calls may be made: `opens` counts, `closes` does not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hours {
    pub opens: NaiveTime,
    pub closes: NaiveTime,
}

impl Hours {
    /// # Errors
    /// Storage errors.
    pub fn of(reader: &Reader<'_>) -> Result<Hours> {
        let time = |key: &str| -> Result<NaiveTime> {
            let text: String = settings::get(reader, key)?;
            Ok(NaiveTime::parse_from_str(&text, "%H:%M").unwrap_or_default())
        };
        Ok(Hours { opens: time("calling.opens")?, closes: time("calling.closes")? })
    }

    /// Hours that close before they open are never open.
    pub fn is_open(self, at: Timestamp, zone: Zone) -> bool {
        let local = at.in_zone(zone).time();
        self.opens <= local && local < self.closes
    }

    /// `at` itself when calls may be made then, else the next opening.
    pub fn roll(self, at: Timestamp, zone: Zone) -> Timestamp {
        if self.is_open(at, zone) {
            return at;
        }
        let day = at.date(zone);
        let today = day.at(self.opens, zone);
        if at <= today { today } else { day.plus_days(1).at(self.opens, zone) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours() -> Hours {
        let t = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        Hours { opens: t(9), closes: t(21) }
    }

    #[test]
    fn times_roll_into_calling_hours() {
        let at = |s: &str| Timestamp::parse(s).unwrap();
        for (given, expected) in [
            ("2026-11-21T23:30:00+05:30", "2026-11-22T09:00:00+05:30"), // 19:30 + 4 h
            ("2026-11-21T08:59:59+05:30", "2026-11-21T09:00:00+05:30"),
            ("2026-11-21T09:00:00+05:30", "2026-11-21T09:00:00+05:30"),
            ("2026-11-21T20:59:00+05:30", "2026-11-21T20:59:00+05:30"),
            ("2026-11-21T21:00:00+05:30", "2026-11-22T09:00:00+05:30"),
            ("2026-12-31T22:00:00+05:30", "2027-01-01T09:00:00+05:30"),
        ] {
            assert_eq!(hours().roll(at(given), Zone::KOLKATA), at(expected), "{given}");
        }
    }

    proptest! {
        #[test]
        fn a_rolled_time_is_open_and_never_earlier(
            ms in 1_700_000_000_000i64..1_900_000_000_000,
            zone in prop::sample::select(vec!["Asia/Kolkata", "Europe/London", "America/New_York"]),
        ) {
            let zone = Zone::parse(zone).unwrap();
            let rolled = hours().roll(Timestamp(ms), zone);
            prop_assert!(hours().is_open(rolled, zone));
            prop_assert!(rolled.0 >= ms && rolled.0 - ms < 86_400_000);
            prop_assert_eq!(hours().roll(rolled, zone), rolled);
        }
    }
}
