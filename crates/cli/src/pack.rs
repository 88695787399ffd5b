//! `netra pack`: produce one, check one.

use crate::args::{Cli, Pack};
use crate::output::Output;
use crate::{job, open};
use netra_kernel::{Error, Kind, Result};
use serde_json::json;
use std::sync::Arc;

pub fn run(cli: &Cli, pack: &Pack, output: &Output) -> Result<()> {
    match pack {
        Pack::Verify { path } => {
            let found = netra_documents::pack::verify(path)?;
            let is_ok = found.ok;
            output.result(&serde_json::to_value(found)?);
            // The report is on stdout; the exit code says it in short.
            if is_ok { Ok(()) } else { Err(Error::new(Kind::Invalid, "pack.not_genuine")) }
        }
        Pack::Build { name, project, quote, format, audience, language, out, zip } => {
            let (kind, subject) = match (name.as_str(), project, quote) {
                ("project", Some(id), None) => ("project", id),
                ("quote", None, Some(id)) => ("quote", id),
                ("project", ..) => return Err(open::usage("the project pack takes --project ID")),
                ("quote", ..) => return Err(open::usage("the quote pack takes --quote ID")),
                _ => return Err(open::usage("there are two packs: project and quote")),
            };
            let (workspace, session) = open::session(cli)?;
            let spoken = (cli.locale != "en").then(|| cli.locale.clone());
            let language = language.clone().or(spoken);
            let order = json!({"kind": kind, "subject": subject, "formats": format,
                               "audience": audience, "language": language, "out": out,
                               "zip": zip});
            let result = job::run(&Arc::new(workspace), &session, "pack.build", order, output)?;
            output.result(&result);
            Ok(())
        }
    }
}
