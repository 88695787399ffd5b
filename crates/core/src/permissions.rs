//! What may be permitted, and which built-in role has it when a workspace is made. After that the
//! roles are data; only the list of permissions is code.
//!
//! Invariant: the owner has every permission; nobody can take them away from the last owner.

use netra_kernel::Permission;

/// A built-in role: key, title.
pub const ROLES: &[(&str, &str)] = &[
    ("owner", "Owner"),
    ("admin", "Admin"),
    ("sales_manager", "Sales manager"),
    ("sales_executive", "Sales executive"),
    ("telecalling_manager", "Telecalling manager"),
    ("telecaller", "Telecaller"),
    ("field_agent", "Field agent"),
    ("project_manager", "Project manager"),
    ("consultant", "Consultant"),
    ("hr_manager", "HR manager"),
    ("finance", "Finance"),
    ("viewer", "Viewer"),
];

pub const WORKSPACE_CREATE: Permission = Permission("workspace.create");
pub const WORKSPACE_SETTINGS: Permission = Permission("workspace.settings");
pub const WORKSPACE_BACKUP: Permission = Permission("workspace.backup");
pub const PERSON_MANAGE: Permission = Permission("person.manage");
pub const ROLE_MANAGE: Permission = Permission("role.manage");
pub const FILE_ADD: Permission = Permission("file.add");
pub const HISTORY_READ: Permission = Permission("history.read");
pub const PACK_BUILD: Permission = Permission("pack.build");
pub const PACK_INTERNAL: Permission = Permission("pack.internal");
pub const LEAD_READ: Permission = Permission("lead.read");
pub const LEAD_READ_ALL: Permission = Permission("lead.read_all");
pub const LEAD_CREATE: Permission = Permission("lead.create");
pub const LEAD_EDIT: Permission = Permission("lead.edit");
pub const LEAD_EDIT_ALL: Permission = Permission("lead.edit_all");
pub const LEAD_ASSIGN: Permission = Permission("lead.assign");
pub const LEAD_IMPORT: Permission = Permission("lead.import");
pub const ASSIGNMENT_RULES: Permission = Permission("assignment.rules");
pub const CALL_MAKE: Permission = Permission("call.make");
pub const CALL_OVERRIDE: Permission = Permission("call.override");
pub const CALL_READ_ALL: Permission = Permission("call.read_all");
pub const DISPOSITION_MANAGE: Permission = Permission("disposition.manage");
pub const COMPANY_READ: Permission = Permission("company.read");
pub const COMPANY_EDIT: Permission = Permission("company.edit");
pub const CONTACT_EDIT: Permission = Permission("contact.edit");
pub const DEAL_READ: Permission = Permission("deal.read");
pub const DEAL_WORK: Permission = Permission("deal.work");
pub const SALES_READ_ALL: Permission = Permission("sales.read_all");
pub const SALES_ALL: Permission = Permission("sales.all");
pub const QUOTE_READ: Permission = Permission("quote.read");
pub const QUOTE_WORK: Permission = Permission("quote.work");
pub const QUOTE_APPROVE: Permission = Permission("quote.approve");
pub const QUOTE_COST: Permission = Permission("quote.cost");
pub const TAX_MANAGE: Permission = Permission("tax.manage");
pub const AGREEMENT_READ: Permission = Permission("agreement.read");
pub const PAYMENT_READ: Permission = Permission("payment.read");
pub const PAYMENT_RECORD: Permission = Permission("payment.record");
pub const PAYMENT_VERIFY: Permission = Permission("payment.verify");
pub const INVOICE_MANAGE: Permission = Permission("invoice.manage");
pub const REMINDER_SEND: Permission = Permission("reminder.send");
pub const SCHEDULE_RUN: Permission = Permission("schedule.run");
pub const PROJECT_READ: Permission = Permission("project.read");
pub const PROJECT_READ_ALL: Permission = Permission("project.read_all");
pub const PROJECT_MANAGE: Permission = Permission("project.manage");
pub const PROJECT_MANAGE_ANY: Permission = Permission("project.manage_any");
pub const PROJECT_WORK: Permission = Permission("project.work");
pub const SIGNOFF_GIVE: Permission = Permission("signoff.give");
pub const KICKOFF_REQUEST: Permission = Permission("kickoff.request");
pub const KICKOFF_REQUEST_ANY: Permission = Permission("kickoff.request_any");
pub const KICKOFF_DECIDE: Permission = Permission("kickoff.decide");
pub const STAFFING_DECIDE: Permission = Permission("staffing.decide");
pub const STAFFING_ASSIGN: Permission = Permission("staffing.assign");
pub use netra_kernel::undo::UNDO_ANY;

