#include "base/clock.h"
#include "base/rand.h"
#include "teams/inside.h"

#define ROLE_KEPT_DAYS 180 /* after the last term */

/* Begins, and reads the team as it is now: what a page showed may be older. */
static enum err team_renew(struct team *t, struct db_tx *tx)
{
    const struct space_ctx ctx = t->c.ctx;
    struct str alias = t->c.m->alias;
    TRY(db_tx_begin(tx, ctx.db));
    return team_open(&ctx, t->zone, t->c.viewer, alias, t);
}

static enum err team_done(struct team *t, struct db_tx *tx)
{
    TRY(circles_turn(&t->c));
    return db_tx_commit(tx);
}

static enum err keep(struct team *t, enum circle_lodger what, uint32_t seq, int32_t expires,
                     struct str body)
{
    struct circle_kept k = {.seq = seq, .expires = expires, .body = body};
    return circles_keep(&t->c, what, &k);
}

static uint64_t new_id(void)
{
    uint64_t id = 0;
    while (id == 0)
        id = rand_u64();
    return id;
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* ---- what the team does ---- */

static enum err about_keep(struct team *t, const struct team_about *x)
{
    return keep(t, CIRCLE_TEAM, t->about.seq, t->today + ROTA_YEAR + ROTA_AFTER,
                team_about_pack(t->c.ctx.secret, x));
}

enum err team_about_put(struct team *t, const struct team_about *x)
{
    DB_TX struct db_tx tx = {0};
    TRY(team_renew(t, &tx));
    if (!t->c.facilitates)
        return ERR_DENIED;
    TRY(about_keep(t, x));
    return team_done(t, &tx);
}

/* ---- days of a series ---- */

static enum err shift_keep(struct team *t, struct rota_shift *x)
{
    struct circle_kept k = {
        .seq = x->seq, .expires = x->day + ROTA_AFTER, .body = shift_pack(t->c.ctx.secret, x)};
    if (x->seq == 0 && t->nshifts >= TEAM_SHIFTS_MAX)
        return ERR_TOO_MANY;
    TRY(circles_keep(&t->c, CIRCLE_SHIFT, &k));
    x->seq = k.seq;
    return ERR_OK;
}

/* Everybody who has a place on a day to come sees that something changed; a day that the series has
 * no more is cancelled. */
static enum err shifts_follow(struct team *t, const struct rota_series *s)
{
    for (size_t i = 0; i < t->nshifts; i++) {
        struct rota_shift *x = &t->shifts[i];
        if (x->series != s->id || x->day < t->today)
            continue;
        rota_prune(s, x, &t->c.roster);
        x->turn++;
        if (!rota_has_day(s, x->day)) {
            x->plan = ROTA_CANCELLED;
            x->why = s->why;
        }
        TRY(shift_keep(t, x));
    }
    return ERR_OK;
}

static size_t running(const struct team *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->nseries; i++)
        n += !t->series[i].ended && t->series[i].until >= t->today;
    return n;
}

enum err team_series_put(struct team *t, struct rota_series *s)
{
    DB_TX struct db_tx tx = {0};
    TRY(team_renew(t, &tx));
    if (!t->c.facilitates)
        return ERR_DENIED;
    if (s->seq == 0) {
        if (running(t) >= TEAM_SERIES_MAX)
            return ERR_TOO_MANY;
        s->id = new_id();
    } else if (!team_series(t, s->id)) {
        return ERR_NOT_FOUND;
    }
    int32_t last = later(s->until, s->first);
    for (size_t i = 0; i < s->nextra; i++)
        last = later(last, s->extra[i]);
    if (s->ended && last > t->today + ROTA_DAYS)
        last = t->today + ROTA_DAYS;
    TRY(keep(t, CIRCLE_SHIFTS, s->seq, later(last, t->today) + ROTA_AFTER,
             series_pack(t->c.ctx.secret, s)));
    TRY(shifts_follow(t, s));
    TRY(about_keep(t, &t->about)); /* a team that goes on is kept as long */
    return team_done(t, &tx);
}

enum err team_day_plan(struct team *t, uint64_t series, int32_t day, const struct team_change *to)
{
    DB_TX struct db_tx tx = {0};
    struct team_day d;
    TRY(team_renew(t, &tx));
    if (!t->c.facilitates)
        return ERR_DENIED;
    TRY(team_day(t, series, day, &d));
    if (day < t->today || day > t->today + ROTA_YEAR)
        return ERR_NOT_FOUND;
    struct rota_shift *x = &d.shift;
    x->plan = to->plan;
    x->start = to->start;
    x->place = to->place;
    x->why = to->why;
    x->turn++;
    TRY(shift_keep(t, x));
    return team_done(t, &tx);
}

enum err team_act(struct team *t, uint64_t series, int32_t day, enum rota_do what, uint32_t part,
                  enum rota_result *out)
{
    DB_TX struct db_tx tx = {0};
    struct team_day d;
    TRY(team_renew(t, &tx));
    TRY(team_day(t, series, day, &d));
    *out = ROTA_NOT;
    /* What is over changes no more; of what is cancelled one's name can still be taken off. */
    if (d.ends < t->c.ctx.now || day > t->today + ROTA_DAYS ||
        (d.shift.plan == ROTA_CANCELLED && what != ROTA_OFF))
        return ERR_OK;
    if (what != ROTA_OFF && !rota_has_day(d.series, day))
        return ERR_OK;
    *out = rota_act(d.series, &d.shift, t->c.ctx.secret, &t->c.me->tag, what, part);
    if (*out != ROTA_DONE)
        return ERR_OK;
    TRY(shift_keep(t, &d.shift));
    return team_done(t, &tx);
}

