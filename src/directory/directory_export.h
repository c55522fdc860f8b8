/* The whole directory for others: a tabular package (a folder or a zip) or one JSON file, HSDS 3.0.
 * What is sealed or hidden is not in it. */
#ifndef AWN_DIRECTORY_DIRECTORY_EXPORT_H
#define AWN_DIRECTORY_DIRECTORY_EXPORT_H

#include "directory/directory.h"

struct directory_export {
    const char *path;     /* NAME.zip, NAME.json, or a folder; nothing may stand there yet */
    hsds_event_fn *event; /* HSDS_PROGRESS; may be NULL */
    void *ctx;
};

struct directory_exported {
    int64_t organizations, services, locations; /* written */
};

/* Reads one state of the database from beginning to end. ERR_CONFLICT: something stands at the
 * path; ERR_IO: it cannot be written. After an error nothing new stands there. */
enum err directory_export(struct db *db, const struct directory_export *how,
                          struct directory_exported *out) MUST_CHECK;

#endif
