#include "directory/directory_rank.h"

#include <assert.h>
#include <string.h>

/* k1 = 1.2 in units of a title's weight (8), b = 0.4: entries are short and of uneven care. */
#define RANK_K1 10
#define RANK_B_PERCENT 40

/* An alternative worth this much of 256 surely means the term. */
#define RANK_SURE 160

static uint64_t idf_ratio(uint64_t n, uint64_t df)
{
    return ((2 * n + 2) << 16) / (2 * df + 1);
}

uint32_t rank_idf(uint64_t n, uint64_t df)
{
    uint64_t x = idf_ratio(n, df); /* 16.16, at least 1.0 */
    uint32_t whole = 63 - (uint32_t)__builtin_clzll(x);
    uint32_t bits = 0;

    /* The fraction, bit by bit, by squaring a mantissa in [1, 2) of 31 bits. */
    uint64_t m = whole > 31 ? x >> (whole - 31) : x << (31 - whole);
    for (int i = 0; i < 8; i++) {
        m = (m * m) >> 31;
        bits <<= 1;
        if (m >> 32) {
            m >>= 1;
            bits |= 1;
        }
    }
    return ((whole - 16) << 8) + bits + 1; /* never 0: a word everybody has still counts */
}

uint8_t rank_impact(uint64_t weight, uint64_t length)
{
    uint64_t norm = RANK_K1 * ((100 - RANK_B_PERCENT) * RANK_LENGTH + RANK_B_PERCENT * length);
    uint64_t whole = weight * 100 * RANK_LENGTH;
    return (uint8_t)(1 + 254 * whole / (whole + norm));
}

static void pack_number(struct buf *out, uint32_t v)
{
    while (v >= 0x80) {
        buf_add_char(out, (char)(v | 0x80));
        v >>= 7;
    }
    buf_add_char(out, (char)v);
}

void rank_pack(struct buf *out, const struct posting *v, size_t n)
{
    uint32_t next = 0;

    pack_number(out, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        assert(v[i].entry >= next);
        pack_number(out, v[i].entry - next);
        buf_add_char(out, (char)v[i].impact);
        next = v[i].entry + 1;
    }
}

/* One list of postings on the way through it. `entry` is the one it stands on. */
struct cursor {
    const uint8_t *p, *end;
    uint32_t left;
    uint32_t entry;
    uint32_t next;
    uint8_t impact;
    uint8_t term; /* or group of filters */
    uint16_t cover;
    uint32_t gain;
    uint64_t bit;
    bool broken;
};

#define CURSOR_DONE UINT32_MAX

static uint32_t unpack_number(struct cursor *c)
{
    if (c->p < c->end && *c->p < 0x80) /* nearly always */
        return *c->p++;
    uint32_t v = 0;
    for (unsigned shift = 0; c->p < c->end && shift < 32; shift += 7) {
        uint8_t byte = *c->p++;
        v |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return v;
    }
    c->broken = true;
    return 0;
}

static void cursor_step(struct cursor *c, uint64_t slots)
{
    if (c->left == 0) {
        c->entry = CURSOR_DONE;
        return;
    }
    c->left--;
    c->entry = c->next + unpack_number(c);
    if (c->p == c->end || c->entry < c->next || c->entry >= slots) {
        c->broken = true;
        c->left = 0;
        c->entry = CURSOR_DONE;
        return;
    }
    c->impact = *c->p++;
    c->next = c->entry + 1;
}

static void cursor_open(struct cursor *c, struct str postings, uint64_t slots)
{
    *c = (struct cursor){.p = (const uint8_t *)postings.p, .entry = CURSOR_DONE};
    if (postings.n == 0)
        return;
    c->end = c->p + postings.n;
    c->left = unpack_number(c);
    cursor_step(c, slots);
}

uint64_t rank_count(struct str postings)
{
    struct cursor c = {.p = (const uint8_t *)postings.p};

    if (postings.n == 0)
        return 0;
    c.end = c.p + postings.n;
    return unpack_number(&c);
}

