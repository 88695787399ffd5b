-- People and firms that may buy, and what telecalling knows of them.

CREATE TABLE leads (
    id                   BLOB PRIMARY KEY NOT NULL,
    name                 TEXT    NOT NULL CHECK (name <> ''),
    company_name         TEXT    NOT NULL DEFAULT '',
    phone                TEXT    NOT NULL DEFAULT '',
    phone_e164           TEXT,
    email                TEXT,
    source               TEXT    NOT NULL DEFAULT '',
    language             TEXT    NOT NULL DEFAULT '',
    city                 TEXT    NOT NULL DEFAULT '',
    region               TEXT    NOT NULL DEFAULT '',
    pin                  TEXT    NOT NULL DEFAULT '',
    campaign             TEXT    NOT NULL DEFAULT '',
    product_interest     TEXT    NOT NULL DEFAULT '',
    note                 TEXT    NOT NULL DEFAULT '',
    -- the lead's own zone, for calling hours; NULL: the workspace's
    zone                 TEXT,
    score                INTEGER NOT NULL DEFAULT 0 CHECK (score BETWEEN 0 AND 100),
    scored_at            INTEGER NOT NULL,
    -- open: worked on; resting: too many attempts; converted: became a deal; won, lost: its end
    status               TEXT    NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'resting', 'converted', 'won', 'lost')),
    is_interested        INTEGER NOT NULL DEFAULT 0 CHECK (is_interested IN (0, 1)),
    attempts             INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    reached              INTEGER NOT NULL DEFAULT 0 CHECK (reached >= 0),
    -- what comes next, and when; NULL: nothing was agreed
    due_kind             TEXT    CHECK (due_kind IN ('callback', 'retry')),
    due_at               INTEGER,
    last_outcome         TEXT,
    last_call_at         INTEGER,
    is_dnd               INTEGER NOT NULL DEFAULT 0 CHECK (is_dnd IN (0, 1)),
    consent_withdrawn_at INTEGER,
    is_invalid_number    INTEGER NOT NULL DEFAULT 0 CHECK (is_invalid_number IN (0, 1)),
    assigned_to          BLOB    REFERENCES people (id),
    unassigned_reason    TEXT    NOT NULL DEFAULT '',
    import_id            BLOB    REFERENCES imports (id),
    -- a person or a later import changed it after it came in
    touched_at           INTEGER,
    duplicate_of         BLOB,
    merged_into          BLOB,
    company_id           BLOB    REFERENCES companies (id),
    created_by           BLOB    NOT NULL REFERENCES people (id),
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    archived_at          INTEGER,
    -- In which queue it is; NULL: in none. The same rule as leads::model::category.
    category             TEXT    GENERATED ALWAYS AS (CASE
        WHEN archived_at IS NOT NULL OR status <> 'open' OR is_dnd = 1 OR is_invalid_number = 1
             OR consent_withdrawn_at IS NOT NULL OR phone_e164 IS NULL THEN NULL
        WHEN due_kind IS NOT NULL THEN due_kind
        WHEN attempts = 0 THEN 'fresh' END) VIRTUAL,
    -- 3 hot, 2 warm, 1 cold. The same rule as leads::model::priority.
    priority             INTEGER GENERATED ALWAYS AS (CASE
        WHEN is_interested = 1 THEN 3
        WHEN attempts >= 3 AND reached = 0 THEN 1
        WHEN score > 80 THEN 3
        WHEN score >= 50 OR reached > 0 THEN 2
        ELSE 1 END) VIRTUAL,
    -- The oldest first: since when it could be called.
    queue_at             INTEGER GENERATED ALWAYS AS (ifnull(due_at, created_at)) VIRTUAL,
    CHECK ((due_kind IS NULL) = (due_at IS NULL))
) STRICT;
CREATE INDEX leads_queue ON leads (assigned_to, priority DESC, queue_at, id)
    WHERE category IN ('fresh', 'retry');
CREATE INDEX leads_callbacks ON leads (assigned_to, due_at, id) WHERE category = 'callback';
CREATE INDEX leads_assigned ON leads (assigned_to, id);
CREATE INDEX leads_phone ON leads (phone_e164, id) WHERE phone_e164 IS NOT NULL;
CREATE INDEX leads_email ON leads (email, id) WHERE email IS NOT NULL;
CREATE INDEX leads_company ON leads (company_name COLLATE NOCASE, name COLLATE NOCASE, id)
    WHERE company_name <> '';
