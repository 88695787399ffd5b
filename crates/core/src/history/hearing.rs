//! Who may hear an entry of the journal.
//!
//! Invariant: a sentence is told only to whoever may see every record that it names. Which facts of
//! a sentence name a record is a table; a test checks that each word of every sentence is in it.
//! Invariant: a sentence about many leads names one that the reader may see, or is not told.
//! Invariant: what took something back is heard by whoever may hear of that.

use super::{Stored, visible};
use crate::permissions as may;
use netra_kernel::rusqlite::params;
use netra_kernel::{Facts, Id, Permission, Reader, Result};
use serde_json::Value;
use std::collections::HashMap;

/// Longer arguments are those of lists of rows, which name no record.
const MOST_OF_ARGS: i64 = 65_536;
/// Records of one entry and one kind that are looked at.
const MOST: u32 = 200;

/// A word of a sentence that names a record.
struct Naming {
    /// Commands whose name begins so.
    of: &'static str,
    word: &'static str,
    /// Where the record is.
    tables: &'static [&'static str],
    /// Who has all of these sees every such record, and hears of those that are no more.
    all: &'static [Permission],
}

const fn naming(
    of: &'static str,
    word: &'static str,
    tables: &'static [&'static str],
    all: &'static [Permission],
) -> Naming {
    Naming { of, word, tables, all }
}

const LEADS: &[Permission] = &[may::LEAD_READ_ALL];
const COMPANIES: &[Permission] = &[may::COMPANY_READ];
const DEALS: &[Permission] = &[may::DEAL_READ, may::SALES_READ_ALL];
const QUOTES: &[Permission] = &[may::QUOTE_READ, may::SALES_READ_ALL];
const AGREEMENTS: &[Permission] = &[may::AGREEMENT_READ, may::SALES_READ_ALL];
const PAYMENTS: &[Permission] = &[may::AGREEMENT_READ, may::SALES_READ_ALL, may::PAYMENT_READ];
const PROJECTS: &[Permission] = &[may::PROJECT_READ_ALL];

const NAMES: &[Naming] = &[
    naming("", "lead", &["leads"], LEADS),
    naming("", "merged", &["leads"], LEADS),
    naming("", "company", &["companies"], COMPANIES),
    naming("", "contact", &["contacts"], COMPANIES),
    naming("", "deal", &["deals"], DEALS),
    naming("", "quote", &["quotes"], QUOTES),
    naming("quote.", "number", &["quotes"], QUOTES),
    naming("quote.", "from", &["quotes"], QUOTES),
    naming("", "agreement", &["agreements", "instalments"], AGREEMENTS),
    naming("payment.", "reference", &["payments"], PAYMENTS),
    naming("", "invoice", &["invoices"], AGREEMENTS),
    naming("", "project", &["projects"], PROJECTS),
    naming("", "meeting", &["meetings"], PROJECTS),
    naming("", "milestone", &["milestones", "projects"], PROJECTS),
    naming("", "item", &["sow_items"], PROJECTS),
    naming("", "deliverable", &["deliverables", "projects"], PROJECTS),
    naming("signoff.", "what", &["projects"], PROJECTS),
    naming("change.", "number", &["change_requests"], PROJECTS),
    naming("", "key", &["settings"], &[may::WORKSPACE_SETTINGS]),
];

/// One reader, and what is known by now of what they may see.
pub(super) struct Ears<'r, 'c> {
    reader: &'r Reader<'c>,
    known: HashMap<Id, bool>,
}

impl<'r, 'c> Ears<'r, 'c> {
    pub fn of(reader: &'r Reader<'c>) -> Ears<'r, 'c> {
        Ears { reader, known: HashMap::new() }
    }

    fn sees(&mut self, id: Id) -> Result<bool> {
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        let sees = visible::may_see(self.reader, id)?;
        self.known.insert(id, sees);
        Ok(sees)
    }

