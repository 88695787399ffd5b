//! Pictures as PDF wants them: JPEG as it is, PNG as deflated samples with its mask beside it.

use crate::error::{Error, Result};
use crate::image::jpeg_frame;
use crate::tree::{Picture, PictureKind};
use flate2::{Compression, write::ZlibEncoder};
use netra_kernel::Kind;
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

fn stream(w: u32, h: u32, space: &str, filter: &str, content: Vec<u8>) -> ExternalStream {
    let dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(i64::from(w))),
        ("Height".to_owned(), DictItem::Int(i64::from(h))),
        ("ColorSpace".to_owned(), name(space)),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
        ("Filter".to_owned(), name(filter)),
    ]);
    ExternalStream { dict, content, compress: false }
}

fn deflate(samples: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut z = ZlibEncoder::new(Vec::new(), Compression::default());
    z.write_all(samples)?;
    z.finish()
}

/// A picture as an object that pages can show.
/// # Errors
/// `document.image_unreadable`.
pub(super) fn object(picture: &Picture, label: &str) -> Result<XObject> {
    let bad = |e: &dyn std::fmt::Display| {
        Error::new(Kind::Invalid, "document.image_unreadable")
            .arg("name", label.trim_start_matches('\u{0}'))
            .because(e.to_string())
    };
    let (w, h) = (picture.width, picture.height);
    let stream = match picture.kind {
        PictureKind::Jpeg => {
            let (_, _, parts) = jpeg_frame(&picture.bytes).ok_or_else(|| bad(&"no frame"))?;
            let space = match parts {
                1 => "DeviceGray",
                3 => "DeviceRGB",
                _ => "DeviceCMYK",
            };
            let mut s = stream(w, h, space, "DCTDecode", picture.bytes.clone());
            if parts == 4 {
                let inverted = (0..8).map(|i| DictItem::Int(i64::from(i % 2 == 0))).collect();
                s.dict.insert("Decode".to_owned(), DictItem::Array(inverted));
            }
            s
        }
        PictureKind::Png => png(picture).map_err(|e| bad(&e))?,
    };
    Ok(XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None }))
}

fn png(picture: &Picture) -> Result<ExternalStream, Box<dyn std::error::Error>> {
    let limits = png::Limits { bytes: 512 * 1024 * 1024 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(&picture.bytes), limits);
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let size = reader.output_buffer_size().ok_or("too large")?;
    let mut samples = vec![0; size];
    let info = reader.next_frame(&mut samples)?;
    samples.truncate(info.buffer_size());
    let (channels, space) = match info.color_type {
        png::ColorType::Grayscale => (1, "DeviceGray"),
        png::ColorType::GrayscaleAlpha => (2, "DeviceGray"),
        png::ColorType::Rgba => (4, "DeviceRGB"),
        _ => (3, "DeviceRGB"),
    };
    if channels == 1 || channels == 3 {
        return Ok(stream(info.width, info.height, space, "FlateDecode", deflate(&samples)?));
    }
    let mut colours = Vec::with_capacity(samples.len());
    let mut mask = Vec::with_capacity(samples.len() / channels);
    for pixel in samples.chunks_exact(channels) {
        colours.extend_from_slice(&pixel[..channels - 1]);
        mask.push(pixel[channels - 1]);
    }
    let mask = stream(info.width, info.height, "DeviceGray", "FlateDecode", deflate(&mask)?);
    let mut s = stream(info.width, info.height, space, "FlateDecode", deflate(&colours)?);
    s.dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
    Ok(s)
}
