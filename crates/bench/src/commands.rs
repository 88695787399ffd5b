//! A command's cost over the statements that it runs.
//!
//! Three copies of one encrypted database. On the first the engine runs the commands; on the
//! second it runs the same envelopes while its statements are noted; on the third the noted
//! statements run bare, prepared, one transaction a command. First and third take turns in small
//! groups, so that whatever else the machine does hits both. `synchronous` is off in both: the
//! comparison is of work, and a disk's wait would hide it.

use crate::machine::Watch;
use crate::office::{Dice, FIRST, LAST, Office};
use crate::replay::{Noted, noted, replay};
use crate::{Options, folder, note, percentile};
use netra_kernel::{Envelope, Id, Mode, Result, execute};
use netra_workspace::Session;
use rusqlite::{Connection, TransactionBehavior};
use serde_json::{Value, json};
use std::time::Duration;

/// Commands that take turns with their bare statements.
const GROUP: usize = 20;
const LEADS: u64 = 2_000;
/// Lines of the quote that `quote.update_line` changes.
const LINES: usize = 40;

/// What there is to name in arguments.
struct Things {
    leads: Vec<String>,
    callers: Vec<Id>,
    /// Calls that ended and wait for their outcome, one per caller.
    calls: Vec<(Id, String)>,
    /// The lines of a quote.
    lines: Vec<String>,
}

/// What one kind of command gets as arguments the n-th time.
type Arguments = fn(&mut Dice, u64, &Things) -> Value;

const KINDS: &[(&str, Arguments)] = &[
    ("lead.create", |dice, n, _| {
        let name = format!("{} {}", dice.pick(FIRST), dice.pick(LAST));
        json!({"name": name, "phone": format!("+9197{:08}", 10_000_000 + n),
               "email": format!("new{n}@example.com"), "city": "Pune", "source": "web"})
    }),
    (
        "lead.update",
        |dice, n, of| json!({"lead": pick(dice, &of.leads), "city": format!("City {n}"), "note": "asked for a brochure"}),
    ),
    (
        "lead.add_note",
        |dice, _, of| json!({"lead": pick(dice, &of.leads), "body": "Will speak to the partner and call back."}),
    ),
    ("lead.assign", |dice, _, of| {
        let to = of.callers.get(dice.below(of.callers.len() as u64) as usize);
        json!({"leads": [pick(dice, &of.leads)], "to": to})
    }),
    ("call.dispose", |dice, n, of| {
        let outcome =
            dice.pick(&["connected_interested", "not_connected_busy", "connected_callback"]);
        let call = of.calls.get(n as usize).map(|c| &c.1);
        json!({"call": call, "outcome": outcome, "note": "Asked for the brochure."})
    }),
    (
        "quote.update_line",
        |dice, n, of| json!({"line": pick(dice, &of.lines), "change": {"unit_price_minor": 1_000_000 + n * 100}}),
    ),
    ("lead.set_follow_up", |dice, n, of| {
        let hour = 4 + n % 8;
        json!({"lead": pick(dice, &of.leads), "at": format!("2031-03-0{}T{hour:02}:30:00Z", 3 + n % 4)})
    }),
    ("setting.set", |_, n, _| json!({"key": "firm.name", "value": format!("Firm {n}")})),
];

fn pick(dice: &mut Dice, leads: &[String]) -> String {
    leads.get(dice.below(leads.len() as u64) as usize).cloned().unwrap_or_default()
}

pub fn measure(options: &Options) -> Result<String> {
    let dir = folder(options)?;
    let office = Office::new(&dir.path().join("office"))?;
    note("commands: making leads");
    let mut dice = Dice(1);
    let mut leads = Vec::new();
    for n in 0..LEADS {
        let name = format!("{} {}", dice.pick(FIRST), dice.pick(LAST));
        let args = json!({"name": name, "phone": format!("+9198{:08}", 10_000_000 + n),
                          "email": format!("lead{n}@example.com"), "city": "Nashik"});
        let given = office.workspace.run(&office.session, "lead.create", args)?;
        leads.extend(given.outcome["lead"].as_str().map(str::to_owned));
    }
    note("commands: calls and a quote");
    let callers = office.callers(options.commands as usize)?;
    let calls = calls(&office, &callers, &leads)?;
    let lines = quote(&office)?;
    let things = Things { leads, callers, calls, lines };
    let mut ours = office.copy(&dir.path().join("ours.db"))?;
    let mut noting = office.copy(&dir.path().join("noting.db"))?;
    let mut bare = office.copy(&dir.path().join("bare.db"))?;
    for conn in [&ours, &noting, &bare] {
        conn.pragma_update(None, "synchronous", "off")?;
    }
    let mut text = String::from(
        "\n### What a command costs over its statements\n\n\
         | command | n | statements | engine µs (CPU) | bare µs (CPU) | ratio | own statements only µs \
         | ratio to those | engine p50 / p99 µs (wall) |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for (name, arguments) in KINDS {
        note(&format!("commands: {name}"));
        let envelopes: Vec<Envelope> = (0..options.commands)
            .map(|n| {
                let args = arguments(&mut dice, n, &things);
                let caller = things.calls.get(n as usize).filter(|_| *name == "call.dispose");
                let actor = caller.map_or(office.session.actor, |c| c.0);
                envelope(&office, name, actor, n, args)
            })
            .collect::<Result<_>>()?;
        text += &compare(&office, name, &envelopes, &mut ours, &mut noting, &mut bare)?;
    }
    Ok(text)
}

