#include "pools/days.h"

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool pool_day_of(int year, int month, int day, int32_t *out)
{
    static const int LAST[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 0)
        return false;
    const int last = LAST[month - 1] + (month == 2 && is_leap(year));
    if (day > last)
        return false;
    const int d = day ? day : last;
    const int back = (month - 14) / 12; /* -1 in January and February, else 0 */
    *out = 1461 * (year + 4800 + back) / 4 + 367 * (month - 2 - 12 * back) / 12 -
           3 * ((year + 4900 + back) / 100) / 4 + d - 32075 - 2440588;
    return true;
}
