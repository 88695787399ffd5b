-- What an authority forgets (docs/sync.md). All of it belongs to this copy alone.

-- One line per day on which it looked: the head of its journal and its newest row version then.
CREATE TABLE prune_days (
    n       INTEGER PRIMARY KEY,
    day     TEXT    NOT NULL,
    seq     INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- The first of those days on which the outcome was there. NULL: given since the last one.
ALTER TABLE outcomes ADD COLUMN noted_on INTEGER;

CREATE INDEX row_versions_gone ON row_versions (version) WHERE is_gone = 1;
