#include <string.h>

#include "base/clock.h"
#include "circles/inside.h"
#include "seal/words.h"
#include "space/pack.h"
#include "space/space.pb-c.h"

enum err persona_read(struct circle_in *in, struct roster *roster, struct roster_entry **me)
{
    TRY(roster_read(in->s, roster));
    *me = roster_find(roster, space_tag_of(in->s));
    return *me ? ERR_OK : ERR_DENIED;
}

static enum err must_facilitate(struct circle_in *in, struct roster *roster,
                                struct roster_entry **me)
{
    TRY(persona_read(in, roster, me));
    return (*me)->role == ROLE_FACILITATOR ? ERR_OK : ERR_DENIED;
}

enum err persona_change(struct circle_in *in, const struct space_persona *to)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(persona_read(in, &roster, &me));
    bool renamed =
        !str_eq(me->persona.name, to->name) || !str_eq(me->persona.pronouns, to->pronouns);
    me->persona = *to;
    TRY(roster_update(in->s, me));
    if (renamed)
        TRY(words_rename(in, to));
    TRY(circle_turn(in));
    return db_tx_commit(&tx);
}

/* ---- coming in ---- */

static enum err settle(const struct space_ctx *ctx, struct viewer *v,
                       const struct space_ticket *ticket, struct str label, struct str *alias)
{
    struct circle_in in;
    *alias = viewer_add_space(ctx, v, SPACE_CIRCLE, ticket, label)->alias;
    return circle_enter(ctx, v, *alias, NULL, &in); /* learns the circle's name */
}

enum err circle_join_open(const struct space_ctx *ctx, struct viewer *v, const struct listing *l,
                          const struct space_persona *persona, struct str *alias)
{
    struct space_ticket ticket;
    struct space *s;
    if (l->member)
        return ERR_CONFLICT;
    if (l->openness != OPENNESS_OPEN)
        return ERR_DENIED;
    space_ticket_new(&ticket, l->space);
    TRY(roster_come_in(ctx, &l->door, persona, &ticket, &s));
    return settle(ctx, v, &ticket, l->name, alias);
}

enum err circle_join_ask(const struct space_ctx *ctx, struct viewer *v, const struct listing *l,
                         const struct space_persona *persona, struct str words)
{
    struct space_ticket ticket;
    struct roster_entry me;
    SpaceRequest m = SPACE_REQUEST__INIT;
    if (l->member)
        return ERR_CONFLICT;
    if (l->openness != OPENNESS_REQUEST)
        return ERR_DENIED;
    space_ticket_new(&ticket, l->space);
    roster_entry_init(&me, &ticket.tag, &ticket.seed, ROLE_MEMBER, persona);
    m.tag = space_bytes(me.tag.b, TAG_SIZE);
    m.box_public = space_bytes(me.box.b, sizeof me.box.b);
    m.sign_public = space_bytes(me.sign.b, sizeof me.sign.b);
    m.name = str_to_c(ctx->secret, persona->name);
    m.pronouns = str_to_c(ctx->secret, persona->pronouns);
    m.about = str_to_c(ctx->secret, persona->about);
    m.words = str_to_c(ctx->secret, words);
    m.at = ctx->now;
    TRY(inbox_drop(ctx, l->space, clock_day(ctx->now) + REQUEST_DAYS,
                   space_pack(ctx->secret, &m.base)));
    viewer_add_space(ctx, v, SPACE_CIRCLE, &ticket, l->name)->waiting = true;
    return ERR_OK;
}

static void code_secret(const struct space_ctx *ctx, const uint8_t code[CODE_BYTES],
                        struct key *out)
{
    struct key k;
    seal_home_key(ctx->home, "circle code", &k);
    key_derive(out, &k, "awn circle code", str_from(code, CODE_BYTES));
    key_wipe(&k);
}

