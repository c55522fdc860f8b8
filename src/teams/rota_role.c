/* Roles with a term. */
#include <stdlib.h>
#include <string.h>

#include "teams/rota.h"

static bool same(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

static bool in(const struct tag *v, size_t n, const struct tag *who)
{
    for (size_t i = 0; i < n; i++)
        if (same(&v[i], who))
            return true;
    return false;
}

static size_t without(struct tag *v, size_t n, const struct tag *who)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (!same(&v[i], who))
            v[k++] = v[i];
    return k;
}

static bool is_here(const struct roster *roster, const struct tag *who)
{
    const struct roster_entry *e = roster_find(roster, who);
    return e && roster_is_person(e);
}

/* The holder has had it. */
static void put_down(struct rota_role *r)
{
    r->npast = without(r->past, r->npast, &r->holder);
    if (r->npast == ROTA_PAST)
        memmove(r->past, r->past + 1, --r->npast * sizeof *r->past);
    r->past[r->npast++] = r->holder;
    r->held = false;
}

static void pick_up(struct rota_role *r, const struct tag *who, int32_t since)
{
    r->held = true;
    r->holder = *who;
    r->since = since;
    r->until = since + r->term - 1;
    r->asked = r->yes = false;
    r->nbeside = without(r->beside, r->nbeside, who);
}

void rota_role_settle(struct rota_role *r, const struct roster *roster, int32_t today)
{
    for (size_t i = r->nbeside; i-- > 0;)
        if (!is_here(roster, &r->beside[i]))
            r->nbeside = without(r->beside, r->nbeside, &r->beside[i]);
    if (r->asked && !is_here(roster, &r->next))
        r->asked = r->yes = false;
    if (r->held && !is_here(roster, &r->holder)) {
        r->held = false;
        r->until = today - 1;
    }
    if (r->held && r->until < today)
        put_down(r);
    if (r->held || !r->yes)
        return;
    pick_up(r, &r->next, r->until + 1 > 0 ? r->until + 1 : today);
    if (r->until < today)
        put_down(r);
}

bool rota_role_opens(const struct rota_role *r, int32_t today)
{
    return !r->asked && (!r->held || r->until - today < ROTA_HAND_DAYS);
}

/* By the tags, which are random: the order says nothing. */
static int by_tag(const void *x, const void *y)
{
    const struct rota_next *a = x, *b = y;
    if (a->learned != b->learned)
        return b->learned - a->learned;
    return memcmp(a->who->tag.b, b->who->tag.b, TAG_SIZE);
}

static size_t nexts(const struct rota_role *r, const struct roster *roster, bool lately,
                    struct rota_next *out)
{
    size_t n = 0;
    for (size_t i = 0; i < roster->n; i++) {
        const struct roster_entry *e = &roster->v[i];
        if (!roster_is_person(e) || (r->held && same(&e->tag, &r->holder)) ||
            (!lately && in(r->past, r->npast, &e->tag)))
            continue;
        out[n++] = (struct rota_next){e, in(r->beside, r->nbeside, &e->tag)};
    }
    return n;
}

size_t rota_role_nexts(const struct rota_role *r, const struct roster *roster, struct arena *a,
                       struct rota_next **out)
{
    *out = ARENA_ARRAY(a, struct rota_next, roster->n);
    size_t n = nexts(r, roster, false, *out);
    if (n == 0)
        n = nexts(r, roster, true, *out);
    if (n > 1)
        qsort(*out, n, sizeof **out, by_tag);
    return n;
}

bool rota_role_act(struct rota_role *r, const struct tag *who, enum rota_role_do what,
                   const struct tag *whom, int32_t today)
{
    const bool mine = r->held && same(&r->holder, who);
    const bool asks_me = r->asked && !r->yes && same(&r->next, who);
    switch (what) {
    case ROLE_TAKE:
        if (r->held || r->asked)
            return false;
        pick_up(r, who, today);
        return true;
    case ROLE_ASK:
        if (!rota_role_opens(r, today) || (r->held && same(&r->holder, whom)))
            return false;
        r->asked = true;
        r->yes = false;
        r->next = *whom;
        return true;
    case ROLE_YES:
        if (!asks_me)
            return false;
        if (r->held)
            r->yes = true; /* when the term is over */
        else
            pick_up(r, who, today);
        return true;
    case ROLE_NO:
        if (!r->asked || !same(&r->next, who))
            return false;
        r->asked = r->yes = false;
        return true;
    case ROLE_BACK:
        if (!mine)
            return false;
        put_down(r);
        r->until = today - 1;
        if (r->yes)
            pick_up(r, &r->next, today);
        return true;
    case ROLE_BESIDE:
        if (mine || r->nbeside == ROTA_BESIDE || in(r->beside, r->nbeside, who))
            return false;
        r->beside[r->nbeside++] = *who;
        return true;
    case ROLE_ALONE:
        if (!in(r->beside, r->nbeside, who))
            return false;
        r->nbeside = without(r->beside, r->nbeside, who);
        return true;
    }
    return false;
}