/// Every role but the viewer.
const WORKERS: &[&str] = &[
    "admin",
    "sales_manager",
    "sales_executive",
    "telecalling_manager",
    "telecaller",
    "field_agent",
    "project_manager",
    "consultant",
    "hr_manager",
    "finance",
];

/// Who sells, and who must know what was sold.
const SALES: &[&str] = &["admin", "sales_manager", "sales_executive"];
const SALES_READERS: &[&str] = &["admin", "sales_manager", "sales_executive", "finance", "viewer"];
const AGREEMENT_READERS: &[&str] =
    &["admin", "sales_manager", "sales_executive", "project_manager", "finance", "viewer"];

/// Every permission: itself, what it lets a person do, and the built-in roles that have it beside
/// the owner. `workspace.create` is nobody's: it exists only while there are no people.
pub const ALL: &[(Permission, &str, &[&str])] = &[
    (WORKSPACE_SETTINGS, "Change the workspace's settings", &["admin"]),
    (WORKSPACE_BACKUP, "Save everything into a backup file", &["admin"]),
    (PERSON_MANAGE, "Add, change and suspend people", &["admin", "hr_manager"]),
    (ROLE_MANAGE, "Change what a role may do", &["admin"]),
    (FILE_ADD, "Attach files", WORKERS),
    (HISTORY_READ, "Read the history of what one may see", ALL_ROLES),
    (
        PACK_BUILD,
        "Produce document packs",
        &["admin", "sales_manager", "sales_executive", "project_manager", "consultant", "finance"],
    ),
    (
        PACK_INTERNAL,
        "Produce packs with internal figures",
        &["admin", "sales_manager", "project_manager", "finance"],
    ),
    (LEAD_READ, "See one's own leads", LEAD_PEOPLE_AND_VIEWER),
    (
        LEAD_READ_ALL,
        "See everybody's leads",
        &["admin", "sales_manager", "telecalling_manager", "viewer"],
    ),
    (LEAD_CREATE, "Add leads", LEAD_PEOPLE),
    (LEAD_EDIT, "Change one's own leads", LEAD_PEOPLE),
    (LEAD_EDIT_ALL, "Change everybody's leads", LEAD_LEADERS),
    (LEAD_ASSIGN, "Share leads out", LEAD_LEADERS),
    (LEAD_IMPORT, "Import files of leads", LEAD_LEADERS),
    (ASSIGNMENT_RULES, "Change the rules of sharing out", LEAD_LEADERS),
    (CALL_MAKE, "Call leads", LEAD_PEOPLE),
    (CALL_OVERRIDE, "Call in spite of a refusal, with a reason", LEAD_LEADERS),
    (CALL_READ_ALL, "See everybody's calls and numbers", LEAD_LEADERS),
    (DISPOSITION_MANAGE, "Change the outcome codes of calls", &["admin", "telecalling_manager"]),
    (
        COMPANY_READ,
        "See companies and contacts",
        &[
            "admin",
            "sales_manager",
            "sales_executive",
            "telecalling_manager",
            "field_agent",
            "project_manager",
            "consultant",
            "finance",
            "viewer",
        ],
    ),
    (COMPANY_EDIT, "Add companies and change one's own", SALES),
    (
        CONTACT_EDIT,
        "Add and change contacts",
        &["admin", "sales_manager", "sales_executive", "project_manager", "consultant"],
    ),
    (DEAL_READ, "See one's own deals", SALES_READERS),
    (DEAL_WORK, "Add and move one's own deals", SALES),
    (
        SALES_READ_ALL,
        "See everybody's deals, quotes and agreements",
        &["admin", "sales_manager", "finance", "viewer"],
    ),
    (SALES_ALL, "Change everybody's companies, deals and quotes", &["admin", "sales_manager"]),
    (QUOTE_READ, "See one's own quotes", SALES_READERS),
    (QUOTE_WORK, "Make, change and send one's own quotes", SALES),
    (QUOTE_APPROVE, "Approve quotes", &["admin", "sales_manager"]),
    (
        QUOTE_COST,
        "See and set costs, suppliers and margins",
        &["admin", "sales_manager", "finance"],
    ),
    (TAX_MANAGE, "Set the rates of tax", &["admin", "finance"]),
    (AGREEMENT_READ, "See agreements", AGREEMENT_READERS),
    (PAYMENT_READ, "See payments", AGREEMENT_READERS),
    (PAYMENT_RECORD, "Record payments", &["admin", "finance"]),
    (PAYMENT_VERIFY, "Verify, reject and reverse payments", &["admin", "finance"]),
    (INVOICE_MANAGE, "Draft, issue and cancel invoices", &["admin", "finance"]),
    (
        REMINDER_SEND,
        "Remind clients of payments",
        &["admin", "finance", "sales_manager", "sales_executive", "project_manager"],
    ),
    (
        SCHEDULE_RUN,
        "Let the day's reminders, report drafts and invoice drafts be made",
        &["admin", "finance", "project_manager"],
    ),
    (PROJECT_READ, "See the projects that one sold, manages or works on", PROJECT_READERS),
    (PROJECT_READ_ALL, "See every project", &["admin", "hr_manager", "finance", "viewer"]),
    (PROJECT_MANAGE, "Manage one's own projects", &["admin", "project_manager"]),
    (PROJECT_MANAGE_ANY, "Manage everybody's projects", &["admin"]),
    (PROJECT_WORK, "Work on the projects that one is on", DELIVERERS),
    (SIGNOFF_GIVE, "Record what a client signed", DELIVERERS),
    (
        KICKOFF_REQUEST,
        "Hand one's own agreements over",
        &["admin", "sales_manager", "sales_executive"],
    ),
    (KICKOFF_REQUEST_ANY, "Hand anybody's agreements over", &["admin", "sales_manager"]),
    (
        KICKOFF_DECIDE,
        "Take kickoffs that name one as project manager",
        &["admin", "project_manager"],
    ),
    (STAFFING_DECIDE, "Approve and decline staffing", &["admin", "hr_manager"]),
    (STAFFING_ASSIGN, "Assign people to projects", &["admin", "hr_manager", "project_manager"]),
    (UNDO_ANY, "Undo what others did", &["admin"]),
];

