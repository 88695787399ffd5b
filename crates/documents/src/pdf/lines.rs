//! Inlines → lines of positioned glyphs.

use super::fonts::{Engine, face_of};
use crate::brand::Colour;
use crate::docx::fit;
use crate::tree::{Align, Document, Inline};
use parley::style::{
    FontFamily, FontFamilyName, FontStyle, FontWeight, LineHeight, OverflowWrap, StyleProperty,
};
use parley::{Alignment, AlignmentOptions, InlineBox, InlineBoxKind, PositionedLayoutItem};
use std::borrow::Cow;
use std::ops::Range;

/// What parley carries along with each piece of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    pub colour: Colour,
    pub strike: bool,
    /// Index + 1 of the link that the text belongs to.
    pub link: u16,
    pub raised: bool,
}

impl Default for Ink {
    fn default() -> Ink {
        Ink { colour: Colour(0, 0, 0), strike: false, link: 0, raised: false }
    }
}

/// The look of a paragraph's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub size: f32,
    pub colour: Colour,
    pub accent: Colour,
    pub bold: bool,
    pub italic: bool,
    pub mono: bool,
    pub align: Align,
    /// Line height as a multiple of the size.
    pub leading: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub id: u16,
    /// From the line's left edge.
    pub x: f32,
    /// Upwards from the baseline.
    pub rise: f32,
}

/// Glyphs that stand for a piece of text together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cluster {
    pub text: String,
    pub glyphs: Vec<Glyph>,
    pub x: f32,
    pub advance: f32,
}

/// Text in one font and ink.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub face: usize,
    pub size: f32,
    pub ink: Ink,
    pub clusters: Vec<Cluster>,
}

impl Piece {
    pub fn left(&self) -> f32 {
        self.clusters.first().map_or(0.0, |c| c.x)
    }
    pub fn right(&self) -> f32 {
        self.clusters.last().map_or(0.0, |c| c.x + c.advance)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinePicture {
    pub name: String,
    pub alt: String,
    pub x: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub height: f32,
    /// From the top of the line.
    pub baseline: f32,
    pub pieces: Vec<Piece>,
    pub pictures: Vec<LinePicture>,
}

/// A laid-out paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lines {
    pub lines: Vec<Line>,
    /// Targets of the links in it.
    pub links: Vec<String>,
}

impl Lines {
    pub fn height(&self) -> f32 {
        self.lines.iter().map(|l| l.height).sum()
    }
}

#[derive(Clone, Copy, Default)]
struct Marks {
    bold: bool,
    italic: bool,
    strike: bool,
    mono: bool,
    raised: bool,
    link: u16,
}

/// The paragraph as flat text with marked ranges.
#[derive(Default)]
struct Flat {
    text: String,
    ranges: Vec<(Range<usize>, Marks)>,
    links: Vec<String>,
    /// Byte position, name, alternative text.
    pictures: Vec<(usize, String, String)>,
}

impl Flat {
    fn add(&mut self, inlines: &[Inline], marks: Marks) {
        for i in inlines {
            match i {
                Inline::Text(t) => self.push(t, marks),
                Inline::Strong(c) => self.add(c, Marks { bold: true, ..marks }),
                Inline::Emphasis(c) => self.add(c, Marks { italic: true, ..marks }),
                Inline::Strike(c) => self.add(c, Marks { strike: true, ..marks }),
                Inline::Code(t) => self.push(t, Marks { mono: true, ..marks }),
                Inline::Link { to, text } => {
                    self.links.push(to.clone());
                    let link = u16::try_from(self.links.len()).unwrap_or(0);
                    self.add(text, Marks { link, ..marks });
                }
                Inline::Image { src, alt } => {
                    self.pictures.push((self.text.len(), src.clone(), alt.clone()));
                }
                Inline::Footnote(n) => {
                    self.links.push(format!("#note-{}", n + 1));
                    let link = u16::try_from(self.links.len()).unwrap_or(0);
                    self.push(&(n + 1).to_string(), Marks { raised: true, link, ..marks });
                }
                Inline::Break => self.text.push('\n'),
            }
        }
    }

    fn push(&mut self, text: &str, marks: Marks) {
        let start = self.text.len();
        // A line feed here would be a new line; only `Break` is one.
        self.text.extend(text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }));
        self.ranges.push((start..self.text.len(), marks));
    }
}

const FAMILY: [&str; 3] = ["Noto Sans", "Noto Sans Devanagari", "Noto Sans Mono"];
const MONO: [&str; 3] = ["Noto Sans Mono", "Noto Sans Devanagari", "Noto Sans"];

