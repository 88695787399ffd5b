//! The permission matrix: every command and query by every role, held against the database and
//! against `docs/permissions.md`; and what of every table is on the devices of every role.
//!
//! To write that file anew: `NETRA_BLESS=1 cargo test -p netra-core matrix`.

use crate::permissions::{
    ALL, DEAL_READ, LEAD_READ, PAYMENT_READ, PROJECT_READ, QUOTE_COST, QUOTE_READ, ROLES,
    WORKSPACE_CREATE,
};
use crate::projects::fixture::Delivery;
use crate::scopes;
use crate::tables::SYNCED;
use crate::testing::Desk;
use netra_kernel::table::DataScopeRule;
use netra_kernel::{Held, Permission, Scope};
use serde_json::json;
use std::collections::BTreeMap;
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

/// The rule that decides in the end in which scope a table's rows are.
fn rule_of(table: &str) -> DataScopeRule {
    let spec = SYNCED.iter().find(|t| t.name == table).expect("a synced table");
    match spec.scope {
        DataScopeRule::Via { table, .. } => rule_of(table),
        rule => rule,
    }
}

/// What of each table is on the devices of somebody with each role: `all`, `own` or nothing. They
/// manage the one project there is, so that whoever may have projects of their own has one.
fn copies() -> BTreeMap<&'static str, Vec<&'static str>> {
    let (d, _) = Delivery::executing(3, 2);
    let mut rows: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for (role, _) in ROLES {
        let person = d.desk.people[role];
        assert_eq!(d.desk.conn.execute("UPDATE projects SET pm_id = ?1", [person]).unwrap(), 1);
        let actor = d.desk.engine.actor(&d.desk.conn, person).unwrap();
        let held = scopes::held(&d.desk.conn, &actor, d.desk.now).unwrap();
        for table in SYNCED {
            let (all, own) = match rule_of(table.name) {
                DataScopeRule::Column { prefix, .. } => (
                    held.contains(&Held::Family(prefix.to_owned())),
                    held.iter().any(|h| matches!(h, Held::One(scope) if scope.family == prefix)),
                ),
                DataScopeRule::Fixed(family) => {
                    (held.iter().any(|h| h.covers(&Scope::shared(family))), false)
                }
                DataScopeRule::Via { .. } => unreachable!("it was followed"),
            };
            let cell = if all {
                "all"
            } else if own {
                "own"
            } else {
                ""
            };
            rows.entry(table.name).or_default().push(cell);
        }
    }
    rows
}

fn tables() -> String {
    let copies = copies();
    let mut text = String::from(
        "\n## Tables\n\n\
         What a device has a copy of, by the role of its person: all rows, their own (their leads, \
         their sales, the projects that they manage, sold or are on), or none. It follows from the \
         data scope that a row is in ([sync.md](sync.md)) and from the scopes that the role's \
         permissions hold. `agreements`, `pricing_plans`, `sows` and `packs` are with everybody \
         who works on projects, because a project is read through them: what was agreed is on \
         their devices, totals included, though no page shows them to whoever may not see \
         payments. How it is paid (`instalments` to `payment_reminders`) is not.\n\n\
         | table | scope |",
    );
    for (role, _) in ROLES {
        text.push_str(&format!(" {} |", role.replace('_', " ")));
    }
    text.push_str("\n|---|---|");
    text.push_str(&":-:|".repeat(ROLES.len()));
    text.push('\n');
    for table in SYNCED {
        let scope = match rule_of(table.name) {
            DataScopeRule::Column { prefix, .. } => format!("{prefix}:…"),
            DataScopeRule::Fixed(family) => family.to_owned(),
            DataScopeRule::Via { .. } => unreachable!("it was followed"),
        };
        text.push_str(&format!("| `{}` | `{scope}` |", table.name));
        for cell in &copies[table.name] {
            text.push_str(&format!(" {cell:3} |"));
        }
        text.push('\n');
    }
    text
}

/// What a query refuses to a role is not in a table on its devices either.
#[test]
fn no_device_has_what_its_person_is_refused() {
    let copies = copies();
    let has = |table: &str, role: &str| {
        let at = ROLES.iter().position(|(known, _)| *known == role).unwrap();
        !copies[table][at].is_empty()
    };
    let mut refused = 0;
    for (tables, needs) in [
        (
            &[
                "instalments",
                "payments",
                "receipts",
                "invoices",
                "invoice_advances",
                "payment_reminders",
            ][..],
            PAYMENT_READ,
        ),
        (&["quote_line_costs"], QUOTE_COST),
        (&["quotes", "quote_lines", "quote_versions"], QUOTE_READ),
        (&["deals"], DEAL_READ),
        (&["leads", "lead_notes", "calls"], LEAD_READ),
        (&["projects", "meetings", "signoffs", "feedback"], PROJECT_READ),
    ] {
        for (table, (role, _)) in tables.iter().flat_map(|t| ROLES.iter().map(move |r| (t, r))) {
            if !starts_with(role, needs) {
                refused += 1;
                assert!(!has(table, role), "{role} has {table}");
            }
        }
    }
    assert!(refused > 60, "{refused}");
    for (table, role) in [("companies", "telecaller"), ("contacts", "telecaller")] {
        assert!(!has(table, role), "{role} has {table}");
    }
    // HR reads no companies, but a project names its client.
    assert!(has("companies", "hr_manager") && has("payments", "project_manager"));
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
         (`NETRA_BLESS=1 cargo test -p netra-core matrix` writes it).\n{}{}{}",
        table("Commands", &commands),
        table("Queries", &queries),
        tables()
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
