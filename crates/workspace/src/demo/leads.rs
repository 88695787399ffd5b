//! Act two: two thousand leads of the last four months, of India and the UK, some in Hindi script.

use super::names::{FIRM, FIRST, INTERESTS, LAST, NOTES, PLACES, SOURCES, TRADE};
use super::stage::Stage;
use serde_json::{Value, json};

/// How many leads the demo has.
pub const LEADS: usize = 2_000;
const DAYS: i64 = 120;

/// One invented person with a number that nobody else here has.
fn lead(stage: &mut Stage<'_>, n: usize) -> Value {
    let dice = &mut stage.dice;
    let (first, language) = dice.one_of(FIRST);
    let last = dice.one_of(LAST);
    let firm = format!("{} {}", dice.one_of(FIRM), dice.one_of(TRADE));
    let is_british = n % 12 == 7;
    let (city, region, pin) = dice.one_of(PLACES);
    let (phone, zone) = if is_british {
        (format!("+44 7400 {:06}", 100_000 + n), json!("Europe/London"))
    } else {
        (format!("+91 99999 {n:05}"), Value::Null)
    };
    let (city, region, pin) =
        if is_british { ("Leeds", "England", "LS1 4AP") } else { (city, region, pin) };
    let has_email = dice.chance(70);
    let email =
        if has_email { format!("contact{n}@{}.example", slug(&firm)) } else { String::new() };
    let note = if dice.chance(25) { dice.one_of(NOTES) } else { "" };
    let mut lead = json!({
        "name": format!("{first} {last}"),
        "company_name": if dice.chance(85) { firm } else { String::new() },
        "phone": phone, "email": email,
        "source": dice.one_of(SOURCES),
        "language": if is_british { "en" } else { language },
        "city": city, "region": region, "pin": pin,
        "campaign": if dice.chance(40) { "Monsoon audit" } else { "" },
        "product_interest": dice.one_of(INTERESTS),
        "note": note,
    });
    if !zone.is_null() {
        lead["zone"] = zone;
    }
    lead
}

/// Lower-case letters and hyphens, for an address.
pub fn slug(text: &str) -> String {
    text.to_lowercase().replace(' ', "-")
}

pub fn act(stage: &mut Stage<'_>) {
    for n in 0..LEADS {
        let lead = lead(stage, n);
        // More came lately than long ago; office hours only.
        let days = -((DAYS * (LEADS - n) as i64 * (LEADS - n) as i64) / (LEADS * LEADS) as i64);
        let minute = stage.dice.below(540) as u32;
        let at = stage.when(days.min(-1), 9 + minute / 60, minute % 60);
        stage.plan(at, move |stage| stage.give("floor", "lead.create", lead).map(|_| ()));
    }
}
