//! Filled Markdown → document tree.
//!
//! Beyond CommonMark with tables, task lists, footnotes and call-outs there are directives:
//! `<!-- page-break -->`, `<!-- contents -->`, `<!-- table: details; widths 30 70 -->` (for the next
//! table; also `totals`, `lines`), and the fenced blocks `signatures` and `chart`.
//! Invariant: other HTML is shown as text, never interpreted.

use crate::error::{Result, at};
use crate::tree::*;
use comrak::nodes::{AlertType, ListType, Node, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};
use std::collections::BTreeMap;

/// What a piece of Markdown says.
pub(crate) struct Parsed {
    pub blocks: Vec<Block>,
    pub footnotes: Vec<Vec<Block>>,
    /// Names of the pictures used.
    pub images: Vec<String>,
}

struct Reader {
    footnotes: Vec<Vec<Block>>,
    images: Vec<String>,
    /// The directive waiting for its table.
    table: Option<(TableLook, Vec<f32>)>,
    ids: BTreeMap<String, u32>,
    numbered: bool,
    counters: [u32; 7],
    /// Text of headings by id, for contents and references.
    headings: Vec<ContentsLine>,
}

/// Reads Markdown.
/// # Errors
/// `document.directive` with the line in the filled text.
pub(crate) fn parse(markdown: &str, numbered: bool) -> Result<Parsed> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    let root = parse_document(&arena, markdown, &options);
    let mut r = Reader {
        footnotes: Vec::new(),
        images: Vec::new(),
        table: None,
        ids: BTreeMap::new(),
        numbered,
        counters: [0; 7],
        headings: Vec::new(),
    };
    // Definitions stand at the end of the tree, in order of first reference.
    for node in root.children() {
        if matches!(node.data().value, NodeValue::FootnoteDefinition(_)) {
            let blocks = r.blocks(node)?;
            r.footnotes.push(blocks);
        }
    }
    let mut blocks = r.blocks(root)?;
    let headings = std::mem::take(&mut r.headings);
    resolve(&mut blocks, &headings);
    for note in &mut r.footnotes {
        resolve(note, &headings);
    }
    Ok(Parsed { blocks, footnotes: r.footnotes, images: r.images })
}

impl Reader {
    fn blocks(&mut self, parent: Node<'_>) -> Result<Vec<Block>> {
        let mut out = Vec::new();
        for node in parent.children() {
            self.block(node, &mut out)?;
        }
        Ok(out)
    }

