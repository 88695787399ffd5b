//! Marks → printpdf operations → a lopdf document.
//!
//! Invariant: fonts are subset by us, in the order of glyph ids, under fixed names, so that the
//! output does not depend on the order in which text was met.

use super::fonts::FACES;
use super::lines::{Cluster, Piece};
use super::page::{Item, Laid, Mark};
use super::{LOGO, pictures};
use crate::brand::Colour;
use crate::error::{Result, failed};
use crate::tree::Document;
use printpdf::{
    Codepoint, Color, DictItem, FontId, FontMetrics, FontType, Line, LinePoint, Op, PaintMode,
    ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfFontMetricsStub, PdfPage, PdfSaveOptions,
    Point, Pt, Rect, Rgb, TextItem, TextMatrix, XObjectId, XObjectTransform,
};
use std::collections::{BTreeMap, BTreeSet};
use subsetter::GlyphRemapper;

/// A piece of marked content: page, and its number on that page.
pub(super) type Content = (usize, usize);

/// What is needed of a face to write with it.
struct Subset {
    map: GlyphRemapper,
    /// Text of glyphs, by the face's own ids.
    texts: BTreeMap<u16, String>,
    widths: Vec<u16>,
    id: FontId,
}

/// Writes the pages. Gives the document and, for each element, its pieces of marked content in
/// reading order.
pub(super) fn write(doc: &Document, laid: &Laid) -> Result<(lopdf::Document, Vec<Vec<Content>>)> {
    let mut pdf = PdfDocument::new("");
    let subsets = subsets(laid, &mut pdf)?;
    let names = picture_ids(doc, laid, &mut pdf)?;
    let (_, height) = doc.meta.page.points();
    let mut contents = vec![Vec::new(); laid.elements.len()];
    for (n, items) in laid.pages.iter().enumerate() {
        let mut w = Writer { ops: Vec::new(), subsets: &subsets, names: &names, height, ink: None };
        let mut next = 0;
        let mut at = 0;
        while at < items.len() {
            let owner = items[at].element;
            let end =
                items[at..].iter().position(|i| i.element != owner).map_or(items.len(), |e| at + e);
            match owner {
                Some(e) => {
                    contents[e].push((n, next));
                    let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(next as i64))]);
                    w.ops.push(Op::BeginMarkedContentWithProperties {
                        tag: laid.elements[e].role.to_owned(),
                        properties: DictItem::Dict { map },
                    });
                    next += 1;
                }
                None => w.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
            }
            w.items(&items[at..end]);
            w.ops.push(Op::EndMarkedContent);
            at = end;
        }
        let sheet = Rect {
            x: Pt(0.0),
            y: Pt(0.0),
            width: Pt(0.0),
            height: Pt(0.0),
            mode: None,
            winding_order: None,
        };
        pdf.pages.push(PdfPage {
            media_box: sheet.clone(),
            trim_box: sheet.clone(),
            crop_box: sheet,
            ops: w.ops,
        });
    }
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut warnings = Vec::new();
    Ok((printpdf::serialize::to_lopdf_doc(&pdf, &options, &mut warnings), contents))
}

