//! What exactly is signed, as canonical JSON with its SHA-256: the fields in a fixed order, rows in
//! a fixed order, nothing that moves by itself (progress, states, times).

use super::Subject;
use crate::projects::Project;
use netra_kernel::{Id, Reader, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(crate) struct Content {
    pub text: String,
    pub hash: [u8; 32],
}

/// The words of the subject as it stands now.
pub(crate) fn content_of(
    reader: &Reader<'_>,
    p: &Project,
    subject: Subject,
    id: Id,
) -> Result<Content> {
    let value = match subject {
        Subject::SowItem => json!({"sow_item": rows(reader, ITEMS, "id = ?1", id)?}),
        Subject::Milestone => json!({
            "milestone": reader.one(
                "SELECT title, description FROM milestones WHERE id = ?1",
                [id],
                |r| Ok(json!({"title": r.get::<_, String>(0)?, "description": r.get::<_, String>(1)?})),
            )?,
            "sow_items": rows(reader, ITEMS, "milestone_id = ?1 AND state <> 'dropped'", id)?,
            "deliverables": rows(reader, DELIVERABLES, "d.milestone_id = ?1", id)?,
        }),
        Subject::Deliverable => {
            json!({"deliverable": rows(reader, DELIVERABLES, "d.id = ?1", id)?})
        }
        Subject::Project => json!({
            "agreement": p.agreement,
            "meetings_promised": p.meetings_promised,
            "sow_items": rows(reader, ITEMS, "sow_id = ?1 AND state <> 'dropped'", p.sow)?,
            "deliverables": rows(reader, DELIVERABLES, "d.project_id = ?1", p.id.0)?,
        }),
    };
    let text = value.to_string();
    let hash = Sha256::digest(text.as_bytes()).into();
    Ok(Content { text, hash })
}

struct Source {
    select: &'static str,
    order: &'static str,
    names: &'static [&'static str],
}

const ITEMS: Source = Source {
    select: "SELECT lower(hex(id)), title, description, category FROM sow_items",
    order: "id",
    names: &["id", "title", "description", "category"],
};

/// With the version that was submitted last: that is what the client has seen.
const DELIVERABLES: Source = Source {
    select: "SELECT lower(hex(d.id)), d.title, d.description, v.number, lower(hex(f.sha256))
             FROM deliverables d LEFT JOIN deliverable_versions v ON v.deliverable_id = d.id
                 AND v.number = (SELECT max(number) FROM deliverable_versions
                                 WHERE deliverable_id = d.id)
             LEFT JOIN files f ON f.id = v.file_id",
    order: "d.id",
    names: &["id", "title", "description", "version", "sha256"],
};

fn rows(reader: &Reader<'_>, source: Source, condition: &str, id: Id) -> Result<Vec<Value>> {
    let sql = format!("{} WHERE {condition} ORDER BY {}", source.select, source.order);
    reader.all(&sql, [id], |r| {
        let mut row = serde_json::Map::new();
        for (i, name) in source.names.iter().enumerate() {
            let value = match r.get_ref(i)?.as_i64() {
                Ok(n) => json!(n),
                Err(_) => json!(r.get::<_, Option<String>>(i)?),
            };
            row.insert((*name).to_owned(), value);
        }
        Ok(Value::Object(row))
    })
}
