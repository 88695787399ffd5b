//! Columns of a file → fields of a lead: by name, by content, by what was remembered; and a row of
//! cells → a lead's fields.

use super::ImportError;
use super::dates::{DateOrder, OrderSeen, Wrong, read_date};
use crate::leads::clean::LeadFields;
use crate::leads::phone;
use crate::people::clean_email;
use netra_kernel::{Date, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A field that a column can fill.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    CompanyName,
    Phone,
    Email,
    Source,
    Language,
    City,
    Region,
    Pin,
    Campaign,
    ProductInterest,
    Note,
    /// The day on which the lead came to be, when it was before the import.
    CreatedOn,
}

/// Every field with its word and the names that columns have for it, best first, in the form that
/// [`plain`] gives.
const FIELDS: &[(Field, &str, &[&str])] = &[
    (
        Field::Name,
        "name",
        &[
            "name",
            "fullname",
            "leadname",
            "contactname",
            "customername",
            "contactperson",
            "personname",
            "person",
            "customer",
            "contact",
            "clientname",
            "studentname",
            "lead",
            "firstname",
            "lastname",
            "surname",
            "नाम",
            "पूरानाम",
            "ग्राहककानाम",
            "ग्राहक",
        ],
    ),
    (
        Field::CompanyName,
        "company_name",
        &[
            "company",
            "companyname",
            "organisation",
            "organization",
            "organisationname",
            "organizationname",
            "firm",
            "firmname",
            "business",
            "businessname",
            "account",
            "accountname",
            "employer",
            "कंपनी",
            "कम्पनी",
            "कंपनीकानाम",
            "फर्म",
            "संस्था",
        ],
    ),
    (
        Field::Phone,
        "phone",
        &[
            "phone",
            "phonenumber",
            "phoneno",
            "mobile",
            "mobilenumber",
            "mobileno",
            "mobilephone",
            "cell",
            "cellphone",
            "contactnumber",
            "contactno",
            "telephone",
            "telephonenumber",
            "tel",
            "whatsapp",
            "whatsappnumber",
            "number",
            "altphone",
            "alternatephone",
            "alternatenumber",
            "फोन",
            "फ़ोन",
            "फोननंबर",
            "फ़ोननंबर",
            "मोबाइल",
            "मोबाइलनंबर",
            "दूरभाष",
            "संपर्क",
            "संपर्कनंबर",
        ],
    ),
    (
        Field::Email,
        "email",
        &["email", "emailaddress", "emailid", "mail", "mailid", "ईमेल", "ईमेलपता", "इमेल", "ईमेलआईडी"],
    ),
    (Field::Source, "source", &["source", "leadsource", "channel", "origin", "स्रोत", "सोर्स"]),
    (Field::Language, "language", &["language", "lang", "preferredlanguage", "भाषा"]),
    (Field::City, "city", &["city", "town", "location", "district", "शहर", "नगर", "जिला", "ज़िला"]),
    (Field::Region, "region", &["state", "region", "province", "county", "राज्य", "प्रदेश", "क्षेत्र"]),
    (
        Field::Pin,
        "pin",
        &["pin", "pincode", "postalcode", "postcode", "zip", "zipcode", "पिन", "पिनकोड"],
    ),
    (Field::Campaign, "campaign", &["campaign", "campaignname", "utmcampaign", "अभियान"]),
    (
        Field::ProductInterest,
        "product_interest",
        &[
            "product",
            "productinterest",
            "interest",
            "interestedin",
            "service",
            "requirement",
            "course",
            "enquiryfor",
            "उत्पाद",
            "रुचि",
            "सेवा",
            "आवश्यकता",
        ],
    ),
    (
        Field::Note,
        "note",
        &[
            "note",
            "notes",
            "remark",
            "remarks",
            "comment",
            "comments",
            "message",
            "description",
            "टिप्पणी",
            "विवरण",
            "संदेश",
        ],
    ),
    (
        Field::CreatedOn,
        "created_on",
        &[
            "date",
            "createdon",
            "createdat",
            "createddate",
            "leaddate",
            "enquirydate",
            "dateofenquiry",
            "receivedon",
            "timestamp",
            "तारीख",
            "दिनांक",
        ],
    ),
];

