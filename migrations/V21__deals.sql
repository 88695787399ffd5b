-- Possible sales on their way through the pipeline, the dated tax rates, and lawful numbers.

-- The pipeline is data: what a stage means to the program is its kind alone.
CREATE TABLE deal_stages (
    id                  BLOB PRIMARY KEY NOT NULL,
    key                 TEXT    NOT NULL UNIQUE,
    title               TEXT    NOT NULL,
    position            INTEGER NOT NULL UNIQUE,
    kind                TEXT    NOT NULL CHECK (kind IN ('open', 'won', 'lost')),
    probability_percent INTEGER NOT NULL CHECK (probability_percent BETWEEN 0 AND 100)
) STRICT;

CREATE TABLE deals (
    id                BLOB PRIMARY KEY NOT NULL,
    title             TEXT    NOT NULL,
    company_id        BLOB    NOT NULL REFERENCES companies (id),
    contact_id        BLOB    REFERENCES contacts (id),
    -- the lead that it came from
    lead_id           BLOB    UNIQUE REFERENCES leads (id),
    stage_id          BLOB    NOT NULL REFERENCES deal_stages (id),
    stage_since       INTEGER NOT NULL,
    owner_id          BLOB    NOT NULL REFERENCES people (id),
    value_minor       INTEGER NOT NULL DEFAULT 0 CHECK (value_minor >= 0),
    currency          TEXT    NOT NULL,
    expected_close_on TEXT,
    lost_reason       TEXT    NOT NULL DEFAULT '',
    created_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX deals_company ON deals (company_id);
CREATE INDEX deals_owner ON deals (owner_id, stage_id);

-- A rate of tax as of a day; the one in force is the newest on or before the day asked about.
-- percent is a decimal number as text. kind: taxable | zero | exempt | ended.
CREATE TABLE tax_rates (
    id         BLOB PRIMARY KEY NOT NULL,
    country    TEXT NOT NULL,
    key        TEXT NOT NULL,
    title      TEXT NOT NULL,
    percent    TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('taxable', 'zero', 'exempt', 'ended')),
    valid_from TEXT NOT NULL,
    UNIQUE (country, key, valid_from)
) STRICT;

-- Each device numbers in series of its own, so that two that are offline never collide.
CREATE TABLE number_devices (
    id     BLOB PRIMARY KEY NOT NULL,
    code   TEXT NOT NULL UNIQUE
) STRICT;

-- The last number given in a series; the next is one more, so there are no gaps.
CREATE TABLE number_series (
    id          BLOB PRIMARY KEY NOT NULL,
    kind        TEXT    NOT NULL,
    code        TEXT    NOT NULL REFERENCES number_devices (code),
    year        TEXT    NOT NULL,
    last_number INTEGER NOT NULL CHECK (last_number >= 1),
    UNIQUE (kind, code, year)
) STRICT;
