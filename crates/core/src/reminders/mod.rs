//! Payment reminders: on the days of the rule (three days before, on the day, 3, 7, 15 after, then
//! weekly) a reminder is made for each open instalment; somebody sends it, or it is not needed any
//! more.
//!
//! Invariant: one reminder per instalment, due day and day of the rule. Of days that were missed
//! only the last one is made.
//! Invariant: nothing is stored about being paid: a reminder of an instalment with nothing open, of
//! a client whose reminders rest, or of a cancelled project, is not shown and cannot be sent.
//! Invariant: whom to remind is said by [`due`] alone.

use crate::agreements::{self, AgreementId, Instalment, InstalmentId};
use crate::companies::CompanyId;
use crate::language::phrase;
use crate::people::commands::Nothing;
use crate::permissions;
use crate::settings;
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Date, Done, Money, Permission, Query, Reader, Result, Timestamp, Tx, done, errors,
    typed_id,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

typed_id!(ReminderId);

errors! {
    pub enum ReminderError {
        NotFound "reminder.not_found" Missing { reminder: String },
        NotNow "reminder.not_needed" NotNeeded { number: i64 },
        NotNow "reminder.sent_already" SentAlready,
    }
}

/// Labels in the language files.
pub const LABELS: &[&str] = &[
    "reminder-subject-before",
    "reminder-subject-today",
    "reminder-subject-after",
    "reminder-body-before",
    "reminder-body-today",
    "reminder-body-after",
];

/// The last day of the rule up to so many days after the due day.
fn last_rule_day(days_after_due: i64) -> Option<i64> {
    match days_after_due {
        ..=-4 => None,
        -3..=-1 => Some(-3),
        0..=2 => Some(0),
        3..=6 => Some(3),
        7..=14 => Some(7),
        n => Some(15 + (n - 15) / 7 * 7),
    }
}

/// An instalment that its client is to be reminded of.
pub(crate) struct DueReminder {
    pub instalment: Instalment,
    pub due_on: Date,
    /// The last day of the rule that has come; negative before the due day.
    pub days_after_due: i64,
}

/// Whom to remind, as of a day: something is open and a day of the rule has come, the client's
/// reminders do not rest and the project was not cancelled. What is made, what is shown, what may
/// be sent and what is foretold follow from here.
/// # Errors
/// Storage errors.
pub(crate) fn due(
    reader: &Reader<'_>,
    on: Date,
    only: Option<InstalmentId>,
) -> Result<Vec<DueReminder>> {
    let alive = "(?1 IS NULL OR i.id = ?1) AND i.waived_by IS NULL AND NOT EXISTS
             (SELECT 1 FROM agreements a JOIN companies c ON c.id = a.company_id
              WHERE a.plan_id = i.plan_id AND c.reminders_paused = 1)
         AND NOT EXISTS (SELECT 1 FROM agreements a JOIN projects p ON p.agreement_id = a.id
             WHERE a.plan_id = i.plan_id AND p.stage = 'cancelled')";
    let open = agreements::instalments_where(reader, alive, [only])?;
    let due = open.into_iter().filter(|i| i.open_minor() > 0).filter_map(|instalment| {
        let due_on = instalment.due_on?;
        let days_after_due = last_rule_day(due_on.days_until(on))?;
        Some(DueReminder { instalment, due_on, days_after_due })
    });
    Ok(due.collect())
}

/// Whether the reminder of this day of the rule went out already.
/// # Errors
/// Storage errors.
pub(crate) fn is_sent(reader: &Reader<'_>, r: &DueReminder) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM payment_reminders WHERE instalment_id = ?1 AND due_on = ?2
             AND days_after_due = ?3 AND sent_at IS NOT NULL",
        params![r.instalment.id, r.due_on, r.days_after_due],
    )
}

/// Makes the reminders of today. Gives how many.
pub(crate) fn make_due(tx: &Tx<'_>) -> Result<usize> {
    let mut made = 0;
    for DueReminder { instalment: i, due_on, days_after_due: day } in due(tx, tx.today(), None)? {
        let is_made = tx.exists(
            "SELECT 1 FROM payment_reminders
             WHERE instalment_id = ?1 AND due_on = ?2 AND days_after_due = ?3",
            params![i.id, due_on, day],
        )?;
        if !is_made {
            tx.write(
                "INSERT INTO payment_reminders (id, instalment_id, days_after_due, due_on, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![tx.new_id::<ReminderId>(), i.id, day, due_on, tx.now],
            )?;
            made += 1;
        }
    }
    Ok(made)
}