fn family(names: [&'static str; 3]) -> FontFamily<'static> {
    FontFamily::List(Cow::Owned(
        names.into_iter().map(|n| FontFamilyName::Named(Cow::Borrowed(n))).collect(),
    ))
}

/// Lays a paragraph out in `width` points.
pub(super) fn lay_out(
    engine: &mut Engine,
    doc: &Document,
    inlines: &[Inline],
    look: Look,
    width: f32,
) -> Lines {
    let mut flat = Flat::default();
    flat.add(
        inlines,
        Marks { bold: look.bold, italic: look.italic, mono: look.mono, ..Marks::default() },
    );
    let ink = Ink { colour: look.colour, ..Ink::default() };
    let mut b = engine.layout.ranged_builder(&mut engine.fonts, &flat.text, 1.0, false);
    b.push_default(StyleProperty::FontFamily(family(if look.mono { MONO } else { FAMILY })));
    b.push_default(StyleProperty::FontSize(look.size));
    b.push_default(StyleProperty::LineHeight(LineHeight::Absolute(look.size * look.leading)));
    b.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
    b.push_default(StyleProperty::Brush(ink));
    for (range, m) in &flat.ranges {
        let range = range.clone();
        if m.bold {
            b.push(StyleProperty::FontWeight(FontWeight::BOLD), range.clone());
        }
        if m.italic {
            b.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
        }
        if m.mono && !look.mono {
            b.push(StyleProperty::FontFamily(family(MONO)), range.clone());
            b.push(StyleProperty::FontSize(look.size * 0.92), range.clone());
        }
        if m.raised {
            b.push(StyleProperty::FontSize(look.size * 0.65), range.clone());
        }
        if m.strike || m.raised || m.link > 0 {
            let colour = if m.link > 0 { look.accent } else { look.colour };
            let ink = Ink { colour, strike: m.strike, link: m.link, raised: m.raised };
            b.push(StyleProperty::Brush(ink), range);
        }
    }
    for (i, (at, name, _)) in flat.pictures.iter().enumerate() {
        let Some(p) = doc.images.get(name) else { continue };
        let (w, h) = fit(p, width.min(240.0), 60.0);
        b.push_inline_box(InlineBox {
            id: i as u64,
            kind: InlineBoxKind::InFlow,
            index: *at,
            width: w,
            height: h,
            baseline: None,
            vertical_align: parley::VerticalAlign::BASELINE,
        });
    }
    let mut layout = b.build(&flat.text);
    layout.break_all_lines(Some(width));
    let alignment = match look.align {
        Align::Left => Alignment::Left,
        Align::Centre => Alignment::Center,
        Align::Right => Alignment::Right,
    };
    layout.align(alignment, AlignmentOptions::default());
    let mut out = Lines { lines: Vec::new(), links: flat.links };
    for line in layout.lines() {
        let m = *line.metrics();
        let top = m.block_min_coord;
        let mut l =
            Line { height: m.block_max_coord - top, baseline: m.baseline - top, ..Line::default() };
        let mut seen = None;
        for item in line.items() {
            match item {
                PositionedLayoutItem::GlyphRun(g) => {
                    // A run is given once for each of its styles; its clusters are walked once.
                    if seen == Some(g.run().index()) {
                        continue;
                    }
                    seen = Some(g.run().index());
                    pieces(&flat.text, g.run(), g.offset(), &mut l.pieces);
                }
                PositionedLayoutItem::InlineBox(b) => {
                    let Some((_, name, alt)) = flat.pictures.get(b.id as usize) else { continue };
                    l.pictures.push(LinePicture {
                        name: name.clone(),
                        alt: alt.clone(),
                        x: b.x,
                        top: b.y - top,
                        width: b.width,
                        height: b.height,
                    });
                }
            }
        }
        out.lines.push(l);
    }
    out
}

fn pieces(text: &str, run: &parley::layout::Run<'_, Ink>, offset: f32, out: &mut Vec<Piece>) {
    let face = face_of(run.font().data.data());
    let mut x = offset;
    let mut style = None;
    for cluster in run.visual_clusters() {
        let source = text.get(cluster.text_range()).unwrap_or_default();
        let glyphs: Vec<Glyph> = cluster
            .glyphs()
            .scan(x, |pen, g| {
                let placed = Glyph { id: g.id as u16, x: *pen + g.x, rise: -g.y };
                *pen += g.advance;
                Some(placed)
            })
            .collect();
        let advance = cluster.advance();
        let start = x;
        x += advance;
        if style != Some(cluster.style_index()) {
            style = Some(cluster.style_index());
            let ink = cluster.style().brush;
            out.push(Piece { face, size: run.font_size(), ink, clusters: Vec::new() });
        }
        let Some(piece) = out.last_mut() else { continue };
        if glyphs.is_empty() {
            // The rest of a ligature, or a line feed.
            if source != "\n"
                && let Some(before) = piece.clusters.last_mut()
            {
                before.text.push_str(source);
                before.advance += advance;
            }
            continue;
        }
        if source == "\n" {
            continue;
        }
        piece.clusters.push(Cluster { text: source.to_owned(), glyphs, x: start, advance });
    }
    out.retain(|p| !p.clusters.is_empty());
}
