//! A template: front matter and a Markdown body with MiniJinja fields.
//!
//! The front matter is a list of `key: value` lines between two lines of `---`. `title`,
//! `subtitle`, `reference` and `date` may hold fields. `label.x: English | हिन्दी` defines a fixed
//! word, written `{{ label.x }}` in the body.
//! Invariant: a parsed template has no unknown keys and a body within the size limit.

use crate::error::{Result, at};
use crate::tree::PageSize;
use netra_kernel::{Error, Kind};
use serde::{Deserialize, Serialize};

/// Longest source of a template, in bytes.
pub const MAX_SOURCE: usize = 256 * 1024;

/// Who will read a document. What is *internal* never reaches a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Client,
    Internal,
}

/// A parsed template.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub name: String,
    /// The title as written, with its fields.
    pub title: String,
    pub subtitle: String,
    pub reference: String,
    pub date: String,
    pub audience: Audience,
    pub page: PageSize,
    /// A title page of its own.
    pub cover: bool,
    /// Number the headings: 1, 1.1, 1.2 …
    pub numbered: bool,
    /// Rises by one with each change.
    pub version: u32,
    /// (name, English, Hindi)
    pub labels: Vec<(String, String, String)>,
    /// The whole file as given.
    pub source: String,
    /// The body, with the front matter replaced by empty lines so that line numbers stay true.
    pub(crate) body: String,
    /// Line of each front-matter field, for messages.
    pub(crate) header_lines: Vec<(&'static str, usize)>,
}

impl Template {
    /// Reads a template.
    /// # Errors
    /// `template.header` with the line; `template.too_large`.
    pub fn parse(source: &str) -> Result<Template> {
        if source.len() > MAX_SOURCE {
            return Err(Error::new(Kind::Invalid, "template.too_large")
                .arg("bytes", source.len())
                .arg("limit", MAX_SOURCE));
        }
        let source = source.replace("\r\n", "\n");
        let mut t = Template {
            name: String::new(),
            title: String::new(),
            subtitle: String::new(),
            reference: String::new(),
            date: String::new(),
            audience: Audience::Internal,
            page: PageSize::A4,
            cover: false,
            numbered: false,
            version: 0,
            labels: Vec::new(),
            source: String::new(),
            body: String::new(),
            header_lines: Vec::new(),
        };
        let mut lines = source.split('\n').enumerate();
        if lines.next().map(|(_, l)| l.trim_end()) != Some("---") {
            return Err(at("template.header", 1, "the first line must be ---"));
        }
        let mut audience = None;
        let mut end = None;
        for (i, line) in lines {
            let n = i + 1;
            if line.trim_end() == "---" {
                end = Some(i);
                break;
            }
            if line.trim().is_empty() {
                continue;
            }
            let Some((key, value)) = line.split_once(':') else {
                return Err(at("template.header", n, "write `key: value`"));
            };
            t.set(key.trim(), value.trim(), n, &mut audience)?;
        }
        let Some(end) = end else {
            return Err(at("template.header", 1, "the closing --- is missing"));
        };
        for (key, empty) in [
            ("name", t.name.is_empty()),
            ("title", t.title.is_empty()),
            ("version", t.version == 0),
        ] {
            if empty {
                return Err(at("template.header", end + 1, format!("`{key}` is missing")));
            }
        }
        let Some(audience) = audience else {
            return Err(at("template.header", end + 1, "`audience` is missing"));
        };
        t.audience = audience;
        t.body = "\n".repeat(end + 1);
        t.body.push_str(&source.split('\n').skip(end + 1).collect::<Vec<_>>().join("\n"));
        t.source = source;
        Ok(t)
    }

