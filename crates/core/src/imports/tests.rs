//! Imports as commands and queries.

use super::queries::reason;
use crate::testing::Desk;
use netra_kernel::{FieldError, Timestamp};
use serde_json::{Value, json};

fn start(desk: &mut Desk, policy: &str) -> String {
    let out = desk.ok(
        "import.start",
        json!({"file_name": "fair.csv", "file_sha256": "ab".repeat(32), "source": "Fair",
               "policy": policy,
               "mapping": {"columns": ["Name", "Phone", "Email", "City"],
                           "fields": {"name": [0], "phone": [1], "email": [2], "city": [3]}}}),
    );
    out["import"].as_str().unwrap().to_owned()
}

fn rows(desk: &mut Desk, import: &str, first: i64, rows: &[[&str; 4]]) -> Value {
    desk.ok("import.rows", json!({"import": import, "first_row": first, "rows": rows}))
}

fn counts(v: &Value) -> [i64; 4] {
    ["total", "new", "duplicate", "invalid"].map(|k| v["counts"][k].as_i64().unwrap())
}

#[test]
fn rows_are_new_duplicate_or_invalid_as_decided() {
    let mut desk = Desk::new();
    desk.ok("lead.create", json!({"name": "Known", "phone": "9000000001", "email": "k@x.in"}));
    let import = start(&mut desk, "skip");
    // What each row is: n(ew), d(uplicate), i(nvalid).
    let table = [
        (["Asha", "98765 43210", "", ""], 'n'),
        (["Asha again", "+919876543210", "", ""], 'd'),
        (["", "9876543211", "", ""], 'i'),
        (["Not above", "9876543211", "", ""], 'n'),
        (["No contact", "", "", ""], 'i'),
        (["Bad phone", "123", "good@x.in", ""], 'i'),
        (["Bad mail", "9876543212", "bad", ""], 'i'),
        (["Mail only", "", "Mail@X.in", ""], 'n'),
        (["Mail again", "", "mail@x.in", ""], 'd'),
        (["Mail but own number", "9876543213", "mail@x.in", ""], 'n'),
        (["Workspace phone", "+91 90000 00001", "", ""], 'd'),
        (["Workspace mail", "", "K@x.in", ""], 'd'),
        (["Phone repeats, mail is new", "9876543210", "late@x.in", ""], 'd'),
        (["That mail stood above", "", "late@x.in", ""], 'd'),
        (["An invalid row does not count", "", "good@x.in", ""], 'n'),
    ];
    let all: Vec<[&str; 4]> = table.iter().map(|t| t.0).collect();
    let of = |c: char| table.iter().filter(|t| t.1 == c).count() as i64;
    let out = rows(&mut desk, &import, 1, &all);
    assert_eq!(counts(&out), [15, of('n'), of('d'), of('i')]);
    for (kind, c) in [("invalid", 'i'), ("duplicate", 'd')] {
        let found = desk.ask("import.rejects", json!({"import": import, "kind": kind}));
        let numbers: Vec<i64> =
            found["rows"].as_array().unwrap().iter().map(|r| r["row"].as_i64().unwrap()).collect();
        let expected: Vec<i64> = (1..).zip(&table).filter(|t| t.1.1 == c).map(|t| t.0).collect();
        assert_eq!(numbers, expected, "{kind}");
    }
    // What was written in bulk is found by search, and the index is whole.
    let found = desk.ask("lead.list", json!({"text": "mail o"}));
    assert_eq!(found["rows"].as_array().unwrap().len(), 2);
    desk.conn
        .execute("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')", [])
        .unwrap();
    desk.ok("lead.create", json!({"name": "Zed", "phone": "9000000009"}));
    assert_eq!(desk.ask("lead.list", json!({"text": "zed"}))["rows"].as_array().unwrap().len(), 1);
    let done = desk.ok("import.finish", json!({"import": import}));
    assert_eq!(counts(&done)[0], 15);
    let told = desk.ask("history.of", json!({"id": import}));
    assert_eq!(told["rows"].as_array().unwrap().len(), 3);
}