enum err circle_code(struct circle_in *in, int32_t days, bool may_invite, struct str *code)
{
    struct roster roster;
    struct roster_entry *me;
    uint8_t raw[CODE_BYTES];
    struct key secret;
    TRY(persona_read(in, &roster, &me));
    if (me->role != ROLE_FACILITATOR && !me->may_invite)
        return ERR_DENIED;
    *code = code_create(in->ctx.secret, raw, sizeof raw);
    code_secret(&in->ctx, raw, &secret);
    TRY(roster_invite(in->s, &secret, ROLE_INVITE, ROLE_MEMBER,
                      may_invite && me->role == ROLE_FACILITATOR, clock_day(in->ctx.now) + days));
    return circle_turn(in);
}

enum err circle_join_code(const struct space_ctx *ctx, struct viewer *v, struct str typed,
                          const struct space_persona *persona, struct str *alias)
{
    DB_TX struct db_tx tx = {0};
    uint8_t raw[CODE_BYTES];
    struct space_ticket ticket;
    struct space *s;
    struct key secret;
    if (!code_read(typed, raw, sizeof raw))
        return ERR_INVALID;
    code_secret(ctx, raw, &secret);
    TRY(db_tx_begin(&tx, ctx->db));
    space_ticket_new(&ticket, (struct space_id){0});
    TRY(roster_come_in(ctx, &secret, persona, &ticket, &s));
    for (size_t i = 0; i < v->keyring.nspaces; i++) {
        struct membership *m = &v->keyring.spaces[i];
        if (m->kind != SPACE_CIRCLE || m->ticket.id.v != ticket.id.v)
            continue;
        if (!m->waiting && !m->gone)
            return ERR_CONFLICT; /* the code stays unused */
        viewer_drop_space(v, m); /* invited after asking, or again */
        break;
    }
    TRY(settle(ctx, v, &ticket, STR_NONE, alias));
    return db_tx_commit(&tx);
}

/* ---- requests ---- */

static bool request_unpack(struct circle_in *in, const struct inbox_letter *l, struct request *out)
{
    ProtobufCAllocator alloc = space_allocator(in->ctx.secret);
    const SpaceRequest *m = space_request__unpack(&alloc, l->body.n, (const uint8_t *)l->body.p);
    if (!m)
        return false;
    *out = (struct request){.letter = l->id, .words = str_from_c(m->words), .at = m->at};
    struct roster_entry *e = &out->entry;
    e->role = ROLE_MEMBER;
    e->persona =
        (struct space_persona){str_from_c(m->name), str_from_c(m->pronouns), str_from_c(m->about)};
    return space_fixed(e->tag.b, TAG_SIZE, m->tag) &&
           space_fixed(e->box.b, sizeof e->box.b, m->box_public) &&
           space_fixed(e->sign.b, sizeof e->sign.b, m->sign_public);
}

enum err requests_read(struct circle_in *in, struct requests *out)
{
    struct inbox inbox;
    TRY(inbox_read(in->s, &inbox));
    *out = (struct requests){.v = ARENA_ARRAY(in->ctx.secret, struct request, inbox.n)};
    for (size_t i = 0; i < inbox.n; i++)
        out->n += request_unpack(in, &inbox.v[i], &out->v[out->n]);
    return ERR_OK;
}

enum err request_answer(struct circle_in *in, const struct tag *letter, bool admit)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    struct requests all;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(must_facilitate(in, &roster, &me));
    TRY(requests_read(in, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (!tag_same(&all.v[i].letter, letter))
            continue;
        if (admit && !roster_find(&roster, &all.v[i].entry.tag))
            TRY(roster_admit(in->s, &all.v[i].entry));
        TRY(inbox_take(in->s, letter));
        TRY(circle_turn(in));
        return db_tx_commit(&tx);
    }
    return ERR_NOT_FOUND; /* another facilitator was first */
}

/* ---- facilitating ---- */

static struct roster_entry *entry_at(const struct roster *r, uint32_t seq)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].seq == seq && roster_is_person(&r->v[i]))
            return &r->v[i];
    return NULL;
}

