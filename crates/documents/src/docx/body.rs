//! The text of a DOCX: `document.xml` and `footnotes.xml`.

use super::styles::RULE;
use super::{emu, twips, xml};
use crate::columns;
use crate::error::Result;
use crate::format::{Words, words};
use crate::text::callout_title;
use crate::tree::*;
use std::collections::BTreeMap;

/// Margin left and right of the text, in points.
pub(crate) const SIDE: f32 = 56.7;

/// What the package needs besides the text.
pub(super) struct Body {
    pub document: String,
    pub footnotes: String,
    /// Targets of outside links, in order: rIdL1 …
    pub links: Vec<String>,
    /// Pictures used in the text, in order: rIdP1 …
    pub pictures: Vec<String>,
    pub starts: Vec<u32>,
}

pub(super) struct Writer<'a> {
    doc: &'a Document,
    words: &'a Words,
    out: String,
    body: Body,
    /// Bookmark numbers by heading id.
    marks: BTreeMap<&'a str, usize>,
    pages: BTreeMap<String, usize>,
    drawings: usize,
    /// Rows being written stay on one page with what follows.
    keep: bool,
}

/// Where a paragraph stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    style: &'p str,
    /// Level of the list that it is in.
    level: Option<usize>,
}

/// Writes body and notes.
pub(super) fn write(doc: &Document) -> Result<Body> {
    let mut marks = BTreeMap::new();
    collect_ids(&doc.blocks, &mut marks);
    let has_contents = doc.blocks.iter().any(|b| matches!(b, Block::Contents(_)));
    // The page numbers that contents show until Word counts its own.
    let pages = if has_contents { crate::pdf::heading_pages(doc)? } else { BTreeMap::new() };
    let mut w = Writer {
        doc,
        words: words(doc.meta.language),
        out: String::new(),
        body: Body {
            document: String::new(),
            footnotes: String::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            starts: Vec::new(),
        },
        marks,
        pages,
        drawings: 0,
        keep: false,
    };
    w.opening();
    w.blocks(&doc.blocks, Place { style: "", level: None });
    w.body.document = std::mem::take(&mut w.out);
    for (i, note) in doc.footnotes.iter().enumerate() {
        w.out.push_str(&format!("<w:footnote w:id=\"{}\">", i + 1));
        let mark = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/>\
                    </w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
        let start = w.out.len();
        w.blocks(note, Place { style: "FootnoteText", level: None });
        // The mark stands inside the first paragraph, after its properties.
        match w.out[start..].find("</w:pPr>") {
            Some(at) => w.out.insert_str(start + at + 8, mark),
            None => w.out.push_str(&format!("<w:p>{mark}</w:p>")),
        }
        w.out.push_str("</w:footnote>");
    }
    w.body.footnotes = std::mem::take(&mut w.out);
    Ok(w.body)
}

