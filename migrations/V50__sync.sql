-- Sync (docs/sync.md). All of it belongs to this copy alone.

-- Replica: commands that wait for the authority. seq: their provisional place in the journal, or
-- NULL: refusal says why they do not pass here at present; settled is the outcome that the
-- authority had given before it forgot, and such a command is not run here again.
DROP TABLE pending;
CREATE TABLE pending (
    device_seq INTEGER PRIMARY KEY,
    seq        INTEGER UNIQUE,
    envelope   TEXT NOT NULL,
    refusal    TEXT,
    settled    TEXT
) STRICT;

-- Authority: one line per row and data scope that it was ever in, at most one of them not gone.
-- Versions come from one counter; each change takes the next.
CREATE TABLE row_versions (
    version INTEGER PRIMARY KEY,
    tbl     TEXT    NOT NULL,
    id      BLOB    NOT NULL,
    family  TEXT    NOT NULL,
    -- empty: shared by all who hold the family's common part
    holder  BLOB    NOT NULL,
    is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX row_versions_row ON row_versions (tbl, id, family, holder);
CREATE UNIQUE INDEX row_versions_alive ON row_versions (tbl, id) WHERE is_gone = 0;
CREATE INDEX row_versions_holder ON row_versions (family, holder, version);
CREATE INDEX row_versions_family ON row_versions (family, version);

-- Authority: each copy of the workspace on a machine, whose it is, and how far it came.
CREATE TABLE sync_devices (
    id       BLOB    PRIMARY KEY NOT NULL,
    person   BLOB    NOT NULL,
    last_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0)
) STRICT;

-- Authority: what became of each command, for ever the same.
CREATE TABLE outcomes (
    device     BLOB    NOT NULL,
    device_seq INTEGER NOT NULL,
    command    BLOB    NOT NULL,
    hash       BLOB    NOT NULL,
    outcome    TEXT    NOT NULL,
    PRIMARY KEY (device, device_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcomes_command ON outcomes (command);

-- Replica: which version of a row the authority sent, and in which data scope.
CREATE TABLE base_versions (
    tbl     TEXT    NOT NULL,
    id      BLOB    NOT NULL,
    version INTEGER NOT NULL,
    family  TEXT    NOT NULL,
    holder  BLOB    NOT NULL,
    PRIMARY KEY (tbl, id)
) STRICT, WITHOUT ROWID;

-- Replica: the scopes that are held, and the version reached in each.
CREATE TABLE held_scopes (
    scope   TEXT    PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Replica: pages of a pull that is not complete yet. image NULL: the row left that scope.
CREATE TABLE incoming (
    version INTEGER PRIMARY KEY,
    tbl     TEXT NOT NULL,
    id      BLOB NOT NULL,
    family  TEXT NOT NULL,
    holder  BLOB NOT NULL,
    image   TEXT
) STRICT;
CREATE TABLE incoming_scopes (
    scope   TEXT    PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Replica: this identity's commands that have their outcome, kept in case the authority forgets.
CREATE TABLE acknowledged (
    device_seq INTEGER PRIMARY KEY,
    command    BLOB NOT NULL,
    envelope   TEXT NOT NULL,
    outcome    TEXT NOT NULL
) STRICT;

-- Replica: commands that were not applied, until their author has dealt with them.
CREATE TABLE attention (
    command  BLOB PRIMARY KEY NOT NULL,
    envelope TEXT NOT NULL,
    outcome  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