    /// Whether the entry is told to this reader. One about many leads is made to name `of`, or
    /// another that they may see.
    pub fn hear(&mut self, entry: &mut Stored, of: Option<Id>) -> Result<bool> {
        let about = self.about(entry)?;
        let facts: Facts = serde_json::from_str(&about.facts)?;
        let mut args = None;
        for n in NAMES {
            let is_said = facts.contains_key(n.word) && about.name.starts_with(n.of);
            if !is_said || n.all.iter().all(|p| self.reader.actor.may(*p)) {
                continue;
            }
            if args.is_none() {
                args = Some(self.given(about.seq)?);
            }
            let (given, is_all_given) =
                args.as_ref().map_or((&[][..], true), |(ids, is_all)| (ids.as_slice(), *is_all));
            let (ids, is_all_told) = self.records(about.seq, given, n.tables)?;
            let is_of_many =
                n.word == "lead" && facts.get("n").and_then(Value::as_i64).is_some_and(|n| n > 1);
            // The one that is named need not be among those that were looked at.
            let is_cut = is_of_many && !(is_all_given && is_all_told);
            let mut seen = Vec::new();
            for id in &ids {
                if self.sees(*id)? {
                    seen.push(*id);
                }
            }
            if !is_cut && !ids.is_empty() && seen.len() == ids.len() {
                continue;
            }
            let named = of.filter(|id| seen.contains(id)).or(seen.first().copied());
            match named {
                Some(lead) if is_of_many => self.name_instead(entry, lead)?,
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// The first record in whose history the entry is told that the reader may see; those that
    /// were given with the command come first. People and roles are seen by everybody: they count
    /// only where the command was about them.
    pub fn record_of(&mut self, entry: &Stored) -> Result<Option<Id>> {
        let about = self.about(entry)?;
        let is_personal = about.name.starts_with("person.") || about.name.starts_with("role.");
        let told = self.reader.all(
            "SELECT id FROM journal_index WHERE seq = ?1 ORDER BY is_own DESC, id LIMIT ?2",
            params![entry.seq, MOST],
            |r| r.get::<_, Id>(0),
        )?;
        let mut ids = Vec::new();
        for id in self.given(entry.seq)?.0 {
            let is_told = told.contains(&id)
                || self.reader.exists(
                    "SELECT 1 FROM journal_index WHERE id = ?1 AND seq = ?2",
                    params![id, entry.seq],
                )?;
            if is_told {
                ids.push(id);
            }
        }
        ids.extend(told);
        for id in ids {
            if self.sees(id)? && (is_personal || !visible::is_of_people(self.reader, id)?) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// What the entry is about: itself, or what it took back.
    fn about(&self, entry: &Stored) -> Result<About> {
        let undone = match entry.undone {
            Some(_) => self.reader.maybe(
                "SELECT o.seq, o.name, o.facts FROM journal j JOIN journal o ON o.command = j.undoes
                 WHERE j.seq = ?1",
                [entry.seq],
                |r| Ok(About { seq: r.get(0)?, name: r.get(1)?, facts: r.get(2)? }),
            )?,
            None => None,
        };
        let own = || About { seq: entry.seq, name: entry.name.clone(), facts: entry.facts.clone() };
        Ok(undone.unwrap_or_else(own))
    }

    /// The ids that the command was given with, and whether these are all.
    fn given(&self, seq: i64) -> Result<(Vec<Id>, bool)> {
        let args: Option<String> = self.reader.value(
            "SELECT args FROM journal WHERE seq = ?1 AND length(args) <= ?2",
            params![seq, MOST_OF_ARGS],
        )?;
        let mut ids = Vec::new();
        if let Some(args) = &args {
            ids_in(&serde_json::from_str(args)?, &mut ids);
        }
        Ok((ids, args.is_some()))
    }

    /// Those records of an entry that are in these tables, each once, and whether these are all.
    fn records(&self, seq: i64, args: &[Id], tables: &[&str]) -> Result<(Vec<Id>, bool)> {
        let mut ids: Vec<Id> = Vec::new();
        let mut is_all = true;
        for table in tables {
            let is_there = format!("SELECT 1 FROM {table} WHERE id = ?1");
            for id in args {
                if !ids.contains(id) && self.reader.exists(&is_there, [id])? {
                    ids.push(*id);
                }
            }
            let told = self.reader.all(
                &format!(
                    "SELECT t.id FROM journal_index i CROSS JOIN {table} t ON t.id = i.id
                     WHERE i.seq = ?1 ORDER BY i.is_own DESC, t.id LIMIT ?2"
                ),
                params![seq, MOST],
                |r| r.get::<_, Id>(0),
            )?;
            is_all &= told.len() < MOST as usize;
            for id in told {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        Ok((ids, is_all))
    }

    fn name_instead(&self, entry: &mut Stored, lead: Id) -> Result<()> {
        let name: Option<String> =
            self.reader.value("SELECT name FROM leads WHERE id = ?1", [lead])?;
        let mut facts: Facts = serde_json::from_str(&entry.facts)?;
        // An undo names what was done, not to whom.
        if facts.contains_key("lead") {
            facts.insert("lead".into(), Value::from(name));
        }
        entry.facts = serde_json::to_string(&facts)?;
        Ok(())
    }
}

struct About {
    seq: i64,
    name: String,
    facts: String,
}

/// Every id that arguments name.
pub fn ids_in(value: &Value, found: &mut Vec<Id>) {
    match value {
        Value::String(text) => found.extend(Id::parse(text)),
        Value::Array(list) => list.iter().for_each(|v| ids_in(v, found)),
        Value::Object(map) => map.values().for_each(|v| ids_in(v, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;
    use std::collections::BTreeSet;

    /// Words that name nothing with a reader of its own: people, figures, days, reasons; and names
    /// of parts that never stand without the record that they belong to.
    const PLAIN: &[&str] = &[
        "actor",
        "person",
        "pm",
        "owner",
        "roles",
        "by",
        "signed_by",
        "firm",
        "role",
        "code",
        "rate",
        "stage",
        "state",
        "status",
        "cause",
        "outcome",
        "consent",
        "audience",
        "overridden",
        "again",
        "n",
        "waiting",
        "kept",
        "row",
        "duplicate",
        "invalid",
        "reminders",
        "reports",
        "invoices",
        "percent",
        "before",
        "nps",
        "at",
        "on",
        "from",
        "to",
        "start",
        "end",
        "reason",
        "value",
        "amount",
        "total",
        "effect",
        "receipt",
        "version",
        "number",
        "what",
        "title",
        "file",
        "line",
        "section",
        "action",
        "way",
        "moved",
        "alone",
    ];
    /// Parts that are named, and with which record.
    const WITH: &[(&str, &[&str])] = &[
        ("line", &["quote"]),
        ("section", &["quote"]),
        ("action", &["meeting"]),
        ("amount", &["agreement", "reference"]),
        ("receipt", &["reference"]),
        ("version", &["quote", "deliverable"]),
        (
            "reason",
            &[
                "lead",
                "quote",
                "number",
                "reference",
                "invoice",
                "agreement",
                "project",
                "meeting",
                "milestone",
                "item",
                "deliverable",
            ],
        ),
        ("percent", &["rate", "project", "item"]),
    ];

    #[test]
    fn every_word_of_every_sentence_is_judged() {
        let mut text = String::new();
        let mut sentences = Vec::new();
        for line in include_str!("../../../../assets/lang/en.ftl").lines().chain(["end = "]) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                if text.starts_with("did-") {
                    sentences.push(std::mem::take(&mut text));
                }
                text.clear();
            }
            text.push_str(line);
            text.push(' ');
        }
        assert!(sentences.len() > 100, "{}", sentences.len());
        for sentence in sentences {
            let name = sentence[4..].split(" =").next().unwrap().replacen('-', ".", 1);
            let words: BTreeSet<&str> = sentence
                .split('$')
                .skip(1)
                .map(|w| w.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap())
                .collect();
            for word in &words {
                let is_named = NAMES.iter().any(|n| n.word == *word && name.starts_with(n.of));
                assert!(is_named || PLAIN.contains(word), "{name}: {word}");
                if let Some((_, with)) = WITH.iter().find(|(part, _)| part == word) {
                    assert!(with.iter().any(|w| words.contains(w)), "{name}: {word} of what?");
                }
            }
        }
        for n in NAMES {
            assert!(crate::tables::SYNCED.iter().any(|t| n.tables.contains(&t.name)), "{}", n.word);
        }
    }
}
