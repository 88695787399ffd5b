//! The only SQL that writes companies and contacts.

use super::{CompanyError, CompanyId, ContactId};
use crate::language::Phrase;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Id, Reader, Result, Timestamp, Tx};

/// A company as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub id: CompanyId,
    pub name: String,
    pub tax_number: Option<String>,
    pub country: String,
    pub state_code: Option<String>,
    pub is_sez: bool,
    pub address: String,
    pub owner: Id,
    pub reminders_paused: bool,
    pub created_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

pub(super) const COLUMNS: &str = "id, name, tax_number, country, state_code, is_sez, address,
    owner_id, reminders_paused, created_at, archived_at";

pub(super) fn stored(r: &Row<'_>) -> rusqlite::Result<Company> {
    Ok(Company {
        id: r.get(0)?,
        name: r.get(1)?,
        tax_number: r.get(2)?,
        country: r.get(3)?,
        state_code: r.get(4)?,
        is_sez: r.get(5)?,
        address: r.get(6)?,
        owner: r.get(7)?,
        reminders_paused: r.get(8)?,
        created_at: r.get(9)?,
        archived_at: r.get(10)?,
    })
}

/// # Errors
/// `company.not_found`.
pub(crate) fn company(reader: &Reader<'_>, id: CompanyId) -> Result<Company> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM companies WHERE id = ?1"), [id], stored)?
        .ok_or_else(|| CompanyError::Missing { company: id.to_string() }.into())
}

/// # Errors
/// `company.not_found`.
pub fn company_name(reader: &Reader<'_>, id: CompanyId) -> Result<String> {
    company(reader, id).map(|c| c.name)
}

/// A person at a client.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub id: ContactId,
    pub company: CompanyId,
    pub name: String,
    pub title: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

pub(super) const CONTACT_COLUMNS: &str = "id, company_id, name, title, email, phone";

pub(super) fn stored_contact(r: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: r.get(0)?,
        company: r.get(1)?,
        name: r.get(2)?,
        title: r.get(3)?,
        email: r.get(4)?,
        phone: r.get(5)?,
    })
}

/// # Errors
/// `contact.not_found`.
pub(crate) fn contact(reader: &Reader<'_>, id: ContactId) -> Result<Contact> {
    reader
        .maybe(
            &format!("SELECT {CONTACT_COLUMNS} FROM contacts WHERE id = ?1"),
            [id],
            stored_contact,
        )?
        .ok_or_else(|| CompanyError::ContactMissing { contact: id.to_string() }.into())
}

/// Checks that a contact belongs to a company; gives the contact's name.
/// # Errors
/// `contact.not_found`, `contact.of_another_company`.
pub fn need_contact_of(reader: &Reader<'_>, id: ContactId, company: CompanyId) -> Result<String> {
    let found = contact(reader, id)?;
    match found.company == company {
        true => Ok(found.name),
        false => Err(CompanyError::OfAnotherCompany { contact: found.name }.into()),
    }
}

/// What a company is, checked and clean.
#[derive(Clone, Debug)]
pub(crate) struct Clean {
    pub name: String,
    pub tax_number: Option<String>,
    pub country: String,
    pub state_code: Option<String>,
    pub is_sez: bool,
    pub address: String,
}

pub(crate) fn insert(tx: &Tx<'_>, id: CompanyId, c: &Clean, owner: Id) -> Result<()> {
    tx.write(
        "INSERT INTO companies (id, name, tax_number, country, state_code, is_sez, address,
             owner_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            id,
            c.name,
            c.tax_number,
            c.country,
            c.state_code,
            c.is_sez,
            c.address,
            owner,
            tx.now
        ],
    )?;
    Ok(())
}

pub(super) fn replace(
    tx: &Tx<'_>,
    id: CompanyId,
    c: &Clean,
    owner: Id,
    reminders_paused: bool,
) -> Result<()> {
    tx.write(
        "UPDATE companies SET name = ?2, tax_number = ?3, country = ?4, state_code = ?5,
             is_sez = ?6, address = ?7, owner_id = ?8, reminders_paused = ?9 WHERE id = ?1",
        params![
            id,
            c.name,
            c.tax_number,
            c.country,
            c.state_code,
            c.is_sez,
            c.address,
            owner,
            reminders_paused
        ],
    )?;
    Ok(())
}

pub(super) fn set_archived(tx: &Tx<'_>, id: CompanyId, at: Option<Timestamp>) -> Result<()> {
    tx.write("UPDATE companies SET archived_at = ?2 WHERE id = ?1", params![id, at])?;
    Ok(())
}

/// The name of another company that has this tax number.
pub(super) fn with_tax_number(
    reader: &Reader<'_>,
    number: &str,
    but: Option<CompanyId>,
) -> Result<Option<String>> {
    reader.value(
        "SELECT name FROM companies WHERE tax_number = ?1 AND id IS NOT ?2 ORDER BY id LIMIT 1",
        params![number, but],
    )
}

/// A contact's details, checked and clean.
#[derive(Clone, Debug)]
pub(crate) struct CleanContact {
    pub name: String,
    pub title: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub phone_e164: Option<String>,
}

pub(crate) fn insert_contact(
    tx: &Tx<'_>,
    id: ContactId,
    company: CompanyId,
    c: &CleanContact,
) -> Result<()> {
    tx.write(
        "INSERT INTO contacts (id, company_id, name, title, email, phone, phone_e164, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, company, c.name, c.title, c.email, c.phone, c.phone_e164, tx.now],
    )?;
    Ok(())
}

pub(super) fn replace_contact(tx: &Tx<'_>, id: ContactId, c: &CleanContact) -> Result<()> {
    tx.write(
        "UPDATE contacts SET name = ?2, title = ?3, email = ?4, phone = ?5, phone_e164 = ?6
         WHERE id = ?1",
        params![id, c.name, c.title, c.email, c.phone, c.phone_e164],
    )?;
    Ok(())
}

/// What of a company is still under way: deals, quotes, agreements that wait for their project, and
/// projects.
pub(super) fn what_is_open(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<Phrase>> {
    let mut open = Vec::new();
    for (label, sql) in [
        (
            "company.open_deals",
            "SELECT count(*) FROM deals d JOIN deal_stages s ON s.id = d.stage_id
             WHERE d.company_id = ?1 AND s.kind = 'open'",
        ),
        (
            "company.open_quotes",
            "SELECT count(*) FROM quotes WHERE company_id = ?1
               AND state IN ('draft', 'in_review', 'approved', 'sent', 'viewed')",
        ),
        (
            "company.waiting_agreements",
            "SELECT count(*) FROM agreements a WHERE a.company_id = ?1
               AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.agreement_id = a.id)",
        ),
        (
            "company.open_projects",
            "SELECT count(*) FROM projects p JOIN agreements a ON a.id = p.agreement_id
             WHERE a.company_id = ?1 AND p.stage NOT IN ('completed', 'archived', 'cancelled')",
        ),
    ] {
        let n: i64 = reader.one(sql, [company], |r| r.get(0))?;
        if n > 0 {
            open.push(Phrase::new(label, serde_json::json!({ "n": n })));
        }
    }
    Ok(open)
}
