/* From nearly right to exactly right: shortest augmenting paths from whoever is left over at a
 * price, needs first, then offers. */
#include "matching/assign_inner.h"

#define NOWHERE UINT32_MAX
#define SEEN_MAX (UINT32_MAX - 4)
/* Where a plan that is near the best is enough, most searches end within a few nodes and some few
 * take hundreds: those wait until it is known whether they are needed at all. */
#define SOON 50

/* ---- what waits, nearest first: a heap of fours, old entries stay until they are met */

static void wait_push(struct assign *s, int32_t dist, uint32_t node)
{
    if (s->heap_n == s->heap_cap) {
        struct waiting *more = ARENA_ARRAY(s->arena, struct waiting, s->heap_cap * 2);
        for (size_t i = 0; i < s->heap_n; i++)
            more[i] = s->heap[i];
        s->heap = more;
        s->heap_cap *= 2;
    }
    struct waiting *h = s->heap;
    size_t i = s->heap_n++;
    while (i > 0 && h[(i - 1) / 4].dist > dist) {
        h[i] = h[(i - 1) / 4];
        i = (i - 1) / 4;
    }
    h[i] = (struct waiting){dist, node};
}

static struct waiting wait_pop(struct assign *s)
{
    struct waiting *h = s->heap, top = h[0], last = h[--s->heap_n];
    size_t n = s->heap_n, i = 0;
    for (;;) {
        size_t first = 4 * i + 1, best = first;
        if (first >= n)
            break;
        for (size_t k = first + 1; k < first + 4 && k < n; k++)
            if (h[k].dist < h[best].dist)
                best = k;
        if (h[best].dist >= last.dist)
            break;
        h[i] = h[best];
        i = best;
    }
    h[i] = last;
    return top;
}

/* ---- one search */

struct look {
    struct assign *s;
    int32_t here; /* distance of the node being settled */
    int32_t goal; /* distance of the nearest goal so far */
    uint32_t end; /* that goal */
    uint32_t stacked, settled;
};

static inline __attribute__((always_inline)) void reach(struct look *l, uint32_t node, int32_t dist,
                                                        uint32_t cell, uint32_t before, bool goal)
{
    struct assign *s = l->s;
    struct mark *m = &s->marks[node];
    if (m->seen == s->search + 1 || (m->seen == s->search && m->dist <= dist))
        return;
    *m = (struct mark){dist, s->search, cell, before};
    if (node < s->needs) {
        const struct cell *c = &s->cells[s->cells_of[node]];
        __builtin_prefetch(c);
        __builtin_prefetch(c + 8);
    } else {
        const struct back *b = &s->backs[s->backs_of[node - s->needs]];
        __builtin_prefetch(b);
        __builtin_prefetch(b + 5);
    }
    if (goal && s->spare[node] > 0) {
        l->goal = dist;
        l->end = node;
    } else if (dist == l->here) {
        s->stack[l->stacked++] = node;
    } else {
        wait_push(s, dist, node);
    }
}

/* Units may be added to an edge at the cost of −r, and taken away at the cost of r. A search from
 * needs adds at needs and takes away at offers; one from offers the other way round. It may end
 * where the other side has room, or where a node of its own side is paid out (its price). */

static void fetch_offers(const struct look *l, uint32_t i, int32_t base)
{
    const struct assign *s = l->s;
    uint32_t to = s->cells_of[i + 1];
    for (uint32_t k = s->cells_of[i]; k < to && base - s->cells[k].score < l->goal; k++)
        __builtin_prefetch(&s->price[s->needs + s->cells[k].offer]);
}

static void fetch_needs(const struct look *l, uint32_t j, int32_t base)
{
    const struct assign *s = l->s;
    uint32_t to = s->backs_of[j + 1];
    for (uint32_t k = s->backs_of[j]; k < to && base - s->backs[k].score < l->goal; k++)
        __builtin_prefetch(&s->price[s->backs[k].need]);
}

