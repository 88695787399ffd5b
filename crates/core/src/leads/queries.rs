//! Reads of leads and their views.

use super::model::{self, Category, Priority, Reason};
use super::timeline::{self, Happened};
use super::{LeadError, LeadId, acts, may_see, need_seen, phone, search, store};
use crate::acts::Act;
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::types::Value as Sql;
use netra_kernel::rusqlite::{self, Row, params, params_from_iter};
use netra_kernel::{Date, Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lead as lists and the queue show it.
#[derive(Serialize, JsonSchema, Clone)]
pub struct LeadRow {
    pub id: LeadId,
    pub name: String,
    pub company_name: String,
    pub phone: String,
    pub phone_e164: Option<String>,
    pub email: Option<String>,
    pub source: String,
    pub language: String,
    pub city: String,
    pub region: String,
    pub campaign: String,
    pub product_interest: String,
    pub score: i64,
    pub priority: Priority,
    /// None: in no queue.
    pub category: Option<Category>,
    /// `open`, `resting`, `converted`, `won` or `lost`.
    pub status: String,
    pub is_interested: bool,
    pub attempts: i64,
    pub reached: i64,
    pub due_at: Option<Timestamp>,
    /// The code of the last call's outcome.
    pub last_outcome: Option<String>,
    pub last_call_at: Option<Timestamp>,
    pub is_dnd: bool,
    pub is_consent_withdrawn: bool,
    pub is_invalid_number: bool,
    pub is_archived: bool,
    pub assigned_to: Option<PersonId>,
    pub assigned_name: Option<String>,
    /// Why nobody has it, when sharing out could not place it.
    pub unassigned_reason: String,
    pub created_at: Timestamp,
    pub age_days: i64,
}

/// The columns of [`LeadRow`], for `leads l LEFT JOIN people p ON p.id = l.assigned_to`.
pub(crate) const ROW_COLUMNS: &str = "l.id, l.name, l.company_name, l.phone, l.phone_e164, l.email,
    l.source, l.language, l.city, l.region, l.campaign, l.product_interest, l.score, l.priority,
    l.category, l.status, l.is_interested, l.attempts, l.reached, l.due_at, l.last_outcome,
    l.last_call_at, l.is_dnd, l.consent_withdrawn_at IS NOT NULL, l.is_invalid_number,
    l.archived_at IS NOT NULL, l.assigned_to, p.name, l.unassigned_reason, l.created_at";

pub(crate) fn lead_row(r: &Row<'_>, now: Timestamp) -> rusqlite::Result<LeadRow> {
    let created_at: Timestamp = r.get(29)?;
    Ok(LeadRow {
        id: r.get(0)?,
        name: r.get(1)?,
        company_name: r.get(2)?,
        phone: r.get(3)?,
        phone_e164: r.get(4)?,
        email: r.get(5)?,
        source: r.get(6)?,
        language: r.get(7)?,
        city: r.get(8)?,
        region: r.get(9)?,
        campaign: r.get(10)?,
        product_interest: r.get(11)?,
        score: r.get(12)?,
        priority: Priority::of_rank(r.get(13)?),
        category: r.get::<_, Option<String>>(14)?.as_deref().and_then(Category::parse),
        status: r.get(15)?,
        is_interested: r.get(16)?,
        attempts: r.get(17)?,
        reached: r.get(18)?,
        due_at: r.get(19)?,
        last_outcome: r.get(20)?,
        last_call_at: r.get(21)?,
        is_dnd: r.get(22)?,
        is_consent_withdrawn: r.get(23)?,
        is_invalid_number: r.get(24)?,
        is_archived: r.get(25)?,
        assigned_to: r.get(26)?,
        assigned_name: r.get(27)?,
        unassigned_reason: r.get(28)?,
        created_at,
        age_days: (now.0 - created_at.0).max(0) / 86_400_000,
    })
}

/// A page of a list.
#[derive(Serialize, JsonSchema)]
pub struct LeadPage {
    pub rows: Vec<LeadRow>,
    /// Ask again with `after` set to this for the next page; None at the end.
    pub next: Option<LeadId>,
}

/// Leads that this person may see: newest first, or as the search finds them.
#[derive(Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct LeadList {
    /// Words of name, company, city (each the beginning of one), or the beginning of a phone number
    /// or an e-mail address.
    pub text: Option<String>,
    pub assigned_to: Option<PersonId>,
    pub unassigned: bool,
    pub category: Option<Category>,
    pub priority: Option<Priority>,
    pub status: Option<String>,
    pub source: Option<String>,
    pub language: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub campaign: Option<String>,
    pub product_interest: Option<String>,
    pub last_outcome: Option<String>,
    pub import: Option<Id>,
    pub created_from: Option<Date>,
    pub created_to: Option<Date>,
    pub archived: bool,
    /// The last lead of the page before.
    pub after: Option<LeadId>,
    /// At most this many (50 when not given, never more than 200).
    pub limit: Option<u32>,
}

