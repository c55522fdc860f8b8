-- The directory keeps whole documents: one row per object of the open standard (HSDS 3.0), as
-- canonical JSON. `doc` is the source's own, `patch` (RFC 7386) what editors here changed of it.
-- Ids compare by bytes on both engines. Absent text is the empty text. What the older tables held is
-- imported again.

DROP TABLE organization;
DROP TABLE service;
DROP TABLE location;
DROP TABLE service_at_location;
DROP TABLE phone;
DROP TABLE address;
DROP TABLE regular_schedule;
DROP TABLE directory_source;
CREATE TABLE directory_source (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    origin INTEGER NOT NULL DEFAULT 1,
    url TEXT NOT NULL DEFAULT '',
    imported BIGINT NOT NULL,
    cursor TEXT NOT NULL DEFAULT ''
);

-- sqlite
CREATE TABLE directory_object (
    public_id TEXT NOT NULL PRIMARY KEY,
    type INTEGER NOT NULL,
    source INTEGER NOT NULL,
    parent TEXT NOT NULL,
    place TEXT NOT NULL,
    digest BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    state INTEGER NOT NULL,
    doc TEXT NOT NULL,
    patch TEXT NOT NULL DEFAULT '',
    tags INTEGER NOT NULL DEFAULT 0,
    checked_by TEXT NOT NULL DEFAULT '',
    checked_at BIGINT NOT NULL DEFAULT 0,
    doubted BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE directory_change (
    public_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    at BIGINT NOT NULL,
    byline TEXT NOT NULL,
    what INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (public_id, n)
) WITHOUT ROWID;
-- postgres
CREATE TABLE directory_object (
    public_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    type INTEGER NOT NULL,
    source INTEGER NOT NULL,
    parent TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    digest BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    state INTEGER NOT NULL,
    doc TEXT NOT NULL,
    patch TEXT NOT NULL DEFAULT '',
    tags INTEGER NOT NULL DEFAULT 0,
    checked_by TEXT NOT NULL DEFAULT '',
    checked_at BIGINT NOT NULL DEFAULT 0,
    doubted BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE directory_change (
    public_id TEXT COLLATE "C" NOT NULL,
    n INTEGER NOT NULL,
    at BIGINT NOT NULL,
    byline TEXT NOT NULL,
    what INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (public_id, n)
);

-- both
CREATE INDEX directory_object_listed ON directory_object (type, state, public_id);
CREATE INDEX directory_object_of ON directory_object (parent, type)
    WHERE parent <> '';
CREATE INDEX directory_object_at ON directory_object (place) WHERE place <> '';
