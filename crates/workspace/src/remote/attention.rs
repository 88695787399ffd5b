//! What the server did not apply: each command with its reason in words, until its author has
//! tried it again or let it go. What was built on one is told with it.
//!
//! Invariant: nothing leaves this list but by its author, or because the server applied it after all.

use super::RemoteError;
use crate::folder::{Given, Session, Workspace};
use netra_core::history::{Undo, ids_in};
use netra_core::{language, settings};
use netra_kernel::journal::{Op, RowChange};
use netra_kernel::{Command, Envelope, Id, Result};
use netra_sync::received;
use netra_sync::wire::Outcome;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A kept command.
struct Kept {
    envelope: Envelope,
    outcome: Outcome,
    facts: Option<Map<String, Value>>,
    /// The rows that it had made here.
    made: Vec<(String, Id)>,
}

/// Records that have a page: table, column of the name, where they are.
const PAGES: &[(&str, &str, &str)] = &[
    ("leads", "name", "/leads"),
    ("deals", "title", "/deals"),
    ("quotes", "title", "/quotes"),
    ("agreements", "number", "/agreements"),
    ("projects", "name", "/projects"),
    ("companies", "name", "/companies"),
];
/// So many commands may be built on each other before looking for their currency ends.
const MOST_BUILT: usize = 8;
/// Records that are shown on a project's page.
const OF_PROJECTS: &[&str] = &["milestones", "deliverables", "meetings", "change_requests"];

/// The commands that need attention, the oldest first.
/// # Errors
/// Storage errors.
pub fn list(workspace: &Workspace, session: &Session) -> Result<Value> {
    workspace.reading(|conn| {
        workspace.may_open(conn)?;
        let kept = all(conn)?;
        let me: Option<String> = conn
            .query_row("SELECT name FROM people WHERE id = ?1", [session.actor], |r| r.get(0))
            .optional()?;
        // Who made a row: what names it later was built on that.
        let mut maker: BTreeMap<Id, Id> = BTreeMap::new();
        let mut rows = Vec::new();
        for one in &kept {
            maker.extend(one.made.iter().map(|(_, id)| (*id, one.envelope.id)));
        }
        for one in &kept {
            let mut named = Vec::new();
            ids_in(&one.envelope.args, &mut named);
            let makers = named.iter().filter_map(|id| maker.get(id)).copied();
            let built_on = makers.into_iter().find(|by| *by != one.envelope.id);
            let currency = match said_currency(one, &kept, &maker, MOST_BUILT) {
                Some(said) => said,
                None => currency_of(conn, &named)?,
            };
            let around = (built_on, named.as_slice(), me.as_deref(), currency.as_str());
            rows.push(told(conn, workspace, session, one, around)?);
        }
        Ok(json!({ "rows": rows }))
    })
}

fn told(
    conn: &Connection,
    workspace: &Workspace,
    session: &Session,
    one: &Kept,
    (built_on, named, me, currency): (Option<Id>, &[Id], Option<&str>, &str),
) -> Result<Value> {
    let (locale, envelope) = (&session.locale, &one.envelope);
    let (status, refusal) = match &one.outcome {
        Outcome::Applied { .. } => ("applied", None),
        Outcome::Rejected { refusal } => ("rejected", Some(refusal)),
        Outcome::Quarantined { refusal } => ("quarantined", Some(refusal)),
    };
    let args = args_now(workspace, envelope);
    let english = workspace.engine().catalogue.command(&envelope.name).map(|c| c.title);
    let what = language::title(locale, &envelope.name, english.unwrap_or(&envelope.name));
    let sentence = one.facts.clone().map(|mut facts| {
        facts.insert("actor".into(), json!(me));
        language::history_sentence(locale, &envelope.name, &facts)
    });
    let mut record = None;
    for id in named {
        record = page_of(conn, *id)?;
        if record.is_some() {
            break;
        }
    }
    Ok(json!({
        "command": envelope.id,
        "what": what,
        "sentence": sentence,
        "at": envelope.at,
        "status": status,
        "reason": refusal.map(|r| match built_on.is_none() && r.code.ends_with(".not_found") {
            // It was here when it was done, or it would have been refused here.
            true => language::label(locale, "attention-gone"),
            false => language::error_sentence(locale, &received(r)),
        }),
        "code": refusal.map(|r| &r.code),
        "name": envelope.name,
        "args": args,
        "fields": fields(locale, &args, currency),
        "record": record,
        "built_on": built_on,
    }))
}

