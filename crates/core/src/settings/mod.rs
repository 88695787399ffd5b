//! The workspace's settings: one row a key, so that two people changing two settings do not clash.
//!
//! Invariant: only keys in [`KEYS`] can be set by a person; each has a kind that is checked.

mod choices;

pub use choices::{Choices, SettingChoices};

use crate::language::{self, Phrase};
use crate::people::commands::Nothing;
use crate::{files, permissions, tax};
use netra_kernel::rusqlite::{Connection, OptionalExtension, params};
use netra_kernel::{
    Command, Currency, Done, Error, Id, Permission, Query, Reader, Result, Tx, Validation, Zone,
    done, errors,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

errors! {
    pub enum SettingError {
        NotFound "setting.unknown" Unknown { key: String },
        Invalid "setting.not_valid" NotValid { key: String, expected: Phrase },
    }
}

/// What a setting's value must be.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    Zone,
    Currency,
    Bool,
    /// A whole number within these bounds.
    Number(i64, i64),
    /// The same, or null.
    OptionalNumber(i64, i64),
    /// A time of day, `09:00`.
    Time,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Text or null.
    OptionalText,
    /// `#1F4E79`.
    Colour,
    /// The id of a record (a stored file), or null.
    OptionalId,
}

/// Days without contact with the server after which a device's copy opens no more until it has some.
pub const OFFLINE_DAYS: &str = "sync.offline_days";

/// Every setting: key, kind, default.
pub const KEYS: &[(&str, Kind, &str)] = &[
    ("firm.name", Kind::Text, "\"\""),
    ("firm.zone", Kind::Zone, "\"Asia/Kolkata\""),
    ("firm.currency", Kind::Currency, "\"INR\""),
    ("firm.address", Kind::OptionalText, "null"),
    ("firm.signatory_name", Kind::OptionalText, "null"),
    ("firm.signatory_position", Kind::OptionalText, "null"),
    ("firm.bank_details", Kind::OptionalText, "null"),
    ("firm.phone_region", Kind::Text, "\"IN\""),
    ("tax.country", Kind::Text, "\"IN\""),
    ("tax.state_code", Kind::OptionalText, "null"),
    ("calling.opens", Kind::Time, "\"09:00\""),
    ("calling.closes", Kind::Time, "\"21:00\""),
    ("calling.max_per_day", Kind::Number(1, 100), "4"),
    ("calling.max_per_week", Kind::Number(1, 500), "12"),
    ("calling.max_attempts", Kind::Number(1, 100), "7"),
    ("assignment.max_open", Kind::Number(0, 1_000_000), "0"),
    ("assignment.max_per_day", Kind::Number(0, 100_000), "0"),
    ("tax.number", Kind::OptionalText, "null"),
    ("tax.has_lut", Kind::Bool, "false"),
    ("tax.rounding", Kind::Word(&["line", "document"]), "\"line\""),
    ("quotes.valid_days", Kind::Number(1, 3_650), "30"),
    // What a quote promises of its project until somebody says otherwise.
    ("quotes.tenure_months", Kind::Number(1, 600), "3"),
    ("quotes.meetings_promised", Kind::Number(0, 10_000), "6"),
    ("quotes.round_total", Kind::Bool, "false"),
    ("quotes.approve_from_minor", Kind::OptionalNumber(0, i64::MAX), "null"),
    ("quotes.approve_discount_over_percent", Kind::OptionalNumber(0, 100), "20"),
    ("quotes.approve_margin_under_percent", Kind::OptionalNumber(-1_000, 100), "15"),
    ("payments.four_eyes", Kind::Bool, "false"),
    ("brand.accent", Kind::Colour, "\"#1F4E79\""),
    ("brand.confidentiality", Kind::OptionalText, "null"),
    ("brand.logo", Kind::OptionalId, "null"),
    ("reports.period", Kind::Word(&["weekly", "monthly", "off"]), "\"weekly\""),
    ("projects.stale_after_days", Kind::Number(1, 365), "7"),
    (OFFLINE_DAYS, Kind::Number(1, 365), "30"),
];

/// Settings that are the firm's own affair: what it pays into, and what it lets pass.
const INTERNAL: &[&str] = &[
    "firm.bank_details",
    "quotes.approve_from_minor",
    "quotes.approve_discount_over_percent",
    "quotes.approve_margin_under_percent",
];

/// Whether this person may read a setting: an internal one needs a part in settings or quotes.
fn may_read(reader: &Reader<'_>, key: &str) -> bool {
    let needs =
        [permissions::WORKSPACE_SETTINGS, permissions::QUOTE_WORK, permissions::QUOTE_APPROVE];
    !INTERNAL.contains(&key) || needs.iter().any(|p| reader.actor.may(*p))
}

/// Whether a setting may be seen; None when the id is none.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let key: Option<String> = reader.value("SELECT key FROM settings WHERE id = ?1", [id])?;
    Ok(key.map(|key| may_read(reader, &key)))
}