enum err team_happened(struct team *t, uint64_t series, int32_t day, int64_t portions)
{
    DB_TX struct db_tx tx = {0};
    struct team_day d;
    TRY(team_renew(t, &tx));
    TRY(team_day(t, series, day, &d));
    if (!t->c.facilitates && !rota_hold_of(&d.shift, &t->c.me->tag))
        return ERR_DENIED;
    if (d.begins > t->c.ctx.now || day < t->today - ROTA_AFTER)
        return ERR_NOT_FOUND;
    d.shift.happened = true;
    d.shift.portions = portions;
    TRY(shift_keep(t, &d.shift));
    return team_done(t, &tx);
}

/* ---- roles ---- */

static enum err role_keep(struct team *t, struct rota_role *r)
{
    return keep(t, CIRCLE_ROLES, r->seq, later(r->until, t->today) + ROLE_KEPT_DAYS,
                role_pack(t->c.ctx.secret, r));
}

enum err team_role_put(struct team *t, struct rota_role *r)
{
    DB_TX struct db_tx tx = {0};
    TRY(team_renew(t, &tx));
    if (!t->c.facilitates)
        return ERR_DENIED;
    if (t->nroles >= TEAM_ROLES_MAX)
        return ERR_TOO_MANY;
    r->id = new_id();
    r->seq = 0;
    TRY(role_keep(t, r));
    return team_done(t, &tx);
}

enum err team_role_drop(struct team *t, uint64_t id)
{
    DB_TX struct db_tx tx = {0};
    TRY(team_renew(t, &tx));
    if (!t->c.facilitates)
        return ERR_DENIED;
    const struct rota_role *r = team_role(t, id);
    if (!r)
        return ERR_NOT_FOUND;
    TRY(circles_drop(&t->c, CIRCLE_ROLES, r->seq));
    return team_done(t, &tx);
}

static bool same(const struct tag *a, const struct tag *b)
{
    return str_eq(str_from(a->b, TAG_SIZE), str_from(b->b, TAG_SIZE));
}

enum err team_role_do(struct team *t, uint64_t id, enum rota_role_do what, const struct tag *whom)
{
    DB_TX struct db_tx tx = {0};
    TRY(team_renew(t, &tx));
    struct rota_role *r = team_role(t, id);
    if (!r)
        return ERR_NOT_FOUND;
    const struct tag me = t->c.me->tag;
    if (what == ROLE_ASK) {
        const struct roster_entry *e = whom ? roster_find(&t->c.roster, whom) : NULL;
        if (!e || !roster_is_person(e))
            return ERR_NOT_FOUND;
        if (!t->c.facilitates && !(r->held && same(&r->holder, &me)))
            return ERR_DENIED;
    }
    if (!rota_role_act(r, &me, what, whom, t->today))
        return ERR_CONFLICT;
    TRY(role_keep(t, r));
    return team_done(t, &tx);
}

/* ---- words ---- */

enum err team_note_add(struct team *t, const struct team_note *n)
{
    DB_TX struct db_tx tx = {0};
    struct circle_keeps all;
    struct team_day d;
    TRY(team_renew(t, &tx));
    TRY(team_day(t, n->series, n->day, &d));
    TRY(circles_kept(&t->c, CIRCLE_NOTES, TEAM_NOTES_MAX, &all));
    if (all.n >= TEAM_NOTES_MAX)
        TRY(circles_drop(&t->c, CIRCLE_NOTES, all.v[0].seq));
    struct circle_kept k = {.expires = t->today + t->c.keep_days,
                            .here = true,
                            .by = t->c.me->tag,
                            .body = note_pack(t->c.ctx.secret, n)};
    TRY(circles_keep(&t->c, CIRCLE_NOTES, &k));
    return team_done(t, &tx);
}

enum err teams_thank(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                     struct str words, struct str name)
{
    DB_TX struct db_tx tx = {0};
    struct circle_place c;
    struct circle_keeps all;
    const int32_t today = clock_day(ctx->now);
    if (words.n == 0)
        return ERR_INVALID;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(circles_enter(ctx, v, alias, &c));
    TRY(circles_kept(&c, CIRCLE_THANKS, TEAM_THANKS_MAX, &all));
    if (all.n >= TEAM_THANKS_MAX)
        TRY(circles_drop(&c, CIRCLE_THANKS, all.v[0].seq));
    const struct team_thank t = {words, name, today};
    struct circle_kept k = {.expires = today + c.keep_days,
                            .here = name.n > 0,
                            .by = c.me->tag,
                            .body = thank_pack(ctx->secret, &t)};
    TRY(circles_keep(&c, CIRCLE_THANKS, &k));
    TRY(circles_turn(&c));
    return db_tx_commit(&tx);
}
