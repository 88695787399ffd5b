//! A server and a device in memory, and real messages between them to change bytes of.
//!
//! Invariant: an input never leaves a trace: what writes does so on copies.

use crate::messages::again;
use crate::{Desk, copied};
use netra_core::{catalogue, schema};
use netra_kernel::rusqlite::Connection;
use netra_kernel::{Engine, Envelope, Id, Mode, Timestamp, execute, versions};
use netra_sync::authority::{self, Here, Limits};
use netra_sync::replica;
use netra_sync::wire::{Pull, PullReply, Push, PushReply, Session};
use serde_json::json;

/// Pages small enough for a firm's first copy to be some.
const LIMITS: Limits = Limits { page_bytes: 3_000, command_kilosteps: 20_000 };
const NOW: Timestamp = Timestamp(crate::NOW);

#[derive(Clone, Copy)]
enum Reader {
    Push,
    Pull,
    PushReply,
    /// What a device that has these many pages asks, and is answered.
    Page(usize),
}

pub struct Pair {
    server: Connection,
    engine: Engine,
    session: Session,
    /// A device after each page of its first copy; the last one has commands that wait.
    devices: Vec<Connection>,
    messages: Vec<(Reader, Vec<u8>)>,
}

impl Default for Pair {
    fn default() -> Pair {
        Pair::new()
    }
}

impl Pair {
    pub fn new() -> Pair {
        let Desk { conn: mut server, owner, .. } = Desk::new();
        let engine = Engine::open(&server, catalogue::catalogue()).unwrap();
        versions::begin(&server, &engine, Id::named("fuzz", "log")).unwrap();
        let session = Session { person: owner, device: Id::named("fuzz", "laptop") };
        authority::register(&server, session).unwrap();
        let mut device = Connection::open_in_memory().unwrap();
        device.pragma_update(None, "recursive_triggers", true).unwrap();
        schema::migrate(&mut device).unwrap();
        replica::begin(&device, session.device).unwrap();
        let (mut devices, mut messages) = (Vec::new(), Vec::new());
        loop {
            let asked = replica::pull(&device).unwrap();
            let reply =
                authority::pull(&mut server, &engine, session, &asked, NOW, LIMITS).unwrap();
            messages.push((Reader::Pull, serde_json::to_vec(&asked).unwrap()));
            messages.push((Reader::Page(devices.len()), serde_json::to_vec(&reply).unwrap()));
            devices.push(copied(&device));
            let text = serde_json::to_vec(&reply).unwrap();
            let reply: PullReply = serde_json::from_slice(&text).unwrap();
            let done = replica::pulled(&mut device, &engine, &asked, &reply).unwrap();
            if done == replica::Pulled::Complete {
                break;
            }
        }
        for ((name, args), n) in [
            ("lead.create", json!({"name": "Asha", "phone": "+919812345670"})),
            ("lead.create", json!({"name": "Ravi", "phone": "+919812345678"})),
            ("company.create", json!({"name": "Deccan Mills"})),
        ]
        .into_iter()
        .zip(900..)
        {
            let envelope = Envelope {
                device: session.device,
                ..crate::envelope(&engine, owner, n, name, args)
            };
            // A request that has changed since is no reason not to fuzz the others.
            let _ = execute(&mut device, &engine, &envelope, Mode::Replica);
        }
        if let Some(push) = replica::push(&device).unwrap() {
            messages.push((Reader::Push, serde_json::to_vec(&push).unwrap()));
            let mut there = copied(&server);
            let shown = |_, _: &_| Ok(true);
            let reply =
                authority::push(&mut there, &engine, session, &push, here(), &shown, LIMITS)
                    .unwrap();
            messages.push((Reader::PushReply, serde_json::to_vec(&reply).unwrap()));
            let asked = replica::pull(&device).unwrap();
            let reply = authority::pull(&mut there, &engine, session, &asked, NOW, LIMITS).unwrap();
            messages.push((Reader::Page(devices.len()), serde_json::to_vec(&reply).unwrap()));
        }
        devices.push(device);
        Pair { server, engine, session, devices, messages }
    }

    /// The first byte chooses a message, each three that follow change one of its bytes.
    pub fn play(&mut self, data: &[u8]) {
        let Some((first, rest)) = data.split_first() else { return };
        let (reader, message) = &self.messages[usize::from(*first) % self.messages.len()];
        let mut text = message.clone();
        for change in rest.chunks_exact(3) {
            let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % text.len();
            text[at] = change[2];
        }
        let (engine, session) = (&self.engine, self.session);
        match reader {
            Reader::Push => {
                again::<Push>(&text);
                let Ok(push) = serde_json::from_slice::<Push>(&text) else { return };
                let mut there = copied(&self.server);
                let shown = |_, _: &_| Ok(true);
                let _ = authority::push(&mut there, engine, session, &push, here(), &shown, LIMITS);
            }
            Reader::Pull => {
                again::<Pull>(&text);
                let Ok(pull) = serde_json::from_slice::<Pull>(&text) else { return };
                let _ = authority::pull(&mut self.server, engine, session, &pull, NOW, LIMITS);
            }
            Reader::PushReply => {
                again::<PushReply>(&text);
                let Ok(reply) = serde_json::from_slice::<PushReply>(&text) else { return };
                let Some(device) = self.devices.last() else { return };
                let _ = replica::pushed(&mut copied(device), engine, &reply);
            }
            Reader::Page(at) => {
                again::<PullReply>(&text);
                let Ok(reply) = serde_json::from_slice::<PullReply>(&text) else { return };
                let mut device = copied(&self.devices[*at]);
                let asked = replica::pull(&device).unwrap();
                let _ = replica::pulled(&mut device, engine, &asked, &reply);
                // Whatever it was told, it can go on asking.
                replica::pull(&device).unwrap();
            }
        }
    }
}

fn here() -> Here {
    Here { now: NOW, fresh: Id::named("fuzz", "another") }
}
