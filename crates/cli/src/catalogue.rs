//! `netra catalogue`: what can be run and asked, for people, scripts and the generator of the
//! window's types.

use crate::output::Output;
use netra_core::catalogue::catalogue;
use netra_core::language;
use netra_kernel::Result;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

pub fn show(schema: bool, openapi: bool, output: &Output) -> Result<()> {
    if openapi {
        output.result(&netra_server::hosted::openapi());
        return Ok(());
    }
    let c = catalogue();
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut commands = Vec::new();
    let mut queries = Vec::new();
    for e in &c.commands {
        let (args, outcome) = (e.schema)(&mut generator);
        commands.push((e, args, outcome));
    }
    for e in &c.queries {
        let (args, view) = (e.schema)(&mut generator);
        queries.push((e, args, view));
    }
    if schema {
        let definitions = Value::Object(generator.take_definitions(true));
        let mut by_command = Map::new();
        for (e, args, outcome) in &commands {
            by_command.insert(
                e.name.into(),
                json!({"title": e.title, "permission": e.needs.0, "version": e.version,
                       "undoable": e.undoable, "args": args, "outcome": outcome}),
            );
        }
        let mut by_query = Map::new();
        for (e, args, view) in &queries {
            by_query.insert(
                e.name.into(),
                json!({"title": e.title, "permission": e.needs.0, "reads": e.reads,
                       "args": args, "view": view}),
            );
        }
        output.result(&json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "commands": by_command, "queries": by_query, "$defs": definitions,
        }));
        return Ok(());
    }
    let mut rows = Vec::new();
    let title = |name: &str, english: &str| language::title(output.locale(), name, english);
    for (e, args, _) in &commands {
        rows.push(json!({"name": e.name, "kind": "command", "title": title(e.name, e.title),
                         "permission": e.needs.0, "schema": args}));
    }
    for (e, args, _) in &queries {
        rows.push(json!({"name": e.name, "kind": "query", "title": title(e.name, e.title),
                         "permission": e.needs.0, "schema": args}));
    }
    output.result(&json!({"rows": rows, "$defs": generator.take_definitions(true)}));
    Ok(())
}
