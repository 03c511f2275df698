-- +goose Up

-- The record family: append only. One row says how long the register is; whoever appends moves it first, and
-- so waits for, or loses to, whoever is appending.
CREATE TABLE head (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    size     INTEGER NOT NULL CHECK (size >= 0),
    recorded INTEGER NOT NULL,
    root     BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;
INSERT INTO head (one, size, recorded, root) VALUES (1, 0, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TABLE entry (
    position INTEGER PRIMARY KEY CHECK (position >= 0),
    matter   TEXT NOT NULL,
    number   INTEGER NOT NULL CHECK (number >= 0),
    data     BLOB NOT NULL,
    UNIQUE (matter, number)
) STRICT;

CREATE TABLE tile (
    level INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    width INTEGER NOT NULL CHECK (width BETWEEN 1 AND 256),
    data  BLOB NOT NULL CHECK (length(data) = 32 * width),
    PRIMARY KEY (level, n)
) STRICT;

CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY CHECK (size >= 0),
    note BLOB NOT NULL
) STRICT;

CREATE TABLE book (
    digest TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    data   BLOB NOT NULL
) STRICT;

-- The same form sent twice acts once: its answer is stored with the act.
CREATE TABLE answer (
    actor TEXT NOT NULL,
    key   TEXT NOT NULL,
    body  BLOB NOT NULL CHECK (length(body) = 32),
    entry INTEGER NOT NULL,
    reply BLOB NOT NULL,
    PRIMARY KEY (actor, key)
) STRICT;

-- The people family: may be erased.
CREATE TABLE person (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    contact TEXT NOT NULL
) STRICT;

CREATE TABLE alias (
    person TEXT NOT NULL REFERENCES person (id),
    matter TEXT NOT NULL,
    alias  TEXT NOT NULL,
    PRIMARY KEY (person, matter),
    UNIQUE (matter, alias)
) STRICT;

CREATE TABLE opening (
    entry  INTEGER NOT NULL REFERENCES entry (position),
    field  TEXT NOT NULL,
    salt   BLOB NOT NULL,
    value  BLOB NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (entry, field)
) STRICT;
CREATE INDEX opening_person ON opening (person) WHERE person <> '';

-- Erasures that have deleted their rows but not yet cleaned the files are counted here, so that a kill between
-- the two is made good. Whoever cleans takes away the count that it saw before.
CREATE TABLE scrub (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    due INTEGER NOT NULL
) STRICT;

-- The index family: rebuilt from the record.
CREATE TABLE matter (
    matter        TEXT PRIMARY KEY,
    room          TEXT NOT NULL,
    round         TEXT NOT NULL,
    title         TEXT NOT NULL,
    stage         TEXT NOT NULL,
    entries       INTEGER NOT NULL,
    last_index    INTEGER NOT NULL,
    last_recorded INTEGER NOT NULL
) STRICT;
CREATE INDEX matter_round ON matter (round, matter);