#[test]
fn the_check_says_what_the_import_does() {
    let mut desk = Desk::new();
    desk.ok("lead.create", json!({"name": "Known", "phone": "9000000001"}));
    let checked = desk.ask(
        "import.check",
        json!({"mapping": {"columns": ["n", "p"], "fields": {"name": [0], "phone": [1]}},
               "rows": [["A", "9000000001"], ["", "1"], ["B", "9876543210"], ["C"]]}),
    );
    let r = &checked["rows"];
    assert_eq!(r[0]["is_known"], true);
    assert_eq!(r[1]["errors"].as_array().unwrap().len(), 2);
    assert_eq!((&r[2]["is_known"], &r[2]["phone_e164"]), (&json!(false), &json!("+919876543210")));
    assert_eq!(r[3]["errors"][0]["code"], "phone_or_email");
}

#[test]
fn rows_given_twice_are_done_once_and_gaps_are_refused() {
    let mut desk = Desk::new();
    let import = start(&mut desk, "skip");
    let all = [["A", "9876543210", "", ""], ["B", "9876543211", "", ""], ["C", "1", "", ""]];
    rows(&mut desk, &import, 1, &all[..2]);
    let out = rows(&mut desk, &import, 1, &all);
    assert_eq!(counts(&out), [3, 2, 0, 1]);
    let gap = json!({"import": import, "first_row": 9, "rows": []});
    assert_eq!(desk.refused("import.rows", gap), "import.gap");
    desk.ok("import.cancel", json!({"import": import}));
    let more = json!({"import": import, "first_row": 4, "rows": [["D", "9876543214", "", ""]]});
    assert_eq!(desk.refused("import.rows", more.clone()), "import.not_running");
    assert_eq!(start(&mut desk, "skip"), import, "the same file goes on");
    assert_eq!(counts(&desk.ok("import.rows", more)), [4, 3, 0, 1]);
    desk.ok("import.finish", json!({"import": import}));
    assert_ne!(start(&mut desk, "skip"), import, "a finished one does not");
}

#[test]
fn policies_change_what_is_there_and_undo_gives_it_back() {
    for (policy, name, city, email) in [
        ("skip", "Asha", "", Value::Null),
        ("update_empty", "Asha", "Pune", json!("a@x.in")),
        ("update_all", "Asha Rao", "Pune", json!("a@x.in")),
        ("keep_both", "Asha", "", Value::Null),
    ] {
        let mut desk = Desk::new();
        let old = desk.ok("lead.create", json!({"name": "Asha", "phone": "9876543210"}));
        let before = desk.ask("lead.get", json!({"lead": old["lead"]}));
        desk.now = desk.now.plus_minutes(5);
        let import = start(&mut desk, policy);
        rows(&mut desk, &import, 1, &[["Asha Rao", "9876543210", "a@x.in", "Pune"]]);
        desk.ok("import.finish", json!({"import": import}));
        let v = desk.ask("lead.get", json!({"lead": old["lead"]}));
        assert_eq!((v["name"].as_str().unwrap(), v["city"].as_str().unwrap()), (name, city));
        assert_eq!(v["email"], email, "{policy}");
        let n = desk.ask("lead.list", json!({}))["rows"].as_array().unwrap().len();
        assert_eq!(n, if policy == "keep_both" { 2 } else { 1 });
        desk.ok("import.undo", json!({"import": import}));
        let mut after = desk.ask("lead.get", json!({"lead": old["lead"]}));
        after["score"] = before["score"].clone();
        assert_eq!(after["name"], before["name"], "{policy}");
        assert_eq!(after["city"], before["city"], "{policy}");
        assert_eq!(after["email"], before["email"], "{policy}");
    }
}

