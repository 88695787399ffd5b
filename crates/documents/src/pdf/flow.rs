//! Blocks → pages: where things stand, and where a page ends.
//!
//! Invariants: headings stay with what follows; a paragraph leaves at least two lines on either
//! side of a page's end; nothing is lost, however large it is.

use super::fonts::Engine;
use super::lines::{Line, Lines, Look, lay_out};
use super::page::{Element, Item, Laid, Link, Mark, Outline};
use crate::brand::Colour;
use crate::docx::{SIDE, fit};
use crate::format::{Words, words};
use crate::text::callout_title;
use crate::tree::*;
use std::collections::BTreeMap;

pub(super) const INK: Colour = Colour(0x26, 0x2B, 0x33);
pub(super) const MUTED: Colour = Colour(0x5B, 0x65, 0x73);
pub(super) const RULE: Colour = Colour(0xD5, 0xDA, 0xE1);
pub(super) const TOP: f32 = 65.0;
pub(super) const BOTTOM: f32 = 62.0;
/// Size of body text.
const BODY: f32 = 10.0;

/// A coloured ground or side bar that may go on over several pages.
struct Ground {
    x: f32,
    w: f32,
    from: f32,
    /// Where in the page's marks it belongs: under its text.
    at: usize,
    fill: Option<Colour>,
    bar: Colour,
}

pub(super) struct Flow<'a> {
    pub engine: &'a mut Engine,
    pub doc: &'a Document,
    pub words: &'static Words,
    pub laid: Laid,
    pub y: f32,
    pub left: f32,
    pub right: f32,
    bottom: f32,
    grounds: Vec<Ground>,
    /// The element that new elements go into.
    pub parent: usize,
    /// Pages of headings as found by an earlier run, for contents.
    known: &'a BTreeMap<String, usize>,
    pub colour: Colour,
    italic: bool,
    /// In a list whose items stand close.
    tight: bool,
}

/// Lays a document out. `known` are the pages of headings from an earlier run.
pub(super) fn lay_out_document(
    engine: &mut Engine,
    doc: &Document,
    known: &BTreeMap<String, usize>,
) -> Laid {
    let (w, h) = doc.meta.page.points();
    let root = Element { role: "Document", parent: 0, children: Vec::new(), alt: None };
    let mut f = Flow {
        engine,
        doc,
        words: words(doc.meta.language),
        laid: Laid {
            pages: vec![Vec::new()],
            links: Vec::new(),
            elements: vec![root],
            outline: Vec::new(),
            places: BTreeMap::new(),
        },
        y: TOP - 12.0,
        left: SIDE,
        right: w - SIDE,
        bottom: h - BOTTOM,
        grounds: Vec::new(),
        parent: 0,
        known,
        colour: INK,
        italic: false,
        tight: false,
    };
    f.opening();
    f.blocks(&doc.blocks);
    f.notes();
    super::furniture::add(&mut f);
    f.laid
}