impl Field {
    pub fn word(self) -> &'static str {
        FIELDS.iter().find(|f| f.0 == self).map_or("", |f| f.1)
    }
    /// # Errors
    /// `import.field_unknown`, naming those that are known.
    pub fn parse(word: &str) -> Result<Field> {
        let found = FIELDS.iter().find(|f| f.1 == word).map(|f| f.0);
        found.ok_or_else(|| {
            let known = FIELDS.iter().map(|f| f.1).collect::<Vec<_>>().join(", ");
            ImportError::FieldUnknown { field: word.to_owned(), known }.into()
        })
    }
    /// Of several columns the first that holds something is taken; for others they are joined.
    fn is_single(self) -> bool {
        !matches!(self, Field::Name | Field::Note | Field::ProductInterest)
    }
}

/// What each column is for.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The file's headers, in order; equal ones told apart by a number.
    pub columns: Vec<String>,
    /// A field and the columns that fill it, counted from 0.
    pub fields: BTreeMap<Field, Vec<usize>>,
    /// One for the whole column.
    #[serde(default)]
    pub date_order: DateOrder,
    /// The sheet of a workbook that the columns are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Fields whose words are written with a capital letter when they are all small or all
    /// capital (`ASHA RAO` → `Asha Rao`).
    #[serde(default)]
    pub title_case: Vec<Field>,
}

impl Mapping {
    /// # Errors
    /// `import.no_name`, `import.no_contact`: without these no row could be valid;
    /// `import.column_out_of_range`.
    pub fn check(&self) -> Result<()> {
        let has = |f: Field| self.fields.get(&f).is_some_and(|c| !c.is_empty());
        let columns = || self.shown();
        if let Some(beyond) = self.fields.values().flatten().find(|c| **c >= self.columns.len()) {
            let (column, columns) = (*beyond, self.columns.len());
            return Err(ImportError::ColumnOutOfRange { column, columns }.into());
        }
        if !has(Field::Name) {
            return Err(ImportError::NoName { columns: columns() }.into());
        }
        if !has(Field::Phone) && !has(Field::Email) {
            return Err(ImportError::NoContact { columns: columns() }.into());
        }
        Ok(())
    }

    /// Sets fields' columns by their headers (`phone` = `Mobile no.`), over what was matched;
    /// several columns are taken together as [`Field`]s matched by themselves are. No header takes
    /// the field out.
    /// # Errors
    /// `import.field_unknown`, `import.column_unknown`, `import.column_twice`.
    pub fn set<'a, C>(&mut self, wanted: impl IntoIterator<Item = (&'a str, C)>) -> Result<()>
    where
        C: IntoIterator<Item = &'a String>,
    {
        let mut given: Vec<(usize, Field)> = Vec::new();
        for (field, headers) in wanted {
            let field = Field::parse(field)?;
            self.fields.remove(&field);
            for header in headers.into_iter().filter(|h| !h.trim().is_empty()) {
                given.push((self.position(header)?, field));
            }
        }
        for (i, (at, field)) in given.iter().enumerate() {
            if given[..i].iter().any(|g| g.0 == *at) {
                let column = self.columns[*at].clone();
                return Err(ImportError::ColumnTwice { column }.into());
            }
            for columns in self.fields.values_mut() {
                columns.retain(|c| c != at);
            }
            self.fields.entry(*field).or_default().push(*at);
        }
        self.fields.retain(|_, c| !c.is_empty());
        Ok(())
    }

    fn position(&self, header: &str) -> Result<usize> {
        let wanted = plain(header);
        let exact = self.columns.iter().position(|c| c.trim() == header.trim());
        let found = exact.or_else(|| self.columns.iter().position(|c| plain(c) == wanted));
        found.ok_or_else(|| {
            let (column, columns) = (header.to_owned(), self.shown());
            ImportError::ColumnUnknown { column, columns }.into()
        })
    }

    /// The headers as a sentence can show them.
    fn shown(&self) -> String {
        let short = |c: &String| -> String {
            c.chars().filter(|c| !c.is_control()).take(40).collect::<String>().trim().to_owned()
        };
        self.columns.iter().take(30).map(short).collect::<Vec<_>>().join(", ")
    }

    /// The cells of a row that should hold a day.
    pub fn day_cells<'a>(&self, row: &'a [String]) -> impl Iterator<Item = &'a str> {
        let columns = self.fields.get(&Field::CreatedOn).cloned().unwrap_or_default();
        columns.into_iter().filter_map(|c| row.get(c)).map(|c| tidy_cell(c))
    }

    /// The remembered mapping of a source, by header, where this file has those headers.
    pub fn remember(&mut self, old: &Mapping) {
        let mut wanted = BTreeMap::new();
        for (field, columns) in &old.fields {
            let mut here: Vec<usize> = Vec::new();
            for header in columns.iter().filter_map(|c| old.columns.get(*c)) {
                let free = || (0..self.columns.len()).filter(|i| !here.contains(i));
                let same = free().find(|i| plain(&self.columns[*i]) == plain(header));
                // Remembered before equal headers were told apart.
                let bare = |h: &str| plain(untold(h));
                let found =
                    same.or_else(|| free().find(|i| bare(&self.columns[*i]) == bare(header)));
                here.extend(found);
            }
            if here.len() == columns.len() {
                wanted.insert(*field, here);
            }
        }
        let taken: Vec<usize> = wanted.values().flatten().copied().collect();
        for columns in self.fields.values_mut() {
            columns.retain(|c| !taken.contains(c));
        }
        self.fields.extend(wanted);
        self.fields.retain(|_, c| !c.is_empty());
        self.date_order = old.date_order;
        self.title_case.clone_from(&old.title_case);
    }
}

