//! Act one: the firm and its people.

use super::Demo;
use super::stage::Stage;
use netra_kernel::{Id, Result};
use serde_json::json;

/// Short name, full name, role, languages.
const PEOPLE: &[(&str, &str, &str, &[&str])] = &[
    ("admin", "Nisha Admin", "admin", &["en", "hi"]),
    ("sales_manager", "Rahul Bose", "sales_manager", &["en", "hi"]),
    ("sales", "Kavya Nambiar", "sales_executive", &["en", "hi"]),
    ("sales2", "Daniel Carter", "sales_executive", &["en"]),
    ("floor", "Sameer Ansari", "telecalling_manager", &["en", "hi", "mr"]),
    ("caller", "Ravi Shinde", "telecaller", &["en", "hi", "mr"]),
    ("caller2", "Asha Rawat", "telecaller", &["hi"]),
    ("caller3", "Joel D'Souza", "telecaller", &["en"]),
    ("field", "Mohan Lal", "field_agent", &["hi"]),
    ("pm", "Meera Iyer", "project_manager", &["en", "hi"]),
    ("pm2", "Hugh Sinclair", "project_manager", &["en"]),
    ("consultant", "Farhan Khan", "consultant", &["en", "hi"]),
    ("consultant2", "Priya Menon", "consultant", &["en"]),
    ("hr", "Leela Thomas", "hr_manager", &["en"]),
    ("finance", "Arvind Rao", "finance", &["en", "hi"]),
    ("viewer", "Vera Auditor", "viewer", &["en"]),
];

/// What the firm's documents say about it. The account is invented.
const LETTERHEAD: &[(&str, &str)] = &[
    (
        "firm.address",
        "4th Floor, Orchid Centre, MG Road\nPune 411001, Maharashtra\noffice@acme.example",
    ),
    ("firm.signatory_name", "Olivia Rao"),
    ("firm.signatory_position", "Managing Partner"),
    (
        "firm.bank_details",
        "Acme Consulting, Bank of Example, MG Road, Pune\nAccount 00112233445566 · IFSC EXMP0000001",
    ),
];

/// The address of a person of the demo: first name at the firm.
fn email(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or("person").to_lowercase();
    format!("{first}@acme.example")
}

pub fn act(stage: &mut Stage<'_>, demo: &Demo) -> Result<()> {
    stage.set_now(stage.when(-240, 10, 0));
    stage.people.insert("owner".into(), Id::named("demo", "owner"));
    stage.try_to(
        "owner",
        "workspace.create",
        json!({
            "firm_name": demo.firm_name, "owner_name": demo.owner_name,
            "owner_email": demo.owner_email, "zone": "Asia/Kolkata", "currency": "INR",
            "tax": {"country": "IN", "state_code": "27", "tax_number": "27AAPFU0939F1ZV"},
        }),
    )?;
    for (key, value) in LETTERHEAD {
        stage.give("owner", "setting.set", json!({"key": key, "value": value}))?;
    }
    for (short, name, role, languages) in PEOPLE {
        stage.set_now(stage.now().plus_minutes(4));
        let out = stage.give(
            "owner",
            "person.add",
            json!({"name": name, "email": email(name), "roles": [role], "languages": languages}),
        )?;
        let id = out["person"].as_str().and_then(Id::parse);
        stage.people.insert((*short).to_owned(), id.unwrap_or(Id([0; 16])));
    }
    Ok(())
}
