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

use crate::folder::Workspace;
use netra_kernel::{Date, Result, Zone};
use serde_json::json;
use stage::Stage;

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
/// `workspace.exists` inside `internal` when it is not empty; whatever refuses a step.
pub fn fill(workspace: &Workspace, today: Date) -> Result<()> {
    let mut conn = workspace.writer();
    let transaction = conn.transaction()?;
    {
        let mut stage =
            Stage::new(&transaction, workspace.engine(), workspace.files(), today, Zone::KOLKATA);
        people::act(&mut stage)?;
        leads::act(&mut stage);
        quotes::act(&mut stage);
        calls::act(&mut stage);
        mornings(&mut stage);
        stage.play()?;
    }
    transaction.commit()?;
    Ok(())
}
