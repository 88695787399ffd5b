//! Calls as commands and queries.

use crate::testing::Desk;
use netra_kernel::{Id, Timestamp};
use serde_json::{Value, json};

/// The telecaller's desk with one lead of their own.
fn desk() -> (Desk, String) {
    let mut desk = Desk::staffed();
    desk.as_role("telecaller");
    let out = desk.ok(
        "lead.create",
        json!({"name": "Asha Rao", "phone": "9876543210", "email": "a@x.in", "city": "Pune",
               "source": "Website", "language": "hi", "company_name": "Rao & Co"}),
    );
    let lead = out["lead"].as_str().unwrap().to_owned();
    (desk, lead)
}

/// A whole call: dial, answer (or not), hang up.
fn call(desk: &mut Desk, lead: &str, answered: bool) -> String {
    let out = desk.ok("call.start", json!({"lead": lead}));
    let call = out["call"].as_str().unwrap().to_owned();
    desk.ok("call.ringing", json!({"call": call, "gateway_ref": "sim-1"}));
    if answered {
        desk.ok("call.connected", json!({"call": call}));
        desk.now.0 += 95_000;
    }
    let cause = if answered { "hung_up" } else { "no_answer" };
    desk.ok("call.ended", json!({"call": call, "cause": cause}));
    call
}

fn lead_view(desk: &mut Desk, lead: &str) -> Value {
    let acting = std::mem::replace(&mut desk.acting, desk.owner);
    let view = desk.ask("lead.get", json!({"lead": lead}));
    desk.acting = acting;
    view
}

#[test]
fn every_default_outcome_has_its_follow_up() {
    let t = |s: &str| json!(Timestamp::parse(&format!("2026-{s}:00+05:30")).unwrap());
    let none = Value::Null;
    // code, arguments, category, again, priority, reached
    let table = [
        ("connected_interested", json!({}), None, none.clone(), "hot", 1),
        (
            "connected_not_interested",
            json!({"reason": "no_need"}),
            Some("retry"),
            t("11-21T11:30"),
            "warm",
            1,
        ),
        ("connected_callback", json!({}), Some("callback"), t("11-22T11:30"), "warm", 1),
        (
            "connected_callback",
            json!({"call_again_at": "2026-11-23T22:30:00+05:30"}),
            Some("callback"),
            t("11-24T09:00"),
            "warm",
            1,
        ),
        ("connected_wrong_number", json!({}), None, none.clone(), "warm", 1),
        (
            "connected_language_barrier",
            json!({"language": "Tamil"}),
            Some("retry"),
            t("11-21T11:30"),
            "warm",
            1,
        ),
        ("not_connected_busy", json!({}), Some("retry"), t("11-21T13:30"), "warm", 0),
        ("not_connected_no_answer", json!({}), Some("retry"), t("11-21T15:30"), "warm", 0),
        ("not_connected_switched_off", json!({}), Some("retry"), t("11-21T17:30"), "warm", 0),
        ("not_connected_out_of_service", json!({}), None, none.clone(), "warm", 0),
        ("special_dnd", json!({}), None, none.clone(), "warm", 1),
        (
            "special_escalate",
            json!({"note": "wants a discount"}),
            Some("callback"),
            t("11-21T11:30"),
            "warm",
            1,
        ),
        ("special_technical_issue", json!({}), Some("retry"), t("11-21T12:30"), "warm", 0),
    ];
    for (code, extra, category, again, priority, reached) in table {
        let (mut desk, lead) = desk();
        let answered = code.starts_with("connected") || code.starts_with("special");
        let start = desk.now;
        let call = call(&mut desk, &lead, answered);
        desk.now = start;
        let mut args = extra;
        args["call"] = json!(call);
        args["outcome"] = json!(code);
        desk.ok("call.dispose", args);
        let v = lead_view(&mut desk, &lead);
        let again = match code {
            "connected_not_interested" => json!(desk.now.plus_days(90)),
            _ => again,
        };
        assert_eq!(v["category"].as_str(), category, "{code}");
        assert_eq!(v["due_at"], again, "{code}");
        assert_eq!(v["priority"], priority, "{code}");
        assert_eq!((&v["attempts"], &v["reached"]), (&json!(1), &json!(reached)), "{code}");
        assert_eq!(v["last_outcome"], code);
        assert_eq!(v["is_dnd"], code == "special_dnd");
        let invalid = code == "connected_wrong_number" || code.ends_with("out_of_service");
        assert_eq!(v["is_invalid_number"], invalid, "{code}");
        match code {
            "special_escalate" => assert_eq!(v["assigned_name"], "Telecalling manager One"),
            // Nobody speaks Tamil here.
            "connected_language_barrier" => {
                assert_eq!((&v["assigned_to"], &v["language"]), (&none, &json!("ta")));
                assert_eq!(v["unassigned_reason"], "no_speaker");
            }
            _ => assert_eq!(v["assigned_name"], "Telecaller One"),
        }
        let next = desk.ask("queue.next", json!({}));
        assert!(next["card"].is_null(), "{code} is still in the queue");
    }
    let n = Desk::new().ask("disposition.list", json!({}))["rows"].as_array().unwrap().len();
    assert_eq!(n, 12);
}

