//! Who may be dialled now.

use crate::language::Phrase;
use crate::leads::hours::Hours;
use crate::leads::store::Lead;
use crate::settings;
use chrono::NaiveTime;
use netra_kernel::rusqlite::params;
use netra_kernel::{Reader, Result};

/// A reason in words, in the language of whoever reads it.
pub(super) fn in_words(code: &str) -> Phrase {
    let label = match code {
        "do_not_disturb" => "refused.do_not_disturb",
        "consent_withdrawn" => "refused.consent_withdrawn",
        "invalid_number" => "refused.invalid_number",
        "resting" => "refused.resting",
        "outside_hours" => "refused.outside_hours",
        "too_often_today" => "refused.too_often_today",
        _ => "refused.too_often_this_week",
    };
    Phrase::new(label, serde_json::json!({}))
}

/// Every reason not to dial this lead at this moment, as codes behind `refused.`. Attempts count for
/// the lead and for its number, whichever lead they were made for.
pub(super) fn refusals(reader: &Reader<'_>, lead: &Lead) -> Result<Vec<&'static str>> {
    let zone = lead.zone_or(reader.zone);
    let day_start = reader.now.date(zone).at(NaiveTime::MIN, zone);
    let max_per_day: i64 = settings::get(reader, "calling.max_per_day")?;
    let max_per_week: i64 = settings::get(reader, "calling.max_per_week")?;
    let since = |t| -> Result<i64> {
        reader.one(
            "SELECT count(*) FROM calls WHERE started_at >= ?2
                 AND (lead_id = ?1 OR number_e164 = ?3)",
            params![lead.id, t, lead.phone_e164],
            |r| r.get(0),
        )
    };
    // It is a person who asked not to be called: whatever other leads have the number say it, too.
    let (is_dnd, is_withdrawn, is_invalid): (bool, bool, bool) = reader.one(
        "SELECT ifnull(max(is_dnd), 0), ifnull(max(consent_withdrawn_at IS NOT NULL), 0),
                ifnull(max(is_invalid_number), 0)
         FROM leads INDEXED BY leads_phone WHERE phone_e164 = ?1",
        [&lead.phone_e164],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let mut found = Vec::new();
    if lead.is_dnd || is_dnd {
        found.push("do_not_disturb");
    }
    if lead.consent_withdrawn_at.is_some() || is_withdrawn {
        found.push("consent_withdrawn");
    }
    if lead.is_invalid_number || is_invalid {
        found.push("invalid_number");
    }
    // After so many attempts in vain; a promised time wakes it.
    if lead.status == "resting" {
        found.push("resting");
    }
    if !Hours::of(reader)?.is_open(reader.now, zone) {
        found.push("outside_hours");
    }
    if since(day_start)? >= max_per_day {
        found.push("too_often_today");
    }
    if since(reader.now.plus_days(-7))? >= max_per_week {
        found.push("too_often_this_week");
    }
    Ok(found)
}
