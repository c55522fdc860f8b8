#include "directory/directory_words.h"

#include <string.h>

static struct str say(const struct lang *l, const char *msgid)
{
    return str_from_c(tr(l, msgid));
}

static void add_with(struct buf *b, struct str separator, struct str s)
{
    if (s.n == 0)
        return;
    if (b->n != 0)
        buf_add(b, separator);
    buf_add(b, s);
}

#define LINE_MAX (64u * 1024)

struct str words_list(struct arena *a, const struct lang *l, const struct str *words, size_t n)
{
    struct buf b;
    struct str out;

    buf_init(&b, a, 128, LINE_MAX);
    for (size_t i = 0; i < n; i++)
        add_with(&b, say(l, N_(", ")), words[i]);
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

struct str words_address(struct arena *a, const struct lang *l,
                         const struct directory_address *address)
{
    struct buf b;
    struct str out, comma = say(l, N_(", "));
    struct str lines = address->address_1;

    buf_init(&b, a, 256, 1u << 20);
    add_with(&b, comma, address->attention);
    while (lines.p)
        add_with(&b, comma, str_trim(str_cut(&lines, '\n')));
    add_with(&b, comma, address->city);
    add_with(&b, comma, address->region);
    add_with(&b, comma, address->state_province);
    add_with(&b, STR(" "), address->postal_code);
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

/* "9:05" in the language's digits. */
static struct str clock_text(struct arena *a, const struct lang *l, int minutes)
{
    return str_fmt(
        a, "%" STR_FMT ":%" STR_FMT "%" STR_FMT, STR_ARG(lang_number(a, l, minutes / 60)),
        STR_ARG(lang_number(a, l, minutes % 60 / 10)), STR_ARG(lang_number(a, l, minutes % 10)));
}

static struct str span_text(struct arena *a, const struct lang *l, const struct directory_hours *h)
{
    if (h->opens == DIRECTORY_CLOSED)
        return say(l, N_("closed"));
    if (h->opens == 0 && h->closes == 24 * 60)
        return say(l, N_("day and night"));
    struct str from = clock_text(a, l, h->opens), to = clock_text(a, l, h->closes);
    if (h->closes <= h->opens)
        return tr_fmt(a, l, N_("{from} to {to} the next morning"),
                      TR_ARGS({"from", from}, {"to", to}));
    return tr_fmt(a, l, N_("{from} to {to}"), TR_ARGS({"from", from}, {"to", to}));
}

static struct str day_text(struct arena *a, const struct lang *l,
                           const struct directory_hours *hours, size_t n, int weekday)
{
    struct buf b;
    struct str out;

    buf_init(&b, a, 64, LINE_MAX);
    for (size_t i = 0; i < n; i++) {
        if (hours[i].weekday == weekday)
            add_with(&b, say(l, N_(", ")), span_text(a, l, &hours[i]));
    }
    if (b.n == 0)
        buf_add(&b, say(l, N_("closed")));
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

size_t words_week(struct arena *a, const struct lang *l, const struct directory_hours *hours,
                  size_t n, int32_t day, const struct directory_hours_view **out)
{
    static const char *const DAYS[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                                       N_("Thursday"), N_("Friday"), N_("Saturday")};
    struct directory_hours_view *v = ARENA_ARRAY(a, struct directory_hours_view, 7);
    int today = (int)(((int64_t)day + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday: 4 */
    bool open = false;

    *out = v;
    for (size_t i = 0; i < n; i++)
        open = open || hours[i].opens != DIRECTORY_CLOSED;
    if (!open) /* a week of closed days means that nobody wrote the hours down */
        return 0;
    for (int i = 0; i < 7; i++) {
        v[i].day = say(l, DAYS[i]);
        v[i].hours = day_text(a, l, hours, n, i == 0 ? 7 : i);
        v[i].today = i == today;
    }
    return 7;
}