#[test]
fn a_call_is_closed_by_its_outcome_alone_and_there_is_one_line() {
    let (mut desk, lead) = desk();
    let other = desk.ok("lead.create", json!({"name": "B", "phone": "9876543211"}));
    let out = desk.ok("call.start", json!({"lead": lead}));
    assert_eq!(out["number"], "+919876543210");
    let call = &out["call"];
    let second = json!({"lead": other["lead"]});
    assert_eq!(desk.refused("call.start", second.clone()), "call.unfinished");
    let busy = json!({"call": call, "outcome": "not_connected_busy"});
    assert_eq!(desk.refused("call.dispose", busy.clone()), "call.not_ended");
    desk.ok("call.connected", json!({"call": call}));
    desk.ok("call.ended", json!({"call": call, "cause": "hung_up"}));
    assert_eq!(desk.refused("call.ringing", json!({"call": call})), "call.wrong_state");
    assert_eq!(desk.refused("call.start", second.clone()), "call.unfinished");
    assert_eq!(desk.ask("call.current", json!({}))["lead"]["name"], "Asha Rao");
    let unknown = json!({"call": call, "outcome": "nonsense"});
    assert_eq!(desk.refused("call.dispose", unknown), "disposition.unknown");
    let bare = json!({"call": call, "outcome": "connected_not_interested"});
    assert_eq!(desk.refused("call.dispose", bare), "invalid");
    desk.ok("call.dispose", busy.clone());
    assert_eq!(desk.refused("call.dispose", busy), "call.has_outcome");
    desk.ok("call.start", second);
}

