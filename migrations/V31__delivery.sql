-- What is delivered, what the client signed, and how the plan was changed.

CREATE TABLE milestones (
    id           BLOB PRIMARY KEY NOT NULL,
    project_id   BLOB    NOT NULL REFERENCES projects (id),
    position     INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    description  TEXT    NOT NULL DEFAULT '',
    planned_on   TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN
        ('planned', 'in_progress', 'submitted', 'signed_off')),
    state_reason TEXT    NOT NULL DEFAULT '',
    submitted_by BLOB    REFERENCES people (id),
    submitted_at INTEGER,
    created_at   INTEGER NOT NULL,
    UNIQUE (project_id, position)
) STRICT;

CREATE TABLE deliverables (
    id           BLOB PRIMARY KEY NOT NULL,
    project_id   BLOB    NOT NULL REFERENCES projects (id),
    title        TEXT    NOT NULL,
    description  TEXT    NOT NULL DEFAULT '',
    milestone_id BLOB    REFERENCES milestones (id),
    sow_item_id  BLOB    REFERENCES sow_items (id),
    state        TEXT    NOT NULL CHECK (state IN
        ('draft', 'submitted', 'changes_requested', 'accepted')),
    state_reason TEXT    NOT NULL DEFAULT '',
    created_by   BLOB    NOT NULL REFERENCES people (id),
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX deliverables_project ON deliverables (project_id);

CREATE TABLE deliverable_versions (
    id             BLOB PRIMARY KEY NOT NULL,
    deliverable_id BLOB    NOT NULL REFERENCES deliverables (id),
    number         INTEGER NOT NULL CHECK (number >= 1),
    file_id        BLOB    NOT NULL REFERENCES files (id),
    note           TEXT    NOT NULL DEFAULT '',
    submitted_by   BLOB    NOT NULL REFERENCES people (id),
    submitted_at   INTEGER NOT NULL,
    UNIQUE (deliverable_id, number)
) STRICT;

-- Immutable: what the client signed, word for word (content), and its hash.
CREATE TABLE signoffs (
    id               BLOB PRIMARY KEY NOT NULL,
    project_id       BLOB    NOT NULL REFERENCES projects (id),
    subject_kind     TEXT    NOT NULL CHECK (subject_kind IN
        ('sow_item', 'milestone', 'deliverable', 'project')),
    subject_id       BLOB    NOT NULL,
    contact_id       BLOB    REFERENCES contacts (id),
    signed_by        TEXT    NOT NULL,
    how              TEXT    NOT NULL CHECK (how IN ('portal', 'in_person', 'uploaded')),
    signed_on        TEXT    NOT NULL,
    remark           TEXT    NOT NULL DEFAULT '',
    evidence_file_id BLOB    NOT NULL REFERENCES files (id),
    evidence_sha256  BLOB    NOT NULL,
    content          TEXT    NOT NULL,
    content_sha256   BLOB    NOT NULL,
    recorded_by      BLOB    NOT NULL REFERENCES people (id),
    recorded_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX signoffs_subject ON signoffs (subject_id);
CREATE INDEX signoffs_project ON signoffs (project_id);

-- lines: the wanted changes as a JSON list; plan_before: the plan as it was when it was applied.
CREATE TABLE change_requests (
    id                 BLOB PRIMARY KEY NOT NULL,
    project_id         BLOB    NOT NULL REFERENCES projects (id),
    number             INTEGER NOT NULL CHECK (number >= 1),
    title              TEXT    NOT NULL,
    reason             TEXT    NOT NULL,
    lines              TEXT    NOT NULL,
    price_effect_minor INTEGER NOT NULL DEFAULT 0,
    state              TEXT    NOT NULL CHECK (state IN
        ('draft', 'submitted', 'client_approved', 'declined', 'applied')),
    drafted_by         BLOB    NOT NULL REFERENCES people (id),
    drafted_at         INTEGER NOT NULL,
    submitted_at       INTEGER,
    decided_by         TEXT    NOT NULL DEFAULT '',
    decided_on         TEXT,
    decision_reason    TEXT    NOT NULL DEFAULT '',
    evidence_file_id   BLOB    REFERENCES files (id),
    evidence_sha256    BLOB,
    applied_by         BLOB    REFERENCES people (id),
    applied_at         INTEGER,
    plan_before        TEXT,
    UNIQUE (project_id, number)
) STRICT;

CREATE TABLE progress_reports (
    id         BLOB PRIMARY KEY NOT NULL,
    project_id BLOB    NOT NULL REFERENCES projects (id),
    period     TEXT    NOT NULL CHECK (period IN ('weekly', 'monthly')),
    from_on    TEXT    NOT NULL,
    to_on      TEXT    NOT NULL CHECK (to_on >= from_on),
    body       TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('draft', 'sent')),
    drafted_by BLOB    NOT NULL REFERENCES people (id),
    drafted_at INTEGER NOT NULL,
    sent_by    BLOB    REFERENCES people (id),
    sent_at    INTEGER,
    UNIQUE (project_id, period, from_on)
) STRICT;

CREATE TABLE feedback (
    id          BLOB PRIMARY KEY NOT NULL,
    project_id  BLOB    NOT NULL REFERENCES projects (id),
    contact_id  BLOB    REFERENCES contacts (id),
    given_by    TEXT    NOT NULL,
    nps         INTEGER NOT NULL CHECK (nps BETWEEN 0 AND 10),
    comment     TEXT    NOT NULL DEFAULT '',
    testimonial TEXT    NOT NULL DEFAULT '',
    may_publish INTEGER NOT NULL DEFAULT 0 CHECK (may_publish IN (0, 1)),
    given_on    TEXT    NOT NULL,
    recorded_by BLOB    NOT NULL REFERENCES people (id),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_project ON feedback (project_id);
