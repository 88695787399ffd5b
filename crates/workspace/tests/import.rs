//! Files of leads from end to end: read, matched, imported into an encrypted workspace, rejected
//! rows written out, taken up again, undone; and a call through the simulator.
#![allow(clippy::unwrap_used)]

use netra_kernel::Timestamp;
use netra_workspace::dialler::{DialOrder, Line};
use netra_workspace::folder::Content;
use netra_workspace::import::{ImportOrder, Report, open, run, scan, undo};
use netra_workspace::jobs::Ticket;
use netra_workspace::key::Choice;
use netra_workspace::{CreateOptions, Host, KeySource, Session, Workspace};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

struct Office {
    _dir: tempfile::TempDir,
    root: PathBuf,
    workspace: Workspace,
    session: Session,
    clock: Arc<AtomicI64>,
}

/// An encrypted workspace on 21 November 2026, 11:30 in Kolkata.
fn office() -> Office {
    if keyring_core::get_default_store().is_none() {
        keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    }
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let start = Timestamp::parse("2026-11-21T11:30:00+05:30").unwrap();
    let clock = Arc::new(AtomicI64::new(start.0));
    let hand = clock.clone();
    let host = Host::with_clock(move || Timestamp(hand.load(Ordering::Relaxed)));
    let firm = json!({"firm_name": "Acme", "owner_name": "Olivia Owner",
                      "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                      "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
    let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm) };
    let workspace = Workspace::create(&root, &options, &KeySource::default(), host).unwrap();
    let session = workspace.session(None, "en").unwrap();
    Office { _dir: dir, root, workspace, session, clock }
}

impl Office {
    fn order(&self, file: &Path) -> ImportOrder {
        ImportOrder {
            file: file.to_owned(),
            source: "Fair".into(),
            map: BTreeMap::new(),
            policy: None,
            dry_run: false,
            rejects: None,
            stored: None,
            sheet: None,
            date_order: None,
            anew: false,
        }
    }
    fn import(&self, order: &ImportOrder) -> Report {
        let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
        run(&self.workspace, &self.session, order, &ticket).unwrap()
    }
    fn ask(&self, name: &str, args: Value) -> Value {
        self.workspace.ask(&self.session, name, &args).unwrap()
    }
    fn run(&self, name: &str, args: Value) -> Value {
        self.workspace.run(&self.session, name, args).unwrap().outcome
    }
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.root.with_file_name(name);
        fs::write(&path, text).unwrap();
        path
    }
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/leads").join(name)
}

fn counts(r: &Report) -> [i64; 4] {
    [r.total, r.new, r.duplicate, r.invalid]
}

#[test]
fn every_kind_of_file_is_read_cell_by_cell() {
    let mut seen = 0;
    for entry in fs::read_dir(data("cells")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "csv") {
            continue;
        }
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: Vec<Vec<String>> = serde_json::from_str(&expected).unwrap();
        let mut rows = open(&path, &scan(&path).unwrap(), None).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            assert!(!row.is_cut);
            found.push(row.cells);
        }
        assert_eq!(found, expected, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 29, "{seen}");
}

#[test]
fn a_dirty_list_comes_in_as_decided_and_goes_out_again() {
    let office = office();
    let dirty = data("dirty.csv");
    let mut order = office.order(&dirty);
    order.dry_run = true;
    let rehearsed = office.import(&order);
    assert!(rehearsed.import.is_none() && rehearsed.is_dry_run);
    assert!(office.ask("lead.list", json!({}))["rows"].as_array().unwrap().is_empty());
    assert!(office.ask("import.list", json!({}))["rows"].as_array().unwrap().is_empty());

    order.dry_run = false;
    let rejects = office.root.with_file_name("rejects.csv");
    order.rejects = Some(rejects.clone());
    let report = office.import(&order);
    assert_eq!(counts(&report), [19, 11, 3, 5]);
    assert_eq!(counts(&rehearsed), counts(&report), "the dry run says what the import does");
    let found = office.ask("lead.list", json!({"text": "रोहि"}));
    assert_eq!(found["rows"][0]["phone_e164"], "+919822011432");
    let formula = office.ask("lead.list", json!({"text": "hyperlink"}));
    assert_eq!(formula["rows"][0]["name"], "=HYPERLINK(\"http://x\")");

    let out = fs::read_to_string(&rejects).unwrap();
    let lines: Vec<&str> = out.trim_end().lines().collect();
    assert_eq!(lines.len(), 6, "{out}");
    assert!(lines[0].ends_with(",row,reason"));
    assert!(lines[1].contains("Name: This is needed."), "{}", lines[1]);
    assert!(lines[5].contains("Phone: ") && lines[5].contains("E-mail: "), "{}", lines[5]);

    // Taken in again with its errors, it gets no second pair of those columns.
    let twice = office.file("twice.csv", &out);
    let mut again = office.order(&twice);
    again.rejects = Some(twice.with_file_name("twice-rejects.csv"));
    office.import(&again);
    let out_again = fs::read_to_string(again.rejects.unwrap()).unwrap();
    assert_eq!(out_again.lines().next(), out.lines().next());

    // Mended by hand in that very file, the rest comes in.
    let mended = out.replace("12345", "98220 11450").replace("not an address", "");
    let again = office.import(&office.order(&office.file("mended.csv", &mended)));
    assert_eq!(counts(&again), [5, 2, 0, 3]);

    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    let id = report.import.unwrap().to_string();
    let undone = undo(&office.workspace, &office.session, &id, &ticket).unwrap();
    assert_eq!((&undone["removed"], &undone["kept"]), (&json!(11), &json!(0)));
    assert_eq!(office.ask("lead.list", json!({}))["rows"].as_array().unwrap().len(), 2);
    assert_eq!(counts(&office.import(&office.order(&dirty)))[1], 11, "it can come in again");
}

