//! Where a taxable person is: India's GST States, and the registration numbers that can be
//! checked without asking anybody.

/// A State or union territory with its GST code. In a union territory without a legislature the
/// State's half of the tax is called UTGST.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GstState {
    pub code: &'static str,
    pub name: &'static str,
    pub has_utgst: bool,
}

const fn state(code: &'static str, name: &'static str) -> GstState {
    GstState { code, name, has_utgst: false }
}
const fn territory(code: &'static str, name: &'static str) -> GstState {
    GstState { code, name, has_utgst: true }
}

pub const GST_STATES: &[GstState] = &[
    state("01", "Jammu and Kashmir"),
    state("02", "Himachal Pradesh"),
    state("03", "Punjab"),
    territory("04", "Chandigarh"),
    state("05", "Uttarakhand"),
    state("06", "Haryana"),
    state("07", "Delhi"),
    state("08", "Rajasthan"),
    state("09", "Uttar Pradesh"),
    state("10", "Bihar"),
    state("11", "Sikkim"),
    state("12", "Arunachal Pradesh"),
    state("13", "Nagaland"),
    state("14", "Manipur"),
    state("15", "Mizoram"),
    state("16", "Tripura"),
    state("17", "Meghalaya"),
    state("18", "Assam"),
    state("19", "West Bengal"),
    state("20", "Jharkhand"),
    state("21", "Odisha"),
    state("22", "Chhattisgarh"),
    state("23", "Madhya Pradesh"),
    state("24", "Gujarat"),
    territory("26", "Dadra and Nagar Haveli and Daman and Diu"),
    state("27", "Maharashtra"),
    state("29", "Karnataka"),
    state("30", "Goa"),
    territory("31", "Lakshadweep"),
    state("32", "Kerala"),
    state("33", "Tamil Nadu"),
    state("34", "Puducherry"),
    territory("35", "Andaman and Nicobar Islands"),
    state("36", "Telangana"),
    state("37", "Andhra Pradesh"),
    territory("38", "Ladakh"),
    territory("97", "Other Territory"),
];

pub fn gst_state(code: &str) -> Option<&'static GstState> {
    GST_STATES.iter().find(|s| s.code == code)
}

/// The check character of a GSTIN's first 14 characters: factors 1, 2, 1, 2 … over 0–9A–Z, add
/// quotient and remainder of ÷ 36, take (36 − sum mod 36) mod 36.
pub fn gstin_check_character(first_14: &str) -> Option<char> {
    const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if first_14.len() != 14 {
        return None;
    }
    let mut sum = 0;
    for (i, c) in first_14.bytes().enumerate() {
        let value = ALPHABET.iter().position(|a| *a == c)?;
        let product = value * (1 + i % 2);
        sum += product / 36 + product % 36;
    }
    Some(char::from(ALPHABET[(36 - sum % 36) % 36]))
}

/// A GSTIN in capitals without spaces, when it is one: State, PAN, entity, check character.
pub fn clean_gstin(text: &str) -> Option<String> {
    let g: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let b = g.as_bytes();
    if b.len() != 15 || !g.is_ascii() {
        return None;
    }
    let pan = b[2..7].iter().all(u8::is_ascii_uppercase)
        && b[7..11].iter().all(u8::is_ascii_digit)
        && b[11].is_ascii_uppercase();
    let entity = b[12].is_ascii_alphanumeric() && b[12] != b'0';
    let fits = pan && entity && gst_state(&g[..2]).is_some();
    (fits && gstin_check_character(&g[..14]) == g.chars().last()).then_some(g)
}

/// A United Kingdom VAT number as `GB` + 9 or 12 digits, when its check digits are right: the
/// weighted sum with the two check digits is a multiple of 97, or is so after adding 55.
pub fn clean_uk_vat(text: &str) -> Option<String> {
    let t: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase();
    let digits = t.strip_prefix("GB").or_else(|| t.strip_prefix("XI")).unwrap_or(&t);
    let prefix = if t.starts_with("XI") { "XI" } else { "GB" };
    if !matches!(digits.len(), 9 | 12) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let d: Vec<u32> = digits.bytes().take(9).map(|b| u32::from(b - b'0')).collect();
    let weighted: u32 = d[..7].iter().zip((2..=8).rev()).map(|(d, w)| d * w).sum();
    let total = weighted + d[7] * 10 + d[8];
    let right =
        d.iter().any(|d| *d > 0) && (total.is_multiple_of(97) || (total + 55).is_multiple_of(97));
    right.then(|| format!("{prefix}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn gstins() {
        for good in ["27AAPFU0939F1ZV", "29AAGCB7383J1Z4", "06AABCU9603R1ZR", " 27aapfu0939f1zv "] {
            assert!(clean_gstin(good).is_some(), "{good}");
        }
        for bad in [
            "27AAPFU0939F1ZW",
            "",
            "27AAPFU0939F1Z",
            "25AAPFU0939F1ZV",
            "27AAPFU0939F0ZV",
            "27AAPFU0939F1ZVX",
            "२७AAPFU0939F1ZV",
        ] {
            assert!(clean_gstin(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn uk_vat_numbers() {
        // 123456782 by modulus 97; its last two digits moved by 55 for the second algorithm.
        for good in ["GB980780684", "980 7806 84", "gb123456782", "GB123456727"] {
            assert!(clean_uk_vat(good).is_some(), "{good}");
        }
        for bad in ["", "GB980780685", "GB000000000", "GB98078068", "FR980780684", "GB98078068A"] {
            assert!(clean_uk_vat(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        /// The check character finds every single wrong character and every swap of neighbours
        /// that differ.
        #[test]
        fn one_wrong_character_is_found(
            pan in "[A-Z]{5}[0-9]{4}[A-Z]", s in 0usize..37, e in "[1-9A-Z]", at in 2usize..14,
            by in 1usize..35,
        ) {
            let first = format!("{}{pan}{e}Z", GST_STATES[s].code);
            let check = gstin_check_character(&first).unwrap();
            let whole = format!("{first}{check}");
            prop_assert_eq!(clean_gstin(&whole), Some(whole.clone()));
            let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            let mut chars: Vec<char> = whole.chars().collect();
            let old = alphabet.find(chars[at]).unwrap();
            chars[at] = alphabet.chars().nth((old + by) % 36).unwrap();
            let wrong: String = chars.iter().collect();
            prop_assert_eq!(clean_gstin(&wrong), None);
        }
    }
}
