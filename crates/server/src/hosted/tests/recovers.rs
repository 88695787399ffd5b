//! Copies whose database cannot be read: what waited in them arrives, once, whatever was damaged
//! and wherever the way back was cut off.

use super::wipes::{device, open, sync};
use super::*;
use netra_sync::account::{Devices, Secret};
use netra_workspace::doctor;
use netra_workspace::remote::{self, RecoverOrder, Recovered};
use netra_workspace::{Session, Workspace};
use std::fs;
use std::path::Path;

const OWNER: &str = "owner@firm.example";

fn source() -> KeySource {
    KeySource { passphrase: Some("a long way".to_owned().into()) }
}

fn order() -> RecoverOrder {
    RecoverOrder {
        url: None,
        email: None,
        password: Secret(PASSWORD.into()),
        code: None,
        certificates: None,
    }
}

fn recover(server: &Running, root: &Path) -> Result<(Workspace, Recovered)> {
    remote::recover(root, &order(), &source(), server.host())
}

fn code<T>(result: Result<T>) -> &'static str {
    result.map_or_else(|e| e.code(), |_| "fine")
}

fn lead(copy: &Workspace, n: usize) {
    let session = copy.session(None, "en").unwrap();
    let args = json!({"name": format!("Lead {n}"), "phone": format!("+91982200{n:04}")});
    copy.run(&session, "lead.create", args).unwrap();
}

/// The names of all leads on the server.
fn on_server(server: &Running, owner: &SignedIn) -> Vec<String> {
    let workspace = server.tenants.workspace("acme").unwrap();
    let session = Session { actor: owner.person, locale: "en".into() };
    let list = workspace.ask(&session, "lead.list", &json!({})).unwrap();
    let mut names: Vec<String> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn leads(upto: usize) -> Vec<String> {
    let mut names: Vec<String> = (1..=upto).map(|n| format!("Lead {n}")).collect();
    names.sort();
    names
}

fn waiting(copy: &Workspace) -> i64 {
    copy.status().unwrap()["sync"]["waiting"].as_i64().unwrap()
}

/// What the doctor says of a check; None where there is no such check.
fn check(root: &Path, name: &str, repair: bool) -> Option<(bool, String)> {
    let report = doctor::examine(root, &source(), &[], repair, &|_, _, _| Ok(())).unwrap();
    let found = report.checks.into_iter().find(|check| check.name == name)?;
    Some((found.ok, found.advice))
}

fn garbage(database: &Path) {
    let n = fs::metadata(database).unwrap().len() as usize;
    let rubbish: Vec<u8> = (0..n).map(|i| (i * 31 + i / 7) as u8).collect();
    fs::write(database, rubbish).unwrap();
}

fn half(database: &Path) {
    let n = fs::metadata(database).unwrap().len();
    fs::File::options().write(true).open(database).unwrap().set_len(n / 2).unwrap();
}

fn emptied(database: &Path) {
    fs::write(database, b"").unwrap();
}

fn gone(database: &Path) {
    fs::remove_file(database).unwrap();
}

/// Every page but the first: it is opened, and then nothing can be read.
fn all_but_the_first_page(database: &Path) {
    let mut bytes = fs::read(database).unwrap();
    bytes[4_096..].iter_mut().for_each(|b| *b ^= 0x5a);
    fs::write(database, bytes).unwrap();
}

/// What a caller sees names what they do not see: that is no damage.
#[test]
fn a_copy_of_somebody_who_sees_little_is_healthy() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller").person;
    let workspace = server.tenants.workspace("acme").unwrap();
    let session = workspace.session(None, "en").unwrap();
    let lead = json!({"name": "Lead", "phone": "+919822000001", "company_name": "Tata"});
    let lead = workspace.run(&session, "lead.create", lead).unwrap().outcome["lead"].clone();
    workspace.run(&session, "deal.create_from_lead", json!({"lead": lead})).unwrap();
    workspace.run(&session, "lead.assign", json!({"leads": [lead], "to": caller})).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, "caller@firm.example");
    let dangling = "SELECT count(*) FROM pragma_foreign_key_check";
    let count = |copy: &Workspace| copy.writer().query_row(dangling, [], |r| r.get::<_, i64>(0));
    assert!(count(&copy).unwrap() > 0, "else this shows nothing");
    drop(copy);
    assert_eq!(check(&root, "references", false), Some((true, String::new())));
}