#[test]
fn undo_keeps_what_somebody_worked_on_and_says_why() {
    let mut desk = Desk::new();
    let import = start(&mut desk, "skip");
    let all: Vec<[String; 4]> = (0..25)
        .map(|i| [format!("Lead {i}"), format!("98765432{i:02}"), String::new(), String::new()])
        .collect();
    desk.ok("import.rows", json!({"import": import, "first_row": 1, "rows": all}));
    let found = desk.ask("lead.list", json!({"text": "Lead 7"}));
    desk.ok("lead.update", json!({"lead": found["rows"][0]["id"], "city": "Pune"}));
    let mut steps = 0;
    let last = loop {
        steps += 1;
        let out = desk.ok("import.undo", json!({"import": import, "limit": 10}));
        if out["is_complete"] == true {
            break out;
        }
    };
    assert_eq!(steps, 3);
    let more = json!({"import": import, "first_row": 26, "rows": []});
    assert_eq!(desk.refused("import.rows", more), "import.not_running");
    assert_eq!((last["removed"].as_i64(), last["kept"].as_i64()), (Some(24), Some(1)));
    let kept = desk.ask("import.kept", json!({"import": import}));
    assert_eq!(kept["rows"][0]["name"], "Lead 7");
    assert_eq!(kept["rows"][0]["why"], "changed");
    assert_eq!(desk.ask("lead.list", json!({}))["rows"].as_array().unwrap().len(), 1);
    assert_eq!(desk.refused("import.undo", json!({"import": import})), "import.undone");
    desk.conn
        .execute("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')", [])
        .unwrap();
}

#[test]
fn a_rejected_row_is_corrected_in_place() {
    let mut desk = Desk::new();
    let import = start(&mut desk, "skip");
    rows(&mut desk, &import, 1, &[["", "12", "", "Pune"], ["B", "9876543211", "", ""]]);
    desk.ok("import.finish", json!({"import": import}));
    let fix = |fields: Value| json!({"import": import, "row": 1, "fields": fields});
    let e = desk.run("import.fix_row", fix(json!({"name": "Asha"}))).unwrap_err();
    assert_eq!(e.fields()[0].path, "fields.phone");
    let taken = fix(json!({"name": "Asha", "phone": "9876543211"}));
    assert_eq!(desk.refused("import.fix_row", taken), "lead.duplicate");
    let out = desk.ok("import.fix_row", fix(json!({"name": "Asha", "phone": "98765 43210"})));
    let lead = desk.ask("lead.get", json!({"lead": out["lead"]}));
    assert_eq!((lead["city"].as_str(), lead["source"].as_str()), (Some("Pune"), Some("Fair")));
    let view = desk.ask("import.get", json!({"import": import}));
    assert_eq!((&view["new"], &view["invalid"], &view["fixed"]), (&json!(2), &json!(0), &json!(1)));
    let left = desk.ask("import.rejects", json!({"import": import}));
    assert_eq!(left["rows"].as_array().unwrap().len(), 0);
    assert_eq!(desk.refused("import.fix_row", fix(json!({}))), "import.row_fixed");
}

#[test]
fn a_source_remembers_its_columns() {
    let mut desk = Desk::new();
    start(&mut desk, "update_empty");
    let m =
        desk.ask("import.match", json!({"columns": ["City", "Phone", "Name"], "source": "Fair"}));
    assert_eq!(m["is_remembered"], true);
    assert_eq!(m["policy"], "update_empty");
    assert_eq!(m["mapping"]["fields"]["name"], json!([2]));
    let m = desk.ask("import.match", json!({"columns": ["x"], "source": "Other"}));
    assert_eq!(m["is_remembered"], false);
}

#[test]
fn importing_needs_the_permission() {
    let mut desk = Desk::staffed();
    let import = start(&mut desk, "skip");
    for role in ["telecaller", "sales_executive", "consultant", "viewer"] {
        desk.as_role(role);
        let code = desk.refused("import.finish", json!({"import": import}));
        assert_eq!(code, "forbidden", "{role}");
        let e = desk.try_ask("import.list", json!({})).unwrap_err();
        assert_eq!(e.code(), "forbidden", "{role}");
    }
    desk.as_role("telecalling_manager").ok("import.finish", json!({"import": import}));
}

