/* One entry with everything that hangs on it. */
#include <stdlib.h>
#include <string.h>

#include "directory/directory_cards.h"
#include "directory/directory_rules.h"
#include "directory/directory_store.h"

/* Which rows are being read. */
struct reader {
    struct db *db;
    struct arena *arena;
    int64_t source;
};

struct phones {
    struct directory_phone *v;
    size_t n;
};

/* Adds the owner's phones behind those that are there; the same number stands once. */
static enum err phones_add(const struct reader *r, enum store_owner owner, struct str id,
                           struct phones *p)
{
    struct db_rows rows;

    TRY(store_phones(r->db, r->arena, owner, r->source, id, &rows));
    struct directory_phone *v = ARENA_ARRAY(r->arena, struct directory_phone, p->n + rows.n);
    if (p->n != 0)
        memcpy(v, p->v, p->n * sizeof(*v));
    p->v = v;
    for (size_t i = 0; i < rows.n; i++) {
        struct str number = db_cell_str(&rows, i, 0), extension = db_cell_str(&rows, i, 1);
        bool there = false;
        for (size_t k = 0; k < p->n; k++)
            there = there || (str_eq(v[k].number, number) && str_eq(v[k].extension, extension));
        if (there)
            continue;
        v[p->n++] = (struct directory_phone){
            .number = number,
            .tel = directory_tel(r->arena, number, extension),
            .extension = extension,
            .type = db_cell_str(&rows, i, 2),
            .language = db_cell_str(&rows, i, 3),
            .description = db_cell_str(&rows, i, 4),
        };
    }
    return ERR_OK;
}

static enum err addresses_load(const struct reader *r, enum store_owner owner, struct str id,
                               const struct directory_address **out, size_t *n)
{
    struct db_rows rows;

    TRY(store_addresses(r->db, r->arena, owner, r->source, id, &rows));
    struct directory_address *v = ARENA_ARRAY(r->arena, struct directory_address, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct directory_address){
            .attention = db_cell_str(&rows, i, 1),
            .address_1 = db_cell_str(&rows, i, 2),
            .city = db_cell_str(&rows, i, 3),
            .region = db_cell_str(&rows, i, 4),
            .state_province = db_cell_str(&rows, i, 5),
            .postal_code = db_cell_str(&rows, i, 6),
            .country = db_cell_str(&rows, i, 7),
        };
    }
    *out = v;
    *n = rows.n;
    return ERR_OK;
}

static enum err hours_load(const struct reader *r, enum store_owner owner, struct str id,
                           const struct directory_hours **out, size_t *n)
{
    struct db_rows rows;

    TRY(store_hours(r->db, r->arena, owner, r->source, id, &rows));
    struct directory_hours *v = ARENA_ARRAY(r->arena, struct directory_hours, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct directory_hours){
            .weekday = (int)db_cell_int(&rows, i, 0),
            .opens = (int)db_cell_int(&rows, i, 1),
            .closes = (int)db_cell_int(&rows, i, 2),
        };
    }
    *out = v;
    *n = rows.n;
    return ERR_OK;
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool same_name(struct str a, struct str b)
{
    a = str_trim(a);
    b = str_trim(b);
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char x = a.p[i] >= 'A' && a.p[i] <= 'Z' ? (char)(a.p[i] | 0x20) : a.p[i];
        char y = b.p[i] >= 'A' && b.p[i] <= 'Z' ? (char)(b.p[i] | 0x20) : b.p[i];
        if (x != y)
            return false;
    }
    return true;
}

static enum err place_load(const struct reader *r, const struct db_rows *rows, size_t row,
                           struct directory_place *out)
{
    struct str id = db_cell_str(rows, row, 0);
    struct phones phones = {0};

    *out = (struct directory_place){
        .name = db_cell_str(rows, row, 1),
        .alternate_name = db_cell_str(rows, row, 2),
        .description = db_cell_str(rows, row, 3),
        .transportation = db_cell_str(rows, row, 4),
    };
    TRY(phones_add(r, STORE_OF_LOCATION, id, &phones));
    out->phones = phones.v;
    out->nphones = phones.n;
    TRY(addresses_load(r, STORE_OF_LOCATION, id, &out->addresses, &out->naddresses));
    return hours_load(r, STORE_OF_LOCATION, id, &out->hours, &out->nhours);
}

static int by_name(const void *pa, const void *pb)
{
    const struct directory_place *a = pa, *b = pb;
    return str_cmp(a->name, b->name);
}

/* Loads the rows that `name` lets through (STR_NONE: all), up to the bound. */
static enum err places_load(const struct reader *r, const struct db_rows *rows, struct str name,
                            struct directory_entry *e)
{
    struct directory_place *v = ARENA_ARRAY(r->arena, struct directory_place, rows->n);
    size_t n = 0;

    for (size_t i = 0; i < rows->n && n < DIRECTORY_PLACES_MAX; i++) {
        if (name.p && !same_name(name, db_cell_str(rows, i, 1)))
            continue;
        TRY(place_load(r, rows, i, &v[n]));
        n++;
    }
    if (n != 0)
        qsort(v, n, sizeof(*v), by_name);
    e->places = v;
    e->nplaces = n;
    return ERR_OK;
}

