//! Act five: leads are shared out every morning, and three callers work through their queues on
//! the last working days, today's morning among them.

use super::stage::Stage;
use netra_kernel::Result;
use serde_json::{Value, json};

/// Working days with calls before today.
const DAYS: i64 = 8;
const CALLERS: &[(&str, usize)] = &[("caller", 38), ("caller2", 30), ("caller3", 26)];

/// Outcome, weight, seconds of talk, the way the call ended.
const OUTCOMES: &[(&str, usize, usize, &str)] = &[
    ("not_connected_no_answer", 26, 0, "no_answer"),
    ("not_connected_busy", 14, 0, "busy"),
    ("not_connected_switched_off", 8, 0, "unreachable"),
    ("connected_callback", 14, 95, "hung_up"),
    ("connected_not_interested", 16, 140, "hung_up"),
    ("connected_interested", 9, 310, "hung_up"),
    ("connected_wrong_number", 4, 20, "hung_up"),
    ("special_dnd", 2, 30, "hung_up"),
    ("special_escalate", 2, 200, "hung_up"),
];

pub fn act(stage: &mut Stage<'_>) {
    for day in -DAYS..=0 {
        let at = stage.when(day, 9, 5);
        stage.plan(at, |stage| {
            stage.give("floor", "lead.distribute", json!({"limit": 130})).map(|_| ())
        });
        for (k, (caller, calls)) in CALLERS.iter().enumerate() {
            // Today's morning is half-way through.
            let calls = if day == 0 { calls / 3 } else { *calls };
            for n in 0..calls {
                let minute = 20 + n * if day == 0 { 8 } else { 12 } + k;
                let at = stage.when(day, 9 + (minute / 60) as u32, (minute % 60) as u32);
                stage.plan(at, move |stage| one_call(stage, caller));
            }
        }
    }
}

fn outcome(stage: &mut Stage<'_>) -> (&'static str, usize, &'static str) {
    let sum = OUTCOMES.iter().map(|o| o.1).sum();
    let mut at = stage.dice.below(sum);
    for (code, weight, talk, cause) in OUTCOMES {
        if at < *weight {
            return (code, *talk, cause);
        }
        at -= weight;
    }
    ("not_connected_no_answer", 0, "no_answer")
}

/// The next lead of the queue, dialled, talked to, written down.
fn one_call(stage: &mut Stage<'_>, caller: &'static str) -> Result<()> {
    // British leads are asleep in the Indian morning: the core would refuse to dial.
    let mut skip: Vec<Value> = Vec::new();
    let lead = loop {
        let next = stage.ask(caller, "queue.next", json!({"skip": skip}))?;
        let id = next["card"]["id"].clone();
        if id.is_null() {
            return Ok(());
        }
        if !next["card"]["phone_e164"].as_str().is_some_and(|p| p.starts_with("+44")) {
            break id;
        }
        skip.push(id);
    };
    let (code, talk, cause) = outcome(stage);
    let started =
        stage.give(caller, "call.start", json!({"lead": lead, "gateway": "simulator"}))?;
    let call = started["call"].clone();
    let begun = stage.now();
    stage.give(caller, "call.ringing", json!({"call": call}))?;
    if talk > 0 {
        stage.set_now(begun.plus_minutes(1));
        stage.give(caller, "call.connected", json!({"call": call}))?;
        let seconds = talk + stage.dice.below(60);
        stage.set_now(netra_kernel::Timestamp(stage.now().0 + seconds as i64 * 1_000));
    }
    stage.give(caller, "call.ended", json!({"call": call, "cause": cause}))?;
    let mut disposed = json!({"call": call, "outcome": code});
    match code {
        "connected_not_interested" => disposed["reason"] = json!("not_now"),
        "connected_callback" => {
            let days = 1 + stage.dice.below(3) as i64;
            let hour = 10 + stage.dice.below(8) as u32;
            let day = stage.now().date(stage.zone);
            let time = chrono::NaiveTime::from_hms_opt(hour, 30, 0).unwrap_or_default();
            disposed["call_again_at"] = json!(day.plus_days(days).at(time, stage.zone));
            disposed["note"] = json!("Asked to be called again; prefers that hour.");
        }
        "connected_interested" => {
            disposed["note"] = json!("Wants a first meeting and two references.");
        }
        "special_escalate" => disposed["note"] = json!("Asks for the manager about the price."),
        _ => {}
    }
    stage.give(caller, "call.dispose", disposed)?;
    if code == "connected_interested" && stage.dice.chance(40) {
        let args = json!({"lead": lead, "value_minor": 45_000_000});
        let _: Value = stage.give("sales_manager", "deal.create_from_lead", args)?;
    }
    Ok(())
}
