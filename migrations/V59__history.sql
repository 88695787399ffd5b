-- In whose history an entry is told, asked from the entry; and entries by when they were given.
CREATE INDEX journal_index_seq ON journal_index (seq, is_own);
CREATE INDEX journal_at ON journal (at);