/// How the rows of a page are found: each walks one index in the order of the page.
enum Way {
    Words(String),
    Phone(String),
    Email(String),
    /// The newest by when they came in, through the index of one filter.
    Newest(Option<&'static str>),
    /// The newest by when they came to be: a range of days.
    Created,
}

/// A statement and its parameters, in the making.
#[derive(Default)]
struct Filter {
    wheres: Vec<String>,
    values: Vec<Sql>,
}

impl Filter {
    fn add(&mut self, condition: &str, value: impl Into<Sql>) {
        self.values.push(value.into());
        let mark = format!("?{}", self.values.len());
        self.wheres.push(condition.replace('?', &mark));
    }
}

fn blob(id: impl Into<Id>) -> Sql {
    Sql::Blob(id.into().0.to_vec())
}

/// A condition, the index that walks its leads newest first, the value.
type Equal = (&'static str, Option<&'static str>, Sql);

impl LeadList {
    /// Whose leads are asked for, if one person's.
    fn person(&self, reader: &Reader<'_>) -> Option<PersonId> {
        match reader.actor.may(permissions::LEAD_READ_ALL) {
            true => self.assigned_to,
            false => Some(PersonId(reader.actor.id)),
        }
    }

    /// What a lead must be equal to, that which leaves the fewest leads first. Empty texts are in
    /// no index; the second half of a condition is spelled as the index spells it.
    fn equals(&self, reader: &Reader<'_>) -> Result<Vec<Equal>> {
        let mut out: Vec<Equal> = Vec::new();
        if let Some(p) = self.person(reader) {
            out.push(("l.assigned_to = ?", Some("leads_assigned"), blob(p)));
            // Somebody else's, asked for by one who sees their own only: none.
            if let Some(other) = self.assigned_to.filter(|o| *o != p) {
                out.push(("l.assigned_to = ?", None, blob(other)));
            }
        }
        if let Some(i) = self.import {
            out.push(("l.import_id = ?", Some("leads_import"), blob(i)));
        }
        for (condition, index, value) in [
            ("l.campaign = ? AND l.campaign <> ''", "leads_campaign", &self.campaign),
            (
                "l.product_interest = ? AND l.product_interest <> ''",
                "leads_product_interest",
                &self.product_interest,
            ),
            ("l.city = ? AND l.city <> ''", "leads_city", &self.city),
            ("l.region = ? AND l.region <> ''", "leads_region", &self.region),
            ("l.source = ? AND l.source <> ''", "leads_source", &self.source),
            ("l.last_outcome = ?", "leads_last_outcome", &self.last_outcome),
            ("l.language = ? AND l.language <> ''", "leads_language", &self.language),
        ] {
            match value.as_deref() {
                None => {}
                Some("") => out.push((
                    condition.split(" AND ").next().unwrap_or(condition),
                    None,
                    "".to_owned().into(),
                )),
                Some(v) => out.push((condition, Some(index), v.to_owned().into())),
            }
        }
        match self.status.as_deref() {
            None => {}
            Some("open") => out.push(("l.status = ?", None, "open".to_owned().into())),
            Some(s) => {
                let condition = "l.status = ? AND l.status <> 'open'";
                out.push((condition, Some("leads_status"), s.to_owned().into()));
            }
        }
        if let Some(c) = self.category {
            let word = serde_json::to_value(c)?.as_str().unwrap_or_default().to_owned();
            out.push(("l.category = ?", Some("leads_category"), word.into()));
        }
        if let Some(p) = self.priority {
            out.push(("l.priority = ?", Some("leads_priority"), (p as i64).into()));
        }
        Ok(out)
    }

