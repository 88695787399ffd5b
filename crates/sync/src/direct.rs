//! One command given straight to the authority by somebody who keeps no copy and no queue: the HTTP
//! interface. Everything else is as with a pushed one.
//!
//! Invariant: the same command id is applied once, whether it comes this way, by a push, or both.
//! Invariant: the envelope is made by the authority, so its moment is the authority's own.
//! Invariant: the same work limit, and a command that panics leaves nothing behind.

use crate::SyncError;
use crate::authority::{Limits, within};
use crate::content::{self, Ready, Shown};
use crate::given::{self, Before};
use crate::wire::Handed;
use netra_kernel::engine::{Ran, execute_within};
use netra_kernel::{Engine, Envelope, Error, Mode, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a command, or gives the outcome that it had.
/// # Errors
/// Whatever refuses it, and then nothing was written and the same id may be given again;
/// `sync.id_reused` when the id belongs to another command; `file.missing_content`.
pub fn run(
    conn: &mut Connection,
    engine: &Engine,
    envelope: &Envelope,
    shown: Shown<'_>,
    limits: Limits,
) -> Result<Ran> {
    within(conn, limits, |conn, _| {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let is_repeat = is_known(&tx, engine, envelope)?;
        if !is_repeat {
            let handed = Handed {
                envelope: envelope.clone(),
                refused_before: None,
                is_without_content: true,
            };
            if let Ready::Ask(file) | Ready::Never(file) =
                content::ready(&tx, engine, &handed, shown)?
            {
                return Err(SyncError::MissingContent { file: file.name }.into());
            }
        }
        let run = || execute_within(&tx, engine, envelope, Mode::Authority);
        let ran = catch_unwind(AssertUnwindSafe(run))
            .unwrap_or_else(|_| Err(Error::internal("the command panicked")))?;
        tx.commit()?;
        Ok(ran)
    })
}

/// Whether this very command was applied before.
fn is_known(conn: &Connection, engine: &Engine, envelope: &Envelope) -> Result<bool> {
    match given::before(conn, engine, envelope)? {
        Before::This(_) => Ok(true),
        Before::Another => Err(SyncError::IdReused.into()),
        Before::Never => {
            // Handed in by a device and not applied: that is its outcome, for ever.
            let was_handed_in = conn
                .prepare_cached("SELECT 1 FROM outcomes WHERE command = ?1")?
                .exists([envelope.id])?;
            if was_handed_in { Err(SyncError::IdReused.into()) } else { Ok(false) }
        }
    }
}