static void add_at_need(struct look *l, uint32_t i, int32_t base)
{
    const struct assign *s = l->s;
    const int32_t *v = s->price + s->needs;
    fetch_offers(l, i, base);
    for (uint32_t k = s->cells_of[i]; k < s->cells_of[i + 1]; k++) {
        const struct cell *c = &s->cells[k];
        if (base - c->score >= l->goal)
            break;
        int32_t dist = base - c->score + v[c->offer];
        if (dist < l->goal && s->flows[k].x < s->flows[k].most)
            reach(l, s->needs + c->offer, dist, k, i, true);
    }
}

static void add_at_offer(struct look *l, uint32_t j, int32_t base)
{
    const struct assign *s = l->s;
    const int32_t *u = s->price;
    fetch_needs(l, j, base);
    for (uint32_t k = s->backs_of[j]; k < s->backs_of[j + 1]; k++) {
        const struct back *b = &s->backs[k];
        if (base - b->score >= l->goal)
            break;
        int32_t dist = base - b->score + u[b->need];
        if (dist < l->goal && s->flows[b->cell].x < s->flows[b->cell].most)
            reach(l, b->need, dist, b->cell, s->needs + j, true);
    }
}

static void take_at_offer(struct look *l, uint32_t j, int32_t price)
{
    const struct assign *s = l->s;
    const int32_t *u = s->price;
    fetch_needs(l, j, price + l->goal);
    for (uint32_t k = s->backs_of[j]; k < s->backs_of[j + 1]; k++) {
        const struct back *b = &s->backs[k];
        if (b->score < price)
            break;
        int32_t r = b->score - price - u[b->need];
        if (r >= 0 && l->here + r < l->goal && s->flows[b->cell].x > 0)
            reach(l, b->need, l->here + r, b->cell, s->needs + j, false);
    }
}

static void take_at_need(struct look *l, uint32_t i, int32_t price)
{
    const struct assign *s = l->s;
    const int32_t *v = s->price + s->needs;
    for (uint32_t k = s->cells_of[i]; k < s->cells_of[i + 1]; k++) {
        const struct cell *c = &s->cells[k];
        if (c->score < price)
            break;
        if (s->flows[k].x == 0)
            continue;
        int32_t dist = l->here + c->score - price - v[c->offer];
        if (dist < l->goal)
            reach(l, s->needs + c->offer, dist, k, i, false);
    }
}

static void expand(struct look *l, uint32_t node, bool from_needs)
{
    const struct assign *s = l->s;
    int32_t price = s->price[node];
    bool is_need = node < s->needs;
    if (is_need == from_needs && l->here + price < l->goal) {
        l->goal = l->here + price;
        l->end = node;
    }
    if (from_needs && is_need)
        add_at_need(l, node, l->here + price);
    else if (from_needs)
        take_at_offer(l, node - s->needs, price);
    else if (is_need)
        take_at_need(l, node, price);
    else
        add_at_offer(l, node - s->needs, l->here + price);
}

static uint32_t next_node(struct look *l)
{
    struct assign *s = l->s;
    while (l->stacked > 0) {
        uint32_t node = s->stack[--l->stacked];
        if (s->marks[node].seen == s->search)
            return node;
    }
    while (s->heap_n > 0 && s->heap[0].dist < l->goal) {
        struct waiting w = wait_pop(s);
        if (s->marks[w.node].seen == s->search && s->marks[w.node].dist == w.dist) {
            l->here = w.dist;
            return w.node;
        }
    }
    return NOWHERE;
}

/* The way to the nearest goal; prices are moved so that it costs nothing. NOWHERE: not found among
 * the first `most` nodes; prices are right as far as it went, so the next search begins there. */