#[test]
fn an_outcome_can_be_undone_until_something_was_built_on_it() {
    let (mut desk, lead) = desk();
    let before = lead_view(&mut desk, &lead);
    let call = call(&mut desk, &lead, true);
    desk.ok("call.dispose", json!({"call": call, "outcome": "special_dnd"}));
    let disposed = desk.last;
    desk.ok("undo", json!({"command": disposed}));
    let after = lead_view(&mut desk, &lead);
    for key in ["category", "attempts", "reached", "is_dnd", "score", "last_outcome"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    desk.ok("call.dispose", json!({"call": call, "outcome": "connected_interested"}));
    let disposed = desk.last;
    desk.ok("lead.update", json!({"lead": lead, "city": "Nashik"}));
    assert_eq!(desk.refused("undo", json!({"command": disposed})), "undo.moved_on");
}

fn refusal(desk: &mut Desk, lead: &str) -> Vec<String> {
    let e = desk.run("call.start", json!({"lead": lead})).unwrap_err();
    assert_eq!(e.code(), "call.refused", "{e:?}");
    let codes = e.args()["codes"].as_array().unwrap();
    let label = format!("refused.{}", codes[0].as_str().unwrap());
    for locale in ["en", "hi"] {
        let said = crate::language::error_sentence(locale, &e);
        assert!(said.contains(&crate::language::label(locale, &label)), "{said}");
    }
    codes.iter().map(|c| c.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_number_that_must_not_be_called_is_not_called_through_another_lead() {
    let (mut desk, lead) = desk();
    let first = call(&mut desk, &lead, false);
    desk.ok("call.dispose", json!({"call": first, "outcome": "special_dnd"}));
    let number = desk.ask("lead.get", json!({"lead": lead}))["phone"].clone();
    let args = json!({"name": "The Same Man", "phone": number, "keep_both": true});
    let twin = desk.ok("lead.create", args)["lead"].as_str().unwrap().to_owned();
    assert_eq!(refusal(&mut desk, &twin), ["do_not_disturb"]);
    // Nor when a lead gets the number later.
    let args = json!({"name": "Another", "phone": "98765 00077"});
    let other = desk.ok("lead.create", args)["lead"].as_str().unwrap().to_owned();
    desk.ok("lead.update", json!({"lead": other, "phone": number}));
    assert_eq!(refusal(&mut desk, &other), ["do_not_disturb"]);
}

#[test]
fn the_core_refuses_to_dial_and_an_override_is_kept() {
    let (mut desk, lead) = desk();
    desk.now = Timestamp::parse("2026-11-21T21:00:00+05:30").unwrap();
    assert_eq!(refusal(&mut desk, &lead), ["outside_hours"]);
    // The lead's own zone counts.
    desk.ok("lead.update", json!({"lead": lead, "zone": "Europe/London"}));
    let call = call(&mut desk, &lead, false);
    desk.ok("call.dispose", json!({"call": call, "outcome": "not_connected_busy"}));
    desk.now = Timestamp::parse("2026-11-22T11:30:00+05:30").unwrap();
    desk.ok("lead.update", json!({"lead": lead, "zone": ""}));
    desk.ok("lead.set_dnd", json!({"lead": lead, "is_dnd": true, "reason": "asked"}));
    desk.ok("lead.withdraw_consent", json!({"lead": lead, "reason": "by mail"}));
    assert_eq!(refusal(&mut desk, &lead), ["do_not_disturb", "consent_withdrawn"]);
    let all_the_same = json!({"lead": lead, "override_reason": "he asked us to call today"});
    assert_eq!(desk.refused("call.start", all_the_same.clone()), "forbidden");
    desk.as_role("telecalling_manager");
    assert_eq!(refusal(&mut desk, &lead), ["do_not_disturb", "consent_withdrawn"]);
    let out = desk.ok("call.start", all_the_same);
    assert_eq!(out["overridden"], json!(["do_not_disturb", "consent_withdrawn"]));
    let calls = desk.ask("call.list", json!({"lead": lead}));
    assert_eq!(calls["rows"][0]["override_reason"], "he asked us to call today");
    let told = desk.ask("history.of", json!({"id": lead}));
    let said = told["rows"][0]["sentence"].as_str().unwrap();
    assert!(said.contains("in spite of a refusal: he asked us"), "{said}");
}

#[test]
fn too_many_attempts_are_refused_and_tire_a_lead_out() {
    let (mut desk, lead) = desk();
    desk.acting = desk.owner;
    desk.ok("setting.set", json!({"key": "calling.max_per_day", "value": 2}));
    desk.ok("setting.set", json!({"key": "calling.max_per_week", "value": 3}));
    desk.ok("setting.set", json!({"key": "calling.max_attempts", "value": 4}));
    desk.as_role("telecaller");
    let no_answer = |desk: &mut Desk| {
        let call = call(desk, &lead, false);
        desk.ok("call.dispose", json!({"call": call, "outcome": "not_connected_no_answer"}))
    };
    no_answer(&mut desk);
    no_answer(&mut desk);
    assert_eq!(refusal(&mut desk, &lead), ["too_often_today"]);
    desk.now = desk.now.plus_days(1);
    let out = no_answer(&mut desk);
    assert_eq!(out["rests"], false);
    let v = lead_view(&mut desk, &lead);
    assert_eq!(v["priority"], "cold", "three attempts and never reached");
    assert_eq!(refusal(&mut desk, &lead), ["too_often_this_week"]);
    desk.now = desk.now.plus_days(8);
    let out = no_answer(&mut desk);
    assert_eq!((&out["rests"], &out["again_at"]), (&json!(true), &Value::Null));
    let resting = desk.ask("queue.resting", json!({}));
    assert_eq!(resting["rows"][0]["status"], "resting");
    desk.now = desk.now.plus_days(8);
    assert_eq!(refusal(&mut desk, &lead), ["resting"]);
    // A promise wakes it.
    desk.ok("lead.set_follow_up", json!({"lead": lead, "at": desk.now.plus_hours(2)}));
    assert_eq!(lead_view(&mut desk, &lead)["category"], "callback");
    desk.ok("call.start", json!({"lead": lead}));
}

#[test]
fn an_outcome_that_contradicts_its_call_is_refused() {
    let (mut desk, lead) = desk();
    let in_vain = call(&mut desk, &lead, false);
    let give = |call: &str, outcome: &str| json!({"call": call, "outcome": outcome});
    let interested = give(&in_vain, "connected_interested");
    assert_eq!(desk.refused("call.dispose", interested), "call.never_connected");
    desk.ok("call.dispose", give(&in_vain, "not_connected_busy"));
    let talked = call(&mut desk, &lead, true);
    let e = desk.run("call.dispose", give(&talked, "not_connected_busy")).unwrap_err();
    assert_eq!((e.code(), &e.args()["minutes"]), ("call.was_connected", &json!(1)));
    desk.ok("call.dispose", give(&talked, "connected_interested"));
}

/// Two leads with one number are one person's telephone.
#[test]
fn attempts_count_for_the_number() {
    let (mut desk, lead) = desk();
    desk.acting = desk.owner;
    desk.ok("setting.set", json!({"key": "calling.max_per_day", "value": 2}));
    desk.as_role("telecaller");
    let twin = json!({"name": "Twin", "phone": "9876543210", "keep_both": true});
    let twin = desk.ok("lead.create", twin)["lead"].as_str().unwrap().to_owned();
    for lead in [&lead, &twin] {
        let call = call(&mut desk, lead, false);
        desk.ok("call.dispose", json!({"call": call, "outcome": "not_connected_no_answer"}));
    }
    for lead in [&lead, &twin] {
        assert_eq!(refusal(&mut desk, lead), ["too_often_today"]);
    }
    // A corrected number does not make room.
    desk.ok("lead.update", json!({"lead": twin, "phone": "9876543299"}));
    let call = call(&mut desk, &twin, false);
    desk.ok("call.dispose", json!({"call": call, "outcome": "not_connected_no_answer"}));
    assert_eq!(refusal(&mut desk, &twin), ["too_often_today"]);
}

#[test]
fn a_refusal_is_said_in_the_readers_language() {
    let (mut desk, lead) = desk();
    desk.ok("lead.set_dnd", json!({"lead": lead, "is_dnd": true, "reason": "asked"}));
    let e = desk.run("call.start", json!({"lead": lead})).unwrap_err();
    for (locale, words) in [("en", "do not disturb"), ("hi", "परेशान न करें")]
    {
        let said = crate::language::error_sentence(locale, &e);
        assert!(said.contains(words), "{locale}: {said}");
    }
}

#[test]
fn nobody_touches_anothers_call() {
    let (mut desk, lead) = desk();
    let out = desk.ok("call.start", json!({"lead": lead}));
    desk.as_role("telecalling_manager");
    assert_eq!(desk.refused("call.start", json!({"lead": lead})), "call.lead_busy");
    for (name, args) in [
        ("call.ended", json!({"call": out["call"], "cause": "hung_up"})),
        ("call.set_note", json!({"call": out["call"], "note": "x"})),
        ("call.dispose", json!({"call": out["call"], "outcome": "special_dnd"})),
    ] {
        assert_eq!(desk.refused(name, args), "call.not_found", "{name}");
    }
    desk.as_role("sales_executive");
    assert_eq!(desk.refused("call.start", json!({"lead": lead})), "lead.not_found");
    assert!(desk.ask("call.list", json!({}))["rows"].as_array().unwrap().is_empty());
    desk.as_role("consultant");
    assert_eq!(desk.refused("call.start", json!({"lead": lead})), "forbidden");
}

#[test]
fn notes_recordings_and_the_numbers_of_the_day() {
    let (mut desk, lead) = desk();
    let call = call(&mut desk, &lead, true);
    let long = json!({"call": call, "note": "क".repeat(501)});
    assert_eq!(desk.refused("call.set_note", long), "invalid");
    desk.ok("call.set_note", json!({"call": call, "note": "क".repeat(500)}));
    desk.ok("call.set_recording", json!({"call": call, "recording_ref": "rec/1"}));
    desk.ok("call.set_recording", json!({"call": call, "consent": false}));
    desk.ok("call.set_recording", json!({"call": call, "recording_ref": "rec/2"}));
    desk.ok("call.dispose", json!({"call": call, "outcome": "connected_interested"}));
    let row = &desk.ask("call.list", json!({}))["rows"][0];
    assert_eq!((&row["duration_s"], &row["recording_ref"]), (&json!(95), &Value::Null));
    let today = desk.ask("call.today", json!({}));
    assert_eq!(today["total"]["connected_percent"], 100);
    assert_eq!(today["total"]["average_s"], 95);
    assert_eq!(today["rows"][0]["outcomes"]["connected_interested"], 1);
    assert_eq!(today["by_hour"][11], 1);
    let empty = desk.ask("call.today", json!({"day": "2026-11-20"}));
    assert_eq!(empty["total"]["connected_percent"], 0);
    let seen = desk.ask("history.of", json!({"id": call}));
    assert!(!seen["rows"].as_array().unwrap().is_empty());
}

#[test]
fn outcome_codes_are_data() {
    let (mut desk, lead) = desk();
    let call = call(&mut desk, &lead, true);
    desk.as_role("telecalling_manager");
    desk.ok(
        "disposition.set",
        json!({"code": "sent_brochure", "title": "Sent the brochure", "is_reached": true,
               "follow_up": "callback", "again_minutes": 2880, "position": 20}),
    );
    desk.ok(
        "disposition.set",
        json!({"code": "connected_interested", "is_reached": true, "follow_up": "interested",
               "position": 1, "is_active": false}),
    );
    let bad = json!({"code": "Bad Code", "title": "x", "is_reached": true, "follow_up": "none",
                     "position": 1});
    assert_eq!(desk.refused("disposition.set", bad), "invalid");
    desk.as_role("telecaller");
    let off = json!({"call": call, "outcome": "connected_interested"});
    assert_eq!(desk.refused("call.dispose", off), "disposition.unknown");
    let out = desk.ok("call.dispose", json!({"call": call, "outcome": "sent_brochure"}));
    let due = Timestamp::parse(out["again_at"].as_str().unwrap()).unwrap();
    assert_eq!(due, desk.now.plus_days(2));
    let list = desk.ask("disposition.list", json!({}));
    let titles: Vec<&str> =
        list["rows"].as_array().unwrap().iter().map(|r| r["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"Sent the brochure") && titles.contains(&"No answer"));
    assert!(!titles.contains(&"Interested"));
}

#[test]
fn a_lead_of_another_language_goes_to_who_speaks_it() {
    let (mut desk, lead) = desk();
    desk.acting = desk.owner;
    let out = desk.ok(
        "person.add",
        json!({"name": "Tamil Caller", "email": "t@acme.example", "roles": ["telecaller"],
               "languages": ["ta"]}),
    );
    desk.as_role("telecaller");
    let call = call(&mut desk, &lead, true);
    let out2 = desk.ok(
        "call.dispose",
        json!({"call": call, "outcome": "connected_language_barrier", "language": "ta"}),
    );
    assert_eq!(out2["passed_to"], "Tamil Caller");
    assert_eq!(
        desk.try_ask("lead.get", json!({"lead": lead})).unwrap_err().code(),
        "lead.not_found"
    );
    desk.acting = Id::parse(out["person"].as_str().unwrap()).unwrap();
    assert_eq!(desk.ask("queue.next", json!({}))["card"]["id"], json!(lead));
}

/// A call as far as it goes: how long somebody has talked by now, and how it ended.
fn call_so_far(talked_s: Option<i64>, cause: Option<&str>) -> (Desk, Value) {
    let (mut desk, lead) = desk();
    let call = desk.ok("call.start", json!({"lead": lead}))["call"].clone();
    desk.ok("call.ringing", json!({"call": call, "gateway_ref": "sim-1"}));
    if let Some(s) = talked_s {
        desk.ok("call.connected", json!({"call": call}));
        desk.now.0 += s * 1_000;
    }
    if let Some(cause) = cause {
        desk.ok("call.ended", json!({"call": call, "cause": cause}));
    }
    (desk, call)
}

#[test]
fn what_a_call_cannot_have_been_is_said_before_it_is_chosen() {
    for (talked_s, cause, refused, until) in [
        (None, None, "connected_", false),
        (None, Some("no_answer"), "connected_", false),
        (Some(20), None, "", true),
        (Some(20), Some("hung_up"), "", false),
        (Some(95), None, "not_connected_", false),
        (Some(95), Some("hung_up"), "not_connected_", false),
    ] {
        let (desk, _) = call_so_far(talked_s, cause);
        let current = desk.ask("call.current", json!({}));
        assert_eq!(!current["refused_until"].is_null(), until, "{talked_s:?} {cause:?}");
        let codes = desk.ask("disposition.list", json!({}))["rows"].clone();
        for d in codes.as_array().unwrap() {
            let code = d["code"].as_str().unwrap();
            let told = current["refused"].as_array().unwrap();
            let no = told.iter().find(|r| r["outcome"] == code);
            let expected = !refused.is_empty() && code.starts_with(refused);
            assert_eq!(no.is_some(), expected, "{talked_s:?} {cause:?} {code}");
            assert!(no.is_none_or(|r| r["why"].as_str().unwrap().len() > 20), "{no:?}");
            // And the command says the same, once the receiver is down.
            let (mut desk, call) = call_so_far(talked_s, cause);
            if cause.is_none() {
                let cause = if talked_s.is_some() { "hung_up" } else { "cancelled" };
                desk.ok("call.ended", json!({"call": call, "cause": cause}));
            }
            let reason = d["reasons"][0].as_str().unwrap_or_default();
            let args = json!({"call": call, "outcome": code, "reason": reason});
            assert_eq!(desk.run("call.dispose", args).is_err(), expected, "{code}");
        }
    }
}

#[test]
fn a_conversation_grows_out_of_what_an_announcement_may_be() {
    let (mut desk, _) = call_so_far(Some(20), None);
    let until = desk.ask("call.current", json!({}))["refused_until"].clone();
    desk.now = Timestamp::parse(until.as_str().unwrap()).unwrap();
    let after = desk.ask("call.current", json!({}));
    assert!(after["refused_until"].is_null());
    assert_eq!(after["refused"][0]["outcome"], "not_connected_no_answer");
}

#[test]
fn a_call_is_not_promised_for_the_year_2150() {
    let (mut desk, lead) = desk();
    let call = call(&mut desk, &lead, true);
    let args = json!({"call": call, "outcome": "connected_callback",
                      "call_again_at": "2150-11-21T12:00:00+05:30"});
    let e = desk.run("call.dispose", args).unwrap_err();
    assert_eq!(
        (e.fields()[0].path.as_str(), e.fields()[0].code.as_str()),
        ("call_again_at", "date.too_far")
    );
}
