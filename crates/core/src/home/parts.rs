//! Which homes a person has, and which comes first: what they may ask decides, their role the order.

use super::{HomeAdmin, HomeMonday, HomeSales};
use crate::permissions;
use crate::word_enum::word_enum;
use netra_kernel::{Actor, Permission, Query};

word_enum! {
    /// A page of what to look at first.
    pub enum HomePart {
        Monday = "monday",
        Caller = "caller",
        Sales = "sales",
        Money = "money",
        Admin = "admin",
    }
}

impl HomePart {
    /// The permissions of which one is enough.
    fn needs(self) -> &'static [Permission] {
        match self {
            HomePart::Monday => &[HomeMonday::NEEDS],
            HomePart::Caller => &[permissions::CALL_MAKE],
            HomePart::Sales => &[HomeSales::NEEDS],
            // Whoever only sees payments has nothing to do there.
            HomePart::Money => &[permissions::PAYMENT_RECORD, permissions::PAYMENT_VERIFY],
            HomePart::Admin => &[HomeAdmin::NEEDS],
        }
    }

    /// The one with which a role's day begins; None for the usual order.
    fn first_of(role: &str) -> Option<HomePart> {
        match role {
            "owner" | "admin" => Some(HomePart::Admin),
            "sales_manager" | "sales_executive" => Some(HomePart::Sales),
            "telecalling_manager" | "telecaller" | "field_agent" => Some(HomePart::Caller),
            "finance" => Some(HomePart::Money),
            _ => None,
        }
    }
}

/// The homes that this person may see, the one of their role first.
pub(crate) fn parts_of(actor: &Actor) -> Vec<HomePart> {
    let first = actor.roles.iter().find_map(|role| HomePart::first_of(role));
    let all =
        HomePart::ALL.iter().copied().filter(|part| part.needs().iter().any(|p| actor.may(*p)));
    let mut parts: Vec<HomePart> = all.collect();
    parts.sort_by_key(|part| Some(*part) != first);
    parts
}

#[cfg(test)]
mod tests {
    use super::HomePart::{Admin, Caller, Monday, Money, Sales};
    use super::*;

    fn parts(roles: &[&str], permissions: &[Permission]) -> Vec<HomePart> {
        parts_of(&Actor {
            id: netra_kernel::Id([1; 16]),
            name: "A".into(),
            roles: roles.iter().map(|r| (*r).to_owned()).collect(),
            permissions: permissions.iter().map(|p| p.0.to_owned()).collect(),
            is_active: true,
        })
    }

    #[test]
    fn what_a_person_may_ask_decides_and_their_role_the_order() {
        let all = [
            permissions::PROJECT_READ,
            permissions::CALL_MAKE,
            permissions::DEAL_READ,
            permissions::WORKSPACE_SETTINGS,
        ];
        assert_eq!(parts(&["owner"], &all), [Admin, Monday, Caller, Sales]);
        assert_eq!(parts(&["project_manager"], &all[..1]), [Monday]);
        assert_eq!(parts(&["consultant", "telecaller"], &all[..2]), [Caller, Monday]);
        let finance =
            [permissions::PROJECT_READ, permissions::PAYMENT_READ, permissions::PAYMENT_VERIFY];
        assert_eq!(parts(&["finance"], &finance), [Money, Monday]);
        assert_eq!(
            parts(&["project_manager"], &finance[..2]),
            [Monday],
            "sees, and has nothing to do"
        );
        // The role's own home is no use to whom it is shut.
        assert_eq!(parts(&["sales_executive"], &all[..2]), [Monday, Caller]);
        assert_eq!(parts(&["viewer"], &[]), []);
    }
}
