//! `openapi.json`: the HTTP interface as programs read it, made of the table of addresses and of the
//! catalogue. Every command and every question has a path of its own in it.
//!
//! Invariant: nothing in it is written by hand twice: names, arguments, views and limits come from
//! where they are used.

use super::operations::Given;
use super::routes::{Access, ENDPOINTS, Endpoint, LANGUAGE, Parameter, Shape};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use netra_core::catalogue::catalogue;
use netra_kernel::{Catalogue, Refusal};
use netra_sync::account::{API, DEVICE_HEADER};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

const ABOUT: &str = "Every command and every question of Netra, the sign-in, and what devices sync. \
    Authorization is `Bearer` with the access token of a sign-in, which also says for which \
    workspace. A refusal is `{error: {kind, code, message, args, fields}}`: `code` is stable, \
    `message` is for people, in the language of `Accept-Language`.";

/// The statuses of refusals, and what they say.
const REFUSALS: &[(u16, &str, &str)] = &[
    (400, "Invalid", "What was sent is not valid (kind `invalid`); `fields` says where."),
    (401, "SignedOut", "No token, or one that is forged, too old or revoked: renew or sign in."),
    (403, "Forbidden", "This person may not do it (kind `forbidden`)."),
    (404, "NotFound", "It does not exist, or may not be seen (kind `not_found`)."),
    (408, "Slow", "The request, or its answer, took too long."),
    (
        409,
        "Conflict",
        "A rule does not allow it at present, or it clashes with what is there (kinds `not_now`, `conflict`, `incompatible`).",
    ),
    (413, "TooLarge", "The body is larger than this address reads."),
    (429, "TooMany", "Too often; `Retry-After` says when to come again."),
    (500, "Internal", "A fault of the server (kind `internal`); its log has the reason."),
    (503, "Unavailable", "It needs something that cannot be reached (kind `offline`)."),
];

pub(super) async fn answer() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| openapi().to_string());
    ([(header::CONTENT_TYPE, "application/json")], text.as_str()).into_response()
}

/// The description, for whoever writes a program against the interface.
pub fn openapi() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let mut generator = settings.into_generator();
    let refusal: Value = generator.subschema_for::<Refusal>().into();
    let catalogue = catalogue();
    let mut paths = Map::new();
    for endpoint in ENDPOINTS {
        for (path, operation) in operations(endpoint, &catalogue, &mut generator) {
            let path = format!("{API}{path}");
            let methods = paths.entry(path).or_insert_with(|| json!({}));
            methods[endpoint.method.to_ascii_lowercase()] = operation;
        }
    }
    let mut schemas = generator.take_definitions(true);
    let taken = schemas.insert(
        "Refused".into(),
        json!({
            "type": "object", "required": ["error"],
            "properties": {"error": {"allOf": [refusal], "required": ["message"], "properties": {
                "message": {"type": "string", "description": "A sentence for people."}}}},
        }),
    );
    debug_assert!(taken.is_none(), "a view of the core has the same name");
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Netra", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses(),
            "securitySchemes": {
                "access": {"type": "http", "scheme": "bearer",
                           "description": "The access token of a sign-in; it lasts 15 minutes."},
                "attach": {"type": "http", "scheme": "bearer",
                           "description": "The one-time code to attach a workspace."},
                "administrator": {"type": "http", "scheme": "bearer",
                                  "description": "A token of whoever administers the server."},
            },
        },
    })
}

fn responses() -> Value {
    let mut all = Map::new();
    for (status, name, says) in REFUSALS {
        let refused = json!({"$ref": "#/components/schemas/Refused"});
        let mut response = json!({
            "description": says, "content": {"application/json": {"schema": refused}},
        });
        if *status == 429 {
            let seconds = json!({"type": "integer", "minimum": 0});
            response["headers"] = json!({"Retry-After": {"schema": seconds,
                                                         "description": "Seconds to wait."}});
        }
        all.insert((*name).into(), response);
    }
    Value::Object(all)
}

/// The operations of one address: one, or one for each name of the catalogue.
fn operations(
    endpoint: &Endpoint,
    catalogue: &Catalogue,
    generator: &mut SchemaGenerator,
) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    match endpoint.takes {
        Shape::Command => {
            for c in &catalogue.commands {
                let (args, outcome) = (c.schema)(generator);
                let mut given = <Given as JsonSchema>::json_schema(generator).to_value();
                given["properties"]["outcome"] = outcome;
                let operation = described(
                    endpoint,
                    (c.name, c.title, Some(c.needs.0)),
                    Some(("application/json", args)),
                    Some(("application/json", given)),
                );
                all.push((endpoint.path.replace("{name}", c.name), operation));
            }
        }
        Shape::Query => {
            for q in &catalogue.queries {
                let (args, view) = (q.schema)(generator);
                let operation = described(
                    endpoint,
                    (q.name, q.title, Some(q.needs.0)),
                    Some(("application/json", args)),
                    Some(("application/json", view)),
                );
                all.push((endpoint.path.replace("{name}", q.name), operation));
            }
        }
        takes => {
            let name = format!("{} {}", endpoint.method, endpoint.path);
            let (takes, gives) = (body(takes, generator), body(endpoint.gives, generator));
            let operation = described(endpoint, (&name, endpoint.says, None), takes, gives);
            all.push((endpoint.path.to_owned(), operation));
        }
    }
    all
}

