//! Files of every bad kind, through the real reader.

use super::{Row, open, scan};
use std::io::Write;

fn read(bytes: &[u8]) -> Vec<Row> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let scan = scan(file.path()).unwrap();
    let mut rows = open(file.path(), &scan).unwrap();
    let mut out = Vec::new();
    while let Some(row) = rows.next_row().unwrap() {
        out.push(row);
    }
    out
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    read(bytes).into_iter().map(|r| r.cells).collect()
}

#[test]
fn any_delimiter_and_quoting() {
    let want = vec![vec!["name", "note"], vec!["A", "x\ny, \"z\""], vec!["B", ""]];
    for d in [',', ';', '\t', '|'] {
        let text = format!("name{d}note\r\nA{d}\"x\ny, \"\"z\"\"\"\r\n\r\nB{d}\r\n");
        assert_eq!(cells(text.as_bytes()), want, "{d:?}");
    }
}

#[test]
fn any_usual_encoding() {
    let text = "name,city\nश्रद्धा,पुणे\nRené,Köln\n";
    let utf16 = |le: bool, bom: bool| -> Vec<u8> {
        let mark = if bom { "\u{feff}" } else { "" };
        format!("{mark}name,city\nRen\u{e9},K\u{f6}ln of the long plain row\n")
            .encode_utf16()
            .flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    };
    let plain = cells(text.as_bytes());
    assert_eq!(plain[1], ["श्रद्धा", "पुणे"]);
    assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), plain);
    for le in [true, false] {
        for bom in [true, false] {
            assert_eq!(cells(&utf16(le, bom))[1][0], "René", "le {le} bom {bom}");
        }
    }
    assert_eq!(cells(b"name,city\nRen\xe9,K\xf6ln\n")[1], ["René", "Köln"]);
}

#[test]
fn ragged_rows_nul_bytes_and_no_last_newline() {
    let rows = cells(b"a,b,c\n1\n1,2,3,4\nx\0y,\0,z");
    assert_eq!(rows[1], ["1"]);
    assert_eq!(rows[2].len(), 4);
    assert_eq!(rows[3][0], "x\0y");
}

#[test]
fn a_huge_row_is_cut_and_the_next_one_is_whole() {
    let mut bytes = b"name,note\nA,\"".to_vec();
    bytes.resize(bytes.len() + 5 * super::MAX_ROW_BYTES, b'x');
    bytes.extend_from_slice(b"\"\nB,fine\n");
    let rows = read(&bytes);
    assert_eq!(rows.len(), 3);
    assert!(rows[1].is_cut && rows[1].cells[0] == "A");
    assert_eq!(rows[2], Row { cells: vec!["B".into(), "fine".into()], is_cut: false });
}

#[test]
fn ten_thousand_columns_are_read_and_too_many_are_refused() {
    let wide = vec!["c"; 10_000].join(",") + "\n";
    assert_eq!(cells(wide.as_bytes())[0].len(), 10_000);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all((vec!["c"; 40_000].join(",") + "\n").as_bytes()).unwrap();
    let scan = scan(file.path()).unwrap();
    let refused = open(file.path(), &scan).unwrap().next_row().unwrap_err();
    assert_eq!(refused.code(), "import.too_many_columns");
}

#[test]
fn workbooks_give_the_same_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "name").unwrap().write(0, 1, "phone").unwrap().write(0, 2, "on").unwrap();
    sheet.write(1, 0, "श्रद्धा").unwrap().write(1, 1, 9_822_011_432f64).unwrap();
    sheet.write_formula(3, 0, "=\"A\"&\"B\"").unwrap();
    sheet.write(3, 1, "+44 7400 123456").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let rows = cells(&bytes);
    assert_eq!(rows[0], ["name", "phone", "on"]);
    assert_eq!(rows[1], ["श्रद्धा", "9822011432"]);
    assert_eq!(rows.last().unwrap()[1], "+44 7400 123456");
}

#[test]
fn a_bomb_and_a_broken_workbook_are_refused() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/sharedStrings.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..1_100 {
        zip.write_all(&zeros).unwrap();
    }
    file.write_all(&zip.finish().unwrap().into_inner()).unwrap();
    let found = scan(file.path()).unwrap();
    assert_eq!(open(file.path(), &found).err().unwrap().code(), "import.workbook_too_large");

    let mut broken = tempfile::NamedTempFile::new().unwrap();
    broken.write_all(b"PK\x03\x04 and then rubbish").unwrap();
    let found = scan(broken.path()).unwrap();
    assert_eq!(open(broken.path(), &found).err().unwrap().code(), "import.workbook_unreadable");
}
