//! Commands are handed in while the device's process and the server's are killed at random moments,
//! as a power cut would: nothing may be lost, and nothing may be there twice.

use super::firm::Firm;
use super::{Amounts, Figure, ms};
use crate::note;
use crate::office::Dice;
use netra_kernel::{Error, Id, Result};
use netra_sync::replica;
use netra_workspace::Session;
use netra_workspace::files::io_error;
use rusqlite::Connection;
use serde_json::json;
use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The longest that a device is left alone, in ms.
const MOST: u64 = 400;

fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_nanos() & 0xffff_ffff).unwrap_or(1)
}

pub fn kills(firm: &mut Firm, amounts: &Amounts) -> Result<Figure> {
    let seed = seed();
    note(&format!("sync: {} kills while commands are handed in (seed {seed})", amounts.kills));
    let mut dice = Dice(seed);
    let (email, person) = firm.person("owner")?;
    let copy = firm.copy(&email)?;
    let place = copy.root().to_owned();
    drop(copy);
    let (mut given, mut killed) = (Vec::new(), [0u64; 2]);
    let mut spent = Duration::ZERO;
    while killed[0] + killed[1] < amounts.kills {
        give(&place, person, &mut given, amounts.queued.clamp(1, 400))?;
        let began = Instant::now();
        // Until the queue is empty again, or everybody has been killed often enough.
        let mut device = Firm::drain(&place)?;
        while killed[0] + killed[1] < amounts.kills {
            sleep(Duration::from_millis(dice.below(MOST)));
            let is_done = device.try_wait().map_err(io_error)?.is_some_and(|s| s.success());
            if is_done {
                break;
            }
            // One of them, or both at the same moment.
            let which = dice.below(3);
            if which != 0 {
                killed[1] += 1;
                firm.restart()?;
            }
            if which != 1 {
                killed[0] += 1;
                let _ = device.kill();
            }
            // Whoever was not killed has found nobody at the other end, or goes on.
            if which != 1 || device.try_wait().map_err(io_error)?.is_some() {
                let _ = device.wait();
                device = Firm::drain(&place)?;
            }
        }
        let _ = device.wait();
        spent += began.elapsed();
    }
    if !Firm::drain(&place)?.wait().map_err(io_error)?.success() {
        return Err(Error::internal("the last of it could not be handed in"));
    }
    nothing_lost(firm, &place, &given)?;
    Ok(Figure::new(
        format!(
            "{} commands handed in while the device was killed {} times and the server {}",
            given.len(),
            killed[0],
            killed[1]
        ),
        format!("none lost, none twice; {}", ms(spent)),
        String::new(),
        "none lost",
    ))
}

/// Somebody works offline; what they gave is remembered here.
fn give(place: &std::path::Path, person: Id, given: &mut Vec<Id>, n: u64) -> Result<()> {
    let copy = Firm::open(place)?;
    let session = Session { actor: person, locale: "en".to_owned() };
    let phone = 8_000_000_000 + given.len() as u64;
    for n in 0..n {
        let args = json!({"name": "Lead", "phone": format!("+91{}", phone + n), "city": "Pune"});
        given.push(copy.run(&session, "lead.create", args)?.command);
    }
    Ok(())
}

fn ids(conn: &Connection, sql: &str) -> Result<Vec<Id>> {
    let mut stmt = conn.prepare(sql)?;
    let ids = stmt.query_map([], |r| r.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Every command is in the server's journal once, with its one outcome; its lead is there once, on
/// the server and on the device, and nothing waits or lies aside.
fn nothing_lost(firm: &Firm, place: &std::path::Path, given: &[Id]) -> Result<()> {
    let expected: BTreeSet<Id> = given.iter().copied().collect();
    let leads = "SELECT id FROM leads WHERE phone_e164 LIKE '+918%' ORDER BY id";
    let server = &firm.office.workspace;
    let there = server.reading(|conn| {
        for table in ["journal", "outcomes"] {
            let all = ids(conn, &format!("SELECT command FROM {table}"))?;
            let ours: Vec<Id> = all.into_iter().filter(|id| expected.contains(id)).collect();
            let once: BTreeSet<Id> = ours.iter().copied().collect();
            if ours.len() != once.len() || once != expected {
                return Err(Error::internal(format!(
                    "{} of {} in {table}",
                    ours.len(),
                    expected.len()
                )));
            }
        }
        ids(conn, leads)
    })?;
    let copy = Firm::open(place)?;
    let standing = replica::standing(&copy.writer())?;
    if standing.waiting + standing.attention > 0 {
        return Err(Error::internal(format!("not all was handed in: {standing:?}")));
    }
    let here = copy.reading(|conn| ids(conn, leads))?;
    if there.len() != expected.len() || here != there {
        return Err(Error::internal(format!("{} leads here, {} there", here.len(), there.len())));
    }
    Ok(())
}
