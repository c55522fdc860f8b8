/* The coarse beginning: needs bid for units, offers keep the best bids they can hold.
 *
 * A need bids for all its missing units at once, each up to what would leave it as well off as
 * with the best unit it does not get, plus eps: so units of one need never bid each other up. An
 * offer's price is the lowest bid it holds, once it is full. */
#include "matching/assign_inner.h"

#define PICKS 16
#define BATCH 8

struct hold {
    int32_t bid;
    uint32_t cell, need;
};

struct lot {
    uint32_t holds, n; /* where its holds begin, a heap with the lowest bid on top */
    int32_t spare;     /* units nobody holds */
};

struct pick {
    int32_t gain;
    uint32_t cell;
};

struct turn {
    uint32_t need;
    int32_t next; /* gain of the best unit that is not bid for */
    unsigned n;
    struct pick pick[PICKS];
};

struct auction {
    struct assign *s;
    int32_t eps;
    struct lot *lots; /* of each offer */
    struct hold *holds;
    struct turn *turns;
    uint32_t *queue; /* a ring of needs that miss units */
    bool *queued;
    uint32_t head, waiting;
};

static void queue_add(struct auction *a, uint32_t need)
{
    if (a->queued[need])
        return;
    a->queued[need] = true;
    uint32_t at = a->head + a->waiting++;
    a->queue[at >= a->s->needs ? at - a->s->needs : at] = need;
}

static uint32_t queue_peek(const struct auction *a, uint32_t ahead)
{
    uint32_t at = a->head + ahead;
    return a->queue[at >= a->s->needs ? at - a->s->needs : at];
}

static uint32_t queue_take(struct auction *a)
{
    uint32_t need = a->queue[a->head];
    a->head = a->head + 1 == a->s->needs ? 0 : a->head + 1;
    a->waiting--;
    a->queued[need] = false;
    return need;
}

/* ---- an offer's holds */

static void sift_down(struct hold *h, uint32_t n, uint32_t i, struct hold v)
{
    for (uint32_t k = 2 * i + 1; k < n; k = 2 * i + 1) {
        if (k + 1 < n && h[k + 1].bid < h[k].bid)
            k++;
        if (h[k].bid >= v.bid)
            break;
        h[i] = h[k];
        i = k;
    }
    h[i] = v;
}

static void hold_put(struct auction *a, struct lot *lot, struct hold v, bool held)
{
    struct hold *h = a->holds + lot->holds;
    uint32_t i = 0;
    if (held) {
        while (h[i].cell != v.cell)
            i++;
        if (h[i].bid < v.bid)
            sift_down(h, lot->n, i, v);
        return;
    }
    for (i = lot->n++; i > 0 && h[(i - 1) / 2].bid > v.bid; i = (i - 1) / 2)
        h[i] = h[(i - 1) / 2];
    h[i] = v;
}

/* Units for the bidder, of what is free or held at a lower bid. */
static int32_t take_units(struct auction *a, struct lot *lot, struct hold v, int32_t want)
{
    struct assign *s = a->s;
    struct hold *h = a->holds + lot->holds;
    int32_t got = lot->spare < want ? lot->spare : want;
    lot->spare -= got;
    while (got < want && lot->n > 0 && h[0].bid < v.bid) {
        if (h[0].cell == v.cell) {
            sift_down(h, lot->n, 0, v);
            continue;
        }
        struct flow *c = &s->flows[h[0].cell];
        int32_t q = c->x < want - got ? c->x : want - got;
        c->x -= q;
        got += q;
        s->spare[h[0].need] += q;
        queue_add(a, h[0].need);
        if (c->x == 0) {
            lot->n--;
            sift_down(h, lot->n, 0, h[lot->n]);
        }
    }
    return got;
}

static void bid(struct auction *a, uint32_t need, uint32_t cell, int32_t limit, int32_t want)
{
    struct assign *s = a->s;
    const struct cell *c = &s->cells[cell];
    struct hold v = {limit, cell, need};
    struct lot *lot = &a->lots[c->offer];
    int32_t got = take_units(a, lot, v, want);
    if (got > 0) {
        hold_put(a, lot, v, s->flows[cell].x > 0);
        s->flows[cell].x += got;
        s->spare[need] -= got;
    }
    if (lot->spare == 0)
        s->price[s->needs + c->offer] = a->holds[lot->holds].bid;
}

/* The best cells with units left, best first, until they carry more than `want` units; *n of
 * them. Returns what the first unit beyond `want` would gain. */
