//! Random commands for a desk: which one, and somebody to give it.

use super::generator::Generator;
use crate::testing::Desk;
use netra_kernel::Id;
use serde_json::Value;

/// A command that is about to be given, by whom.
pub struct Drawn {
    pub name: &'static str,
    pub args: Value,
    pub actor: Id,
}

impl Generator {
    /// The next command.
    pub fn draw(&mut self, desk: &Desk) -> Drawn {
        let name = self.choose();
        self.draw_named(desk, name)
    }

    /// Arguments for this command, and somebody to give it: mostly one who may.
    pub fn draw_named(&mut self, desk: &Desk, name: &'static str) -> Drawn {
        let args = self.arguments(&desk.conn, name);
        let needs = self.needs(name);
        let able: Vec<Id> = desk
            .people
            .values()
            .copied()
            .filter(|p| desk.engine.actor(&desk.conn, *p).is_ok_and(|a| a.may(needs)))
            .collect();
        let everybody: Vec<Id> = desk.people.values().copied().collect();
        // The owner may do most; the others are where refusals come from.
        if self.random.percent(40) && able.contains(&desk.owner) {
            return Drawn { name, args, actor: desk.owner };
        }
        let from = if self.random.percent(85) && !able.is_empty() { &able } else { &everybody };
        let actor = self.random.pick(from).copied().unwrap();
        Drawn { name, args, actor }
    }
}
