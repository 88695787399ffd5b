//! `kickoff.request`, `kickoff.accept`, `kickoff.return`, `kickoff.reject`, `kickoff.resubmit`:
//! short enough to be read together, since they are one conversation.

use super::acts::{after, may_accept, may_decide, may_resubmit, need_the_pm};
use super::{Kickoff, KickoffError, KickoffRequestId, KickoffState, Verb, kickoff, visible};
use crate::agreements::{self, AgreementId, PlanId};
use crate::people::commands::Nothing;
use crate::people::{PersonId, name_of, people_with_permission};
use crate::permissions;
use crate::projects::commands::{check_text, need_text};
use crate::projects::{self, NewProject, ProjectId};
use crate::staffing::{self, StaffingRequestId};
use netra_kernel::rusqlite::params;
use netra_kernel::{
    Command, Currency, Date, Done, Id, Money, Permission, Reader, Result, Tx, Validation, done,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) struct Agreement {
    number: String,
    title: String,
    company: Id,
    company_name: String,
    pub owner: PersonId,
    signed_on: Date,
    start_on: Date,
    tenure_months: u32,
    plan: Id,
    currency: Currency,
}

pub(super) fn agreement(reader: &Reader<'_>, id: Id) -> Result<Agreement> {
    reader
        .maybe(
            "SELECT a.number, a.title, a.company_id, c.name, a.owner_id, a.signed_on, a.start_on,
                    a.tenure_months, a.plan_id, p.currency
             FROM agreements a JOIN companies c ON c.id = a.company_id
             JOIN pricing_plans p ON p.id = a.plan_id WHERE a.id = ?1",
            [id],
            |r| {
                Ok(Agreement {
                    number: r.get(0)?,
                    title: r.get(1)?,
                    company: r.get(2)?,
                    company_name: r.get(3)?,
                    owner: r.get(4)?,
                    signed_on: r.get(5)?,
                    start_on: r.get(6)?,
                    tenure_months: r.get(7)?,
                    plan: r.get(8)?,
                    currency: r.get(9)?,
                })
            },
        )?
        .ok_or_else(|| KickoffError::AgreementMissing { agreement: id.to_string() }.into())
}

/// The one who owns the agreement, or may hand over anybody's.
fn need_seller(reader: &Reader<'_>, id: Id) -> Result<Agreement> {
    let a = agreement(reader, id)?;
    need_seller_of(reader, &a)?;
    Ok(a)
}

/// # Errors
/// `kickoff.not_yours`.
pub(super) fn need_seller_of(reader: &Reader<'_>, a: &Agreement) -> Result<()> {
    if a.owner.0 == reader.actor.id || reader.actor.may(permissions::KICKOFF_REQUEST_ANY) {
        return Ok(());
    }
    Err(KickoffError::NotYours { agreement: a.number.clone() }.into())
}

fn need_pm(reader: &Reader<'_>, pm: PersonId) -> Result<String> {
    let name = name_of(reader, pm)?;
    let able = people_with_permission(reader, permissions::KICKOFF_DECIDE)?;
    if able.iter().any(|p| p.0 == pm) {
        return Ok(name);
    }
    Err(KickoffError::NotAPm { person: name }.into())
}

/// Instalment 1 is paid in full, and every payment for it is verified.
pub(super) fn need_first_payment(reader: &Reader<'_>, a: &Agreement) -> Result<()> {
    let agreement = a.number.clone();
    let all = agreements::instalments(reader, PlanId(a.plan))?;
    let Some(first) = all.first() else {
        return Err(KickoffError::NoInstalments { agreement }.into());
    };
    if first.open_minor() > 0 {
        let open = Money::new(first.open_minor(), a.currency);
        return Err(KickoffError::FirstPayment { agreement, open }.into());
    }
    let waits = reader.exists(
        "SELECT 1 FROM payments WHERE instalment_id = ?1 AND state = 'recorded'",
        [first.id],
    )?;
    if waits || !first.is_verified_paid() {
        return Err(KickoffError::FirstPaymentUnverified { agreement }.into());
    }
    Ok(())
}

/// What an agreement must have behind it before it is handed over, and that it was not yet.
fn need_ready(reader: &Reader<'_>, id: Id, a: &Agreement) -> Result<()> {
    if a.signed_on > reader.today() {
        return Err(KickoffError::NotSigned { agreement: a.number.clone() }.into());
    }
    need_first_payment(reader, a)?;
    if is_requested(reader, id.into())? {
        return Err(KickoffError::Exists { agreement: a.number.clone() }.into());
    }
    Ok(())
}

