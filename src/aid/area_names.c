#include "aid/area_names.h"

#define SLIPS_FROM 4 /* code points: shorter names are too near to one another */

enum how { EXACTLY, NEARLY };

struct folded {
    struct str name, other;
};

/* Without the article. */
static struct str bare(struct str word)
{
    struct str al = STR("ال");
    return str_starts(word, al) && str_code_points(word) > 4 ? str_slice(word, al.n, word.n) : word;
}

static bool is_called(struct str name, struct str typed, enum how how)
{
    if (name.n == 0)
        return false;
    if (how == EXACTLY || str_eq(name, typed))
        return str_eq(name, typed);
    name = bare(name);
    typed = bare(typed);
    return str_eq(name, typed) ||
           (str_code_points(name) >= SLIPS_FROM && str_code_points(typed) >= SLIPS_FROM &&
            search_near(name, typed, 1, NULL));
}

/* What stands before the rest, when that begins with a space (or is nothing). */
static bool begins_so(const struct folded *f, struct str typed, size_t words, enum how how)
{
    struct str first = str_slice(typed, 0, words);
    return is_called(f->name, first, how) || is_called(f->other, first, how);
}

/* Are the words the names of some of what it lies in, from inside out? */
static bool rest_is_outside(const struct areas *all, const struct folded *names, uint32_t id,
                            struct str rest)
{
    for (const struct area *x = area_find(all, id); x && rest.n; x = area_find(all, x->parent)) {
        const struct folded *f = &names[x - all->v];
        struct str both[2] = {f->name, f->other};
        for (int k = 0; k < 2; k++)
            if (both[k].n && str_starts(rest, both[k]) &&
                (rest.n == both[k].n || rest.p[both[k].n] == ' ')) {
                rest = str_slice(rest, both[k].n + (rest.n > both[k].n), rest.n);
                break;
            }
    }
    return rest.n == 0;
}

static bool is_meant(const struct areas *all, const struct folded *names, size_t i,
                     struct str typed, enum how how)
{
    for (size_t at = 0; at <= typed.n; at++) {
        if (at < typed.n && typed.p[at] != ' ')
            continue;
        if (begins_so(&names[i], typed, at, how) &&
            rest_is_outside(all, names, all->v[i].parent, str_slice(typed, at + 1, typed.n)))
            return true;
    }
    return false;
}

static enum area_told one_of(const struct areas *all, const struct folded *names, struct str typed,
                             enum how how, uint32_t *id)
{
    uint32_t best = 0;
    bool several = false;
    for (size_t i = 0; i < all->n; i++)
        if (is_meant(all, names, i, typed, how) &&
            (best == 0 || area_is_in(all, best, all->v[i].id)))
            best = all->v[i].id;
    for (size_t i = 0; i < all->n && best != 0; i++)
        several = several ||
                  (is_meant(all, names, i, typed, how) && !area_is_in(all, all->v[i].id, best));
    *id = best;
    if (best == 0)
        return AREA_TOLD_NONE;
    return several ? AREA_TOLD_SEVERAL : AREA_TOLD;
}

enum area_told area_by_name(const struct areas *all, struct search *s, struct arena *a,
                            struct str typed, uint32_t *id)
{
    struct folded *names = ARENA_ARRAY(a, struct folded, all->n + 1);
    *id = 0;
    typed = search_fold(s, a, typed);
    if (typed.n == 0)
        return AREA_TOLD_NONE;
    for (size_t i = 0; i < all->n; i++)
        names[i] =
            (struct folded){search_fold(s, a, all->v[i].name), search_fold(s, a, all->v[i].other)};
    enum area_told told = one_of(all, names, typed, EXACTLY, id);
    return told == AREA_TOLD_NONE ? one_of(all, names, typed, NEARLY, id) : told;
}
