//! What may be done with a record now, what not and why, and which is the next step: part of the
//! answer about the record, so that no window, script or second program works it out again.
//!
//! Invariant: an act is refused here by the very rule with which its command refuses; a feature has
//! one function for each rule, which its command and its list of acts both call.
//! Invariant: what a person's roles do not allow is left out, and so is what is for somebody else,
//! unless the list says whom it waits for ([`Acts::told`]).

use crate::language;
use netra_kernel::{Command, Kind, Reader, Refusal, Result};
use schemars::JsonSchema;
use serde::Serialize;

/// A command that a record offers to the asker.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Act {
    pub command: &'static str,
    /// What the command would answer now; None when it may be done.
    pub refused: Option<WhyNot>,
    /// The step that the record waits for; at most one act of a record is.
    pub is_next: bool,
}

/// Why not, as the command would say it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WhyNot {
    #[serde(flatten)]
    pub refusal: Refusal,
    /// The same as a sentence in the asker's language.
    pub message: String,
}

/// Gathers the acts of one record, in the order in which they are shown.
pub(crate) struct Acts<'r, 'a> {
    reader: &'r Reader<'a>,
    list: Vec<Act>,
}

impl<'r, 'a> Acts<'r, 'a> {
    pub fn of(reader: &'r Reader<'a>) -> Acts<'r, 'a> {
        Acts { reader, list: Vec::new() }
    }

    /// Offered; when the rule refuses, with the reason.
    pub fn offer<C: Command>(self, rule: impl FnOnce() -> Result<()>) -> Result<Self> {
        self.add::<C>(rule, false, |kind| kind != Kind::Forbidden)
    }

    /// As [`Acts::offer`], and the step that the record waits for, unless an earlier one is.
    pub fn next<C: Command>(self, rule: impl FnOnce() -> Result<()>) -> Result<Self> {
        self.add::<C>(rule, true, |kind| kind != Kind::Forbidden)
    }

    /// Offered only while the rule allows it: for what nobody looks for at other times.
    pub fn when<C: Command>(self, rule: impl FnOnce() -> Result<()>) -> Result<Self> {
        self.add::<C>(rule, false, |_| false)
    }

    /// As [`Acts::next`], and told even when it is for somebody else: the reason says for whom.
    pub fn told<C: Command>(self, rule: impl FnOnce() -> Result<()>) -> Result<Self> {
        self.add::<C>(rule, true, |_| true)
    }

    pub fn list(self) -> Vec<Act> {
        self.list
    }

    fn add<C: Command>(
        mut self,
        rule: impl FnOnce() -> Result<()>,
        is_next: bool,
        is_told: fn(Kind) -> bool,
    ) -> Result<Self> {
        if !self.reader.actor.may(C::NEEDS) {
            return Ok(self);
        }
        let refused = match rule() {
            Ok(()) => None,
            Err(e) if e.kind() == Kind::Internal => return Err(e),
            Err(e) if !is_told(e.kind()) => return Ok(self),
            Err(e) => Some(WhyNot {
                refusal: e.to_refusal(),
                message: language::error_sentence(self.reader.locale, &e),
            }),
        };
        let is_next = is_next && !self.list.iter().any(|a| a.is_next);
        self.list.push(Act { command: C::NAME, refused, is_next });
        Ok(self)
    }
}
