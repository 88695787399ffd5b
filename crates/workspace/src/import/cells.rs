//! How much of a row is kept: enough to know it by, the whole of it is in the file.
//!
//! Invariant: a row that was shortened says so, and is then invalid with that reason.

use super::{MAX_ROW_BYTES, Row};

/// Bytes of JSON that a row may cost, so that one alone never fills a command.
const MAX_COST: usize = 1 << 20;
/// Characters that are kept of a cell that is too long.
const KEPT: usize = 1_000;

/// What a cell costs as JSON: control characters are written as six.
fn cost(cell: &str) -> usize {
    cell.len() + 3 + cell.bytes().filter(|b| *b < 0x20 || *b == b'"').count() * 5
}

fn beginning(cell: &str) -> &str {
    let end = cell.char_indices().nth(KEPT).map_or(cell.len(), |(at, _)| at);
    &cell[..end]
}

impl Row {
    /// What the row costs as JSON.
    pub(super) fn cost(&self) -> usize {
        self.cells.iter().map(|c| cost(c)).sum::<usize>() + 2
    }

    /// Shortens a row that costs more than a command takes beside others.
    pub(super) fn bound(&mut self) {
        if self.cost() <= MAX_COST {
            return;
        }
        self.is_cut = true;
        // The empty cells are paid first: where a cell stands says what it is.
        let mut room = MAX_COST.saturating_sub(2 + 3 * self.cells.len());
        for cell in &mut self.cells {
            let kept = beginning(cell);
            let price = cost(kept) - 3;
            let kept = if price <= room { kept.to_owned() } else { String::new() };
            room -= price.min(room);
            *cell = kept;
        }
    }
}

/// A row that is put together cell by cell, never larger than [`MAX_ROW_BYTES`].
#[derive(Default)]
pub(super) struct Growing {
    row: Row,
    bytes: usize,
}

impl Growing {
    /// Puts a cell at its place; what does not fit is left away and the row marked.
    pub fn put(&mut self, column: usize, text: &str) {
        let cells = &mut self.row.cells;
        cells.resize(cells.len().max(column + 1), String::new());
        let room = MAX_ROW_BYTES.saturating_sub(self.bytes);
        let kept = match text.len() <= room {
            true => text,
            false => {
                self.row.is_cut = true;
                Some(beginning(text)).filter(|t| t.len() <= room).unwrap_or_default()
            }
        };
        self.bytes += kept.len();
        kept.clone_into(&mut cells[column]);
    }

    /// The row that stands at this place, counted from 0.
    pub fn done(self, place: u32) -> Row {
        Row { line: i64::from(place) + 1, ..self.row }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_that_no_command_takes_is_shortened_and_says_so() {
        for cell in ["\0".repeat(700_000), "\"".repeat(400_000), "श".repeat(500_000)] {
            let mut row = Row { cells: vec!["Asha".into(), cell.clone()], ..Row::default() };
            row.bound();
            assert!(row.is_cut && row.cost() <= MAX_COST);
            assert_eq!(row.cells[0], "Asha");
            assert_eq!(row.cells[1].chars().count(), KEPT);
        }
        let mut wide = Row { cells: vec!["\u{1}".repeat(60); 16_384], ..Row::default() };
        wide.bound();
        assert!(wide.is_cut && wide.cost() <= MAX_COST && wide.cells.len() == 16_384);
        let mut plain = Row { cells: vec!["x".repeat(900_000), "y".into()], ..Row::default() };
        plain.bound();
        assert!(!plain.is_cut && plain.cells[0].len() == 900_000);
    }

    #[test]
    fn a_growing_row_stops_at_its_size() {
        let mut row = Growing::default();
        let long = "x".repeat(MAX_ROW_BYTES / 2 - 10);
        for column in 0..50 {
            row.put(column, &long);
        }
        row.put(60, "the city");
        let row = row.done(0);
        assert!(row.is_cut && row.cells.len() == 61 && row.cells[60] == "the city");
        let bytes: usize = row.cells.iter().map(String::len).sum();
        assert!(bytes <= MAX_ROW_BYTES, "{bytes}");
    }

    proptest! {
        #[test]
        fn whatever_the_cells_the_size_holds(
            cells in prop::collection::vec(("[\\x00-\\x7f]{0,40}", 0usize..40_000), 0..40)
        ) {
            let mut growing = Growing::default();
            for (i, (text, times)) in cells.iter().enumerate() {
                growing.put(i, &text.repeat(*times));
            }
            let mut row = growing.done(0);
            let before: usize = row.cells.iter().map(String::len).sum();
            prop_assert!(before <= MAX_ROW_BYTES);
            let all: usize = cells.iter().map(|(t, n)| t.len() * n).sum();
            prop_assert_eq!(row.is_cut, all > MAX_ROW_BYTES);
            row.bound();
            prop_assert!(row.cost() <= MAX_COST);
            prop_assert_eq!(row.cells.len(), cells.len());
        }
    }
}
