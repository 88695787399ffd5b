//! Ctrl+C (and the system's request to end) during long work: the work stops at its next step and
//! cleans up, instead of being cut off. A second Ctrl+C ends the program at once.

use netra_kernel::{Error, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody asked the program to stop.
#[derive(Clone)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// # Errors
    /// `internal` when the system does not allow to listen.
    pub fn listen() -> Result<Interrupt> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // In this order: the second signal finds the flag set, and ends the program.
            flag::register_conditional_shutdown(signal, 130, asked.clone())
                .and_then(|_| flag::register(signal, asked.clone()))
                .map_err(Error::internal)?;
        }
        Ok(Interrupt(asked))
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
