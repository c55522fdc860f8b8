-- What lists of the API are counted and walked by, without reading the documents.

DROP INDEX directory_object_listed;
CREATE INDEX directory_object_listed ON directory_object (type, state, public_id, modified, parent);
