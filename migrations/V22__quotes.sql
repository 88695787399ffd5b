-- Quotes: one set of priced lines, frozen into a version each time it is sent.

-- The working copy. state is that of the version in hand; what was sent lives in quote_versions.
CREATE TABLE quotes (
    id                 BLOB PRIMARY KEY NOT NULL,
    title              TEXT    NOT NULL,
    company_id         BLOB    NOT NULL REFERENCES companies (id),
    contact_id         BLOB    REFERENCES contacts (id),
    deal_id            BLOB    REFERENCES deals (id),
    owner_id           BLOB    NOT NULL REFERENCES people (id),
    state              TEXT    NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'sent',
        'viewed', 'accepted', 'declined', 'expired', 'superseded')),
    state_since        INTEGER NOT NULL,
    -- the version in hand: 1 until the first is sent and edited after
    version            INTEGER NOT NULL CHECK (version >= 1),
    currency           TEXT    NOT NULL,
    prices_include_tax INTEGER NOT NULL DEFAULT 0 CHECK (prices_include_tax IN (0, 1)),
    is_reverse_charge  INTEGER NOT NULL DEFAULT 0 CHECK (is_reverse_charge IN (0, 1)),
    has_tiers          INTEGER NOT NULL DEFAULT 0 CHECK (has_tiers IN (0, 1)),
    valid_days         INTEGER NOT NULL CHECK (valid_days BETWEEN 1 AND 3650),
    tenure_months      INTEGER NOT NULL CHECK (tenure_months BETWEEN 1 AND 600),
    meetings_promised  INTEGER NOT NULL CHECK (meetings_promised BETWEEN 0 AND 10000),
    language           TEXT    NOT NULL CHECK (language IN ('en', 'hi')),
    terms              TEXT    NOT NULL DEFAULT '',
    internal_notes     TEXT    NOT NULL DEFAULT '',
    created_at         INTEGER NOT NULL,
    changed_at         INTEGER NOT NULL,
    -- how often it was edited: each edit touches this row, so that none is undone past another
    edits              INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX quotes_owner ON quotes (owner_id, state);
CREATE INDEX quotes_deal ON quotes (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX quotes_company ON quotes (company_id);

CREATE TABLE quote_sections (
    id       BLOB PRIMARY KEY NOT NULL,
    quote_id BLOB    NOT NULL REFERENCES quotes (id),
    position INTEGER NOT NULL,
    title    TEXT    NOT NULL
) STRICT;
CREATE INDEX quote_sections_quote ON quote_sections (quote_id, position);

-- quantity and discount_percent are decimal numbers as text. tiers: 1 basic + 2 standard +
-- 4 premium. Only 'included' lines are in the total.
CREATE TABLE quote_lines (
    id               BLOB PRIMARY KEY NOT NULL,
    quote_id         BLOB    NOT NULL REFERENCES quotes (id),
    section_id       BLOB    NOT NULL REFERENCES quote_sections (id),
    position         INTEGER NOT NULL,
    kind             TEXT    NOT NULL CHECK (kind IN
        ('goods', 'service', 'labour', 'hire', 'hosting', 'travel')),
    part_number      TEXT    NOT NULL DEFAULT '',
    description      TEXT    NOT NULL,
    quantity         TEXT    NOT NULL,
    unit             TEXT    NOT NULL DEFAULT '',
    unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor >= 0),
    discount_percent TEXT    NOT NULL DEFAULT '0',
    tax_code         TEXT    NOT NULL DEFAULT '',
    tax_rate         TEXT    NOT NULL,
    inclusion        TEXT    NOT NULL CHECK (inclusion IN ('included', 'optional', 'alternative')),
    tiers            INTEGER NOT NULL DEFAULT 7 CHECK (tiers BETWEEN 1 AND 7)
) STRICT;
CREATE INDEX quote_lines_quote ON quote_lines (quote_id, section_id, position);

