-- The directory's index of words, places and hours: made from the objects, kept in step with them.

DROP TABLE directory_entry;
DROP TABLE directory_word;

-- What a line of a list shows. week: which pattern of directory_week its hours make, 0 when
-- nothing is known of them.
CREATE TABLE directory_entry (
    entry INTEGER NOT NULL PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    title TEXT NOT NULL,
    organization TEXT NOT NULL,
    summary TEXT NOT NULL,
    phone TEXT NOT NULL,
    url TEXT NOT NULL,
    city TEXT NOT NULL,
    language TEXT NOT NULL,
    tags INTEGER NOT NULL DEFAULT 0,
    checked_at BIGINT NOT NULL DEFAULT 0,
    week INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE directory_week (
    n INTEGER NOT NULL PRIMARY KEY,
    hours TEXT NOT NULL
);

-- Postings are packed: src/directory/directory_rank.h says how. lexicon: the words of one length,
-- for near spellings. weeks: one row, the pattern of every entry.
-- sqlite
CREATE TABLE directory_word (
    word TEXT NOT NULL PRIMARY KEY,
    postings BLOB NOT NULL
);
CREATE TABLE directory_lexicon (
    length INTEGER NOT NULL PRIMARY KEY,
    words BLOB NOT NULL
);
CREATE TABLE directory_weeks (
    id INTEGER NOT NULL PRIMARY KEY,
    packed BLOB NOT NULL
);
CREATE TABLE directory_area (
    name TEXT NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL
);
-- postgres
CREATE TABLE directory_word (
    word TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    postings BYTEA NOT NULL
);
CREATE TABLE directory_lexicon (
    length INTEGER NOT NULL PRIMARY KEY,
    words BYTEA NOT NULL
);
CREATE TABLE directory_weeks (
    id INTEGER NOT NULL PRIMARY KEY,
    packed BYTEA NOT NULL
);
CREATE TABLE directory_area (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL
);
