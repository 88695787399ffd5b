//! Real copies on devices: the first one, a queue that is handed in, a row that changed often, work
//! that is run again on top of news, rights that are taken away.

use super::firm::Firm;
use super::{Amounts, Figure, against, ms};
use crate::import::load;
use crate::note;
use crate::office::Office;
use netra_kernel::engine::execute_within;
use netra_kernel::{Envelope, Error, Id, Mode, Result, rows};
use netra_sync::account::PROTOCOL;
use netra_sync::authority::{self, Limits};
use netra_sync::replica;
use netra_sync::wire::{Pull, PullReply, Session};
use netra_workspace::Workspace;
use netra_workspace::files::io_error;
use netra_workspace::folder::connect;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Commands that the authority takes in one commit.
const TOGETHER: u64 = 200;

fn lead(n: u64) -> Value {
    json!({"name": format!("Lead {n}"), "phone": format!("+9197{n:08}"), "city": "Nashik"})
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let began = Instant::now();
    Ok((work()?, began.elapsed()))
}

fn count(conn: &Connection, what: &str) -> Result<i64> {
    Ok(conn.query_row(&format!("SELECT count(*) FROM {what}"), [], |r| r.get(0))?)
}

/// Commands that were given offline are handed in.
pub fn queue(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: {} commands wait", amounts.queued));
    let (email, person) = firm.person("owner")?;
    let device = firm.copy(&email)?;
    let session = netra_workspace::Session { actor: person, locale: "en".to_owned() };
    for n in 0..amounts.queued {
        device.run(&session, "lead.create", lead(n))?;
    }
    let (synced, took) = timed(|| firm.sync(&device))?;
    if synced.handed_in as u64 != amounts.queued || synced.waiting + synced.attention > 0 {
        return Err(Error::internal(format!("not all was handed in: {synced:?}")));
    }
    let bare = by_engine_alone(&firm.empty()?, amounts.queued)?;
    Ok(Figure::new(
        format!("{} offline commands handed in, their rows back", amounts.queued),
        ms(took),
        against("the engine alone", bare, took),
        "1,000 in ≤ 700 ms",
    ))
}

/// The same commands in a workspace that is nobody's server, so many in a commit.
fn by_engine_alone(office: &Office, commands: u64) -> Result<Duration> {
    let envelopes: Vec<Envelope> =
        (0..commands).map(|n| envelope(office, "lead.create", lead(n))).collect::<Result<_>>()?;
    let ((), took) = timed(|| {
        envelopes.chunks(TOGETHER as usize).try_for_each(|batch| in_one_commit(office, batch))
    })?;
    Ok(took)
}

fn envelope(office: &Office, name: &str, args: Value) -> Result<Envelope> {
    let workspace = &office.workspace;
    Ok(Envelope {
        id: workspace.host().new_id()?,
        name: name.to_owned(),
        version: 1,
        actor: office.session.actor,
        device: workspace.device(),
        device_seq: None,
        at: workspace.host().now(),
        args,
    })
}

fn in_one_commit(office: &Office, batch: &[Envelope]) -> Result<()> {
    let mut conn = office.workspace.writer();
    let tx = conn.transaction()?;
    for envelope in batch {
        execute_within(&tx, office.workspace.engine(), envelope, Mode::Authority)?;
    }
    tx.commit()?;
    Ok(())
}

/// A row that changed often is sent once.
pub fn one_row(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: {} changes of one row", amounts.changes));
    let (email, person) = firm.person("owner")?;
    let device = firm.copy(&email)?;
    let made = firm.run("lead.create", lead(90_000_000))?;
    firm.sync(&device)?;
    let envelopes = (0..amounts.changes).map(|n| {
        let city = if n % 2 == 0 { "Pune" } else { "Surat" };
        (json!({"lead": made["lead"], "city": city}), "lead.update")
    });
    let mut envelopes = envelopes.map(|(args, name)| envelope(&firm.office, name, args)).peekable();
    while envelopes.peek().is_some() {
        let batch: Vec<Envelope> =
            envelopes.by_ref().take(TOGETHER as usize).collect::<Result<_>>()?;
        in_one_commit(&firm.office, &batch)?;
    }
    let (synced, took) = timed(|| firm.sync(&device))?;
    if synced.rows != 1 {
        return Err(Error::internal(format!("{} rows came", synced.rows)));
    }
    let lead = made["lead"].as_str().and_then(Id::parse);
    let news = times_sent(firm, person, lead.ok_or_else(|| Error::internal("no lead"))?)?;
    if news != 1 {
        return Err(Error::internal(format!("a new device was sent it {news} times")));
    }
    Ok(Figure::new(
        format!("one row that changed {} times since", amounts.changes),
        format!("1 row, {}; to a new device too", ms(took)),
        String::new(),
        "1 row",
    ))
}

