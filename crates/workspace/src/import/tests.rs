//! Files of every bad kind, through the real reader.

use super::job::{Desk, import};
use super::{ImportOrder, Row, open, scan};
use crate::jobs::Ticket;
use netra_kernel::{Error, Kind, Result};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;

fn read(bytes: &[u8]) -> Vec<Row> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let scan = scan(file.path()).unwrap();
    let mut rows = open(file.path(), &scan, None).unwrap();
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

/// One broken byte spoils its own cell and no other.
#[test]
fn a_stray_byte_among_utf8_is_one_broken_letter() {
    for name in ["Zoë Málaga", "आशा राव"] {
        let mut bytes = b"name\n".to_vec();
        for _ in 0..50 {
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(b"Bro\xffken\n");
        let rows = cells(&bytes);
        assert_eq!(rows[50], [name]);
        assert_eq!(rows[51], ["Bro\u{fffd}ken"]);
    }
    // Where there are no others it is a letter of an older encoding.
    assert_eq!(cells(b"name\nZo\xeb\nAsha\n")[1], ["Zoë"]);
}

#[test]
fn letters_are_counted_across_the_pieces_in_which_they_come() {
    let text = "ab é आ 😀 ".as_bytes();
    let broken = [text, b"\xff \xe0\xa4 \xc3"].concat();
    for n in 1..=broken.len() {
        let mut letters = super::Letters::default();
        broken.chunks(n).for_each(|part| letters.add(part));
        letters.end();
        assert_eq!((letters.good, letters.odd), (3, 3), "pieces of {n}");
    }
}

#[test]
fn a_huge_row_is_cut_and_the_next_one_is_whole() {
    let mut bytes = b"name,note\nA,\"".to_vec();
    bytes.resize(bytes.len() + 5 * super::MAX_ROW_BYTES, b'x');
    bytes.extend_from_slice(b"\"\nB,fine\n");
    let rows = read(&bytes);
    assert_eq!(rows.len(), 3);
    assert!(rows[1].is_cut && rows[1].cells[0] == "A");
    assert_eq!(rows[2], Row { cells: vec!["B".into(), "fine".into()], line: 3, ..Row::default() });
}

#[test]
fn ten_thousand_columns_are_read_and_too_many_are_refused() {
    let wide = vec!["c"; 10_000].join(",") + "\n";
    assert_eq!(cells(wide.as_bytes())[0].len(), 10_000);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all((vec!["c"; 40_000].join(",") + "\n").as_bytes()).unwrap();
    let scan = scan(file.path()).unwrap();
    let refused = open(file.path(), &scan, None).unwrap().next_row().unwrap_err();
    assert_eq!(refused.code(), "import.too_many_columns");
}

/// The files of csv-spectrum (see its licence beside them): every row as the suite's JSON has it.
#[test]
fn the_files_of_csv_spectrum_are_read_as_it_says() {
    let suite =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/csv-spectrum");
    let mut seen = 0;
    for entry in std::fs::read_dir(suite.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let json = std::fs::read(suite.join("json").join(format!("{name}.json"))).unwrap();
        let said: Value = serde_json::from_slice(&json).unwrap();
        // One file's JSON is a single object, not a list.
        let mut said = said.as_array().cloned().unwrap_or_else(|| vec![said]);
        let mut rows = cells(&std::fs::read(&path).unwrap()).into_iter();
        let header = rows.next().unwrap();
        let found: Vec<Value> = rows
            .map(|row| {
                assert_eq!(row.len(), header.len(), "{name}");
                let cells = row.into_iter().map(Value::String);
                Value::Object(header.iter().cloned().zip(cells).collect())
            })
            .collect();
        if name == "location_coordinates" {
            // The suite's JSON has another telephone number than its own file.
            said[0]["Contact Phone Number"] = "2095257564".into();
        }
        assert_eq!(found, said, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 12);
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
    let lines: Vec<i64> = read(&bytes).iter().map(|r| r.line).collect();
    assert_eq!(lines, [1, 2, 4], "as the sheet numbers them");
}

#[test]
fn a_small_workbook_whose_cells_all_name_one_long_text_stays_small() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "name").unwrap();
    let long = "x".repeat(32_767);
    for line in 1..4 {
        sheet.write(line, 0, "Asha").unwrap();
        for column in 1..1_000 {
            sheet.write(line, column, &*long).unwrap();
        }
    }
    sheet.write(4, 0, "Ravi").unwrap();
    let rows = read(&book.save_to_buffer().unwrap());
    assert_eq!(rows.len(), 5);
    for row in &rows[1..4] {
        let bytes: usize = row.cells.iter().map(String::len).sum();
        assert!(row.is_cut && row.cells[0] == "Asha" && bytes <= super::MAX_ROW_BYTES, "{bytes}");
    }
    assert!(!rows[4].is_cut && rows[4].cells == ["Ravi"]);
}