enum err rank_unpack(struct arena *a, struct str postings, uint64_t slots, struct posting **out,
                     size_t *n)
{
    struct cursor c;
    uint64_t count = rank_count(postings);

    *n = 0;
    *out = NULL;
    if (count > postings.n)
        return ERR_DB;
    *out = ARENA_ARRAY(a, struct posting, count);
    for (cursor_open(&c, postings, slots); c.entry != CURSOR_DONE; cursor_step(&c, slots))
        (*out)[(*n)++] = (struct posting){.entry = c.entry, .impact = c.impact};
    return c.broken || *n != count ? ERR_DB : ERR_OK;
}

/* The best K so far: a heap whose root is the worst of them. */
struct top {
    struct rank_match *v;
    size_t n, cap;
    int64_t total;
};

static bool is_worse(const struct rank_match *a, const struct rank_match *b)
{
    return a->score != b->score ? a->score < b->score : a->order > b->order;
}

static void top_sink(struct top *t, size_t n)
{
    for (size_t i = 0;;) {
        size_t child = 2 * i + 1;
        if (child >= n)
            return;
        if (child + 1 < n && is_worse(&t->v[child + 1], &t->v[child]))
            child++;
        if (!is_worse(&t->v[child], &t->v[i]))
            return;
        struct rank_match keep = t->v[i];
        t->v[i] = t->v[child];
        t->v[child] = keep;
        i = child;
    }
}

static void top_rise(struct top *t, size_t i)
{
    while (i > 0 && is_worse(&t->v[i], &t->v[(i - 1) / 2])) {
        struct rank_match keep = t->v[i];
        t->v[i] = t->v[(i - 1) / 2];
        t->v[(i - 1) / 2] = keep;
        i = (i - 1) / 2;
    }
}

static void top_offer(struct top *t, const struct rank_match *m)
{
    t->total++;
    if (t->n < t->cap) {
        t->v[t->n++] = *m;
        top_rise(t, t->n - 1);
    } else if (t->cap != 0 && is_worse(&t->v[0], m)) {
        t->v[0] = *m;
        top_sink(t, t->n);
    }
}

/* Heap to order: the worst goes last, again and again. */
static void top_order(struct top *t)
{
    for (size_t n = t->n; n > 1; n--) {
        struct rank_match keep = t->v[0];
        t->v[0] = t->v[n - 1];
        t->v[n - 1] = keep;
        top_sink(t, n - 1);
    }
}

/* ---- what a query's terms weigh -------------------------------------------------------------- */

/* How rare a term is: as the most common of the ways to write it that are surely meant. */
static uint32_t term_idf(const struct rank_query *q, size_t term)
{
    uint64_t sure = 0, any = 0;

    for (size_t i = 0; i < q->nalts; i++) {
        if (q->alts[i].term != term)
            continue;
        uint64_t df = rank_count(q->alts[i].postings);
        any = df > any ? df : any;
        if (q->alts[i].weight >= RANK_SURE && df > sure)
            sure = df;
    }
    uint64_t df = sure != 0 ? sure : any;
    return df == 0 ? 0 : rank_idf(q->live, df < q->live ? df : q->live);
}

/* A way to write it that is rarer than the others tells more, but not without end. */
static uint32_t alt_idf(const struct rank_query *q, const struct rank_alt *alt, uint32_t of_term)
{
    uint64_t df = rank_count(alt->postings);
    uint32_t own = rank_idf(q->live, df < q->live ? df : q->live);
    uint32_t most = of_term + of_term * 4 / 5;

    own = own * (q->scale ? q->scale[alt->term] : 256u) / 256;
    return own < most ? own : most;
}

/* Opens the cursors of the alternatives that occur; `*weight` is that of the whole query. */
static size_t alts_open(struct cursor *c, const struct rank_query *q, uint64_t *weight)
{
    uint32_t idf[RANK_TERMS_MAX] = {0};
    size_t open = 0;

    *weight = 0;
    for (size_t t = 0; t < q->nterms; t++) {
        idf[t] = term_idf(q, t) * (q->scale ? q->scale[t] : 256u) / 256;
        if (t < q->nterms - q->nlearned)
            *weight += idf[t];
    }
    for (size_t i = 0; i < q->nalts; i++) {
        const struct rank_alt *alt = &q->alts[i];
        if (alt->postings.n == 0)
            continue;
        struct cursor *it = &c[open++];
        cursor_open(it, alt->postings, q->slots);
        it->term = (uint8_t)(alt->term + 1);
        it->bit = UINT64_C(1) << i;
        it->gain = alt_idf(q, alt, idf[alt->term]) * alt->weight / 256;
        it->cover = (uint16_t)(alt->weight >= RANK_SURE ? idf[alt->term]
                                                        : idf[alt->term] * alt->weight / 256);
    }
    return open;
}

