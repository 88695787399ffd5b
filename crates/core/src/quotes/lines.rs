//! The only SQL that writes a quote's sections and lines.

use super::model::{Inclusion, LineKind};
use super::{LineId, QuoteError, QuoteId, SectionId};
use crate::decimal::Exact;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Error, Kind, Reader, Result, Tx};
use rust_decimal::Decimal;

/// A section of a quote.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub id: SectionId,
    pub quote: QuoteId,
    pub position: i64,
    pub title: String,
}

pub(super) fn sections(reader: &Reader<'_>, quote: QuoteId) -> Result<Vec<Section>> {
    reader.all(
        "SELECT id, quote_id, position, title FROM quote_sections WHERE quote_id = ?1
         ORDER BY position, id",
        [quote],
        section_row,
    )
}

fn section_row(r: &Row<'_>) -> rusqlite::Result<Section> {
    Ok(Section { id: r.get(0)?, quote: r.get(1)?, position: r.get(2)?, title: r.get(3)? })
}

/// # Errors
/// `quote.section_not_found`.
pub(super) fn section(reader: &Reader<'_>, id: SectionId) -> Result<Section> {
    reader
        .maybe(
            "SELECT id, quote_id, position, title FROM quote_sections WHERE id = ?1",
            [id],
            section_row,
        )?
        .ok_or_else(|| QuoteError::SectionMissing { section: id.to_string() }.into())
}

pub(super) fn put_section(tx: &Tx<'_>, s: &Section) -> Result<()> {
    tx.write(
        "INSERT INTO quote_sections (id, quote_id, position, title) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title
         WHERE position IS NOT excluded.position OR title IS NOT excluded.title",
        params![s.id, s.quote, s.position, s.title],
    )?;
    Ok(())
}

pub(super) fn delete_section(tx: &Tx<'_>, id: SectionId) -> Result<()> {
    tx.write("DELETE FROM quote_sections WHERE id = ?1", [id])?;
    Ok(())
}

/// A line with its cost. Money in minor units of the quote's currency.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub id: LineId,
    pub quote: QuoteId,
    pub section: SectionId,
    pub position: i64,
    pub kind: LineKind,
    pub part_number: String,
    pub description: String,
    pub quantity: Exact,
    pub unit: String,
    pub unit_price_minor: i64,
    pub discount_percent: Exact,
    pub tax_code: String,
    pub tax_rate: String,
    pub inclusion: Inclusion,
    pub tiers: i64,
    pub supplier: String,
    pub unit_cost_minor: Option<i64>,
}

const LINES: &str = "SELECT l.id, l.quote_id, l.section_id, l.position, l.kind, l.part_number,
        l.description, l.quantity, l.unit, l.unit_price_minor, l.discount_percent, l.tax_code,
        l.tax_rate, l.inclusion, l.tiers, ifnull(c.supplier, ''), c.unit_cost_minor
    FROM quote_lines l JOIN quote_sections s ON s.id = l.section_id
    LEFT JOIN quote_line_costs c ON c.id = l.id";

fn line_row(r: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        id: r.get(0)?,
        quote: r.get(1)?,
        section: r.get(2)?,
        position: r.get(3)?,
        kind: LineKind::parse(&r.get::<_, String>(4)?),
        part_number: r.get(5)?,
        description: r.get(6)?,
        quantity: r.get(7)?,
        unit: r.get(8)?,
        unit_price_minor: r.get(9)?,
        discount_percent: r.get(10)?,
        tax_code: r.get(11)?,
        tax_rate: r.get(12)?,
        inclusion: Inclusion::parse(&r.get::<_, String>(13)?),
        tiers: r.get(14)?,
        supplier: r.get(15)?,
        unit_cost_minor: r.get(16)?,
    })
}

