//! The only SQL that writes quotes.

use super::content::Frozen;
use super::model::{Instalment, State, Way};
use super::{ApprovalId, QuoteError, QuoteId, VersionId};
use crate::agreements::DueRule;
use crate::companies::{CompanyId, ContactId};
use crate::deals::DealId;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Currency, Date, Id, Reader, Result, Timestamp, Tx};

/// A quote's header as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    pub id: QuoteId,
    pub title: String,
    pub company: CompanyId,
    pub contact: Option<ContactId>,
    pub deal: Option<DealId>,
    pub owner: Id,
    pub state: State,
    pub state_since: Timestamp,
    pub version: i64,
    pub currency: Currency,
    pub prices_include_tax: bool,
    pub is_reverse_charge: bool,
    pub has_tiers: bool,
    pub valid_days: i64,
    pub tenure_months: i64,
    pub meetings_promised: i64,
    pub language: String,
    pub terms: String,
    pub internal_notes: String,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub edits: i64,
}

const COLUMNS: &str = "id, title, company_id, contact_id, deal_id, owner_id, state, state_since,
    version, currency, prices_include_tax, is_reverse_charge, has_tiers, valid_days,
    tenure_months, meetings_promised, language, terms, internal_notes, created_at, changed_at,
    edits";

fn stored(r: &Row<'_>) -> rusqlite::Result<Quote> {
    Ok(Quote {
        id: r.get(0)?,
        title: r.get(1)?,
        company: r.get(2)?,
        contact: r.get(3)?,
        deal: r.get(4)?,
        owner: r.get(5)?,
        state: State::parse(&r.get::<_, String>(6)?),
        state_since: r.get(7)?,
        version: r.get(8)?,
        currency: r.get(9)?,
        prices_include_tax: r.get(10)?,
        is_reverse_charge: r.get(11)?,
        has_tiers: r.get(12)?,
        valid_days: r.get(13)?,
        tenure_months: r.get(14)?,
        meetings_promised: r.get(15)?,
        language: r.get(16)?,
        terms: r.get(17)?,
        internal_notes: r.get(18)?,
        created_at: r.get(19)?,
        changed_at: r.get(20)?,
        edits: r.get(21)?,
    })
}

/// # Errors
/// `quote.not_found`.
pub(crate) fn quote(reader: &Reader<'_>, id: QuoteId) -> Result<Quote> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM quotes WHERE id = ?1"), [id], stored)?
        .ok_or_else(|| QuoteError::Missing { quote: id.to_string() }.into())
}

/// The version that was sent last, without what it holds.
pub(super) struct LastSent {
    pub version: i64,
    pub number: String,
    pub valid_until: Date,
}

pub(super) fn last_sent(reader: &Reader<'_>, quote: QuoteId) -> Result<Option<LastSent>> {
    reader.maybe(
        "SELECT version, number, valid_until FROM quote_versions WHERE quote_id = ?1
         ORDER BY version DESC LIMIT 1",
        [quote],
        |r| Ok(LastSent { version: r.get(0)?, number: r.get(1)?, valid_until: r.get(2)? }),
    )
}

/// Which quotes a list wants.
pub(super) struct Wanted<'a> {
    pub company: Option<CompanyId>,
    pub deal: Option<DealId>,
    pub owner: Option<Id>,
    /// As of today: what is past its validity is `expired`.
    pub state: Option<State>,
    /// In lower case; empty for all.
    pub search: &'a str,
    pub after: Option<QuoteId>,
    pub limit: usize,
}

