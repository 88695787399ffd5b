//! The synced tables: in which data scope their rows are, and in whose history they are told.
//! Who holds which scope: [`crate::scopes`].
//! Every table of the schema is either here or in [`LOCAL`]; a test checks it.

use netra_kernel::TableSpec;
use netra_kernel::table::DataScopeRule::{self, Fixed};

/// Seen by every member.
const WORKSPACE: DataScopeRule = Fixed("workspace");

/// Seen by whoever sells, delivers or keeps the books.
const DELIVERY: DataScopeRule = Fixed("delivery");

/// How clients pay: seen by whoever may know of it ([`crate::scopes::holds_money`]).
const MONEY: DataScopeRule = Fixed("money");

/// Seen by whoever may read companies, sells to them, or delivers to them.
const CLIENTS: DataScopeRule = Fixed("clients");

/// Seen by whoever plans people or works on projects: who is where is how one finds one's own.
const STAFFING: DataScopeRule = Fixed("staffing");

/// Seen by the seller that it belongs to, and by those who see all sales.
const SALES: DataScopeRule =
    DataScopeRule::Column { column: "owner_id", prefix: "sales", when_null: "sales" };

/// The same, for rows of a quote.
const QUOTE: DataScopeRule = DataScopeRule::Via { column: "quote_id", table: "quotes" };

/// Seen by whoever may know what things cost us.
const COSTS: DataScopeRule = Fixed("costs");

/// Seen by whoever is on the project, and by those who see all projects.
const PROJECT: DataScopeRule =
    DataScopeRule::Column { column: "project_id", prefix: "project", when_null: "delivery" };

/// The same, for rows of a meeting.
const MEETING: DataScopeRule = DataScopeRule::Via { column: "meeting_id", table: "meetings" };

/// Seen by whom the lead is assigned to, and by those who see all leads.
const LEAD: DataScopeRule =
    DataScopeRule::Column { column: "assigned_to", prefix: "leads", when_null: "leads" };

/// The same, for what belongs to a lead.
const OF_LEAD: DataScopeRule = DataScopeRule::Via { column: "lead_id", table: "leads" };

/// Seen by those who share leads out.
const LEADS: DataScopeRule = Fixed("leads");

/// Whether a table says what things cost us.
pub(crate) fn holds_costs(table: &str) -> bool {
    SYNCED.iter().any(|t| t.name == table && t.scope == COSTS)
}

const fn table(
    name: &'static str,
    scope: DataScopeRule,
    told_in: &'static [&'static str],
) -> TableSpec {
    TableSpec { name, scope, told_in }
}

