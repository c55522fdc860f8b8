#include "base/rand.h"
#include "circles/inside.h"

static struct stream_id about_stream(const struct space *s)
{
    return record_stream(s, "about", STR_NONE);
}

static struct stream_id listing_stream(const struct space *commons)
{
    return record_stream(commons, "circles", STR_NONE);
}

/* A circle whose own record does not open is still a place with a name and words in it. */
static enum err about_read(struct circle_in *in)
{
    struct record rec;
    enum err e = record_get(in->s, about_stream(in->s), 1, &rec);
    if (e == ERR_OK && circle_unpack(in->ctx.secret, rec.body, &in->about))
        return ERR_OK;
    if (e != ERR_OK && e != ERR_SEAL && e != ERR_NOT_FOUND)
        return e;
    in->about = (struct circle){.name = in->m->label, .openness = OPENNESS_HIDDEN, .keep_days = 90};
    return ERR_OK;
}

enum err circle_enter(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                      struct space_removal *why, struct circle_in *out)
{
    *out = (struct circle_in){.ctx = *ctx, .viewer = v, .m = viewer_space(v, alias)};
    if (!out->m || out->m->kind != SPACE_CIRCLE)
        return ERR_NOT_FOUND;
    TRY(viewer_enter(ctx, v, out->m, why, &out->s));
    TRY(about_read(out));
    if (!str_eq(out->m->label, out->about.name)) {
        out->m->label = out->about.name;
        viewer_touch(v);
    }
    return ERR_OK;
}

/* ---- the list in the commons ---- */

static enum err commons_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct membership *m = viewer_commons(v);
    return m ? viewer_enter(ctx, v, m, NULL, out) : ERR_DENIED;
}

static const struct membership *member_of(const struct viewer *v, struct space_id id)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++) {
        const struct membership *m = &v->keyring.spaces[i];
        if (m->kind == SPACE_CIRCLE && m->ticket.id.v == id.v)
            return m;
    }
    return NULL;
}

static enum err listings_all(struct space *commons, const struct viewer *v, struct listings *out)
{
    const struct space_ctx *ctx = space_ctx_of(commons);
    struct record_list list;
    TRY(record_oldest(commons, listing_stream(commons), 0, LISTINGS_MAX, &list));
    out->v = ARENA_ARRAY(ctx->secret, struct listing, list.n);
    out->n = 0;
    for (size_t i = 0; i < list.n; i++) {
        struct listing *l = &out->v[out->n];
        if (list.v[i].damaged || !listing_unpack(ctx->secret, list.v[i].body, l))
            continue;
        l->seq = list.v[i].seq;
        l->member = member_of(v, l->space);
        out->n++;
    }
    return ERR_OK;
}

enum err listings_read(const struct space_ctx *ctx, struct viewer *v, struct listings *out)
{
    struct space *commons;
    *out = (struct listings){0};
    enum err e = commons_enter(ctx, v, &commons);
    if (e == ERR_DENIED)
        return ERR_OK;
    TRY(e);
    return listings_all(commons, v, out);
}

enum err listing_find(const struct space_ctx *ctx, struct viewer *v, struct str id,
                      struct listing *out)
{
    struct listings all;
    TRY(listings_read(ctx, v, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (!str_eq(all.v[i].id, id))
            continue;
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

/* Brings the list in line with the circle: there, changed, or not there. */
static enum err listing_write(const struct space_ctx *ctx, struct viewer *v, struct space_id space,
                              const struct circle *c, struct str id)
{
    struct space *commons;
    struct listings all;
    enum err e = commons_enter(ctx, v, &commons);
    if (e == ERR_DENIED)
        return ERR_OK; /* nowhere to list it */
    TRY(e);
    TRY(listings_all(commons, v, &all));
    uint32_t seq = 0;
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].id, id))
            seq = all.v[i].seq;
    if (!c || !circle_listed(c->openness))
        return seq ? record_delete(commons, listing_stream(commons), seq) : ERR_OK;
    const struct listing l = {.id = id,
                              .space = space,
                              .name = c->name,
                              .purpose = c->purpose,
                              .agreements = c->agreements,
                              .openness = c->openness,
                              .door = c->door};
    struct str body = listing_pack(ctx->secret, &l);
    if (seq)
        return record_rewrite(commons, listing_stream(commons), seq, 0, body);
    return record_append(commons, listing_stream(commons), 0, body, NULL);
}

static struct str listing_id_new(struct arena *a)
{
    uint8_t raw[THREAD_BYTES];
    rand_bytes(raw, sizeof raw);
    return seal_base32(a, str_from(raw, sizeof raw));
}

/* ---- the circle ---- */

