//! What a refusal says: at every address, in the language of whoever asks, and which field of a
//! message is wrong.

use super::super::routes::Access;
use super::*;

fn asked(server: &Running, request: reqwest::blocking::RequestBuilder) -> [Value; 2] {
    ["en", "hi-IN, en;q=0.5"].map(|language| {
        server.shared.forget_pace();
        let answer = request.try_clone().unwrap().header("accept-language", language);
        let answer = answer.send().unwrap();
        assert!(!answer.status().is_success());
        assert_eq!(answer.headers()["content-type"], "application/json");
        serde_json::from_str::<Value>(&answer.text().unwrap()).unwrap()["error"].clone()
    })
}

fn is_hindi(text: &str) -> bool {
    text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c))
}

/// As it is refused to nobody, to a stranger, and to whoever sends rubbish.
#[test]
fn every_address_refuses_in_words() {
    let server = start();
    let owner = server.tenant("acme");
    for endpoint in ENDPOINTS {
        // They refuse nobody.
        if ["/hello", "/openapi.json"].contains(&endpoint.path) {
            continue;
        }
        let method: Method = endpoint.method.parse().unwrap();
        let nobody = server.client.request(method, server.url(&strangers::filled(endpoint)));
        let mut requests = vec![nobody.try_clone().unwrap().body("rubbish")];
        let is_read = endpoint.method == "POST" && !["/sign-out"].contains(&endpoint.path);
        if endpoint.access.wants_sign_in() && is_read {
            let somebody = nobody.bearer_auth(&owner.tokens.access.0);
            requests.push(somebody.header("netra-device", "none").body("rubbish"));
        }
        for request in requests {
            let [english, hindi] = asked(&server, request);
            let what = format!("{} {}: {english} {hindi}", endpoint.method, endpoint.path);
            assert_eq!(english["code"], hindi["code"], "{what}");
            let [english, hindi] = [&english, &hindi].map(|e| e["message"].as_str().unwrap());
            assert!(english.ends_with('.') && !is_hindi(english), "{what}");
            assert!(is_hindi(hindi), "{what}");
            assert!(endpoint.access != Access::Administrator || english.contains("ign"), "{what}");
        }
    }
    for (method, path) in [(Method::GET, "/nowhere"), (Method::DELETE, "/push")] {
        let [english, hindi] = asked(&server, server.client.request(method, server.url(path)));
        assert_eq!(english["code"], "serve.no_address");
        assert!(is_hindi(hindi["message"].as_str().unwrap()), "{hindi}");
    }
}

#[test]
fn a_message_that_is_not_understood_is_told_where() {
    let server = start();
    let owner = server.tenant("acme");
    let sign_in = json!({"workspace": "acme", "email": "a@x.in", "password": "p", "label": "x"});
    let without = |name: &str| {
        let mut body = sign_in.clone();
        body.as_object_mut().unwrap().remove(name);
        body.to_string()
    };
    let with = |name: &str, value: Value| {
        let mut body = sign_in.clone();
        body[name] = value;
        body.to_string()
    };
    let mut command = envelope(&owner, 1, "Pune");
    command["envelope"]["actor"] = json!("nobody");
    let push = |command: &Value| json!({"commands": [command]}).to_string();
    let unreadable = push(&command);
    command["envelope"].as_object_mut().unwrap().remove("actor");
    let headless = push(&command);
    for (path, body, detail, field, says) in [
        ("/sign-in", without("email"), "missing", "email", "e-mail: This is missing."),
        (
            "/sign-in",
            with("colour", json!(1)),
            "unknown",
            "colour",
            "colour: There is no such field.",
        ),
        ("/sign-in", with("label", json!(5)), "wrong", "label", "label: This is not of the kind"),
        ("/sign-in", "[1]".into(), "wrong", "[0]", "This is not of the kind"),
        ("/sign-in", "7".into(), "not_object", "", "an object in JSON is expected"),
        ("/sign-in", "{".into(), "not_json", "", "it is not JSON"),
        ("/sign-in", sign_in.to_string() + "}", "not_json", "", "it is not JSON"),
        ("/pull", "{}".into(), "missing", "schema", "schema: This is missing."),
        ("/push", "{}".into(), "missing", "commands", "commands: This is missing."),
        (
            "/push",
            unreadable,
            "wrong",
            "commands[0].envelope.actor",
            "commands 1, envelope, actor: ",
        ),
        ("/push", headless, "missing", "commands[0].envelope.actor", "actor: This is missing."),
        ("/invitations", "{}".into(), "missing", "person", "person: This is missing."),
    ] {
        let request = server.client.post(server.url(path)).bearer_auth(&owner.tokens.access.0);
        let request = request.header("netra-device", owner.device.to_string()).body(body.clone());
        let [english, hindi] = asked(&server, request);
        let what = format!("{path} {body}: {english}");
        assert_eq!((&english["code"], &english["kind"]), (&json!("sync.form"), &json!("invalid")));
        assert_eq!(english["args"]["detail"], detail, "{what}");
        assert_eq!(english["fields"][0]["path"].as_str().unwrap_or_default(), field, "{what}");
        assert!(english["message"].as_str().unwrap().contains(says), "{what}");
        assert!(field.is_empty() || is_hindi(hindi["fields"][0]["message"].as_str().unwrap()));
        assert!(is_hindi(hindi["message"].as_str().unwrap()), "{hindi}");
    }
}
