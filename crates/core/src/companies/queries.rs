//! Companies and contacts as they are shown.

use super::store::{COLUMNS, CONTACT_COLUMNS, Company, Contact, stored, stored_contact};
use super::{CompanyId, ContactId, acts, store};
use crate::acts::Act;
use crate::people::PersonId;
use crate::permissions;
use crate::projects::ProjectId;
use netra_kernel::rusqlite::params;
use netra_kernel::{Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One company.
#[derive(Serialize, JsonSchema)]
pub struct CompanyRow {
    pub id: CompanyId,
    pub name: String,
    pub tax_number: Option<String>,
    pub country: String,
    pub state_code: Option<String>,
    pub is_sez: bool,
    pub address: String,
    pub owner: PersonId,
    pub reminders_paused: bool,
    pub created_at: Timestamp,
    pub is_archived: bool,
}

impl From<Company> for CompanyRow {
    fn from(c: Company) -> CompanyRow {
        CompanyRow {
            id: c.id,
            name: c.name,
            tax_number: c.tax_number,
            country: c.country,
            state_code: c.state_code,
            is_sez: c.is_sez,
            address: c.address,
            owner: PersonId(c.owner),
            reminders_paused: c.reminders_paused,
            created_at: c.created_at,
            is_archived: c.archived_at.is_some(),
        }
    }
}

/// One contact.
#[derive(Serialize, JsonSchema)]
pub struct ContactRow {
    pub id: ContactId,
    pub company: CompanyId,
    pub name: String,
    pub title: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl From<Contact> for ContactRow {
    fn from(c: Contact) -> ContactRow {
        ContactRow {
            id: c.id,
            company: c.company,
            name: c.name,
            title: c.title,
            email: c.email,
            phone: c.phone,
        }
    }
}

/// Companies by name.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyList {
    /// Part of the name or tax number.
    #[serde(default)]
    pub search: String,
    #[serde(default)]
    pub with_archived: bool,
    /// At most this many (500 when not given).
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
pub struct Companies {
    pub rows: Vec<CompanyRow>,
}

impl Query for CompanyList {
    const NAME: &'static str = "company.list";
    const TITLE: &'static str = "Companies";
    const NEEDS: Permission = permissions::COMPANY_READ;
    const READS: &'static [&'static str] = &["companies"];
    type View = Companies;

    fn ask(&self, reader: &Reader<'_>) -> Result<Companies> {
        let rows = reader.all(
            &format!(
                "SELECT {COLUMNS} FROM companies
                 WHERE (?1 OR archived_at IS NULL)
                   AND (?2 = '' OR instr(lower(name), lower(?2)) > 0
                        OR instr(ifnull(tax_number, ''), upper(?2)) > 0)
                 ORDER BY name COLLATE NOCASE, id LIMIT ?3"
            ),
            params![self.with_archived, self.search.trim(), self.limit.unwrap_or(500).min(10_000)],
            |r| stored(r).map(CompanyRow::from),
        )?;
        Ok(Companies { rows })
    }
}

/// One company with its people.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyGet {
    pub company: CompanyId,
}

#[derive(Serialize, JsonSchema)]
pub struct CompanyView {
    pub company: CompanyRow,
    pub owner_name: String,
    /// India: the State's name.
    pub state_name: Option<String>,
    pub contacts: Vec<ContactRow>,
    /// What the asker may do with it.
    pub acts: Vec<Act>,
}

impl Query for CompanyGet {
    const NAME: &'static str = "company.get";
    const TITLE: &'static str = "A company";
    const NEEDS: Permission = permissions::COMPANY_READ;
    const READS: &'static [&'static str] = &["companies", "contacts", "people"];
    type View = CompanyView;

    fn ask(&self, reader: &Reader<'_>) -> Result<CompanyView> {
        let company = store::company(reader, self.company)?;
        let state = company.state_code.as_deref().and_then(crate::tax::places::gst_state);
        Ok(CompanyView {
            owner_name: crate::people::name_of(reader, PersonId(company.owner))?,
            state_name: state.map(|s| s.name.to_owned()),
            contacts: contacts_of(reader, Some(self.company))?,
            acts: acts::acts(reader, &company)?,
            company: company.into(),
        })
    }
}

fn contacts_of(reader: &Reader<'_>, company: Option<CompanyId>) -> Result<Vec<ContactRow>> {
    reader.all(
        &format!(
            "SELECT {CONTACT_COLUMNS} FROM contacts
             WHERE (?1 IS NULL OR company_id = ?1) AND archived_at IS NULL
             ORDER BY name COLLATE NOCASE, id LIMIT 10000"
        ),
        [company],
        |r| stored_contact(r).map(ContactRow::from),
    )
}

/// The people of one company, or of all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactList {
    #[serde(default)]
    pub company: Option<CompanyId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Contacts {
    pub rows: Vec<ContactRow>,
}

impl Query for ContactList {
    const NAME: &'static str = "contact.list";
    const TITLE: &'static str = "Contacts";
    const NEEDS: Permission = permissions::COMPANY_READ;
    const READS: &'static [&'static str] = &["contacts"];
    type View = Contacts;

    fn ask(&self, reader: &Reader<'_>) -> Result<Contacts> {
        Ok(Contacts { rows: contacts_of(reader, self.company)? })
    }
}

/// One person of a client.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactGet {
    pub contact: ContactId,
}

#[derive(Serialize, JsonSchema)]
pub struct ContactView {
    #[serde(flatten)]
    pub contact: ContactRow,
    pub company_name: String,
    /// Projects that they are on, as far as the asker may see them.
    pub projects: Vec<ContactProject>,
}

#[derive(Serialize, JsonSchema)]
pub struct ContactProject {
    pub id: ProjectId,
    pub name: String,
    pub stage: String,
}

impl Query for ContactGet {
    const NAME: &'static str = "contact.get";
    const TITLE: &'static str = "A contact";
    const NEEDS: Permission = permissions::COMPANY_READ;
    const READS: &'static [&'static str] =
        &["contacts", "companies", "projects", "project_contacts", "agreements", "assignments"];
    type View = ContactView;

    fn ask(&self, reader: &Reader<'_>) -> Result<ContactView> {
        let contact = store::contact(reader, self.contact)?;
        let mut projects: Vec<ContactProject> = reader.all(
            "SELECT p.id, p.name, p.stage FROM project_contacts x
             JOIN projects p ON p.id = x.project_id WHERE x.contact_id = ?1 ORDER BY p.name, p.id",
            [self.contact],
            |r| Ok(ContactProject { id: r.get(0)?, name: r.get(1)?, stage: r.get(2)? }),
        )?;
        let mut seen = Vec::with_capacity(projects.len());
        for p in projects.drain(..) {
            if crate::projects::visible(reader, p.id)? {
                seen.push(p);
            }
        }
        Ok(ContactView {
            company_name: store::company(reader, contact.company)?.name,
            contact: contact.into(),
            projects: seen,
        })
    }
}