pub const SYNCED: &[TableSpec] = &[
    // people and the workspace
    table("settings", WORKSPACE, &[]),
    table("people", WORKSPACE, &[]),
    table("roles", WORKSPACE, &[]),
    table("role_permissions", WORKSPACE, &["role_id"]),
    table("person_roles", WORKSPACE, &["person_id"]),
    table("files", WORKSPACE, &[]),
    table("packs", DELIVERY, &["subject_id"]),
    // clients and what was agreed with them
    table("companies", CLIENTS, &[]),
    table("contacts", CLIENTS, &["company_id"]),
    table("pricing_plans", DELIVERY, &["company_id"]),
    table("instalments", MONEY, &["plan_id"]),
    table("sows", DELIVERY, &["company_id"]),
    table("sow_items", DELIVERY, &["sow_id"]),
    table("agreements", DELIVERY, &["company_id", "deal_id"]),
    table("payments", MONEY, &["instalment_id"]),
    table("receipts", MONEY, &["payment_id"]),
    table("invoices", MONEY, &["agreement_id"]),
    table("invoice_advances", MONEY, &["invoice_id"]),
    table("payment_reminders", MONEY, &["instalment_id"]),
    // leads and calls
    table("leads", LEAD, &[]),
    table("lead_notes", OF_LEAD, &["lead_id"]),
    table("imports", LEADS, &[]),
    table("import_rejects", LEADS, &["import_id"]),
    table("import_updates", LEADS, &[]),
    table("import_mappings", LEADS, &[]),
    table("dispositions", WORKSPACE, &[]),
    table("calls", OF_LEAD, &["lead_id"]),
    table("assignment_rules", LEADS, &[]),
    table("caller_limits", LEADS, &["person_id"]),
    table("lead_assignments", OF_LEAD, &["lead_id"]),
    // the sale
    table("deal_stages", WORKSPACE, &[]),
    table("deals", SALES, &["company_id", "lead_id"]),
    table("tax_rates", WORKSPACE, &[]),
    table("number_devices", WORKSPACE, &[]),
    table("number_series", WORKSPACE, &[]),
    table("quotes", SALES, &["deal_id", "company_id"]),
    table("quote_sections", QUOTE, &["quote_id"]),
    table("quote_lines", QUOTE, &["quote_id"]),
    table("quote_line_costs", COSTS, &["quote_id"]),
    table("quote_instalments", QUOTE, &["quote_id"]),
    table("quote_approvals", QUOTE, &["quote_id"]),
    table("quote_versions", QUOTE, &["quote_id"]),
    // projects
    table("kickoff_requests", DELIVERY, &["agreement_id"]),
    table(
        "projects",
        DataScopeRule::Column { column: "id", prefix: "project", when_null: "delivery" },
        &["agreement_id", "company_id"],
    ),
    table("project_contacts", PROJECT, &["project_id"]),
    table("staffing_requests", STAFFING, &["project_id"]),
    table("assignments", STAFFING, &["project_id", "person_id"]),
    table("meetings", PROJECT, &["project_id"]),
    table("meeting_attendees", MEETING, &["meeting_id"]),
    table("meeting_actions", MEETING, &["meeting_id"]),
    table("meeting_proofs", MEETING, &["meeting_id"]),
    table("milestones", PROJECT, &["project_id"]),
    table("deliverables", PROJECT, &["project_id"]),
    table(
        "deliverable_versions",
        DataScopeRule::Via { column: "deliverable_id", table: "deliverables" },
        &["deliverable_id"],
    ),
    table("signoffs", PROJECT, &["project_id", "subject_id"]),
    table("change_requests", PROJECT, &["project_id"]),
    table("progress_reports", PROJECT, &["project_id"]),
    table("feedback", PROJECT, &["project_id"]),
];

/// Tables that are derived, or belong to this copy alone: never synced, rebuilt at will.
pub const LOCAL: &[&str] = &[
    "journal",
    "journal_index",
    "base_images",
    "pending",
    "local_facts",
    "lead_search",
    "row_versions",
    "sync_devices",
    "outcomes",
    "prune_days",
    "base_versions",
    "held_scopes",
    "incoming",
    "acknowledged",
    "attention",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Desk;
    use netra_kernel::table::DataScopeRule::Via;

    #[test]
    fn every_table_is_synced_or_local() {
        let desk = Desk::new();
        let mut stmt = desk
            .conn
            .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .unwrap();
        let names: Vec<String> =
            stmt.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        for name in names {
            let known = SYNCED.iter().any(|t| t.name == name)
                || LOCAL.iter().any(|l| name == *l || name.starts_with(&format!("{l}_")))
                || name.starts_with("sqlite_")
                || name == "refinery_schema_history";
            assert!(known, "table {name} is neither SYNCED nor LOCAL");
        }
    }

    #[test]
    fn every_scope_leads_somewhere() {
        for t in SYNCED {
            let mut at = t;
            for _ in 0..8 {
                match at.scope {
                    Via { table, .. } => {
                        at = SYNCED.iter().find(|s| s.name == table).expect("a synced table");
                    }
                    _ => break,
                }
            }
            assert!(!matches!(at.scope, Via { .. }), "{} goes in a circle", t.name);
        }
    }
}
