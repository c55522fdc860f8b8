#include "pools/pool.h"

#include <string.h>

bool pool_kind_find(uint32_t number, enum pool_kind *out)
{
    *out = (enum pool_kind)number;
    return number >= POOL_LIBRARY && number <= POOL_RIDE;
}

bool pool_kind_named(struct str code, enum pool_kind *out)
{
#define X(name, number, code_, text)                                                               \
    if (str_eq_c(code, code_)) {                                                                   \
        *out = POOL_##name;                                                                        \
        return true;                                                                               \
    }
    POOL_KINDS(X)
#undef X
    return false;
}

const char *pool_kind_code(enum pool_kind k)
{
    switch (k) {
#define X(name, number, code, text)                                                                \
    case POOL_##name:                                                                              \
        return code;
        POOL_KINDS(X)
#undef X
    }
    return "";
}

const char *pool_kind_text(enum pool_kind k)
{
    switch (k) {
#define X(name, number, code, text)                                                                \
    case POOL_##name:                                                                              \
        return text;
        POOL_KINDS(X)
#undef X
    }
    return "";
}

bool pool_rests(const struct pool *p, int32_t today)
{
    return today > p->seen + POOL_REST_DAYS;
}

bool pool_rests_soon(const struct pool *p, int32_t today)
{
    return today > p->seen + POOL_REST_SAYS;
}

/* ---- holds ------------------------------------------------------------------------------------
 */

struct pool_hold *pool_hold_find(struct pool_item *x, uint64_t id)
{
    for (size_t i = 0; i < x->nholds; i++)
        if (x->hold[i].id == id)
            return &x->hold[i];
    return NULL;
}

void pool_hold_drop(struct pool_item *x, uint64_t id)
{
    size_t n = 0;
    for (size_t i = 0; i < x->nholds; i++)
        if (x->hold[i].id != id)
            x->hold[n++] = x->hold[i];
    x->nholds = n;
}

bool pool_hold_late(const struct pool_hold *h, int32_t today)
{
    return h->state == POOL_OUT && h->until < today;
}

static bool is_over(enum pool_kind kind, const struct pool_hold *h, int32_t today)
{
    if (h->state == POOL_OUT)
        return false;
    if (h->state == POOL_WAITS && today > h->made + POOL_WAIT_DAYS)
        return true;
    switch (kind) {
    case POOL_LIBRARY:
        return today > h->made + POOL_FETCH_DAYS;
    case POOL_BEDS:
    case POOL_RIDE:
        return h->until + POOL_RIDE_AFTER < today;
    case POOL_PANTRY:
        break;
    }
    return true;
}

void pool_item_tidy(enum pool_kind kind, struct pool_item *x, int32_t today)
{
    size_t n = 0;
    for (size_t i = 0; i < x->nholds; i++)
        if (!is_over(kind, &x->hold[i], today))
            x->hold[n++] = x->hold[i];
    x->nholds = n;
}

static uint32_t rest_of(const struct pool_item *x, uint32_t held)
{
    return x->away || held >= x->units ? 0 : x->units - held;
}

static uint32_t held_all(const struct pool_item *x)
{
    uint32_t n = 0;
    for (size_t i = 0; i < x->nholds; i++)
        n += x->hold[i].units;
    return n;
}

static uint32_t held_night(const struct pool_item *x, int32_t night)
{
    uint32_t n = 0;
    for (size_t i = 0; i < x->nholds; i++)
        if (x->hold[i].from <= night && night <= x->hold[i].until)
            n += x->hold[i].units;
    return n;
}

uint32_t pool_free(const struct pool_item *x)
{
    return rest_of(x, held_all(x));
}

uint32_t pool_free_night(const struct pool_item *x, int32_t night)
{
    return rest_of(x, held_night(x, night));
}

uint32_t pool_held(enum pool_kind kind, const struct pool_item *x, int32_t today)
{
    uint32_t most = 0;
    if (kind != POOL_BEDS)
        return held_all(x);
    for (int32_t d = today - 1; d < today + POOL_NIGHTS + POOL_STAY_MAX; d++) {
        const uint32_t n = held_night(x, d);
        most = n > most ? n : most;
    }
    return most;
}

