//! Act three: clients, deals and quotes in every state; the accepted ones go on into delivery.

use super::delivery::{self, Delivery, Until};
use super::names::{FIRM, FIRST, LAST, TRADE};
use super::stage::{Stage, Vars, get, set, vars};
use netra_kernel::Result;
use serde_json::{Value, json};

/// How a quote's story ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Draft,
    InReview,
    Approved,
    Sent,
    Viewed,
    Declined,
    Expired,
    /// Sent, then changed and sent again.
    Revised,
    Accepted,
}

/// Open and lost quotes: how each ends and how many days ago it was written.
const QUOTES: &[(End, i64)] = &[
    (End::Draft, 1),
    (End::Draft, 2),
    (End::Draft, 5),
    (End::Draft, 9),
    (End::InReview, 2),
    (End::InReview, 4),
    (End::Approved, 3),
    (End::Sent, 2),
    (End::Sent, 6),
    (End::Sent, 11),
    (End::Viewed, 4),
    (End::Viewed, 8),
    (End::Viewed, 15),
    (End::Declined, 30),
    (End::Declined, 52),
    (End::Declined, 75),
    (End::Expired, 60),
    (End::Expired, 90),
    (End::Revised, 20),
    (End::Revised, 12),
    (End::Accepted, 1),
];

const fn delivery(
    signed: i64,
    length: i64,
    meetings: i64,
    pm: &'static str,
    consultant: &'static str,
    until: Until,
) -> Delivery {
    Delivery { signed: -signed, length, meetings, pm, consultant, until }
}

/// Projects in every stage. The second of the executing ones is late: half of it was done and the
/// planned days have gone by.
const PROJECTS: &[Delivery] = &[
    delivery(2, 90, 6, "pm", "consultant", Until::Asked),
    delivery(5, 90, 6, "pm2", "consultant2", Until::Returned),
    delivery(4, 120, 8, "pm", "consultant", Until::SetUp),
    delivery(62, 110, 8, "pm", "consultant", Until::Executing),
    delivery(150, 138, 10, "pm", "consultant2", Until::Executing),
    delivery(70, 118, 6, "pm2", "consultant", Until::Executing),
    delivery(98, 92, 6, "pm2", "consultant2", Until::Closing),
    delivery(104, 96, 6, "pm", "consultant", Until::Ready),
    delivery(130, 122, 8, "pm2", "consultant2", Until::Ready),
    delivery(160, 140, 8, "pm", "consultant2", Until::Completed),
    delivery(190, 150, 10, "pm2", "consultant", Until::Completed),
    delivery(220, 160, 8, "pm", "consultant", Until::Archived),
];

/// Executing projects that stopped: put on hold, and cancelled.
const STOPPED: &[(Delivery, bool)] = &[
    (delivery(80, 140, 6, "pm2", "consultant", Until::Executing), false),
    (delivery(115, 190, 6, "pm", "consultant2", Until::Executing), true),
];

const WORK: &[(&str, &[&str])] = &[
    (
        "Sales transformation",
        &[
            "Sales audit of three regions",
            "Territory design",
            "Incentive plan",
            "Coaching of team leads",
        ],
    ),
    (
        "Lean plant",
        &["Value-stream map", "5S on the shop floor", "Change-over reduction", "Daily management"],
    ),
    ("Cost audit", &["Spend analysis", "Supplier comparison", "Energy audit", "Savings tracker"]),
    (
        "Export readiness",
        &["Market study", "Documentation set", "Pricing for export", "First buyer meetings"],
    ),
];

/// State code, tax number or none: clients of our State, of others, and unregistered ones.
const TAX: &[(&str, Option<&str>)] =
    &[("27", None), ("29", Some("29AAGCB7383J1Z4")), ("06", Some("06AABCU9603R1ZR")), ("24", None)];

const TERMS: &str = "Prices hold until the date given above. Travel within India is included.
Each instalment is payable within 7 days of the event that makes it due; TDS withheld under the law counts as paid.
What both sides learn about each other stays confidential.
Either side may end the work with 30 days' notice; work done until then is paid for.
Disputes are settled in Pune, under the law of India.";

const TERMS_HI: &str = "मूल्य ऊपर दी गई तिथि तक मान्य हैं। भारत में यात्रा व्यय सम्मिलित है।
हर किस्त देय होने के 7 दिन में भुगतान योग्य है; कानून के अनुसार काटा गया टीडीएस भुगतान माना जाता है।
दोनों पक्ष एक-दूसरे की जानकारी गोपनीय रखते हैं।
कोई भी पक्ष 30 दिन की सूचना देकर काम समाप्त कर सकता है; तब तक किए गए काम का भुगतान होता है।
विवाद का निपटारा भारत के कानून के अनुसार पुणे में होता है।";

