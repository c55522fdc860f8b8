#include "base/clock.h"
#include "desk/inside.h"
#include "seal/words.h"

/* The network's roster, for who is still in it. */
static enum err commons_roster(const struct space_ctx *ctx, struct viewer *v, struct space **s,
                               struct roster *roster, struct roster_entry **me)
{
    struct membership *m = viewer_commons(v);
    if (!m)
        return ERR_DENIED;
    TRY(viewer_enter(ctx, v, m, NULL, s));
    TRY(roster_read(*s, roster));
    *me = roster_find(roster, space_tag_of(*s));
    return *me ? ERR_OK : ERR_DENIED;
}

/* The desk of the setting on the viewer's keyring; *m is NULL when it is not there. ERR_NOT_FOUND:
 * there is no desk. */
static enum err desk_membership(const struct space_ctx *ctx, const struct desk_kind *kind,
                                struct viewer *v, struct membership **m)
{
    struct space_id at;
    *m = NULL;
    TRY(desk_place_get(ctx, kind, &at));
    for (size_t i = 0; i < v->keyring.nspaces; i++)
        if (v->keyring.spaces[i].kind == kind->space && v->keyring.spaces[i].ticket.id.v == at.v)
            *m = &v->keyring.spaces[i];
    return ERR_OK;
}

static enum err desk_read(struct desk *d)
{
    TRY(roster_read(d->s, &d->roster));
    d->me = roster_find(&d->roster, space_tag_of(d->s));
    if (!d->me || !roster_is_person(d->me))
        return ERR_DENIED;
    d->keeper = d->me->role == ROLE_FACILITATOR;
    return ERR_OK;
}

enum err desk_enter(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                    struct space_removal *why, struct desk *out)
{
    struct membership *commons = v ? viewer_commons(v) : NULL;
    struct space *s;
    *out = (struct desk){.kind = kind, .ctx = *ctx, .viewer = v};
    if (!commons)
        return ERR_DENIED;
    enum err e = desk_membership(ctx, kind, v, &out->m);
    if (e == ERR_NOT_FOUND || e == ERR_SEAL || (e == ERR_OK && !out->m))
        return ERR_DENIED;
    TRY(e);
    TRY(viewer_enter(ctx, v, commons, NULL, &s));
    TRY(viewer_enter(ctx, v, out->m, why, &out->s));
    return desk_read(out);
}

enum err desk_may(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                  bool *out)
{
    struct desk d;
    bool key = false;
    *out = false;
    for (size_t i = 0; v && i < v->keyring.nspaces; i++)
        key |= v->keyring.spaces[i].kind == kind->space;
    if (!key)
        return ERR_OK;
    enum err e = desk_enter(ctx, kind, v, NULL, &d);
    *out = e == ERR_OK;
    return e == ERR_DENIED ? ERR_OK : e;
}

enum err desk_standing_of(const struct space_ctx *ctx, const struct desk_kind *kind,
                          struct viewer *v, struct desk_standing *out)
{
    struct space *s;
    struct roster roster;
    struct roster_entry *me;
    struct space_id at;
    struct desk d;
    *out = (struct desk_standing){.state = DESK_NONE};
    TRY(commons_roster(ctx, v, &s, &roster, &me));
    out->steward = me->role == ROLE_FACILITATOR;
    enum err e = desk_place_get(ctx, kind, &at);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e != ERR_SEAL) /* a row that somebody changed: a steward can open another desk */
        TRY(e);
    e = desk_enter(ctx, kind, v, &out->why, &d);
    out->removed = e == ERR_DENIED && d.m && d.m->gone;
    out->state = e == ERR_OK ? DESK_IN : DESK_OUT;
    return e == ERR_DENIED ? ERR_OK : e;
}

void desk_forget(const struct desk_kind *kind, struct viewer *v, struct space_id but)
{
    for (size_t i = v->keyring.nspaces; i-- > 0;)
        if (v->keyring.spaces[i].kind == kind->space && v->keyring.spaces[i].ticket.id.v != but.v)
            viewer_drop_space(v, &v->keyring.spaces[i]);
}

