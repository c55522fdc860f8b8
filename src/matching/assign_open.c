#include <string.h>

#include "matching/assign_inner.h"

static bool sums_fit(const int32_t *units, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (units[i] < 1)
            return false;
        sum += units[i];
    }
    return sum <= ASSIGN_UNITS_MAX;
}

static enum err check(const struct assign_problem *p)
{
    if (p->needs > ASSIGN_SIDE_MAX || p->offers > ASSIGN_SIDE_MAX || p->edges > ASSIGN_EDGES_MAX)
        return ERR_TOO_LARGE;
    if (!sums_fit(p->slots, p->needs) || !sums_fit(p->room, p->offers))
        return ERR_INVALID;
    for (size_t e = 0; e < p->edges; e++) {
        const struct assign_edge *g = &p->edge[e];
        if (g->need >= p->needs || g->offer >= p->offers || g->score < 1 ||
            g->score > ASSIGN_SCORE_MAX || g->most < 0)
            return ERR_INVALID;
    }
    return ERR_OK;
}

/* ---- places by key: a radix sort of the numbers, 16 bits a round */

static enum err places(struct assign *s, struct arena *tmp, const uint64_t *key, size_t n,
                       uint32_t **out)
{
    *out = NULL;
    if (!key || n == 0)
        return ERR_OK;
    uint32_t *order = ARENA_ARRAY(tmp, uint32_t, n), *next = ARENA_ARRAY(tmp, uint32_t, n);
    uint32_t *count = ARENA_ARRAY(tmp, uint32_t, 65537);
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    for (unsigned shift = 0; shift < 64; shift += 16) {
        memset(count, 0, 65537 * sizeof *count);
        for (size_t i = 0; i < n; i++)
            count[(key[i] >> shift & 0xffff) + 1]++;
        for (size_t k = 0; k < 65536; k++)
            count[k + 1] += count[k];
        for (size_t i = 0; i < n; i++)
            next[count[key[order[i]] >> shift & 0xffff]++] = order[i];
        uint32_t *turn = order;
        order = next;
        next = turn;
    }
    *out = ARENA_ARRAY(s->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && key[order[i]] == key[order[i - 1]])
            return ERR_INVALID;
        (*out)[order[i]] = (uint32_t)i;
    }
    return ERR_OK;
}

/* ---- cells and backs, each run sorted: best score first, then by number */

struct sorted {
    int32_t score;
    uint32_t peer;
    uint32_t from; /* edge, or cell */
};

static bool before(const struct sorted *a, const struct sorted *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    return a->peer != b->peer ? a->peer < b->peer : a->from < b->from;
}

/* Merge sort, stable and bounded; runs of eight by insertion. */
static void sort_run(struct sorted *a, struct sorted *tmp, size_t n)
{
    if (n <= 12) {
        for (size_t i = 1; i < n; i++) {
            struct sorted v = a[i];
            size_t k = i;
            for (; k > 0 && before(&v, &a[k - 1]); k--)
                a[k] = a[k - 1];
            a[k] = v;
        }
        return;
    }
    size_t half = n / 2, i = 0, k = half, w = 0;
    sort_run(a, tmp, half);
    sort_run(a + half, tmp, n - half);
    memcpy(tmp, a, half * sizeof *a);
    while (i < half)
        a[w++] = k < n && before(&a[k], &tmp[i]) ? a[k++] : tmp[i++];
}

/* Where each run begins; `begin` has one more than n. */
static void run_starts(uint32_t *begin, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i <= n; i++) {
        uint32_t here = begin[i];
        begin[i] = sum;
        sum += here;
    }
}

static uint32_t place(const uint32_t *places, uint32_t i)
{
    return places ? places[i] : i;
}

