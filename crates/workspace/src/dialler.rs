//! A call through a carrier: the core says whether it may be made, the carrier says what becomes of
//! it, and each thing that happens is a command.
//!
//! Invariant: nothing is dialled that `call.start` refused; a call that the carrier will not take is
//! ended at once, so that the caller's line is free.
//!
//! Who is muted or waits is the line's to know while the call lasts, and nobody's afterwards: it is
//! no command and stands in no history.

use crate::folder::{Session, Workspace};
use crate::host::Host;
use crate::jobs::Ticket;
use netra_gateways::simulator::Simulator;
use netra_gateways::telephony::{CallRef, Dial, Event, Happening, Refusal, Telephony};
use netra_kernel::{Error, Id, Kind, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often the carrier is asked what happened.
const LOOK: Duration = Duration::from_millis(200);
/// How long a carrier may take to mute or to hold.
const PATIENCE: Duration = Duration::from_secs(10);

/// What to dial.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DialOrder {
    pub lead: Id,
    /// Why it is right to call in spite of a refusal; needs the permission.
    #[serde(default)]
    pub override_reason: Option<String>,
}

/// One call on its way through a carrier.
pub struct Line<'a> {
    workspace: &'a Workspace,
    session: &'a Session,
    carrier: &'a mut dyn Telephony,
    /// The core's call.
    pub call: Id,
    /// The carrier's name for it.
    pub reference: CallRef,
    is_over: bool,
    /// Why it is over, once the carrier has said so.
    cause: Option<String>,
    talk: Talk,
}

/// How a line stands while somebody talks on it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Talk {
    pub is_muted: bool,
    pub is_held: bool,
}

/// What a person wants of the line of their call; with neither, only to know how it stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    pub call: Id,
    #[serde(default)]
    pub mute: Option<bool>,
    #[serde(default)]
    pub hold: Option<bool>,
}

