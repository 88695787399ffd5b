//! The tree as Markdown (CommonMark with tables, task lists, footnotes and call-outs).
//!
//! Invariant: reading the output again gives the same text.

use crate::escape::escape;
use crate::format::{Words, words};
use crate::tree::*;

struct Writer<'a> {
    out: String,
    words: &'a Words,
}

/// Writes a document as Markdown with a front matter that says where it came from.
pub(crate) fn render(doc: &Document) -> String {
    let mut w = Writer { out: String::new(), words: words(doc.meta.language) };
    w.front(doc);
    if !doc.brand.name.is_empty() {
        w.out.push_str(&format!("**{}**", escape(&doc.brand.name)));
        for line in &doc.brand.address {
            w.out.push_str(&format!("\\\n{}", escape(line)));
        }
        w.out.push_str("\n\n");
    }
    w.out.push_str(&format!("# {}\n\n", escape(&doc.meta.title)));
    for line in doc.meta.lines() {
        w.out.push_str(&format!("{}\n\n", escape(&line)));
    }
    w.blocks(&doc.blocks, "");
    for (i, note) in doc.footnotes.iter().enumerate() {
        let start = w.out.len();
        w.blocks(note, "    ");
        let text = w.out.split_off(start);
        w.out.push_str(&format!("[^{}]: {}\n\n", i + 1, text.trim()));
    }
    let trimmed = w.out.trim_end().len();
    w.out.truncate(trimmed);
    w.out.push('\n');
    w.out
}

