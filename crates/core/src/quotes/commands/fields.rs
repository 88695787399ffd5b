//! The fields of lines, sections and instalments as they come in, and their checks.

use crate::decimal::Exact;
use crate::quotes::lines::Line;
use crate::quotes::model::{Inclusion, Instalment, LineKind, Tier};
use crate::quotes::{LineId, QuoteError, QuoteId, SectionId, may_see_costs};
use crate::tax::{self, Rate};
use crate::{agreements::DueRule, settings};
use netra_kernel::{Reader, Result, Tx, Validation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of the grid. Money in minor units of the quote's currency.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineFields {
    /// The line that this one is; a new one when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<LineId>,
    #[serde(default)]
    pub kind: LineKind,
    #[serde(default)]
    pub part_number: String,
    pub description: String,
    #[serde(default = "one")]
    pub quantity: Exact,
    #[serde(default)]
    pub unit: String,
    pub unit_price_minor: i64,
    /// 0–100.
    #[serde(default)]
    pub discount_percent: Exact,
    /// HSN or SAC.
    #[serde(default)]
    pub tax_code: String,
    /// Key of a rate (`gst18`); the country's usual one when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rate: Option<String>,
    #[serde(default)]
    pub inclusion: Inclusion,
    /// The tiers that it belongs to; all when empty.
    #[serde(default)]
    pub tiers: Vec<Tier>,
    /// Internal: needs the permission for costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Internal: needs the permission for costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost_minor: Option<i64>,
}

fn one() -> Exact {
    Exact::ONE
}

/// Changes of a line; what is not given stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<LineKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price_minor: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_percent: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rate: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<Inclusion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Vec<Tier>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost_minor: Option<i64>,
}

/// A section with its lines in their order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionFields {
    /// The section that this one is; a new one when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SectionId>,
    pub title: String,
    #[serde(default)]
    pub lines: Vec<LineFields>,
}

/// What lines are checked against.
pub(super) struct Checking {
    pub rates: Vec<Rate>,
    pub default_rate: &'static str,
    pub may_set_costs: bool,
}

impl Checking {
    pub fn of(reader: &Reader<'_>) -> Result<Checking> {
        let country: String = settings::get(reader, "tax.country")?;
        Ok(Checking {
            rates: tax::in_force(reader, &country, reader.today())?,
            default_rate: tax::default_key(&country),
            may_set_costs: may_see_costs(reader),
        })
    }

    /// Checks a whole line; `path` is where it is in the request (`lines[2].`).
    pub fn check(&self, line: &Line, path: &str, v: &mut Validation) {
        let mut wrong = |is: bool, field: &str, code: &str| {
            if is {
                v.add(format!("{path}{field}"), code);
            }
        };
        wrong(line.description.is_empty(), "description", "required");
        wrong(line.description.chars().count() > 4_000, "description", "too_long");
        wrong(line.part_number.chars().count() > 100, "part_number", "too_long");
        wrong(line.unit.chars().count() > 40, "unit", "too_long");
        wrong(line.tax_code.chars().count() > 20, "tax_code", "too_long");
        wrong(line.supplier.chars().count() > 200, "supplier", "too_long");
        wrong(line.quantity < Exact::ZERO, "quantity", "negative");
        wrong(line.unit_price_minor < 0, "unit_price_minor", "negative");
        wrong(line.unit_cost_minor.is_some_and(|c| c < 0), "unit_cost_minor", "negative");
        let discount = (Exact::ZERO..=Exact::HUNDRED).contains(&line.discount_percent);
        wrong(!discount, "discount_percent", "out_of_range");
        let known = self.rates.iter().any(|r| r.key == line.tax_rate);
        wrong(!known, "tax_rate", "tax_rate.unknown");
    }

    /// # Errors
    /// `quote.cost_forbidden` when costs come in from somebody who may not know them.
    pub fn need_costs(&self, supplier: Option<&String>, cost: Option<i64>) -> Result<()> {
        let gives = cost.is_some() || supplier.is_some_and(|s| !s.trim().is_empty());
        match gives && !self.may_set_costs {
            true => Err(QuoteError::CostForbidden.into()),
            false => Ok(()),
        }
    }

    /// A line from its fields. `before` keeps its costs from whoever may not see them.
    pub fn line(&self, place: Place, f: &LineFields, before: Option<&Line>) -> Result<Line> {
        self.need_costs(f.supplier.as_ref(), f.unit_cost_minor)?;
        let (supplier, unit_cost_minor) = match (self.may_set_costs, before) {
            (false, Some(b)) => (b.supplier.clone(), b.unit_cost_minor),
            _ => (f.supplier.as_deref().unwrap_or("").trim().to_owned(), f.unit_cost_minor),
        };
        Ok(Line {
            id: place.line,
            quote: place.quote,
            section: place.section,
            position: place.position,
            kind: f.kind,
            part_number: f.part_number.trim().to_owned(),
            description: f.description.trim().to_owned(),
            quantity: f.quantity,
            unit: f.unit.trim().to_owned(),
            unit_price_minor: f.unit_price_minor,
            discount_percent: f.discount_percent,
            tax_code: f.tax_code.trim().to_owned(),
            tax_rate: f.tax_rate.clone().unwrap_or_else(|| self.default_rate.to_owned()),
            inclusion: f.inclusion,
            tiers: Tier::bits(&f.tiers),
            supplier,
            unit_cost_minor,
        })
    }
}

/// Where a line stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub line: LineId,
    pub quote: QuoteId,
    pub section: SectionId,
    pub position: i64,
}

