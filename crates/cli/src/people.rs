//! A result as a person reads it: a table for `{"rows": […]}`, lines of fields for the rest, with words
//! in place of the wire's keys.
//!
//! Invariant: no line of a table is longer than the terminal is wide; a list that does not fit even
//! without what is empty becomes one block of lines for each row, which leaves out only what is not
//! set.

use netra_core::language;
use serde_json::{Map, Value};

/// Characters of one cell.
const CELL: usize = 48;
/// Blanks between two columns.
const BETWEEN: usize = 2;

/// The whole result.
pub fn said(value: &Value, locale: &str, width: usize) -> String {
    match value.get("rows").and_then(Value::as_array) {
        Some(rows) if rows.is_empty() => word("nothing_there", locale),
        Some(rows) => table(rows, locale, width),
        None => fields(value, 0, locale).trim_end().to_owned(),
    }
}

/// A key of the wire in words: those of the language file, else what the field is called elsewhere,
/// else its own without underscores.
fn word(key: &str, locale: &str) -> String {
    let id = format!("key.{key}");
    match language::label(locale, &id) {
        text if text == id => language::field_name(locale, key),
        text => text,
    }
}

fn cell(value: &Value, locale: &str) -> String {
    let all = |list: &[Value], between| {
        list.iter().map(|v| cell(v, locale)).collect::<Vec<_>>().join(between)
    };
    match value {
        Value::Null => "–".into(),
        Value::Array(list) if list.is_empty() => "–".into(),
        Value::String(s) => s.clone(),
        Value::Array(list) => all(list, ", "),
        Value::Object(o) => match (o.get("minor").and_then(Value::as_i64), o.get("currency")) {
            (Some(minor), Some(c)) => {
                let c = c.as_str().and_then(netra_kernel::Currency::parse);
                c.map_or_else(
                    || minor.to_string(),
                    |c| netra_kernel::Money::new(minor, c).display(),
                )
            }
            _ => {
                let pair =
                    |(k, v): (&String, &Value)| format!("{}: {}", word(k, locale), cell(v, locale));
                o.iter().map(pair).collect::<Vec<_>>().join("; ")
            }
        },
        Value::Bool(is) => word(if *is { "true" } else { "false" }, locale),
        other => other.to_string(),
    }
}

/// A cell under this key: of a few keys the value is a word of ours, which has words of its own.
fn told(key: &str, value: &Value, locale: &str) -> String {
    let Some(text) = value.as_str().filter(|_| matches!(key, "state" | "protection" | "role"))
    else {
        return cell(value, locale);
    };
    let first = text.split(':').next().unwrap_or_default();
    let id = format!("value.{key}.{first}");
    match language::label(locale, &id) {
        said if said == id => text.to_owned(),
        said => said,
    }
}

/// Says nothing: not set, empty, no.
fn is_void(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(s) => s.is_empty(),
        Value::Array(a) => a.is_empty(),
        _ => false,
    }
}

/// An id, which only a command wants to have.
fn is_id(value: &Value) -> bool {
    value.as_str().is_some_and(|s| netra_kernel::Id::parse(s).is_some())
}

fn table(rows: &[Value], locale: &str, width: usize) -> String {
    let Some(Value::Object(first)) = rows.first() else {
        return rows.iter().map(|r| cell(r, locale)).collect::<Vec<_>>().join("\n");
    };
    let all: Vec<&String> = first.keys().filter(|k| k.as_str() != "id").collect();
    let every =
        |name: &str, is: fn(&Value) -> bool| rows.iter().all(|r| r.get(name).is_none_or(is));
    let telling = all
        .iter()
        .copied()
        .filter(|name| !every(name, is_void) && !every(name, |v| is_id(v) || is_void(v)))
        .collect();
    [all, telling]
        .iter()
        .map(|names| grid(rows, names, locale))
        .find(|lines| lines.iter().all(|line| line.chars().count() <= width))
        .unwrap_or_else(|| rows.iter().map(|row| block(row, locale)).collect())
        .join("\n")
}

/// One line for the names and one for each row.
fn grid(rows: &[Value], names: &[&String], locale: &str) -> Vec<String> {
    let head: Vec<String> = names.iter().map(|n| word(n, locale)).collect();
    let short = |row: &Value, name: &str| {
        let text = told(name, row.get(name).unwrap_or(&Value::Null), locale).replace('\n', " ");
        match text.chars().count() > CELL {
            true => text.chars().take(CELL - 1).chain(['…']).collect(),
            false => text,
        }
    };
    let cells = rows.iter().map(|row| names.iter().map(|n| short(row, n)).collect());
    let grid: Vec<Vec<String>> = std::iter::once(head).chain(cells).collect();
    let widths: Vec<usize> = (0..names.len())
        .map(|i| grid.iter().map(|r| r[i].chars().count()).max().unwrap_or(0))
        .collect();
    let line = |r: &Vec<String>| {
        let cells = r.iter().zip(&widths).map(|(c, w)| format!("{c:<w$}", w = *w));
        cells.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)).trim_end().to_owned()
    };
    grid.iter().map(line).collect()
}

