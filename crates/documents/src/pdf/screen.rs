//! Marks → one SVG picture a page, for looking at a document without a PDF viewer: the same
//! layout, hence the same line and page breaks as the PDF.
//!
//! Invariant: a page is self-contained (glyphs are outlines, pictures are inside), names nothing
//! outside and runs nothing: text can only become outlines.

use super::LOGO;
use super::fonts::FACES;
use super::lines::Piece;
use super::page::{Item, Mark};
use crate::brand::Colour;
use crate::tree::{Document, PictureKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Each page as SVG.
pub(crate) fn pages(doc: &Document) -> Vec<String> {
    let mut outlines = BTreeMap::new();
    super::laid(doc).pages.iter().map(|items| page(doc, items, &mut outlines)).collect()
}

/// Outlines by face and glyph, drawn once for all pages.
type Outlines = BTreeMap<(usize, u16), String>;

fn page(doc: &Document, items: &[Item], outlines: &mut Outlines) -> String {
    let (w, h) = doc.meta.page.points();
    let mut body = String::new();
    let mut used = BTreeSet::new();
    for item in items {
        match &item.mark {
            Mark::Text { piece, x, y } => {
                text(piece, [1.0, 0.0, *x, *y], &mut used, &mut body);
            }
            Mark::Turned { piece, x, y, angle } => {
                let (sin, cos) = angle.to_radians().sin_cos();
                text(piece, [cos, sin, *x, *y], &mut used, &mut body);
            }
            Mark::Fill { x, y, w, h, colour } => put(
                &mut body,
                format_args!(
                    "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{w:.2}\" height=\"{h:.2}\" fill=\"{}\"/>",
                    hex(*colour)
                ),
            ),
            Mark::Stroke { points, width, colour } => {
                body.push_str("<polyline points=\"");
                for (x, y) in points {
                    put(&mut body, format_args!("{x:.2},{y:.2} "));
                }
                put(
                    &mut body,
                    format_args!(
                        "\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width:.2}\"/>",
                        hex(*colour)
                    ),
                );
            }
            Mark::Picture { name, x, y, w, h } => picture(doc, name, [*x, *y, *w, *h], &mut body),
        }
    }
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
         viewBox=\"0 0 {w} {h}\"><rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/><defs>"
    );
    for (face, glyph) in used {
        let d = outlines.entry((face, glyph)).or_insert_with(|| outline(face, glyph));
        put(&mut out, format_args!("<path id=\"{}\" d=\"{d}\"/>", id(face, glyph)));
    }
    out.push_str("</defs>");
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

/// Writing to a `String` cannot fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn id(face: usize, glyph: u16) -> String {
    format!("g{face}-{glyph}")
}

fn hex(c: Colour) -> String {
    format!("#{}", c.hex())
}

/// One piece of text; `m` is cosine, sine and the left end of the baseline. Within the group one
/// unit is a font unit (all bundled faces have 1000 to the em) and `y` grows upwards.
fn text(piece: &Piece, m: [f32; 4], used: &mut BTreeSet<(usize, u16)>, out: &mut String) {
    let unit = piece.size / 1000.0;
    let [cos, sin, x, y] = m;
    put(
        out,
        format_args!(
            "<g fill=\"{}\" transform=\"matrix({:.5} {:.5} {:.5} {:.5} {x:.2} {y:.2})\">",
            hex(piece.ink.colour),
            cos * unit,
            -sin * unit,
            -sin * unit,
            -cos * unit,
        ),
    );
    for g in piece.clusters.iter().flat_map(|c| &c.glyphs) {
        if outline_is_empty(piece.face, g.id) {
            continue;
        }
        used.insert((piece.face, g.id));
        let at = g.x / unit;
        put(out, format_args!("<use href=\"#{}\" x=\"{at:.0}\"", id(piece.face, g.id)));
        if g.rise.abs() > 0.01 {
            put(out, format_args!(" y=\"{:.0}\"", g.rise / unit));
        }
        out.push_str("/>");
    }
    out.push_str("</g>");
}

/// Blanks need no drawing.
fn outline_is_empty(face: usize, glyph: u16) -> bool {
    let blank = FontRef::new(FACES[face].bytes).ok().and_then(|f| f.charmap().map(' '));
    blank == Some(GlyphId::from(glyph))
}

fn outline(face: usize, glyph: u16) -> String {
    let mut pen = Pen(String::new());
    if let Ok(font) = FontRef::new(FACES[face].bytes)
        && let Some(glyph) = font.outline_glyphs().get(GlyphId::from(glyph))
    {
        // A glyph that cannot be drawn stays white, as it would in the PDF.
        let _ =
            glyph.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen);
    }
    pen.0
}

struct Pen(String);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        put(&mut self.0, format_args!("M{x:.0} {y:.0}"));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        put(&mut self.0, format_args!("L{x:.0} {y:.0}"));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        put(&mut self.0, format_args!("Q{cx:.0} {cy:.0} {x:.0} {y:.0}"));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        put(&mut self.0, format_args!("C{ax:.0} {ay:.0} {bx:.0} {by:.0} {x:.0} {y:.0}"));
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

fn picture(doc: &Document, name: &str, [x, y, w, h]: [f32; 4], out: &mut String) {
    let logo = || doc.brand.logo.clone().and_then(crate::image::read);
    let picture = if name == LOGO { logo() } else { doc.images.get(name).cloned() };
    let Some(picture) = picture else { return };
    let kind = match picture.kind {
        PictureKind::Png => "png",
        PictureKind::Jpeg => "jpeg",
    };
    put(
        out,
        format_args!(
            "<image x=\"{x:.2}\" y=\"{y:.2}\" width=\"{w:.2}\" height=\"{h:.2}\" \
             href=\"data:image/{kind};base64,{}\"/>",
            STANDARD.encode(&picture.bytes)
        ),
    );
}