/// Quotes, the last changed first; and how many there are on all pages.
pub(super) fn list(reader: &Reader<'_>, w: &Wanted<'_>) -> Result<(Vec<Quote>, i64)> {
    // As State::on says it.
    const OF: &str = "FROM quotes q JOIN companies c ON c.id = q.company_id
        LEFT JOIN quote_versions v ON v.quote_id = q.id AND v.version =
            (SELECT max(n.version) FROM quote_versions n WHERE n.quote_id = q.id)
        WHERE (?1 IS NULL OR q.company_id = ?1) AND (?2 IS NULL OR q.deal_id = ?2)
          AND (?3 IS NULL OR q.owner_id = ?3)
          AND (?4 IS NULL OR ?4 = CASE WHEN q.state IN ('sent', 'viewed') AND v.version = q.version
                   AND v.valid_until < ?5 THEN 'expired' ELSE q.state END)
          AND (?6 = '' OR instr(lower(q.title || ' ' || c.name || ' ' || ifnull(v.number, '')), ?6))";
    let today = reader.today();
    let state = w.state.map(State::word);
    let total = reader.one(
        &format!("SELECT count(*) {OF}"),
        params![w.company, w.deal, w.owner, state, today, w.search],
        |r| r.get(0),
    )?;
    let columns: Vec<String> = COLUMNS.split(',').map(|c| format!("q.{}", c.trim())).collect();
    let rows = reader.all(
        &format!(
            "SELECT {} {OF} AND (?7 IS NULL OR (q.changed_at, q.id) <
                 (SELECT x.changed_at, x.id FROM quotes x WHERE x.id = ?7))
             ORDER BY q.changed_at DESC, q.id DESC LIMIT ?8",
            columns.join(", ")
        ),
        params![w.company, w.deal, w.owner, state, today, w.search, w.after, w.limit as i64],
        stored,
    )?;
    Ok((rows, total))
}

/// Whose quote a row belongs to, by the row's id alone.
pub(super) fn owner_behind(reader: &Reader<'_>, id: Id) -> Result<Option<Id>> {
    reader.value(
        "SELECT owner_id FROM quotes WHERE id = ?1
            OR id = (SELECT quote_id FROM quote_versions WHERE id = ?1)
            OR id = (SELECT quote_id FROM quote_lines WHERE id = ?1)
            OR id = (SELECT quote_id FROM quote_sections WHERE id = ?1)
         ORDER BY id LIMIT 1",
        [id],
    )
}

pub(super) fn insert(tx: &Tx<'_>, q: &Quote) -> Result<()> {
    tx.write(
        &format!(
            "INSERT INTO quotes ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
                 ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)"
        ),
        params![
            q.id,
            q.title,
            q.company,
            q.contact,
            q.deal,
            q.owner,
            q.state.word(),
            q.state_since,
            q.version,
            q.currency,
            q.prices_include_tax,
            q.is_reverse_charge,
            q.has_tiers,
            q.valid_days,
            q.tenure_months,
            q.meetings_promised,
            q.language,
            q.terms,
            q.internal_notes,
            q.created_at,
            q.changed_at,
            q.edits
        ],
    )?;
    Ok(())
}

/// Writes the header back; the client, the owner and the currency stay.
pub(super) fn replace(tx: &Tx<'_>, q: &Quote) -> Result<()> {
    tx.write(
        "UPDATE quotes SET title = ?2, contact_id = ?3, deal_id = ?4, state = ?5,
             state_since = ?6, version = ?7, prices_include_tax = ?8, is_reverse_charge = ?9,
             has_tiers = ?10, valid_days = ?11, tenure_months = ?12, meetings_promised = ?13,
             language = ?14, terms = ?15, internal_notes = ?16, changed_at = ?17, edits = ?18
         WHERE id = ?1",
        params![
            q.id,
            q.title,
            q.contact,
            q.deal,
            q.state.word(),
            q.state_since,
            q.version,
            q.prices_include_tax,
            q.is_reverse_charge,
            q.has_tiers,
            q.valid_days,
            q.tenure_months,
            q.meetings_promised,
            q.language,
            q.terms,
            q.internal_notes,
            q.changed_at,
            q.edits
        ],
    )?;
    Ok(())
}

/// What was sent.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub id: VersionId,
    pub quote: QuoteId,
    pub version: i64,
    pub number: String,
    pub content: String,
    pub sha256: Vec<u8>,
    pub sent_by: Id,
    pub sent_at: Timestamp,
    pub sent_by_way: Option<Way>,
    pub valid_until: Date,
    pub state: State,
    pub viewed_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub answer_note: String,
}

const VERSIONS: &str = "SELECT id, quote_id, version, number, content, sha256, sent_by, sent_at,
    valid_until, state, viewed_at, answered_at, answer_note, sent_by_way FROM quote_versions";