#[test]
fn the_history_of_a_lead_begins_with_who_imported_it() {
    let mut desk = Desk::new();
    let import = start(&mut desk, "skip");
    rows(&mut desk, &import, 1, &[["Asha", "9876543210", "", ""], ["", "9876543211", "", ""]]);
    desk.ok("import.finish", json!({"import": import}));
    let lead = desk.ask("lead.list", json!({}))["rows"][0]["id"].clone();
    desk.ok("lead.update", json!({"lead": lead, "city": "Pune"}));
    let told = desk.ask("history.of", json!({"id": lead}));
    let last = told["rows"].as_array().unwrap().last().unwrap();
    let sentence = last["sentence"].as_str().unwrap();
    assert!(sentence.contains("fair.csv") && sentence.contains("Owner"), "{sentence}");
    assert_eq!(last["name"], "import.start");
    let older = desk.ask("history.of", json!({"id": lead, "before": last["seq"]}));
    assert!(older["rows"].as_array().unwrap().is_empty(), "told once");
    let fixed =
        desk.ok("import.fix_row", json!({"import": import, "row": 2, "fields": {"name": "Ravi"}}));
    let told = desk.ask("history.of", json!({"id": fixed["lead"]}));
    let names: Vec<&str> =
        told["rows"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["import.fix_row"]);
}

#[test]
fn a_reason_names_its_field_unless_it_speaks_of_the_row() {
    let wrong = |path: &str, code: &str| {
        vec![FieldError { path: path.into(), code: code.into(), args: serde_json::Map::new() }]
    };
    let phone = reason("en", &wrong("phone", "phone.not_valid"));
    assert!(phone.starts_with("Phone: "), "{phone}");
    let row = reason("en", &wrong("row", "row.quote_open"));
    assert!(!row.contains("row: ") && row.contains("quot"), "{row}");
}

fn with_days(desk: &mut Desk) -> String {
    let out = desk.ok(
        "import.start",
        json!({"file_name": "a.csv", "file_sha256": "cd".repeat(32),
               "mapping": {"columns": ["n", "p", "d"],
                           "fields": {"name": [0], "phone": [1], "created_on": [2]}}}),
    );
    out["import"].as_str().unwrap().to_owned()
}

