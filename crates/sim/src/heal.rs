//! Everything is mended: the network works, nobody dies, nobody acts. Then all comes to rest.

use crate::programs::Age;
use crate::world::{World, read_pull_reply, read_push_reply, text};
use netra_core::files::FileAdd;
use netra_kernel::{Id, Result};
use netra_sync::authority::Here;
use netra_sync::replica::{self, Pulled, Pushed};
use netra_sync::wire::Session;
use netra_sync::{authority, indexes, wire};

/// Exchanges after which a device must have come to rest.
const ROUNDS: usize = 400;

/// Lets every device talk until nothing is left to say.
pub fn heal(world: &mut World<'_>) -> std::result::Result<(), String> {
    world.server.free_disk();
    world.devices.iter_mut().for_each(|d| d.node.free_disk());
    // Who is not served must be updated; of the others some are.
    for at in 0..world.devices.len() {
        let device = &world.devices[at];
        if device.age == Age::TooOld || device.age == Age::Old && world.random.percent(50) {
            world.run_program(at, Age::New);
        }
    }
    // Twice: what a later one hands in is news to an earlier one.
    for _ in 0..2 {
        for at in 0..world.devices.len() {
            settle(world, at)?;
        }
    }
    Ok(())
}

fn settle(world: &mut World<'_>, at: usize) -> std::result::Result<(), String> {
    if world.devices[at].is_rotten {
        let asked = replica::ask_for_sums(&world.devices[at].node.conn);
        asked.map_err(|e| format!("{e:?}"))?;
    }
    for _ in 0..ROUNDS {
        let fresh = world.new_id();
        match exchange(world, at, fresh) {
            Ok(true) => {
                let built = indexes::all(&mut world.devices[at].node.conn);
                return built.map_err(|e| format!("(n) {}: {e:?}", world.devices[at].name));
            }
            Ok(false) => {}
            Err(e) => return Err(format!("{}: {e:?}", world.devices[at].name)),
        }
    }
    Err(format!("(e) {} does not come to rest", world.devices[at].name))
}

/// One push, if there is something, and one pull; true when both sides agree and nothing waits.
fn exchange(world: &mut World<'_>, at: usize, fresh: Id) -> Result<bool> {
    let (there, limits) = (world.firm.engine(), world.limits);
    let here = Here { now: world.there(), fresh };
    let server = &mut world.server.conn;
    let device = &mut world.devices[at];
    let engine = &world.firm.programs.of(device.age).engine;
    let conn = &mut device.node.conn;
    let session = |conn: &rusqlite::Connection| -> Result<Session> {
        Ok(Session { person: device.person, device: replica::device(conn)? })
    };
    authority::register(server, session(conn)?)?;
    if let Some(push) = replica::push(conn)? {
        let content = &mut world.server.content;
        let shown = |_, file: &FileAdd| Ok(content.contains(&file.sha256));
        let reply = authority::push(server, there, session(conn)?, &push, here, &shown, limits)?;
        if let Some(wire::Stop::AbsentFile { sha256, .. }) = &reply.stop
            && device.node.content.contains(sha256)
        {
            content.insert(sha256.clone());
        }
        let done = replica::pushed(conn, engine, &read_push_reply(&text(&reply)))?;
        if done == Pushed::Again {
            return Ok(false);
        }
    }
    authority::register(server, session(conn)?)?;
    let asked: wire::Pull = replica::pull(conn)?;
    let reply = authority::pull(server, there, session(conn)?, &asked, here.now, limits)?;
    let done = replica::pulled(conn, engine, &asked, &read_pull_reply(&text(&reply)))?;
    Ok(done == Pulled::Complete && replica::push(conn)?.is_none())
}

/// A device that was never there before, filled from nothing.
pub fn fresh(world: &mut World<'_>, person: Id) -> std::result::Result<usize, String> {
    let (disk, id) = (world.firm.empty(), world.new_id());
    replica::begin(&disk, id).map_err(|e| format!("{e:?}"))?;
    world.add_device(disk, person, "fresh".into(), 0);
    let at = world.devices.len() - 1;
    settle(world, at)?;
    Ok(at)
}
