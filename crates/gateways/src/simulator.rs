//! A carrier that exists only in here: it rings, is busy, is answered, talks, breaks off, records,
//! the same way for the same seed and the same sequence of calls.
//!
//! Of a hundred calls about 57 are answered, 24 ring out, 11 are busy, 8 cannot be reached; of the
//! answered ones 4 in a hundred break off. Numbers that end in 0000 to 0003 always do the same
//! (answered, no answer, busy, unreachable), for whoever wants to show or test one thing; the one
//! that is answered rings for three seconds and talks for three minutes.

use crate::telephony::{CallRef, Dial, Event, Happening, Refusal, Side, Telephony};
use netra_kernel::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A simulated carrier.
#[derive(Debug)]
pub struct Simulator {
    seed: u64,
    started: u64,
    lines: BTreeMap<String, CallRef>,
    calls: BTreeMap<CallRef, Call>,
    /// What will happen, unless somebody hangs up first.
    future: Vec<Event>,
}

#[derive(Debug)]
struct Call {
    line: String,
    is_recorded: bool,
    answered_at: Option<Timestamp>,
    is_muted: bool,
    is_held: bool,
}

/// How a call goes, drawn before it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    Answered { rings_ms: i64, talks_ms: i64, breaks: bool },
    NoAnswer { rings_ms: i64 },
    Busy,
    Unreachable,
}

/// Draws numbers from a digest; enough for one call.
struct Lot([u8; 32], usize);

impl Lot {
    fn of(seed: u64, count: u64, number: &str) -> Lot {
        let mut h = Sha256::new();
        h.update(seed.to_be_bytes());
        h.update(count.to_be_bytes());
        h.update(number.as_bytes());
        Lot(h.finalize().into(), 0)
    }
    /// 0 to `below` − 1.
    fn draw(&mut self, below: i64) -> i64 {
        let i = self.1 % 28;
        self.1 += 4;
        let word = [self.0[i], self.0[i + 1], self.0[i + 2], self.0[i + 3]];
        i64::from(u32::from_be_bytes(word)) % below.max(1)
    }
    fn fate(&mut self, number: &str) -> Fate {
        let share = match number.get(number.len().saturating_sub(4)..) {
            Some("0000") => {
                return Fate::Answered { rings_ms: 3_000, talks_ms: 180_000, breaks: false };
            }
            Some("0001") => 60,
            Some("0002") => 85,
            Some("0003") => 95,
            _ => self.draw(100),
        };
        match share {
            0..57 => Fate::Answered {
                rings_ms: 3_000 + self.draw(15_000),
                // Most talks are short; one in five is a real conversation.
                talks_ms: match self.draw(5) {
                    0 => 120_000 + self.draw(360_000),
                    _ => 12_000 + self.draw(90_000),
                },
                breaks: self.draw(100) < 4,
            },
            57..81 => Fate::NoAnswer { rings_ms: 25_000 + self.draw(10_000) },
            81..92 => Fate::Busy,
            _ => Fate::Unreachable,
        }
    }
}

impl Simulator {
    pub fn new(seed: u64) -> Simulator {
        Simulator {
            seed,
            started: 0,
            lines: BTreeMap::new(),
            calls: BTreeMap::new(),
            future: Vec::new(),
        }
    }

    fn plan(&mut self, call: &CallRef, at: Timestamp, happening: Happening) {
        self.future.push(Event { call: call.clone(), at, happening });
    }

    fn script(&mut self, call: &CallRef, fate: Fate, lot: &mut Lot, at: Timestamp) {
        let ms = |n: i64| Timestamp(at.0 + n);
        let rings = 800 + lot.draw(1_700);
        match fate {
            Fate::Busy => self.plan(call, ms(rings), Happening::Busy),
            Fate::Unreachable => self.plan(call, ms(rings + 2_000), Happening::Unreachable),
            Fate::NoAnswer { rings_ms } => {
                self.plan(call, ms(rings), Happening::Ringing);
                self.plan(call, ms(rings + rings_ms), Happening::NoAnswer);
            }
            Fate::Answered { rings_ms, talks_ms, breaks } => {
                let answered = rings + rings_ms;
                self.plan(call, ms(rings), Happening::Ringing);
                self.plan(call, ms(answered), Happening::Answered);
                let (length, end) = match breaks {
                    true => (talks_ms / 3, Happening::Dropped),
                    false => (talks_ms, Happening::HungUp { by: Side::Callee }),
                };
                self.plan(call, ms(answered + length), end);
            }
        }
    }

    /// The state of a call that is under way and was answered by `at`.
    fn talking(&mut self, call: &CallRef, at: Timestamp) -> Result<&mut Call, Refusal> {
        self.settle(at);
        match self.calls.get_mut(call) {
            None => Err(Refusal::NoSuchCall { call: call.clone() }),
            Some(c) if c.answered_at.is_none() => Err(Refusal::NotAnswered { call: call.clone() }),
            Some(c) => Ok(c),
        }
    }