fn big(rows: usize) -> String {
    let mut text = String::from("name,phone\n");
    for i in 0..rows {
        text.push_str(&format!("Lead {i},{}\n", 9_700_000_000u64 + i as u64 % 4_500));
    }
    text
}

#[test]
fn a_cancelled_import_goes_on_and_reports_the_whole_file() {
    let office = office();
    let file = office.file("big.csv", &big(5_000));
    let order = office.order(&file);
    let flag = Arc::new(AtomicBool::new(true));
    let ticket = Ticket::new("t".into(), flag, &|_| ());
    let e = run(&office.workspace, &office.session, &order, &ticket).unwrap_err();
    assert_eq!(e.code(), "job.cancelled");
    let list = office.ask("import.list", json!({}));
    assert_eq!(
        (&list["rows"][0]["state"], &list["rows"][0]["total"]),
        (&json!("cancelled"), &json!(2_000))
    );
    let report = office.import(&order);
    assert!(report.is_resumed);
    assert_eq!(counts(&report), [5_000, 4_500, 500, 0]);
    let twice = office.import(&order);
    assert!(!twice.is_resumed);
    assert_eq!(counts(&twice), [5_000, 0, 5_000, 0]);
}

#[test]
fn what_was_begun_is_not_gone_on_with_otherwise() {
    let office = office();
    let text = big(5_000).replace("name,phone", "Name,Other,phone").replace(",9", ",Other,9");
    let file = office.file("big.csv", &text);
    let mut order = office.order(&file);
    order.map = BTreeMap::from([("name".into(), "Name".into())]);
    let stopped = Ticket::new("t".into(), Arc::new(AtomicBool::new(true)), &|_| ());
    run(&office.workspace, &office.session, &order, &stopped).unwrap_err();

    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    let mut other = order.clone();
    other.map = BTreeMap::from([("name".into(), "Other".into())]);
    let mut policy = order.clone();
    policy.policy = Some("update_all".into());
    for otherwise in [&other, &policy] {
        let e = run(&office.workspace, &office.session, otherwise, &ticket).unwrap_err();
        assert_eq!((e.code(), &e.args()["rows"]), ("import.begun_otherwise", &json!(2_000)));
    }
    // Nothing said goes on as it began, also under a source that is not said again.
    let mut silent = order.clone();
    (silent.map, silent.source) = (BTreeMap::new(), String::new());
    let report = office.import(&silent);
    assert_eq!((report.is_resumed, report.total), (true, 5_000));
    let found = office.ask("lead.list", json!({"text": "Other"}));
    assert!(found["rows"].as_array().unwrap().is_empty());
    other.anew = true;
    other.policy = Some("keep_both".into());
    let report = office.import(&other);
    assert_eq!((report.is_resumed, report.total), (false, 5_000));
}

