/* What older versions and careless sources write, put into the form of 3.0 before it is checked. */
#include "hsds/inside.h"
#include "hsds/value.h"

#define ALL_WEEK STR("MO,TU,WE,TH,FR,SA,SU")

static const char *times_repair(struct hsds_draft *d)
{
    struct str *opens = &d->v[HSDS_F(SCHEDULE, opens_at)];
    struct str *closes = &d->v[HSDS_F(SCHEDULE, closes_at)];
    struct str *zone = &d->v[HSDS_F(SCHEDULE, timezone)];
    int from = 0, to = 0, offset = 0, other;
    bool has = false, has_other;

    if (opens->n != 0 && !hsds_time(*opens, &from, &has, &offset))
        return N_("its \"opens_at\" is not a time such as 9:00 or 17:30");
    if (closes->n != 0 && !hsds_time(*closes, &to, &has_other, &other))
        return N_("its \"closes_at\" is not a time such as 9:00 or 17:30");
    if (has && zone->n == 0)
        *zone = hsds_number_real(d->b->arena, offset / 60.0);
    if (opens->n != 0 && closes->n != 0 && to == 24 * 60 && from == 0)
        *closes = STR("23:59");
    return NULL;
}

static const char *weekly_repair(struct hsds_draft *d)
{
    bool opens = d->v[HSDS_F(SCHEDULE, opens_at)].n != 0;
    bool closes = d->v[HSDS_F(SCHEDULE, closes_at)].n != 0;
    struct str days;

    if (!hsds_weekdays(d->b->arena, d->v[HSDS_X_WEEKDAY], &days))
        return N_("its \"weekday\" is not a day of the week");
    if (opens != closes)
        return N_("opening hours need two times such as 9:00 and 17:30, or none for a closed day");
    d->v[HSDS_F(SCHEDULE, freq)] = STR("WEEKLY");
    d->v[HSDS_F(SCHEDULE, byday)] = days;
    if (!opens && d->v[HSDS_F(SCHEDULE, description)].n == 0)
        d->v[HSDS_F(SCHEDULE, description)] = STR("closed");
    d->v[HSDS_X_WEEKDAY] = STR_NONE;
    return NULL;
}

static bool is_yes(struct str s)
{
    return hsds_same_word(s, "y") || hsds_same_word(s, "yes") || hsds_same_word(s, "true") ||
           hsds_same_word(s, "1") || hsds_same_word(s, "t");
}

static const char *holiday_repair(struct hsds_draft *d)
{
    struct str *from = &d->v[HSDS_F(SCHEDULE, valid_from)];
    struct str *to = &d->v[HSDS_F(SCHEDULE, valid_to)];

    if (!hsds_date(d->b->arena, d->v[HSDS_X_START], from))
        return N_("its \"start_date\" is not a date such as 2026-11-21");
    if (d->v[HSDS_X_END].n == 0)
        *to = *from;
    else if (!hsds_date(d->b->arena, d->v[HSDS_X_END], to))
        return N_("its \"end_date\" is not a date such as 2026-11-21");
    if (is_yes(d->v[HSDS_X_CLOSED]) || d->v[HSDS_F(SCHEDULE, opens_at)].n == 0) {
        d->v[HSDS_F(SCHEDULE, opens_at)] = d->v[HSDS_F(SCHEDULE, closes_at)] = STR_NONE;
        d->v[HSDS_F(SCHEDULE, description)] = STR("closed");
    }
    d->v[HSDS_F(SCHEDULE, freq)] = STR("WEEKLY");
    d->v[HSDS_F(SCHEDULE, byday)] = ALL_WEEK;
    d->v[HSDS_X_START] = d->v[HSDS_X_END] = d->v[HSDS_X_CLOSED] = STR_NONE;
    return NULL;
}

static const char *schedule_repair(struct hsds_draft *d)
{
    struct str *freq = &d->v[HSDS_F(SCHEDULE, freq)], *byday = &d->v[HSDS_F(SCHEDULE, byday)];
    struct str days, interval = d->v[HSDS_F(SCHEDULE, interval)];

    if (d->v[HSDS_X_WEEKDAY].n != 0) {
        const char *why = weekly_repair(d);
        if (why)
            return why;
    }
    if (d->v[HSDS_X_START].n != 0) {
        const char *why = holiday_repair(d);
        if (why)
            return why;
    }
    if (hsds_same_word(*freq, "DAILY") && (interval.n == 0 || str_eq_c(interval, "1"))) {
        *freq = STR("WEEKLY");
        if (byday->n == 0)
            *byday = ALL_WEEK;
    }
    if (byday->n != 0 && hsds_weekdays(d->b->arena, *byday, &days))
        *byday = days;
    return times_repair(d);
}

/* The standard wants a number for an extension; what is none stays, behind the phone number. */
static void extension_repair(struct hsds_draft *d)
{
    struct str *extension = &d->v[HSDS_F(PHONE, extension)];
    struct str *number = &d->v[HSDS_F(PHONE, number)], out;

    if (extension->n == 0)
        return;
    if (hsds_number(d->b->arena, *extension, &out) && str_eq(out, *extension))
        return;
    *number =
        str_fmt(d->b->arena, "%" STR_FMT " ext. %" STR_FMT, STR_ARG(*number), STR_ARG(*extension));
    *extension = STR_NONE;
}

static const char *address_repair(const struct hsds_draft *d)
{
    static const int PARTS[] = {HSDS_F(ADDRESS, attention),   HSDS_F(ADDRESS, address_1),
                                HSDS_F(ADDRESS, address_2),   HSDS_F(ADDRESS, city),
                                HSDS_F(ADDRESS, region),      HSDS_F(ADDRESS, state_province),
                                HSDS_F(ADDRESS, postal_code), HSDS_F(ADDRESS, country)};
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++) {
        if (d->v[PARTS[i]].n != 0)
            return NULL;
    }
    return N_("nothing of the address is there");
}

const char *hsds_draft_repair(struct hsds_draft *d)
{
    if (d->type == HSDS_SCHEDULE)
        return schedule_repair(d);
    if (d->type == HSDS_ADDRESS)
        return address_repair(d);
    if (d->type == HSDS_PHONE)
        extension_repair(d);
    return NULL;
}
