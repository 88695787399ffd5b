//! The places of the window that a person has: those whose first question they may ask and in which
//! there is something for them to do.
//!
//! Invariant: a place that is not here says the core's refusal when its address is opened all the
//! same; nothing is kept safe by leaving it out.

use crate::permissions as p;
use netra_kernel::{Actor, Permission};

/// In the order of a client's way through the firm: the place, and the permissions of which one is
/// enough.
const PLACES: &[(&str, &[Permission])] = &[
    ("home", &[Permission::MEMBER]),
    ("inbox", &[Permission::MEMBER]),
    ("calls", &[p::CALL_MAKE]),
    ("log", &[p::CALL_MAKE, p::CALL_READ_ALL]),
    ("leads", &[p::LEAD_READ]),
    ("companies", &[p::COMPANY_READ]),
    ("deals", &[p::DEAL_READ]),
    ("quotes", &[p::QUOTE_READ]),
    ("agreements", &[p::AGREEMENT_READ]),
    ("kickoffs", &[p::KICKOFF_REQUEST, p::KICKOFF_DECIDE, p::PROJECT_READ_ALL]),
    ("projects", &[p::PROJECT_READ]),
    ("payments", &[p::PAYMENT_READ]),
    ("packs", &[p::PACK_BUILD]),
    ("settings", &[Permission::MEMBER]),
];

/// The places of a person, in their order.
pub fn places_of(actor: &Actor) -> Vec<&'static str> {
    PLACES
        .iter()
        .filter(|(_, any)| any.iter().any(|permission| actor.may(*permission)))
        .map(|(place, _)| *place)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_kernel::Id;

    /// Somebody with what a built-in role starts with.
    fn actor(role: &str) -> Actor {
        let permissions = p::ALL
            .iter()
            .filter(|(_, _, roles)| role == "owner" || roles.contains(&role))
            .map(|(permission, _, _)| permission.0.to_owned())
            .collect();
        let roles = vec![role.to_owned()];
        Actor { id: Id([0; 16]), name: role.to_owned(), roles, permissions, is_active: true }
    }

    #[test]
    fn each_role_has_the_places_of_its_work() {
        let all: Vec<&str> = PLACES.iter().map(|(place, _)| *place).collect();
        for (role, places) in [
            ("telecaller", "home inbox calls log leads settings"),
            ("consultant", "home inbox companies projects packs settings"),
            (
                "project_manager",
                "home inbox companies agreements kickoffs projects payments packs settings",
            ),
            ("hr_manager", "home inbox kickoffs projects settings"),
            (
                "finance",
                "home inbox companies deals quotes agreements kickoffs projects payments packs settings",
            ),
        ] {
            assert_eq!(places_of(&actor(role)).join(" "), places, "{role}");
        }
        for role in ["owner", "admin", "sales_manager"] {
            assert_eq!(places_of(&actor(role)), all, "{role}");
        }
    }
}
