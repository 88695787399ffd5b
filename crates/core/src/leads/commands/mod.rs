//! One file per verb.

mod lead_add_note;
mod lead_archive;
mod lead_create;
mod lead_merge;
mod lead_restore;
mod lead_set_dnd;
mod lead_set_follow_up;
mod lead_update;
mod lead_withdraw_consent;

pub use lead_add_note::{LeadAddNote, NoteAdded};
pub use lead_archive::LeadArchive;
pub use lead_create::{LeadCreate, LeadCreated};
pub use lead_merge::LeadMerge;
pub use lead_restore::LeadRestore;
pub use lead_set_dnd::LeadSetDnd;
pub use lead_set_follow_up::LeadSetFollowUp;
pub use lead_update::LeadUpdate;
pub use lead_withdraw_consent::LeadWithdrawConsent;

/// How many leads a command changed.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Changed {
    pub changed: usize,
}
