#include "directory/editors.h"

enum err editors_letters_read(struct desk *d, struct editors_letters *out)
{
    struct inbox inbox;
    TRY(inbox_read(d->s, &inbox));
    *out =
        (struct editors_letters){.v = ARENA_ARRAY(d->ctx.secret, struct editors_letter, inbox.n)};
    for (size_t i = 0; i < inbox.n; i++) {
        struct editors_letter l = {.id = inbox.v[i].id};
        if (!directory_report_unpack(d->ctx.secret, inbox.v[i].body, &l.report))
            continue;
        size_t at = out->n++;
        for (; at > 0 && out->v[at - 1].report.day < l.report.day; at--)
            out->v[at] = out->v[at - 1];
        out->v[at] = l;
    }
    return ERR_OK;
}

enum err editors_letter_take(struct desk *d, const struct tag *id, struct str *entry, bool *last)
{
    DB_TX struct db_tx tx = {0};
    struct editors_letters all;
    const struct editors_letter *it = NULL;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(editors_letters_read(d, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(str_from(all.v[i].id.b, TAG_SIZE), str_from(id->b, TAG_SIZE)))
            it = &all.v[i];
    if (!it)
        return ERR_NOT_FOUND;
    *entry = it->report.entry;
    *last = true;
    for (size_t i = 0; i < all.n; i++)
        if (&all.v[i] != it && str_eq(all.v[i].report.entry, *entry))
            *last = false;
    TRY(inbox_take(d->s, id));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}