fn fits(kind: Kind, value: &Value) -> bool {
    let text = value.as_str();
    match kind {
        Kind::Text => text.is_some_and(|s| s.len() <= 2_000),
        Kind::OptionalText => value.is_null() || text.is_some_and(|s| s.len() <= 2_000),
        Kind::Zone => text.and_then(Zone::parse).is_some(),
        Kind::Currency => text.and_then(Currency::parse).is_some(),
        Kind::Bool => value.is_boolean(),
        Kind::Number(low, high) => value.as_i64().is_some_and(|n| (low..=high).contains(&n)),
        Kind::OptionalNumber(low, high) => {
            value.is_null() || value.as_i64().is_some_and(|n| (low..=high).contains(&n))
        }
        Kind::Time => text
            .is_some_and(|s| s.len() == 5 && chrono::NaiveTime::parse_from_str(s, "%H:%M").is_ok()),
        Kind::Word(words) => text.is_some_and(|s| words.contains(&s)),
        Kind::Colour => text.is_some_and(|s| {
            s.len() == 7 && s.starts_with('#') && s[1..].bytes().all(|b| b.is_ascii_hexdigit())
        }),
        Kind::OptionalId => value.is_null() || Id::deserialize(value).is_ok(),
    }
}

/// What a value must be, in words.
fn expected(kind: Kind) -> Phrase {
    let (label, args) = match kind {
        Kind::Text | Kind::OptionalText => ("setting_is.text", Value::Null),
        Kind::Zone => ("setting_is.zone", Value::Null),
        Kind::Currency => ("setting_is.currency", Value::Null),
        Kind::Bool => ("setting_is.bool", Value::Null),
        Kind::Number(low, high) => ("setting_is.number", json!({ "low": low, "high": high })),
        Kind::OptionalNumber(low, i64::MAX) => ("setting_is.from", json!({ "low": low })),
        Kind::OptionalNumber(low, high) => {
            ("setting_is.number_or_none", json!({ "low": low, "high": high }))
        }
        Kind::Time => ("setting_is.time", Value::Null),
        Kind::Word(words) => ("setting_is.word", json!({ "words": words })),
        Kind::Colour => ("setting_is.colour", Value::Null),
        Kind::OptionalId => ("setting_is.file", Value::Null),
    };
    Phrase::new(label, args)
}

/// The labels that settings speak with.
pub const LABELS: &[&str] = &[
    "setting_is.text",
    "setting_is.zone",
    "setting_is.currency",
    "setting_is.bool",
    "setting_is.number",
    "setting_is.from",
    "setting_is.number_or_none",
    "setting_is.time",
    "setting_is.word",
    "setting_is.colour",
    "setting_is.file",
];

/// Settings that must fit one another: where we are taxed, and the hours of calling.
fn agrees(reader: &Reader<'_>, key: &str, value: &Value) -> Result<()> {
    let with = |name: &str| -> Result<Value> {
        if name == key { Ok(value.clone()) } else { get(reader, name) }
    };
    let mut v = Validation::new();
    if key.starts_with("tax.") {
        let country = with("tax.country")?;
        // A firm that moves changes its country first, then its State and number.
        let moves = key == "tax.country";
        let of = |name: &str| if moves { Ok(Value::Null) } else { with(name) };
        let (state, number) = (of("tax.state_code")?, of("tax.number")?);
        let country = country.as_str().unwrap_or_default();
        tax::check_place(&mut v, "", country, state.as_str(), number.as_str());
    }
    if key == "calling.opens" || key == "calling.closes" {
        let (opens, closes) = (with("calling.opens")?, with("calling.closes")?);
        // Two times of day as text compare as times.
        v.check(opens.as_str() >= closes.as_str(), "value", "hours.not_valid");
    }
    match v.into_fields().first() {
        Some(wrong) => Err(Error::field("value", &wrong.code)),
        None => Ok(()),
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["hours.not_valid"];

/// Writes a setting; features use it when they make a workspace.
/// # Errors
/// Storage errors.
pub fn put(tx: &Tx<'_>, key: &str, value: &Value) -> Result<()> {
    tx.write(
        "INSERT INTO settings (id, key, value) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET value = excluded.value",
        params![Id::named("setting", key), key, value.to_string()],
    )?;
    Ok(())
}

fn read(conn: &Connection, key: &str) -> Result<Value> {
    let stored: Option<String> = conn
        .prepare_cached("SELECT value FROM settings WHERE id = ?1")?
        .query_row([Id::named("setting", key)], |r| r.get(0))
        .optional()?;
    let default = KEYS.iter().find(|k| k.0 == key).map_or("null", |k| k.2);
    Ok(serde_json::from_str(stored.as_deref().unwrap_or(default))?)
}

/// The workspace's zone, for the engine.
/// # Errors
/// Storage errors.
pub fn zone(conn: &Connection) -> Result<Zone> {
    Ok(read(conn, "firm.zone")?.as_str().and_then(Zone::parse).unwrap_or(Zone::KOLKATA))
}

/// The workspace's currency, for whoever holds its data and asks in nobody's name.
/// # Errors
/// Storage errors.
pub fn currency_of(conn: &Connection) -> Result<Currency> {
    let stored = read(conn, "firm.currency")?;
    Ok(stored.as_str().and_then(Currency::parse).unwrap_or(Currency::INR))
}

/// A setting's value, or its default.
/// # Errors
/// `internal` when the stored value is not of the asked type.
pub fn get<T: DeserializeOwned>(reader: &Reader<'_>, key: &str) -> Result<T> {
    let stored: Option<String> =
        reader.value("SELECT value FROM settings WHERE id = ?1", [Id::named("setting", key)])?;
    let default = KEYS.iter().find(|k| k.0 == key).map_or("null", |k| k.2);
    Ok(serde_json::from_str(stored.as_deref().unwrap_or(default))?)
}

/// The workspace's currency.
/// # Errors
/// Storage errors.
pub fn currency(reader: &Reader<'_>) -> Result<Currency> {
    get(reader, "firm.currency")
}

/// Changes one setting.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingSet {
    pub key: String,
    pub value: Value,
}

impl Command for SettingSet {
    const NAME: &'static str = "setting.set";
    const TITLE: &'static str = "Change a setting";
    const NEEDS: Permission = permissions::WORKSPACE_SETTINGS;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let Some((key, kind, _)) = KEYS.iter().find(|k| k.0 == self.key) else {
            return Err(SettingError::Unknown { key: self.key.clone() }.into());
        };
        if !fits(*kind, &self.value) {
            return Err(SettingError::NotValid {
                key: (*key).to_owned(),
                expected: expected(*kind),
            }
            .into());
        }
        agrees(tx, key, &self.value)?;
        // The firm's mark is everybody's to see: choosing it is no way to others' files.
        if let (Kind::OptionalId, Ok(file)) = (kind, Id::deserialize(&self.value)) {
            files::opened(tx, file.into())?;
        }
        put(tx, key, &self.value)?;
        let shown = self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned);
        Ok(done(Nothing {}).fact("key", key).fact("value", shown))
    }

    fn after_undo(&self, reader: &Reader<'_>) -> Result<()> {
        agrees(reader, &self.key, &get(reader, &self.key)?)
    }
}

