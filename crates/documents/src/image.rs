//! Recognising pictures and measuring them, without decoding more than is needed.

use crate::tree::{Picture, PictureKind};

/// Largest side of a picture, in pixels: what is larger is refused instead of filling memory.
pub const MAX_SIDE: u32 = 12_000;

/// A picture from its bytes, if they are a sound PNG or JPEG of a bearable size.
pub fn read(bytes: Vec<u8>) -> Option<Picture> {
    let (kind, width, height) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let word = |at: usize| {
            bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes)
        };
        (PictureKind::Png, word(16)?, word(20)?)
    } else {
        let (w, h, _) = jpeg_frame(&bytes)?;
        (PictureKind::Jpeg, w, h)
    };
    let sound = |n: u32| (1..=MAX_SIDE).contains(&n);
    (sound(width) && sound(height)).then_some(Picture { kind, bytes, width, height })
}

/// Width, height and number of colour components from a JPEG's frame header.
pub(crate) fn jpeg_frame(b: &[u8]) -> Option<(u32, u32, u8)> {
    if !b.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut at = 2;
    loop {
        if *b.get(at)? != 0xFF {
            return None;
        }
        let marker = *b.get(at + 1)?;
        if marker == 0xFF {
            at += 1;
            continue;
        }
        let len = usize::from(u16::from_be_bytes([*b.get(at + 2)?, *b.get(at + 3)?]));
        let frame = matches!(marker, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF);
        if frame {
            let height = u16::from_be_bytes([*b.get(at + 5)?, *b.get(at + 6)?]);
            let width = u16::from_be_bytes([*b.get(at + 7)?, *b.get(at + 8)?]);
            return Some((u32::from(width), u32::from(height), *b.get(at + 9)?));
        }
        if len < 2 {
            return None;
        }
        at += 2 + len;
    }
}
