/* A folder of HSDS 1.1 tables, read into memory and checked; the first half of an import.
 *
 * Source of the names and of what is required: HSDS 1.1, docs.openreferral.org. Columns that we do
 * not know are passed over; files that we do not know are reported. A row that lacks a value it
 * must have, or that points to a row that is not there, is refused and reported, and stays in
 * memory with `refused` set, so that rows pointing to it can be told why they are refused too.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_HSDS_H
#define AWN_DIRECTORY_DIRECTORY_HSDS_H

#include "directory/directory.h"
#include "directory/directory_map.h"

/* name, file, what one row is called, columns, must the file be there */
#define HSDS_FILES(X)                                                                              \
    X(ORGANIZATION, "organizations.csv", "organization", HSDS_FILE_NEEDED)                         \
    X(SERVICE, "services.csv", "service", HSDS_FILE_NEEDED)                                        \
    X(LOCATION, "locations.csv", "location", HSDS_FILE_OPTIONAL)                                   \
    X(SERVICE_AT_LOCATION, "services_at_location.csv", "service at location", HSDS_FILE_OPTIONAL)  \
    X(PHONE, "phones.csv", "phone", HSDS_FILE_OPTIONAL)                                            \
    X(POSTAL_ADDRESS, "postal_addresses.csv", "postal address", HSDS_FILE_OPTIONAL)                \
    X(PHYSICAL_ADDRESS, "physical_addresses.csv", "physical address", HSDS_FILE_OPTIONAL)          \
    X(REGULAR_SCHEDULE, "regular_schedules.csv", "regular schedule", HSDS_FILE_OPTIONAL)

enum hsds_file_need { HSDS_FILE_OPTIONAL, HSDS_FILE_NEEDED };

enum hsds_file {
#define X(name, file, noun, need) HSDS_##name,
    HSDS_FILES(X)
#undef X
        HSDS_FILES_COUNT
};

/* Columns: MAY be absent; HEAD must stand in the header; NEED must have a value in every row. The
 * first column of every table is its id. */
enum hsds_need { HSDS_MAY, HSDS_HEAD, HSDS_NEED };

#define HSDS_ORGANIZATION_COLUMNS(X)                                                               \
    X(ORGANIZATION_ID, "id", NEED)                                                                 \
    X(ORGANIZATION_NAME, "name", NEED)                                                             \
    X(ORGANIZATION_ALTERNATE_NAME, "alternate_name", MAY)                                          \
    X(ORGANIZATION_DESCRIPTION, "description", MAY)                                                \
    X(ORGANIZATION_EMAIL, "email", MAY)                                                            \
    X(ORGANIZATION_URL, "url", MAY)                                                                \
    X(ORGANIZATION_TAX_STATUS, "tax_status", MAY)                                                  \
    X(ORGANIZATION_TAX_ID, "tax_id", MAY)                                                          \
    X(ORGANIZATION_YEAR, "year_incorporated", MAY)                                                 \
    X(ORGANIZATION_LEGAL_STATUS, "legal_status", MAY)

#define HSDS_SERVICE_COLUMNS(X)                                                                    \
    X(SERVICE_ID, "id", NEED)                                                                      \
    X(SERVICE_ORGANIZATION, "organization_id", NEED)                                               \
    X(SERVICE_PROGRAM, "program_id", MAY)                                                          \
    X(SERVICE_NAME, "name", NEED)                                                                  \
    X(SERVICE_ALTERNATE_NAME, "alternate_name", MAY)                                               \
    X(SERVICE_DESCRIPTION, "description", MAY)                                                     \
    X(SERVICE_URL, "url", MAY)                                                                     \
    X(SERVICE_EMAIL, "email", MAY)                                                                 \
    X(SERVICE_STATUS, "status", MAY)                                                               \
    X(SERVICE_INTERPRETATION, "interpretation_services", MAY)                                      \
    X(SERVICE_APPLICATION, "application_process", MAY)                                             \
    X(SERVICE_WAIT, "wait_time", MAY)                                                              \
    X(SERVICE_FEES, "fees", MAY)                                                                   \
    X(SERVICE_ACCREDITATIONS, "accreditations", MAY)                                               \
    X(SERVICE_LICENSES, "licenses", MAY)

#define HSDS_LOCATION_COLUMNS(X)                                                                   \
    X(LOCATION_ID, "id", NEED)                                                                     \
    X(LOCATION_ORGANIZATION, "organization_id", HEAD)                                              \
    X(LOCATION_NAME, "name", HEAD)                                                                 \
    X(LOCATION_ALTERNATE_NAME, "alternate_name", MAY)                                              \
    X(LOCATION_DESCRIPTION, "description", MAY)                                                    \
    X(LOCATION_TRANSPORTATION, "transportation", MAY)                                              \
    X(LOCATION_LATITUDE, "latitude", MAY)                                                          \
    X(LOCATION_LONGITUDE, "longitude", MAY)

