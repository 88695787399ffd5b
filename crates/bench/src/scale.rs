//! Questions on many leads: what `ask` costs over the statements that it runs, and whether each
//! answer comes within one frame of the screen.

use crate::machine::Watch;
use crate::office::{CITY, Dice, FIRST, LAST, Office, TRADE};
use crate::replay::{noted, replay};
use crate::{Options, folder, note, percentile};
use netra_kernel::{Asking, Id, Result, ask, ask_text};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Milliseconds of one frame at 60 Hz.
const FRAME_MS: f64 = 16.0;
const CALLERS: usize = 200;
const CALLS_EACH: u64 = 3;
const ASKED: usize = 400;

type Arguments = dyn Fn(&mut Dice, &Firm) -> Value;

/// What is asked: its title, the query, arguments for the n-th time.
struct Scenario {
    title: &'static str,
    query: &'static str,
    by_caller: bool,
    arguments: Box<Arguments>,
}

struct Firm {
    leads: u64,
    begin: i64,
}

impl Firm {
    fn lead(&self, n: u64) -> Id {
        lead_id(self.begin, n)
    }
}

fn scenarios() -> Vec<Scenario> {
    let mut all = vec![
        Scenario {
            title: "a caller's own leads, page of 50",
            query: "lead.list",
            by_caller: true,
            arguments: Box::new(|_, _| json!({"limit": 50})),
        },
        Scenario {
            title: "the queue, page of 50 with the last three calls",
            query: "queue.list",
            by_caller: true,
            arguments: Box::new(|_, _| json!({"limit": 50})),
        },
        Scenario {
            title: "the queue's counters",
            query: "queue.counters",
            by_caller: true,
            arguments: Box::new(|_, _| json!({})),
        },
        Scenario {
            title: "opening a lead",
            query: "lead.get",
            by_caller: false,
            arguments: Box::new(|dice, firm| json!({"lead": firm.lead(dice.below(firm.leads))})),
        },
        Scenario {
            title: "duplicates by phone, e-mail, name and company",
            query: "lead.find_duplicates",
            by_caller: false,
            arguments: Box::new(|dice, firm| json!({"lead": firm.lead(dice.below(firm.leads))})),
        },
        Scenario {
            title: "search by phone",
            query: "lead.list",
            by_caller: false,
            arguments: Box::new(|dice, firm| {
                let phone = phone(dice.below(firm.leads));
                let cut = 6 + dice.below(8) as usize;
                json!({"text": phone.get(..cut).unwrap_or(&phone), "limit": 20})
            }),
        },
        Scenario {
            title: "all leads in the order of a column, page of 60",
            query: "lead.list",
            by_caller: false,
            arguments: Box::new(|dice, firm| {
                let after = firm.lead(dice.below(firm.leads));
                json!({"order": column(dice), "descending": dice.below(2) == 0, "after": after, "limit": 60})
            }),
        },
        Scenario {
            title: "the leads of a city in the order of a column, page of 60",
            query: "lead.list",
            by_caller: false,
            arguments: Box::new(
                |dice, _| json!({"city": dice.pick(CITY), "order": column(dice), "limit": 60}),
            ),
        },
        Scenario {
            title: "what is found by three letters in the order of a column, page of 60",
            query: "lead.list",
            by_caller: false,
            arguments: Box::new(
                |dice, _| json!({"text": word(dice, 3), "order": column(dice), "limit": 60}),
            ),
        },
    ];
    let lengths = [
        "search, 1 letter",
        "search, 2 letters",
        "search, 3 letters",
        "search, 4 letters",
        "search, 5 letters",
        "search, 6 letters",
        "search, 7 letters or more",
    ];
    for (title, length) in lengths.into_iter().zip([1, 2, 3, 4, 5, 6, 20]) {
        all.push(Scenario {
            title,
            query: "lead.list",
            by_caller: false,
            arguments: Box::new(move |dice, _| json!({"text": word(dice, length), "limit": 20})),
        });
    }
    all.push(Scenario {
        title: "search, two words",
        query: "lead.list",
        by_caller: false,
        arguments: Box::new(|dice, _| json!({"text": two_words(dice), "limit": 20})),
    });
    all.push(Scenario {
        title: "a caller's search in their own leads",
        query: "lead.list",
        by_caller: true,
        arguments: Box::new(|dice, _| {
            let length = 1 + dice.below(8) as usize;
            json!({"text": word(dice, length), "limit": 20})
        }),
    });
    all.push(Scenario {
        title: "a caller's search in their own leads, two words",
        query: "lead.list",
        by_caller: true,
        arguments: Box::new(|dice, _| json!({"text": two_words(dice), "limit": 20})),
    });
    all
}

