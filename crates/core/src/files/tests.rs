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
