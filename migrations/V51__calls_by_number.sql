-- How often a number was dialled, whichever lead it was dialled for.
CREATE INDEX calls_number ON calls (number_e164, started_at);
