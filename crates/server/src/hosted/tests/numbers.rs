//! Lawful numbers, through the worst that happens to a device and its server: the folder is cloned
//! and both go on, commands with a number are rejected, the server comes back from an older backup.
//! In each series of each device the numbers are 1, 2, 3 … in the end, each on one document.

use super::beside::Cable;
use super::*;
use netra_core::numbering::queries::NumberingSeries;
use netra_kernel::Query;
use netra_sync::account::Secret;
use netra_workspace::remote::{self, ConnectOrder};
use netra_workspace::{Session, Workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where numbers are: the kind of the series, its documents.
const DOCUMENTS: [(&str, &str); 4] = [
    ("quote", "SELECT number FROM quote_versions"),
    ("agreement", "SELECT number FROM agreements"),
    ("receipt", "SELECT number FROM receipts"),
    ("invoice", "SELECT number FROM invoices WHERE number IS NOT NULL"),
];

/// Somebody at a copy, or on the server itself.
struct Desk<'w> {
    workspace: &'w Workspace,
    session: Session,
}

impl<'w> Desk<'w> {
    fn at(workspace: &'w Workspace, owner: &SignedIn) -> Desk<'w> {
        Desk { workspace, session: Session { actor: owner.person, locale: "en".into() } }
    }
    #[track_caller]
    fn run(&self, name: &str, args: Value) -> Value {
        let done = self.workspace.run(&self.session, name, args.clone());
        done.unwrap_or_else(|e| panic!("{name} {args}: {e:?}")).outcome
    }
    /// A quote that nobody has sent.
    fn draft(&self, name: &str) -> Value {
        let client = json!({"name": name, "state_code": "27"});
        let company = self.run("company.create", client)["company"].clone();
        let line = json!({"description": "Audit", "kind": "service", "unit_price_minor": 100_000,
                          "tax_code": "998311"});
        let halves = json!([
            {"title": "Advance", "percent": 50, "due_rule": "on_agreement"},
            {"title": "Rest", "percent": 50, "due_rule": "on_milestone", "due_days": 15},
        ]);
        let quote = json!({"title": name, "company": company, "instalments": halves,
                           "sections": [{"title": "Work", "lines": [line]}]});
        self.run("quote.create", quote)["quote"].clone()
    }
    fn send(&self, quote: &Value) {
        self.run("quote.send", json!({"quote": quote}));
    }
    /// The signed copy is there already, so that the acceptance is one command.
    fn evidence(&self) -> Value {
        let made = self.workspace.add_file(
            &self.session,
            "signed.pdf",
            "application/pdf",
            &mut &b"signed"[..],
        );
        made.unwrap()["file"].clone()
    }
    fn accept(&self, quote: &Value, evidence: &Value) -> Value {
        let args = json!({"quote": quote, "signed_by": "Asha Rao", "evidence": evidence});
        self.run("quote.accept", args)["agreement"].clone()
    }
    /// Its advance is paid: a payment that nobody has verified.
    fn paid(&self, agreement: &Value) -> Value {
        let advance = &self.instalments(agreement)[0]["id"];
        let reference = format!("UTR {agreement}");
        let args = json!({"instalment": advance, "amount_minor": 100, "mode": "bank_transfer",
                          "reference": reference});
        self.run("payment.record", args)["payment"].clone()
    }
    fn verify(&self, payment: &Value) {
        self.run("payment.verify", json!({"payment": payment}));
    }
    fn invoice(&self, agreement: &Value) -> Value {
        let rest = &self.instalments(agreement)[1]["id"];
        self.run("invoice.draft", json!({"instalment": rest}))["invoice"].clone()
    }
    fn issue(&self, invoice: &Value) {
        self.run("invoice.issue", json!({"invoice": invoice}));
    }
    fn instalments(&self, agreement: &Value) -> Vec<Value> {
        let args = json!({ "agreement": agreement });
        let found = self.workspace.ask(&self.session, "agreement.get", &args).unwrap();
        found["instalments"].as_array().unwrap().clone()
    }
    /// One number of each series.
    fn deal(&self, name: &str) {
        let quote = self.draft(name);
        self.send(&quote);
        let agreement = self.accept(&quote, &self.evidence());
        self.verify(&self.paid(&agreement));
        self.issue(&self.invoice(&agreement));
    }
    /// What was not applied.
    fn rejected(&self) -> usize {
        let list = remote::attention::list(self.workspace, &self.session).unwrap();
        list["rows"].as_array().unwrap().len()
    }
}

/// The numbers of each series, in order: `quote A7/26-27/` → 1, 2, 3.
fn numbers(workspace: &Workspace) -> BTreeMap<String, Vec<u32>> {
    let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let conn = workspace.writer();
    for (kind, sql) in DOCUMENTS {
        let mut stmt = conn.prepare(sql).unwrap();
        for number in stmt.query_map([], |r| r.get::<_, String>(0)).unwrap() {
            let number = number.unwrap();
            let (series, n) = number.rsplit_once('/').unwrap();
            all.entry(format!("{kind} {series}")).or_default().push(n.parse().unwrap());
        }
    }
    all.values_mut().for_each(|series| series.sort_unstable());
    all
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Until nothing waits; whoever is not heard any more signs in again.
fn sync(copy: &Workspace, port: u16) {
    let order = ConnectOrder {
        url: format!("http://127.0.0.1:{port}/acme"),
        email: "owner@firm.example".into(),
        password: Secret(PASSWORD.into()),
        code: None,
        invitation: None,
        attach: None,
        label: None,
        certificates: None,
    };
    for _ in 0..4 {
        match remote::sync(copy, &|_, _| Ok(())) {
            Ok(_) => return assert_eq!(copy.status().unwrap()["sync"]["waiting"], 0),
            Err(e) => {
                let known = ["account.signed_out", "account.reused", "sync.device"];
                assert!(known.contains(&e.code()), "{e:?}");
                remote::connect_open(copy, &order).unwrap();
            }
        }
    }
    panic!("it is never up to date");
}

/// Every series of the server is 1..n with no gap and nothing twice, by the documents themselves and
/// by what the program says of them; the copies have the same. Gives how many there are of each kind.
fn whole(server: &Running, owner: &SignedIn, copies: &[&Workspace]) -> BTreeMap<String, usize> {
    let workspace = server.tenants.workspace("acme").unwrap();
    let all = numbers(&workspace);
    let mut count = BTreeMap::new();
    for (series, given) in &all {
        let upto: Vec<u32> = (1..=given.len() as u32).collect();
        assert_eq!(*given, upto, "{series}");
        let kind = series.split(' ').next().unwrap();
        *count.entry(kind.to_owned()).or_default() += given.len();
    }
    let told = server.on_server(owner, NumberingSeries::NAME, json!({}));
    assert_eq!(told["gaps"], json!([]));
    let counted: BTreeMap<String, usize> = told["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let (series, _) = row["last"].as_str().unwrap().rsplit_once('/').unwrap();
            let kind = row["kind"].as_str().unwrap();
            (format!("{kind} {series}"), row["given"].as_u64().unwrap() as usize)
        })
        .collect();
    assert_eq!(counted, all.iter().map(|(s, given)| (s.clone(), given.len())).collect());
    for copy in copies {
        assert_eq!(numbers(copy), all);
    }
    count
}

#[test]
fn numbers_have_no_gap_through_a_clone_a_rejection_and_a_restore() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let cable = Cable::to(server.address);
    let root = |name: &str| folder.path().join(name);
    let open =
        |name: &str| Workspace::open(&root(name), &KeySource::default(), server.host()).unwrap();
    let laptop = server.copy(&root("laptop"), cable.port);
    sync(&laptop, cable.port);
    let desk = Desk::at(&laptop, &owner);
    desk.deal("One");
    desk.deal("Two");
    sync(&laptop, cable.port);
    let backups = Backups { to: root("backups"), keep: 2 };
    let made = run_due(&server.tenants, &backups).unwrap();
    assert!(made.iter().all(|line| line["error"].is_null()), "{made:?}");
    // What the server will have forgotten.
    desk.deal("Three");
    sync(&laptop, cable.port);
    assert_eq!(whole(&server, &owner, &[&laptop]).values().collect::<Vec<_>>(), [&3; 4]);

