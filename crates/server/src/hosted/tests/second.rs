//! The second factor, attacked: codes shown twice, guessed, of another person, from another tenant;
//! a thief with a token, and one with the password.

use super::super::totp::now_code;
use super::*;
use netra_sync::account::{NewFactor, RecoveryCodes, SecondFactor};

const STEP: i64 = 30;

/// Turned on for this person; the secret, and the codes to recover with.
pub(super) fn turn_on(server: &Running, who: &SignedIn) -> (String, Vec<String>) {
    let begun: NewFactor =
        read(server.post("/second-factor", Some(who), &json!({ "password": PASSWORD })));
    assert!(begun.address.0.contains(&format!("secret={}&", begun.secret.0)));
    let code = code_of(server, &begun.secret.0);
    let codes: RecoveryCodes =
        read(server.post("/second-factor/confirm", Some(who), &json!({ "code": code })));
    server.pass(STEP);
    (begun.secret.0, codes.codes.into_iter().map(|code| code.0).collect())
}

pub(super) fn code_of(server: &Running, secret: &str) -> String {
    now_code(secret, server.clock.load(Ordering::Relaxed))
}

fn sign_in(server: &Running, tenant: &str, code: Option<&str>) -> Response {
    // Guessing is slowed down for itself; here it is the second factor that must hold.
    server.shared.forget_pace();
    let body = json!({"workspace": tenant, "email": "owner@firm.example", "password": PASSWORD,
                      "label": "test", "code": code});
    server.post("/sign-in", None, &body)
}

#[test]
fn a_code_is_asked_for_and_good_once() {
    let server = start();
    let owner = server.tenant("acme");
    assert_eq!(sign_in(&server, "acme", None).status(), StatusCode::OK);
    let (secret, _) = turn_on(&server, &owner);
    let told: SecondFactor = read(server.ask(Method::GET, "/second-factor", Some(&owner), vec![]));
    assert!(told.is_on && told.recovery_left == 10);
    refused(sign_in(&server, "acme", None), 401, "account.code_needed");
    // Whoever does not know the password learns nothing of it.
    let body = json!({"workspace": "acme", "email": "owner@firm.example", "password": "another one",
                      "label": "", "code": code_of(&server, &secret)});
    refused(server.post("/sign-in", None, &body), 401, "account.wrong");
    let code = code_of(&server, &secret);
    assert_eq!(sign_in(&server, "acme", Some(&code)).status(), StatusCode::OK);
    refused(sign_in(&server, "acme", Some(&code)), 401, "account.code_wrong");
    // Seen over a shoulder a step ago, and never used: it is before the last one.
    server.pass(STEP);
    let seen = code_of(&server, &secret);
    server.pass(STEP);
    let newer = code_of(&server, &secret);
    assert_eq!(sign_in(&server, "acme", Some(&newer)).status(), StatusCode::OK);
    refused(sign_in(&server, "acme", Some(&seen)), 401, "account.code_wrong");
    // One step late is fine, two are not.
    server.pass(10 * STEP);
    let late = code_of(&server, &secret);
    server.pass(STEP);
    assert_eq!(sign_in(&server, "acme", Some(&late)).status(), StatusCode::OK);
    server.pass(10 * STEP);
    let late = code_of(&server, &secret);
    server.pass(2 * STEP);
    refused(sign_in(&server, "acme", Some(&late)), 401, "account.code_wrong");
    // Those who are signed in stay so.
    server.pass(-15 * STEP);
    assert_eq!(server.pull(&owner).status(), StatusCode::OK);
}

#[test]
fn a_stolen_recovery_code_is_good_for_one_of_the_two() {
    let server = start();
    let (ours, theirs) = (server.tenant("acme"), server.tenant("beta"));
    let (_, codes) = turn_on(&server, &ours);
    turn_on(&server, &theirs);
    refused(sign_in(&server, "beta", Some(&codes[0])), 401, "account.code_wrong");
    let typed = format!(" {} ", codes[0].to_uppercase().replace('-', " "));
    assert_eq!(sign_in(&server, "acme", Some(&typed)).status(), StatusCode::OK);
    refused(sign_in(&server, "acme", Some(&codes[0])), 401, "account.code_wrong");
    // New ones replace all.
    let proof = json!({"password": PASSWORD, "code": codes[1]});
    let fresh: RecoveryCodes =
        read(server.post("/second-factor/recovery-codes", Some(&ours), &proof));
    refused(sign_in(&server, "acme", Some(&codes[2])), 401, "account.code_wrong");
    assert_eq!(sign_in(&server, "acme", Some(&fresh.codes[0].0)).status(), StatusCode::OK);
    // Nothing of them can be read where they lie.
    let kept = std::fs::read(server.folder.path().join("server.db")).unwrap();
    let plain = fresh.codes[1].0.replace('-', "").to_uppercase();
    assert!(!kept.windows(plain.len()).any(|w| w.eq_ignore_ascii_case(plain.as_bytes())));
}

#[test]
fn guessing_ends_although_the_server_forgets_who_came() {
    let server = start();
    let owner = server.tenant("acme");
    let (secret, codes) = turn_on(&server, &owner);
    for n in 0..10 {
        refused(sign_in(&server, "acme", Some(&format!("{n:08}"))), 401, "account.code_wrong");
    }
    // Now not even the right one is looked at, nor used up.
    let right = code_of(&server, &secret);
    refused(sign_in(&server, "acme", Some(&right)), 429, "account.too_many");
    refused(sign_in(&server, "acme", Some(&codes[0])), 429, "account.too_many");
    server.pass(3_600);
    assert_eq!(sign_in(&server, "acme", Some(&codes[0])).status(), StatusCode::OK);
    // A right one in between begins the count anew.
    for _ in 0..9 {
        refused(sign_in(&server, "acme", Some("wrong")), 401, "account.code_wrong");
    }
    assert_eq!(sign_in(&server, "acme", Some(&codes[1])).status(), StatusCode::OK);
    refused(sign_in(&server, "acme", Some("wrong")), 401, "account.code_wrong");
}

