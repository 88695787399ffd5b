//! What changed between two contents of a quote, line by line.

use super::content::{Content, LineContent};
use netra_kernel::Result;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What happened to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    Added,
    Removed,
    Changed,
}

/// One difference. For an added or removed line `field` is `line`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    pub kind: DifferenceKind,
    /// The line's description, or empty for the quote itself.
    pub line: String,
    /// Where it was or is (`2.3`).
    pub number: String,
    pub field: String,
    pub before: Value,
    pub after: Value,
}

/// Fields of the header that are not compared: they differ by being another version.
const NOT_COMPARED: &[&str] =
    &["sections", "offers", "number", "version", "date", "format", "valid_until", "quote"];

fn lines(content: &Content) -> BTreeMap<super::LineId, (&LineContent, &str)> {
    content
        .sections
        .iter()
        .flat_map(|s| s.lines.iter().map(|l| (l.id, (l, s.title.as_str()))))
        .collect()
}

/// Every difference: the header, then lines in the order of the newer content, then what is gone,
/// then the totals.
pub(super) fn differences(before: &Content, after: &Content) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    let (old, new) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    fields(&old, &new, NOT_COMPARED, "", "", &mut found);
    let (old_lines, new_lines) = (lines(before), lines(after));
    for section in &after.sections {
        for line in &section.lines {
            match old_lines.get(&line.id) {
                None => found.push(Difference {
                    kind: DifferenceKind::Added,
                    line: line.description.clone(),
                    number: line.number.clone(),
                    field: "line".into(),
                    before: Value::Null,
                    after: json!(line.net_minor),
                }),
                Some((was, was_in)) => {
                    let (a, b) = (serde_json::to_value(was)?, serde_json::to_value(line)?);
                    fields(&a, &b, &["id"], &line.description, &line.number, &mut found);
                    if *was_in != section.title {
                        found.push(Difference {
                            kind: DifferenceKind::Changed,
                            line: line.description.clone(),
                            number: line.number.clone(),
                            field: "section".into(),
                            before: json!(was_in),
                            after: json!(section.title),
                        });
                    }
                }
            }
        }
    }
    for line in before.sections.iter().flat_map(|s| &s.lines) {
        if !new_lines.contains_key(&line.id) {
            found.push(Difference {
                kind: DifferenceKind::Removed,
                line: line.description.clone(),
                number: line.number.clone(),
                field: "line".into(),
                before: json!(line.net_minor),
                after: Value::Null,
            });
        }
    }
    for offer in &after.offers {
        if let Some(was) = before.offers.iter().find(|o| o.tier == offer.tier) {
            let name = offer.tier.map_or("", |t| t.word());
            let (a, b) = (serde_json::to_value(was)?, serde_json::to_value(offer)?);
            fields(&a, &b, &["sections", "tier", "total_in_words"], name, "", &mut found);
        }
    }
    Ok(found)
}

fn fields(
    before: &Value,
    after: &Value,
    but: &[&str],
    line: &str,
    number: &str,
    found: &mut Vec<Difference>,
) {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return };
    for (field, value) in after {
        let was = before.get(field).unwrap_or(&Value::Null);
        if was != value && !but.contains(&field.as_str()) {
            found.push(Difference {
                kind: DifferenceKind::Changed,
                line: line.to_owned(),
                number: number.to_owned(),
                field: field.clone(),
                before: was.clone(),
                after: value.clone(),
            });
        }
    }
}
