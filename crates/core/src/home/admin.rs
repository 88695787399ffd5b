//! `home.admin`: whether the workspace is in order: counts, each of which a list shows in full.

use crate::kickoffs;
use crate::permissions;
use crate::settings;
use netra_kernel::{Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The state of the workspace at a glance.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeAdmin {}

#[derive(Serialize, JsonSchema)]
pub struct AdminHome {
    pub people_active: i64,
    pub people_suspended: i64,
    /// Keys of built-in roles that nobody active holds.
    pub roles_without_people: Vec<String>,
    /// Keys of settings that documents and taxes need and nobody has set.
    pub settings_missing: Vec<String>,
    /// Open leads that nobody has.
    pub leads_unassigned: i64,
    /// Rows of imports that wait to be mended.
    pub import_rejects: i64,
    pub quotes_in_review: i64,
    /// None for whoever may not know of payments.
    pub payments_unverified: Option<i64>,
    /// Kickoff requests that the asker decides on.
    pub kickoffs_mine: i64,
    /// Those that wait for somebody else, and for whom.
    pub kickoffs_others: i64,
    pub kickoffs_waiting_on: Vec<String>,
    pub staffing_requested: i64,
    pub projects_open: i64,
    /// Past their end.
    pub projects_late: i64,
    /// Commands since midnight.
    pub commands_today: i64,
}

impl Query for HomeAdmin {
    const NAME: &'static str = "home.admin";
    const TITLE: &'static str = "State of the workspace";
    const NEEDS: Permission = permissions::WORKSPACE_SETTINGS;
    const READS: &'static [&'static str] = &[
        "people",
        "roles",
        "person_roles",
        "settings",
        "leads",
        "import_rejects",
        "quotes",
        "payments",
        "kickoff_requests",
        "staffing_requests",
        "projects",
        "journal",
    ];
    type View = AdminHome;

    fn ask(&self, reader: &Reader<'_>) -> Result<AdminHome> {
        let count = |sql: &str| reader.one(sql, [], |r| r.get::<_, i64>(0));
        let today = reader.today();
        let midnight = today.at(chrono::NaiveTime::MIN, reader.zone);
        let mut settings_missing = Vec::new();
        for key in ["firm.address", "tax.number"] {
            if settings::get::<Option<String>>(reader, key)?.is_none_or(|v| v.trim().is_empty()) {
                settings_missing.push(key.to_owned());
            }
        }
        let kickoffs = kickoffs::pending(reader)?;
        let others = || kickoffs.iter().filter(|k| k.0 != reader.actor.id);
        let before: i64 = reader
            .value("SELECT seq FROM journal WHERE +at < ?1 ORDER BY seq DESC LIMIT 1", [midnight])?
            .unwrap_or(0);
        Ok(AdminHome {
            people_active: count("SELECT count(*) FROM people WHERE status = 'active'")?,
            people_suspended: count("SELECT count(*) FROM people WHERE status <> 'active'")?,
            roles_without_people: reader.all(
                "SELECT r.key FROM roles r WHERE r.is_builtin = 1 AND NOT EXISTS
                     (SELECT 1 FROM person_roles x JOIN people p ON p.id = x.person_id
                      WHERE x.role_id = r.id AND p.status = 'active')
                 ORDER BY r.key",
                [],
                |r| r.get(0),
            )?,
            settings_missing,
            leads_unassigned: count(
                "SELECT count(*) FROM leads WHERE assigned_to IS NULL AND status = 'open'
                     AND archived_at IS NULL",
            )?,
            import_rejects: count(
                "SELECT count(*) FROM import_rejects WHERE kind = 'invalid' AND state = 'waiting'",
            )?,
            quotes_in_review: count("SELECT count(*) FROM quotes WHERE state = 'in_review'")?,
            payments_unverified: crate::projects::knows_money(reader)
                .then(|| count("SELECT count(*) FROM payments WHERE state = 'recorded'"))
                .transpose()?,
            kickoffs_mine: kickoffs.iter().filter(|k| k.0 == reader.actor.id).map(|k| k.2).sum(),
            kickoffs_others: others().map(|k| k.2).sum(),
            kickoffs_waiting_on: others().map(|k| k.1.clone()).collect(),
            staffing_requested: count(
                "SELECT count(*) FROM staffing_requests WHERE state = 'requested'",
            )?,
            projects_open: count(
                "SELECT count(*) FROM projects WHERE stage IN ('setup', 'executing', 'closing')",
            )?,
            projects_late: reader.one(
                "SELECT count(*) FROM projects WHERE stage IN ('setup', 'executing', 'closing')
                     AND end_on < ?1",
                [today],
                |r| r.get(0),
            )?,
            commands_today: reader.one(
                "SELECT count(*) FROM journal WHERE seq > ?1",
                [before],
                |r| r.get(0),
            )?,
        })
    }
}