fn all(conn: &Connection) -> Result<Vec<Kept>> {
    let mut stmt =
        conn.prepare("SELECT envelope, outcome, facts, made FROM attention ORDER BY command")?;
    let found = stmt
        .query_map([], |r| {
            let text = |at| r.get::<_, Option<String>>(at);
            Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, text(2)?, text(3)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    found
        .into_iter()
        .map(|(envelope, outcome, facts, made)| {
            Ok(Kept {
                envelope: serde_json::from_str(&envelope)?,
                outcome: serde_json::from_str(&outcome)?,
                facts: facts.map(|text| serde_json::from_str(&text)).transpose()?,
                made: made.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default(),
            })
        })
        .collect()
}

/// The arguments as this program gives them, whichever version they were of: they are shown, changed
/// and given again as such. Those that nobody understands any more stay as they were.
fn args_now(workspace: &Workspace, envelope: &Envelope) -> Value {
    let entry = workspace.engine().catalogue.command(&envelope.name);
    let lifted = entry.and_then(|e| e.lifted(envelope.version, &envelope.args).ok());
    lifted.map_or_else(|| envelope.args.clone(), Cow::into_owned)
}

/// Where a record is shown, and what it is called.
pub(super) fn page_of(conn: &Connection, id: Id) -> Result<Option<Value>> {
    let ask = |sql: String, place: &str| -> Result<Option<Value>> {
        let found = conn
            .query_row(&sql, [id], |r| Ok((r.get::<_, Id>(0)?, r.get::<_, String>(1)?)))
            .optional()?;
        Ok(found.map(|(id, title)| json!({ "title": title, "href": format!("{place}/{id}") })))
    };
    for (table, column, place) in PAGES {
        let sql = format!("SELECT id, {column} FROM {table} WHERE id = ?1");
        if let Some(found) = ask(sql, place)? {
            return Ok(Some(found));
        }
    }
    for table in OF_PROJECTS {
        let sql = format!(
            "SELECT p.id, p.name FROM {table} t JOIN projects p ON p.id = t.project_id
             WHERE t.id = ?1"
        );
        if let Some(found) = ask(sql, "/projects")? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What a person can read and change in arguments: words, numbers, yes and no. What names a record
/// is left as it is.
fn fields(locale: &str, args: &Value, currency: &str) -> Vec<Value> {
    let mut found = Vec::new();
    collect(locale, "", args, &mut found);
    for field in &mut found {
        // Minor units: the window shows and reads them as people write amounts.
        let is_money = field["path"].as_str().is_some_and(|path| path.ends_with("_minor"));
        if is_money && field["value"].is_i64() {
            field["kind"] = json!("money");
            field["currency"] = json!(currency);
        }
    }
    found
}

/// The currency that a command says itself, or that one says which it was built on: those records
/// are not here.
fn said_currency(
    one: &Kept,
    kept: &[Kept],
    maker: &BTreeMap<Id, Id>,
    most: usize,
) -> Option<String> {
    if let Some(said) = one.envelope.args["currency"].as_str() {
        return Some(said.to_owned());
    }
    let mut named = Vec::new();
    ids_in(&one.envelope.args, &mut named);
    let mut below = named
        .iter()
        .filter_map(|id| maker.get(id))
        .filter(|by| **by != one.envelope.id)
        .filter_map(|by| kept.iter().find(|k| k.envelope.id == *by));
    below.find_map(|by| said_currency(by, kept, maker, most.checked_sub(1)?))
}

/// The currency of the amounts that a command speaks of: that of a record that it names, else the
/// firm's.
fn currency_of(conn: &Connection, named: &[Id]) -> Result<String> {
    for id in named {
        for sql in [
            "SELECT p.currency FROM agreements a JOIN pricing_plans p ON p.id = a.plan_id
             WHERE a.id = ?1",
            "SELECT currency FROM pricing_plans WHERE id = ?1",
            "SELECT currency FROM deals WHERE id = ?1",
            "SELECT currency FROM quotes WHERE id = ?1",
        ] {
            if let Some(found) = conn.query_row(sql, [id], |r| r.get(0)).optional()? {
                return Ok(found);
            }
        }
    }
    Ok(settings::currency_of(conn)?.code().to_owned())
}

fn collect(locale: &str, path: &str, value: &Value, found: &mut Vec<Value>) {
    let kind = match value {
        Value::Object(map) => {
            for (name, value) in map {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(locale, &path, value, found);
            }
            return;
        }
        Value::Array(list) => {
            for (n, value) in list.iter().enumerate() {
                collect(locale, &format!("{path}[{n}]"), value, found);
            }
            return;
        }
        Value::Null => return,
        Value::String(text) if Id::parse(text).is_some() => return,
        Value::String(_) => "text",
        Value::Number(_) => "number",
        Value::Bool(_) => "check",
    };
    let label = language::field_name(locale, path);
    found.push(json!({ "path": path, "label": label, "kind": kind, "value": value }));
}

/// Lets these go, all of them or none.
/// # Errors
/// `sync.no_attention`.
pub fn discard(workspace: &Workspace, commands: &[Id]) -> Result<()> {
    let mut conn = workspace.writer();
    workspace.may_open(&conn)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    commands.iter().try_for_each(|command| take_out(&tx, *command))?;
    tx.commit()?;
    workspace.note_waiting(&mut conn);
    Ok(())
}

fn take_out(conn: &Connection, command: Id) -> Result<()> {
    match conn.execute("DELETE FROM attention WHERE command = ?1", [command])? {
        0 => Err(RemoteError::NoAttention.into()),
        _ => Ok(()),
    }
}

/// Gives the same again, as a new command of now; `args` are used instead of its own. What was built
/// on it names the rows that the new one makes. All of it is one commit: pressed twice or cut off, it
/// is done once or not at all.
/// # Errors
/// `sync.no_attention`; what refuses the command, which then stays where it was.
pub fn retry(
    workspace: &Workspace,
    session: &Session,
    command: Id,
    args: Option<Value>,
) -> Result<Given> {
    let kept = workspace.reading(|conn| all(conn))?;
    let one =
        kept.into_iter().find(|k| k.envelope.id == command).ok_or(RemoteError::NoAttention)?;
    let own = args_now(workspace, &one.envelope);
    let (name, made) = (one.envelope.name, one.made);
    let now = workspace.host().now();
    let entry = workspace.engine().catalogue.command(&name);
    if entry.is_some_and(|c| c.asks_authority || c.name == Undo::NAME) {
        // It makes no rows that anything here was built on.
        let given = workspace.run(session, &name, args.unwrap_or(own))?;
        discard(workspace, &[command])?;
        return Ok(given);
    }
    workspace.run_and(session, &name, args.unwrap_or(own), now, |conn, given| {
        take_out(conn, command)?;
        let fresh = made_by(conn, given)?;
        let new_name: BTreeMap<String, String> = made
            .iter()
            .zip(&fresh)
            .filter(|(was, is)| was.0 == is.0)
            .map(|(was, is)| (was.1.to_string(), is.1.to_string()))
            .collect();
        for mut other in all(conn)? {
            if rename(&mut other.envelope.args, &new_name) {
                conn.execute(
                    "UPDATE attention SET envelope = ?2 WHERE command = ?1",
                    params![other.envelope.id, serde_json::to_string(&other.envelope)?],
                )?;
            }
        }
        Ok(())
    })
}

fn made_by(conn: &Connection, command: Id) -> Result<Vec<(String, Id)>> {
    let rows: Option<String> = conn
        .query_row("SELECT rows FROM journal WHERE command = ?1", [command], |r| r.get(0))
        .optional()?;
    let rows: Vec<RowChange> = rows.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text))?;
    Ok(rows.into_iter().filter(|r| r.op == Op::Insert).map(|r| (r.table, r.id)).collect())
}

/// Puts new ids in the place of old ones; true when there were any.
fn rename(value: &mut Value, new_name: &BTreeMap<String, String>) -> bool {
    match value {
        Value::String(text) => match new_name.get(text.as_str()) {
            Some(new) => {
                text.clone_from(new);
                true
            }
            None => false,
        },
        Value::Array(list) => list.iter_mut().map(|v| rename(v, new_name)).max() == Some(true),
        Value::Object(map) => map.values_mut().map(|v| rename(v, new_name)).max() == Some(true),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190b2c4-0000-7000-8000-000000000001";

    #[test]
    fn a_person_reads_words_numbers_and_yes_or_no() {
        let args = json!({"lead": ID, "fields": {"name": "Asha", "priority": null},
                          "lines": [{"qty": 2, "is_free": true}]});
        let mut read: Vec<String> = fields("en", &args, "INR")
            .iter()
            .map(|f| format!("{} {} {}", f["path"].as_str().unwrap(), f["kind"], f["value"]))
            .collect();
        read.sort();
        assert_eq!(
            read,
            [
                "fields.name \"text\" \"Asha\"",
                "lines[0].is_free \"check\" true",
                "lines[0].qty \"number\" 2"
            ]
        );
        let mut named = Vec::new();
        ids_in(&args, &mut named);
        assert_eq!(named, [Id::parse(ID).unwrap()]);
    }

    #[test]
    fn an_amount_is_money_and_nothing_else_is() {
        let args = json!({"amount_minor": 1_500_000, "days": 15, "note_minor": "n"});
        let kinds: BTreeMap<String, String> = fields("en", &args, "GBP")
            .iter()
            .map(|f| {
                (f["path"].as_str().unwrap().to_owned(), format!("{} {}", f["kind"], f["currency"]))
            })
            .collect();
        assert_eq!(kinds["amount_minor"], "\"money\" \"GBP\"");
        assert_eq!(kinds["days"], "\"number\" null");
        assert_eq!(kinds["note_minor"], "\"text\" null");
    }

    #[test]
    fn what_was_built_on_a_row_names_the_new_one() {
        let new = "0190b2c4-0000-7000-8000-0000000000ff";
        let names = BTreeMap::from([(ID.to_owned(), new.to_owned())]);
        let mut args = json!({"leads": [ID], "note": "as is", "deep": {"to": ID}});
        assert!(rename(&mut args, &names));
        assert_eq!(args, json!({"leads": [new], "note": "as is", "deep": {"to": new}}));
        assert!(!rename(&mut args, &names));
    }
}
