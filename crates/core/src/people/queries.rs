//! Who is here, who am I, what may a role do.

use super::{PersonId, RoleId};
use crate::home::{self, HomePart};
use crate::packs::{self, PackKind};
use crate::permissions;
use netra_kernel::{Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everybody in the workspace.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonList {}

#[derive(Serialize, JsonSchema)]
pub struct People {
    pub rows: Vec<Person>,
}

#[derive(Serialize, JsonSchema)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub languages: Vec<String>,
    pub is_active: bool,
    /// Keys of roles.
    pub roles: Vec<String>,
}

fn words(text: String) -> Vec<String> {
    text.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

impl Query for PersonList {
    const NAME: &'static str = "person.list";
    const TITLE: &'static str = "People";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &["people", "person_roles", "roles"];
    type View = People;

    fn ask(&self, reader: &Reader<'_>) -> Result<People> {
        let rows = reader.all(
            "SELECT p.id, p.name, p.email, p.languages, p.status = 'active',
                    ifnull((SELECT group_concat(r.key) FROM person_roles pr
                            JOIN roles r ON r.id = pr.role_id WHERE pr.person_id = p.id), '')
             FROM people p ORDER BY p.name, p.id",
            [],
            |r| {
                Ok(Person {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    email: r.get(2)?,
                    languages: words(r.get(3)?),
                    is_active: r.get(4)?,
                    roles: words(r.get(5)?),
                })
            },
        )?;
        Ok(People { rows })
    }
}

/// The person who asks, with what they may do.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonMe {}

#[derive(Serialize, JsonSchema)]
pub struct Me {
    pub id: PersonId,
    pub name: String,
    pub roles: Vec<String>,
    pub permissions: Vec<String>,
    /// The places of the window that are theirs, in order.
    pub places: Vec<String>,
    /// Where their day begins, and their other homes.
    pub homes: Vec<HomePart>,
    /// Of what they may build packs.
    pub packs: Vec<PackKind>,
}

impl Query for PersonMe {
    const NAME: &'static str = "person.me";
    const TITLE: &'static str = "Who I am";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &["people", "person_roles", "roles", "role_permissions"];
    type View = Me;

    fn ask(&self, reader: &Reader<'_>) -> Result<Me> {
        let a = reader.actor;
        Ok(Me {
            id: PersonId(a.id),
            name: a.name.clone(),
            roles: a.roles.clone(),
            permissions: a.permissions.iter().cloned().collect(),
            places: home::places_of(a).into_iter().map(str::to_owned).collect(),
            homes: home::parts_of(a),
            packs: packs::kinds_of(a),
        })
    }
}

/// The roles, and every permission with the roles that have it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleList {}

#[derive(Serialize, JsonSchema)]
pub struct Roles {
    pub rows: Vec<Role>,
    pub permissions: Vec<PermissionRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct Role {
    pub id: RoleId,
    pub key: String,
    pub title: String,
    pub is_builtin: bool,
    pub permissions: Vec<String>,
    /// How many active people have it.
    pub people: i64,
}

#[derive(Serialize, JsonSchema)]
pub struct PermissionRow {
    pub key: String,
    pub title: String,
}

impl Query for RoleList {
    const NAME: &'static str = "role.list";
    const TITLE: &'static str = "Roles and permissions";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &["roles", "role_permissions", "person_roles", "people"];
    type View = Roles;

    fn ask(&self, reader: &Reader<'_>) -> Result<Roles> {
        let rows = reader.all(
            "SELECT r.id, r.key, r.title, r.is_builtin,
                    ifnull((SELECT group_concat(permission) FROM role_permissions
                            WHERE role_id = r.id), ''),
                    (SELECT count(*) FROM person_roles pr JOIN people p ON p.id = pr.person_id
                     WHERE pr.role_id = r.id AND p.status = 'active')
             FROM roles r ORDER BY r.is_builtin DESC, r.title, r.id",
            [],
            |r| {
                Ok(Role {
                    id: r.get(0)?,
                    key: r.get(1)?,
                    title: r.get(2)?,
                    is_builtin: r.get(3)?,
                    permissions: words(r.get(4)?),
                    people: r.get(5)?,
                })
            },
        )?;
        let permissions = permissions::ALL
            .iter()
            .map(|p| PermissionRow { key: p.0.0.to_owned(), title: p.1.to_owned() })
            .collect();
        Ok(Roles { rows, permissions })
    }
}
