#include "hsds/moment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define LATEST 253402300799 /* 9999-12-31T23:59:59Z */

struct str hsds_moment(struct arena *a, int64_t at)
{
    const time_t t = at < 0 ? 0 : at > LATEST ? LATEST : (time_t)at;
    char text[40];
    struct tm tm;

    if (!gmtime_r(&t, &tm) || strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        return STR_NONE;
    return str_copy(a, str_from_c(text));
}

struct str hsds_day(struct arena *a, int64_t at)
{
    return str_slice(hsds_moment(a, at), 0, strlen("2026-11-21"));
}

bool hsds_moment_read(struct str s, int64_t *out)
{
    static const char *const FORMS[] = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
                                        "%Y-%m-%d"};
    struct tm tm;
    char text[48];
    const char *rest = NULL;

    if (s.n < strlen("2026-11-21") || s.n >= sizeof(text) || memchr(s.p, '\0', s.n))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]) && !rest; i++) {
        memset(&tm, 0, sizeof(tm));
        rest = strptime(text, FORMS[i], &tm);
    }
    if (!rest)
        return false;
    if (*rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    if (*rest == ' ') /* a plus sign that came through a form as a space */
        return false;
    int hours = 0, minutes = 0, used = 0;
    char sign = '+';
    if ((*rest == 'Z' || *rest == 'z') && rest[1] == '\0')
        rest++;
    else if (*rest && (sscanf(rest, "%c%2d:%2d%n", &sign, &hours, &minutes, &used) == 3 ||
                       sscanf(rest, "%c%2d%2d%n", &sign, &hours, &minutes, &used) == 3))
        rest += used;
    if (*rest || (sign != '+' && sign != '-') || hours > 23 || minutes > 59)
        return false;
    int64_t east = ((int64_t)hours * 60 + minutes) * 60;
    *out = (int64_t)timegm(&tm) - (sign == '-' ? -east : east);
    return true;
}