    /// Takes over into the calls' states what has happened by now; the events stay to be told.
    fn settle(&mut self, now: Timestamp) {
        self.future.sort_by(|a, b| (a.at, &a.call).cmp(&(b.at, &b.call)));
        let mut recordings = Vec::new();
        for event in self.future.iter().filter(|e| e.at <= now) {
            let Some(call) = self.calls.get_mut(&event.call) else { continue };
            if event.happening == Happening::Answered {
                call.answered_at.get_or_insert(event.at);
            }
            if event.happening.is_end() {
                if let (Some(since), true) = (call.answered_at, call.is_recorded) {
                    recordings.push((event.call.clone(), since, event.at));
                }
                self.lines.remove(&call.line);
                self.calls.remove(&event.call);
            }
        }
        for (call, since, end) in recordings {
            let lot = Lot::of(self.seed, 0, &call.0).draw(15_000);
            let happening = Happening::RecordingReady {
                reference: format!("{call}.wav"),
                duration_s: (end.0 - since.0) / 1_000,
            };
            self.plan(&call, Timestamp(end.0 + 5_000 + lot), happening);
        }
    }

    /// Ends a call now: what was to come does not happen.
    fn end(&mut self, call: &CallRef, at: Timestamp, answered: Happening) -> Result<(), Refusal> {
        self.settle(at);
        let Some(state) = self.calls.get(call) else {
            return Err(Refusal::NoSuchCall { call: call.clone() });
        };
        let how = if state.answered_at.is_some() { answered } else { Happening::Cancelled };
        self.future.retain(|e| e.call != *call || e.at <= at);
        self.plan(call, at, how);
        self.settle(at);
        Ok(())
    }
}

