#include "directory/directory_store.h"

/* ---- import ---------------------------------------------------------------------------------- */

static const struct db_sql FIND_SOURCE = {
    "directory: find source", "SELECT number FROM directory_source WHERE name = $1", NULL, NULL};
static const struct db_sql ADD_SOURCE = {
    "directory: add source",
    "INSERT INTO directory_source (number, name, imported)"
    " SELECT coalesce(max(number), 0) + 1, CAST($1 AS TEXT), CAST($2 AS BIGINT)"
    " FROM directory_source",
    NULL, NULL};
static const struct db_sql TOUCH_SOURCE = {
    "directory: touch source", "UPDATE directory_source SET imported = $1 WHERE number = $2", NULL,
    NULL};
static const struct db_sql DIGESTS_ORGANIZATION = {
    "directory: organizations' digests", "SELECT id, digest FROM organization WHERE source = $1",
    NULL, NULL};
static const struct db_sql DIGESTS_SERVICE = {
    "directory: services' digests", "SELECT id, digest FROM service WHERE source = $1", NULL, NULL};
static const struct db_sql REMOVE_ORGANIZATION = {
    "directory: remove organization", "DELETE FROM organization WHERE source = $1 AND id = $2",
    NULL, NULL};
static const struct db_sql REMOVE_SERVICE = {
    "directory: remove service", "DELETE FROM service WHERE source = $1 AND id = $2", NULL, NULL};

static const struct db_sql PUT_ORGANIZATION = {
    "directory: put organization",
    "INSERT INTO organization (source, public_id, digest, language, id, name, "
    "alternate_name, description, email, url, tax_status, tax_id, year_incorporated, "
    "legal_status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
    "$14) ON CONFLICT (source, id) DO UPDATE SET digest = excluded.digest, language = "
    "excluded.language, name = excluded.name, alternate_name = "
    "excluded.alternate_name, description = excluded.description, email = "
    "excluded.email, url = excluded.url, tax_status = excluded.tax_status, tax_id = "
    "excluded.tax_id, year_incorporated = excluded.year_incorporated, legal_status = "
    "excluded.legal_status",
    NULL, NULL};

static const struct db_sql PUT_SERVICE = {
    "directory: put service",
    "INSERT INTO service (source, public_id, digest, language, id, organization_id, "
    "program_id, name, alternate_name, description, url, email, status, "
    "interpretation_services, application_process, wait_time, fees, accreditations, "
    "licenses) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
    "$15, $16, $17, $18, $19) ON CONFLICT (source, id) DO UPDATE SET digest = "
    "excluded.digest, language = excluded.language, organization_id = "
    "excluded.organization_id, program_id = excluded.program_id, name = "
    "excluded.name, alternate_name = excluded.alternate_name, description = "
    "excluded.description, url = excluded.url, email = excluded.email, status = "
    "excluded.status, interpretation_services = excluded.interpretation_services, "
    "application_process = excluded.application_process, wait_time = "
    "excluded.wait_time, fees = excluded.fees, accreditations = "
    "excluded.accreditations, licenses = excluded.licenses",
    NULL, NULL};

static const struct db_sql ADD_LOCATION = {
    "directory: add location",
    "INSERT INTO location (source, id, organization_id, name, alternate_name, "
    "description, transportation, latitude, longitude) VALUES ($1, $2, $3, $4, $5, "
    "$6, $7, $8, $9)",
    NULL, NULL};

static const struct db_sql ADD_AT = {
    "directory: add service at location",
    "INSERT INTO service_at_location (source, n, id, service_id, location_id, "
    "description) VALUES ($1, $2, $3, $4, $5, $6)",
    NULL, NULL};

