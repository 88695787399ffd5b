//! Taking the authority's rows in: pages are put aside until the last one is there; then base,
//! outcomes and what still waits come together in the caller's transaction.
//!
//! Invariant: after it the base is exactly the authority's snapshot of the held scopes.

use crate::SyncError;
use crate::mutation::{self, Mutation};
use crate::replica::{acked, device, set_fact};
use crate::sums;
use crate::wire::{End, Outcome, Page, Row, Told};
use netra_kernel::journal::{Op, RowChange};
use netra_kernel::rebase::{self, ACKED, Waiting};
use netra_kernel::rows::{self, Image};
use netra_kernel::{Engine, Held, Id, Result, Scope};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

fn form(detail: &'static str) -> netra_kernel::Error {
    SyncError::Form { detail }.into()
}

/// Puts a page's rows aside, and throws away those of scopes that are no longer held.
pub(crate) fn stage(conn: &Connection, engine: &Engine, page: &Page) -> Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO incoming (version, tbl, id, family, holder, image)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (version) DO UPDATE SET tbl = excluded.tbl, id = excluded.id,
             family = excluded.family, holder = excluded.holder, image = excluded.image",
    )?;
    for row in &page.rows {
        check(engine, page, row)?;
        let image = row.image.as_ref().map(serde_json::to_string).transpose()?;
        insert.execute(params![
            row.version,
            row.table,
            row.id,
            row.scope.family,
            row.scope.holder_bytes(),
            image
        ])?;
    }
    forget_outside(conn, "incoming", &page.scopes, |version, _, _| {
        conn.prepare_cached("DELETE FROM incoming WHERE version = ?1")?.execute([version])?;
        Ok(())
    })
}

/// A replica trusts the authority's word, but not its form.
fn check(engine: &Engine, page: &Page, row: &Row) -> Result<()> {
    if !rows::is_table(engine, &row.table) {
        return Err(form("an unknown table"));
    }
    if !page.scopes.iter().any(|(held, _)| held.covers(&row.scope)) {
        return Err(form("a row outside the held scopes"));
    }
    match &row.image {
        Some(image) if !rows::fits(engine, &row.table, row.id, image) => {
            Err(form("a row that does not fit its table"))
        }
        _ => Ok(()),
    }
}

/// Calls `forget` with version, table and id of each line in a scope that is not held.
fn forget_outside(
    conn: &Connection,
    table: &str,
    held: &[(Held, i64)],
    mut forget: impl FnMut(i64, &str, Id) -> Result<()>,
) -> Result<()> {
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT DISTINCT family, holder FROM {table} ORDER BY family, holder"
    ))?;
    let scopes = stmt
        .query_map([], |r| Ok(Scope::stored(r.get(0)?, &r.get::<_, Vec<u8>>(1)?)))?
        .collect::<rusqlite::Result<Vec<Scope>>>()?;
    for scope in scopes.iter().filter(|s| !held.iter().any(|(h, _)| h.covers(s))) {
        let mut stmt = conn.prepare_cached(&format!(
            "SELECT version, tbl, id FROM {table} WHERE family = ?1 AND holder = ?2
             ORDER BY version"
        ))?;
        let lines = stmt
            .query_map(params![scope.family, scope.holder_bytes()], |r| {
                Ok((r.get(0)?, r.get::<_, String>(1)?, r.get(2)?))
            })?
            .collect::<rusqlite::Result<Vec<(i64, String, Id)>>>()?;
        for (version, tbl, id) in lines {
            forget(version, &tbl, id)?;
        }
    }
    Ok(())
}

/// The last page is there: base, outcomes and queue in one. True when the base, bare, is not what
/// the sums of the page say.
pub(crate) fn complete(
    conn: &Connection,
    engine: &Engine,
    page: &Page,
    end: &End,
    is_reset: bool,
) -> Result<bool> {
    let waiting = rebase::pending(conn)?;
    let done_here = done_here(conn, end)?;
    if !mutation::is(Mutation::SkipsRestore) {
        rebase::restore(conn)?;
    }
    if is_reset {
        forget_outside(conn, "base_versions", &[], |_, table, id| {
            forget_row(conn, engine, table, id)
        })?;
    }
    if !mutation::is(Mutation::KeepsLostScopes) {
        forget_outside(conn, "base_versions", &page.scopes, |_, table, id| {
            forget_row(conn, engine, table, id)
        })?;
    }
    apply(conn, engine)?;
    let mut still = match_outcomes(conn, waiting, end, &done_here)?;
    still.retain(|_| !mutation::is(Mutation::ForgetsWaiting));
    let is_drifted = match &end.sums {
        Some(sums) if !mutation::is(Mutation::IgnoresSums) => {
            !sums::differing(conn, engine, sums)?.is_empty()
        }
        _ => false,
    };
    rebase::replay(conn, engine, &still)?;
    set_scopes(conn, "held_scopes", &page.scopes)?;
    conn.execute_batch("DELETE FROM incoming; DELETE FROM incoming_scopes;")?;
    Ok(is_drifted)
}

