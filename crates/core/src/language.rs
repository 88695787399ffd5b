//! Sentences for people, by code, in English and Hindi (`assets/lang/*.ftl`).
//!
//! A message's id is made from the code: error `quote.not_found` is `error-quote-not_found`,
//! a wrong field's code is `field-…`, a command's history sentence `did-…`, its title `command-…`.
//! Invariant: every code has a sentence in every language (tested here).

use crate::permissions;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use netra_kernel::{Currency, Date, Error, FieldError, Money, Timestamp, Zone};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The languages of the program.
pub const LANGUAGES: [&str; 2] = ["en", "hi"];

type Bundle = FluentBundle<FluentResource>;

fn bundle(locale: &str) -> &'static Bundle {
    static EN: OnceLock<Bundle> = OnceLock::new();
    static HI: OnceLock<Bundle> = OnceLock::new();
    if locale.starts_with("hi") {
        HI.get_or_init(|| load("hi", include_str!("../../../assets/lang/hi.ftl")))
    } else {
        EN.get_or_init(|| load("en", include_str!("../../../assets/lang/en.ftl")))
    }
}

fn load(tag: &str, text: &str) -> Bundle {
    // A resource with mistakes still gives the messages that are right; a test finds the mistakes.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(r, _)| r);
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

fn message(locale: &str, id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let bundle = bundle(locale);
    let pattern = bundle.get_message(id)?.value()?;
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

fn id_of(prefix: &str, code: &str) -> String {
    format!("{prefix}-{}", code.replace('.', "-"))
}

fn sentence(locale: &str, prefix: &str, code: &str, args: &Map<String, Value>) -> Option<String> {
    let mut fluent = FluentArgs::new();
    for (name, value) in args {
        fluent.set(name.clone(), fluent_value(locale, value));
    }
    message(locale, &id_of(prefix, code), &fluent)
}

/// A text that is said later, in the language of whoever reads it: a label with its values, as an
/// argument of an error.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Phrase {
    pub label: &'static str,
    pub args: Value,
}

impl Phrase {
    pub fn new(label: &'static str, args: Value) -> Phrase {
        Phrase { label, args }
    }
}

/// The words of an argument that is a [`Phrase`].
fn said(locale: &str, value: &Value) -> Option<String> {
    let label = value.get("label")?.as_str()?;
    Some(phrase(locale, label, &value["args"]))
}

/// Money and dates are written out; lists are joined, phrases are said.
fn fluent_value<'v>(locale: &str, value: &'v Value) -> FluentValue<'v> {
    match value {
        Value::String(s) => match Date::parse(s) {
            Some(d) => date_text(locale, d).into(),
            None => match Timestamp::parse(s).filter(|_| s.len() >= 20) {
                Some(t) => time_text(locale, t, Zone::KOLKATA).into(),
                None => s.as_str().into(),
            },
        },
        Value::Number(n) => match n.as_f64() {
            Some(x) => x.into(),
            None => n.to_string().into(),
        },
        Value::Bool(b) => b.to_string().into(),
        Value::Array(list) => list
            .iter()
            .map(|v| match v {
                Value::String(s) => s.clone(),
                _ => said(locale, v).unwrap_or_else(|| v.to_string()),
            })
            .collect::<Vec<_>>()
            .join(if list.iter().any(|v| v.get("label").is_some()) { "; " } else { ", " })
            .into(),
        Value::Object(o) => match (o.get("minor"), o.get("currency")) {
            (Some(m), Some(c)) => {
                let currency = c.as_str().and_then(Currency::parse).unwrap_or(Currency::INR);
                Money::new(m.as_i64().unwrap_or(0), currency).display().into()
            }
            _ => said(locale, value).unwrap_or_else(|| value.to_string()).into(),
        },
        Value::Null => "–".into(),
    }
}

