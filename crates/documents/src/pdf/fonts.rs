//! The fonts that ship with Netra, and laying text out with them.
//!
//! Invariant: system fonts are never looked at, so that a document looks the same everywhere.

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, LayoutContext};
use std::cell::RefCell;
use std::sync::Arc;

use super::lines::Ink;

/// One bundled face.
pub(super) struct Face {
    pub bytes: &'static [u8],
    pub name: &'static str,
}

macro_rules! face {
    ($name:literal) => {
        Face {
            bytes: include_bytes!(concat!("../../../../assets/fonts/", $name, ".ttf")),
            name: $name,
        }
    };
}

/// All faces; a font is named by its place in this list.
pub(super) static FACES: [Face; 7] = [
    face!("NotoSans-Regular"),
    face!("NotoSans-Bold"),
    face!("NotoSans-Italic"),
    face!("NotoSans-BoldItalic"),
    face!("NotoSansDevanagari-Regular"),
    face!("NotoSansDevanagari-Bold"),
    face!("NotoSansMono-Regular"),
];

/// Which face a run of text was set in, by its bytes' place in memory or their content.
pub(super) fn face_of(data: &[u8]) -> usize {
    FACES
        .iter()
        .position(|f| {
            f.bytes.len() == data.len() && (f.bytes.as_ptr() == data.as_ptr() || f.bytes == data)
        })
        .unwrap_or(0)
}

/// The text engine of one thread: reading the fonts is done once.
pub(super) struct Engine {
    pub fonts: FontContext,
    pub layout: LayoutContext<Ink>,
}

impl Engine {
    fn new() -> Engine {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        for face in &FACES {
            let bytes: &'static [u8] = face.bytes;
            collection.register_fonts(Blob::new(Arc::new(bytes)), None);
        }
        Engine {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            layout: LayoutContext::new(),
        }
    }
}

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Gives this thread's engine to `work`.
pub(super) fn with_engine<T>(work: impl FnOnce(&mut Engine) -> T) -> T {
    // Taken out while in use, so that a nested call makes its own instead of failing.
    let mut engine = ENGINE.with(|e| e.borrow_mut().take()).unwrap_or_else(Engine::new);
    let result = work(&mut engine);
    ENGINE.with(|e| *e.borrow_mut() = Some(engine));
    result
}