    // The folder is cloned, and both go on issuing under one identity.
    drop(laptop);
    copy_folder(&root("laptop"), &root("clone"));
    let (laptop, clone) = (open("laptop"), open("clone"));
    let (desk, other) = (Desk::at(&laptop, &owner), Desk::at(&clone, &owner));
    desk.deal("Four");
    other.deal("Four of the clone");
    other.deal("Five of the clone");
    for (copy, n) in [(&laptop, 4), (&clone, 5)] {
        let upto = |series: &Vec<u32>| series.len() == n;
        let series = numbers(copy);
        assert!(series.len() == 4 && series.values().all(upto), "the same numbers: {series:?}");
    }
    for copy in [&laptop, &clone, &laptop] {
        sync(copy, cable.port);
    }
    assert_eq!(whole(&server, &owner, &[&laptop]).values().collect::<Vec<_>>(), [&6; 4]);

    // Of two documents in each series the first is issued on the server meanwhile: the device's is
    // rejected, and its second gets the number that the first had here.
    let drafts = [desk.draft("R1"), desk.draft("R2")];
    let sent = [desk.draft("R3"), desk.draft("R4")];
    sent.iter().for_each(|quote| desk.send(quote));
    let evidence = desk.evidence();
    let signed = ["R5", "R6"].map(|name| {
        let quote = desk.draft(name);
        desk.send(&quote);
        desk.accept(&quote, &evidence)
    });
    let payments = signed.clone().map(|agreement| desk.paid(&agreement));
    let invoices = signed.map(|agreement| desk.invoice(&agreement));
    sync(&laptop, cable.port);
    let there = server.tenants.workspace("acme").unwrap();
    let office = Desk::at(&there, &owner);
    office.send(&drafts[0]);
    office.accept(&sent[0], &evidence);
    office.verify(&payments[0]);
    office.issue(&invoices[0]);
    for n in 0..2 {
        desk.send(&drafts[n]);
        desk.accept(&sent[n], &evidence);
        desk.verify(&payments[n]);
        desk.issue(&invoices[n]);
    }
    assert_eq!(desk.rejected(), 0);
    sync(&laptop, cable.port);
    assert_eq!(desk.rejected(), 4, "one in each series");
    sync(&clone, cable.port);
    let count = whole(&server, &owner, &[&laptop, &clone]);
    let rejected = json!({"agreement": 10, "invoice": 8, "quote": 12, "receipt": 8});
    assert_eq!(json!(count), rejected);