/// Of the quotes that were sent: one speaks Hindi, one makes three offers.
const HINDI: usize = 8;
const TIERED: usize = 7;

/// Where those clients are, as [`TAX`] has it.
const TOWN: &[&str] = &["Pune 411026", "Bengaluru 560058", "Faridabad 121003", "Ahmedabad 382445"];

fn client(stage: &mut Stage<'_>, v: &Vars, n: usize, who: &str) -> Result<()> {
    let firm =
        format!("{} {}", FIRM[n % FIRM.len()], TRADE[(n * 5 + n / FIRM.len()) % TRADE.len()]);
    let (state, number) = TAX[n % TAX.len()];
    // A tax number belongs to one firm.
    let number = number.filter(|_| n < TAX.len());
    let company = stage.give(
        who,
        "company.create",
        json!({"name": firm, "state_code": state, "tax_number": number,
               "address": format!("Plot {}, Industrial Estate\n{}", 10 + n, TOWN[n % TOWN.len()])}),
    )?;
    let (first, _) = FIRST[(n * 7) % FIRST.len()];
    let name = format!("{first} {}", LAST[(n * 11) % LAST.len()]);
    let contact = stage.give(
        who,
        "contact.create",
        json!({"company": company["company"], "name": name, "title": "Director",
               "email": format!("director{n}@{}.example", super::leads::slug(&firm))}),
    )?;
    let (title, _) = WORK[n % WORK.len()];
    let deal = stage.give(
        who,
        "deal.create",
        json!({"title": format!("{title}, {firm}"), "company": company["company"],
               "contact": contact["contact"], "value_minor": 60_000_000 + n as i64 * 1_750_000}),
    )?;
    set(v, "company", &company["company"]);
    set(v, "contact", &contact["contact"]);
    set(v, "contact_name", &json!(name));
    set(v, "deal", &deal["deal"]);
    Ok(())
}

fn lines(n: usize, discount: &str) -> Value {
    let (title, items) = WORK[n % WORK.len()];
    let works: Vec<Value> = items
        .iter()
        .enumerate()
        .map(|(i, item)| {
            let price = 2_450_000 + (n as i64 % 5) * 150_000;
            json!({"kind": "service", "description": item, "quantity": (4 + i).to_string(),
                   "unit": "day", "unit_price_minor": price, "tax_code": "998311",
                   "discount_percent": discount})
        })
        .collect();
    json!([
        {"title": title, "lines": works},
        {"title": "Expenses", "lines": [
            {"kind": "travel", "description": "Travel and stay", "quantity": "6", "unit": "visit",
             "unit_price_minor": 850_000, "tax_code": "998311"},
            {"kind": "service", "description": "Follow-up after six months", "quantity": "1",
             "unit": "day", "unit_price_minor": 2_800_000, "tax_code": "998311",
             "inclusion": "optional"}]},
    ])
}

fn draft(
    stage: &mut Stage<'_>,
    v: &Vars,
    n: usize,
    who: &str,
    months: i64,
    meetings: i64,
    discount: &str,
) -> Result<()> {
    let (title, _) = WORK[n % WORK.len()];
    let mut sections = lines(n, discount);
    if n == TIERED {
        sections[0]["lines"][2]["tiers"] = json!(["standard", "premium"]);
        sections[0]["lines"][3]["tiers"] = json!(["premium"]);
    }
    let out = stage.give(
        who,
        "quote.create",
        json!({"title": title, "deal": get(v, "deal"), "contact": get(v, "contact"),
               "tenure_months": months, "meetings_promised": meetings,
               "language": if n == HINDI { "hi" } else { "en" }, "has_tiers": n == TIERED,
               "terms": if n == HINDI { TERMS_HI } else { TERMS },
               "instalments": [
                   {"title": "On agreement", "percent": "30", "due_rule": "on_agreement"},
                   {"title": "After milestone 1", "percent": "40", "due_rule": "on_milestone",
                    "due_days": 7},
                   {"title": "After milestone 2", "percent": "30", "due_rule": "on_milestone",
                    "due_days": 7}],
               "sections": sections}),
    )?;
    set(v, "quote", &out["quote"]);
    Ok(())
}

