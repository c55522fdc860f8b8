/* Bar 1: a real server, real browsers' requests, and forms filled with canaries.
 *
 * `struct person` is that of the scenarios; here its requests go over a socket to an `awn serve` of
 * its own process. Forms are filled by the route tables: every field in which something can be
 * written gets canaries, as long as there is room, and it is remembered which fields the house
 * took them in.
 */
#ifndef AWN_TESTS_BARS_NOISE_WEB_H
#define AWN_TESTS_BARS_NOISE_WEB_H

#include "bars/noise_scan.h"
#include "base/rand.h"
#include "scenarios/world.h"
#include "site/inside.h"

#define FIELDS_MAX 1024

struct written_field {
    const struct route *route;
    size_t field;
    size_t sent, taken; /* with a canary; and answered with success */
};

struct web {
    struct bar *b;
    struct world w; /* only its arena and clock; people belong to it */
    struct scan *scan;
    struct rng rng;
    size_t canaries;
    int port;
    struct route_table tables[SITE_TABLES_MAX];
    size_t ntables;
    struct written_field fields[FIELDS_MAX];
    size_t nfields;
    struct str last[FORM_FIELDS_MAX]; /* what the last form was filled with, by field */
};

void web_init(struct web *w, struct bar *b, struct scan *scan);

/* A new canary: ASCII letters and Arabic ones in turn. */
struct str web_canary(struct web *w);
/* Canaries, one after another, as many as there is room for (at most `most`). */
struct str web_canaries(struct web *w, size_t code_points, size_t most);
/* Something secret that the house made: a code (also without its hyphens), a name. */
void web_secret(struct web *w, struct str s);

/* Fills the form of the shown page whose address ends so, but for the given pairs (name, value, …,
 * NULL), and sends it; goes where it is sent. `most` canaries a field. False (and a failed check)
 * when there is no such form. `web->last` holds what was written. */
bool web_fill(struct person *p, size_t most, const char *address, ...) __attribute__((sentinel));

/* Sends canaries in every field of every form there is, as this person, whatever comes of it;
 * `params` stand in for the parts of the addresses. */
void web_fill_all(struct person *p, const char *circle, const char *thread);

/* Checks that every field of every form that takes words took one, but for those that cannot. */
void web_coverage(struct web *w);

/* Is what is written there made to be read by everybody? Then no canary goes into it. */
bool web_plain(const struct route *r);

struct web *web_of(const struct person *p);

#endif
