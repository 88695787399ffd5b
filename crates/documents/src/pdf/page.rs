//! Pages as lists of marks, and the tree that tells a screen reader what they mean.
//!
//! Invariant: every mark belongs to one element of the tree or is an artifact (page furniture).

use super::lines::Piece;
use crate::brand::Colour;
use std::collections::BTreeMap;

/// Something drawn. `y` grows downwards from the top of the page, in points.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Text {
        piece: Piece,
        x: f32,
        y: f32,
    },
    /// Text turned by an angle (degrees), for watermarks.
    Turned {
        piece: Piece,
        x: f32,
        y: f32,
        angle: f32,
    },
    Fill {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        colour: Colour,
    },
    /// An open path.
    Stroke {
        points: Vec<(f32, f32)>,
        width: f32,
        colour: Colour,
    },
    Picture {
        name: String,
        x: f32,
        y: f32,
        w: f32,
        h: f32,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Index of the element it belongs to; `None` for an artifact.
    pub element: Option<usize>,
    pub mark: Mark,
}

#[derive(Clone, Debug)]
pub(super) struct Link {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
    pub to: String,
    pub element: usize,
    /// For people who cannot see it.
    pub text: String,
}

/// An element of the structure tree.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub role: &'static str,
    pub parent: usize,
    pub children: Vec<usize>,
    /// Alternative text of a picture or chart.
    pub alt: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub level: u8,
    pub text: String,
    pub page: usize,
    pub y: f32,
}

/// A laid-out document.
pub(super) struct Laid {
    pub pages: Vec<Vec<Item>>,
    pub links: Vec<Link>,
    pub elements: Vec<Element>,
    pub outline: Vec<Outline>,
    /// Page (from 0) and height of each place that can be linked to.
    pub places: BTreeMap<String, (usize, f32)>,
}