static bool nights_free(const struct pool_item *x, int32_t from, int32_t nights, uint32_t units)
{
    for (int32_t d = from; d < from + nights; d++)
        if (pool_free_night(x, d) < units)
            return false;
    return true;
}

static bool is_possible(enum pool_kind kind, const struct pool_hold *h, int32_t today)
{
    if (h->id == 0 || h->units == 0 || h->units > POOL_UNITS_MAX || h->until < h->from)
        return false;
    switch (kind) {
    case POOL_LIBRARY:
        return h->from >= today - 1 && h->until - h->from <= POOL_LOAN_MAX;
    case POOL_BEDS: /* the clocks of a place are a day from UTC's at most */
        return h->from >= today - 1 && h->from <= today + POOL_NIGHTS &&
               h->until - h->from < POOL_STAY_MAX;
    case POOL_RIDE:
        return h->units <= POOL_SEATS_MAX && h->until >= today - 1;
    case POOL_PANTRY:
        break;
    }
    return false;
}

enum err pool_hold_add(enum pool_kind kind, struct pool_item *x, const struct pool_hold *h,
                       int32_t today)
{
    if (!is_possible(kind, h, today))
        return ERR_INVALID;
    pool_item_tidy(kind, x, today);
    if (kind == POOL_BEDS ? !nights_free(x, h->from, h->until - h->from + 1, h->units)
                          : pool_free(x) < h->units)
        return ERR_CONFLICT;
    if (x->nholds == POOL_HOLDS_MAX)
        return ERR_TOO_MANY;
    x->hold[x->nholds++] = *h;
    return ERR_OK;
}

bool pool_nights_near(const struct pool_item *x, int32_t today, const struct pool_hold *wish,
                      int32_t *from)
{
    const int32_t nights = wish->until - wish->from + 1;
    for (int32_t d = 0; d <= POOL_NIGHTS; d++) {
        for (int side = 0; side < 2; side++) {
            const int32_t at = side ? wish->from + d : wish->from - d;
            if (at < today || at + nights > today + POOL_NIGHTS ||
                !nights_free(x, at, nights, wish->units))
                continue;
            *from = at;
            return true;
        }
    }
    return false;
}

/* ---- stock ------------------------------------------------------------------------------------
 */

uint32_t pool_stock(const struct pool_item *x)
{
    uint32_t n = 0;
    for (size_t i = 0; i < x->nbatches; i++)
        n += x->batch[i].count;
    return n;
}

bool pool_stock_low(const struct pool_item *x)
{
    return pool_stock(x) < x->low;
}

/* What keeps goes last. */
static bool before(int32_t a, int32_t b)
{
    return a != 0 && (b == 0 || a < b);
}

enum err pool_stock_put(struct pool_item *x, uint32_t count, int32_t best)
{
    size_t i = 0;
    if (count == 0 || count > POOL_STOCK_MAX || pool_stock(x) > POOL_STOCK_MAX - count || best < 0)
        return ERR_INVALID;
    while (i < x->nbatches && before(x->batch[i].best, best))
        i++;
    if (i == x->nbatches || x->batch[i].best != best) {
        if (x->nbatches == POOL_BATCHES_MAX)
            return ERR_TOO_MANY;
        memmove(&x->batch[i + 1], &x->batch[i], (x->nbatches - i) * sizeof x->batch[0]);
        x->batch[i] = (struct pool_batch){.best = best};
        x->nbatches++;
    }
    x->batch[i].count += count;
    x->puts += count;
    return ERR_OK;
}

enum err pool_stock_take(struct pool_item *x, uint32_t count)
{
    size_t gone = 0;
    if (count == 0)
        return ERR_INVALID;
    if (pool_stock(x) < count)
        return ERR_CONFLICT;
    x->takes += count;
    while (count != 0) {
        struct pool_batch *b = &x->batch[gone];
        const uint32_t n = b->count < count ? b->count : count;
        b->count -= n;
        count -= n;
        gone += b->count == 0;
    }
    memmove(&x->batch[0], &x->batch[gone], (x->nbatches - gone) * sizeof x->batch[0]);
    x->nbatches -= gone;
    return ERR_OK;
}

int32_t pool_stock_ends(const struct pool_item *x)
{
    return x->nbatches ? x->batch[0].best : 0;
}
