-- The search index of a new copy is built last, some leads at a time: leads behind indexed_to are not
-- in it yet, and the triggers leave them alone. The highest number: it holds all of them.
ALTER TABLE lead_search_pause
    ADD COLUMN indexed_to INTEGER NOT NULL DEFAULT 9223372036854775807;

DROP TRIGGER lead_search_insert;
DROP TRIGGER lead_search_delete;
DROP TRIGGER lead_search_update;
CREATE TRIGGER lead_search_insert AFTER INSERT ON leads
WHEN (SELECT is_paused = 0 AND new.rowid <= indexed_to FROM lead_search_pause)
BEGIN
    INSERT INTO lead_search (rowid, name, company_name, city)
    VALUES (new.rowid, new.name, new.company_name, new.city);
END;
CREATE TRIGGER lead_search_delete AFTER DELETE ON leads
WHEN old.rowid <= (SELECT indexed_to FROM lead_search_pause)
BEGIN
    INSERT INTO lead_search (lead_search, rowid, name, company_name, city)
    VALUES ('delete', old.rowid, old.name, old.company_name, old.city);
END;
CREATE TRIGGER lead_search_update AFTER UPDATE OF name, company_name, city ON leads
WHEN (old.name IS NOT new.name OR old.company_name IS NOT new.company_name
      OR old.city IS NOT new.city)
     AND old.rowid <= (SELECT indexed_to FROM lead_search_pause)
BEGIN
    INSERT INTO lead_search (lead_search, rowid, name, company_name, city)
    VALUES ('delete', old.rowid, old.name, old.company_name, old.city);
    INSERT INTO lead_search (rowid, name, company_name, city)
    VALUES (new.rowid, new.name, new.company_name, new.city);
END;
