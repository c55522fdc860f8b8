/* The lines of the page for right now. */
#include <stdlib.h>

#include "directory/crisis.h"

/* Services and organizations, LIVE, tagged CRISIS (4). */
static const struct db_sql LINES = {
    "directory: crisis lines",
    "SELECT public_id FROM directory_object WHERE state = 1 AND type IN (1, 2)"
    " AND (tags & 4) <> 0 ORDER BY public_id LIMIT 40",
    NULL, NULL};

static enum crisis_trust trust_of(const struct directory_entry *e, int64_t now)
{
    if (e->checked_at == 0)
        return CRISIS_UNCHECKED;
    return now - e->checked_at > CRISIS_OLD_AFTER ? CRISIS_OLD : CRISIS_FRESH;
}

/* Open, then not known, then closed. */
static int order_of(enum directory_open open)
{
    switch (open) {
    case DIRECTORY_OPEN:
        return 0;
    case DIRECTORY_OPEN_UNKNOWN:
        return 1;
    case DIRECTORY_SHUT:
        return 2;
    }
    return 1;
}

static int by_use(const void *pa, const void *pb)
{
    const struct crisis_line *a = pa, *b = pb;

    if (a->trust != b->trust)
        return a->trust < b->trust ? -1 : 1;
    if (a->open != b->open)
        return order_of(a->open) < order_of(b->open) ? -1 : 1;
    return str_cmp(a->entry.card.id, b->entry.card.id);
}

enum err directory_crisis_load(struct db *db, struct search *search, struct arena *a,
                               const struct lang *lang, int64_t now, const char *zone,
                               struct crisis_lines *out)
{
    const struct directory_query all = {
        .tags = DIRECTORY_TAG_CRISIS, .now = now, .zone = zone, .limit = CRISIS_LINES_MAX};
    struct directory_hits hits;
    struct db_rows rows;

    *out = (struct crisis_lines){0};
    TRY(db_all(db, &LINES, NULL, 0, a, &rows));
    if (rows.n == 0)
        return ERR_OK;
    TRY(directory_search(db, search, a, &all, lang, &hits)); /* it knows what is open */
    out->v = ARENA_ARRAY(a, struct crisis_line, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        struct crisis_line *line = &out->v[out->n];
        enum err e = directory_entry_load(db, a, db_cell_str(&rows, i, 0), &line->entry);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        line->trust = trust_of(&line->entry, now);
        line->open = DIRECTORY_OPEN_UNKNOWN;
        for (size_t k = 0; k < hits.n; k++)
            if (str_eq(hits.v[k].card.id, line->entry.card.id))
                line->open = hits.v[k].open;
        out->n++;
    }
    qsort(out->v, out->n, sizeof(*out->v), by_use);
    return ERR_OK;
}