#[test]
fn a_workbook_with_a_text_that_no_cell_can_hold_is_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/sharedStrings.xml", options).unwrap();
    zip.write_all(b"<sst><si><t>").unwrap();
    zip.write_all(&vec![b'x'; 5 << 20]).unwrap();
    zip.write_all(b"</t></si></sst>").unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&zip.finish().unwrap().into_inner()).unwrap();
    let found = scan(file.path()).unwrap();
    let refused = open(file.path(), &found, None).err().unwrap();
    assert_eq!(refused.code(), "import.workbook_unreadable");
    assert!(format!("{refused:?}").contains("longer"), "{refused:?}");
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
    assert_eq!(open(file.path(), &found, None).err().unwrap().code(), "import.workbook_too_large");

    let mut broken = tempfile::NamedTempFile::new().unwrap();
    broken.write_all(b"PK\x03\x04 and then rubbish").unwrap();
    let found = scan(broken.path()).unwrap();
    assert_eq!(
        open(broken.path(), &found, None).err().unwrap().code(),
        "import.workbook_unreadable"
    );
}

#[test]
fn a_mark_that_nothing_closes_costs_its_own_line_only() {
    let row = |cells: &[&str], is_open: bool| Row {
        cells: cells.iter().map(|c| (*c).to_owned()).collect(),
        is_open,
        ..Row::default()
    };
    for (text, expected) in [
        // At the end of the file, with and without a line behind it and a last line break.
        (
            "n,c\nG,\"open\nI,x\n",
            vec![row(&["n", "c"], false), row(&["G", "open"], true), row(&["I", "x"], false)],
        ),
        ("n,c\nG,\"open", vec![row(&["n", "c"], false), row(&["G", "open"], true)]),
        ("n,c\nG,\"", vec![row(&["n", "c"], false), row(&["G", ""], true)]),
        // A mark further down that seems to close it, but does not end a cell.
        (
            "n,c\r\nG,\"open\r\nI,\"x, y\"\r\nJ,z\r\n",
            vec![
                row(&["n", "c"], false),
                row(&["G", "open"], true),
                row(&["I", "x, y"], false),
                row(&["J", "z"], false),
            ],
        ),
        // Several of them, and one that looks like them and is right.
        (
            "n,c\nA,\"a\n\nB,\"b\nC,\"c\nd\" \nD,\"d\n",
            vec![
                row(&["n", "c"], false),
                row(&["A", "a"], true),
                row(&["B", "b"], true),
                row(&["C", "c\nd "], false),
                row(&["D", "d"], true),
            ],
        ),
        ("n,c\nA,5\" pipe\nB,\"\"\"q\"\"\"\n", {
            vec![
                row(&["n", "c"], false),
                row(&["A", "5\" pipe"], false),
                row(&["B", "\"q\""], false),
            ]
        }),
    ] {
        let found: Vec<Row> =
            read(text.as_bytes()).into_iter().map(|r| Row { line: 0, ..r }).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn a_row_knows_its_line_as_a_spreadsheet_counts_them() {
    let lines = |text: &str| -> Vec<i64> { read(text.as_bytes()).iter().map(|r| r.line).collect() };
    for end in ["\n", "\r\n", "\r"] {
        let lines = |text: &str| lines(&text.replace('\n', end));
        assert_eq!(lines("n,c\nA,1\nB,2"), [1, 2, 3], "{end:?}");
        assert_eq!(lines("\nn,c\n\n\nA,1\n\nB,2\n\n"), [2, 5, 7], "{end:?} empty lines count");
        assert_eq!(lines("n,c\nA,\"x\ny\n\nz\"\nB,2\n"), [1, 2, 3], "{end:?} a tall cell is one");
        assert_eq!(lines("n,c\nA,\"open\nB,2\n\nC,3\n"), [1, 2, 3, 5], "{end:?} a mark not closed");
    }
    assert_eq!(
        lines("n,c\nA,1\n,\n , \nB,2\n,,,\n"),
        [1, 2, 5],
        "separators alone are an empty line"
    );
    assert_eq!(lines("sep=;\r\nn;c\r\nA;1\r\n"), [1, 2], "a line that is not shown");
    let mut long = "n,c\nA,\"".to_owned();
    long.push_str(&"x\n".repeat(super::MAX_ROW_BYTES));
    long.push_str("\"\n\nB,2\n");
    assert_eq!(lines(&long), [1, 2, 4], "longer than is kept");
}

#[test]
fn a_mark_that_swallows_a_large_file_gives_it_back() {
    let mut text = "name,note\nA,\"open\n".to_owned();
    let lines = 3 * super::MAX_ROW_BYTES / 16;
    for i in 0..lines {
        // Some of the rows below lack their mark too.
        let mark = if i % 20_000 == 7 { "\"" } else { "" };
        text.push_str(&format!("R{i:08},{mark}n{}\n", i % 10));
    }
    let rows = read(text.as_bytes());
    assert_eq!(rows.len(), lines + 2);
    assert!(rows[1].is_open && rows[9].is_open && !rows[10].is_open);
    assert_eq!(rows[lines + 1].cells[0], format!("R{:08}", lines - 1));
    assert!((1..).zip(&rows).all(|(line, row)| row.line == line));
    let open = rows.iter().filter(|r| r.is_open).count();
    assert_eq!(open, 1 + lines.div_ceil(20_000));
}

#[test]
fn what_is_no_list_is_told() {
    let refused = |bytes: &[u8]| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let scan = scan(file.path()).unwrap();
        open(file.path(), &scan, None).err().map(|e| e.code().to_owned())
    };
    let not = Some("import.not_a_list".to_owned());
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\xff\x02\x03\x9d\x81"), not);
    assert_eq!(refused(b"%PDF-1.7 and more"), not);
    let mut seed = 1u32;
    let noise: Vec<u8> = (0..5_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .collect();
    assert_eq!(refused(&noise), not);
    assert_eq!(refused("name,city\nRené,Köln\n".as_bytes()), None);
    assert_eq!(refused(b"name,city\nRen\xe9,K\xf6ln\n"), None);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(scan(folder.path()).err().unwrap().code(), "import.folder");
}

#[test]
fn a_workbook_s_sheet_is_the_one_asked_for_or_the_first_with_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Cover").unwrap();
    book.add_worksheet().set_name("Leads").unwrap().write(0, 0, "name").unwrap();
    book.add_worksheet().set_name("Old").unwrap().write(0, 0, "was").unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&book.save_to_buffer().unwrap()).unwrap();
    let found = scan(file.path()).unwrap();
    for (wanted, sheet, cell) in
        [(None, "Leads", "name"), (Some(" old"), "Old", "was"), (Some("Leads"), "Leads", "name")]
    {
        let mut rows = open(file.path(), &found, wanted).unwrap();
        assert_eq!(rows.sheets().unwrap().0, sheet);
        assert_eq!(rows.next_row().unwrap().unwrap().cells, [cell]);
    }
    let e = open(file.path(), &found, Some("New")).err().unwrap();
    assert_eq!(e.code(), "import.no_sheet");
    assert_eq!(e.args()["sheets"], serde_json::json!(["Cover", "Leads", "Old"]));
    let mut plain = tempfile::NamedTempFile::new().unwrap();
    plain.write_all(b"name\nA\n").unwrap();
    let found = scan(plain.path()).unwrap();
    assert_eq!(open(plain.path(), &found, Some("A")).err().unwrap().code(), "import.no_workbook");
}

