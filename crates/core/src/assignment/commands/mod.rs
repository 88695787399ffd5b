//! One file per verb.

mod caller_set_limits;
mod lead_assign;
mod lead_distribute;
mod queue_take;
mod rule_set;

pub use caller_set_limits::CallerSetLimits;
pub use lead_assign::LeadAssign;
pub use lead_distribute::{Distributed, LeadDistribute, Share};
pub use queue_take::{QueueTake, Taken};
pub(in crate::assignment) use rule_set::check;
pub use rule_set::{AssignmentRuleSet, RuleInput};
