-- The list of leads in the order of a column, either way. By company, city, source and the day they came
-- the indexes of the filters give it.
CREATE INDEX leads_name ON leads (name COLLATE NOCASE, id);
CREATE INDEX leads_ranked ON leads (priority, score, id);
CREATE INDEX leads_last_call ON leads (last_call_at, id) WHERE last_call_at IS NOT NULL;
