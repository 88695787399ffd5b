//! Files in pieces: who may send, who may have, and what liars get.

use super::*;
use netra_sync::content::CHUNK;
use sha2::{Digest, Sha256};

pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Running {
    pub(super) fn put(
        &self,
        who: &SignedIn,
        sha256: &str,
        size: usize,
        from: usize,
        of: &[u8],
    ) -> Response {
        let path = format!("/content/{sha256}?size={size}&from={from}");
        self.ask(Method::PUT, &path, Some(who), of.to_vec())
    }

    pub(super) fn upload(&self, who: &SignedIn, all: &[u8]) {
        for (n, chunk) in all.chunks(CHUNK).enumerate() {
            let answer = self.put(who, &hash(all), all.len(), n * CHUNK, chunk);
            let standing: Value = read(answer);
            assert_eq!(standing["have"], (n * CHUNK + chunk.len()) as u64);
        }
    }

    pub(super) fn record(&self, who: &SignedIn, seq: i64, all: &[u8], is_without: bool) -> Value {
        let mut command = envelope(who, seq, &format!("file {}", who.person));
        command["envelope"]["name"] = json!("file.add");
        command["envelope"]["args"] = json!({"sha256": hash(all), "name": "paper.pdf",
            "media_type": "application/pdf", "size_bytes": all.len()});
        command["is_without_content"] = json!(is_without);
        read(self.post("/push", Some(who), &json!({"commands": [command], "known": null})))
    }

    pub(super) fn bytes_of(&self, who: &SignedIn, file: &str, from: usize) -> Response {
        self.ask(Method::GET, &format!("/files/{file}?from={from}"), Some(who), vec![])
    }
}

