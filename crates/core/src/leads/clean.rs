//! What a valid lead is: the same rules for a lead typed in and for a row of a file.
//!
//! Invalid: no name; neither phone nor e-mail; a given phone or e-mail that is none; a text that
//! is too long to be what it claims to be. Every error of a lead is collected.

use super::phone;
use crate::people::clean_email;
use netra_kernel::{Validation, Zone};
use serde::{Deserialize, Serialize};

/// Characters that a short text and a note may have.
pub const MAX_TEXT: usize = 500;
pub const MAX_NOTE: usize = 5_000;

/// A lead as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct LeadFields {
    pub name: String,
    pub company_name: String,
    /// As typed; kept so, and as E.164 beside it.
    pub phone: String,
    pub email: String,
    pub source: String,
    /// ISO 639 code (`hi`) or the language's English name.
    pub language: String,
    pub city: String,
    pub region: String,
    pub pin: String,
    pub campaign: String,
    pub product_interest: String,
    pub note: String,
    /// IANA zone of the lead, when it is not the workspace's.
    pub zone: Option<String>,
}

/// A lead that passed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Clean {
    pub name: String,
    pub company_name: String,
    pub phone: String,
    pub phone_e164: Option<String>,
    pub email: Option<String>,
    pub source: String,
    pub language: String,
    pub city: String,
    pub region: String,
    pub pin: String,
    pub campaign: String,
    pub product_interest: String,
    pub note: String,
    pub zone: Option<String>,
}

/// Checks everything; what is wrong goes to `v`, under the field's own name.
pub fn clean(f: &LeadFields, default_region: &str, v: &mut Validation) -> Clean {
    let phone = f.phone.trim();
    let phone_e164 = phone::e164(phone, default_region);
    let email = f.email.trim();
    let clean_email = clean_email(email);
    v.check(f.name.trim().is_empty(), "name", "required");
    v.check(phone.is_empty() && email.is_empty(), "phone", "phone_or_email");
    v.check(!phone.is_empty() && phone_e164.is_none(), "phone", "phone.not_valid");
    v.check(!email.is_empty() && clean_email.is_none(), "email", "email.not_valid");
    let zone = f.zone.as_deref().map(str::trim).filter(|z| !z.is_empty());
    v.check(zone.is_some_and(|z| Zone::parse(z).is_none()), "zone", "zone.unknown");
    let mut text = |path: &str, s: &str, most: usize| {
        let s = s.trim();
        v.check(s.len() > most && s.chars().count() > most, path, "too_long");
        tidy(s)
    };
    Clean {
        name: text("name", &f.name, MAX_TEXT),
        company_name: text("company_name", &f.company_name, MAX_TEXT),
        phone: phone.to_owned(),
        phone_e164,
        email: clean_email,
        source: text("source", &f.source, MAX_TEXT),
        language: language_code(&text("language", &f.language, MAX_TEXT)),
        city: text("city", &f.city, MAX_TEXT),
        region: text("region", &f.region, MAX_TEXT),
        pin: text("pin", &f.pin, MAX_TEXT),
        campaign: text("campaign", &f.campaign, MAX_TEXT),
        product_interest: text("product_interest", &f.product_interest, MAX_TEXT),
        note: text("note", &f.note, MAX_NOTE),
        zone: zone.map(str::to_owned),
    }
}

/// Control characters (NUL among them) become blanks, but for line breaks and tabs.
fn tidy(s: &str) -> String {
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    match s.contains(odd) {
        false => s.to_owned(),
        true => {
            let mapped: String = s.chars().map(|c| if odd(c) { ' ' } else { c }).collect();
            mapped.trim().to_owned()
        }
    }
}

const LANGUAGES: &[(&str, &str)] = &[
    ("english", "en"),
    ("hindi", "hi"),
    ("हिन्दी", "hi"),
    ("हिंदी", "hi"),
    ("marathi", "mr"),
    ("मराठी", "mr"),
    ("gujarati", "gu"),
    ("tamil", "ta"),
    ("telugu", "te"),
    ("kannada", "kn"),
    ("malayalam", "ml"),
    ("bengali", "bn"),
    ("bangla", "bn"),
    ("punjabi", "pa"),
    ("odia", "or"),
    ("urdu", "ur"),
    ("assamese", "as"),
];

/// The ISO 639 code of a language's name; a code stays one; anything else stays in lower case.
pub fn language_code(word: &str) -> String {
    let lower = word.trim().to_lowercase();
    match LANGUAGES.iter().find(|l| l.0 == lower) {
        Some(l) => l.1.to_owned(),
        None => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(f: LeadFields) -> Vec<(String, String)> {
        let mut v = Validation::new();
        clean(&f, "IN", &mut v);
        v.into_fields().into_iter().map(|f| (f.path, f.code)).collect()
    }

    #[test]
    fn what_is_invalid() {
        let lead = |name: &str, phone: &str, email: &str| LeadFields {
            name: name.into(),
            phone: phone.into(),
            email: email.into(),
            ..LeadFields::default()
        };
        let long = "x".repeat(501);
        for (given, expected) in [
            (lead("Asha", "9876543210", ""), vec![]),
            (lead("Asha", "", "a@b.in"), vec![]),
            (lead("Asha", "9876543210", "A@B.in"), vec![]),
            (lead(" ", "9876543210", ""), vec![("name", "required")]),
            (lead("Asha", "", ""), vec![("phone", "phone_or_email")]),
            (lead("Asha", "12", "a@b.in"), vec![("phone", "phone.not_valid")]),
            (lead("Asha", "9876543210", "nonsense"), vec![("email", "email.not_valid")]),
            (
                lead("", "12", "x"),
                vec![
                    ("name", "required"),
                    ("phone", "phone.not_valid"),
                    ("email", "email.not_valid"),
                ],
            ),
            (lead(&long, "9876543210", ""), vec![("name", "too_long")]),
        ] {
            let found = codes(given.clone());
            let found: Vec<_> = found.iter().map(|f| (f.0.as_str(), f.1.as_str())).collect();
            assert_eq!(found, expected, "{given:?}");
        }
    }

    #[test]
    fn texts_are_tidied() {
        let mut v = Validation::new();
        let f = LeadFields {
            name: " A\u{0}sha ".into(),
            email: " Asha@Example.IN".into(),
            language: "Hindi".into(),
            ..LeadFields::default()
        };
        let c = clean(&f, "IN", &mut v);
        assert_eq!((c.name.as_str(), c.language.as_str()), ("A sha", "hi"));
        assert_eq!(c.email.as_deref(), Some("asha@example.in"));
    }
}
