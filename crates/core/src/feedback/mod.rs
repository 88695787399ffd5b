//! What the client thinks: the net promoter score (NPS), a comment, a testimonial.
//!
//! NPS = % of 9–10 minus % of 0–6, rounded half away from zero; without answers there is none.

use crate::permissions;
use crate::projects::{
    Project, ProjectId, Stage, need_contact, need_worker, readable, seen, worked_on,
};
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Date, Done, Id, Permission, Query, Reader, Result, Tx, Validation, done, typed_id,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

typed_id!(FeedbackId);

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["nps.range"];

/// Percent of promoters minus percent of detractors; None when nobody answered.
pub fn net_promoter_score(answers: &[i64]) -> Option<i64> {
    let n = i64::try_from(answers.len()).ok().filter(|n| *n > 0)?;
    let count = |f: fn(&i64) -> bool| answers.iter().filter(|a| f(a)).count() as i64;
    let doubled = (count(|a| *a >= 9) - count(|a| *a <= 6)) * 200;
    // Half away from zero, in whole numbers.
    Some((doubled + doubled.signum() * n) / (2 * n))
}

/// Records what the client said about the work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackRecord {
    pub project: ProjectId,
    #[serde(default)]
    pub contact: Option<Id>,
    /// Who said it; the contact's name when not given.
    #[serde(default)]
    pub given_by: Option<String>,
    /// "How likely would you recommend us?" 0 to 10.
    pub nps: i64,
    #[serde(default)]
    pub comment: String,
    #[serde(default)]
    pub testimonial: String,
    /// The client permits to publish the testimonial.
    #[serde(default)]
    pub may_publish: bool,
    /// Today when not given.
    #[serde(default)]
    pub given_on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct FeedbackRecorded {
    pub feedback: FeedbackId,
}

/// # Errors
/// `project.not_yours`, `project.stage`.
pub(crate) fn may_record(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(&[Stage::Executing, Stage::Closing, Stage::Completed])
}

impl Command for FeedbackRecord {
    const NAME: &'static str = "feedback.record";
    const TITLE: &'static str = "Record the client's feedback";
    const NEEDS: Permission = permissions::PROJECT_WORK;
    type Outcome = FeedbackRecorded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        worked_on(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<FeedbackRecorded>> {
        let p = worked_on(tx, self.project)?;
        may_record(tx, &p)?;
        let named = match self.contact {
            Some(c) => {
                need_contact(tx, &p, c)?;
                tx.value::<String>("SELECT name FROM contacts WHERE id = ?1", [c])?
            }
            None => None,
        };
        let by = self.given_by.clone().or(named).unwrap_or_default();
        let on = self.given_on.unwrap_or(tx.today());
        let mut v = Validation::new();
        v.check(!(0..=10).contains(&self.nps), "nps", "nps.range");
        v.check(by.trim().is_empty(), "given_by", "required");
        v.check(by.chars().count() > 200, "given_by", "too_long");
        v.check(self.comment.chars().count() > 10_000, "comment", "too_long");
        v.check(self.testimonial.chars().count() > 10_000, "testimonial", "too_long");
        v.check(on > tx.today(), "given_on", "date.in_future");
        v.finish()?;
        let feedback: FeedbackId = tx.new_id();
        tx.write(
            "INSERT INTO feedback (id, project_id, contact_id, given_by, nps, comment, testimonial,
                 may_publish, given_on, recorded_by, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                feedback,
                p.id,
                self.contact,
                by.trim(),
                self.nps,
                self.comment.trim(),
                self.testimonial.trim(),
                self.may_publish,
                on,
                tx.actor.id,
                tx.now
            ],
        )?;
        Ok(done(FeedbackRecorded { feedback })
            .fact("project", p.name)
            .fact("by", by.trim())
            .fact("nps", self.nps))
    }
}

/// The feedback on one project, or on every project that the asker sees.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackList {
    #[serde(default)]
    pub project: Option<ProjectId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Feedbacks {
    pub rows: Vec<FeedbackRow>,
    /// −100 to 100; null when nobody answered.
    pub nps: Option<i64>,
    /// How many answers it is made of.
    pub n: usize,
}

#[derive(Serialize, JsonSchema)]
pub struct FeedbackRow {
    pub id: FeedbackId,
    pub project: ProjectId,
    pub project_name: String,
    pub given_by: String,
    pub nps: i64,
    pub comment: String,
    pub testimonial: String,
    pub may_publish: bool,
    pub given_on: Date,
}

impl Query for FeedbackList {
    const NAME: &'static str = "feedback.list";
    const TITLE: &'static str = "Feedback";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &["feedback", "projects", "assignments", "agreements"];
    type View = Feedbacks;

    fn ask(&self, reader: &Reader<'_>) -> Result<Feedbacks> {
        if let Some(project) = self.project {
            readable(reader, project)?;
        }
        let rows = reader.all(
            &format!(
                "SELECT f.id, f.project_id, p.name, f.given_by, f.nps, f.comment, f.testimonial,
                    f.may_publish, f.given_on
             FROM feedback f JOIN projects p ON p.id = f.project_id
             JOIN agreements a ON a.id = p.agreement_id
             WHERE {} AND (?3 IS NULL OR f.project_id = ?3)
             ORDER BY f.given_on DESC, f.id",
                seen(reader)
            ),
            params![reader.actor.may(permissions::PROJECT_READ_ALL), reader.actor.id, self.project],
            |r| {
                Ok(FeedbackRow {
                    id: r.get(0)?,
                    project: r.get(1)?,
                    project_name: r.get(2)?,
                    given_by: r.get(3)?,
                    nps: r.get(4)?,
                    comment: r.get(5)?,
                    testimonial: r.get(6)?,
                    may_publish: r.get(7)?,
                    given_on: r.get(8)?,
                })
            },
        )?;
        let answers: Vec<i64> = rows.iter().map(|r| r.nps).collect();
        Ok(Feedbacks { nps: net_promoter_score(&answers), n: answers.len(), rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_is_promoters_minus_detractors() {
        for (answers, score) in [
            (&[][..], None),
            (&[10], Some(100)),
            (&[7, 8], Some(0)),
            (&[0, 6], Some(-100)),
            (&[9, 10, 7, 6], Some(25)),
            (&[9, 6, 6], Some(-33)),
            (&[9, 9, 7], Some(67)),
            (&[9, 7, 7, 7, 7, 7, 7, 7], Some(13)),
            (&[0, 7, 7, 7, 7, 7, 7, 7], Some(-13)),
        ] {
            assert_eq!(net_promoter_score(answers), score, "{answers:?}");
        }
    }
}
