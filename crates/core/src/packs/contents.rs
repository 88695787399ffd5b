//! What goes into a pack: which documents, in which order, from which queries.

use super::{Audience, may_build};
use crate::language::phrase;
use crate::meetings::queries::MeetingList;
use crate::milestones::queries::MilestoneList;
use crate::permissions;
use crate::projects::ProjectId;
use crate::projects::queries::ProjectGet;
use crate::quotes::{self, Tier};
use netra_kernel::{Error, Id, Permission, Query, Reader, Result};
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
    /// `en` or `hi`. When not given a quote speaks its own language, a project the reader's.
    #[serde(default)]
    pub language: Option<String>,
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
    /// The language that the documents are written in.
    pub language: String,
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
    /// It may still change: each page says so.
    pub is_draft: bool,
}

impl Query for PackContents {
    const NAME: &'static str = "pack.contents";
    const TITLE: &'static str = "What goes into a pack";
    const NEEDS: Permission = permissions::PACK_BUILD;
    const READS: &'static [&'static str] = &[
        "projects",
        "meetings",
        "milestones",
        "quotes",
        "quote_versions",
        "agreements",
        "signoffs",
    ];
    type View = Contents;

    fn ask(&self, reader: &Reader<'_>) -> Result<Contents> {
        may_build(reader, self.audience)?;
        if self.language.as_deref().is_some_and(|l| !crate::language::LANGUAGES.contains(&l)) {
            return Err(Error::field("language", "pack.language_unknown"));
        }
        match self.kind {
            PackKind::Quote => quote(reader, self),
            PackKind::Project => project(reader, self),
        }
    }
}

fn quote(reader: &Reader<'_>, asked: &PackContents) -> Result<Contents> {
    let (quote, audience) = (asked.subject, asked.audience);
    quotes::need_seen(reader, quote.into())?;
    let (title, own, has_tiers): (String, String, bool) = reader.one(
        "SELECT title, language, has_tiers FROM quotes WHERE id = ?1",
        [quote],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let language = asked.language.clone().unwrap_or(own);
    // What was sent is written from its frozen version; else the working copy is shown.
    let is_draft = reader.exists(
        "SELECT 1 FROM quotes q WHERE q.id = ?1 AND NOT EXISTS
             (SELECT 1 FROM quote_versions v WHERE v.quote_id = q.id AND v.version = q.version)",
        [quote],
    )?;
    let tiers: Vec<Option<Tier>> = match has_tiers {
        true => Tier::ALL.into_iter().map(Some).collect(),
        false => vec![None],
    };
    let document = |template: &str, tier: Option<Tier>| {
        let named =
            |kind: &str, name: &str| phrase(&language, &format!("{kind}-{name}"), &json!({}));
        let mut args = json!({"quote": quote, "audience": audience, "language": language});
        let mut title = named("paper", template);
        let mut file_name = template.replace('_', "-");
        if let Some(tier) = tier {
            args["tier"] = json!(tier);
            title = format!("{title} · {}", named("tier", tier.word()));
            file_name = format!("{file_name}-{}", tier.word());
        }
        PackDocument {
            template: template.into(),
            title,
            file_name,
            query: "quote.document".into(),
            args,
            is_draft,
        }
    };
    let each = |template: &'static str| tiers.iter().map(move |t| (template, *t));
    // The decision maker's document compares the offers; the others are written for each.
    let mut papers: Vec<(&str, Option<Tier>)> = vec![("overview", None)];
    papers.extend(each("quote"));
    papers.extend(each("technical"));
    papers.extend(each("parts_list"));
    if audience == Audience::Internal {
        papers.extend(each("parts_list_internal"));
        papers.extend(each("build"));
    }
    let is_agreed = reader.exists(
        "SELECT 1 FROM agreements a JOIN quote_versions v ON v.id = a.quote_version_id
         JOIN quotes q ON q.id = v.quote_id AND q.version = v.version WHERE q.id = ?1",
        [quote],
    )?;
    if is_agreed {
        papers.push(("agreement", None));
    }
    let rows = papers.into_iter().map(|(template, tier)| document(template, tier)).collect();
    Ok(Contents { title, language, rows })
}

/// The titles of the documents, in the language files.
pub const LABELS: &[&str] = &[
    "paper-overview",
    "paper-quote",
    "paper-technical",
    "paper-parts_list",
    "paper-parts_list_internal",
    "paper-build",
    "paper-agreement",
    "paper-project_summary",
    "paper-kickoff_brief",
    "paper-payment_statement",
    "paper-completion_certificate",
];

fn project(reader: &Reader<'_>, asked: &PackContents) -> Result<Contents> {
    let (project, audience) = (ProjectId(asked.subject), asked.audience);
    let view = ProjectGet { project }.ask(reader)?;
    let language = asked.language.clone().unwrap_or_else(|| reader.locale.to_owned());
    let named = |template: &str| phrase(&language, &format!("paper-{template}"), &json!({}));
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
            is_draft: false,
        }
    };
    let paper = |template: &str| {
        document(template, &named(template), &template.replace('_', "-"), json!({}))
    };
    let mut rows = vec![paper("project_summary")];
    if audience == Audience::Internal {
        rows.push(paper("kickoff_brief"));
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
        rows.push(paper("payment_statement"));
    }
    if view.completed_at.is_some() {
        rows.push(paper("completion_certificate"));
    }
    Ok(Contents { title: view.row.name, language, rows })
}
