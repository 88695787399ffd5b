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
use netra_kernel::{Date, Result, Timestamp, Zone};
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

/// By half past eleven of its day everything in the demo has happened.
const OVER_BY: (u32, u32) = (11, 30);

impl Demo {
    /// The firm around the last day whose morning is over: nothing in it lies in the future.
    pub fn before(now: Timestamp) -> Demo {
        let today = now.date(Zone::KOLKATA);
        let is_over = now >= over(today);
        Demo::on(if is_over { today } else { today.plus_days(-1) })
    }

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

fn over(day: Date) -> Timestamp {
    let time = chrono::NaiveTime::from_hms_opt(OVER_BY.0, OVER_BY.1, 0).unwrap_or_default();
    day.at(time, Zone::KOLKATA)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_half_past_eleven_the_day_before_is_shown() {
        for (now, day) in [
            ("2026-11-21T00:10:00+05:30", "2026-11-20"),
            ("2026-11-21T11:29:59+05:30", "2026-11-20"),
            ("2026-11-21T11:30:00+05:30", "2026-11-21"),
            ("2026-11-21T19:00:00+00:00", "2026-11-21"),
        ] {
            let now = Timestamp::parse(now).unwrap();
            assert_eq!(Demo::before(now).today.to_string(), day);
        }
    }
}