CREATE INDEX leads_import ON leads (import_id, id) WHERE import_id IS NOT NULL;
-- The lists by one filter, newest first; what is rarely set costs nothing where it is not.
CREATE INDEX leads_created ON leads (created_at, id);
CREATE INDEX leads_archived ON leads (id) WHERE archived_at IS NOT NULL;
CREATE INDEX leads_source ON leads (source, id) WHERE source <> '';
CREATE INDEX leads_language ON leads (language, id) WHERE language <> '';
CREATE INDEX leads_city ON leads (city, id) WHERE city <> '';
CREATE INDEX leads_region ON leads (region, id) WHERE region <> '';
CREATE INDEX leads_campaign ON leads (campaign, id) WHERE campaign <> '';
CREATE INDEX leads_product_interest ON leads (product_interest, id) WHERE product_interest <> '';
CREATE INDEX leads_last_outcome ON leads (last_outcome, id) WHERE last_outcome IS NOT NULL;
CREATE INDEX leads_status ON leads (status, id) WHERE status <> 'open';
CREATE INDEX leads_category ON leads (category, id) WHERE category IS NOT NULL;
CREATE INDEX leads_priority ON leads (priority, id);
-- Reached, and nobody said what comes next: the manager's list, of one person and of all.
CREATE INDEX leads_no_next_step ON leads (assigned_to, id)
    WHERE due_kind IS NULL AND attempts > 0 AND status = 'open' AND archived_at IS NULL;
CREATE INDEX leads_no_next_step_all ON leads (id)
    WHERE due_kind IS NULL AND attempts > 0 AND status = 'open' AND archived_at IS NULL;
CREATE INDEX leads_resting ON leads (assigned_to, id) WHERE status = 'resting';

-- A remark about a lead that belongs to no call.
CREATE TABLE lead_notes (
    id      BLOB PRIMARY KEY NOT NULL,
    lead_id BLOB    NOT NULL REFERENCES leads (id),
    body    TEXT    NOT NULL,
    by_id   BLOB    NOT NULL REFERENCES people (id),
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX lead_notes_lead ON lead_notes (lead_id, at);

-- Search as you type: words of name, company and city. Derived from leads; rebuilt at will.
-- (Numbers and e-mail addresses are found through their own indexes: as words, each would be one of
-- a kind, and a word's fourth letter would have to walk them all.)
-- Marks are letters here, or Hindi words would fall apart at every vowel sign.
CREATE VIRTUAL TABLE lead_search USING fts5 (
    name, company_name, city,
    content = 'leads', content_rowid = 'rowid', detail = 'none', prefix = '1 2 3 4 5 6 7 8',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

-- While a bulk command writes, the triggers hold still and the command fills the index itself, in
-- the same transaction. The one row is 0 between transactions.
CREATE TABLE lead_search_pause (is_paused INTEGER NOT NULL) STRICT;
INSERT INTO lead_search_pause VALUES (0);

CREATE TRIGGER lead_search_insert AFTER INSERT ON leads
WHEN (SELECT is_paused FROM lead_search_pause) = 0
BEGIN
    INSERT INTO lead_search (rowid, name, company_name, city)
    VALUES (new.rowid, new.name, new.company_name, new.city);
END;
CREATE TRIGGER lead_search_delete AFTER DELETE ON leads
BEGIN
    INSERT INTO lead_search (lead_search, rowid, name, company_name, city)
    VALUES ('delete', old.rowid, old.name, old.company_name, old.city);
END;
CREATE TRIGGER lead_search_update AFTER UPDATE OF name, company_name, city ON leads
WHEN old.name IS NOT new.name OR old.company_name IS NOT new.company_name
     OR old.city IS NOT new.city
BEGIN
    INSERT INTO lead_search (lead_search, rowid, name, company_name, city)
    VALUES ('delete', old.rowid, old.name, old.company_name, old.city);
    INSERT INTO lead_search (rowid, name, company_name, city)
    VALUES (new.rowid, new.name, new.company_name, new.city);
END;