/// How often a new device of this person is sent a row.
fn times_sent(firm: &Firm, person: Id, row: Id) -> Result<usize> {
    let server = &firm.office.workspace;
    let session = Session { person, device: server.host().new_id()? };
    authority::register(&server.writer(), session)?;
    let schema = netra_core::schema::newest();
    let mut asked = Pull {
        protocol: PROTOCOL,
        schema,
        cookie: None,
        acked: 0,
        known: None,
        since: None,
        scopes: Vec::new(),
        want_sums: false,
    };
    let mut times = 0;
    loop {
        let reply = server.reading(|conn| {
            let now = server.host().now();
            authority::pull(conn, server.engine(), session, &asked, now, Limits::default())
        })?;
        let PullReply::Page(page) = reply else {
            return Err(Error::internal("the past is another one"));
        };
        times += page.rows.iter().filter(|r| r.id == row).count();
        match replica::pull_after(&asked, &page) {
            Some(next) => asked = next,
            None => return Ok(times),
        }
    }
}

/// Asks the authority's file and takes the answer in; gives how long the taking in took.
fn take_in(firm: &Firm, device: &Workspace, person: Id) -> Result<Duration> {
    let server = &firm.office.workspace;
    let mut took = Duration::ZERO;
    loop {
        let mut conn = device.writer();
        let asked = replica::pull(&conn)?;
        let session = Session { person, device: replica::device(&conn)? };
        let reply: PullReply = server.reading(|conn| {
            let now = server.host().now();
            authority::pull(conn, server.engine(), session, &asked, now, Limits::default())
        })?;
        let (done, this) = timed(|| replica::pulled(&mut conn, device.engine(), &asked, &reply))?;
        took += this;
        if done == replica::Pulled::Complete {
            return Ok(took);
        }
    }
}

/// News arrive while commands wait: they are run again on top.
pub fn rebase(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: {} commands run again", amounts.queued));
    let (email, person) = firm.person("owner")?;
    let made = firm.run("lead.create", lead(91_000_000))?;
    let device = firm.copy(&email)?;
    let session = netra_workspace::Session { actor: person, locale: "en".to_owned() };
    let ((), given) = timed(|| {
        for n in 0..amounts.queued {
            device.run(&session, "lead.create", lead(1_000_000 + n))?;
        }
        Ok(())
    })?;
    firm.run("lead.update", json!({"lead": made["lead"], "city": "Thane"}))?;
    let is_over = AtomicBool::new(false);
    let (took, longest) = std::thread::scope(|scope| {
        let looking = scope.spawn(|| longest_look(&device, &session, &is_over));
        let took = take_in(firm, &device, person);
        is_over.store(true, Ordering::Relaxed);
        let longest = looking.join().map_err(|_| Error::internal("the look panicked"));
        Ok::<_, Error>((took?, longest??))
    })?;
    let waiting = replica::standing(&device.writer())?;
    if waiting.waiting as u64 != amounts.queued || waiting.held_up > 0 {
        return Err(Error::internal(format!("not all wait as before: {waiting:?}")));
    }
    Ok(Figure::new(
        format!("one remote change with {} commands waiting", amounts.queued),
        format!("{}; a page of leads meanwhile ≤ {}", ms(took), ms(longest)),
        against("giving them, one commit each,", given, took),
        "1,000 in ≤ 300 ms, nothing waits 16 ms",
    ))
}