type Damage = (&'static str, fn(&Path));

#[test]
fn what_is_not_readable_at_all_arrives_once() {
    arrives_once(&[("garbage", garbage), ("emptied", emptied), ("gone", gone)]);
}

#[test]
fn what_is_readable_in_parts_arrives_once() {
    arrives_once(&[("half", half), ("all but the first page", all_but_the_first_page)]);
}

/// Damages one copy, and recovers it, once after the other.
fn arrives_once(damages: &[Damage]) {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let mut copy = device(&server, &root, OWNER);
    assert_eq!(code(recover(&server, &root)), "recover.whole");
    let mut given = 0;
    for (name, damage) in damages.iter().copied() {
        // One that arrives, but whose outcome this file does not know of; two that wait.
        given += 1;
        lead(&copy, given);
        let early = fs::read(root.join("waiting.log")).unwrap();
        assert_eq!(sync(&copy), "fine");
        for _ in 0..2 {
            given += 1;
            lead(&copy, given);
        }
        let session = copy.session(None, "en").unwrap();
        let bytes = format!("the contract, {name}");
        copy.add_file(&session, "signed.txt", "text/plain", &mut bytes.as_bytes()).unwrap();
        drop(copy);
        let late = fs::read(root.join("waiting.log")).unwrap();
        let first = early.iter().rposition(|b| *b == b'\n').unwrap();
        fs::write(root.join("waiting.log"), [&late[..], &early[first..]].concat()).unwrap();
        damage(&root.join("netra.db"));

        let refused = open(&server, &root).map(drop).unwrap_err();
        assert_eq!(
            (refused.code(), &refused.args()["waiting"]),
            ("workspace.copy_damaged", &json!(4)),
            "{name}"
        );
        let report = doctor::examine(&root, &source(), &[], true, &|_, _, _| Ok(())).unwrap();
        let advice = report.checks.iter().find(|c| !c.ok).unwrap().advice.clone();
        assert!(advice.contains("netra recover"), "{name}: {advice}");

        let (recovered, told) = recover(&server, &root).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert_eq!((told.waiting, told.unreadable), (4, 0), "{name}");
        assert_eq!(told.kept_as.is_some(), name != "gone");
        assert!(told.kept_as.is_none_or(|kept| root.join(kept).exists()));
        assert_eq!(waiting(&recovered), 4, "{name}");
        assert_eq!(sync(&recovered), "fine", "{name}");
        assert_eq!((waiting(&recovered), on_server(&server, &owner)), (0, leads(given)), "{name}");
        let workspace = server.tenants.workspace("acme").unwrap();
        let mut there = Vec::new();
        let sha256 = hex::encode(sha2::Sha256::digest(bytes.as_bytes()));
        workspace.files().copy_to(&sha256, &mut there).unwrap();
        assert_eq!(there, bytes.as_bytes());
        assert_eq!(check(&root, "waiting", false), Some((true, String::new())), "{name}");
        copy = recovered;
    }
    // One laptop, one sign-in.
    let list: Devices = read(server.ask(Method::GET, "/devices", Some(&owner), vec![]));
    let laptops = list.rows.iter().filter(|d| d.label == "laptop" && !d.is_revoked);
    assert_eq!(laptops.count(), 1, "{list:?}");
    assert_eq!(on_server(&server, &owner), leads(given));
}

/// The steps after which it may be killed, as the folder is then.
#[test]
fn cut_off_anywhere_it_is_done_again() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, OWNER);
    (1..=3).for_each(|n| lead(&copy, n));
    drop(copy);
    let file = fs::read(root.join("waiting.log")).unwrap();
    garbage(&root.join("netra.db"));

    // Before the server was heard at all.
    let away = RecoverOrder { url: Some("http://127.0.0.1:9/acme".into()), ..order() };
    assert_eq!(code(remote::recover(&root, &away, &source(), server.host())), "sync.unreachable");
    // The new database was not in its place yet: what was made aside is nobody's.
    fs::create_dir(root.join(".aside-00")).unwrap();
    fs::write(root.join(".aside-00/lock"), "").unwrap();
    fs::write(root.join(".aside-00/netra.db"), "half made").unwrap();
    fs::rename(root.join("netra.db"), root.join("netra.db.damaged-00")).unwrap();
    assert_eq!(code(open(&server, &root)), "workspace.copy_damaged");
    let (copy, told) = recover(&server, &root).unwrap();
    assert_eq!((told.kept_as, told.waiting), (None, 3));
    drop(copy);
    // It was, and the file is still the old one.
    fs::write(root.join("waiting.log"), &file).unwrap();
    let copy = open(&server, &root).unwrap();
    assert!(!root.join(".aside-00").exists());
    assert_eq!(waiting(&copy), 3);
    // It was handed in, and killed before anything came down.
    let cut = remote::sync(&copy, &|_, _| match on_server(&server, &owner).len() {
        0 => Ok(()),
        _ => Err(Error::new(netra_kernel::Kind::NotNow, "job.cancelled")),
    });
    assert!(cut.is_err());
    drop(copy);
    fs::write(root.join("waiting.log"), &file).unwrap();
    half(&root.join("netra.db"));
    let (copy, _) = recover(&server, &root).unwrap();
    assert_eq!(sync(&copy), "fine");
    assert_eq!((waiting(&copy), on_server(&server, &owner)), (0, leads(3)));
}

