//! Who may do what is decided by the authority's clock, whatever the clock of a device says.

use crate::fixture::Delivery;
use netra_kernel::{Envelope, Id, Mode, Timestamp, execute, versions};
use netra_sync::account::PROTOCOL;
use netra_sync::authority::{self, Here, Limits};
use netra_sync::replica;
use netra_sync::wire::{Handed, Outcome, Pull, PullReply, Push, Session};
use rusqlite::Connection;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

/// An authority whose project a consultant works on; they are released with this day.
struct Office {
    d: Delivery,
    /// The authority's own time.
    now: Timestamp,
    seq: i64,
}

impl Office {
    fn open() -> Office {
        let (mut d, _) = Delivery::executing(3, 2);
        let board = d.desk.as_role("hr_manager").ask("staffing.board", json!({}));
        let assignment = &board["assignments"][0]["id"];
        let last_on = d.desk.now.date(netra_kernel::Zone::KOLKATA);
        let release = json!({"assignment": assignment, "last_on": last_on});
        d.ok("hr_manager", "staffing.release", release);
        versions::begin(&d.desk.conn, &d.desk.engine, Id::named("test", "log")).unwrap();
        Office { now: d.desk.now, d, seq: 0 }
    }

    fn session(&self, role: &str) -> Session {
        Session { person: self.d.desk.people[role], device: Id::named("laptop", role) }
    }

    /// What becomes of a command that a person's laptop hands in, dated as its clock says.
    fn push(&mut self, role: &'static str, clock: i64, name: &str, args: Value) -> Outcome {
        let session = self.session(role);
        authority::register(&self.d.desk.conn, session).unwrap();
        self.seq += 1;
        let sql = "UPDATE sync_devices SET last_seq = ?2 - 1 WHERE id = ?1";
        let seq = rusqlite::params![session.device, self.seq];
        self.d.desk.conn.execute(sql, seq).unwrap();
        self.d.desk.now = Timestamp(self.now.0 + clock);
        let mut envelope = self.d.desk.as_role(role).envelope(name, args);
        (envelope.device, envelope.device_seq) = (session.device, Some(self.seq));
        let push = Push {
            schema: 0,
            commands: vec![Handed { envelope, refused_before: None, is_without_content: false }],
            known: None,
            wants_identity: false,
        };
        let here = Here { now: self.now, fresh: Id::named("test", "fresh") };
        let (desk, limits) = (&mut self.d.desk, Limits::default());
        let shown = |_, _: &netra_core::files::FileAdd| Ok(true);
        let reply =
            authority::push(&mut desk.conn, &desk.engine, session, &push, here, &shown, limits);
        reply.unwrap().told.remove(0).outcome
    }

    /// Whether a person's laptop is given the project.
    fn gives(&mut self, role: &str) -> bool {
        let session = self.session(role);
        authority::register(&self.d.desk.conn, session).unwrap();
        let asked = Pull {
            protocol: PROTOCOL,
            schema: netra_core::schema::newest(),
            cookie: None,
            acked: 0,
            known: None,
            since: None,
            scopes: Vec::new(),
            want_sums: false,
        };
        let (desk, limits) = (&mut self.d.desk, Limits::default());
        let reply =
            authority::pull(&mut desk.conn, &desk.engine, session, &asked, self.now, limits);
        let PullReply::Page(page) = reply.unwrap() else { panic!("another past") };
        page.scopes
            .iter()
            .any(|(held, _)| held.to_string() == format!("project:{}", self.d.project))
    }
}

fn is_refused(outcome: &Outcome, with: &str) -> bool {
    matches!(outcome, Outcome::Rejected { refusal } if refusal.code == with)
}

fn lead(n: u32) -> Value {
    json!({"name": "Ananya", "phone": format!("+9198200001{n:02}")})
}

#[test]
fn a_back_dated_command_gives_nobody_a_right() {
    let mut office = Office::open();
    let item = json!({"item": office.d.items[0]});
    assert!(office.gives("consultant"), "the last day still counts");
    office.now.0 += 5 * DAY;
    assert!(!office.gives("consultant"));
    let back = office.push("consultant", -5 * DAY, "sow_item.start", item);
    assert!(is_refused(&back, "sow_item.not_found"), "{back:?}");
    assert!(!office.gives("consultant"));
    // Nor does somebody else's that is applied.
    assert!(office.push("sales_executive", -5 * DAY, "lead.create", lead(1)).is_applied());
    assert!(!office.gives("consultant"));
    assert!(office.gives("project_manager"));
}