pub(super) fn recorded(reply: &Value) -> String {
    reply["told"][0]["outcome"]["result"]["file"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_file_goes_up_before_its_command_and_comes_down_in_pieces() {
    let server = start();
    let owner = server.tenant("acme");
    let all: Vec<u8> = (0..CHUNK + 5).map(|i| (i / 7) as u8).collect();
    let reply = server.record(&owner, 1, &all, false);
    assert_eq!(
        reply["stop"],
        json!({"why": "absent_file", "sha256": hash(&all),
                                     "size_bytes": all.len()})
    );
    assert_eq!(reply["told"], json!([]));
    server.upload(&owner, &all);
    let standing = format!("/content/{}?size={}", hash(&all), all.len());
    let standing: Value = read(server.ask(Method::GET, &standing, Some(&owner), vec![]));
    assert_eq!(standing, json!({"have": all.len(), "is_whole": true}));
    let file = recorded(&server.record(&owner, 1, &all, false));
    let first = server.bytes_of(&owner, &file, 0).bytes().unwrap();
    let rest = server.bytes_of(&owner, &file, CHUNK).bytes().unwrap();
    assert_eq!((&first[..], &rest[..]), all.split_at(CHUNK));
    refused(server.bytes_of(&owner, &file, all.len()), 400, "sync.form");
    refused(server.bytes_of(&owner, &file, usize::MAX), 400, "sync.form");
    let odd = server.ask(Method::GET, &format!("/files/{file}?from=-1"), Some(&owner), vec![]);
    refused(odd, 400, "sync.form");
}

#[test]
fn a_hash_alone_is_a_way_to_nothing() {
    let server = start();
    let owner = server.tenant("acme");
    let thief = server.member(&owner, "pm@firm.example", "project_manager");
    let secret = b"what only the owner has".to_vec();
    server.upload(&owner, &secret);
    let file = recorded(&server.record(&owner, 1, &secret, false));
    // The row is known to every member, its bytes are not theirs.
    refused(server.bytes_of(&thief, &file, 0), 404, "file.not_found");
    // That it is there is not told either, and a row of one's own with that hash is not given.
    let standing = format!("/content/{}?size={}", hash(&secret), secret.len());
    let standing: Value = read(server.ask(Method::GET, &standing, Some(&thief), vec![]));
    assert_eq!(standing, json!({"have": 0, "is_whole": false}));
    assert_eq!(server.record(&thief, 1, &secret, false)["stop"]["why"], "absent_file");
    let told = &server.record(&thief, 1, &secret, true)["told"][0]["outcome"];
    assert_eq!(told["refusal"]["code"], "file.missing_content");
    // Nor is it to another tenant's owner.
    let other = server.tenant("beta");
    refused(server.bytes_of(&other, &file, 0), 404, "file.not_found");
    assert_eq!(server.record(&other, 1, &secret, false)["stop"]["why"], "absent_file");
}

#[test]
fn who_may_not_send_is_told_so() {
    let server = start();
    let owner = server.tenant("acme");
    let pm = server.member(&owner, "pm@firm.example", "project_manager");
    let viewer = server.member(&owner, "viewer@firm.example", "viewer");
    let all = b"a file";
    refused(server.put(&viewer, &hash(all), all.len(), 0, all), 403, "forbidden");
    let told = &server.record(&viewer, 1, all, false)["told"][0]["outcome"];
    assert_eq!(told["refusal"]["code"], "forbidden");
    server.upload(&pm, all);
    let file = recorded(&server.record(&pm, 1, all, false));
    server.suspend(&owner, &pm);
    refused(server.put(&pm, &hash(all), all.len(), 0, all), 403, "actor.suspended");
    refused(server.bytes_of(&pm, &file, 0), 403, "actor.suspended");
}

#[test]
fn uploads_that_lie() {
    let server = start();
    let owner = server.tenant("acme");
    let all = b"the true content".to_vec();
    let size = all.len();
    let sha256 = hash(&all);
    refused(server.put(&owner, &sha256, size, 0, b"the fake content"), 400, "file.other_content");
    refused(server.put(&owner, &sha256, size + 1, 0, &all), 400, "sync.form");
    refused(server.put(&owner, &sha256, 0, 0, &[]), 400, "sync.form");
    refused(server.put(&owner, &sha256, 3 << 30, 0, &all), 413, "server.too_large");
    refused(server.put(&owner, &sha256, size, usize::MAX, &all), 400, "sync.form");
    for odd in ["..%2F..%2Fserver.db", "x", &"0".repeat(65)] {
        refused(server.put(&owner, odd, size, 0, &all), 400, "sync.form");
    }
    // A chunk that is too large, and one of which only half comes.
    match server
        .client
        .put(server.url(&format!("/content/{sha256}?size={}", 2 << 20)))
        .bearer_auth(&owner.tokens.access.0)
        .body(vec![7; CHUNK + 1])
        .send()
    {
        Ok(answer) => refused(answer, 413, "server.too_large"),
        Err(e) => assert!(e.is_request() || e.is_body(), "{e:?}"),
    }
    let head = format!(
        "PUT {API}/content/{sha256}?size={size}&from=0 HTTP/1.1\r\nhost: x\r\n\
         authorization: Bearer {}\r\ncontent-length: {size}\r\n\r\nthe true",
        owner.tokens.access.0
    );
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    drop(stream);
    let standing = format!("/content/{sha256}?size={size}");
    let standing: Value = read(server.ask(Method::GET, &standing, Some(&owner), vec![]));
    assert_eq!(standing, json!({"have": 0, "is_whole": false}), "half a chunk is none");
    server.upload(&owner, &all);
    assert_eq!(server.record(&owner, 1, &all, false)["told"][0]["outcome"]["status"], "applied");
}

/// What is announced is what is counted.
#[test]
fn an_upload_does_not_grow_on_its_way() {
    let server = start();
    let owner = server.tenant("acme");
    let (sha256, chunk) = (hash(b"whatever"), vec![7; CHUNK]);
    let small = CHUNK + 1;
    let standing: Value = read(server.put(&owner, &sha256, small, 0, &chunk));
    assert_eq!(standing["have"], CHUNK as u64);
    refused(server.put(&owner, &sha256, 2 << 30, CHUNK, &chunk), 400, "sync.form");
    // Announced anew it begins anew.
    let standing: Value = read(server.put(&owner, &sha256, 3 * CHUNK, 0, &chunk));
    assert_eq!(standing["have"], CHUNK as u64);
    let standing: Value = read(server.put(&owner, &sha256, 3 * CHUNK, CHUNK, &chunk));
    assert_eq!(standing["have"], 2 * CHUNK as u64);
}

/// The bytes are lost, as after a restore of the database alone: the file is absent, not empty.
#[test]
fn bytes_that_the_server_lost_are_asked_for_again() {
    let server = start();
    let owner = server.tenant("acme");
    let all = b"once upon a time".to_vec();
    server.upload(&owner, &all);
    let file = recorded(&server.record(&owner, 1, &all, false));
    let workspace = server.tenants.workspace("acme").unwrap();
    std::fs::remove_file(workspace.files().path_of(&hash(&all)).unwrap()).unwrap();
    refused(server.bytes_of(&owner, &file, 0), 404, "file.bytes_missing");
    assert_eq!(server.record(&owner, 2, &all, false)["stop"]["why"], "absent_file");
    server.upload(&owner, &all);
    assert_eq!(server.bytes_of(&owner, &file, 0).bytes().unwrap(), all);
}