#define HSDS_SERVICE_AT_LOCATION_COLUMNS(X)                                                        \
    X(AT_ID, "id", HEAD)                                                                           \
    X(AT_SERVICE, "service_id", NEED)                                                              \
    X(AT_LOCATION, "location_id", NEED)                                                            \
    X(AT_DESCRIPTION, "description", MAY)

#define HSDS_PHONE_COLUMNS(X)                                                                      \
    X(PHONE_ID, "id", HEAD)                                                                        \
    X(PHONE_LOCATION, "location_id", MAY)                                                          \
    X(PHONE_SERVICE, "service_id", MAY)                                                            \
    X(PHONE_ORGANIZATION, "organization_id", MAY)                                                  \
    X(PHONE_CONTACT, "contact_id", MAY)                                                            \
    X(PHONE_AT, "service_at_location_id", MAY)                                                     \
    X(PHONE_NUMBER, "number", NEED)                                                                \
    X(PHONE_EXTENSION, "extension", MAY)                                                           \
    X(PHONE_TYPE, "type", MAY)                                                                     \
    X(PHONE_LANGUAGE, "language", MAY)                                                             \
    X(PHONE_DESCRIPTION, "description", MAY)

/* Both kinds; physical addresses have no organization_id in 1.1. */
#define HSDS_ADDRESS_COLUMNS(X)                                                                    \
    X(ADDRESS_ID, "id", HEAD)                                                                      \
    X(ADDRESS_LOCATION, "location_id", HEAD)                                                       \
    X(ADDRESS_ORGANIZATION, "organization_id", MAY)                                                \
    X(ADDRESS_ATTENTION, "attention", MAY)                                                         \
    X(ADDRESS_1, "address_1", NEED)                                                                \
    X(ADDRESS_CITY, "city", HEAD)                                                                  \
    X(ADDRESS_REGION, "region", MAY)                                                               \
    X(ADDRESS_STATE, "state_province", MAY)                                                        \
    X(ADDRESS_POSTAL_CODE, "postal_code", MAY)                                                     \
    X(ADDRESS_COUNTRY, "country", MAY)

#define HSDS_REGULAR_SCHEDULE_COLUMNS(X)                                                           \
    X(SCHEDULE_ID, "id", HEAD)                                                                     \
    X(SCHEDULE_SERVICE, "service_id", MAY)                                                         \
    X(SCHEDULE_LOCATION, "location_id", MAY)                                                       \
    X(SCHEDULE_AT, "service_at_location_id", MAY)                                                  \
    X(SCHEDULE_WEEKDAY, "weekday", NEED)                                                           \
    X(SCHEDULE_OPENS, "opens_at", HEAD)                                                            \
    X(SCHEDULE_CLOSES, "closes_at", HEAD)

#define X(name, text, need) name,
enum { HSDS_ORGANIZATION_COLUMNS(X) ORGANIZATION_COLUMNS };
enum { HSDS_SERVICE_COLUMNS(X) SERVICE_COLUMNS };
enum { HSDS_LOCATION_COLUMNS(X) LOCATION_COLUMNS };
enum { HSDS_SERVICE_AT_LOCATION_COLUMNS(X) AT_COLUMNS };
enum { HSDS_PHONE_COLUMNS(X) PHONE_COLUMNS };
enum { HSDS_ADDRESS_COLUMNS(X) ADDRESS_COLUMNS };
enum { HSDS_REGULAR_SCHEDULE_COLUMNS(X) SCHEDULE_COLUMNS };
#undef X

struct hsds_row {
    uint32_t line;
    bool refused;
    uint16_t weekday;      /* regular schedules: parsed */
    int16_t opens, closes; /* regular schedules: minutes, or DIRECTORY_CLOSED */
    struct str *v;         /* as many as the table has columns */
};

struct hsds_table {
    struct hsds_row *v;
    size_t n, cap;
    int64_t taken;            /* rows not refused */
    struct directory_map ids; /* id → row number */
};

struct hsds {
    struct arena *arena;
    const struct directory_import *how;
    struct hsds_table table[HSDS_FILES_COUNT];
    int64_t refused;
    uint64_t rows; /* of all files */
};

/* Reads and checks the folder. ERR_INVALID, ERR_NOT_FOUND, ERR_IO as directory_import says. */
enum err hsds_read(struct arena *a, const struct directory_import *how,
                   struct hsds **out) MUST_CHECK;

/* The second check, across tables: rows that point nowhere. */
void hsds_link(struct hsds *h);

/* For %.*s: a value as a report quotes it. */
#define HSDS_SHORT(s) (int)((s).n < 60 ? (s).n : 60), (s).p ? (s).p : ""

const char *hsds_file_name(enum hsds_file f);
const char *hsds_noun(enum hsds_file f);

/* Reports one row and marks it. */
void hsds_refuse(struct hsds *h, enum hsds_file f, struct hsds_row *row, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