-- What a line costs us and who supplies it: never for the client, and only for whoever may see
-- costs. The id is the line's.
CREATE TABLE quote_line_costs (
    id              BLOB PRIMARY KEY NOT NULL REFERENCES quote_lines (id),
    quote_id        BLOB    NOT NULL REFERENCES quotes (id),
    supplier        TEXT    NOT NULL DEFAULT '',
    unit_cost_minor INTEGER CHECK (unit_cost_minor >= 0)
) STRICT;
CREATE INDEX quote_line_costs_quote ON quote_line_costs (quote_id);

-- How it will be paid: either all by percent of the total (a decimal number as text) or all by
-- amount.
CREATE TABLE quote_instalments (
    id           BLOB PRIMARY KEY NOT NULL,
    quote_id     BLOB    NOT NULL REFERENCES quotes (id),
    number       INTEGER NOT NULL CHECK (number >= 1),
    title        TEXT    NOT NULL DEFAULT '',
    percent      TEXT,
    amount_minor INTEGER CHECK (amount_minor > 0),
    due_kind     TEXT    NOT NULL CHECK (due_kind IN ('on_date', 'on_agreement', 'on_milestone')),
    due_on       TEXT,
    due_days     INTEGER NOT NULL DEFAULT 0 CHECK (due_days >= 0),
    UNIQUE (quote_id, number),
    CHECK ((percent IS NULL) <> (amount_minor IS NULL)),
    CHECK ((due_kind = 'on_date') = (due_on IS NOT NULL))
) STRICT;

-- Who let which version go out, or sent it back and why.
CREATE TABLE quote_approvals (
    id         BLOB PRIMARY KEY NOT NULL,
    quote_id   BLOB    NOT NULL REFERENCES quotes (id),
    version    INTEGER NOT NULL,
    decision   TEXT    NOT NULL CHECK (decision IN ('approved', 'returned')),
    reason     TEXT    NOT NULL DEFAULT '',
    decided_by BLOB    NOT NULL REFERENCES people (id),
    decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX quote_approvals_quote ON quote_approvals (quote_id, decided_at);

-- What was sent, word for word (content: canonical JSON), with its hash and lawful number.
-- Only state and what the client answered may change after.
CREATE TABLE quote_versions (
    id           BLOB PRIMARY KEY NOT NULL,
    quote_id     BLOB    NOT NULL REFERENCES quotes (id),
    version      INTEGER NOT NULL CHECK (version >= 1),
    number       TEXT    NOT NULL UNIQUE,
    content      TEXT    NOT NULL,
    sha256       BLOB    NOT NULL CHECK (length(sha256) = 32),
    sent_by      BLOB    NOT NULL REFERENCES people (id),
    sent_at      INTEGER NOT NULL,
    valid_until  TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN
        ('sent', 'viewed', 'accepted', 'declined', 'expired', 'superseded')),
    viewed_at    INTEGER,
    answered_at  INTEGER,
    answer_note  TEXT    NOT NULL DEFAULT '',
    UNIQUE (quote_id, version)
) STRICT;

-- The last line of defence for 'what was sent is locked for ever'.
CREATE TRIGGER quote_versions_locked BEFORE UPDATE ON quote_versions
WHEN OLD.id IS NOT NEW.id OR OLD.quote_id IS NOT NEW.quote_id OR OLD.version IS NOT NEW.version
  OR OLD.number IS NOT NEW.number OR OLD.content IS NOT NEW.content
  OR OLD.sha256 IS NOT NEW.sha256 OR OLD.sent_by IS NOT NEW.sent_by
  OR OLD.sent_at IS NOT NEW.sent_at OR OLD.valid_until IS NOT NEW.valid_until
BEGIN
    SELECT RAISE(ABORT, 'a sent version is locked');
END;

-- A receipt is numbered when its payment is verified.
CREATE TABLE receipts (
    id         BLOB PRIMARY KEY NOT NULL,
    payment_id BLOB    NOT NULL UNIQUE REFERENCES payments (id),
    number     TEXT    NOT NULL UNIQUE,
    issued_on  TEXT    NOT NULL,
    issued_by  BLOB    NOT NULL REFERENCES people (id)
) STRICT;
