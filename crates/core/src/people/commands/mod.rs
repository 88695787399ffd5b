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

use super::{clean_email, store};
use netra_kernel::{Reader, Result, Validation};
use serde_json::json;

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

/// Checks keys of roles, each by itself.
fn check_roles(v: &mut Validation, reader: &Reader<'_>, roles: &[String]) -> Result<()> {
    v.check(roles.is_empty(), "roles", "required");
    for (i, role) in roles.iter().enumerate() {
        match store::role_by_key(reader, role) {
            Err(e) if e.code() == "role.not_found" => {
                v.add_with(format!("roles[{i}]"), "role.unknown", json!({ "role": role }));
            }
            other => drop(other?),
        }
    }
    Ok(())
}
