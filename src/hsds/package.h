/* Writing a directory in the open standard, for others to read: a tabular data package (HSDS 3.0,
 * a folder or a zip) or one JSON file.
 *
 * What is written is a function of the documents alone: the same documents in the same order give
 * the same bytes, so that two exports can be compared. Reading it again with hsds_read gives the
 * same documents.
 *
 * Nothing stands at `path` before hsds_package_end: until then all is in "PATH.part", which goes
 * when something fails.
 *
 * The JSON file is one object with an array of canonical documents for each collection of the
 * standard: {"organizations":[…],"services":[…],…}.
 *
 * Source: datapackage.json of HSDS 3.0; Tabular Data Package (Frictionless Data); RFC 4180.
 */
#ifndef AWN_HSDS_PACKAGE_H
#define AWN_HSDS_PACKAGE_H

#include "hsds/hsds.h"

enum hsds_format { HSDS_FOLDER, HSDS_ZIP, HSDS_JSON };

/* By the end of the name: ".zip", ".json", otherwise a folder. */
enum hsds_format hsds_format_of(const char *path);

struct hsds_package;

/* ERR_CONFLICT: something stands at `path` already; ERR_IO. Lives in the arena. */
enum err hsds_package_begin(struct arena *a, const char *path,
                            struct hsds_package **out) MUST_CHECK;

/* One canonical document. All of a type must come together. */
enum err hsds_package_add(struct hsds_package *p, enum hsds_type type, struct str doc) MUST_CHECK;

/* Puts the finished package in its place. ERR_IO. Without it (or when it fails) hsds_package_drop
 * takes away what was begun; after it, drop does nothing. */
enum err hsds_package_end(struct hsds_package *p) MUST_CHECK;
void hsds_package_drop(struct hsds_package *p);

#endif
