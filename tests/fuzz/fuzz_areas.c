/* A list of areas of any bytes, beside one that is there: what comes out is a tree that holds all
 * that was there and no number twice, it is written out, and read again it is a tree still. */
#include <stdlib.h>

#include "aid/area_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct search *s = search_create();
    struct area v[2] = {{.id = 1, .name = STR("Beirut")},
                        {.id = 2, .parent = 1, .name = STR("Hamra")}};
    struct area_link link = {1, 2, 9};
    const struct areas there = {.v = v, .n = 2, .links = &link, .nlinks = 1};
    struct area_import in, again;
    struct str out;
    uint32_t wrong;

    enum err e = area_csv_read(s, a, str_from(data, size), &there, 3, &in);
    check(e == ERR_OK || e == ERR_INVALID || e == ERR_TOO_LARGE);
    check((e == ERR_INVALID) == (in.broken.why != NULL));
    if (e == ERR_OK) {
        check(areas_check(&in.all, &wrong) == ERR_OK);
        check(in.all.n == 2 + in.added && in.all.nlinks >= 1);
        check(str_eq(in.all.v[0].name, v[0].name) && in.all.v[1].parent == 1);
        for (size_t i = 0; i < in.nrefused; i++)
            check(in.refused[i].line > 0 && in.refused[i].why);
        check(area_csv_write(a, &in.all, &out) == ERR_OK);
        check(area_csv_read(s, a, out, &in.all, 3 + (uint32_t)in.added, &again) == ERR_OK);
        check(areas_check(&again.all, &wrong) == ERR_OK && again.all.n >= in.all.n);
    }
    search_destroy(s);
    return 0;
}