/// Looks at a page of leads as somebody does who works on; gives the longest that one took.
fn longest_look(
    device: &Workspace,
    session: &netra_workspace::Session,
    is_over: &AtomicBool,
) -> Result<Duration> {
    let mut longest = Duration::ZERO;
    while !is_over.load(Ordering::Relaxed) {
        let (_, took) = timed(|| device.ask(session, "lead.list", &json!({})))?;
        longest = longest.max(took);
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(longest)
}

/// A new device fetches everything.
pub fn first_sync(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: loading {} leads", amounts.leads));
    let file = firm.aside();
    load(&firm.office, &file, amounts.leads)?;
    note("sync: a new device");
    let (email, _) = firm.person("owner")?;
    let (told, copy) = firm.new_device(&email)?;
    if let Some(file) = &amounts.rows_out {
        write_rows(&copy, file)?;
    }
    let time = |name: &str| Duration::from_millis(told[name].as_u64().unwrap_or(0));
    let local = copied_locally(&copy, &firm.empty()?)?;
    let whole = time("whole");
    Ok(Figure::new(
        format!("first copy of {} rows ({} pages)", told["rows"], told["pages"]),
        format!(
            "signed in {}; a first page of leads {}; all rows {} (CPU {}); all indexes and search {} \
             (CPU {}); {} MiB at most",
            ms(time("connected")),
            ms(time("usable")),
            ms(time("filled")),
            ms(time("cpu")),
            ms(whole),
            ms(time("whole_cpu")),
            told["peak"]
        ),
        against("copying and indexing them locally", local, whole),
        "≤ 3×; 100,000 usable in ≤ 1 s; ≤ 150 MiB",
    ))
}

fn write_rows(copy: &Workspace, file: &Path) -> Result<()> {
    let mut out = BufWriter::new(File::create(file).map_err(io_error)?);
    copy.reading(|conn| {
        let mut stmt = conn.prepare("SELECT id FROM leads ORDER BY id")?;
        let ids = stmt.query_map([], |r| r.get::<_, Id>(0))?;
        for id in ids {
            let image = rows::read(conn, copy.engine(), "leads", id?)?;
            writeln!(out, "{}", serde_json::to_string(&image)?).map_err(io_error)?;
        }
        out.flush().map_err(io_error)
    })
}

/// The same rows into an equal, empty, encrypted database, with its indexes and its search index.
fn copied_locally(from: &Workspace, to: &Office) -> Result<Duration> {
    let target = connect(&to.database(), to.workspace.key(), false)?;
    target.pragma_update(None, "foreign_keys", false)?;
    let tables = from.engine().catalogue.tables;
    let mut took = Duration::ZERO;
    from.reading(|source| {
        target.execute_batch("BEGIN IMMEDIATE")?;
        for table in tables {
            target.execute(&format!("DELETE FROM {}", table.name), [])?;
        }
        for table in tables {
            let names: Vec<String> = source
                .prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?
                .query_map([table.name], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let (list, width) = (names.join(", "), names.len());
            let marks = vec!["?"; width].join(",");
            let insert = format!("INSERT INTO {} ({list}) VALUES ({marks})", table.name);
            let began = Instant::now();
            let mut read = source.prepare(&format!("SELECT {list} FROM {}", table.name))?;
            let mut write = target.prepare(&insert)?;
            let mut rows = read.query([])?;
            while let Some(row) = rows.next()? {
                let values: rusqlite::Result<Vec<Sql>> = (0..width).map(|i| row.get(i)).collect();
                write.execute(params_from_iter(values?))?;
            }
            took += began.elapsed();
        }
        let ((), committed) = timed(|| Ok(target.execute_batch("COMMIT")?))?;
        took += committed;
        Ok(())
    })?;
    Ok(took)
}

/// Somebody may no longer see the leads: their device loses them at its next contact.
pub fn revoke(firm: &mut Firm, _: &Amounts) -> Result<Figure> {
    note("sync: rights are taken away");
    let (email, person) = firm.person("owner")?;
    let device = firm.copy(&email)?;
    let before = device.reading(|conn| count(conn, "leads"))?;
    let roles = json!({"person": person, "roles": ["finance"]});
    firm.run("person.set_roles", roles)?;
    let bare = {
        let office = Office { workspace: device.into(), session: firm.office.session.clone() };
        let copy = office.copy(&firm.aside())?;
        copy.pragma_update(None, "foreign_keys", false)?;
        let ((), bare) = timed(|| Ok(copy.execute_batch("DELETE FROM leads")?))?;
        (bare, office)
    };
    let (bare, office) = bare;
    let (_, took) = timed(|| firm.sync(&office.workspace))?;
    let left = office.workspace.reading(|conn| count(conn, "leads"))?;
    if left > 0 || before == 0 {
        return Err(Error::internal(format!("{left} of {before} leads are left")));
    }
    Ok(Figure::new(
        format!("{before} rows taken from a device"),
        ms(took),
        against("deleting them bare", bare, took),
        "100,000 in ≤ 1 s",
    ))
}