#[test]
fn the_whole_column_says_how_its_days_are_read() {
    let office = office();
    let mut text = String::from("Name,Phone,Created On\n");
    for i in 0..80 {
        text.push_str(&format!("Lead {i},98765000{i:02},03/04/2025\n"));
    }
    text.push_str("Last,9876500099,12/31/2024\nBad,9876500098,31/12/2024\n");
    text.push_str("More,9876500097,12/30/2024\n");
    let report = office.import(&office.order(&office.file("us.csv", &text)));
    assert_eq!(counts(&report), [83, 82, 0, 1]);
    let first = &office.ask("lead.list", json!({"text": "Lead 7"}))["rows"][0];
    assert_eq!(first["created_at"], "2025-03-03T18:30:00.000Z", "4 March, as the last row proves");
    let rejects = office.ask("import.rejects", json!({"import": report.import}));
    assert_eq!(rejects["rows"][0]["errors"][0]["code"], "date.other_order");

    let mut said = office.order(&office.file("in.csv", &text));
    said.date_order = Some(netra_core::imports::dates::DateOrder::DayFirst);
    said.policy = Some("keep_both".into());
    let report = office.import(&said);
    let rejects = office.ask("import.rejects", json!({"import": report.import}));
    assert_eq!((report.invalid, &rejects["rows"][0]["row"]), (2, &json!(81)));

    // Who is told nothing says what was taken for granted; who is told, or sees it, does not.
    assert_eq!(report.days_assumed, None, "somebody said it");
    let text = "Name,Phone,Created On\nEither,9876500096,03/04/2025\n";
    let report = office.import(&office.order(&office.file("either.csv", text)));
    assert_eq!(serde_json::to_value(&report).unwrap()["days_assumed"], "day_first");
    let text =
        "Name,Phone,Created On,Email\nWords,9876500095,3 Apr 2025,\nNo,9876500094,3 Apr 2025,x\n";
    let report = office.import(&office.order(&office.file("words.csv", text)));
    assert!(serde_json::to_value(&report).unwrap()["days_assumed"].is_null());
    // The field is called as its column is.
    let rejects = office.ask("import.rejects", json!({"import": report.import}));
    let reason = rejects["rows"][0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("E-mail: "), "{reason}");
}

#[test]
fn a_line_that_no_mark_closes_is_told_and_the_next_one_comes_in() {
    let office = office();
    let text = "Name,Phone,Email,City\nG H,9876500014,g@h.example,\"unclosed\nI J,9876500015,,\n";
    let report = office.import(&office.order(&office.file("open.csv", text)));
    assert_eq!(counts(&report), [2, 1, 0, 1]);
    let rejects = office.ask("import.rejects", json!({"import": report.import}));
    assert_eq!(rejects["rows"][0]["errors"][0]["code"], "row.quote_open");
    assert_eq!(rejects["rows"][0]["cells"][3], "unclosed");
    assert_eq!(office.ask("lead.list", json!({}))["rows"][0]["name"], "I J");
}

#[test]
fn a_refused_row_is_told_by_its_line_in_the_file() {
    let office = office();
    // A cell of two lines is one line of a spreadsheet; an empty line is a line too.
    let text = "Name,Phone,Note\nA,9822011499,\"one\ntwo\"\n\nB,1,\nC,2,\n";
    let rejects = office.root.with_file_name("out.csv");
    let mut order = office.order(&office.file("lines.csv", text));
    order.rejects = Some(rejects.clone());
    let report = office.import(&order);
    let told = office.ask("import.rejects", json!({"import": report.import}));
    let of = |name: &str| -> Vec<i64> {
        told["rows"].as_array().unwrap().iter().map(|r| r[name].as_i64().unwrap()).collect()
    };
    assert_eq!((of("row"), of("line")), (vec![2, 3], vec![4, 5]));
    let written = fs::read_to_string(&rejects).unwrap();
    assert!(written.contains("B,1,,4,") && written.contains("C,2,,5,"), "{written}");
    let fields = json!({"phone": "9822011500"});
    office.run("import.fix_row", json!({"import": report.import, "row": 2, "fields": fields}));
    let history = office.ask("history.of", json!({"id": report.import}));
    assert!(history.to_string().contains("corrected row 4 of"), "{history}");
}

#[test]
fn columns_can_be_said_and_a_file_without_them_is_refused() {
    let office = office();
    let file = office.file("odd.csv", "Kunde,Rufnummer,x\nAsha,9822011499,1\n");
    let mut order = office.order(&file);
    order.map = BTreeMap::from([("name".into(), "kunde".into()), ("city".into(), "x".into())]);
    assert_eq!(counts(&office.import(&order)), [1, 1, 0, 0]);
    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    let refused = |name: &str, text: &str| {
        let order = office.order(&office.file(name, text));
        run(&office.workspace, &office.session, &order, &ticket).unwrap_err().code()
    };
    assert_eq!(refused("empty.csv", ""), "import.empty");
    assert_eq!(refused("nothing.csv", "colour,size\nred,5 m\n"), "import.no_contact");
    assert_eq!(refused("h.csv", "name,phone\n"), "import.only_header");
}

