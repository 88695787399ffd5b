//! Writes every shipped template, filled with the example data, in all formats and languages:
//! `cargo run -p netra-documents --example samples -- DIR`.

use netra_documents::{
    Audience, Brand, DocumentRequest, Format, Language, Template, fill, render, shipped,
    shipped_names,
};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::args().nth(1).ok_or("usage: samples DIR")?);
    std::fs::create_dir_all(&out)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/documents");
    let firm = Brand {
        name: "Netra Consulting LLP".to_owned(),
        address: vec![
            "4th Floor, Orchid Centre, MG Road, Pune 411001".to_owned(),
            "GSTIN 27AAPFU0939F1ZV · office@netra.example".to_owned(),
        ],
        confidentiality: Some("Confidential".to_owned()),
        ..Brand::default()
    };
    for name in shipped_names() {
        let template = shipped(name).ok_or("no such template")?;
        let data = std::fs::read_to_string(root.join(format!("data/{}.json", data_of(name))))?;
        let data = serde_json::from_str(&data)?;
        for (language, tag) in [(Language::En, "en"), (Language::Hi, "hi")] {
            write(&out, &format!("{name}.{tag}"), &template, &data, language, &firm)?;
        }
    }
    let template = Template::parse(&std::fs::read_to_string(root.join("kitchen.md"))?)?;
    let data = serde_json::json!({
        "subtitle": "Each kind of block and mark", "day": "2026-11-21",
        "user": "# <b>not</b> *bold* | [x](y)",
    });
    let draft = Brand { watermark: Some("DRAFT".to_owned()), ..firm };
    write(&out, "kitchen.en", &template, &data, Language::En, &draft)?;
    Ok(())
}

/// The documents of a quote are all written from the same data.
fn data_of(template: &str) -> &str {
    match template {
        "overview" | "technical" | "parts_list" | "parts_list_internal" | "build" | "agreement" => {
            "quote"
        }
        own => own,
    }
}

fn write(
    out: &Path,
    name: &str,
    template: &Template,
    data: &serde_json::Value,
    language: Language,
    brand: &Brand,
) -> Result<(), Box<dyn Error>> {
    let picture = include_bytes!("../../../src-tauri/icons/128x128.png");
    let document = fill(&DocumentRequest {
        template,
        data,
        audience: template.audience,
        language,
        brand,
        images: &|_| Some(picture.to_vec()),
    })
    .map_err(|e| format!("{name}: {e:?}"))?;
    if template.audience == Audience::Client && document.meta.internal {
        return Err("a client's document is marked internal".into());
    }
    for format in Format::ALL {
        let bytes = render(&document, format).map_err(|e| format!("{name}: {e:?}"))?;
        std::fs::write(out.join(format!("{name}.{}", format.extension())), bytes)?;
    }
    Ok(())
}
