//! What comes out: JSON for scripts, lines for people, errors with exit codes.
//!
//! Look next at `people.rs` (a result as lines and tables).

use crate::people;
use netra_core::language;
use netra_kernel::{Error, Kind};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

pub struct Output {
    is_json: bool,
    locale: String,
}

impl Output {
    pub fn new(json: bool, locale: String) -> Output {
        Output { is_json: json || !std::io::stdout().is_terminal(), locale }
    }

    /// The reader's language.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// Whether a script listens.
    pub fn is_json(&self) -> bool {
        self.is_json
    }

    /// Prints a result.
    pub fn result(&self, value: &Value) {
        let mut out = std::io::stdout().lock();
        // A reader that has gone away (a closed pipe) is no error of ours.
        let _ = if self.is_json {
            writeln!(out, "{value}")
        } else {
            writeln!(out, "{}", people::said(value, &self.locale, width()))
        };
    }

    /// Words of the language file (`label-cli-…`) in the reader's language.
    pub fn words(&self, code: &str, args: &Value) -> String {
        language::phrase(&self.locale, &format!("cli.{code}"), args)
    }

    /// One line of advice on stderr.
    pub fn say(&self, code: &str) {
        self.say_with(code, &Value::Null);
    }

    /// The same with values.
    pub fn say_with(&self, code: &str, args: &Value) {
        self.note(&self.words(code, args));
    }

    /// One line of progress on stderr, as it is.
    pub fn note(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A line that replaces the one before, when stderr is a terminal.
    pub fn progress(&self, text: &str) {
        let mut err = std::io::stderr().lock();
        if err.is_terminal() {
            let _ = write!(err, "\r\x1b[K{text}");
            let _ = err.flush();
        }
    }

    /// Ends the line of progress.
    pub fn progress_done(&self) {
        let mut err = std::io::stderr().lock();
        if err.is_terminal() {
            let _ = write!(err, "\r\x1b[K");
        }
    }

    /// Prints a refusal on stderr and gives its exit code.
    pub fn refuse(&self, error: &Error) -> u8 {
        let _ = writeln!(std::io::stderr().lock(), "{}", self.refusal(error));
        exit_code(error)
    }

    /// One JSON object for scripts; a sentence for people, and for a fault inside what it was.
    fn refusal(&self, error: &Error) -> String {
        let detail = error.detail().filter(|_| error.kind() == Kind::Internal);
        if self.is_json {
            let mut wire = language::error_json(&self.locale, error);
            if let Some(detail) = detail {
                wire["detail"] = json!(detail);
            }
            return json!({ "error": wire }).to_string();
        }
        let sentence = language::error_sentence(&self.locale, error);
        detail.map_or_else(|| sentence.clone(), |d| format!("{sentence}\ndetail: {d}"))
    }
}

/// Columns of the terminal.
fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |size| usize::from(size.0.0))
}

/// 1 refused by a rule, 2 usage, 3 not found, 4 conflict, 5 forbidden, 70 internal.
pub fn exit_code(error: &Error) -> u8 {
    match (error.kind(), error.code()) {
        (_, "arguments" | "rpc.malformed" | "usage") => 2,
        (Kind::Invalid | Kind::NotNow | Kind::Offline | Kind::Incompatible, _) => 1,
        (Kind::NotFound, _) => 3,
        (Kind::Conflict, _) => 4,
        (Kind::Forbidden, _) => 5,
        (Kind::Internal, _) => 70,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_the_kind() {
        for (kind, code) in [
            (Kind::Invalid, 1),
            (Kind::NotNow, 1),
            (Kind::NotFound, 3),
            (Kind::Conflict, 4),
            (Kind::Forbidden, 5),
            (Kind::Internal, 70),
        ] {
            assert_eq!(exit_code(&Error::new(kind, "x")), code);
        }
        assert_eq!(exit_code(&Error::new(Kind::Invalid, "arguments")), 2);
        assert_eq!(exit_code(&Error::new(Kind::NotFound, "query.unknown")), 3);
    }

    /// Every word of ours that the sources name, in both languages.
    #[test]
    fn whatever_is_said_here_has_its_words() {
        const SOURCES: [&str; 10] = [
            include_str!("care.rs"),
            include_str!("import.rs"),
            include_str!("job.rs"),
            include_str!("main.rs"),
            include_str!("open.rs"),
            include_str!("output.rs"),
            include_str!("pack.rs"),
            include_str!("remote.rs"),
            include_str!("tenant.rs"),
            include_str!("verbs.rs"),
        ];
        let named = |call: &'static str| {
            let all = SOURCES.iter().flat_map(move |text| text.split(call).skip(1));
            all.filter_map(|rest| rest.strip_prefix("(\"")?.split('"').next())
        };
        let is_hindi = |text: &str| text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
        let mut count = 0;
        for code in named("usage").chain(named("usage_of")) {
            let mistake = crate::open::usage_of(code, "x");
            let [english, hindi] = ["en", "hi"].map(|l| language::error_sentence(l, &mistake));
            assert!(english != format!("{code}.") && is_hindi(&hindi), "{code}: {english} {hindi}");
            count += 1;
        }
        for code in ["say", "say_with", "words", "prompt", "asked"].into_iter().flat_map(named) {
            let id = format!("cli.{code}");
            assert!(is_hindi(&language::phrase("hi", &id, &Value::Null)), "{code}");
            assert_ne!(language::phrase("en", &id, &Value::Null), id);
            count += 1;
        }
        assert!(count > 30, "{count}");
    }

    #[test]
    fn a_refusal_is_one_object_with_its_detail_inside() {
        let scripts = Output { is_json: true, locale: "en".into() };
        let fault = Error::internal("the page was torn\nin two");
        let wire: Value = serde_json::from_str(&scripts.refusal(&fault)).unwrap();
        assert_eq!(wire["error"]["kind"], "internal");
        assert_eq!(wire["error"]["detail"], "the page was torn\nin two");
        let rule = Error::new(Kind::Conflict, "workspace.folder_taken").because("not for them");
        let wire: Value = serde_json::from_str(&scripts.refusal(&rule)).unwrap();
        assert!(wire["error"].get("detail").is_none(), "{wire}");
        let people = Output { is_json: false, locale: "en".into() };
        assert!(people.refusal(&fault).ends_with("detail: the page was torn\nin two"));
    }
}
