//! Building a pack: ask the core for each document's data, render it in each format, write the
//! manifest, record it.
//!
//! Invariant: the pack appears under its name whole or not at all, and recorded before; a document
//! that fails is named with its reason and the rest is delivered, marked incomplete.
//! Invariant: a pack beside the data is for its maker's eyes alone, as the data is.
//! Invariant: nothing in a pack depends on the clock: the time in the manifest is that of the
//! journal's last entry.

use crate::WorkspaceError;
use crate::aside::Aside;
use crate::backup::{create_private_folder, make_private};
use crate::files::io_error;
use crate::folder::{Session, Workspace};
use crate::jobs::Ticket;
use crate::press::{About, Press};
use netra_documents::pack::{self, Manifest, PackFile, PackWriter};
use netra_documents::{Audience, ENGINE_VERSION, Format, render};
use netra_kernel::{Error, Id, Kind, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to build.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackOrder {
    /// `project` or `quote`.
    pub kind: String,
    pub subject: Id,
    /// `md`, `docx`, `pdf`.
    pub formats: Vec<String>,
    pub audience: Audience,
    /// `en` or `hi`; when not given a quote speaks its own language, a project the person's.
    #[serde(default)]
    pub language: Option<String>,
    /// The folder that the pack's folder is made in; `packs` beside the data when not given.
    #[serde(default)]
    pub out: Option<PathBuf>,
    /// Also as one ZIP beside the folder.
    #[serde(default)]
    pub zip: bool,
}

/// The job `pack.build`; its arguments are a [`PackOrder`].
/// # Errors
/// `arguments`, what `pack.contents` refuses, `pack.write`, `storage.full`, `job.cancelled`.
pub fn build_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    let order: PackOrder = serde_json::from_value(args).map_err(|e| {
        Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", e.to_string())
    })?;
    build(workspace, session, &order, ticket)
}

/// The job `pack.verify`: `{"path"}` of a pack's folder or ZIP, or `{"base64"}` of a ZIP. Answers
/// with the verdict on every file and on those that are too many or missing.
/// # Errors
/// `arguments`, `pack.unreadable`, `pack.manifest`, storage errors.
pub fn verify_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    _: &Ticket<'_>,
) -> Result<Value> {
    use base64::Engine as _;
    let malformed = || Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", "");
    if let Some(path) = args["path"].as_str() {
        return recorded(workspace, session, &pack::verify(Path::new(path.trim()))?);
    }
    let encoded = args["base64"].as_str().ok_or_else(malformed)?;
    let bytes =
        base64::engine::general_purpose::STANDARD.decode(encoded).map_err(|_| malformed())?;
    let aside = Aside::new(workspace.root())?;
    let zip = aside.path("pack.zip");
    fs::write(&zip, bytes).map_err(io_error)?;
    recorded(workspace, session, &pack::verify(&zip)?)
}

/// The verdict, and under `recorded` what `pack.known` says of the manifest.
fn recorded(workspace: &Workspace, session: &Session, found: &pack::Verification) -> Result<Value> {
    let mut report = serde_json::to_value(found)?;
    let args = json!({ "manifest_sha256": found.manifest_sha256 });
    report["recorded"] = workspace.ask(session, "pack.known", &args)?;
    Ok(report)
}

pub(crate) fn formats(names: &[String]) -> Result<Vec<Format>> {
    let mut out = Vec::new();
    for name in names {
        let found = Format::ALL.into_iter().find(|f| f.extension() == name);
        let format = found.ok_or_else(|| Error::field("formats", "pack.format_unknown"))?;
        if !out.contains(&format) {
            out.push(format);
        }
    }
    if out.is_empty() { Err(Error::field("formats", "required")) } else { Ok(out) }
}

