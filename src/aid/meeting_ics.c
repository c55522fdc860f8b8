#include "aid/meeting_ics.h"

#include <libical/ical.h>
#include <stdlib.h>

#include "seal/seal.h"

static struct icaltimetype utc(int64_t at)
{
    return icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
}

struct str meeting_ics(struct arena *a, struct str title, int64_t at, struct str place, int64_t now)
{
    struct key random;
    key_random(&random);
    const char *uid = str_to_c(a, seal_hex(a, str_from(random.b, TAG_SIZE)));
    icalcomponent *event = icalcomponent_new_vevent();
    icalcomponent_add_property(event, icalproperty_new_uid(uid));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc(now)));
    icalcomponent_add_property(event, icalproperty_new_dtstart(utc(at)));
    icalcomponent_add_property(event, icalproperty_new_summary(str_to_c(a, title)));
    if (place.n != 0)
        icalcomponent_add_property(event, icalproperty_new_location(str_to_c(a, place)));
    icalcomponent *calendar = icalcomponent_new_vcalendar();
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//calendar//EN"));
    icalcomponent_add_component(calendar, event);
    char *text = icalcomponent_as_ical_string_r(calendar);
    struct str out = str_copy(a, str_from_c(text));
    free(text); /* allow arena: the library's own */
    icalcomponent_free(calendar);
    return out;
}
