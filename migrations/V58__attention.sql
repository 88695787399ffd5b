-- What a command that was not applied had done on this copy before the authority's word came: the
-- facts of its sentence in the history, and the rows it made, as [[table, id], …]. NULL: it did not
-- pass here either.
ALTER TABLE attention ADD COLUMN facts TEXT;
ALTER TABLE attention ADD COLUMN made TEXT;
