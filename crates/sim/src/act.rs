//! What happens at a node: a person acts, a device talks, the authority answers.

use crate::checks;
use crate::programs::{Age, NOTE, first_from_second};
use crate::world::{
    Answer, Ask, Event, HOUR, MINUTE, SECOND, World, read_pull, read_pull_reply, read_push,
    read_push_reply, text,
};
use netra_core::files::FileAdd;
use netra_core::permissions::{FILE_ADD, LEAD_EDIT};
use netra_kernel::{Command, Envelope, Id, Mode, Result, Timestamp, execute};
use netra_sync::authority::Here;
use netra_sync::replica::{self, Pulled, Pushed};
use netra_sync::wire::{PullReply, Session, Stop};
use netra_sync::{authority, content, forget, indexes, prune};
use serde_json::json;

/// Virtual ms after which a device gives a message up.
const PATIENCE: i64 = 20 * SECOND;

/// A person gives a command on a device, and some time later another.
pub fn act(world: &mut World<'_>, at: usize) {
    let pause = world.pause(6 * MINUTE);
    world.later(pause, Event::Act(at));
    give(world, at);
}

/// A person gives a command on a device.
pub fn give(world: &mut World<'_>, at: usize) {
    let (id, now) = (world.new_id(), world.now);
    let kill = world.kill();
    let device = &mut world.devices[at];
    let engine = &world.firm.programs.of(device.age).engine;
    let actor = engine.actor(&device.node.conn, device.person);
    let may = |needs| actor.as_ref().is_ok_and(|a| a.may(needs));
    let mut name = device.generator.choose();
    for _ in 0..40 {
        if may(device.generator.needs(name)) {
            break;
        }
        name = device.generator.choose();
    }
    // Files come often enough to be torn from their commands, notes to be of both versions.
    let (name, mut args) = match id.0[15] % 16 {
        0 if may(FILE_ADD) => (
            FileAdd::NAME,
            json!({"sha256": format!("{:064x}", u128::from_be_bytes(id.0)),
            "name": "paper.pdf", "media_type": "application/pdf", "size_bytes": 9}),
        ),
        1 if may(LEAD_EDIT) => (NOTE, device.generator.arguments(&device.node.conn, NOTE)),
        _ => (name, device.generator.arguments(&device.node.conn, name)),
    };
    let version = engine.catalogue.command(name).map_or(1, |c| c.version);
    if name == NOTE && version == 1 {
        first_from_second(&mut args);
    }
    let envelope = Envelope {
        id,
        name: name.into(),
        version,
        actor: device.person,
        device: replica::device(&device.node.conn).unwrap(),
        device_seq: None,
        at: Timestamp(now + device.clock_off),
        args,
    };
    // Bytes are stored before a command names them, whatever becomes of it.
    if let Some(file) = content::recorded(&envelope) {
        device.node.content.insert(file.sha256);
    }
    let done =
        device.node.until_killed(kill, |conn| execute(conn, engine, &envelope, Mode::Replica));
    let who = device.name.clone();
    match done {
        Some(Ok(_)) => {
            world.issued.insert(id, who.clone());
            world.count("issued");
            let is_too_old = world.devices[at].age == Age::TooOld;
            if is_too_old && world.random.percent(50) && grow_old(&world.devices[at].node.conn) {
                world.beyond.insert(id);
            }
            world.say(&format!("{who} {name} {id}"));
        }
        Some(Err(e)) => {
            world.count("refused here");
            world.say(&format!("{who} {name} refused {}", e.code()));
        }
        None => die(world, at),
    }
}

/// The newest waiting command is of a version that the server no longer knows. On a full disk it
/// stays as it is.
fn grow_old(conn: &rusqlite::Connection) -> bool {
    conn.execute(
        "UPDATE pending SET envelope = json_set(envelope, '$.version', 0)
         WHERE device_seq = (SELECT max(device_seq) FROM pending)",
        [],
    )
    .is_ok()
}

/// The process on a device is gone, and what only it knew.
pub fn die(world: &mut World<'_>, at: usize) {
    let device = &mut world.devices[at];
    device.waits_for = None;
    device.asked = None;
    device.is_pull_next = false;
    device.handed = 0;
    device.to_show = None;
    let line = format!("{} died", device.name);
    world.say(&line);
}

