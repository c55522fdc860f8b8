#include <string.h>

#include "base/clock.h"
#include "circles/inside.h"

bool circle_keep_ok(int days)
{
    return days == 7 || days == 30 || days == 90 || days == 365;
}

int32_t circle_expiry(int64_t now, int32_t days)
{
    return clock_day(now) + days;
}

bool circle_listed(enum circle_openness o)
{
    switch (o) {
    case OPENNESS_OPEN:
    case OPENNESS_REQUEST:
    case OPENNESS_INVITATION:
        return true;
    case OPENNESS_HIDDEN:
        return false;
    }
    return false;
}

bool tag_same(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

bool voice_is(const struct voice *v, const struct tag *tag)
{
    return v->here && tag_same(&v->tag, tag);
}

bool affirm_has(const struct post *p, const struct tag *tag, enum affirmation kind)
{
    for (size_t i = 0; i < p->naffirmed; i++)
        if (p->affirmed[i].kind == kind && tag_same(&p->affirmed[i].tag, tag))
            return true;
    return false;
}

void affirm_toggle(struct arena *a, struct post *p, const struct tag *tag, enum affirmation kind)
{
    for (size_t i = 0; i < p->naffirmed; i++) {
        if (p->affirmed[i].kind != kind || !tag_same(&p->affirmed[i].tag, tag))
            continue;
        p->affirmed[i] = p->affirmed[--p->naffirmed];
        return;
    }
    struct affirmed *grown = ARENA_ARRAY(a, struct affirmed, p->naffirmed + 1);
    if (p->naffirmed)
        memcpy(grown, p->affirmed, p->naffirmed * sizeof *grown);
    grown[p->naffirmed++] = (struct affirmed){*tag, kind};
    p->affirmed = grown;
}

bool affirm_drop(struct post *p, const struct tag *tag)
{
    size_t keep = 0, had = p->naffirmed;
    for (size_t i = 0; i < had; i++)
        if (!tag_same(&p->affirmed[i].tag, tag))
            p->affirmed[keep++] = p->affirmed[i];
    p->naffirmed = keep;
    return keep != had;
}

void post_empty(struct post *p, enum post_gone how)
{
    p->gone = how;
    p->text = p->note = STR_NONE;
    p->naffirmed = 0;
    p->has_card = false;
    p->edited_at = 0;
    if (how == GONE_LEFT)
        p->by = (struct voice){0};
}

uint32_t posts_first_new(const struct posts *posts, uint32_t mark, const struct tag *me)
{
    for (size_t i = 0; i < posts->n; i++)
        if (posts->v[i].seq > mark && !voice_is(&posts->v[i].by, me))
            return posts->v[i].seq;
    return 0;
}

/* Merge sort by last_at, newest first; equal ones keep their order. */
static void sort_run(struct thread *v, struct thread *scratch, size_t n)
{
    if (n < 2)
        return;
    size_t half = n / 2, a = 0, b = half, to = 0;
    sort_run(v, scratch, half);
    sort_run(v + half, scratch, n - half);
    while (a < half && b < n)
        scratch[to++] = v[a].last_at >= v[b].last_at ? v[a++] : v[b++];
    while (a < half)
        scratch[to++] = v[a++];
    while (b < n)
        scratch[to++] = v[b++];
    memcpy(v, scratch, n * sizeof *v);
}

void threads_sort(struct threads *t, struct arena *a)
{
    sort_run(t->v, ARENA_ARRAY(a, struct thread, t->n), t->n);
}

struct str text_excerpt(struct arena *a, struct str text, size_t at, size_t bytes)
{
    size_t from = at > bytes / 3 ? at - bytes / 3 : 0;
    while (from > 0 && from < text.n && ((unsigned char)text.p[from] & 0xC0) == 0x80)
        from--;
    if (from > 0)
        for (size_t i = from; i < at; i++)
            if (text.p[i] == ' ' || text.p[i] == '\n') {
                from = i + 1;
                break;
            }
    struct str piece = str_utf8_prefix(str_slice(text, from, text.n), bytes);
    size_t end = from + piece.n;
    return str_fmt(a, "%s%" STR_FMT "%s", from ? "…" : "", STR_ARG(piece), end < text.n ? "…" : "");
}

struct facilitators facilitators_of(const struct roster *r, const struct tag *me)
{
    struct facilitators f = {0};
    for (size_t i = 0; i < r->n; i++) {
        struct roster_entry *e = &r->v[i];
        if (e->role != ROLE_MEMBER && e->role != ROLE_FACILITATOR)
            continue;
        f.people++;
        f.n += e->role == ROLE_FACILITATOR;
        if (tag_same(&e->tag, me)) {
            f.me = e;
            continue;
        }
        if (!f.heir || (e->role == ROLE_FACILITATOR && f.heir->role != ROLE_FACILITATOR) ||
            (e->role == f.heir->role && e->since < f.heir->since))
            f.heir = e;
    }
    return f;
}

bool facilitator_may_go(const struct facilitators *f)
{
    return !f->me || f->me->role != ROLE_FACILITATOR || f->n > 1;
}
