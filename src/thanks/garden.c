#include "thanks/garden.h"

#include <stddef.h>

#include "thanks/thanks.h"

const uint32_t thanks_bounds[THANKS_CLASSES] = {THANKS_LEAST, 10, 20, 50, 100, 200, 500, 1000};

/* Heads in a row before the first tail: geometric with ratio 1/2. */
static int heads(uint32_t bits)
{
    int n = 0;
    while (n < 16 && (bits >> n & 1) != 0)
        n++;
    return n;
}

int thanks_noise(uint64_t bits)
{
    return heads((uint32_t)(bits & 0xffff)) - heads((uint32_t)(bits >> 16 & 0xffff));
}

uint8_t thanks_class(uint32_t n, uint64_t bits)
{
    const int64_t noised = (int64_t)n + thanks_noise(bits);
    uint8_t size = 0;
    if (n < THANKS_LEAST)
        return 0;
    while (size < THANKS_CLASSES && noised >= thanks_bounds[size])
        size++;
    return size;
}

struct thanks_date thanks_date_of(int32_t day)
{
    const int64_t z = (int64_t)day + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t doe = z - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153; /* from March */
    const int32_t month = (int32_t)(mp < 10 ? mp + 3 : mp - 9);
    return (struct thanks_date){(int32_t)(yoe + era * 400) + (month <= 2), month};
}

int32_t thanks_first_of(struct thanks_date d)
{
    const int64_t y = d.month <= 2 ? d.year - 1 : d.year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t yoe = y - era * 400;
    const int64_t doy = (153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5;
    const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (int32_t)(era * 146097 + doe - 719468);
}

void thanks_season_of(int32_t day, struct thanks_season *out)
{
    struct thanks_date d = thanks_date_of(day);
    *out = (struct thanks_season){0};
    d.month -= (d.month - 1) % 3;
    out->from = thanks_first_of(d);
    d.month += 3;
    if (d.month > 12)
        d = (struct thanks_date){d.year + 1, 1};
    out->to = thanks_first_of(d) - 1;
}

void thanks_season_grow(struct thanks_season *s, const uint32_t arrived[THANKS_KIND_COUNT + 1],
                        const uint64_t bits[THANKS_KIND_COUNT + 1])
{
    for (size_t k = 1; k <= THANKS_KIND_COUNT; k++)
        s->size[k] = thanks_class(arrived[k], bits[k]);
}

const char *thanks_kind_text(uint32_t kind)
{
    switch (kind) {
#define X(name, number, text)                                                                      \
    case number:                                                                                   \
        return text;
        THANKS_KINDS(X)
#undef X
    default: /* a number from a record */
        return NULL;
    }
}
