//! Outcome codes of calls: data with a default set, editable, never deleted.

use super::CallError;
use super::model::FollowUp;
use crate::people::commands::Nothing;
use crate::{language, permissions};
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Command, Done, Id, Permission, Query, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The default set, in the order of the list: code, reached, follow-up, again after minutes,
/// reasons to choose from.
const DEFAULTS: &[(&str, bool, FollowUp, Option<i64>, &str)] = &[
    ("connected_interested", true, FollowUp::Interested, None, ""),
    (
        "connected_not_interested",
        true,
        FollowUp::Nurture,
        Some(90 * 24 * 60),
        "too_expensive,has_a_solution,no_need,no_authority,not_now,other",
    ),
    ("connected_callback", true, FollowUp::Callback, Some(24 * 60), ""),
    ("not_connected_no_answer", false, FollowUp::Retry, Some(4 * 60), ""),
    ("not_connected_busy", false, FollowUp::Retry, Some(2 * 60), ""),
    ("not_connected_switched_off", false, FollowUp::Retry, Some(6 * 60), ""),
    ("not_connected_out_of_service", false, FollowUp::InvalidNumber, None, ""),
    ("connected_wrong_number", true, FollowUp::InvalidNumber, None, ""),
    ("connected_language_barrier", true, FollowUp::Language, None, ""),
    ("special_dnd", true, FollowUp::DoNotDisturb, None, ""),
    ("special_escalate", true, FollowUp::Escalate, None, ""),
    ("special_technical_issue", false, FollowUp::Retry, Some(60), ""),
];

/// Writes the default set, when a workspace is made.
/// # Errors
/// Storage errors.
pub fn seed(tx: &Tx<'_>) -> Result<()> {
    for (position, (code, is_reached, follow_up, again, reasons)) in (1..).zip(DEFAULTS) {
        tx.write(
            "INSERT INTO dispositions (id, code, is_reached, follow_up, again_minutes, reasons,
                 position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                Id::named("disposition", code),
                code,
                is_reached,
                follow_up.word(),
                again,
                reasons,
                position
            ],
        )?;
    }
    Ok(())
}

/// One outcome code.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Disposition {
    pub code: String,
    /// In the reader's language, unless the firm gave it a title of its own.
    pub title: String,
    /// Whether somebody was talked to.
    pub is_reached: bool,
    pub follow_up: FollowUp,
    pub again_minutes: Option<i64>,
    /// One of these must be given with it, when there are any.
    pub reasons: Vec<String>,
    pub position: i64,
    pub is_active: bool,
    pub version: i64,
}

const COLUMNS: &str =
    "code, title, is_reached, follow_up, again_minutes, reasons, position, is_active, version";

fn stored(r: &Row<'_>) -> rusqlite::Result<Disposition> {
    let follow_up: String = r.get(3)?;
    let reasons: String = r.get(5)?;
    Ok(Disposition {
        code: r.get(0)?,
        title: r.get(1)?,
        is_reached: r.get(2)?,
        follow_up: FollowUp::parse(&follow_up),
        again_minutes: r.get(4)?,
        reasons: reasons.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect(),
        position: r.get(6)?,
        is_active: r.get(7)?,
        version: r.get(8)?,
    })
}

/// An outcome code that may be used.
/// # Errors
/// `disposition.unknown`.
pub(super) fn active(reader: &Reader<'_>, code: &str) -> Result<Disposition> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM dispositions WHERE code = ?1 AND is_active = 1"),
            [code],
            stored,
        )?
        .ok_or_else(|| CallError::UnknownOutcome { code: code.to_owned() }.into())
}

/// The outcome codes in order; those that are switched off only when all are asked for.
pub(super) fn list(reader: &Reader<'_>, all: bool) -> Result<Vec<Disposition>> {
    reader.all(
        &format!(
            "SELECT {COLUMNS} FROM dispositions WHERE ?1 OR is_active = 1
             ORDER BY position, code"
        ),
        [all],
        stored,
    )
}

/// The outcome codes in order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispositionList {
    /// Those that are switched off, too.
    #[serde(default)]
    pub all: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Dispositions {
    pub rows: Vec<Disposition>,
}

impl Query for DispositionList {
    const NAME: &'static str = "disposition.list";
    const TITLE: &'static str = "Outcome codes";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["dispositions"];
    type View = Dispositions;

    fn ask(&self, reader: &Reader<'_>) -> Result<Dispositions> {
        let mut rows = list(reader, self.all)?;
        for d in rows.iter_mut().filter(|d| d.title.is_empty()) {
            let code = format!("disposition.{}", d.code);
            d.title = language::label(reader.locale, &code);
        }
        Ok(Dispositions { rows })
    }
}

/// Adds an outcome code or changes one; calls keep the code that they were given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispositionSet {
    /// Small letters, digits and `_`.
    pub code: String,
    /// The firm's own title; empty: the built-in one, in each reader's language.
    #[serde(default)]
    pub title: String,
    pub is_reached: bool,
    pub follow_up: FollowUp,
    #[serde(default)]
    pub again_minutes: Option<i64>,
    #[serde(default)]
    pub reasons: Vec<String>,
    pub position: i64,
    #[serde(default = "yes")]
    pub is_active: bool,
}

fn yes() -> bool {
    true
}

fn is_word(s: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !s.is_empty() && s.len() <= 60 && s.chars().all(fits)
}

impl Command for DispositionSet {
    const NAME: &'static str = "disposition.set";
    const TITLE: &'static str = "Change an outcome code";
    const NEEDS: Permission = permissions::DISPOSITION_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let is_builtin = DEFAULTS.iter().any(|d| d.0 == self.code);
        let mut v = Validation::new();
        v.check(!is_word(&self.code), "code", "disposition.code_not_valid");
        v.check(self.title.trim().is_empty() && !is_builtin, "title", "required");
        v.check(self.title.chars().count() > 200, "title", "too_long");
        let odd = self.again_minutes.is_some_and(|n| !(1..=1_000_000).contains(&n));
        v.check(odd, "again_minutes", "out_of_range");
        v.check(!(0..=1_000).contains(&self.position), "position", "out_of_range");
        v.check(self.reasons.len() > 50, "reasons", "too_long");
        v.check(self.reasons.iter().any(|r| !is_word(r)), "reasons", "disposition.code_not_valid");
        v.finish()?;
        tx.write(
            "INSERT INTO dispositions (id, code, title, is_reached, follow_up, again_minutes,
                 reasons, position, is_active) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title,
                 is_reached = excluded.is_reached, follow_up = excluded.follow_up,
                 again_minutes = excluded.again_minutes, reasons = excluded.reasons,
                 position = excluded.position, is_active = excluded.is_active,
                 version = version + 1",
            params![
                Id::named("disposition", &self.code),
                self.code,
                self.title.trim(),
                self.is_reached,
                self.follow_up.word(),
                self.again_minutes,
                self.reasons.join(","),
                self.position,
                self.is_active
            ],
        )?;
        Ok(done(Nothing {}).fact("code", &self.code))
    }
}
