#include "members/own.h"

static struct membership *own_membership(struct viewer *v)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++)
        if (v->keyring.spaces[i].kind == SPACE_OWN)
            return &v->keyring.spaces[i];
    return NULL;
}

enum err own_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct membership *m = own_membership(v);
    *out = NULL;
    return m ? viewer_enter(ctx, v, m, NULL, out) : ERR_OK;
}

enum err own_make(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct space_ticket ticket;
    TRY(own_enter(ctx, v, out));
    if (*out)
        return ERR_OK;
    TRY(space_create(ctx, NULL, &ticket, out));
    viewer_add_space(ctx, v, SPACE_OWN, &ticket, STR_NONE);
    return ERR_OK;
}

enum err own_turn(struct viewer *v, struct space *s)
{
    bool rotated;
    TRY(space_rotate_weekly(s, &own_membership(v)->ticket, &rotated));
    if (rotated)
        viewer_touch(v);
    return ERR_OK;
}

enum err own_end(const struct space_ctx *ctx, struct viewer *v)
{
    struct space *s;
    TRY(own_enter(ctx, v, &s));
    if (!s)
        return ERR_OK;
    TRY(space_destroy(s));
    viewer_drop_space(v, own_membership(v));
    return ERR_OK;
}