/// Every line, in the order of its sections.
pub(super) fn lines(reader: &Reader<'_>, quote: QuoteId) -> Result<Vec<Line>> {
    reader.all(
        &format!("{LINES} WHERE l.quote_id = ?1 ORDER BY s.position, s.id, l.position, l.id"),
        [quote],
        line_row,
    )
}

/// # Errors
/// `quote.line_not_found`.
pub(super) fn line(reader: &Reader<'_>, id: LineId) -> Result<Line> {
    reader
        .maybe(&format!("{LINES} WHERE l.id = ?1"), [id], line_row)?
        .ok_or_else(|| QuoteError::LineMissing { line: id.to_string() }.into())
}

/// The most that one line may come to, in minor units: as many of them as a quote may have, with
/// any tax, still add up.
const MAX_LINE_MINOR: i64 = 1_000_000_000_000_000;

/// # Errors
/// `money.too_large` when what the line comes to, or costs us, could not be added up.
fn need_summable(l: &Line) -> Result<()> {
    let most = Decimal::from(MAX_LINE_MINOR);
    for unit in [Some(l.unit_price_minor), l.unit_cost_minor].into_iter().flatten() {
        let whole = l.quantity.get().abs().checked_mul(Decimal::from(unit));
        if whole.is_none_or(|w| w > most) {
            return Err(Error::new(Kind::Invalid, "money.too_large"));
        }
    }
    Ok(())
}

/// Writes a line and its cost, the changed parts only.
pub(super) fn put_line(tx: &Tx<'_>, l: &Line, before: Option<&Line>) -> Result<()> {
    need_summable(l)?;
    let same_but_cost = before.is_some_and(|b| {
        Line { supplier: l.supplier.clone(), unit_cost_minor: l.unit_cost_minor, ..b.clone() } == *l
    });
    if !same_but_cost {
        tx.write(
            "INSERT INTO quote_lines (id, quote_id, section_id, position, kind, part_number,
                 description, quantity, unit, unit_price_minor, discount_percent, tax_code,
                 tax_rate, inclusion, tiers)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             ON CONFLICT (id) DO UPDATE SET section_id = excluded.section_id,
                 position = excluded.position, kind = excluded.kind,
                 part_number = excluded.part_number, description = excluded.description,
                 quantity = excluded.quantity, unit = excluded.unit,
                 unit_price_minor = excluded.unit_price_minor,
                 discount_percent = excluded.discount_percent, tax_code = excluded.tax_code,
                 tax_rate = excluded.tax_rate, inclusion = excluded.inclusion,
                 tiers = excluded.tiers",
            params![
                l.id,
                l.quote,
                l.section,
                l.position,
                l.kind.word(),
                l.part_number,
                l.description,
                l.quantity,
                l.unit,
                l.unit_price_minor,
                l.discount_percent,
                l.tax_code,
                l.tax_rate,
                l.inclusion.word(),
                l.tiers
            ],
        )?;
    }
    let has_cost = !l.supplier.is_empty() || l.unit_cost_minor.is_some();
    let had_cost = before.is_some_and(|b| !b.supplier.is_empty() || b.unit_cost_minor.is_some());
    if has_cost {
        tx.write(
            "INSERT INTO quote_line_costs (id, quote_id, supplier, unit_cost_minor)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET supplier = excluded.supplier,
                 unit_cost_minor = excluded.unit_cost_minor
             WHERE supplier IS NOT excluded.supplier
                OR unit_cost_minor IS NOT excluded.unit_cost_minor",
            params![l.id, l.quote, l.supplier, l.unit_cost_minor],
        )?;
    } else if had_cost {
        tx.write("DELETE FROM quote_line_costs WHERE id = ?1", [l.id])?;
    }
    Ok(())
}

pub(super) fn delete_line(tx: &Tx<'_>, id: LineId) -> Result<()> {
    tx.write("DELETE FROM quote_line_costs WHERE id = ?1", [id])?;
    tx.write("DELETE FROM quote_lines WHERE id = ?1", [id])?;
    Ok(())
}
