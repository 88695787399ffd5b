//! People and roles: who belongs to the workspace, and what they may do.
//!
//! Invariant: there is always at least one active owner.
//! Invariant: a role is a set of permissions, in data; the built-in ones start from
//! [`crate::permissions::ALL`].
//!
//! Look next at `store.rs` (how an actor is read before every command).

pub mod commands;
pub mod queries;
mod store;

use netra_kernel::{errors, typed_id};
pub use store::{
    Addressee, actor, addressee, name_of, people_with_permission, person_by_email, role_title_of,
};

typed_id!(PersonId);
typed_id!(RoleId);

errors! {
    pub enum PeopleError {
        NotFound "person.not_found" PersonMissing { person: String },
        NotFound "role.not_found" RoleMissing { role: String },
        Conflict "person.email_taken" EmailTaken { email: String },
        NotNow "person.last_owner" LastOwner,
        NotNow "role.owner_fixed" OwnerFixed,
        Conflict "workspace.exists" WorkspaceExists,
        Invalid "permission.unknown" PermissionUnknown { permission: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] =
    &["required", "too_long", "email.not_valid", "phone.not_valid", "zone.unknown", "role.unknown"];

/// Lower-cased and checked: something@something.tld, no spaces, at most 254 characters.
pub fn clean_email(text: &str) -> Option<String> {
    let e = text.trim().to_lowercase();
    let (local, domain) = e.rsplit_once('@')?;
    let fits = e.len() <= 254 && !local.is_empty() && local.len() <= 64 && !local.contains('@');
    let no_odd =
        e.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"\\[]".contains(c));
    let dots = |s: &str| !s.starts_with('.') && !s.ends_with('.') && !s.contains("..");
    let labels = domain.contains('.')
        && dots(domain)
        && domain.split('.').all(|l| !l.starts_with('-') && !l.ends_with('-'))
        && domain.rsplit('.').next().is_some_and(|t| t.chars().count() >= 2);
    (fits && no_odd && dots(local) && labels).then_some(e)
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "role-owner",
    "role-admin",
    "role-sales_manager",
    "role-sales_executive",
    "role-telecalling_manager",
    "role-telecaller",
    "role-field_agent",
    "role-project_manager",
    "role-consultant",
    "role-hr_manager",
    "role-finance",
    "role-viewer",
];

#[cfg(test)]
mod tests {
    use crate::testing::Desk;
    use serde_json::json;

    /// Command by command: who may do it to an owner, an admin, anybody else.
    #[test]
    fn owners_and_admins_are_changed_by_their_own_kind() {
        let mut desk = Desk::staffed();
        let table = [
            // actor, on, allowed
            ("hr_manager", "owner", false),
            ("hr_manager", "admin", false),
            ("hr_manager", "telecaller", true),
            ("admin", "owner", false),
            ("admin", "admin", true),
            ("admin", "telecaller", true),
            ("owner", "owner", true),
            ("owner", "admin", true),
        ];
        for (actor, on, allowed) in table {
            let person = desk.people[on];
            let update = json!({"person": person, "name": "Renamed",
                                "email": format!("{on}.{actor}@acme.example")});
            let status = json!({"person": person, "is_active": true});
            let roles = json!({"person": person, "roles": [on]});
            for (command, args) in [
                ("person.update", update),
                ("person.set_status", status),
                ("person.set_roles", roles),
            ] {
                let ran = desk.as_role(actor).run(command, args);
                let code = ran.err().map(|e| e.code());
                let expected = (!allowed).then_some("forbidden");
                assert_eq!(code, expected, "{command} by {actor} on {on}");
            }
        }
        let owner = json!({"name": "New", "email": "new@acme.example", "roles": ["owner"]});
        assert_eq!(desk.as_role("admin").refused("person.add", owner.clone()), "forbidden");
        desk.as_role("owner").ok("person.add", owner);
    }

    #[test]
    fn what_is_wrong_with_a_person_is_told_at_once() {
        let mut desk = Desk::staffed();
        let wrong =
            json!({"name": "", "email": "nobody", "roles": ["king", "telecaller", "queen"]});
        let e = desk.as_role("owner").run("person.add", wrong).unwrap_err();
        let told: Vec<_> = e.fields().iter().map(|f| (f.path.as_str(), f.code.as_str())).collect();
        assert_eq!(
            told,
            [
                ("name", "required"),
                ("email", "email.not_valid"),
                ("roles[0]", "role.unknown"),
                ("roles[2]", "role.unknown")
            ]
        );
        let set = json!({"person": desk.people["telecaller"], "roles": ["king", "queen"]});
        let e = desk.run("person.set_roles", set).unwrap_err();
        assert_eq!(e.fields().len(), 2);
    }

    #[test]
    fn letters_are_addressed_in_the_first_language_that_is_spoken_here() {
        let mut desk = Desk::staffed();
        let person = desk.people["telecaller"];
        for (languages, language) in [
            (json!([]), "en"),
            (json!(["hi", "en"]), "hi"),
            (json!(["mr", "hi", "en"]), "hi"),
            (json!(["mr", "en", "hi"]), "en"),
            (json!(["mr"]), "en"),
        ] {
            let update = json!({"person": person, "name": "Tara", "email": "tara@acme.example",
                                "languages": languages});
            desk.as_role("owner").ok("person.update", update);
            let expected = super::Addressee {
                name: "Tara".into(),
                email: "tara@acme.example".into(),
                language,
                firm: "Acme Consulting".into(),
            };
            assert_eq!(super::addressee(&desk.conn, person).unwrap(), Some(expected));
        }
        desk.ok("person.set_status", json!({"person": person, "is_active": false}));
        assert_eq!(super::addressee(&desk.conn, person).unwrap(), None);
        let nobody = netra_kernel::Id::named("no", "one");
        assert_eq!(super::addressee(&desk.conn, nobody).unwrap(), None);
    }

    #[test]
    fn addresses() {
        for good in ["a@b.in", " Ananya.D+crm@Example.CO.uk "] {
            assert!(super::clean_email(good).is_some(), "{good}");
        }
        for bad in [
            "", "a", "a@b", "@b.in", "a@b..in", "a b@c.in", "a@-b.in", "a@b.i", "a@@b.in", "a@.in",
            "x<y@b.in",
        ] {
            assert!(super::clean_email(bad).is_none(), "{bad}");
        }
    }
}
