//! The queue: whom to call next, and what fell out of every queue.
//!
//! Order: callbacks that are due, the most overdue first; then hot, warm, cold; within each the
//! oldest first. What is not due yet is hidden.
//! Invariant: each part of a page walks one index; nothing is sorted (a test looks at the plans).

pub mod lists;
mod page;
#[cfg(test)]
mod tests;

pub use page::{QueueCounters, QueueList, QueueNext};

/// What the queue's queries depend on.
const READS: &[&str] = &["leads", "calls", "people"];