/// Builds a pack.
/// # Errors
/// As [`build_job`].
pub fn build(
    workspace: &Workspace,
    session: &Session,
    order: &PackOrder,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    let formats = formats(&order.formats)?;
    let about = About {
        kind: order.kind.clone(),
        subject: order.subject,
        audience: order.audience,
        language: order.language.clone(),
    };
    let (press, contents) = Press::set_up(workspace, session, &about)?;
    let title = contents["title"].as_str().unwrap_or_default().to_owned();
    let documents = contents["rows"].as_array().cloned().unwrap_or_default();
    let folder = free_folder(workspace, order, &title)?;
    let out = folder.parent().map(Path::to_owned).unwrap_or_default();
    let aside = out.join(format!(".{}.part", workspace.host().new_id()?));
    let zip = order.zip.then(|| zip_beside(&folder));
    let zip_aside = zip_beside(&aside);
    let parts = Parts { order, formats: &formats, title: &title, documents: &documents };
    let made = write(&press, &parts, &aside, zip.as_ref().map(|_| &*zip_aside), ticket);
    // What is written now is not of that moment any more.
    drop(press);
    let delivered = made.and_then(|(manifest, sha256)| {
        if order.out.is_none() {
            close_to_others(&aside, &manifest, zip.as_ref().map(|_| &*zip_aside))?;
        }
        // By this entry the pack is known again: it comes first, so that none is ever unknown.
        let record = workspace.run(
            session,
            "pack.record",
            json!({"kind": order.kind, "subject": order.subject, "title": title,
                   "audience": order.audience, "formats": order.formats,
                   "documents": documents.len() - manifest.failed.len(),
                   "failed": manifest.failed.len(), "manifest_sha256": sha256}),
        )?;
        fs::rename(&aside, &folder).map_err(io_error)?;
        if let Some(zip) = &zip
            && let Err(e) = fs::rename(&zip_aside, zip)
        {
            let _ = fs::remove_dir_all(&folder);
            return Err(io_error(e));
        }
        Ok((manifest, sha256, record))
    });
    if delivered.is_err() {
        // Nothing half-built stays; the error that matters is the one we return.
        let _ = fs::remove_dir_all(&aside);
        let _ = fs::remove_file(&zip_aside);
    }
    let (manifest, sha256, record) = delivered?;
    Ok(json!({
        "pack": record.outcome["pack"],
        "folder": folder.display().to_string(),
        "zip": zip.map(|z| z.display().to_string()),
        "documents": documents.len() - manifest.failed.len(),
        "files": manifest.files.len(),
        "failed": manifest.failed,
        "manifest_sha256": sha256,
    }))
}

/// The folder that the pack will be, in a folder that is there.
fn free_folder(workspace: &Workspace, order: &PackOrder, title: &str) -> Result<PathBuf> {
    let out = match &order.out {
        Some(out) => out.clone(),
        None => workspace.root().join(PACKS),
    };
    // The answer names the folder to whoever asks later, from wherever they are then.
    let out = std::path::absolute(&out).map_err(io_error)?;
    match &order.out {
        Some(out) => fs::create_dir_all(out).map_err(io_error)?,
        None => create_private_folder(&out).map_err(io_error)?,
    }
    let name = file_name(&format!("{} {title}", order.kind));
    let folder = out.join(&name);
    let is_taken = folder.exists() || (order.zip && zip_beside(&folder).exists());
    if !is_taken {
        return Ok(folder);
    }
    // Of the packs beside the data each one stays, and the next is numbered.
    if order.out.is_some() {
        return Err(WorkspaceError::FolderTaken { folder: folder.display().to_string() }.into());
    }
    let is_free = |f: &PathBuf| !f.exists() && !zip_beside(f).exists();
    let numbered = (2..=MOST_OF_ONE_NAME).map(|n| out.join(format!("{name}-{n}"))).find(is_free);
    numbered
        .ok_or_else(|| WorkspaceError::FolderTaken { folder: folder.display().to_string() }.into())
}

/// Opens nothing of a pack to others of the machine.
fn close_to_others(folder: &Path, manifest: &Manifest, zip: Option<&Path>) -> Result<()> {
    create_private_folder(folder).map_err(io_error)?;
    let files = manifest.files.iter().map(|f| folder.join(&f.path));
    for file in files.chain([folder.join(pack::MANIFEST)]).chain(zip.map(Path::to_owned)) {
        make_private(&file).map_err(io_error)?;
    }
    Ok(())
}

