//! `home.sales`: a seller's day: the pipeline, what should close, which quotes wait, what is to be
//! approved and handed over.

use crate::agreements::queries::seen;
use crate::agreements::{self, AgreementId};
use crate::deals::board::{Column, DealBoard};
use crate::deals::queries::DealRow;
use crate::kickoffs;
use crate::permissions;
use crate::quotes::QuoteId;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Id, Money, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A seller's own day; everybody's for whoever may see all sales.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeSales {}

#[derive(Serialize, JsonSchema)]
pub struct SalesHome {
    /// The open stages, without their deals.
    pub pipeline: Vec<Column>,
    pub weighted: Vec<Money>,
    /// Won since the first of the month.
    pub won: i64,
    pub won_values: Vec<Money>,
    /// Open deals that should close within two weeks, or should have.
    pub closing: Vec<DealRow>,
    /// Sent, and the client has not answered; the first to expire first.
    pub waiting: Vec<QuoteWaiting>,
    /// Quotes in review, for whoever may approve.
    pub to_approve: Vec<QuoteWaiting>,
    /// Agreements whose first instalment is paid and verified, with no kickoff request.
    pub to_hand_over: Vec<HandOver>,
    /// Kickoff requests that came back, with the reason.
    pub returned: Vec<Returned>,
}

#[derive(Serialize, JsonSchema)]
pub struct QuoteWaiting {
    pub quote: QuoteId,
    pub title: String,
    pub number: Option<String>,
    pub company_name: String,
    pub owner_name: String,
    pub since: Timestamp,
    pub days: i64,
    pub valid_until: Option<Date>,
    /// How long it is still valid; negative when it is over.
    pub valid_days_left: Option<i64>,
}

#[derive(Serialize, JsonSchema)]
pub struct HandOver {
    pub agreement: AgreementId,
    pub number: String,
    pub title: String,
    pub company_name: String,
    pub signed_on: Date,
}

#[derive(Serialize, JsonSchema)]
pub struct Returned {
    pub kickoff: Id,
    pub agreement_number: String,
    pub company_name: String,
    pub pm_name: String,
    pub reason: String,
}

/// How far ahead 'closing' looks (days).
const CLOSING_DAYS: i64 = 14;

fn quotes(reader: &Reader<'_>, sees_all: bool, states: &str) -> Result<Vec<QuoteWaiting>> {
    let today = reader.today();
    reader.all(
        &format!(
            "SELECT q.id, q.title, v.number, c.name, p.name, q.state_since, v.valid_until
             FROM quotes q JOIN companies c ON c.id = q.company_id
             JOIN people p ON p.id = q.owner_id
             LEFT JOIN quote_versions v ON v.quote_id = q.id AND v.version = q.version
             WHERE (?1 OR q.owner_id = ?2) AND q.state IN ({states})
             ORDER BY v.valid_until, q.state_since, q.id LIMIT 200"
        ),
        params![sees_all, reader.actor.id],
        |r| {
            let since: Timestamp = r.get(5)?;
            let valid_until: Option<Date> = r.get(6)?;
            Ok(QuoteWaiting {
                quote: r.get(0)?,
                title: r.get(1)?,
                number: r.get(2)?,
                company_name: r.get(3)?,
                owner_name: r.get(4)?,
                since,
                days: since.date(reader.zone).days_until(today),
                valid_until,
                valid_days_left: valid_until.map(|d| today.days_until(d)),
            })
        },
    )
}

fn to_hand_over(reader: &Reader<'_>) -> Result<Vec<HandOver>> {
    let mut rows = Vec::new();
    if !crate::projects::knows_money(reader) {
        return Ok(rows);
    }
    for a in seen(reader, None)? {
        if kickoffs::is_requested(reader, a.id)? {
            continue;
        }
        let first = agreements::instalments(reader, a.plan)?.into_iter().next();
        if first.is_some_and(|i| i.is_verified_paid()) {
            rows.push(HandOver {
                agreement: a.id,
                number: a.number,
                title: a.title,
                company_name: a.company_name,
                signed_on: a.signed_on,
            });
        }
    }
    Ok(rows)
}

impl Query for HomeSales {
    const NAME: &'static str = "home.sales";
    const TITLE: &'static str = "A seller's day";
    const NEEDS: Permission = permissions::DEAL_READ;
    const READS: &'static [&'static str] = &[
        "deals",
        "deal_stages",
        "quotes",
        "quote_versions",
        "agreements",
        "instalments",
        "payments",
        "kickoff_requests",
        "companies",
        "people",
    ];
    type View = SalesHome;

    fn ask(&self, reader: &Reader<'_>) -> Result<SalesHome> {
        let a = reader.actor;
        let sees_all = a.may(permissions::SALES_READ_ALL) || a.may(permissions::SALES_ALL);
        let today = reader.today();
        let month_days = chrono::Datelike::day0(&today.0);
        let ask = DealBoard {
            closed_days: Some(month_days + 1),
            limit: Some(500),
            ..DealBoard::default()
        };
        let board = ask.ask(reader)?;
        let until = today.plus_days(CLOSING_DAYS);
        let month = today.plus_days(-i64::from(month_days));
        let (mut pipeline, mut closing) = (Vec::new(), Vec::new());
        let (mut won, mut won_values): (i64, Vec<Money>) = (0, Vec::new());
        for mut column in board.stages {
            let rows = std::mem::take(&mut column.rows);
            match column.kind.as_str() {
                "open" => {
                    closing.extend(
                        rows.into_iter()
                            .filter(|d| d.expected_close_on.is_some_and(|c| c <= until)),
                    );
                    pipeline.push(column);
                }
                "won" => {
                    for d in rows.iter().filter(|d| d.stage_since.date(reader.zone) >= month) {
                        won += 1;
                        match won_values.iter_mut().find(|m| m.currency == d.value.currency) {
                            Some(m) => m.minor = m.minor.saturating_add(d.value.minor),
                            None => won_values.push(d.value),
                        }
                    }
                }
                _ => {}
            }
        }
        closing.sort_by_key(|d| (d.expected_close_on, d.id));
        let returned = reader.all(
            "SELECT k.id, g.number, c.name, m.name, k.reason FROM kickoff_requests k
             JOIN agreements g ON g.id = k.agreement_id JOIN companies c ON c.id = g.company_id
             JOIN people m ON m.id = k.pm_id
             WHERE k.state = 'returned' AND (?1 OR k.requested_by = ?2 OR g.owner_id = ?2)
             ORDER BY k.decided_at, k.id LIMIT 200",
            params![sees_all, a.id],
            |r| {
                Ok(Returned {
                    kickoff: r.get(0)?,
                    agreement_number: r.get(1)?,
                    company_name: r.get(2)?,
                    pm_name: r.get(3)?,
                    reason: r.get(4)?,
                })
            },
        )?;
        let to_approve = match a.may(permissions::QUOTE_APPROVE) {
            true => quotes(reader, sees_all, "'in_review'")?,
            false => Vec::new(),
        };
        Ok(SalesHome {
            pipeline,
            weighted: board.weighted,
            won,
            won_values,
            closing,
            waiting: quotes(reader, sees_all, "'sent', 'viewed'")?,
            to_approve,
            to_hand_over: to_hand_over(reader)?,
            returned,
        })
    }
}
