//! The only SQL of people and roles.

use super::{PeopleError, PersonId, RoleId};
use crate::language::{LANGUAGES, phrase};
use crate::permissions;
use netra_kernel::rusqlite::{Connection, OptionalExtension, params};
use netra_kernel::{Actor, Id, Permission, Reader, Result, Timestamp, Tx};
use serde_json::json;

/// Reads a person with everything they may do. While nobody exists, anybody is the founder, who
/// may do one thing: create the workspace.
/// # Errors
/// Storage errors.
pub fn actor(conn: &Connection, id: Id) -> Result<Option<Actor>> {
    let person = conn
        .prepare_cached("SELECT name, status = 'active' FROM people WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get::<_, String>(0)?, r.get::<_, bool>(1)?)))
        .optional()?;
    let Some((name, is_active)) = person else {
        let empty = !conn.prepare_cached("SELECT 1 FROM people LIMIT 1")?.exists([])?;
        return Ok(empty.then(|| Actor {
            id,
            name: "founder".into(),
            roles: Vec::new(),
            permissions: [permissions::WORKSPACE_CREATE.0.to_owned()].into(),
            is_active: true,
        }));
    };
    let mut roles: Vec<String> = Vec::new();
    let mut allowed = std::collections::BTreeSet::new();
    let mut stmt = conn.prepare_cached(
        "SELECT r.key, p.permission FROM person_roles pr
         JOIN roles r ON r.id = pr.role_id
         LEFT JOIN role_permissions p ON p.role_id = pr.role_id
         WHERE pr.person_id = ?1 ORDER BY r.key, p.permission",
    )?;
    let mut rows = stmt.query([id])?;
    while let Some(r) = rows.next()? {
        let key: String = r.get(0)?;
        if roles.last() != Some(&key) {
            roles.push(key);
        }
        if let Some(p) = r.get::<_, Option<String>>(1)? {
            allowed.insert(p);
        }
    }
    Ok(Some(Actor { id, name, roles, permissions: allowed, is_active }))
}

/// A person's name.
/// # Errors
/// `person.not_found`.
pub fn name_of(reader: &Reader<'_>, person: PersonId) -> Result<String> {
    reader
        .value("SELECT name FROM people WHERE id = ?1", [person])?
        .ok_or_else(|| PeopleError::PersonMissing { person: person.to_string() }.into())
}

/// What one of our people is, as far as their first role says it, in the reader's language.
/// # Errors
/// Storage errors.
pub fn role_title_of(reader: &Reader<'_>, person: PersonId) -> Result<String> {
    let role: Option<(String, String)> = reader.maybe(
        "SELECT r.key, r.title FROM person_roles pr JOIN roles r ON r.id = pr.role_id
         WHERE pr.person_id = ?1 ORDER BY r.title, r.id LIMIT 1",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let Some((key, title)) = role else { return Ok(String::new()) };
    // A role that the firm made itself has only its own title.
    Ok(match permissions::ROLES.iter().any(|r| r.0 == key) {
        true => phrase(reader.locale, &format!("role-{key}"), &json!({})),
        false => title,
    })
}

/// The person with this e-mail address, if there is one.
/// # Errors
/// Storage errors.
pub fn person_by_email(conn: &Connection, email: &str) -> Result<Option<PersonId>> {
    Ok(conn
        .prepare_cached("SELECT id FROM people WHERE email = ?1")?
        .query_row([email.trim().to_lowercase()], |r| r.get(0))
        .optional()?)
}

/// Whom a letter is written to.
#[derive(Debug, PartialEq)]
pub struct Addressee {
    pub name: String,
    pub email: String,
    /// One of [`LANGUAGES`].
    pub language: &'static str,
    /// What the firm calls itself; empty when it has not said.
    pub firm: String,
}

/// An active person as a letter addresses them; None for anybody else.
/// # Errors
/// Storage errors.
pub fn addressee(conn: &Connection, id: Id) -> Result<Option<Addressee>> {
    let found: Option<(String, String, String, Option<String>)> = conn
        .prepare_cached(
            "SELECT name, email, languages,
                    (SELECT value FROM settings WHERE key = 'firm.name')
             FROM people WHERE id = ?1 AND status = 'active'",
        )?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .optional()?;
    Ok(found.map(|(name, email, languages, firm)| Addressee {
        name,
        email,
        language: language_of(&languages),
        firm: firm.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
    }))
}

/// The first of somebody's languages that the program speaks.
fn language_of(languages: &str) -> &'static str {
    let spoken = |said: &str| LANGUAGES.into_iter().find(|known| *known == said);
    languages.split(',').find_map(spoken).unwrap_or(LANGUAGES[0])
}

/// Active people who have a permission, by name.
/// # Errors
/// Storage errors.
pub fn people_with_permission(
    reader: &Reader<'_>,
    permission: Permission,
) -> Result<Vec<(PersonId, String)>> {
    reader.all(
        "SELECT DISTINCT p.id, p.name FROM people p
         JOIN person_roles pr ON pr.person_id = p.id
         JOIN role_permissions rp ON rp.role_id = pr.role_id
         WHERE rp.permission = ?1 AND p.status = 'active' ORDER BY p.name, p.id",
        [permission.0],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) struct NewPerson<'a> {
    pub id: PersonId,
    pub name: &'a str,
    pub email: &'a str,
    pub phone_e164: Option<&'a str>,
    pub languages: &'a str,
    pub at: Timestamp,
}

pub(super) fn insert_person(tx: &Tx<'_>, p: &NewPerson<'_>) -> Result<()> {
    tx.write(
        "INSERT INTO people (id, name, email, phone_e164, languages, status, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 'active', ?6)",
        params![p.id, p.name, p.email, p.phone_e164, p.languages, p.at],
    )?;
    Ok(())
}

pub(super) fn role_by_key(reader: &Reader<'_>, key: &str) -> Result<RoleId> {
    reader
        .value("SELECT id FROM roles WHERE key = ?1", [key])?
        .ok_or_else(|| PeopleError::RoleMissing { role: key.to_owned() }.into())
}

/// Makes the person's roles exactly these.
pub(super) fn set_roles(tx: &Tx<'_>, person: PersonId, keys: &[String]) -> Result<()> {
    let mut wanted = Vec::new();
    for key in keys {
        let role = role_by_key(tx, key)?;
        if !wanted.contains(&role) {
            wanted.push(role);
        }
    }
    let held: Vec<(Id, RoleId)> = tx.all(
        "SELECT id, role_id FROM person_roles WHERE person_id = ?1 ORDER BY id",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    for (id, role) in &held {
        if !wanted.contains(role) {
            tx.write("DELETE FROM person_roles WHERE id = ?1", [id])?;
        }
    }
    for role in wanted {
        if !held.iter().any(|h| h.1 == role) {
            tx.write(
                "INSERT INTO person_roles (id, person_id, role_id) VALUES (?1, ?2, ?3)",
                params![tx.new_id::<Id>(), person, role],
            )?;
        }
    }
    Ok(())
}

/// Somebody must be the owner, and able to act.
/// # Errors
/// `person.last_owner`.
pub(super) fn need_owner(reader: &Reader<'_>) -> Result<()> {
    let found = reader.exists(
        "SELECT 1 FROM person_roles pr JOIN roles r ON r.id = pr.role_id
         JOIN people p ON p.id = pr.person_id
         WHERE r.key = 'owner' AND p.status = 'active'",
        [],
    )?;
    if found { Ok(()) } else { Err(PeopleError::LastOwner.into()) }
}

/// Makes a role's permissions exactly these.
pub(super) fn set_permissions(tx: &Tx<'_>, role: RoleId, wanted: &[&str]) -> Result<()> {
    let held: Vec<(Id, String)> = tx.all(
        "SELECT id, permission FROM role_permissions WHERE role_id = ?1 ORDER BY id",
        [role],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    for (id, permission) in &held {
        if !wanted.contains(&permission.as_str()) {
            tx.write("DELETE FROM role_permissions WHERE id = ?1", [id])?;
        }
    }
    for permission in wanted {
        if !held.iter().any(|h| h.1 == *permission) {
            tx.write(
                "INSERT INTO role_permissions (id, role_id, permission) VALUES (?1, ?2, ?3)",
                params![tx.new_id::<Id>(), role, permission],
            )?;
        }
    }
    Ok(())
}

/// Makes the built-in roles with their starting permissions.
pub(super) fn seed_roles(tx: &Tx<'_>) -> Result<()> {
    for (key, title) in permissions::ROLES {
        let role = RoleId(Id::named("role", key));
        tx.write(
            "INSERT INTO roles (id, key, title, is_builtin) VALUES (?1, ?2, ?3, 1)",
            params![role, key, title],
        )?;
        let wanted: Vec<&str> = permissions::ALL
            .iter()
            .filter(|p| *key == "owner" || p.2.contains(key))
            .map(|p| p.0.0)
            .collect();
        set_permissions(tx, role, &wanted)?;
    }
    Ok(())
}
