#include "aid/plan_desk.h"

#include <stdlib.h>
#include <string.h>

#include "aid/plan_inside.h"
#include "aid/twins.h"

/* ---- how two fit ------------------------------------------------------------------------------
 */

/* A row that nobody asked for yet. */
static const uint16_t *ways_row(const struct plan_ways *w, uint32_t from)
{
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_PLAIN, 0);
    const size_t n = w->areas->n;
    int32_t *minutes = NULL;
    uint16_t *row = ARENA_ARRAY(w->a, uint16_t, n);
    if (area_minutes(w->areas, tmp, w->areas->v[from].id, &minutes) != ERR_OK)
        minutes = NULL;
    for (size_t i = 0; i < n; i++)
        row[i] = !minutes || minutes[i] >= UINT16_MAX ? UINT16_MAX : (uint16_t)minutes[i];
    w->row[from] = row;
    return row;
}

/* Areas are positions on the list plus one; 0 is anywhere. */
static uint32_t minutes_between(const void *with, uint32_t from, uint32_t to)
{
    const struct plan_ways *w = with;
    if (from == 0 || to == 0)
        return 0;
    const uint16_t *row = w->row[from - 1] ? w->row[from - 1] : ways_row(w, from - 1);
    return row[to - 1] == UINT16_MAX ? FIT_NO_WAY : row[to - 1];
}

struct fit_world plan_world(const struct plan_desk *p, int64_t now)
{
    return (struct fit_world){.now = now / 60, .minutes = minutes_between, .with = &p->ways};
}

void plan_fit_card(const struct plan_desk *p, const struct aid_card *c, int64_t now,
                   struct fit_card *out)
{
    fits_card(c, now, out);
    const struct area *there = out->area ? area_find(&p->areas, out->area) : NULL;
    out->area = there ? (uint32_t)(there - p->areas.v) + 1 : 0;
}

void plan_desk_fit(const struct plan_desk *p, const struct aid_card *ask,
                   const struct aid_card *offer, int64_t now, struct fit *out)
{
    const struct fit_world world = plan_world(p, now);
    struct fit_card a, b;
    plan_fit_card(p, ask, now, &a);
    plan_fit_card(p, offer, now, &b);
    fit_between(&a, &b, &world, out);
}

static bool is_never(const struct plan_desk *p, uint64_t ask, uint64_t offer)
{
    for (size_t i = 0; i < p->nfix; i++)
        if (p->fix[i].never && p->fix[i].ask == ask && p->fix[i].offer == offer)
            return true;
    return false;
}

size_t plan_desk_others(const struct plan_desk *p, const struct plan_line *line, int64_t now,
                        struct arena *tmp, struct plan_other out[PLAN_OTHERS])
{
    const struct aid_card *ask = &p->asks.v[line->ask].card;
    const struct fit_world world = plan_world(p, now);
    struct fit_card card, *others = ARENA_ARRAY(tmp, struct fit_card, p->offers.n + 1);
    uint32_t *of = ARENA_ARRAY(tmp, uint32_t, p->offers.n + 1);
    struct fit_choice best[PLAN_OTHERS];
    size_t n = 0;
    plan_fit_card(p, ask, now, &card);
    for (size_t i = 0; i < p->offers.n; i++) {
        const struct aid_card *c = &p->offers.v[i].card;
        if (i == line->offer || c->kind != ask->kind || !aid_card_open(c, now) ||
            is_never(p, ask->id, c->id))
            continue;
        of[n] = (uint32_t)i;
        plan_fit_card(p, c, now, &others[n++]);
    }
    n = fit_best(&card, others, n, &world, best, PLAN_OTHERS);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct plan_other){of[best[i].card], best[i].fit};
    return n;
}

/* ---- what is fixed ----------------------------------------------------------------------------
 */

