/* Who was asked about what, for the next plan. */
#include "aid/plan_desk.h"

#include "aid/inside.h"
#include "base/clock.h"

#define READ_MOST 4000 /* records: the newest */
#define HOUR ((int64_t)3600)

static struct stream_id stream_of(struct desk *d)
{
    return record_stream(d->s, "aid plan", STR_NONE);
}

enum err plan_asked_note(struct desk *d, const struct plan_asked *some, size_t n)
{
    AidAskedSome m = AID_ASKED_SOME__INIT;
    AidAsked *pairs = ARENA_ARRAY(d->ctx.arena, AidAsked, n + 1);
    uint32_t seq;
    if (n == 0)
        return ERR_OK;
    m.at = d->ctx.now;
    m.pairs = ARENA_ARRAY(d->ctx.arena, AidAsked *, n);
    for (size_t i = 0; i < n; i++) {
        aid_asked__init(&pairs[i]);
        pairs[i].ask = some[i].ask;
        pairs[i].offer = some[i].offer;
        pairs[i].units = (uint32_t)some[i].units;
        m.pairs[m.n_pairs++] = &pairs[i];
    }
    return record_append(d->s, stream_of(d), clock_day(d->ctx.now) + PLAN_NOTED_DAYS,
                         space_pack(d->ctx.secret, &m.base), &seq);
}

static void some_add(const AidAskedSome *m, struct plan_askeds *out)
{
    for (size_t i = 0; i < m->n_pairs; i++) {
        const AidAsked *p = m->pairs[i];
        if (p->units <= AID_UNITS_MAX)
            out->v[out->n++] = (struct plan_asked){p->ask, p->offer, (int32_t)p->units, m->at};
    }
}

enum err plan_asked_all(struct desk *d, struct plan_askeds *out)
{
    struct record_list all;
    size_t room = 0;
    TRY(record_newest(d->s, stream_of(d), 0, 0, READ_MOST, &all));
    AidAskedSome **m = ARENA_ARRAY(d->ctx.arena, AidAskedSome *, all.n + 1);
    ProtobufCAllocator alloc = space_allocator(d->ctx.secret);
    for (size_t i = 0; i < all.n; i++) {
        if (!all.v[i].damaged)
            m[i] =
                aid_asked_some__unpack(&alloc, all.v[i].body.n, (const uint8_t *)all.v[i].body.p);
        room += m[i] ? m[i]->n_pairs : 0;
    }
    *out = (struct plan_askeds){.v = ARENA_ARRAY(d->ctx.secret, struct plan_asked, room + 1)};
    for (size_t i = 0; i < all.n; i++)
        if (m[i])
            some_add(m[i], out);
    return ERR_OK;
}

bool plan_asked_waits(enum loop_urgency u, int64_t at, int64_t now)
{
    switch (u) {
    case LOOP_NOW:
        return now < at + 3 * HOUR;
    case LOOP_WEEK:
        return now < at + 36 * HOUR;
    case LOOP_MONTH:
    case LOOP_WHENEVER:
        break;
    }
    return now < at + 96 * HOUR;
}

enum err plan_asked_end(struct desk *d)
{
    return record_delete_stream(d->s, stream_of(d));
}
