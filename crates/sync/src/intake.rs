//! Taking the authority's rows in: pages are put aside until the last one is there; then base,
//! outcomes and what still waits come together in the caller's transaction. Of a first copy the rows
//! go to their place with the page that brings them: there is nothing yet that they could disturb.
//!
//! Invariant: after the last page the base is exactly the authority's snapshot of the held scopes.
//! Invariant: a row that was put aside never replaces a newer one.

use crate::SyncError;
use crate::indexes;
use crate::mutation::{self, Mutation};
use crate::replica::{acked, device, scopes, set_fact};
use crate::sums;
use crate::wire::{End, Outcome, Page, Row, Told};
use netra_kernel::journal::{Op, RowChange};
use netra_kernel::rebase::{self, ACKED, Waiting};
use netra_kernel::rows::{self, Image};
use netra_kernel::{Engine, Held, Id, Result, Scope};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

fn form(detail: &'static str) -> netra_kernel::Error {
    SyncError::Form { detail }.into()
}

/// Puts a page's rows aside, or of a first copy in their place, and throws away those put aside in
/// scopes that are no longer held.
pub(crate) fn take(conn: &Connection, engine: &Engine, page: &Page, is_first: bool) -> Result<()> {
    for row in &page.rows {
        check(engine, page, row)?;
    }
    if is_first {
        if page.end.is_none() {
            indexes::set_aside(conn, engine)?;
        }
        place(conn, engine, &page.rows)?;
    } else {
        let mut aside = Aside::of(conn)?;
        page.rows.iter().try_for_each(|row| aside.put(row))?;
    }
    if !is_lost(conn, page)? {
        return Ok(());
    }
    for (version, _, _) in outside(conn, "incoming", &page.scopes)? {
        conn.prepare_cached("DELETE FROM incoming WHERE version = ?1")?.execute([version])?;
    }
    if is_first && page.end.is_none() {
        let waiting = rebase::pending(conn)?;
        rebase::restore(conn)?;
        forget_outside(conn, engine, &page.scopes)?;
        rebase::replay(conn, engine, &waiting)?;
    }
    Ok(())
}

/// Where rows wait for the last page.
struct Aside<'c>(rusqlite::CachedStatement<'c>);

impl Aside<'_> {
    fn of(conn: &Connection) -> Result<Aside<'_>> {
        Ok(Aside(conn.prepare_cached(
            "INSERT INTO incoming (version, tbl, id, family, holder, image)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (version) DO UPDATE SET tbl = excluded.tbl, id = excluded.id,
                 family = excluded.family, holder = excluded.holder, image = excluded.image",
        )?))
    }

    fn put(&mut self, row: &Row) -> Result<()> {
        let image = row.image.as_ref().map(serde_json::to_string).transpose()?;
        let (family, holder) = (&row.scope.family, row.scope.holder_bytes());
        self.0.execute(params![row.version, row.table, row.id, family, holder, image])?;
        Ok(())
    }
}

/// Puts the rows of a first copy in their place. What is there already, is gone, was touched by a
/// command that waits, or does not fit beside what is there now waits for the last page; and so does
/// what may not fit beside what a waiting command took away, since that comes back before.
fn place(conn: &Connection, engine: &Engine, rows: &[Row]) -> Result<()> {
    let mut aside = Aside::of(conn)?;
    let (touched, guarded) = (touched(conn)?, guarded(conn)?);
    let mut noted = conn.prepare_cached(
        "INSERT INTO base_versions (tbl, id, version, family, holder) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
    )?;
    for row in rows {
        let Some(image) = &row.image else {
            aside.put(row)?;
            continue;
        };
        let (family, holder) = (&row.scope.family, row.scope.holder_bytes());
        if guarded.contains(&row.table)
            || (!touched.is_empty() && touched.contains(&(row.table.clone(), row.id)))
            || noted.execute(params![row.table, row.id, row.version, family, holder])? == 0
        {
            aside.put(row)?;
            continue;
        }
        match rows::insert(conn, engine, &row.table, image) {
            Err(e) if e.code() == "storage.constraint" => {
                forget_note(conn, &row.table, row.id)?;
                aside.put(row)?;
            }
            done => done?,
        }
    }
    Ok(())
}

