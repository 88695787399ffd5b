//! The document tree: what a document says, independent of how it is written down.
//!
//! Invariant: all three renderers and [`crate::text_of`] walk this tree and nothing else, so
//! that headings, tables, numbers and their order cannot differ between formats.

use crate::brand::Brand;
use crate::format::Language;
use std::collections::BTreeMap;

/// Sheet sizes; landscape for wide tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    A4,
    A4Landscape,
    Letter,
}

impl PageSize {
    /// Width and height in points (1/72 inch).
    pub fn points(self) -> (f32, f32) {
        match self {
            PageSize::A4 => (595.28, 841.89),
            PageSize::A4Landscape => (841.89, 595.28),
            PageSize::Letter => (612.0, 792.0),
        }
    }
}

/// A whole document, ready to be rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub meta: Meta,
    pub brand: Brand,
    pub blocks: Vec<Block>,
    /// In order of first reference; numbered from 1.
    pub footnotes: Vec<Vec<Block>>,
    /// Pictures by the name the text uses.
    pub images: BTreeMap<String, Picture>,
}

/// What is said about the document as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    pub title: String,
    pub subtitle: String,
    /// Number or other reference, such as a quote's number.
    pub reference: String,
    /// The date shown, already written out; never the time of rendering.
    pub date: String,
    pub language: Language,
    pub template: String,
    pub template_version: u32,
    pub page: PageSize,
    /// Whether the title stands on a page of its own.
    pub cover: bool,
    pub internal: bool,
}

impl Meta {
    /// What stands under the title: the subtitle; then reference (unless the title says it) and
    /// date, in one line.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let said = self.title.contains(&self.reference);
        let reference = if said { "" } else { &self.reference };
        let parts = [reference, &self.date].into_iter().filter(|p| !p.is_empty());
        let second = parts.collect::<Vec<_>>().join(" · ");
        [self.subtitle.clone(), second].into_iter().filter(|l| !l.is_empty())
    }
}

/// A picture in one of the two formats that all targets take as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub kind: PictureKind,
    pub bytes: Vec<u8>,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    Png,
    Jpeg,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading {
        level: u8,
        id: String,
        text: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    List(List),
    Table(Table),
    Quote(Vec<Block>),
    Code(String),
    Rule,
    PageBreak,
    Callout {
        kind: Callout,
        title: String,
        blocks: Vec<Block>,
    },
    Signatures(Vec<Signature>),
    Contents(Vec<ContentsLine>),
    Chart(Chart),
    /// A picture that stands alone, with its caption.
    Figure {
        src: String,
        alt: String,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of a numbered list.
    pub start: Option<u32>,
    pub items: Vec<ListItem>,
    /// No space between items.
    pub tight: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// For a task: done or not.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    pub align: Align,
    /// Share of the width; 0 where the renderer shall find it.
    pub share: f32,
}

pub type Cell = Vec<Inline>;

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// Empty for a table without a header row.
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    pub look: TableLook,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLook {
    /// Ruled rows under a coloured header.
    Lines,
    /// Labels and values side by side, without rules: particulars, addresses.
    Details,
    /// A column of sums at the right edge; the last row stands out.
    Totals,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callout {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// Who signs: each is drawn as a block with room for signature, name, position, date.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Signature {
    /// "For Asha Mills Pvt Ltd"
    pub party: String,
    pub name: String,
    pub position: String,
    /// Set when it was signed already.
    pub signed_on: String,
    /// How it was signed, in place of a line to sign on: "in person, kept as signature.png".
    pub mark: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ContentsLine {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// Horizontal bars with the value written beside each.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: String,
    pub bars: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    /// Only its proportion to the largest bar matters.
    pub size: f64,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Strike(Vec<Inline>),
    Code(String),
    /// `to` starts with `#` for a place in the same document.
    Link {
        to: String,
        text: Vec<Inline>,
    },
    Image {
        src: String,
        alt: String,
    },
    /// Index into [`Document::footnotes`].
    Footnote(usize),
    Break,
}

/// The plain text of a run of inlines; breaks become spaces, pictures and note marks vanish.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    plain_into(inlines, &mut out);
    out
}

fn plain_into(inlines: &[Inline], out: &mut String) {
    for i in inlines {
        match i {
            Inline::Text(t) | Inline::Code(t) => out.push_str(t),
            Inline::Strong(c) | Inline::Emphasis(c) | Inline::Strike(c) => plain_into(c, out),
            Inline::Link { text, .. } => plain_into(text, out),
            Inline::Image { .. } | Inline::Footnote(_) => {}
            Inline::Break => out.push(' '),
        }
    }
}

/// Whether all that is said in these inlines is bold: such a row of a table is a sum.
pub fn is_strong(cell: &[Inline]) -> bool {
    !cell.is_empty() && cell.iter().all(|i| matches!(i, Inline::Strong(_)))
}

/// Whether a table row is a sum: each cell that says something says it in bold.
pub fn is_total(row: &[Cell]) -> bool {
    row.iter().any(|c| is_strong(c)) && row.iter().all(|c| c.is_empty() || is_strong(c))
}
