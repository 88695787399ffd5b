//! One document at a time: the core's data, a template and the firm's brand, in one language, for
//! one audience.
//!
//! Invariant: the packs and the preview come from here alone, so that what was looked at is what
//! is sent.
//! Invariant: all documents of one pack are of one moment, and agree with each other.

use crate::WorkspaceError;
use crate::folder::{Session, Workspace};
use crate::moment::Moment;
use netra_documents::{
    Audience, Brand, Colour, Document, DocumentRequest, Format, Language, fill, pages, render,
    shipped,
};
use netra_kernel::{Error, Id, Kind, Result};
use serde::Deserialize;
use serde_json::{Value, json};

/// Which documents: those of one record, for one reader.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// `project` or `quote`.
    pub kind: String,
    pub subject: Id,
    pub audience: Audience,
    /// `en` or `hi`; when not given a quote speaks its own language, a project the person's.
    #[serde(default)]
    pub language: Option<String>,
}

/// All that documents of one pack have in common.
pub(crate) struct Press<'a> {
    /// Every document of a pack is of this moment.
    pub moment: Moment<'a>,
    /// Asks in the documents' language.
    pub session: Session,
    audience: Audience,
    language: Language,
    brand: Brand,
}

impl<'a> Press<'a> {
    /// Also gives what `pack.contents` answers.
    /// # Errors
    /// What `pack.contents` refuses.
    pub fn set_up(
        workspace: &'a Workspace,
        session: &Session,
        about: &About,
    ) -> Result<(Press<'a>, Value)> {
        let moment = workspace.moment()?;
        let contents = moment.ask(
            session,
            "pack.contents",
            &json!({"kind": about.kind, "subject": about.subject, "audience": about.audience,
                    "language": about.language}),
        )?;
        let is_hindi = contents["language"].as_str().is_some_and(|l| l.starts_with("hi"));
        let language = if is_hindi { Language::Hi } else { Language::En };
        let locale = if is_hindi { "hi" } else { "en" }.to_owned();
        let session = Session { locale, ..session.clone() };
        let brand = brand(&moment, &session)?;
        Ok((Press { moment, session, audience: about.audience, language, brand }, contents))
    }

    /// The document of one row of `pack.contents`.
    /// # Errors
    /// What its query refuses, and the template's faults.
    pub fn document(&self, row: &Value) -> Result<Document> {
        let name = row["template"].as_str().unwrap_or_default();
        let template =
            shipped(name).ok_or_else(|| Error::new(Kind::NotFound, "document.template_missing"))?;
        let query = row["query"].as_str().unwrap_or_default();
        let mut data = self.moment.ask(&self.session, query, &row["args"])?;
        // A query of several documents says which one it answered.
        if let Some(inner) = data.get_mut("data") {
            data = inner.take();
        }
        let mut brand = self.brand.clone();
        // What may still change must not be mistaken for what was sent.
        if row["is_draft"] == true {
            let words =
                if self.language == Language::Hi { "प्रारूप" } else { "DRAFT" };
            brand.watermark = Some(words.to_owned());
        }
        fill(&DocumentRequest {
            template: &template,
            data: &data,
            audience: self.audience,
            language: self.language,
            brand: &brand,
            images: &|_| None,
        })
    }
}

/// The firm's brand, as far as the settings tell it.
fn brand(moment: &Moment<'_>, session: &Session) -> Result<Brand> {
    let settings = moment.ask(session, "setting.list", &Value::Null)?;
    let value = |key: &str| {
        settings["rows"]
            .as_array()
            .and_then(|rows| rows.iter().find(|r| r["key"] == key))
            .and_then(|r| r["value"].as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let address = value("firm.address");
    let lines = address.lines().map(str::trim).filter(|l| !l.is_empty());
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    let tax_number = value("tax.number");
    if !tax_number.is_empty() {
        // Only India's is written under the firm's name by custom; elsewhere it is a VAT number.
        let name = if value("tax.country") == "IN" { "GSTIN" } else { "VAT" };
        lines.push(format!("{name} {tax_number}"));
    }
    let confidentiality = Some(value("brand.confidentiality")).filter(|t| !t.is_empty());
    let plain = Brand::default();
    Ok(Brand {
        name: value("firm.name"),
        address: lines,
        accent: colour(&value("brand.accent")).unwrap_or(plain.accent),
        logo: logo(moment, &value("brand.logo"))?,
        confidentiality,
        ..plain
    })
}

/// `#1F4E79` as its three parts.
fn colour(text: &str) -> Option<Colour> {
    let part = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    Some(Colour(part(1)?, part(3)?, part(5)?))
}

/// The bytes of the firm's mark; none when none was chosen.
fn logo(moment: &Moment<'_>, file: &str) -> Result<Option<Vec<u8>>> {
    Id::parse(file).map_or(Ok(None), |id| moment.file(id))
}

/// One document to look at or to save, without writing anything.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewOrder {
    pub kind: String,
    pub subject: Id,
    pub audience: Audience,
    #[serde(default)]
    pub language: Option<String>,
    /// A `file_name` of `pack.contents`, such as `quote` or `minutes-2`; the first when not given.
    #[serde(default)]
    pub document: Option<String>,
    /// `pages` (one SVG picture each), `md`, `docx` or `pdf`.
    pub format: String,
}

/// Renders one document: `{title, language, pages}` or
/// `{title, language, file_name, media_type, base64}`, with `text` too when it is Markdown.
/// # Errors
/// `arguments`, `document.not_in_pack`, what `pack.contents` refuses, and the template's faults.
pub fn preview(workspace: &Workspace, session: &Session, args: Value) -> Result<Value> {
    let order: PreviewOrder = serde_json::from_value(args).map_err(|e| {
        Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", e.to_string())
    })?;
    let PreviewOrder { kind, subject, audience, language, document, format } = order;
    let about = About { kind, subject, audience, language };
    let (press, contents) = Press::set_up(workspace, session, &about)?;
    let rows = contents["rows"].as_array().cloned().unwrap_or_default();
    let found = match &document {
        Some(name) => rows.iter().find(|r| r["file_name"] == **name),
        None => rows.first(),
    };
    let row = found
        .ok_or_else(|| WorkspaceError::NotInPack { document: document.unwrap_or_default() })?;
    let made = press.document(row)?;
    let mut answer = json!({ "title": made.meta.title, "language": contents["language"] });
    if format == "pages" {
        answer["pages"] = json!(pages(&made));
        return Ok(answer);
    }
    let format = crate::packs::formats(&[format])?[0];
    let bytes = render(&made, format)?;
    let name = row["file_name"].as_str().unwrap_or_default();
    answer["file_name"] = json!(format!("{name}.{}", format.extension()));
    answer["media_type"] = json!(media_type(format));
    if format == Format::Markdown {
        answer["text"] = json!(String::from_utf8_lossy(&bytes));
    }
    answer["base64"] = json!(crate::rpc::base64_encode(&bytes));
    Ok(answer)
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Pdf => "application/pdf",
    }
}
