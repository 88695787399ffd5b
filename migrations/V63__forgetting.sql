-- What a device forgets (docs/sync.md). All of it belongs to this copy alone.

-- The first day, as it counts them, on which the command was there. NULL: since the last one.
ALTER TABLE acknowledged ADD COLUMN noted_on INTEGER;