/// Each caller calls a lead of their own, who answers and hangs up at once: any outcome fits.
fn calls(office: &Office, callers: &[Id], leads: &[String]) -> Result<Vec<(Id, String)>> {
    let mut all = Vec::new();
    for (caller, lead) in callers.iter().zip(leads) {
        let given = json!({"leads": [lead], "to": caller});
        office.workspace.run(&office.session, "lead.assign", given)?;
        let session = Session { actor: *caller, ..office.session.clone() };
        let reason = json!({"lead": lead});
        let call = office.workspace.run(&session, "call.start", reason)?.outcome["call"].clone();
        office.workspace.run(&session, "call.connected", json!({ "call": call }))?;
        let over = json!({"call": call, "cause": "hung_up"});
        office.workspace.run(&session, "call.ended", over)?;
        all.push((*caller, call.as_str().unwrap_or_default().to_owned()));
    }
    Ok(all)
}

/// A draft quote; gives the ids of its lines.
fn quote(office: &Office) -> Result<Vec<String>> {
    let (w, s) = (&office.workspace, &office.session);
    let company = w.run(s, "company.create", json!({"name": "Bharat Textiles"}))?.outcome;
    let lines: Vec<Value> = (0..LINES)
        .map(|n| {
            json!({"kind": "service", "description": format!("Consulting, part {n}"), "quantity": "3",
                   "unit": "day", "unit_price_minor": 2_500_000, "tax_code": "998311"})
        })
        .collect();
    let args = json!({"title": "Sales transformation", "company": company["company"],
                      "sections": [{"title": "Work", "lines": lines}]});
    let quote = w.run(s, "quote.create", args)?.outcome["quote"].clone();
    let conn = office.connect(true)?;
    let id = quote.as_str().and_then(Id::parse);
    let mut stmt = conn.prepare("SELECT id FROM quote_lines WHERE quote_id = ?1 ORDER BY id")?;
    let ids = stmt.query_map([id], |r| r.get::<_, Id>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(ids.iter().map(ToString::to_string).collect())
}

fn envelope(office: &Office, name: &str, actor: Id, n: u64, args: Value) -> Result<Envelope> {
    let host = office.workspace.host();
    Ok(Envelope {
        id: host.new_id()?,
        name: name.to_owned(),
        version: office.engine().catalogue.command(name).map_or(1, |c| c.version),
        actor,
        device: Id::named("bench", "device"),
        device_seq: None,
        at: netra_kernel::Timestamp(host.now().0 + i64::try_from(n).unwrap_or(0)),
        args,
    })
}

fn compare(
    office: &Office,
    name: &str,
    envelopes: &[Envelope],
    ours: &mut Connection,
    noting: &mut Connection,
    bare: &mut Connection,
) -> Result<String> {
    let engine = office.engine();
    let (mut cost, mut bare_cost) = (Duration::ZERO, Duration::ZERO);
    let mut each: Vec<u128> = Vec::new();
    let (mut statements, mut own) = (0, Vec::new());
    for (g, group) in envelopes.chunks(GROUP).enumerate() {
        let mut scripts: Vec<Vec<Noted>> = Vec::new();
        for e in group {
            let (_, script) = noted(noting, |c| execute(c, engine, e, Mode::Authority))?;
            scripts.push(script);
        }
        let watch = Watch::start();
        for e in group {
            let one = std::time::Instant::now();
            execute(ours, engine, e, Mode::Authority)?;
            each.push(one.elapsed().as_nanos());
        }
        let engine_cpu = watch.cpu();
        let watch = Watch::start();
        for script in &scripts {
            let tx = bare.transaction_with_behavior(TransactionBehavior::Immediate)?;
            replay(&tx, script)?;
            tx.commit()?;
        }
        // The first group fills the caches of prepared statements on both sides.
        if g > 0 {
            cost += engine_cpu;
            bare_cost += watch.cpu();
        }
        statements += scripts.iter().map(Vec::len).sum::<usize>();
        let of_feature = |s: Vec<Noted>| s.into_iter().filter(|n| !n.is_of_engine()).collect();
        own.extend(scripts.into_iter().map(of_feature).collect::<Vec<Vec<Noted>>>());
    }
    let own_cost = own_statements(office, &own)?;
    let n = envelopes.len();
    let counted = (n - GROUP.min(n)).max(1) as f64;
    let micros = |d: Duration| d.as_secs_f64() * 1e6 / counted;
    each.sort_unstable();
    Ok(format!(
        "| `{name}` | {n} | {:.1} | {:.0} | {:.0} | **{:.2}** | {:.0} | {:.2} | {:.0} / {:.0} |\n",
        statements as f64 / n as f64,
        micros(cost),
        micros(bare_cost),
        cost.as_secs_f64() / bare_cost.as_secs_f64().max(1e-9),
        micros(own_cost),
        cost.as_secs_f64() / own_cost.as_secs_f64().max(1e-9),
        percentile(&each, 0.5),
        percentile(&each, 0.99),
    ))
}

/// The feature's own statements alone: no journal, no actor, no permissions, no settings.
fn own_statements(office: &Office, scripts: &[Vec<Noted>]) -> Result<Duration> {
    let path = office.workspace.root().join("own.db");
    let mut conn = office.copy(&path)?;
    conn.pragma_update(None, "synchronous", "off")?;
    let mut cost = Duration::ZERO;
    for (g, group) in scripts.chunks(GROUP).enumerate() {
        let watch = Watch::start();
        for script in group {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            replay(&tx, script)?;
            tx.commit()?;
        }
        if g > 0 {
            cost += watch.cpu();
        }
    }
    drop(conn);
    std::fs::remove_file(&path).map_err(netra_workspace::files::io_error)?;
    Ok(cost)
}
