-- What is asked for: invoices of instalments, and reminders.

-- raise_on: the day on which it should be issued, that of the event; an issued one is locked.
CREATE TABLE invoices (
    id            BLOB PRIMARY KEY NOT NULL,
    agreement_id  BLOB    NOT NULL REFERENCES agreements (id),
    instalment_id BLOB    NOT NULL REFERENCES instalments (id),
    state         TEXT    NOT NULL CHECK (state IN ('draft', 'issued', 'cancelled')),
    raise_on      TEXT    NOT NULL,
    drafted_at    INTEGER NOT NULL,
    number        TEXT    UNIQUE,
    content       TEXT,
    sha256        BLOB,
    issued_on     TEXT,
    issued_by     BLOB    REFERENCES people (id),
    cancelled_at  INTEGER,
    reason        TEXT    NOT NULL DEFAULT '',
    CHECK (state <> 'draft' OR number IS NULL),
    CHECK (state <> 'issued' OR (number IS NOT NULL AND content IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX invoices_one ON invoices (instalment_id) WHERE state <> 'cancelled';
CREATE INDEX invoices_agreement ON invoices (agreement_id);

CREATE TRIGGER invoices_locked BEFORE UPDATE ON invoices
WHEN OLD.number IS NOT NULL AND (OLD.number IS NOT NEW.number OR OLD.content IS NOT NEW.content
  OR OLD.sha256 IS NOT NEW.sha256 OR OLD.issued_on IS NOT NEW.issued_on
  OR OLD.instalment_id IS NOT NEW.instalment_id)
BEGIN
    SELECT RAISE(ABORT, 'an issued invoice is locked');
END;

-- Advances (payments with a receipt voucher) that an issued invoice adjusts.
CREATE TABLE invoice_advances (
    id         BLOB PRIMARY KEY NOT NULL,
    invoice_id BLOB NOT NULL REFERENCES invoices (id),
    payment_id BLOB NOT NULL UNIQUE REFERENCES payments (id)
) STRICT;
CREATE INDEX invoice_advances_invoice ON invoice_advances (invoice_id);

-- A reminder that is to go out, one per instalment and day of the rule.
CREATE TABLE payment_reminders (
    id             BLOB PRIMARY KEY NOT NULL,
    instalment_id  BLOB    NOT NULL REFERENCES instalments (id),
    days_after_due INTEGER NOT NULL,
    due_on         TEXT    NOT NULL,
    made_at        INTEGER NOT NULL,
    sent_by        BLOB    REFERENCES people (id),
    sent_at        INTEGER,
    UNIQUE (instalment_id, due_on, days_after_due)
) STRICT;
