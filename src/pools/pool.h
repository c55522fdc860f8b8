/* A pool: what a group shares and that is neither one ask nor one offer.
 *
 * Purpose: four kinds, one model. A pool has items; an item has units. LIBRARY: things that come
 * back. PANTRY: stock that is counted. BEDS: beds by night. RIDE: seats in a car. A *hold* is a
 * unit (or several) that somebody asked for and has: it takes its place at the moment of asking,
 * and says nothing of who that is.
 *
 * Invariants, for every order of calls: what is free is never below 0 and never above what there
 * is; a stock's count is what was put minus what was taken, and the sum of its batches.
 * Stock goes out first expired, first out (FEFO: WHO, "Guidelines for the storage of essential
 * medicines", 2003, ch. 4).
 *
 * Units: days since 1970. A night belongs to the day on which it begins. Pure: no clock, no I/O.
 * Ownership: arrays are part of the item; texts live where they came from.
 */
#ifndef AWN_POOLS_POOL_H
#define AWN_POOLS_POOL_H

#include "space/mailbox.h"

#define POOLS_MAX 200
#define POOL_ITEMS_MAX 100
#define POOL_HOLDS_MAX 48
#define POOL_BATCHES_MAX 12
#define POOL_UNITS_MAX 200   /* things, beds, seats of one item */
#define POOL_STOCK_MAX 99999 /* of one item */

#define POOL_NAME_MAX 80 /* code points, as below */
#define POOL_UNIT_MAX 20
#define POOL_LINE_MAX 200
#define POOL_RULES_MAX 1000
#define POOL_WORDS_MAX 600

#define POOL_WAIT_DAYS 3   /* an unanswered hold is free again then */
#define POOL_FETCH_DAYS 14 /* a thing that was promised and not handed over, too */
#define POOL_LOAN_MAX 60   /* days */
#define POOL_NIGHTS 30     /* that are shown, and can be asked for */
#define POOL_STAY_MAX 14   /* nights */
#define POOL_SEATS_MAX 8   /* at once */
#define POOL_RIDE_AFTER 3  /* days a ride is kept after it was */
#define POOL_REST_DAYS 60  /* after which one that nobody looked after rests */
#define POOL_REST_SAYS 45  /* after which its keeper is asked */
#define POOL_DAYS_MAX 365  /* from the day it is changed to its last */
#define POOL_SOON_DAYS 7   /* "best before" that is near */

/* Numbers are stored. Code, what there is, and what one of its items is called. */
#define POOL_KINDS(X)                                                                              \
    X(LIBRARY, 1, "things", N_("Things to borrow"))                                                \
    X(PANTRY, 2, "stock", N_("A store to take from"))                                              \
    X(BEDS, 3, "beds", N_("Beds for a night"))                                                     \
    X(RIDE, 4, "rides", N_("Seats in a car"))
enum pool_kind {
#define X(name, number, code, text) POOL_##name = number,
    POOL_KINDS(X)
#undef X
};
#define POOL_KIND_COUNT 4
bool pool_kind_find(uint32_t number, enum pool_kind *out);
bool pool_kind_named(struct str code, enum pool_kind *out);
const char *pool_kind_code(enum pool_kind k);
const char *pool_kind_text(enum pool_kind k); /* msgid */

struct pool {
    uint32_t seq; /* its record; 0: a new one */
    uint64_t id;
    enum pool_kind kind;
    struct str title, line, rules;
    uint32_t area; /* 0: anywhere */
    struct mailbox_to mailbox;
    int32_t last_day, seen;
    uint32_t keepers;
};

enum pool_hold_state {
    POOL_WAITS = 1,    /* asked; the keeper has not answered */
    POOL_PROMISED = 2, /* the keeper said yes */
    POOL_OUT = 3       /* LIBRARY: handed over */
};
struct pool_hold {
    uint64_t id;
    enum pool_hold_state state;
    uint32_t units;
    int32_t from, until; /* LIBRARY: until its day; BEDS: first and last night; RIDE: its day */
    int32_t made;
};
struct pool_batch {
    int32_t best; /* before: day, 0: it keeps */
    uint32_t count;
};
struct pool_item {
    uint32_t seq; /* its record; 0: a new one */
    uint64_t id;
    struct str name, words, unit;
    uint32_t units;
    bool away;            /* LIBRARY: being mended; BEDS, RIDE: not at the moment */
    uint32_t low;         /* PANTRY: below this it goes on the shopping list */
    uint64_t puts, takes; /* PANTRY */
    struct pool_batch batch[POOL_BATCHES_MAX]; /* first out first */
    size_t nbatches;
    struct pool_hold hold[POOL_HOLDS_MAX];
    size_t nholds;
    uint32_t area_from, area_to; /* RIDE */
    int64_t at;                  /* RIDE: when it leaves, seconds UTC */
};

/* Nobody looked after it for POOL_REST_DAYS. */
bool pool_rests(const struct pool *p, int32_t today);
bool pool_rests_soon(const struct pool *p, int32_t today);

/* Drops holds whose time is over: unanswered, not fetched, slept. A loan stays until it is back. */
void pool_item_tidy(enum pool_kind kind, struct pool_item *x, int32_t today);

struct pool_hold *pool_hold_find(struct pool_item *x, uint64_t id);
void pool_hold_drop(struct pool_item *x, uint64_t id);
bool pool_hold_late(const struct pool_hold *h, int32_t today);

/* LIBRARY, RIDE: units nobody has. BEDS: of one night. 0 for one that is away. */
uint32_t pool_free(const struct pool_item *x);
uint32_t pool_free_night(const struct pool_item *x, int32_t night);

/* Units that nobody may take away, because somebody has them: the least that `units` may become. */
uint32_t pool_held(enum pool_kind kind, const struct pool_item *x, int32_t today);

/* Takes the place. ERR_CONFLICT: not that many are free (any more); ERR_INVALID: no such days or
 * units; ERR_TOO_MANY: the item has POOL_HOLDS_MAX. Nothing is changed then. */
enum err pool_hold_add(enum pool_kind kind, struct pool_item *x, const struct pool_hold *h,
                       int32_t today) MUST_CHECK;

/* BEDS: the first night nearest to `from` on which as many nights fit; false: none of those that
 * are shown. */
bool pool_nights_near(const struct pool_item *x, int32_t today, const struct pool_hold *wish,
                      int32_t *from);

/* ---- PANTRY ---- */
uint32_t pool_stock(const struct pool_item *x);
bool pool_stock_low(const struct pool_item *x);
/* ERR_INVALID: nothing, or more than it can hold; ERR_TOO_MANY: as many best-before days as it can
 * hold. */
enum err pool_stock_put(struct pool_item *x, uint32_t count, int32_t best) MUST_CHECK;
/* Of the batch that ends first. ERR_CONFLICT: there is less; ERR_INVALID: nothing. */
enum err pool_stock_take(struct pool_item *x, uint32_t count) MUST_CHECK;
/* When the next of it ends; 0: never, or there is none. */
int32_t pool_stock_ends(const struct pool_item *x);

#endif
