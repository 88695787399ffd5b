//! What goes into a pack: which documents, in which order, from which queries.

use super::{Audience, may_build};
use crate::meetings::queries::MeetingList;
use crate::milestones::queries::MilestoneList;
use crate::permissions;
use crate::projects::ProjectId;
use crate::projects::queries::ProjectGet;
use crate::visible;
use netra_kernel::{Id, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The documents of a pack, in their order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackContents {
    /// `project` or `quote`.
    pub kind: PackKind,
    pub subject: Id,
    pub audience: Audience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackKind {
    Project,
    Quote,
}

#[derive(Serialize, JsonSchema)]
pub struct Contents {
    /// What the pack is called.
    pub title: String,
    pub rows: Vec<PackDocument>,
}

/// One document: a template, and the query that gives its data.
#[derive(Serialize, JsonSchema)]
pub struct PackDocument {
    pub template: String,
    pub title: String,
    /// The name of its files, without number and ending.
    pub file_name: String,
    pub query: String,
    pub args: Value,
}

impl Query for PackContents {
    const NAME: &'static str = "pack.contents";
    const TITLE: &'static str = "What goes into a pack";
    const NEEDS: Permission = permissions::PACK_BUILD;
    const READS: &'static [&'static str] =
        &["projects", "meetings", "milestones", "quotes", "signoffs"];
    type View = Contents;

    fn ask(&self, reader: &Reader<'_>) -> Result<Contents> {
        may_build(reader, self.audience)?;
        visible::need(reader, self.subject)?;
        match self.kind {
            PackKind::Quote => quote(reader, self.subject, self.audience),
            PackKind::Project => project(reader, self.subject, self.audience),
        }
    }
}

fn quote(reader: &Reader<'_>, quote: Id, audience: Audience) -> Result<Contents> {
    // A quote is called by its own title; visibility was checked above.
    let title: String =
        reader.value("SELECT title FROM quotes WHERE id = ?1", [quote])?.unwrap_or_default();
    let rows = vec![PackDocument {
        template: "quote".into(),
        title: title.clone(),
        file_name: "quote".into(),
        query: "quote.document".into(),
        args: json!({ "quote": quote, "audience": audience }),
    }];
    Ok(Contents { title, rows })
}

fn project(reader: &Reader<'_>, id: Id, audience: Audience) -> Result<Contents> {
    let project = ProjectId(id);
    let view = ProjectGet { project }.ask(reader)?;
    let document = |template: &str, title: &str, file_name: &str, more: Value| {
        let mut args = json!({ "project": project, "document": template });
        if let (Value::Object(args), Value::Object(more)) = (&mut args, more) {
            args.extend(more);
        }
        PackDocument {
            template: template.into(),
            title: title.into(),
            file_name: file_name.into(),
            query: "project.document".into(),
            args,
        }
    };
    let mut rows =
        vec![document("project_summary", "Project summary", "project-summary", json!({}))];
    if audience == Audience::Internal {
        rows.push(document("kickoff_brief", "Kickoff brief", "kickoff-brief", json!({})));
    }
    let meetings = MeetingList { project }.ask(reader)?.rows;
    for (n, m) in meetings.iter().filter(|m| m.held_at.is_some() && !m.mom.is_empty()).enumerate() {
        let name = format!("minutes-{}", n + 1);
        rows.push(document("minutes", &m.title, &name, json!({ "meeting": m.id })));
    }
    let milestones = MilestoneList { project }.ask(reader)?.rows;
    for m in milestones.iter().filter(|m| m.signed_on.is_some()) {
        let name = format!("milestone-{}-acceptance", m.position);
        rows.push(document("milestone_acceptance", &m.title, &name, json!({ "milestone": m.id })));
    }
    if reader.actor.may(permissions::PAYMENT_READ) {
        let title = "Payment statement";
        rows.push(document("payment_statement", title, "payment-statement", json!({})));
    }
    if view.completed_at.is_some() {
        rows.push(document(
            "completion_certificate",
            "Completion certificate",
            "completion-certificate",
            json!({}),
        ));
    }
    Ok(Contents { title: view.row.name, rows })
}
