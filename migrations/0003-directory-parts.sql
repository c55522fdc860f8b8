-- The directory, second part: what hangs on organizations, services and locations, and the index.

-- Rows below have no identity of their own in many files: n is their place in the file.
CREATE TABLE service_at_location (
    source INTEGER NOT NULL,
    n INTEGER NOT NULL,
    id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (source, n)
);
CREATE INDEX service_at_location_of_service ON service_at_location (source, service_id);

CREATE TABLE phone (
    source INTEGER NOT NULL,
    n INTEGER NOT NULL,
    id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    service_at_location_id TEXT NOT NULL,
    number TEXT NOT NULL,
    extension TEXT NOT NULL,
    type TEXT NOT NULL,
    language TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (source, n)
);
CREATE INDEX phone_of_location ON phone (source, location_id)
    WHERE location_id <> '';
CREATE INDEX phone_of_service ON phone (source, service_id) WHERE service_id <> '';
CREATE INDEX phone_of_organization ON phone (source, organization_id)
    WHERE organization_id <> '';

CREATE TABLE address (
    source INTEGER NOT NULL,
    n INTEGER NOT NULL,
    address_type TEXT NOT NULL,
    id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    attention TEXT NOT NULL,
    address_1 TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    state_province TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    PRIMARY KEY (source, address_type, n)
);
CREATE INDEX address_of_location ON address (source, location_id)
    WHERE location_id <> '';
CREATE INDEX address_of_organization ON address (source, organization_id)
    WHERE organization_id <> '';

-- weekday: 1 Monday to 7 Sunday. Times: minutes after midnight, -1 when closed all day.
CREATE TABLE regular_schedule (
    source INTEGER NOT NULL,
    n INTEGER NOT NULL,
    id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    service_at_location_id TEXT NOT NULL,
    weekday INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    PRIMARY KEY (source, n)
);
CREATE INDEX regular_schedule_of_location ON regular_schedule (source, location_id)
    WHERE location_id <> '';
CREATE INDEX regular_schedule_of_service ON regular_schedule (source, service_id)
    WHERE service_id <> '';

-- The index, made anew with every import. Entries are numbered from 0 in the order of their
-- titles; kind is 1 for an organization, 2 for a service.
CREATE TABLE directory_entry (
    entry INTEGER NOT NULL PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    organization TEXT NOT NULL,
    summary TEXT NOT NULL,
    phone TEXT NOT NULL,
    url TEXT NOT NULL,
    city TEXT NOT NULL,
    language TEXT NOT NULL
);

-- One row: how many entries, and the weight of all their words together.
CREATE TABLE directory_corpus (
    id INTEGER NOT NULL PRIMARY KEY,
    entries BIGINT NOT NULL,
    weight BIGINT NOT NULL
);

-- Postings are packed: src/directory/directory_rank.h says how.
-- sqlite
CREATE TABLE directory_word (
    word TEXT NOT NULL PRIMARY KEY,
    postings BLOB NOT NULL
);
-- postgres
CREATE TABLE directory_word (
    word TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    postings BYTEA NOT NULL
);
