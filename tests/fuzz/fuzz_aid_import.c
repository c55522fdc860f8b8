/* A table of any bytes, with a mapping of any bytes (after the first zero byte): what comes in are
 * whole cards with ids of their own, text, no pair of degrees, and lines without telephone numbers;
 * the mapping that is written is read again as the same. */
#include <stdlib.h>
#include <string.h>

#include "aid/import.h"
#include "aid/import_inside.h"
#include "base/clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void text_ok(struct arena *a, struct str s, size_t most)
{
    bool cut = false;
    check(str_is_utf8(s) && str_code_points(s) <= most);
    import_without_points(a, s, &cut);
    check(!cut);
}

static void rows_ok(struct arena *a, const struct import *in, const struct areas *areas)
{
    struct map ids;
    bool fresh;
    map_init(&ids, a);
    for (size_t i = 0; i < in->n; i++) {
        const struct import_row *r = &in->rows[i];
        struct aid_card again;
        check(r->card.id != 0 && r->card.mailbox.id == 0);
        map_put(&ids, str_from(&r->card.id, sizeof r->card.id), &fresh);
        check(fresh);
        check(aid_card_unpack(a, aid_card_pack(a, &r->card), &again));
        check(r->card.area == 0 || area_find(areas, r->card.area));
        text_ok(a, r->card.line, AID_LINE_MAX);
        text_ok(a, r->details.where, AID_WORDS_MAX);
        text_ok(a, r->details.words, AID_DETAILS_MAX);
        text_ok(a, r->details.contact, AID_WORDS_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct search *s = search_create();
    struct area v[1] = {
        {.id = 1, .name = STR("Hamra"), .placed = true, .lat = 33.8962, .lon = 35.4786}};
    const struct areas areas = {.v = v, .n = 1};
    const struct key key = {{1}};
    const struct import_how how = {.search = s,
                                   .arena = a,
                                   .areas = &areas,
                                   .key = &key,
                                   .source = size % 2 ? STR("x") : STR_NONE,
                                   .side = AID_ASK,
                                   .now = (int64_t)20778 * DAY_SECONDS,
                                   .until = 20800};
    const struct str all = str_from(data, size);
    const size_t zero = str_find_char(all, 0);
    struct import_table t;
    struct import_map m, again;
    struct import_map_read r;
    struct import in;

    enum err e = import_table_read(a, str_slice(all, 0, zero), &t);
    check(e == ERR_OK || e == ERR_INVALID || e == ERR_TOO_LARGE);
    check(e != ERR_INVALID || t.broken.why);
    if (e == ERR_OK) {
        import_map_propose(s, a, &t, &areas, &m);
        import_read(&how, &t, &m, &in);
        check(in.n + in.nrefused + in.twice + in.left == t.n);
        rows_ok(a, &in, &areas);
        check(import_map_read(s, a, import_map_write(a, &t, &m), &t, &again, &r) == ERR_OK);
        e = import_map_read(s, a, str_slice(all, zero + 1, all.n), &t, &m, &r);
        check(e == ERR_OK || e == ERR_INVALID);
        if (e == ERR_OK) {
            import_read(&how, &t, &m, &in);
            check(in.n + in.nrefused + in.twice + in.left == t.n);
            rows_ok(a, &in, &areas);
        }
    }
    search_destroy(s);
    return 0;
}
