-- The sealed half: all that is written down about members, and every blob is sealed.
-- In SQLite the physical order is that of the key: INTEGER PRIMARY KEY or WITHOUT ROWID, never a
-- hidden counter that would tell who came when. Keys are random, so is the order.

-- sqlite
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    epoch BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    sealed BLOB NOT NULL
);
CREATE TABLE space (
    id INTEGER PRIMARY KEY,
    epoch BIGINT NOT NULL,
    inbox BLOB NOT NULL,
    mac BLOB NOT NULL
);
CREATE TABLE chain (
    space BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (space, epoch)
) WITHOUT ROWID;
CREATE TABLE envelope (
    tag BLOB NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL,
    box BLOB NOT NULL,
    mac BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE inbox (
    id BLOB NOT NULL PRIMARY KEY,
    address BLOB NOT NULL,
    expires BIGINT NOT NULL,
    box BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name_mac BLOB NOT NULL UNIQUE,
    salt BLOB NOT NULL,
    slots BLOB NOT NULL,
    access BLOB NOT NULL,
    keyring BLOB NOT NULL,
    version BIGINT NOT NULL,
    mac BLOB NOT NULL
);
CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    mac BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- postgres
CREATE TABLE record (
    id BIGINT PRIMARY KEY,
    epoch BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE TABLE space (
    id BIGINT PRIMARY KEY,
    epoch BIGINT NOT NULL,
    inbox BYTEA NOT NULL,
    mac BYTEA NOT NULL
);
CREATE TABLE chain (
    space BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    mac BYTEA NOT NULL,
    PRIMARY KEY (space, epoch)
);
CREATE TABLE envelope (
    tag BYTEA PRIMARY KEY,
    expires BIGINT NOT NULL,
    box BYTEA NOT NULL,
    mac BYTEA NOT NULL
);
CREATE TABLE inbox (
    id BYTEA PRIMARY KEY,
    address BYTEA NOT NULL,
    expires BIGINT NOT NULL,
    box BYTEA NOT NULL
);
CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    name_mac BYTEA NOT NULL UNIQUE,
    salt BYTEA NOT NULL,
    slots BYTEA NOT NULL,
    access BYTEA NOT NULL,
    keyring BYTEA NOT NULL,
    version BIGINT NOT NULL,
    mac BYTEA NOT NULL
);
CREATE TABLE session (
    id BYTEA PRIMARY KEY,
    expires BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    mac BYTEA NOT NULL
);
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

-- both
CREATE INDEX record_expires ON record (expires);
CREATE INDEX envelope_expires ON envelope (expires);
CREATE INDEX inbox_address ON inbox (address);
CREATE INDEX inbox_expires ON inbox (expires);
CREATE INDEX session_expires ON session (expires);
