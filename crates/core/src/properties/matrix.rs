//! The permission matrix: every command and query by every role, held against the database and
//! against `docs/permissions.md`.
//!
//! To write that file anew: `NETRA_BLESS=1 cargo test -p netra-core matrix`.

use crate::permissions::{ALL, ROLES, WORKSPACE_CREATE};
use crate::testing::Desk;
use netra_kernel::Permission;
use serde_json::json;
use std::path::Path;

/// Whether a built-in role starts with this permission.
fn starts_with(role: &str, needs: Permission) -> bool {
    if needs == Permission::MEMBER {
        return true;
    }
    if needs == WORKSPACE_CREATE {
        return false;
    }
    let row = ALL.iter().find(|p| p.0 == needs).expect("a listed permission");
    role == "owner" || row.2.contains(&role)
}

/// Without the permission a command is refused before its arguments are even read; with it the
/// nonsense in them is what is complained of.
#[test]
fn every_command_by_every_role() {
    let mut desk = Desk::staffed();
    let commands: Vec<_> =
        desk.engine.catalogue.commands.iter().map(|c| (c.name, c.needs)).collect();
    let nonsense = json!({"no such field": 1});
    let before = desk.dump();
    for (name, needs) in commands {
        for (role, _) in ROLES {
            let e = desk.as_role(role).run(name, nonsense.clone()).unwrap_err();
            let expected = if starts_with(role, needs) { "arguments" } else { "forbidden" };
            assert_eq!(e.code(), expected, "{name} by {role}");
        }
    }
    assert_eq!(desk.dump(), before, "a refused command leaves nothing behind");
}

#[test]
fn every_query_by_every_role() {
    let mut desk = Desk::staffed();
    let queries: Vec<_> = desk.engine.catalogue.queries.iter().map(|q| (q.name, q.needs)).collect();
    for (name, needs) in queries {
        for (role, _) in ROLES {
            let e = desk.as_role(role).try_ask(name, json!({"no such field": 1})).unwrap_err();
            let expected = if starts_with(role, needs) { "arguments" } else { "forbidden" };
            assert_eq!(e.code(), expected, "{name} by {role}");
        }
    }
}

/// A suspended person may do nothing, whatever their role.
#[test]
fn a_suspended_member_is_refused_everything() {
    let mut desk = Desk::staffed();
    let person = desk.people["admin"];
    desk.ok("person.set_status", json!({"person": person, "is_active": false}));
    let names: Vec<_> = desk.engine.catalogue.commands.iter().map(|c| c.name).collect();
    for name in names {
        let e = desk.as_role("admin").run(name, json!({})).unwrap_err();
        assert_eq!(e.code(), "actor.suspended", "{name}");
    }
}

fn table(title: &str, rows: &[(&str, &str, Permission)]) -> String {
    let mut text = format!("\n## {title}\n\n| name | what it does | permission |");
    for (role, _) in ROLES {
        text.push_str(&format!(" {} |", role.replace('_', " ")));
    }
    text.push_str("\n|---|---|---|");
    text.push_str(&":-:|".repeat(ROLES.len()));
    text.push('\n');
    for (name, what, needs) in rows {
        text.push_str(&format!("| `{name}` | {what} | `{}` |", needs.0));
        for (role, _) in ROLES {
            text.push_str(if starts_with(role, *needs) { " ● |" } else { "   |" });
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_written_matrix_is_up_to_date() {
    let c = crate::catalogue::catalogue();
    let mut commands: Vec<_> = c.commands.iter().map(|c| (c.name, c.title, c.needs)).collect();
    let mut queries: Vec<_> = c.queries.iter().map(|q| (q.name, q.title, q.needs)).collect();
    commands.sort_by_key(|c| c.0);
    queries.sort_by_key(|q| q.0);
    let text = format!(
        "# Who may do what\n\n\
         The roles as a new workspace starts with them; roles are data and can be changed. A dot \
         means the role has the permission; on top of it a command checks whether the record is \
         the person's own (see the command). This file is generated and compared by a test \
         (`NETRA_BLESS=1 cargo test -p netra-core matrix` writes it).\n{}{}",
        table("Commands", &commands),
        table("Queries", &queries)
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
    if std::env::var_os("NETRA_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/permissions.md is out of date: run NETRA_BLESS=1 cargo test -p netra-core matrix"
    );
}