impl Flow<'_> {
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    pub fn look(&self, size: f32) -> Look {
        Look {
            size,
            colour: self.colour,
            accent: self.doc.brand.accent,
            bold: false,
            italic: self.italic,
            mono: false,
            align: Align::Left,
            leading: 1.45,
        }
    }

    pub fn element(&mut self, role: &'static str) -> usize {
        self.element_in(self.parent, role)
    }

    pub fn element_in(&mut self, parent: usize, role: &'static str) -> usize {
        let n = self.laid.elements.len();
        self.laid.elements.push(Element { role, parent, children: Vec::new(), alt: None });
        self.laid.elements[parent].children.push(n);
        n
    }

    /// Runs `work` with new elements going into a new one.
    fn within(&mut self, role: &'static str, work: impl FnOnce(&mut Self)) {
        let before = self.parent;
        self.parent = self.element(role);
        work(self);
        self.parent = before;
    }

    pub fn page(&self) -> usize {
        self.laid.pages.len() - 1
    }

    pub fn mark(&mut self, element: Option<usize>, mark: Mark) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(Item { element, mark });
        }
    }

    pub fn new_page(&mut self) {
        self.close_grounds();
        self.laid.pages.push(Vec::new());
        self.y = TOP;
        for g in &mut self.grounds {
            g.from = TOP - 4.0;
            g.at = 0;
        }
    }

    pub fn room(&self) -> f32 {
        self.bottom - self.y
    }

    /// The height of an empty page.
    pub fn full(&self) -> f32 {
        self.bottom - TOP
    }

    pub fn need(&mut self, height: f32) {
        if self.room() < height && self.y > TOP + 1.0 {
            self.new_page();
        }
    }

    fn close_grounds(&mut self) {
        let to = self.y;
        // The innermost lies on top, so the outer ones are put in first.
        for i in (0..self.grounds.len()).rev() {
            let g = &self.grounds[i];
            let mut items = Vec::new();
            if let Some(colour) = g.fill {
                let mark = Mark::Fill { x: g.x, y: g.from, w: g.w, h: to - g.from, colour };
                items.push(Item { element: None, mark });
            }
            let bar = Mark::Fill { x: g.x, y: g.from, w: 3.0, h: to - g.from, colour: g.bar };
            items.push(Item { element: None, mark: bar });
            let at = g.at;
            if let Some(page) = self.laid.pages.last_mut() {
                let at = at.min(page.len());
                page.splice(at..at, items);
            }
        }
    }

    fn opening(&mut self) {
        let doc = self.doc;
        let accent = doc.brand.accent;
        if let Some(p) = doc.brand.logo.clone().and_then(crate::image::read) {
            let (w, h) = fit(&p, 160.0, 48.0);
            let e = self.element("Figure");
            self.laid.elements[e].alt = Some(doc.brand.name.clone());
            let mark = Mark::Picture { name: super::LOGO.into(), x: self.left, y: self.y, w, h };
            self.mark(Some(e), mark);
            self.y += h + 8.0;
        }
        let firm = Look { bold: true, colour: accent, ..self.look(13.0) };
        // The name at the left, the address beside it at the right edge.
        let (top, left, right) = (self.y, self.left, self.right);
        if !doc.brand.address.is_empty() {
            self.right = left + (right - left) * 0.55;
        }
        self.text_line(&doc.brand.name, firm, "P");
        let below = self.y;
        (self.y, self.left, self.right) = (top + 2.0, left + (right - left) * 0.55, right);
        for l in &doc.brand.address {
            let look = Look { colour: MUTED, align: Align::Right, ..self.look(8.5) };
            self.text_line(l, look, "P");
        }
        (self.y, self.left) = (self.y.max(below), left);
        self.y += if doc.meta.cover { 190.0 } else { 20.0 };
        if doc.meta.cover {
            let mark =
                Mark::Fill { x: self.left, y: self.y - 14.0, w: 64.0, h: 4.0, colour: accent };
            self.mark(None, mark);
        }
        let size = if doc.meta.cover { 30.0 } else { 23.0 };
        let place = (self.page(), self.y);
        self.laid.outline.push(Outline {
            level: 1,
            text: doc.meta.title.clone(),
            page: place.0,
            y: place.1,
        });
        let title = Look { bold: true, leading: 1.25, ..self.look(size) };
        self.text_line(&doc.meta.title, title, "H1");
        self.y += 3.0;
        for l in doc.meta.lines() {
            let size = if l == doc.meta.subtitle { 13.0 } else { BODY };
            let look = Look { colour: MUTED, ..self.look(size) };
            self.text_line(&l, look, "P");
        }
        if doc.meta.cover {
            self.new_page();
        } else {
            self.y += 8.0;
            self.rule(accent, 1.2);
            self.y += 14.0;
        }
    }

    pub(super) fn text_line(&mut self, text: &str, look: Look, role: &'static str) {
        if !text.trim().is_empty() {
            let e = self.element(role);
            self.text(&[Inline::Text(text.to_owned())], look, e);
        }
    }

    pub fn rule(&mut self, colour: Colour, width: f32) {
        let points = vec![(self.left, self.y), (self.right, self.y)];
        self.mark(None, Mark::Stroke { points, width, colour });
    }

    /// Lays out and places text at the full width.
    pub(super) fn text(&mut self, inlines: &[Inline], look: Look, element: usize) {
        let lines = lay_out(self.engine, self.doc, inlines, look, self.width());
        self.place(&lines, element);
    }

    /// Places lines one under the other, over pages if need be.
    pub fn place(&mut self, lines: &Lines, element: usize) {
        let n = lines.lines.len();
        let mut links = BTreeMap::new();
        for (i, line) in lines.lines.iter().enumerate() {
            let next = lines.lines.get(i + 1).map_or(0.0, |l| l.height);
            // Neither the first nor the last line stands alone.
            let pair = (i == 0 && n > 1) || (i + 2 == n && i > 0);
            self.need(if pair { line.height + next } else { line.height });
            self.line(line, &lines.links, self.left, self.y, Some(element), &mut links);
            self.y += line.height;
        }
    }

    /// Draws one line with its left edge at `x` and its top at `y`.
    pub fn line(
        &mut self,
        line: &Line,
        targets: &[String],
        x: f32,
        y: f32,
        element: Option<usize>,
        links: &mut BTreeMap<u16, usize>,
    ) {
        let base = y + line.baseline;
        for p in &line.pieces {
            let mut owner = element;
            let (left, right) = (x + p.left(), x + p.right());
            if let (Some(e), Some(to)) =
                (element, targets.get(usize::from(p.ink.link).wrapping_sub(1)))
            {
                let link = match links.get(&p.ink.link) {
                    Some(l) => *l,
                    None => self.element_in(e, "Link"),
                };
                links.insert(p.ink.link, link);
                owner = Some(link);
                let text = p.clusters.iter().map(|c| c.text.as_str()).collect();
                self.laid.links.push(Link {
                    page: self.laid.pages.len() - 1,
                    x: left,
                    y: base - p.size,
                    w: right - left,
                    h: p.size * 1.25,
                    to: to.clone(),
                    element: link,
                    text,
                });
                if !p.ink.raised {
                    let points = vec![(left, base + 1.6), (right, base + 1.6)];
                    self.mark(None, Mark::Stroke { points, width: 0.4, colour: p.ink.colour });
                }
            }
            let lift = if p.ink.raised { p.size * 0.55 } else { 0.0 };
            self.mark(owner, Mark::Text { piece: p.clone(), x, y: base - lift });
            if p.ink.strike {
                let at = base - p.size * 0.3;
                let points = vec![(left, at), (right, at)];
                self.mark(None, Mark::Stroke { points, width: 0.6, colour: p.ink.colour });
            }
        }
        for p in &line.pictures {
            let owner = element.map(|e| self.element_in(e, "Figure"));
            if let Some(e) = owner {
                self.laid.elements[e].alt = Some(p.alt.clone());
            }
            let (x, y) = (x + p.x, y + p.top);
            let mark = Mark::Picture { name: p.name.clone(), x, y, w: p.width, h: p.height };
            self.mark(owner, mark);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (i, b) in blocks.iter().enumerate() {
            if matches!(b, Block::Heading { .. }) {
                let height = self.kept_with_heading(&blocks[i + 1..]);
                self.need(height);
            }
            self.block(b);
        }
    }

    /// The height of a heading with what must stand on its page: sums, or what is signed with its
    /// signatures. Zero where the heading's own rule is enough.
    fn kept_with_heading(&mut self, after: &[Block]) -> f32 {
        const HEADING: f32 = 40.0;
        if let Some(Block::Table(t)) = after.first()
            && t.look == TableLook::Totals
        {
            return HEADING + super::table::about(t);
        }
        let until = after.iter().position(|b| matches!(b, Block::Heading { .. }));
        let own = &after[..until.unwrap_or(after.len()).min(5)];
        let Some(at) = own.iter().position(|b| matches!(b, Block::Signatures(_))) else {
            return 0.0;
        };
        let mut height = HEADING + super::table::SIGNATURES;
        for b in &own[..at] {
            height += match b {
                Block::Paragraph(text) => {
                    let look = self.look(BODY);
                    lay_out(self.engine, self.doc, text, look, self.width()).height() + 6.0
                }
                Block::Table(t) => super::table::about(t),
                _ => 40.0,
            };
        }
        height.min(self.full())
    }

    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, id, text } => self.heading(*level, id, text),
            Block::Paragraph(text) => {
                let e = self.element("P");
                self.text(text, self.look(BODY), e);
                self.y += if self.tight { 3.0 } else { 6.0 };
            }
            Block::List(l) => self.list(l),
            Block::Table(t) => self.table(t),
            Block::Quote(b) => {
                let (colour, italic) = (self.colour, self.italic);
                (self.colour, self.italic) = (MUTED, true);
                self.within("BlockQuote", |f| f.grounded(None, RULE, |f| f.blocks(b)));
                (self.colour, self.italic) = (colour, italic);
            }
            Block::Callout { kind, title, blocks } => {
                let bar = match kind {
                    Callout::Warning | Callout::Caution => Colour(0xB4, 0x53, 0x09),
                    _ => self.doc.brand.accent,
                };
                let title = callout_title(*kind, title, self.words).to_owned();
                self.need(60.0);
                self.within("Div", |f| {
                    f.grounded(Some(bar.tint(0.07)), bar, |f| {
                        let look = Look { bold: true, colour: bar, ..f.look(BODY) };
                        f.text_line(&title, look, "P");
                        f.y += 2.0;
                        f.blocks(blocks);
                    });
                });
            }
            Block::Code(code) => self.code(code),
            Block::Rule => {
                self.need(20.0);
                self.y += 8.0;
                self.rule(RULE, 0.8);
                self.y += 12.0;
            }
            Block::PageBreak => {
                if self.y > TOP + 1.0 {
                    self.new_page();
                }
            }
            Block::Signatures(all) => self.signatures(all),
            Block::Contents(lines) => self.contents(lines),
            Block::Chart(c) => self.chart(c),
            Block::Figure { src, alt } => self.figure(src, alt),
        }
    }

    fn heading(&mut self, level: u8, id: &str, text: &[Inline]) {
        let i = usize::from(level.clamp(1, 6)) - 1;
        let size = [17.0, 13.5, 11.5, 10.5, 10.0, 10.0][i];
        let before = [18.0, 13.0, 9.0, 7.0, 6.0, 6.0][i];
        if self.y > TOP + 1.0 {
            self.y += before;
        }
        let colour = if level <= 3 { self.doc.brand.accent } else { INK };
        let look = Look { bold: true, colour, leading: 1.3, ..self.look(size) };
        let lines = lay_out(self.engine, self.doc, text, look, self.width());
        self.need(lines.height() + 58.0);
        let place = (self.page(), self.y);
        self.laid.places.insert(id.to_owned(), place);
        let text = plain(text);
        self.laid.outline.push(Outline { level: level.max(2), text, page: place.0, y: place.1 });
        let role = ["H1", "H2", "H3", "H4", "H5", "H6"][i];
        let e = self.element(role);
        self.place(&lines, e);
        self.y += if level <= 2 { 6.0 } else { 4.0 };
    }

    /// Runs `work` indented, over a ground that goes on with the text.
    fn grounded(&mut self, fill: Option<Colour>, bar: Colour, work: impl FnOnce(&mut Self)) {
        let (left, right) = (self.left, self.right);
        let at = self.laid.pages.last().map_or(0, Vec::len);
        self.grounds.push(Ground { x: left, w: right - left, from: self.y, at, fill, bar });
        self.y += 7.0;
        self.left += 15.0;
        self.right -= 10.0;
        work(self);
        self.left = left;
        self.right = right;
        self.y += 1.0;
        let outer: Vec<Ground> = self.grounds.drain(..self.grounds.len() - 1).collect();
        self.close_grounds();
        self.grounds = outer;
        self.y += 10.0;
    }

    fn code(&mut self, code: &str) {
        let e = self.element("Code");
        let look = Look { mono: true, ..self.look(8.5) };
        let text: Vec<Inline> = code
            .lines()
            .flat_map(|l| [Inline::Break, Inline::Text(l.replace(' ', "\u{A0}"))])
            .skip(1)
            .collect();
        self.grounded(Some(Colour(0xF4, 0xF5, 0xF7)), RULE, |f| {
            f.text(&text, look, e);
            f.y += 6.0;
        });
    }

    fn list(&mut self, list: &List) {
        let (outer, tight) = (self.parent, self.tight);
        self.tight = list.tight;
        self.parent = self.element("L");
        let l = self.parent;
        for (i, item) in list.items.iter().enumerate() {
            self.parent = l;
            let li = self.element("LI");
            self.need(BODY * 1.45);
            let label = self.element_in(li, "Lbl");
            self.label(list, i, item.task, label);
            self.parent = self.element_in(li, "LBody");
            self.left += 18.0;
            self.blocks(&item.blocks);
            self.left -= 18.0;
            if item.blocks.is_empty() {
                self.y += BODY * 1.45;
            }
        }
        self.parent = outer;
        self.tight = tight;
        self.y += if tight { 0.0 } else { 4.0 };
    }

    fn label(&mut self, list: &List, i: usize, task: Option<bool>, element: usize) {
        let mid = self.y + BODY * 0.72;
        if let Some(done) = task {
            let (x, s) = (self.left + 3.0, 8.0);
            let y = mid - s / 2.0;
            let accent = self.doc.brand.accent;
            let colour = if done { accent } else { MUTED };
            let points = vec![(x, y), (x + s, y), (x + s, y + s), (x, y + s), (x, y)];
            self.mark(Some(element), Mark::Stroke { points, width: 0.9, colour });
            if done {
                let points = vec![(x + 1.7, y + 4.2), (x + 3.4, y + 6.0), (x + 6.5, y + 2.0)];
                self.mark(Some(element), Mark::Stroke { points, width: 1.3, colour });
            }
            let state = if done { "\u{2611}" } else { "\u{2610}" };
            self.laid.elements[element].alt = Some(state.to_owned());
            return;
        }
        let text = match list.start {
            Some(start) => format!("{}.", u64::from(start) + i as u64),
            None => "•".to_owned(),
        };
        let look = self.look(BODY);
        let lines = lay_out(self.engine, self.doc, &[Inline::Text(text)], look, 60.0);
        if let Some(line) = lines.lines.first() {
            // Numbers end at one edge, bullets begin at one.
            let wide = line.pieces.last().map_or(0.0, super::lines::Piece::right);
            let x = if list.start.is_some() { self.left + 14.0 - wide } else { self.left + 5.0 };
            self.line(line, &[], x, self.y, Some(element), &mut BTreeMap::new());
        }
    }

    fn contents(&mut self, lines: &[ContentsLine]) {
        let look = Look { bold: true, colour: self.doc.brand.accent, ..self.look(13.5) };
        self.need(80.0);
        self.text_line(self.words.contents, look, "P");
        self.y += 4.0;
        let outer = self.parent;
        let toc = self.element("TOC");
        let right = self.right;
        for l in lines {
            let line = self.element_in(toc, "TOCI");
            let indent = 16.0 * f32::from(l.level.saturating_sub(2));
            let number = self.known.get(&l.id).map_or(String::new(), usize::to_string);
            let look = Look { accent: INK, ..self.look(BODY) };
            let link = |text: &str| {
                vec![Inline::Link {
                    to: format!("#{}", l.id),
                    text: vec![Inline::Text(text.into())],
                }]
            };
            let number = lay_out(
                self.engine,
                self.doc,
                &[Inline::Text(number)],
                Look { align: Align::Right, ..look },
                40.0,
            );
            self.left += indent;
            self.right -= 44.0;
            let text = lay_out(self.engine, self.doc, &link(&l.text), look, self.width());
            let start = self.laid.pages.last().map_or(0, Vec::len);
            self.place(&text, line);
            // A contents line is not underlined.
            if let Some(page) = self.laid.pages.last_mut() {
                let kept: Vec<Item> = page
                    .drain(start.min(page.len())..)
                    .filter(|i| !matches!(i.mark, Mark::Stroke { .. }))
                    .collect();
                page.extend(kept);
            }
            self.left -= indent;
            self.right = right;
            if let (Some(number), Some(last)) = (number.lines.first(), text.lines.last()) {
                let top = self.y - last.height;
                let end =
                    self.left + indent + last.pieces.last().map_or(0.0, super::lines::Piece::right);
                let first = number.pieces.first().map_or(0.0, super::lines::Piece::left);
                let to = right - 40.0 + first - 5.0;
                let mut x = ((end + 6.0) / 5.0).ceil() * 5.0;
                while x < to {
                    let dot = Mark::Fill {
                        x,
                        y: top + number.baseline - 1.0,
                        w: 0.9,
                        h: 0.9,
                        colour: MUTED,
                    };
                    self.mark(None, dot);
                    x += 5.0;
                }
                self.line(number, &[], right - 40.0, top, Some(line), &mut BTreeMap::new());
            }
            self.y += 2.5;
        }
        self.parent = outer;
        self.y += 10.0;
    }
}
