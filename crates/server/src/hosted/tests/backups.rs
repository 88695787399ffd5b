//! The way back: what was backed up serves again, and devices bring what came after it.

use super::*;

#[test]
fn a_server_comes_back_from_its_backups_and_devices_bring_the_rest() {
    let server = start();
    let owner = server.tenant("acme");
    server.tenant("beta");
    server.tenants.reserve("gamma").unwrap();
    let push = |who: &SignedIn, seq: i64, city: &str| -> Value {
        let command = envelope(who, seq, city);
        read(server.post("/push", Some(who), &json!({"commands": [command], "known": null})))
    };
    push(&owner, 1, "Pune");
    let elsewhere = tempfile::tempdir().unwrap();
    let backups = Backups { to: elsewhere.path().join("backups"), keep: 2 };
    let made = run_due(&server.tenants, &backups).unwrap();
    assert_eq!(made.len(), 3, "{made:?}");
    assert!(made.iter().all(|line| line["error"].is_null()), "{made:?}");
    assert_eq!(run_due(&server.tenants, &backups).unwrap(), Vec::<Value>::new(), "once a day");
    push(&owner, 2, "Nashik");
    // A workspace that cannot be backed up keeps no other from it, nor its own older backup.
    server.pass(24 * 3600);
    let database = server.folder.path().join("workspaces/beta/netra.db");
    let aside = database.with_extension("aside");
    std::fs::rename(&database, &aside).unwrap();
    let made = run_due(&server.tenants, &backups).unwrap();
    let failed: Vec<_> = made.iter().filter(|line| !line["error"].is_null()).collect();
    assert_eq!(failed.len(), 1, "{made:?}");
    assert_eq!(failed[0]["workspace"], "beta");
    std::fs::rename(&aside, &database).unwrap();
    assert_eq!(run_due(&server.tenants, &backups).unwrap().len(), 1, "tried again");
    let acme = backups.to.join("acme");
    let of_acme = || std::fs::read_dir(&acme).unwrap().count();
    assert_eq!(of_acme(), 2);
    // A server that was killed while it backed up left these.
    for left in [
        ".2026-01-01.unproved.partial-0a",
        ".2026-01-01.unproved.partial-0a.db",
        "2026-01-01.unproved",
    ] {
        std::fs::write(acme.join(left), "half").unwrap();
    }
    server.pass(24 * 3600);
    run_due(&server.tenants, &backups).unwrap();
    assert_eq!(of_acme(), 2, "the oldest went, and what was left behind");

    // Three days later: back to the newest that is not after the second day.
    let owner = server.sign_in("acme", "owner@firm.example", Some(owner.device));
    push(&owner, 3, "Thane");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("srv");
    let source = KeySource::default();
    let all = std::fs::read_dir(backups.to.join("acme")).unwrap();
    let mut days: Vec<_> = all.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    days.sort();
    let day = days[0].trim_end_matches(".netra");
    let lines = restore_all(&backups.to, &root, Some(day), &source).unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["opens"] == true), "{lines:?}");
    let taken = restore_all(&backups.to, &root, None, &source).unwrap_err();
    assert_eq!(taken.code(), "workspace.folder_taken");
    let before = restore_all(&backups.to, &folder.path().join("x"), Some("2020-01-01"), &source);
    assert_eq!(before.unwrap_err().code(), "serve.no_backup_before");
    let nowhere = restore_all(&folder.path().join("none"), &folder.path().join("x"), None, &source);
    assert_eq!(nowhere.unwrap_err().code(), "storage.no_folder");
    // One that is damaged keeps none of the others.
    let acmes = backups.to.join("acme").join(format!("{day}.netra"));
    let whole = std::fs::read(&acmes).unwrap();
    std::fs::write(&acmes, &whole[..whole.len() / 2]).unwrap();
    let lines = restore_all(&backups.to, &folder.path().join("y"), Some(day), &source).unwrap();
    let opens: Vec<_> = lines.iter().map(|l| (&l["workspace"], &l["opens"])).collect();
    assert_eq!(opens, [(&json!("acme"), &json!(false)), (&json!("beta"), &json!(true))]);
    assert!(lines[0]["reason"].is_string() && lines[0]["file"].is_string(), "{lines:?}");
    std::fs::write(&acmes, &whole).unwrap();

    let again = serve(root, Arc::clone(&server.clock));
    let owner = again.sign_in("acme", "owner@firm.example", Some(owner.device));
    let command = envelope(&owner, 3, "Thane");
    let commands = json!({"commands": [command], "known": null});
    let reply: Value = read(again.post("/push", Some(&owner), &commands));
    assert_eq!(reply["told"][0]["outcome"]["status"], "applied", "the first two were in it");
    let reply: Value = read(again.post(
        "/push",
        Some(&owner),
        &json!({
        "commands": [envelope(&owner, 5, "Surat")], "known": null}),
    ));
    assert_eq!(reply["stop"], json!({"why": "gap", "expected": 4}));
}
