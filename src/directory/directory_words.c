#include "directory/directory_words.h"

#include "base/buf.h"

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

enum script { SCRIPT_NONE, SCRIPT_ARABIC, SCRIPT_OTHER };

/* Of its letters; SCRIPT_NONE: it has none, or of both. */
static enum script script_of(struct str s)
{
    enum script found = SCRIPT_NONE;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = str_utf8_next(s, &i);
        bool arabic = (c >= 0x620 && c <= 0x64A) || (c >= 0x671 && c <= 0x6D3);
        bool other = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x600);
        if (!arabic && !other)
            continue;
        if (found != SCRIPT_NONE && (found == SCRIPT_ARABIC) != arabic)
            return SCRIPT_NONE;
        found = arabic ? SCRIPT_ARABIC : SCRIPT_OTHER;
    }
    return found;
}

/* Between words of one script its own comma; else that of the page. */
static struct str comma_between(const struct lang *l, struct str before, struct str after)
{
    enum script one = script_of(before);
    if (one == SCRIPT_NONE || one != script_of(after))
        return say(l, N_(", "));
    return one == SCRIPT_ARABIC ? STR("، ") : STR(", ");
}

/* Words one after the other, as they stand. */
struct row {
    struct buf b;
    const struct lang *l;
    struct str last;
};

static void row_add(struct row *r, struct str s)
{
    if (s.n == 0)
        return;
    add_with(&r->b, comma_between(r->l, r->last, s), s);
    r->last = s;
}

#define LINE_MAX (64u * 1024)

struct str words_list(struct arena *a, const struct lang *l, const struct str *words, size_t n)
{
    struct row r = {.l = l};
    struct str out;

    buf_init(&r.b, a, 128, LINE_MAX);
    for (size_t i = 0; i < n; i++)
        row_add(&r, words[i]);
    return buf_end(&r.b, &out) == ERR_OK ? out : STR_NONE;
}

static void add_lines(struct row *r, struct str lines)
{
    while (lines.p)
        row_add(r, str_trim(str_cut(&lines, '\n')));
}

struct str words_address(struct arena *a, const struct lang *l,
                         const struct directory_address *address)
{
    struct row r = {.l = l};
    struct str out;

    buf_init(&r.b, a, 256, 1u << 20);
    row_add(&r, address->attention);
    add_lines(&r, address->address_1);
    add_lines(&r, address->address_2);
    row_add(&r, address->city);
    row_add(&r, address->region);
    row_add(&r, address->state_province);
    add_with(&r.b, STR(" "), address->postal_code);
    return buf_end(&r.b, &out) == ERR_OK ? out : STR_NONE;
}

struct str words_number(struct arena *a, const struct lang *l, struct str number)
{
    int64_t n;
    return str_to_i64(number, &n) ? lang_number(a, l, n) : number;
}

/* ---- languages, tags, checks ----------------------------------------------------------------- */

const struct form_choice WORDS_LANGUAGES[] = {
    {"", N_("Any language"), 0}, {"ar", N_("Arabic"), 0},
    {"en", N_("English"), 0},    {"fr", N_("French"), 0},
    {"ku", N_("Kurdish"), 0},    {"fa", N_("Persian"), 0},
    {"tr", N_("Turkish"), 0},    {"de", N_("German"), 0},
    {"es", N_("Spanish"), 0},    {"it", N_("Italian"), 0},
    {"pl", N_("Polish"), 0},     {"pt", N_("Portuguese"), 0},
    {"ru", N_("Russian"), 0},    {"uk", N_("Ukrainian"), 0},
    {"he", N_("Hebrew"), 0},     {"am", N_("Amharic"), 0},
    {"ti", N_("Tigrinya"), 0},   {"so", N_("Somali"), 0},
    {"ur", N_("Urdu"), 0},       {"zh", N_("Chinese"), 0},
    {"ja", N_("Japanese"), 0},   {NULL, NULL, 0}};

struct str words_language(const struct lang *l, struct str code)
{
    struct str main_part = str_slice(code, 0, str_find_char(code, '-'));
    for (const struct form_choice *c = &WORDS_LANGUAGES[1]; c->value; c++)
        if (str_eq_c(main_part, c->value))
            return say(l, c->label);
    return STR_NONE;
}

size_t words_tags(const struct lang *l, unsigned tags, const char *out[2])
{
    size_t n = 0;
    if (tags & DIRECTORY_TAG_AFFIRMING)
        out[n++] = tr(l, N_("welcomes everyone"));
    if (tags & DIRECTORY_TAG_NO_PAPERS)
        out[n++] = tr(l, N_("asks for no papers"));
    return n;
}

struct str words_checked_ago(struct arena *a, const struct lang *l, int64_t checked_at, int64_t now)
{
    if (checked_at == 0)
        return STR_NONE;
    return tr_fmt(a, l, N_("Checked here: {when}"),
                  TR_ARGS({"when", lang_ago(a, l, checked_at, now)}));
}

/* ---- hours ----------------------------------------------------------------------------------- */

static const char *const DAYS[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                                   N_("Thursday"), N_("Friday"), N_("Saturday")};

#define MIDNIGHT (24 * 60)
#define NOON (12 * 60)

/* The minute of the day at which a span ends, 0 < m <= MIDNIGHT. The standard has no 24:00 in some
 * of its versions: people write 23:59 or 00:00. */
static int end_of(int closes)
{
    return closes == 0 || closes == MIDNIGHT - 1 ? MIDNIGHT : closes;
}

