//! Styles and numbering of a DOCX: the look is here, not on each paragraph.

use crate::brand::{Brand, Colour};
use crate::tree::Document;

pub(super) const INK: Colour = Colour(0x26, 0x2B, 0x33);
pub(super) const MUTED: Colour = Colour(0x5B, 0x65, 0x73);
pub(super) const WARN: Colour = Colour(0xB4, 0x53, 0x09);
pub(super) const RULE: Colour = Colour(0xD5, 0xDA, 0xE1);

const NS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

struct Style {
    id: &'static str,
    name: &'static str,
    based: &'static str,
    next: &'static str,
    paragraph: String,
    run: String,
}

fn font(size: f32, bold: bool, colour: Colour) -> String {
    let b = if bold { "<w:b/><w:bCs/>" } else { "" };
    let half = (size * 2.0).round() as i64;
    format!(
        "{b}<w:color w:val=\"{}\"/><w:sz w:val=\"{half}\"/><w:szCs w:val=\"{half}\"/>",
        colour.hex()
    )
}

fn spacing(before: i64, after: i64) -> String {
    format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>")
}

fn style(
    id: &'static str,
    name: &'static str,
    based: &'static str,
    paragraph: String,
    run: String,
) -> Style {
    Style { id, name, based, next: "", paragraph, run }
}

fn heading(id: &'static str, name: &'static str, level: u8, size: f32, accent: Colour) -> Style {
    let colour = if level <= 3 { accent } else { INK };
    let before = [400, 360, 280, 200, 160, 160][usize::from(level) - 1];
    let paragraph = format!(
        "<w:keepNext/><w:keepLines/>{}<w:outlineLvl w:val=\"{}\"/>",
        spacing(before, 100),
        level - 1
    );
    Style { id, name, based: "Normal", next: "Normal", paragraph, run: font(size, true, colour) }
}

fn all(brand: &Brand) -> Vec<Style> {
    let a = brand.accent;
    let side = |colour: Colour, fill: Colour| {
        format!(
            "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"10\" w:color=\"{}\"/></w:pBdr>\
             <w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
            colour.hex(),
            fill.hex()
        )
    };
    let indent = "<w:ind w:left=\"284\" w:right=\"140\"/>";
    let toc = |left: i64| {
        format!(
            "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9638\"/></w:tabs>{}\
             <w:ind w:left=\"{left}\"/>",
            spacing(0, 60)
        )
    };
    let plain =
        |id, name, paragraph: String, run: String| style(id, name, "Normal", paragraph, run);
    vec![
        plain("Firm", "Firm", spacing(0, 20), font(13.0, true, a)),
        plain("FirmAddress", "Firm Address", spacing(0, 0), font(8.5, false, MUTED)),
        plain(
            "Title",
            "Title",
            format!("<w:keepNext/>{}", spacing(480, 80)),
            font(24.0, true, INK),
        ),
        plain("Subtitle", "Subtitle", spacing(0, 80), font(13.0, false, MUTED)),
        plain("DocumentData", "Document Data", spacing(0, 20), font(10.0, false, MUTED)),
        heading("Heading1", "heading 1", 1, 18.0, a),
        heading("Heading2", "heading 2", 2, 14.0, a),
        heading("Heading3", "heading 3", 3, 11.5, a),
        heading("Heading4", "heading 4", 4, 10.5, a),
        heading("Heading5", "heading 5", 5, 10.0, a),
        heading("Heading6", "heading 6", 6, 10.0, a),
        plain("ListParagraph", "List Paragraph", spacing(0, 60), String::new()),
        plain("TableText", "Table Text", spacing(40, 40), font(9.5, false, INK)),
        style("TableHead", "Table Head", "TableText", "<w:keepNext/>".into(), font(9.0, true, a)),
        style("TableLabel", "Table Label", "TableText", String::new(), font(9.5, false, MUTED)),
        plain(
            "Quote",
            "Quote",
            format!("{}{indent}", side(RULE, Colour(255, 255, 255))),
            "<w:i/><w:iCs/>".into(),
        ),
        plain(
            "Callout",
            "Callout",
            format!("{}{}{indent}", side(a, a.tint(0.07)), spacing(0, 0)),
            String::new(),
        ),
        style(
            "CalloutTitle",
            "Callout Title",
            "Callout",
            "<w:keepNext/>".into(),
            font(10.0, true, a),
        ),
        plain(
            "Warning",
            "Warning",
            format!("{}{}{indent}", side(WARN, WARN.tint(0.07)), spacing(0, 0)),
            String::new(),
        ),
        style(
            "WarningTitle",
            "Warning Title",
            "Warning",
            "<w:keepNext/>".into(),
            font(10.0, true, WARN),
        ),
        plain(
            "Code",
            "Code",
            format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F5F7\"/>{}", spacing(0, 0)),
            "<w:rFonts w:ascii=\"Noto Sans Mono\" w:hAnsi=\"Noto Sans Mono\" \
             w:cs=\"Noto Sans Devanagari\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>"
                .into(),
        ),
        plain("Caption", "caption", spacing(60, 200), font(9.0, false, MUTED)),
        plain("TOCHeading", "TOC Heading", spacing(240, 120), font(14.0, true, a)),
        plain("TOC1", "toc 1", toc(0), String::new()),
        plain("TOC2", "toc 2", toc(0), String::new()),
        plain("TOC3", "toc 3", toc(284), String::new()),
        plain(
            "Header",
            "header",
            format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs>{}", spacing(0, 0)),
            font(8.5, false, MUTED),
        ),
        plain(
            "Footer",
            "footer",
            format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs>{}", spacing(0, 0)),
            font(8.5, false, MUTED),
        ),
        plain("FootnoteText", "footnote text", spacing(0, 20), font(8.5, false, INK)),
    ]
}