/* Where a service is: where services_at_location says; in a folder without that file, the
 * organization's location that bears the service's name, or its only one. */
static enum err service_places(const struct reader *r, struct str id, struct str organization,
                               struct directory_entry *e)
{
    struct db_rows rows;

    TRY(store_locations(r->db, r->arena, STORE_OF_SERVICE, r->source, id, &rows));
    if (rows.n != 0)
        return places_load(r, &rows, STR_NONE, e);
    if (organization.n == 0)
        return ERR_OK;
    TRY(store_locations(r->db, r->arena, STORE_OF_ORGANIZATION, r->source, organization, &rows));
    return places_load(r, &rows, rows.n == 1 ? STR_NONE : e->card.title, e);
}

/* ---- both kinds ------------------------------------------------------------------------------ */

static enum err service_load(const struct reader *r, struct str id, const struct db_rows *d,
                             struct directory_entry *e)
{
    struct str organization = db_cell_str(d, 0, 5);
    struct phones phones = {0};

    e->organization =
        (struct directory_link){.id = db_cell_str(d, 0, 6), .title = db_cell_str(d, 0, 7)};
    e->status = db_cell_str(d, 0, 8);
    e->interpretation_services = db_cell_str(d, 0, 9);
    e->application_process = db_cell_str(d, 0, 10);
    e->wait_time = db_cell_str(d, 0, 11);
    e->fees = db_cell_str(d, 0, 12);
    e->accreditations = db_cell_str(d, 0, 13);
    e->licenses = db_cell_str(d, 0, 14);
    TRY(phones_add(r, STORE_OF_SERVICE, id, &phones));
    TRY(phones_add(r, STORE_OF_ORGANIZATION, organization, &phones));
    e->phones = phones.v;
    e->nphones = phones.n;
    TRY(addresses_load(r, STORE_OF_ORGANIZATION, organization, &e->addresses, &e->naddresses));
    TRY(hours_load(r, STORE_OF_SERVICE, id, &e->hours, &e->nhours));
    return service_places(r, id, organization, e);
}

static enum err organization_load(const struct reader *r, struct str id, const struct db_rows *d,
                                  struct directory_entry *e)
{
    struct db_rows rows;
    struct phones phones = {0};

    e->tax_status = db_cell_str(d, 0, 5);
    e->year_incorporated = db_cell_str(d, 0, 6);
    e->legal_status = db_cell_str(d, 0, 7);
    TRY(phones_add(r, STORE_OF_ORGANIZATION, id, &phones));
    e->phones = phones.v;
    e->nphones = phones.n;
    TRY(addresses_load(r, STORE_OF_ORGANIZATION, id, &e->addresses, &e->naddresses));
    TRY(store_locations(r->db, r->arena, STORE_OF_ORGANIZATION, r->source, id, &rows));
    TRY(places_load(r, &rows, STR_NONE, e));
    TRY(store_services(r->db, r->arena, r->source, id, &rows));
    struct directory_link *v = ARENA_ARRAY(r->arena, struct directory_link, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct directory_link){.id = db_cell_str(&rows, i, 0),
                                       .title = db_cell_str(&rows, i, 1)};
    e->services = v;
    e->nservices = rows.n;
    return ERR_OK;
}

enum err directory_entry_load(struct db *db, struct arena *a, struct str id,
                              struct directory_entry *out)
{
    struct db_rows rows, details;

    *out = (struct directory_entry){0};
    if (!directory_is_public_id(id))
        return ERR_NOT_FOUND;
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(store_entry(db, a, id, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    directory_card_fill(&rows, 0, &out->card);
    struct reader r = {.db = db, .arena = a, .source = db_cell_int(&rows, 0, 10)};
    struct str row_id = db_cell_str(&rows, 0, 11);
    out->source = db_cell_str(&rows, 0, 12);
    out->imported = db_cell_int(&rows, 0, 13);

    TRY(store_details(db, a, out->card.kind, r.source, row_id, &details));
    if (details.n == 0)
        return ERR_NOT_FOUND;
    out->alternate_name = db_cell_str(&details, 0, 0);
    out->description = db_cell_str(&details, 0, 1);
    out->email = db_cell_str(&details, 0, 2);
    out->checked_by = db_cell_str(&details, 0, 3);
    out->checked_at = db_cell_int(&details, 0, 4);
    if (out->card.kind == DIRECTORY_SERVICE)
        TRY(service_load(&r, row_id, &details, out));
    else
        TRY(organization_load(&r, row_id, &details, out));
    return db_tx_commit(&tx);
}

enum err directory_count(struct db *db, struct directory_counts *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct db_rows rows;

    *out = (struct directory_counts){0};
    TRY(store_counts(db, a, &rows));
    out->organizations = db_cell_int(&rows, 0, 0);
    out->services = db_cell_int(&rows, 0, 1);
    out->sources = db_cell_int(&rows, 0, 2);
    out->imported = db_cell_int(&rows, 0, 3);
    return ERR_OK;
}