/// The rows that waiting commands touched.
fn touched(conn: &Connection) -> Result<BTreeSet<(String, Id)>> {
    let mut stmt = conn.prepare_cached("SELECT tbl, id FROM base_images")?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The tables in which waiting commands changed or took away rows whose values no other row may have.
fn guarded(conn: &Connection) -> Result<BTreeSet<String>> {
    let mut stmt = conn.prepare_cached(
        "SELECT tbl FROM (SELECT DISTINCT tbl FROM base_images WHERE image IS NOT NULL)
         WHERE EXISTS (SELECT 1 FROM pragma_index_list(tbl) WHERE \"unique\" AND origin <> 'pk')",
    )?;
    let rows = stmt.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A replica trusts the authority's word, but not its form.
fn check(engine: &Engine, page: &Page, row: &Row) -> Result<()> {
    if !rows::is_table(engine, &row.table) {
        return Err(form("unknown_table"));
    }
    if !page.scopes.iter().any(|(held, _)| held.covers(&row.scope)) {
        return Err(form("row_scope"));
    }
    match &row.image {
        Some(image) if !rows::fits(engine, &row.table, row.id, image) => Err(form("row_form")),
        _ => Ok(()),
    }
}

/// Whether something is held no more that was held before this page.
fn is_lost(conn: &Connection, page: &Page) -> Result<bool> {
    let covers = |wide: &Held, narrow: &Held| match narrow {
        Held::One(scope) => wide.covers(scope),
        Held::Family(_) => wide == narrow,
    };
    let before = [scopes(conn, "held_scopes")?, scopes(conn, "incoming_scopes")?].concat();
    Ok(before.iter().any(|(was, _)| !page.scopes.iter().any(|(is, _)| covers(is, was))))
}

/// Version, table and id of each line in a scope that is not held.
fn outside(conn: &Connection, table: &str, held: &[(Held, i64)]) -> Result<Vec<(i64, String, Id)>> {
    let mut stmt =
        conn.prepare_cached(&format!("SELECT version, tbl, id, family, holder FROM {table}"))?;
    let mut lines = stmt.query([])?;
    let mut found = Vec::new();
    // Lines of one scope mostly follow each other.
    let mut last: Option<(Scope, bool)> = None;
    while let Some(r) = lines.next()? {
        let holder = r.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?;
        let family = r.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let is_outside = match &last {
            Some((scope, is)) if scope.family == family && scope.holder_bytes() == holder => *is,
            _ => {
                let scope = Scope::stored(family.to_owned(), holder);
                let is = !held.iter().any(|(h, _)| h.covers(&scope));
                last = Some((scope, is));
                is
            }
        };
        if is_outside {
            found.push((r.get(0)?, r.get(1)?, r.get(2)?));
        }
    }
    Ok(found)
}

/// Removes the base's rows in scopes that are not held.
fn forget_outside(conn: &Connection, engine: &Engine, held: &[(Held, i64)]) -> Result<()> {
    let mut lost: BTreeMap<String, Vec<Id>> = BTreeMap::new();
    for (_, table, id) in outside(conn, "base_versions", held)? {
        lost.entry(table).or_default().push(id);
    }
    for (table, ids) in lost {
        if indexes::empties(conn, &table, ids.len())? {
            conn.execute("DELETE FROM base_versions WHERE tbl = ?1", [&table])?;
        } else {
            ids.iter().try_for_each(|id| forget_row(conn, engine, &table, *id))?;
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
        forget_outside(conn, engine, &[])?;
    } else if is_lost(conn, page)? && !mutation::is(Mutation::KeepsLostScopes) {
        forget_outside(conn, engine, &page.scopes)?;
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
    if mutation::is(Mutation::DropsHeldUp) {
        conn.execute("DELETE FROM pending WHERE refusal IS NOT NULL", [])?;
    }
    set_scopes(conn, "held_scopes", &page.scopes)?;
    conn.execute_batch("DELETE FROM incoming; DELETE FROM incoming_scopes;")?;
    Ok(is_drifted)
}

fn forget_row(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<()> {
    rows::delete(conn, engine, table, id)?;
    forget_note(conn, table, id)
}

fn forget_note(conn: &Connection, table: &str, id: Id) -> Result<()> {
    conn.prepare_cached("DELETE FROM base_versions WHERE tbl = ?1 AND id = ?2")?
        .execute(params![table, id])?;
    Ok(())
}

/// Applies the staged lines in order of version; deletes everything touched before it inserts.
fn apply(conn: &Connection, engine: &Engine) -> Result<()> {
    // What each row is after all of them: the version of the line that says so, and its scope. None:
    // it is gone. The rows themselves are read one at a time, since there may be very many.
    let mut fates: BTreeMap<(String, Id), Option<(i64, Scope)>> = BTreeMap::new();
    {
        let mut stmt = conn.prepare_cached(
            "SELECT i.version, i.tbl, i.id, i.family, i.holder, i.image IS NULL,
                    b.version, b.family, b.holder
             FROM incoming i LEFT JOIN base_versions b ON b.tbl = i.tbl AND b.id = i.id
             ORDER BY i.version",
        )?;
        let mut lines = stmt.query([])?;
        while let Some(r) = lines.next()? {
            let version: i64 = r.get(0)?;
            let scope = Scope::stored(r.get(3)?, &r.get::<_, Vec<u8>>(4)?);
            let key = (r.get::<_, String>(1)?, r.get::<_, Id>(2)?);
            let is_gone: bool = r.get(5)?;
            let was = match fates.get(&key) {
                Some(fate) => fate.clone(),
                None => match r.get::<_, Option<i64>>(6)? {
                    Some(v) => Some((v, Scope::stored(r.get(7)?, &r.get::<_, Vec<u8>>(8)?))),
                    None => None,
                },
            };
            match was {
                // Something newer came before the last page did.
                Some((was, _)) if was > version => {}
                _ if !is_gone => {
                    fates.insert(key, Some((version, scope)));
                }
                // It left that scope; if it is in another one here, that one speaks for it.
                Some((_, was)) if was == scope && !mutation::is(Mutation::IgnoresGone) => {
                    fates.insert(key, None);
                }
                _ => {}
            }
        }
    }
    for (table, id) in fates.keys() {
        forget_row(conn, engine, table, *id)?;
    }
    let mut image = conn.prepare_cached("SELECT image FROM incoming WHERE version = ?1")?;
    let mut noted = conn.prepare_cached(
        "INSERT INTO base_versions (tbl, id, version, family, holder) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for ((table, id), fate) in &fates {
        if let Some((version, scope)) = fate {
            let text: String = image.query_row([version], |r| r.get(0))?;
            let image: Image = serde_json::from_str(&text)?;
            rows::insert(conn, engine, table, &image)?;
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
