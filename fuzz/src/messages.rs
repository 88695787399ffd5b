//! Every message of the protocol, by what reads it on the other side.

use netra_sync::account::*;
use netra_sync::content::Standing;
use netra_sync::wire::{Pull, PullReply, Push, PushReply};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One kind of message.
pub struct Message {
    pub schema: Value,
    /// Reads it, and writes what was understood.
    pub again: fn(&[u8]),
}

/// What is understood of a message is written again as the same.
pub fn again<T: Serialize + DeserializeOwned>(text: &[u8]) {
    let Ok(message) = serde_json::from_slice::<T>(text) else { return };
    let written = serde_json::to_string(&message).unwrap();
    let again: T = serde_json::from_str(&written)
        .unwrap_or_else(|e| panic!("{e}: our own words are not understood: {written}"));
    assert_eq!(serde_json::to_string(&again).unwrap(), written);
}

fn of<T: Serialize + DeserializeOwned + JsonSchema>(generator: &mut SchemaGenerator) -> Message {
    Message { schema: generator.subschema_for::<T>().into(), again: again::<T> }
}

pub fn all(generator: &mut SchemaGenerator) -> Vec<Message> {
    let g = generator;
    vec![
        of::<Push>(g),
        of::<PushReply>(g),
        of::<Pull>(g),
        of::<PullReply>(g),
        of::<Standing>(g),
        of::<netra_kernel::Refusal>(g),
        of::<Hello>(g),
        of::<SignIn>(g),
        of::<SignedIn>(g),
        of::<Tokens>(g),
        of::<Renew>(g),
        of::<Accept>(g),
        of::<Forgot>(g),
        of::<Invite>(g),
        of::<Invited>(g),
        of::<Devices>(g),
        of::<SecondFactor>(g),
        of::<NewFactor>(g),
        of::<Confirm>(g),
        of::<Proof>(g),
        of::<RecoveryCodes>(g),
        of::<Wiped>(g),
    ]
}
