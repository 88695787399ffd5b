//! The demo firm: people in every role, leads, calls, quotes in every state, projects in every
//! stage. Played through the same commands that people use, on dates around a given today.
//!
//! Invariant: the same `today` gives the same database; all of it is one transaction.
//! Look next at [`stage`] (how it is played), [`people`], and the other acts.

mod calls;
mod delivery;
mod leads;
mod names;
mod people;
mod quotes;
pub mod stage;

use crate::WorkspaceError;
use crate::backup::Step;
use crate::folder::Workspace;
use netra_kernel::{Date, Result, Zone};
use serde_json::json;
use stage::Stage;

/// The first day on which the demo can be set: the taxes of its quotes are known from then on.
const FIRST_DAY: &str = "2018-09-01";

/// What may be chosen of the demo firm.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The day around which everything happens.
    pub today: Date,
    pub firm_name: String,
    pub owner_name: String,
    pub owner_email: String,
}

impl Demo {
    /// The firm as it is when nothing else is asked for.
    pub fn on(today: Date) -> Demo {
        Demo {
            today,
            firm_name: "Acme Consulting".into(),
            owner_name: "Olivia Rao".into(),
            owner_email: "olivia@acme.example".into(),
        }
    }
}

/// What is made by itself: on the last two Mondays, and this morning. Reports of the Monday before
/// the last were sent; today's wait.
fn mornings(stage: &mut Stage<'_>) {
    use chrono::Datelike;
    let monday = -i64::from(stage.today.0.weekday().num_days_from_monday());
    for day in [monday - 14, monday - 7, monday.min(-1), 0] {
        let at = stage.when(day, 8, 30);
        stage.plan(at, |stage| stage.give("owner", "schedule.run", json!({})).map(|_| ()));
    }
    let at = stage.when(monday - 7, 16, 0);
    stage.plan(at, |stage| {
        let projects = stage.ask("owner", "project.list", json!({}))?;
        for project in projects["rows"].as_array().into_iter().flatten() {
            let running = ["executing", "closing"].iter().any(|s| project["stage"] == *s);
            let asked = json!({"project": project["id"]});
            let reports = stage.ask("owner", "report.list", asked)?;
            for report in reports["rows"].as_array().into_iter().flatten() {
                if running && report["state"] == "draft" {
                    stage.give("owner", "report.send", json!({"report": report["id"]}))?;
                }
            }
        }
        Ok(())
    });
}

/// Fills an empty workspace with the demo firm.
/// # Errors
/// `demo.too_early`; what `workspace.create` refuses; whatever refuses a step, as `internal`; what
/// `watch` says.
pub fn fill(workspace: &Workspace, demo: &Demo, watch: Step<'_>) -> Result<()> {
    let today = demo.today;
    if Date::parse(FIRST_DAY).is_some_and(|first| today < first) {
        return Err(WorkspaceError::DemoTooEarly { first: FIRST_DAY.into() }.into());
    }
    let mut conn = workspace.writer();
    let transaction = conn.transaction()?;
    {
        let mut stage =
            Stage::new(&transaction, workspace.engine(), workspace.files(), today, Zone::KOLKATA);
        people::act(&mut stage, demo)?;
        leads::act(&mut stage);
        quotes::act(&mut stage);
        calls::act(&mut stage);
        mornings(&mut stage);
        stage.play(watch)?;
    }
    transaction.commit()?;
    Ok(())
}
