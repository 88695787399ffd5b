//! Where the tokens lie: in the system's keychain beside the workspace's key if that is there, else
//! in the workspace itself, whose encryption then wraps them.
//!
//! Invariant: tokens leave this machine towards their server only, and never in a backup.

use crate::Protection;
use crate::folder::Workspace;
use crate::key;
use netra_kernel::Result;
use netra_sync::account::{Secret, Tokens};
use netra_sync::replica::{fact, set_fact};
use serde::{Deserialize, Serialize};

const TOKENS: &str = "sync.tokens";
/// Ms before its end from which an access token counts as ended.
const EARLY: i64 = 30_000;

/// The tokens as they are kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub access: Secret,
    /// Ms since 1970 by this machine's clock; the server has its own opinion.
    pub access_until: i64,
    pub refresh: Secret,
}

pub(crate) fn name(workspace_id: &str) -> String {
    format!("{workspace_id} sync")
}

/// Puts them where they belong.
/// # Errors
/// Storage errors.
pub(super) fn keep(workspace: &Workspace, tokens: &Tokens) -> Result<Kept> {
    let access_until = workspace.host().now().0 + tokens.access_lasts * 1_000 - EARLY;
    let kept =
        Kept { access: tokens.access.clone(), access_until, refresh: tokens.refresh.clone() };
    let text = serde_json::to_string(&kept)?;
    let is_in_keychain = workspace.manifest().protection == Protection::Keychain
        && key::keep_secret(&name(&workspace.manifest().id), text.as_bytes());
    let here = if is_in_keychain { None } else { Some(text.as_str()) };
    set_fact(&workspace.writer(), TOKENS, here)?;
    Ok(kept)
}

/// None when nobody is signed in.
/// # Errors
/// Storage errors.
pub(super) fn kept(workspace: &Workspace) -> Result<Option<Kept>> {
    let here = fact(&workspace.writer(), TOKENS)?;
    let text = match here {
        Some(text) => Some(text),
        None if workspace.manifest().protection == Protection::Keychain => {
            key::secret(&name(&workspace.manifest().id))
                .and_then(|bytes| String::from_utf8(bytes).ok())
        }
        None => None,
    };
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// # Errors
/// Storage errors.
pub(super) fn forget(workspace: &Workspace) -> Result<()> {
    if workspace.manifest().protection == Protection::Keychain {
        key::forget_secret(&name(&workspace.manifest().id));
    }
    set_fact(&workspace.writer(), TOKENS, None)
}