#[test]
fn a_clock_that_is_a_year_ahead_takes_nothing_from_anybody() {
    let mut office = Office::open();
    assert!(office.push("sales_executive", 365 * DAY, "lead.create", lead(2)).is_applied());
    assert!(office.gives("consultant"), "their last day is not over here");
    let item = json!({"item": office.d.items[0]});
    let ahead = office.push("consultant", 365 * DAY, "sow_item.start", item);
    assert!(ahead.is_applied(), "{ahead:?}");
    office.now.0 += DAY;
    assert!(!office.gives("consultant"), "now it is");
}

/// Rows of a table on a device.
fn rows(disk: &Connection, table: &str) -> i64 {
    disk.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
}

#[test]
fn a_device_gives_back_what_newer_rules_do_not_give_it() {
    let mut office = Office::open();
    let session = office.session("consultant");
    authority::register(&office.d.desk.conn, session).unwrap();
    // The server of before had clients' money with everything else of a project.
    let sql = "UPDATE row_versions SET family = 'delivery' WHERE family = 'money'";
    assert!(office.d.desk.conn.execute(sql, []).unwrap() > 0);
    let rules = "DELETE FROM local_facts WHERE name = 'serves.rules'";
    assert_eq!(office.d.desk.conn.execute(rules, []).unwrap(), 1);
    let firm = crate::Firm::new();
    let mut disk = firm.empty();
    replica::begin(&disk, session.device).unwrap();
    let mut pull = |office: &mut Office| {
        let (desk, limits) = (&mut office.d.desk, Limits::default());
        let asked = replica::pull(&disk).unwrap();
        let reply =
            authority::pull(&mut desk.conn, &desk.engine, session, &asked, office.now, limits);
        let done = replica::pulled(&mut disk, firm.engine(), &asked, &reply.unwrap()).unwrap();
        assert_eq!(done, replica::Pulled::Complete);
        ["instalments", "payments", "agreements", "companies"].map(|table| rows(&disk, table))
    };
    assert!(pull(&mut office).iter().all(|n| *n > 0));
    versions::begin(&office.d.desk.conn, &office.d.desk.engine, Id::named("x", "y")).unwrap();
    let left = pull(&mut office);
    assert_eq!((left[0], left[1]), (0, 0));
    assert!(left[2] > 0 && left[3] > 0, "{left:?}");
}

#[test]
fn what_a_waiting_command_took_away_comes_back_beside_what_a_first_copy_brings() {
    let mut office = Office::open();
    let session = office.session("project_manager");
    authority::register(&office.d.desk.conn, session).unwrap();
    let firm = crate::Firm::new();
    let mut disk = firm.empty();
    replica::begin(&disk, session.device).unwrap();
    let contacts = |disk: &Connection| -> Vec<(Id, Id)> {
        let mut stmt = disk.prepare("SELECT id, contact_id FROM project_contacts").unwrap();
        let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let before = contacts(&office.d.desk.conn);
    let [(_, contact)] = before[..] else { panic!("{before:?}") };
    let project = office.d.project.clone();
    let of_project = move |contacts: &[Id]| json!({"project": project, "contacts": contacts});
    let mut is_given = false;
    loop {
        let limits = Limits { page_bytes: 2_000, ..Limits::default() };
        let asked = replica::pull(&disk).unwrap();
        let desk = &mut office.d.desk;
        let reply =
            authority::pull(&mut desk.conn, &desk.engine, session, &asked, office.now, limits);
        let done = replica::pulled(&mut disk, firm.engine(), &asked, &reply.unwrap()).unwrap();
        if done == replica::Pulled::Complete {
            break;
        }
        if is_given || contacts(&disk).is_empty() {
            continue;
        }
        // As soon as it can be, the contact is taken away here; there, too, and comes back as another row.
        let (name, none) = ("project.set_contacts", of_project(&[]));
        let envelope = office.d.desk.as_role("project_manager").envelope(name, none.clone());
        let envelope = Envelope { device: session.device, ..envelope };
        if execute(&mut disk, firm.engine(), &envelope, Mode::Replica).is_ok() {
            is_given = true;
            office.d.ok("project_manager", name, none);
            office.d.ok("project_manager", name, of_project(&[contact]));
        }
    }
    assert!(is_given, "it was never on the device before the last page");
    let there = contacts(&office.d.desk.conn);
    assert_ne!(there, before);
    // What waits has taken the new one away as well; the base has it.
    assert_eq!(contacts(&disk), []);
    assert_eq!(replica::push(&disk).unwrap().unwrap().commands.len(), 1);
    let based = "SELECT 1 FROM base_images WHERE tbl = 'project_contacts' AND id = ?1
                 AND image IS NOT NULL";
    assert!(disk.prepare(based).unwrap().exists([there[0].0]).unwrap());
}