/* RFC 5545 has no span without a length: from eight to eight is a day and a night. */
static bool is_round_the_clock(int opens, int closes)
{
    return opens != DIRECTORY_CLOSED &&
           (opens == closes || (opens == 0 && end_of(closes) == MIDNIGHT));
}

/* "9:05" in the language's digits. */
static struct str clock_text(struct arena *a, const struct lang *l, int minutes)
{
    if (minutes == MIDNIGHT)
        return say(l, N_("midnight"));
    return str_fmt(
        a, "%" STR_FMT ":%" STR_FMT "%" STR_FMT, STR_ARG(lang_number(a, l, minutes / 60)),
        STR_ARG(lang_number(a, l, minutes % 60 / 10)), STR_ARG(lang_number(a, l, minutes % 10)));
}

struct str words_span(struct arena *a, const struct lang *l, int opens, int closes)
{
    if (opens == DIRECTORY_CLOSED)
        return say(l, N_("closed"));
    if (is_round_the_clock(opens, closes))
        return say(l, N_("open 24 hours"));
    int end = end_of(closes);
    struct str from = clock_text(a, l, opens), to = clock_text(a, l, end);
    if (end <= opens)
        return tr_fmt(a, l,
                      end <= NOON ? N_("{from} to {to} the next morning")
                                  : N_("{from} to {to} the next day"),
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
            add_with(&b, say(l, N_(", ")), words_span(a, l, hours[i].opens, hours[i].closes));
    }
    if (b.n == 0)
        buf_add(&b, say(l, N_("closed")));
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

/* A week of closed days means that nobody wrote the hours down. */
static bool says_anything(const struct directory_hours *hours, size_t n)
{
    bool open = false;
    for (size_t i = 0; i < n; i++)
        open = open || hours[i].opens != DIRECTORY_CLOSED;
    return open;
}

static int sunday_first(int32_t day)
{
    return (int)(((int64_t)day + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday: 4 */
}

static int iso_weekday(int from_sunday)
{
    return from_sunday == 0 ? 7 : from_sunday;
}

size_t words_week(struct arena *a, const struct lang *l, const struct directory_hours *hours,
                  size_t n, int32_t day, const struct directory_hours_view **out)
{
    struct directory_hours_view *v = ARENA_ARRAY(a, struct directory_hours_view, 7);

    *out = v;
    if (!says_anything(hours, n))
        return 0;
    for (int i = 0; i < 7; i++) {
        v[i].day = say(l, DAYS[i]);
        v[i].hours = day_text(a, l, hours, n, iso_weekday(i));
        v[i].today = i == sunday_first(day);
    }
    for (int i = 1; i < 7; i++)
        if (!str_eq(v[i].hours, v[0].hours))
            return 7;
    v[0].day = say(l, N_("Every day"));
    v[0].today = false;
    return 1;
}

/* The span of hours that covers this moment, or NULL. */
static const struct directory_hours *span_now(const struct directory_hours *h, size_t n,
                                              const struct zone_time *at)
{
    int before = at->weekday == 1 ? 7 : at->weekday - 1;
    for (size_t i = 0; i < n; i++) {
        int end = end_of(h[i].closes);
        bool over_night = end <= h[i].opens;
        if (h[i].opens == DIRECTORY_CLOSED)
            continue;
        if (h[i].weekday == at->weekday && at->minute >= h[i].opens &&
            (over_night || at->minute < end))
            return &h[i];
        if (h[i].weekday == before && over_night && at->minute < end)
            return &h[i];
    }
    return NULL;
}

/* When it opens next: days from now, and the minute of that day. */
static bool opens_next(const struct directory_hours *h, size_t n, const struct zone_time *at,
                       int *days, int *minute)
{
    for (*days = 0; *days <= 7; ++*days) {
        int weekday = (at->weekday - 1 + *days) % 7 + 1;
        *minute = -1;
        for (size_t i = 0; i < n; i++)
            if (h[i].weekday == weekday && h[i].opens != DIRECTORY_CLOSED &&
                (*days > 0 || h[i].opens > at->minute) && (*minute < 0 || h[i].opens < *minute))
                *minute = h[i].opens;
        if (*minute >= 0)
            return true;
    }
    return false;
}

static struct str next_text(struct arena *a, const struct lang *l, int days, int minute,
                            const struct zone_time *at)
{
    struct str time = clock_text(a, l, minute);
    int weekday = (at->weekday + days) % 7; /* from Sunday */
    if (days == 0)
        return tr_fmt(a, l, N_("opens at {time}"), TR_ARGS({"time", time}));
    if (days == 1)
        return tr_fmt(a, l, N_("opens tomorrow at {time}"), TR_ARGS({"time", time}));
    return tr_fmt(a, l, N_("opens on {day} at {time}"),
                  TR_ARGS({"day", say(l, DAYS[weekday])}, {"time", time}));
}

struct str words_now(struct arena *a, const struct lang *l, const struct directory_hours *hours,
                     size_t n, const struct zone_time *at, bool *open, struct str *next)
{
    const struct directory_hours *span = span_now(hours, n, at);
    int days, minute;

    *open = span != NULL;
    *next = STR_NONE;
    if (!says_anything(hours, n))
        return STR_NONE;
    if (span) {
        *next = is_round_the_clock(span->opens, span->closes)
                    ? say(l, N_("open 24 hours"))
                    : tr_fmt(a, l, N_("until {to}"),
                             TR_ARGS({"to", clock_text(a, l, end_of(span->closes))}));
        return say(l, N_("open now"));
    }
    if (opens_next(hours, n, at, &days, &minute))
        *next = next_text(a, l, days, minute, at);
    return say(l, N_("closed now"));
}