impl<'a> Line<'a> {
    /// Asks the core, then dials.
    /// # Errors
    /// What `call.start` refuses; `call.carrier_refused`.
    pub fn dial(
        workspace: &'a Workspace,
        session: &'a Session,
        carrier: &'a mut dyn Telephony,
        order: &DialOrder,
    ) -> Result<Line<'a>> {
        let mut args = json!({"lead": order.lead, "gateway": carrier.name()});
        if let Some(reason) = &order.override_reason {
            args["override_reason"] = json!(reason);
        }
        let begun = workspace.run(session, "call.start", args)?.outcome;
        let call: Id = serde_json::from_value(begun["call"].clone())?;
        let dial = Dial {
            line: session.actor.to_string(),
            number: begun["number"].as_str().unwrap_or_default().to_owned(),
            is_recorded: false,
        };
        let now = workspace.host().now();
        match carrier.start(&dial, now) {
            Ok(reference) => Ok(Line {
                workspace,
                session,
                carrier,
                call,
                reference,
                is_over: false,
                cause: None,
                talk: Talk::default(),
            }),
            Err(refusal) => {
                let args = json!({"call": call, "cause": "failed"});
                workspace.run(session, "call.ended", args)?;
                Err(not_taken(&refusal))
            }
        }
    }

    /// True when the line is free again.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Takes over what happened until now; the last thing, as a word for the watcher.
    /// # Errors
    /// What the commands refuse, but for an event that comes too late.
    pub fn look(&mut self, now: Timestamp) -> Result<()> {
        for event in self.carrier.events(now) {
            if event.call == self.reference {
                self.take(&event)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, event: &Event) -> Result<()> {
        let Some((name, mut args)) = command_for(&event.happening) else { return Ok(()) };
        args["call"] = json!(self.call);
        if name == "call.ringing" || name == "call.connected" {
            args["gateway_ref"] = json!(self.reference.0);
        }
        if event.happening.is_end() {
            self.is_over = true;
            self.cause = args["cause"].as_str().map(str::to_owned);
        }
        match self.workspace.run_at(self.session, name, args, event.at) {
            // Carriers tell things twice and late; the core's state is the right one.
            Err(e) if e.code() == "call.wrong_state" => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Puts the receiver down.
    /// # Errors
    /// What the commands refuse.
    pub fn hang_up(&mut self, now: Timestamp) -> Result<()> {
        // A refusal means that it is over already; the events say how.
        let _ = self.carrier.hang_up(&self.reference, now);
        self.look(now)
    }

    /// Mutes or holds, or takes it back; says how the line stands then.
    /// # Errors
    /// `call.not_answered`, `call.no_line`, `call.carrier_refused`.
    pub fn turn(&mut self, wish: &Wish, now: Timestamp) -> Result<Talk> {
        if let Some(on) = wish.mute {
            self.carrier.mute(&self.reference, on, now).map_err(|r| not_turned(&r))?;
            self.talk.is_muted = on;
        }
        if let Some(on) = wish.hold {
            self.carrier.hold(&self.reference, on, now).map_err(|r| not_turned(&r))?;
            self.talk.is_held = on;
        }
        Ok(self.talk)
    }

    /// Follows the call until it is over, here or by the caller's own hand; a job that is cancelled
    /// puts the receiver down.
    fn follow(&mut self, ticket: &Ticket<'_>) -> Result<()> {
        let (workspace, session) = (self.workspace, self.session);
        // Somebody in this program follows it already.
        let Some(told) = workspace.lines.open(self.call) else { return Ok(()) };
        while !self.is_over() && is_open(workspace, session, self.call)? {
            // Whoever wants something of the line waits for no look.
            let wanted = told.wishes.recv_timeout(LOOK).ok();
            let now = workspace.host().now();
            match ticket.progress(0, 0, "call") {
                ControlFlow::Continue(()) => self.look(now)?,
                ControlFlow::Break(()) => self.hang_up(now)?,
            }
            if let Some((wish, answer)) = wanted {
                // Nobody waiting any more is no fault.
                let _ = answer.send(self.turn(&wish, now));
            }
        }
        Ok(())
    }
}

type Wanted = (Wish, SyncSender<Result<Talk>>);

/// The lines that calls of this workspace are on in this program.
#[derive(Default)]
pub struct Lines(Mutex<BTreeMap<Id, Sender<Wanted>>>);

/// A line that wishes reach while this lives.
struct Told<'a> {
    lines: &'a Lines,
    call: Id,
    wishes: Receiver<Wanted>,
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.lines.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.call);
    }
}

impl Lines {
    /// None when a line of this call is open already: it has one.
    fn open(&self, call: Id) -> Option<Told<'_>> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Entry::Vacant(place) = lines.entry(call) else { return None };
        let (sender, wishes) = channel();
        place.insert(sender);
        Some(Told { lines: self, call, wishes })
    }
    fn ask(&self, wish: &Wish) -> Option<Result<Talk>> {
        let line = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&wish.call)?.clone();
        let (answer, answered) = sync_channel(1);
        line.send((wish.clone(), answer)).ok()?;
        answered.recv_timeout(PATIENCE).ok()
    }
}

/// Mutes or holds the call that this person is on, or says how its line stands.
/// # Errors
/// `call.not_found` when it is another call; `call.no_line` when this program carries it not, or no
/// more; as [`Line::turn`].
pub fn turn(workspace: &Workspace, session: &Session, wish: &Wish) -> Result<Talk> {
    own(workspace, session, wish.call)?;
    workspace.lines.ask(wish).unwrap_or_else(|| Err(Error::new(Kind::NotNow, "call.no_line")))
}

/// The call that this person is on, when it is the one that is meant.
fn own(workspace: &Workspace, session: &Session, call: Id) -> Result<Value> {
    let mut current = workspace.ask(session, "call.current", &json!({}))?;
    if current["call"]["id"] == json!(call) {
        return Ok(current["call"].take());
    }
    // Another call's line is not this call's.
    Err(Error::new(Kind::NotFound, "call.not_found").arg("call", call.to_string()))
}

