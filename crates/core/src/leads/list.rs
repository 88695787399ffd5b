//! `lead.list`: pages of leads, newest first, as the search finds them, or in the order of a column.
//!
//! Invariant: a page costs about as much with a million leads as with a thousand: one index leads, and
//! what is sorted is few.

use super::model::{Category, Priority};
use super::order::Order;
use super::queries::{LeadRow, ROW_COLUMNS, lead_row};
use super::{LeadId, phone, search, store};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::rusqlite::params_from_iter;
use netra_kernel::rusqlite::types::Value as Sql;
use netra_kernel::{Date, Id, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page of a list.
#[derive(Serialize, JsonSchema)]
pub struct LeadPage {
    pub rows: Vec<LeadRow>,
    /// Ask again with `after` set to this for the next page; None at the end.
    pub next: Option<LeadId>,
}

impl LeadPage {
    /// A full page may have another after it.
    pub(crate) fn of(rows: Vec<LeadRow>, limit: usize) -> LeadPage {
        let next = rows.last().map(|r| r.id).filter(|_| rows.len() == limit);
        LeadPage { rows, next }
    }
}

/// Leads that this person may see: newest first, or as the search finds them, or in the order of a
/// column.
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
    /// In the order of this column; leads without a value come last.
    pub order: Option<Order>,
    /// From the last to the first; needs `order`.
    pub descending: bool,
    /// The last lead of the page before.
    pub after: Option<LeadId>,
    /// At most this many (50 when not given, never more than 200).
    pub limit: Option<u32>,
}

/// Leads that are found and sorted in less time than the index of an order takes to find a page of them.
const FEW: usize = 10_000;

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

impl Way {
    /// The leads that are looked through for what is put in order; a search comes with their numbers.
    fn leads(&self) -> String {
        match self {
            Way::Words(_) => "leads l NOT INDEXED".to_owned(),
            Way::Phone(_) => through(Some("leads_phone")),
            Way::Email(_) => through(Some("leads_email")),
            Way::Newest(index) => through(*index),
            Way::Created => through(Some("leads_created")),
        }
    }
}

/// A statement and its parameters, in the making.
#[derive(Clone, Default)]
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

    /// How many leads it leaves, at most so many.
    fn count(&self, reader: &Reader<'_>, from: &str, most: usize) -> Result<usize> {
        let wheres = self.wheres.join(" AND ");
        let sql =
            format!("SELECT count(*) FROM (SELECT 1 FROM {from} WHERE {wheres} LIMIT {most})");
        Ok(reader.one(&sql, params_from_iter(&self.values), |r| r.get::<_, u32>(0))? as usize)
    }

    /// So many of the leads that it leaves, in this order.
    fn rows(
        self,
        reader: &Reader<'_>,
        from: &str,
        order: &str,
        limit: usize,
    ) -> Result<Vec<LeadRow>> {
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM {from} LEFT JOIN people p ON p.id = l.assigned_to
             WHERE {} ORDER BY {order} LIMIT {limit}",
            self.wheres.join(" AND ")
        );
        let now = reader.now;
        reader.all(&sql, params_from_iter(self.values), |r| lead_row(r, now))
    }
}

