//! Telephony as the program sees it, whoever carries the call.
//!
//! Events may come late, twice or out of order (carriers send them over the network); whoever
//! listens must bear that. A gateway never reports anything about a call after its end but the
//! recording.

use netra_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The carrier's own name for a call.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallRef(pub String);

impl fmt::Display for CallRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A call to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dial {
    /// Whose line it is: one call at a time.
    pub line: String,
    /// E.164
    pub number: String,
    pub is_recorded: bool,
}

/// Who put the receiver down.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Caller,
    Callee,
}

/// What happened to a call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Happening {
    Ringing,
    Answered,
    Busy,
    NoAnswer,
    /// Switched off, out of coverage, or no such number.
    Unreachable,
    /// The line broke.
    Dropped,
    HungUp {
        by: Side,
    },
    /// Given up before anybody answered.
    Cancelled,
    RecordingReady {
        reference: String,
        duration_s: i64,
    },
}

impl Happening {
    /// True when the line is free afterwards.
    pub fn is_end(&self) -> bool {
        !matches!(self, Happening::Ringing | Happening::Answered | Happening::RecordingReady { .. })
    }
}

/// Something that happened, when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    pub call: CallRef,
    pub at: Timestamp,
    pub happening: Happening,
}

/// Why a gateway does not do what it was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The line has a call already.
    LineBusy { call: CallRef },
    /// There is no such call, or it is over.
    NoSuchCall { call: CallRef },
    /// Only a call that was answered can be held, muted or transferred.
    NotAnswered { call: CallRef },
    /// The carrier does not take this number.
    BadNumber { number: String },
    /// The carrier cannot be reached.
    Unavailable { detail: String },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::LineBusy { call } => write!(f, "the line is busy with {call}"),
            Refusal::NoSuchCall { call } => write!(f, "there is no call {call}"),
            Refusal::NotAnswered { call } => write!(f, "{call} was not answered"),
            Refusal::BadNumber { number } => write!(f, "{number} cannot be dialled"),
            Refusal::Unavailable { detail } => write!(f, "the carrier does not answer: {detail}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Somebody who carries calls.
pub trait Telephony: Send {
    /// The name that is kept with each call (`simulator`, `exotel`).
    fn name(&self) -> &'static str;
    /// Starts a call.
    /// # Errors
    /// `LineBusy`, `BadNumber`, `Unavailable`.
    fn start(&mut self, dial: &Dial, at: Timestamp) -> Result<CallRef, Refusal>;
    /// Ends a call, whatever it was doing.
    /// # Errors
    /// `NoSuchCall`, `Unavailable`.
    fn hang_up(&mut self, call: &CallRef, at: Timestamp) -> Result<(), Refusal>;
    /// Keeps one's own voice back, or lets it through.
    /// # Errors
    /// `NoSuchCall`, `NotAnswered`, `Unavailable`.
    fn mute(&mut self, call: &CallRef, on: bool, at: Timestamp) -> Result<(), Refusal>;
    /// Lets the other side wait, or takes them back.
    /// # Errors
    /// As [`Telephony::mute`].
    fn hold(&mut self, call: &CallRef, on: bool, at: Timestamp) -> Result<(), Refusal>;
    /// Hands the other side to another number; the own line is free then.
    /// # Errors
    /// As [`Telephony::mute`], and `BadNumber`.
    fn transfer(&mut self, call: &CallRef, to: &str, at: Timestamp) -> Result<(), Refusal>;
    /// What happened up to a moment and was not told yet, in the order of time.
    fn events(&mut self, until: Timestamp) -> Vec<Event>;
}