impl Telephony for Simulator {
    fn name(&self) -> &'static str {
        "simulator"
    }

    fn start(&mut self, dial: &Dial, at: Timestamp) -> Result<CallRef, Refusal> {
        let digits = dial.number.strip_prefix('+').unwrap_or_default();
        if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Refusal::BadNumber { number: dial.number.clone() });
        }
        self.settle(at);
        if let Some(call) = self.lines.get(&dial.line) {
            return Err(Refusal::LineBusy { call: call.clone() });
        }
        self.started += 1;
        let call = CallRef(format!("sim-{:x}-{}", self.seed, self.started));
        let mut lot = Lot::of(self.seed, self.started, &dial.number);
        let fate = lot.fate(&dial.number);
        self.lines.insert(dial.line.clone(), call.clone());
        self.calls.insert(
            call.clone(),
            Call {
                line: dial.line.clone(),
                is_recorded: dial.is_recorded,
                answered_at: None,
                is_muted: false,
                is_held: false,
            },
        );
        self.script(&call, fate, &mut lot, at);
        Ok(call)
    }

    fn hang_up(&mut self, call: &CallRef, at: Timestamp) -> Result<(), Refusal> {
        self.end(call, at, Happening::HungUp { by: Side::Caller })
    }

    fn mute(&mut self, call: &CallRef, on: bool, at: Timestamp) -> Result<(), Refusal> {
        self.talking(call, at).map(|c| c.is_muted = on)
    }

    fn hold(&mut self, call: &CallRef, on: bool, at: Timestamp) -> Result<(), Refusal> {
        self.talking(call, at).map(|c| c.is_held = on)
    }

    fn transfer(&mut self, call: &CallRef, to: &str, at: Timestamp) -> Result<(), Refusal> {
        if !to.starts_with('+') {
            return Err(Refusal::BadNumber { number: to.to_owned() });
        }
        self.talking(call, at)?;
        self.end(call, at, Happening::HungUp { by: Side::Caller })
    }

    fn events(&mut self, until: Timestamp) -> Vec<Event> {
        self.settle(until);
        // A recording that became ready within the same stretch is told with it.
        self.settle(until);
        let (told, left) =
            std::mem::take(&mut self.future).into_iter().partition(|e| e.at <= until);
        self.future = left;
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Timestamp = Timestamp(1_795_000_000_000);

    fn dial(number: &str) -> Dial {
        Dial { line: "asha".into(), number: number.into(), is_recorded: true }
    }

    fn later(ms: i64) -> Timestamp {
        Timestamp(START.0 + ms)
    }

    fn whole(seed: u64, number: &str) -> Vec<Happening> {
        let mut sim = Simulator::new(seed);
        sim.start(&dial(number), START).unwrap();
        sim.events(later(3_600_000)).into_iter().map(|e| e.happening).collect()
    }

    #[test]
    fn numbers_with_a_fixed_fate() {
        let answered = whole(1, "+919876540000");
        assert_eq!(answered[..2], [Happening::Ringing, Happening::Answered]);
        assert!(matches!(answered[2], Happening::HungUp { by: Side::Callee }), "{answered:?}");
        assert!(matches!(answered[3], Happening::RecordingReady { .. }), "{answered:?}");
        assert_eq!(whole(1, "+919876540001"), [Happening::Ringing, Happening::NoAnswer]);
        assert_eq!(whole(1, "+919876540002"), [Happening::Busy]);
        assert_eq!(whole(1, "+919876540003"), [Happening::Unreachable]);
    }

    #[test]
    fn calls_end_as_often_as_they_do_in_life() {
        let mut n = BTreeMap::new();
        for i in 0..2_000 {
            let end = whole(7, &format!("+9198765{i:05}")).into_iter().find(Happening::is_end);
            let key = match end.unwrap() {
                Happening::HungUp { .. } => "talked",
                Happening::Dropped => "dropped",
                Happening::NoAnswer => "no answer",
                Happening::Busy => "busy",
                _ => "unreachable",
            };
            *n.entry(key).or_insert(0) += 1;
        }
        for (key, low, high) in [
            ("talked", 1_000, 1_200),
            ("dropped", 20, 80),
            ("no answer", 400, 560),
            ("busy", 170, 270),
            ("unreachable", 110, 210),
        ] {
            assert!((low..high).contains(&n[key]), "{key}: {n:?}");
        }
    }

    #[test]
    fn one_line_carries_one_call() {
        let mut sim = Simulator::new(3);
        let first = sim.start(&dial("+919876540000"), START).unwrap();
        let busy = sim.start(&dial("+919876540001"), later(1_000));
        assert_eq!(busy, Err(Refusal::LineBusy { call: first.clone() }));
        let other = Dial { line: "ravi".into(), ..dial("+919876540001") };
        sim.start(&other, later(1_000)).unwrap();
        sim.hang_up(&first, later(2_000)).unwrap();
        assert_eq!(
            sim.hang_up(&first, later(2_500)),
            Err(Refusal::NoSuchCall { call: first.clone() })
        );
        sim.start(&dial("+919876540001"), later(3_000)).unwrap();
        let ends: Vec<_> =
            sim.events(later(2_900)).into_iter().filter(|e| e.call == first).collect();
        assert_eq!(ends.last().unwrap().happening, Happening::Cancelled);
    }

    #[test]
    fn only_who_talks_is_muted_held_or_transferred() {
        let mut sim = Simulator::new(3);
        let call = sim.start(&dial("+919876540000"), START).unwrap();
        let not_yet = Err(Refusal::NotAnswered { call: call.clone() });
        assert_eq!(sim.mute(&call, true, later(100)), not_yet);
        let answered = loop {
            let next = sim.events(later(60_000));
            if let Some(e) = next.iter().find(|e| e.happening == Happening::Answered) {
                break e.at;
            }
        };
        let mut sim = Simulator::new(3);
        let call = sim.start(&dial("+919876540000"), START).unwrap();
        let talking = Timestamp(answered.0 + 1_000);
        sim.mute(&call, true, talking).unwrap();
        sim.hold(&call, true, talking).unwrap();
        assert!(matches!(sim.transfer(&call, "2", talking), Err(Refusal::BadNumber { .. })));
        sim.transfer(&call, "+919000000000", talking).unwrap();
        let told = sim.events(later(3_600_000));
        let ends: Vec<_> = told.iter().filter(|e| e.happening.is_end()).collect();
        assert_eq!(ends.len(), 1);
        assert!(matches!(
            told.last().unwrap().happening,
            Happening::RecordingReady { duration_s: 1, .. }
        ));
    }

    #[test]
    fn what_is_no_number_is_not_dialled() {
        for number in ["", "98765", "+", "+12", "+91x8765", "+1234567890123456"] {
            let refused = Simulator::new(1).start(&dial(number), START);
            assert_eq!(refused, Err(Refusal::BadNumber { number: number.into() }));
        }
    }

    proptest! {
        #[test]
        fn the_same_calls_go_the_same_way_however_often_one_looks(
            seed: u64, numbers in prop::collection::vec(1_000_000_000u64..10_000_000_000, 1..8),
            steps in prop::collection::vec(1i64..200_000, 1..12),
        ) {
            let play = |looks: &[i64]| {
                let mut sim = Simulator::new(seed);
                for (i, n) in numbers.iter().enumerate() {
                    let dial = Dial { line: i.to_string(), ..dial(&format!("+91{n}")) };
                    sim.start(&dial, START).unwrap();
                }
                let mut told = Vec::new();
                let mut at = 0;
                for step in looks {
                    at += step;
                    told.extend(sim.events(later(at)));
                }
                told.extend(sim.events(later(10_000_000)));
                told
            };
            let often = play(&steps);
            prop_assert_eq!(&often, &play(&[]));
            prop_assert!(often.windows(2).all(|w| w[0].at <= w[1].at));
            for i in 0..numbers.len() {
                let call = CallRef(format!("sim-{seed:x}-{}", i + 1));
                let ends = often.iter().filter(|e| e.call == call && e.happening.is_end());
                prop_assert_eq!(ends.count(), 1);
            }
        }
    }
}
