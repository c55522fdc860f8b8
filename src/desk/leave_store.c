/* Leaving a desk, and what ends with it. */
#include "desk/inside.h"

/* Letters are deleted, not only out of reach: nobody could take them out later. */
static enum err desk_end(struct desk *d)
{
    struct inbox inbox;
    if (d->kind->end)
        TRY(d->kind->end(d));
    TRY(inbox_read(d->s, &inbox));
    for (size_t i = 0; i < inbox.n; i++)
        TRY(inbox_take(d->s, &inbox.v[i].id));
    TRY(space_destroy(d->s));
    return desk_place_drop(&d->ctx, d->kind);
}

static enum err follow_me(struct desk *d)
{
    struct roster_entry *heir = NULL;
    for (size_t i = 0; i < d->roster.n; i++) {
        struct roster_entry *e = &d->roster.v[i];
        if (e == d->me || !roster_is_person(e))
            continue;
        if (e->role == ROLE_FACILITATOR)
            return ERR_OK;
        if (!heir || e->since < heir->since)
            heir = e;
    }
    if (!heir)
        return ERR_OK;
    heir->role = ROLE_FACILITATOR;
    heir->may_invite = true;
    return roster_update(d->s, heir);
}

enum err desk_leave(struct desk *d)
{
    DB_TX struct db_tx tx = {0};
    struct tag me = d->me->tag;
    TRY(db_tx_begin(&tx, d->ctx.db));
    if (roster_people(&d->roster) == 1) {
        TRY(desk_end(d));
    } else {
        if (d->keeper)
            TRY(follow_me(d));
        TRY(roster_take_out(d->s, &d->m->ticket, &me, EXIT_LEFT, NULL));
    }
    TRY(db_tx_commit(&tx));
    viewer_drop_space(d->viewer, d->m);
    return ERR_OK;
}

static enum err leave_surely(const struct space_ctx *ctx, const struct desk_kind *kind,
                             struct viewer *v)
{
    struct desk d;
    enum err e = desk_enter(ctx, kind, v, NULL, &d);
    if (e == ERR_OK)
        TRY(desk_leave(&d));
    else if (e != ERR_DENIED)
        return e;
    desk_forget(kind, v, (struct space_id){0});
    return ERR_OK;
}

enum err desk_leave_all(const struct space_ctx *ctx, const struct desk_kind *const *kinds,
                        struct viewer *v)
{
    for (; *kinds; kinds++)
        TRY(leave_surely(ctx, *kinds, v));
    return ERR_OK;
}

enum err desk_put_away(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v)
{
    struct desk d;
    enum err e = desk_enter(ctx, kind, v, NULL, &d);
    if (e == ERR_DENIED)
        desk_forget(kind, v, (struct space_id){0});
    return e == ERR_DENIED ? ERR_OK : e;
}
