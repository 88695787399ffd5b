-- The workspace itself: its settings, people, roles, and the files that rows speak of.

CREATE TABLE settings (
    id    BLOB PRIMARY KEY NOT NULL,
    key   TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE people (
    id         BLOB PRIMARY KEY NOT NULL,
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL UNIQUE,
    phone_e164 TEXT,
    languages  TEXT    NOT NULL DEFAULT '',
    status     TEXT    NOT NULL CHECK (status IN ('active', 'suspended')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE roles (
    id         BLOB PRIMARY KEY NOT NULL,
    key        TEXT    NOT NULL UNIQUE,
    title      TEXT    NOT NULL,
    is_builtin INTEGER NOT NULL
) STRICT;

CREATE TABLE role_permissions (
    id         BLOB PRIMARY KEY NOT NULL,
    role_id    BLOB NOT NULL REFERENCES roles (id),
    permission TEXT NOT NULL,
    UNIQUE (role_id, permission)
) STRICT;

CREATE TABLE person_roles (
    id        BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES people (id),
    role_id   BLOB NOT NULL REFERENCES roles (id),
    UNIQUE (person_id, role_id)
) STRICT;
CREATE INDEX person_roles_role ON person_roles (role_id);

-- A file is stored beside the database under its hash; this is what rows refer to.
CREATE TABLE files (
    id         BLOB PRIMARY KEY NOT NULL,
    sha256     BLOB    NOT NULL,
    name       TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    added_by   BLOB    NOT NULL REFERENCES people (id),
    added_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX files_sha256 ON files (sha256);