#[test]
fn what_the_server_refused_is_still_told_and_what_does_not_pass_waits_for_its_word() {
    let server = start();
    let owner = server.tenant("acme");
    server.member(&owner, "caller@firm.example", "telecaller");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, OWNER);
    let session = copy.session(None, "en").unwrap();
    let add = |copy: &Workspace, email: &str| {
        let args =
            json!({"name": "N", "email": email, "roles": ["telecaller"], "languages": ["en"]});
        copy.run(&session, "person.add", args).unwrap();
    };
    // Somebody else adds the same people meanwhile.
    add(&copy, "one@firm.example");
    server.member(&owner, "one@firm.example", "telecaller");
    assert_eq!(sync(&copy), "fine");
    let attention = remote::attention::list(&copy, &session).unwrap();
    assert_eq!(attention["rows"].as_array().unwrap().len(), 1);
    add(&copy, "two@firm.example");
    server.member(&owner, "two@firm.example", "telecaller");
    drop(copy);
    garbage(&root.join("netra.db"));

    let (copy, told) = recover(&server, &root).unwrap();
    assert_eq!(told.waiting, 1);
    let now = remote::attention::list(&copy, &session);
    assert_eq!(now.unwrap()["rows"].as_array().unwrap().len(), 1, "before anything came");
    assert_eq!(sync(&copy), "fine");
    let now = remote::attention::list(&copy, &session).unwrap();
    assert_eq!(now["rows"].as_array().unwrap().len(), 2);
    let before = attention["rows"][0]["command"].as_str().unwrap();
    let kept = now["rows"].as_array().unwrap().iter().find(|row| row["command"] == before).unwrap();
    assert_eq!(kept["reason"], attention["rows"][0]["reason"]);
    // What is let go leaves the file, too.
    let commands: Vec<Id> = now["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| Id::parse(row["command"].as_str().unwrap()).unwrap())
        .collect();
    remote::attention::discard(&copy, &commands).unwrap();
    assert_eq!(check(&root, "waiting", false), Some((true, String::new())));
}

#[test]
fn a_database_that_lost_its_last_moments_gets_them_back() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, OWNER);
    lead(&copy, 1);
    assert_eq!(sync(&copy), "fine");
    lead(&copy, 2);
    drop(copy);
    let database = fs::read(root.join("netra.db")).unwrap();
    let copy = open(&server, &root).unwrap();
    lead(&copy, 3);
    lead(&copy, 4);
    drop(copy);
    fs::write(root.join("netra.db"), database).unwrap();
    for name in ["netra.db-wal", "netra.db-shm"] {
        let _ = fs::remove_file(root.join(name));
    }
    let copy = open(&server, &root).unwrap();
    assert_eq!(waiting(&copy), 3);
    assert_eq!(sync(&copy), "fine");
    assert_eq!(on_server(&server, &owner), leads(4));
    assert_eq!(check(&root, "waiting", false), Some((true, String::new())));
}

