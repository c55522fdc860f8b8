#include "aid/areas.h"

#include <math.h>
#include <stdlib.h>

#define EARTH_KM 6371.0088
#define RADIANS (3.14159265358979323846 / 180)

/* ---- the list ---------------------------------------------------------------------------------
 */

static int by_id(const void *a, const void *b)
{
    uint32_t x = ((const struct area *)a)->id, y = ((const struct area *)b)->id;
    return (x > y) - (x < y);
}

static const struct area *living(const struct areas *all, uint32_t id)
{
    const struct area key = {.id = id};
    return all->n != 0 ? bsearch(&key, all->v, all->n, sizeof *all->v, by_id) : NULL;
}

static int gone_by_id(const void *a, const void *b)
{
    uint32_t x = ((const struct area_gone *)a)->id, y = ((const struct area_gone *)b)->id;
    return (x > y) - (x < y);
}

const struct area *area_find(const struct areas *all, uint32_t id)
{
    for (size_t i = 0; i <= all->ngone; i++) { /* more steps than that are a loop */
        const struct area *found = living(all, id);
        const struct area_gone key = {.id = id}, *gone = NULL;
        if (!found && all->ngone != 0)
            gone = bsearch(&key, all->gone, all->ngone, sizeof *all->gone, gone_by_id);
        if (!gone)
            return found;
        id = gone->into;
    }
    return NULL;
}

static bool hangs_on_the_tree(const struct areas *all, const struct area *a)
{
    for (int up = 0; up < AREA_DEPTH_MAX; up++) {
        if (a->parent == 0)
            return true;
        a = living(all, a->parent);
        if (!a)
            return false;
    }
    return false;
}

enum err areas_check(struct areas *all, uint32_t *wrong)
{
    *wrong = 0;
    if (all->n > AREAS_MAX || all->nlinks > AREA_LINKS_MAX)
        return ERR_TOO_LARGE;
    if (all->n != 0)
        qsort(all->v, all->n, sizeof *all->v, by_id);
    for (size_t i = 0; i < all->n; i++) {
        const struct area *x = &all->v[i];
        bool twice = i != 0 && all->v[i - 1].id == x->id;
        bool nowhere = x->placed && !(fabs(x->lat) <= 90 && fabs(x->lon) <= 180);
        *wrong = x->id;
        if (x->id == 0 || twice || nowhere || x->name.n == 0 || !hangs_on_the_tree(all, x))
            return ERR_INVALID;
    }
    for (size_t i = 0; i < all->nlinks; i++) {
        const struct area_link *l = &all->links[i];
        *wrong = living(all, l->a) ? l->b : l->a;
        if (!living(all, l->a) || !living(all, l->b) || l->minutes < 0 ||
            l->minutes > AREA_MINUTES_MAX)
            return ERR_INVALID;
    }
    *wrong = 0;
    return ERR_OK;
}

bool area_is_in(const struct areas *all, uint32_t id, uint32_t in)
{
    const struct area *outer = area_find(all, in);
    for (const struct area *a = area_find(all, id); a && outer; a = area_find(all, a->parent))
        if (a == outer)
            return true;
    return false;
}

static uint32_t position(const struct areas *all, uint32_t id)
{
    return (uint32_t)(area_find(all, id) - all->v);
}

struct str area_path(const struct areas *all, struct arena *a, uint32_t id)
{
    struct str out = STR_NONE;
    for (const struct area *x = area_find(all, id); x; x = area_find(all, x->parent))
        out = out.n == 0 ? x->name
                         : str_fmt(a, "%" STR_FMT ", %" STR_FMT, STR_ARG(out), STR_ARG(x->name));
    return out;
}

uint32_t area_near(const struct areas *all, double lat, double lon, double km)
{
    uint32_t best = 0;
    if (!(fabs(lat) <= 90 && fabs(lon) <= 180))
        return 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct area *x = &all->v[i];
        if (!x->placed)
            continue;
        double up = sin((x->lat - lat) * RADIANS / 2), over = sin((x->lon - lon) * RADIANS / 2);
        double h = up * up + cos(lat * RADIANS) * cos(x->lat * RADIANS) * over * over;
        double far = 2 * EARTH_KM * asin(fmin(1, sqrt(h)));
        if (far < km || (far == km && best == 0)) {
            km = far;
            best = x->id;
        }
    }
    return best;
}

/* ---- ways -------------------------------------------------------------------------------------
 */

/* Dijkstra's shortest paths on four layers over the areas. One begins OUTWARD, steps out to the
 * parent or follows links, comes INWARD by a link, and then follows links or steps in; turning
 * round inside a parent without a link is for areas that have none: from them to all (AMONG), and
 * from the others to them (TO_LONE). */
enum layer { OUTWARD, INWARD, AMONG, TO_LONE, LAYERS };

struct step {
    int32_t minutes;
    uint32_t place; /* layer * areas + position */
};
struct ways {
    uint32_t n;             /* areas */
    const uint32_t *parent; /* position, or n */
    const bool *lone;       /* without any link */
    const uint32_t *first;  /* links of an area: [first[i], first[i + 1]) */
    const uint32_t *to;
    const int32_t *minutes;
    const uint32_t *child; /* the first in an area, or n */
    const uint32_t *next;  /* the next of the same parent, or n */
    int32_t *at;           /* by place: minutes from the start */
    struct step *heap;
    size_t nheap;
};

