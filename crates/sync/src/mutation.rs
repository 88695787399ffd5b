//! Ways to break the protocol on purpose, so that the simulator can show that it notices each.
//! Without the feature `mutations`, which only the simulator asks for, nothing of it is compiled;
//! with it, a thread behaves as written until it chooses one.
//!
//! Invariant: every mutation is caught (`crates/sim/tests/mutations.rs`). One that is not shows
//! that something can break unnoticed.

/// What is done wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutation {
    /// The authority runs a command id again that it knows under another sequence.
    RunsKnownAgain,
    /// The authority keeps an outcome without what the command did.
    LosesEffects,
    /// A replica drops a command as soon as a push is answered.
    DropsTold,
    /// The authority tells a device of applied commands only.
    TellsAppliedOnly,
    /// The authority answers another command's outcome for a sequence that was used twice.
    IgnoresFork,
    /// The authority does not compare the hash of a cookie.
    TrustsCookie,
    /// A page that was cut says that all of its scope was in it.
    CursorPastPage,
    /// A replica keeps the rows of scopes that are no longer held.
    KeepsLostScopes,
    /// A replica does not take away rows that are gone.
    IgnoresGone,
    /// A replica takes in a pull and runs nothing again of what still waits.
    ForgetsWaiting,
    /// A replica puts the authority's rows on top of its own provisional ones.
    SkipsRestore,
    /// The authority records a file whose content nobody sent.
    TakesAbsentFile,
    /// A replica does not compare sums.
    IgnoresSums,
    /// The authority sends an older program all that a newer one knows.
    SendsAllColumns,
    /// A replica that was updated does not fetch what it was never sent.
    KeepsOldColumns,
    /// The authority takes a command that comes too early.
    TakesBeyondGap,
    /// A replica leaves a gap as it is.
    LeavesGap,
    /// A replica drops a command that does not pass at present.
    DropsHeldUp,
    /// A replica strikes a late index out that it did not build.
    StrikesUnbuilt,
    /// The authority goes on with a device that missed what is forgotten.
    IgnoresPruning,
}

impl Mutation {
    pub const ALL: [Mutation; 20] = [
        Mutation::RunsKnownAgain,
        Mutation::TakesAbsentFile,
        Mutation::IgnoresSums,
        Mutation::LosesEffects,
        Mutation::DropsTold,
        Mutation::TellsAppliedOnly,
        Mutation::ForgetsWaiting,
        Mutation::IgnoresFork,
        Mutation::TrustsCookie,
        Mutation::CursorPastPage,
        Mutation::KeepsLostScopes,
        Mutation::IgnoresGone,
        Mutation::SkipsRestore,
        Mutation::SendsAllColumns,
        Mutation::KeepsOldColumns,
        Mutation::IgnoresPruning,
        Mutation::DropsHeldUp,
        Mutation::StrikesUnbuilt,
        Mutation::TakesBeyondGap,
        Mutation::LeavesGap,
    ];
}

#[cfg(feature = "mutations")]
thread_local! {
    static CHOSEN: std::cell::Cell<Option<Mutation>> = const { std::cell::Cell::new(None) };
}

/// Breaks this thread, or mends it.
#[cfg(feature = "mutations")]
pub fn choose(which: Option<Mutation>) {
    CHOSEN.set(which);
}

/// Whether this thread is broken in this way.
#[cfg(feature = "mutations")]
pub(crate) fn is(which: Mutation) -> bool {
    CHOSEN.get() == Some(which)
}

/// Nothing is broken in a program.
#[cfg(not(feature = "mutations"))]
pub(crate) const fn is(_: Mutation) -> bool {
    false
}
