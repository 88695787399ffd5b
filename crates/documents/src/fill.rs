//! Filling a template with data, in a sandbox.
//!
//! Invariants: a field under a key `internal` cannot be read for a client, by any way of reading
//! it, and trying is an error; a field that does not exist is an error; values are escaped unless
//! the template says `| markdown`; steps and output are limited.

use crate::error::{Error, Result, at};
use crate::escape::{escape, tame_markdown};
use crate::format::{self, Language};
use crate::template::{Audience, Template};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Enumerator, Object, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use netra_kernel::Kind;
use serde_json::Value as Json;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Steps that one template may take.
const FUEL: u64 = 20_000_000;
/// Longest filled document, in bytes.
const MAX_OUTPUT: usize = 16 * 1024 * 1024;
/// The key that holds what a client must not see.
pub const INTERNAL: &str = "internal";

/// A template filled with data, still Markdown.
pub(crate) struct Filled {
    pub title: String,
    pub subtitle: String,
    pub reference: String,
    pub date: String,
    pub body: String,
}

/// What was asked for and may not be seen, or does not exist.
#[derive(Default)]
struct Log {
    refused: Option<String>,
    missed: Option<(String, Vec<String>)>,
}

type Shared = Arc<Mutex<Log>>;

fn open(log: &Shared) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One JSON object as templates see it.
struct Fields {
    path: String,
    fields: Vec<(String, Value)>,
    /// An `internal` group stands here but is not for this reader.
    guarded: bool,
    log: Shared,
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields")
    }
}

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if let Some((_, v)) = self.fields.iter().find(|(k, _)| k == key) {
            return Some(v.clone());
        }
        let path = join(&self.path, key);
        let mut log = open(&self.log);
        if self.guarded && key == INTERNAL {
            log.refused.get_or_insert(path);
        } else {
            log.missed = Some((path, self.fields.iter().map(|(k, _)| k.clone()).collect()));
        }
        None
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields.iter().map(|(k, _)| Value::from(k.as_str())).collect())
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// JSON as template values; `client` leaves the internal groups out.
fn values(json: &Json, path: &str, client: bool, log: &Shared) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(b) => Value::from(*b),
        Json::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(i), _) => Value::from(i),
            (None, Some(f)) => Value::from(f),
            (None, None) => Value::from(n.to_string()),
        },
        Json::String(s) => Value::from(s.as_str()),
        Json::Array(a) => a
            .iter()
            .enumerate()
            .map(|(i, v)| values(v, &format!("{path}[{i}]"), client, log))
            .collect(),
        Json::Object(o) => {
            let fields = o
                .iter()
                .filter(|(k, _)| !(client && *k == INTERNAL))
                .map(|(k, v)| (k.clone(), values(v, &join(path, k), client, log)))
                .collect();
            Value::from_object(Fields {
                path: path.to_owned(),
                fields,
                guarded: client,
                log: Arc::clone(log),
            })
        }
    }
}

fn minor_and_currency(v: &Value) -> Option<(i64, String)> {
    if v.kind() != ValueKind::Map {
        return None;
    }
    let fields = v.downcast_object_ref::<Fields>()?;
    let field = |name: &str| fields.fields.iter().find(|(k, _)| k == name).map(|(_, v)| v);
    Some((field("minor")?.as_i64()?, field("currency")?.as_str()?.to_owned()))
}

fn value_error(problem: impl Into<String>) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, problem.into())
}

fn money_filter(v: &Value, currency: Option<&str>) -> Result<Value, minijinja::Error> {
    if v.is_none() {
        return Ok(Value::from(""));
    }
    let pair = match (v.as_i64(), currency) {
        (Some(minor), Some(c)) => Some((minor, c.to_owned())),
        _ => minor_and_currency(v),
    };
    let (minor, currency) =
        pair.ok_or_else(|| value_error("`money` needs a field with `minor` and `currency`"))?;
    format::money(minor, &currency)
        .map(Value::from)
        .ok_or_else(|| value_error(format!("there is no currency `{currency}`")))
}

