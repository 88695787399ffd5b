//! One file per verb.

mod person_add;
mod person_set_roles;
mod person_set_status;
mod person_update;
mod role_set_permissions;
mod workspace_create;

pub use person_add::{PersonAdd, PersonAdded};
pub use person_set_roles::PersonSetRoles;
pub use person_set_status::PersonSetStatus;
pub use person_update::PersonUpdate;
pub use role_set_permissions::RoleSetPermissions;
pub use workspace_create::{TaxState, WorkspaceCreate, WorkspaceCreated};

use super::clean_email;
use netra_kernel::Validation;

/// The outcome of a command that gives nothing back.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Nothing {}

/// Checks a person's fields; gives the clean e-mail address back.
fn check_person(v: &mut Validation, prefix: &str, name: &str, email: &str) -> String {
    let at = |field: &str| format!("{prefix}{field}");
    v.check(name.trim().is_empty(), &at("name"), "required");
    v.check(name.chars().count() > 200, &at("name"), "too_long");
    match clean_email(email) {
        Some(e) => e,
        None => {
            v.add(at("email"), "email.not_valid");
            String::new()
        }
    }
}
