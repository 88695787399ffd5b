//! What only the server can decide, asked of it by copies: taking back what was handed in, and taking
//! from the pool, by two at the same moment, without the server, and with an answer that is lost.

use super::beside::{Cable, ask, on_a_cable, until, until_state, window};
use super::*;
use netra_workspace::rpc::Rpc;
use std::collections::BTreeSet;
use std::net::{Shutdown, TcpListener};
use std::sync::atomic::AtomicUsize;

fn run(rpc: &Rpc, name: &str, args: Value) -> Value {
    let answer = ask(rpc, "run", name, args);
    assert!(answer["ok"].is_object(), "{name}: {answer}");
    answer["ok"].clone()
}

fn refusal(rpc: &Rpc, name: &str, args: Value) -> (String, String) {
    let answer = ask(rpc, "run", name, args);
    let text = |what: &str| answer["error"][what].as_str().unwrap_or_default().to_owned();
    assert!(answer["error"].is_object(), "{name}: {answer}");
    (text("code"), text("message"))
}

fn undo(given: &Value) -> Value {
    json!({ "command": given["command"] })
}

/// A lead that was made and handed in.
fn a_lead(rpc: &Rpc) -> Value {
    let made = run(rpc, "lead.create", json!({"name": "Asha", "phone": "+919822000001"}));
    until_state(rpc, "up_to_date");
    made["outcome"]["lead"].clone()
}

/// Moves a lead; the answer comes once the server has it, and this copy has it from there.
fn moved(rpc: &Rpc, lead: &Value, city: &str) -> Value {
    let given = run(rpc, "lead.update", json!({"lead": lead, "city": city}));
    until_state(rpc, "up_to_date");
    given
}

fn city(answer: &Value) -> &str {
    answer["city"].as_str().unwrap_or_default()
}

fn is_in(rpc: &Rpc, lead: &Value, wanted: &str) -> bool {
    city(&ask(rpc, "ask", "lead.get", json!({ "lead": lead }))["ok"]) == wanted
}

#[test]
fn what_was_handed_in_is_taken_back_by_the_server() {
    let (server, owner, folder, cable, rpc) = on_a_cable();
    let lead = a_lead(&rpc);
    let there = |wanted: &str| {
        city(&server.on_server(&owner, "lead.get", json!({ "lead": lead }))) == wanted
    };
    moved(&rpc, &lead, "Pune");
    let given = moved(&rpc, &lead, "Nashik");
    assert!(there("Nashik"));
    let own = rpc.workspace().reading(|conn| {
        let count = "SELECT count(*) FROM journal";
        Ok(conn.query_row(count, [], |r| r.get::<_, i64>(0))?)
    });
    assert_eq!(own.unwrap(), 0, "the copy itself has nothing to take back");

    run(&rpc, "undo", undo(&given));
    assert!(there("Pune"));
    until("it is back here", || is_in(&rpc, &lead, "Pune"));
    let (code, says) = refusal(&rpc, "undo", undo(&given));
    assert_eq!((code.as_str(), says.as_str()), ("undo.done_already", "This was undone already."));

    let given = moved(&rpc, &lead, "Satara");
    server.give(&owner, "lead.update", json!({"lead": lead, "city": "Sangli"}));
    let (code, says) = refusal(&rpc, "undo", undo(&given));
    assert_eq!(code, "undo.moved_on");
    assert!(says.contains("changed again since"), "{says}");

    // Somebody who may not: as the server says it.
    server.member(&owner, "caller@firm.example", "telecaller");
    let copy = server.copy_of("caller@firm.example", &folder.path().join("c"), cable.port);
    let caller = window(copy);
    until_state(&caller, "up_to_date");
    assert_eq!(refusal(&caller, "undo", undo(&given)).0, "forbidden");
}

#[test]
fn without_the_server_it_is_said_what_can_be_taken_back_only_there() {
    let (server, owner, _folder, cable, rpc) = on_a_cable();
    let lead = a_lead(&rpc);
    let given = moved(&rpc, &lead, "Pune");
    cable.cut();
    let (code, says) = refusal(&rpc, "undo", undo(&given));
    assert_eq!(code, "sync.undo_away");
    assert!(says.contains("taken back when the server is reached again"), "{says}");
    let hindi = rpc.handle(json!({"op": "run", "name": "undo", "args": undo(&given),
                                  "locale": "hi"}));
    assert!(hindi["error"]["message"].as_str().unwrap().contains("सर्वर"), "{hindi}");
    // What was not handed in yet is taken back here, as ever.
    let waits = run(&rpc, "lead.update", json!({"lead": lead, "city": "Nashik"}));
    run(&rpc, "undo", undo(&waits));
    assert!(is_in(&rpc, &lead, "Pune"));
    // What waits here was built upon it, and the server hears of that first.
    run(&rpc, "lead.update", json!({"lead": lead, "city": "Satara"}));
    cable.mend();
    assert_eq!(refusal(&rpc, "undo", undo(&given)).0, "undo.moved_on");
    until_state(&rpc, "up_to_date");
    let there = server.on_server(&owner, "lead.get", json!({ "lead": lead }));
    assert_eq!(city(&there), "Satara");
}

