-- The ground: the journal, a replica's provisional work, and facts about this very file.

CREATE TABLE journal (
    seq        INTEGER PRIMARY KEY,
    command    BLOB    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    actor      BLOB    NOT NULL,
    device     BLOB    NOT NULL,
    device_seq INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    args       TEXT    NOT NULL,
    outcome    TEXT    NOT NULL,
    facts      TEXT    NOT NULL,
    rows       TEXT    NOT NULL,
    undoes     BLOB,
    hash       BLOB    NOT NULL,
    UNIQUE (device, device_seq)
) STRICT;
CREATE INDEX journal_undoes ON journal (undoes) WHERE undoes IS NOT NULL;

-- In whose history an entry is told; is_own: that very row was touched.
CREATE TABLE journal_index (
    id     BLOB    NOT NULL,
    seq    INTEGER NOT NULL,
    is_own INTEGER NOT NULL,
    PRIMARY KEY (id, seq)
) STRICT, WITHOUT ROWID;

-- Replica only: a row as it was before the first pending command touched it (NULL: not there).
CREATE TABLE base_images (
    tbl   TEXT NOT NULL,
    id    BLOB NOT NULL,
    image TEXT,
    PRIMARY KEY (tbl, id)
) STRICT, WITHOUT ROWID;

-- Replica only: commands that wait for the authority.
CREATE TABLE pending (
    seq        INTEGER PRIMARY KEY,
    device_seq INTEGER NOT NULL UNIQUE,
    envelope   TEXT    NOT NULL
) STRICT;

-- Facts about this file that are never synced (device id, state of derived tables).
CREATE TABLE local_facts (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
