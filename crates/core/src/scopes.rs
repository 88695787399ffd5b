//! Which data scopes a person holds: what may be on their devices. The tables' side of it, in which
//! scope a row is, is [`crate::tables`].
//!
//! Invariant: follows from the person's permissions and from what they sold, manage and are
//! assigned to, as the database is now; somebody who may not act holds nothing.
//! Invariant: no clock of a client: whether an assignment is over is asked of the moment that the
//! authority names, its own. A device gives a project back with its first pull after the last day.

use crate::permissions::{
    AGREEMENT_READ, ASSIGNMENT_RULES, COMPANY_READ, DEAL_READ, LEAD_ASSIGN, LEAD_IMPORT, LEAD_READ,
    LEAD_READ_ALL, PAYMENT_READ, PROJECT_MANAGE, PROJECT_MANAGE_ANY, PROJECT_READ,
    PROJECT_READ_ALL, QUOTE_COST, QUOTE_READ, SALES_ALL, SALES_READ_ALL, STAFFING_ASSIGN,
    STAFFING_DECIDE,
};
use crate::projects::concerned;
use crate::settings;
use netra_kernel::rusqlite::Connection;
use netra_kernel::{Actor, Held, Id, Permission, Result, Scope, Timestamp};
use std::collections::BTreeSet;

/// Whether a person has on their devices how clients pay: who may see agreements or payments, and who
/// manages projects, which are not complete before all is paid. Amounts are for those alone who may
/// see payments; to whoever does not hold them nothing is told that follows from them.
#[must_use]
pub(crate) fn holds_money(actor: &Actor) -> bool {
    let list = [AGREEMENT_READ, PAYMENT_READ, PROJECT_MANAGE, PROJECT_MANAGE_ANY];
    list.iter().any(|p| actor.may(*p))
}

/// The scopes that this person holds at this moment, none inside another.
/// # Errors
/// Storage errors.
pub fn held(conn: &Connection, actor: &Actor, now: Timestamp) -> Result<BTreeSet<Held>> {
    let mut held = BTreeSet::new();
    if !actor.is_active {
        return Ok(held);
    }
    let any = |list: &[Permission]| list.iter().any(|p| actor.may(*p));
    let mut add = |h: Held| held.insert(h);
    let shared = |family: &str| Held::One(Scope::shared(family));
    let own = |family: &str| Held::One(Scope::of(family, actor.id));
    let whole = |family: &str| Held::Family(family.to_owned());

    let delivers = any(&[AGREEMENT_READ, PAYMENT_READ, PROJECT_READ, PROJECT_READ_ALL]);
    let sells_all = any(&[SALES_READ_ALL, SALES_ALL]);
    let sells = sells_all || any(&[DEAL_READ, QUOTE_READ]);

    add(shared("workspace"));
    if delivers {
        add(shared("delivery"));
    }
    if holds_money(actor) {
        add(shared("money"));
    }
    // A deal, an agreement, a project: none of them can be shown without its client.
    if delivers || sells || actor.may(COMPANY_READ) {
        add(shared("clients"));
    }
    if any(&[STAFFING_DECIDE, STAFFING_ASSIGN, PROJECT_READ, PROJECT_READ_ALL]) {
        add(shared("staffing"));
    }
    if actor.may(QUOTE_COST) {
        add(shared("costs"));
    }
    if sells_all {
        add(whole("sales"));
    } else if sells {
        add(own("sales"));
    }
    if actor.may(LEAD_READ_ALL) {
        add(whole("leads"));
    } else {
        if any(&[LEAD_ASSIGN, LEAD_IMPORT, ASSIGNMENT_RULES]) {
            add(shared("leads"));
        }
        if actor.may(LEAD_READ) {
            add(own("leads"));
        }
    }
    if actor.may(PROJECT_READ_ALL) {
        add(whole("project"));
    } else if actor.may(PROJECT_READ) {
        for project in projects_of(conn, actor.id, now)? {
            add(Held::One(Scope::of("project", project)));
        }
    }
    Ok(held)
}

/// The projects that a person sold, manages or is assigned to (as `projects::visible` says).
fn projects_of(conn: &Connection, person: Id, now: Timestamp) -> Result<Vec<Id>> {
    let day = now.date(settings::zone(conn)?);
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT p.id FROM projects p JOIN agreements a ON a.id = p.agreement_id
         WHERE {} ORDER BY p.id",
        concerned("?1", day)
    ))?;
    let ids = stmt.query_map([person], |r| r.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::ROLES;
    use crate::testing::Desk;
    use netra_kernel::table::DataScopeRule;

    fn families(desk: &Desk, role: &str) -> String {
        let actor = desk.engine.actor(&desk.conn, desk.people[role]).unwrap();
        let me = actor.id.to_string();
        let held = held(&desk.conn, &actor, desk.now).unwrap();
        held.iter().map(|h| h.to_string().replace(&me, "me")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_each_role_holds() {
        let desk = Desk::staffed();
        let lines: Vec<String> =
            ROLES.iter().map(|(role, _)| format!("{role}: {}", families(&desk, role))).collect();
        let all = "clients costs delivery money staffing workspace leads:* project:* sales:*";
        assert_eq!(
            lines,
            [
                format!("owner: {all}"),
                format!("admin: {all}"),
                "sales_manager: clients costs delivery money staffing workspace leads:* sales:*"
                    .into(),
                "sales_executive: clients delivery leads:me money sales:me staffing workspace"
                    .into(),
                "telecalling_manager: clients workspace leads:*".into(),
                "telecaller: leads:me workspace".into(),
                "field_agent: clients leads:me workspace".into(),
                "project_manager: clients delivery money staffing workspace".into(),
                "consultant: clients delivery staffing workspace".into(),
                "hr_manager: clients delivery staffing workspace project:*".into(),
                "finance: clients costs delivery money staffing workspace project:* sales:*".into(),
                "viewer: clients delivery money staffing workspace leads:* project:* sales:*"
                    .into(),
            ]
        );
    }

    #[test]
    fn a_suspended_person_holds_nothing() {
        let mut desk = Desk::staffed();
        let person = desk.people["admin"];
        desk.ok("person.set_status", serde_json::json!({"person": person, "is_active": false}));
        let mut actor = crate::people::actor(&desk.conn, person).unwrap().unwrap();
        assert!(held(&desk.conn, &actor, desk.now).unwrap().is_empty());
        actor.is_active = true;
        assert!(!held(&desk.conn, &actor, desk.now).unwrap().is_empty());
    }

    /// Every scope that a table's rows can be in is held by somebody: the owner.
    #[test]
    fn the_owner_holds_every_scope_there_is() {
        let desk = Desk::staffed();
        let actor = desk.engine.actor(&desk.conn, desk.owner).unwrap();
        let held = held(&desk.conn, &actor, desk.now).unwrap();
        let covered = |scope: &Scope| held.iter().any(|h| h.covers(scope));
        for table in crate::tables::SYNCED {
            match table.scope {
                DataScopeRule::Fixed(family) => {
                    assert!(covered(&Scope::shared(family)), "{family}")
                }
                DataScopeRule::Column { prefix, when_null, .. } => {
                    assert!(covered(&Scope::of(prefix, Id::named("x", "y"))), "{prefix}");
                    // A column that is never null has no common part.
                    let _ = when_null;
                }
                DataScopeRule::Via { .. } => {}
            }
        }
    }
}
