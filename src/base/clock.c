#include "base/clock.h"

#include <time.h>

static int64_t real_now(const struct clock *self)
{
    (void)self;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec;
}

static int64_t fixed_now(const struct clock *self)
{
    return self->fixed;
}

const struct clock CLOCK_REAL = {.now = real_now};

void clock_init_fixed(struct clock *c, int64_t at)
{
    c->now = fixed_now;
    c->fixed = at;
}

int64_t clock_now(const struct clock *c)
{
    return c->now(c);
}

int32_t clock_day(int64_t seconds)
{
    int64_t d = seconds / DAY_SECONDS;
    return (int32_t)(seconds % DAY_SECONDS < 0 ? d - 1 : d);
}

int64_t clock_monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
