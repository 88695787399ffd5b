//! `signoff.give`, and the writing of a sign-off for the features whose subjects are signed.

use super::{How, SignOffId, SignoffError, Subject, content_of};
use crate::files::{FileId, opened};
use crate::permissions;
use crate::projects::{self, Project, ProjectId, Stage, need_contact, need_worker, worked_on};
use crate::{deliverables, invoices, milestones, sow_items};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The client's signature: who, how, when, and the evidence.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The client's person, who signs under their own name.
    #[serde(default)]
    pub contact: Option<Id>,
    /// The name under the signature of somebody who is none of the client's contacts.
    #[serde(default)]
    pub signed_by: Option<String>,
    pub how: How,
    /// Today when not given.
    #[serde(default)]
    pub signed_on: Option<Date>,
    /// The signed paper, mail or portal record.
    pub evidence_file: FileId,
    #[serde(default)]
    pub remark: String,
}

/// Whether one of the firm's own people has this name.
fn is_one_of_us(reader: &Reader<'_>, name: &str) -> Result<bool> {
    let plain = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let ours = reader.all("SELECT name FROM people ORDER BY id", [], |r| r.get::<_, String>(0))?;
    Ok(ours.iter().any(|n| plain(n) == plain(name)))
}

/// Writes a sign-off of the subject as it stands now. The caller has checked that it may be signed.
pub(crate) fn sign(
    tx: &Tx<'_>,
    p: &Project,
    subject: Subject,
    id: Id,
    s: &Signature,
) -> Result<(SignOffId, String)> {
    let contact = match s.contact {
        Some(contact) => {
            need_contact(tx, p, contact)?;
            tx.value::<String>("SELECT name FROM contacts WHERE id = ?1", [contact])?
        }
        None => None,
    };
    let typed = s.signed_by.as_deref().map(str::trim);
    let name = contact.as_deref().or(typed).unwrap_or_default().trim();
    let signed_on = s.signed_on.unwrap_or(tx.today());
    let mut v = Validation::new();
    v.check(name.is_empty(), "signature.signed_by", "signoff.nobody");
    let is_somebody_else = contact.is_some() && typed.is_some_and(|typed| typed != name);
    v.check(is_somebody_else, "signature.signed_by", "signoff.two_names");
    // A person of the client's may have the name of one of ours: then the contact says so.
    let is_ours = s.contact.is_none() && is_one_of_us(tx, name)?;
    v.check(is_ours, "signature.signed_by", "signoff.own_person");
    v.check(name.chars().count() > 200, "signature.signed_by", "too_long");
    v.check(s.remark.chars().count() > 4_000, "signature.remark", "too_long");
    v.check(signed_on > tx.today(), "signature.signed_on", "date.in_future");
    v.check_from(signed_on, "signature.signed_on", p.start_on);
    v.finish()?;
    let (evidence, _) = opened(tx, s.evidence_file)?;
    let content = content_of(tx, p, subject, id)?;
    let signoff: SignOffId = tx.new_id();
    tx.write(
        "INSERT INTO signoffs (id, project_id, subject_kind, subject_id, contact_id, signed_by,
             how, signed_on, remark, evidence_file_id, evidence_sha256, content, content_sha256,
             recorded_by, recorded_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, id, sha256, ?11, ?12, ?13, ?14
         FROM files WHERE id = ?10",
        params![
            signoff,
            p.id,
            subject,
            id,
            s.contact,
            name,
            s.how,
            signed_on,
            s.remark.trim(),
            evidence.id,
            content.text,
            content.hash,
            tx.actor.id,
            tx.now
        ],
    )?;
    Ok((signoff, name.to_owned()))
}

/// Records what the client signed: a SOW item, a milestone, a deliverable, or the whole project.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignoffGive {
    pub subject_kind: Subject,
    /// The SOW item, milestone, deliverable or project.
    pub subject: Id,
    pub signature: Signature,
}

#[derive(Serialize, JsonSchema)]
pub struct SignoffGiven {
    pub signoff: SignOffId,
}

impl Command for SignoffGive {
    const NAME: &'static str = "signoff.give";
    const TITLE: &'static str = "Record a client's sign-off";
    const NEEDS: Permission = permissions::SIGNOFF_GIVE;
    type Outcome = SignoffGiven;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        match self.subject_kind {
            Subject::SowItem => sow_items::worked(reader, self.subject.into()).map(|_| ()),
            Subject::Milestone => milestones::managed(reader, self.subject.into()).map(|_| ()),
            Subject::Deliverable => deliverables::worked(reader, self.subject.into()).map(|_| ()),
            Subject::Project => worked_on(reader, ProjectId(self.subject)).map(|_| ()),
        }
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<SignoffGiven>> {
        let s = &self.signature;
        let (signoff, by, project, what) = match self.subject_kind {
            Subject::SowItem => sow_items::sign(tx, self.subject.into(), s)?,
            Subject::Milestone => milestones::sign(tx, self.subject.into(), s)?,
            Subject::Deliverable => deliverables::sign(tx, self.subject.into(), s)?,
            Subject::Project => sign_project(tx, ProjectId(self.subject), s)?,
        };
        if self.subject_kind == Subject::Milestone {
            invoices::on_signoff(tx, self.subject, s.signed_on.unwrap_or(tx.today()))?;
        }
        projects::settle(tx, project)?;
        Ok(done(SignoffGiven { signoff })
            .fact("what", what)
            .fact("by", by)
            .fact("project", projects::say_name(tx, project)?))
    }
}

/// The client accepts the whole, which they can only when they accepted each deliverable.
/// # Errors
/// `project.not_yours`, `project.stage`, `signoff.deliverables_open`, `signoff.given_already`.
pub(crate) fn may_sign_project(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::RUNNING)?;
    let open: i64 = reader.one(
        "SELECT count(*) FROM deliverables WHERE project_id = ?1 AND state <> 'accepted'",
        [p.id],
        |r| r.get(0),
    )?;
    if open > 0 {
        return Err(SignoffError::DeliverablesOpen { n: open }.into());
    }
    match super::project_signoff(reader, p)? {
        super::ProjectSignOff::Current { .. } => Err(SignoffError::GivenAlready.into()),
        _ => Ok(()),
    }
}

fn sign_project(
    tx: &Tx<'_>,
    id: ProjectId,
    s: &Signature,
) -> Result<(SignOffId, String, ProjectId, String)> {
    let p = worked_on(tx, id)?;
    may_sign_project(tx, &p)?;
    let (signoff, by) = sign(tx, &p, Subject::Project, p.id.0, s)?;
    Ok((signoff, by, p.id, p.name))
}
