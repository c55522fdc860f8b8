-- The directory: the public half. Tables and columns carry the names of HSDS (Open Referral),
-- version 1.1, with the two kinds of address in one table as in 3.0. "source" is the import a row
-- came from, "id" the row's id there. Absent text is the empty text.

CREATE TABLE directory_source (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    imported BIGINT NOT NULL
);

-- digest: changes when the row read from the source does. checked_*: a person made sure of it.
CREATE TABLE organization (
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    digest BIGINT NOT NULL,
    language TEXT NOT NULL,
    checked_by TEXT NOT NULL DEFAULT '',
    checked_at BIGINT NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    alternate_name TEXT NOT NULL,
    description TEXT NOT NULL,
    email TEXT NOT NULL,
    url TEXT NOT NULL,
    tax_status TEXT NOT NULL,
    tax_id TEXT NOT NULL,
    year_incorporated TEXT NOT NULL,
    legal_status TEXT NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE TABLE service (
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    digest BIGINT NOT NULL,
    language TEXT NOT NULL,
    checked_by TEXT NOT NULL DEFAULT '',
    checked_at BIGINT NOT NULL DEFAULT 0,
    organization_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    name TEXT NOT NULL,
    alternate_name TEXT NOT NULL,
    description TEXT NOT NULL,
    url TEXT NOT NULL,
    email TEXT NOT NULL,
    status TEXT NOT NULL,
    interpretation_services TEXT NOT NULL,
    application_process TEXT NOT NULL,
    wait_time TEXT NOT NULL,
    fees TEXT NOT NULL,
    accreditations TEXT NOT NULL,
    licenses TEXT NOT NULL,
    PRIMARY KEY (source, id)
);
CREATE INDEX service_of_organization ON service (source, organization_id);

CREATE TABLE location (
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    name TEXT NOT NULL,
    alternate_name TEXT NOT NULL,
    description TEXT NOT NULL,
    transportation TEXT NOT NULL,
    latitude TEXT NOT NULL,
    longitude TEXT NOT NULL,
    PRIMARY KEY (source, id)
);
CREATE INDEX location_of_organization ON location (source, organization_id);
