#include "directory/directory_rank.h"

#include <assert.h>
#include <string.h>

/* k1 = 1.2 in units of a title's weight (8), b = 0.4: entries are short and of uneven care. */
#define RANK_K1 10
#define RANK_B_PERCENT 40

/* A word nobody wrote still counts towards the query's weight, as if one entry held it. */
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

uint8_t rank_impact(uint64_t weight, uint64_t length, uint64_t average)
{
    if (average == 0)
        average = 1;
    uint64_t norm = RANK_K1 * ((100 - RANK_B_PERCENT) * average + RANK_B_PERCENT * length);
    uint64_t denominator = weight * 100 * average + norm;
    return (uint8_t)(1 + 254 * (weight * 100 * average) / denominator);
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

/* One word's postings on the way through them. `entry` is the one it stands on. */
struct cursor {
    const uint8_t *p, *end;
    uint32_t left;
    uint32_t entry;
    uint32_t next;
    uint8_t impact;
    uint8_t word; /* which bit */
    uint32_t idf;
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

static void cursor_step(struct cursor *c, uint64_t n)
{
    if (c->left == 0) {
        c->entry = CURSOR_DONE;
        return;
    }
    c->left--;
    c->entry = c->next + unpack_number(c);
    if (c->p == c->end || c->entry < c->next || c->entry >= n) {
        c->broken = true;
        c->left = 0;
        c->entry = CURSOR_DONE;
        return;
    }
    c->impact = *c->p++;
    c->next = c->entry + 1;
}

/* The best K so far: a heap whose root is the worst of them. */
struct top {
    struct rank_match *v;
    size_t n, cap;
    int64_t total;
};

static bool is_worse(const struct rank_match *a, const struct rank_match *b)
{
    return a->score != b->score ? a->score < b->score : a->entry > b->entry;
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

/* Opens the cursors of the words that occur; `*weight` is that of the whole query. */
static size_t cursors_open(struct cursor *c, const struct rank_word *words, size_t nwords,
                           uint64_t n, uint64_t *weight)
{
    size_t open = 0;

    *weight = 0;
    for (size_t i = 0; i < nwords; i++) {
        struct cursor *it = &c[open];
        *it = (struct cursor){.p = (const uint8_t *)words[i].postings.p, .word = (uint8_t)i};
        if (words[i].postings.n != 0) {
            it->end = it->p + words[i].postings.n;
            it->left = unpack_number(it);
            open++;
        }
        it->idf = rank_idf(n, it->left == 0 ? 1 : it->left < n ? it->left : n);
        *weight += it->idf;
    }
    for (size_t i = 0; i < open; i++)
        cursor_step(&c[i], n);
    return open;
}

/* Entries are gone through in blocks that fit the processor's cache: each word adds what it has in
 * the block, then the block is read once. */
#define BLOCK 4096

struct sum {
    uint32_t score;
    uint32_t covered;
    uint32_t words;
};

/* Adds one word's postings before `end`; says whether there were any. */
static bool cursor_add(struct cursor *c, struct sum *sums, uint32_t base, uint32_t end, uint64_t n)
{
    bool any = false;

    while (c->entry < end) {
        struct sum *s = &sums[c->entry - base];
        s->score += c->idf * c->impact;
        s->covered += c->idf;
        s->words |= 1u << c->word;
        any = true;
        cursor_step(c, n);
    }
    return any;
}

/* The two lists: what holds at least half of the query's weight, and what holds less. */
struct lists {
    struct top good, poor;
    uint64_t weight;
};

static void block_read(struct lists *l, struct sum *sums, uint32_t base)
{
    for (uint32_t i = 0; i < BLOCK; i++) {
        if (sums[i].words == 0)
            continue;
        const struct rank_match m = {.entry = base + i,
                                     .words = sums[i].words,
                                     .score =
                                         (uint64_t)sums[i].score * sums[i].covered / l->weight};
        top_offer((uint64_t)sums[i].covered * 2 >= l->weight ? &l->good : &l->poor, &m);
    }
    memset(sums, 0, BLOCK * sizeof(*sums));
}

static enum err blocks_read(struct lists *l, struct arena *a, struct cursor *c, size_t open,
                            uint64_t n)
{
    struct sum *sums = ARENA_ARRAY(a, struct sum, BLOCK);

    for (uint64_t base = 0; base < n; base += BLOCK) {
        bool any = false;
        for (size_t i = 0; i < open; i++)
            any |= cursor_add(&c[i], sums, (uint32_t)base, (uint32_t)(base + BLOCK), n);
        if (any)
            block_read(l, sums, (uint32_t)base);
    }
    for (size_t i = 0; i < open; i++) {
        if (c[i].broken)
            return ERR_DB;
    }
    return ERR_OK;
}

enum err rank_find(struct arena *a, const struct rank_word *words, size_t nwords, uint64_t n,
                   size_t offset, size_t limit, struct rank_result *out)
{
    struct cursor c[RANK_WORDS_MAX];
    struct lists l = {.good = {.cap = offset + limit}, .poor = {.cap = offset + limit}};

    assert(nwords <= RANK_WORDS_MAX);
    *out = (struct rank_result){0};
    if (n == 0 || n >= CURSOR_DONE - BLOCK)
        return n == 0 ? ERR_OK : ERR_DB;
    l.good.v = ARENA_ARRAY(a, struct rank_match, l.good.cap);
    l.poor.v = ARENA_ARRAY(a, struct rank_match, l.poor.cap);

    size_t open = cursors_open(c, words, nwords, n, &l.weight);
    TRY(blocks_read(&l, a, c, open, n));
    struct top *best = l.good.total != 0 ? &l.good : &l.poor;
    top_order(best);
    out->total = best->total;
    out->n = best->n > offset ? best->n - offset : 0;
    out->v = best->v + (best->n > offset ? offset : best->n);
    return ERR_OK;
}
