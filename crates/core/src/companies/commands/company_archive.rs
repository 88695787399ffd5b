//! `company.archive` and `company.restore`: out of the lists, never out of the data.

use crate::companies::acts::may_restore;
use crate::companies::{CompanyError, CompanyId, need_living, need_own, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes a company out of the lists, unless something of it is still open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyArchive {
    pub company: CompanyId,
    /// Also with deals, quotes, agreements or projects that are open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anyway: bool,
}

impl Command for CompanyArchive {
    const NAME: &'static str = "company.archive";
    const TITLE: &'static str = "Archive a company";
    const NEEDS: Permission = permissions::COMPANY_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.company).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let company = need_living(tx, self.company)?;
        let open = store::what_is_open(tx, self.company)?;
        if !open.is_empty() && !self.anyway {
            return Err(CompanyError::InUse { company: company.name, open }.into());
        }
        store::set_archived(tx, self.company, Some(tx.now))?;
        Ok(done(Nothing {}).fact("company", company.name))
    }
}

/// Brings an archived company back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyRestore {
    pub company: CompanyId,
}

impl Command for CompanyRestore {
    const NAME: &'static str = "company.restore";
    const TITLE: &'static str = "Restore a company";
    const NEEDS: Permission = permissions::COMPANY_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.company).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let company = store::company(tx, self.company)?;
        may_restore(&company)?;
        store::set_archived(tx, self.company, None)?;
        Ok(done(Nothing {}).fact("company", company.name))
    }
}