/// Every setting with its value; internal ones only for whoever may read them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingList {}

#[derive(Serialize, JsonSchema)]
pub struct Settings {
    pub rows: Vec<Setting>,
}

#[derive(Serialize, JsonSchema)]
pub struct Setting {
    pub key: String,
    pub value: Value,
    /// What a value may be, in words.
    pub expected: String,
}

impl Query for SettingList {
    const NAME: &'static str = "setting.list";
    const TITLE: &'static str = "Settings";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &["settings"];
    type View = Settings;

    fn ask(&self, reader: &Reader<'_>) -> Result<Settings> {
        let rows = KEYS
            .iter()
            .filter(|k| may_read(reader, k.0))
            .map(|(key, kind, _)| {
                let value: Value = get(reader, key)?;
                let is = expected(*kind);
                let expected = language::phrase(reader.locale, is.label, &is.args);
                Ok(Setting { key: (*key).to_owned(), value, expected })
            })
            .collect::<Result<_>>()?;
        Ok(Settings { rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Desk;

    #[test]
    fn defaults_fit_their_kinds() {
        for (key, kind, default) in KEYS {
            assert!(fits(*kind, &serde_json::from_str(default).unwrap()), "{key}");
        }
    }

    #[test]
    fn only_known_keys_with_fitting_values_are_set() {
        let mut desk = Desk::new();
        for (key, value, code) in [
            ("firm.zone", json!("Mars/Olympus"), "setting.not_valid"),
            ("firm.currency", json!(5), "setting.not_valid"),
            ("no.such", json!(1), "setting.unknown"),
        ] {
            let e = desk.run("setting.set", json!({"key": key, "value": value})).unwrap_err();
            assert_eq!(e.code(), code);
        }
        desk.ok("setting.set", json!({"key": "firm.zone", "value": "Europe/London"}));
        let list = desk.ask("setting.list", json!({}));
        assert_eq!(list["rows"][1]["value"], "Europe/London");
    }

    #[test]
    fn what_is_internal_is_told_to_those_who_quote_or_set_it() {
        let mut desk = Desk::staffed();
        let bank = json!({"key": "firm.bank_details", "value": "Account 1"});
        desk.ok("setting.set", bank);
        let id = Id::named("setting", "firm.bank_details");
        for (role, sees) in [
            ("owner", true),
            ("admin", true),
            ("sales_manager", true),
            ("sales_executive", true),
            ("telecaller", false),
            ("consultant", false),
            ("viewer", false),
        ] {
            desk.as_role(role);
            let told = desk.ask("setting.list", json!({})).to_string();
            for key in INTERNAL {
                assert_eq!(told.contains(key), sees, "{key} to {role}");
            }
            assert!(told.contains("firm.name") && told.contains("quotes.valid_days"), "{role}");
            let history = desk.try_ask("history.of", json!({"id": id}));
            assert_eq!(history.is_ok(), sees, "{role}");
        }
    }
}