static const struct db_sql ADD_PHONE = {
    "directory: add phone",
    "INSERT INTO phone (source, n, id, location_id, service_id, organization_id, "
    "contact_id, service_at_location_id, number, extension, type, language, "
    "description) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    NULL, NULL};

static const struct db_sql ADD_ADDRESS = {
    "directory: add address",
    "INSERT INTO address (source, n, address_type, id, location_id, organization_id, "
    "attention, address_1, city, region, state_province, postal_code, country) VALUES "
    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    NULL, NULL};

static const struct db_sql ADD_SCHEDULE = {
    "directory: add regular schedule",
    "INSERT INTO regular_schedule (source, n, id, service_id, location_id, "
    "service_at_location_id, weekday, opens_at, closes_at) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7, $8, $9)",
    NULL, NULL};

static const struct db_sql CLEAR_PARTS[] = {
    {"directory: clear locations", "DELETE FROM location WHERE source = $1", NULL, NULL},
    {"directory: clear services at locations", "DELETE FROM service_at_location WHERE source = $1",
     NULL, NULL},
    {"directory: clear phones", "DELETE FROM phone WHERE source = $1", NULL, NULL},
    {"directory: clear addresses", "DELETE FROM address WHERE source = $1", NULL, NULL},
    {"directory: clear schedules", "DELETE FROM regular_schedule WHERE source = $1", NULL, NULL},
};

enum err store_source(struct db *db, struct str name, int64_t now, int64_t *number)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct db_rows rows;

    TRY(db_all(db, &FIND_SOURCE, DB_ARGS(db_text(name)), a, &rows));
    if (rows.n == 0) {
        TRY(db_run(db, &ADD_SOURCE, DB_ARGS(db_text(name), db_int(now)), NULL));
        TRY(db_all(db, &FIND_SOURCE, DB_ARGS(db_text(name)), a, &rows));
    }
    *number = db_cell_int(&rows, 0, 0);
    return db_run(db, &TOUCH_SOURCE, DB_ARGS(db_int(now), db_int(*number)), NULL);
}

enum err store_digests(struct db *db, enum directory_kind kind, int64_t source, db_each_fn *each,
                       void *ctx)
{
    const struct db_sql *sql =
        kind == DIRECTORY_ORGANIZATION ? &DIGESTS_ORGANIZATION : &DIGESTS_SERVICE;
    return db_each(db, sql, DB_ARGS(db_int(source)), each, ctx);
}

#define ARGS_MAX 24

/* Appends n texts to a statement's arguments; absent text is the empty text. */
static size_t args_add(struct db_value *args, size_t at, const struct str *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        args[at++] = db_text(v[i].p ? v[i] : STR(""));
    return at;
}

enum err store_put(struct db *db, const struct store_put *row)
{
    struct db_value args[ARGS_MAX] = {db_int(row->source), db_text(row->public_id),
                                      db_int(row->digest), db_text(row->language)};
    bool service = row->kind == DIRECTORY_SERVICE;
    size_t n = args_add(args, 4, row->v, service ? SERVICE_COLUMNS : ORGANIZATION_COLUMNS);
    return db_run(db, service ? &PUT_SERVICE : &PUT_ORGANIZATION, args, n, NULL);
}

enum err store_remove(struct db *db, enum directory_kind kind, int64_t source, struct str id)
{
    const struct db_sql *sql =
        kind == DIRECTORY_ORGANIZATION ? &REMOVE_ORGANIZATION : &REMOVE_SERVICE;
    return db_run(db, sql, DB_ARGS(db_int(source), db_text(id)), NULL);
}

enum err store_parts_clear(struct db *db, int64_t source)
{
    for (size_t i = 0; i < sizeof(CLEAR_PARTS) / sizeof(CLEAR_PARTS[0]); i++)
        TRY(db_run(db, &CLEAR_PARTS[i], DB_ARGS(db_int(source)), NULL));
    return ERR_OK;
}

static enum err schedule_add(struct db *db, int64_t source, int64_t n, const struct hsds_row *row)
{
    struct db_value args[ARGS_MAX] = {db_int(source), db_int(n)};
    size_t at = args_add(args, 2, row->v, SCHEDULE_WEEKDAY);

    args[at++] = db_int(row->weekday);
    args[at++] = db_int(row->opens);
    args[at++] = db_int(row->closes);
    return db_run(db, &ADD_SCHEDULE, args, at, NULL);
}

enum err store_part_add(struct db *db, enum hsds_file file, int64_t source, int64_t n,
                        const struct hsds_row *row)
{
    struct db_value args[ARGS_MAX] = {db_int(source), db_int(n)};

    switch (file) {
    case HSDS_LOCATION:
        n = (int64_t)args_add(args, 1, row->v, LOCATION_COLUMNS);
        return db_run(db, &ADD_LOCATION, args, (size_t)n, NULL);
    case HSDS_SERVICE_AT_LOCATION:
        n = (int64_t)args_add(args, 2, row->v, AT_COLUMNS);
        return db_run(db, &ADD_AT, args, (size_t)n, NULL);
    case HSDS_PHONE:
        n = (int64_t)args_add(args, 2, row->v, PHONE_COLUMNS);
        return db_run(db, &ADD_PHONE, args, (size_t)n, NULL);
    case HSDS_POSTAL_ADDRESS:
    case HSDS_PHYSICAL_ADDRESS:
        args[2] = db_text(file == HSDS_POSTAL_ADDRESS ? STR("postal") : STR("physical"));
        n = (int64_t)args_add(args, 3, row->v, ADDRESS_COLUMNS);
        return db_run(db, &ADD_ADDRESS, args, (size_t)n, NULL);
    case HSDS_REGULAR_SCHEDULE:
        return schedule_add(db, source, n, row);
    case HSDS_ORGANIZATION:
    case HSDS_SERVICE:
    case HSDS_FILES_COUNT:
        break;
    }
    return ERR_INVALID;
}