    fn block(&mut self, node: Node<'_>, out: &mut Vec<Block>) -> Result<()> {
        let line = node.data().sourcepos.start.line;
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph => {
                let text = self.inlines(node);
                match text.as_slice() {
                    [Inline::Image { src, alt }] => {
                        out.push(Block::Figure { src: src.clone(), alt: alt.clone() });
                    }
                    _ => out.push(Block::Paragraph(text)),
                }
            }
            NodeValue::Heading(h) => {
                let text = self.inlines(node);
                out.push(self.heading(h.level, text));
            }
            NodeValue::BlockQuote => out.push(Block::Quote(self.blocks(node)?)),
            NodeValue::List(l) => {
                let items = node.children().map(|item| self.item(item)).collect::<Result<_>>()?;
                let start = (l.list_type == ListType::Ordered)
                    .then(|| u32::try_from(l.start).unwrap_or(u32::MAX));
                out.push(Block::List(List { start, items, tight: l.tight }));
            }
            NodeValue::CodeBlock(c) => match c.info.trim() {
                "signatures" => out.push(Block::Signatures(signatures(&c.literal))),
                "chart" => out.push(Block::Chart(chart(&c.literal, line)?)),
                _ => out.push(Block::Code(c.literal.trim_end().to_owned())),
            },
            NodeValue::HtmlBlock(h) => self.html(&h.literal, line, out)?,
            NodeValue::ThematicBreak => out.push(Block::Rule),
            NodeValue::Table(t) => {
                let aligns: Vec<Align> = t
                    .alignments
                    .iter()
                    .map(|a| match a {
                        TableAlignment::Right => Align::Right,
                        TableAlignment::Center => Align::Centre,
                        _ => Align::Left,
                    })
                    .collect();
                out.push(Block::Table(self.table(node, &aligns)));
            }
            NodeValue::Alert(a) => {
                let kind = match a.alert_type {
                    AlertType::Note => Callout::Note,
                    AlertType::Tip => Callout::Tip,
                    AlertType::Important => Callout::Important,
                    AlertType::Warning => Callout::Warning,
                    AlertType::Caution => Callout::Caution,
                };
                let title = a.title.clone().unwrap_or_default();
                out.push(Block::Callout { kind, title, blocks: self.blocks(node)? });
            }
            _ => {}
        }
        Ok(())
    }

    fn item(&mut self, node: Node<'_>) -> Result<ListItem> {
        let task = match &node.data().value {
            NodeValue::TaskItem(t) => Some(t.symbol.is_some()),
            _ => None,
        };
        Ok(ListItem { task, blocks: self.blocks(node)? })
    }

    fn heading(&mut self, level: u8, mut text: Vec<Inline>) -> Block {
        if self.numbered {
            let top = 2;
            let i = usize::from(level.clamp(top, 6));
            self.counters[i] += 1;
            self.counters[i + 1..].fill(0);
            let parts: Vec<String> =
                self.counters[usize::from(top)..=i].iter().map(u32::to_string).collect();
            text.insert(0, Inline::Text(format!("{}. ", parts.join("."))));
        }
        let plain = plain(&text);
        let id = self.id(&plain);
        self.headings.push(ContentsLine { level, id: id.clone(), text: plain });
        Block::Heading { level, id, text }
    }

    /// A stable name for a heading, made of its letters and digits.
    fn id(&mut self, text: &str) -> String {
        let mut slug = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() || is_letter(c) {
                slug.extend(c.to_lowercase());
            } else if !slug.ends_with('-') && !slug.is_empty() && (c == ' ' || c == '-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_matches(|c: char| c == '-').to_owned();
        let slug = slug.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned();
        let slug = if slug.is_empty() { "section".to_owned() } else { slug };
        let n = self.ids.entry(slug.clone()).or_insert(0);
        *n += 1;
        if *n == 1 { slug } else { format!("{slug}-{n}") }
    }

    fn html(&mut self, literal: &str, line: usize, out: &mut Vec<Block>) -> Result<()> {
        let text = literal.trim();
        let Some(inner) = text.strip_prefix("<!--").and_then(|t| t.strip_suffix("-->")) else {
            let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push(Block::Paragraph(vec![Inline::Text(shown)]));
            return Ok(());
        };
        let inner = inner.trim();
        match inner {
            // Stands between two lists, so that they stay two.
            "" => {}
            "page-break" => out.push(Block::PageBreak),
            "contents" => out.push(Block::Contents(Vec::new())),
            _ => {
                let Some(table) = inner.strip_prefix("table:") else {
                    return Err(at("document.directive", line, format!("`{inner}`")));
                };
                self.table = Some(table_directive(table, line)?);
            }
        }
        Ok(())
    }

    fn table(&mut self, node: Node<'_>, aligns: &[Align]) -> Table {
        let (look, widths) = self.table.take().unwrap_or((TableLook::Lines, Vec::new()));
        let columns = aligns
            .iter()
            .enumerate()
            .map(|(i, a)| Column { align: *a, share: widths.get(i).copied().unwrap_or(0.0) })
            .collect();
        let mut header = Vec::new();
        let mut rows = Vec::new();
        for row in node.children() {
            let is_header = matches!(row.data().value, NodeValue::TableRow(true));
            let cells: Vec<Cell> = row.children().map(|c| self.inlines(c)).collect();
            if is_header { header = cells } else { rows.push(cells) }
        }
        if header.iter().all(Vec::is_empty) {
            header.clear();
        }
        Table { columns, header, rows, look }
    }

    fn inlines(&mut self, parent: Node<'_>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for node in parent.children() {
            let value = node.data().value.clone();
            let inline = match value {
                NodeValue::Text(t) => Inline::Text(t.into_owned()),
                NodeValue::SoftBreak => Inline::Text(" ".to_owned()),
                NodeValue::LineBreak => Inline::Break,
                NodeValue::Code(c) => Inline::Code(c.literal),
                NodeValue::HtmlInline(h) if is_br(&h) => Inline::Break,
                NodeValue::HtmlInline(h) => Inline::Text(h),
                NodeValue::Emph => Inline::Emphasis(self.inlines(node)),
                NodeValue::Strong => Inline::Strong(self.inlines(node)),
                NodeValue::Strikethrough => Inline::Strike(self.inlines(node)),
                NodeValue::Link(l) => {
                    let text = self.inlines(node);
                    if is_safe_link(&l.url) {
                        Inline::Link { to: l.url.clone(), text }
                    } else {
                        // A link that could run something is shown as its text.
                        out.extend(text);
                        continue;
                    }
                }
                NodeValue::Image(l) => {
                    let alt = plain(&self.inlines(node));
                    if !self.images.contains(&l.url) {
                        self.images.push(l.url.clone());
                    }
                    Inline::Image { src: l.url.clone(), alt }
                }
                NodeValue::FootnoteReference(f) => {
                    Inline::Footnote(f.ix.saturating_sub(1) as usize)
                }
                _ => continue,
            };
            match (out.last_mut(), inline) {
                (Some(Inline::Text(before)), Inline::Text(t)) => before.push_str(&t),
                (_, inline) => out.push(inline),
            }
        }
        out
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{0900}'..='\u{097F}').contains(&c)
}

