//! `quote.add_line`, `quote.update_line`, `quote.move_line`, `quote.remove_line`.

use super::fields::{Checking, LineChange, LineFields, Place, changed};
use crate::people::commands::Nothing;
use crate::permissions;
use crate::quotes::lines::{self, Line};
use crate::quotes::{LineId, MAX_LINES, QuoteError, QuoteId, SectionId, need_own, touch};
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines of a section in their order, without one of them.
fn others(tx: &Tx<'_>, quote: QuoteId, section: SectionId, but: LineId) -> Result<Vec<Line>> {
    let all = lines::lines(tx, quote)?;
    Ok(all.into_iter().filter(|l| l.section == section && l.id != but).collect())
}

/// Gives lines their places 1, 2, 3 …, writing only those that move.
fn renumber(tx: &Tx<'_>, list: &[Line]) -> Result<()> {
    for (position, line) in (1i64..).zip(list) {
        if line.position != position {
            lines::put_line(tx, &Line { position, ..line.clone() }, Some(line))?;
        }
    }
    Ok(())
}

/// Adds a line at the end of a section.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteAddLine {
    pub section: SectionId,
    pub line: LineFields,
}

#[derive(Serialize, JsonSchema)]
pub struct LineAdded {
    pub line: LineId,
}

impl Command for QuoteAddLine {
    const NAME: &'static str = "quote.add_line";
    const TITLE: &'static str = "Add a line to a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = LineAdded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::section(reader, self.section)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<LineAdded>> {
        let section = lines::section(tx, self.section)?;
        if let Some(id) = self.line.id {
            return Err(QuoteError::LineMissing { line: id.to_string() }.into());
        }
        let all = lines::lines(tx, section.quote)?;
        if all.len() >= MAX_LINES {
            return Err(QuoteError::TooManyLines { limit: MAX_LINES }.into());
        }
        let last = all.iter().filter(|l| l.section == self.section).map(|l| l.position).max();
        let place = Place {
            line: tx.new_id(),
            quote: section.quote,
            section: self.section,
            position: last.unwrap_or(0) + 1,
        };
        let checking = Checking::of(tx)?;
        let line = checking.line(place, &self.line, None)?;
        let mut v = Validation::new();
        checking.check(&line, "line.", &mut v);
        v.finish()?;
        let quote = touch::edit(tx, section.quote)?;
        lines::put_line(tx, &line, None)?;
        Ok(done(LineAdded { line: line.id })
            .fact("line", line.description)
            .fact("quote", quote.title))
    }
}

/// Changes a line; what is not given stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteUpdateLine {
    pub line: LineId,
    pub change: LineChange,
}

impl Command for QuoteUpdateLine {
    const NAME: &'static str = "quote.update_line";
    const TITLE: &'static str = "Change a line of a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::line(reader, self.line)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let before = lines::line(tx, self.line)?;
        let checking = Checking::of(tx)?;
        checking.need_costs(self.change.supplier.as_ref(), self.change.unit_cost_minor)?;
        let mut line = changed(&before, &self.change);
        if !checking.may_set_costs {
            line.supplier.clone_from(&before.supplier);
        }
        let mut v = Validation::new();
        checking.check(&line, "change.", &mut v);
        v.finish()?;
        let quote = touch::edit(tx, before.quote)?;
        lines::put_line(tx, &line, Some(&before))?;
        Ok(done(Nothing {}).fact("line", line.description).fact("quote", quote.title))
    }
}

/// Moves a line to a place in its section or another one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteMoveLine {
    pub line: LineId,
    /// Its own section when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<SectionId>,
    /// 1 is the first; beyond the end is the end.
    pub position: usize,
}

impl Command for QuoteMoveLine {
    const NAME: &'static str = "quote.move_line";
    const TITLE: &'static str = "Move a line of a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::line(reader, self.line)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let before = lines::line(tx, self.line)?;
        let to = self.section.unwrap_or(before.section);
        if lines::section(tx, to)?.quote != before.quote {
            return Err(QuoteError::SectionMissing { section: to.to_string() }.into());
        }
        let quote = touch::edit(tx, before.quote)?;
        let mut target = others(tx, before.quote, to, before.id)?;
        let at = self.position.saturating_sub(1).min(target.len());
        let moved = Line { section: to, position: at as i64 + 1, ..before.clone() };
        lines::put_line(tx, &moved, Some(&before))?;
        target.insert(at, moved);
        renumber(tx, &target)?;
        if to != before.section {
            renumber(tx, &others(tx, before.quote, before.section, before.id)?)?;
        }
        Ok(done(Nothing {}).fact("line", before.description).fact("quote", quote.title))
    }
}

/// Removes a line.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRemoveLine {
    pub line: LineId,
}

impl Command for QuoteRemoveLine {
    const NAME: &'static str = "quote.remove_line";
    const TITLE: &'static str = "Remove a line of a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::line(reader, self.line)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let line = lines::line(tx, self.line)?;
        let quote = touch::edit(tx, line.quote)?;
        lines::delete_line(tx, self.line)?;
        renumber(tx, &others(tx, line.quote, line.section, line.id)?)?;
        Ok(done(Nothing {}).fact("line", line.description).fact("quote", quote.title))
    }
}