/// A header without case, blanks and punctuation.
fn plain(header: &str) -> String {
    let mark = |c: char| ('\u{900}'..='\u{dff}').contains(&c) && !"।॥".contains(c);
    header.to_lowercase().chars().filter(|c| c.is_alphanumeric() || mark(*c)).collect()
}

/// The headers of a file, those that are there before with a number behind: `Phone`, `Phone (2)`.
/// Empty ones stay empty.
fn told_apart(headers: &[String]) -> Vec<String> {
    let mut seen: HashSet<String> = headers.iter().map(|h| plain(h)).collect();
    // The number that the next one of the same gets; those before it are taken.
    let mut next: HashMap<String, usize> = HashMap::new();
    let tell = |header: &String| {
        let bare = plain(header);
        if bare.is_empty() {
            return header.clone();
        }
        let Some(n) = next.get_mut(&bare) else {
            next.insert(bare, 2);
            return header.clone();
        };
        loop {
            let numbered = format!("{} ({n})", header.trim());
            *n += 1;
            if seen.insert(plain(&numbered)) {
                return numbered;
            }
        }
    };
    headers.iter().map(tell).collect()
}

/// A header without the number of [`told_apart`].
fn untold(header: &str) -> &str {
    let bare = header.trim().strip_suffix(')').and_then(|h| h.rsplit_once(" ("));
    match bare {
        Some((name, n)) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => header,
    }
}

/// Whether the first row of a file is its header: a word that names a field, or nothing in it that
/// looks like a lead's own data.
pub fn is_header(row: &[String], region: &str) -> bool {
    let named = row.iter().any(|c| {
        let p = plain(c);
        FIELDS.iter().any(|f| f.2.contains(&p.as_str()))
    });
    let data = |c: &String| clean_email(c).is_some() || phone::e164(c, region).is_some();
    named || !row.iter().any(data)
}

/// Matches columns by name, then what is still missing by content of the sample rows.
pub fn match_columns(columns: &[String], sample: &[Vec<String>], region: &str) -> Mapping {
    let mut mapping = Mapping { columns: told_apart(columns), ..Mapping::default() };
    let plains: Vec<String> = columns.iter().map(|c| plain(untold(c))).collect();
    let mut taken = vec![false; columns.len()];
    for (field, _, names) in FIELDS {
        let mut found: Vec<(usize, usize)> = plains
            .iter()
            .enumerate()
            .filter(|(i, p)| !taken[*i] && !p.is_empty())
            .filter_map(|(i, p)| names.iter().position(|n| n == p).map(|rank| (rank, i)))
            .collect();
        found.sort_unstable();
        if *field == Field::Name {
            found = name_columns(&plains, found);
        }
        if !found.is_empty() {
            found.iter().for_each(|f| taken[f.1] = true);
            mapping.fields.insert(*field, found.into_iter().map(|f| f.1).collect());
        }
    }
    by_content(&mut mapping, &mut taken, sample, region);
    mapping
}

/// The order of the days in rows that were looked at, when they prove one.
pub fn order_of(mapping: &Mapping, rows: &[Vec<String>]) -> Option<DateOrder> {
    let mut seen = OrderSeen::default();
    rows.iter().flat_map(|row| mapping.day_cells(row)).for_each(|cell| seen.see(cell));
    seen.order()
}

