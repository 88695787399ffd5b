//! Who acts, and what a person may do. A role is a set of permissions, in data; the code only
//! knows permissions.

use crate::error::{Error, Kind, Result};
use crate::ids::Id;
use std::collections::BTreeSet;

/// One thing that a person may be allowed to do (`lead.assign`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Permission(pub &'static str);

impl Permission {
    /// Needs no permission beyond being an active member.
    pub const MEMBER: Permission = Permission("member");
}

/// The person on whose behalf something runs, with what they may do at this moment.
#[derive(Clone, Debug)]
pub struct Actor {
    pub id: Id,
    pub name: String,
    pub roles: Vec<String>,
    pub permissions: BTreeSet<String>,
    pub is_active: bool,
}

impl Actor {
    pub fn may(&self, permission: Permission) -> bool {
        permission == Permission::MEMBER || self.permissions.contains(permission.0)
    }
    /// # Errors
    /// `forbidden`, naming the permission.
    pub fn need(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(forbidden(permission)) }
    }
}

/// The refusal for a missing permission.
pub fn forbidden(permission: Permission) -> Error {
    Error::new(Kind::Forbidden, "forbidden").arg("permission", permission.0)
}
