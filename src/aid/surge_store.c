#include "aid/surge.h"

#include <inttypes.h>
#include <string.h>

#include "aid/inside.h"
#include "aid/loop.h"
#include "base/clock.h"
#include "i18n/i18n.h"

#define HOUR 3600
#define SIGN_LABEL "awn proposal of hard times"

const char *surge_kind_text(enum surge_kind k)
{
    switch (k) {
#define X(name, number, code, text)                                                                \
    case SURGE_##name:                                                                             \
        return text;
        SURGE_KINDS(X)
#undef X
    }
    return "";
}

const char *surge_over_text(void)
{
    return N_("The hard times are declared over, and with them this list is closed. Thank you for "
              "asking; it is no fault of yours that nobody could be found in time. It goes on "
              "here: under “Help now”, in the directory, or with a new ask.");
}

const char *surge_thanks_text(void)
{
    return N_("The hard times are declared over. Thank you: it was good that you were there.");
}

/* ---- the setting ------------------------------------------------------------------------------
 */

static const struct db_sql SURGE_GET = {
    "aid: hard times", "SELECT value FROM setting WHERE name = 'aid_surge'", NULL, NULL};
static const struct db_sql SURGE_PUT = {"aid: put hard times",
                                        "INSERT INTO setting (name, value) VALUES ('aid_surge', $1)"
                                        " ON CONFLICT (name) DO UPDATE SET value = $1",
                                        NULL, NULL};

/* So that nobody with a database shell sends people to a list that nobody reads. */
static struct str value_of(const struct space_ctx *ctx, const struct surge *s)
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    struct str text = s->text.n ? seal_hex(ctx->arena, s->text) : STR("-");
    struct str said = str_fmt(
        ctx->arena, "%d %" PRIu32 " %" PRId64 " %" PRId32 " %" PRId32 " %" PRId64 " %" STR_FMT,
        (int)s->kind, s->area, s->since, s->until, s->last_day, s->ended, STR_ARG(text));
    seal_home_key(ctx->home, "surge", &k);
    seal_mac(mac, &k, "awn hard times", said);
    key_wipe(&k);
    return str_fmt(ctx->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(said),
                   STR_ARG(seal_hex(ctx->arena, str_from(mac, sizeof mac))));
}

static bool value_read(const struct space_ctx *ctx, struct str value, struct surge *out)
{
    struct str rest = value;
    int64_t n[6];
    for (size_t i = 0; i < 6; i++)
        if (!str_to_i64(str_cut(&rest, ' '), &n[i]))
            return false;
    struct str text = str_cut(&rest, ' ');
    *out = (struct surge){.kind = (enum surge_kind)n[0],
                          .area = (uint32_t)n[1],
                          .since = n[2],
                          .until = (int32_t)n[3],
                          .last_day = (int32_t)n[4],
                          .ended = n[5]};
    if (!str_eq_c(text, "-") && !seal_from_hex(ctx->arena, text, &out->text))
        return false;
    return seal_eq(value, value_of(ctx, out));
}

static enum surge_state state_of(const struct surge *s, int64_t now)
{
    const int32_t today = clock_day(now);
    if (s->last_day < today)
        return SURGE_NONE;
    return s->ended == 0 && s->until >= today ? SURGE_ON : SURGE_OVER;
}

enum err surge_read(const struct space_ctx *ctx, struct surge *out)
{
    struct db_rows rows;
    *out = (struct surge){0};
    TRY(db_all(ctx->db, &SURGE_GET, DB_NO_ARGS, ctx->arena, &rows));
    if (rows.n == 0)
        return ERR_OK;
    if (!value_read(ctx, db_cell_str(&rows, 0, 0), out))
        return ERR_SEAL;
    out->state = state_of(out, ctx->now);
    return ERR_OK;
}

static enum err surge_write(const struct space_ctx *ctx, const struct surge *s)
{
    return db_run(ctx->db, &SURGE_PUT, DB_ARGS(db_blob(value_of(ctx, s))), NULL);
}

bool surge_is_short(const struct surge *s, int64_t now)
{
    return s->state == SURGE_ON && now < s->since + SURGE_SHORT_HOURS * (int64_t)HOUR;
}

int64_t surge_end_of(const struct surge *s)
{
    return s->ended ? s->ended : (s->until + (int64_t)1) * DAY_SECONDS;
}

enum err surge_last_day(const struct space_ctx *ctx, int32_t wanted, int32_t *out)
{
    struct surge s;
    TRY(surge_read(ctx, &s));
    *out = s.state == SURGE_ON && wanted > s.last_day ? s.last_day : wanted;
    return ERR_OK;
}

/* ---- proposals --------------------------------------------------------------------------------
 */

static struct stream_id stream_of(const struct space *commons)
{
    return record_stream(commons, "aid surge", STR_NONE);
}

static void message_of(struct arena *a, const struct surge_proposal *p, AidSurge *m)
{
    aid_surge__init(m);
    m->act = p->act;
    m->kind = p->wanted.kind;
    m->area = p->wanted.area;
    m->until = p->wanted.until;
    m->last_day = p->wanted.last_day;
    m->text = str_to_c(a, p->wanted.text);
    m->at = p->at;
    m->by = space_bytes(p->by.b, TAG_SIZE);
    m->roles = p->roles;
}

static struct str pack_signed(const struct surge_person *by, const struct surge_proposal *p)
{
    AidSurge m;
    struct signature signature;
    struct arena *a = by->ctx->secret;
    message_of(a, p, &m);
    sign_bytes(&signature, space_seed_of(by->commons), SIGN_LABEL, space_pack(a, &m.base));
    m.signature = space_bytes(signature.b, sizeof signature.b);
    return space_pack(a, &m.base);
}

