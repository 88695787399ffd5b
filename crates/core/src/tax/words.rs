//! Amounts in words, for invoices and agreements: Indian grouping (lakh, crore) for rupees and
//! Western grouping (thousand, million) for the rest, in English and Hindi.

use netra_kernel::{Currency, Money};

const ONES: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const TENS: [&str; 10] =
    ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];

/// Hindi has a word of its own for each number below a hundred.
const HINDI: [&str; 100] = [
    "शून्य",
    "एक",
    "दो",
    "तीन",
    "चार",
    "पाँच",
    "छह",
    "सात",
    "आठ",
    "नौ",
    "दस",
    "ग्यारह",
    "बारह",
    "तेरह",
    "चौदह",
    "पंद्रह",
    "सोलह",
    "सत्रह",
    "अठारह",
    "उन्नीस",
    "बीस",
    "इक्कीस",
    "बाईस",
    "तेईस",
    "चौबीस",
    "पच्चीस",
    "छब्बीस",
    "सत्ताईस",
    "अट्ठाईस",
    "उनतीस",
    "तीस",
    "इकतीस",
    "बत्तीस",
    "तैंतीस",
    "चौंतीस",
    "पैंतीस",
    "छत्तीस",
    "सैंतीस",
    "अड़तीस",
    "उनतालीस",
    "चालीस",
    "इकतालीस",
    "बयालीस",
    "तैंतालीस",
    "चौवालीस",
    "पैंतालीस",
    "छियालीस",
    "सैंतालीस",
    "अड़तालीस",
    "उनचास",
    "पचास",
    "इक्यावन",
    "बावन",
    "तिरपन",
    "चौवन",
    "पचपन",
    "छप्पन",
    "सत्तावन",
    "अट्ठावन",
    "उनसठ",
    "साठ",
    "इकसठ",
    "बासठ",
    "तिरसठ",
    "चौंसठ",
    "पैंसठ",
    "छियासठ",
    "सड़सठ",
    "अड़सठ",
    "उनहत्तर",
    "सत्तर",
    "इकहत्तर",
    "बहत्तर",
    "तिहत्तर",
    "चौहत्तर",
    "पचहत्तर",
    "छिहत्तर",
    "सतहत्तर",
    "अठहत्तर",
    "उन्यासी",
    "अस्सी",
    "इक्यासी",
    "बयासी",
    "तिरासी",
    "चौरासी",
    "पचासी",
    "छियासी",
    "सत्तासी",
    "अट्ठासी",
    "नवासी",
    "नब्बे",
    "इक्यानवे",
    "बानवे",
    "तिरानवे",
    "चौरानवे",
    "पचानवे",
    "छियानवे",
    "सत्तानवे",
    "अट्ठानवे",
    "निन्यानवे",
];

const INDIAN: [(u64, &str, &str); 3] =
    [(10_000_000, "Crore", "करोड़"), (100_000, "Lakh", "लाख"), (1_000, "Thousand", "हज़ार")];
const WESTERN: [(u64, &str); 5] = [
    (1_000_000_000_000_000, "Quadrillion"),
    (1_000_000_000_000, "Trillion"),
    (1_000_000_000, "Billion"),
    (1_000_000, "Million"),
    (1_000, "Thousand"),
];

/// Below a thousand, in English.
fn small(n: u64, out: &mut Vec<String>) {
    let rest = n % 100;
    if n >= 100 {
        out.push(format!("{} Hundred", ONES[(n / 100) as usize]));
    }
    match rest {
        0 if n > 0 => {}
        0..20 => out.push(ONES[rest as usize].to_owned()),
        _ if rest.is_multiple_of(10) => out.push(TENS[(rest / 10) as usize].to_owned()),
        _ => out.push(format!("{}-{}", TENS[(rest / 10) as usize], ONES[(rest % 10) as usize])),
    }
}

fn english(n: u64, units: &[(u64, &str)]) -> String {
    let mut out = Vec::new();
    let mut left = n;
    for (size, name) in units {
        if left >= *size {
            // The largest unit counts on in its own units: One Lakh Crore.
            out.push(format!("{} {name}", english(left / size, units)));
            left %= size;
        }
    }
    if left > 0 || n == 0 {
        small(left, &mut out);
    }
    out.join(" ")
}

