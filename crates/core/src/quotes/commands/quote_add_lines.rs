//! `quote.add_lines`: what was pasted, whole or not at all.

use super::fields::{Checking, LineFields, Place};
use crate::permissions;
use crate::quotes::{MAX_LINES, QuoteError, SectionId, lines, need_own, touch};
use netra_kernel::{Command, Done, Error, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds lines at the end of a section. One that is not valid refuses all of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteAddLines {
    pub section: SectionId,
    pub lines: Vec<LineFields>,
}

#[derive(Serialize, JsonSchema)]
pub struct LinesAdded {
    pub lines: usize,
}

impl Command for QuoteAddLines {
    const NAME: &'static str = "quote.add_lines";
    const TITLE: &'static str = "Add lines to a quote";
    const NEEDS: Permission = permissions::QUOTE_WORK;
    const UNDOABLE: bool = true;
    type Outcome = LinesAdded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, lines::section(reader, self.section)?.quote).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<LinesAdded>> {
        if self.lines.is_empty() {
            return Err(Error::field("lines", "required"));
        }
        let section = lines::section(tx, self.section)?;
        if let Some(id) = self.lines.iter().find_map(|line| line.id) {
            return Err(QuoteError::LineMissing { line: id.to_string() }.into());
        }
        let all = lines::lines(tx, section.quote)?;
        if all.len() + self.lines.len() > MAX_LINES {
            return Err(QuoteError::TooManyLines { limit: MAX_LINES }.into());
        }
        let last = all.iter().filter(|l| l.section == self.section).map(|l| l.position).max();
        let checking = Checking::of(tx)?;
        let mut v = Validation::new();
        let mut made = Vec::new();
        for ((n, fields), position) in self.lines.iter().enumerate().zip(last.unwrap_or(0) + 1..) {
            let (quote, section) = (section.quote, self.section);
            let place = Place { line: tx.new_id(), quote, section, position };
            let line = checking.line(place, fields, None)?;
            checking.check(&line, &format!("lines[{n}]."), &mut v);
            made.push(line);
        }
        v.finish()?;
        let quote = touch::edit(tx, section.quote)?;
        for line in &made {
            lines::put_line(tx, line, None)?;
        }
        Ok(done(LinesAdded { lines: made.len() }).fact("quote", quote.title).fact("n", made.len()))
    }
}