fn version_row(r: &Row<'_>) -> rusqlite::Result<Version> {
    Ok(Version {
        id: r.get(0)?,
        quote: r.get(1)?,
        version: r.get(2)?,
        number: r.get(3)?,
        content: r.get(4)?,
        sha256: r.get(5)?,
        sent_by: r.get(6)?,
        sent_at: r.get(7)?,
        valid_until: r.get(8)?,
        state: State::parse(&r.get::<_, String>(9)?),
        viewed_at: r.get(10)?,
        answered_at: r.get(11)?,
        answer_note: r.get(12)?,
        sent_by_way: Way::parse(&r.get::<_, String>(13)?),
    })
}

/// The sent versions of a quote, the first first.
pub(super) fn versions(reader: &Reader<'_>, quote: QuoteId) -> Result<Vec<Version>> {
    reader.all(
        &format!("{VERSIONS} WHERE quote_id = ?1 ORDER BY version, id"),
        [quote],
        version_row,
    )
}

/// # Errors
/// `quote.version_not_found`.
pub(super) fn version(reader: &Reader<'_>, id: VersionId) -> Result<Version> {
    reader
        .maybe(&format!("{VERSIONS} WHERE id = ?1"), [id], version_row)?
        .ok_or_else(|| QuoteError::VersionMissing { version: id.to_string() }.into())
}

pub(super) fn insert_version(
    tx: &Tx<'_>,
    id: VersionId,
    quote: &Quote,
    number: &str,
    frozen: &Frozen,
    (valid_until, way): (Date, Option<Way>),
) -> Result<()> {
    tx.write(
        "INSERT INTO quote_versions (id, quote_id, version, number, content, sha256, sent_by,
             sent_at, valid_until, state, sent_by_way)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'sent', ?10)",
        params![
            id,
            quote.id,
            quote.version,
            number,
            frozen.text,
            frozen.sha256,
            tx.actor.id,
            tx.now,
            valid_until,
            way.map_or("", Way::word)
        ],
    )?;
    Ok(())
}

/// Sets what may change of a version: where it stands and what the client said.
pub(super) fn set_version_state(
    tx: &Tx<'_>,
    id: VersionId,
    state: State,
    note: &str,
) -> Result<()> {
    let viewed = (state == State::Viewed).then_some(tx.now);
    let answered = matches!(state, State::Accepted | State::Declined).then_some(tx.now);
    tx.write(
        "UPDATE quote_versions SET state = ?2, viewed_at = ifnull(viewed_at, ?3),
             answered_at = ifnull(answered_at, ?4), answer_note = ?5 WHERE id = ?1",
        params![id, state.word(), viewed, answered, note],
    )?;
    Ok(())
}

pub(super) fn insert_approval(
    tx: &Tx<'_>,
    quote: &Quote,
    decision: &str,
    reason: &str,
) -> Result<()> {
    tx.write(
        "INSERT INTO quote_approvals (id, quote_id, version, decision, reason, decided_by,
             decided_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            tx.new_id::<ApprovalId>(),
            quote.id,
            quote.version,
            decision,
            reason,
            tx.actor.id,
            tx.now
        ],
    )?;
    Ok(())
}

pub(super) fn instalments(reader: &Reader<'_>, quote: QuoteId) -> Result<Vec<Instalment>> {
    reader.all(
        "SELECT title, percent, amount_minor, due_kind, due_on, due_days FROM quote_instalments
         WHERE quote_id = ?1 ORDER BY number, id",
        [quote],
        |r| {
            let rule: String = r.get(3)?;
            Ok(Instalment {
                title: r.get(0)?,
                percent: r.get(1)?,
                amount_minor: r.get(2)?,
                due_rule: DueRule::parse(&rule).unwrap_or(DueRule::OnAgreement),
                due_on: r.get(4)?,
                due_days: r.get(5)?,
            })
        },
    )
}

pub(super) fn set_instalments(tx: &Tx<'_>, quote: QuoteId, list: &[Instalment]) -> Result<()> {
    tx.write("DELETE FROM quote_instalments WHERE quote_id = ?1", [quote])?;
    for (number, i) in (1i64..).zip(list) {
        tx.write(
            "INSERT INTO quote_instalments (id, quote_id, number, title, percent, amount_minor,
                 due_kind, due_on, due_days) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                tx.new_id::<Id>(),
                quote,
                number,
                i.title.trim(),
                i.percent,
                i.amount_minor,
                i.due_rule.word(),
                i.due_on,
                i.due_days
            ],
        )?;
    }
    Ok(())
}
