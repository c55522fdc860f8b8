/* Between the files of the coordinators' plan. Only for plan_*.c. */
#ifndef AWN_AID_PLAN_INSIDE_H
#define AWN_AID_PLAN_INSIDE_H

#include "aid/plan_desk.h"
#include "base/map.h"

/* The world as the plan's cards see it, and one of its cards: areas are positions on its list. */
struct fit_world plan_world(const struct plan_desk *p, int64_t now);
void plan_fit_card(const struct plan_desk *p, const struct aid_card *c, int64_t now,
                   struct fit_card *out);

void plan_words_hash(struct str line, uint32_t out[2]);
void plan_alike_make(struct plan_desk *p, struct arena *keep);

#endif
