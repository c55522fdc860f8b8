/* The directory's SQL that only reads: search and one entry. */
#include "directory/directory_store.h"

static const struct db_sql WORDS = {
    "directory: words",
    "SELECT w.word, w.postings, c.entries FROM directory_word w, directory_corpus c"
    " WHERE w.word IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    NULL, NULL};
static const struct db_sql CARDS = {
    "directory: cards",
    "SELECT entry, public_id, kind, title, organization, summary, phone, url, city, language"
    " FROM directory_entry WHERE entry IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    NULL, NULL};
static const struct db_sql ENTRY = {
    "directory: entry",
    "SELECT e.entry, e.public_id, e.kind, e.title, e.organization, e.summary, e.phone, e.url,"
    " e.city, e.language, e.source, e.id, s.name, s.imported"
    " FROM directory_entry e JOIN directory_source s ON s.number = e.source"
    " WHERE e.public_id = $1",
    NULL, NULL};
static const struct db_sql ORGANIZATION_DETAILS = {
    "directory: organization's details",
    "SELECT alternate_name, description, email, checked_by, checked_at, tax_status,"
    " year_incorporated, legal_status FROM organization WHERE source = $1 AND id = $2",
    NULL, NULL};
static const struct db_sql SERVICE_DETAILS = {
    "directory: service's details",
    "SELECT s.alternate_name, s.description, s.email, s.checked_by, s.checked_at,"
    " s.organization_id, o.public_id, o.name, s.status, s.interpretation_services,"
    " s.application_process, s.wait_time, s.fees, s.accreditations, s.licenses"
    " FROM service s LEFT JOIN organization o ON o.source = s.source AND o.id = s.organization_id"
    " WHERE s.source = $1 AND s.id = $2",
    NULL, NULL};

#define PHONE_CELLS "SELECT number, extension, type, language, description FROM phone"
static const struct db_sql PHONES[] = {
    [STORE_OF_ORGANIZATION] = {"directory: organization's phones",
                               PHONE_CELLS " WHERE source = $1 AND organization_id = $2"
                                           " AND organization_id <> '' ORDER BY n LIMIT 50",
                               NULL, NULL},
    [STORE_OF_SERVICE] = {"directory: service's phones",
                          PHONE_CELLS " WHERE source = $1 AND service_id = $2"
                                      " AND service_id <> '' ORDER BY n LIMIT 50",
                          NULL, NULL},
    [STORE_OF_LOCATION] = {"directory: location's phones",
                           PHONE_CELLS " WHERE source = $1 AND location_id = $2"
                                       " AND location_id <> '' ORDER BY n LIMIT 50",
                           NULL, NULL},
};

#define ADDRESS_CELLS                                                                              \
    "SELECT address_type, attention, address_1, city, region, state_province, postal_code,"        \
    " country FROM address"
static const struct db_sql ADDRESSES_OF_ORGANIZATION = {
    "directory: organization's addresses",
    ADDRESS_CELLS " WHERE source = $1 AND organization_id = $2 AND organization_id <> ''"
                  " ORDER BY address_type, n LIMIT 50",
    NULL, NULL};
static const struct db_sql ADDRESSES_OF_LOCATION = {
    "directory: location's addresses",
    ADDRESS_CELLS " WHERE source = $1 AND location_id = $2 AND location_id <> ''"
                  " ORDER BY address_type, n LIMIT 50",
    NULL, NULL};

#define HOURS_CELLS "SELECT weekday, opens_at, closes_at FROM regular_schedule"
static const struct db_sql HOURS_OF_SERVICE = {
    "directory: service's hours",
    HOURS_CELLS " WHERE source = $1 AND service_id = $2 AND service_id <> ''"
                " ORDER BY weekday, opens_at, closes_at, n LIMIT 100",
    NULL, NULL};
static const struct db_sql HOURS_OF_LOCATION = {
    "directory: location's hours",
    HOURS_CELLS " WHERE source = $1 AND location_id = $2 AND location_id <> ''"
                " ORDER BY weekday, opens_at, closes_at, n LIMIT 100",
    NULL, NULL};

static const struct db_sql LOCATIONS_OF_SERVICE = {
    "directory: service's locations",
    "SELECT l.id, l.name, l.alternate_name, l.description, l.transportation"
    " FROM service_at_location a JOIN location l ON l.source = a.source AND l.id = a.location_id"
    " WHERE a.source = $1 AND a.service_id = $2 ORDER BY a.n LIMIT 500",
    NULL, NULL};
static const struct db_sql LOCATIONS_OF_ORGANIZATION = {
    "directory: organization's locations",
    "SELECT id, name, alternate_name, description, transportation FROM location"
    " WHERE source = $1 AND organization_id = $2 ORDER BY id LIMIT 500",
    NULL, NULL};
static const struct db_sql SERVICES = {
    "directory: organization's services",
    "SELECT e.public_id, e.title FROM service s"
    " JOIN directory_entry e ON e.public_id = s.public_id"
    " WHERE s.source = $1 AND s.organization_id = $2 ORDER BY e.entry LIMIT 200",
    NULL, NULL};
static const struct db_sql COUNTS = {
    "directory: counts",
    "SELECT (SELECT count(*) FROM organization), (SELECT count(*) FROM service), count(*),"
    " coalesce(max(imported), 0) FROM directory_source",
    NULL, NULL};

enum err store_words(struct db *db, struct arena *a, const struct str words[STORE_WORDS],
                     struct db_rows *out)
{
    struct db_value args[STORE_WORDS];

    for (size_t i = 0; i < STORE_WORDS; i++)
        args[i] = db_text(words[i].p ? words[i] : STR(""));
    return db_all(db, &WORDS, args, STORE_WORDS, a, out);
}

enum err store_cards(struct db *db, struct arena *a, const int64_t entries[STORE_CARDS],
                     struct db_rows *out)
{
    struct db_value args[STORE_CARDS];

    for (size_t i = 0; i < STORE_CARDS; i++)
        args[i] = db_int(entries[i]);
    return db_all(db, &CARDS, args, STORE_CARDS, a, out);
}

enum err store_entry(struct db *db, struct arena *a, struct str public_id, struct db_rows *out)
{
    return db_all(db, &ENTRY, DB_ARGS(db_text(public_id)), a, out);
}

/* Every statement about one row takes its source and id. */
static enum err about(struct db *db, const struct db_sql *sql, struct arena *a, int64_t source,
                      struct str id, struct db_rows *out)
{
    return db_all(db, sql, DB_ARGS(db_int(source), db_text(id.p ? id : STR(""))), a, out);
}

enum err store_details(struct db *db, struct arena *a, enum directory_kind kind, int64_t source,
                       struct str id, struct db_rows *out)
{
    bool service = kind == DIRECTORY_SERVICE;
    return about(db, service ? &SERVICE_DETAILS : &ORGANIZATION_DETAILS, a, source, id, out);
}

enum err store_phones(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                      struct str id, struct db_rows *out)
{
    return about(db, &PHONES[owner], a, source, id, out);
}

enum err store_addresses(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                         struct str id, struct db_rows *out)
{
    bool place = owner == STORE_OF_LOCATION;
    return about(db, place ? &ADDRESSES_OF_LOCATION : &ADDRESSES_OF_ORGANIZATION, a, source, id,
                 out);
}

enum err store_hours(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                     struct str id, struct db_rows *out)
{
    bool place = owner == STORE_OF_LOCATION;
    return about(db, place ? &HOURS_OF_LOCATION : &HOURS_OF_SERVICE, a, source, id, out);
}

enum err store_locations(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                         struct str id, struct db_rows *out)
{
    bool service = owner == STORE_OF_SERVICE;
    return about(db, service ? &LOCATIONS_OF_SERVICE : &LOCATIONS_OF_ORGANIZATION, a, source, id,
                 out);
}

enum err store_services(struct db *db, struct arena *a, int64_t source, struct str organization,
                        struct db_rows *out)
{
    return about(db, &SERVICES, a, source, organization, out);
}

enum err store_counts(struct db *db, struct arena *a, struct db_rows *out)
{
    return db_all(db, &COUNTS, DB_NO_ARGS, a, out);
}