/// Text of a value that is printed as it is.
fn text_of_value(v: &Value) -> Result<String, minijinja::Error> {
    if let Some((minor, currency)) = minor_and_currency(v) {
        return format::money(minor, &currency)
            .ok_or_else(|| value_error(format!("there is no currency `{currency}`")));
    }
    match v.kind() {
        ValueKind::None => Ok(String::new()),
        ValueKind::String | ValueKind::Number | ValueKind::Bool => Ok(v.to_string()),
        _ => Err(value_error("this is a group of fields; name one of them")),
    }
}

fn environment(language: Language) -> Environment<'static> {
    let mut env = Environment::new();
    for name in ["safe", "escape", "e", "pprint"] {
        env.remove_filter(name);
    }
    env.remove_global("debug");
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(50);
    env.set_debug(true);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    if let Ok(syntax) = syntax {
        env.set_syntax(syntax);
    }
    env.set_auto_escape_callback(|name| {
        if name == "body" { AutoEscape::Custom("markdown".into()) } else { AutoEscape::None }
    });
    env.set_formatter(|out, state, value| {
        if value.is_undefined() {
            return Err(minijinja::Error::from(ErrorKind::UndefinedError));
        }
        let text = text_of_value(value)?;
        let plain = value.is_safe() || matches!(state.auto_escape(), AutoEscape::None);
        let text = if plain { text } else { escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    env.add_filter("money", |v: Value, currency: Option<String>| {
        money_filter(&v, currency.as_deref())
    });
    env.add_filter("date", move |v: Value| -> Result<Value, minijinja::Error> {
        if v.is_none() {
            return Ok(Value::from(""));
        }
        let text = v.as_str().unwrap_or_default();
        format::date(text, language)
            .map(Value::from)
            .ok_or_else(|| value_error(format!("`{v}` is not a date (YYYY-MM-DD)")))
    });
    env.add_filter("number", |v: Value, style: Option<String>| {
        if v.is_none() {
            return Ok(Value::from(""));
        }
        format::number(&v.to_string(), style.as_deref() != Some("western"))
            .map(Value::from)
            .ok_or_else(|| value_error(format!("`{v}` is not a number")))
    });
    env.add_filter("capital", |v: Value| -> Result<Value, minijinja::Error> {
        let text = text_of_value(&v)?;
        let mut chars = text.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        Ok(Value::from(format!("{first}{}", chars.as_str())))
    });
    env.add_filter("markdown", |v: Value| -> Result<Value, minijinja::Error> {
        Ok(Value::from_safe_string(tame_markdown(&text_of_value(&v)?)))
    });
    env
}

/// A writer that stops a document from growing without end.
struct Limited(Vec<u8>);

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(std::io::Error::other("too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Fills a template.
/// # Errors
/// `template.audience`, `template.syntax`, `template.unknown_field`, `template.internal_field`,
/// `template.value`, `template.too_large`; with line and column where there is one.
pub(crate) fn fill(
    template: &Template,
    data: &Json,
    audience: Audience,
    language: Language,
) -> Result<Filled> {
    if audience == Audience::Client && template.audience == Audience::Internal {
        return Err(
            Error::new(Kind::Forbidden, "template.audience").arg("template", &template.name)
        );
    }
    let log = Shared::default();
    let client = audience == Audience::Client;
    let root = root(template, data, client, language, &log);
    let env = environment(language);
    let one = |key: &'static str, source: &str| {
        let line = template.header_lines.iter().find(|(k, _)| *k == key).map_or(1, |(_, l)| *l);
        let text = run(&env, key, source, &root, &log, line - 1)?;
        Ok::<String, Error>(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    Ok(Filled {
        title: one("title", &template.title)?,
        subtitle: one("subtitle", &template.subtitle)?,
        reference: one("reference", &template.reference)?,
        date: one("date", &template.date)?,
        body: run(&env, "body", &template.body, &root, &log, 0)?,
    })
}

fn root(t: &Template, data: &Json, client: bool, language: Language, log: &Shared) -> Value {
    let labels = t
        .labels
        .iter()
        .map(|(name, en, hi)| {
            let text = if language == Language::Hi { hi } else { en };
            (name.clone(), Value::from(text.as_str()))
        })
        .collect();
    let label =
        Fields { path: "label".into(), fields: labels, guarded: false, log: Arc::clone(log) };
    let mut fields = vec![("label".to_owned(), Value::from_object(label))];
    if let Json::Object(o) = data {
        for (k, v) in o.iter().filter(|(k, _)| !(client && *k == INTERNAL)) {
            fields.push((k.clone(), values(v, k, client, log)));
        }
    }
    Value::from_object(Fields {
        path: String::new(),
        fields,
        guarded: client,
        log: Arc::clone(log),
    })
}

/// Runs one piece of a template; `above` lines stand before it in its file.
fn run(
    env: &Environment<'_>,
    name: &str,
    source: &str,
    root: &Value,
    log: &Shared,
    above: usize,
) -> Result<String> {
    let template =
        env.template_from_named_str(name, source).map_err(|e| explain(&e, source, log, above))?;
    let mut out = Limited(Vec::new());
    let done = template.render_captured_to(root.clone(), &mut out).map(|_| ());
    // Reading what is internal is refused even where the template could do without the value.
    if let Some(path) = open(log).refused.take() {
        let field = path.rsplit('.').nth(1).unwrap_or(&path);
        let line = match &done {
            Err(e) if e.kind() == ErrorKind::UndefinedError => e.line(),
            _ => None,
        };
        let line = line.or_else(|| line_of(source, INTERNAL)).unwrap_or(1) + above;
        return Err(Error::new(Kind::Forbidden, "template.internal_field")
            .arg("field", &path)
            .arg("of", field)
            .arg("line", line));
    }
    done.map_err(|e| explain(&e, source, log, above))?;
    String::from_utf8(out.0).map_err(crate::error::failed)
}

fn line_of(source: &str, word: &str) -> Option<usize> {
    source.lines().position(|l| l.contains(word)).map(|i| i + 1)
}

fn explain(e: &minijinja::Error, source: &str, log: &Shared, above: usize) -> Error {
    let line = e.line().unwrap_or(1) + above;
    let column = e
        .range()
        .and_then(|r| source.get(..r.start))
        .map_or(1, |before| before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    match e.kind() {
        ErrorKind::UndefinedError => {
            let (path, names) = open(log).missed.take().unwrap_or_default();
            let last = path.rsplit('.').next().unwrap_or_default();
            let closest = closest(last, &names);
            Error::new(Kind::Invalid, "template.unknown_field")
                .arg("field", path)
                .arg("line", line)
                .arg("column", column)
                .arg("closest", if closest.is_empty() { "missing" } else { &closest })
        }
        ErrorKind::OutOfFuel | ErrorKind::WriteFailure => {
            Error::new(Kind::Invalid, "template.too_large")
                .arg("bytes", MAX_OUTPUT)
                .arg("limit", MAX_OUTPUT)
        }
        ErrorKind::SyntaxError
        | ErrorKind::UnknownFilter
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownMethod => {
            at("template.syntax", line, e.detail().unwrap_or("this is not understood"))
                .arg("column", column)
        }
        _ => at("template.value", line, e.detail().unwrap_or("this cannot be worked out"))
            .arg("column", column),
    }
}

/// The name that is fewest edits away, if any is near enough to be meant.
fn closest(name: &str, names: &[String]) -> String {
    names
        .iter()
        .map(|n| (edits(name, n), n))
        .filter(|(d, n)| *d <= 2.max(n.chars().count() / 3))
        .min()
        .map(|(_, n)| n.clone())
        .unwrap_or_default()
}

/// Levenshtein distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = corner + usize::from(ca != *cb);
            corner = row[j + 1];
            row[j + 1] = replaced.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
