//! The messages between a replica and its authority.
//!
//! Invariant: what a message claims is checked by whoever takes it; the types only give it form.

mod lines;

use crate::sums::Sum;
use netra_kernel::rows::Image;
use netra_kernel::{Envelope, Held, Id, Refusal, Result, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Commands in one push.
pub const MAX_COMMANDS: usize = 200;

/// Whom the transport let in: the only thing about a request that is not the request's own word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Session {
    pub person: Id,
    pub device: Id,
}

/// What became of a command, for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
    Applied {
        result: Value,
    },
    Rejected {
        refusal: Refusal,
    },
    /// It crashed, or did not end.
    Quarantined {
        refusal: Refusal,
    },
}

impl Outcome {
    pub fn is_applied(&self) -> bool {
        matches!(self, Outcome::Applied { .. })
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// The schema of the program that hands in: one that is newer than the authority's may give
    /// commands that mean something else there.
    #[serde(default)]
    pub schema: i32,
    pub commands: Vec<Handed>,
    /// The last command whose outcome is known, with its sequence.
    #[serde(default)]
    pub known: Option<(i64, Id)>,
    /// The replica cannot fill a gap and asks for another identity.
    #[serde(default)]
    pub wants_identity: bool,
}

/// A command on its way to the authority.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    pub envelope: Envelope,
    /// It was not applied, before the authority forgot: it stays that way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_before: Option<Outcome>,
    /// It records a file whose content cannot be sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_without_content: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PushReply {
    /// The identity that the request was made under.
    pub device: Id,
    pub told: Vec<Told>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    pub device_seq: i64,
    pub command: Id,
    pub outcome: Outcome,
}

/// Why the authority did not go through the whole push.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Stop {
    /// It knows nothing from this sequence on.
    Gap { expected: i64 },
    /// The identity was used twice; this is a new one.
    Fork { device: Id },
    /// The author has not shown the content of the file that the next command records.
    AbsentFile { sha256: String, size_bytes: i64 },
    /// Not now; nothing is wrong with the command.
    RetryLater { refusal: Refusal },
}

/// How far a replica has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cookie {
    pub log: Id,
    pub seq: i64,
    /// Of the journal entry `seq`, in hexadecimal.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pull {
    /// The version of this protocol; before the second one it was not said.
    #[serde(default)]
    pub protocol: u32,
    pub schema: i32,
    pub cookie: Option<Cookie>,
    /// The last sequence whose outcome is known, and the command that had it.
    pub acked: i64,
    pub known: Option<(i64, Id)>,
    pub scopes: Vec<(Held, i64)>,
    /// The place in the journal since which nothing that went has been missed, where that is not the
    /// cookie's: the later pages of a pull tell where its first one began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// The last page shall bring the sums of the held scopes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub want_sums: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum PullReply {
    Page(Page),
    /// The replica has seen a past that is not this authority's.
    Diverged,
}

/// Read by hand: what is derived for a tagged enum keeps all of a page aside before it reads it.
impl<'de> Deserialize<'de> for PullReply {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<PullReply, D::Error> {
        #[derive(Deserialize)]
        struct Any {
            reply: String,
            cookie: Option<Cookie>,
            scopes: Option<Vec<(Held, i64)>>,
            #[serde(default)]
            rows: Rows,
            end: Option<End>,
        }
        #[derive(Default, Deserialize)]
        struct Rows(#[serde(with = "lines")] Vec<Row>);
        let any = Any::deserialize(d)?;
        match (any.reply.as_str(), any.cookie, any.scopes) {
            ("page", Some(cookie), Some(scopes)) => {
                Ok(PullReply::Page(Page { cookie, scopes, rows: any.rows.0, end: any.end }))
            }
            ("diverged", ..) => Ok(PullReply::Diverged),
            _ => Err(serde::de::Error::custom("no such answer to a pull")),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    pub cookie: Cookie,
    /// Every held scope, with the version reached in it.
    pub scopes: Vec<(Held, i64)>,
    #[serde(with = "lines")]
    #[schemars(with = "lines::Lines")]
    pub rows: Vec<Row>,
    /// On the last page only.
    pub end: Option<End>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub version: i64,
    pub table: String,
    pub id: Id,
    pub scope: Scope,
    /// None: it is no longer in this scope.
    pub image: Option<Image>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct End {
    pub device: Id,
    /// The outcomes after the sequence that the replica knew.
    pub told: Vec<Told>,
    /// The last sequence of this device that has an outcome.
    pub last_seq: i64,
    /// Another command had the sequence that the replica names: somebody else uses its identity.
    pub is_forked: bool,
    /// Of each held scope, when they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sums: Option<Vec<Sum>>,
}

/// What makes two envelopes the same command: everything but the device and its sequence.
/// # Errors
/// `internal` when it cannot be written as JSON.
pub fn content_hash(envelope: &Envelope) -> Result<[u8; 32]> {
    let content = json!([
        envelope.id,
        envelope.name,
        envelope.version,
        envelope.actor,
        envelope.at,
        envelope.args
    ]);
    Ok(Sha256::digest(serde_json::to_vec(&content)?).into())
}
