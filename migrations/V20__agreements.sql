-- Client organisations, and what was agreed with them: plan, statement of work, agreement, money.

CREATE TABLE companies (
    id          BLOB PRIMARY KEY NOT NULL,
    name        TEXT    NOT NULL,
    tax_number  TEXT,
    country     TEXT    NOT NULL,
    state_code  TEXT,
    is_sez      INTEGER NOT NULL DEFAULT 0,
    address     TEXT    NOT NULL DEFAULT '',
    owner_id    BLOB    NOT NULL REFERENCES people (id),
    -- payment reminders rest for this client
    reminders_paused INTEGER NOT NULL DEFAULT 0 CHECK (reminders_paused IN (0, 1)),
    created_at  INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX companies_name ON companies (name COLLATE NOCASE);

CREATE TABLE contacts (
    id          BLOB PRIMARY KEY NOT NULL,
    company_id  BLOB    NOT NULL REFERENCES companies (id),
    name        TEXT    NOT NULL,
    title       TEXT    NOT NULL DEFAULT '',
    email       TEXT,
    phone       TEXT,
    phone_e164  TEXT,
    created_at  INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX contacts_company ON contacts (company_id);

-- How a deal is paid. Made when a quote is accepted; changed only by an applied change request.
CREATE TABLE pricing_plans (
    id                BLOB PRIMARY KEY NOT NULL,
    company_id        BLOB    NOT NULL REFERENCES companies (id),
    currency          TEXT    NOT NULL,
    net_minor         INTEGER NOT NULL,
    tax_minor         INTEGER NOT NULL,
    total_minor       INTEGER NOT NULL CHECK (total_minor >= 0),
    tenure_months     INTEGER NOT NULL CHECK (tenure_months >= 0),
    meetings_promised INTEGER NOT NULL CHECK (meetings_promised >= 0)
) STRICT;

-- One planned payment. Its state is derived from payments and dates, never stored.
-- due_kind: on_date (due_on) | on_agreement (due_days after signing) | on_milestone (milestone_id,
-- due_days after its sign-off).
CREATE TABLE instalments (
    id           BLOB PRIMARY KEY NOT NULL,
    plan_id      BLOB    NOT NULL REFERENCES pricing_plans (id),
    number       INTEGER NOT NULL CHECK (number >= 1),
    title        TEXT    NOT NULL DEFAULT '',
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    due_kind     TEXT    NOT NULL CHECK (due_kind IN ('on_date', 'on_agreement', 'on_milestone')),
    due_on       TEXT,
    due_days     INTEGER NOT NULL DEFAULT 0 CHECK (due_days >= 0),
    milestone_id BLOB    REFERENCES milestones (id),
    -- set only by an applied change request
    waived_by    BLOB    REFERENCES change_requests (id),
    UNIQUE (plan_id, number)
) STRICT;
CREATE INDEX instalments_milestone ON instalments (milestone_id) WHERE milestone_id IS NOT NULL;

CREATE TABLE sows (
    id         BLOB PRIMARY KEY NOT NULL,
    company_id BLOB NOT NULL REFERENCES companies (id),
    title      TEXT NOT NULL
) STRICT;

CREATE TABLE sow_items (
    id               BLOB PRIMARY KEY NOT NULL,
    sow_id           BLOB    NOT NULL REFERENCES sows (id),
    position         INTEGER NOT NULL,
    title            TEXT    NOT NULL,
    description      TEXT    NOT NULL DEFAULT '',
    category         TEXT    NOT NULL DEFAULT '',
    owner_id         BLOB    REFERENCES people (id),
    planned_start    TEXT,
    planned_end      TEXT,
    progress_percent INTEGER NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
    state            TEXT    NOT NULL DEFAULT 'not_started' CHECK (state IN
        ('not_started', 'in_progress', 'ready_for_review', 'consented', 'implemented', 'dropped')),
    state_reason     TEXT    NOT NULL DEFAULT '',
    milestone_id     BLOB    REFERENCES milestones (id),
    -- set only by an applied change request
    dropped_by       BLOB    REFERENCES change_requests (id)
) STRICT;
CREATE INDEX sow_items_sow ON sow_items (sow_id, position);
CREATE INDEX sow_items_milestone ON sow_items (milestone_id) WHERE milestone_id IS NOT NULL;

CREATE TABLE agreements (
    id               BLOB PRIMARY KEY NOT NULL,
    number           TEXT    NOT NULL UNIQUE,
    company_id       BLOB    NOT NULL REFERENCES companies (id),
    deal_id          BLOB    REFERENCES deals (id),
    quote_version_id BLOB    REFERENCES quote_versions (id),
    plan_id          BLOB    NOT NULL UNIQUE REFERENCES pricing_plans (id),
    sow_id           BLOB    NOT NULL UNIQUE REFERENCES sows (id),
    title            TEXT    NOT NULL,
    owner_id         BLOB    NOT NULL REFERENCES people (id),
    signed_on        TEXT    NOT NULL,
    signed_by        TEXT    NOT NULL,
    evidence_file_id BLOB    NOT NULL REFERENCES files (id),
    start_on         TEXT    NOT NULL,
    tenure_months    INTEGER NOT NULL CHECK (tenure_months >= 1),
    created_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX agreements_company ON agreements (company_id);

-- Append-only: a correction is a reversal (a row with negative amounts), never an edit.
CREATE TABLE payments (
    id            BLOB PRIMARY KEY NOT NULL,
    instalment_id BLOB    NOT NULL REFERENCES instalments (id),
    amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
    tds_minor     INTEGER NOT NULL DEFAULT 0,
    received_on   TEXT    NOT NULL,
    mode          TEXT    NOT NULL,
    reference     TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('recorded', 'verified', 'rejected')),
    recorded_by   BLOB    NOT NULL REFERENCES people (id),
    recorded_at   INTEGER NOT NULL,
    decided_by    BLOB    REFERENCES people (id),
    decided_at    INTEGER,
    reason        TEXT    NOT NULL DEFAULT '',
    reverses      BLOB    UNIQUE REFERENCES payments (id)
) STRICT;
CREATE INDEX payments_instalment ON payments (instalment_id);
-- A reference is used once among the payments that were neither rejected nor reversed; the command
-- checks it, because what is reversed is known from another row.
CREATE INDEX payments_reference ON payments (reference);