impl Writer<'_> {
    fn front(&mut self, doc: &Document) {
        let quoted = |s: &str| serde_json::Value::from(s).to_string();
        let m = &doc.meta;
        let mut lines = vec![("title", m.title.as_str()), ("firm", doc.brand.name.as_str())];
        lines.extend([("reference", m.reference.as_str()), ("date", m.date.as_str())]);
        lines.push(("language", m.language.tag()));
        lines.extend(doc.brand.confidentiality.as_deref().map(|c| ("confidentiality", c)));
        lines.extend(doc.brand.watermark.as_deref().map(|c| ("watermark", c)));
        if m.internal {
            lines.push(("audience", "internal"));
        }
        self.out.push_str("---\n");
        for (key, value) in lines {
            if !value.is_empty() {
                self.out.push_str(&format!("{key}: {}\n", quoted(value)));
            }
        }
        let template = quoted(&format!("{} {}", m.template, m.template_version));
        self.out.push_str(&format!("template: {template}\n---\n\n"));
    }

    /// Writes blocks, each line after the first of a block behind `indent`.
    fn blocks(&mut self, blocks: &[Block], indent: &str) {
        for b in blocks {
            let start = self.out.len();
            self.block(b);
            if !indent.is_empty() {
                let text = self.out.split_off(start);
                for line in text.split_inclusive('\n') {
                    if line != "\n" {
                        self.out.push_str(indent);
                    }
                    self.out.push_str(line);
                }
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, .. } => {
                let marks = "#".repeat(usize::from(*level));
                let text = inlines(text, true);
                self.out.push_str(&format!("{marks} {text}\n\n"));
            }
            Block::Paragraph(text) => self.out.push_str(&format!("{}\n\n", inlines(text, false))),
            Block::List(list) => self.list(list),
            Block::Table(t) => self.table(t),
            Block::Quote(b) => self.quoted(b, None),
            Block::Code(code) => {
                let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(3.max(longest + 1));
                self.out.push_str(&format!("{fence}\n{code}\n{fence}\n\n"));
            }
            Block::Rule => self.out.push_str("---\n\n"),
            Block::PageBreak => self.out.push_str("<!-- page-break -->\n\n"),
            Block::Callout { kind, title, blocks } => {
                let name = match kind {
                    Callout::Note => "NOTE",
                    Callout::Tip => "TIP",
                    Callout::Important => "IMPORTANT",
                    Callout::Warning => "WARNING",
                    Callout::Caution => "CAUTION",
                };
                self.quoted(blocks, Some(&format!("[!{name}] {}", escape(title))));
            }
            Block::Signatures(all) => {
                for s in all {
                    self.signature(s);
                }
            }
            Block::Contents(lines) => {
                self.out.push_str(&format!("**{}**\n\n", self.words.contents));
                for l in lines {
                    let indent = "  ".repeat(usize::from(l.level.saturating_sub(2)));
                    self.out.push_str(&format!("{indent}- [{}](#{})\n", escape(&l.text), l.id));
                }
                self.out.push('\n');
            }
            Block::Chart(c) => {
                if !c.title.is_empty() {
                    self.out.push_str(&format!("**{}**\n\n", escape(&c.title)));
                }
                self.out.push_str("|  |  |\n| --- | ---: |\n");
                for b in &c.bars {
                    self.out.push_str(&format!("| {} | {} |\n", escape(&b.label), escape(&b.text)));
                }
                self.out.push('\n');
            }
            Block::Figure { src, alt } => {
                self.out.push_str(&format!("![{}]({})\n\n", escape(alt), link(src)));
            }
        }
    }

    fn quoted(&mut self, blocks: &[Block], first: Option<&str>) {
        let start = self.out.len();
        if let Some(first) = first {
            self.out.push_str(&format!("{}\n", first.trim_end()));
        }
        self.blocks(blocks, "");
        let text = self.out.split_off(start);
        for line in text.trim_end().lines() {
            self.out.push_str(if line.is_empty() { ">" } else { "> " });
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.out.push('\n');
    }

    fn list(&mut self, list: &List) {
        for (i, item) in list.items.iter().enumerate() {
            let mark = match list.start {
                Some(start) => format!("{}. ", u64::from(start) + i as u64),
                None => "- ".to_owned(),
            };
            let task = match item.task {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let start = self.out.len();
            self.blocks(&item.blocks, &" ".repeat(mark.len()));
            let text = self.out.split_off(start);
            self.out.push_str(&format!("{mark}{task}{}\n", text.trim()));
            if !list.tight {
                self.out.push('\n');
            }
        }
        if list.tight {
            self.out.push('\n');
        }
        // Two lists in a row would otherwise become one.
        self.out.push_str("<!-- -->\n\n");
    }

    fn table(&mut self, t: &Table) {
        let row = |cells: &[Cell]| {
            let cells: Vec<String> = cells.iter().map(|c| inlines(c, true)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let header =
            if t.header.is_empty() { vec![Vec::new(); t.columns.len()] } else { t.header.clone() };
        self.out.push_str(&row(&header));
        let rule: Vec<&str> = t
            .columns
            .iter()
            .map(|c| match c.align {
                Align::Left => "---",
                Align::Centre => ":---:",
                Align::Right => "---:",
            })
            .collect();
        self.out.push_str(&format!("| {} |\n", rule.join(" | ")));
        for r in &t.rows {
            self.out.push_str(&row(r));
        }
        self.out.push('\n');
    }

    fn signature(&mut self, s: &Signature) {
        let w = self.words;
        let blank = "\\_".repeat(24);
        let line = |label: &str, value: &str| {
            let value = if value.is_empty() { blank.clone() } else { escape(value) };
            format!("{label}: {value}")
        };
        self.out.push_str(&format!(
            "**{}**\n\n{}\\\n{}\\\n{}\\\n{}\n\n",
            escape(&s.party),
            line(w.signature, &s.mark),
            line(w.name, &s.name),
            line(w.position, &s.position),
            line(w.date, &s.signed_on)
        ));
    }
}

fn link(url: &str) -> String {
    let plain = url.bytes().all(|b| b.is_ascii_graphic() && !b"()<>\\".contains(&b));
    if plain {
        return url.to_owned();
    }
    let mut out = String::new();
    for b in url.bytes() {
        if b.is_ascii_graphic() && !b"()<>\\".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// Inline Markdown; `one_line` where a line break would end the construct.
fn inlines(all: &[Inline], one_line: bool) -> String {
    let mut out = String::new();
    for (i, inline) in all.iter().enumerate() {
        match inline {
            Inline::Text(t) => {
                // Blanks at the ends of a text stand between it and its neighbours.
                if i > 0 && t.starts_with(' ') {
                    out.push(' ');
                }
                out.push_str(&escape(t));
                if i + 1 < all.len() && t.ends_with(' ') && t.trim() != "" {
                    out.push(' ');
                }
            }
            Inline::Strong(c) => marked("**", c, one_line, &mut out),
            Inline::Emphasis(c) => marked("*", c, one_line, &mut out),
            Inline::Strike(c) => marked("~~", c, one_line, &mut out),
            Inline::Code(c) => {
                let longest = c.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest + 1);
                let pad = if c.starts_with('`') || c.ends_with('`') { " " } else { "" };
                let c = if one_line { c.replace('|', "\\|") } else { c.clone() };
                out.push_str(&format!("{fence}{pad}{c}{pad}{fence}"));
            }
            Inline::Link { to, text } => {
                out.push_str(&format!("[{}]({})", inlines(text, true), link(to)));
            }
            Inline::Image { src, alt } => {
                out.push_str(&format!("![{}]({})", escape(alt), link(src)));
            }
            Inline::Footnote(n) => out.push_str(&format!("[^{}]", n + 1)),
            Inline::Break => out.push_str(if one_line { "<br>" } else { "\\\n" }),
        }
    }
    out
}

fn marked(mark: &str, inner: &[Inline], one_line: bool, out: &mut String) {
    let text = inlines(inner, one_line);
    let text = text.trim();
    if !text.is_empty() {
        out.push_str(&format!("{mark}{text}{mark}"));
    }
}