/// The owner does something on the server itself: the rights of others, whose leads are whose, or
/// anything at all.
pub fn act_there(world: &mut World<'_>) {
    let pause = world.pause(10 * MINUTE);
    world.later(pause, Event::ActThere);
    let others: Vec<Id> =
        world.firm.people.values().copied().filter(|p| *p != world.firm.owner).collect();
    let person = *world.random.pick(&others).unwrap();
    let leads: Vec<Id> = ids(&world.server.conn, "leads");
    let (name, args) = match world.random.below(6) {
        0 => {
            let role = netra_core::permissions::ROLES[world.random.below(12)].0;
            world.count("rights changed");
            ("person.set_roles", json!({"person": person, "roles": [role]}))
        }
        1 => {
            let is_active = world.random.percent(70);
            world.count("rights changed");
            ("person.set_status", json!({"person": person, "is_active": is_active}))
        }
        2 | 3 if !leads.is_empty() => {
            let lead = leads[world.random.below(leads.len())];
            ("lead.assign", json!({"leads": [lead], "to": person}))
        }
        _ => {
            let name = world.owner_there.choose();
            (name, world.owner_there.arguments(&world.server.conn, name))
        }
    };
    give_there(world, name, args);
}

pub fn ids(conn: &rusqlite::Connection, table: &str) -> Vec<Id> {
    let mut stmt = conn.prepare_cached(&format!("SELECT id FROM {table} ORDER BY id")).unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().collect::<std::result::Result<_, _>>().unwrap()
}

/// A day of the server has begun: it forgets what was there two of them ago.
pub fn prune(world: &mut World<'_>) {
    let pause = world.pause(25 * MINUTE);
    world.later(pause, Event::Prune);
    let (kill, day) = (world.kill(), world.now.to_string());
    let done = world.server.until_killed(kill, |conn| prune::prune(conn, &day, 2));
    let line = match done {
        Some(Ok(Some(pruned))) => {
            if pruned.gone > 0 {
                world.count("pruned");
            }
            format!("server forgot {pruned:?}")
        }
        Some(Ok(None)) => "server had nothing to forget".into(),
        Some(Err(e)) => format!("server could not forget: {}", e.code()),
        None => "server died".into(),
    };
    world.say(&line);
}

/// Runs a command on the server as the owner.
pub fn give_there(world: &mut World<'_>, name: &str, args: serde_json::Value) {
    let envelope = Envelope {
        id: world.new_id(),
        name: name.into(),
        version: world.firm.engine().catalogue.command(name).map_or(1, |c| c.version),
        actor: world.firm.owner,
        device: Id::named("sim", "server"),
        device_seq: None,
        at: world.there(),
        args,
    };
    let engine = world.firm.engine();
    if let Some(file) = content::recorded(&envelope) {
        world.server.content.insert(file.sha256);
    }
    let done = execute(&mut world.server.conn, engine, &envelope, Mode::Authority);
    let end = done.as_ref().err().map_or("ok", |e| e.code());
    world.say(&format!("server {name} {end}"));
}

/// A device begins to talk, if it does not already.
pub fn talk(world: &mut World<'_>, at: usize) {
    let pause = world.pause(90 * SECOND);
    world.later(pause, Event::Talk(at));
    build_index(world, at);
    if world.devices[at].waits_for.is_none() {
        world.devices[at].is_pull_next = false;
        world.devices[at].handed = 0;
        if world.random.percent(5) {
            // On a full disk it asks another time.
            let _ = replica::ask_for_sums(&world.devices[at].node.conn);
        }
        ask(world, at);
    }
}

/// A device brings back one of the indexes that a first copy took away, if it finds time.
fn build_index(world: &mut World<'_>, at: usize) {
    if world.random.percent(40) {
        return;
    }
    let kill = world.kill();
    match world.devices[at].node.until_killed(kill, indexes::next) {
        Some(Ok(true)) => world.count("index built"),
        Some(Ok(false)) => {}
        Some(Err(e)) => assert_eq!(e.code(), "storage.full", "{e:?}"),
        None => die(world, at),
    }
}

