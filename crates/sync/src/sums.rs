//! Sums over the rows of a scope, by which a replica notices that its base is not what the authority
//! has: a damaged disk, a fault in either program.
//!
//! Invariant: a sum does not depend on the order of rows, and is the same on both sides for the same
//! rows at the same versions, since it is over the tables and columns that the device knows.
//! Invariant: a sum is compared, never adopted.

use netra_core::schema::Shape;
use netra_kernel::{Engine, Error, Held, Id, Result, rows};
use rusqlite::{Connection, ToSql, params_from_iter};
use sha2::{Digest, Sha256};

/// A scope with its sum, in hexadecimal.
pub type Sum = (Held, String);

/// The sum of what an authority has in a scope, as far as the device knows of it.
pub(crate) fn of_authority(
    conn: &Connection,
    engine: &Engine,
    held: &Held,
    known: Option<&Shape>,
) -> Result<String> {
    sum(conn, engine, held, "row_versions WHERE is_gone = 0", known)
}

/// The scopes of which the base has something else than these sums say. The base must be bare:
/// nothing that waits has been run on it.
pub(crate) fn differing(conn: &Connection, engine: &Engine, sums: &[Sum]) -> Result<Vec<Held>> {
    let mut found = Vec::new();
    for (held, theirs) in sums {
        if sum(conn, engine, held, "base_versions WHERE 1", None)? != *theirs {
            found.push(held.clone());
        }
    }
    Ok(found)
}

fn sum(
    conn: &Connection,
    engine: &Engine,
    held: &Held,
    from: &str,
    known: Option<&Shape>,
) -> Result<String> {
    let (condition, family, holder) = match held {
        Held::Family(family) => ("family = ?1", family, None),
        Held::One(scope) => ("family = ?1 AND holder = ?2", &scope.family, Some(scope)),
    };
    let mut values: Vec<&dyn ToSql> = vec![family];
    let holder = holder.map(|scope| scope.holder_bytes().to_vec());
    if let Some(holder) = &holder {
        values.push(holder);
    }
    let mut stmt =
        conn.prepare_cached(&format!("SELECT tbl, id, version FROM {from} AND {condition}"))?;
    let mut lines = stmt.query(params_from_iter(values))?;
    let mut sum = 0u64;
    while let Some(line) = lines.next()? {
        let (table, id): (String, Id) = (line.get(0)?, line.get(1)?);
        let version: i64 = line.get(2)?;
        if known.is_some_and(|known| !known.has_table(&table)) {
            continue;
        }
        let mut image = rows::read(conn, engine, &table, id)?;
        if let (Some(known), Some(image)) = (known, &mut image) {
            known.narrow(&table, image);
        }
        let mut hash = Sha256::new();
        hash.update(table.as_bytes());
        hash.update(id.0);
        hash.update(version.to_be_bytes());
        // A row that is noted and not there must not be summed as if it were.
        hash.update(serde_json::to_vec(&image)?);
        let digest: [u8; 32] = hash.finalize().into();
        let first = digest.first_chunk().ok_or_else(|| Error::internal("a short hash"))?;
        sum = sum.wrapping_add(u64::from_be_bytes(*first));
    }
    Ok(format!("{sum:016x}"))
}