/// The folder beside the data for packs that were asked for without a place.
pub(crate) const PACKS: &str = "packs";
/// Packs that lie beside the data, made to be sent and so not encrypted.
pub(crate) fn packs_in_clear(root: &Path) -> usize {
    let entries = fs::read_dir(root.join(PACKS)).into_iter().flatten().flatten();
    entries.filter(|e| !e.file_name().to_string_lossy().starts_with('.')).count()
}

/// Packs of one name that are kept side by side.
const MOST_OF_ONE_NAME: u32 = 9_999;

/// `DIR/name.zip`; a dot in the name is part of it.
pub(crate) fn zip_beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".zip");
    folder.with_file_name(name)
}

/// What goes into the pack.
struct Parts<'a> {
    order: &'a PackOrder,
    formats: &'a [Format],
    title: &'a str,
    documents: &'a [Value],
}

fn write(
    press: &Press<'_>,
    parts: &Parts<'_>,
    aside: &Path,
    zip: Option<&Path>,
    ticket: &Ticket<'_>,
) -> Result<(Manifest, String)> {
    let Parts { order, formats, title, documents } = parts;
    let (position, at) = press.moment.position()?;
    let me = press.moment.ask(&press.session, "person.me", &Value::Null)?;
    let manifest = Manifest {
        version: pack::VERSION,
        pack: order.kind.clone(),
        title: (*title).to_owned(),
        audience: order.audience,
        made_by: me["name"].as_str().unwrap_or_default().to_owned(),
        made_at: at.to_string(),
        position,
        engine: ENGINE_VERSION,
        files: Vec::new(),
        failed: Vec::new(),
    };
    let mut writer = PackWriter::create(aside, manifest)?;
    let total = (documents.len() * formats.len()) as u64;
    let mut done = 0;
    for (n, d) in documents.iter().enumerate() {
        let text = |k: &str| d[k].as_str().unwrap_or_default();
        let (name, title) = (format!("{:02}-{}", n + 1, text("file_name")), text("title"));
        ticket.go_on(done, total, title)?;
        match one(press, formats, d) {
            Ok((files, version)) => {
                for (format, bytes) in files {
                    let file = PackFile {
                        path: format!("{name}.{}", format.extension()),
                        sha256: String::new(),
                        bytes: 0,
                        title: title.to_owned(),
                        template: text("template").to_owned(),
                        template_version: version,
                    };
                    writer.add(file, &bytes)?;
                }
            }
            // A full disk or a fault of the store is not the document's fault.
            Err(e) if e.code().starts_with("storage.") => return Err(e),
            Err(e) => writer.add_failed(title, e.code()),
        }
        done += formats.len() as u64;
    }
    ticket.go_on(total, total, "")?;
    let manifest = writer.finish(zip)?;
    let bytes = fs::read(aside.join(pack::MANIFEST)).map_err(io_error)?;
    Ok((manifest, hex::encode(Sha256::digest(bytes))))
}

type Rendered = (Vec<(Format, Vec<u8>)>, u32);

fn one(press: &Press<'_>, formats: &[Format], row: &Value) -> Result<Rendered> {
    let document = press.document(row)?;
    let mut files = Vec::new();
    for format in formats {
        files.push((*format, render(&document, *format)?));
    }
    Ok((files, document.meta.template_version))
}

/// A name that every system takes as a folder's.
pub(crate) fn file_name(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        // Signs that join Devanagari letters are part of their word.
        let plain = c.is_alphanumeric() || matches!(c, '\u{0900}'..='\u{0963}' | '\u{200D}');
        let c = if plain { c } else { '-' };
        if c != '-' || !out.ends_with('-') {
            out.push(c);
        }
        if out.len() > 80 {
            break;
        }
    }
    out.trim_matches('-').to_lowercase()
}

#[cfg(test)]
mod tests {
    #[test]
    fn folder_names_are_plain() {
        for (text, name) in [
            ("project Sales transformation, Deshpande", "project-sales-transformation-deshpande"),
            ("quote ../../etc/passwd", "quote-etc-passwd"),
            ("project बिक्री सुधार", "project-बिक्री-सुधार"),
            ("project Malabar – Lean", "project-malabar-lean"),
            ("project क्षत्रिय। दिल्ली", "project-क्षत्रिय-दिल्ली"),
        ] {
            assert_eq!(super::file_name(text), name);
        }
    }
}