/// Sends what comes next: commands if there are any, and then the question what is new.
fn ask(world: &mut World<'_>, at: usize) {
    let device = &mut world.devices[at];
    if let Some(sha256) = device.to_show.take() {
        return send(world, at, Ask::Content(sha256));
    }
    let conn = &device.node.conn;
    let push =
        if device.is_pull_next { None } else { replica::push_after(conn, device.handed).unwrap() };
    let question = match push {
        Some(push) => Ask::Push(text(&push)),
        None => {
            let pull = replica::pull(conn).unwrap();
            let asked = Ask::Pull(text(&pull));
            device.asked = Some(pull);
            // Nobody stops working because the device talks.
            if world.random.percent(25) {
                let soon = world.pause(100);
                world.later(soon, Event::Give(at));
            }
            asked
        }
    };
    send(world, at, question);
}

fn send(world: &mut World<'_>, at: usize, ask: Ask) {
    let message = world.message();
    let device = &mut world.devices[at];
    let session =
        Session { person: device.person, device: replica::device(&device.node.conn).unwrap() };
    device.waits_for = Some(message);
    world.later(PATIENCE, Event::TimedOut { device: at, message });
    world.send(at, || Event::Asked { device: at, message, session, ask: ask.clone() });
}

/// The authority takes a message and answers.
pub fn asked(world: &mut World<'_>, device: usize, message: u64, session: Session, ask: Ask) {
    let (fresh, kill, limits) = (world.new_id(), world.kill(), world.limits);
    let is_at_risk = world.weather.power_cuts
        && world.written.is_none()
        && matches!(ask, Ask::Push(_))
        && world.random.percent(7);
    let before = is_at_risk.then(|| world.server.snapshot());
    let engine = world.firm.engine();
    let is_full = world.server.is_full;
    let there = world.server.content.clone();
    let shown = |_, file: &FileAdd| Ok(there.contains(&file.sha256));
    let here = Here { now: world.there(), fresh };
    let answer = world.server.until_killed(kill, |conn| -> Result<Answer> {
        Ok(match &ask {
            Ask::Register => {
                authority::register(conn, session)?;
                Answer::Registered
            }
            Ask::Push(push) => Answer::Push(text(&authority::push(
                conn,
                engine,
                session,
                &read_push(push),
                here,
                &shown,
                limits,
            )?)),
            Ask::Content(_) if is_full => Answer::Refused("storage.full"),
            Ask::Content(_) => Answer::Shown,
            Ask::Pull(pull) => Answer::Pull(text(&authority::pull(
                conn,
                engine,
                session,
                &read_pull(pull),
                here.now,
                limits,
            )?)),
        })
    });
    checks::note_outcomes(world);
    // The power goes after a refusal, once its device has heard of it: the journal does not tell then
    // that anything is missing.
    if let (Some(before), Some(Ok(Answer::Push(reply)))) = (before, &answer)
        && read_push_reply(reply).told.iter().any(|t| !t.outcome.is_applied())
    {
        world.written = Some(before);
        let soon = world.pause(10 * SECOND);
        world.later(soon, Event::PowerCut);
    }
    if let (Some(Ok(Answer::Shown)), Ask::Content(sha256)) = (&answer, &ask) {
        world.server.content.insert(sha256.clone());
        world.count("content shown");
    }
    let answer = match answer {
        Some(Ok(answer)) => answer,
        Some(Err(e)) if ["sync.device", "sync.schema", "storage.full"].contains(&e.code()) => {
            Answer::Refused(e.code())
        }
        Some(Err(e)) => panic!("the authority answered {e:?}"),
        None => {
            world.say("server died");
            return;
        }
    };
    world.send(device, || Event::Answered { device, message, answer: answer.clone() });
}

