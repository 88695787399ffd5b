//! What comes out: JSON for scripts, lines for people, errors with exit codes.

use netra_core::language;
use netra_kernel::{Error, Kind};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

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
            writeln!(out, "{}", for_people(value))
        };
    }

    /// One line of progress or advice on stderr.
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
    pub fn refuse(&self, error: &Error) -> ExitCode {
        let _ = writeln!(std::io::stderr().lock(), "{}", self.refusal(error));
        ExitCode::from(exit_code(error))
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

/// A table for `{"rows": […]}`, indented fields for the rest.
fn for_people(value: &Value) -> String {
    match value.get("rows").and_then(Value::as_array) {
        Some(rows) => table(rows),
        None => fields(value, 0).trim_end().to_owned(),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "–".into(),
        Value::String(s) => s.clone(),
        Value::Array(a) => a.iter().map(cell).collect::<Vec<_>>().join(", "),
        Value::Object(o) => match (o.get("minor").and_then(Value::as_i64), o.get("currency")) {
            (Some(minor), Some(c)) => {
                let c = c.as_str().and_then(netra_kernel::Currency::parse);
                c.map_or_else(
                    || minor.to_string(),
                    |c| netra_kernel::Money::new(minor, c).display(),
                )
            }
            _ => o.iter().map(|(k, v)| format!("{k}: {}", cell(v))).collect::<Vec<_>>().join("; "),
        },
        other => other.to_string(),
    }
}

fn table(rows: &[Value]) -> String {
    let Some(Value::Object(first)) = rows.first() else { return "nothing there".into() };
    let names: Vec<&String> = first.keys().filter(|k| k.as_str() != "id").collect();
    let mut grid: Vec<Vec<String>> = vec![names.iter().map(|n| n.replace('_', " ")).collect()];
    for row in rows {
        let short = |n: &&String| {
            let text = cell(row.get(n.as_str()).unwrap_or(&Value::Null)).replace('\n', " ");
            if text.chars().count() > 48 {
                text.chars().take(47).chain(['…']).collect()
            } else {
                text
            }
        };
        grid.push(names.iter().map(short).collect());
    }
    let widths: Vec<usize> = (0..names.len())
        .map(|i| grid.iter().map(|r| r[i].chars().count()).max().unwrap_or(0))
        .collect();
    let line = |r: &Vec<String>| {
        let cells: Vec<String> =
            r.iter().zip(&widths).map(|(c, w)| format!("{c:<w$}", w = *w)).collect();
        cells.join("  ").trim_end().to_owned()
    };
    grid.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn fields(value: &Value, depth: usize) -> String {
    let pad = "  ".repeat(depth);
    match value {
        Value::Object(o) if !(o.contains_key("minor") && o.contains_key("currency")) => o
            .iter()
            .map(|(k, v)| match v {
                Value::Object(m) if !m.contains_key("minor") => {
                    format!("{pad}{k}:\n{}", fields(v, depth + 1))
                }
                Value::Array(a) if a.iter().any(Value::is_object) => {
                    let items: String = a.iter().map(|i| fields(i, depth + 1) + "\n").collect();
                    format!("{pad}{k}:\n{items}")
                }
                _ => format!("{pad}{k}: {}\n", cell(v)),
            })
            .collect(),
        other => format!("{pad}{}\n", cell(other)),
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

    #[test]
    fn people_get_a_table() {
        let text = for_people(&json!({"rows": [
            {"id": "1", "name": "Ananya", "total": {"minor": 12_345_600, "currency": "INR"}}]}));
        assert_eq!(text, "name    total\nAnanya  ₹1,23,456.00");
        assert_eq!(for_people(&json!({"rows": []})), "nothing there");
    }
}
