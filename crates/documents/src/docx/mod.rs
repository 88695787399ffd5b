//! The tree as DOCX: WordprocessingML written directly, in the order that its schema asks for.
//!
//! Real styles, lists, header rows, footnotes, contents and bookmarks, so that the document can
//! be edited like any other. Invariant: no ids, times or sizes that depend on anything but the
//! document.

mod body;
pub(crate) use body::{SIDE, fit};
mod package;
mod styles;

use crate::error::Result;
use crate::tree::Document;

/// Points → twentieths of a point.
pub(crate) fn twips(points: f32) -> i64 {
    (points * 20.0).round() as i64
}

/// Points → English metric units.
pub(crate) fn emu(points: f32) -> i64 {
    (points * 12_700.0).round() as i64
}

/// Escapes text for XML and drops what XML cannot hold.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a document as DOCX.
pub(crate) fn render(doc: &Document) -> Result<Vec<u8>> {
    let body = body::write(doc)?;
    package::zip(doc, body)
}
