//! Days as lists write them: `2026-11-21`, `21/11/2026`, `3 Apr 2025`, `03-Apr-25`, a spreadsheet's
//! day number. One order (day or month first) holds for a whole column.
//!
//! Invariant: no day is guessed twice in one column: what contradicts the column's order, names no
//! day of the calendar or has not come yet is an error of its row, never dropped.

use netra_kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How 03/04/2026 is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// What is wrong with a cell that should hold a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// No day can be read from it.
    Unreadable,
    /// No such day is in the calendar, as read in the column's order.
    Impossible,
    /// It is a day only in the other order than the column's.
    OtherOrder,
    Future,
}

impl Wrong {
    pub fn code(self) -> &'static str {
        match self {
            Wrong::Unreadable => "date.unreadable",
            Wrong::Impossible => "date.impossible",
            Wrong::OtherOrder => "date.other_order",
            Wrong::Future => "date.in_future",
        }
    }
}

/// How many cells of a column can be days in one order only.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderSeen {
    day_first: u64,
    month_first: u64,
    either: u64,
}

impl OrderSeen {
    pub fn see(&mut self, cell: &str) {
        match parts(cell) {
            Some(Parts::Bare(a, b, _)) if a > 12 && b <= 12 => self.day_first += 1,
            Some(Parts::Bare(a, b, _)) if b > 12 && a <= 12 => self.month_first += 1,
            Some(Parts::Bare(..)) => self.either += 1,
            _ => {}
        }
    }

    /// Whether any cell asks for an order at all.
    pub fn matters(self) -> bool {
        self.day_first + self.month_first + self.either > 0
    }

    /// The order that more cells prove; None when none does, or as many prove the one as the other.
    pub fn order(self) -> Option<DateOrder> {
        match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => Some(DateOrder::DayFirst),
            std::cmp::Ordering::Less => Some(DateOrder::MonthFirst),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// What a cell says, before the order is known.
enum Parts {
    Known {
        year: i32,
        month: u32,
        day: u32,
    },
    /// Two numbers in the column's order, and the year.
    Bare(u32, u32, i32),
}

/// Reads a cell's day.
/// # Errors
/// What is wrong with it, for `today` in the firm's zone.
pub fn read_date(text: &str, order: DateOrder, today: Date) -> Result<Date, Wrong> {
    let (year, month, day) = match parts(text).ok_or(Wrong::Unreadable)? {
        Parts::Known { year, month, day } => (year, month, day),
        Parts::Bare(a, b, year) => {
            let (day, month) = match order {
                DateOrder::DayFirst => (a, b),
                DateOrder::MonthFirst => (b, a),
            };
            if month > 12 && day <= 12 && Date::new(year, day, month).is_some() {
                return Err(Wrong::OtherOrder);
            }
            (year, month, day)
        }
    };
    // The text must be a date of ours too: years 1900 to 2200.
    let found = Date::new(year, month, day).and_then(|d| Date::parse(&d.to_string()));
    let date = found.ok_or(Wrong::Impossible)?;
    if date > today { Err(Wrong::Future) } else { Ok(date) }
}

fn parts(text: &str) -> Option<Parts> {
    let text = text.trim();
    if let Some(day) = day_number(text) {
        return Some(day);
    }
    // `2026-11-21T10:00:00`: the time follows without a blank.
    let text = match text.get(..10) {
        Some(day) if text[10..].starts_with('T') => day,
        _ => text,
    };
    let mut words: Vec<&str> = Vec::new();
    for word in text.split([' ', ',', '\t', '\u{a0}']).filter(|w| !w.is_empty()) {
        if word.contains(':') {
            break;
        }
        words.extend(word.split(['/', '-', '.', '\u{2013}']).filter(|w| !w.is_empty()));
    }
    if words.len() == 4 && weekday(words[0]) {
        words.remove(0);
    }
    let [a, b, c] = words[..] else { return None };
    let known =
        |y: &str, m: u32, d: &str| Some(Parts::Known { year: year(y)?, month: m, day: day(d)? });
    match (month(a), month(b)) {
        (Some(m), None) => known(c, m, b),
        (None, Some(m)) if a.len() == 4 => known(a, m, c),
        (None, Some(m)) => known(c, m, a),
        (Some(_), Some(_)) => None,
        (None, None) if a.len() == 4 => known(a, number(b)?, c),
        (None, None) => Some(Parts::Bare(number(a)?, number(b)?, year(c)?)),
    }
}

/// A spreadsheet's count of days since 30 December 1899, from 1970 on: five digits, so that it is
/// neither a year nor `20261121`; and that eight-digit form.
fn day_number(text: &str) -> Option<Parts> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if text.len() == 8 && digits(text) {
        let (month, day) = (number(&text[4..6])?, number(&text[6..])?);
        return Some(Parts::Known { year: year(&text[..4])?, month, day });
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    if whole.len() != 5 || !digits(whole) || !digits(part) {
        return None;
    }
    let days: i64 = whole.parse().ok().filter(|n| *n >= 25_569)?;
    let date = Date::new(1899, 12, 30)?.plus_days(days).0;
    use chrono::Datelike;
    Some(Parts::Known { year: date.year(), month: date.month(), day: date.day() })
}

fn number(word: &str) -> Option<u32> {
    (word.len() <= 2).then(|| word.parse().ok())?
}

/// `3`, `03`, `3rd`.
fn day(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|s| lower.strip_suffix(s));
    number(bare.unwrap_or(&lower))
}

/// Four digits, or two of this century.
fn year(word: &str) -> Option<i32> {
    match word.len() {
        4 => word.parse().ok(),
        2 => word.parse::<i32>().ok().map(|y| 2000 + y),
        _ => None,
    }
}

fn month(word: &str) -> Option<u32> {
    const ENGLISH: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const HINDI: [&[&str]; 12] = [
        &["जनवरी"],
        &["फरवरी", "फ़रवरी"],
        &["मार्च"],
        &["अप्रैल"],
        &["मई"],
        &["जून"],
        &["जुलाई"],
        &["अगस्त"],
        &["सितंबर", "सितम्बर"],
        &["अक्टूबर", "अक्तूबर"],
        &["नवंबर", "नवम्बर"],
        &["दिसंबर", "दिसम्बर"],
    ];
    let lower = word.to_lowercase();
    let at = ENGLISH
        .iter()
        .position(|m| {
            lower.len() >= 3 && m.starts_with(&lower) || lower == "sept" && m.starts_with(&lower)
        })
        .or_else(|| HINDI.iter().position(|m| m.contains(&lower.as_str())))?;
    u32::try_from(at + 1).ok()
}

fn weekday(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let lower = word.to_lowercase();
    lower.len() >= 3 && DAYS.iter().any(|d| d.starts_with(&lower))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayFirst, MonthFirst};

