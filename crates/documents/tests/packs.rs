//! A pack proves what it is: changed, missing and extra files are found, in folder and ZIP.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, may fail loudly")]

use netra_documents::Audience;
use netra_documents::pack::{MANIFEST, Manifest, PackFile, PackWriter, verify};
use sha2::Digest;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

fn manifest() -> Manifest {
    Manifest {
        version: 1,
        pack: "project".into(),
        title: "Project".into(),
        audience: Audience::Client,
        made_by: "Meera".into(),
        made_at: "2026-11-21T10:00:00Z".into(),
        position: "42".into(),
        engine: 1,
        files: Vec::new(),
        failed: Vec::new(),
    }
}

fn file(path: &str) -> PackFile {
    PackFile {
        path: path.into(),
        sha256: String::new(),
        bytes: 0,
        title: String::new(),
        template: String::new(),
        template_version: 0,
    }
}

fn build(at: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (dir, zip) = (at.join("pack"), at.join("pack.zip"));
    let mut w = PackWriter::create(&dir, manifest()).unwrap();
    w.add(file("01 Summary.md"), b"# Summary").unwrap();
    w.add(file("signoffs/02.pdf"), b"%PDF").unwrap();
    w.finish(Some(&zip)).unwrap();
    (dir, zip)
}

/// The ZIP again, with each entry as `change` wants it.
fn rezip(zip: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, extra: Option<&str>) {
    let bytes = fs::read(zip).unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(fs::File::create(zip).unwrap());
    for i in 0..from.len() {
        let mut entry = from.by_index(i).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if let Some(content) = change(entry.name(), content) {
            to.start_file(entry.name(), zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(&content).unwrap();
        }
    }
    if let Some(name) = extra {
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(b"x").unwrap();
    }
    to.finish().unwrap();
}

#[test]
fn a_whole_pack_is_genuine_and_the_same_each_time() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (dir, zip) = build(a.path());
    let (_, again) = build(b.path());
    assert!(verify(&dir).unwrap().ok);
    let v = verify(&zip).unwrap();
    assert!(v.ok && v.files.len() == 2);
    assert_eq!(fs::read(&zip).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn changes_are_found_in_a_folder() {
    let t = tempfile::tempdir().unwrap();
    let (dir, _) = build(t.path());
    fs::write(dir.join("01 Summary.md"), "# Summarz").unwrap();
    fs::remove_file(dir.join("signoffs/02.pdf")).unwrap();
    fs::write(dir.join("signoffs/03.pdf"), "new").unwrap();
    let v = verify(&dir).unwrap();
    assert!(!v.ok);
    let reasons: Vec<&str> = v.files.iter().map(|f| f.reason.as_str()).collect();
    assert_eq!(reasons, ["changed", "missing"]);
    assert_eq!(
        (v.missing, v.extra),
        (vec!["signoffs/02.pdf".into()], vec!["signoffs/03.pdf".into()])
    );
}

#[test]
fn changes_are_found_in_a_zip() {
    type Change = fn(&str, Vec<u8>) -> Option<Vec<u8>>;
    let cases: [(Change, Option<&str>, &str); 4] = [
        (|n, c| Some(if n == "signoffs/02.pdf" { b"%PDG".to_vec() } else { c }), None, "changed"),
        (
            |n, c| Some(if n == "signoffs/02.pdf" { [c, vec![0; 9]].concat() } else { c }),
            None,
            "changed",
        ),
        (|n, c| (n != "signoffs/02.pdf").then_some(c), None, "missing"),
        (|_, c| Some(c), Some("more.txt"), ""),
    ];
    for (change, extra, reason) in cases {
        let t = tempfile::tempdir().unwrap();
        let (_, zip) = build(t.path());
        rezip(&zip, change, extra);
        let v = verify(&zip).unwrap();
        assert!(!v.ok);
        assert_eq!(v.files[1].reason, reason);
        assert_eq!(v.extra.len(), usize::from(extra.is_some()));
    }
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let t = tempfile::tempdir().unwrap();
    let mut w = PackWriter::create(&t.path().join("p"), manifest()).unwrap();
    for bad in ["", "/etc/x", "../x", "a/../b", "a//b", "C:\\x", "a\\b", "x.", MANIFEST, "a\u{7}"] {
        assert_eq!(w.add(file(bad), b"").unwrap_err().code(), "pack.name", "{bad:?}");
    }
    w.add(file("a.md"), b"").unwrap();
    assert_eq!(w.add(file("A.md"), b"").unwrap_err().code(), "pack.name");
    // Nor is a manifest believed that points outside.
    let dir = t.path().join("q");
    fs::create_dir(&dir).unwrap();
    let mut m = manifest();
    m.files.push(file("../outside"));
    fs::write(t.path().join("outside"), "secret").unwrap();
    fs::write(dir.join(MANIFEST), serde_json::to_vec(&m).unwrap()).unwrap();
    assert_eq!(verify(&dir).unwrap().missing, ["../outside"]);
}

#[test]
fn what_is_no_pack_is_refused() {
    let t = tempfile::tempdir().unwrap();
    assert_eq!(verify(&t.path().join("none")).unwrap_err().code(), "pack.unreadable");
    assert_eq!(verify(t.path()).unwrap_err().code(), "pack.manifest");
    fs::write(t.path().join("x.zip"), "not a zip").unwrap();
    assert_eq!(verify(&t.path().join("x.zip")).unwrap_err().code(), "pack.unreadable");
    fs::write(t.path().join(MANIFEST), "{}").unwrap();
    assert_eq!(verify(t.path()).unwrap_err().code(), "pack.manifest");
    let newer = serde_json::to_value(Manifest { version: 99, ..manifest() }).unwrap();
    fs::write(t.path().join(MANIFEST), newer.to_string()).unwrap();
    assert_eq!(verify(t.path()).unwrap_err().kind(), netra_kernel::Kind::Incompatible);
    assert_eq!(
        PackWriter::create(t.path(), manifest()).err().map(|e| e.code()),
        Some("pack.write")
    );
}

/// A ZIP of these entries, whatever they are called, with a manifest that vouches for `named`.
fn hostile_zip(at: &Path, entries: &[(&str, &[u8])], named: &[(&str, &[u8], u64)]) {
    let mut m = manifest();
    for (path, content, bytes) in named {
        m.files.push(PackFile {
            sha256: hex::encode(sha2::Sha256::digest(content)),
            bytes: *bytes,
            ..file(path)
        });
    }
    let mut zip = zip::ZipWriter::new(fs::File::create(at).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file(MANIFEST, options).unwrap();
    zip.write_all(&serde_json::to_vec(&m).unwrap()).unwrap();
    for (name, content) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn a_zip_that_would_unpack_elsewhere_is_never_genuine() {
    let t = tempfile::tempdir().unwrap();
    let zip = t.path().join("x.zip");
    for bad in ["../evil.sh", "/etc/cron.d/evil", "a/../../evil", "C:\\evil", "a\\..\\evil"] {
        // Even though the manifest vouches for it.
        hostile_zip(&zip, &[(bad, b"x")], &[(bad, b"x", 1)]);
        let v = verify(&zip).unwrap();
        assert!(!v.ok && v.missing == [bad] && v.extra == [bad], "{bad}: {v:?}");
        assert_eq!(fs::read_dir(t.path()).unwrap().count(), 1, "something was unpacked");
    }
}

#[test]
fn a_name_that_stands_twice_is_never_genuine() {
    let t = tempfile::tempdir().unwrap();
    let zip = t.path().join("x.zip");
    hostile_zip(&zip, &[("a.md", b"good"), ("b.md", b"evil")], &[("a.md", b"good", 4)]);
    let mut bytes = fs::read(&zip).unwrap();
    // The other name is written over: two entries are now called a.md.
    while let Some(at) = bytes.windows(4).position(|w| w == b"b.md") {
        bytes[at] = b'a';
    }
    fs::write(&zip, bytes).unwrap();
    assert_eq!(verify(&zip).unwrap_err().code(), "pack.unreadable");
    // A manifest that names one file twice, with two contents, is caught by one of them.
    hostile_zip(&zip, &[("a.md", b"good")], &[("a.md", b"good", 4), ("a.md", b"evil", 4)]);
    assert!(!verify(&zip).unwrap().ok);
}

#[test]
fn a_manifest_cannot_keep_us_busy() {
    let t = tempfile::tempdir().unwrap();
    let zip = t.path().join("x.zip");
    let zeros = vec![0; 1 << 20];
    hostile_zip(&zip, &[("a", &zeros)], &[("a", &zeros, u64::MAX)]);
    assert_eq!(verify(&zip).unwrap_err().code(), "pack.manifest");
    hostile_zip(&zip, &[("a", &zeros)], &[("a", &zeros, u64::MAX), ("b", b"", 2)]);
    assert_eq!(verify(&zip).unwrap_err().code(), "pack.manifest");
    // Longer than it was: read no further than that.
    hostile_zip(&zip, &[("a", &zeros)], &[("a", b"0", 1)]);
    assert_eq!(verify(&zip).unwrap().files[0].reason, "changed");
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_opened() {
    let t = tempfile::tempdir().unwrap();
    let (dir, _) = build(t.path());
    let secret = t.path().join("secret");
    // The same content, but not in the pack.
    fs::rename(dir.join("signoffs/02.pdf"), &secret).unwrap();
    std::os::unix::fs::symlink(&secret, dir.join("signoffs/02.pdf")).unwrap();
    let v = verify(&dir).unwrap();
    assert!(!v.ok && v.missing == ["signoffs/02.pdf"] && v.extra == ["signoffs/02.pdf"], "{v:?}");
    // A device that never ends, and a folder that leads to itself.
    fs::remove_file(dir.join("signoffs/02.pdf")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", dir.join("signoffs/02.pdf")).unwrap();
    std::os::unix::fs::symlink(&dir, dir.join("again")).unwrap();
    let v = verify(&dir).unwrap();
    assert_eq!(v.extra, ["again", "signoffs/02.pdf"]);
}