fn hindi(n: u64) -> String {
    let mut out = Vec::new();
    let mut left = n;
    for (size, _, name) in INDIAN {
        if left >= size {
            out.push(format!("{} {name}", hindi(left / size)));
            left %= size;
        }
    }
    if left >= 100 {
        out.push(format!("{} सौ", HINDI[(left / 100) as usize]));
        left %= 100;
    }
    if left > 0 || n == 0 {
        out.push(HINDI[left as usize].to_owned());
    }
    out.join(" ")
}

/// Names of the whole unit and of its hundredth: English, Hindi.
fn names(currency: Currency) -> ([&'static str; 2], [&'static str; 2]) {
    match currency {
        Currency::INR => (["Rupees", "Paise"], ["रुपये", "पैसे"]),
        Currency::GBP => (["Pounds", "Pence"], ["पाउंड", "पेंस"]),
        Currency::USD => (["US Dollars", "Cents"], ["अमेरिकी डॉलर", "सेंट"]),
        Currency::EUR => (["Euros", "Cents"], ["यूरो", "सेंट"]),
        Currency::AED => (["Dirhams", "Fils"], ["दिरहम", "फ़िल्स"]),
        Currency::SGD => (["Singapore Dollars", "Cents"], ["सिंगापुर डॉलर", "सेंट"]),
        Currency::AUD => (["Australian Dollars", "Cents"], ["ऑस्ट्रेलियाई डॉलर", "सेंट"]),
        Currency::CAD => (["Canadian Dollars", "Cents"], ["कनाडाई डॉलर", "सेंट"]),
        Currency::JPY => (["Yen", ""], ["येन", ""]),
    }
}

/// `Rupees One Lakh Eighteen Thousand and Paise Fifty Only`; in Hindi
/// `एक लाख अठारह हज़ार रुपये और पचास पैसे मात्र`.
pub fn amount_in_words(money: Money, language: &str) -> String {
    let scale = 10u64.pow(money.currency.digits());
    let amount = money.minor.unsigned_abs();
    let (whole, part) = (amount / scale, amount % scale);
    let (en, hi) = names(money.currency);
    if language.starts_with("hi") {
        let minus = if money.minor < 0 { "ऋण " } else { "" };
        let mut text = format!("{minus}{} {}", hindi(whole), hi[0]);
        if part > 0 {
            text.push_str(&format!(" और {} {}", hindi(part), hi[1]));
        }
        return format!("{text} मात्र");
    }
    let indian: Vec<(u64, &str)> = INDIAN.iter().map(|(n, en, _)| (*n, *en)).collect();
    let units: &[(u64, &str)] = if money.currency == Currency::INR { &indian } else { &WESTERN };
    let minus = if money.minor < 0 { "Minus " } else { "" };
    let mut text = format!("{minus}{} {}", en[0], english(whole, units));
    if part > 0 {
        text.push_str(&format!(" and {} {}", en[1], english(part, units)));
    }
    format!("{text} Only")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn amounts_are_said_as_their_readers_say_them() {
        for (minor, currency, language, text) in [
            (0, Currency::INR, "en", "Rupees Zero Only"),
            (
                11_800_050,
                Currency::INR,
                "en",
                "Rupees One Lakh Eighteen Thousand and Paise Fifty Only",
            ),
            (
                123_456_789,
                Currency::INR,
                "en",
                "Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and Paise \
              Eighty-Nine Only",
            ),
            (1_000_000_000_000 * 100, Currency::INR, "en", "Rupees One Lakh Crore Only"),
            (100, Currency::INR, "en", "Rupees One Only"),
            (
                123_456_789,
                Currency::GBP,
                "en",
                "Pounds One Million Two Hundred Thirty-Four Thousand Five Hundred Sixty-Seven and \
              Pence Eighty-Nine Only",
            ),
            (-500, Currency::USD, "en", "Minus US Dollars Five Only"),
            (1_001, Currency::JPY, "en", "Yen One Thousand One Only"),
            (11_800_050, Currency::INR, "hi", "एक लाख अठारह हज़ार रुपये और पचास पैसे मात्र"),
            (123_456_700, Currency::INR, "hi", "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये मात्र"),
            (0, Currency::INR, "hi", "शून्य रुपये मात्र"),
        ] {
            assert_eq!(amount_in_words(Money::new(minor, currency), language), text);
        }
    }

    #[test]
    fn different_amounts_have_different_words() {
        for language in ["en", "hi"] {
            let words: BTreeSet<String> = (0..30_000)
                .map(|n| amount_in_words(Money::new(n * 7, Currency::INR), language))
                .collect();
            assert_eq!(words.len(), 30_000);
        }
        let _ = amount_in_words(Money::new(i64::MIN, Currency::GBP), "en");
    }
}