/* ---- adding up ------------------------------------------------------------------------------- */

/* Entries are gone through in blocks that fit the processor's cache: each list adds what it has in
 * the block, then the block is read once. */
#define BLOCK 1024

struct sum {
    uint64_t alts;
    uint32_t score;
    uint32_t covered;
    uint32_t best;  /* of the term at hand */
    uint16_t cover; /* of the term at hand */
    uint8_t term;   /* the term at hand + 1 */
    uint8_t pass;   /* groups of filters so far */
};

static bool alt_add(struct cursor *c, struct sum *sums, uint32_t base, uint32_t end, uint64_t slots)
{
    bool any = false;

    while (c->entry < end) {
        struct sum *s = &sums[c->entry - base];
        uint32_t worth = c->gain * c->impact;
        if (s->term != c->term) {
            s->term = c->term;
            s->best = 0;
            s->cover = 0;
        }
        if (worth > s->best) {
            s->score += worth - s->best;
            s->best = worth;
        }
        if (c->cover > s->cover) {
            s->covered += (uint32_t)(c->cover - s->cover);
            s->cover = c->cover;
        }
        s->alts |= c->bit;
        any = true;
        cursor_step(c, slots);
    }
    return any;
}

/* Without terms, the first group's impacts are a part of the score. */
static bool filter_add(struct cursor *c, struct sum *sums, uint32_t base, uint32_t end,
                       uint64_t slots)
{
    bool any = false;

    while (c->entry < end) {
        struct sum *s = &sums[c->entry - base];
        if (s->pass == c->term)
            s->pass++;
        if (c->term == 0 && c->impact > s->best)
            s->best = c->impact;
        any = true;
        cursor_step(c, slots);
    }
    return any;
}

/* The lists: what holds at least half of the query's weight, an eighth, or less. */
struct lists {
    const struct rank_query *q;
    struct top good, fair, poor;
    uint64_t weight;
    struct cursor alts[RANK_ALTS_MAX], filters[RANK_FILTERS_MAX];
    size_t nalts, nfilters;
};

static bool is_open(const struct rank_query *q, uint32_t entry)
{
    if (!q->week)
        return true;
    uint16_t week = q->week[entry];
    return week < q->nopen && q->open[week];
}

#define UNREADABLE 4 /* a part of the score that goes */
#define UNSPOKEN 2
#define ELSEWHERE 4 /* a part of the score that stays */
/* An impact in steps of quality. */
#define IMPACT_STEP 16

static bool is_elsewhere(const struct rank_query *q, uint64_t alts)
{
    for (size_t i = 0; i < q->nplaces; i++) {
        if (!(alts & q->places[i]))
            return true;
    }
    return false;
}

static void entry_read(struct lists *l, const struct sum *s, uint32_t entry)
{
    const struct rank_query *q = l->q;
    struct rank_match m = {.entry = entry, .alts = s->alts};

    m.order = q->order ? q->order[entry] : entry;
    if (q->nterms == 0) {
        m.score = (q->quality ? q->quality[entry] : 0) + (uint64_t)s->best * IMPACT_STEP;
        top_offer(&l->good, &m);
        return;
    }
    uint64_t weight = l->weight ? l->weight : 1;
    uint64_t covered = s->covered < weight ? s->covered : weight;
    m.score = s->score * covered / weight * covered / weight;
    if (q->readable != 0 && !(m.alts & q->readable))
        m.score -= m.score / UNREADABLE;
    if (q->spoken != 0 && !(m.alts & q->spoken))
        m.score -= m.score / UNSPOKEN;
    m.alts &= ~q->readable;
    bool good = covered * 2 >= weight, fair = covered * 8 >= weight;
    if (is_elsewhere(q, m.alts)) {
        m.score /= ELSEWHERE;
        good = false;
    }
    top_offer(good ? &l->good : fair ? &l->fair : &l->poor, &m);
}

