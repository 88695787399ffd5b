//! How wide the columns of a table are: the same in every format.
//!
//! Invariant: the widths add up to the width given; no column is narrower than its longest word
//! as long as there is room for all.

use crate::tree::{Cell, Table, TableLook, plain};

/// Estimated width of one character at the size that tables are set in, in points.
const CHARACTER: f32 = 5.1;
/// Space left and right of a cell's text.
pub(crate) const PADDING: f32 = 5.0;

struct Need {
    /// Longest word.
    least: f32,
    /// Longest cell, on one line.
    most: f32,
    /// Mean length of the cells.
    mean: f32,
}

/// Widths in points for a table `total` points wide.
pub(crate) fn widths(table: &Table, total: f32) -> Vec<f32> {
    let n = table.columns.len().max(1);
    let needs: Vec<Need> = (0..n).map(|i| need(table, i)).collect();
    let shares: f32 = table.columns.iter().map(|c| c.share).sum();
    let given = shares > 0.0 && table.columns.iter().all(|c| c.share > 0.0);
    let mut widths: Vec<f32> = if given {
        table.columns.iter().map(|c| c.share / shares * total).collect()
    } else {
        by_content(&needs, total, table.look)
    };
    // Words shall not be cut: take room from the column that has most to spare.
    let least = |i: usize| needs[i].least.min(total / n as f32 * 1.6);
    for i in 0..widths.len() {
        let lack = least(i) - widths[i];
        if lack <= 0.0 {
            continue;
        }
        let spare = |j: usize, widths: &[f32]| widths[j] - least(j);
        let donor = (0..widths.len())
            .filter(|j| *j != i)
            .max_by(|a, b| spare(*a, &widths).total_cmp(&spare(*b, &widths)));
        if let Some(j) = donor {
            let taken = lack.min(spare(j, &widths).max(0.0));
            widths[i] += taken;
            widths[j] -= taken;
        }
    }
    widths
}

fn need(table: &Table, column: usize) -> Need {
    let mut need = Need { least: 0.0, most: 0.0, mean: 0.0 };
    let rows = table.rows.iter().take(200);
    let mut cells = 0.0_f32;
    let header = (!table.header.is_empty()).then_some(&table.header);
    for row in header.into_iter().chain(rows) {
        let Some(text) = row.get(column).map(|c: &Cell| plain(c)) else { continue };
        let word = text.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(0);
        let length = text.chars().count();
        let width = |chars: usize| chars as f32 * CHARACTER + 2.0 * PADDING + 2.0;
        need.least = need.least.max(width(word));
        need.most = need.most.max(width(length));
        need.mean += width(length);
        cells += 1.0;
    }
    need.mean /= cells.max(1.0);
    need
}

fn by_content(needs: &[Need], total: f32, look: TableLook) -> Vec<f32> {
    let wanted: f32 = needs.iter().map(|n| n.most).sum();
    if wanted <= total {
        // Room for all on one line: share the rest out evenly, except in sums and particulars,
        // where the first column takes it.
        let rest = total - wanted;
        return match look {
            TableLook::Lines => needs.iter().map(|n| n.most + rest / needs.len() as f32).collect(),
            _ => {
                let last = needs.len() - 1;
                let taker = if look == TableLook::Details { last } else { 0 };
                (0..needs.len())
                    .map(|i| needs[i].most + if i == taker { rest } else { 0.0 })
                    .collect()
            }
        };
    }
    let fair = total / needs.len() as f32;
    let small: f32 = needs.iter().filter(|n| n.most <= fair).map(|n| n.most).sum();
    let weight = |n: &Need| n.mean.max(n.least);
    let large: f32 = needs.iter().filter(|n| n.most > fair).map(weight).sum();
    needs
        .iter()
        .map(|n| if n.most <= fair { n.most } else { (total - small) * weight(n) / large.max(1.0) })
        .collect()
}