/// A column that leads can be put in order by.
fn column(dice: &mut Dice) -> &'static str {
    dice.pick(&["name", "company", "city", "source", "priority", "last_call", "created"])
}

/// So many letters of a name, a trade or a city.
fn word(dice: &mut Dice, length: usize) -> String {
    let of = [FIRST, LAST, TRADE, CITY][dice.below(4) as usize];
    dice.pick(of).chars().take(length).collect()
}

fn two_words(dice: &mut Dice) -> String {
    let (first, last) = (1 + dice.below(6) as usize, 1 + dice.below(6) as usize);
    let cut = |s: &str, n: usize| s.chars().take(n).collect::<String>();
    format!("{} {}", cut(dice.pick(FIRST), first), cut(dice.pick(LAST), last))
}

pub fn measure(options: &Options) -> Result<String> {
    let dir = folder(options)?;
    let office = Office::new(&dir.path().join("office"))?;
    let callers = office.callers(CALLERS)?;
    let begin = office.workspace.host().now().0 - 90 * 86_400_000;
    let firm = Firm { leads: options.leads, begin };
    let watch = Watch::start();
    note(&format!("scale: loading {} leads, {} calls", firm.leads, firm.leads * CALLS_EACH));
    load(&office, &firm, &callers)?;
    let loaded = watch.wall();
    let bytes = std::fs::metadata(office.database()).map(|m| m.len()).unwrap_or(0);
    let mut text = format!(
        "\n### Questions on {} leads and {} calls\n\nDatabase {} MiB, encrypted; loaded in {:.0} s by bare \
         statements.\n\n| question | n | ask p50 / p99 µs | bare p50 / p99 µs | ratio of p50 | ratio of CPU \
         | p99 within a frame |\n|---|---|---|---|---|---|---|\n",
        firm.leads,
        firm.leads * CALLS_EACH,
        bytes >> 20,
        loaded.as_secs_f64(),
    );
    for scenario in scenarios() {
        note(&format!("scale: {}", scenario.title));
        text += &compare(&office, &firm, &callers, &scenario)?;
    }
    Ok(text)
}

fn compare(office: &Office, firm: &Firm, callers: &[Id], s: &Scenario) -> Result<String> {
    let ours = office.connect(true)?;
    let mut noting = office.connect(true)?;
    let bare = office.connect(true)?;
    let engine = office.engine();
    let mut dice = Dice(s.title.len() as u64);
    let (mut times, mut bare_times) = (Vec::new(), Vec::new());
    let (mut cpu, mut bare_cpu) = (Duration::ZERO, Duration::ZERO);
    let now = office.workspace.host().now();
    for n in 0..ASKED + 40 {
        let args = (s.arguments)(&mut dice, firm);
        let by = callers.get(dice.below(callers.len() as u64) as usize).copied();
        let actor = by.filter(|_| s.by_caller).unwrap_or(office.session.actor);
        let asking = Asking { actor, now, locale: "en" };
        let (_, script) = noted(&mut noting, |c| ask(c, engine, asking, s.query, &args))?;
        let (watch, one) = (Watch::start(), Instant::now());
        // As every shell gets it: text to hand on.
        std::hint::black_box(ask_text(&ours, engine, asking, s.query, &args)?);
        let (took, used) = (one.elapsed().as_nanos(), watch.cpu());
        let (watch, one) = (Watch::start(), Instant::now());
        replay(&bare, &script)?;
        let (bare_took, bare_used) = (one.elapsed().as_nanos(), watch.cpu());
        // The first ones fill caches on both sides.
        if n >= 40 {
            times.push(took);
            bare_times.push(bare_took);
            cpu += used;
            bare_cpu += bare_used;
        }
    }
    times.sort_unstable();
    bare_times.sort_unstable();
    let (p50, p99) = (percentile(&times, 0.5), percentile(&times, 0.99));
    let (bare50, bare99) = (percentile(&bare_times, 0.5), percentile(&bare_times, 0.99));
    Ok(format!(
        "| {} (`{}`) | {ASKED} | {p50:.0} / {p99:.0} | {bare50:.0} / {bare99:.0} | **{:.2}** | {:.2} | {} |\n",
        s.title,
        s.query,
        p50 / bare50.max(0.001),
        cpu.as_secs_f64() / bare_cpu.as_secs_f64().max(1e-9),
        if p99 / 1_000.0 < FRAME_MS { "yes" } else { "NO" },
    ))
}