static void block_read(struct lists *l, struct sum *sums, uint32_t base)
{
    const struct rank_query *q = l->q;

    for (uint32_t i = 0; i < BLOCK; i++) {
        const struct sum *s = &sums[i];
        if (q->nterms != 0 ? (s->alts & ~q->readable) == 0 : s->pass == 0)
            continue;
        if (s->pass == q->ngroups && is_open(q, base + i))
            entry_read(l, s, base + i);
    }
    memset(sums, 0, BLOCK * sizeof(*sums));
}

static enum err blocks_read(struct lists *l, struct arena *a)
{
    struct sum *sums = ARENA_ARRAY(a, struct sum, BLOCK);
    uint64_t slots = l->q->slots;

    for (uint64_t base = 0; base < slots; base += BLOCK) {
        uint32_t from = (uint32_t)base, end = (uint32_t)(base + BLOCK);
        bool any = false;
        for (size_t i = 0; i < l->nfilters; i++)
            any |= filter_add(&l->filters[i], sums, from, end, slots);
        for (size_t i = 0; i < l->nalts; i++)
            any |= alt_add(&l->alts[i], sums, from, end, slots);
        if (any)
            block_read(l, sums, from);
    }
    for (size_t i = 0; i < l->nalts; i++) {
        if (l->alts[i].broken)
            return ERR_DB;
    }
    for (size_t i = 0; i < l->nfilters; i++) {
        if (l->filters[i].broken)
            return ERR_DB;
    }
    return ERR_OK;
}

/* The good ones; behind a few of them the fair ones; the poor ones only when there is nothing else.
 */
static void lists_join(struct lists *l, size_t most, size_t offset, struct rank_result *out)
{
    struct top *best = l->good.total != 0 ? &l->good : &l->fair;

    if (best->total == 0)
        best = &l->poor;
    top_order(best);
    out->total = best->total;
    if (best == &l->good && l->good.total < RANK_ENOUGH) {
        int64_t room = RANK_ENOUGH - l->good.total;
        top_order(&l->fair);
        for (size_t i = 0; i < l->fair.n && (int64_t)i < room && best->n < most; i++)
            best->v[best->n++] = l->fair.v[i];
        out->total += l->fair.total < room ? l->fair.total : room;
    }
    out->n = best->n > offset ? best->n - offset : 0;
    out->v = best->v + (best->n > offset ? offset : best->n);
}

enum err rank_find(struct arena *a, const struct rank_query *q, struct rank_result *out)
{
    struct lists *l = ARENA_NEW(a, struct lists);
    size_t most = q->offset + q->limit;

    assert(q->nterms <= RANK_TERMS_MAX && q->nalts <= RANK_ALTS_MAX);
    assert(q->nlearned <= q->nterms && q->nfilters <= RANK_FILTERS_MAX &&
           q->ngroups <= q->nfilters);
    *out = (struct rank_result){0};
    if (q->slots == 0 || q->live == 0 || q->slots >= CURSOR_DONE - BLOCK)
        return q->slots >= CURSOR_DONE - BLOCK ? ERR_DB : ERR_OK;
    l->q = q;
    l->good = (struct top){.v = ARENA_ARRAY(a, struct rank_match, most), .cap = most};
    l->fair = (struct top){.v = ARENA_ARRAY(a, struct rank_match, most), .cap = most};
    l->poor = (struct top){.v = ARENA_ARRAY(a, struct rank_match, most), .cap = most};
    l->nalts = alts_open(l->alts, q, &l->weight);
    for (size_t i = 0; i < q->nfilters; i++) {
        struct cursor *c = &l->filters[l->nfilters++];
        cursor_open(c, q->filters[i].postings, q->slots);
        c->term = q->filters[i].group;
    }
    TRY(blocks_read(l, a));

    lists_join(l, most, q->offset, out);
    return ERR_OK;
}
