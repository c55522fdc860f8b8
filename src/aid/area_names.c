#include "aid/area_names.h"

#define SLIPS_FROM 4 /* code points: shorter names are too near to one another */

enum how { EXACTLY, NEARLY };

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
static bool begins_so(const struct area_folded *f, struct str typed, size_t words, enum how how)
{
    struct str first = str_slice(typed, 0, words);
    return is_called(f->name, first, how) || is_called(f->other, first, how);
}

/* Are the words the names of some of what it lies in, from inside out? */
static bool rest_is_outside(const struct areas *all, const struct area_folded *names, uint32_t id,
                            struct str rest)
{
    for (const struct area *x = area_find(all, id); x && rest.n; x = area_find(all, x->parent)) {
        const struct area_folded *f = &names[x - all->v];
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

static bool is_meant(const struct areas *all, const struct area_folded *names, size_t i,
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

static enum area_told one_of(const struct areas *all, const struct area_folded *names,
                             struct str typed, enum how how, uint32_t *id)
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

void area_names_add(struct area_names *names, struct search *s, struct arena *a,
                    const struct area *x)
{
    names->v[names->n++] =
        (struct area_folded){search_fold(s, a, x->name), search_fold(s, a, x->other)};
}

void area_names_make(const struct areas *all, struct search *s, struct arena *a, size_t more,
                     struct area_names *out)
{
    *out = (struct area_names){.v = ARENA_ARRAY(a, struct area_folded, all->n + more + 1)};
    for (size_t i = 0; i < all->n; i++)
        area_names_add(out, s, a, &all->v[i]);
}

enum area_told area_names_find(const struct areas *all, const struct area_names *names,
                               struct str folded, uint32_t *id)
{
    *id = 0;
    return folded.n == 0 ? AREA_TOLD_NONE : one_of(all, names->v, folded, EXACTLY, id);
}

uint32_t area_names_in(const struct areas *all, const struct area_names *names, uint32_t parent,
                       struct str folded)
{
    for (size_t i = 0; i < all->n && folded.n != 0; i++)
        if (all->v[i].parent == parent &&
            (str_eq(names->v[i].name, folded) || str_eq(names->v[i].other, folded)))
            return all->v[i].id;
    return 0;
}

enum area_told area_by_name(const struct areas *all, struct search *s, struct arena *a,
                            struct str typed, uint32_t *id)
{
    struct area_names names;
    area_names_make(all, s, a, 0, &names);
    typed = search_fold(s, a, typed);
    enum area_told told = area_names_find(all, &names, typed, id);
    if (told == AREA_TOLD_NONE && typed.n != 0)
        told = one_of(all, names.v, typed, NEARLY, id);
    if (told != AREA_TOLD)
        *id = 0;
    return told;
}
