/* Which area is meant by a name, as people write it.
 *
 * Names are folded (search.h); what it lies in may follow, some or all of it, in either language.
 * Forgiving, the article and one slip of the hand do not count where nothing is called exactly so
 * and only one area can be meant. An area that holds all the others of its name is meant before
 * them. Pure.
 */
#ifndef AWN_AID_AREA_NAMES_H
#define AWN_AID_AREA_NAMES_H

#include "aid/areas.h"
#include "search/search.h"

enum area_told { AREA_TOLD, AREA_TOLD_NONE, AREA_TOLD_SEVERAL };

/* *id: of AREA_TOLD; else 0. Forgiving. */
enum area_told area_by_name(const struct areas *all, struct search *s, struct arena *a,
                            struct str typed, uint32_t *id);

/* ---- for many questions ---- */

/* By position in all->v. */
struct area_names {
    struct area_folded *v;
    size_t n;
};
struct area_folded {
    struct str name, other;
};

/* With room for `more`, which area_names_add fills as the list grows at its end. */
void area_names_make(const struct areas *all, struct search *s, struct arena *a, size_t more,
                     struct area_names *out);
void area_names_add(struct area_names *names, struct search *s, struct arena *a,
                    const struct area *x);

/* Exactly so; `folded` went through search_fold. */
enum area_told area_names_find(const struct areas *all, const struct area_names *names,
                               struct str folded, uint32_t *id);

/* The one that lies right in `parent` and is called so; 0. */
uint32_t area_names_in(const struct areas *all, const struct area_names *names, uint32_t parent,
                       struct str folded);

#endif
