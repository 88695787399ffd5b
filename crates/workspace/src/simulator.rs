//! The simulated telephone line: plays a call that was started with the gateway `simulator`, so
//! that everything works on a machine with no telephony account.
//!
//! What happens follows from the call's id: most are answered, others ring out, are busy or out
//! of reach. It speaks to the core by the same commands as a real line's events.
//! Invariant: a call that somebody ended meanwhile is left as it is.

use crate::WorkspaceError;
use crate::folder::{Session, Workspace};
use crate::jobs::Ticket;
use netra_kernel::{Id, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// How a simulated call goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Plan {
    dials: Duration,
    rings: Duration,
    /// How long the other side talks; or why nobody answers.
    then: Answer,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    Talks(Duration),
    Not(&'static str),
}

/// The other side hangs up at last, should the caller forget to.
const LONGEST_TALK_S: u64 = 600;

fn plan(call: Id) -> Plan {
    // The last bytes of an id are random; the first are its time.
    let [.., a, b, c] = call.0;
    let (luck, wait, talk) = (u64::from(a) % 100, u64::from(b), u64::from(c));
    let (rings, then) = match luck {
        0..=59 => (2_000 + wait * 12, Answer::Talks(Duration::from_secs(60 + talk * 2))),
        60..=79 => (9_000 + wait * 12, Answer::Not("no_answer")),
        80..=91 => (400, Answer::Not("busy")),
        _ => (0, Answer::Not("unreachable")),
    };
    Plan { dials: Duration::from_millis(600 + wait * 3), rings: Duration::from_millis(rings), then }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Args {
    call: String,
}

/// The job `call.simulate {call}`.
/// # Errors
/// `rpc.malformed`; what the core refuses (another's call).
pub fn job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    let malformed = |problem: String| WorkspaceError::Malformed { problem };
    let args: Args = serde_json::from_value(args).map_err(|e| malformed(e.to_string()))?;
    let call = Id::parse(&args.call).ok_or_else(|| malformed("call".to_owned()))?;
    let line = Line { workspace, session, call: args.call, ticket };
    line.play(&plan(call))
}

/// One call on the line.
struct Line<'a> {
    workspace: &'a Arc<Workspace>,
    session: &'a Session,
    call: String,
    ticket: &'a Ticket<'a>,
}

impl Line<'_> {
    fn play(&self, plan: &Plan) -> Result<Value> {
        if !self.stays_open_for(plan.dials)? {
            return Ok(json!({ "end": "caller" }));
        }
        if !plan.rings.is_zero() {
            self.say("call.ringing", json!({ "call": self.call }))?;
            if !self.stays_open_for(plan.rings)? {
                return Ok(json!({ "end": "caller" }));
            }
        }
        let cause = match plan.then {
            Answer::Not(cause) => cause,
            Answer::Talks(time) => {
                self.say("call.connected", json!({ "call": self.call }))?;
                if !self.stays_open_for(time.min(Duration::from_secs(LONGEST_TALK_S)))? {
                    return Ok(json!({ "end": "caller" }));
                }
                "hung_up"
            }
        };
        self.say("call.ended", json!({ "call": self.call, "cause": cause }))?;
        Ok(json!({ "end": cause }))
    }

    fn say(&self, command: &str, args: Value) -> Result<()> {
        match self.workspace.run(self.session, command, args) {
            // Somebody was quicker between our look and our word.
            Err(e) if e.code() == "call.wrong_state" => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Waits; false as soon as the call is over.
    fn stays_open_for(&self, time: Duration) -> Result<bool> {
        const LOOK: Duration = Duration::from_millis(250);
        let mut left = time;
        loop {
            let current = self.workspace.ask(self.session, "call.current", &json!({}))?;
            let call = &current["call"];
            if call["id"] != self.call.as_str() || call["state"] == "ended" {
                return Ok(false);
            }
            if left.is_zero() {
                return Ok(true);
            }
            self.ticket.go_on(0, 0, "")?;
            let step = left.min(LOOK);
            std::thread::sleep(step);
            left -= step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_call_goes_the_same_way_and_every_end_happens() {
        let mut answered = 0;
        let mut causes = std::collections::BTreeMap::new();
        for (n, luck) in (0..=255_u8).cycle().take(2_560).enumerate() {
            let mut id = [7_u8; 16];
            id[13] = luck;
            id[14] = u8::try_from(n % 256).unwrap();
            let made = plan(Id(id));
            assert_eq!(made, plan(Id(id)));
            assert!(made.dials + made.rings < Duration::from_secs(20));
            match made.then {
                Answer::Talks(time) => {
                    answered += 1;
                    assert!(time.as_secs() <= LONGEST_TALK_S);
                }
                Answer::Not(cause) => *causes.entry(cause).or_insert(0) += 1,
            }
        }
        assert!((1_200..1_900).contains(&answered), "{answered}");
        assert_eq!(
            causes.keys().copied().collect::<Vec<_>>(),
            ["busy", "no_answer", "unreachable"]
        );
    }
}
