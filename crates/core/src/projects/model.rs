//! The stages of a project as a transition table.
//!
//! Invariant: `completed` is reached by [`Verb::Complete`] alone, which only `project.complete`
//! speaks, after the gate.

use crate::word_enum::{Transition, word_enum};

word_enum! {
    /// Where a project is.
    pub enum Stage {
        Setup = "setup",
        Executing = "executing",
        Closing = "closing",
        Completed = "completed",
        Archived = "archived",
        OnHold = "on_hold",
        Cancelled = "cancelled",
    }
}

impl Stage {
    /// Work may go on.
    pub const OPEN: &'static [Stage] = &[Stage::Setup, Stage::Executing, Stage::Closing];
    /// Execution has started and is not over.
    pub const RUNNING: &'static [Stage] = &[Stage::Executing, Stage::Closing];
    /// The plan may still be arranged.
    pub const PLANNABLE: &'static [Stage] = &[Stage::Setup, Stage::Executing];
    /// Everything but what is over.
    pub const ALIVE: &'static [Stage] =
        &[Stage::Setup, Stage::Executing, Stage::Closing, Stage::OnHold];
}

/// What can happen to a project's stage. Holding and resuming are not in the table, because
/// resuming goes back to where it was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    StartExecution,
    /// By itself: all promised meetings are delivered and all milestones signed off.
    AllDelivered,
    /// By itself: an applied change added something to deliver.
    MoreToDeliver,
    Complete,
    Archive,
    Cancel,
}

pub const STAGES: &[Transition<Stage, Verb>] = &[
    (Stage::Setup, Verb::StartExecution, Stage::Executing),
    (Stage::Executing, Verb::AllDelivered, Stage::Closing),
    (Stage::Closing, Verb::MoreToDeliver, Stage::Executing),
    (Stage::Closing, Verb::Complete, Stage::Completed),
    (Stage::Completed, Verb::Archive, Stage::Archived),
    (Stage::Cancelled, Verb::Archive, Stage::Archived),
    (Stage::Setup, Verb::Cancel, Stage::Cancelled),
    (Stage::Executing, Verb::Cancel, Stage::Cancelled),
    (Stage::Closing, Verb::Cancel, Stage::Cancelled),
    (Stage::OnHold, Verb::Cancel, Stage::Cancelled),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word_enum::next;

    #[test]
    fn completed_has_one_door() {
        let into: Vec<_> = STAGES.iter().filter(|t| t.2 == Stage::Completed).collect();
        assert_eq!(into, [&(Stage::Closing, Verb::Complete, Stage::Completed)]);
        let out: Vec<_> = STAGES.iter().filter(|t| t.0 == Stage::Completed).collect();
        assert_eq!(out, [&(Stage::Completed, Verb::Archive, Stage::Archived)]);
        assert!(STAGES.iter().all(|t| t.0 != Stage::Archived), "archived is the end");
    }

    #[test]
    fn every_stage_and_verb() {
        let verbs = [
            Verb::StartExecution,
            Verb::AllDelivered,
            Verb::MoreToDeliver,
            Verb::Complete,
            Verb::Archive,
            Verb::Cancel,
        ];
        let mut lines = Vec::new();
        for from in Stage::ALL {
            for verb in verbs {
                if let Some(to) = next(STAGES, *from, verb) {
                    lines.push(format!("{} {verb:?} {}", from.word(), to.word()));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "setup StartExecution executing",
                "setup Cancel cancelled",
                "executing AllDelivered closing",
                "executing Cancel cancelled",
                "closing MoreToDeliver executing",
                "closing Complete completed",
                "closing Cancel cancelled",
                "completed Archive archived",
                "on_hold Cancel cancelled",
                "cancelled Archive archived",
            ]
        );
    }
}