type Content = Option<(&'static str, Value)>;

fn body(shape: Shape, generator: &mut SchemaGenerator) -> Content {
    match shape {
        Shape::Nothing | Shape::Command | Shape::Query => None,
        Shape::Json(schema) => Some(("application/json", schema(generator))),
        Shape::Bytes => Some(("application/octet-stream", json!({}))),
        Shape::Events => Some(("text/event-stream", json!({}))),
    }
}

fn described(
    endpoint: &Endpoint,
    (name, title, needs): (&str, &str, Option<&str>),
    takes: Content,
    gives: Content,
) -> Value {
    let tag = match needs {
        Some(_) => name.split('.').next().unwrap_or(name),
        None => "server",
    };
    let mut operation = json!({ "operationId": name, "summary": title, "tags": [tag] });
    if let Some(needs) = needs {
        operation["description"] = format!("Needs the permission `{needs}`.").into();
    }
    operation["security"] = match endpoint.access {
        Access::Anybody => json!([]),
        Access::AttachCode => json!([{"attach": []}]),
        Access::Administrator => json!([{"administrator": []}]),
        Access::Member | Access::Device => json!([{"access": []}]),
    };
    operation["parameters"] = parameters(endpoint, needs.is_some()).into();
    if let Some((kind, schema)) = takes {
        let content = json!({ kind: { "schema": schema } });
        operation["requestBody"] = json!({"required": needs.is_none(), "content": content});
    }
    let mut answers = Map::new();
    let mut fine = json!({ "description": "Done." });
    if let Some((kind, schema)) = gives {
        fine["content"] = json!({ kind: { "schema": schema } });
    }
    answers.insert("200".into(), fine);
    for (status, name, _) in REFUSALS {
        let refused = json!({"$ref": format!("#/components/responses/{name}")});
        answers.insert(status.to_string(), refused);
    }
    operation["responses"] = Value::Object(answers);
    operation
}

fn parameters(endpoint: &Endpoint, is_named: bool) -> Vec<Value> {
    let mut all = Vec::new();
    for part in endpoint.path.split('/') {
        let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else { continue };
        if !is_named {
            let schema = match name {
                "id" => json!({"type": "string", "format": "uuid"}),
                "sha256" => json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
                _ => json!({"type": "string", "pattern": "^[a-z0-9-]{1,40}$"}),
            };
            all.push(json!({"name": name, "in": "path", "required": true, "schema": schema}));
        }
    }
    if endpoint.access == Access::Device {
        all.push(json!({"name": DEVICE_HEADER, "in": "header", "required": true,
                        "description": "Which of its sign-in's identities the device uses.",
                        "schema": {"type": "string", "format": "uuid"}}));
    }
    let also = endpoint.also.iter().chain([&LANGUAGE]);
    all.extend(also.map(|Parameter { name, place, is_needed, says, schema }| {
        json!({"name": name, "in": place, "required": is_needed, "description": says,
               "schema": schema()})
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::super::refused::Refused;
    use super::*;
    use netra_kernel::{Error, Kind};
    use std::collections::BTreeSet;

    #[test]
    fn every_address_command_and_question_is_described() {
        let described = openapi();
        let paths = described["paths"].as_object().unwrap();
        let catalogue = catalogue();
        for c in &catalogue.commands {
            let operation = &paths[&format!("{API}/commands/{}", c.name)]["post"];
            assert_eq!(operation["operationId"], c.name);
        }
        for q in &catalogue.queries {
            assert!(paths.contains_key(&format!("{API}/queries/{}", q.name)), "{}", q.name);
        }
        let others = ENDPOINTS.iter().filter(|e| !e.path.contains("{name}"));
        for e in others {
            let operation = &paths[&format!("{API}{}", e.path)][e.method.to_ascii_lowercase()];
            assert_eq!(operation["summary"], e.says, "{} {}", e.method, e.path);
        }
        let ids: Vec<&str> = paths
            .values()
            .flat_map(|p| p.as_object().unwrap().values())
            .map(|o| o["operationId"].as_str().unwrap())
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "each has its own name");
    }

    #[test]
    fn what_it_refers_to_is_there() {
        fn look<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
            match value {
                Value::Object(map) => {
                    found.extend(map.get("$ref").and_then(Value::as_str));
                    map.values().for_each(|v| look(v, found));
                }
                Value::Array(list) => list.iter().for_each(|v| look(v, found)),
                _ => {}
            }
        }
        let described = openapi();
        let mut found = BTreeSet::new();
        look(&described, &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for reference in found {
            let place = reference.strip_prefix('#').unwrap();
            assert!(described.pointer(place).is_some(), "{reference}");
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let schemas = described["components"]["schemas"].as_object().unwrap();
        for name in schemas.keys() {
            assert!(name.chars().all(is_plain), "{name}");
        }
    }

    #[test]
    fn every_kind_of_refusal_has_a_status_that_is_described() {
        let kinds = [
            Kind::Invalid,
            Kind::NotFound,
            Kind::Conflict,
            Kind::Forbidden,
            Kind::NotNow,
            Kind::Offline,
            Kind::Incompatible,
            Kind::Internal,
        ];
        for kind in kinds {
            let status = Refused::from(Error::new(kind, "internal")).into_response().status();
            assert!(REFUSALS.iter().any(|(s, _, _)| *s == status.as_u16()), "{kind:?}: {status}");
        }
    }
}