/// `21 Nov 2026`.
pub fn date_text(locale: &str, date: Date) -> String {
    const EN: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const HI: [&str; 12] = [
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
    use chrono::Datelike;
    let months = if locale.starts_with("hi") { HI } else { EN };
    format!("{} {} {}", date.0.day(), months[date.0.month0() as usize], date.0.year())
}

/// `21 Nov 2026, 11:30` in the given zone.
pub fn time_text(locale: &str, at: Timestamp, zone: Zone) -> String {
    format!("{}, {}", date_text(locale, at.date(zone)), at.in_zone(zone).format("%H:%M"))
}

/// The label of a code, or of a title that every firm begins with (`Meeting held`).
fn label_of(locale: &str, family: &str, code: &str) -> Option<String> {
    message(locale, &id_of(&format!("label-{family}"), &code.replace(' ', "_")), &FluentArgs::new())
}

/// What a permission lets a person do, in words; its code when there is no such permission.
fn permission_title(locale: &str, code: &str) -> String {
    let english = || permissions::ALL.iter().find(|p| p.0.0 == code).map(|p| p.1.to_owned());
    label_of(locale, "permission", code).or_else(english).unwrap_or_else(|| code.to_owned())
}

/// The arguments with states and stages as their labels say them (`sow_item.state` with
/// `ready_for_review` is `label-sow_item-ready_for_review`).
fn in_words(locale: &str, code: &str, args: &Map<String, Value>) -> Map<String, Value> {
    let noun = code.split('.').next().unwrap_or_default();
    let mut said = args.clone();
    for (key, family) in [("state", noun), ("stage", "stage"), ("outcome", "disposition")] {
        let Some(Value::String(word)) = args.get(key) else { continue };
        let text = label_of(locale, family, word).unwrap_or_else(|| word.replace('_', " "));
        said.insert(key.to_owned(), Value::String(text));
    }
    if let Some(Value::String(permission)) = args.get("permission") {
        said.insert("permission".to_owned(), permission_title(locale, permission).into());
    }
    if let (Some(Value::String(key)), "setting") = (args.get("key"), noun)
        && let Some(name) = label_of(locale, "setting", key)
    {
        said.insert("key".to_owned(), name.into());
    }
    said
}

/// Facts of the history that are words of the program, and the labels that say them. What has no
/// label is somebody's own text and stays.
const SAID_FACTS: &[(&str, &str)] = &[
    ("outcome", "disposition"),
    ("cause", "cause"),
    ("status", "person-status"),
    ("stage", "stage"),
    ("audience", "audience"),
    ("role", "role"),
    ("roles", "role"),
    ("state", "dnd"),
    ("consent", "consent"),
    ("key", "setting"),
];

/// The facts of a command as a person says them: no codes.
fn facts_in_words(locale: &str, facts: &Map<String, Value>) -> Map<String, Value> {
    let mut said = facts.clone();
    for (key, family) in SAID_FACTS {
        let word = |value: &Value| {
            let Value::String(word) = value else { return value.clone() };
            Value::String(label_of(locale, family, word).unwrap_or_else(|| word.clone()))
        };
        match facts.get(*key) {
            Some(Value::Array(list)) => {
                said.insert((*key).to_owned(), list.iter().map(word).collect());
            }
            Some(value) => {
                said.insert((*key).to_owned(), word(value));
            }
            None => {}
        }
    }
    said
}

/// A field as a person says it: `lines[1].unit_price_minor` is "line 2, price".
pub fn field_name(locale: &str, path: &str) -> String {
    let say = |part: &str| {
        let (name, place) = part.split_once('[').unwrap_or((part, ""));
        let name = name.strip_suffix("_minor").unwrap_or(name);
        let text = message(locale, &format!("label-field-{name}"), &FluentArgs::new())
            .unwrap_or_else(|| name.replace('_', " "));
        match place.trim_end_matches(']').parse::<usize>() {
            Ok(n) => format!("{text} {}", n + 1),
            Err(_) => text,
        }
    };
    // What is changed of a record lies one step down; nobody sees that step.
    let path = ["fields.", "change."].iter().find_map(|p| path.strip_prefix(p)).unwrap_or(path);
    path.split('.').map(say).collect::<Vec<_>>().join(", ")
}

/// What went wrong and what to do about it, in the reader's words.
pub fn error_sentence(locale: &str, error: &Error) -> String {
    let args = &in_words(locale, error.code(), error.args());
    let text = sentence(locale, "error", error.code(), args)
        .or_else(|| sentence("en", "error", error.code(), args))
        .unwrap_or_else(|| error.code().to_owned());
    match error.fields() {
        [] => text,
        fields => {
            let list: Vec<String> = fields
                .iter()
                .map(|f| format!("{}: {}", field_name(locale, &f.path), field_sentence(locale, f)))
                .collect();
            format!("{text} {}", list.join(" "))
        }
    }
}

pub fn field_sentence(locale: &str, field: &FieldError) -> String {
    sentence(locale, "field", &field.code, &field.args).unwrap_or_else(|| field.code.clone())
}

/// "assigned Ananya Deshpande to Rohit": what a command did, without its actor.
pub fn history_sentence(locale: &str, command: &str, facts: &Map<String, Value>) -> String {
    let facts = &facts_in_words(locale, facts);
    sentence(locale, "did", command, facts).unwrap_or_else(|| command.to_owned())
}

/// A command's or query's title in the reader's language.
pub fn title(locale: &str, name: &str, english: &str) -> String {
    if locale.starts_with("en") {
        return english.to_owned();
    }
    sentence(locale, "title", name, &Map::new()).unwrap_or_else(|| english.to_owned())
}

/// A short fixed text (`label-…`); the id itself when there is none.
pub fn label(locale: &str, code: &str) -> String {
    sentence(locale, "label", code, &Map::new()).unwrap_or_else(|| code.to_owned())
}

/// A short text with values (`label-…`): "3 of 5".
pub fn phrase(locale: &str, code: &str, args: &Value) -> String {
    let none = Map::new();
    let args = args.as_object().unwrap_or(&none);
    sentence(locale, "label", code, args)
        .or_else(|| sentence("en", "label", code, args))
        .unwrap_or_else(|| code.to_owned())
}

/// A letter (`mail-…`): its subject and its text. What is put in stays on its line.
pub fn letter(locale: &str, code: &str, values: &[(&str, &str)]) -> (String, String) {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        let one_line: String = value.chars().filter(|c| !breaks_line(*c)).collect();
        args.set((*name).to_owned(), one_line);
    }
    let say = |part: &str| message(locale, &format!("mail-{code}-{part}"), &args);
    (say("subject").unwrap_or_default(), say("text").unwrap_or_default())
}

