#include "i18n/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define NAME_MAX_BYTES 64
#define CHANGES_MAX 512
#define DAY 86400
#define FROM 946684800.0   /* 2000-01-01 */
#define UNTIL 4102444800.0 /* 2100-01-01 */

struct change {
    int64_t from; /* seconds */
    int16_t offset, standard;
};

struct zone {
    char name[NAME_MAX_BYTES + 1];
    size_t n;
    struct change changes[]; /* by time; the first holds for all that is earlier, too */
};

static bool name_ok(struct str name)
{
    if (name.n == 0 || name.n > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && !strchr("/_-+", c))
            return false;
    }
    return true;
}

static UCalendar *calendar_open(struct str name)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar wide[NAME_MAX_BYTES + 1], canonical[NAME_MAX_BYTES * 2];
    UBool system = 0;

    u_charsToUChars(name.p, wide, (int32_t)name.n);
    ucal_getCanonicalTimeZoneID(wide, (int32_t)name.n, canonical, NAME_MAX_BYTES * 2, &system, &e);
    if (U_FAILURE(e) || !system)
        return NULL;
    UCalendar *c = ucal_open(wide, (int32_t)name.n, "en", UCAL_GREGORIAN, &e);
    return U_SUCCESS(e) ? c : NULL;
}

static struct change change_at(UCalendar *c, double seconds)
{
    UErrorCode e = U_ZERO_ERROR;

    ucal_setMillis(c, seconds * 1000.0, &e);
    int standard = ucal_get(c, UCAL_ZONE_OFFSET, &e) / 60000;
    int summer = ucal_get(c, UCAL_DST_OFFSET, &e) / 60000;
    assert(U_SUCCESS(e));
    return (struct change){(int64_t)seconds, (int16_t)(standard + summer), (int16_t)standard};
}

struct zone *zone_open(struct str name)
{
    UErrorCode e = U_ZERO_ERROR;
    UCalendar *c = name_ok(name) ? calendar_open(name) : NULL;
    UDate next;

    if (!c)
        return NULL;
    struct zone *z = calloc(1, sizeof(*z) + CHANGES_MAX * sizeof(z->changes[0]));
    if (!z)
        abort();
    memcpy(z->name, name.p, name.n);
    z->changes[z->n++] = change_at(c, FROM);
    while (z->n < CHANGES_MAX &&
           ucal_getTimeZoneTransitionDate(c, UCAL_TZ_TRANSITION_NEXT, &next, &e) && U_SUCCESS(e) &&
           next / 1000.0 < UNTIL)
        z->changes[z->n++] = change_at(c, next / 1000.0);
    ucal_close(c);
    return z;
}

void zone_close(struct zone *z)
{
    free(z);
}

const char *zone_name(const struct zone *z)
{
    return z ? z->name : "UTC";
}

struct zone_time zone_at_offset(int offset, int64_t when)
{
    int64_t local = when + (int64_t)offset * 60;
    int64_t day = local / DAY - (local % DAY < 0);
    struct zone_time t = {.day = (int32_t)day, .offset = offset, .standard = offset};

    t.minute = (int)((local - day * DAY) / 60);
    t.weekday = (int)(((day + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday: 4 */
    return t;
}

struct zone_time zone_at(const struct zone *z, int64_t when)
{
    size_t low = 0, high = z ? z->n : 0;

    if (!z)
        return zone_at_offset(0, when);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (z->changes[middle].from <= when)
            low = middle;
        else
            high = middle;
    }
    struct zone_time t = zone_at_offset(z->changes[low].offset, when);
    t.standard = z->changes[low].standard;
    return t;
}

struct str zone_of_machine(struct arena *a)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar wide[NAME_MAX_BYTES + 1];
    char name[NAME_MAX_BYTES + 1];

    int32_t n = ucal_getDefaultTimeZone(wide, NAME_MAX_BYTES, &e);
    if (U_FAILURE(e) || n <= 0 || n >= NAME_MAX_BYTES)
        return STR("UTC");
    u_UCharsToChars(wide, name, n);
    struct zone *z = zone_open(str_from(name, (size_t)n));
    if (!z)
        return STR("UTC");
    zone_close(z);
    return str_copy(a, str_from(name, (size_t)n));
}