/// Whether a request for this agreement is under way or was accepted; a rejected one leaves it free.
/// # Errors
/// Storage errors.
pub(crate) fn is_requested(reader: &Reader<'_>, agreement: AgreementId) -> Result<bool> {
    let sql = "SELECT 1 FROM kickoff_requests WHERE agreement_id = ?1 AND state <> 'rejected'";
    reader.exists(sql, [agreement])
}

/// Whether the asker's [`KickoffRequest`] for this agreement would be taken now, whoever the project
/// manager is.
/// # Errors
/// Storage errors.
pub(crate) fn may_be_requested(reader: &Reader<'_>, agreement: Id) -> Result<bool> {
    if !reader.actor.may(permissions::KICKOFF_REQUEST) {
        return Ok(false);
    }
    match need_seller(reader, agreement).and_then(|a| need_ready(reader, agreement, &a)) {
        Ok(()) => Ok(true),
        Err(e) if e.code().starts_with("kickoff.") => Ok(false),
        Err(e) => Err(e),
    }
}

/// Hands an agreement to a project manager.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KickoffRequest {
    pub agreement: Id,
    /// The project manager.
    pub pm: PersonId,
    #[serde(default)]
    pub note: String,
}

#[derive(Serialize, JsonSchema)]
pub struct KickoffRequested {
    pub kickoff: KickoffRequestId,
}

impl Command for KickoffRequest {
    const NAME: &'static str = "kickoff.request";
    const TITLE: &'static str = "Request a kickoff";
    const NEEDS: Permission = permissions::KICKOFF_REQUEST;
    type Outcome = KickoffRequested;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_seller(reader, self.agreement).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<KickoffRequested>> {
        let a = need_seller(tx, self.agreement)?;
        let mut v = Validation::new();
        v.check(self.note.chars().count() > 4_000, "note", "too_long");
        v.finish()?;
        let pm = need_pm(tx, self.pm)?;
        need_ready(tx, self.agreement, &a)?;
        let kickoff: KickoffRequestId = tx.new_id();
        tx.write(
            "INSERT INTO kickoff_requests (id, agreement_id, pm_id, note, state, requested_by,
                 requested_at) VALUES (?1, ?2, ?3, ?4, 'pending', ?5, ?6)",
            params![kickoff, self.agreement, self.pm, self.note.trim(), tx.actor.id, tx.now],
        )?;
        Ok(done(KickoffRequested { kickoff }).fact("agreement", a.number).fact("pm", pm))
    }
}

/// The request, for the one who decides on it.
fn need_decider(reader: &Reader<'_>, id: KickoffRequestId) -> Result<Kickoff> {
    let k = kickoff(reader, id)?;
    if !visible(reader, &k)? {
        return Err(KickoffError::Missing { kickoff: id.to_string() }.into());
    }
    need_the_pm(reader, &k)?;
    Ok(k)
}

fn advance(tx: &Tx<'_>, k: &Kickoff, verb: Verb, reason: &str) -> Result<KickoffState> {
    let to = after(k, verb)?;
    let decided = (verb != Verb::Resubmit).then_some(tx.now);
    tx.write(
        "UPDATE kickoff_requests SET state = ?2, reason = ?3, decided_at = ?4 WHERE id = ?1",
        params![k.id, to, reason, decided],
    )?;
    Ok(to)
}

/// Who is asked of HR when the project begins.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingWish {
    pub role: String,
    #[serde(default)]
    pub skills: String,
    /// 1 to 100.
    pub allocation_percent: i64,
}

/// Accepts a request: makes the project, and asks HR for people.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KickoffAccept {
    pub kickoff: KickoffRequestId,
    /// The project's name; the agreement's title when not given.
    #[serde(default)]
    pub name: Option<String>,
    /// The first day; the agreement's when not given. The end follows from the tenure.
    #[serde(default)]
    pub start_on: Option<Date>,
    /// One consultant at half time when not given.
    #[serde(default)]
    pub staffing: Vec<StaffingWish>,
}

#[derive(Serialize, JsonSchema)]
pub struct KickoffAccepted {
    pub project: ProjectId,
    pub start_on: Date,
    pub end_on: Date,
    pub staffing_requests: Vec<StaffingRequestId>,
}

/// Percent of a person's time that HR is asked for when nobody says otherwise.
const USUAL_ALLOCATION: i64 = 50;