/// A device takes an answer.
pub fn answered(world: &mut World<'_>, at: usize, message: u64, answer: Answer) {
    // Now and then a late answer slips through, as it may over a wire that is not HTTP.
    let is_awaited = world.devices[at].waits_for == Some(message);
    let slips = !is_awaited && matches!(answer, Answer::Push(_)) && world.random.percent(50);
    if !is_awaited && !slips {
        world.count("came too late");
        return;
    }
    let kill = world.kill();
    let device = &mut world.devices[at];
    let engine = &world.firm.programs.of(device.age).engine;
    let name = device.name.clone();
    if is_awaited {
        device.waits_for = None;
    }
    match answer {
        Answer::Refused("sync.device") => send(world, at, Ask::Register),
        Answer::Refused(why) => {
            world.count("refused whole");
            world.say(&format!("{name} refused {why}"));
        }
        Answer::Registered | Answer::Shown => ask(world, at),
        Answer::Push(reply) => {
            let reply = read_push_reply(&reply);
            let stop = reply.stop.as_ref().map(text).unwrap_or_default();
            let done = device.node.until_killed(kill, |c| replica::pushed(c, engine, &reply));
            world.say(&format!("{name} pushed {} {stop}", reply.told.len()));
            if let Some(Stop::AbsentFile { sha256, .. }) = reply.stop
                && is_awaited
                && world.devices[at].node.content.contains(&sha256)
            {
                world.devices[at].to_show = Some(sha256);
            }
            if stop.contains("fork") {
                world.count("fork");
            } else if stop.contains("gap") {
                world.count("gap");
            }
            match done {
                None => die(world, at),
                Some(Err(e)) if e.code() == "storage.full" => full(world, &name),
                Some(done) => {
                    let done = done.unwrap();
                    let device = &mut world.devices[at];
                    // What is left of the queue goes up before anything comes down.
                    match (done, reply.told.last()) {
                        (Pushed::Again, _) => (device.handed, device.is_pull_next) = (0, false),
                        (Pushed::Fine, Some(last)) if is_awaited => device.handed = last.device_seq,
                        _ => device.is_pull_next = true,
                    }
                    if is_awaited {
                        ask(world, at);
                    }
                }
            }
        }
        Answer::Pull(reply) => {
            let Some(asked) = device.asked.take() else { return };
            device.handed = 0;
            let reply = read_pull_reply(&reply);
            let done =
                device.node.until_killed(kill, |c| replica::pulled(c, engine, &asked, &reply));
            // What would be fetched ahead is what is asked for afterwards.
            if let (Some(Ok(Pulled::More)), PullReply::Page(page)) = (&done, &reply) {
                let ahead = replica::pull_after(&asked, page);
                assert_eq!(ahead, Some(replica::pull(&device.node.conn).unwrap()));
            }
            match done {
                None => die(world, at),
                Some(Err(e)) if e.code() == "storage.full" => full(world, &name),
                Some(done) => {
                    let done = done.unwrap();
                    world.say(&format!("{name} pulled {done:?}"));
                    match done {
                        Pulled::Complete => world.count("pulled"),
                        Pulled::Diverged => world.count("diverged"),
                        Pulled::Drifted => world.count("drifted"),
                        Pulled::More => world.count("page"),
                        Pulled::Stale => world.count("stale"),
                    }
                    if done != Pulled::Complete {
                        ask(world, at);
                    } else if world.weather.forgets {
                        forget_acknowledged(world, at);
                    }
                }
            }
        }
    }
}

/// A day of the device has begun: it forgets what was there two of them ago. Should the server be
/// restored from before that, nobody can be asked to bring it back.
fn forget_acknowledged(world: &mut World<'_>, at: usize) {
    let (kill, day) = (world.kill(), (world.now / (30 * MINUTE)).to_string());
    let device = &mut world.devices[at];
    let before = checks::known_to(&device.node.conn);
    let done = device.node.until_killed(kill, |c| forget::forget(c, &day, 2));
    let after = checks::known_to(&device.node.conn);
    world.forgotten.extend(before.difference(&after));
    match done {
        None => die(world, at),
        Some(Err(e)) => assert_eq!(e.code(), "storage.full"),
        Some(Ok(0)) => {}
        Some(Ok(forgotten)) => {
            world.count("forgot acknowledged");
            let line = format!("{} forgot {forgotten} acknowledged", world.devices[at].name);
            world.say(&line);
        }
    }
}

/// An answer that did not fit on the disk: as if it had never come.
fn full(world: &mut World<'_>, name: &str) {
    world.count("did not fit");
    world.say(&format!("{name} has no room for the answer"));
}

pub fn timed_out(world: &mut World<'_>, at: usize, message: u64) {
    let device = &mut world.devices[at];
    if device.waits_for == Some(message) {
        device.waits_for = None;
        device.asked = None;
    }
}

/// How long people work before everything is healed.
pub const LENGTH: i64 = 5 * HOUR;

/// The commands that wait for their author's attention.
pub fn attention(conn: &rusqlite::Connection) -> std::collections::BTreeSet<Id> {
    let mut stmt = conn.prepare_cached("SELECT command FROM attention").unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().collect::<std::result::Result<_, _>>().unwrap()
}