static uint32_t find_goal(struct assign *s, uint32_t from, uint32_t most)
{
    bool from_needs = from < s->needs;
    struct look l = {.s = s, .goal = s->price[from], .end = from};
    if (s->search > SEEN_MAX) {
        for (uint32_t k = 0; k < s->needs + s->offers; k++)
            s->marks[k].seen = 0;
        s->search = 0;
    }
    s->search += 2;
    s->heap_n = 0;
    s->marks[from] = (struct mark){0, s->search, NOWHERE, NOWHERE};
    s->stack[l.stacked++] = from;
    uint32_t node;
    while (l.here < l.goal && l.settled < most && (node = next_node(&l)) != NOWHERE) {
        s->marks[node].seen = s->search + 1;
        s->settled[l.settled++] = node;
        expand(&l, node, from_needs);
    }
    if (l.here < l.goal && l.settled == most) {
        l.goal = l.here;
        l.end = NOWHERE;
    }
    for (uint32_t k = 0; k < l.settled; k++) {
        uint32_t at = s->settled[k];
        int32_t by = l.goal - s->marks[at].dist;
        if ((at < s->needs) == from_needs)
            by = -by;
        s->price[at] += by;
        s->gap += (int64_t)s->spare[at] * by;
    }
    return l.end;
}

/* Moves as many units along the way as it carries. */
static void augment(struct assign *s, uint32_t from, uint32_t end)
{
    if (from == end)
        return;
    bool other = (from < s->needs) != (end < s->needs), add = other;
    int32_t units = s->spare[from];
    if (other && s->spare[end] < units)
        units = s->spare[end];
    for (uint32_t at = end; at != from; at = s->marks[at].before, add = !add) {
        const struct flow *f = &s->flows[s->marks[at].cell];
        int32_t carries = add ? f->most - f->x : f->x;
        if (carries < units)
            units = carries;
    }
    add = other;
    for (uint32_t at = end; at != from; at = s->marks[at].before, add = !add) {
        uint32_t cell = s->marks[at].cell;
        s->flows[cell].x += add ? units : -units;
        s->value += (int64_t)s->cells[cell].score * (add ? units : -units);
    }
    s->gap -= (int64_t)units * s->price[from];
    s->gap += (int64_t)units * (other ? -s->price[end] : s->price[end]);
    s->spare[from] -= units;
    s->spare[end] += other ? -units : units;
}

/* ---- all of them */

void assign_fit_need(struct assign *s, uint32_t i)
{
    const int32_t *v = s->price + s->needs;
    int32_t u = 0;
    for (uint32_t k = s->cells_of[i]; k < s->cells_of[i + 1] && s->cells[k].score > u; k++) {
        const struct cell *c = &s->cells[k];
        if (c->score - v[c->offer] > u && s->flows[k].x < s->flows[k].most)
            u = c->score - v[c->offer];
    }
    s->price[i] = u;
    for (uint32_t k = s->cells_of[i]; k < s->cells_of[i + 1]; k++) {
        const struct cell *c = &s->cells[k];
        int32_t x = s->flows[k].x;
        if (x == 0 || c->score - v[c->offer] >= u)
            continue;
        s->spare[i] += x;
        s->spare[s->needs + c->offer] += x;
        s->flows[k].x = 0;
    }
}

static void settle(struct assign *s, uint32_t within, uint32_t most, unsigned from, unsigned to)
{
    uint32_t nodes = s->needs + s->offers;
    for (uint32_t node = 0; node < nodes && !s->stopped; node++) {
        if (node % 4096 == 0)
            assign_tell(s, from + (unsigned)((uint64_t)node * (to - from) / nodes));
        while (s->spare[node] > 0 && s->price[node] > 0) {
            if (s->gap <= (s->value + s->gap) / 1000000 * within)
                return;
            uint32_t end = find_goal(s, node, most);
            if (end == NOWHERE)
                break;
            augment(s, node, end);
        }
    }
}

void assign_settle(struct assign *s, uint32_t within)
{
    s->value = assign_value(s);
    s->gap = 0;
    for (uint32_t node = 0; node < s->needs + s->offers; node++)
        s->gap += (int64_t)s->spare[node] * s->price[node];
    if (within > 0)
        settle(s, within, SOON, 300, 700);
    settle(s, within, UINT32_MAX, within > 0 ? 700 : 300, 1000);
}