enum err circle_remove(struct circle_in *in, uint32_t seq, struct str reason, bool words_too)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(must_facilitate(in, &roster, &me));
    const struct roster_entry *gone = entry_at(&roster, seq);
    if (!gone)
        return ERR_NOT_FOUND;
    if (gone == me)
        return ERR_DENIED;
    if (words_too) {
        const struct post stone = {
            .gone = GONE_REMOVED,
            .gone_by = {true, me->tag, me->persona.name, STR_NONE},
            .gone_at = in->ctx.now,
        };
        TRY(words_remove(in, &gone->tag, &stone));
    }
    const struct space_removal why = {reason, me->persona.name};
    struct tag tag = gone->tag;
    TRY(roster_take_out(in->s, &in->m->ticket, &tag, EXIT_REMOVED, &why));
    viewer_touch(in->viewer);
    return db_tx_commit(&tx);
}

enum err facilitator_make(struct circle_in *in, uint32_t seq)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(must_facilitate(in, &roster, &me));
    struct roster_entry *who = entry_at(&roster, seq);
    if (!who)
        return ERR_NOT_FOUND;
    who->role = ROLE_FACILITATOR;
    who->may_invite = true;
    TRY(roster_update(in->s, who));
    TRY(circle_turn(in));
    return db_tx_commit(&tx);
}

enum err facilitator_step_down(struct circle_in *in)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(must_facilitate(in, &roster, &me));
    const struct facilitators f = facilitators_of(&roster, &me->tag);
    if (!facilitator_may_go(&f))
        return ERR_CONFLICT;
    me->role = ROLE_MEMBER;
    TRY(roster_update(in->s, me));
    TRY(circle_turn(in));
    return db_tx_commit(&tx);
}

/* ---- leaving ---- */

static enum err words_part(struct circle_in *in, enum circle_parting parting)
{
    const struct post stone = {.gone = GONE_LEFT, .gone_at = in->ctx.now};
    struct tag me = *space_tag_of(in->s);
    switch (parting) {
    case PARTING_REMOVE:
        return words_remove(in, &me, &stone);
    case PARTING_NAMELESS:
        return words_nameless(in, &me);
    }
    return ERR_INVALID;
}

enum err circle_leave(struct circle_in *in, enum circle_parting parting)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    struct tag tag = *space_tag_of(in->s);
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(persona_read(in, &roster, &me));
    const struct facilitators f = facilitators_of(&roster, &tag);
    if (f.people == 1) {
        TRY(circle_end(in));
        return db_tx_commit(&tx);
    }
    if (!facilitator_may_go(&f))
        return ERR_CONFLICT;
    TRY(words_part(in, parting));
    TRY(roster_take_out(in->s, &in->m->ticket, &tag, EXIT_LEFT, NULL));
    TRY(db_tx_commit(&tx));
    viewer_drop_space(in->viewer, in->m);
    return ERR_OK;
}

static enum err leave_surely(struct circle_in *in, enum circle_parting parting)
{
    struct roster roster;
    TRY(roster_read(in->s, &roster));
    const struct facilitators f = facilitators_of(&roster, space_tag_of(in->s));
    if (!facilitator_may_go(&f) && f.heir) {
        f.heir->role = ROLE_FACILITATOR;
        f.heir->may_invite = true;
        TRY(roster_update(in->s, f.heir));
    }
    return circle_leave(in, parting);
}

enum err circles_leave_all(const struct space_ctx *ctx, struct viewer *v,
                           enum circle_parting parting)
{
    for (size_t i = v->keyring.nspaces; i-- > 0;) {
        struct circle_in in;
        struct membership *m = &v->keyring.spaces[i];
        if (m->kind != SPACE_CIRCLE)
            continue;
        enum err e = circle_enter(ctx, v, m->alias, NULL, &in);
        if (e == ERR_OK)
            TRY(leave_surely(&in, parting));
        else if (e == ERR_DENIED)
            viewer_drop_space(v, m);
        else
            return e;
    }
    return ERR_OK;
}