/// `word/styles.xml`
pub(super) fn styles(doc: &Document) -> String {
    let right = super::twips(doc.meta.page.points().0 - 2.0 * super::body::SIDE);
    let lang = doc.meta.language.tag();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:styles {NS}>\
         <w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Noto Sans\" w:eastAsia=\"Noto Sans\" w:hAnsi=\"Noto Sans\" \
         w:cs=\"Noto Sans Devanagari\"/><w:color w:val=\"{}\"/><w:sz w:val=\"20\"/>\
         <w:szCs w:val=\"20\"/><w:lang w:val=\"en-IN\" w:eastAsia=\"{lang}\" w:bidi=\"hi-IN\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>\
         </w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">\
         <w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
         <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/>\
         </w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">\
         <w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr>\
         <w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>\
         <w:left w:w=\"100\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>\
         <w:right w:w=\"100\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        INK.hex()
    );
    for s in all(&doc.brand) {
        let next = if s.next.is_empty() {
            String::new()
        } else {
            format!("<w:next w:val=\"{}\"/>", s.next)
        };
        let paragraph = s.paragraph.replace("9638", &right.to_string());
        out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/>\
             <w:basedOn w:val=\"{}\"/>{next}<w:qFormat/><w:pPr>{paragraph}</w:pPr>\
             <w:rPr>{}</w:rPr></w:style>",
            s.id, s.name, s.based, s.run
        ));
    }
    let accent = doc.brand.accent.hex();
    let rule = RULE.hex();
    out.push_str(&format!(
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>\
         <w:rPr><w:color w:val=\"{accent}\"/><w:u w:val=\"single\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"CodeText\"><w:name w:val=\"Code Text\"/><w:rPr>\
         <w:rFonts w:ascii=\"Noto Sans Mono\" w:hAnsi=\"Noto Sans Mono\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"FootnoteReference\">\
         <w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>\
         </w:style>\
         <w:style w:type=\"table\" w:styleId=\"NetraTable\"><w:name w:val=\"Netra Table\"/>\
         <w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\
         <w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"{accent}\"/>\
         <w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"{accent}\"/>\
         <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{rule}\"/></w:tblBorders>\
         </w:tblPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"NetraDetails\"><w:name w:val=\"Netra Details\"/>\
         <w:basedOn w:val=\"TableNormal\"/></w:style></w:styles>"
    ));
    out
}

/// `word/numbering.xml`: bullets, numbers, open and done boxes; one instance per numbered list.
pub(super) fn numbering(starts: &[u32]) -> String {
    let mut out =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:numbering {NS}>");
    let symbols: [(u32, &[&str], &str); 3] = [
        (0, &["•", "–", "▪"], "Noto Sans"),
        (2, &["☐"], "Segoe UI Symbol"),
        (3, &["☑"], "Segoe UI Symbol"),
    ];
    let level = |i: usize, format: &str, text: &str, run: &str| {
        format!(
            "<w:lvl w:ilvl=\"{i}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr>\
             <w:ind w:left=\"{}\" w:hanging=\"340\"/></w:pPr>{run}</w:lvl>",
            400 + 400 * i
        )
    };
    for id in 0..4_u32 {
        out.push_str(&format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>"
        ));
        for i in 0..9 {
            match symbols.iter().find(|(n, ..)| *n == id) {
                Some((_, marks, font)) => {
                    let run = format!(
                        "<w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:cs=\"{font}\" \
                         w:hint=\"default\"/></w:rPr>"
                    );
                    out.push_str(&level(i, "bullet", marks[i % marks.len()], &run));
                }
                None => {
                    let format = ["decimal", "lowerLetter", "lowerRoman"][i % 3];
                    out.push_str(&level(i, format, &format!("%{}.", i + 1), ""));
                }
            }
        }
        out.push_str("</w:abstractNum>");
    }
    for (num, id) in [(1, 0), (2, 2), (3, 3)] {
        out.push_str(&format!(
            "<w:num w:numId=\"{num}\"><w:abstractNumId w:val=\"{id}\"/></w:num>"
        ));
    }
    for (i, start) in starts.iter().enumerate() {
        let overrides: String = (0..9)
            .map(|l| {
                let n = if l == 0 { *start } else { 1 };
                format!(
                    "<w:lvlOverride w:ilvl=\"{l}\"><w:startOverride w:val=\"{n}\"/></w:lvlOverride>"
                )
            })
            .collect();
        out.push_str(&format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/>{overrides}</w:num>",
            i + 4
        ));
    }
    out.push_str("</w:numbering>");
    out
}
