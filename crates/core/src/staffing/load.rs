//! How much of a person is booked, day by day. Pure.

use chrono::Datelike;
use netra_kernel::Date;

/// One booking of a person.
#[derive(Clone, Copy, Debug)]
pub struct Booking {
    pub from_on: Date,
    pub to_on: Date,
    pub percent: i64,
}

/// The first week (its Monday) in which some day would be booked over 100 % with `new` added, and
/// how high it would be.
pub fn over_booked(held: &[Booking], new: Booking) -> Option<(Date, i64)> {
    // The load only rises where a booking begins.
    let mut days: Vec<Date> = held
        .iter()
        .map(|b| b.from_on.max(new.from_on))
        .chain([new.from_on])
        .filter(|d| *d <= new.to_on)
        .collect();
    days.sort_unstable();
    days.into_iter().find_map(|day| {
        let load: i64 = held
            .iter()
            .filter(|b| b.from_on <= day && day <= b.to_on)
            .map(|b| b.percent)
            .sum::<i64>()
            + new.percent;
        (load > 100).then(|| (monday(day), load))
    })
}

fn monday(day: Date) -> Date {
    day.plus_days(-i64::from(day.0.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Date {
        Date::parse("2026-11-02").unwrap().plus_days(n)
    }
    fn booking(from: i64, to: i64, percent: i64) -> Booking {
        Booking { from_on: day(from), to_on: day(to), percent }
    }

    #[test]
    fn a_full_week_takes_nothing_more() {
        let held = [booking(0, 4, 60), booking(7, 11, 100)];
        for (new, over) in [
            (booking(0, 4, 40), None),
            (booking(0, 4, 41), Some((day(0), 101))),
            (booking(5, 6, 100), None),
            (booking(5, 20, 10), Some((day(7), 110))),
            (booking(11, 11, 1), Some((day(7), 101))),
            (booking(12, 30, 100), None),
        ] {
            assert_eq!(over_booked(&held, new), over, "{new:?}");
        }
    }

    proptest! {
        /// The same as adding up every single day.
        #[test]
        fn agrees_with_counting_days(
            held in proptest::collection::vec((0i64..40, 0i64..20, 1i64..70), 0..6),
            new in (0i64..40, 0i64..20, 1i64..100),
        ) {
            let held: Vec<_> = held.iter().map(|h| booking(h.0, h.0 + h.1, h.2)).collect();
            let new = booking(new.0, new.0 + new.1, new.2);
            let mut slow = None;
            let mut d = new.from_on;
            while d <= new.to_on && slow.is_none() {
                let on: i64 = held.iter().filter(|b| b.from_on <= d && d <= b.to_on)
                    .map(|b| b.percent).sum();
                if on + new.percent > 100 {
                    slow = Some((monday(d), on + new.percent));
                }
                d = d.plus_days(1);
            }
            prop_assert_eq!(over_booked(&held, new), slow);
        }
    }
}
