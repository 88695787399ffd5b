//! A first copy: it opens before all of it has come, goes on where it was cut off, and ends with
//! every row, index and search that any other copy has.

use super::*;
use netra_sync::account::PROTOCOL;
use netra_sync::replica;
use netra_workspace::remote::{self, Synced};
use netra_workspace::{Session, Workspace, WorkspaceError};
use rusqlite::Connection;
use std::cell::Cell;

/// Notes of a server, several pages of them.
const NOTES: usize = 130;
const NOTE: usize = 100_000;

fn firm(server: &Running) -> SignedIn {
    let owner = server.tenant("acme");
    let lead = server.give(
        &owner,
        "lead.create",
        json!({"name": "Asha", "city": "Pune", "email": "a@x.in"}),
    );
    let other = server.give(
        &owner,
        "lead.create",
        json!({"name": "Bela", "city": "Surat", "email": "b@x.in"}),
    );
    for n in 0..NOTES {
        let body = format!("Note {n}");
        server.give(&owner, "lead.add_note", json!({"lead": lead["lead"], "body": body}));
    }
    // Longer than anybody may write them, so that a few make many pages.
    let workspace = server.tenants.workspace("acme").unwrap();
    let long = "क".repeat(NOTE / 3);
    workspace.writer().execute("UPDATE lead_notes SET body = body || ?1", [long]).unwrap();
    server.give(&owner, "lead.update", json!({"lead": other["lead"], "city": "Nashik"}));
    owner
}

fn indexes(conn: &Connection) -> Vec<String> {
    let mut stmt = conn
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
        )
        .unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

fn count(workspace: &Workspace, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    workspace.writer().query_row(&sql, [], |r| r.get(0)).unwrap()
}

/// Syncs until so many rows have come, as if it were killed then.
fn until_rows(copy: &Workspace, most: usize) -> Synced {
    let seen = Cell::new(0);
    let cut = remote::sync(copy, &|_, rows| {
        seen.set(rows);
        if rows >= most { Err(WorkspaceError::Cancelled.into()) } else { Ok(()) }
    });
    match cut {
        Ok(synced) => synced,
        Err(e) => {
            assert_eq!(e.code(), "job.cancelled");
            Synced { rows: seen.get(), ..Synced::default() }
        }
    }
}

#[test]
fn a_first_copy_opens_early_goes_on_where_it_was_and_lacks_nothing_in_the_end() {
    let server = start();
    let owner = firm(&server);
    let folder = tempfile::tempdir().unwrap();
    let copy = server.copy(folder.path(), server.address.port());
    let session = Session { actor: owner.person, locale: "en".into() };
    let whole = indexes(&copy.writer());
    let came = until_rows(&copy, 1).rows;
    assert!(came > 0, "a page came");

    // Half of it is there: it opens, lists and searches, and takes commands.
    assert!(!replica::standing(&copy.writer()).unwrap().is_filled);
    assert!(indexes(&copy.writer()).len() < whole.len(), "indexes come last");
    let half = count(&copy, "lead_notes");
    assert!(half > 0 && half < NOTES as i64, "{half} notes");
    drop(copy);
    let copy = Workspace::open(folder.path(), &KeySource::default(), server.host()).unwrap();
    assert!(replica::is_usable(&copy.writer()).unwrap());
    for (query, args) in [
        ("person.me", json!({})),
        ("lead.list", json!({})),
        ("lead.list", json!({"city": "Pune"})),
        ("lead.list", json!({"text": "asha"})),
        ("lead.facets", json!({"field": "city"})),
        ("queue.list", json!({})),
    ] {
        copy.ask(&session, query, &args).unwrap();
    }
    copy.run(&session, "lead.create", json!({"name": "Chitra", "city": "Goa", "email": "c@x.in"}))
        .unwrap();

    // It goes on with the page that it was at, through as many cuts as there are pages.
    let (mut rows, mut rounds) = (came, 0);
    while !replica::standing(&copy.writer()).unwrap().is_filled {
        rows += until_rows(&copy, 1).rows;
        rounds += 1;
        assert!(rounds < 20, "no end of it");
    }
    assert!(rounds >= 2, "{rounds} rounds");
    let sent = rows as i64;
    remote::sync(&copy, &|_, _| Ok(())).unwrap();
    let versions: i64 = {
        let workspace = server.tenants.workspace("acme").unwrap();
        count(&workspace, "row_versions")
    };
    assert!(sent <= versions + 2, "{sent} rows came of {versions}: none twice");
    assert_eq!(count(&copy, "lead_notes"), NOTES as i64);
    assert_eq!(count(&copy, "leads"), 3);
    assert_eq!(count(&copy, "pending") + count(&copy, "incoming"), 0);
    assert_eq!(indexes(&copy.writer()), whole);
    for derived in netra_core::derived::DERIVED {
        assert_eq!((derived.check)(&copy.writer()).unwrap(), None, "{}", derived.name);
    }
    for (word, found) in [("asha", 1), ("chitra", 1), ("nashik", 1), ("surat", 0)] {
        let list = copy.ask(&session, "lead.list", &json!({"text": word})).unwrap();
        assert_eq!(list["rows"].as_array().unwrap().len(), found, "{word}");
    }
    // What it has is what the server says that it should have.
    remote::check(&copy).unwrap();
    let compared = remote::sync(&copy, &|_, _| Ok(())).unwrap();
    assert!(!compared.started_over);
}

#[test]
fn a_page_is_compressed_for_whoever_can_read_it() {
    let server = start();
    let owner = firm(&server);
    let body = json!({"protocol": PROTOCOL, "schema": netra_core::schema::newest(), "cookie": null, "acked": 0,
                      "known": null, "scopes": []});
    let ask = |coding: Option<&str>| {
        let mut request = server
            .client
            .post(server.url("/pull"))
            .bearer_auth(&owner.tokens.access.0)
            .header("netra-device", owner.device.to_string())
            .body(body.to_string());
        if let Some(coding) = coding {
            request = request.header("accept-encoding", coding);
        }
        let answer = request.send().unwrap();
        let coding =
            answer.headers().get("content-encoding").map(|c| c.to_str().unwrap().to_owned());
        (coding, answer.bytes().unwrap())
    };
    let (none, plain) = ask(None);
    assert_eq!((none, ask(Some("br")).0), (None, None));
    let (coding, packed) = ask(Some("br, gzip"));
    assert_eq!(coding.as_deref(), Some("gzip"));
    assert!(packed.len() * 10 < plain.len(), "{} of {}", packed.len(), plain.len());
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed.as_ref()).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain);
}
