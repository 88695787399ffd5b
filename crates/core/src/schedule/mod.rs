//! `schedule.run`: what happens by itself on a day: reminders, report drafts, invoice drafts.
//!
//! Invariant: running it again on the same day makes nothing twice; a day that was missed is caught
//! up by the next run. What it makes follows from the data and the envelope's time alone.

use crate::{invoices, permissions, reminders, reports};
use netra_kernel::{Command, Done, Permission, Query, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes what is due today.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRun {}

#[derive(Serialize, JsonSchema)]
pub struct Scheduled {
    pub reminders: usize,
    pub reports: usize,
    pub invoices: usize,
}

impl Command for ScheduleRun {
    const NAME: &'static str = "schedule.run";
    const TITLE: &'static str = "Make what is due today";
    const NEEDS: Permission = permissions::SCHEDULE_RUN;
    type Outcome = Scheduled;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Scheduled>> {
        let made = Scheduled {
            invoices: invoices::draft_due(tx)?,
            reminders: reminders::make_due(tx)?,
            reports: reports::draft_due(tx)?,
        };
        let (r, p, i) = (made.reminders, made.reports, made.invoices);
        Ok(done(made).fact("reminders", r).fact("reports", p).fact("invoices", i))
    }
}

/// Whether today's run is still to come; shells ask it before they give `schedule.run`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleDue {}

#[derive(Serialize, JsonSchema)]
pub struct ScheduleState {
    pub is_due: bool,
}

impl Query for ScheduleDue {
    const NAME: &'static str = "schedule.due";
    const TITLE: &'static str = "Whether today's run is still to come";
    const NEEDS: Permission = permissions::SCHEDULE_RUN;
    const READS: &'static [&'static str] = &["journal"];
    type View = ScheduleState;

    fn ask(&self, reader: &Reader<'_>) -> Result<ScheduleState> {
        let midnight = reader.today().at(chrono::NaiveTime::MIN, reader.zone);
        let before: i64 = reader
            .value("SELECT seq FROM journal WHERE +at < ?1 ORDER BY seq DESC LIMIT 1", [midnight])?
            .unwrap_or(0);
        let ran = reader
            .exists("SELECT 1 FROM journal WHERE seq > ?1 AND name = 'schedule.run'", [before])?;
        Ok(ScheduleState { is_due: !ran })
    }
}
