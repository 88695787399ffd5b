-- The bank's advice, a screenshot, a scanned cheque: what shows that the money came.
ALTER TABLE payments ADD COLUMN evidence_file_id BLOB REFERENCES files (id);
CREATE INDEX payments_evidence ON payments (evidence_file_id) WHERE evidence_file_id IS NOT NULL;
