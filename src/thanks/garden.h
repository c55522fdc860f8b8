/* How a number becomes a class that can be told: noise first, then a range.
 *
 * Noise: the two-sided geometric distribution with ratio 1/2, P(x) = (1/3)·(1/2)^|x|, as the
 * difference of two geometric ones (Ghosh, Roughgarden, Sundararajan: Universally
 * utility-maximizing privacy mechanisms, SIAM J. Comput. 41, 2012). One ask more or less makes no
 * class of a publication more than twice as likely, above the threshold; below it, where less is
 * told, nothing is shown.
 *
 * Classes: 0 nothing is said; i: from thanks_bounds[i - 1] up to thanks_bounds[i], the last without
 * an end. Pure.
 */
#ifndef AWN_THANKS_GARDEN_H
#define AWN_THANKS_GARDEN_H

#include <stdint.h>

#define THANKS_LEAST 5
#define THANKS_CLASSES 8
extern const uint32_t thanks_bounds[THANKS_CLASSES];

/* Between -16 and 16; of 32 random bits. */
int thanks_noise(uint64_t bits);

uint8_t thanks_class(uint32_t n, uint64_t bits);

/* Days since 1970 of a date of the Gregorian calendar, and back (Hinnant: chrono-compatible
 * low-level date algorithms, days_from_civil and civil_from_days). */
struct thanks_date {
    int32_t year;
    int32_t month; /* from 1 */
};
struct thanks_date thanks_date_of(int32_t day);
int32_t thanks_first_of(struct thanks_date d); /* the month's first day */

#endif