/// One column that holds the whole name, or first and last name in their order.
fn name_columns(plains: &[String], found: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let parts = ["firstname", "lastname", "surname"];
    let is_part = |f: &(usize, usize)| parts.contains(&plains[f.1].as_str());
    match found.iter().find(|f| !is_part(f)) {
        Some(whole) => vec![*whole],
        None => found,
    }
}

fn by_content(mapping: &mut Mapping, taken: &mut [bool], sample: &[Vec<String>], region: &str) {
    type Test<'a> = &'a dyn Fn(&str) -> bool;
    let is_email = |s: &str| clean_email(s).is_some();
    let is_phone = |s: &str| phone::e164(s, region).is_some();
    let is_name = |s: &str| {
        s.chars().any(char::is_alphabetic)
            && s.chars().count() <= 60
            && !s.chars().any(|c| c.is_ascii_digit() || c == '@')
    };
    let tests: [(Field, Test<'_>); 3] =
        [(Field::Email, &is_email), (Field::Phone, &is_phone), (Field::Name, &is_name)];
    for (field, test) in tests {
        if mapping.fields.contains_key(&field) {
            continue;
        }
        let best = (0..taken.len()).filter(|i| !taken[*i]).find(|i| {
            let cells: Vec<&str> = sample
                .iter()
                .filter_map(|r| r.get(*i))
                .map(|c| c.trim())
                .filter(|c| !c.is_empty())
                .collect();
            let fits = cells.iter().filter(|c| test(c)).count();
            fits > 0 && fits * 10 >= cells.len() * 6
        });
        if let Some(i) = best {
            taken[i] = true;
            mapping.fields.insert(field, vec![i]);
        }
    }
}

/// A cell as people mean it: no outer blanks, no guard against formulas (`'+91…`), no `.0` behind
/// a whole number that a spreadsheet put there.
pub fn tidy_cell(cell: &str) -> &str {
    let t = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{0}');
    let t = match t.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => t,
    };
    match t.strip_suffix(".0") {
        Some(whole) if whole.len() >= 6 && whole.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => t,
    }
}

/// What a row says, before it is checked.
pub struct Read {
    pub fields: LeadFields,
    pub created_on: Option<Result<Date, Wrong>>,
}

/// Reads a row; `today` in the firm's zone.
pub fn read_row(mapping: &Mapping, default_source: &str, row: &[String], today: Date) -> Read {
    let mut f = LeadFields::default();
    let mut created_on = None;
    for (field, columns) in &mapping.fields {
        let mut cells = columns.iter().filter_map(|c| row.get(*c)).map(|c| tidy_cell(c));
        let mut text = match (columns.len(), field.is_single()) {
            (1, _) => cells.next().unwrap_or_default().to_owned(),
            (_, true) => cells.find(|c| !c.is_empty()).unwrap_or_default().to_owned(),
            _ => cells.filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" "),
        };
        if mapping.title_case.contains(field) {
            text = title_case(&text);
        }
        match field {
            Field::Name => f.name = text,
            Field::CompanyName => f.company_name = text,
            Field::Phone => f.phone = text,
            Field::Email => f.email = text,
            Field::Source => f.source = text,
            Field::Language => f.language = text,
            Field::City => f.city = text,
            Field::Region => f.region = text,
            Field::Pin => f.pin = text,
            Field::Campaign => f.campaign = text,
            Field::ProductInterest => f.product_interest = text,
            Field::Note => f.note = text,
            Field::CreatedOn if text.is_empty() => {}
            Field::CreatedOn => created_on = Some(read_date(&text, mapping.date_order, today)),
        }
    }
    if f.source.is_empty() {
        default_source.clone_into(&mut f.source);
    }
    Read { fields: f, created_on }
}

/// Words that are all small or all capital get one capital letter each.
fn title_case(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let shouts = letters.iter().all(|c| !c.is_lowercase());
    let whispers = letters.iter().all(|c| !c.is_uppercase());
    if letters.is_empty() || !(shouts || whispers) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for c in text.chars() {
        if starts {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        starts = !(c.is_alphanumeric() || c == '\'' || ('\u{900}'..='\u{dff}').contains(&c));
    }
    out
}

#[cfg(test)]
#[path = "mapping_tests.rs"]
mod tests;