/// Ends a line, moves the writing direction, or cannot be seen.
fn breaks_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The error as it goes over the wire: `{kind, code, message, args, fields}`.
pub fn error_json(locale: &str, error: &Error) -> Value {
    let fields: Vec<Value> = error
        .fields()
        .iter()
        .map(|f| {
            json!({"path": f.path, "code": f.code, "args": f.args,
                   "message": field_sentence(locale, f)})
        })
        .collect();
    json!({
        "kind": error.kind(),
        "code": error.code(),
        "message": error_sentence(locale, error),
        "args": error.args(),
        "fields": fields,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_sentence_in_every_language() {
        let mut missing = Vec::new();
        for locale in LANGUAGES {
            let mut need = |prefix: &str, code: &str| {
                let id = id_of(prefix, code);
                if bundle(locale).get_message(&id).is_none_or(|m| m.value().is_none()) {
                    missing.push(format!("{locale}: {id}"));
                }
            };
            crate::catalogue::error_codes().iter().for_each(|c| need("error", c));
            crate::catalogue::field_codes().iter().for_each(|c| need("field", c));
            crate::catalogue::label_codes().iter().for_each(|c| need("label", c));
            let catalogue = crate::catalogue::catalogue();
            catalogue.commands.iter().for_each(|c| need("did", c.name));
            if locale != "en" {
                catalogue.commands.iter().for_each(|c| need("title", c.name));
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn permissions_and_settings_are_named_in_words() {
        let refusal = |code: &'static str, key: &str, value: &str| {
            Error::new(netra_kernel::Kind::Forbidden, code).arg(key, value)
        };
        for locale in LANGUAGES {
            for (permission, ..) in permissions::ALL {
                let told =
                    error_sentence(locale, &refusal("forbidden", "permission", permission.0));
                assert!(!told.contains(permission.0) && !told.contains("{"), "{locale}: {told}");
                let is_hindi =
                    permission_title(locale, permission.0).chars().any(|c| c > '\u{900}');
                assert_eq!(is_hindi, locale == "hi", "{}", permission.0);
            }
            for (key, ..) in crate::settings::KEYS {
                let told = error_sentence(locale, &refusal("setting.not_valid", "key", key));
                let facts = json!({"actor": "Sam", "key": key, "value": "5"});
                let past = history_sentence(locale, "setting.set", facts.as_object().unwrap());
                assert!(!told.contains(key) && !past.contains(key), "{locale}: {told} {past}");
            }
        }
    }

    #[test]
    fn every_letter_has_all_its_parts() {
        let names = ["firm", "person", "email", "address", "code"];
        let values = names.map(|name| (name, name.to_uppercase()));
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        for code in ["invitation", "reset"] {
            for locale in LANGUAGES {
                let (subject, text) = letter(locale, code, &values);
                assert!(subject.contains("FIRM") && !subject.contains("CODE"), "{subject}");
                assert_eq!(subject.lines().count(), 1);
                for part in ["FIRM", "PERSON", "EMAIL", "ADDRESS"] {
                    assert!(text.contains(part), "{locale} {code} {part}: {text}");
                }
                assert!(text.lines().any(|line| line == "CODE"), "on a line of its own: {text}");
            }
            assert_ne!(letter("en", code, &values), letter("hi", code, &values));
        }
    }

    #[test]
    fn what_is_put_into_a_letter_stays_where_it_is_put() {
        let firm = "{ $code } & Sons\r\nBcc: all@firm.example\u{2028}\u{202e}";
        let (subject, text) = letter("en", "reset", &[("firm", firm), ("code", "secret")]);
        assert_eq!(subject, "A new password for { $code } & SonsBcc: all@firm.example");
        assert_eq!(text.matches("secret").count(), 1, "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
    }

    #[test]
    fn the_language_files_parse() {
        for text in [
            include_str!("../../../assets/lang/en.ftl"),
            include_str!("../../../assets/lang/hi.ftl"),
        ] {
            if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
                panic!("{errors:?}");
            }
        }
    }

    #[test]
    fn money_and_dates_are_written_out() {
        let facts = json!({"amount": {"minor": 12_345_600, "currency": "INR"}, "on": "2026-11-21"});
        let args = facts.as_object().unwrap();
        let v = |k: &str| match fluent_value("en", &args[k]) {
            FluentValue::String(s) => s.into_owned(),
            _ => panic!(),
        };
        assert_eq!(v("amount"), "₹1,23,456.00");
        assert_eq!(v("on"), "21 Nov 2026");
    }

    #[test]
    fn nothing_is_said_in_words() {
        for locale in LANGUAGES {
            for label in [
                "gate.sow_items-detail",
                "gate.milestones-detail",
                "gate.deliverables-detail",
                "gate.payments-count",
                "step.of",
            ] {
                let said = |n: i64| phrase(locale, label, &json!({"done": 0, "paid": 0, "all": n}));
                assert!(!said(0).contains('0'), "{locale} {label}: {}", said(0));
                assert!(said(3).contains('0') && said(3).contains('3'), "{}", said(3));
            }
        }
    }

    #[test]
    fn one_thing_is_said_as_one_in_hindi_too() {
        for (label, one, two) in [
            ("gate.change_requests-detail", "1 खुला", "2 खुले"),
            ("company.open_quotes", "1 खुला कोटेशन", "2 खुले कोटेशन"),
            ("company.open_projects", "1 चालू परियोजना", "2 चालू परियोजनाएँ"),
            ("short.change_requests", "1 बदलाव अनुरोध खुला", "2 बदलाव अनुरोध खुले"),
        ] {
            assert_eq!(phrase("hi", label, &json!({"n": 1})), one);
            assert_eq!(phrase("hi", label, &json!({"n": 2})), two);
        }
        for command in [
            "quote.set_instalments",
            "quote.set_lines",
            "role.set_permissions",
            "lead.archive",
            "lead.assign",
            "project.set_contacts",
            "meeting.hold",
            "milestone.define",
            "import.rows",
            "import.cancel",
            "import.undo",
            "assignment.rule_set",
        ] {
            let said = [1, 2].map(|n| {
                let facts = json!({ "n": n });
                history_sentence("hi", command, facts.as_object().unwrap()).replace(['1', '2'], "")
            });
            assert_ne!(said[0], said[1], "{command}");
        }
    }

    #[test]
    fn history_has_no_codes_and_counts_as_people_do() {
        let say = |locale: &str, command: &str, facts: Value| {
            history_sentence(locale, command, facts.as_object().unwrap())
        };
        for (locale, command, facts, expected) in [
            ("en", "lead.distribute", json!({"n": 1, "waiting": 0}), "Sam shared out one lead."),
            (
                "en",
                "lead.distribute",
                json!({"n": 14, "waiting": 1}),
                "Sam shared out 14 leads; one waits.",
            ),
            (
                "en",
                "call.dispose",
                json!({"lead": "Asha", "outcome": "connected_interested", "again": "no"}),
                "Sam closed the call with Asha: Interested.",
            ),
            (
                "en",
                "call.ended",
                json!({"lead": "Asha", "cause": "hung_up"}),
                "The call of Sam with Asha ended (hung up).",
            ),
            (
                "en",
                "meeting.write_mom",
                json!({"meeting": "Review", "n": 1}),
                "Sam wrote the minutes of “Review” (one action item).",
            ),
            (
                "en",
                "schedule.run",
                json!({"reminders": 0, "reports": 0, "invoices": 0}),
                "The day's schedule ran.",
            ),
            (
                "en",
                "schedule.run",
                json!({"reminders": 2, "reports": 0, "invoices": 1}),
                "The day's schedule ran. 2 reminders wait. One invoice is drafted.",
            ),
            (
                "hi",
                "call.dispose",
                json!({"lead": "Asha", "outcome": "connected_interested", "again": "no"}),
                "Sam ने Asha की कॉल का परिणाम दिया: रुचि है।",
            ),
        ] {
            let mut facts = facts;
            facts["actor"] = json!("Sam");
            assert_eq!(say(locale, command, facts), expected);
        }
        let moved = json!({"actor": "Sam", "deal": "D", "stage": "Meeting held"});
        assert!(say("hi", "deal.move", moved.clone()).contains("बैठक हुई"));
        assert!(say("en", "deal.move", moved).contains("Meeting held"));
        for locale in LANGUAGES {
            let roles = json!({"actor": "Sam", "person": "Asha", "roles": ["project_manager"]});
            let role = say(locale, "person.set_roles", roles);
            assert!(!role.contains('_'), "{role}");
        }
        // Somebody's own words stay.
        let own = json!({"actor": "Sam", "role": "Lean_coach", "percent": 40, "project": "P"});
        assert!(say("en", "staffing.request", own).contains("Lean_coach"));
    }

    #[test]
    fn fields_are_said_in_words() {
        for (locale, path, said) in [
            ("en", "name", "name"),
            ("en", "fields.company_name", "company name"),
            ("en", "lines[1].unit_price_minor", "line 2, price"),
            ("en", "change.unit_cost_minor", "cost"),
            ("hi", "change.unit_cost_minor", "इकाई लागत"),
            ("en", "call_again_at", "when to call again"),
            ("hi", "call_again_at", "फिर कॉल का समय"),
            ("en", "size_bytes", "size of the file"),
            ("hi", "size_bytes", "फ़ाइल का आकार"),
            ("en", "created_on", "came in on"),
            ("hi", "created_on", "आने की तारीख"),
            ("hi", "name", "नाम"),
            ("hi", "fields.phone", "फ़ोन"),
            ("hi", "lines[1].quantity", "पंक्ति 2, मात्रा"),
        ] {
            assert_eq!(field_name(locale, path), said, "{path}");
        }
    }

    #[test]
    fn states_are_said_in_words() {
        use netra_kernel::Kind;
        for (locale, code, key, word, said) in [
            ("en", "sow_item.state", "state", "ready_for_review", "ready for review"),
            ("hi", "sow_item.state", "state", "not_started", "शुरू नहीं"),
            ("en", "milestone.state", "state", "signed_off", "signed off"),
            ("en", "project.stage", "stage", "on_hold", "on hold"),
        ] {
            let e = Error::new(Kind::NotNow, code).arg(key, word).arg("item", "X");
            let text = error_sentence(locale, &e);
            assert!(text.contains(said) && !text.contains('_'), "{locale} {code}: {text}");
            assert_eq!(e.args()[key], word, "scripts go on reading the word");
        }
    }
}
