//! `deal.move`: to another stage of the pipeline.

use crate::deals::acts::may_move;
use crate::deals::{DealError, DealId, need_own, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::{Command, Done, Error, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Moves a deal. Losing it needs a reason; winning it is the accepted quote's doing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealMove {
    pub deal: DealId,
    /// Key of a stage (`qualified`).
    pub stage: String,
    #[serde(default)]
    pub reason: String,
}

impl Command for DealMove {
    const NAME: &'static str = "deal.move";
    const TITLE: &'static str = "Move a deal";
    const NEEDS: Permission = permissions::DEAL_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.deal).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let deal = store::deal(tx, self.deal)?;
        let stage = store::stage(tx, &self.stage)?;
        may_move(&deal)?;
        if stage.kind == "won" {
            return Err(DealError::WonByQuote.into());
        }
        let reason = self.reason.trim();
        if stage.kind == "lost" && reason.is_empty() {
            return Err(Error::field("reason", "reason.required"));
        }
        if reason.chars().count() > 2_000 {
            return Err(Error::field("reason", "too_long"));
        }
        let lost = if stage.kind == "lost" { reason } else { "" };
        store::set_stage(tx, self.deal, stage.id, lost)?;
        Ok(done(Nothing {}).fact("deal", deal.title).fact("stage", stage.title))
    }
}
