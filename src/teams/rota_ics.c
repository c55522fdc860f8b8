#include "teams/rota_ics.h"

#include <libical/ical.h>
#include <stdlib.h>

#include "seal/seal.h"

static struct icaltimetype utc(int64_t at)
{
    return icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
}

static icalcomponent *event_of(struct arena *a, const char *title, const struct rota_time *t,
                               int64_t now)
{
    struct key random;
    key_random(&random);
    icalcomponent *event = icalcomponent_new_vevent();
    const char *uid = str_to_c(a, seal_hex(a, str_from(random.b, TAG_SIZE)));
    icalcomponent_add_property(event, icalproperty_new_uid(uid));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc(now)));
    icalcomponent_add_property(event, icalproperty_new_dtstart(utc(t->begins)));
    icalcomponent_add_property(event, icalproperty_new_dtend(utc(t->ends)));
    icalcomponent_add_property(event, icalproperty_new_summary(title));
    return event;
}

struct str rota_ics(struct arena *a, struct str title, const struct rota_time *times, size_t n,
                    int64_t now)
{
    const char *name = str_to_c(a, title);
    icalcomponent *calendar = icalcomponent_new_vcalendar();
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//calendar//EN"));
    for (size_t i = 0; i < n; i++)
        icalcomponent_add_component(calendar, event_of(a, name, &times[i], now));
    char *text = icalcomponent_as_ical_string_r(calendar);
    struct str out = str_copy(a, str_from_c(text));
    free(text); /* allow arena: the library's own */
    icalcomponent_free(calendar);
    return out;
}
