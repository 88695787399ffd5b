//! `netra`: the headless face of everything. Scripts rely on its shapes and exit codes, which
//! `docs/cli.md` lists.
//!
//! Invariant: results go to stdout (one JSON document when asked for, or when stdout is no
//! terminal); progress and errors go to stderr; no business rule in here.

mod args;
mod care;
mod catalogue;
mod import;
mod job;
mod open;
mod output;
mod pack;
mod people;
mod remote;
mod tenant;
mod verbs;

use args::{Cli, Verb};
use clap::Parser;
use output::Output;

/// What was typed cannot be understood: in the shape of every other refusal for scripts, with what
/// could have been typed for people.
fn mistyped(e: &clap::Error) -> u8 {
    let is_asked_for = std::env::args_os().any(|a| a == "--json");
    let output = Output::new(is_asked_for, "en".into());
    if !output.is_json() {
        let _ = e.print();
        return 2;
    }
    let said = e.to_string();
    let first = said.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let words: Vec<&str> = first.split_whitespace().collect();
    output.refuse(&open::usage(words.join(" ").trim_end_matches('.')))
}

fn main() {
    netra_workspace::leave(work())
}

/// Does what the words say, and gives the exit code.
fn work() -> u8 {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version are no mistakes; everything else is usage.
        Err(e) if !e.use_stderr() => {
            let _ = e.print();
            return 0;
        }
        Err(e) => return mistyped(&e),
    };
    if !matches!(&cli.verb, Verb::Serve(serve) if serve.data.is_some()) {
        netra_workspace::heap::share();
    }
    let output = Output::new(cli.json, cli.locale.clone());
    open::ask_in(&cli.locale);
    let result = match &cli.verb {
        Verb::Init(init) => verbs::init(&cli, init, &output),
        Verb::Run { name, args } => verbs::run(&cli, name, args.as_deref(), &output),
        Verb::Ask { name, args } => verbs::ask(&cli, name, args.as_deref(), &output),
        Verb::Catalogue { schema, openapi } => catalogue::show(*schema, *openapi, &output),
        Verb::Status => verbs::status(&cli, &output),
        Verb::Serve(serve) => match &serve.data {
            None => verbs::serve(&cli, serve.port, serve.ui.clone(), &output),
            Some(data) => tenant::serve(&cli, data, serve, &output),
        },
        Verb::Tenant(what) => tenant::run(&cli, what, &output),
        Verb::Connect(order) => remote::connect(&cli, order, &output),
        Verb::Recover(order) => remote::recover(&cli, order, &output),
        Verb::Sync { watch, every, check } => {
            remote::sync(&cli, watch.then_some(*every), *check, &output)
        }
        Verb::Attention { discard, retry, args } => {
            remote::attention(&cli, discard.as_deref(), retry.as_deref(), args.as_deref(), &output)
        }
        Verb::Device { revoke, wipe, sign_out } => {
            remote::device(&cli, revoke.as_deref(), wipe.as_deref(), *sign_out, &output)
        }
        Verb::SecondFactor(what) => remote::second_factor(&cli, what, &output),
        Verb::Invite { email, mail } => remote::invite(&cli, email, *mail, &output),
        Verb::Forgot { url, email, ca } => remote::forgot(url, email, ca.as_deref(), &output),
        Verb::Backup { file } => care::backup(&cli, file, &output),
        Verb::Restore { file, dir } => care::restore(file, dir, &output),
        Verb::Doctor { repair } => match care::doctor(&cli, *repair, &output) {
            Ok(code) => return code,
            Err(e) => Err(e),
        },
        Verb::Import(import) => import::run(&cli, import, &output),
        Verb::Pack(pack) => pack::run(&cli, pack, &output),
        Verb::GetFile { id, out } => verbs::get_file(&cli, id, out, &output),
        Verb::AddFile { file, media_type } => {
            verbs::add_file(&cli, file, media_type.as_deref(), &output)
        }
    };
    match result {
        Ok(()) => 0,
        Err(e) => output.refuse(&e),
    }
}
