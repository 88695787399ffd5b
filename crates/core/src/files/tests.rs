//! Who may have a file's bytes.

use crate::projects::fixture::Delivery;
use serde_json::json;

#[test]
fn a_file_is_as_open_as_what_it_is_attached_to() {
    let (mut d, _) = Delivery::executing(3, 2);
    let other = d.ok(
        "owner",
        "person.add",
        json!({"name": "Other PM", "email": "pm2@acme.example", "roles": ["project_manager"]}),
    );
    d.desk
        .people
        .insert("other", netra_kernel::Id::parse(other["person"].as_str().unwrap()).unwrap());
    // Attached to nothing: only whoever added it, and not even the owner.
    let args = json!({"sha256": "ab".repeat(32), "name": "mom.pdf", "size_bytes": 7,
                      "media_type": "application/pdf"});
    let file = d.ok("consultant", "file.add", args)["file"].clone();
    let may = |d: &mut Delivery, role: &'static str| {
        d.desk.as_role(role);
        match d.desk.try_ask("file.get", json!({"file": file})) {
            Ok(_) => true,
            Err(e) => {
                assert_eq!(e.code(), "file.not_found");
                false
            }
        }
    };
    for (role, sees) in [("consultant", true), ("owner", false), ("project_manager", false)] {
        assert_eq!(may(&mut d, role), sees, "{role}");
    }
    // A proof of a meeting: whoever sees the project.
    let meeting = d.plan("consulting");
    d.ok("project_manager", "meeting.hold", json!({"meeting": meeting}));
    d.ok("consultant", "meeting.add_proof", json!({"meeting": meeting, "file": file}));
    for (role, sees) in [
        ("owner", true),
        ("project_manager", true),
        ("consultant", true),
        ("sales_executive", true),
        ("other", false),
        ("sales_manager", false),
        ("telecaller", false),
        ("field_agent", false),
    ] {
        assert_eq!(may(&mut d, role), sees, "{role}");
    }
    let view = d.desk.as_role("owner").ask("file.get", json!({"file": file}));
    assert_eq!(view["attached_to"], json!([{"kind": "meeting", "id": meeting}]));
    assert_eq!((view["name"].as_str(), view["size_bytes"].as_i64()), (Some("mom.pdf"), Some(7)));
    assert_eq!(view["media_type"], "application/pdf");
    // The evidence of an agreement: whoever sees the agreement, so no consultant.
    let agreement = d.desk.ask("agreement.get", json!({"agreement": d.agreement}));
    let file = agreement["agreement"]["evidence"].clone();
    for (role, sees) in [("sales_executive", true), ("finance", true), ("consultant", false)] {
        d.desk.as_role(role);
        assert_eq!(d.desk.try_ask("file.get", json!({"file": file})).is_ok(), sees, "{role}");
    }
    let nothing = d.desk.as_role("owner").try_ask("file.get", json!({"file": d.contact}));
    assert_eq!(nothing.unwrap_err().code(), "file.not_found");
    // The firm's mark is everybody's, for as long as it is the mark.
    let args = json!({"sha256": "cd".repeat(32), "name": "mark.png", "size_bytes": 9,
                      "media_type": "image/png"});
    let file = d.ok("admin", "file.add", args)["file"].clone();
    for (value, sees) in [(json!(null), false), (file.clone(), true), (json!(null), false)] {
        d.ok("admin", "setting.set", json!({"key": "brand.logo", "value": value}));
        d.desk.as_role("telecaller");
        assert_eq!(d.desk.try_ask("file.get", json!({"file": file})).is_ok(), sees);
    }
}

/// Knowing a file's id is not having it: who may not open it cannot attach it anywhere.
#[test]
fn only_what_one_may_open_can_be_attached() {
    let (mut d, _) = Delivery::executing(3, 2);
    let theirs = d.file("owner");
    let meeting = d.plan("consulting");
    d.ok("project_manager", "meeting.hold", json!({"meeting": meeting}));
    let made = json!({"project": d.project, "title": "Report"});
    let deliverable = d.ok("consultant", "deliverable.create", made)["deliverable"].clone();
    let version = json!({"deliverable": deliverable, "file": d.file("consultant")});
    d.ok("consultant", "deliverable.submit", version);
    let item = d.items[0];
    d.ok("consultant", "sow_item.start", json!({"item": item}));
    d.ok("consultant", "sow_item.submit", json!({"item": item}));
    let drafted = json!({"project": d.project, "title": "More", "reason": "Asked",
                         "lines": [{"kind": "meetings", "promised": 9}]});
    let change = d.ok("project_manager", "change.draft", drafted)["change"].clone();
    d.ok("project_manager", "change.submit", json!({"change": change}));
    let cases = |file: netra_kernel::Id| {
        let signature = json!({"signed_by": "Ananya", "how": "uploaded", "evidence_file": file});
        [
            ("consultant", "meeting.add_proof", json!({"meeting": meeting, "file": file})),
            (
                "consultant",
                "deliverable.accept",
                json!({"deliverable": deliverable, "signature": signature}),
            ),
            ("consultant", "sow_item.consent", json!({"item": item, "signature": signature})),
            (
                "project_manager",
                "change.approve",
                json!({"change": change, "approved_by": "A", "evidence_file": file}),
            ),
        ]
    };
    for (role, command, args) in cases(theirs) {
        assert_eq!(d.refused(role, command, args), "file.not_found", "{command}");
    }
    let again = json!({"deliverable": deliverable, "reason": "Page 3"});
    d.ok("consultant", "deliverable.request_changes", again);
    let version = json!({"deliverable": deliverable, "file": theirs});
    assert_eq!(d.refused("consultant", "deliverable.submit", version), "file.not_found");
    let signed = json!({"subject_kind": "sow_item", "subject": item, "signature":
        {"signed_by": "Ananya", "how": "uploaded", "evidence_file": theirs}});
    assert_eq!(d.refused("consultant", "signoff.give", signed), "file.not_found");
    let mark = json!({"key": "brand.logo", "value": theirs});
    assert_eq!(d.refused("admin", "setting.set", mark), "file.not_found");
    // Their own, each of them can.
    let version = json!({"deliverable": deliverable, "file": d.file("consultant")});
    d.ok("consultant", "deliverable.submit", version);
    for n in 0..4 {
        let role = cases(theirs)[n].0;
        let own = d.file(role);
        let (role, command, args) = cases(own)[n].clone();
        d.ok(role, command, args);
    }
}