/// A row of a list that is too wide for a table, with an empty line behind it.
fn block(row: &Value, locale: &str) -> String {
    let told: Map<String, Value> = match row {
        Value::Object(o) => {
            o.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect()
        }
        other => return cell(other, locale),
    };
    fields(&Value::Object(told), 0, locale)
}

fn fields(value: &Value, depth: usize, locale: &str) -> String {
    let pad = "  ".repeat(depth);
    match value {
        Value::Object(o) if !(o.contains_key("minor") && o.contains_key("currency")) => o
            .iter()
            .map(|(k, v)| {
                let (key, k) = (k, word(k, locale));
                match v {
                    Value::Object(m) if !m.contains_key("minor") => {
                        format!("{pad}{k}:\n{}", fields(v, depth + 1, locale))
                    }
                    Value::Array(a) if a.iter().any(Value::is_object) => {
                        let items: String =
                            a.iter().map(|i| fields(i, depth + 1, locale) + "\n").collect();
                        format!("{pad}{k}:\n{items}")
                    }
                    _ => format!("{pad}{k}: {}\n", told(key, v, locale)),
                }
            })
            .collect(),
        other => format!("{pad}{}\n", cell(other, locale)),
    }
}

#[cfg(test)]
mod tests {
    use super::said;
    use serde_json::json;

    #[test]
    fn people_get_a_table() {
        let text = said(
            &json!({"rows": [
                {"id": "1", "name": "Ananya", "total": {"minor": 12_345_600, "currency": "INR"}}]}),
            "en",
            80,
        );
        assert_eq!(text, "name    total\nAnanya  ₹1,23,456.00");
        assert_eq!(said(&json!({"rows": []}), "en", 80), "nothing there");
    }

    #[test]
    fn no_list_is_wider_than_the_terminal() {
        let id = "01a1f223-e0c0-7000-8000-488993059421";
        let row = json!({"id": id, "name": "Ananya Deshpande", "company": id, "due_at": null,
                         "is_dnd": false, "tags": [], "email": "ananya@deshpande-polymers.example"});
        let list = json!({"rows": [row, row]});
        let wide = said(&list, "en", 140);
        assert!(wide.contains(id) && wide.lines().count() == 3, "{wide}");
        // What says nothing goes first, and the ids.
        let narrow = said(&list, "en", 60);
        assert!(narrow.lines().all(|l| l.chars().count() <= 60), "{narrow}");
        assert_eq!(narrow.lines().next().unwrap().split_whitespace().count(), 2, "{narrow}");
        // Then there is a block for each row, with what a command wants to have.
        let blocks = said(&list, "en", 40);
        assert!(blocks.starts_with(&format!("id: {id}\nname: Ananya")), "{blocks}");
        assert!(blocks.contains("name: Ananya Deshpande\n") && !blocks.contains("due at"));
        assert!(blocks.contains("is dnd: no\n") && blocks.contains("tags: –\n"), "{blocks}");
        assert_eq!(blocks.matches("\n\n").count(), 1, "{blocks}");
    }

    #[test]
    fn keys_are_words_in_the_readers_language() {
        let status = json!({"protection": "none", "packs_in_clear": 0, "is_first": true,
                            "journal": {"entries": 3}});
        let text = said(&status, "en", 80);
        assert!(text.contains("packs beside the data, not encrypted: 0"), "{text}");
        assert!(!text.contains('_'), "{text}");
        let hindi = said(&status, "hi", 80);
        assert!(hindi.contains("सुरक्षा: कोई नहीं") && hindi.contains("प्रविष्टियाँ: 3"), "{hindi}");
        let keys = "server waiting held_up attention is_filled drifts last_complete_at lease until \
            is_open state person label seen_at signed_in_at is_this is_revoked wipe device handed_in \
            rows pages files_sent bytes_sent files_fetched bytes_fetched files_absent started_over \
            invitation attach expires_at is_ready is_suspended token ended bytes missing made_at opens \
            is_on since recovery_left healthy checks detail advice repaired kept_as unreadable";
        for key in keys.split_whitespace() {
            assert!(!super::word(key, "hi").is_ascii(), "{key} has no Hindi word");
        }
        let stands =
            json!({"state": "up_to_date", "role": "replica: the server has the last word"});
        assert!(said(&stands, "hi", 80).split_whitespace().all(|word| !word.is_ascii()));
        assert!(said(&stands, "en", 80).contains("up_to_date"));
        // What has no word of its own here is called as it is in the fields of the window.
        let lead = said(&json!({"phone": "1", "amount_minor": 5}), "hi", 80);
        assert_eq!(lead, "फ़ोन: 1\nराशि: 5");
    }
}
