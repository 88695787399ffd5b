//! `netra import`: a file of leads in, or a whole import back out.

use crate::args::{Cli, Dates, Import};
use crate::output::Output;
use crate::{job, open};
use netra_core::imports::dates::DateOrder;
use netra_kernel::Result;
use netra_workspace::import::{Headers, ImportOrder, run as import, undo};
use std::collections::BTreeMap;

pub fn run(cli: &Cli, what: &Import, output: &Output) -> Result<()> {
    match what {
        Import::Undo { id } => {
            let (workspace, session) = open::session(cli)?;
            let done = job::watched(output, |ticket| undo(&workspace, &session, id, ticket))?;
            output.result(&done);
        }
        Import::Leads { file, source, map, policy, sheet, dates, anew, dry_run, rejects } => {
            let mut fields: BTreeMap<String, Headers> = BTreeMap::new();
            for pair in map {
                let (field, column) = pair.split_once('=').ok_or_else(|| open::usage("map"))?;
                fields
                    .entry(field.trim().to_owned())
                    .and_modify(|headers| headers.push(column.to_owned()))
                    .or_insert_with(|| Headers::One(column.to_owned()));
            }
            let order = ImportOrder {
                file: file.clone(),
                stored: None,
                source: source.clone(),
                map: fields,
                policy: policy.clone(),
                sheet: sheet.clone(),
                date_order: dates.as_ref().map(|d| match d {
                    Dates::DayFirst => DateOrder::DayFirst,
                    Dates::MonthFirst => DateOrder::MonthFirst,
                }),
                anew: *anew,
                dry_run: *dry_run,
                rejects: rejects.clone(),
            };
            let (workspace, session) = open::session(cli)?;
            let report =
                job::watched(output, |ticket| import(&workspace, &session, &order, ticket))?;
            output.result(&serde_json::to_value(report)?);
        }
    }
    Ok(())
}