static void fill_cells(struct assign *s, struct sorted *row, struct sorted *tmp)
{
    const struct assign_problem *p = s->problem;
    for (size_t e = 0; e < p->edges; e++)
        s->cells_of[place(s->need_place, p->edge[e].need)]++;
    run_starts(s->cells_of, s->needs);
    for (size_t e = 0; e < p->edges; e++) {
        const struct assign_edge *g = &p->edge[e];
        row[s->cells_of[place(s->need_place, g->need)]++] =
            (struct sorted){g->score, place(s->offer_place, g->offer), (uint32_t)e};
    }
    memmove(s->cells_of + 1, s->cells_of, s->needs * sizeof *s->cells_of);
    s->cells_of[0] = 0;
    for (uint32_t i = 0; i < s->needs; i++) {
        uint32_t from = s->cells_of[i], to = s->cells_of[i + 1];
        sort_run(row + from, tmp, to - from);
        for (uint32_t k = from; k < to; k++) {
            const struct assign_edge *g = &p->edge[row[k].from];
            int32_t most = g->most < s->slots[i] ? g->most : s->slots[i];
            if (s->room[row[k].peer] < most)
                most = s->room[row[k].peer];
            s->cells[k] = (struct cell){.offer = row[k].peer, .score = row[k].score};
            s->flows[k].most = most;
            s->edge_cell[row[k].from] = k;
        }
    }
}

static void fill_backs(struct assign *s, struct sorted *col, struct sorted *tmp)
{
    for (uint32_t k = 0; k < s->edges; k++)
        s->backs_of[s->cells[k].offer]++;
    run_starts(s->backs_of, s->offers);
    for (uint32_t i = 0; i < s->needs; i++)
        for (uint32_t k = s->cells_of[i]; k < s->cells_of[i + 1]; k++)
            col[s->backs_of[s->cells[k].offer]++] = (struct sorted){s->cells[k].score, i, k};
    memmove(s->backs_of + 1, s->backs_of, s->offers * sizeof *s->backs_of);
    s->backs_of[0] = 0;
    for (uint32_t j = 0; j < s->offers; j++) {
        uint32_t from = s->backs_of[j], to = s->backs_of[j + 1];
        sort_run(col + from, tmp, to - from);
        for (uint32_t k = from; k < to; k++)
            s->backs[k] = (struct back){col[k].peer, col[k].from, col[k].score};
    }
}

enum err assign_open(struct arena *a, const struct assign_problem *p, struct assign **out)
{
    TRY(check(p));
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_PLAIN, 0);
    struct assign *s = ARENA_NEW(a, struct assign);
    s->problem = p;
    s->arena = a;
    s->needs = (uint32_t)p->needs;
    s->offers = (uint32_t)p->offers;
    s->edges = (uint32_t)p->edges;
    size_t nodes = p->needs + p->offers;
    TRY(places(s, tmp, p->need_key, p->needs, &s->need_place));
    TRY(places(s, tmp, p->offer_key, p->offers, &s->offer_place));
    s->slots = ARENA_ARRAY(a, int32_t, nodes);
    s->room = s->slots + p->needs;
    for (uint32_t i = 0; i < s->needs; i++)
        s->slots[place(s->need_place, i)] = p->slots[i];
    for (uint32_t j = 0; j < s->offers; j++)
        s->room[place(s->offer_place, j)] = p->room[j];
    s->edge_cell = ARENA_ARRAY(a, uint32_t, p->edges);
    s->cells_of = ARENA_ARRAY(a, uint32_t, p->needs + 1);
    s->backs_of = ARENA_ARRAY(a, uint32_t, p->offers + 1);
    s->cells = ARENA_ARRAY(a, struct cell, p->edges);
    s->flows = ARENA_ARRAY(a, struct flow, p->edges);
    s->backs = ARENA_ARRAY(a, struct back, p->edges);
    struct sorted *run = ARENA_ARRAY(tmp, struct sorted, p->edges);
    struct sorted *half = ARENA_ARRAY(tmp, struct sorted, p->edges / 2 + 1);
    fill_cells(s, run, half);
    fill_backs(s, run, half);
    for (uint32_t i = 0; i < s->needs; i++)
        if (s->cells_of[i] < s->cells_of[i + 1] && s->cells[s->cells_of[i]].score > s->score_max)
            s->score_max = s->cells[s->cells_of[i]].score;
    s->spare = arena_copy(a, s->slots, nodes * sizeof *s->spare);
    s->price = ARENA_ARRAY(a, int32_t, nodes);
    s->marks = ARENA_ARRAY(a, struct mark, nodes);
    s->stack = ARENA_ARRAY(a, uint32_t, nodes);
    s->settled = ARENA_ARRAY(a, uint32_t, nodes);
    s->heap_cap = 1024;
    s->heap = ARENA_ARRAY(a, struct waiting, s->heap_cap);
    *out = s;
    return ERR_OK;
}