    // The server is lost, and comes back as it was after "Two"; both devices have more in hand.
    desk.deal("Five");
    other.deal("Six of the clone");
    drop(there);
    let again = root("again");
    let lines = restore_all(&backups.to, &again, None, &KeySource::default()).unwrap();
    assert!(lines.iter().all(|line| line["opens"] == true), "{lines:?}");
    let restored = serve(again, Arc::clone(&server.clock));
    cable.lead_to(restored.address);
    drop(server);
    let owner = restored.sign_in("acme", "owner@firm.example", None);
    assert_eq!(whole(&restored, &owner, &[]).values().collect::<Vec<_>>(), [&2; 4]);
    for copy in [&clone, &laptop, &clone, &laptop, &clone] {
        sync(copy, cable.port);
    }
    // All but what was done on the server itself, which it lost: one in each series.
    let count = whole(&restored, &owner, &[&laptop, &clone]);
    let came = json!({"agreement": 11, "invoice": 9, "quote": 13, "receipt": 9});
    assert_eq!(json!(count), came);

    // And everybody goes on from there.
    let there = restored.tenants.workspace("acme").unwrap();
    for (n, desk) in [&desk, &other, &Desk::at(&there, &owner)].iter().enumerate() {
        desk.deal(&format!("Last {n}"));
    }
    for copy in [&laptop, &clone, &laptop] {
        sync(copy, cable.port);
    }
    let count = whole(&restored, &owner, &[&laptop, &clone]);
    let ended = json!({"agreement": 14, "invoice": 12, "quote": 16, "receipt": 12});
    assert_eq!(json!(count), ended);
}
