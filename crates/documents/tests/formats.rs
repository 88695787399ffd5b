//! The three formats say the same, twice the same, and hold against hostile text.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, may fail loudly")]

use netra_documents::tree::Block;
use netra_documents::{
    Audience, Brand, Document, DocumentRequest, Format, Language, Template, fill, render, shipped,
    shipped_names, text_of, text_of_markdown,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

fn tests_dir() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/documents")
}

fn picture() -> Vec<u8> {
    include_bytes!("../../../src-tauri/icons/128x128.png").to_vec()
}

fn brand() -> Brand {
    Brand {
        name: "Netra Consulting LLP".to_owned(),
        address: vec!["MG Road, Pune".to_owned()],
        ..Brand::default()
    }
}

fn make(template: &Template, data: &Value, language: Language) -> Document {
    fill(&DocumentRequest {
        template,
        data,
        audience: template.audience,
        language,
        brand: &brand(),
        images: &|_| Some(picture()),
    })
    .unwrap()
}

fn kitchen(user: &str) -> Document {
    let source = std::fs::read_to_string(tests_dir().join("kitchen.md")).unwrap();
    let data = json!({ "subtitle": "All", "day": "2026-11-21", "user": user });
    make(&Template::parse(&source).unwrap(), &data, Language::En)
}

fn of_body(body: &str, data: &Value) -> Document {
    let source = format!("---\nname: t\ntitle: T\naudience: client\nversion: 1\n---\n{body}");
    make(&Template::parse(&source).unwrap(), data, Language::En)
}

fn all_samples() -> Vec<(String, Document)> {
    let mut out = vec![("kitchen".to_owned(), kitchen("# x | *y*"))];
    for name in shipped_names() {
        let data = tests_dir().join(format!("data/{}.json", data_of(name)));
        let data = std::fs::read_to_string(data).unwrap();
        let data = serde_json::from_str(&data).unwrap();
        for language in [Language::En, Language::Hi] {
            let doc = make(&shipped(name).unwrap(), &data, language);
            out.push((format!("{name} {language:?}"), doc));
        }
    }
    out
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

/// Words, without the lines to write on.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|w| !w.chars().all(|c| c == '_')).map(str::to_owned).collect()
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut out = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

/// What the text of a DOCX says: a new line at each paragraph, page numbers of contents left out.
fn docx_text(docx: &[u8]) -> String {
    let mut out = String::new();
    for name in ["word/document.xml", "word/footnotes.xml"] {
        let xml = part(docx, name);
        let mut in_page_number = false;
        for tag in xml.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').unwrap();
            let element = tag.split([' ', '/']).find(|t| !t.is_empty()).unwrap_or_default();
            match element {
                "w:instrText" => in_page_number |= text.contains("PAGEREF"),
                "w:fldChar" if tag.contains("\"end\"") => in_page_number = false,
                "w:t" if !tag.starts_with('/') && !in_page_number => out.push_str(
                    &text
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&"),
                ),
                "w:p" | "w:br" | "w:tab" => out.push('\n'),
                _ => {}
            }
        }
    }
    out
}

/// A document whose last table just fills its page has no empty page behind it.
#[test]
fn what_follows_the_last_table_takes_no_room() {
    for end in ["| a |\n| --- |\n| b |\n", "```signatures\nA | B | C | 2026-11-21\n```\n"] {
        let docx = render(&of_body(&format!("Text.\n\n{end}"), &json!({})), Format::Docx).unwrap();
        let document = part(&docx, "word/document.xml");
        let tail = document.rsplit("</w:tbl>").next().unwrap();
        assert_eq!(tail.matches("<w:p>").count(), 1, "{tail}");
        assert!(tail.contains("w:line=\"20\" w:lineRule=\"exact\""), "{tail}");
    }
    let more = render(&of_body("| a |\n| --- |\n| b |\n\nText.\n", &json!({})), Format::Docx);
    let document = part(&more.unwrap(), "word/document.xml");
    assert!(document.rsplit("</w:tbl>").next().unwrap().contains("w:line=\"160\""));
}

#[test]
fn markdown_and_docx_say_what_the_tree_says() {
    for (name, doc) in all_samples() {
        let expected = words(&text_of(&doc));
        let markdown = String::from_utf8(render(&doc, Format::Markdown).unwrap()).unwrap();
        assert_eq!(words(&text_of_markdown(&markdown).unwrap()), expected, "{name} Markdown");
        let docx = render(&doc, Format::Docx).unwrap();
        assert_eq!(words(&docx_text(&docx)), expected, "{name} DOCX");
    }
}

/// The text of a PDF in the order of its content, by poppler; `None` where it is not installed.
fn pdf_text(pdf: &[u8]) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.pdf");
    std::fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output().ok()?;
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

/// All letters and digits in order: where a line breaks is no part of what is said.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '_').collect()
}

