/* Which area is meant by a name, as people write it.
 *
 * Names are folded (search.h); what it lies in may follow, some or all of it, in either language.
 * Where nothing is called exactly so, the article and one slip of the hand are forgiven, if only
 * one area is meant. An area that holds all the others of its name is meant before them. Pure.
 */
#ifndef AWN_AID_AREA_NAMES_H
#define AWN_AID_AREA_NAMES_H

#include "aid/areas.h"
#include "search/search.h"

enum area_told { AREA_TOLD, AREA_TOLD_NONE, AREA_TOLD_SEVERAL };

/* *id: of AREA_TOLD. */
enum area_told area_by_name(const struct areas *all, struct search *s, struct arena *a,
                            struct str typed, uint32_t *id);

#endif