    #[test]
    fn days_are_read_as_lists_write_them() {
        let today = Date::new(2026, 11, 21).unwrap();
        for (text, order, expected) in [
            ("2026-11-21", DayFirst, Ok("2026-11-21")),
            ("2026/11/2", MonthFirst, Ok("2026-11-02")),
            ("2026-11-21T10:00:00+05:30", DayFirst, Ok("2026-11-21")),
            ("2026-11-21 10:00", DayFirst, Ok("2026-11-21")),
            ("20261121", MonthFirst, Ok("2026-11-21")),
            ("03/04/2026", DayFirst, Ok("2026-04-03")),
            ("03/04/2026", MonthFirst, Ok("2026-03-04")),
            ("3.4.26 9:15 pm", DayFirst, Ok("2026-04-03")),
            ("13/04/26", DayFirst, Ok("2026-04-13")),
            ("3 Apr 2025", MonthFirst, Ok("2025-04-03")),
            ("03-Apr-25", MonthFirst, Ok("2025-04-03")),
            ("April 3rd, 2025", DayFirst, Ok("2025-04-03")),
            ("2025 Sept 3", DayFirst, Ok("2025-09-03")),
            ("Thu, 3 April 2025 11:30", DayFirst, Ok("2025-04-03")),
            ("3 अप्रैल 2025", DayFirst, Ok("2025-04-03")),
            ("45000", DayFirst, Ok("2023-03-15")),
            ("45000.75", DayFirst, Ok("2023-03-15")),
            ("13/04/26", MonthFirst, Err(Wrong::OtherOrder)),
            ("12/31/2024", DayFirst, Err(Wrong::OtherOrder)),
            ("30/02/2025", DayFirst, Err(Wrong::Impossible)),
            ("30 Feb 2025", DayFirst, Err(Wrong::Impossible)),
            ("2025-13-01", DayFirst, Err(Wrong::Impossible)),
            ("31/31/2025", DayFirst, Err(Wrong::Impossible)),
            ("2026-11-22", DayFirst, Err(Wrong::Future)),
            ("2099-01-01", DayFirst, Err(Wrong::Future)),
            ("soon", DayFirst, Err(Wrong::Unreadable)),
            ("Apr 2025", DayFirst, Err(Wrong::Unreadable)),
            ("3 Apri 99999", DayFirst, Err(Wrong::Unreadable)),
            ("9876543210", DayFirst, Err(Wrong::Unreadable)),
            ("३/४/२०२५", DayFirst, Err(Wrong::Unreadable)),
        ] {
            let found = read_date(text, order, today).map(|d| d.to_string());
            assert_eq!(found.as_deref(), expected.as_deref(), "{text} {order:?}");
        }
    }

    #[test]
    fn a_column_has_one_order() {
        let order = |cells: &[&str]| {
            let mut seen = OrderSeen::default();
            cells.iter().for_each(|c| seen.see(c));
            (seen.matters(), seen.order())
        };
        for (cells, expected) in [
            (&["03/04/2025", "12/31/2024"][..], (true, Some(MonthFirst))),
            (&["03/04/2025", "31/12/2024"], (true, Some(DayFirst))),
            (&["31/12/2024", "30/11/2024", "12/31/2024"], (true, Some(DayFirst))),
            (&["31/12/2024", "12/31/2024"], (true, None)),
            (&["03/04/2025"], (true, None)),
            (&["2025-04-03", "3 Apr 2025", "45000", "x", ""], (false, None)),
        ] {
            assert_eq!(order(cells), expected, "{cells:?}");
        }
    }
}