#[test]
fn a_token_alone_changes_nothing() {
    let server = start();
    let owner = server.tenant("acme");
    let ask = |path: &str, body: Value| {
        server.shared.forget_pace();
        server.post(path, Some(&owner), &body)
    };
    refused(ask("/second-factor", json!({"password": "not the one"})), 401, "account.wrong");
    refused(ask("/second-factor/confirm", json!({"code": "1"})), 409, "account.second_factor_off");
    let proof = json!({ "password": PASSWORD });
    refused(ask("/second-factor/off", proof.clone()), 409, "account.second_factor_off");
    refused(ask("/second-factor/recovery-codes", proof.clone()), 409, "account.second_factor_off");
    // Shown, but not confirmed: nobody is locked out by a code that never arrived.
    let _: NewFactor = read(ask("/second-factor", proof.clone()));
    assert_eq!(sign_in(&server, "acme", None).status(), StatusCode::OK);
    let begun: NewFactor = read(ask("/second-factor", proof.clone()));
    refused(ask("/second-factor/confirm", json!({"code": "000"})), 401, "account.code_wrong");
    server.pass(15 * 60 - 1);
    let code = code_of(&server, &begun.secret.0);
    server.pass(1);
    let owner = server.sign_in("acme", "owner@firm.example", None);
    let ask = |path: &str, body: Value| {
        server.shared.forget_pace();
        server.post(path, Some(&owner), &body)
    };
    refused(ask("/second-factor/confirm", json!({"code": code})), 409, "account.second_factor_off");

    let (secret, codes) = turn_on(&server, &owner);
    for path in ["/second-factor", "/second-factor/off", "/second-factor/recovery-codes"] {
        refused(ask(path, proof.clone()), 401, "account.code_needed");
        let wrong = json!({"password": "not the one", "code": code_of(&server, &secret)});
        refused(ask(path, wrong), 401, "account.wrong");
    }
    let whole = json!({"password": PASSWORD, "code": codes[0]});
    refused(ask("/second-factor", whole), 409, "account.second_factor_on");
    let whole = json!({"password": PASSWORD, "code": code_of(&server, &secret)});
    assert_eq!(ask("/second-factor/off", whole).status(), StatusCode::OK);
    assert_eq!(sign_in(&server, "acme", None).status(), StatusCode::OK);
    // Whoever administers the server can do it too.
    turn_on(&server, &owner);
    server.tenants.end_second_factor("acme", "owner@firm.example").unwrap();
    assert_eq!(sign_in(&server, "acme", None).status(), StatusCode::OK);
    let none = server.tenants.end_second_factor("acme", "owner@firm.example").unwrap_err();
    assert_eq!(none.code(), "account.second_factor_off");
}

#[test]
fn guesses_at_a_stolen_token_are_slowed_down() {
    let server = start();
    let owner = server.tenant("acme");
    let codes: Vec<u16> = (0..8)
        .map(|_| server.post("/second-factor", Some(&owner), &json!({"password": "guess"})))
        .map(|answer| answer.status().as_u16())
        .collect();
    assert_eq!(codes, [401, 401, 401, 401, 401, 429, 429, 429]);
}

#[test]
fn in_the_window_it_is_turned_on_by_a_picture_and_off_by_a_code() {
    let server = start();
    server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let copy = wipes::device(&server, &folder.path().join("copy"), "owner@firm.example");
    let session = copy.session(None, "en").unwrap();
    let rpc = netra_workspace::rpc::Rpc::new(Arc::new(copy), session);
    let ask = |name: &str, args: Value| {
        server.shared.forget_pace();
        rpc.handle(json!({"op": "sync", "name": name, "args": args, "locale": "en"}))
    };
    let off = json!({"is_on": false, "since": null, "recovery_left": 0});
    assert_eq!(ask("second_factor", json!({}))["ok"], off);
    let wrong = ask("second_begin", json!({"password": "another one"}));
    assert_eq!(wrong["error"]["code"], "account.wrong");

    let begun = ask("second_begin", json!({ "password": PASSWORD }))["ok"].clone();
    let rows: Vec<String> = serde_json::from_value(begun["picture"].clone()).unwrap_or_default();
    assert!(rows.len() >= 21 && rows.iter().all(|row| row.len() == rows.len()), "{rows:?}");
    // The corner that scanners look for.
    let corner: Vec<&str> = rows.iter().take(7).map(|row| &row[..7]).collect();
    let eye = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
    assert_eq!(corner, eye);
    let secret = begun["secret"].as_str().unwrap();
    let confirmed = ask("second_confirm", json!({ "code": code_of(&server, secret) }));
    assert_eq!(confirmed["ok"]["codes"].as_array().map(Vec::len), Some(10));
    assert_eq!(ask("second_factor", json!({}))["ok"]["is_on"], true);

    let refused = ask("second_off", json!({ "password": PASSWORD }));
    assert_eq!(refused["error"]["code"], "account.code_needed");
    server.pass(STEP);
    let proof = json!({"password": PASSWORD, "code": code_of(&server, secret)});
    let renewed = ask("second_codes", proof);
    assert_ne!(renewed["ok"]["codes"], confirmed["ok"]["codes"]);
    let code = renewed["ok"]["codes"][0].clone();
    assert_eq!(ask("second_off", json!({"password": PASSWORD, "code": code}))["ok"], off);
}
