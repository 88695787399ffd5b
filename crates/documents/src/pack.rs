//! Packs: a set of documents with a manifest by which anyone can prove, years later and offline,
//! that nothing was changed, lost or added.
//!
//! Invariants: paths inside a pack are relative, plain and unique; the same files give the same
//! ZIP bytes; reading a ZIP never writes to the disk and is bounded. What is no plain file (a
//! link, a device), a path that leads elsewhere, and a name that stands twice in a ZIP are never
//! genuine.

use crate::error::{Result, failed};
use netra_kernel::{Error, Kind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// Name of the manifest inside a pack.
pub const MANIFEST: &str = "manifest.json";
/// Version of the manifest's shape.
pub const VERSION: u32 = 1;
const MAX_MANIFEST: u64 = 64 * 1024 * 1024;
const MAX_ENTRIES: usize = 200_000;
/// What the files of a pack may come to, unpacked: a hostile ZIP cannot keep us busy without end.
const MAX_TOTAL: u64 = 16 << 30;

/// What a pack says about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub version: u32,
    /// Kind of pack: `project`, `quote` …
    pub pack: String,
    pub title: String,
    pub audience: crate::Audience,
    /// Who made it, as shown to people.
    pub made_by: String,
    /// When, as given by the caller (ISO 8601).
    pub made_at: String,
    /// Position in the workspace's history that the data was read at.
    #[serde(default)]
    pub position: String,
    #[serde(default)]
    pub engine: u32,
    pub files: Vec<PackFile>,
    /// Documents that could not be made, with the reason: the pack is then incomplete.
    #[serde(default)]
    pub failed: Vec<Failed>,
}

/// One file of a pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackFile {
    pub path: String,
    /// Lower-case hexadecimal.
    pub sha256: String,
    pub bytes: u64,
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub template: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub template_version: u32,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    pub title: String,
    pub code: String,
}

/// Writes a pack into a directory, file by file; memory does not grow with the pack.
pub struct PackWriter {
    dir: PathBuf,
    manifest: Manifest,
    taken: BTreeSet<String>,
}

impl PackWriter {
    /// Starts a pack in `dir`, which is made if need be and must be empty.
    /// `manifest` gives all but the files.
    /// # Errors
    /// `pack.write`.
    pub fn create(dir: &Path, manifest: Manifest) -> Result<PackWriter> {
        fs::create_dir_all(dir).map_err(|e| write_error(dir, &e))?;
        let mut there = fs::read_dir(dir).map_err(|e| write_error(dir, &e))?;
        if there.next().is_some() {
            return Err(Error::new(Kind::Conflict, "pack.write")
                .arg("path", dir.display().to_string())
                .arg("problem", "the folder is not empty"));
        }
        let manifest = Manifest { files: Vec::new(), version: VERSION, ..manifest };
        Ok(PackWriter { dir: dir.to_owned(), manifest, taken: BTreeSet::new() })
    }

    /// Adds one file. `file` gives path, title and template; hash and size are worked out here.
    /// # Errors
    /// `pack.name` for a path that is not plain or is there already; `pack.write`.
    pub fn add(&mut self, file: PackFile, bytes: &[u8]) -> Result<()> {
        let path = &file.path;
        let fresh = self.taken.insert(path.to_lowercase());
        if !is_plain(path) || path.eq_ignore_ascii_case(MANIFEST) || !fresh {
            return Err(Error::new(Kind::Invalid, "pack.name").arg("path", path));
        }
        let target = self.dir.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|e| write_error(parent, &e))?;
        }
        fs::write(&target, bytes).map_err(|e| write_error(&target, &e))?;
        let sha256 = hex::encode(Sha256::digest(bytes));
        self.manifest.files.push(PackFile { sha256, bytes: bytes.len() as u64, ..file });
        Ok(())
    }

    /// Notes a document that could not be made.
    pub fn add_failed(&mut self, title: &str, code: &str) {
        self.manifest.failed.push(Failed { title: title.to_owned(), code: code.to_owned() });
    }

    /// Writes the manifest, and the whole pack as a ZIP if `zip` is given.
    /// # Errors
    /// `pack.write`.
    pub fn finish(mut self, zip: Option<&Path>) -> Result<Manifest> {
        self.manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut json = serde_json::to_vec_pretty(&self.manifest).map_err(failed)?;
        json.push(b'\n');
        let path = self.dir.join(MANIFEST);
        fs::write(&path, &json).map_err(|e| write_error(&path, &e))?;
        if let Some(zip) = zip {
            self.zip(zip)?;
        }
        Ok(self.manifest)
    }

    fn zip(&self, target: &Path) -> Result<()> {
        let error = |e: &dyn std::fmt::Display| {
            Error::new(Kind::Internal, "pack.write")
                .arg("path", target.display().to_string())
                .arg("problem", e.to_string())
        };
        let out = File::create(target).map_err(|e| error(&e))?;
        let mut zip = zip::ZipWriter::new(std::io::BufWriter::new(out));
        let names = std::iter::once(MANIFEST).chain(self.manifest.files.iter().map(|f| &*f.path));
        for name in names {
            let path = self.dir.join(name);
            let size = fs::metadata(&path).map_err(|e| error(&e))?.len();
            let options = entry_options().large_file(size >= u64::from(u32::MAX));
            zip.start_file(name, options).map_err(|e| error(&e))?;
            let mut file = File::open(&path).map_err(|e| error(&e))?;
            std::io::copy(&mut file, &mut zip).map_err(|e| error(&e))?;
        }
        zip.finish().and_then(|mut w| w.flush().map_err(Into::into)).map_err(|e| error(&e))
    }
}