enum err plan_desk_fix(struct plan_desk *p, struct plan_fix fix)
{
    for (size_t i = 0; i < p->nfix; i++)
        if (p->fix[i].ask == fix.ask && p->fix[i].offer == fix.offer) {
            p->fix[i] = fix;
            return ERR_OK;
        }
    if (p->nfix == PLAN_FIXED_MOST)
        return ERR_TOO_MANY;
    p->fix[p->nfix++] = fix;
    return ERR_OK;
}

/* ---- the same ask, twice ----------------------------------------------------------------------
 */

#define ALIKE_LOOKED 12 /* asks with a word in common that are compared, of each kind of hash */

static int by_alike(const struct plan_desk *p, int which, uint32_t x, uint32_t y)
{
    const struct plan_card *a = &p->asks.v[x], *b = &p->asks.v[y];
    if (a->card.kind != b->card.kind)
        return a->card.kind < b->card.kind ? -1 : 1;
    if (a->card.area != b->card.area)
        return a->card.area < b->card.area ? -1 : 1;
    if (a->words[which] != b->words[which])
        return a->words[which] < b->words[which] ? -1 : 1;
    return 0;
}

static int by_alike_0(const void *x, const void *y, void *p)
{
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    const int c = by_alike(p, 0, a, b);
    return c ? c : (a > b) - (a < b);
}

static int by_alike_1(const void *x, const void *y, void *p)
{
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    const int c = by_alike(p, 1, a, b);
    return c ? c : (a > b) - (a < b);
}

/* The least and the greatest hash of a sentence's words: those of two sentences are the same about
 * as often as words are (Broder, "On the resemblance and containment of documents", 1997). */
void plan_words_hash(struct str line, uint32_t out[2])
{
    struct str rest = line;
    out[0] = UINT32_MAX;
    out[1] = 0;
    while (rest.n != 0) {
        const struct str word = str_cut(&rest, ' ');
        if (word.n < 4) /* bytes: the shortest words stand everywhere */
            continue;
        const uint32_t h = (uint32_t)map_hash(1, word);
        out[0] = h < out[0] ? h : out[0];
        out[1] = h > out[1] ? h : out[1];
    }
}

void plan_alike_make(struct plan_desk *p, struct arena *keep)
{
    for (int k = 0; k < 2; k++) {
        p->alike[k] = ARENA_ARRAY(keep, uint32_t, p->asks.n);
        for (size_t i = 0; i < p->asks.n; i++)
            p->alike[k][i] = (uint32_t)i;
        if (p->asks.n > 1)
            qsort_r(p->alike[k], p->asks.n, sizeof *p->alike[k], k ? by_alike_1 : by_alike_0, p);
    }
}

/* First place in the order that is not before the ask's kind, area and hash. */
static size_t alike_from(const struct plan_desk *p, int which, uint32_t ask)
{
    size_t from = 0, to = p->asks.n;
    while (from < to) {
        const size_t mid = from + (to - from) / 2;
        if (by_alike(p, which, p->alike[which][mid], ask) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static bool is_among(const uint32_t *v, size_t n, uint32_t x)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == x)
            return true;
    return false;
}

size_t plan_desk_twins(const struct plan_desk *p, uint32_t ask, struct search *s, struct arena *tmp,
                       uint32_t out[PLAN_TWINS])
{
    const struct twin_side me = {&p->asks.v[ask].card, NULL};
    size_t n = 0;
    if (p->asks.v[ask].words[1] == 0) /* no words */
        return 0;
    for (int k = 0; k < 2; k++) {
        size_t looked = 0;
        for (size_t i = alike_from(p, k, ask);
             i < p->asks.n && looked < ALIKE_LOOKED && n < PLAN_TWINS &&
             by_alike(p, k, p->alike[k][i], ask) == 0;
             i++, looked++) {
            const uint32_t other = p->alike[k][i];
            const struct twin_side it = {&p->asks.v[other].card, NULL};
            if (other != ask && !is_among(out, n, other) && twins_of(s, tmp, &me, &it))
                out[n++] = other;
        }
    }
    return n;
}