fn picture_ids(
    doc: &Document,
    laid: &Laid,
    pdf: &mut PdfDocument,
) -> Result<BTreeMap<String, XObjectId>> {
    let used: BTreeSet<&str> = laid
        .pages
        .iter()
        .flatten()
        .filter_map(|i| match &i.mark {
            Mark::Picture { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let mut names = BTreeMap::new();
    for (i, name) in used.into_iter().enumerate() {
        let logo = || doc.brand.logo.clone().and_then(crate::image::read);
        let picture = if name == LOGO { logo() } else { doc.images.get(name).cloned() };
        let Some(picture) = picture else { continue };
        let id = XObjectId(format!("P{i}"));
        pdf.resources.xobjects.map.insert(id.clone(), pictures::object(&picture, name)?);
        names.insert(name.to_owned(), id);
    }
    Ok(names)
}

fn pieces(items: &[Item]) -> impl Iterator<Item = &Piece> {
    items.iter().filter_map(|i| match &i.mark {
        Mark::Text { piece, .. } | Mark::Turned { piece, .. } => Some(piece),
        _ => None,
    })
}

fn subsets(laid: &Laid, pdf: &mut PdfDocument) -> Result<Vec<Option<Subset>>> {
    let mut used: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); FACES.len()];
    let mut texts: Vec<BTreeMap<u16, String>> = vec![BTreeMap::new(); FACES.len()];
    for p in laid.pages.iter().flat_map(|items| pieces(items)) {
        for c in &p.clusters {
            used[p.face].extend(c.glyphs.iter().map(|g| g.id));
            if let [g] = c.glyphs.as_slice() {
                // The least text, whatever order it is met in.
                let t = texts[p.face].entry(g.id).or_insert_with(|| c.text.clone());
                if c.text.len() < t.len() || (c.text.len() == t.len() && c.text < *t) {
                    t.clone_from(&c.text);
                }
            }
        }
    }
    let mut out = Vec::new();
    for (face, (ids, texts)) in used.into_iter().zip(texts).enumerate() {
        if ids.is_empty() {
            out.push(None);
            continue;
        }
        let mut map = GlyphRemapper::new();
        for id in &ids {
            map.remap(*id);
        }
        let bytes = FACES[face].bytes;
        let program = subsetter::subset(bytes, 0, &map).map_err(failed)?;
        let metrics = Metrics::read(bytes).ok_or_else(|| failed("a bundled font is broken"))?;
        let id = FontId(format!("N{face}"));
        let widths = ids.iter().map(|g| (map.get(*g).unwrap_or(0), metrics.width(*g))).collect();
        let parsed = ParsedFont {
            original_bytes: program,
            font_index: 0,
            font_name: Some(FACES[face].name.to_owned()),
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: widths,
            units_per_em: 1000,
            font_metrics: FontMetrics { ascent: metrics.ascent, descent: metrics.descent },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: 1000,
                x_min: metrics.bounds[0],
                y_min: metrics.bounds[1],
                x_max: metrics.bounds[2],
                y_max: metrics.bounds[3],
                caret_slope_rise: metrics.slope.0,
                caret_slope_run: metrics.slope.1,
                us_weight_class: if FACES[face].name.contains("Bold") { 700 } else { 400 },
            },
        };
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed));
        out.push(Some(Subset { map, texts, widths: metrics.widths, id }));
    }
    Ok(out)
}

/// What a font file says about itself; the bundled fonts all have 1000 units to the em.
struct Metrics {
    ascent: i16,
    descent: i16,
    bounds: [i16; 4],
    slope: (i16, i16),
    widths: Vec<u16>,
}

impl Metrics {
    fn read(font: &[u8]) -> Option<Metrics> {
        let word = |at: usize| Some(u16::from_be_bytes([*font.get(at)?, *font.get(at + 1)?]));
        let signed = |at: usize| word(at).map(|w| w as i16);
        let table = |tag: &[u8; 4]| {
            let records = font.get(12..12 + 16 * usize::from(word(4)?))?;
            let r = records.chunks_exact(16).find(|r| r.starts_with(tag))?;
            Some(u32::from_be_bytes([r[8], r[9], r[10], r[11]]) as usize)
        };
        let (head, hhea, hmtx) = (table(b"head")?, table(b"hhea")?, table(b"hmtx")?);
        if word(head + 18)? != 1000 {
            return None;
        }
        let n = usize::from(word(hhea + 34)?);
        Some(Metrics {
            ascent: signed(hhea + 4)?,
            descent: signed(hhea + 6)?,
            bounds: [
                signed(head + 36)?,
                signed(head + 38)?,
                signed(head + 40)?,
                signed(head + 42)?,
            ],
            slope: (signed(hhea + 18)?, signed(hhea + 20)?),
            widths: (0..n).map(|i| word(hmtx + 4 * i)).collect::<Option<_>>()?,
        })
    }

    fn width(&self, glyph: u16) -> u16 {
        width(&self.widths, glyph)
    }
}

fn width(widths: &[u16], glyph: u16) -> u16 {
    widths.get(usize::from(glyph)).or(widths.last()).copied().unwrap_or(0)
}

struct Writer<'a> {
    ops: Vec<Op>,
    subsets: &'a [Option<Subset>],
    names: &'a BTreeMap<String, XObjectId>,
    height: f32,
    /// The fill colour in force.
    ink: Option<Colour>,
}

/// Hundredths of a point are enough, and keep the file small.
fn cut(v: f32) -> f32 {
    (v * 100.0).round() / 100.0
}

fn colour(c: Colour) -> Color {
    let part = |v: u8| (f32::from(v) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: part(c.0), g: part(c.1), b: part(c.2), icc_profile: None })
}

/// Whether a cluster's text cannot be told from its glyphs one by one.
fn is_complex(c: &Cluster, subset: &Subset) -> bool {
    match c.glyphs.as_slice() {
        [g] => subset.texts.get(&g.id) != Some(&c.text),
        _ => true,
    }
}

