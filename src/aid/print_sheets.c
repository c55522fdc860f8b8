/* Which asks go on which sheet. */
#include "aid/print_pages.h"

#include <string.h>

bool print_is_open(const struct aid_card *c)
{
    return c->loop.state >= LOOP_OPEN && c->loop.state <= LOOP_HANDED;
}

static bool is_wished(const struct areas *areas, const struct print_wish *w,
                      const struct aid_card *c)
{
    const bool waits = c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED;
    if (!print_is_open(c) || (w->kind != 0 && (int)c->kind != w->kind) ||
        (w->which == PRINT_WAITING && !waits) || (w->which == PRINT_HELD && waits))
        return false;
    for (size_t i = 0; i < w->nareas; i++)
        if (w->areas[i] == c->area || (c->area != 0 && area_is_in(areas, c->area, w->areas[i])))
            return true;
    return w->nareas == 0;
}

/* What an id counts as today; 0 also for one that is not on the list any more. */
static uint32_t area_now(const struct areas *areas, uint32_t id)
{
    const struct area *x = id ? area_find(areas, id) : NULL;
    return x ? x->id : 0;
}

/* The areas of all rows, each once, in the order in which their first row stands. */
static size_t areas_of(const struct areas *areas, const struct case_row *const *rows, size_t n,
                       uint32_t *out)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t id = area_now(areas, rows[i]->card.area);
        bool there = false;
        for (size_t k = 0; k < found && !there; k++)
            there = out[k] == id;
        if (!there)
            out[found++] = id;
    }
    return found;
}

struct making {
    struct desk *d;
    const struct areas *areas;
    const struct print_wish *wish;
    const struct case_row **rows; /* those that go on paper */
    struct case_code *codes;      /* of rows[i] */
    size_t n;
};

/* The most pressing ones, and a code for each that no other ask of the desk has. */
static enum err gather(struct making *m)
{
    struct case_rows all;
    struct key k;
    struct arena *a = m->d->ctx.secret;
    TRY(cases_list(m->d, AID_ASK, &all));
    uint64_t *ids = ARENA_ARRAY(a, uint64_t, all.n);
    struct case_code *codes = ARENA_ARRAY(a, struct case_code, all.n);
    for (size_t i = 0; i < all.n; i++)
        ids[i] = all.v[i].card.id;
    sheet_code_key(m->d, &k);
    case_codes_of(a, &k, ids, all.n, codes);
    key_wipe(&k);
    m->rows = ARENA_ARRAY(a, const struct case_row *, PRINT_MOST);
    m->codes = ARENA_ARRAY(a, struct case_code, PRINT_MOST);
    for (size_t i = 0; i < all.n && m->n < m->wish->most && m->n < PRINT_MOST; i++) {
        if (!is_wished(m->areas, m->wish, &all.v[i].card) || all.v[i].at.seq == 0)
            continue;
        m->rows[m->n] = &all.v[i];
        m->codes[m->n++] = codes[i];
    }
    return ERR_OK;
}

static struct sheet *sheet_begin(const struct making *m, uint32_t area, struct printed *out)
{
    struct arena *a = m->d->ctx.secret;
    struct sheet *s = &out->sheets[out->n];
    *s = (struct sheet){
        .area = area, .who = m->wish->who, .rows = ARENA_ARRAY(a, struct sheet_row, SHEET_ROWS)};
    out->cards[out->n++] = ARENA_ARRAY(a, const struct aid_card *, SHEET_ROWS);
    return s;
}

static void area_fill(const struct making *m, uint32_t area, struct printed *out)
{
    struct sheet *s = NULL;
    for (size_t i = 0; i < m->n; i++) {
        const struct case_row *r = m->rows[i];
        if (area_now(m->areas, r->card.area) != area)
            continue;
        if (!s || s->n == SHEET_ROWS)
            s = sheet_begin(m, area, out);
        out->cards[out->n - 1][s->n] = &r->card;
        s->rows[s->n++] = (struct sheet_row){.card = r->card.id, .at = r->at, .code = m->codes[i]};
        out->rows++;
    }
}

enum err print_make(struct desk *d, const struct areas *areas, const struct print_wish *wish,
                    struct printed *out)
{
    DB_TX struct db_tx tx = {0};
    struct making m = {.d = d, .areas = areas, .wish = wish};
    uint32_t way[PRINT_MOST];
    *out = (struct printed){.sheets = ARENA_ARRAY(d->ctx.secret, struct sheet, PRINT_MOST)};
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(cases_sort(d)); /* what waits has a place then */
    TRY(gather(&m));
    if (m.n == 0)
        return ERR_OK;
    const size_t n = areas_of(areas, m.rows, m.n, way);
    paper_route(areas, d->ctx.arena, way, n);
    for (size_t i = 0; i < n; i++)
        area_fill(&m, way[i], out);
    for (size_t i = 0; i < out->n; i++)
        TRY(sheet_put(d, &out->sheets[i]));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}
