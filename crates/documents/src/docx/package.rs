//! The parts around the text: properties, header and footer, relations, and the ZIP.

use super::body::{Body, SIDE};
use super::{styles, twips, xml};
use crate::error::{Result, failed};
use crate::format::words;
use crate::tree::*;
use std::io::{Cursor, Write};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Puts all parts into a ZIP with fixed times.
pub(super) fn zip(doc: &Document, body: Body) -> Result<Vec<u8>> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut part = |name: &str, text: String| parts.push((name.to_owned(), text.into_bytes()));
    part("[Content_Types].xml", content_types());
    part("_rels/.rels", package_rels());
    part("docProps/core.xml", core(doc));
    part("docProps/app.xml", app(doc));
    part("word/document.xml", document(doc, &body.document));
    part("word/styles.xml", styles::styles(doc));
    part("word/numbering.xml", styles::numbering(&body.starts));
    part("word/settings.xml", settings(doc));
    part("word/fontTable.xml", font_table());
    part("word/footnotes.xml", footnotes(&body.footnotes));
    part("word/header1.xml", header(doc, false));
    part("word/header2.xml", header(doc, true));
    part("word/footer1.xml", footer(doc, false));
    part("word/footer2.xml", footer(doc, true));
    part("word/_rels/document.xml.rels", document_rels(doc, &body));
    part("word/_rels/footnotes.xml.rels", note_rels(doc, &body));
    for (i, name) in body.pictures.iter().enumerate() {
        if let Some(p) = doc.images.get(name) {
            parts.push((format!("word/{}", media(i + 1, p.kind)), p.bytes.clone()));
        }
    }
    if let Some(p) = doc.brand.logo.clone().and_then(crate::image::read) {
        parts.push((format!("word/{}", media(0, p.kind)), p.bytes));
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, crate::pack::entry_options()).map_err(failed)?;
        zip.write_all(&bytes).map_err(failed)?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

fn media(n: usize, kind: PictureKind) -> String {
    let ending = match kind {
        PictureKind::Png => "png",
        PictureKind::Jpeg => "jpeg",
    };
    format!("media/picture{n}.{ending}")
}

fn content_types() -> String {
    let mut out = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"
    );
    for (name, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footnotes", "footnotes"),
        ("header1", "header"),
        ("header2", "header"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ] {
        out.push_str(&format!(
            "<Override PartName=\"/word/{name}.xml\" ContentType=\"application/vnd.openxmlformats-\
             officedocument.wordprocessingml.{kind}+xml\"/>"
        ));
    }
    out.push_str("</Types>");
    out
}

fn rels(inner: &str) -> String {
    format!(
        "{HEAD}<Relationships \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}\
         </Relationships>"
    )
}

fn rel(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{REL}/{kind}\" Target=\"{target}\"/>")
}

fn package_rels() -> String {
    rels(&format!(
        "{}<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/\
         relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>{}",
        rel("rId1", "officeDocument", "word/document.xml"),
        rel("rId3", "extended-properties", "docProps/app.xml")
    ))
}

fn document_rels(doc: &Document, body: &Body) -> String {
    let mut inner = String::new();
    for (i, name) in [
        "styles",
        "numbering",
        "settings",
        "fontTable",
        "footnotes",
        "header1",
        "header2",
        "footer1",
        "footer2",
    ]
    .into_iter()
    .enumerate()
    {
        let kind = name.trim_end_matches(['1', '2']);
        inner.push_str(&rel(&format!("rId{}", i + 1), kind, &format!("{name}.xml")));
    }
    inner.push_str(&outside(doc, body));
    if let Some(p) = doc.brand.logo.clone().and_then(crate::image::read) {
        inner.push_str(&rel("rIdLogo", "image", &media(0, p.kind)));
    }
    rels(&inner)
}

/// Links and pictures, which notes may use as well as the text.
fn outside(doc: &Document, body: &Body) -> String {
    let mut inner = String::new();
    for (i, to) in body.links.iter().enumerate() {
        inner.push_str(&format!(
            "<Relationship Id=\"rIdL{}\" Type=\"{REL}/hyperlink\" Target=\"{}\" \
             TargetMode=\"External\"/>",
            i + 1,
            xml(&to.replace(' ', "%20"))
        ));
    }
    for (i, name) in body.pictures.iter().enumerate() {
        if let Some(p) = doc.images.get(name) {
            inner.push_str(&rel(&format!("rIdP{}", i + 1), "image", &media(i + 1, p.kind)));
        }
    }
    inner
}

fn note_rels(doc: &Document, body: &Body) -> String {
    rels(&outside(doc, body))
}

/// The format wants a paragraph behind a table. Behind the last one it takes no room, or a document
/// that just fills its page would have an empty one more.
fn closed(body: &str) -> (&str, &'static str) {
    const END: &str = "</w:tbl>";
    const LEAST: &str = "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" \
                         w:lineRule=\"exact\"/></w:pPr></w:p>";
    let Some(tail) = body.rfind(END).map(|at| at + END.len()) else { return (body, "") };
    let is_gap = body[tail..].matches("<w:p>").count() == 1 && !body[tail..].contains("<w:r>");
    if is_gap { (&body[..tail], LEAST) } else { (body, "") }
}

