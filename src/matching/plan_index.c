#include <stdlib.h>
#include <string.h>

#include "matching/plan_inner.h"

#define WHY_MOST 256 /* offers looked at to say why there is none */

/* ---- places */

struct named {
    uint64_t name;
    uint32_t at;
};

/* By name, equal ones as they stood: a radix sort, a byte a round. */
static void order(struct named *all, struct named *tmp, size_t n)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t count[257] = {0};
        for (size_t i = 0; i < n; i++)
            count[(all[i].name >> shift & 0xff) + 1]++;
        for (size_t k = 0; k < 256; k++)
            count[k + 1] += count[k];
        for (size_t i = 0; i < n; i++)
            tmp[count[all[i].name >> shift & 0xff]++] = all[i];
        memcpy(all, tmp, n * sizeof *all);
    }
}

static uint32_t kinds_of(const struct fit_card *c)
{
    return c->kind | c->kinds;
}

/* The cards of one side by area, kind and key. */
static enum err order_cards(struct arena *a, const struct fit_card *card, size_t n, uint32_t **out)
{
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_PLAIN, 0);
    struct named *all = ARENA_ARRAY(tmp, struct named, n),
                 *half = ARENA_ARRAY(tmp, struct named, n);
    *out = ARENA_ARRAY(a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct named){card[i].key, (uint32_t)i};
    order(all, half, n);
    for (size_t i = 1; i < n; i++)
        if (all[i].name == all[i - 1].name)
            return ERR_INVALID;
    for (size_t i = 0; i < n; i++) {
        const struct fit_card *c = &card[all[i].at];
        uint32_t kinds = kinds_of(c);
        all[i].name =
            (uint64_t)c->area << 6 | (kinds ? (unsigned)__builtin_ctz(kinds) : PLAN_KINDS);
    }
    order(all, half, n);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = all[i].at;
    return ERR_OK;
}

/* One area's offers, bucket by bucket; returns where the next area's begin. */
static uint32_t fill_area(struct plan_index *x, uint32_t from, uint32_t to, uint32_t at)
{
    struct plan_area *area = &x->areas[x->areas_n++];
    area->area = x->offer[from].card->area;
    for (unsigned kind = 0; kind < PLAN_KINDS; kind++) {
        area->begin[kind] = at;
        for (uint32_t k = from; k < to; k++)
            if (x->offer[k].kinds >> kind & 1)
                x->offers[at++] = k;
    }
    area->begin[PLAN_KINDS] = at;
    return at;
}

enum err plan_index_make(struct arena *a, const struct plan_problem *p, struct plan_index *out)
{
    *out = (struct plan_index){.problem = p};
    TRY(order_cards(a, p->asks, p->asks_n, &out->ask_card));
    TRY(order_cards(a, p->offers, p->offers_n, &out->offer_card));
    size_t served = 0, areas = 0;
    out->offer = ARENA_ARRAY(a, struct fit_brief, p->offers_n);
    for (size_t j = 0; j < p->offers_n; j++) {
        struct fit_brief *o = &out->offer[j];
        fit_brief_make(&p->offers[out->offer_card[j]], p->world, o);
        o->shut |= o->card->side != FIT_OFFER;
        served += (size_t)__builtin_popcount(o->kinds);
        out->kinds |= o->kinds;
        areas += j == 0 || o->card->area != out->offer[j - 1].card->area;
    }
    if (served > ASSIGN_EDGES_MAX)
        return ERR_TOO_LARGE;
    out->areas = ARENA_ARRAY(a, struct plan_area, areas);
    out->offers = ARENA_ARRAY(a, uint32_t, served);
    out->ways = ARENA_ARRAY(a, struct plan_way, areas);
    uint32_t at = 0;
    for (uint32_t from = 0, to; from < p->offers_n; from = to) {
        for (to = from + 1;
             to < p->offers_n && out->offer[to].card->area == out->offer[from].card->area;)
            to++;
        at = fill_area(out, from, to, at);
    }
    return ERR_OK;
}

