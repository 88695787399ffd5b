//! Quotes from the draft to the agreement, at a desk.

mod answers;
mod documents;
mod locked;
mod priced;
mod rights;

use crate::testing::Desk;
use netra_kernel::Id;
use serde_json::{Value, json};

/// A client in the firm's own State.
pub(crate) fn client(desk: &mut Desk) -> Value {
    desk.ok("company.create", json!({"name": "Bright Tools", "state_code": "27"}))["company"]
        .clone()
}

/// Any signed copy.
pub(crate) fn evidence(desk: &mut Desk) -> Value {
    let args = json!({"sha256": "ab".repeat(32), "name": "signed.pdf",
                      "media_type": "application/pdf", "size_bytes": 5});
    desk.ok("file.add", args)["file"].clone()
}

/// Two sections: ₹1,00,000.00 of work and a licence of ₹99.97, both at 18 %.
pub(crate) fn sections() -> Value {
    json!([
        {"title": "Work", "lines": [
            {"description": "Line audit\nTwo weeks on site", "kind": "service", "quantity": "10",
             "unit": "day", "unit_price_minor": 1_000_000, "tax_code": "998311"},
        ]},
        {"title": "Things", "lines": [
            {"description": "Licence", "kind": "goods", "unit_price_minor": 9_997},
            {"description": "Spare key", "kind": "goods", "unit_price_minor": 5_000,
             "inclusion": "optional"},
        ]},
    ])
}

/// A draft in two halves, the second at a milestone.
pub(crate) fn draft(desk: &mut Desk) -> Value {
    let company = client(desk);
    desk.ok(
        "quote.create",
        json!({"title": "Audit", "company": company, "tenure_months": 3, "meetings_promised": 6,
               "sections": sections(), "instalments": [
                   {"title": "Advance", "percent": 50, "due_rule": "on_agreement"},
                   {"title": "Rest", "percent": 50, "due_rule": "on_milestone", "due_days": 15}]}),
    )["quote"]
        .clone()
}

/// From a draft to an agreement; gives what acceptance gave.
pub(crate) fn agreement(desk: &mut Desk) -> Value {
    let quote = draft(desk);
    desk.ok("quote.send", json!({"quote": quote}));
    let evidence = evidence(desk);
    desk.ok("quote.accept", json!({"quote": quote, "signed_by": "Asha Rao", "evidence": evidence}))
}

fn id(value: &Value) -> Id {
    Id::parse(value.as_str().unwrap()).unwrap()
}

fn get(desk: &Desk, quote: &Value) -> Value {
    desk.ask("quote.get", json!({"quote": quote}))
}
