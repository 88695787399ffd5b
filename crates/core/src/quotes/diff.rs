//! What changed between two contents of a quote, line by line.

use super::Tier;
use super::content::{Content, LineContent};
use netra_kernel::{Money, Result};
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
    /// Nobody changed this itself: it is computed from what was changed.
    pub follows: bool,
}

/// The total of an offer, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TotalChange {
    /// None for a quote with one offer.
    pub tier: Option<Tier>,
    pub before: Money,
    pub after: Money,
}

/// What changed, what it comes to, and how much stayed.
#[derive(Serialize, JsonSchema)]
pub struct Differences {
    /// The offers whose total changed.
    pub totals: Vec<TotalChange>,
    pub rows: Vec<Difference>,
    /// Lines that are in both and that nobody changed.
    pub unchanged_lines: usize,
}

/// Figures of a line that are computed.
const COMPUTED: &[&str] = &["amount_minor", "net_minor"];

/// The plan of payments without its amounts, which follow the total.
fn plan(instalments: &Value) -> Vec<Value> {
    let without = |one: &Value| {
        let mut one = one.clone();
        if let Some(fields) = one.as_object_mut() {
            fields.remove("amount_minor");
        }
        one
    };
    instalments.as_array().map(|all| all.iter().map(without).collect()).unwrap_or_default()
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
pub(super) fn differences(before: &Content, after: &Content) -> Result<Differences> {
    let mut found = Vec::new();
    let (old, new) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    fields((&old, &new), NOT_COMPARED, ("", ""), |_, _, _| false, &mut found);
    let (old_lines, new_lines) = (lines(before), lines(after));
    // Where lines came or went, those after them have other numbers by that.
    let is_moved = old_lines.keys().eq(new_lines.keys());
    let follows = |field: &str, _: &Value, _: &Value| {
        COMPUTED.contains(&field) || (field == "number" && !is_moved)
    };
    let mut unchanged_lines = 0;
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
                    follows: false,
                }),
                Some((was, was_in)) => {
                    let (a, b) = (serde_json::to_value(was)?, serde_json::to_value(line)?);
                    let (so_far, named) =
                        (found.len(), (line.description.as_str(), line.number.as_str()));
                    fields((&a, &b), &["id"], named, follows, &mut found);
                    if *was_in != section.title {
                        found.push(Difference {
                            kind: DifferenceKind::Changed,
                            line: line.description.clone(),
                            number: line.number.clone(),
                            field: "section".into(),
                            before: json!(was_in),
                            after: json!(section.title),
                            follows: false,
                        });
                    }
                    unchanged_lines += usize::from(found[so_far..].iter().all(|d| d.follows));
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
                follows: false,
            });
        }
    }
    let mut totals = Vec::new();
    for offer in &after.offers {
        if let Some(was) = before.offers.iter().find(|o| o.tier == offer.tier) {
            let name = offer.tier.map_or("", |t| t.word());
            let (a, b) = (serde_json::to_value(was)?, serde_json::to_value(offer)?);
            let follows =
                |field: &str, a: &Value, b: &Value| field != "instalments" || plan(a) == plan(b);
            fields(
                (&a, &b),
                &["sections", "tier", "total_in_words"],
                (name, ""),
                follows,
                &mut found,
            );
            if was.total_minor != offer.total_minor {
                let total = |content: &Content, minor| Money::new(minor, content.currency);
                totals.push(TotalChange {
                    tier: offer.tier,
                    before: total(before, was.total_minor),
                    after: total(after, offer.total_minor),
                });
            }
        }
    }
    Ok(Differences { totals, rows: found, unchanged_lines })
}

/// The fields that differ, but for some; each is of `(line, number)`.
fn fields(
    (before, after): (&Value, &Value),
    but: &[&str],
    (line, number): (&str, &str),
    follows: impl Fn(&str, &Value, &Value) -> bool,
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
                follows: follows(field, was, value),
            });
        }
    }
}