/* ---- index ----------------------------------------------------------------------------------- */

static const struct db_sql EACH_ORGANIZATION = {
    "directory: each organization",
    "SELECT source, id, public_id, language, name, alternate_name, description, url"
    " FROM organization",
    NULL, NULL};
static const struct db_sql EACH_SERVICE = {
    "directory: each service",
    "SELECT source, id, public_id, language, name, alternate_name, description, url,"
    " organization_id, application_process, fees FROM service",
    NULL, NULL};
static const struct db_sql EACH_PHONE = {
    "directory: each phone",
    "SELECT source, organization_id, service_id, number, n FROM phone"
    " WHERE organization_id <> '' OR service_id <> ''"
    " UNION ALL"
    " SELECT p.source, '', a.service_id, p.number, p.n + 10000000 FROM phone p"
    " JOIN service_at_location a ON a.source = p.source AND a.location_id = p.location_id"
    " WHERE p.location_id <> '' ORDER BY 1, 5",
    NULL, NULL};
static const struct db_sql EACH_CITY = {
    "directory: each city",
    "SELECT a.source, a.organization_id, '', a.city, a.n FROM address a"
    " WHERE a.organization_id <> '' AND a.city <> ''"
    " UNION ALL"
    " SELECT a.source, '', s.service_id, a.city, a.n FROM address a"
    " JOIN service_at_location s ON s.source = a.source AND s.location_id = a.location_id"
    " WHERE a.location_id <> '' AND a.city <> ''"
    " UNION ALL"
    " SELECT a.source, l.organization_id, '', a.city, a.n + 10000000 FROM address a"
    " JOIN location l ON l.source = a.source AND l.id = a.location_id"
    " WHERE a.location_id <> '' AND a.city <> '' AND l.organization_id <> '' ORDER BY 1, 5, 2, 3, "
    "4",
    NULL, NULL};
static const struct db_sql CLEAR_INDEX[] = {
    {"directory: clear entries", "DELETE FROM directory_entry", NULL, NULL},
    {"directory: clear words", "DELETE FROM directory_word", NULL, NULL},
    {"directory: clear corpus", "DELETE FROM directory_corpus", NULL, NULL},
};
static const struct db_sql ADD_ENTRY = {
    "directory: add entry",
    "INSERT INTO directory_entry (entry, public_id, kind, source, id, title, organization, summary,"
    " phone, url, city, language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    NULL, NULL};
static const struct db_sql ADD_WORD = {
    "directory: add word", "INSERT INTO directory_word (word, postings) VALUES ($1, $2)", NULL,
    NULL};
static const struct db_sql SET_CORPUS = {
    "directory: set corpus",
    "INSERT INTO directory_corpus (id, entries, weight) VALUES (1, $1, $2)", NULL, NULL};

enum err store_each_organization(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_ORGANIZATION, DB_NO_ARGS, each, ctx);
}

enum err store_each_service(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_SERVICE, DB_NO_ARGS, each, ctx);
}

enum err store_each_phone(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_PHONE, DB_NO_ARGS, each, ctx);
}

enum err store_each_city(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_CITY, DB_NO_ARGS, each, ctx);
}

enum err store_index_clear(struct db *db)
{
    for (size_t i = 0; i < sizeof(CLEAR_INDEX) / sizeof(CLEAR_INDEX[0]); i++)
        TRY(db_run(db, &CLEAR_INDEX[i], DB_NO_ARGS, NULL));
    return ERR_OK;
}

enum err store_entry_add(struct db *db, const struct store_entry *e)
{
    struct db_value args[ARGS_MAX] = {db_int(e->entry), db_text(e->public_id), db_int(e->kind),
                                      db_int(e->source)};
    const struct str texts[] = {e->id,    e->title, e->organization, e->summary,
                                e->phone, e->url,   e->city,         e->language};
    size_t n = args_add(args, 4, texts, sizeof(texts) / sizeof(texts[0]));
    return db_run(db, &ADD_ENTRY, args, n, NULL);
}

enum err store_word_add(struct db *db, struct str word, struct str postings)
{
    return db_run(db, &ADD_WORD, DB_ARGS(db_text(word), db_blob(postings)), NULL);
}

enum err store_corpus_set(struct db *db, int64_t entries, int64_t weight)
{
    return db_run(db, &SET_CORPUS, DB_ARGS(db_int(entries), db_int(weight)), NULL);
}
