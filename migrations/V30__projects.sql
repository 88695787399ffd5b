-- From the hand-over of an agreement to the archive: the project, its people, its meetings.

CREATE TABLE kickoff_requests (
    id           BLOB PRIMARY KEY NOT NULL,
    agreement_id BLOB    NOT NULL REFERENCES agreements (id),
    pm_id        BLOB    NOT NULL REFERENCES people (id),
    note         TEXT    NOT NULL DEFAULT '',
    state        TEXT    NOT NULL CHECK (state IN ('pending', 'returned', 'accepted', 'rejected')),
    reason       TEXT    NOT NULL DEFAULT '',
    requested_by BLOB    NOT NULL REFERENCES people (id),
    requested_at INTEGER NOT NULL,
    decided_at   INTEGER
) STRICT;
CREATE INDEX kickoff_requests_pm ON kickoff_requests (pm_id, state);
-- One that is open or converted is enough for an agreement.
CREATE UNIQUE INDEX kickoff_requests_one ON kickoff_requests (agreement_id)
    WHERE state <> 'rejected';

CREATE TABLE projects (
    id                   BLOB PRIMARY KEY NOT NULL,
    name                 TEXT    NOT NULL,
    agreement_id         BLOB    NOT NULL UNIQUE REFERENCES agreements (id),
    kickoff_request_id   BLOB    NOT NULL UNIQUE REFERENCES kickoff_requests (id),
    company_id           BLOB    NOT NULL REFERENCES companies (id),
    pm_id                BLOB    NOT NULL REFERENCES people (id),
    start_on             TEXT    NOT NULL,
    end_on               TEXT    NOT NULL CHECK (end_on >= start_on),
    stage                TEXT    NOT NULL CHECK (stage IN ('setup', 'executing', 'closing',
        'completed', 'archived', 'on_hold', 'cancelled')),
    -- where an interrupted project goes on: set while on hold
    stage_before_hold    TEXT    CHECK (stage_before_hold IN ('setup', 'executing', 'closing')),
    stage_reason         TEXT    NOT NULL DEFAULT '',
    stage_since          INTEGER NOT NULL,
    created_at           INTEGER NOT NULL,
    execution_started_at INTEGER,
    completed_at         INTEGER,
    archived_at          INTEGER,
    -- the mid-project review may be waived when the tenure is short
    review_waived_by     BLOB    REFERENCES people (id),
    review_waived_at     INTEGER,
    review_waived_reason TEXT    NOT NULL DEFAULT '',
    -- how a cancellation was settled: what is owed either way, and when the client was told
    owed_by_client_minor INTEGER NOT NULL DEFAULT 0 CHECK (owed_by_client_minor >= 0),
    owed_to_client_minor INTEGER NOT NULL DEFAULT 0 CHECK (owed_to_client_minor >= 0),
    client_informed_on   TEXT,
    CHECK ((stage = 'on_hold') = (stage_before_hold IS NOT NULL))
) STRICT;
CREATE INDEX projects_pm ON projects (pm_id, stage);
CREATE INDEX projects_company ON projects (company_id);

-- The client's people on a project.
CREATE TABLE project_contacts (
    id         BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects (id),
    contact_id BLOB NOT NULL REFERENCES contacts (id),
    UNIQUE (project_id, contact_id)
) STRICT;

CREATE TABLE staffing_requests (
    id                 BLOB PRIMARY KEY NOT NULL,
    project_id         BLOB    NOT NULL REFERENCES projects (id),
    role               TEXT    NOT NULL,
    skills             TEXT    NOT NULL DEFAULT '',
    allocation_percent INTEGER NOT NULL CHECK (allocation_percent BETWEEN 1 AND 100),
    from_on            TEXT    NOT NULL,
    to_on              TEXT    NOT NULL CHECK (to_on >= from_on),
    state              TEXT    NOT NULL CHECK (state IN
        ('requested', 'approved', 'declined', 'assigned')),
    reason             TEXT    NOT NULL DEFAULT '',
    requested_by       BLOB    NOT NULL REFERENCES people (id),
    requested_at       INTEGER NOT NULL,
    decided_by         BLOB    REFERENCES people (id),
    decided_at         INTEGER
) STRICT;
CREATE INDEX staffing_requests_project ON staffing_requests (project_id);