/// A line with its changes.
pub(super) fn changed(before: &Line, c: &LineChange) -> Line {
    let text = |new: &Option<String>, old: &str| {
        new.as_deref().map_or_else(|| old.to_owned(), |t| t.trim().to_owned())
    };
    Line {
        kind: c.kind.unwrap_or(before.kind),
        part_number: text(&c.part_number, &before.part_number),
        description: text(&c.description, &before.description),
        quantity: c.quantity.unwrap_or(before.quantity),
        unit: text(&c.unit, &before.unit),
        unit_price_minor: c.unit_price_minor.unwrap_or(before.unit_price_minor),
        discount_percent: c.discount_percent.unwrap_or(before.discount_percent),
        tax_code: text(&c.tax_code, &before.tax_code),
        tax_rate: text(&c.tax_rate, &before.tax_rate),
        inclusion: c.inclusion.unwrap_or(before.inclusion),
        tiers: c.tiers.as_deref().map_or(before.tiers, Tier::bits),
        supplier: text(&c.supplier, &before.supplier),
        unit_cost_minor: c.unit_cost_minor.or(before.unit_cost_minor),
        ..before.clone()
    }
}

/// Checks instalments one by one; whether they add up is asked when the quote is sent.
pub(super) fn check_instalments(list: &[Instalment], v: &mut Validation) {
    for (n, i) in list.iter().enumerate() {
        let path = |field: &str| format!("instalments[{n}].{field}");
        let is_share = i.percent.is_some();
        if is_share == i.amount_minor.is_some() || is_share != list[0].percent.is_some() {
            v.add(path("percent"), "instalment.percent_or_amount");
        }
        if i.percent.is_some_and(|p| p <= Exact::ZERO || p > Exact::HUNDRED) {
            v.add(path("percent"), "out_of_range");
        }
        if i.amount_minor.is_some_and(|a| a <= 0) {
            v.add(path("amount_minor"), "amount.not_positive");
        }
        if (i.due_rule == DueRule::OnDate) != i.due_on.is_some() {
            v.add(path("due_on"), "due_on.required");
        }
        if !(0..=3_650).contains(&i.due_days) {
            v.add(path("due_days"), "out_of_range");
        }
        if i.title.chars().count() > 200 {
            v.add(path("title"), "too_long");
        }
    }
    if list.len() > 100 {
        v.add("instalments", "too_long");
    }
}

/// Checks the numbers and texts of a header.
pub(super) fn check_header(v: &mut Validation, q: &crate::quotes::store::Quote) {
    v.check(q.title.is_empty(), "title", "required");
    v.check(q.title.chars().count() > 200, "title", "too_long");
    v.check(q.terms.chars().count() > 20_000, "terms", "too_long");
    v.check(q.internal_notes.chars().count() > 20_000, "internal_notes", "too_long");
    v.check(!(1..=3_650).contains(&q.valid_days), "valid_days", "out_of_range");
    v.check(!(1..=600).contains(&q.tenure_months), "tenure_months", "out_of_range");
    v.check(!(0..=10_000).contains(&q.meetings_promised), "meetings_promised", "out_of_range");
    v.check(!["en", "hi"].contains(&q.language.as_str()), "language", "out_of_range");
}

/// Writes sections and lines exactly as given, keeping those that are named by id.
pub(super) fn write_grid(tx: &Tx<'_>, quote: QuoteId, grid: &[SectionFields]) -> Result<usize> {
    use crate::quotes::lines::{self, Section};
    let checking = Checking::of(tx)?;
    let old_sections = lines::sections(tx, quote)?;
    let old_lines = lines::lines(tx, quote)?;
    let count: usize = grid.iter().map(|s| s.lines.len()).sum();
    if count > crate::quotes::MAX_LINES || grid.len() > 200 {
        return Err(QuoteError::TooManyLines { limit: crate::quotes::MAX_LINES }.into());
    }
    let mut v = Validation::new();
    let mut sections = Vec::with_capacity(grid.len());
    let mut new_lines: Vec<(Line, Option<&Line>)> = Vec::with_capacity(count);
    let mut seen = std::collections::BTreeSet::new();
    for (s, f) in grid.iter().enumerate() {
        let id = match f.id {
            Some(id) if old_sections.iter().any(|o| o.id == id) && seen.insert(id.0) => id,
            Some(id) => {
                return Err(QuoteError::SectionMissing { section: id.to_string() }.into());
            }
            None => tx.new_id(),
        };
        let title = f.title.trim().to_owned();
        if title.is_empty() {
            v.add(format!("sections[{s}].title"), "required");
        }
        if title.chars().count() > 200 {
            v.add(format!("sections[{s}].title"), "too_long");
        }
        sections.push(Section { id, quote, position: s as i64 + 1, title });
        for (n, line) in f.lines.iter().enumerate() {
            let before = match line.id {
                None => None,
                Some(id) => match old_lines.iter().find(|o| o.id == id) {
                    Some(old) if seen.insert(id.0) => Some(old),
                    _ => return Err(QuoteError::LineMissing { line: id.to_string() }.into()),
                },
            };
            let place = Place {
                line: line.id.unwrap_or_else(|| tx.new_id()),
                quote,
                section: id,
                position: n as i64 + 1,
            };
            let made = checking.line(place, line, before)?;
            checking.check(&made, &format!("sections[{s}].lines[{n}]."), &mut v);
            new_lines.push((made, before));
        }
    }
    v.finish()?;
    for s in &sections {
        lines::put_section(tx, s)?;
    }
    for (line, before) in &new_lines {
        lines::put_line(tx, line, *before)?;
    }
    for old in &old_lines {
        if !seen.contains(&old.id.0) {
            lines::delete_line(tx, old.id)?;
        }
    }
    for old in &old_sections {
        if !seen.contains(&old.id.0) {
            lines::delete_section(tx, old.id)?;
        }
    }
    Ok(count)
}