/// Leads, this index leading. It is said, not guessed: there are no statistics to guess from, and a guess
/// may turn with the data.
fn through(index: Option<&str>) -> String {
    index.map_or("leads l".to_owned(), |index| format!("leads l INDEXED BY {index}"))
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
        let (from, order) = match way {
            Way::Words(_) => {
                ("lead_search s CROSS JOIN leads l ON l.rowid = s.rowid".to_owned(), "s.rowid")
            }
            Way::Phone(_) => (way.leads(), "l.phone_e164, l.id"),
            Way::Email(_) => (way.leads(), "l.email, l.id"),
            Way::Newest(_) => (way.leads(), "l.id DESC"),
            Way::Created => (way.leads(), "l.created_at DESC, l.id DESC"),
        };
        self.filter(reader, way)?.rows(reader, &from, order, limit)
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
        self.narrow(reader, &mut f)?;
        if let (Way::Words(_), Some(person)) = (way, self.person(reader)) {
            // Most words are everywhere: whose a lead is, is known before the lead is read. (The
            // plus keeps the row numbers from leading.)
            let own = "+s.rowid IN (SELECT rowid FROM leads WHERE assigned_to = ?)";
            f.add(own, blob(person));
        }
        Ok(f)
    }

    /// Every condition but those of the search.
    fn narrow(&self, reader: &Reader<'_>, f: &mut Filter) -> Result<()> {
        for (condition, _, value) in self.equals(reader)? {
            f.add(condition, value);
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
        Ok(())
    }

    /// A page in the order of a column. Of few leads the filter finds them and they are sorted; of more
    /// than `few` the order's own index leads, and enough of them fit soon.
    fn ordered(
        &self,
        reader: &Reader<'_>,
        order: Order,
        limit: usize,
        few: usize,
    ) -> Result<Vec<LeadRow>> {
        let after = match self.after.map(|lead| order.place(reader, lead)).transpose()? {
            // The lead that the page before ended with is gone.
            Some(None) => return Ok(Vec::new()),
            Some(place) => place,
            None => None,
        };
        let first = LeadList { after: None, ..self.clone() };
        let (mut f, mut own) = (Filter::default(), String::new());
        let mut ways = self.ways(reader)?.into_iter().peekable();
        while let Some(way) = ways.next() {
            (f, own) = (first.among(reader, &way)?, way.leads());
            // The way that finds something is the one that was meant.
            if ways.peek().is_none() || f.count(reader, &own, 1)? > 0 {
                break;
            }
        }
        let is_narrow = own != through(None) && f.count(reader, &own, few + 1)? <= few;
        let from = if is_narrow { own.clone() } else { through(Some(order.index())) };
        let mut rows = Vec::new();
        let is_past = after.as_ref().is_some_and(|place| place.is_without);
        if !is_past {
            let mut with = f.clone();
            with.wheres.extend(order.with().map(str::to_owned));
            if let Some(place) = &after {
                with.wheres.push(order.beyond(self.descending, with.values.len() + 1));
                with.values.extend(place.keys.iter().cloned());
            }
            rows = with.rows(reader, &from, &order.by(self.descending), limit)?;
        }
        if let Some(with) = order.with().filter(|_| rows.len() < limit) {
            let mut without = f;
            without.wheres.push(format!("NOT ({with})"));
            let (end, than) = if self.descending { (" DESC", "<") } else { ("", ">") };
            if let (Some(after), true) = (self.after, is_past) {
                without.add(&format!("l.id {than} ?"), blob(after));
            }
            // No index of the order has those.
            let order = format!("l.id{end}");
            rows.extend(without.rows(reader, &own, &order, limit - rows.len())?);
        }
        Ok(rows)
    }

    /// Every condition, the search among them, on leads alone.
    fn among(&self, reader: &Reader<'_>, way: &Way) -> Result<Filter> {
        let Way::Words(expression) = way else { return self.filter(reader, way) };
        let mut f = Filter::default();
        let found = "l.rowid IN (SELECT rowid FROM lead_search WHERE lead_search MATCH ?)";
        f.add(found, expression.clone());
        self.narrow(reader, &mut f)?;
        Ok(f)
    }
}

