/* What time it is, as an argument.
 *
 * Purpose: nothing below the door calls time(); a clock is passed down, so that a
 * test can stand on any day. Units: seconds since 1970-01-01 UTC; a day is the
 * number of whole UTC days since then (POSIX time has no leap seconds, so a day
 * is always 86,400 seconds).
 */
#ifndef AWN_BASE_CLOCK_H
#define AWN_BASE_CLOCK_H

#include <stdint.h>

#define DAY_SECONDS 86400

struct clock {
    int64_t (*now)(const struct clock *self);
    _Atomic int64_t fixed; /* for a clock that a test moves by hand */
};

extern const struct clock CLOCK_REAL;

/* A clock that stands still until `fixed` is changed. */
void clock_init_fixed(struct clock *c, int64_t at);

int64_t clock_now(const struct clock *c);
int32_t clock_day(int64_t seconds); /* floor, also before 1970 */

/* Monotonic microseconds, for measuring how long something took. */
int64_t clock_monotonic_us(void);

#endif
