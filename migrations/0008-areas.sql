-- Where things are: the network's own list of places. Names of towns are no secret, and strangers'
-- forms show them; nothing here tells who is where. Degrees are in millionths.

CREATE TABLE area (
    id BIGINT NOT NULL PRIMARY KEY,
    parent BIGINT NOT NULL,
    name TEXT NOT NULL,
    other TEXT NOT NULL,
    lat BIGINT,
    lon BIGINT,
    gone BIGINT NOT NULL
);
CREATE TABLE area_link (
    a BIGINT NOT NULL,
    b BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    PRIMARY KEY (a, b)
);