/// Who delivers projects, and who sees some of them.
const DELIVERERS: &[&str] = &["admin", "project_manager", "consultant"];
const PROJECT_READERS: &[&str] = &[
    "admin",
    "sales_manager",
    "sales_executive",
    "project_manager",
    "consultant",
    "hr_manager",
    "finance",
    "viewer",
];

/// Who works on leads, and who leads them.
const LEAD_PEOPLE: &[&str] = &[
    "admin",
    "sales_manager",
    "sales_executive",
    "telecalling_manager",
    "telecaller",
    "field_agent",
];
const LEAD_PEOPLE_AND_VIEWER: &[&str] = &[
    "admin",
    "sales_manager",
    "sales_executive",
    "telecalling_manager",
    "telecaller",
    "field_agent",
    "viewer",
];
const LEAD_LEADERS: &[&str] = &["admin", "sales_manager", "telecalling_manager"];

/// Every role beside the owner.
const ALL_ROLES: &[&str] = &[
    "admin",
    "sales_manager",
    "sales_executive",
    "telecalling_manager",
    "telecaller",
    "field_agent",
    "project_manager",
    "consultant",
    "hr_manager",
    "finance",
    "viewer",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn permissions_are_listed_once_and_name_real_roles() {
        let mut seen = BTreeSet::new();
        for (p, title, roles) in ALL {
            assert!(seen.insert(p.0), "{} twice", p.0);
            assert!(!title.is_empty());
            for r in *roles {
                assert!(ROLES.iter().any(|k| k.0 == *r), "{r} is no role");
            }
        }
    }

    #[test]
    fn every_operation_needs_a_listed_permission() {
        let c = crate::catalogue::catalogue();
        let needs = c
            .commands
            .iter()
            .map(|c| (c.name, c.needs))
            .chain(c.queries.iter().map(|q| (q.name, q.needs)));
        for (name, p) in needs {
            let known =
                p == Permission::MEMBER || p == WORKSPACE_CREATE || ALL.iter().any(|a| a.0 == p);
            assert!(known, "{name} needs {}, which is not listed", p.0);
        }
    }
}