    fn set(
        &mut self,
        key: &str,
        value: &str,
        line: usize,
        audience: &mut Option<Audience>,
    ) -> Result<()> {
        let value = value.to_owned();
        let bad = |allowed: &str| at("template.header", line, format!("`{key}` must be {allowed}"));
        let yes = || match value.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(bad("yes or no")),
        };
        match key {
            "name" => {
                let ok = value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                if !ok || value.is_empty() {
                    return Err(bad("small letters and _"));
                }
                self.name = value;
            }
            "title" => {
                self.title = value;
                self.header_lines.push(("title", line));
            }
            "subtitle" => {
                self.subtitle = value;
                self.header_lines.push(("subtitle", line));
            }
            "reference" => {
                self.reference = value;
                self.header_lines.push(("reference", line));
            }
            "date" => {
                self.date = value;
                self.header_lines.push(("date", line));
            }
            "audience" => {
                *audience = Some(match value.as_str() {
                    "client" => Audience::Client,
                    "internal" => Audience::Internal,
                    _ => return Err(bad("client or internal")),
                })
            }
            "page" => {
                self.page = match value.as_str() {
                    "a4" => PageSize::A4,
                    "a4-landscape" => PageSize::A4Landscape,
                    "letter" => PageSize::Letter,
                    _ => return Err(bad("a4, a4-landscape or letter")),
                }
            }
            "cover" => self.cover = yes()?,
            "numbered" => self.numbered = yes()?,
            "version" => {
                self.version =
                    value.parse().ok().filter(|v| *v > 0).ok_or_else(|| bad("1, 2, 3 …"))?
            }
            _ => {
                let Some(label) = key.strip_prefix("label.") else {
                    return Err(at("template.header", line, format!("there is no key `{key}`")));
                };
                let (en, hi) = value.split_once('|').unwrap_or((&value, &value));
                self.labels.push((label.to_owned(), en.trim().to_owned(), hi.trim().to_owned()));
            }
        }
        Ok(())
    }
}

const SHIPPED: &[(&str, &str)] = &[
    ("quote", include_str!("../../../assets/templates/quote.md")),
    ("overview", include_str!("../../../assets/templates/overview.md")),
    ("technical", include_str!("../../../assets/templates/technical.md")),
    ("parts_list", include_str!("../../../assets/templates/parts_list.md")),
    ("parts_list_internal", include_str!("../../../assets/templates/parts_list_internal.md")),
    ("build", include_str!("../../../assets/templates/build.md")),
    ("agreement", include_str!("../../../assets/templates/agreement.md")),
    ("milestone_acceptance", include_str!("../../../assets/templates/milestone_acceptance.md")),
    ("project_summary", include_str!("../../../assets/templates/project_summary.md")),
    ("kickoff_brief", include_str!("../../../assets/templates/kickoff_brief.md")),
    ("minutes", include_str!("../../../assets/templates/minutes.md")),
    ("payment_statement", include_str!("../../../assets/templates/payment_statement.md")),
    ("completion_certificate", include_str!("../../../assets/templates/completion_certificate.md")),
];

/// The template that ships with Netra under this name.
pub fn shipped(name: &str) -> Option<Template> {
    let (_, source) = SHIPPED.iter().find(|(n, _)| *n == name)?;
    Template::parse(source).ok()
}

/// The names of all shipped templates.
pub fn shipped_names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(n, _)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_templates_parse_under_their_own_name() {
        for name in shipped_names() {
            assert_eq!(shipped(name).unwrap().name, name);
        }
        assert_eq!(shipped("nothing"), None);
    }

    #[test]
    fn a_wrong_header_is_refused_with_its_line() {
        for (source, line) in [
            ("# no header", 1),
            ("---\nname: x\n", 1),
            ("---\nname: x\ntitle: T\nversion: 1\naudience: all\n---\n", 5),
            ("---\nname: x\ncolour: red\n---\n", 3),
            ("---\nname: X Y\n---\n", 2),
            ("---\nname: x\ntitle: T\nversion: 1\n---\n", 5),
            ("---\nnonsense\n---\n", 2),
        ] {
            let e = Template::parse(source).unwrap_err();
            assert_eq!((e.code(), e.args()["line"].as_u64()), ("template.header", Some(line)));
        }
        let e = Template::parse(&"x".repeat(MAX_SOURCE + 1)).unwrap_err();
        assert_eq!(e.code(), "template.too_large");
    }
}