/// Reminders that wait to be sent, and those that were.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct ReminderList {
    pub agreement: Option<AgreementId>,
    /// Those that were sent, the last first, instead of those that wait.
    pub sent: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct ReminderRows {
    pub rows: Vec<ReminderRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct ReminderRow {
    pub id: ReminderId,
    pub agreement: AgreementId,
    pub agreement_number: String,
    pub company: CompanyId,
    pub company_name: String,
    pub instalment: InstalmentId,
    pub instalment_number: i64,
    pub due_on: Date,
    /// The day of the rule that it was made for; negative before the due day.
    pub days_after_due: i64,
    /// How long ago it fell due, today.
    pub days: i64,
    pub open: Money,
    pub made_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// What to write, in the reader's language.
    pub subject: String,
    pub body: String,
}

struct Found {
    id: ReminderId,
    instalment: InstalmentId,
    agreement: AgreementId,
    days_after_due: i64,
    due_on: Date,
    made_at: Timestamp,
    sent_at: Option<Timestamp>,
}

fn find(
    reader: &Reader<'_>,
    which: &str,
    id: Option<ReminderId>,
    sent: bool,
) -> Result<Vec<Found>> {
    reader.all(
        &format!(
            "SELECT r.id, r.instalment_id, a.id, r.days_after_due, r.due_on, r.made_at, r.sent_at
             FROM payment_reminders r JOIN instalments i ON i.id = r.instalment_id
             JOIN agreements a ON a.plan_id = i.plan_id
             WHERE (?1 IS NULL OR r.id = ?1) AND (?1 IS NOT NULL OR (r.sent_at IS NOT NULL) = ?2)
             ORDER BY {which}, r.id"
        ),
        params![id, sent],
        |r| {
            Ok(Found {
                id: r.get(0)?,
                instalment: r.get(1)?,
                agreement: r.get(2)?,
                days_after_due: r.get(3)?,
                due_on: r.get(4)?,
                made_at: r.get(5)?,
                sent_at: r.get(6)?,
            })
        },
    )
}

/// Whether it still makes sense: it would be made today, too, for the same due day, and no later
/// reminder of the same instalment was made.
fn is_needed(reader: &Reader<'_>, f: &Found) -> Result<bool> {
    let due = due(reader, reader.today(), Some(f.instalment))?;
    let is_last = !reader.exists(
        "SELECT 1 FROM payment_reminders
         WHERE instalment_id = ?1 AND due_on = ?2 AND days_after_due > ?3",
        params![f.instalment, f.due_on, f.days_after_due],
    )?;
    Ok(is_last && due.iter().any(|d| d.due_on == f.due_on))
}

impl Query for ReminderList {
    const NAME: &'static str = "reminder.list";
    const TITLE: &'static str = "Payment reminders";
    const NEEDS: Permission = permissions::PAYMENT_READ;
    const READS: &'static [&'static str] = &[
        "payment_reminders",
        "payments",
        "instalments",
        "agreements",
        "companies",
        "projects",
        "signoffs",
        "settings",
    ];
    type View = ReminderRows;

    fn ask(&self, reader: &Reader<'_>) -> Result<ReminderRows> {
        let order = if self.sent { "r.sent_at DESC" } else { "r.due_on" };
        let firm: String = settings::get(reader, "firm.name")?;
        let mut rows = Vec::new();
        for f in find(reader, order, None, self.sent)? {
            if self.agreement.is_some_and(|a| a != f.agreement) {
                continue;
            }
            let Ok(a) = agreements::need_seen(reader, f.agreement) else { continue };
            if !self.sent && !is_needed(reader, &f)? {
                continue;
            }
            let i = agreements::instalment(reader, f.instalment)?;
            let days = f.due_on.days_until(reader.today());
            let open = Money::new(i.open_minor(), a.currency);
            let when = match days {
                ..=-1 => "before",
                0 => "today",
                _ => "after",
            };
            let args = json!({"number": i.number, "agreement": a.number, "title": a.title,
                "open": open, "due": f.due_on, "days": days.abs(), "company": a.company_name,
                "firm": firm});
            let say = |part: &str| phrase(reader.locale, &format!("reminder-{part}-{when}"), &args);
            rows.push(ReminderRow {
                id: f.id,
                agreement: a.id,
                agreement_number: a.number.clone(),
                company: a.company,
                company_name: a.company_name.clone(),
                instalment: i.id,
                instalment_number: i.number,
                due_on: f.due_on,
                days_after_due: f.days_after_due,
                days,
                open,
                made_at: f.made_at,
                sent_at: f.sent_at,
                subject: say("subject"),
                body: say("body"),
            });
        }
        Ok(ReminderRows { rows })
    }
}

/// Records that a reminder went to the client.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderSend {
    pub reminder: ReminderId,
}

fn seen(reader: &Reader<'_>, id: ReminderId) -> Result<Found> {
    let missing = || ReminderError::Missing { reminder: id.to_string() };
    let found = find(reader, "r.id", Some(id), false)?.pop().ok_or_else(missing)?;
    agreements::need_seen(reader, found.agreement).map_err(|_| missing())?;
    Ok(found)
}

impl Command for ReminderSend {
    const NAME: &'static str = "reminder.send";
    const TITLE: &'static str = "Record a reminder as sent";
    const NEEDS: Permission = permissions::REMINDER_SEND;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        seen(reader, self.reminder).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let found = seen(tx, self.reminder)?;
        if found.sent_at.is_some() {
            return Err(ReminderError::SentAlready.into());
        }
        let i = agreements::instalment(tx, found.instalment)?;
        if !is_needed(tx, &found)? {
            return Err(ReminderError::NotNeeded { number: i.number }.into());
        }
        tx.write(
            "UPDATE payment_reminders SET sent_by = ?2, sent_at = ?3 WHERE id = ?1",
            params![found.id, tx.actor.id, tx.now],
        )?;
        let agreement = agreements::agreement(tx, found.agreement)?;
        tx.tell_in(agreement.id);
        Ok(done(Nothing {})
            .fact("company", agreement.company_name)
            .fact("number", i.number)
            .fact("agreement", agreement.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::is_reminder_day;

    #[test]
    fn the_last_day_of_the_rule() {
        for n in -10..60 {
            let expected = (-3..=n).rev().find(|d| is_reminder_day(*d));
            assert_eq!(last_rule_day(n), expected, "{n}");
        }
    }
}