fn not_taken(refusal: &Refusal) -> Error {
    Error::new(Kind::Offline, "call.carrier_refused").arg("problem", refusal.to_string())
}

fn not_turned(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::NotAnswered { .. } => Error::new(Kind::NotNow, "call.not_answered"),
        Refusal::NoSuchCall { .. } => Error::new(Kind::NotNow, "call.no_line"),
        other => not_taken(other),
    }
}

/// The command that tells the core of a happening.
fn command_for(happening: &Happening) -> Option<(&'static str, Value)> {
    let ended = |cause: &str| Some(("call.ended", json!({ "cause": cause })));
    match happening {
        Happening::Ringing => Some(("call.ringing", json!({}))),
        Happening::Answered => Some(("call.connected", json!({}))),
        Happening::Busy => ended("busy"),
        Happening::NoAnswer => ended("no_answer"),
        Happening::Unreachable => ended("unreachable"),
        Happening::Dropped => ended("dropped"),
        Happening::HungUp { .. } => ended("hung_up"),
        Happening::Cancelled => ended("cancelled"),
        Happening::RecordingReady { reference, .. } => {
            Some(("call.set_recording", json!({ "recording_ref": reference })))
        }
    }
}

/// The job `call.dial`: dials a lead through the simulator and follows the call to its end; being
/// cancelled is hanging up. The outcome is then given by `call.dispose`.
/// # Errors
/// As [`Line::dial`].
pub fn dial_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    let order: DialOrder = serde_json::from_value(args).map_err(|e| {
        Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", e.to_string())
    })?;
    let mut carrier = Simulator::new(seed(workspace.host())?);
    let mut line = Line::dial(workspace, session, &mut carrier, &order)?;
    line.follow(ticket)?;
    Ok(json!({"call": line.call, "gateway_ref": line.reference.0, "cause": line.cause}))
}

/// The job `call.simulate`: plays a call that `call.start` began with the gateway `simulator`, until
/// somebody ends it. Being cancelled is hanging up.
/// # Errors
/// `arguments`; `call.not_found` when it is not the call that this person is on;
/// `call.carrier_refused`; what the core refuses.
pub fn simulate_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    let call: Id = serde_json::from_value(args["call"].clone()).map_err(|e| {
        Error::new(Kind::Invalid, "arguments").arg("path", "call").arg("problem", e.to_string())
    })?;
    // What happens follows from the call's id, so that a call always goes the same way.
    let mut carrier = Simulator::new(seed_of(call));
    let current = own(workspace, session, call)?;
    let number = current["number"].as_str().unwrap_or_default().to_owned();
    let dial = Dial { line: session.actor.to_string(), number, is_recorded: false };
    let reference =
        carrier.start(&dial, workspace.host().now()).map_err(|refusal| not_taken(&refusal))?;
    let mut line = Line {
        workspace,
        session,
        carrier: &mut carrier,
        call,
        reference,
        is_over: false,
        cause: None,
        talk: Talk::default(),
    };
    line.follow(ticket)?;
    Ok(json!({ "call": call, "cause": line.cause }))
}

/// False as soon as the caller has ended the call.
fn is_open(workspace: &Workspace, session: &Session, call: Id) -> Result<bool> {
    let current = workspace.ask(session, "call.current", &json!({}))?;
    let now = &current["call"];
    Ok(now["id"] == json!(call) && now["state"] != "ended")
}

fn seed_of(id: Id) -> u64 {
    u64::from_be_bytes(id.0[8..].try_into().unwrap_or_default())
}

fn seed(host: &Host) -> Result<u64> {
    Ok(seed_of(host.new_id()?))
}

/// The codes of this module.
pub const CODES: &[&str] = &["call.carrier_refused", "call.not_answered", "call.no_line"];

#[cfg(test)]
mod tests;
