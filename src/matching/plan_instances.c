#include "matching/plan_instances.h"

enum { DAY = 1440, NOW = 30000000 };

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

struct plan_land plan_land_make(struct arena *a, uint32_t areas, struct rng *r)
{
    struct plan_land land = {areas, ARENA_ARRAY(a, uint16_t, (size_t)areas * areas)};
    uint32_t width = 1;
    while (width * width < areas)
        width++;
    for (uint32_t i = 0; i < areas; i++)
        for (uint32_t j = 0; j < areas; j++) {
            uint32_t steps = apart(i / width, j / width) + apart(i % width, j % width);
            bool cut = i != j && rng_below(r, 20 * (uint64_t)areas) < areas / 8 + 1;
            land.minutes[(size_t)i * areas + j] =
                cut ? UINT16_MAX : (uint16_t)(9 * steps + (i == j ? 0 : rng_below(r, 5)));
        }
    return land;
}

static uint32_t minutes(const void *with, uint32_t from, uint32_t to)
{
    const struct plan_land *land = with;
    uint16_t way = land->minutes[(size_t)from * land->areas + to];
    return way == UINT16_MAX ? FIT_NO_WAY : way;
}

static unsigned handovers(const void *with, uint64_t one, uint64_t other)
{
    (void)with;
    return (one ^ other) % 97 == 0 ? (unsigned)(one % 4) : 0;
}

struct fit_world plan_land_world(const struct plan_land *land)
{
    return (struct fit_world){NOW, minutes, handovers, land};
}

static uint32_t some_kind(struct rng *r)
{
    return 1U << (rng_below(r, 3) ? rng_below(r, 3) : rng_below(r, 12));
}

static uint32_t some_area(uint32_t areas, struct rng *r)
{
    uint64_t one = rng_below(r, areas), other = rng_below(r, areas);
    return (uint32_t)(one < other ? one : other);
}

static const uint64_t TAGS[] = {3, 14, 15, 92, 65, 35, 89, 79};

static struct fit_tags rarely(struct rng *r, uint64_t one_in)
{
    return (struct fit_tags){TAGS + rng_below(r, 8), rng_below(r, one_in) == 0};
}

struct fit_card *plan_cards(struct arena *a, enum fit_side side, size_t n,
                            const struct plan_land *land, int32_t units, struct rng *r)
{
    struct fit_card *cards = ARENA_ARRAY(a, struct fit_card, n);
    for (size_t i = 0; i < n; i++) {
        int64_t from = NOW + (int64_t)rng_below(r, 5 * DAY);
        cards[i] = (struct fit_card){
            .key = rng_next(r),
            .person = rng_next(r) >> 8,
            .side = side,
            .kind = some_kind(r),
            .kinds = rng_below(r, 4) ? 0 : some_kind(r),
            .area = some_area(land->areas, r),
            .farthest = rng_below(r, 3) ? 0 : 15 + (uint32_t)rng_below(r, 60),
            .from = from,
            .until = from + 60 + (int64_t)rng_below(r, side == FIT_ASK ? DAY : 5 * DAY),
            .closes = NOW + (int64_t)rng_below(r, 30 * DAY),
            .units = 1 + (int32_t)rng_below(r, (uint64_t)units),
            .whole = side == FIT_ASK && rng_below(r, 5) == 0,
            .speaks = 1 | (rng_next(r) & rng_next(r) & 14),
            .must_talk = rng_below(r, 4) == 0,
            .gender = 1U << rng_below(r, 3),
            .genders = rng_below(r, 12) ? 0 : 1U << rng_below(r, 3),
            .has = rng_next(r) & 3,
            .needs = rng_below(r, 10) == 0,
            .avoids = rng_below(r, 10) ? 0 : 2,
            .groups = rarely(r, 3),
            .avoid_groups = rarely(r, 10),
            .urgency = (enum fit_urgency)rng_below(r, 4),
            .opened = NOW - (int64_t)rng_below(r, 40 * DAY),
            .asked = (unsigned)rng_below(r, 7),
        };
    }
    return cards;
}