/// Entries carry one fixed time (1980-01-01), so that the same files give the same bytes.
pub(crate) fn entry_options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644)
}

fn write_error(path: &Path, e: &std::io::Error) -> Error {
    let code =
        if e.kind() == std::io::ErrorKind::StorageFull { "storage.full" } else { "pack.write" };
    Error::new(Kind::Internal, code)
        .arg("path", path.display().to_string())
        .arg("problem", e.to_string())
}

/// A relative path with forward slashes that means the same on every system.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= 240
        && path.split('/').all(|part| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && !part.ends_with(['.', ' '])
                && part.chars().all(|c| !c.is_control() && !"\\:*?\"<>|".contains(c))
        })
}

/// What checking a pack found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// Nothing changed, missing or extra.
    pub ok: bool,
    /// SHA-256 of the manifest, by which its maker knows the pack again.
    pub manifest_sha256: String,
    /// Documents that could not be made when the pack was: it is genuine but not whole.
    pub failed: Vec<Failed>,
    pub files: Vec<FileVerdict>,
    /// There, but not in the manifest.
    pub extra: Vec<String>,
    /// In the manifest, but not there.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileVerdict {
    pub path: String,
    pub ok: bool,
    /// `changed` or `missing`; empty if it is as it was.
    pub reason: String,
}

/// What a pack says about itself, unchecked: a directory, or a ZIP.
/// # Errors
/// As [`verify`].
pub fn manifest(path: &Path) -> Result<Manifest> {
    if path.is_dir() {
        return Ok(read_manifest(open_manifest(path)?)?.0);
    }
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let mut zip = zip::ZipArchive::new(file).map_err(|e| unreadable(path, &e))?;
    let entry = zip.by_name(MANIFEST).map_err(|e| manifest_error(&e))?;
    Ok(read_manifest(entry)?.0)
}

/// The pack that a folder is, or the only one that it holds: what was given to `--out`.
fn pack_in(folder: &Path) -> Result<PathBuf> {
    if folder.join(MANIFEST).exists() {
        return Ok(folder.to_owned());
    }
    let inside = fs::read_dir(folder).map_err(|e| unreadable(folder, &e))?;
    let mut packs = inside.flatten().map(|e| e.path()).filter(|p| p.join(MANIFEST).is_file());
    match (packs.next(), packs.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(manifest_error(&"there is none in this folder")),
        (Some(_), Some(_)) => Err(manifest_error(&"this folder holds several packs; name one")),
    }
}

fn open_manifest(folder: &Path) -> Result<File> {
    let path = folder.join(MANIFEST);
    // A link could lead anywhere.
    if !path.symlink_metadata().is_ok_and(|m| m.is_file()) {
        return Err(manifest_error(&"there is none in this folder"));
    }
    File::open(path).map_err(|e| manifest_error(&e))
}

fn unreadable(path: &Path, e: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::NotFound, "pack.unreadable")
        .arg("path", path.display().to_string())
        .arg("problem", e.to_string())
}