/// Row number and code of what is wrong with each rejected row.
fn wrong(desk: &Desk, import: &str) -> Vec<(i64, String)> {
    let found = desk.ask("import.rejects", json!({ "import": import }));
    let row = |r: &Value| {
        (r["row"].as_i64().unwrap(), r["errors"][0]["code"].as_str().unwrap().to_owned())
    };
    found["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_day_before_the_import_makes_an_older_lead_and_a_bad_day_is_told() {
    let mut desk = Desk::new();
    let import = with_days(&mut desk);
    desk.ok(
        "import.rows",
        json!({"import": import, "first_row": 1, "rows":
            [["A", "9876543210", "01/11/2026"], ["B", "9876543211", "soon"],
             ["C", "9876543212", "30/02/2025"], ["D", "9876543213", "2099-01-01"],
             ["E", "9876543214", "12/31/2024"], ["F", "9876543215", ""]]}),
    );
    let old = &desk.ask("lead.list", json!({"text": "A"}))["rows"][0];
    assert_eq!(old["created_at"], "2026-10-31T18:30:00.000Z");
    assert_eq!(old["age_days"], 20);
    let expected = [
        (2, "date.unreadable"),
        (3, "date.impossible"),
        (4, "date.in_future"),
        (5, "date.other_order"),
    ];
    assert_eq!(wrong(&desk, &import), expected.map(|e| (e.0, e.1.to_owned())));
    let f = &desk.ask("lead.list", json!({"text": "F"}))["rows"][0];
    assert_eq!(Timestamp::parse(f["created_at"].as_str().unwrap()), Some(desk.now));
    let fix = json!({"import": import, "row": 2, "fields": {"created_on": "2026-11-01"}});
    let fixed = desk.ok("import.fix_row", fix);
    let fixed = desk.ask("lead.get", json!({"lead": fixed["lead"]}));
    assert_eq!(fixed["created_at"], "2026-10-31T18:30:00.000Z");
}

#[test]
fn what_no_column_has_and_what_no_mark_closes_is_told() {
    let mut desk = Desk::new();
    let import = start(&mut desk, "skip");
    desk.ok(
        "import.rows",
        json!({"import": import, "first_row": 1, "open_rows": [3], "rows":
            [["A", "9876543210", "", "Pune", "extra"], ["B", "9876543211", "", "", "", " "],
             ["C", "9876543212", "", "unclosed"]]}),
    );
    let expected = [(1, "row.too_many_cells".to_owned()), (3, "row.quote_open".to_owned())];
    assert_eq!(wrong(&desk, &import), expected);
    desk.ok("import.fix_row", json!({"import": import, "row": 1, "fields": {"city": "Pune"}}));
}

#[test]
fn what_was_begun_goes_on_as_it_began_or_anew() {
    let mut desk = Desk::new();
    let mapping =
        |name: usize| json!({"columns": ["n", "p"], "fields": {"name": [name], "phone": [1]}});
    let begin = |name: usize, policy: &str, anew: bool| {
        json!({"file_name": "a.csv", "file_sha256": "cd".repeat(32), "source": "Fair",
               "mapping": mapping(name), "policy": policy, "anew": anew})
    };
    let first = desk.ok("import.start", begin(0, "skip", false));
    let one = json!({"import": first["import"], "first_row": 1, "rows": [["A", "9876543210"]]});
    desk.ok("import.rows", one);
    for other in [begin(1, "skip", false), begin(0, "update_all", false)] {
        let e = desk.run("import.start", other).unwrap_err();
        assert_eq!((e.code(), &e.args()["rows"]), ("import.begun_otherwise", &json!(1)));
    }
    let seen = desk.ask("import.match", json!({"columns": ["x"], "file_sha256": "cd".repeat(32)}));
    assert_eq!(seen["begun"]["import"], first["import"]);
    assert_eq!(seen["begun"]["next_row"], 2);
    assert_eq!(seen["mapping"]["fields"], json!({"name": [0], "phone": [1]}));
    assert_eq!(desk.ok("import.start", begin(0, "skip", false))["is_resumed"], true);
    let anew = desk.ok("import.start", begin(1, "skip", true));
    assert_ne!(anew["import"], first["import"]);
    desk.ok("import.finish", json!({"import": anew["import"]}));
    let third = desk.ok("import.start", begin(0, "skip", false));
    assert_eq!(third["is_resumed"], false, "what was begun before the last one is over");
}

#[test]
fn a_column_s_order_of_days_is_proven_by_the_rows() {
    let desk = Desk::new();
    for (cells, order) in
        [(["03/04/2025", "12/31/2024"], "month_first"), (["03/04/2025", "31/12/2024"], "day_first")]
    {
        let sample: Vec<[&str; 3]> = cells.iter().map(|c| ["A", "9876543210", c]).collect();
        let args = json!({"columns": ["Name", "Phone", "Created On"], "sample": sample});
        let m = desk.ask("import.match", args);
        assert_eq!(m["mapping"]["date_order"], order);
    }
}

#[test]
fn an_update_goes_to_the_living_lead() {
    let mut desk = Desk::new();
    let made = |desk: &mut Desk, name: &str, phone: &str| {
        desk.ok("lead.create", json!({"name": name, "phone": phone}))["lead"].clone()
    };
    let old = made(&mut desk, "Old", "9876543210");
    let kept = made(&mut desk, "Kept", "9876543211");
    desk.ok("lead.merge", json!({"keep": kept, "merge": old}));
    let import = start(&mut desk, "update_empty");
    rows(&mut desk, &import, 1, &[["X", "9876543210", "", "Pune"]]);
    assert_eq!(desk.ask("lead.get", json!({"lead": kept}))["city"], "Pune");
    assert_eq!(desk.ask("lead.get", json!({"lead": old}))["city"], "");
}

/// What an import replaced is given back a part at a time, the mark of a wrong number with it.
#[test]
fn undo_gives_back_in_steps() {
    let mut desk = Desk::new();
    let all: Vec<[String; 4]> = (0..7)
        .map(|i| [format!("New {i}"), String::new(), format!("m{i}@x.in"), "Pune".into()])
        .collect();
    for i in 0..7 {
        let args = json!({"name": format!("Old {i}"), "email": format!("m{i}@x.in")});
        desk.ok("lead.create", args);
    }
    desk.now = desk.now.plus_minutes(5);
    let import = start(&mut desk, "update_all");
    desk.ok("import.rows", json!({"import": import, "first_row": 1, "rows": all}));
    let renamed = |desk: &Desk| -> usize {
        let list = desk.ask("lead.list", json!({}));
        let rows = list["rows"].as_array().unwrap();
        rows.iter().filter(|r| r["name"].as_str().unwrap().starts_with("New")).count()
    };
    assert_eq!(renamed(&desk), 7);
    let mut left = Vec::new();
    loop {
        let out = desk.ok("import.undo", json!({"import": import, "limit": 3}));
        left.push(renamed(&desk));
        if out["is_complete"] == true {
            break;
        }
    }
    assert_eq!(left, [4, 1, 0]);
}

#[test]
fn undo_gives_the_mark_of_a_wrong_number_back() {
    let mut desk = Desk::new();
    let args = json!({"name": "Asha", "email": "a@x.in", "phone": "9876543210"});
    let lead = desk.ok("lead.create", args)["lead"].clone();
    desk.conn.execute("UPDATE leads SET is_invalid_number = 1", []).unwrap();
    desk.now = desk.now.plus_minutes(5);
    let import = start(&mut desk, "update_all");
    rows(&mut desk, &import, 1, &[["Asha Rao", "9876543210", "a@x.in", ""]]);
    let marked =
        |desk: &Desk| desk.ask("lead.get", json!({"lead": lead}))["is_invalid_number"].clone();
    assert_eq!(marked(&desk), true);
    // Whatever became of the mark meanwhile.
    desk.conn.execute("UPDATE leads SET is_invalid_number = 0", []).unwrap();
    desk.ok("import.undo", json!({"import": import}));
    assert_eq!(desk.ask("lead.get", json!({"lead": lead}))["name"], "Asha");
    assert_eq!(marked(&desk), true, "as it was");
}

#[test]
fn a_first_row_is_a_number_of_a_file() {
    let mut desk = Desk::new();
    let import = start(&mut desk, "skip");
    for first in [i64::MIN, -1, 0, i64::MAX] {
        let args = json!({"import": import, "first_row": first, "rows": [["A", "1", "", ""]]});
        let e = desk.run("import.rows", args).unwrap_err();
        assert_eq!(e.fields()[0].path, "first_row", "{first}");
    }
}

#[test]
fn more_columns_than_a_file_may_have_are_refused() {
    let desk = Desk::new();
    let columns = |n: usize| vec!["Phone".to_owned(); n];
    let most = super::MAX_COLUMNS;
    for (args, code) in [
        (json!({"columns": columns(most)}), None),
        (json!({"columns": columns(most + 1)}), Some("import.too_many_columns")),
        (
            json!({"columns": columns(1), "sample": [columns(most + 1)]}),
            Some("import.too_many_columns"),
        ),
    ] {
        let refused = desk.try_ask("import.match", args).err().map(|e| e.code());
        assert_eq!(refused, code);
    }
}
