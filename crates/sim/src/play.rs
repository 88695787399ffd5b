//! One seed from beginning to end.

use crate::act::{self, LENGTH};
use crate::firm::Firm;
use crate::world::{Event, SECOND, World};
use crate::{checks, fault, heal};
use std::collections::BTreeMap;

/// What came of a seed.
#[derive(PartialEq, Eq)]
pub struct Played {
    pub trace: String,
    /// How often what happened.
    pub told: BTreeMap<&'static str, u32>,
}

/// Of many seeds one in so many is played twice.
const TWICE: u64 = 10;

/// Plays a seed as one of many, now and then twice to see that the same comes of it, (h).
/// # Errors
/// The broken promise, by its letter.
pub fn play_one_of_many(firm: &Firm, seed: u64) -> Result<Played, String> {
    let mut played = play(firm, seed, false)?;
    if seed.is_multiple_of(TWICE) {
        if play(firm, seed, false)? != played {
            return Err("(h) another trace the second time".into());
        }
        played.told.insert("played twice", 1);
    }
    Ok(played)
}

/// Plays a seed; says which promise was broken, if one was.
/// # Errors
/// The broken promise, by its letter.
pub fn play(firm: &Firm, seed: u64, is_loud: bool) -> Result<Played, String> {
    let mut world = World::new(firm, seed, is_loud);
    world.later(10 * SECOND, Event::ActThere);
    world.later(20 * SECOND, Event::Fault);
    if world.weather.prunes {
        world.later(30 * SECOND, Event::Prune);
    }
    while let Some(event) = world.next() {
        if world.now - firm.begins > LENGTH {
            break;
        }
        match event {
            Event::Act(at) => act::act(&mut world, at),
            Event::Give(at) => act::give(&mut world, at),
            Event::ActThere => act::act_there(&mut world),
            Event::Talk(at) => act::talk(&mut world, at),
            Event::Asked { device, message, session, ask } => {
                act::asked(&mut world, device, message, session, ask);
            }
            Event::Answered { device, message, answer } => {
                act::answered(&mut world, device, message, answer);
            }
            Event::TimedOut { device, message } => act::timed_out(&mut world, device, message),
            Event::Fault => fault::fault(&mut world),
            Event::Prune => act::prune(&mut world),
            Event::PowerCut => fault::power_cut(&mut world),
        }
    }
    world.say("healing");
    heal::heal(&mut world)?;
    checks::check(&mut world)?;
    let end = checks::end(&world);
    world.say(&end);
    for outcome in world.ledger.values() {
        let what = if outcome.is_applied() { "applied" } else { "rejected" };
        *world.told.entry(what).or_default() += 1;
    }
    Ok(Played { trace: world.trace(), told: world.told })
}