static bool act_holds(const AidSurge *m)
{
    return m->act >= SURGE_BEGIN && m->act <= SURGE_END &&
           (m->act != SURGE_BEGIN || (m->kind >= SURGE_EARTHQUAKE && m->kind <= SURGE_KIND_COUNT));
}

/* Who wrote it is still here, and it is theirs. */
static bool written_by(const struct surge_person *p, AidSurge *m, struct surge_proposal *out)
{
    struct signature signature;
    const struct roster_entry *who = roster_find(p->roster, &out->by);
    if (!who || !roster_is_person(who) ||
        !space_fixed(signature.b, sizeof signature.b, m->signature))
        return false;
    m->signature = space_bytes(NULL, 0);
    if (sign_check(&signature, &who->sign, SIGN_LABEL, space_pack(p->ctx->secret, &m->base)) !=
        ERR_OK)
        return false;
    if (who->role != ROLE_FACILITATOR)
        out->roles &= ~(unsigned)SURGE_STEWARD;
    out->name = who->persona.name;
    return out->roles != 0;
}

static bool same(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

/* One of each, and two people. */
static bool may_confirm(const struct surge_person *p, const struct surge_proposal *what)
{
    const unsigned both = SURGE_STEWARD | SURGE_COORDINATOR;
    return !same(&p->tag, &what->by) && p->roles != 0 && (p->roles | what->roles) == both;
}

static bool proposal_unpack(const struct surge_person *p, const struct record *r,
                            struct surge_proposal *out)
{
    ProtobufCAllocator alloc = space_allocator(p->ctx->secret);
    AidSurge *m =
        r->damaged ? NULL : aid_surge__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || !act_holds(m) || m->at + SURGE_CONFIRM_HOURS * (int64_t)HOUR < p->ctx->now)
        return false;
    *out = (struct surge_proposal){.seq = r->seq,
                                   .act = (enum surge_act)m->act,
                                   .wanted = {.area = m->area,
                                              .kind = (enum surge_kind)m->kind,
                                              .until = m->until,
                                              .last_day = m->last_day,
                                              .text = str_from_c(m->text)},
                                   .at = m->at,
                                   .roles = m->roles};
    if (!space_fixed(out->by.b, TAG_SIZE, m->by) || !written_by(p, m, out))
        return false;
    out->mine = same(&p->tag, &out->by);
    out->can_confirm = may_confirm(p, out);
    return true;
}

enum err surge_proposals(const struct surge_person *p, struct surge_proposals *out)
{
    struct record_list all;
    TRY(record_newest(p->commons, stream_of(p->commons), 0, 0, SURGE_PROPOSALS_MAX, &all));
    *out = (struct surge_proposals){
        .v = ARENA_ARRAY(p->ctx->secret, struct surge_proposal, all.n + 1)};
    for (size_t i = all.n; i-- > 0;)
        out->n += proposal_unpack(p, &all.v[i], &out->v[out->n]);
    return ERR_OK;
}

/* Would it be possible as things stand? */
static enum err check(const struct surge *now, const struct surge_proposal *what, int32_t today)
{
    const struct surge *w = &what->wanted;
    if ((what->act == SURGE_BEGIN) == (now->state == SURGE_ON))
        return ERR_CONFLICT;
    if (what->act == SURGE_END)
        return ERR_OK;
    return w->until >= today && w->until <= today + SURGE_DAYS_MAX && w->last_day >= w->until &&
                   w->last_day <= w->until + SURGE_DAYS_MAX && w->last_day <= today + LOOP_DAYS_MAX
               ? ERR_OK
               : ERR_INVALID;
}

enum err surge_propose(const struct surge_person *p, const struct surge_proposal *what)
{
    struct surge now;
    struct surge_proposals before;
    struct surge_proposal mine = *what;
    uint32_t seq;
    const int32_t today = clock_day(p->ctx->now);
    if (p->roles == 0)
        return ERR_DENIED;
    TRY(surge_read(p->ctx, &now));
    TRY(check(&now, what, today));
    TRY(surge_proposals(p, &before));
    for (size_t i = 0; i < before.n; i++)
        if (before.v[i].mine)
            TRY(record_delete(p->commons, stream_of(p->commons), before.v[i].seq));
    mine.at = p->ctx->now;
    mine.by = p->tag;
    mine.roles = p->roles;
    return record_append(p->commons, stream_of(p->commons), today + 1 + SURGE_CONFIRM_HOURS / 24,
                         pack_signed(p, &mine), &seq);
}

static enum err find(const struct surge_person *p, uint32_t seq, struct surge_proposal *out)
{
    struct surge_proposals all;
    TRY(surge_proposals(p, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].seq != seq)
            continue;
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

enum err surge_confirm(const struct surge_person *p, uint32_t seq)
{
    struct surge now;
    struct surge_proposal what;
    TRY(find(p, seq, &what));
    if (!what.can_confirm)
        return ERR_DENIED;
    TRY(surge_read(p->ctx, &now));
    TRY(check(&now, &what, clock_day(p->ctx->now)));
    switch (what.act) {
    case SURGE_BEGIN:
        now = what.wanted;
        now.since = p->ctx->now;
        break;
    case SURGE_PROLONG:
        now.until = what.wanted.until;
        now.last_day = what.wanted.last_day;
        break;
    case SURGE_END:
        now.ended = p->ctx->now;
        break;
    }
    TRY(surge_write(p->ctx, &now));
    return record_delete_stream(p->commons, stream_of(p->commons));
}

enum err surge_refuse(const struct surge_person *p, uint32_t seq)
{
    struct surge_proposal what;
    TRY(find(p, seq, &what));
    if (p->roles == 0)
        return ERR_DENIED;
    return record_delete(p->commons, stream_of(p->commons), what.seq);
}
