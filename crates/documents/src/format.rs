//! Money, dates and numbers as people write them, and the few words that renderers add.
//!
//! Invariant: no floats touch money; digits stay Western in Hindi, as Indian business writes.

use netra_kernel::money::{Currency, Money};
use serde::{Deserialize, Serialize};

/// The language of a document's fixed words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    Hi,
}

impl Language {
    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en-IN",
            Language::Hi => "hi-IN",
        }
    }
}

/// The words that renderers add by themselves.
pub(crate) struct Words {
    pub contents: &'static str,
    pub page: &'static str,
    pub of: &'static str,
    pub signature: &'static str,
    pub name: &'static str,
    pub position: &'static str,
    pub date: &'static str,
    pub internal: &'static str,
    pub callouts: [&'static str; 5],
}

pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &Words {
            contents: "Contents",
            page: "Page",
            of: "of",
            signature: "Signature",
            name: "Name",
            position: "Position",
            date: "Date",
            internal: "Internal",
            callouts: ["Note", "Tip", "Important", "Warning", "Caution"],
        },
        Language::Hi => &Words {
            contents: "विषय-सूची",
            page: "पृष्ठ",
            of: "/",
            signature: "हस्ताक्षर",
            name: "नाम",
            position: "पद",
            date: "दिनांक",
            internal: "आंतरिक",
            callouts: ["टिप्पणी", "सुझाव", "महत्वपूर्ण", "चेतावनी", "सावधान"],
        },
    }
}

/// `₹12,34,567.00`; `None` for a currency that Netra does not know.
pub fn money(minor: i64, currency: &str) -> Option<String> {
    Currency::parse(currency).map(|c| Money::new(minor, c).display().replace('-', "\u{2212}"))
}

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_HI: [&str; 12] = [
    "जनवरी",
    "फ़रवरी",
    "मार्च",
    "अप्रैल",
    "मई",
    "जून",
    "जुलाई",
    "अगस्त",
    "सितंबर",
    "अक्टूबर",
    "नवंबर",
    "दिसंबर",
];

/// `21 November 2026` from an ISO date (a time after it is left out); `None` if it is none.
pub fn date(iso: &str, language: Language) -> Option<String> {
    let day = iso.get(..10)?;
    let mut parts = day.split('-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    if y.len() != 4 || m.len() != 2 || d.len() != 2 {
        return None;
    }
    let (y, m, d): (u32, usize, u32) = (y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
    let names = match language {
        Language::En => &MONTHS_EN,
        Language::Hi => &MONTHS_HI,
    };
    let month = names.get(m.checked_sub(1)?)?;
    (1..=31).contains(&d).then(|| format!("{d} {month} {y}"))
}

/// A decimal number with its whole part grouped: Indian `12,34,567.5`, else `1,234,567.5`.
/// `None` if the text is not a plain decimal number.
pub fn number(decimal: &str, indian: bool) -> Option<String> {
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", decimal),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(rest) {
        return None;
    }
    let rest = rest.trim_end_matches('0');
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        let left = whole.len() - i;
        let group = if indian {
            left == 3 || (left > 3 && (left - 3).is_multiple_of(2))
        } else {
            left.is_multiple_of(3)
        };
        if i > 0 && group {
            out.push(',');
        }
        out.push(c);
    }
    let dot = if rest.is_empty() { "" } else { "." };
    Some(format!("{sign}{out}{dot}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_as_its_country_does() {
        for (minor, currency, expected) in [
            (123_456_700, "INR", "₹12,34,567.00"),
            (99_900, "INR", "₹999.00"),
            (-5, "INR", "\u{2212}₹0.05"),
            (123_456_700, "GBP", "£1,234,567.00"),
            (1_234_567, "JPY", "¥1,234,567"),
        ] {
            assert_eq!(money(minor, currency).unwrap(), expected);
        }
        assert_eq!(money(1, "XXX"), None);
    }

    #[test]
    fn dates_and_numbers() {
        assert_eq!(date("2026-11-21", Language::En).unwrap(), "21 November 2026");
        assert_eq!(date("2026-11-01T10:00:00Z", Language::Hi).unwrap(), "1 नवंबर 2026");
        for bad in ["", "2026-13-01", "2026-00-01", "2026-01-32", "yesterday!", "२०२६-११"]
        {
            assert_eq!(date(bad, Language::En), None, "{bad}");
        }
        for (given, indian, western) in [
            ("1234567.50", "12,34,567.5", "1,234,567.5"),
            ("100", "100", "100"),
            ("-1000", "\u{2212}1,000", "\u{2212}1,000"),
            ("0.25", "0.25", "0.25"),
        ] {
            assert_eq!(number(given, true).unwrap(), indian);
            assert_eq!(number(given, false).unwrap(), western);
        }
        assert_eq!(number("1e5", true), None);
    }
}
