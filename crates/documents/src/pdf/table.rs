//! Tables, signature blocks and charts on pages.
//!
//! Invariants: the header row is repeated on each page (as an artifact, it is read once); a row
//! is split only when it is higher than a page.

use super::flow::{Flow, INK, MUTED, RULE};
use super::lines::{Line, Lines, Look, lay_out};
use super::page::Mark;
use crate::columns::{PADDING, widths};
use crate::tree::*;
use std::collections::BTreeMap;

/// Space above and below a cell's text.
const PAD: f32 = 4.0;
/// Size of text in tables.
const SIZE: f32 = 9.2;

/// The height of a pair of signatures.
pub(super) const SIGNATURES: f32 = 130.0;

/// About how high a table of short cells is, with its header and the line that follows.
pub(super) fn about(t: &Table) -> f32 {
    let rows = t.rows.len() + usize::from(!t.header.is_empty());
    rows as f32 * (SIZE * 1.38 + 2.0 * PAD) + 30.0
}

struct Row {
    cells: Vec<Lines>,
    height: f32,
}

impl Flow<'_> {
    pub(super) fn table(&mut self, t: &Table) {
        let total = if t.look == TableLook::Totals { self.width() * 0.5 } else { self.width() };
        let columns = widths(t, total);
        let x = if t.look == TableLook::Totals { self.right - total } else { self.left };
        let table = self.element("Table");
        let accent = self.doc.brand.accent;
        let ruled = t.look != TableLook::Details;
        let header = (!t.header.is_empty()).then(|| {
            let look = Look { bold: true, colour: accent, ..self.look(8.8) };
            self.row(t, &t.header, &columns, |_| look)
        });
        let top = header.as_ref().map_or(0.0, |h| h.height);
        self.y += 3.0;
        self.need(top + 34.0);
        if t.look == TableLook::Totals {
            // Sums stay together, with the line under them that says them in words.
            self.need(about(t).min(self.full() / 2.0));
        }
        if let Some(h) = &header {
            self.header(h, &columns, x, table, t, true);
        } else if ruled {
            self.line_at(x, total, accent, 1.0);
        }
        for (n, cells) in t.rows.iter().enumerate() {
            let last = t.look == TableLook::Totals && n + 1 == t.rows.len();
            let sum = ruled && (is_total(cells) || last);
            let details = t.look == TableLook::Details && t.columns.len() > 1;
            let base = self.look(SIZE);
            let row = self.row(t, cells, &columns, |i| Look {
                bold: last,
                colour: if details && i % 2 == 0 { MUTED } else { INK },
                ..base
            });
            // The sum does not stand alone on a new page if it can be helped.
            let next_is_sum = t.rows.get(n + 1).is_some_and(|r| is_total(r));
            let want = row.height + if next_is_sum { row.height } else { 0.0 };
            if self.room() < want.min(self.full() - top) && self.room() < self.full() - top - 1.0 {
                self.new_page();
                if let Some(h) = &header {
                    self.header(h, &columns, x, table, t, false);
                }
            }
            let tr = self.element_in(table, "TR");
            let owners: Vec<usize> = cells.iter().map(|_| self.element_in(tr, "TD")).collect();
            if row.height > self.room() {
                self.split(&row, &columns, x, &owners, header.as_ref(), (table, t));
            } else {
                if sum {
                    let colour = accent.tint(0.06);
                    let (y, h) = (self.y, row.height);
                    self.mark(None, Mark::Fill { x, y, w: total, h, colour });
                }
                self.cells(&row, &columns, x, &owners);
                self.y += row.height;
            }
            if ruled {
                let end = n + 1 == t.rows.len();
                self.line_at(
                    x,
                    total,
                    if end { accent } else { RULE },
                    if end { 0.9 } else { 0.5 },
                );
            }
        }
        self.y += 11.0;
    }

    fn row(
        &mut self,
        t: &Table,
        cells: &[Cell],
        columns: &[f32],
        look: impl Fn(usize) -> Look,
    ) -> Row {
        let cells: Vec<Lines> = cells
            .iter()
            .enumerate()
            .map(|(i, cell)| {
                let look = Look { align: t.columns[i].align, leading: 1.38, ..look(i) };
                let width = (columns[i] - 2.0 * PADDING).max(8.0);
                lay_out(self.engine, self.doc, cell, look, width)
            })
            .collect();
        let pad = if t.look == TableLook::Details { PAD * 0.5 } else { PAD };
        let height = cells.iter().map(Lines::height).fold(SIZE, f32::max) + 2.0 * pad;
        Row { cells, height }
    }

    fn header(&mut self, row: &Row, columns: &[f32], x: f32, table: usize, t: &Table, first: bool) {
        let total: f32 = columns.iter().sum();
        let accent = self.doc.brand.accent;
        let mark = Mark::Fill { x, y: self.y, w: total, h: row.height, colour: accent.tint(0.10) };
        self.mark(None, mark);
        if t.look != TableLook::Details {
            self.line_at(x, total, accent, 1.0);
        }
        if first {
            let tr = self.element_in(table, "TR");
            let owners: Vec<usize> = row.cells.iter().map(|_| self.element_in(tr, "TH")).collect();
            self.cells(row, columns, x, &owners);
        } else {
            self.cells(row, columns, x, &[]);
        }
        self.y += row.height;
    }

    fn line_at(&mut self, x: f32, w: f32, colour: crate::brand::Colour, width: f32) {
        let points = vec![(x, self.y), (x + w, self.y)];
        self.mark(None, Mark::Stroke { points, width, colour });
    }

    /// Draws the cells of a row at the present height; without owners they are artifacts.
    fn cells(&mut self, row: &Row, columns: &[f32], x: f32, owners: &[usize]) {
        let highest = row.cells.iter().map(Lines::height).fold(SIZE, f32::max);
        let pad = (row.height - highest) / 2.0;
        let mut left = x;
        for (i, cell) in row.cells.iter().enumerate() {
            let mut y = self.y + pad;
            let mut links = BTreeMap::new();
            for line in &cell.lines {
                let owner = owners.get(i).copied();
                self.line(line, &cell.links, left + PADDING, y, owner, &mut links);
                y += line.height;
            }
            left += columns.get(i).copied().unwrap_or(0.0);
        }
    }

    /// A row higher than a page: as many lines as fit, then the next page.
    fn split(
        &mut self,
        row: &Row,
        columns: &[f32],
        x: f32,
        owners: &[usize],
        header: Option<&Row>,
        (table, t): (usize, &Table),
    ) {
        let mut rest: Vec<&[Line]> = row.cells.iter().map(|c| c.lines.as_slice()).collect();
        let mut links: Vec<BTreeMap<u16, usize>> = vec![BTreeMap::new(); rest.len()];
        loop {
            let room = self.room() - 2.0 * PAD;
            let mut used = 0.0_f32;
            let mut left = x;
            for (i, lines) in rest.iter_mut().enumerate() {
                let mut y = 0.0;
                while let Some((line, after)) = lines.split_first() {
                    if y + line.height > room && y > 0.0 {
                        break;
                    }
                    let top = self.y + PAD + y;
                    let cell = &row.cells[i];
                    self.line(
                        line,
                        &cell.links,
                        left + PADDING,
                        top,
                        owners.get(i).copied(),
                        &mut links[i],
                    );
                    y += line.height;
                    *lines = after;
                }
                used = used.max(y);
                left += columns[i];
            }
            self.y += used + 2.0 * PAD;
            if rest.iter().all(|l| l.is_empty()) {
                return;
            }
            self.new_page();
            if let Some(h) = header {
                self.header(h, columns, x, table, t, false);
            }
        }
    }

    pub(super) fn signatures(&mut self, all: &[Signature]) {
        let gap = 28.0;
        let width = (self.width() - gap) / 2.0;
        for pair in all.chunks(2) {
            self.need(SIGNATURES);
            let top = self.y + 8.0;
            let mut lowest = top;
            for (i, s) in pair.iter().enumerate() {
                let x = self.left + (width + gap) * i as f32;
                self.y = top;
                self.signature(s, x, width);
                lowest = lowest.max(self.y);
            }
            self.y = lowest + 12.0;
        }
    }

    fn signature(&mut self, s: &Signature, x: f32, width: f32) {
        let outer = self.parent;
        self.parent = self.element("Div");
        let bold = Look { bold: true, ..self.look(SIZE + 0.4) };
        self.field(&[Inline::Text(s.party.clone())], bold, x, width);
        self.y += 30.0;
        let w = self.words;
        for (label, value) in [
            (w.signature, s.mark.as_str()),
            (w.name, &s.name),
            (w.position, &s.position),
            (w.date, &s.signed_on),
        ] {
            let base = self.look(SIZE);
            let text = [Inline::Text(format!("{label}: {value}"))];
            let top = self.y;
            self.field(
                &text,
                Look { colour: if value.is_empty() { MUTED } else { INK }, ..base },
                x,
                width,
            );
            if value.is_empty() {
                let y = top + SIZE * 1.25;
                let points = vec![(x + 62.0, y), (x + width, y)];
                self.mark(None, Mark::Stroke { points, width: 0.6, colour: MUTED });
            }
            self.y += 5.0;
        }
        self.parent = outer;
    }

    /// Lines at a place of their own, never over a page's end.
    fn field(&mut self, text: &[Inline], look: Look, x: f32, width: f32) {
        let e = self.element("P");
        let lines = lay_out(self.engine, self.doc, text, look, width);
        for line in &lines.lines {
            self.line(line, &lines.links, x, self.y, Some(e), &mut BTreeMap::new());
            self.y += line.height;
        }
    }

    pub(super) fn chart(&mut self, c: &Chart) {
        let row = 19.0;
        self.need((row * c.bars.len().min(6) as f32) + 30.0);
        let outer = self.parent;
        self.parent = self.element("Div");
        if !c.title.is_empty() {
            let look = Look { bold: true, ..self.look(SIZE + 0.4) };
            let (x, width) = (self.left, self.width());
            self.field(&[Inline::Text(c.title.clone())], look, x, width);
            self.y += 4.0;
        }
        let total = self.width();
        let (label, bar, text) = (total * 0.3, total * 0.48, total * 0.22);
        let largest = c.bars.iter().map(|b| b.size).fold(0.0, f64::max);
        for b in &c.bars {
            let look = self.look(SIZE);
            let left =
                lay_out(self.engine, self.doc, &[Inline::Text(b.label.clone())], look, label - 8.0);
            let right = Look { align: Align::Right, bold: true, ..look };
            let value =
                lay_out(self.engine, self.doc, &[Inline::Text(b.text.clone())], right, text - 4.0);
            let height = left.height().max(value.height()).max(row - 4.0) + 4.0;
            self.need(height);
            let e = self.element("P");
            let (x, y) = (self.left, self.y);
            let mut links = BTreeMap::new();
            for (lines, at) in [(&left, x), (&value, x + label + bar + 4.0)] {
                let mut down = y + 1.0;
                for line in &lines.lines {
                    self.line(line, &[], at, down, Some(e), &mut links);
                    down += line.height;
                }
            }
            let share = if largest > 0.0 { (b.size / largest) as f32 } else { 0.0 };
            let accent = self.doc.brand.accent;
            let track =
                Mark::Fill { x: x + label, y: y + 2.5, w: bar, h: 10.0, colour: accent.tint(0.08) };
            self.mark(None, track);
            if share > 0.0 {
                let mark = Mark::Fill {
                    x: x + label,
                    y: y + 2.5,
                    w: bar * share,
                    h: 10.0,
                    colour: accent,
                };
                self.mark(None, mark);
            }
            self.y += height;
        }
        self.parent = outer;
        self.y += 10.0;
    }
}