#[test]
fn pdf_says_what_the_tree_says() {
    for (name, doc) in all_samples() {
        let pdf = render(&doc, Format::Pdf).unwrap();
        let Some(found) = pdf_text(&pdf) else { return };
        // Furniture stands between the pages, so each line is looked for after the one before.
        let found = letters(&found);
        let mut from = 0;
        for line in text_of(&doc).lines().flat_map(|l| l.split(['\t', ' '])) {
            let line = letters(line);
            let at = found[from..].find(&line);
            let at = at.unwrap_or_else(|| {
                panic!(
                    "{name}: “{line}” is not there after {from}: {}",
                    &found[from..].chars().take(200).collect::<String>()
                )
            });
            from += at + line.len();
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let a = kitchen("x");
    let before: Vec<_> = Format::ALL.map(|f| render(&a, f).unwrap()).into();
    // Something else in between, and on another thread.
    render(&of_body("Other words, क्षत्रिय", &json!({})), Format::Pdf).unwrap();
    let after = std::thread::spawn(|| {
        let a = kitchen("x");
        Format::ALL.map(|f| render(&a, f).unwrap())
    });
    let after = after.join().unwrap();
    for (i, f) in Format::ALL.into_iter().enumerate() {
        assert!(before[i] == after[i], "{f:?} differs");
    }
}

#[test]
fn hostile_text_starts_nothing() {
    let hostile = [
        "# heading",
        "- item",
        "1. item",
        "```\ncode",
        "<!-- page-break -->",
        "<script>alert(1)</script>",
        "| a | b |\n|---|---|\n| c | d |",
        "![x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "> quote\n> [!NOTE]",
        "[^1]: note",
        "***\n---\n===",
        "{{ 7 * 7 }}{% raw %}",
        "~~~\n~~~",
        "&lt;b&gt; &#35; &copy;",
        "a\u{0}b\u{8}\u{202E}c",
        "\\",
        "]]></w:t>",
    ];
    let body =
        "{{ x }}\n\n- {{ x }}\n\n| a | b |\n| --- | --- |\n| {{ x }} | {{ x }} |\n\n## {{ x }}\n";
    for text in hostile {
        let doc = of_body(body, &json!({ "x": text }));
        let shape: Vec<&str> = doc.blocks.iter().map(kind).collect();
        assert_eq!(shape, ["paragraph", "list", "table", "heading"], "{text:?}");
        let shown: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{202E}')
            .collect();
        let said: String = text_of(&doc).split_whitespace().collect();
        assert_eq!(said.matches(&shown).count(), 5, "{text:?} in {said}");
        for f in Format::ALL {
            render(&doc, f).unwrap();
        }
    }
}

fn kind(b: &Block) -> &'static str {
    match b {
        Block::Paragraph(_) => "paragraph",
        Block::List(_) => "list",
        Block::Table(_) => "table",
        Block::Heading { .. } => "heading",
        _ => "other",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_text_is_shown_as_typed(text in "\\PC{0,40}", markup in "[-#>*_`|\\[\\](){}<>!~&+=.:0-9 a\\\\\n]{0,24}") {
        for t in [text, markup] {
            let doc = of_body("Before {{ x }} after\n\n| a |\n| --- |\n| {{ x }} |\n", &json!({ "x": t.clone() }));
            let expect: String = t.chars().filter(|c| !c.is_whitespace() && !c.is_control()
                && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')).collect();
            let said: String = text_of(&doc).split_whitespace().collect();
            prop_assert_eq!(&said, &format!("NetraConsultingLLPMGRoad,PuneTBefore{expect}aftera{expect}"));
            let md = String::from_utf8(render(&doc, Format::Markdown).unwrap()).unwrap();
            prop_assert_eq!(words(&text_of_markdown(&md).unwrap()).concat(), words(&text_of(&doc)).concat());
        }
    }
}

#[test]
fn a_table_of_two_thousand_rows_repeats_its_header() {
    let rows: Vec<Value> = (0..2000).map(|i| json!({ "n": i, "t": format!("row{i}x") })).collect();
    let body = "| Number | Text |\n| ---: | --- |\n{% for r in rows %}\n| {{ r.n }} | {{ r.t }} |\n{% endfor %}\n";
    let doc = of_body(body, &json!({ "rows": rows }));
    let pdf = render(&doc, Format::Pdf).unwrap();
    let docx = part(&render(&doc, Format::Docx).unwrap(), "word/document.xml");
    assert_eq!(docx.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(docx.matches("<w:cantSplit/>").count(), 2001);
    let Some(text) = pdf_text(&pdf) else { return };
    let pages = text.trim_end_matches('\u{C}').split('\u{C}').count();
    assert!(pages > 30, "{pages}");
    assert_eq!(text.matches("Number Text").count(), pages);
    for i in [0, 999, 1999] {
        assert_eq!(text.matches(&format!("row{i}x")).count(), 1);
    }
}

#[test]
fn a_cell_higher_than_a_page_loses_nothing() {
    let long = (0..3000).map(|i| format!("w{i}z")).collect::<Vec<_>>().join(" ");
    let doc = of_body("| a | b |\n| --- | --- |\n| {{ x }} | short |\n", &json!({ "x": long }));
    let Some(text) = pdf_text(&render(&doc, Format::Pdf).unwrap()) else { return };
    for i in 0..3000 {
        assert!(text.contains(&format!("w{i}z")), "w{i}z");
    }
    // One word without end, too.
    let doc = of_body("{{ x }}", &json!({ "x": "x".repeat(20_000) }));
    let Some(text) = pdf_text(&render(&doc, Format::Pdf).unwrap()) else { return };
    assert_eq!(text.matches('x').count(), 20_000);
}

fn refusal(body: &str, data: &Value, audience: Audience) -> netra_kernel::Error {
    let source = format!("---\nname: t\ntitle: T\naudience: client\nversion: 1\n---\n{body}");
    let template = Template::parse(&source).unwrap();
    let request = DocumentRequest {
        template: &template,
        data,
        audience,
        language: Language::En,
        brand: &Brand::default(),
        images: &|_| None,
    };
    fill(&request).unwrap_err()
}

#[test]
fn what_is_internal_cannot_reach_a_client() {
    let data = json!({
        "quote": { "total": 5, "internal": { "margin": "41" } },
        "lines": [{ "name": "a", "internal": { "cost": { "minor": 100, "currency": "INR" } } }],
        "internal": { "note": "secret" },
    });
    for body in [
        "a\n\n{{ quote.internal.margin }}",
        "a\n\n{{ quote['inter' ~ 'nal']['margin'] }} internal",
        "a\n\n{% for l in lines %}{{ l.internal.cost | money }}{% endfor %}",
        "a\n\n{{ lines | map(attribute='internal.cost') | list | length }}",
        "a\n\n{{ internal.note }}",
        "a\n\n{% if internal is defined %}x{% endif %}",
        "a\n\n{{ quote.internal | default('x') }}",
        "a\n\n{{ quote | attr('internal') }}",
    ] {
        let e = refusal(body, &data, Audience::Client);
        assert_eq!(e.code(), "template.internal_field", "{body}: {e:?}");
        assert_eq!(e.args()["line"], 9, "{body}");
    }
    // Nothing of it is there when whole groups are walked through, either.
    let walk = "{% for k in quote %}{{ k }} {% endfor %}{% for k, v in lines[0] | items %}{{ k }} {% endfor %}";
    let said = text_of(&of_body(walk, &data));
    assert!(
        said.contains("total") && said.contains("name") && !said.contains("internal"),
        "{said}"
    );
    // Our own people may see it.
    let source = "---\nname: t\ntitle: T\naudience: internal\nversion: 1\n---\n{{ internal.note }}";
    let template = Template::parse(source).unwrap();
    assert!(text_of(&make(&template, &data, Language::En)).contains("secret"));
    let request = DocumentRequest {
        template: &template,
        data: &data,
        audience: Audience::Client,
        language: Language::En,
        brand: &Brand::default(),
        images: &|_| None,
    };
    assert_eq!(fill(&request).unwrap_err().code(), "template.audience");
}

#[test]
fn a_wrong_template_is_refused_with_line_and_a_hint() {
    let data = json!({ "quote": { "number": "1", "when": "soon", "n": "x" } });
    let e = refusal("a\n\n  {{ quote.nubmer }}", &data, Audience::Client);
    assert_eq!(e.code(), "template.unknown_field");
    let args = Value::Object(e.args().clone());
    assert_eq!((&args["field"], &args["line"]), (&json!("quote.nubmer"), &json!(9)));
    assert_eq!(args["closest"], "number");
    for (body, code) in [
        ("{{ quote.", "template.syntax"),
        ("{% for x in y %}", "template.syntax"),
        ("{{ quote.number | nothing }}", "template.syntax"),
        ("{{ quote.number | safe }}", "template.syntax"),
        ("{% include 'x' %}", "template.value"),
        ("{{ quote }}", "template.value"),
        ("{{ quote.when | date }}", "template.value"),
        ("{{ quote.n | money }}", "template.value"),
        (
            "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
            "template.too_large",
        ),
        ("<!-- nonsense -->", "document.directive"),
        ("<!-- table: wide -->", "document.directive"),
        ("![x](missing.png)", "document.image_missing"),
    ] {
        assert_eq!(refusal(body, &data, Audience::Client).code(), code, "{body}");
    }
}

#[test]
fn a_broken_picture_is_refused() {
    let mut png = picture();
    png.truncate(200);
    let template =
        Template::parse("---\nname: t\ntitle: T\naudience: client\nversion: 1\n---\n![x](p)\n")
            .unwrap();
    let mut seen = Vec::new();
    for bytes in [b"GIF89a".to_vec(), Vec::new(), vec![0xFF, 0xD8, 0xFF], png] {
        let made = fill(&DocumentRequest {
            template: &template,
            data: &json!({}),
            audience: Audience::Client,
            language: Language::En,
            brand: &Brand::default(),
            images: &|_| Some(bytes.clone()),
        });
        let e = made.and_then(|d| render(&d, Format::Pdf)).unwrap_err();
        seen.push(e.code());
    }
    assert_eq!(seen, ["document.image_unreadable"; 4]);
}