fn is_br(html: &str) -> bool {
    matches!(html, "<br>" | "<br/>" | "<br />")
}

/// Only the web, mail, telephone and places in the document itself.
fn is_safe_link(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:", "#"].iter().any(|p| lower.starts_with(p))
}

fn table_directive(text: &str, line: usize) -> Result<(TableLook, Vec<f32>)> {
    let mut look = TableLook::Lines;
    let mut widths = Vec::new();
    for part in text.split(';').map(str::trim) {
        match part {
            "details" => look = TableLook::Details,
            "totals" => look = TableLook::Totals,
            "lines" => look = TableLook::Lines,
            _ => {
                let shares = part.strip_prefix("widths").map(|w| {
                    w.split_whitespace().map(str::parse::<f32>).collect::<Result<Vec<_>, _>>()
                });
                match shares {
                    Some(Ok(w)) if w.iter().all(|s| *s > 0.0 && *s < 1000.0) => widths = w,
                    _ => return Err(at("document.directive", line, format!("`{part}`"))),
                }
            }
        }
    }
    Ok((look, widths))
}

/// One line each: party | name | position | signed on | mark.
fn signatures(text: &str) -> Vec<Signature> {
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| {
            let mut parts = cells(l).into_iter();
            Signature {
                party: parts.next().unwrap_or_default(),
                name: parts.next().unwrap_or_default(),
                position: parts.next().unwrap_or_default(),
                signed_on: parts.next().unwrap_or_default(),
                mark: parts.next().unwrap_or_default(),
            }
        })
        .collect()
}

/// Splits at `|` and takes the escapes of [`crate::escape`] away.
fn cells(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let line = line.replace("<br>", " ");
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.last_mut().into_iter().for_each(|s| s.extend(chars.next())),
            '|' => out.push(String::new()),
            c => out.last_mut().into_iter().for_each(|s| s.push(c)),
        }
    }
    out.iter().map(|s| s.trim().to_owned()).collect()
}

/// First line the title; then `label | size | text` for each bar.
fn chart(text: &str, line: usize) -> Result<Chart> {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let title = lines.next().map(|l| cells(l).concat()).unwrap_or_default();
    let mut bars = Vec::new();
    for l in lines {
        let mut parts = cells(l).into_iter();
        let (label, size, text) = (parts.next(), parts.next(), parts.next());
        let size = size.unwrap_or_default().replace('\u{2212}', "-").parse::<f64>();
        let Ok(size) = size else {
            return Err(at("document.directive", line, "a bar is `label | size | text`"));
        };
        let size = if size.is_finite() { size.max(0.0) } else { 0.0 };
        bars.push(Bar { label: label.unwrap_or_default(), size, text: text.unwrap_or_default() });
    }
    Ok(Chart { title, bars })
}

/// Gives contents their lines, and references without text the heading's.
fn resolve(blocks: &mut [Block], headings: &[ContentsLine]) {
    for block in blocks {
        match block {
            Block::Contents(lines) => {
                *lines = headings.iter().filter(|h| h.level <= 3).cloned().collect();
            }
            Block::Paragraph(t) | Block::Heading { text: t, .. } => resolve_inlines(t, headings),
            Block::List(l) => l.items.iter_mut().for_each(|i| resolve(&mut i.blocks, headings)),
            Block::Quote(b) | Block::Callout { blocks: b, .. } => resolve(b, headings),
            Block::Table(t) => {
                for cell in t.header.iter_mut().chain(t.rows.iter_mut().flatten()) {
                    resolve_inlines(cell, headings);
                }
            }
            _ => {}
        }
    }
}

fn resolve_inlines(inlines: &mut Vec<Inline>, headings: &[ContentsLine]) {
    let mut i = 0;
    while i < inlines.len() {
        match &mut inlines[i] {
            Inline::Link { to, text } => {
                resolve_inlines(text, headings);
                if let Some(id) = to.strip_prefix('#') {
                    match headings.iter().find(|h| h.id == id) {
                        Some(h) if text.is_empty() => text.push(Inline::Text(h.text.clone())),
                        Some(_) => {}
                        // A reference to nothing is shown as its text.
                        None => {
                            let text = std::mem::take(text);
                            let n = text.len();
                            inlines.splice(i..=i, text);
                            i += n;
                            continue;
                        }
                    }
                }
            }
            Inline::Strong(c) | Inline::Emphasis(c) | Inline::Strike(c) => {
                resolve_inlines(c, headings);
            }
            _ => {}
        }
        i += 1;
    }
}
