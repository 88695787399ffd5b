//! Disasters, one at a time.

use crate::act::die;
use crate::checks;
use crate::programs::Age;
use crate::world::{Event, HOUR, MINUTE, World};
use netra_kernel::Id;
use std::collections::BTreeSet;

/// Most devices that copies may make.
const MOST: usize = 7;

pub fn fault(world: &mut World<'_>) {
    let pause = world.pause(20 * MINUTE);
    world.later(pause, Event::Fault);
    if !world.weather.faults {
        return;
    }
    let at = world.random.below(world.devices.len());
    let name = world.devices[at].name.clone();
    match world.random.below(15) {
        0..=2 => {
            let long = world.pause(HOUR);
            world.devices[at].cut_off_until = world.now + long;
            world.count("cut off");
            world.say(&format!("{name} cut off"));
        }
        3 => {
            for device in 0..world.devices.len() {
                world.devices[device].cut_off_until = world.now + 10 * MINUTE;
            }
            world.count("all cut off");
            world.say("everybody cut off");
        }
        4 => {
            let hours = world.random.below(2000) as i64 - 1000;
            world.devices[at].clock_off = hours * HOUR;
            world.count("clock jumped");
            world.say(&format!("{name} clock {hours} h"));
        }
        5 => world.devices[at].node.remember(),
        6 => forget(world, at),
        11 if world.weather.rot => rot(world, at),
        // Where disks keep what was written, people copy them more often.
        7 | 11 if world.devices.len() < MOST => {
            let (disk, person) = (world.devices[at].node.clone_disk(), world.devices[at].person);
            let copy = format!("{name}-copy{}", world.devices.len());
            world.count("copied");
            world.say(&format!("{copy} made of {name}"));
            let seed = world.now as u64;
            let content = world.devices[at].node.content.clone();
            let (is_rotten, age) = (world.devices[at].is_rotten, world.devices[at].age);
            world.add_device(disk, person, copy, seed);
            if let Some(made) = world.devices.last_mut() {
                made.node.content = content;
                made.is_rotten = is_rotten;
                made.age = age;
            }
        }
        8 => world.server.remember(),
        9 => {
            let is_server = world.random.percent(40);
            let node = if is_server { &mut world.server } else { &mut world.devices[at].node };
            node.fill_disk();
            world.count("disk full");
            let whose = if is_server { "server" } else { &name };
            world.say(&format!("{whose} has a full disk"));
        }
        10 => {
            world.server.free_disk();
            world.devices.iter_mut().for_each(|d| d.node.free_disk());
            world.say("room on all disks");
        }
        11 => {}
        12 => {
            if world.devices[at].age != Age::New {
                world.run_program(at, Age::New);
                world.count("updated");
                world.say(&format!("{name} was updated"));
                die(world, at);
            }
        }
        13 => {
            let hours = world.random.below(200) as i64 - 100;
            world.server_clock_off = hours * HOUR;
            world.count("server's clock jumped");
            world.say(&format!("server's clock {hours} h"));
        }
        _ => {
            if world.server.fall_back() {
                checks::note_anew(world);
                world.count("server restored");
                world.say("server restored");
            }
        }
    }
}

/// The server loses what it wrote since it took that push.
pub fn power_cut(world: &mut World<'_>) {
    if let Some(written) = world.written.take() {
        world.server.come_back_to(&written);
        checks::note_anew(world);
        world.count("power cut");
        world.say("server lost its last moments");
    }
}

/// A laptop's disk falls back to an earlier state.
fn forget(world: &mut World<'_>, at: usize) {
    let before = checks::known_to(&world.devices[at].node.conn);
    if !world.devices[at].node.fall_back() {
        return;
    }
    let after = checks::known_to(&world.devices[at].node.conn);
    let lost: BTreeSet<Id> = before.difference(&after).copied().collect();
    world.count("disk fell back");
    let line = format!("{} forgot {} commands", world.devices[at].name, lost.len());
    world.forgotten.extend(lost);
    // The disk may be from before its program was updated: it is migrated when it is opened.
    world.run_program(at, world.devices[at].age);
    world.say(&line);
    die(world, at);
}

/// A row of a device's base, one that nothing which waits has touched, is gone or another.
fn rot(world: &mut World<'_>, at: usize) {
    let device = &mut world.devices[at];
    let untouched: Vec<(String, Id)> = device
        .node
        .conn
        .prepare_cached(
            "SELECT tbl, id FROM base_versions v WHERE tbl IN ('leads', 'lead_notes', 'companies')
               AND NOT EXISTS (SELECT 1 FROM base_images b WHERE b.tbl = v.tbl AND b.id = v.id)
             ORDER BY tbl, id",
        )
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let Some((table, id)) = world.random.pick(&untouched).cloned() else { return };
    let sql = match table.as_str() {
        "leads" if world.random.percent(50) => "UPDATE leads SET city = 'nowhere' WHERE id = ?1",
        "leads" => "DELETE FROM leads WHERE id = ?1",
        "companies" => "DELETE FROM companies WHERE id = ?1",
        _ => "DELETE FROM lead_notes WHERE id = ?1",
    };
    let device = &mut world.devices[at];
    // On a full disk nothing changes.
    if device.node.conn.execute(sql, [id]).is_ok() {
        device.is_rotten = true;
        let line = format!("{} lost a row of {table}", device.name);
        world.count("rotten");
        world.say(&line);
    }
}