static int by_minutes(const void *one, const void *other)
{
    const struct plan_way *a = one, *b = other;
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

void plan_index_from(struct plan_index *x, uint32_t area)
{
    const struct fit_world *w = x->problem->world;
    if (x->ways_known && x->ways_from == area)
        return;
    x->ways_known = true;
    x->ways_from = area;
    x->ways_n = 0;
    for (uint32_t k = 0; k < x->areas_n; k++) {
        uint32_t there = w->minutes(w->with, area, x->areas[k].area);
        uint32_t back = w->minutes(w->with, x->areas[k].area, area);
        uint32_t way = there > back ? there : back;
        if (way != FIT_NO_WAY)
            x->ways[x->ways_n++] = (struct plan_way){way, k};
    }
    qsort(x->ways, x->ways_n, sizeof *x->ways, by_minutes);
}

void plan_index_prices(struct plan_index *x, const int32_t *offer_price)
{
    for (size_t k = 0; k < x->areas_n; k++)
        for (unsigned kind = 0; kind < PLAN_KINDS; kind++) {
            int32_t lowest = INT32_MAX;
            for (uint32_t at = x->areas[k].begin[kind]; at < x->areas[k].begin[kind + 1]; at++)
                if (offer_price[x->offers[at]] < lowest)
                    lowest = offer_price[x->offers[at]];
            x->areas[k].price[kind] = lowest;
        }
}

/* ---- what an ask sees */

/* Two keys stirred: each ask has an order of its own among equals, the same for everybody.
 * (The last step of SplitMix64, see base/rand.h.) */
static uint64_t stir(uint64_t one, uint64_t other)
{
    uint64_t z = one * UINT64_C(0x9e3779b97f4a7c15) ^ other;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void keep(struct plan_look *look, struct plan_pick pick)
{
    size_t at = look->n;
    if (look->n == look->most) {
        const struct plan_pick *last = &look->pick[look->most - 1];
        if (pick.gain < last->gain || (pick.gain == last->gain && pick.tie > last->tie))
            return;
        at--;
    } else {
        look->n++;
    }
    for (; at > 0; at--) {
        const struct plan_pick *before = &look->pick[at - 1];
        if (before->gain > pick.gain || (before->gain == pick.gain && before->tie < pick.tie))
            break;
        look->pick[at] = *before;
    }
    look->pick[at] = pick;
}

/* What a pair has to gain to be kept: a tie with the last may still win. */
static int32_t enough(const struct plan_look *look)
{
    return look->n < look->most ? 1 : look->pick[look->n - 1].gain;
}

struct seeing {
    struct plan_index *x;
    struct plan_look *look;
    struct fit_brief card;
    uint32_t ask, minutes;
    int32_t hope; /* score of any offer this far, less the ask's price */
};

static void see(const struct seeing *s, uint32_t offer, int32_t price)
{
    const struct fit_brief *other = &s->x->offer[offer];
    struct plan_look *look = s->look;
    int32_t units, least = enough(look), without = look->need_price + price;
    look->looked++;
    int32_t score =
        fit_brief_score(&s->card, other, s->minutes, s->x->problem->world, least + without, &units);
    int32_t gain = score - without;
    if (score == 0 || gain < least || look->known(look->with, s->ask, offer))
        return;
    keep(look, (struct plan_pick){gain, score, units, offer, stir(s->card.key, other->key)});
}

static void see_bucket(const struct seeing *s, const struct plan_area *area, unsigned kind)
{
    const struct plan_index *x = s->x;
    struct plan_look *look = s->look;
    const uint32_t *offer = x->offers + area->begin[kind];
    uint32_t n = area->begin[kind + 1] - area->begin[kind], mine = s->card.kinds;
    uint32_t at =
        n > 0 ? (uint32_t)(stir(s->card.key, area->area + ((uint64_t)look->round << 32)) % n) : 0;
    size_t seen = look->looked;
    for (uint32_t k = 0; k < n; k++, at = at + 1 == n ? 0 : at + 1) {
        int32_t price = look->offer_price ? look->offer_price[offer[at]] : 0;
        if (s->hope - price < enough(look))
            continue;
        /* Who serves several kinds is met in the first that both share. */
        const struct fit_brief *other = &x->offer[offer[at]];
        if ((unsigned)__builtin_ctz(mine & other->kinds) != kind || other->shut)
            continue;
        if (look->looked == look->budget || look->looked - seen == look->each) {
            look->cut = true;
            return;
        }
        see(s, offer[at], price);
    }
}

void plan_index_look(struct plan_index *x, uint32_t ask, struct plan_look *look)
{
    const struct fit_card *card = &x->problem->asks[x->ask_card[ask]];
    struct seeing s = {.x = x, .look = look, .ask = ask};
    fit_brief_make(card, x->problem->world, &s.card);
    look->n = look->looked = 0;
    look->cut = false;
    if (s.card.shut || card->side != FIT_ASK)
        return;
    plan_index_from(x, card->area);
    for (size_t k = 0; k < x->ways_n && look->looked < look->budget; k++) {
        const struct plan_way *way = &x->ways[k];
        if (way->minutes > s.card.farthest)
            break;
        s.minutes = way->minutes;
        s.hope = fit_hope(card, x->problem->world, way->minutes) - look->need_price;
        if (s.hope < enough(look))
            break;
        const struct plan_area *area = &x->areas[way->at];
        for (uint32_t left = s.card.kinds & x->kinds; left; left &= left - 1) {
            unsigned kind = (unsigned)__builtin_ctz(left);
            if (!look->offer_price || s.hope - area->price[kind] >= enough(look))
                see_bucket(&s, area, kind);
        }
    }
}

struct why {
    uint32_t any, alone;
    size_t looked;
};

/* Limits that one bucket's offers break; false: one fits after all. */
static bool why_bucket(const struct plan_index *x, const struct fit_card *card, uint32_t from,
                       uint32_t to, struct why *why)
{
    const struct plan_problem *p = x->problem;
    for (uint32_t at = from; at < to && why->looked < WHY_MOST; at++, why->looked++) {
        struct fit f;
        fit_between(card, &p->offers[x->offer_card[x->offers[at]]], p->world, &f);
        if (f.allowed)
            return false;
        why->any |= f.broken;
        if ((f.broken & (f.broken - 1)) == 0)
            why->alone |= f.broken;
    }
    return true;
}

void plan_index_why(struct plan_index *x, uint32_t ask, struct plan_unmet *out)
{
    const struct fit_card *card = &x->problem->asks[x->ask_card[ask]];
    struct why why = {0};
    plan_index_from(x, card->area);
    for (size_t k = 0; k < x->ways_n && why.looked < WHY_MOST; k++) {
        const struct plan_area *area = &x->areas[x->ways[k].at];
        if (card->farthest > 0 && x->ways[k].minutes > card->farthest)
            break;
        for (uint32_t left = kinds_of(card) & x->kinds; left; left &= left - 1) {
            unsigned kind = (unsigned)__builtin_ctz(left);
            if (why_bucket(x, card, area->begin[kind], area->begin[kind + 1], &why))
                continue;
            out->why = PLAN_TAKEN;
            return;
        }
    }
    out->limits = why.alone ? why.alone : why.any;
    out->why = why.looked ? PLAN_LIMITS : kinds_of(card) & x->kinds ? PLAN_FAR : PLAN_NOBODY;
}
