//! `role.set_permissions`: what a role may do.

use super::Nothing;
use crate::people::{PeopleError, store};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a role's permissions exactly these. The owner's cannot be changed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleSetPermissions {
    /// The role's key.
    pub role: String,
    pub permissions: Vec<String>,
}

impl Command for RoleSetPermissions {
    const NAME: &'static str = "role.set_permissions";
    const TITLE: &'static str = "Change what a role may do";
    const NEEDS: Permission = permissions::ROLE_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        match self.role == "owner" {
            true => Err(PeopleError::OwnerFixed.into()),
            false => Ok(()),
        }
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let role = store::role_by_key(tx, &self.role)?;
        for p in &self.permissions {
            if !permissions::ALL.iter().any(|a| a.0.0 == p) {
                return Err(PeopleError::PermissionUnknown { permission: p.clone() }.into());
            }
        }
        let wanted: Vec<&str> = self.permissions.iter().map(String::as_str).collect();
        store::set_permissions(tx, role, &wanted)?;
        Ok(done(Nothing {}).fact("role", &self.role).fact("n", wanted.len()))
    }
}
