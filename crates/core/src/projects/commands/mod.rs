//! One file per verb, but for hold/resume.

mod archive;
mod cancel;
mod complete;
mod hold;
mod set_contacts;
mod start_execution;
mod waive_review;

pub use archive::ProjectArchive;
pub use cancel::ProjectCancel;
pub use complete::ProjectComplete;
pub use hold::{ProjectHold, ProjectResume};
pub use set_contacts::ProjectSetContacts;
pub(super) use start_execution::not_ready;
pub use start_execution::{LABELS, ProjectStartExecution};
pub use waive_review::ProjectWaiveReview;
pub(super) use waive_review::REVIEW_NEEDED_FROM_MONTHS;

use netra_kernel::{Result, Validation};

/// The outcome of a command that moves a project: its stage.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Moved {
    pub stage: super::Stage,
}

/// A reason must be there and fit.
/// # Errors
/// `invalid`.
pub(crate) fn need_text(path: &str, text: &str, most: usize) -> Result<()> {
    let mut v = Validation::new();
    check_text(&mut v, path, text, most);
    v.finish()
}

pub(crate) fn check_text(v: &mut Validation, path: &str, text: &str, most: usize) {
    v.check(text.trim().is_empty(), path, "required");
    v.check(text.chars().count() > most, path, "too_long");
}
