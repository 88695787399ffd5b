-- Packs that were produced: what, of which record, for whom, and the hash of its manifest, by
-- which a pack that comes back years later is recognised.

CREATE TABLE packs (
    id              BLOB PRIMARY KEY NOT NULL,
    kind            TEXT    NOT NULL,
    subject_id      BLOB    NOT NULL,
    audience        TEXT    NOT NULL CHECK (audience IN ('client', 'internal')),
    formats         TEXT    NOT NULL,
    documents       INTEGER NOT NULL,
    failed          INTEGER NOT NULL,
    manifest_sha256 BLOB    NOT NULL,
    built_by        BLOB    NOT NULL REFERENCES people (id),
    built_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX packs_subject ON packs (subject_id, built_at);
CREATE INDEX packs_manifest ON packs (manifest_sha256);
