//! The plain text of a document, for comparing renderings and for searching.
//!
//! Invariant: the order is the reading order of all formats; page furniture (numbers, marks in
//! the footer, repeated table headers) is left out.

use crate::format::words;
use crate::tree::*;

/// One line per heading, paragraph, list item and table row (cells separated by tabs).
pub fn text_of(doc: &Document) -> String {
    let mut out = String::new();
    line(&mut out, &doc.brand.name);
    for l in &doc.brand.address {
        line(&mut out, l);
    }
    line(&mut out, &doc.meta.title);
    for l in doc.meta.lines() {
        line(&mut out, &l);
    }
    blocks(&mut out, &doc.blocks, doc);
    for note in &doc.footnotes {
        blocks(&mut out, note, doc);
    }
    out
}

fn line(out: &mut String, text: &str) {
    if !text.trim().is_empty() {
        out.push_str(text.trim());
        out.push('\n');
    }
}

fn blocks(out: &mut String, all: &[Block], doc: &Document) {
    let w = words(doc.meta.language);
    for b in all {
        match b {
            Block::Heading { text, .. } | Block::Paragraph(text) => line(out, &plain(text)),
            Block::List(l) => l.items.iter().for_each(|i| blocks(out, &i.blocks, doc)),
            Block::Table(t) => {
                let header = (!t.header.is_empty()).then_some(&t.header);
                for row in header.into_iter().chain(&t.rows) {
                    line(out, &row.iter().map(|c| plain(c)).collect::<Vec<_>>().join("\t"));
                }
            }
            Block::Quote(b) => blocks(out, b, doc),
            Block::Callout { kind, title, blocks: b } => {
                line(out, callout_title(*kind, title, w));
                blocks(out, b, doc);
            }
            Block::Code(c) => line(out, c),
            Block::Rule | Block::PageBreak => {}
            Block::Signatures(all) => {
                for s in all {
                    line(out, &s.party);
                    let pairs = [
                        (w.signature, s.mark.as_str()),
                        (w.name, &s.name),
                        (w.position, &s.position),
                        (w.date, &s.signed_on),
                    ];
                    for (label, value) in pairs {
                        line(out, &format!("{label}: {value}"));
                    }
                }
            }
            Block::Contents(lines) => {
                line(out, w.contents);
                lines.iter().for_each(|l| line(out, &l.text));
            }
            Block::Chart(c) => {
                line(out, &c.title);
                c.bars.iter().for_each(|b| line(out, &format!("{}\t{}", b.label, b.text)));
            }
            Block::Figure { alt, .. } => line(out, alt),
        }
    }
}

/// The title of a call-out: its own, or the word for its kind.
pub(crate) fn callout_title<'a>(
    kind: Callout,
    title: &'a str,
    w: &'a crate::format::Words,
) -> &'a str {
    if title.is_empty() { w.callouts[kind as usize] } else { title }
}
