-- Sharing leads out: rules, what each caller can take, and every assignment with its reason.

CREATE TABLE assignment_rules (
    id         BLOB PRIMARY KEY NOT NULL,
    position   INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    conditions TEXT    NOT NULL,
    pool       TEXT    NOT NULL,
    method     TEXT    NOT NULL CHECK (method IN
        ('round_robin', 'least_loaded', 'weighted', 'skill', 'random')),
    is_active  INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;

-- NULL: as the settings say. Somebody without a row is present and has weight 1.
CREATE TABLE caller_limits (
    id          BLOB PRIMARY KEY NOT NULL,
    person_id   BLOB    NOT NULL UNIQUE REFERENCES people (id),
    max_open    INTEGER CHECK (max_open >= 0),
    max_per_day INTEGER CHECK (max_per_day >= 0),
    weight      INTEGER NOT NULL DEFAULT 1 CHECK (weight BETWEEN 0 AND 1000),
    is_present  INTEGER NOT NULL DEFAULT 1 CHECK (is_present IN (0, 1)),
    away_until  TEXT
) STRICT;

CREATE TABLE lead_assignments (
    id        BLOB PRIMARY KEY NOT NULL,
    lead_id   BLOB    NOT NULL REFERENCES leads (id),
    person_id BLOB    REFERENCES people (id),
    from_id   BLOB    REFERENCES people (id),
    how       TEXT    NOT NULL CHECK (how IN
        ('hand', 'rule', 'fallback', 'pool', 'language', 'escalation', 'import')),
    rule_id   BLOB,
    reason    TEXT    NOT NULL DEFAULT '',
    by_id     BLOB    NOT NULL REFERENCES people (id),
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX lead_assignments_lead ON lead_assignments (lead_id, at);
CREATE INDEX lead_assignments_person ON lead_assignments (person_id, at);
