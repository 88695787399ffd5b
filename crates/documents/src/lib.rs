//! Documents: one template and one set of data become one tree, and the tree becomes Markdown,
//! DOCX or PDF.
//!
//! Invariants:
//! - the three formats say the same in the same order ([`text_of`] is what they say);
//! - the same input gives the same bytes: no clock, no randomness, no system fonts;
//! - what is internal cannot reach a client (see [`Audience`] and `fill.rs`);
//! - text from data can start nothing in the document: it is shown as typed (`escape.rs`).
//!
//! Look next at `tree.rs` (what a document is), `template.rs`, then `markdown.rs`, `docx/`, `pdf/`.
//! Packs of documents and their manifest: [`pack`].

mod brand;
mod columns;
mod docx;
mod error;
mod escape;
mod fill;
mod format;
mod image;
mod markdown;
pub mod pack;
mod parse;
mod pdf;
mod template;
mod text;
pub mod tree;

pub use brand::{Brand, Colour};
pub use error::CODES;
pub use escape::escape;
pub use format::{Language, date, money, number};
pub use template::{Audience, MAX_SOURCE, Template, shipped, shipped_names};
pub use text::text_of;
pub use tree::{Document, Meta, PageSize};

use error::Result;
use netra_kernel::{Error, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Bumped when the same input gives other bytes than before.
pub const ENGINE_VERSION: u32 = 1;

/// What a document can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Markdown,
    Docx,
    Pdf,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Markdown, Format::Docx, Format::Pdf];

    /// The ending of file names, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
        }
    }
}

/// All that a document depends on.
pub struct DocumentRequest<'a> {
    pub template: &'a Template,
    /// The template's view; groups named `internal` are not for clients.
    pub data: &'a serde_json::Value,
    pub audience: Audience,
    pub language: Language,
    pub brand: &'a Brand,
    /// The bytes of a picture (PNG or JPEG) by the name that the text uses.
    pub images: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Fills a template and reads the result into a tree.
/// # Errors
/// The template's faults with their line (see `fill.rs`), or a picture that is missing.
pub fn fill(request: &DocumentRequest<'_>) -> Result<Document> {
    let t = request.template;
    let filled = fill::fill(t, request.data, request.audience, request.language)?;
    let parsed = parse::parse(&filled.body, t.numbered)?;
    let mut images = BTreeMap::new();
    for name in parsed.images {
        let bytes = (request.images)(&name).ok_or_else(|| {
            Error::new(Kind::NotFound, "document.image_missing").arg("name", &name)
        })?;
        let picture = image::read(bytes).ok_or_else(|| {
            Error::new(Kind::Invalid, "document.image_unreadable").arg("name", &name)
        })?;
        images.insert(name, picture);
    }
    Ok(Document {
        meta: Meta {
            title: filled.title,
            subtitle: filled.subtitle,
            reference: filled.reference,
            date: filled.date,
            language: request.language,
            template: t.name.clone(),
            template_version: t.version,
            page: t.page,
            cover: t.cover,
            internal: request.audience == Audience::Internal,
        },
        brand: request.brand.clone(),
        blocks: parsed.blocks,
        footnotes: parsed.footnotes,
        images,
    })
}

/// Writes a document in one format.
/// # Errors
/// `document.image_unreadable` for a broken picture; `document.failed` should not happen.
pub fn render(document: &Document, format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Markdown => Ok(markdown::render(document).into_bytes()),
        Format::Docx => docx::render(document),
        Format::Pdf => pdf::render(document),
    }
}

/// Each page as a self-contained SVG picture, laid out as the PDF is: for looking at a document
/// where there is no PDF viewer.
pub fn pages(document: &Document) -> Vec<String> {
    pdf::pages(document)
}

/// Reads Markdown that Netra wrote back into its plain text: for comparing formats.
/// # Errors
/// `document.directive` if it holds directives that Netra does not write.
pub fn text_of_markdown(markdown: &str) -> Result<String> {
    let (front, body) = match markdown.strip_prefix("---\n").and_then(|m| m.split_once("\n---\n")) {
        Some(parts) => parts,
        None => ("", markdown),
    };
    let hindi = front.lines().any(|l| l.starts_with("language: \"hi"));
    let parsed = parse::parse(body, false)?;
    let meta = Meta {
        title: String::new(),
        subtitle: String::new(),
        reference: String::new(),
        date: String::new(),
        language: if hindi { Language::Hi } else { Language::En },
        template: String::new(),
        template_version: 0,
        page: PageSize::A4,
        cover: false,
        internal: false,
    };
    let brand = Brand { name: String::new(), ..Brand::default() };
    let images = BTreeMap::new();
    let doc = Document { meta, brand, blocks: parsed.blocks, footnotes: parsed.footnotes, images };
    Ok(text_of(&doc))
}