impl Writer<'_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match &item.mark {
                Mark::Text { piece, x, y } => self.text(piece, [1.0, 0.0, 0.0, 1.0, *x, *y]),
                Mark::Turned { piece, x, y, angle } => {
                    let (sin, cos) = angle.to_radians().sin_cos();
                    self.text(piece, [cos, sin, -sin, cos, *x, *y]);
                }
                Mark::Fill { x, y, w, h, colour } => {
                    self.fill(*colour);
                    self.ops.push(Op::DrawRectangle {
                        rectangle: Rect {
                            x: Pt(cut(*x)),
                            y: Pt(cut(self.height - y - h)),
                            width: Pt(cut(*w)),
                            height: Pt(cut(*h)),
                            mode: Some(PaintMode::Fill),
                            winding_order: None,
                        },
                    });
                }
                Mark::Stroke { points, width, colour: c } => {
                    self.ops.push(Op::SetOutlineColor { col: colour(*c) });
                    self.ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
                    let points = points
                        .iter()
                        .map(|(x, y)| LinePoint {
                            p: Point { x: Pt(cut(*x)), y: Pt(cut(self.height - y)) },
                            bezier: false,
                        })
                        .collect();
                    self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
                }
                Mark::Picture { name, x, y, w, h } => {
                    let Some(id) = self.names.get(name) else { continue };
                    self.ops.push(Op::UseXobject {
                        id: id.clone(),
                        transform: XObjectTransform {
                            translate_x: Some(Pt(cut(*x))),
                            translate_y: Some(Pt(cut(self.height - y - h))),
                            scale_x: Some(cut(*w)),
                            scale_y: Some(cut(*h)),
                            rotate: None,
                            dpi: None,
                            no_auto_scale: true,
                        },
                    });
                }
            }
        }
    }

    fn fill(&mut self, c: Colour) {
        if self.ink != Some(c) {
            self.ink = Some(c);
            self.ops.push(Op::SetFillColor { col: colour(c) });
        }
    }

    /// Text of one font. `m` is a matrix whose last two numbers are the left end of the
    /// baseline, from the top of the page.
    fn text(&mut self, piece: &Piece, m: [f32; 6]) {
        let subsets = self.subsets;
        let Some(Some(subset)) = subsets.get(piece.face) else { return };
        self.fill(piece.ink.colour);
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetFont {
            font: PdfFontHandle::External(subset.id.clone()),
            size: Pt(piece.size),
        });
        // Words of scripts whose glyphs are not their letters say their text themselves.
        for word in piece.clusters.chunk_by(|a, b| (a.text == " ") == (b.text == " ")) {
            let complex = word.iter().any(|c| is_complex(c, subset));
            if complex {
                let text: String = word.iter().map(|c| c.text.as_str()).collect();
                let mut data = vec![0xFE, 0xFF];
                data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
                let map = BTreeMap::from([(
                    "ActualText".to_owned(),
                    DictItem::String { data, literal: false },
                )]);
                self.ops.push(Op::BeginMarkedContentWithProperties {
                    tag: "Span".to_owned(),
                    properties: DictItem::Dict { map },
                });
            }
            self.show(word, piece.size, m, subset);
            if complex {
                self.ops.push(Op::EndMarkedContent);
            }
        }
        self.ops.push(Op::EndTextSection);
    }

    fn show(&mut self, word: &[Cluster], size: f32, m: [f32; 6], subset: &Subset) {
        let glyphs: Vec<(&super::lines::Glyph, &Cluster)> =
            word.iter().flat_map(|c| c.glyphs.iter().map(move |g| (g, c))).collect();
        let mut at = 0;
        while at < glyphs.len() {
            // Glyphs on one height go together; a raised one begins anew.
            let rise = glyphs[at].0.rise;
            let end = glyphs[at..]
                .iter()
                .position(|(g, _)| (g.rise - rise).abs() > 0.01)
                .map_or(glyphs.len(), |e| at + e);
            let line = &glyphs[at..end];
            let x = line[0].0.x;
            let (dx, dy) = (m[0] * x - m[1] * rise, m[1] * x + m[0] * rise);
            let matrix = [m[0], m[1], m[2], m[3], cut(m[4] + dx), cut(self.height - m[5] + dy)];
            self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) });
            let mut pen = 0.0_f32;
            let mut codes = Vec::with_capacity(line.len());
            for (i, (g, c)) in line.iter().enumerate() {
                let natural = f32::from(width(&subset.widths, g.id));
                pen += natural;
                let mut offset = 0.0;
                if let Some((next, _)) = line.get(i + 1) {
                    let wanted = (next.x - x) * 1000.0 / size;
                    offset = (pen - wanted).round();
                    pen -= offset;
                }
                let text = subset.texts.get(&g.id).unwrap_or(&c.text);
                codes.push(Codepoint {
                    gid: subset.map.get(g.id).unwrap_or(0),
                    offset,
                    cid: Some(text.clone()),
                });
            }
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
            at = end;
        }
    }
}
