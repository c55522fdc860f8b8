-- Where entries are, as their lists write it: the most common, offered beside the field.

CREATE TABLE directory_town (
    name TEXT NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL
);