fn forget_row(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<()> {
    rows::delete(conn, engine, table, id)?;
    conn.prepare_cached("DELETE FROM base_versions WHERE tbl = ?1 AND id = ?2")?
        .execute(params![table, id])?;
    Ok(())
}

/// What a row is after all staged lines.
struct Fate {
    version: i64,
    scope: Scope,
    image: Option<Image>,
}

/// Applies the staged lines in order of version; deletes everything touched before it inserts.
fn apply(conn: &Connection, engine: &Engine) -> Result<()> {
    let mut fates: BTreeMap<(String, Id), Option<Fate>> = BTreeMap::new();
    let mut stmt = conn.prepare_cached(
        "SELECT i.version, i.tbl, i.id, i.family, i.holder, i.image,
                b.version, b.family, b.holder
         FROM incoming i LEFT JOIN base_versions b ON b.tbl = i.tbl AND b.id = i.id
         ORDER BY i.version",
    )?;
    let mut lines = stmt.query([])?;
    while let Some(r) = lines.next()? {
        let version: i64 = r.get(0)?;
        let scope = Scope::stored(r.get(3)?, &r.get::<_, Vec<u8>>(4)?);
        let image: Option<String> = r.get(5)?;
        let key = (r.get::<_, String>(1)?, r.get::<_, Id>(2)?);
        match image {
            Some(text) => {
                let image = Some(serde_json::from_str(&text)?);
                fates.insert(key, Some(Fate { version, scope, image }));
            }
            None => {
                let (was_version, was_scope) = match fates.get(&key) {
                    Some(Some(fate)) => (Some(fate.version), Some(fate.scope.clone())),
                    Some(None) => (None, None),
                    None => match r.get::<_, Option<i64>>(6)? {
                        Some(v) => {
                            let scope = Scope::stored(r.get(7)?, &r.get::<_, Vec<u8>>(8)?);
                            (Some(v), Some(scope))
                        }
                        None => (None, None),
                    },
                };
                // It left that scope; if it is in another one here, that one speaks for it.
                if was_scope.as_ref() == Some(&scope)
                    && was_version < Some(version)
                    && !mutation::is(Mutation::IgnoresGone)
                {
                    fates.insert(key, None);
                }
            }
        }
    }
    for (table, id) in fates.keys() {
        forget_row(conn, engine, table, *id)?;
    }
    let mut noted = conn.prepare_cached(
        "INSERT INTO base_versions (tbl, id, version, family, holder) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for ((table, id), fate) in &fates {
        if let Some(Fate { version, scope, image: Some(image) }) = fate {
            rows::insert(conn, engine, table, image)?;
            noted.execute(params![table, id, version, scope.family, scope.holder_bytes()])?;
        }
    }
    Ok(())
}

/// What commands did on this copy that the authority did not apply: the facts of their sentences and
/// the rows they made. The journal's entries of them go with the restore.
fn done_here(conn: &Connection, end: &End) -> Result<BTreeMap<Id, (String, String)>> {
    let mut done = BTreeMap::new();
    let mut stmt =
        conn.prepare_cached("SELECT facts, rows FROM journal WHERE command = ?1 LIMIT 1")?;
    for told in end.told.iter().filter(|told| !told.outcome.is_applied()) {
        let found = stmt
            .query_row([told.command], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))
            .optional()?;
        let Some((facts, rows)) = found else { continue };
        let rows: Vec<RowChange> = serde_json::from_str(&rows)?;
        let made: Vec<(String, Id)> =
            rows.into_iter().filter(|r| r.op == Op::Insert).map(|r| (r.table, r.id)).collect();
        done.insert(told.command, (facts, serde_json::to_string(&made)?));
    }
    Ok(done)
}

/// Takes the commands that have their outcome out of the queue; gives what still waits.
fn match_outcomes(
    conn: &Connection,
    waiting: Vec<Waiting>,
    end: &End,
    done_here: &BTreeMap<Id, (String, String)>,
) -> Result<Vec<Waiting>> {
    if end.device != device(conn)? {
        return Ok(waiting);
    }
    let mut last = acked(conn)?;
    let mut queue = waiting.into_iter().peekable();
    for Told { device_seq, command, outcome } in &end.told {
        let matches = |w: &Waiting| w.device_seq == *device_seq && w.envelope.id == *command;
        // Somebody else has used this identity: the next push will find out.
        let Some(settled) = queue.next_if(matches) else { break };
        acknowledge(conn, &settled, outcome, done_here.get(command))?;
        last = *device_seq;
    }
    set_fact(conn, ACKED, Some(&last.to_string()))?;
    Ok(queue.collect())
}

fn acknowledge(
    conn: &Connection,
    waiting: &Waiting,
    outcome: &Outcome,
    done_here: Option<&(String, String)>,
) -> Result<()> {
    let e = &waiting.envelope;
    let (envelope, text) = (serde_json::to_string(e)?, serde_json::to_string(outcome)?);
    conn.prepare_cached(
        "INSERT INTO acknowledged (device_seq, command, envelope, outcome) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![waiting.device_seq, e.id, envelope, text])?;
    let before: Option<Outcome> =
        waiting.settled.as_deref().map(serde_json::from_str).transpose()?;
    if outcome.is_applied() {
        conn.prepare_cached("DELETE FROM attention WHERE command = ?1")?.execute([e.id])?;
    } else if before.is_none_or(|b| b.is_applied()) {
        conn.prepare_cached(
            "INSERT INTO attention (command, envelope, outcome, facts, made)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET outcome = excluded.outcome",
        )?
        .execute(params![
            e.id,
            envelope,
            text,
            done_here.map(|d| &d.0),
            done_here.map(|d| &d.1)
        ])?;
    }
    Ok(())
}

pub(crate) fn set_scopes(conn: &Connection, table: &str, scopes: &[(Held, i64)]) -> Result<()> {
    conn.execute(&format!("DELETE FROM {table}"), [])?;
    let mut insert =
        conn.prepare_cached(&format!("INSERT INTO {table} (scope, version) VALUES (?1, ?2)"))?;
    for (held, version) in scopes {
        insert.execute(params![held.to_string(), version])?;
    }
    Ok(())
}