CREATE TABLE assignments (
    id                 BLOB PRIMARY KEY NOT NULL,
    project_id         BLOB    NOT NULL REFERENCES projects (id),
    request_id         BLOB    NOT NULL UNIQUE REFERENCES staffing_requests (id),
    person_id          BLOB    NOT NULL REFERENCES people (id),
    role               TEXT    NOT NULL,
    allocation_percent INTEGER NOT NULL CHECK (allocation_percent BETWEEN 1 AND 100),
    from_on            TEXT    NOT NULL,
    to_on              TEXT    NOT NULL CHECK (to_on >= from_on),
    -- why HR let somebody be booked over 100 %
    override_reason    TEXT    NOT NULL DEFAULT '',
    assigned_by        BLOB    NOT NULL REFERENCES people (id),
    assigned_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX assignments_person ON assignments (person_id, from_on);
CREATE INDEX assignments_project ON assignments (project_id);

-- 'delivered' is derived: held, with minutes and at least one proof.
CREATE TABLE meetings (
    id           BLOB PRIMARY KEY NOT NULL,
    project_id   BLOB    NOT NULL REFERENCES projects (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('kickoff', 'consulting', 'review', 'steering')),
    title        TEXT    NOT NULL,
    planned_at   INTEGER NOT NULL,
    minutes_long INTEGER NOT NULL DEFAULT 60 CHECK (minutes_long BETWEEN 1 AND 1440),
    place        TEXT    NOT NULL DEFAULT '',
    agenda       TEXT    NOT NULL DEFAULT '',
    state        TEXT    NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    reason       TEXT    NOT NULL DEFAULT '',
    held_at      INTEGER,
    -- the MOM, in Markdown
    mom          TEXT    NOT NULL DEFAULT '',
    mom_by       BLOB    REFERENCES people (id),
    mom_at       INTEGER,
    planned_by   BLOB    NOT NULL REFERENCES people (id),
    CHECK ((state = 'held') = (held_at IS NOT NULL))
) STRICT;
CREATE INDEX meetings_project ON meetings (project_id, planned_at);

-- Ours (person_id) or the client's (contact_id); is_present is known once the meeting was held.
CREATE TABLE meeting_attendees (
    id         BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB    NOT NULL REFERENCES meetings (id),
    person_id  BLOB    REFERENCES people (id),
    contact_id BLOB    REFERENCES contacts (id),
    is_present INTEGER CHECK (is_present IN (0, 1)),
    CHECK ((person_id IS NULL) <> (contact_id IS NULL)),
    UNIQUE (meeting_id, person_id),
    UNIQUE (meeting_id, contact_id)
) STRICT;
CREATE INDEX meeting_attendees_person ON meeting_attendees (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE meeting_actions (
    id         BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB    NOT NULL REFERENCES meetings (id),
    position   INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    person_id  BLOB    REFERENCES people (id),
    contact_id BLOB    REFERENCES contacts (id),
    due_on     TEXT,
    done_at    INTEGER,
    UNIQUE (meeting_id, position)
) STRICT;

CREATE TABLE meeting_proofs (
    id         BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB    NOT NULL REFERENCES meetings (id),
    file_id    BLOB    NOT NULL REFERENCES files (id),
    note       TEXT    NOT NULL DEFAULT '',
    added_by   BLOB    NOT NULL REFERENCES people (id),
    added_at   INTEGER NOT NULL,
    UNIQUE (meeting_id, file_id)
) STRICT;