enum err circle_create(const struct space_ctx *ctx, struct viewer *v, const struct circle *plan,
                       const struct space_persona *persona, struct str *alias)
{
    DB_TX struct db_tx tx = {0};
    struct space_ticket ticket;
    struct space *s;
    struct circle c = *plan;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(space_create(ctx, persona, &ticket, &s));
    c.created = ctx->now;
    c.listing = circle_listed(c.openness) ? listing_id_new(ctx->secret) : STR_NONE;
    if (c.openness == OPENNESS_OPEN) {
        key_random(&c.door);
        TRY(roster_invite(s, &c.door, ROLE_DOOR, ROLE_MEMBER, false, 0));
    }
    TRY(record_append(s, about_stream(s), 0, circle_pack(ctx->secret, &c), NULL));
    TRY(listing_write(ctx, v, ticket.id, &c, c.listing));
    TRY(db_tx_commit(&tx));
    *alias = viewer_add_space(ctx, v, SPACE_CIRCLE, &ticket, c.name)->alias;
    return ERR_OK;
}

/* Every page begins with the circle's own record, so it follows the keys: under the newest one it
 * opens without the chain of those before. */
enum err circle_turn(struct circle_in *in)
{
    bool rotated;
    struct record about;
    TRY(space_rotate_weekly(in->s, &in->m->ticket, &rotated));
    if (!rotated)
        return ERR_OK;
    viewer_touch(in->viewer);
    enum err e = record_get(in->s, about_stream(in->s), 1, &about);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND || e == ERR_SEAL ? ERR_OK : e;
    return record_rewrite(in->s, about_stream(in->s), 1, 0, about.body);
}

enum err circle_must_facilitate(struct circle_in *in, struct roster *roster)
{
    TRY(roster_read(in->s, roster));
    const struct roster_entry *me = roster_find(roster, space_tag_of(in->s));
    return me && me->role == ROLE_FACILITATOR ? ERR_OK : ERR_DENIED;
}

/* Whoever holds the open door's key is put outside; the keys turn with it. */
static enum err door_close(struct circle_in *in, const struct roster *roster)
{
    for (size_t i = 0; i < roster->n; i++) {
        if (roster->v[i].role != ROLE_DOOR)
            continue;
        TRY(roster_take_out(in->s, &in->m->ticket, &roster->v[i].tag, EXIT_REVOKED, NULL));
        viewer_touch(in->viewer);
    }
    return ERR_OK;
}

enum err circle_change(struct circle_in *in, const struct circle *to)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct circle c = in->about;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(circle_must_facilitate(in, &roster));
    c.name = to->name;
    c.purpose = to->purpose;
    c.agreements = to->agreements;
    c.keep_days = to->keep_days;
    if (to->openness != c.openness) {
        TRY(door_close(in, &roster));
        key_wipe(&c.door);
        if (to->openness == OPENNESS_OPEN) {
            key_random(&c.door);
            TRY(roster_invite(in->s, &c.door, ROLE_DOOR, ROLE_MEMBER, false, 0));
        }
        c.openness = to->openness;
    }
    struct str listing = c.listing;
    if (!circle_listed(c.openness))
        c.listing = STR_NONE;
    else if (listing.n == 0)
        c.listing = listing = listing_id_new(in->ctx.secret);
    TRY(record_rewrite(in->s, about_stream(in->s), 1, 0, circle_pack(in->ctx.secret, &c)));
    TRY(listing_write(&in->ctx, in->viewer, in->m->ticket.id, &c, listing));
    TRY(db_tx_commit(&tx));
    in->about = c;
    if (!str_eq(in->m->label, c.name)) {
        in->m->label = c.name;
        viewer_touch(in->viewer);
    }
    return ERR_OK;
}

enum err circle_end(struct circle_in *in)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct threads threads;
    struct inbox letters;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(roster_read(in->s, &roster));
    const struct facilitators f = facilitators_of(&roster, space_tag_of(in->s));
    if (!f.me || (f.me->role != ROLE_FACILITATOR && f.people > 1))
        return ERR_DENIED;
    TRY(threads_read(in, &threads));
    for (size_t i = 0; i < threads.n; i++)
        TRY(record_delete_stream(in->s, posts_stream(in->s, threads.v[i].id)));
    TRY(record_delete_stream(in->s, threads_stream(in->s)));
    TRY(record_delete_stream(in->s, about_stream(in->s)));
    TRY(lodgers_end(in));
    TRY(inbox_read(in->s, &letters));
    for (size_t i = 0; i < letters.n; i++)
        TRY(inbox_take(in->s, &letters.v[i].id));
    TRY(listing_write(&in->ctx, in->viewer, in->m->ticket.id, NULL, in->about.listing));
    TRY(space_destroy(in->s));
    TRY(db_tx_commit(&tx));
    viewer_drop_space(in->viewer, in->m);
    return ERR_OK;
}
