//! Many devices at once: what one does is seen by the others, they come back together, they listen
//! and nothing happens. The devices are thin: they ask and read as a device does, and keep no copy.

use super::firm::Firm;
use super::line::Line;
use super::{Amounts, Figure, ms};
use crate::{machine, note, percentile};
use netra_core::schema;
use netra_kernel::{Error, Held, Id, Result};
use netra_sync::account::{PROTOCOL, SignedIn};
use netra_sync::wire::{Cookie, Page, PullReply};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// Live connections that the server allows one person.
const OF_PERSON: usize = 8;
/// Commands in a second while the devices listen.
const RATE: u64 = 50;

fn joined<T>(handle: thread::JoinHandle<Result<T>>) -> Result<T> {
    handle.join().map_err(|_| Error::internal("a device panicked"))?
}

/// Where a thin device is.
#[derive(Default)]
struct Place {
    cookie: Option<Cookie>,
    scopes: Vec<(Held, i64)>,
}

/// Fetches all that is new.
fn pull(line: &mut Line, place: &mut Place, mut seen: impl FnMut(&Page)) -> Result<()> {
    loop {
        let body = json!({"protocol": PROTOCOL, "schema": schema::newest(), "cookie": place.cookie, "acked": 0,
                          "known": null, "scopes": place.scopes});
        let reply: PullReply = line.post("/pull", &body)?;
        let PullReply::Page(page) = reply else {
            return Err(Error::internal("the past is another one"));
        };
        seen(&page);
        (place.cookie, place.scopes) = (Some(page.cookie), page.scopes);
        if page.end.is_some() {
            return Ok(());
        }
    }
}

pub fn fan_out(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: {} live devices", amounts.devices));
    let signed_in = firm.devices(amounts.devices + 1)?;
    let (writer, readers) = signed_in.split_last().ok_or_else(|| Error::internal("none"))?;
    let ready = Arc::new(Barrier::new(readers.len() + 1));
    let is_over = Arc::new(AtomicBool::new(false));
    let mut threads = Vec::new();
    for (n, who) in readers.iter().enumerate() {
        let (who, address) = (who.clone(), firm.address);
        let (ready, is_over) = (Arc::clone(&ready), Arc::clone(&is_over));
        threads.push(thread::spawn(move || watch(address, &who, n, &ready, &is_over)));
    }
    ready.wait();
    let mut line = Line::open(firm.address, 1)?.with(writer);
    let (begin, mut given) = (Instant::now(), Vec::new());
    for n in 0..amounts.seconds * RATE {
        let due = begin + Duration::from_millis(n * 1_000 / RATE);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let at = Instant::now();
        let args = json!({"name": "Lead", "phone": format!("+9198221{n:05}"), "city": "Pune"});
        let answer: Value = line.post("/commands/lead.create", &args)?;
        let lead = answer["outcome"]["lead"].as_str().and_then(Id::parse);
        given.push((lead.ok_or_else(|| Error::internal("a lead without an id"))?, at));
    }
    let took = begin.elapsed();
    thread::sleep(Duration::from_secs(2));
    is_over.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for seen in threads {
        let seen = joined(seen)?;
        for (lead, at) in &given {
            let when = seen.get(lead).ok_or_else(|| Error::internal("a lead that never came"))?;
            times.push(when.saturating_duration_since(*at).as_nanos());
        }
    }
    times.sort_unstable();
    let rate = given.len() as f64 / took.as_secs_f64();
    let at = |share| percentile(&times, share) / 1e3;
    Ok(Figure::new(
        format!("{} devices hear of {rate:.0} commands a second", readers.len()),
        format!("p50 {:.0} ms, p95 {:.0} ms", at(0.5), at(0.95)),
        String::new(),
        "p95 ≤ 50 ms",
    ))
}

