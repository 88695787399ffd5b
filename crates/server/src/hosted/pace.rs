//! How often somebody may ask: so many requests in a minute, counted in memory.
//!
//! Invariant: what is remembered is bounded; a flood of made-up names forgets the oldest minute,
//! never the present one of somebody who is counted.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);
/// Names remembered before those of earlier minutes are thrown away.
const MANY: usize = 10_000;

#[derive(Default)]
pub(crate) struct Pace {
    counts: Mutex<HashMap<String, (Instant, u32)>>,
}

impl Pace {
    /// Counts one request.
    /// # Errors
    /// Seconds to wait, when it is one too many.
    pub(crate) fn take(&self, name: &str, most: u32) -> Result<(), u64> {
        self.take_at(name, most, Instant::now())
    }

    #[cfg(any(test, fuzzing))]
    pub(crate) fn forget(&self) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take_at(&self, name: &str, most: u32, now: Instant) -> Result<(), u64> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MANY {
            counts.retain(|_, (began, _)| now.duration_since(*began) < WINDOW);
        }
        let entry = counts.entry(name.to_owned()).or_insert((now, 0));
        if now.duration_since(entry.0) >= WINDOW {
            *entry = (now, 0);
        }
        if entry.1 >= most {
            let left = WINDOW.saturating_sub(now.duration_since(entry.0));
            return Err(left.as_secs() + 1);
        }
        entry.1 += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_minute_and_each_for_themselves() {
        let (pace, now) = (Pace::default(), Instant::now());
        for _ in 0..3 {
            assert!(pace.take_at("a", 3, now).is_ok());
        }
        let half = now + Duration::from_secs(30);
        assert_eq!(pace.take_at("a", 3, half), Err(31));
        assert!(pace.take_at("b", 3, half).is_ok());
        assert!(pace.take_at("a", 3, now + WINDOW).is_ok(), "a new minute");
    }

    #[test]
    fn a_flood_of_names_is_forgotten() {
        let (pace, now) = (Pace::default(), Instant::now());
        for n in 0..MANY {
            assert!(pace.take_at(&n.to_string(), 1, now).is_ok());
        }
        assert!(pace.take_at("new", 1, now + WINDOW).is_ok());
        assert_eq!(pace.counts.lock().unwrap().len(), 1);
    }
}