#[test]
fn a_file_that_cannot_be_written_refuses_nothing_and_is_mended() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, OWNER);
    let file = root.join("waiting.log");
    fs::remove_file(&file).unwrap();
    // A folder of this name: neither can a line be added nor a file take its place.
    fs::create_dir_all(file.join("in the way")).unwrap();
    lead(&copy, 1);
    lead(&copy, 2);
    assert_eq!(waiting(&copy), 2);
    assert_eq!(check(&root, "waiting", true).map(|(ok, _)| ok), Some(false));
    fs::remove_dir_all(&file).unwrap();
    lead(&copy, 3);
    assert_eq!(check(&root, "waiting", false), Some((true, String::new())), "with the next one");
    fs::remove_file(&file).unwrap();
    assert!(
        check(&root, "waiting", false).is_some_and(|(ok, how)| !ok && how.contains("--repair"))
    );
    assert_eq!(check(&root, "waiting", true), Some((true, String::new())));
    drop(copy);
    fs::remove_file(&file).unwrap();
    let copy = open(&server, &root).unwrap();
    assert_eq!(check(&root, "waiting", false), Some((true, String::new())), "with the opening");
    assert_eq!(sync(&copy), "fine");
    assert_eq!(on_server(&server, &owner), leads(3));
}

#[test]
fn nobody_else_recovers_a_copy_and_an_order_to_remove_it_holds() {
    let server = start();
    let owner = server.tenant("acme");
    server.member(&owner, "caller@firm.example", "telecaller");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, "caller@firm.example");
    let session = copy.session(None, "en").unwrap();
    copy.add_file(&session, "a.txt", "text/plain", &mut &b"hello"[..]).unwrap();
    drop(copy);
    garbage(&root.join("netra.db"));
    let before = fs::read(root.join("waiting.log")).unwrap();
    let by_another = RecoverOrder { email: Some(OWNER.into()), ..order() };
    let refused = remote::recover(&root, &by_another, &source(), server.host());
    assert_eq!(code(refused), "sync.not_yours");
    let wrong = RecoverOrder { password: Secret("not this one".into()), ..order() };
    assert_eq!(code(remote::recover(&root, &wrong, &source(), server.host())), "account.wrong");
    assert_eq!(fs::read(root.join("waiting.log")).unwrap(), before);
    assert!(root.join("netra.db").exists());

    let list: Devices = read(server.ask(Method::GET, "/devices", Some(&owner), vec![]));
    let laptop = list.rows.iter().find(|d| d.label == "laptop" && !d.is_revoked).unwrap().id;
    let ordered = server.post(&format!("/devices/{laptop}/wipe"), Some(&owner), &json!(null));
    assert_eq!(ordered.status(), StatusCode::OK);
    assert_eq!(code(recover(&server, &root)), "workspace.wiped");
    let left: Vec<_> = fs::read_dir(&root).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["wiped.json"]);
}

#[test]
fn where_the_head_is_lost_somebody_says_where_it_belongs() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, OWNER);
    (1..=2).for_each(|n| lead(&copy, n));
    drop(copy);
    garbage(&root.join("netra.db"));
    let mut file = fs::read(root.join("waiting.log")).unwrap();
    file[40] ^= 1;
    fs::write(root.join("waiting.log"), &file).unwrap();
    let refused = open(&server, &root).map(drop).unwrap_err();
    assert_eq!(
        (refused.code(), &refused.args()["unreadable"]),
        ("workspace.copy_damaged", &json!(1))
    );
    assert_eq!(code(recover(&server, &root)), "recover.unknown");
    let said = RecoverOrder {
        url: Some(format!("http://{}/acme", server.address)),
        email: Some(OWNER.into()),
        ..order()
    };
    let (copy, told) = remote::recover(&root, &said, &source(), server.host()).unwrap();
    assert_eq!((told.waiting, told.unreadable), (2, 1));
    assert_eq!(sync(&copy), "fine");
    assert_eq!(on_server(&server, &owner), leads(2));
    let kept = fs::read_dir(&root).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    assert!(kept.into_iter().any(|name| name.starts_with("waiting.log.damaged-")));
}