/// Listens, and notes when each row was first in its hands.
fn watch(
    address: SocketAddr,
    who: &SignedIn,
    n: usize,
    ready: &Barrier,
    is_over: &AtomicBool,
) -> Result<HashMap<Id, Instant>> {
    let mut seen = HashMap::new();
    let begin = || -> Result<(Line, Line, Place)> {
        let mut live = Line::open(address, n)?.with(who);
        live.listen()?;
        live.patience(Duration::from_millis(1_000))?;
        let mut line = Line::open(address, n)?.with(who);
        let mut place = Place::default();
        pull(&mut line, &mut place, |_| ())?;
        Ok((live, line, place))
    };
    let begun = begin();
    // Whoever could not begin keeps nobody waiting.
    ready.wait();
    let (mut live, mut line, mut place) = begun?;
    while !is_over.load(Ordering::Relaxed) {
        // Silence is no fault: it asks once more and goes on.
        let _ = live.is_hint();
        pull(&mut line, &mut place, |page| {
            let now = Instant::now();
            for row in page.rows.iter().filter(|row| row.table == "leads") {
                seen.entry(row.id).or_insert(now);
            }
        })?;
    }
    Ok(seen)
}

pub fn reconnects(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: {} devices come back", amounts.reconnects));
    let signed_in = firm.devices(amounts.reconnects)?;
    let mut places = Vec::new();
    for (n, who) in signed_in.iter().enumerate() {
        let mut place = Place::default();
        pull(&mut Line::open(firm.address, n)?.with(who), &mut place, |_| ())?;
        places.push(place);
    }
    firm.run("lead.create", json!({"name": "News", "phone": "+919822200000", "city": "Pune"}))?;
    let gate = Arc::new(Barrier::new(signed_in.len() + 1));
    let mut threads = Vec::new();
    for (n, (who, mut place)) in signed_in.into_iter().zip(places).enumerate() {
        let (address, gate) = (firm.address, Arc::clone(&gate));
        let device = move || {
            gate.wait();
            let mut live = Line::open(address, n)?.with(&who);
            live.listen()?;
            let mut line = Line::open(address, n)?.with(&who);
            let mut rows = 0;
            pull(&mut line, &mut place, |page| rows += page.rows.len())?;
            // It stays until all are back.
            Ok((Instant::now(), rows, live))
        };
        // Five hundred threads need not much of a stack each.
        let thread = thread::Builder::new().stack_size(256 << 10).spawn(device);
        threads.push(thread.map_err(Error::internal)?);
    }
    gate.wait();
    let began = Instant::now();
    let done: Vec<_> = threads.into_iter().map(joined).collect::<Result<_>>()?;
    if done.iter().any(|(_, rows, _)| *rows == 0) {
        return Err(Error::internal("somebody came back and heard nothing"));
    }
    let last = done.iter().map(|(at, _, _)| at.duration_since(began)).max().unwrap_or_default();
    Ok(Figure::new(
        format!("{} devices come back at once, listening and up to date", done.len()),
        ms(last),
        String::new(),
        "500 in ≤ 2 s",
    ))
}

pub fn idle(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    note(&format!("sync: {} idle connections", amounts.idle));
    let allowed = usize::try_from(machine::open_files()).unwrap_or(usize::MAX);
    let wanted = amounts.idle.min(allowed.saturating_sub(500));
    if wanted < amounts.idle {
        note(&format!("sync: the system allows {allowed} open files: {wanted} connections"));
    }
    // As many as the server allows a person.
    let signed_in = firm.devices_of(wanted.div_ceil(OF_PERSON), 1)?;
    let before = firm.server_kib();
    let mut open = Vec::new();
    let lines = signed_in.iter().flat_map(|who| std::iter::repeat_n(who, OF_PERSON));
    for (n, who) in lines.take(wanted).enumerate() {
        let mut line = Line::open(firm.address, n)?.with(who);
        line.listen()?;
        open.push(line);
    }
    let after = firm.server_kib();
    let each = after.saturating_sub(before) as f64 / open.len().max(1) as f64;
    Ok(Figure::new(
        format!("{} live connections on which nothing happens", open.len()),
        format!("{each:.1} KiB each"),
        format!("server before: {} MiB", before >> 10),
        "10,000 at ≤ 30 KB each",
    ))
}
