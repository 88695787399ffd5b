-- Calls, and the codes of their outcomes.

-- Outcome codes are data: editable, switched off rather than deleted.
CREATE TABLE dispositions (
    id            BLOB PRIMARY KEY NOT NULL,
    code          TEXT    NOT NULL UNIQUE,
    title         TEXT    NOT NULL DEFAULT '',
    is_reached    INTEGER NOT NULL CHECK (is_reached IN (0, 1)),
    follow_up     TEXT    NOT NULL CHECK (follow_up IN ('none', 'interested', 'nurture', 'callback',
        'retry', 'invalid_number', 'language', 'do_not_disturb', 'escalate')),
    again_minutes INTEGER CHECK (again_minutes > 0),
    reasons       TEXT    NOT NULL DEFAULT '',
    position      INTEGER NOT NULL,
    is_active     INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version       INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE calls (
    id                   BLOB PRIMARY KEY NOT NULL,
    lead_id              BLOB    NOT NULL REFERENCES leads (id),
    caller_id            BLOB    NOT NULL REFERENCES people (id),
    number_e164          TEXT    NOT NULL,
    gateway              TEXT    NOT NULL,
    gateway_ref          TEXT,
    state                TEXT    NOT NULL CHECK (state IN ('dialling', 'ringing', 'connected', 'ended')),
    started_at           INTEGER NOT NULL,
    connected_at         INTEGER,
    ended_at             INTEGER,
    end_cause            TEXT    CHECK (end_cause IN
        ('busy', 'no_answer', 'unreachable', 'failed', 'hung_up', 'dropped', 'cancelled')),
    duration_s           INTEGER NOT NULL DEFAULT 0 CHECK (duration_s >= 0),
    note                 TEXT    NOT NULL DEFAULT '',
    outcome              TEXT,
    outcome_reason       TEXT    NOT NULL DEFAULT '',
    disposed_at          INTEGER,
    follow_up_at         INTEGER,
    override_codes       TEXT    NOT NULL DEFAULT '',
    override_reason      TEXT    NOT NULL DEFAULT '',
    recording_consent    INTEGER CHECK (recording_consent IN (0, 1)),
    recording_consent_at INTEGER,
    recording_ref        TEXT,
    CHECK ((outcome IS NULL) = (disposed_at IS NULL)),
    CHECK (outcome IS NULL OR state = 'ended')
) STRICT;
CREATE INDEX calls_lead ON calls (lead_id, started_at DESC, id, outcome, duration_s, caller_id);
CREATE INDEX calls_caller ON calls (caller_id, started_at, id);
CREATE INDEX calls_outcome ON calls (outcome, started_at, id) WHERE outcome IS NOT NULL;
CREATE INDEX calls_started ON calls (started_at, id);
-- One line per caller, and the next one only after the outcome of the last.
CREATE UNIQUE INDEX calls_unfinished ON calls (caller_id) WHERE outcome IS NULL;