impl Query for LeadList {
    const NAME: &'static str = "lead.list";
    const TITLE: &'static str = "Leads";
    const NEEDS: Permission = permissions::LEAD_READ;
    const READS: &'static [&'static str] = &["leads", "people"];
    type View = LeadPage;

    fn ask(&self, reader: &Reader<'_>) -> Result<LeadPage> {
        let limit = self.limit.unwrap_or(50).clamp(1, 200) as usize;
        if let Some(order) = self.order {
            return Ok(LeadPage::of(self.ordered(reader, order, limit, FEW)?, limit));
        }
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
        Ok(LeadPage::of(rows, limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Desk;
    use netra_kernel::{Timestamp, Zone};
    use serde_json::json;

    const ORDERS: [Order; 7] = [
        Order::Name,
        Order::Company,
        Order::City,
        Order::Source,
        Order::Priority,
        Order::LastCall,
        Order::Created,
    ];

    /// Forty leads with values that repeat, differ in capitals alone, and are missing.
    fn desk() -> Desk {
        let mut desk = Desk::staffed();
        desk.as_role("owner");
        for n in 0..40 {
            let name = ["asha", "Asha", "Bala", "chitra", "Dev"][n * 7 % 5];
            let company = ["", "Rao", "rao", "Zenith"][n * 3 % 4];
            let (city, source) = (["Pune", "", "Delhi"][n % 3], ["web", "fair", ""][n * 2 % 3]);
            desk.ok(
                "lead.create",
                json!({"name": name, "phone": format!("98765432{n:02}"), "company_name": company,
                       "city": city, "source": source}),
            );
        }
        desk.conn
            .execute_batch(
                "UPDATE leads SET score = rowid * 13 % 5 * 20, is_interested = rowid % 3 = 0, attempts = rowid % 2,
                   last_call_at = CASE rowid % 4 WHEN 0 THEN NULL ELSE rowid * 7 % 11 END,
                   created_at = created_at + rowid * 5 % 7",
            )
            .unwrap();
        desk
    }

    /// All pages, one after the other.
    fn pages(reader: &Reader<'_>, list: &LeadList, order: Order, few: usize) -> Vec<LeadRow> {
        let (mut rows, mut list): (Vec<LeadRow>, _) = (Vec::new(), list.clone());
        loop {
            let page = list.ordered(reader, order, 3, few).unwrap();
            rows.extend(page.iter().cloned());
            match page.last() {
                Some(last) if page.len() == 3 => list.after = Some(last.id),
                _ => return rows,
            }
        }
    }

    /// What a lead is put in order by; false before true, so that what is missing comes last.
    fn key(order: Order, row: &LeadRow) -> (bool, Vec<String>, i64) {
        let low = |text: &String| text.to_ascii_lowercase();
        match order {
            Order::Name => (false, vec![low(&row.name)], 0),
            Order::Company => {
                let is_without = row.company_name.is_empty();
                (is_without, vec![low(&row.company_name), low(&row.name)], 0)
            }
            Order::City => (row.city.is_empty(), vec![row.city.clone()], 0),
            Order::Source => (row.source.is_empty(), vec![row.source.clone()], 0),
            Order::Priority => (false, Vec::new(), row.priority as i64 * 1000 + row.score),
            Order::LastCall => {
                (row.last_call_at.is_none(), Vec::new(), row.last_call_at.map_or(0, |t| t.0))
            }
            Order::Created => (false, Vec::new(), row.created_at.0),
        }
    }

    fn expected(all: &[LeadRow], order: Order, down: bool) -> Vec<LeadId> {
        let mut rows: Vec<(bool, (Vec<String>, i64), LeadId)> = all
            .iter()
            .map(|row| {
                let (is_without, texts, number) = key(order, row);
                // Of those without a value only the id counts.
                let of = if is_without { Default::default() } else { (texts, number) };
                (is_without, of, row.id)
            })
            .collect();
        rows.sort_by(|a, b| {
            let by = (&a.1, a.2).cmp(&(&b.1, b.2));
            a.0.cmp(&b.0).then(if down { by.reverse() } else { by })
        });
        rows.into_iter().map(|row| row.2).collect()
    }

    #[test]
    fn every_order_is_whole_and_the_same_whichever_way_its_pages_are_found() {
        let desk = desk();
        let actor = crate::people::actor(&desk.conn, desk.owner).unwrap().unwrap();
        let reader = Reader::new(&desk.conn, &actor, Timestamp(desk.now.0), Zone::UTC);
        let some = |text: &str| Some(text.to_owned());
        let lists = [
            LeadList::default(),
            LeadList { city: some("Pune"), ..LeadList::default() },
            LeadList { city: some(""), ..LeadList::default() },
            LeadList { source: some("fair"), status: some("open"), ..LeadList::default() },
            LeadList { priority: Some(Priority::Hot), ..LeadList::default() },
            LeadList { unassigned: true, ..LeadList::default() },
            LeadList { text: some("as"), ..LeadList::default() },
            LeadList { text: some("987654321"), ..LeadList::default() },
            LeadList { archived: true, ..LeadList::default() },
        ];
        for list in lists {
            let all = LeadList { limit: Some(200), ..list.clone() }.ask(&reader).unwrap().rows;
            for (order, descending) in ORDERS.into_iter().flat_map(|o| [(o, false), (o, true)]) {
                let list = LeadList { descending, ..list.clone() };
                for few in [0, 10, FEW] {
                    let rows = pages(&reader, &list, order, few);
                    let ids: Vec<LeadId> = rows.iter().map(|r| r.id).collect();
                    let wanted = expected(&all, order, descending);
                    let which = list.city.as_deref().or(list.text.as_deref());
                    assert_eq!(ids, wanted, "{order:?} {descending} {few} {which:?}");
                }
            }
        }
    }

    #[test]
    fn a_page_after_a_lead_that_is_gone_is_empty() {
        let desk = desk();
        let gone = Id::named("test", "gone").to_string();
        let page = desk.ask("lead.list", json!({"order": "name", "after": gone}));
        assert_eq!(page["rows"], json!([]));
        assert_eq!(
            desk.try_ask("lead.list", json!({"order": "shoes"})).unwrap_err().code(),
            "arguments"
        );
    }
}
