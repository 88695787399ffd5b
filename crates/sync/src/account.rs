//! Accounts and devices as they go over the wire: sign-in, renewal, invitations, the list of
//! devices. `docs/sync.md` says the rules; the server keeps them.
//!
//! Invariant: a password and a token are in these messages and nowhere else; `Debug` hides them.

use netra_kernel::{Id, Result, errors};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The path of the HTTP interface.
pub const API: &str = "/api/v1";
/// The header in which a device says which of its sign-in's identities it uses.
pub const DEVICE_HEADER: &str = "netra-device";
/// The protocol version spoken here, alone: messages of another one are not understood.
pub const PROTOCOL: u32 = 2;
/// Characters that a new password must have.
pub const PASSWORD_LEAST: usize = 12;
/// Characters that a password may have: more only burns the server's time.
pub const PASSWORD_MOST: usize = 256;

errors! {
    /// What the accounts' side of a server refuses.
    pub enum AccountError {
        /// E-mail address, password or workspace; which of them is nobody's business.
        Forbidden "account.wrong" Wrong,
        /// No token, or one that is unknown or too old.
        Forbidden "account.signed_out" SignedOut,
        /// A renewal token was shown twice.
        Forbidden "account.reused" Reused,
        /// This device was signed out from elsewhere, to be wiped.
        Forbidden "sync.revoked" Revoked,
        /// The password is right; the code of the second factor is wanted too.
        Forbidden "account.code_needed" CodeNeeded,
        Forbidden "account.code_wrong" CodeWrong,
        Conflict "account.second_factor_on" SecondFactorOn,
        NotNow "account.second_factor_off" SecondFactorOff,
        /// This device is to remove its copy. The key proves that it is this server's word to this
        /// sign-in.
        Forbidden "sync.wipe" Wipe { key: String },
        Forbidden "account.invitation" Invitation,
        Invalid "account.other_email" OtherEmail,
        /// Whoever runs the server has closed it for now.
        Forbidden "account.workspace_suspended" WorkspaceSuspended,
        Invalid "account.password_short" PasswordShort { least: usize },
        Invalid "account.password_long" PasswordLong { most: usize },
        NotNow "account.too_many" TooMany { seconds: u64 },
        NotFound "account.no_device" NoDevice,
        /// No server of mail is set up.
        NotNow "account.no_mail" NoMail,
        Invalid "server.too_large" TooLarge { most_bytes: u64 },
        Conflict "server.attached" Attached,
        NotNow "server.slow" Slow,
    }
}

/// Text that no log ever shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Secret(pub String);

impl Secret {
    /// Whether it may be a new password. Whoever sends one asks first: what comes before it may have
    /// used up a code.
    /// # Errors
    /// `account.password_short`, `account.password_long`.
    pub fn may_be_password(&self) -> Result<()> {
        let length = self.0.chars().count();
        if length < PASSWORD_LEAST {
            return Err(AccountError::PasswordShort { least: PASSWORD_LEAST }.into());
        }
        if length > PASSWORD_MOST {
            return Err(AccountError::PasswordLong { most: PASSWORD_MOST }.into());
        }
        Ok(())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// `GET /hello`: what both sides must know before they speak.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Hello {
    pub protocol: (u32, u32),
    pub schema: i32,
    /// The oldest schema of a device that is served; where it is not said, the server's own.
    #[serde(default)]
    pub oldest_schema: Option<i32>,
    pub program: String,
    /// Whether it sends letters: else codes come from whoever manages people.
    #[serde(default)]
    pub has_mail: bool,
}

/// Asks for a letter with a code for a new password; the answer never says whether one is sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgot {
    pub workspace: String,
    pub email: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The workspace's name on this server.
    pub workspace: String,
    pub email: String,
    pub password: Secret,
    /// What the device is called in the list of devices.
    pub label: String,
    /// The identity that this copy has had before.
    #[serde(default)]
    pub device: Option<Id>,
    /// Of the second factor, or one to recover with; asked for by `account.code_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Secret>,
}

/// Whoever signs in or renews gets this.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tokens {
    pub access: Secret,
    /// Seconds.
    pub access_lasts: i64,
    pub refresh: Secret,
    pub refresh_lasts: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignedIn {
    pub tokens: Tokens,
    pub person: Id,
    pub device: Id,
    /// SHA-256, in hexadecimal, of the key that an order to wipe this copy carries.
    #[serde(default)]
    pub wipe_promise: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Renew {
    pub refresh: Secret,
}

/// Sets the first password, or a new one, by a one-time code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    pub workspace: String,
    pub code: Secret,
    pub password: Secret,
    /// Who means to sign in with it: a slip of the pen shall not use the code up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// `GET second-factor`: how somebody's own stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SecondFactor {
    pub is_on: bool,
    /// Milliseconds since 1970.
    pub since: Option<i64>,
    /// Codes to recover with that have not been used.
    pub recovery_left: u32,
}

/// Proves that it is the person who asks, not only somebody with a token. Where the second factor
/// is on, with its code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    pub password: Secret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Secret>,
}

/// What goes into the program that makes codes; shown this once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NewFactor {
    /// Base 32.
    pub secret: Secret,
    /// The same as an `otpauth:` address, for a picture that is scanned.
    pub address: Secret,
}

/// A code from that program, which shows that it has arrived there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    pub code: Secret,
}

/// Codes that are each good once in place of the second factor's; shown this once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryCodes {
    pub codes: Vec<Secret>,
}

/// Asks for a one-time code for a person of the workspace.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    pub person: Id,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Invited {
    pub code: Secret,
    /// Milliseconds since 1970.
    pub expires_at: i64,
}

/// One sign-in of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceView {
    pub id: Id,
    pub person: Id,
    pub label: String,
    /// Milliseconds since 1970.
    pub signed_in_at: i64,
    pub seen_at: i64,
    /// Its tokens are good for nothing.
    pub is_revoked: bool,
    /// The one that asks.
    pub is_this: bool,
    /// How far the order is to remove its copy, if there is one.
    #[serde(default)]
    pub wipe: Option<WipeView>,
}

/// An order to remove a copy; times in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WipeView {
    pub ordered_at: i64,
    pub told_at: Option<i64>,
    pub done_at: Option<i64>,
    /// Commands that the device had not handed in, and that went with its copy.
    pub unsent: Option<u32>,
}

/// A device says that its copy is gone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wiped {
    /// What the order carried.
    pub key: Secret,
    pub unsent: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Devices {
    pub rows: Vec<DeviceView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_shown() {
        let said = format!("{:?}", Renew { refresh: Secret("r.abcdef".into()) });
        assert!(!said.contains("abcdef"), "{said}");
    }
}
