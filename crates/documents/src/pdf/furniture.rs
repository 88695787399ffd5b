//! What stands on each page: header, footer, page numbers, watermark. All of it artifacts.

use super::flow::{Flow, MUTED, RULE};
use super::lines::{Look, lay_out};
use super::page::{Item, Mark};
use crate::brand::Colour;
use crate::docx::SIDE;
use crate::tree::*;
use std::collections::BTreeMap;

pub(super) fn add(f: &mut Flow<'_>) {
    let doc = f.doc;
    let (w, h) = doc.meta.page.points();
    let total = f.laid.pages.len();
    let width = w - 2.0 * SIDE;
    let look = Look { colour: MUTED, italic: false, ..f.look(8.0) };
    let right = Look { align: Align::Right, ..look };
    let marks = super::marks(doc);
    let pages = std::mem::take(&mut f.laid.pages);
    let mut done = Vec::with_capacity(total);
    for (i, items) in pages.into_iter().enumerate() {
        f.laid.pages = vec![Vec::new()];
        if let Some(text) = &doc.brand.watermark {
            watermark(f, text, w, h);
        }
        if let Some(page) = f.laid.pages.last_mut() {
            page.extend(items);
        }
        let number = format!("{} {} {} {total}", f.words.page, i + 1, f.words.of);
        let cover = doc.meta.cover && i == 0;
        let mut pieces = vec![(marks.as_str(), look, h - 40.0)];
        if !cover {
            pieces.push((&number, right, h - 40.0));
        }
        if i > 0 {
            pieces.push((&doc.brand.name, look, 32.0));
            pieces.push((&doc.meta.title, right, 32.0));
        }
        for (text, look, y) in pieces {
            // Each side has its half; what is longer is cut to its first line.
            let half = width / 2.0 - 8.0;
            let x = if look.align == Align::Right { SIDE + width - half } else { SIDE };
            let lines = lay_out(f.engine, doc, &[Inline::Text(text.to_owned())], look, half);
            if let Some(line) = lines.lines.first() {
                f.line(line, &[], x, y, None, &mut BTreeMap::new());
            }
        }
        let mut rule = |y: f32| {
            let points = vec![(SIDE, y), (SIDE + width, y)];
            f.mark(None, Mark::Stroke { points, width: 0.5, colour: RULE });
        };
        if !cover {
            rule(h - 45.0);
        }
        if i > 0 {
            rule(47.0);
        }
        done.append(&mut f.laid.pages);
    }
    f.laid.pages = done;
}

fn watermark(f: &mut Flow<'_>, text: &str, w: f32, h: f32) {
    let size = (900.0 / text.chars().count().max(4) as f32).min(130.0);
    let colour = Colour(0xEC, 0xEE, 0xF1);
    let look = Look { bold: true, italic: false, colour, ..f.look(size) };
    let lines = lay_out(f.engine, f.doc, &[Inline::Text(text.to_owned())], look, 4000.0);
    let Some(line) = lines.lines.into_iter().next() else { return };
    let long = line.pieces.last().map_or(0.0, super::lines::Piece::right);
    let angle = 45.0_f32;
    let (sin, cos) = angle.to_radians().sin_cos();
    // The middle of the text stands in the middle of the page.
    let x = w / 2.0 - cos * long / 2.0 + sin * size * 0.35;
    let y = h / 2.0 + sin * long / 2.0 + cos * size * 0.35;
    for piece in line.pieces {
        let mark = Mark::Turned { piece, x, y, angle };
        if let Some(page) = f.laid.pages.last_mut() {
            page.push(Item { element: None, mark });
        }
    }
}
