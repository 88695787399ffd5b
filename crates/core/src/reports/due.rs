//! Drafts that the schedule makes: which period, and what its text starts from.

use super::{Period, ReportId};
use crate::language::phrase;
use crate::projects::{Project, ProjectId, project};
use crate::settings;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Reader, Result, Timestamp, Tx};
use serde_json::json;

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "report-meetings",
    "report-progress",
    "report-done",
    "report-next",
    "report-nothing",
    "report-item",
    "report-signed",
    "report-numbers",
];

/// The last whole week (Monday to Sunday) or month before a day.
pub(super) fn last_period(period: Period, today: Date) -> (Date, Date) {
    use chrono::Datelike;
    match period {
        Period::Weekly => {
            let monday = today.plus_days(-i64::from(today.0.weekday().num_days_from_monday()) - 7);
            (monday, monday.plus_days(6))
        }
        Period::Monthly => {
            let last = today.plus_days(-i64::from(today.0.day0()) - 1);
            (last.plus_days(-i64::from(last.0.day0())), last)
        }
    }
}

/// What the records say about a period, as Markdown for the project manager to go on from.
fn body(reader: &Reader<'_>, p: &Project, from: Date, to: Date) -> Result<String> {
    let say = |code: &str, args| phrase(reader.locale, code, &args);
    let bounds: [Timestamp; 2] = [
        from.at(chrono::NaiveTime::MIN, reader.zone),
        to.plus_days(1).at(chrono::NaiveTime::MIN, reader.zone),
    ];
    let mut text = String::new();
    let mut part = |title: &str, rows: Vec<String>| {
        text.push_str(&format!("## {}\n\n", say(title, json!({}))));
        if rows.is_empty() {
            text.push_str(&format!("{}\n", say("report-nothing", json!({}))));
        }
        for row in rows {
            text.push_str(&format!("- {row}\n"));
        }
        text.push('\n');
    };
    let meetings = reader.all(
        "SELECT title, held_at FROM meetings WHERE project_id = ?1 AND state = 'held'
           AND held_at >= ?2 AND held_at < ?3 ORDER BY held_at, id",
        params![p.id, bounds[0], bounds[1]],
        |r| {
            let at: Timestamp = r.get(1)?;
            let on = crate::language::date_text(reader.locale, at.date(reader.zone));
            Ok(format!("{on}: {}", r.get::<_, String>(0)?))
        },
    )?;
    part("report-meetings", meetings);
    let signed = reader.all(
        "SELECT m.title, s.signed_by, s.signed_on FROM signoffs s
         JOIN milestones m ON m.id = s.subject_id
         WHERE s.project_id = ?1 AND s.subject_kind = 'milestone' AND s.signed_on BETWEEN ?2 AND ?3
         ORDER BY s.signed_on, s.id",
        params![p.id, from, to],
        |r| {
            let (title, by, on): (String, String, Date) = (r.get(0)?, r.get(1)?, r.get(2)?);
            Ok(say("report-signed", json!({"title": title, "by": by, "on": on})))
        },
    )?;
    part("report-done", signed);
    let items = |condition: &str| {
        reader.all(
            &format!(
                "SELECT title, progress_percent, state FROM sow_items
                 WHERE sow_id = ?1 AND {condition} ORDER BY position, id"
            ),
            [p.sow],
            |r| {
                let (title, percent): (String, i64) = (r.get(0)?, r.get(1)?);
                let state: String = r.get(2)?;
                let state = say(&format!("sow_item-{state}"), json!({}));
                let args = json!({"title": title, "percent": percent, "state": state});
                Ok(say("report-item", args))
            },
        )
    };
    part("report-progress", items("state NOT IN ('not_started', 'dropped')")?);
    part("report-next", items("state = 'not_started'")?.into_iter().take(5).collect());
    let c = crate::projects::counts(reader, p)?;
    text.push_str(&say(
        "report-numbers",
        json!({"delivered": c.meetings_delivered, "promised": c.meetings_promised,
               "signed": c.milestones_signed, "milestones": c.milestones,
               "percent": c.progress_percent}),
    ));
    Ok(text)
}

/// Drafts the report of the last whole period for every running project that has none. Gives how
/// many.
pub(crate) fn draft_due(tx: &Tx<'_>) -> Result<usize> {
    let word: String = settings::get(tx, "reports.period")?;
    let Some(period) = Period::ALL.iter().copied().find(|p| p.word() == word) else {
        return Ok(0);
    };
    let (from, to) = last_period(period, tx.today());
    let end = to.plus_days(1).at(chrono::NaiveTime::MIN, tx.zone);
    let ids: Vec<ProjectId> = tx.all(
        "SELECT p.id FROM projects p WHERE p.stage IN ('executing', 'closing')
           AND p.execution_started_at < ?1 AND NOT EXISTS
               (SELECT 1 FROM progress_reports r WHERE r.project_id = p.id AND r.period = ?2
                AND r.from_on = ?3)
         ORDER BY p.id",
        params![end, period, from],
        |r| r.get(0),
    )?;
    for id in &ids {
        let p = project(tx, *id)?;
        let body = body(tx, &p, from, to)?;
        tx.write(
            "INSERT INTO progress_reports (id, project_id, period, from_on, to_on, body, state,
                 drafted_by, drafted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'draft', ?7, ?8)",
            params![tx.new_id::<ReportId>(), p.id, period, from, to, body, p.pm, tx.now],
        )?;
        tx.tell_in(p.id);
    }
    Ok(ids.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_whole_week_and_month() {
        for (period, today, from, to) in [
            (Period::Weekly, "2026-11-21", "2026-11-09", "2026-11-15"),
            (Period::Weekly, "2026-11-22", "2026-11-09", "2026-11-15"),
            (Period::Weekly, "2026-11-23", "2026-11-16", "2026-11-22"),
            (Period::Monthly, "2026-11-21", "2026-10-01", "2026-10-31"),
            (Period::Monthly, "2027-03-01", "2027-02-01", "2027-02-28"),
            (Period::Monthly, "2027-01-31", "2026-12-01", "2026-12-31"),
        ] {
            let day = |s| Date::parse(s).unwrap();
            assert_eq!(last_period(period, day(today)), (day(from), day(to)), "{today}");
        }
    }
}