fn collect_ids<'a>(blocks: &'a [Block], marks: &mut BTreeMap<&'a str, usize>) {
    for b in blocks {
        match b {
            Block::Heading { id, .. } => {
                let n = marks.len() + 1;
                marks.entry(id).or_insert(n);
            }
            Block::Quote(b) | Block::Callout { blocks: b, .. } => collect_ids(b, marks),
            Block::List(l) => l.items.iter().for_each(|i| collect_ids(&i.blocks, marks)),
            _ => {}
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    italic: bool,
    strike: bool,
    code: bool,
    link: bool,
}

impl<'a> Writer<'a> {
    fn width(&self) -> f32 {
        self.doc.meta.page.points().0 - 2.0 * SIDE
    }

    fn opening(&mut self) {
        let brand = &self.doc.brand;
        if brand.logo.is_some() {
            let logo = self.logo();
            self.paragraph("Firm", "", &logo);
        }
        if !brand.name.is_empty() {
            self.paragraph("Firm", "", &run(&brand.name, Look::default()));
        }
        for line in &brand.address {
            self.paragraph("FirmAddress", "", &run(line, Look::default()));
        }
        let m = &self.doc.meta;
        let title = run(&m.title, Look::default());
        let above = if m.cover { "<w:spacing w:before=\"4200\" w:after=\"160\"/>" } else { "" };
        self.paragraph("Title", above, &title);
        for line in m.lines() {
            let style = if line == m.subtitle { "Subtitle" } else { "DocumentData" };
            self.paragraph(style, "", &run(&line, Look::default()));
        }
        if m.cover {
            self.out.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        } else {
            let accent = brand.accent.hex();
            self.out.push_str(&format!(
                "<w:p><w:pPr><w:pStyle w:val=\"DocumentData\"/><w:pBdr><w:bottom w:val=\"single\" \
                 w:sz=\"8\" w:space=\"1\" w:color=\"{accent}\"/></w:pBdr>\
                 <w:spacing w:before=\"0\" w:after=\"200\" w:line=\"120\" w:lineRule=\"exact\"/>\
                 </w:pPr></w:p>"
            ));
        }
    }

    fn logo(&mut self) -> String {
        let Some(p) = self.doc.brand.logo.clone().and_then(crate::image::read) else {
            return String::new();
        };
        let (w, h) = fit(&p, 160.0, 48.0);
        self.drawing("rIdLogo", &self.doc.brand.name.clone(), w, h)
    }

    /// A paragraph with a style and properties that go after it in schema order.
    fn paragraph(&mut self, style: &str, properties: &str, content: &str) {
        let style =
            if style.is_empty() { String::new() } else { format!("<w:pStyle w:val=\"{style}\"/>") };
        self.out.push_str(&format!("<w:p><w:pPr>{style}{properties}</w:pPr>{content}</w:p>"));
    }

    fn blocks(&mut self, blocks: &[Block], place: Place<'_>) {
        for (i, b) in blocks.iter().enumerate() {
            match (b, blocks.get(i + 1)) {
                // What is signed stays with the signatures.
                (Block::Paragraph(text), Some(Block::Signatures(_))) => {
                    let content = self.inlines(text, Look::default());
                    self.paragraph(place.style, "<w:keepNext/>", &content);
                }
                _ => self.block(b, place),
            }
        }
    }

    fn block(&mut self, block: &Block, place: Place<'_>) {
        let indent = place
            .level
            .map_or(String::new(), |l| format!("<w:ind w:left=\"{}\"/>", 400 + 400 * l.min(8)));
        match block {
            Block::Heading { level, id, text } => {
                let n = self.marks.get(id.as_str()).copied().unwrap_or(0);
                let content = self.inlines(text, Look::default());
                let content = format!(
                    "<w:bookmarkStart w:id=\"{n}\" w:name=\"_Toc{n:06}\"/>{content}\
                     <w:bookmarkEnd w:id=\"{n}\"/>"
                );
                self.paragraph(&format!("Heading{}", level.clamp(&1, &6)), "", &content);
            }
            Block::Paragraph(text) => {
                let content = self.inlines(text, Look::default());
                self.paragraph(place.style, &indent, &content);
            }
            Block::List(list) => self.list(list, place),
            Block::Table(t) => self.table(t),
            Block::Quote(b) => self.blocks(b, Place { style: "Quote", level: place.level }),
            Block::Callout { kind, title, blocks } => {
                let title = run(callout_title(*kind, title, self.words), Look::default());
                let (head, body) = match kind {
                    Callout::Warning | Callout::Caution => ("WarningTitle", "Warning"),
                    _ => ("CalloutTitle", "Callout"),
                };
                self.paragraph(head, "", &title);
                self.blocks(blocks, Place { style: body, level: None });
                self.gap();
            }
            Block::Code(code) => {
                for line in code.lines() {
                    let content = run(line, Look::default());
                    self.paragraph("Code", &indent, &content);
                }
                self.gap();
            }
            Block::Rule => {
                let rule = format!(
                    "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"{}\"/>\
                     </w:pBdr>",
                    RULE.hex()
                );
                self.paragraph("", &rule, "");
            }
            Block::PageBreak => {
                self.out.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
            }
            Block::Signatures(all) => self.signatures(all),
            Block::Contents(lines) => self.contents(lines),
            Block::Chart(c) => self.chart(c),
            Block::Figure { src, alt } => {
                let picture = self.picture(src, alt, self.width(), 480.0);
                self.paragraph("", "<w:keepNext/>", &picture);
                if !alt.is_empty() {
                    self.paragraph("Caption", "", &run(alt, Look::default()));
                }
            }
        }
    }

    /// A little air after something that has no spacing of its own.
    fn gap(&mut self) {
        let keep = if self.keep { "<w:keepNext/>" } else { "" };
        let exact = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>";
        self.paragraph("", &format!("{keep}{exact}"), "");
    }

    fn list(&mut self, list: &List, place: Place<'_>) {
        let level = place.level.map_or(0, |l| l + 1).min(8);
        let numbered = list.start.map(|start| {
            self.body.starts.push(start);
            self.body.starts.len() + 3
        });
        for item in &list.items {
            let num = match (item.task, numbered) {
                (Some(false), _) => 2,
                (Some(true), _) => 3,
                (None, Some(n)) => n,
                (None, None) => 1,
            };
            let style = if place.style.is_empty() { "ListParagraph" } else { place.style };
            let numbering =
                format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr>");
            // In a call-out or quote the style's own indent would win over the list's.
            let indent = if place.style.is_empty() {
                String::new()
            } else {
                format!("<w:ind w:left=\"{}\" w:hanging=\"340\"/>", 680 + 400 * level)
            };
            let mut rest = item.blocks.as_slice();
            let first = match item.blocks.split_first() {
                Some((Block::Paragraph(text), after)) => {
                    rest = after;
                    self.inlines(text, Look::default())
                }
                _ => String::new(),
            };
            self.paragraph(style, &format!("{numbering}{indent}"), &first);
            self.blocks(rest, Place { style: place.style, level: Some(level) });
        }
    }

    fn table(&mut self, t: &Table) {
        let lines = t.look != TableLook::Details;
        let total = if t.look == TableLook::Totals { self.width() * 0.5 } else { self.width() };
        let widths = columns::widths(t, total);
        let style = if lines { "NetraTable" } else { "NetraDetails" };
        let jc = if t.look == TableLook::Totals { "<w:jc w:val=\"right\"/>" } else { "" };
        self.open_table(style, jc, &widths, !t.header.is_empty());
        if !t.header.is_empty() {
            let fill = self.doc.brand.accent.tint(0.10);
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for (i, cell) in t.header.iter().enumerate() {
                let content = self.inlines(cell, Look::default());
                let shade =
                    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", fill.hex());
                self.cell(widths[i], &shade, "TableHead", t.columns[i].align, &content);
            }
            self.out.push_str("</w:tr>");
        }
        for (n, row) in t.rows.iter().enumerate() {
            let sum =
                lines && is_total(row) || t.look == TableLook::Totals && n + 1 == t.rows.len();
            let shade = if sum {
                let fill = self.doc.brand.accent.tint(0.06).hex();
                format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
            } else {
                String::new()
            };
            // Sums stay together, with what says them in words; no sum stands alone on a page.
            let next_is_sum = t.rows.get(n + 1).is_some_and(|r| is_total(r));
            self.keep = t.look == TableLook::Totals || (lines && next_is_sum);
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (i, cell) in row.iter().enumerate() {
                let look = Look { bold: sum && t.look == TableLook::Totals, ..Look::default() };
                let content = self.inlines(cell, look);
                let label = t.look == TableLook::Details && i % 2 == 0 && t.columns.len() > 1;
                let style = if label { "TableLabel" } else { "TableText" };
                self.cell(widths[i], &shade, style, t.columns[i].align, &content);
            }
            self.out.push_str("</w:tr>");
        }
        if t.rows.is_empty() && t.header.is_empty() {
            self.out.push_str("<w:tr>");
            self.cell(total, "", "TableText", Align::Left, "");
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        self.keep = t.look == TableLook::Totals;
        self.gap();
        self.keep = false;
    }

    fn open_table(&mut self, style: &str, jc: &str, widths: &[f32], header: bool) {
        let total: f32 = widths.iter().sum();
        let first = u8::from(header);
        self.out.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>{jc}\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0{first}20\" w:firstRow=\"{first}\" \
             w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" \
             w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
            twips(total)
        ).replace("w:val=\"0120\"", "w:val=\"0620\"").replace("w:val=\"0020\"", "w:val=\"0600\""));
        for w in widths {
            self.out.push_str(&format!("<w:gridCol w:w=\"{}\"/>", twips(*w)));
        }
        self.out.push_str("</w:tblGrid>");
    }

    fn cell(&mut self, width: f32, properties: &str, style: &str, align: Align, content: &str) {
        self.out.push_str(&format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{properties}</w:tcPr>",
            twips(width)
        ));
        let jc = match align {
            Align::Left => "",
            Align::Centre => "<w:jc w:val=\"center\"/>",
            Align::Right => "<w:jc w:val=\"right\"/>",
        };
        let keep = if self.keep { "<w:keepNext/>" } else { "" };
        self.paragraph(style, &format!("{keep}{jc}"), content);
        self.out.push_str("</w:tc>");
    }

    fn signatures(&mut self, all: &[Signature]) {
        let half = self.width() / 2.0;
        let air = "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" \
                   w:lineRule=\"exact\"/>";
        self.paragraph("", air, "");
        for pair in all.chunks(2) {
            self.open_table("NetraDetails", "", &[half, half], false);
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for i in 0..2 {
                self.out.push_str(&format!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>",
                    twips(half)
                ));
                match pair.get(i) {
                    Some(s) => self.signature(s, half),
                    None => self.paragraph("TableText", "", ""),
                }
                self.out.push_str("</w:tc>");
            }
            self.out.push_str("</w:tr></w:tbl>");
            self.gap();
        }
    }

    fn signature(&mut self, s: &Signature, width: f32) {
        let bold = Look { bold: true, ..Look::default() };
        self.paragraph("TableText", "<w:keepNext/>", &run(&s.party, bold));
        let w = self.words;
        let tab = format!(
            "<w:keepNext/><w:tabs><w:tab w:val=\"right\" w:leader=\"underscore\" w:pos=\"{}\"/>\
             </w:tabs>",
            twips(width - 24.0)
        );
        let rows = [
            (w.signature, s.mark.as_str(), "<w:spacing w:before=\"560\" w:after=\"40\"/>"),
            (w.name, &s.name, ""),
            (w.position, &s.position, ""),
            (w.date, &s.signed_on, ""),
        ];
        for (label, value, spacing) in rows {
            let label = run(&format!("{label}: "), Look::default());
            let content = if value.is_empty() {
                format!("{label}<w:r><w:tab/></w:r>")
            } else {
                format!("{label}{}", run(value, Look::default()))
            };
            self.paragraph("TableText", &format!("{tab}{spacing}"), &content);
        }
    }

    fn contents(&mut self, lines: &[ContentsLine]) {
        let title = run(self.words.contents, Look::default());
        self.out.push_str(
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>\
             <w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>",
        );
        self.paragraph("TOCHeading", "", &title);
        let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>\
                     <w:instrText xml:space=\"preserve\"> TOC \\o \"1-3\" \\h \\z \\u </w:instrText>\
                     </w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
        for (i, l) in lines.iter().enumerate() {
            let n = self.marks.get(l.id.as_str()).copied().unwrap_or(0);
            let page = self.pages.get(&l.id).copied().unwrap_or(1);
            let text = run(&l.text, Look::default());
            let lead = if i == 0 { begin } else { "" };
            let content = format!(
                "{lead}<w:hyperlink w:anchor=\"_Toc{n:06}\" w:history=\"1\">{text}<w:r><w:tab/></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>\
                 <w:instrText xml:space=\"preserve\"> PAGEREF _Toc{n:06} \\h </w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{page}</w:t></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:hyperlink>"
            );
            self.paragraph(&format!("TOC{}", l.level.clamp(1, 3)), "", &content);
        }
        if !lines.is_empty() {
            self.out.push_str("<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>");
        }
        self.out.push_str("</w:sdtContent></w:sdt>");
    }

    fn chart(&mut self, c: &Chart) {
        if !c.title.is_empty() {
            let bold = Look { bold: true, ..Look::default() };
            self.paragraph("TableText", "<w:keepNext/>", &run(&c.title, bold));
        }
        let total = self.width();
        let widths = [total * 0.3, total * 0.5, total * 0.2];
        let largest = c.bars.iter().map(|b| b.size).fold(0.0, f64::max);
        if c.bars.is_empty() {
            return;
        }
        self.open_table("NetraDetails", "", &widths, false);
        for (n, b) in c.bars.iter().enumerate() {
            // A chart of one page's height stays together.
            self.keep = c.bars.len() <= 20 && n + 1 < c.bars.len();
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let label = run(&b.label, Look::default());
            self.cell(widths[0], "", "TableText", Align::Left, &label);
            // The bar is the shading of an empty paragraph, as long as its right indent leaves.
            let share = if largest > 0.0 { (b.size / largest) as f32 } else { 0.0 };
            let room = widths[1] - 12.0;
            self.out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>",
                twips(widths[1])
            ));
            let bar = if share > 0.0 {
                format!(
                    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>\
                     <w:spacing w:before=\"80\" w:after=\"80\"/><w:ind w:right=\"{}\"/>",
                    self.doc.brand.accent.hex(),
                    twips(room * (1.0 - share))
                )
            } else {
                String::new()
            };
            let keep = if self.keep { "<w:keepNext/>" } else { "" };
            self.paragraph("TableText", &format!("{keep}{bar}"), "");
            self.out.push_str("</w:tc>");
            let text = run(&b.text, Look::default());
            self.cell(widths[2], "", "TableText", Align::Right, &text);
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        self.gap();
    }

    fn inlines(&mut self, all: &[Inline], look: Look) -> String {
        let mut out = String::new();
        for i in all {
            match i {
                Inline::Text(t) => out.push_str(&run(t, look)),
                Inline::Strong(c) => out.push_str(&self.inlines(c, Look { bold: true, ..look })),
                Inline::Emphasis(c) => {
                    out.push_str(&self.inlines(c, Look { italic: true, ..look }));
                }
                Inline::Strike(c) => out.push_str(&self.inlines(c, Look { strike: true, ..look })),
                Inline::Code(c) => out.push_str(&run(c, Look { code: true, ..look })),
                Inline::Link { to, text } => {
                    let inner = self.inlines(text, Look { link: true, ..look });
                    let target = match to.strip_prefix('#') {
                        Some(id) => {
                            let n = self.marks.get(id).copied().unwrap_or(0);
                            format!("w:anchor=\"_Toc{n:06}\"")
                        }
                        None => format!("r:id=\"rIdL{}\"", self.link(to)),
                    };
                    out.push_str(&format!("<w:hyperlink {target}>{inner}</w:hyperlink>"));
                }
                Inline::Image { src, alt } => out.push_str(&self.picture(src, alt, 240.0, 60.0)),
                Inline::Footnote(n) => out.push_str(&format!(
                    "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>\
                     <w:footnoteReference w:id=\"{}\"/></w:r>",
                    n + 1
                )),
                Inline::Break => out.push_str("<w:r><w:br/></w:r>"),
            }
        }
        out
    }

    fn link(&mut self, to: &str) -> usize {
        match self.body.links.iter().position(|l| l == to) {
            Some(i) => i + 1,
            None => {
                self.body.links.push(to.to_owned());
                self.body.links.len()
            }
        }
    }

    fn picture(&mut self, src: &str, alt: &str, width: f32, height: f32) -> String {
        let Some(p) = self.doc.images.get(src) else { return String::new() };
        let (w, h) = fit(p, width, height);
        let n = match self.body.pictures.iter().position(|s| s == src) {
            Some(i) => i + 1,
            None => {
                self.body.pictures.push(src.to_owned());
                self.body.pictures.len()
            }
        };
        self.drawing(&format!("rIdP{n}"), alt, w, h)
    }

    fn drawing(&mut self, rel: &str, alt: &str, w: f32, h: f32) -> String {
        self.drawings += 1;
        let (n, alt, w, h) = (self.drawings, xml(alt), emu(w), emu(h));
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{w}\" cy=\"{h}\"/><wp:docPr id=\"{n}\" name=\"Picture {n}\" \
             descr=\"{alt}\"/><a:graphic><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"Picture {n}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{rel}\"/><a:stretch><a:fillRect/></a:stretch>\
             </pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{w}\" cy=\"{h}\"/>\
             </a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
             </a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    }
}

/// The size at which a picture is shown: at 96 pixels an inch, but never beyond the room.
pub(crate) fn fit(p: &Picture, width: f32, height: f32) -> (f32, f32) {
    let (w, h) = (p.width as f32 * 0.75, p.height as f32 * 0.75);
    let scale = (width / w).min(height / h).min(1.0);
    (w * scale, h * scale)
}

fn run(text: &str, look: Look) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut p = String::new();
    if look.link {
        p.push_str("<w:rStyle w:val=\"Hyperlink\"/>");
    } else if look.code {
        p.push_str("<w:rStyle w:val=\"CodeText\"/>");
    }
    if look.bold {
        p.push_str("<w:b/><w:bCs/>");
    }
    if look.italic {
        p.push_str("<w:i/><w:iCs/>");
    }
    if look.strike {
        p.push_str("<w:strike/>");
    }
    let p = if p.is_empty() { p } else { format!("<w:rPr>{p}</w:rPr>") };
    format!(
        "<w:r>{p}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
        xml(text).replace(['\n', '\t'], " ")
    )
}