/// A workspace whose disk is full once it has taken a batch.
#[derive(Default)]
struct SmallDisk(Mutex<Vec<String>>);

impl Desk for SmallDisk {
    fn run(&self, name: &str, _: Value) -> Result<Value> {
        let mut log = self.0.lock().unwrap();
        log.push(name.to_owned());
        match (name, log.len()) {
            ("import.rows", 3) => Err(Error::new(Kind::NotNow, "storage.full")),
            _ => Ok(json!({"import": netra_kernel::Id::named("import", "small"), "next_row": 1})),
        }
    }
    fn ask(&self, name: &str, _: Value) -> Result<Value> {
        Ok(match name {
            "setting.list" => json!({"rows": []}),
            _ => json!({"mapping": {"columns": ["name", "phone"], "fields": {"name": [0]}},
                        "policy": "skip", "is_remembered": false, "begun": null}),
        })
    }
}

#[test]
fn a_disk_that_fills_up_says_how_many_rows_are_in() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let rows: String = (0..5_000).map(|i| format!("Lead {i},98765{i:05}\n")).collect();
    file.write_all(format!("name,phone\n{rows}").as_bytes()).unwrap();
    let mut order: ImportOrder = serde_json::from_value(json!({"file": file.path()})).unwrap();
    let told = Mutex::new(Vec::new());
    let send = |event: Value| told.lock().unwrap().push(event);
    let ticket = Ticket::new("t".into(), Arc::default(), &send);
    let e = import(&SmallDisk::default(), &order, &ticket).unwrap_err();
    assert_eq!((e.code(), &e.args()["rows"]), ("import.disk_full", &json!(2_000)));
    assert_eq!(told.lock().unwrap()[0]["rows"], 2_000, "progress counts rows");
    order.dry_run = true;
    let e = import(&SmallDisk::default(), &order, &ticket).unwrap_err();
    assert_eq!(e.code(), "storage.full", "of a dry run nothing is in");
}

#[test]
fn a_file_with_a_heading_alone_says_so() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"name,phone\n\n").unwrap();
    let order: ImportOrder =
        serde_json::from_value(json!({"file": file.path(), "dry_run": true})).unwrap();
    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    let e = import(&SmallDisk::default(), &order, &ticket).unwrap_err();
    assert_eq!(e.code(), "import.only_header");
}