    /// The way of a list without a search.
    fn newest(&self, reader: &Reader<'_>) -> Result<Way> {
        let first = self.equals(reader)?.into_iter().find_map(|e| e.1);
        Ok(match first {
            Some(index) => Way::Newest(Some(index)),
            None if self.archived => Way::Newest(Some("leads_archived")),
            None if self.created_from.is_some() || self.created_to.is_some() => Way::Created,
            None if self.unassigned => Way::Newest(Some("leads_assigned")),
            None => Way::Newest(None),
        })
    }

    /// The ways that what was typed can be meant, the likeliest first.
    fn ways(&self, reader: &Reader<'_>) -> Result<Vec<Way>> {
        let Some(typed) = self.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) else {
            return Ok(vec![self.newest(reader)?]);
        };
        if let Some(prefix) = phone::prefix(typed, &store::phone_region(reader)?) {
            return Ok(vec![Way::Phone(prefix)]);
        }
        let words = search::expression(typed).map(Way::Words);
        let is_one_word = !typed.contains(char::is_whitespace);
        let email = is_one_word.then(|| Way::Email(typed.to_lowercase()));
        Ok(if typed.contains('@') {
            email.into_iter().collect()
        } else if typed.contains(['.', '_']) {
            email.into_iter().chain(words).collect()
        } else {
            words.into_iter().chain(email).collect()
        })
    }

    /// A page found in one way.
    fn page(&self, reader: &Reader<'_>, way: &Way, limit: usize) -> Result<Vec<LeadRow>> {
        let f = self.filter(reader, way)?;
        let now = reader.now;
        let sql = page_sql(way, &f.wheres, limit);
        reader.all(&sql, params_from_iter(f.values), |r| lead_row(r, now))
    }

    fn filter(&self, reader: &Reader<'_>, way: &Way) -> Result<Filter> {
        let mut f = Filter::default();
        match way {
            Way::Words(expression) => {
                f.add("lead_search MATCH ?", expression.clone());
                if let Some(after) = self.after {
                    f.add("s.rowid > (SELECT rowid FROM leads WHERE id = ?)", blob(after));
                }
            }
            Way::Phone(prefix) => {
                f.add("l.phone_e164 >= ?", prefix.clone());
                f.add("l.phone_e164 < ?", format!("{prefix}:"));
                if let Some(after) = self.after {
                    f.add(
                        "(l.phone_e164, l.id) > (SELECT phone_e164, id FROM leads WHERE id = ?)",
                        blob(after),
                    );
                }
            }
            Way::Email(prefix) => {
                f.add("l.email >= ?", prefix.clone());
                f.add("l.email < ?", format!("{prefix}\u{10ffff}"));
                if let Some(after) = self.after {
                    f.add(
                        "(l.email, l.id) > (SELECT email, id FROM leads WHERE id = ?)",
                        blob(after),
                    );
                }
            }
            Way::Newest(_) => {
                if let Some(after) = self.after {
                    f.add("l.id < ?", blob(after));
                }
            }
            Way::Created => {
                if let Some(after) = self.after {
                    f.add(
                        "(l.created_at, l.id) < (SELECT created_at, id FROM leads WHERE id = ?)",
                        blob(after),
                    );
                }
            }
        }
        for (condition, _, value) in self.equals(reader)? {
            f.add(condition, value);
        }
        if let (Way::Words(_), Some(person)) = (way, self.person(reader)) {
            // Most words are everywhere: whose a lead is, is known before the lead is read. (The
            // plus keeps the row numbers from leading.)
            let own = "+s.rowid IN (SELECT rowid FROM leads WHERE assigned_to = ?)";
            f.add(own, blob(person));
        }
        if self.unassigned {
            f.wheres.push("l.assigned_to IS NULL".into());
        }
        let midnight = |d: Date| d.at(chrono::NaiveTime::MIN, reader.zone).0;
        if let Some(d) = self.created_from {
            f.add("l.created_at >= ?", midnight(d));
        }
        if let Some(d) = self.created_to {
            f.add("l.created_at < ?", midnight(d.plus_days(1)));
        }
        f.wheres.push(match self.archived {
            true => "l.archived_at IS NOT NULL".into(),
            false => "l.archived_at IS NULL".into(),
        });
        Ok(f)
    }
}

