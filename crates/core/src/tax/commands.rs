//! `tax.set_rate`: the law changed.

use super::rates::{self, RateKind};
use crate::decimal::Exact;
use crate::people::commands::Nothing;
use crate::{permissions, settings};
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sets a rate of the workspace's country as of a day. Quotes sent before keep theirs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxSetRate {
    /// `gst18`: lower-case letters, digits and underscores.
    pub key: String,
    pub title: String,
    pub percent: Exact,
    pub kind: RateKind,
    pub valid_from: Date,
}

impl Command for TaxSetRate {
    const NAME: &'static str = "tax.set_rate";
    const TITLE: &'static str = "Set a rate of tax";
    const NEEDS: Permission = permissions::TAX_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let is_key = (1..=40).contains(&self.key.len()) && self.key.bytes().all(plain);
        v.check(!is_key, "key", "rate_key.not_valid");
        v.check(self.title.trim().is_empty(), "title", "required");
        v.check(self.title.chars().count() > 200, "title", "too_long");
        let in_range = (Exact::ZERO..=Exact::HUNDRED).contains(&self.percent);
        let fits = self.kind == RateKind::Taxable
            || self.kind == RateKind::Ended
            || self.percent == Exact::ZERO;
        v.check(!in_range || !fits, "percent", "percent.not_valid");
        v.finish()?;
        let country: String = settings::get(tx, "tax.country")?;
        let from = self.valid_from.to_string();
        rates::put(tx, &country, &self.key, self.title.trim(), self.percent, self.kind, &from)?;
        Ok(done(Nothing {})
            .fact("rate", self.title.trim())
            .fact("percent", self.percent)
            .fact("from", self.valid_from))
    }
}
