//! The tree as PDF: lay out (parley) → pages of marks → written by printpdf → finished by lopdf.
//!
//! printpdf is only a writer here, behind our own list of marks; what it cannot say (structure
//! tree, outline, link targets, fixed identifiers) is added in `finish.rs`.
//! Invariant: the same document gives the same bytes.

mod finish;
mod flow;
mod fonts;
mod furniture;
mod inserts;
mod lines;
mod page;
mod pictures;
mod screen;
mod table;
mod write;

use crate::error::Result;
use crate::format::words;
use crate::tree::{Block, Document};
use std::collections::BTreeMap;

pub(crate) use screen::pages;

/// Name of the brand's logo among the pictures.
const LOGO: &str = "\u{0}logo";

/// Writes a document as PDF.
pub(crate) fn render(doc: &Document) -> Result<Vec<u8>> {
    let laid = laid(doc);
    let (pdf, children) = write::write(doc, &laid)?;
    finish::finish(doc, &laid, pdf, &children)
}

fn laid(doc: &Document) -> page::Laid {
    fonts::with_engine(|engine| {
        let first = flow::lay_out_document(engine, doc, &BTreeMap::new());
        if !doc.blocks.iter().any(|b| matches!(b, Block::Contents(_))) {
            return first;
        }
        // Page numbers take no room of their own in contents, so a second run settles them.
        flow::lay_out_document(engine, doc, &numbers(&first))
    })
}

fn numbers(laid: &page::Laid) -> BTreeMap<String, usize> {
    laid.places.iter().map(|(id, (page, _))| (id.clone(), page + 1)).collect()
}

/// The page (from 1) that each heading stands on.
pub(crate) fn heading_pages(doc: &Document) -> Result<BTreeMap<String, usize>> {
    Ok(numbers(&fonts::with_engine(|e| flow::lay_out_document(e, doc, &BTreeMap::new()))))
}

/// What the footer says at its left: confidentiality, reference.
pub(crate) fn marks(doc: &Document) -> String {
    let mut parts: Vec<&str> = Vec::new();
    if doc.meta.internal {
        parts.push(words(doc.meta.language).internal);
    }
    parts.extend(doc.brand.confidentiality.as_deref());
    if !doc.meta.reference.is_empty() {
        parts.push(&doc.meta.reference);
    }
    parts.join(" · ")
}