/// A line that loses the answer to the first command that is asked over it, with the count of those.
fn losing(server: SocketAddr) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let far = TcpStream::connect(server).unwrap();
            let loses = Arc::new(std::sync::atomic::AtomicBool::new(false));
            for (mut from, mut to, is_asking) in
                [(near.try_clone().unwrap(), far.try_clone().unwrap(), true), (far, near, false)]
            {
                let (loses, count) = (Arc::clone(&loses), Arc::clone(&count));
                std::thread::spawn(move || {
                    let mut bytes = vec![0; 64 << 10];
                    while let Ok(n @ 1..) = from.read(&mut bytes) {
                        let is_command =
                            is_asking && bytes[..n].windows(10).any(|w| w == b"/commands/");
                        if is_command && count.fetch_add(1, Ordering::SeqCst) == 0 {
                            loses.store(true, Ordering::SeqCst);
                        }
                        if !is_asking && loses.load(Ordering::SeqCst)
                            || to.write_all(&bytes[..n]).is_err()
                        {
                            break;
                        }
                    }
                    let _ = to.shutdown(Shutdown::Both);
                    let _ = from.shutdown(Shutdown::Both);
                });
            }
        }
    });
    (port, asked)
}

#[test]
fn a_lost_answer_takes_nothing_back_twice() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let (port, asked) = losing(server.address);
    let rpc = window(server.copy(&folder.path().join("copy"), port));
    until_state(&rpc, "up_to_date");
    let lead = a_lead(&rpc);
    let given = moved(&rpc, &lead, "Pune");
    run(&rpc, "undo", undo(&given));
    assert_eq!(asked.load(Ordering::SeqCst), 2, "once more, since nothing was heard");
    until("it is back here", || is_in(&rpc, &lead, ""));
    let told = server.on_server(&owner, "history.recent", json!({}));
    let undone = told["rows"].as_array().unwrap().iter().filter(|r| r["name"] == "undo").count();
    assert_eq!(undone, 1, "{told}");
}

/// The leads that a device has.
fn held(rpc: &Rpc) -> BTreeSet<String> {
    let answer = ask(rpc, "ask", "lead.list", json!({"limit": 100}));
    let rows = answer["ok"]["rows"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn two_who_take_from_the_pool_at_once_never_get_the_same_lead() {
    let server = start();
    let owner = server.tenant("acme");
    for n in 0..30 {
        let lead = json!({"name": format!("Lead {n}"), "phone": format!("+91982200{n:04}")});
        server.give(&owner, "lead.create", lead);
    }
    let folder = tempfile::tempdir().unwrap();
    let cable = Cable::to(server.address);
    let windows: Vec<Rpc> = ["asha", "ravi"]
        .iter()
        .map(|name| {
            let email = format!("{name}@firm.example");
            server.member(&owner, &email, "telecaller");
            window(server.copy_of(&email, &folder.path().join(name), cable.port))
        })
        .collect();
    for rpc in &windows {
        until_state(rpc, "up_to_date");
        assert_eq!(held(rpc).len(), 0, "nobody's leads are on nobody's device");
    }
    let taken = std::thread::scope(|scope| {
        let take = |rpc| scope.spawn(move || run(rpc, "queue.take", json!({"count": 20})));
        let pressed: Vec<_> = windows.iter().map(take).collect();
        pressed.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    let sets: Vec<BTreeSet<String>> = taken
        .iter()
        .map(|given| {
            let leads = given["outcome"]["leads"].as_array().unwrap();
            leads.iter().map(|lead| lead.as_str().unwrap().to_owned()).collect()
        })
        .collect();
    assert_eq!(sets[0].len() + sets[1].len(), 30);
    assert!(sets[0].is_disjoint(&sets[1]), "{sets:?}");
    for (rpc, set) in windows.iter().zip(&sets) {
        until("all that was taken is here", || held(rpc) == *set);
        until_state(rpc, "up_to_date");
        assert_eq!(held(rpc), *set, "and nothing else");
    }
    let (code, _) = refusal(&windows[0], "queue.take", json!({}));
    assert_eq!(code, "assignment.nothing_to_take");

    cable.cut();
    let (code, says) = refusal(&windows[0], "queue.take", json!({"count": 20}));
    assert_eq!(code, "sync.take_away");
    assert!(says.contains("go on with yours"), "{says}");
    let own = sets[0].first().unwrap();
    let waits = run(&windows[0], "lead.update", json!({"lead": own, "city": "Pune"}));
    assert!(waits["command"].is_string(), "work goes on");
    cable.mend();
    // One press goes back as one, by the server, and the leads leave the device.
    run(&windows[1], "undo", undo(&taken[1]));
    until("they are nobody's again", || held(&windows[1]).is_empty());
    until_state(&windows[0], "up_to_date");
    let there = server.on_server(&owner, "lead.get", json!({ "lead": own }));
    assert_eq!(city(&there), "Pune");
}