/// Checks a pack: a directory, or a ZIP.
/// # Errors
/// `pack.unreadable` if there is none, `pack.manifest` if it has no sound manifest.
pub fn verify(path: &Path) -> Result<Verification> {
    let unreadable = |e: &dyn std::fmt::Display| unreadable(path, e);
    if path.is_dir() {
        let path = &pack_in(path)?;
        let (manifest, sha256) = read_manifest(open_manifest(path)?)?;
        let mut there = There::default();
        walk(path, "", &mut there).map_err(|e| unreadable(&e))?;
        let mut found = BTreeMap::new();
        for f in &manifest.files {
            // The manifest may itself be hostile: it must not lead out of the pack.
            if is_plain(&f.path) && there.files.contains(&f.path) {
                let file = File::open(path.join(&f.path)).map_err(|e| unreadable(&e))?;
                found.insert(f.path.clone(), hash(file, f.bytes).map_err(|e| unreadable(&e))?);
            }
        }
        there.files.append(&mut there.odd);
        return Ok(judge(&manifest, sha256, &there.files, &found));
    }
    let mut file = File::open(path).map_err(|e| unreadable(&e))?;
    let promised = entries_promised(&mut file).map_err(|e| unreadable(&e))?;
    let mut zip = zip::ZipArchive::new(file).map_err(|e| unreadable(&e))?;
    if zip.len() > MAX_ENTRIES {
        return Err(unreadable(&"too many files"));
    }
    // Two programs could unpack two different files of one name.
    if promised.is_some_and(|n| n != zip.len() as u64) {
        return Err(unreadable(&"a name stands in it twice"));
    }
    let (manifest, sha256) = {
        let entry = zip.by_name(MANIFEST).map_err(|e| manifest_error(&e))?;
        read_manifest(entry)?
    };
    let there: BTreeSet<String> =
        zip.file_names().filter(|n| !n.ends_with('/')).map(str::to_owned).collect();
    let mut found = BTreeMap::new();
    for f in &manifest.files {
        if !is_plain(&f.path) || !there.contains(&f.path) {
            continue;
        }
        // A file longer than it should be is changed; there is no need to unpack all of it.
        let sum = match zip.by_name(&f.path) {
            Ok(entry) => hash(entry, f.bytes).unwrap_or_default(),
            Err(_) => String::new(),
        };
        found.insert(f.path.clone(), sum);
    }
    Ok(judge(&manifest, sha256, &there, &found))
}

fn manifest_error(e: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::Invalid, "pack.manifest").arg("problem", e.to_string())
}

fn read_manifest(from: impl Read) -> Result<(Manifest, String)> {
    let mut bytes = Vec::new();
    from.take(MAX_MANIFEST).read_to_end(&mut bytes).map_err(|e| manifest_error(&e))?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|e| manifest_error(&e))?;
    let total = manifest.files.iter().try_fold(0u64, |sum, f| sum.checked_add(f.bytes));
    if total.is_none_or(|t| t > MAX_TOTAL) {
        return Err(manifest_error(&"it is too large"));
    }
    if manifest.version > VERSION {
        return Err(Error::new(Kind::Incompatible, "pack.manifest")
            .arg("problem", format!("version {}", manifest.version)));
    }
    Ok((manifest, hex::encode(Sha256::digest(&bytes))))
}

/// How many files the end of a ZIP says it holds; `None` where it is too many to be said there.
fn entries_promised(file: &mut File) -> std::io::Result<Option<u64>> {
    const MARK: &[u8] = b"PK\x05\x06";
    const LONGEST: u64 = 22 + 65_535;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST)))?;
    let mut tail = Vec::new();
    file.take(LONGEST).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let at = tail.windows(MARK.len()).rposition(|w| w == MARK);
    let count = at.and_then(|at| tail.get(at + 10..at + 12));
    let count = count.map(|b| u64::from(u16::from_le_bytes([b[0], b[1]])));
    Ok(count.filter(|n| *n != u64::from(u16::MAX)))
}

/// What stands in a pack's folder.
#[derive(Default)]
struct There {
    files: BTreeSet<String>,
    /// Links, devices and the like: never opened.
    odd: BTreeSet<String>,
}

fn walk(dir: &Path, prefix: &str, out: &mut There) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), out)?;
        } else if kind.is_file() {
            out.files.insert(name);
        } else {
            out.odd.insert(name);
        }
        if out.files.len() + out.odd.len() > MAX_ENTRIES {
            return Err(std::io::Error::other("too many files"));
        }
    }
    Ok(())
}

/// SHA-256 of at most `limit` bytes; empty if there are more.
fn hash(mut from: impl Read, limit: u64) -> std::io::Result<String> {
    let mut sum = Sha256::new();
    let mut buffer = [0; 64 * 1024];
    let mut seen = 0;
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(hex::encode(sum.finalize()));
        }
        seen += n as u64;
        if seen > limit {
            return Ok(String::new());
        }
        sum.update(&buffer[..n]);
    }
}

fn judge(
    manifest: &Manifest,
    manifest_sha256: String,
    there: &BTreeSet<String>,
    found: &BTreeMap<String, String>,
) -> Verification {
    let mut files = Vec::new();
    let mut missing = Vec::new();
    for f in &manifest.files {
        let reason = match found.get(&f.path) {
            None => {
                missing.push(f.path.clone());
                "missing"
            }
            Some(sum) if *sum == f.sha256 => "",
            Some(_) => "changed",
        };
        let (path, ok) = (f.path.clone(), reason.is_empty());
        files.push(FileVerdict { path, ok, reason: reason.to_owned() });
    }
    // What the manifest names but could not be read as a file of the pack is extra, too.
    let known: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    let extra: Vec<String> =
        there.iter().filter(|p| *p != MANIFEST && !known.contains(p.as_str())).cloned().collect();
    let ok = files.iter().all(|f| f.ok) && extra.is_empty();
    Verification { ok, manifest_sha256, failed: manifest.failed.clone(), files, extra, missing }
}