/// The statement of a page. Which index leads is said, not guessed: there are no statistics to guess
/// from, and a guess may turn with the data.
fn page_sql(way: &Way, wheres: &[String], limit: usize) -> String {
    let words = "lead_search s CROSS JOIN leads l ON l.rowid = s.rowid".to_owned();
    let through = |index: &str| format!("leads l INDEXED BY {index}");
    let (from, order) = match way {
        Way::Words(_) => (words, "s.rowid"),
        Way::Phone(_) => (through("leads_phone"), "l.phone_e164, l.id"),
        Way::Email(_) => (through("leads_email"), "l.email, l.id"),
        Way::Newest(Some(index)) => (through(index), "l.id DESC"),
        Way::Newest(None) => ("leads l".to_owned(), "l.id DESC"),
        Way::Created => (through("leads_created"), "l.created_at DESC, l.id DESC"),
    };
    format!(
        "SELECT {ROW_COLUMNS} FROM {from} LEFT JOIN people p ON p.id = l.assigned_to
         WHERE {} ORDER BY {order} LIMIT {limit}",
        wheres.join(" AND ")
    )
}

impl Query for LeadList {
    const NAME: &'static str = "lead.list";
    const TITLE: &'static str = "Leads";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["leads", "people"];
    type View = LeadPage;

    fn ask(&self, reader: &Reader<'_>) -> Result<LeadPage> {
        let limit = self.limit.unwrap_or(50).clamp(1, 200) as usize;
        let first = LeadList { after: None, ..self.clone() };
        let mut rows = Vec::new();
        for way in self.ways(reader)? {
            // The way that finds something is the one that was meant, on every page.
            let found = first.page(reader, &way, if self.after.is_none() { limit } else { 1 })?;
            if found.is_empty() {
                continue;
            }
            rows = match self.after {
                None => found,
                Some(_) => self.page(reader, &way, limit)?,
            };
            break;
        }
        let next = (rows.len() == limit).then(|| rows.last().map(|r| r.id)).flatten();
        Ok(LeadPage { rows, next })
    }
}

/// One lead with what is known of it and what happened to it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadGet {
    pub lead: LeadId,
    /// Entries of the timeline (50 when not given, never more than 500).
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct LeadView {
    #[serde(flatten)]
    pub row: LeadRow,
    pub pin: String,
    pub note: String,
    pub zone: Option<String>,
    /// Why the score is what it is.
    pub score_reasons: Vec<Reason>,
    pub import: Option<Id>,
    pub company: Option<Id>,
    pub duplicate_of: Option<LeadId>,
    pub merged_into: Option<LeadId>,
    pub timeline: Vec<Happened>,
    /// What the asker may do with it.
    pub acts: Vec<Act>,
}

impl Query for LeadGet {
    const NAME: &'static str = "lead.get";
    const TITLE: &'static str = "One lead";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] =
        &["leads", "calls", "lead_notes", "lead_assignments", "people", "deals"];
    type View = LeadView;

