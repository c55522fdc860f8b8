/* What points where: the checks of an import that need more than one table. */
#include "directory/directory_hsds.h"

/* A pointer from one table to another. */
struct pointer {
    size_t column;
    enum hsds_file to;
};

static struct hsds_row *row_of(const struct hsds *h, enum hsds_file f, struct str id)
{
    const struct hsds_table *t = &h->table[f];
    const uint32_t *number = t->ids.cap ? directory_map_get(&t->ids, id) : NULL;
    return number ? &t->v[*number] : NULL;
}

/* Whether row->v[p.column], when it has a value, leads to a row that was taken. */
static bool pointer_check(struct hsds *h, enum hsds_file f, struct hsds_row *row,
                          const struct pointer *p)
{
    struct str id = row->v[p->column];

    if (id.n == 0)
        return true;
    const struct hsds_row *target = row_of(h, p->to, id);
    if (!target) {
        hsds_refuse(h, f, row, "it points to the %s \"%.*s\", which is not in %s", hsds_noun(p->to),
                    HSDS_SHORT(id), hsds_file_name(p->to));
        return false;
    }
    if (target->refused) {
        hsds_refuse(h, f, row, "it belongs to the %s \"%.*s\", which was refused (%s, line %u)",
                    hsds_noun(p->to), HSDS_SHORT(id), hsds_file_name(p->to), target->line);
        return false;
    }
    return true;
}

/* Checks one table's rows; at least one of the pointers must be there when `owned`. */
static void table_link(struct hsds *h, enum hsds_file f, const struct pointer *p, size_t n,
                       bool owned)
{
    struct hsds_table *t = &h->table[f];

    for (size_t i = 0; i < t->n; i++) {
        struct hsds_row *row = &t->v[i];
        bool found = !owned;
        for (size_t k = 0; k < n && !row->refused; k++) {
            found = found || row->v[p[k].column].n != 0;
            (void)pointer_check(h, f, row, &p[k]);
        }
        if (!row->refused && !found)
            hsds_refuse(h, f, row, "it does not say whose it is");
        t->taken += row->refused ? 0 : 1;
    }
}

/* A phone or schedule of a service at a location is found with the service. */
static void at_resolve(struct hsds *h, enum hsds_file f, size_t at, size_t service)
{
    struct hsds_table *t = &h->table[f];

    for (size_t i = 0; i < t->n; i++) {
        struct hsds_row *row = &t->v[i];
        if (row->refused || row->v[at].n == 0 || row->v[service].n != 0)
            continue;
        const struct hsds_row *target = row_of(h, HSDS_SERVICE_AT_LOCATION, row->v[at]);
        if (target)
            row->v[service] = target->v[AT_SERVICE];
    }
}

#define LINK(h, f, owned, ...)                                                                     \
    table_link((h), (f), (const struct pointer[]){__VA_ARGS__},                                    \
               sizeof((const struct pointer[]){__VA_ARGS__}) / sizeof(struct pointer), (owned))

static void count_all(struct hsds_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        t->taken += t->v[i].refused ? 0 : 1;
}

void hsds_link(struct hsds *h)
{
    count_all(&h->table[HSDS_ORGANIZATION]);
    if (h->how->orphans == DIRECTORY_ORPHANS_KEEP) {
        count_all(&h->table[HSDS_SERVICE]);
        count_all(&h->table[HSDS_LOCATION]);
    } else {
        LINK(h, HSDS_SERVICE, true, {SERVICE_ORGANIZATION, HSDS_ORGANIZATION});
        LINK(h, HSDS_LOCATION, false, {LOCATION_ORGANIZATION, HSDS_ORGANIZATION});
    }
    LINK(h, HSDS_SERVICE_AT_LOCATION, true, {AT_SERVICE, HSDS_SERVICE},
         {AT_LOCATION, HSDS_LOCATION});
    LINK(h, HSDS_PHONE, true, {PHONE_SERVICE, HSDS_SERVICE}, {PHONE_LOCATION, HSDS_LOCATION},
         {PHONE_ORGANIZATION, HSDS_ORGANIZATION}, {PHONE_AT, HSDS_SERVICE_AT_LOCATION});
    LINK(h, HSDS_POSTAL_ADDRESS, true, {ADDRESS_LOCATION, HSDS_LOCATION},
         {ADDRESS_ORGANIZATION, HSDS_ORGANIZATION});
    LINK(h, HSDS_PHYSICAL_ADDRESS, true, {ADDRESS_LOCATION, HSDS_LOCATION},
         {ADDRESS_ORGANIZATION, HSDS_ORGANIZATION});
    LINK(h, HSDS_REGULAR_SCHEDULE, true, {SCHEDULE_SERVICE, HSDS_SERVICE},
         {SCHEDULE_LOCATION, HSDS_LOCATION}, {SCHEDULE_AT, HSDS_SERVICE_AT_LOCATION});
    at_resolve(h, HSDS_PHONE, PHONE_AT, PHONE_SERVICE);
    at_resolve(h, HSDS_REGULAR_SCHEDULE, SCHEDULE_AT, SCHEDULE_SERVICE);
}
