//! What goes into a pack: which documents, in which order, from which queries.

use super::{Audience, may_build};
use crate::language::{date_text, phrase};
use crate::meetings::queries::MeetingList;
use crate::milestones::queries::MilestoneList;
use crate::permissions;
use crate::projects::ProjectId;
use crate::projects::queries::ProjectGet;
use crate::quotes::{self, Tier};
use netra_kernel::{Actor, Date, Error, Id, Permission, Query, Reader, Result};
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

impl PackKind {
    /// What the record's own page takes.
    fn needs(self) -> Permission {
        match self {
            PackKind::Project => permissions::PROJECT_READ,
            PackKind::Quote => permissions::QUOTE_READ,
        }
    }
}

/// The kinds of packs that somebody may build.
pub(crate) fn kinds_of(actor: &Actor) -> Vec<PackKind> {
    let all = [PackKind::Project, PackKind::Quote];
    let may = |kind: &PackKind| actor.may(permissions::PACK_BUILD) && actor.may(kind.needs());
    all.into_iter().filter(may).collect()
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
    /// In the language that it is written in.
    pub title: String,
    /// As a list says it, in the reader's language.
    pub listed: String,
    /// What tells it from others of its name, in the reader's language: a day, a version, its own
    /// language where that is another.
    pub detail: String,
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
        reader.actor.need(self.kind.needs())?;
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
    let version: i64 =
        reader.one("SELECT version FROM quotes WHERE id = ?1", [quote], |r| r.get(0))?;
    let detail = match is_draft {
        true => phrase(reader.locale, "paper-draft", &json!({})),
        false => phrase(reader.locale, "paper-version", &json!({ "n": version })),
    };
    let detail = with_language(reader.locale, &language, detail);
    let document = |template: &str, tier: Option<Tier>| {
        let named = |locale: &str| {
            let say =
                |kind: &str, name: &str| phrase(locale, &format!("{kind}-{name}"), &json!({}));
            let paper = say("paper", template);
            tier.map_or(paper.clone(), |tier| format!("{paper} · {}", say("tier", tier.word())))
        };
        let mut args = json!({"quote": quote, "audience": audience, "language": language});
        let mut file_name = template.replace('_', "-");
        if let Some(tier) = tier {
            args["tier"] = json!(tier);
            file_name = format!("{file_name}-{}", tier.word());
        }
        PackDocument {
            template: template.into(),
            title: named(&language),
            listed: named(reader.locale),
            detail: detail.clone(),
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

/// What tells a document from others, with its language when that is not the reader's.
fn with_language(reader: &str, language: &str, detail: String) -> String {
    if language == reader {
        return detail;
    }
    let language = phrase(reader, &format!("paper-in-{language}"), &json!({}));
    if detail.is_empty() { language } else { format!("{detail} · {language}") }
}

/// The titles of the documents, in the language files.
pub const LABELS: &[&str] = &[
    "paper-draft",
    "paper-version",
    "paper-in-en",
    "paper-in-hi",
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
    let named =
        |locale: &str, template: &str| phrase(locale, &format!("paper-{template}"), &json!({}));
    let document = |template: &str, title: &str, on: Option<Date>, file_name: &str, more: Value| {
        let mut args = json!({ "project": project, "document": template });
        if let (Value::Object(args), Value::Object(more)) = (&mut args, more) {
            args.extend(more);
        }
        PackDocument {
            template: template.into(),
            title: title.into(),
            listed: match on {
                Some(_) => title.into(),
                None => named(reader.locale, template),
            },
            detail: with_language(
                reader.locale,
                &language,
                on.map(|day| date_text(reader.locale, day)).unwrap_or_default(),
            ),
            file_name: file_name.into(),
            query: "project.document".into(),
            args,
            is_draft: false,
        }
    };
    let paper = |template: &str| {
        document(
            template,
            &named(&language, template),
            None,
            &template.replace('_', "-"),
            json!({}),
        )
    };
    let mut rows = vec![paper("project_summary")];
    if audience == Audience::Internal {
        rows.push(paper("kickoff_brief"));
    }
    let meetings = MeetingList { project }.ask(reader)?.rows;
    for (n, m) in meetings.iter().filter(|m| m.held_at.is_some() && !m.mom.is_empty()).enumerate() {
        let name = format!("minutes-{}", n + 1);
        let on = m.held_at.map(|at| at.date(reader.zone));
        rows.push(document("minutes", &m.title, on, &name, json!({ "meeting": m.id })));
    }
    let milestones = MilestoneList { project }.ask(reader)?.rows;
    for m in milestones.iter().filter(|m| m.signed_on.is_some()) {
        let name = format!("milestone-{}-acceptance", m.position);
        rows.push(document(
            "milestone_acceptance",
            &m.title,
            m.signed_on,
            &name,
            json!({ "milestone": m.id }),
        ));
    }
    if reader.actor.may(permissions::PAYMENT_READ) {
        rows.push(paper("payment_statement"));
    }
    if view.completed_at.is_some() {
        rows.push(paper("completion_certificate"));
    }
    Ok(Contents { title: view.row.name, language, rows })
}

#[cfg(test)]
mod tests {
    use crate::testing::Desk;
    use serde_json::json;

    #[test]
    fn packs_are_offered_of_what_their_maker_may_see() {
        let mut desk = Desk::staffed();
        for (role, kinds) in [
            ("consultant", json!(["project"])),
            ("finance", json!(["project", "quote"])),
            ("telecaller", json!([])),
        ] {
            assert_eq!(desk.as_role(role).ask("person.me", json!({}))["packs"], kinds, "{role}");
        }
        let quote = desk.people["finance"];
        let asked = json!({"kind": "quote", "subject": quote, "audience": "client"});
        let e = desk.as_role("consultant").try_ask("pack.contents", asked).unwrap_err();
        assert_eq!(e.code(), "forbidden");
    }
}