fn lead_id(begin: i64, n: u64) -> Id {
    let at = begin + i64::try_from(n).unwrap_or(0) * 5;
    let b = n.to_be_bytes();
    Id::v7(at, (n & 0xfff) as u32, [b[2], b[3], b[4], b[5], b[6], b[7]])
}

fn phone(n: u64) -> String {
    // A few share a number: real lists do.
    format!("+919{:09}", 700_000_000 + (n - n % 50 / 49))
}

/// Loads by bare statements: indexes last, the search index built at the end.
fn load(office: &Office, firm: &Firm, callers: &[Id]) -> Result<()> {
    let conn = office.connect(false)?;
    conn.pragma_update(None, "synchronous", "off")?;
    conn.pragma_update(None, "foreign_keys", false)?;
    let indexes: Vec<(String, String)> = {
        let mut stmt = conn.prepare(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
             AND tbl_name IN ('leads', 'calls') ORDER BY name",
        )?;
        stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?
    };
    conn.execute_batch("BEGIN; UPDATE lead_search_pause SET is_paused = 1;")?;
    for (name, _) in &indexes {
        conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    leads(&conn, firm, callers, office.session.actor)?;
    calls(&conn, firm, callers)?;
    for (_, sql) in &indexes {
        conn.execute_batch(sql)?;
    }
    conn.execute_batch(
        "INSERT INTO lead_search (lead_search) VALUES ('rebuild');
         UPDATE lead_search_pause SET is_paused = 0; COMMIT;",
    )?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn leads(conn: &Connection, firm: &Firm, callers: &[Id], owner: Id) -> Result<()> {
    let mut dice = Dice(42);
    let mut insert = conn.prepare(
        "INSERT INTO leads (id, name, company_name, phone, phone_e164, email, source, language, city,
             score, scored_at, attempts, reached, due_kind, due_at, last_outcome, last_call_at,
             assigned_to, created_by, created_at, updated_at)
         VALUES (?1,?2,?3,?4,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?10,?10)",
    )?;
    for n in 0..firm.leads {
        let (first, last) = (dice.pick(FIRST), dice.pick(LAST));
        let at = firm.begin + i64::try_from(n).unwrap_or(0) * 5;
        let kind = match dice.below(3) {
            0 => None,
            1 => Some("retry"),
            _ => Some("callback"),
        };
        insert.execute(params![
            lead_id(firm.begin, n),
            format!("{first} {last}"),
            format!("{last} {}", dice.pick(TRADE)),
            phone(n),
            format!("{}.{}{n}@example.com", first.to_lowercase(), last.to_lowercase()),
            dice.pick(&["web", "fair", "referral", "import"]),
            dice.pick(&["en", "hi", "mr"]),
            dice.pick(CITY),
            dice.below(101) as i64,
            at,
            kind.map_or(0, |_| 1 + dice.below(4) as i64),
            kind.map_or(0, |_| dice.below(2) as i64),
            kind,
            kind.map(|_| at + dice.below(86_400_000 * 60) as i64),
            kind.map(|_| "no_answer"),
            kind.map(|_| at),
            callers.get(dice.below(callers.len() as u64) as usize),
            owner,
        ])?;
    }
    Ok(())
}

fn calls(conn: &Connection, firm: &Firm, callers: &[Id]) -> Result<()> {
    let mut dice = Dice(43);
    let mut insert = conn.prepare(
        "INSERT INTO calls (id, lead_id, caller_id, number_e164, gateway, state, started_at,
             connected_at, ended_at, end_cause, duration_s, note, outcome, disposed_at)
         VALUES (?1,?2,?3,?4,'simulator','ended',?5,?5,?6,'hung_up',?7,?8,?9,?6)",
    )?;
    for round in 0..CALLS_EACH {
        for n in 0..firm.leads {
            let k = round * firm.leads + n;
            let at = firm.begin + 30 * 86_400_000 + i64::try_from(k).unwrap_or(0);
            let seconds = dice.below(400) as i64;
            insert.execute(params![
                lead_id(at, k),
                firm.lead(n),
                callers.get(dice.below(callers.len() as u64) as usize),
                phone(n),
                at,
                at + seconds * 1_000,
                seconds,
                dice.pick(&["", "asked to call later", "wants a brochure"]),
                dice.pick(&["no_answer", "busy", "interested", "call_back"]),
            ])?;
        }
    }
    Ok(())
}
