/* What may fit an ask: cards of aid as those of matching.
 *
 * Purpose: one place says how a card is weighed. Limits are those of matching/fit.h: what either
 * side ruled out is never weighed. What stands in words only (who must not hear of it) no program
 * can compare: a person looks at it before anybody is asked.
 *
 * Time: an ask wants its day or its nights; without them a span that goes with its urgency. An
 * offer has its days. Way: minutes between the areas; "anywhere", or a network without a list of
 * areas, is no way at all.
 *
 * Pure: `now` is an argument, seconds UTC. Ownership: the arena.
 */
#ifndef AWN_AID_FITS_H
#define AWN_AID_FITS_H

#include "aid/areas.h"
#include "aid/shelf.h"
#include "matching/fit.h"

#define FITS_MOST 3

struct fits_offer {
    struct aid_card card;
    struct shelf_place at;
    bool board; /* of the commons; else of the desk */
};

struct fits {
    const struct fits_offer *offer[FITS_MOST];
    struct fit fit[FITS_MOST];
    size_t n;
    size_t looked;             /* open offers of the kind */
    size_t kept[FIT_LIMITS_N]; /* how many of them a limit kept away */
};

/* The best of the offers, best first. ERR_NOT_FOUND never: an area that is gone is anywhere. */
enum err fits_find(struct arena *a, const struct areas *areas, const struct aid_card *ask,
                   const struct fits_offer *offers, size_t n, int64_t now,
                   struct fits *out) MUST_CHECK;

/* One card; units of an offer are what is left of it. */
void fits_card(const struct aid_card *c, int64_t now, struct fit_card *out);

/* Where it is wanted or given: where a ride begins, else the card's area. */
uint32_t fits_area(const struct aid_card *c);

#endif
