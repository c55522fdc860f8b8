#include "members/commons.h"

enum err commons_open(const struct req *req, struct commons *out)
{
    struct space_ctx ctx = req_ctx(req);
    *out = (struct commons){.m = viewer_commons(req->viewer)};
    if (!out->m)
        return ERR_DENIED;
    TRY(viewer_enter(&ctx, req->viewer, out->m, NULL, &out->s));
    TRY(roster_read(out->s, &out->roster));
    out->me = roster_find(&out->roster, space_tag_of(out->s));
    if (!out->me)
        return ERR_DENIED;
    out->steward = out->me->role == ROLE_FACILITATOR;
    out->may_invite = out->steward || out->me->may_invite;
    return ERR_OK;
}

enum err commons_turn(const struct req *req, struct commons *c)
{
    bool rotated;
    TRY(space_rotate_weekly(c->s, &c->m->ticket, &rotated));
    if (rotated)
        viewer_touch(req->viewer);
    return ERR_OK;
}

struct roster_entry *commons_find(const struct req *req, const struct commons *c, struct str alias)
{
    for (size_t i = 0; i < c->roster.n; i++)
        if (str_eq(viewer_alias_of(req, &c->roster.v[i].tag), alias))
            return &c->roster.v[i];
    return NULL;
}

size_t commons_stewards(const struct commons *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->roster.n; i++)
        n += c->roster.v[i].role == ROLE_FACILITATOR;
    return n;
}

enum err members_commons_state(const struct space_ctx *ctx, struct viewer *v,
                               struct space_removal *why, enum commons_state *out)
{
    struct membership *m = viewer_commons(v);
    struct space *s;
    *why = (struct space_removal){STR_NONE, STR_NONE};
    *out = COMMONS_NONE;
    if (!m)
        return ERR_OK;
    enum err e = viewer_enter(ctx, v, m, why, &s);
    if (e == ERR_OK)
        *out = COMMONS_IN;
    else if (e == ERR_DENIED)
        *out = COMMONS_REMOVED;
    else
        return e;
    return ERR_OK;
}