static void heap_push(struct ways *w, int32_t minutes, uint32_t place)
{
    size_t i = w->nheap++;
    for (; i != 0 && w->heap[(i - 1) / 2].minutes > minutes; i = (i - 1) / 2)
        w->heap[i] = w->heap[(i - 1) / 2];
    w->heap[i] = (struct step){minutes, place};
}

static struct step heap_pop(struct ways *w)
{
    struct step top = w->heap[0], last = w->heap[--w->nheap];
    size_t i = 0;
    for (size_t k; (k = 2 * i + 1) < w->nheap; i = k) {
        if (k + 1 < w->nheap && w->heap[k + 1].minutes < w->heap[k].minutes)
            k++;
        if (w->heap[k].minutes >= last.minutes)
            break;
        w->heap[i] = w->heap[k];
    }
    w->heap[i] = last;
    return top;
}

static void reach(struct ways *w, enum layer layer, uint32_t area, int32_t minutes)
{
    uint32_t place = (uint32_t)layer * w->n + area;
    if (minutes >= w->at[place])
        return;
    w->at[place] = minutes;
    heap_push(w, minutes, place);
}

static void into_children(struct ways *w, uint32_t area, bool lone_only, int32_t minutes)
{
    for (uint32_t k = w->child[area]; k != w->n; k = w->next[k])
        if (!lone_only || w->lone[k])
            reach(w, INWARD, k, minutes + AREA_WITHIN);
}

static void go_on(struct ways *w, enum layer layer, uint32_t x, int32_t minutes)
{
    uint32_t up = w->parent[x];
    for (uint32_t k = w->first[x]; layer <= INWARD && k != w->first[x + 1]; k++) {
        reach(w, INWARD, w->to[k], minutes + w->minutes[k]);
        if (layer == OUTWARD)
            reach(w, OUTWARD, w->to[k], minutes + w->minutes[k]);
    }
    switch (layer) {
    case OUTWARD:
        if (up == w->n)
            break;
        reach(w, OUTWARD, up, minutes + AREA_WITHIN);
        reach(w, w->lone[x] ? AMONG : TO_LONE, up, minutes + AREA_WITHIN);
        break;
    case INWARD:
    case AMONG:
        into_children(w, x, false, minutes);
        break;
    case TO_LONE:
        into_children(w, x, true, minutes);
        break;
    case LAYERS:
        break;
    }
}

static void links_lay(const struct areas *all, struct arena *a, struct ways *w)
{
    uint32_t *first = ARENA_ARRAY(a, uint32_t, all->n + 2);
    uint32_t *to = ARENA_ARRAY(a, uint32_t, 2 * all->nlinks + 1);
    int32_t *minutes = ARENA_ARRAY(a, int32_t, 2 * all->nlinks + 1);

    for (size_t i = 0; i < all->nlinks; i++) {
        first[position(all, all->links[i].a) + 2]++;
        first[position(all, all->links[i].b) + 2]++;
    }
    for (size_t i = 2; i < all->n + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < all->nlinks; i++) {
        const struct area_link *l = &all->links[i];
        uint32_t x = position(all, l->a), y = position(all, l->b);
        minutes[first[x + 1]] = minutes[first[y + 1]] = l->minutes;
        to[first[x + 1]++] = y;
        to[first[y + 1]++] = x;
    }
    w->first = first;
    w->to = to;
    w->minutes = minutes;
}

static void tree_lay(const struct areas *all, struct arena *a, struct ways *w)
{
    uint32_t n = (uint32_t)all->n, *parent = ARENA_ARRAY(a, uint32_t, n + 1);
    uint32_t *child = ARENA_ARRAY(a, uint32_t, n + 1), *next = ARENA_ARRAY(a, uint32_t, n + 1);
    bool *lone = ARENA_ARRAY(a, bool, n + 1);

    for (uint32_t i = 0; i < n; i++)
        child[i] = n;
    for (uint32_t i = n; i-- > 0;) {
        parent[i] = all->v[i].parent ? position(all, all->v[i].parent) : n;
        lone[i] = w->first[i] == w->first[i + 1];
        next[i] = n;
        if (parent[i] == n)
            continue;
        next[i] = child[parent[i]];
        child[parent[i]] = i;
    }
    w->parent = parent;
    w->child = child;
    w->next = next;
    w->lone = lone;
}

enum err area_minutes(const struct areas *all, struct arena *a, uint32_t from, int32_t **out)
{
    struct ways w = {.n = (uint32_t)all->n};
    if (!area_find(all, from))
        return ERR_NOT_FOUND;
    links_lay(all, a, &w);
    tree_lay(all, a, &w);
    w.at = ARENA_ARRAY(a, int32_t, (size_t)w.n * LAYERS);
    /* A place is left once: by at most five steps an area and three each way of a link. */
    w.heap = ARENA_ARRAY(a, struct step, 5 * (size_t)w.n + 6 * all->nlinks + 2);
    for (size_t i = 0; i < (size_t)w.n * LAYERS; i++)
        w.at[i] = AREA_FAR;
    reach(&w, INWARD, position(all, from), 0);
    reach(&w, OUTWARD, position(all, from), 0);
    while (w.nheap != 0) {
        struct step s = heap_pop(&w);
        if (s.minutes == w.at[s.place])
            go_on(&w, (enum layer)(s.place / w.n), s.place % w.n, s.minutes);
    }
    *out = w.at + w.n; /* INWARD */
    for (uint32_t i = 0; i < w.n; i++)
        if (w.at[i] < (*out)[i])
            (*out)[i] = w.at[i];
    return ERR_OK;
}