fn document(doc: &Document, body: &str) -> String {
    let (body, last) = closed(body);
    let (w, h) = doc.meta.page.points();
    let landscape = if w > h { " w:orient=\"landscape\"" } else { "" };
    let side = twips(SIDE);
    format!(
        "{HEAD}<w:document {W}><w:body>{body}{last}<w:sectPr>\
         <w:headerReference w:type=\"default\" r:id=\"rId6\"/>\
         <w:headerReference w:type=\"first\" r:id=\"rId7\"/>\
         <w:footerReference w:type=\"default\" r:id=\"rId8\"/>\
         <w:footerReference w:type=\"first\" r:id=\"rId9\"/>\
         <w:pgSz w:w=\"{}\" w:h=\"{}\"{landscape}/><w:pgMar w:top=\"1300\" w:right=\"{side}\" \
         w:bottom=\"1240\" w:left=\"{side}\" w:header=\"624\" w:footer=\"567\" w:gutter=\"0\"/>\
         <w:titlePg/></w:sectPr></w:body></w:document>",
        twips(w),
        twips(h)
    )
}

fn footnotes(notes: &str) -> String {
    format!(
        "{HEAD}<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r>\
         <w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" \
         w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>{notes}\
         </w:footnotes>"
    )
}

fn header(doc: &Document, first: bool) -> String {
    let mut runs = String::new();
    if let Some(mark) = &doc.brand.watermark {
        runs.push_str(&watermark(mark, if first { 2 } else { 1 }));
    }
    if !first {
        runs.push_str(&format!(
            "{}<w:r><w:tab/></w:r>{}",
            minor(&doc.brand.name),
            minor(&doc.meta.title)
        ));
    }
    format!("{HEAD}<w:hdr {W}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{runs}</w:p></w:hdr>")
}

/// Pale text across the page, as Word itself makes it.
fn watermark(text: &str, n: u8) -> String {
    format!(
        "<w:r><w:pict><v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" \
         adj=\"10800\" path=\"m@7,l@8,m@5,21600l@6,21600e\"><v:formulas><v:f eqn=\"sum #0 0 10800\"/>\
         <v:f eqn=\"prod #0 2 1\"/><v:f eqn=\"sum 21600 0 @1\"/><v:f eqn=\"sum 0 0 @2\"/>\
         <v:f eqn=\"sum 21600 0 @3\"/><v:f eqn=\"if @0 @3 0\"/><v:f eqn=\"if @0 21600 @1\"/>\
         <v:f eqn=\"if @0 0 @2\"/><v:f eqn=\"if @0 @4 21600\"/></v:formulas>\
         <v:path textpathok=\"t\" o:connecttype=\"rect\"/><v:textpath on=\"t\" fitshape=\"t\"/>\
         </v:shapetype><v:shape id=\"Watermark{n}\" o:spid=\"_x0000_s10{n}\" type=\"#_x0000_t136\" \
         alt=\"\" style=\"position:absolute;margin-left:0;margin-top:0;width:420pt;height:105pt;\
         rotation:315;z-index:-251658752;mso-position-horizontal:center;\
         mso-position-horizontal-relative:margin;mso-position-vertical:center;\
         mso-position-vertical-relative:margin\" fillcolor=\"#D9DDE3\" stroked=\"f\">\
         <v:fill opacity=\".5\"/><v:textpath on=\"t\" fitshape=\"t\" \
         style=\"font-family:&quot;Noto Sans&quot;;font-size:1pt\" string=\"{}\"/></v:shape>\
         </w:pict></w:r>",
        xml(text)
    )
}

fn footer(doc: &Document, first: bool) -> String {
    let w = words(doc.meta.language);
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText \
             xml:space=\"preserve\"> {name} </w:instrText></w:r><w:r><w:fldChar \
             w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar \
             w:fldCharType=\"end\"/></w:r>"
        )
    };
    let content = if first && doc.meta.cover {
        minor(&crate::pdf::marks(doc))
    } else {
        format!(
            "{}<w:r><w:tab/></w:r>{}{}{}{}",
            minor(&crate::pdf::marks(doc)),
            minor(&format!("{} ", w.page)),
            field("PAGE"),
            minor(&format!(" {} ", w.of)),
            field("NUMPAGES")
        )
    };
    format!(
        "{HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{content}</w:p></w:ftr>"
    )
}

fn settings(doc: &Document) -> String {
    format!(
        "{HEAD}<w:settings {W}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:footnotePr><w:footnote \
         w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr><w:compat><w:compatSetting \
         w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" \
         w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\" w:bidi=\"hi-IN\"/></w:settings>",
        doc.meta.language.tag()
    )
}

/// The fonts asked for, each with one that Windows has in case they are not there.
fn font_table() -> String {
    let mut out = format!("{HEAD}<w:fonts {W}>");
    for (name, other, family, pitch) in [
        ("Noto Sans", "Segoe UI", "swiss", "variable"),
        ("Noto Sans Devanagari", "Nirmala UI", "swiss", "variable"),
        ("Noto Sans Mono", "Consolas", "modern", "fixed"),
    ] {
        out.push_str(&format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:family w:val=\"{family}\"/>\
             <w:pitch w:val=\"{pitch}\"/></w:font>"
        ));
    }
    out.push_str("</w:fonts>");
    out
}

fn core(doc: &Document) -> String {
    let m = &doc.meta;
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator>\
         <cp:keywords>{}</cp:keywords><dc:language>{}</dc:language></cp:coreProperties>",
        xml(&m.title),
        xml(&m.subtitle),
        xml(&doc.brand.name),
        xml(&m.reference),
        m.language.tag()
    )
}

fn app(doc: &Document) -> String {
    format!(
        "{HEAD}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Template>{} {}</Template><Application>Netra</Application><Company>{}</Company>\
         </Properties>",
        xml(&doc.meta.template),
        doc.meta.template_version,
        xml(&doc.brand.name)
    )
}

/// Header and footer text in the colour of minor things.
fn minor(text: &str) -> String {
    format!(
        "<w:r><w:rPr><w:color w:val=\"{}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        styles::MUTED.hex(),
        xml(text)
    )
}