#[test]
fn rejects_never_go_over_the_list_nor_nowhere() {
    let office = office();
    let text = "name,phone\nAsha,9822011499\nRavi,1\n";
    let file = office.file("list.csv", text);
    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    for (rejects, is_dry, code) in [
        (file.clone(), true, "import.rejects_is_input"),
        (file.with_file_name("./list.csv"), false, "import.rejects_is_input"),
        (file.with_file_name("no/such/out.csv"), false, "import.rejects_nowhere"),
        (office.root.clone(), false, "import.rejects_nowhere"),
    ] {
        let mut order = office.order(&file);
        order.dry_run = is_dry;
        order.rejects = Some(rejects);
        let e = run(&office.workspace, &office.session, &order, &ticket).unwrap_err();
        assert_eq!(e.code(), code);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(office.ask("import.list", json!({}))["rows"].as_array().unwrap().is_empty());
    let folder = office.order(office.root.parent().unwrap());
    let e = run(&office.workspace, &office.session, &folder, &ticket).unwrap_err();
    assert_eq!(e.code(), "import.folder");
}

#[test]
fn a_row_that_no_command_could_carry_waits_with_its_reason() {
    let office = office();
    let mut text = big(4_000);
    text.push_str(&format!("Asha{},9811100001\n", "\u{1}".repeat(700_000)));
    text.push_str("Ravi,9811100002\n");
    let file = office.file("long.csv", &text);
    let report = office.import(&office.order(&file));
    assert_eq!(counts(&report), [4_002, 4_001, 0, 1]);
    let rejects = office.ask("import.rejects", json!({"import": report.import}));
    let row = &rejects["rows"][0];
    assert_eq!((&row["row"], &row["errors"][0]["code"]), (&json!(4_001), &json!("row.too_long")));
    assert!(row["cells"][0].as_str().unwrap().starts_with("Asha"));
}

#[test]
fn others_write_while_a_dry_run_runs() {
    let Office { _dir, root, workspace, session, .. } = office();
    let (workspace, session) = (Arc::new(workspace), Arc::new(session));
    let file = root.with_file_name("big.csv");
    fs::write(&file, big(4_500)).unwrap();
    let (written, late) = (AtomicI64::new(0), AtomicI64::new(0));
    let during = |event: Value| {
        if event["doing"] != "bytes" {
            assert_eq!(
                (&event["done"], &event["total"]),
                (&json!(0), &json!(0)),
                "no rows: {event}"
            );
            return;
        }
        assert!(event["rows"].as_u64().is_some_and(|n| n <= 4_500), "{event}");
        let (w, s) = (workspace.clone(), session.clone());
        let n = written.load(Ordering::Relaxed) + late.load(Ordering::Relaxed);
        let (done, heard) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let lead = json!({"name": "During", "phone": format!("98111 {:05}", 10_000 + n)});
            let given = w.run(&s, "lead.create", lead);
            done.send((given.is_ok(), w.data_version().is_ok())).unwrap();
        });
        match heard.recv_timeout(std::time::Duration::from_secs(8)) {
            Ok((true, true)) => written.fetch_add(1, Ordering::Relaxed),
            _ => late.fetch_add(1, Ordering::Relaxed),
        };
    };
    let ticket = Ticket::new("t".into(), Arc::default(), &during);
    let order: ImportOrder =
        serde_json::from_value(json!({"file": file, "source": "Fair", "dry_run": true})).unwrap();
    let report = run(&workspace, &session, &order, &ticket).unwrap();
    assert_eq!(counts(&report), [4_500, 4_500, 0, 0]);
    let (written, late) = (written.into_inner(), late.into_inner());
    assert!(written > 0 && late == 0, "{written} were written, {late} had to wait");
    let leads = workspace.ask(&session, "lead.list", &json!({})).unwrap();
    assert_eq!(leads["rows"].as_array().unwrap().len() as i64, written, "nothing of it stayed");
    assert_eq!(
        beside(&root),
        ["files", "netra.db", "netra.db-shm", "netra.db-wal", "workspace.json"]
    );
}

