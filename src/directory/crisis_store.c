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

static int by_use(const void *pa, const void *pb)
{
    const struct crisis_line *a = pa, *b = pb;

    if (a->trust != b->trust)
        return a->trust < b->trust ? -1 : 1;
    return str_cmp(a->entry.card.id, b->entry.card.id);
}

enum err directory_crisis_load(struct db *db, struct arena *a, int64_t now,
                               struct crisis_lines *out)
{
    struct db_rows rows;

    *out = (struct crisis_lines){0};
    TRY(db_all(db, &LINES, NULL, 0, a, &rows));
    out->v = ARENA_ARRAY(a, struct crisis_line, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        struct crisis_line *line = &out->v[out->n];
        enum err e = directory_entry_load(db, a, db_cell_str(&rows, i, 0), &line->entry);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        line->trust = trust_of(&line->entry, now);
        out->n++;
    }
    if (out->n)
        qsort(out->v, out->n, sizeof(*out->v), by_use);
    return ERR_OK;
}
