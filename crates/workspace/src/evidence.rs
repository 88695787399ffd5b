//! Stored files with their rows: put in by `file.add`, taken out by who may have them.
//!
//! Invariant: bytes are stored before a row names them.

use crate::folder::{Session, Workspace};
use crate::remote;
use netra_kernel::{Id, Result};
use serde_json::{Value, json};

impl Workspace {
    /// Stores bytes and records them with `file.add`, whose outcome is the answer.
    /// # Errors
    /// What the store or `file.add` refuses.
    pub fn add_file(
        &self,
        session: &Session,
        name: &str,
        media_type: &str,
        reader: &mut dyn std::io::Read,
    ) -> Result<Value> {
        let stored = self.files().store(reader)?;
        let args = json!({"sha256": stored.sha256, "name": name, "media_type": media_type,
                          "size_bytes": stored.size_bytes});
        Ok(self.run(session, "file.add", args)?.outcome)
    }

    /// Writes a stored file's bytes, decrypted and verified, for somebody who may have them; the
    /// answer is that of `file.get`.
    /// # Errors
    /// What `file.get` refuses, `file.bytes_missing`, `file.bytes_changed`.
    pub fn open_file(
        &self,
        session: &Session,
        file: Id,
        out: &mut dyn std::io::Write,
    ) -> Result<Value> {
        let view = self.ask(session, "file.get", &json!({ "file": file }))?;
        self.need_bytes(&view)?;
        self.files().copy_to(view["sha256"].as_str().unwrap_or_default(), out)?;
        Ok(view)
    }

    /// Fetches the bytes of a file that `file.get` told of, if only the server has them.
    /// # Errors
    /// As [`remote::fetch`].
    pub(crate) fn need_bytes(&self, view: &Value) -> Result<()> {
        let sha256 = view["sha256"].as_str().unwrap_or_default();
        if self.files().size_of(sha256)?.is_none() && self.is_replica() {
            remote::fetch(self, view)?;
        }
        Ok(())
    }
}
