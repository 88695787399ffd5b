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
            let hash = found.manifest_sha256.clone();
            let mut report = serde_json::to_value(found)?;
            let mut is_ours = true;
            // With a workspace at hand, also whether it is the one that it produced.
            if cli.workspace.is_some() {
                let (workspace, session) = open::session(cli)?;
                let known =
                    workspace.ask(&session, "pack.known", &json!({ "manifest_sha256": hash }))?;
                is_ours = !known["pack"].is_null();
                report["recorded"] = known;
            }
            output.result(&report);
            // The report is on stdout; the exit code says it in short.
            match (is_ok, is_ours) {
                (true, true) => Ok(()),
                (true, false) => Err(Error::new(Kind::Invalid, "pack.not_recorded")),
                (false, _) => Err(Error::new(Kind::Invalid, "pack.not_genuine")),
            }
        }
        Pack::Build { name, project, quote, format, audience, language, out, zip } => {
            let (kind, subject) = match (name.as_str(), project, quote) {
                ("project", Some(id), None) => ("project", id),
                ("quote", None, Some(id)) => ("quote", id),
                ("project", ..) => return Err(open::usage("project_pack")),
                ("quote", ..) => return Err(open::usage("quote_pack")),
                _ => return Err(open::usage("packs")),
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