enum err desk_open(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                   const struct space_persona *persona)
{
    DB_TX struct db_tx tx = {0};
    struct desk_standing at;
    struct space_ticket ticket;
    struct space *s;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(desk_standing_of(ctx, kind, v, &at));
    if (!at.steward)
        return ERR_DENIED;
    if (at.state == DESK_IN)
        return ERR_CONFLICT;
    TRY(space_create(ctx, persona, &ticket, &s));
    TRY(desk_place_put(ctx, kind, ticket.id));
    TRY(db_tx_commit(&tx));
    desk_forget(kind, v, ticket.id);
    viewer_add_space(ctx, v, kind->space, &ticket, STR_NONE);
    return ERR_OK;
}

enum err desk_turn(struct desk *d)
{
    bool rotated;
    TRY(space_rotate_weekly(d->s, &d->m->ticket, &rotated));
    if (rotated)
        viewer_touch(d->viewer);
    return ERR_OK;
}

struct str desk_byline(const struct desk *d)
{
    return d->me->persona.about;
}

enum err desk_persona_set(struct desk *d, const struct space_persona *persona)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, d->ctx.db));
    d->me->persona = *persona;
    TRY(roster_update(d->s, d->me));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

/* ---- codes: their own door, so that a circle's or the network's code opens no desk ---- */

static void code_secret(const struct space_ctx *ctx, const struct desk_kind *kind,
                        const uint8_t code[DESK_CODE_BYTES], struct key *out)
{
    struct key k;
    seal_home_key(ctx->home, "desk code", &k);
    key_derive(out, &k, kind->code_label, str_from(code, DESK_CODE_BYTES));
    key_wipe(&k);
}

enum err desk_code(struct desk *d, struct str *code)
{
    DB_TX struct db_tx tx = {0};
    uint8_t raw[DESK_CODE_BYTES];
    struct key secret;
    if (!d->keeper)
        return ERR_DENIED;
    *code = code_create(d->ctx.secret, raw, sizeof raw);
    code_secret(&d->ctx, d->kind, raw, &secret);
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(roster_invite(d->s, &secret, ROLE_INVITE, ROLE_MEMBER, false,
                      clock_day(d->ctx.now) + DESK_CODE_DAYS));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err desk_come_in(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                      struct str typed, const struct space_persona *persona)
{
    DB_TX struct db_tx tx = {0};
    uint8_t raw[DESK_CODE_BYTES];
    struct desk_standing at;
    struct space_ticket ticket;
    struct space_id desk;
    struct space *s;
    struct key secret;
    if (!code_read(typed, raw, sizeof raw))
        return ERR_INVALID;
    code_secret(ctx, kind, raw, &secret);
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(desk_standing_of(ctx, kind, v, &at));
    if (at.state == DESK_NONE)
        return ERR_DENIED;
    if (at.state == DESK_IN)
        return ERR_CONFLICT; /* the code stays unused */
    TRY(desk_place_get(ctx, kind, &desk));
    space_ticket_new(&ticket, (struct space_id){0});
    TRY(roster_come_in(ctx, &secret, persona, &ticket, &s));
    if (ticket.id.v != desk.v)
        return ERR_DENIED; /* of a desk that is no longer the network's */
    TRY(db_tx_commit(&tx));
    desk_forget(kind, v, (struct space_id){0}); /* also one the viewer was taken out of */
    viewer_add_space(ctx, v, kind->space, &ticket, STR_NONE);
    return ERR_OK;
}

/* ---- people ---- */

enum err desk_remove(struct desk *d, const struct roster_entry *who, struct str reason)
{
    if (!d->keeper || who == d->me || !roster_is_person(who))
        return ERR_DENIED;
    struct tag tag = who->tag;
    const struct space_removal why = {.reason = reason, .by = d->me->persona.name};
    TRY(roster_take_out(d->s, &d->m->ticket, &tag, EXIT_REMOVED, &why));
    viewer_touch(d->viewer);
    return ERR_OK;
}

enum err desk_make_keeper(struct desk *d, struct roster_entry *who)
{
    DB_TX struct db_tx tx = {0};
    if (!d->keeper || !roster_is_person(who))
        return ERR_DENIED;
    TRY(db_tx_begin(&tx, d->ctx.db));
    who->role = ROLE_FACILITATOR;
    who->may_invite = true;
    TRY(roster_update(d->s, who));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}