static int32_t choose(const struct assign *s, uint32_t need, int32_t want, struct pick *pick,
                      unsigned *n)
{
    const int32_t *v = s->price + s->needs;
    int64_t units = 0;
    int32_t worst = 0;
    *n = 0;
    for (uint32_t k = s->cells_of[need]; k < s->cells_of[need + 1]; k++) {
        const struct cell *c = &s->cells[k];
        if (c->score <= worst)
            break;
        int32_t gain = c->score - v[c->offer];
        if (gain <= worst || s->flows[k].x == s->flows[k].most)
            continue;
        unsigned at = *n;
        for (; at > 0 && pick[at - 1].gain < gain; at--)
            pick[at] = pick[at - 1];
        pick[at] = (struct pick){gain, k};
        ++*n;
        units += s->flows[k].most - s->flows[k].x;
        for (const struct flow *last; *n > 1; units -= last->most - last->x, --*n) {
            last = &s->flows[pick[*n - 1].cell];
            if (units - (last->most - last->x) <= want && *n < PICKS)
                break;
        }
        if (units > want || *n == PICKS - 1)
            worst = pick[*n - 1].gain;
    }
    return units > want || *n == PICKS - 1 ? worst : 0;
}

/* ---- turns: a few needs at once, so that what they touch is on its way while others think */

static void fetch_rows(const struct auction *a)
{
    const struct assign *s = a->s;
    for (uint32_t k = 0; k < BATCH; k++) {
        if (a->waiting > k + 2 * BATCH)
            __builtin_prefetch(&s->cells_of[queue_peek(a, k + 2 * BATCH)]);
        if (a->waiting > k + BATCH) {
            uint32_t at = s->cells_of[queue_peek(a, k + BATCH)];
            __builtin_prefetch(&s->cells[at]);
            __builtin_prefetch(&s->cells[at] + 8);
            __builtin_prefetch(&s->flows[at]);
        }
    }
}

static void fetch_prices(const struct assign *s, uint32_t need)
{
    uint32_t from = s->cells_of[need], to = s->cells_of[need + 1];
    for (uint32_t k = from; k < to && k < from + PICKS; k++)
        __builtin_prefetch(&s->price[s->needs + s->cells[k].offer]);
}

static void serve(struct auction *a, const struct turn *t)
{
    struct assign *s = a->s;
    for (unsigned k = 0; k < t->n && s->spare[t->need] > 0; k++) {
        const struct cell *c = &s->cells[t->pick[k].cell];
        const struct flow *f = &s->flows[t->pick[k].cell];
        int32_t left = f->most - f->x, limit = c->score - t->next + a->eps;
        bid(a, t->need, t->pick[k].cell, limit < c->score ? limit : c->score,
            left < s->spare[t->need] ? left : s->spare[t->need]);
    }
    if (t->n > 0 && s->spare[t->need] > 0)
        queue_add(a, t->need);
}

/* The first of a batch knows all prices as they are, so each batch gets somewhere. */
static void serve_batch(struct auction *a)
{
    const struct assign *s = a->s;
    unsigned n = a->waiting < BATCH ? a->waiting : BATCH;
    for (unsigned k = 0; k < n; k++) {
        a->turns[k].need = queue_take(a);
        fetch_prices(s, a->turns[k].need);
    }
    fetch_rows(a);
    for (unsigned k = 0; k < n; k++) {
        struct turn *t = &a->turns[k];
        t->next = choose(s, t->need, s->spare[t->need], t->pick, &t->n);
        for (unsigned i = 0; i < t->n; i++)
            __builtin_prefetch(&a->lots[s->cells[t->pick[i].cell].offer]);
    }
    for (unsigned k = 0; k < n; k++)
        for (unsigned i = 0; i < a->turns[k].n; i++) {
            const struct hold *h =
                &a->holds[a->lots[s->cells[a->turns[k].pick[i].cell].offer].holds];
            __builtin_prefetch(h);
            __builtin_prefetch(h + 4);
        }
    for (unsigned k = 0; k < n; k++)
        serve(a, &a->turns[k]);
}

void assign_auction(struct assign *s, int32_t eps)
{
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_PLAIN, 0);
    struct auction a = {.s = s, .eps = eps};
    a.lots = ARENA_ARRAY(tmp, struct lot, s->offers);
    uint32_t holds = 0;
    for (uint32_t j = 0; j < s->offers; j++) {
        uint32_t most = s->backs_of[j + 1] - s->backs_of[j];
        a.lots[j] = (struct lot){.holds = holds, .spare = s->room[j]};
        holds += (uint32_t)s->room[j] < most ? (uint32_t)s->room[j] : most;
        if (s->room[j] == 0) /* all of it pinned */
            s->price[s->needs + j] = s->score_max;
    }
    a.holds = ARENA_ARRAY(tmp, struct hold, holds);
    a.queue = ARENA_ARRAY(tmp, uint32_t, s->needs);
    a.queued = ARENA_ARRAY(tmp, bool, s->needs);
    a.turns = ARENA_ARRAY(tmp, struct turn, BATCH);
    for (uint32_t i = 0; i < s->needs; i++)
        if (s->spare[i] > 0)
            queue_add(&a, i);
    for (uint32_t turn = 1; a.waiting > 0 && !s->stopped; turn++) {
        serve_batch(&a);
        if (turn % 4096 == 0)
            assign_tell(s, 300 - 300 * (a.waiting / (s->needs / 256 + 1)) / 256);
    }
    for (uint32_t j = 0; j < s->offers; j++)
        s->spare[s->needs + j] = a.lots[j].spare;
}