    fn ask(&self, reader: &Reader<'_>) -> Result<LeadView> {
        need_seen(reader, self.lead)?;
        let lead = store::read(reader, self.lead)?;
        let row = row_of(reader, self.lead)?;
        Ok(LeadView {
            row,
            acts: acts::acts(reader, &lead)?,
            score_reasons: model::score_reasons(&lead.scored(lead.scored_at)).to_vec(),
            pin: lead.pin,
            note: lead.note,
            zone: lead.zone,
            import: lead.import_id,
            company: lead.company_id,
            duplicate_of: lead.duplicate_of,
            merged_into: lead.merged_into,
            timeline: timeline::of(reader, self.lead, self.limit.unwrap_or(50).min(500))?,
        })
    }
}

/// One row, by id, whoever asks.
pub(crate) fn row_of(reader: &Reader<'_>, lead: LeadId) -> Result<LeadRow> {
    let now = reader.now;
    reader
        .maybe(
            &format!(
                "SELECT {ROW_COLUMNS} FROM leads l LEFT JOIN people p ON p.id = l.assigned_to
                 WHERE l.id = ?1"
            ),
            [lead],
            |r| lead_row(r, now),
        )?
        .ok_or_else(|| LeadError::Missing { lead: lead.to_string() }.into())
}

/// Leads that may be the same as this one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadFindDuplicates {
    pub lead: LeadId,
}

#[derive(Serialize, JsonSchema)]
pub struct Duplicates {
    pub rows: Vec<Duplicate>,
}

#[derive(Serialize, JsonSchema)]
pub struct Duplicate {
    /// `phone` and `email` are the same lead; `name_and_company` is only a suggestion.
    pub by: &'static str,
    #[serde(flatten)]
    pub row: LeadRow,
}

/// The same name in the same firm; the condition on the index's own column is spelled as there.
const SAME_FIRM: &str = "SELECT id FROM leads WHERE company_name = ?1 COLLATE NOCASE
    AND name = ?2 COLLATE NOCASE AND company_name <> '' ORDER BY id LIMIT 20";

impl Query for LeadFindDuplicates {
    const NAME: &'static str = "lead.find_duplicates";
    const TITLE: &'static str = "Possible duplicates of a lead";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["leads"];
    type View = Duplicates;

    fn ask(&self, reader: &Reader<'_>) -> Result<Duplicates> {
        need_seen(reader, self.lead)?;
        let lead = store::read(reader, self.lead)?;
        let mut found: Vec<(LeadId, &'static str)> = Vec::new();
        let mut add = |ids: Vec<LeadId>, by| {
            for id in ids {
                if id != lead.id && !found.iter().any(|f| f.0 == id) {
                    found.push((id, by));
                }
            }
        };
        if let Some(phone) = &lead.phone_e164 {
            let ids = reader.all(
                "SELECT id FROM leads WHERE phone_e164 = ?1 ORDER BY id LIMIT 20",
                [phone],
                |r| r.get(0),
            )?;
            add(ids, "phone");
        }
        if let Some(email) = &lead.email {
            let ids = reader.all(
                "SELECT id FROM leads WHERE email = ?1 ORDER BY id LIMIT 20",
                [email],
                |r| r.get(0),
            )?;
            add(ids, "email");
        }
        if !lead.company_name.is_empty() {
            let ids = reader.all(SAME_FIRM, params![lead.company_name, lead.name], |r| r.get(0))?;
            add(ids, "name_and_company");
        }
        let mut rows = Vec::new();
        for (id, by) in found {
            let row = row_of(reader, id)?;
            if may_see(reader, row.assigned_to.map(Id::from)) && !row.is_archived {
                rows.push(Duplicate { by, row });
            }
        }
        Ok(Duplicates { rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Desk;

    #[test]
    fn the_same_firm_is_found_through_its_index() {
        let desk = Desk::new();
        let mut stmt = desk.conn.prepare(&format!("EXPLAIN QUERY PLAN {SAME_FIRM}")).unwrap();
        let lines: Vec<String> =
            stmt.query_map(["a", "b"], |r| r.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        let plan = lines.join(" | ");
        assert!(plan.contains("COVERING INDEX leads_company"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
