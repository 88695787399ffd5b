//! The demo firm: people in every role, leads, calls, quotes in every state, projects in every
//! stage. Played through the same commands that people use, on dates around a given today.
//!
//! Invariant: the same `today` gives the same database; all of it is one transaction.
//! Look next at [`stage`] (how it is played), [`people`], and the other acts.

mod calls;
mod delivery;
mod leads;
mod names;
mod people;
mod quotes;
pub mod stage;

use crate::folder::Workspace;
use netra_kernel::{Date, Result, Zone};
use stage::Stage;

/// Fills an empty workspace with the demo firm.
/// # Errors
/// `workspace.exists` inside `internal` when it is not empty; whatever refuses a step.
pub fn fill(workspace: &Workspace, today: Date) -> Result<()> {
    let mut conn = workspace.writer();
    let transaction = conn.transaction()?;
    {
        let mut stage =
            Stage::new(&transaction, workspace.engine(), workspace.files(), today, Zone::KOLKATA);
        people::act(&mut stage)?;
        leads::act(&mut stage);
        quotes::act(&mut stage);
        calls::act(&mut stage);
        stage.play()?;
    }
    transaction.commit()?;
    Ok(())
}
