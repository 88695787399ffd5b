-- How a version was handed to the client, as whoever sent it says; empty: they did not say. It is
-- part of what was sent, so it is locked with it.
ALTER TABLE quote_versions ADD COLUMN sent_by_way TEXT NOT NULL DEFAULT ''
    CHECK (sent_by_way IN ('', 'email', 'messenger', 'in_person', 'post', 'other'));

DROP TRIGGER quote_versions_locked;
CREATE TRIGGER quote_versions_locked BEFORE UPDATE ON quote_versions
WHEN OLD.id IS NOT NEW.id OR OLD.quote_id IS NOT NEW.quote_id OR OLD.version IS NOT NEW.version
  OR OLD.number IS NOT NEW.number OR OLD.content IS NOT NEW.content
  OR OLD.sha256 IS NOT NEW.sha256 OR OLD.sent_by IS NOT NEW.sent_by
  OR OLD.sent_at IS NOT NEW.sent_at OR OLD.valid_until IS NOT NEW.valid_until
  OR OLD.sent_by_way IS NOT NEW.sent_by_way
BEGIN
    SELECT RAISE(ABORT, 'a sent version is locked');
END;

-- The line of the file that a row is, as a spreadsheet counts them (the header is line 1, empty
-- lines count); NULL: it was taken in before lines were noted.
ALTER TABLE import_rejects ADD COLUMN line INTEGER;