/// Names in a folder, hidden ones too.
fn beside(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|n| n != "files");
    names.insert(0, "files".into());
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn rejects_are_for_ones_own_eyes_and_follow_no_trap() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    let file = office.file("list.csv", "name,phone\nAsha,9822011499\nRavi,1\n");
    let rejects = office.root.with_file_name("out.csv");
    let victim = office.file("diary.txt", "my diary\n");
    std::os::unix::fs::symlink(&victim, rejects.with_extension("csv.part")).unwrap();
    let mut order = office.order(&file);
    order.rejects = Some(rejects.clone());
    let report = office.import(&order);
    assert_eq!(counts(&report)[3], 1);
    assert_eq!(fs::metadata(&rejects).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "my diary\n");
    // Written before, it is written anew; any other file stays as it is.
    office.import(&order);
    let id = report.import.unwrap();
    let desk = netra_workspace::import::Live(&office.workspace, &office.session);
    let taken = netra_workspace::import::write_rejects(&desk, id, &victim).unwrap_err();
    assert_eq!(taken.code(), "import.rejects_taken");
    order.rejects = Some(victim.clone());
    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    let e = run(&office.workspace, &office.session, &order, &ticket).unwrap_err();
    assert_eq!(e.code(), "import.rejects_taken");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "my diary\n");
    let left = beside(office.root.parent().unwrap());
    assert!(!left.iter().any(|n| n.contains("partial")), "{left:?}");
}

#[test]
fn only_the_call_that_one_is_on_is_played() {
    let office = office();
    let lead = office.run("lead.create", json!({"name": "Asha", "phone": "+919876540000"}));
    let begun = office.run("call.start", json!({"lead": lead["lead"], "gateway": "simulator"}));
    let Office { _dir, workspace, session, .. } = office;
    let workspace = Arc::new(workspace);
    let ticket = Ticket::new("t".into(), Arc::new(AtomicBool::new(true)), &|_| ());
    let simulate = netra_workspace::jobs::work_of("call.simulate").unwrap();
    let other = workspace.host().new_id().unwrap();
    let refused = simulate(&workspace, &session, json!({"call": other}), &ticket).unwrap_err();
    assert_eq!(refused.code(), "call.not_found");
    let row = &workspace.ask(&session, "call.list", &json!({})).unwrap()["rows"][0];
    assert_eq!(row["gateway_ref"], Value::Null, "{row}");
    // Cancelled from the start: the call that is one's own is hung up.
    let played = simulate(&workspace, &session, json!({"call": begun["call"]}), &ticket).unwrap();
    assert_eq!(played["call"], begun["call"]);
    let row = &workspace.ask(&session, "call.list", &json!({})).unwrap()["rows"][0];
    assert_eq!(row["state"], "ended");
    assert_eq!(played["cause"], "cancelled", "the result says why");
    let lead = workspace.ask(&session, "lead.get", &json!({"lead": lead["lead"]})).unwrap();
    assert_eq!(lead["timeline"][0]["cause"], "cancelled", "{lead}");
}

#[test]
fn a_call_through_the_simulator_becomes_commands() {
    let office = office();
    let lead = office.run("lead.create", json!({"name": "Asha", "phone": "+919876540000"}));
    let order: DialOrder = serde_json::from_value(json!({"lead": lead["lead"]})).unwrap();
    let mut carrier = netra_gateways::simulator::Simulator::new(5);
    let mut line = Line::dial(&office.workspace, &office.session, &mut carrier, &order).unwrap();
    let mut looks = 0;
    while !line.is_over() {
        let now = office.clock.fetch_add(1_000, Ordering::Relaxed) + 1_000;
        line.look(Timestamp(now)).unwrap();
        looks += 1;
        assert!(looks < 600);
    }
    let call = line.call;
    let row = &office.ask("call.list", json!({}))["rows"][0];
    assert_eq!((&row["state"], &row["end_cause"]), (&json!("ended"), &json!("hung_up")));
    assert!(row["duration_s"].as_i64().unwrap() >= 4 && row["gateway_ref"] != Value::Null);
    office.run("call.dispose", json!({"call": call, "outcome": "connected_interested"}));

    // Hanging up before anybody answers; and a lead that must not be called is not dialled.
    let mut line = Line::dial(&office.workspace, &office.session, &mut carrier, &order).unwrap();
    let now = Timestamp(office.clock.fetch_add(1_500, Ordering::Relaxed) + 1_500);
    line.hang_up(now).unwrap();
    assert!(line.is_over());
    let row = &office.ask("call.list", json!({}))["rows"][0];
    assert_eq!(row["end_cause"], "cancelled");
    office.run("call.dispose", json!({"call": row["id"], "outcome": "special_dnd"}));
    let refused = Line::dial(&office.workspace, &office.session, &mut carrier, &order);
    assert_eq!(refused.err().unwrap().code(), "call.refused");
}