/// Plans one quote's story; `day` is counted from today.
fn story(stage: &mut Stage<'_>, n: usize, end: End, day: i64, months: i64, meetings: i64) -> Vars {
    let v = vars();
    let who = if n % 3 == 2 { "sales2" } else { "sales" };
    let step = |stage: &mut Stage<'_>, days: i64, hour: u32, name: &'static str, more: Value| {
        let v = v.clone();
        let at = stage.when(day + days, hour, (n as u32 * 7) % 60);
        stage.plan(at, move |stage| {
            let mut args = json!({"quote": get(&v, "quote")});
            if let (Value::Object(a), Value::Object(m)) = (&mut args, more) {
                a.extend(m);
            }
            let actor = if name == "quote.approve" { "sales_manager" } else { who };
            stage.give(actor, name, args).map(|_| ())
        });
    };
    let first = v.clone();
    let at = stage.when(day, 10, (n as u32 * 7) % 60);
    // A big discount is what asks for approval.
    let discount = if matches!(end, End::InReview | End::Approved) { "25" } else { "5" };
    stage.plan(at, move |stage| {
        client(stage, &first, n, who)?;
        draft(stage, &first, n, who, months, meetings, discount)
    });
    match end {
        End::Draft => {}
        End::InReview => step(stage, 0, 12, "quote.submit", json!({})),
        End::Approved => {
            step(stage, 0, 12, "quote.submit", json!({}));
            step(stage, 1, 11, "quote.approve", json!({}));
        }
        End::Sent | End::Expired | End::Accepted => step(stage, 0, 15, "quote.send", json!({})),
        End::Viewed => {
            step(stage, 0, 15, "quote.send", json!({}));
            step(stage, 1, 9, "quote.mark_viewed", json!({}));
        }
        End::Declined => {
            step(stage, 0, 15, "quote.send", json!({}));
            let reason = json!({"reason": "They chose a firm of their own city."});
            step(stage, 6, 14, "quote.decline", reason);
        }
        End::Revised => {
            step(stage, 0, 15, "quote.send", json!({}));
            step(stage, 3, 11, "quote.update_header", json!({"meetings_promised": meetings + 2}));
            step(stage, 3, 15, "quote.send", json!({}));
        }
    }
    if end == End::Expired {
        step(stage, 40, 9, "quote.expire", json!({}));
    }
    v
}

/// The client says yes: evidence, agreement.
fn accept(stage: &mut Stage<'_>, v: &Vars, n: usize, signed: i64) {
    let v = v.clone();
    let who = if n % 3 == 2 { "sales2" } else { "sales" };
    let at = stage.when(signed, 10, 2);
    stage.plan(at, move |stage| {
        let file = stage.file(who, "signed-quote.txt", "Signed by the client.\n")?;
        let out = stage.give(
            who,
            "quote.accept",
            json!({"quote": get(&v, "quote"), "signed_by": get(&v, "contact_name"), "evidence": file,
                   "start_on": stage.day(signed + 3)}),
        )?;
        set(&v, "agreement", &out["agreement"]);
        set(&v, "seller", &json!(who));
        Ok(())
    });
}

pub fn act(stage: &mut Stage<'_>) {
    let mut n = 0;
    for (end, ago) in QUOTES {
        let v = story(stage, n, *end, -ago - 1, 3, 6);
        if *end == End::Accepted {
            accept(stage, &v, n, -ago);
        }
        n += 1;
    }
    let stopped = STOPPED.iter().map(|s| (s.0, Some(s.1)));
    for (d, stop) in PROJECTS.iter().map(|d| (*d, None)).chain(stopped) {
        let months = (d.length + 29) / 30;
        let v = story(stage, n, End::Accepted, d.signed - 6, months, d.meetings);
        accept(stage, &v, n, d.signed);
        delivery::act(stage, &v, d);
        if let Some(is_cancelled) = stop {
            halt(stage, &v, d, is_cancelled);
        }
        n += 1;
    }
}

fn halt(stage: &mut Stage<'_>, v: &Vars, d: Delivery, is_cancelled: bool) {
    let v = v.clone();
    let at = stage.when(-1, 17, 40);
    stage.plan(at, move |stage| {
        let project = get(&v, "project");
        let reason = "The client's plant is closed for two months.";
        if is_cancelled {
            let args = json!({"project": project, "reason": "The client's firm was sold.",
                              "owed_by_client_minor": 0, "owed_to_client_minor": 0,
                              "client_informed_on": stage.day(-1)});
            stage.give(d.pm, "project.cancel", args).map(|_| ())
        } else {
            let args = json!({"project": project, "reason": reason});
            stage.give(d.pm, "project.hold", args).map(|_| ())
        }
    });
}
