-- +goose Up

-- The record family: append only. One row says how long the register is; whoever appends moves it first, and
-- so waits for, or loses to, whoever is appending.
CREATE TABLE head (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    size     BIGINT NOT NULL CHECK (size >= 0),
    recorded BIGINT NOT NULL,
    root     BYTEA NOT NULL CHECK (octet_length(root) = 32)
);
INSERT INTO head (one, size, recorded, root) VALUES (1, 0, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TABLE entry (
    position BIGINT PRIMARY KEY CHECK (position >= 0),
    matter   TEXT COLLATE "C" NOT NULL,
    number   BIGINT NOT NULL CHECK (number >= 0),
    data     BYTEA NOT NULL,
    UNIQUE (matter, number)
);

CREATE TABLE tile (
    level BIGINT NOT NULL,
    n     BIGINT NOT NULL,
    width BIGINT NOT NULL CHECK (width BETWEEN 1 AND 256),
    data  BYTEA NOT NULL CHECK (octet_length(data) = 32 * width),
    PRIMARY KEY (level, n)
);

CREATE TABLE checkpoint (
    size BIGINT PRIMARY KEY CHECK (size >= 0),
    note BYTEA NOT NULL
);

CREATE TABLE book (
    digest TEXT COLLATE "C" PRIMARY KEY,
    name   TEXT COLLATE "C" NOT NULL,
    data   BYTEA NOT NULL
);

-- The same form sent twice acts once: its answer is stored with the act.
CREATE TABLE answer (
    actor TEXT COLLATE "C" NOT NULL,
    key   TEXT COLLATE "C" NOT NULL,
    body  BYTEA NOT NULL CHECK (octet_length(body) = 32),
    entry BIGINT NOT NULL,
    reply BYTEA NOT NULL,
    PRIMARY KEY (actor, key)
);

-- The people family: may be erased.
CREATE TABLE person (
    id      TEXT COLLATE "C" PRIMARY KEY,
    name    TEXT COLLATE "C" NOT NULL,
    contact TEXT COLLATE "C" NOT NULL
);

CREATE TABLE alias (
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    matter TEXT COLLATE "C" NOT NULL,
    alias  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person, matter),
    UNIQUE (matter, alias)
);

CREATE TABLE opening (
    entry  BIGINT NOT NULL REFERENCES entry (position),
    field  TEXT COLLATE "C" NOT NULL,
    salt   BYTEA NOT NULL,
    value  BYTEA NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (entry, field)
);
CREATE INDEX opening_person ON opening (person) WHERE person <> '';

-- Erasures that have deleted their rows but not yet cleaned the files are counted here, so that a kill between
-- the two is made good. Whoever cleans takes away the count that it saw before.
CREATE TABLE scrub (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    due BIGINT NOT NULL
);

-- The index family: rebuilt from the record.
CREATE TABLE matter (
    matter        TEXT COLLATE "C" PRIMARY KEY,
    room          TEXT COLLATE "C" NOT NULL,
    round         TEXT COLLATE "C" NOT NULL,
    title         TEXT COLLATE "C" NOT NULL,
    stage         TEXT COLLATE "C" NOT NULL,
    entries       BIGINT NOT NULL,
    last_index    BIGINT NOT NULL,
    last_recorded BIGINT NOT NULL
);
CREATE INDEX matter_round ON matter (round, matter);

-- ANALYZE would copy names and salts into pg_statistic, where an erasure does not reach. It is told to look
-- away; every query on these tables goes by a key and needs no statistics.
ALTER TABLE person ALTER COLUMN id SET STATISTICS 0, ALTER COLUMN name SET STATISTICS 0,
    ALTER COLUMN contact SET STATISTICS 0;
ALTER TABLE alias ALTER COLUMN person SET STATISTICS 0, ALTER COLUMN alias SET STATISTICS 0;
ALTER TABLE opening ALTER COLUMN salt SET STATISTICS 0, ALTER COLUMN value SET STATISTICS 0,
    ALTER COLUMN person SET STATISTICS 0;
ALTER TABLE answer ALTER COLUMN actor SET STATISTICS 0, ALTER COLUMN reply SET STATISTICS 0;
