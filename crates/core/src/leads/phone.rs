//! Phone numbers: as typed → E.164.
//!
//! Invariant: the fast path answers only with numbers that the library finds valid (a property test
//! compares them); everything else goes to the library.

use phonenumber::country;

/// The longest text that can be a phone number, with its extension.
const MAX_CHARS: usize = 64;

/// The number in E.164 (`+919876543210`), or None when it is not a valid one. `region` is the
/// workspace's ISO 3166 country, for numbers without a country code.
pub fn e164(text: &str, region: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_CHARS * 4 || text.chars().count() > MAX_CHARS {
        return None;
    }
    if let Some(found) = common_mobile(text, region) {
        return Some(found);
    }
    let ascii: String = text.chars().map(ascii_digit).collect();
    by_library(&ascii, region).or_else(|| {
        // The library stumbles over some separators (`+916-000000000`), and takes a national number
        // that begins with the digits of its country code (91000 00000 in India) for a short one.
        let bare: String = ascii.chars().filter(|c| !" -().".contains(*c)).collect();
        by_library(&bare, region).or_else(|| {
            let national = bare.starts_with(|c: char| c.is_ascii_digit() && c != '0');
            let code = phonenumber::metadata::DATABASE.by_id(region)?.country_code();
            if national { by_library(&format!("+{code}{bare}"), region) } else { None }
        })
    })
}

fn by_library(text: &str, region: &str) -> Option<String> {
    let country: Option<country::Id> = region.parse().ok();
    let number = phonenumber::parse(country, text).ok()?;
    if !phonenumber::is_valid(&number) {
        return None;
    }
    let found = number.format().mode(phonenumber::Mode::E164).to_string();
    (found.len() <= 16 && found.starts_with('+')).then_some(found)
}

/// The E.164 prefix that what is typed so far stands for (`98765` → `+9198765`); None when it is
/// not the beginning of a number.
pub fn prefix(typed: &str, region: &str) -> Option<String> {
    let text: String = typed.trim().chars().map(ascii_digit).collect();
    let odd = |c: char| !(c.is_ascii_digit() || "+-(). ".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 3 || digits.len() > 15 || text.contains(odd) {
        return None;
    }
    if text.starts_with('+') {
        return Some(format!("+{digits}"));
    }
    let code = phonenumber::metadata::DATABASE.by_id(region).map(|m| m.country_code());
    Some(format!("+{}{}", code?, digits.trim_start_matches('0')))
}

/// Devanagari digits are digits too.
fn ascii_digit(c: char) -> char {
    match c {
        '०'..='९' => char::from(b'0' + (c as u32 - '०' as u32) as u8),
        c => c,
    }
}

/// Mobile numbers of India and Britain in the spellings that people use, without a regular
/// expression: nine out of ten rows of a file.
fn common_mobile(text: &str, region: &str) -> Option<String> {
    let mut digits = [0u8; 15];
    let mut n = 0;
    let mut plus = false;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'0'..=b'9' => {
                *digits.get_mut(n)? = b;
                n += 1;
            }
            b'+' if i == 0 => plus = true,
            b' ' | b'-' => {}
            _ => return None,
        }
    }
    let d = &digits[..n];
    let national = match (plus, region) {
        (true, _) if n == 12 && d.starts_with(b"91") => (b"91", &d[2..]),
        (true, _) if n == 12 && d.starts_with(b"44") => (b"44", &d[2..]),
        (false, "IN") if n == 10 => (b"91", d),
        (false, "IN") if n == 11 && d[0] == b'0' => (b"91", &d[1..]),
        (false, "GB") if n == 11 && d[0] == b'0' => (b"44", &d[1..]),
        _ => return None,
    };
    let sure = match national.0 {
        b"91" => is_indian_mobile(national.1),
        _ => is_british_mobile(national.1),
    };
    if !sure {
        return None;
    }
    let mut out = String::with_capacity(13);
    out.push('+');
    for b in national.0.iter().chain(national.1) {
        out.push(char::from(*b));
    }
    Some(out)
}

fn is_indian_mobile(d: &[u8]) -> bool {
    d[0] >= b'6'
}

fn is_british_mobile(d: &[u8]) -> bool {
    d[0] == b'7'
        && match d[1] {
            b'0'..=b'5' | b'8' => true,
            b'7' => d[2] != b'0',
            b'9' => d[2] != b'1',
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings() {
        for (text, region, expected) in [
            ("98765 43210", "IN", Some("+919876543210")),
            ("+91-98765-43210", "IN", Some("+919876543210")),
            ("+91 98765 43210", "GB", Some("+919876543210")),
            ("09876543210", "IN", Some("+919876543210")),
            ("(+91) 98765.43210", "IN", Some("+919876543210")),
            ("९८७६५ ४३२१०", "IN", Some("+919876543210")),
            ("07400 123456", "GB", Some("+447400123456")),
            ("+44 20 7946 0958", "IN", Some("+442079460958")),
            ("022 2778 1234", "IN", Some("+912227781234")),
            ("9100000000", "IN", Some("+919100000000")),
            ("(91000) 00000", "IN", Some("+919100000000")),
            ("9123456789", "IN", Some("+919123456789")),
            ("919876543210", "IN", Some("+919876543210")),
            ("12345", "IN", None),
            ("98765 4321", "IN", None),
            ("98765432101", "IN", None),
            ("not a number", "IN", None),
            ("", "IN", None),
            ("+", "IN", None),
            ("+999 12345678", "IN", None),
        ] {
            assert_eq!(e164(text, region).as_deref(), expected, "{text} in {region}");
        }
        assert_eq!(e164(&"9".repeat(5_000), "IN"), None);
    }

    proptest! {
        #[test]
        fn the_fast_path_agrees_with_the_library(
            digits in "[0-9]{9,11}", prefix in prop::sample::select(vec!["", "+91", "+44", "0", "+91 ", "+44-"]),
            cut in 0usize..9, gap in "[ -]?", region in prop::sample::select(vec!["IN", "GB", "US"]),
        ) {
            let text = format!("{prefix}{}{gap}{}", &digits[..cut], &digits[cut..]);
            if let Some(fast) = common_mobile(&text, region) {
                let bare = text.replace([' ', '-'], "");
                let valid = by_library(&fast, region);
                prop_assert_eq!(valid.as_ref(), Some(&fast), "{}", text);
                let slow = by_library(&bare, region);
                prop_assert!(slow.is_none_or(|n| n == fast || bare.starts_with("91")), "{}", text);
            }
        }

        #[test]
        fn mobiles_agree_with_the_library(
            n in prop_oneof![6_000_000_000u64..10_000_000_000, 7_000_000_000u64..8_000_000_000],
            country in prop::sample::select(vec!["91", "44"]),
        ) {
            let text = format!("+{country}{n}");
            if let Some(fast) = common_mobile(&text, "IN") {
                prop_assert_eq!(Some(fast), by_library(&text, "IN"), "{}", text);
            }
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            if let Some(n) = e164(&text, "IN") {
                prop_assert!(n.starts_with('+') && n[1..].bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}
