/* A day of the Gregorian calendar as a number.
 *
 * Pure. Days since 1970-01-01. Formula: H. F. Fliegel, T. C. Van Flandern, "A machine
 * algorithm for processing calendar dates", CACM 11 (1968), p. 657, less the Julian day number of
 * 1970-01-01, 2440588. */
#ifndef AWN_POOLS_DAYS_H
#define AWN_POOLS_DAYS_H

#include <stdbool.h>
#include <stdint.h>

/* Years 1970 to 9999. `day` 0: the last of the month. False: the month has no such day. */
bool pool_day_of(int year, int month, int day, int32_t *out);

#endif
