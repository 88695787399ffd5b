-- Files of leads: one row an import, the rows of the file that did not become new leads, and what
-- an import changed in leads that were there before.

CREATE TABLE imports (
    id          BLOB PRIMARY KEY NOT NULL,
    file_name   TEXT    NOT NULL,
    file_sha256 BLOB    NOT NULL,
    source      TEXT    NOT NULL DEFAULT '',
    -- imports::mapping::Mapping
    mapping     TEXT    NOT NULL,
    policy      TEXT    NOT NULL CHECK (policy IN ('skip', 'update_empty', 'update_all', 'keep_both')),
    state       TEXT    NOT NULL CHECK (state IN
        ('running', 'finished', 'cancelled', 'undoing', 'undone')),
    -- The first row of the file (counted from 1, the header apart) that was not taken in yet.
    next_row    INTEGER NOT NULL DEFAULT 1,
    total       INTEGER NOT NULL DEFAULT 0,
    new         INTEGER NOT NULL DEFAULT 0,
    duplicate   INTEGER NOT NULL DEFAULT 0,
    invalid     INTEGER NOT NULL DEFAULT 0,
    updated     INTEGER NOT NULL DEFAULT 0,
    fixed       INTEGER NOT NULL DEFAULT 0,
    removed     INTEGER NOT NULL DEFAULT 0,
    kept        INTEGER NOT NULL DEFAULT 0,
    undo_after  BLOB,
    started_by  BLOB    NOT NULL REFERENCES people (id),
    started_at  INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX imports_file ON imports (file_sha256);

-- A row that was not taken in as a new lead, as it was in the file.
CREATE TABLE import_rejects (
    id         BLOB PRIMARY KEY NOT NULL,
    import_id  BLOB    NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('invalid', 'duplicate')),
    -- waiting: still to be mended; fixed: became a lead; known: a duplicate, dealt with by policy
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'fixed', 'known')),
    cells      TEXT    NOT NULL,
    errors     TEXT    NOT NULL,
    lead_id    BLOB,
    email      TEXT,
    UNIQUE (import_id, row_number)
) STRICT;
CREATE INDEX import_rejects_kind ON import_rejects (import_id, kind, state, row_number);
CREATE INDEX import_rejects_email ON import_rejects (import_id, email) WHERE email IS NOT NULL;

-- Values that an import replaced in a lead, for its undo.
CREATE TABLE import_updates (
    id        BLOB PRIMARY KEY NOT NULL,
    import_id BLOB    NOT NULL REFERENCES imports (id),
    lead_id   BLOB    NOT NULL,
    before    TEXT    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX import_updates_import ON import_updates (import_id, id);

-- How the columns of a source were matched the last time.
CREATE TABLE import_mappings (
    id         BLOB PRIMARY KEY NOT NULL,
    source     TEXT    NOT NULL UNIQUE,
    mapping    TEXT    NOT NULL,
    policy     TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
