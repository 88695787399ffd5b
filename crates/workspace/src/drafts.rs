//! What somebody is typing and has not handed in: kept so that a crash costs less than a second.
//!
//! Invariant: a draft is of one person on this device; it is in no history, no sync, no backup.
//! Invariant: it lies in the workspace's database, so it is encrypted where the workspace is.
//! Invariant: nobody's drafts grow without bound: the oldest make room.

use crate::WorkspaceError;
use crate::folder::{Session, Workspace};
use netra_kernel::Result;
use netra_kernel::rusqlite::{Connection, params};
use serde_json::{Value, json};

/// The longest draft, in bytes; minutes of a long meeting are a tenth of it.
const LONGEST: usize = 1 << 20;
/// How many a person may have at once.
const MOST: i64 = 200;

impl Workspace {
    /// Keeps what is being typed under `key`; empty text forgets it.
    /// # Errors
    /// `rpc.malformed` for a missing key or a text over 1 MB; storage errors.
    pub fn keep_draft(&self, session: &Session, key: &str, text: &str) -> Result<()> {
        if key.is_empty() || key.len() > 300 || text.len() > LONGEST {
            let problem = "a draft has a key and at most 1 MB".to_owned();
            return Err(WorkspaceError::Malformed { problem }.into());
        }
        let (at, name) = (self.host().now(), format!("{}{key}", shelf(session)));
        let conn = self.writer();
        self.may_open(&conn)?;
        if text.is_empty() {
            conn.execute("DELETE FROM local_facts WHERE name = ?1", [name])?;
            return Ok(());
        }
        let value = json!({ "at": at, "text": text }).to_string();
        conn.execute(
            "INSERT OR REPLACE INTO local_facts (name, value) VALUES (?1, ?2)",
            params![name, value],
        )?;
        make_room(&conn, &shelf(session))
    }

    /// A person's drafts whose keys begin so: `[{key, text, at}]`, by key.
    /// # Errors
    /// Storage errors.
    pub fn drafts(&self, session: &Session, prefix: &str) -> Result<Value> {
        let (conn, shelf) = (self.writer(), shelf(session));
        self.may_open(&conn)?;
        let mut stmt = conn.prepare(
            "SELECT substr(name, length(?1) + 1), value FROM local_facts
             WHERE substr(name, 1, length(?1) + length(?2)) = ?1 || ?2 ORDER BY name",
        )?;
        let rows = stmt.query_map([shelf.as_str(), prefix], |r| {
            Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
        })?;
        let mut list = Vec::new();
        for row in rows {
            let (key, value) = row?;
            let Ok(mut draft) = serde_json::from_str::<Value>(&value) else { continue };
            draft["key"] = key.into();
            list.push(draft);
        }
        Ok(list.into())
    }
}

/// Under which names a person's drafts lie.
fn shelf(session: &Session) -> String {
    format!("draft:{}:", session.actor)
}

fn make_room(conn: &Connection, shelf: &str) -> Result<()> {
    conn.execute(
        "DELETE FROM local_facts WHERE name IN (
             SELECT name FROM local_facts WHERE substr(name, 1, length(?1)) = ?1
             ORDER BY value ->> 'at' DESC, name LIMIT -1 OFFSET ?2)",
        params![shelf, MOST],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Choice;
    use crate::{Content, CreateOptions, Host, KeySource};

    fn office() -> (tempfile::TempDir, Workspace, Session) {
        let dir = tempfile::tempdir().unwrap();
        let firm = json!({"firm_name": "Acme Consulting", "owner_name": "Olivia Owner",
                          "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                          "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
        let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Firm(firm) };
        let root = dir.path().join("office");
        let source = KeySource::default();
        let workspace = Workspace::create(&root, &options, &source, Host::system()).unwrap();
        let session = workspace.session(None, "en").unwrap();
        (dir, workspace, session)
    }
    fn keys(workspace: &Workspace, session: &Session, prefix: &str) -> Vec<String> {
        let found = workspace.drafts(session, prefix).unwrap();
        found.as_array().unwrap().iter().map(|d| d["key"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_draft_stays_until_it_is_handed_in_and_is_its_writers_alone() {
        let (dir, workspace, me) = office();
        let other = Session { actor: netra_kernel::Id([7; 16]), locale: "en".into() };
        workspace.keep_draft(&me, "minutes 1", "first").unwrap();
        workspace.keep_draft(&me, "minutes 1", "first and more").unwrap();
        workspace.keep_draft(&me, "form %", "x").unwrap();
        let found = workspace.drafts(&me, "minutes ").unwrap();
        assert_eq!(found[0]["text"], "first and more");
        assert!(found[0]["at"].is_string(), "{found}");
        assert_eq!(keys(&workspace, &me, ""), ["form %", "minutes 1"]);
        assert_eq!(keys(&workspace, &me, "form"), ["form %"]);
        assert!(keys(&workspace, &other, "").is_empty());
        // As after a crash: the folder is opened again and nothing was said before.
        drop(workspace);
        let root = dir.path().join("office");
        let again = Workspace::open(&root, &KeySource::default(), Host::system()).unwrap();
        assert_eq!(keys(&again, &me, ""), ["form %", "minutes 1"]);
        again.keep_draft(&me, "minutes 1", "").unwrap();
        assert_eq!(keys(&again, &me, ""), ["form %"]);
    }

    #[test]
    fn drafts_do_not_grow_without_bound() {
        let (_dir, workspace, me) = office();
        for n in 0..MOST + 5 {
            workspace.keep_draft(&me, &format!("{n:04}"), "text").unwrap();
        }
        assert_eq!(keys(&workspace, &me, "").len(), usize::try_from(MOST).unwrap());
        assert!(workspace.keep_draft(&me, "", "text").is_err());
        assert!(workspace.keep_draft(&me, "long", &"x".repeat(LONGEST + 1)).is_err());
    }
}