impl Command for KickoffAccept {
    const NAME: &'static str = "kickoff.accept";
    const TITLE: &'static str = "Accept a kickoff";
    const NEEDS: Permission = permissions::KICKOFF_DECIDE;
    type Outcome = KickoffAccepted;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_decider(reader, self.kickoff).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<KickoffAccepted>> {
        let k = need_decider(tx, self.kickoff)?;
        let a = agreement(tx, k.agreement)?;
        may_accept(tx, &k, &a)?;
        let usual = format!("{} – {}", a.company_name, a.title);
        let name = self.name.as_deref().unwrap_or(&usual).trim();
        let start_on = self.start_on.unwrap_or(a.start_on);
        let mut v = Validation::new();
        check_text(&mut v, "name", name, 500);
        v.check_from(start_on, "start_on", a.signed_on);
        v.finish()?;
        advance(tx, &k, Verb::Accept, "")?;
        let end_on = start_on.plus_months(a.tenure_months);
        let project = projects::insert(
            tx,
            &NewProject {
                name,
                agreement: k.agreement,
                kickoff_request: k.id.0,
                company: a.company,
                pm: k.pm,
                start_on,
                end_on,
            },
        )?;
        for contact in tx.all(
            "SELECT id FROM contacts WHERE company_id = ?1 AND archived_at IS NULL ORDER BY id",
            [a.company],
            |r| r.get::<_, Id>(0),
        )? {
            tx.write(
                "INSERT INTO project_contacts (id, project_id, contact_id) VALUES (?1, ?2, ?3)",
                params![tx.new_id::<Id>(), project, contact],
            )?;
        }
        let usual = [StaffingWish {
            role: "Consultant".into(),
            skills: String::new(),
            allocation_percent: USUAL_ALLOCATION,
        }];
        let wishes = if self.staffing.is_empty() { &usual[..] } else { &self.staffing };
        let mut staffing_requests = Vec::new();
        for w in wishes {
            let wanted = staffing::Wanted {
                role: &w.role,
                skills: &w.skills,
                allocation_percent: w.allocation_percent,
                from_on: start_on,
                to_on: end_on,
            };
            staffing_requests.push(staffing::raise(tx, project, &wanted)?);
        }
        tx.tell_in(project);
        Ok(done(KickoffAccepted { project, start_on, end_on, staffing_requests })
            .fact("project", name)
            .fact("start", start_on)
            .fact("end", end_on))
    }
}

macro_rules! decision {
    ($(#[$m:meta])* $type:ident, $name:literal, $title:literal, $verb:expr) => {
        $(#[$m])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $type {
            pub kickoff: KickoffRequestId,
            pub reason: String,
        }

        impl Command for $type {
            const NAME: &'static str = $name;
            const TITLE: &'static str = $title;
            const NEEDS: Permission = permissions::KICKOFF_DECIDE;
            type Outcome = Nothing;

            fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
                need_decider(reader, self.kickoff).map(|_| ())
            }

            fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
                let k = need_decider(tx, self.kickoff)?;
                may_decide(tx, &k, $verb)?;
                need_text("reason", &self.reason, 2_000)?;
                advance(tx, &k, $verb, self.reason.trim())?;
                let a = agreement(tx, k.agreement)?;
                Ok(done(Nothing {})
                    .fact("agreement", a.number)
                    .fact("reason", self.reason.trim()))
            }
        }
    };
}

decision!(
    /// Gives a request back to sales, to be mended and sent again.
    KickoffReturn, "kickoff.return", "Return a kickoff", Verb::Return
);
decision!(
    /// Turns a request down for good; sales may raise another, with another project manager.
    KickoffReject, "kickoff.reject", "Reject a kickoff", Verb::Reject
);

/// Sends a returned request again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KickoffResubmit {
    pub kickoff: KickoffRequestId,
    /// Another project manager, when given.
    #[serde(default)]
    pub pm: Option<PersonId>,
    /// What was mended.
    pub note: String,
}

impl Command for KickoffResubmit {
    const NAME: &'static str = "kickoff.resubmit";
    const TITLE: &'static str = "Send a kickoff again";
    const NEEDS: Permission = permissions::KICKOFF_REQUEST;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_seller(reader, kickoff(reader, self.kickoff)?.agreement).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let k = kickoff(tx, self.kickoff)?;
        let a = need_seller(tx, k.agreement)?;
        may_resubmit(tx, &k, &a)?;
        need_text("note", &self.note, 4_000)?;
        let pm = self.pm.unwrap_or(k.pm);
        let pm_name = need_pm(tx, pm)?;
        advance(tx, &k, Verb::Resubmit, "")?;
        tx.write(
            "UPDATE kickoff_requests SET pm_id = ?2, note = ?3 WHERE id = ?1",
            params![k.id, pm, self.note.trim()],
        )?;
        Ok(done(Nothing {}).fact("agreement", a.number).fact("pm", pm_name))
    }
}
