//! The bench's own part with killed processes, small: what it checks is worth checking every day.

use std::process::Command;

#[test]
fn nothing_is_lost_when_device_and_server_are_killed_at_random() {
    let place = tempfile::tempdir().unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_netra-bench"))
        .args(["sync", "--only", "kills", "--kills", "8", "--queued", "60", "--dir"])
        .arg(place.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    assert!(String::from_utf8_lossy(&out.stdout).contains("none lost, none twice"), "{said}");
}
